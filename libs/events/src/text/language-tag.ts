// RFC 5646 §2.1: well-formed, by its ABNF; whether a subtag is registered changes over time and is not asked.
const langtag =
  '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?' +
  '(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?';
const irregular =
  'en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-be-fr|sgn-be-nl|sgn-ch-de';
const regular = 'art-lojban|cel-gaulish|no-bok|no-nyn|zh-guoyu|zh-hakka|zh-min|zh-min-nan|zh-xiang';
const tag = new RegExp(`^(?:${langtag}|x(?:-[a-z0-9]{1,8})+|${irregular}|${regular})$`, 'i');

/** Whether the text is a well-formed BCP 47 language tag, such as `en`, `pt-BR` or `zh-Hans-CN`. */
export function isLanguageTag(text: string): boolean {
  return tag.test(text);
}
