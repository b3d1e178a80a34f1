import { Type } from '@sinclair/typebox';
import { catalogue } from './catalogue';
import { documents } from './documents';
import { sessionRated } from './events/session-rated.event';
import { languageOf } from './language';
import { fields, id, optional, text } from './schema/fields';
import { nextVersion } from './schema/next-version';

const ratedV2 = nextVersion(
  sessionRated,
  'tutoring.session.rated.v2',
  'A student rated a session.',
  fields({
    sessionId: id(),
    outOf100: Type.Number({ minimum: 0, maximum: 100, description: 'a number from 0 to 100' }),
    comment: optional(text()),
  }),
  ({ sessionId, rating, comment }) => ({ sessionId, outOf100: (rating - 1) * 25, ...(comment != null && { comment }) }),
);
const ratedV3 = nextVersion(
  ratedV2,
  'tutoring.session.rated.v3',
  'A student rated a session.',
  fields({ sessionId: id(), share: Type.Number({ minimum: 0, maximum: 1, description: 'a share' }) }),
  ({ sessionId, outOf100 }) => ({ sessionId, share: outOf100 / 100 }),
);
const three = languageOf([...catalogue, ratedV2, ratedV3]);
const event = (type: string, data: object) => ({
  specversion: '1.0',
  source: '/rails',
  subject: 'ana',
  id: 'e',
  type,
  time: '2026-03-02T16:00:00Z',
  data,
});

describe('a language with several versions of a type', () => {
  it.each([
    ['tutoring.session.rated.v1', { sessionId: 's', rating: 4 }],
    ['tutoring.session.rated.v2', { sessionId: 's', outOf100: 75 }],
    ['tutoring.session.rated.v3', { sessionId: 's', share: 0.75 }],
  ])('takes %s as it was written, and understands it as the newest', (type, data) => {
    const document = event(type, data);
    const checked = three.checkEvent(document);
    expect(checked).toEqual({ ok: true, event: document });
    expect(three.readEvent(new TextEncoder().encode(JSON.stringify(document)))).toEqual(checked);
    expect(three.newest(document)).toMatchObject({ type: ratedV3.type, data: { sessionId: 's', share: 0.75 } });
  });

  it('checks every version by its own fields', () => {
    expect(three.checkEvent(event(ratedV2.type, { sessionId: 's', rating: 4 }))).toMatchObject({
      ok: false,
      problems: [{ pointer: '/data/outOf100' }],
    });
    expect(three.checkData(sessionRated.type, { sessionId: 's', rating: 4 })).toEqual([]);
    expect(three.checkData(ratedV2.type, { sessionId: 's', rating: 4 })).not.toEqual([]);
  });

  it('gives the same object for the same data, and leaves what is the newest as it is', () => {
    const data = { sessionId: 's', rating: 4 };
    expect(three.newest({ type: sessionRated.type, data }).data).toBe(
      three.newest({ type: sessionRated.type, data }).data,
    );
    const newest = { type: ratedV3.type, data: { sessionId: 's', share: 1 } };
    expect(three.newest(newest)).toBe(newest);
  });

  it.each([1, 1.25, 3, 4.999, 5])('every upcast fits the version that it leads to: a rating of %d', (rating) => {
    const second = ratedV2.before.upcast({ sessionId: 's', rating });
    expect(three.checkData(ratedV2.type, second)).toEqual([]);
    expect(three.checkData(ratedV3.type, three.newest({ type: ratedV2.type, data: second }).data)).toEqual([]);
  });

  it('is published with all of them', () => {
    const published = documents({}, [...catalogue, ratedV2, ratedV3]);
    for (const version of [1, 2, 3]) {
      const type = `tutoring.session.rated.v${version}`;
      expect(JSON.parse(published[`${type}.schema.json`]!)).toMatchObject({ title: type });
      expect(JSON.parse(published['asyncapi.json']!)).toMatchObject({
        channels: { sessionEvents: { messages: { [type]: { $ref: `#/components/messages/${type}` } } } },
        components: {
          messages: { [type]: version === 1 ? {} : { 'x-replaces': `tutoring.session.rated.v${version - 1}` } },
          schemas: { [type]: { title: type } },
        },
      });
    }
  });
});

describe('a mistake on the road to a next version', () => {
  it('a number is left out', () =>
    expect(() => nextVersion(sessionRated, 'tutoring.session.rated.v3', '', fields({}), () => ({}))).toThrow(
      'tutoring.session.rated.v2 does',
    ));
  it('another type', () =>
    expect(() => nextVersion(sessionRated, 'tutoring.session.ended.v2', '', fields({}), () => ({}))).toThrow(
      'does not follow',
    ));
  it('the version before is forgotten, while it is on the log', () =>
    expect(() => languageOf([ratedV2])).toThrow('must stay defined'));
  it('a type is there twice', () =>
    expect(() => languageOf([...catalogue, sessionRated])).toThrow('rated.v1 is defined twice'));
  it('two take the place of one', () =>
    expect(() => languageOf([...catalogue, ratedV2, { ...ratedV2, type: 'tutoring.session.rated.v2b' }])).toThrow(
      'replace tutoring.session.rated.v1',
    ));
});

it('every version of a fact of a session has `sessionId`: rows find their session by it, whatever the version', () => {
  for (const { type, data } of catalogue)
    if (type.startsWith('tutoring.session.'))
      expect([type, Object.keys(data.properties)]).toContainEqual(expect.arrayContaining(['sessionId']));
});
