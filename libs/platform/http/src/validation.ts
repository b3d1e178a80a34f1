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

class StrictValidationPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // class-transformer drops this key in silence, so the whitelist would never see it.
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
      throw new ProblemError(400, { detail: 'The field __proto__ is not known here.' });
    }
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

function itemsOf(error: ValidationError, path: string): ProblemItem[] {
  const pointer = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => itemsOf(child, pointer))];
}
