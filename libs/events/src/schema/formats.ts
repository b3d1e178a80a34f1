import { FormatRegistry } from '@sinclair/typebox';
import { isLanguageTag } from '../text/language-tag';
import { instantOf } from '../text/rfc3339';
import { isTimeZone } from '../text/time-zone';
import { isUriReference } from '../text/uri-reference';

/** The formats that our schemas name, as JSON Schema's `format`. TypeBox knows none until it is told. */
export function registerFormats(): void {
  FormatRegistry.Set('date-time', (text) => !Number.isNaN(instantOf(text)));
  FormatRegistry.Set('uri-reference', isUriReference);
  FormatRegistry.Set('iana-time-zone', isTimeZone);
  FormatRegistry.Set('language-tag', isLanguageTag);
}
