import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  registerDecorator,
  type ValidationOptions,
} from 'class-validator';
import { instantOf } from '@tq/events';

const calendarDay = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A real day, `YYYY-MM-DD`. */
export function isCalendarDay(value: unknown): value is string {
  if (typeof value !== 'string' || !calendarDay.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

/** Strict RFC 3339 with an offset and a real date, as in the events. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(instantOf(value));
}

const rule = (name: string, message: string, holds: (value: unknown) => boolean) => (options?: ValidationOptions) =>
  ((target: object, propertyName: string) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName,
      ...(options === undefined ? {} : { options }),
      validator: { validate: holds, defaultMessage: () => `$property ${message}` },
    })) as PropertyDecorator;

export const IsCalendarDay = rule('isCalendarDay', 'is not a day as YYYY-MM-DD', isCalendarDay);
export const IsInstant = rule('isInstant', 'is not an RFC 3339 time with an offset', isInstant);

/** For `@Transform`: plain digits become a number; all else stays text, for the validator to refuse. */
export const toWholeNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;

/** For `@Transform`: exactly `true` and `false`. */
export const toFlag = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** The query field `limit` of every list: a whole number from 1 to 200, by default 50. */
export const PageLimit = (description = 'Items on a page; default 50') =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, description }),
    IsOptional(),
    Transform(toWholeNumber),
    IsInt({ message: 'limit is a whole number from 1 to 200' }),
    Min(1),
    Max(200),
  );

/** The query field `cursor` of every list: where the page before ended. */
export const PageCursor = () =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description: '`nextCursor` of the page before' }),
    IsOptional(),
    IsString(),
    Matches(/^[\w-]{1,2000}$/, { message: 'cursor is not one of ours' }),
  );
