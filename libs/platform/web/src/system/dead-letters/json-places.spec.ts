import fc from 'fast-check';
import { jsonPlaces, placeOf } from './json-places';

/** Every value within a value, by its pointer. */
function everything(value: unknown, pointer = ''): [string, unknown][] {
  const within: [string, unknown][] = Array.isArray(value)
    ? value.flatMap((each, index) => everything(each, `${pointer}/${index}`))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, each]) =>
          everything(each, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
        )
      : [];
  return [[pointer, value], ...within];
}

describe('places in a JSON text', () => {
  it('finds every value of every document, however it is written', () =>
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const value: unknown = JSON.parse(json);
        const text = JSON.stringify(value, null, indent);
        const places = jsonPlaces(text);
        for (const [pointer, expected] of everything(value)) {
          const place = places.get(pointer);
          expect(JSON.parse(text.slice(place?.start, place?.end))).toEqual(expected);
        }
      }),
    ));

  it('takes what is around a field that is missing', () => {
    const text = '{"data": {"sessionId": "s"}}';
    const place = placeOf('/data/startsAt', jsonPlaces(text));
    expect(text.slice(place?.start, place?.end)).toBe('{"sessionId": "s"}');
  });

  it('takes what stood before the text broke', () => {
    const places = jsonPlaces('{"id": 7, "data": {"a": 1, b');
    expect(places.get('/id')).toEqual({ start: 7, end: 8 });
    expect(placeOf('/data/b', places)).toBeUndefined();
    expect(jsonPlaces('').size).toBe(0);
    expect(jsonPlaces('no json').size).toBe(0);
  });
});
