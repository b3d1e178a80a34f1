import type { INestApplication, Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { type Policy, policyKey } from './policy';

export interface RoutePolicy {
  /** `TutorsController.list` */
  readonly route: string;
  readonly policy: Policy | undefined;
}

/** Every route of an app with its policy: a test of each service expects none without. */
export function routePolicies(app: INestApplication): RoutePolicy[] {
  const reflector = new Reflector();
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const type = metatype as Type;
    const prototype = type.prototype as Record<string, () => unknown>;
    return scanner
      .getAllMethodNames(prototype)
      .map((name) => ({ name, handler: prototype[name]! }))
      .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
      .map(({ name, handler }) => ({
        route: `${type.name}.${name}`,
        policy: reflector.getAllAndOverride<Policy | undefined>(policyKey, [handler, type]),
      }));
  });
}

/** The routes that nobody decided about; empty in a healthy service. */
export const routesWithoutPolicy = (app: INestApplication): string[] =>
  routePolicies(app)
    .filter(({ policy }) => policy === undefined)
    .map(({ route }) => route);
