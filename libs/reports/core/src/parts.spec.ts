import fc from 'fast-check';
import { partsOf } from './parts';

it('keeps everything, in order, each header small enough for any mail server', () => {
  const sessions = fc.array(fc.option(fc.string({ minLength: 3, maxLength: 257 })), { maxLength: 3000 });
  fc.assert(
    fc.property(sessions, (entries) => {
      const parts = partsOf(entries, (entry) => entry);
      expect(parts.flat()).toEqual(entries);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(
          part.reduce((bytes, entry) => bytes + (entry === null ? 0 : `X-Session: ${entry}\r\n`.length), 0),
        ).toBeLessThan(61_000);
      }
    }),
    { numRuns: 50 },
  );
});
