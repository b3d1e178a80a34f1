import { escapeMarkup } from './escape';
import { checkHoles } from './markup-template';

/** A piece of MJML whose every value has been escaped. Only the `mjml` tag makes one. */
export class Mjml {
  readonly #markup: string;
  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** The markup itself, for the renderer. */
  get markup(): string {
    return this.#markup;
  }

  /** Made from literals of our source and escaped values; see `mjml`. */
  static of(strings: TemplateStringsArray, values: readonly MjmlValue[]): Mjml {
    checkHoles(strings);
    let markup = strings[0] as string;
    values.forEach((value, index) => {
      markup += markupOf(value) + (strings[index + 1] as string);
    });
    return new Mjml(markup);
  }
}

/** What may stand in a hole: text is escaped, fragments nest, lists are joined, nothing at all is left out. */
export type MjmlValue = string | number | Mjml | null | undefined | false | readonly MjmlValue[];

function markupOf(value: MjmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Mjml) return value.markup;
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(String(value));
  return value.map(markupOf).join('');
}

/**
 * MJML with escaped values, because MJML itself escapes nothing: unescaped text closes `mj-text` and injects HTML
 * without an error, even under strict validation. There is no way to put raw markup in.
 * @throws Error for a hole outside of text and double-quoted attributes.
 */
export function mjml(strings: TemplateStringsArray, ...values: MjmlValue[]): Mjml {
  return Mjml.of(strings, values);
}
