import fc from 'fast-check';
import { checkData, checkEvent, storableData } from '../index';
import type { EventType } from '../catalogue';

const moved = {
  specversion: '1.0',
  source: '/rails/production',
  subject: 'tutor-1',
  id: 'e-1',
  type: 'tutoring.session.rescheduled.v1',
  time: '2026-03-02T16:00:00Z',
  data: {
    sessionId: 's-1',
    initiatedBy: 'tutor',
    reasonCode: 'illness',
    previousStartsAt: '2026-03-05T20:00:00Z',
    newStartsAt: '2026-03-06T20:00:00Z',
    newEndsAt: '2026-03-06T21:00:00Z',
  },
};
const of = (type: EventType, data: object) => ({ ...moved, type, data });
const withData = (more: object) => ({ ...moved, data: { ...moved.data, ...more } });
const pointers = (document: unknown) => {
  const checked = checkEvent(document);
  return checked.ok ? [] : checked.problems.map(({ pointer }) => pointer);
};
const without = (key: string) => Object.fromEntries(Object.entries(moved).filter(([name]) => name !== key));

it('gives back the document itself', () => {
  const checked = checkEvent(moved);
  expect(checked.ok && checked.event).toBe(moved);
});

describe('is an event', () => {
  it.each<[string, object]>([
    ['null in optional attributes', { ...moved, recordedtime: null, datacontenttype: null }],
    ['null in optional fields', withData({ reasonText: null, excused: null })],
    ['unknown attributes and fields', { ...withData({ more: { a: [1, null, true] } }), traceparent: 'x', n: 1 }],
    ['an id of 128 characters', { ...moved, id: '~'.repeat(128) }],
    ['ids that are names of prototypes', { ...moved, id: '__proto__', subject: 'constructor' }],
    ['a source of 512 characters', { ...moved, source: `/${'a'.repeat(511)}` }],
    ['lower-case t and z', { ...moved, time: '2026-03-02t16:00:00.123456789z' }],
    ['an end before its start', withData({ newEndsAt: '2020-01-01T00:00:00Z' })],
    ['paired surrogates', withData({ reasonText: '👍🏽' })],
    ['empty texts', withData({ reasonText: '' })],
    ['a rating between whole numbers', of('tutoring.session.rated.v1', { sessionId: 's', rating: 4.25 })],
    ['a correction with any object', of('tutoring.event.corrected.v1', { corrects: 'e', data: { what: 'ever' } })],
    ['an empty correction', of('tutoring.event.corrected.v1', { corrects: 'e', data: {}, time: null })],
    ['the reserved type', of('tutoring.person.erased.v1', {})],
  ])('%s', (_, document) => expect(checkEvent(document)).toEqual({ ok: true, event: document }));
});

describe('points to what is wrong', () => {
  it.each<[string, unknown, string[]]>([
    ['no object', [], ['']],
    ['null', null, ['']],
    ['text', 'x', ['']],
    ['another specversion', { ...moved, specversion: '0.3' }, ['/specversion']],
    ['a number as specversion', { ...moved, specversion: 1 }, ['/specversion']],
    ['no source', without('source'), ['/source']],
    ['an empty source', { ...moved, source: '' }, ['/source']],
    ['a source with a space', { ...moved, source: '/a b' }, ['/source']],
    ['a source of 513 characters', { ...moved, source: `/${'a'.repeat(512)}` }, ['/source']],
    ['an empty id', { ...moved, id: '' }, ['/id']],
    ['an id of 129 characters', { ...moved, id: 'a'.repeat(129) }, ['/id']],
    ['an id with a space', { ...moved, id: 'a b' }, ['/id']],
    ['an id with a line end', { ...moved, id: 'a\n' }, ['/id']],
    ['an id beyond ASCII', { ...moved, id: 'é' }, ['/id']],
    ['a number as id', { ...moved, id: 7 }, ['/id']],
    ['null as subject', { ...moved, subject: null }, ['/subject']],
    ['an unknown type', { ...moved, type: 'tutoring.session.vanished.v1' }, ['/type']],
    ['an unknown type, and more', { ...moved, type: 'x', id: '' }, ['/id', '/type']],
    ['no type', without('type'), ['/type']],
    ["a prototype's name as type", { ...moved, type: 'constructor' }, ['/type']],
    ['a decision', { ...moved, type: 'tutoring.fact.excused.v1' }, ['/type']],
    ['another content type', { ...moved, datacontenttype: 'text/xml' }, ['/datacontenttype']],
    ['a time that is no date', { ...moved, time: '2026-02-30T00:00:00Z' }, ['/time']],
    ['a recordedtime that is no date', { ...moved, recordedtime: 'now' }, ['/recordedtime']],
    ['no data', without('data'), ['/data']],
    ['null as data', { ...moved, data: null }, ['/data']],
    ['a list as data', { ...moved, data: [] }, ['/data']],
    ['a wrong word', withData({ initiatedBy: 'parent' }), ['/data/initiatedBy']],
    ['a flag that is text', withData({ excused: 'true' }), ['/data/excused']],
    ['two fields', withData({ newStartsAt: '?', newEndsAt: 5 }), ['/data/newStartsAt', '/data/newEndsAt']],
    ['U+0000 in a field', withData({ reasonText: 'a\0b' }), ['/data/reasonText']],
    ['an unpaired surrogate in a field', withData({ reasonText: '\ud83d' }), ['/data/reasonText']],
    ['U+0000 in an unknown field', withData({ x: { 'a/b~': ['ok', '\0'] } }), ['/data/x/a~1b~0/1']],
    ['U+0000 in an extension', { ...moved, ext: '\0' }, ['/ext']],
    ["U+0000 in a field's name", withData({ x: { '\0': 1 } }), ['/data/x']],
    ["an unpaired surrogate in an attribute's name", { ...moved, '\udc00': 1 }, ['']],
    ['a rating of 0', of('tutoring.session.rated.v1', { sessionId: 's', rating: 0 }), ['/data/rating']],
    ['a rating of 5.01', of('tutoring.session.rated.v1', { sessionId: 's', rating: 5.01 }), ['/data/rating']],
    ['a rating as text', of('tutoring.session.rated.v1', { sessionId: 's', rating: '5' }), ['/data/rating']],
    ['a correction without data', of('tutoring.event.corrected.v1', { corrects: 'e' }), ['/data/data']],
    ['a correction with a list', of('tutoring.event.corrected.v1', { corrects: 'e', data: [] }), ['/data/data']],
    [
      'an utterance',
      of('tutoring.session.transcribed.v1', {
        sessionId: 's',
        language: 'en',
        utterances: [
          { speaker: 'tutor', startMs: 0, endMs: 1, text: '' },
          { speaker: 'cat', startMs: 0, endMs: 1 },
        ],
      }),
      ['/data/utterances/1/text', '/data/utterances/1/speaker'],
    ],
  ])('%s', (_, document, wanted) => expect(pointers(document).sort()).toEqual([...wanted].sort()));

  it('says it in words, without the text of the document', () => {
    const checked = checkEvent(withData({ newStartsAt: 'secret', sessionId: undefined }));
    expect(checked).toEqual({
      ok: false,
      problems: expect.arrayContaining<unknown>([
        { pointer: '/data/sessionId', detail: 'is missing: must be 1–128 printable ASCII characters without space' },
        {
          pointer: '/data/newStartsAt',
          detail: 'must be an RFC 3339 time with an offset and a real date, such as 2026-03-02T16:00:00Z',
        },
      ]) as unknown,
    });
    expect(JSON.stringify(checked)).not.toContain('secret');
  });

  it('lists no more than a person reads', () =>
    expect(
      pointers(
        of('tutoring.session.transcribed.v1', { sessionId: 's', language: 'en', utterances: Array(5000).fill(0) }),
      ),
    ).toHaveLength(20));
});

describe('hostile documents', () => {
  const parse = (text: string) => JSON.parse(text) as unknown;

  it('a field named __proto__ is a field like any unknown one', () => {
    const text = JSON.stringify(moved).replace(
      '"data":{',
      '"__proto__":{"polluted":1},"data":{"__proto__":{"excused":true},',
    );
    const checked = checkEvent(parse(text));
    expect(checked.ok).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(checked.ok && JSON.stringify(checked.event)).toBe(text);
  });

  it('__proto__ does not stand in for missing fields', () => {
    const text = JSON.stringify({ ...moved, data: {} }).replace(
      '"data":{',
      `"data":{"__proto__":${JSON.stringify(moved.data)}`,
    );
    expect(pointers(parse(text))).toContain('/data/sessionId');
    expect(pointers(parse(`{"__proto__":${JSON.stringify(moved)}}`))).toContain('/type');
  });

  it('nesting as deep as the size allows', () => {
    const deep = (inner: string) =>
      parse(
        JSON.stringify(moved).replace(
          '"data":{',
          `"data":{"deep":${'['.repeat(200_000)}${inner}${']'.repeat(200_000)},`,
        ),
      );
    expect(checkEvent(deep('1')).ok).toBe(true);
    expect(checkEvent(deep('"\\u0000"')).ok).toBe(false);
    const checked = checkEvent(deep('1'));
    expect(checked.ok && JSON.stringify(storableData(checked.event.data))).toContain('"deep":[[[[null]]]]');
  });

  it('any JSON at all is judged, never thrown at', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        for (const document of [
          a,
          { ...moved, data: a },
          withData({ sessionId: a, extra: b }),
          { ...moved, extra: b },
        ]) {
          expect(typeof checkEvent(document).ok).toBe('boolean');
        }
      }),
      { numRuns: 1000 },
    ));

  it('a bad text is found wherever it is', () =>
    fc.assert(
      fc.property(fc.object({ maxDepth: 6 }), fc.constantFrom('\0', 'a\ud800', '\udfffb'), (extra, bad) => {
        const nested = JSON.parse(JSON.stringify({ extra })) as { extra: object };
        expect(checkEvent({ ...moved, ...nested }).ok).toBe(true);
        expect(checkEvent({ ...moved, extra: { ...nested.extra, last: [[bad]] } }).ok).toBe(false);
        expect(checkEvent({ ...moved, extra: { ...nested.extra, [bad]: 1 } }).ok).toBe(false);
      }),
      { numRuns: 500 },
    ));
});

describe('checkData', () => {
  it('judges the data of a correction by the type of what it corrects', () => {
    expect(checkData('tutoring.session.rescheduled.v1', moved.data)).toEqual([]);
    expect(checkData('tutoring.session.completed.v1', moved.data).map(({ pointer }) => pointer)).toEqual([
      '/startedAt',
      '/endedAt',
    ]);
    expect(checkData('tutoring.session.no-show.v1', null)).toMatchObject([{ pointer: '' }]);
  });
});
