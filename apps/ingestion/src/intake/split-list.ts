const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * The bytes of each item of a JSON list, as they were written: numbers beyond JavaScript's, doubled and unknown names
 * stay what they are.
 * @param json a list that JSON.parse has already taken
 */
export function splitList(json: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === quote) {
      at = endOfString(json, at);
    } else if (byte === openList || byte === openObject) {
      if (++depth === 1) begin = at + 1;
    } else if (byte === closeList || byte === closeObject) {
      if (--depth === 0) addTrimmed(items, json, begin, at);
    } else if (byte === comma && depth === 1) {
      addTrimmed(items, json, begin, at);
      begin = at + 1;
    }
  }
  return items;
}

function endOfString(json: Uint8Array, begin: number): number {
  let at = begin + 1;
  for (; json[at] !== quote; at++) if (json[at] === backslash) at++;
  return at;
}

function addTrimmed(items: Uint8Array[], json: Uint8Array, begin: number, end: number): void {
  while (begin < end && isSpace(json[begin])) begin++;
  while (end > begin && isSpace(json[end - 1])) end--;
  if (end > begin) items.push(json.subarray(begin, end));
}
