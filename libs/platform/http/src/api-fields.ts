import { ApiProperty } from '@nestjs/swagger';

/** Fields of answers in the OpenAPI document, each with a description. `OrNull`: always there, sometimes null. */
export const Text = (description: string, example?: string) =>
  ApiProperty({ type: 'string', description, ...(example === undefined ? {} : { example }) });
export const TextOrNull = (description: string) => ApiProperty({ type: 'string', nullable: true, description });
export const Flag = (description: string) => ApiProperty({ type: 'boolean', description });
export const Count = (description: string) => ApiProperty({ type: 'integer', minimum: 0, description });
export const CountOrNull = (description: string) =>
  ApiProperty({ type: 'integer', minimum: 0, nullable: true, description });
export const Figure = (description: string) => ApiProperty({ type: 'number', description });
export const FigureOrNull = (description: string) => ApiProperty({ type: 'number', nullable: true, description });
/** RFC 3339 with milliseconds, UTC. */
export const Instant = (description: string) => ApiProperty({ type: 'string', format: 'date-time', description });
export const InstantOrNull = (description: string) =>
  ApiProperty({ type: 'string', format: 'date-time', nullable: true, description });
/** A calendar day of the platform time zone, `YYYY-MM-DD`. */
export const CalendarDay = (description: string) => ApiProperty({ type: 'string', format: 'date', description });
export const CalendarDayOrNull = (description: string) =>
  ApiProperty({ type: 'string', format: 'date', nullable: true, description });
export const OneOf = (values: readonly (string | number)[], description: string) =>
  ApiProperty({ enum: [...values], type: typeof values[0] === 'number' ? 'integer' : 'string', description });
export const OneOfOrNull = (values: readonly string[], description: string) =>
  ApiProperty({ enum: [...values], type: 'string', nullable: true, description });
export const ListOf = (item: () => new () => object, description: string) =>
  ApiProperty({ type: () => [item()], description });
export const ListOfText = (description: string) => ApiProperty({ type: [String], description });
// The arrow must be the value of `type`, by whose name the library knows a type that is looked up later.
export const Part = (item: () => new () => object, description: string) =>
  ApiProperty({ type: () => item(), description });
export const PartOrNull = (item: () => new () => object, description: string) =>
  ApiProperty({ type: () => item(), nullable: true, description });
