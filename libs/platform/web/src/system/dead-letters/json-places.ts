/** Where a value stands in a text: from the first character to behind the last one. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Where each value of a JSON text stands, by its JSON Pointer (RFC 6901). Of doubled names the last counts, as with
 * JSON.parse. A text that is no JSON gives what was read before it broke.
 */
export function jsonPlaces(text: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  try {
    new Reader(text, places).document();
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
  }
  return places;
}

/** The place of a pointer, or of the nearest value around it that there is: a field that is missing has none. */
export function placeOf(pointer: string, places: ReadonlyMap<string, Place>): Place | undefined {
  for (let rest = pointer; ; rest = rest.slice(0, rest.lastIndexOf('/'))) {
    const place = places.get(rest);
    if (place || rest === '') return place;
  }
}

class NoJson extends Error {}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly places: Map<string, Place>,
  ) {}

  document(): void {
    this.space();
    this.value('');
    this.space();
    if (this.at < this.text.length) throw new NoJson();
  }

  private value(pointer: string): void {
    const start = this.at;
    const first = this.text[this.at];
    if (first === '{') this.members(pointer);
    else if (first === '[') this.elements(pointer);
    else if (first === '"') this.string();
    else this.word();
    this.places.set(pointer, { start, end: this.at });
  }

  private members(pointer: string): void {
    this.list('}', () => {
      const from = this.at;
      this.string();
      const name = JSON.parse(this.text.slice(from, this.at)) as string;
      this.space();
      this.take(':');
      this.space();
      this.value(`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    });
  }

  private elements(pointer: string): void {
    let index = 0;
    this.list(']', () => this.value(`${pointer}/${index++}`));
  }

  private list(end: string, entry: () => void): void {
    this.at += 1;
    this.space();
    while (this.text[this.at] !== end) {
      entry();
      this.space();
      if (this.text[this.at] === end) break;
      this.take(',');
      this.space();
    }
    this.at += 1;
  }

  private string(): void {
    const match = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
    this.match(match);
  }

  private word(): void {
    this.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  }

  private match(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) throw new NoJson();
    this.at = pattern.lastIndex;
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private take(character: string): void {
    if (this.text[this.at] !== character) throw new NoJson();
    this.at += 1;
  }
}
