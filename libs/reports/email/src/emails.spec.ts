import { renderEmail, type RenderedMail } from '@tq/platform/mail';
import {
  exampleCancelled,
  exampleCard,
  exampleChange,
  exampleEnded,
  exampleLinks,
  exampleTutors,
  flagAlertView,
  gatheringView,
  sessionReportView,
} from '@tq/reports/core';
import { dailyDigest, emails, flagAlert, rollUp, sessionReport } from './index';

const everyPreview = emails.flatMap((email) => Object.keys(email.previews).map((name) => [email.name, name] as const));
const renderPreview = (mail: string, name: string): Promise<RenderedMail> => {
  const email = emails.find((one) => one.name === mail);
  if (email === undefined) throw new Error(mail);
  return renderEmail(email, email.previews[name]);
};

describe.each(everyPreview)('%s, %s', (mail, name) => {
  let rendered: RenderedMail;
  beforeAll(async () => (rendered = await renderPreview(mail, name)));

  it('is small, speaks its language, knows the dark, and has a preheader', () => {
    expect(Buffer.byteLength(rendered.html)).toBeLessThan(60_000);
    expect(rendered.html).toMatch(/<html lang="en"/);
    expect(rendered.html).toContain('<meta name="color-scheme" content="light dark" />');
    expect(rendered.html).toMatch(/<div style="display:none[^>]*>[^<]{10,}/);
  });

  it('asks no server for anything: no pixel, no font, no picture from outside', () => {
    expect(rendered.html).not.toMatch(/(?:src|background)="(?!cid:)/);
    expect(rendered.html).not.toMatch(/@import|<link|url\(/);
    for (const [, url] of rendered.html.matchAll(/href="([^"]*)"/g))
      expect(url).toMatch(/^https:\/\/quality\.example\.com\//);
  });

  it('has a telling subject and a plain text of its own', () => {
    expect([...rendered.subject].length).toBeLessThanOrEqual(70);
    expect(rendered.text).not.toMatch(/<\/?[a-z]|&(?:amp|lt|nbsp);/);
    expect(rendered.text).toMatch(/Unsubscribe: https:/);
    expect(rendered.text.length).toBeGreaterThan(200);
  });

  it('leads to the tutor as it was known when this was sent, in both parts', () => {
    expect(rendered.html).toMatch(/href="[^"]*\?knownAt=2026-11-2\dT\d\d%3A/);
    expect(rendered.text).toMatch(/\?knownAt=2026-11-2\dT\d\d%3A/);
  });

  it('names every picture with its numbers', () => {
    const pictures = [...rendered.html.matchAll(/<img[^>]*>/g)].map(([tag]) => tag.replace(/\s+/g, ' '));
    expect(pictures).toHaveLength(rendered.images.length);
    for (const picture of pictures) expect(picture).toMatch(/alt="[^"]*\d+ %[^"]*"/);
  });
});

const reader = { email: 'a@b.example', policy: 'every', timeZone: 'UTC' } as const;
const now = Date.parse('2026-11-24T16:20:00Z');
const evil =
  `"'></td></mj-text><script>alert(1)</script><img src=x onerror=alert(1)>\r\nBcc: x@y.example \u202e\u0007أنا😀 `.padEnd(
    500,
    'W',
  );
const evilTutor = { ...exampleTutors.ana, name: evil, tutorId: `"><script>/../?#${'t'.repeat(100)}` };
const evilCard = {
  ...exampleCard(evilTutor),
  reason: evil,
  readings: exampleCard(evilTutor).readings.map((reading) => ({
    ...reading,
    because: `${evil}${reading.signal}`,
    recommendation: evil,
  })),
};
const evilSession = exampleEnded(evilTutor, {
  card: evilCard,
  lessonSubject: evil,
  sessionId: '"><script>',
  moves: Array.from({ length: 50 }, () => ({
    by: 'tutor' as const,
    at: '2026-11-24T10:00:00Z',
    from: '2026-11-24T12:00:00Z',
    to: '2026-11-24T15:00:00Z',
    excused: true,
    reasonCode: evil,
  })),
});

it.each([
  ['session-report', () => renderEmail(sessionReport, sessionReportView(evilSession, reader, exampleLinks, now))],
  [
    'flag-alert',
    () =>
      renderEmail(
        flagAlert,
        flagAlertView(
          Array.from({ length: 200 }, () => exampleChange(evilTutor, { card: evilCard })),
          reader,
          exampleLinks,
          now,
        ),
      ),
  ],
  ['roll-up', () => renderEmail(rollUp, gatheringView('roll-up', muchOfIt(), reader, exampleLinks, now, now))],
  [
    'daily-digest',
    () => renderEmail(dailyDigest, gatheringView('daily-digest', muchOfIt(), reader, exampleLinks, now, now)),
  ],
])('%s: hostile names and more than fits stay harmless and small', async (_name, render) => {
  const { html, text, subject } = await render();
  expect(html).not.toMatch(/<script|<img src=x|\u202e|\u0007/);
  expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  expect([...subject].length).toBeLessThanOrEqual(70);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).not.toMatch(/^Bcc:/m);
});

function muchOfIt() {
  const sessions = <T>(make: (index: number) => T) => Array.from({ length: 400 }, (_, index) => make(index));
  const quiet = { ...exampleTutors.ben, name: evil };
  return {
    ended: [
      ...sessions((index) => exampleEnded(evilTutor, { sessionId: `s${index}`, outcome: 'missed' })),
      ...sessions((index) =>
        exampleEnded({ ...quiet, tutorId: `${'"'.repeat(100)}${index}` }, { sessionId: `q${index}` }),
      ),
    ],
    cancelled: sessions((index) => exampleCancelled(evilTutor, { sessionId: `c${index}` })),
    changes: sessions(() => exampleChange(evilTutor)),
  };
}

it('names no student', async () => {
  const rendered = await renderPreview('session-report', 'raised');
  expect(rendered.html + rendered.text).not.toMatch(/student-?id/i);
});
