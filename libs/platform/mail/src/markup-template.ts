/**
 * Says where each hole of a template stands: in text or in a double-quoted attribute, where an escaped value is only
 * a value. Anywhere else (a tag's name, an unquoted attribute, a comment, a style, a script) escaping does not help.
 * @throws Error for a hole in such a place: a mistake in the template, so every preview and test meets it.
 */
export function checkHoles(strings: TemplateStringsArray): void {
  if (checked.has(strings)) return;
  let state: 'text' | 'tag' | 'quoted' | 'unsafe' = 'text';
  strings.forEach((part, index) => {
    for (let at = 0; at < part.length; at += 1) {
      const character = part[at];
      if (state === 'text' && character === '<') state = opensUnsafe.test(part.slice(at)) ? 'unsafe' : 'tag';
      else if (state === 'tag' && character === '"') state = 'quoted';
      else if (state === 'tag' && character === '>') state = 'text';
      else if (state === 'quoted' && character === '"') state = 'tag';
      else if (state === 'unsafe' && closesUnsafe.test(part.slice(0, at + 1))) state = 'text';
    }
    const isHole = index < strings.length - 1;
    if (isHole && (state === 'tag' || state === 'unsafe')) {
      throw new Error(
        `A value may stand only in text or in a double-quoted attribute; here it follows: ${part.slice(-60)}`,
      );
    }
  });
  checked.add(strings);
}

const checked = new WeakSet<TemplateStringsArray>();
const opensUnsafe = /^<(?:!--|mj-style|mj-raw|mj-include|style|script)/i;
const closesUnsafe = /(?:-->|<\/(?:mj-style|mj-raw|style|script)>)$/i;
