import { type ArgumentMetadata, ValidationPipe, type ValidationError } from '@nestjs/common';
import { ProblemError, type ProblemItem } from './problem';

/** Commands and queries: only known fields, each of its type; anything else is a 400 that says what and where. */
export function strictValidation(): ValidationPipe {
  return new StrictValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => {
      const items = errors.flatMap((error) => itemsOf(error, ''));
      return new ProblemError(400, {
        detail: items.map((item) => item.detail).join('; ') || 'The request is malformed.',
        errors: items,
      });
    },
  });
}

const mostRemembered = 500;

class StrictValidationPipe extends ValidationPipe {
  /** Queries that were found right: programs ask the same again and again, and the check costs more than the answer. */
  private readonly known = new WeakMap<object, Map<string, unknown>>();

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // Neither class-transformer nor the whitelist sees a key that every object has anyway.
    const inherited = Object.keys(Object(value) as object).find((key) => key in Object.prototype);
    if (inherited !== undefined) throw new ProblemError(400, { detail: `The field ${inherited} is not known here.` });
    const { type, metatype } = metadata;
    if (type !== 'query' || metatype === undefined) return super.transform(value, metadata);
    let known = this.known.get(metatype);
    if (known === undefined) this.known.set(metatype, (known = new Map<string, unknown>()));
    const key = JSON.stringify(value);
    const found = known.get(key);
    if (found !== undefined) return found;
    const checked = Object.freeze(await super.transform(value, metadata)) as unknown;
    if (known.size >= mostRemembered) known.clear();
    known.set(key, checked);
    return checked;
  }
}

function itemsOf(error: ValidationError, path: string): ProblemItem[] {
  const pointer = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => itemsOf(child, pointer))];
}
