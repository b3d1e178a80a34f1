import { isMailAddress } from './address';
import { mimeOf, type Letter } from './mime';

const letter = (given: Partial<Letter> = {}): Letter => ({
  from: { name: 'Tutor Quality', address: 'tutor-quality@example.com' },
  to: 'admin@example.com',
  mail: {
    subject: 'A subject',
    html: '<p>Hello</p>',
    text: 'Hello',
    images: [{ cid: 'trend@x', png: Buffer.from('png') }],
  },
  messageId: '<one@example.com>',
  date: new Date('2026-11-24T10:00:00Z'),
  headers: [['X-Session', 'a/b']],
  ...given,
});
const headerOf = async (given: Partial<Letter>): Promise<string> =>
  (await mimeOf(letter(given))).toString().split('\r\n\r\n')[0] as string;

it('has one header line for each session, however long its ids', async () => {
  const long = `${'t'.repeat(128)}/${'s'.repeat(128)}`;
  const header = await headerOf({
    headers: [
      ['X-Session', 'a/b'],
      ['X-Session', long],
      ['X-Session', 'c/d'],
    ],
  });
  expect(header.split('\r\n').filter((line) => line.startsWith('X-Session:'))).toEqual([
    'X-Session: a/b',
    `X-Session: ${long}`,
    'X-Session: c/d',
  ]);
});

it('lets no subject begin a header line of its own', async () => {
  const header = await headerOf({
    mail: { subject: 'Hi\r\nBcc: other@example.com\r\n\r\nbody', html: '', text: 'x', images: [] },
  });
  expect(header).not.toMatch(/^Bcc:/m);
  expect(header).toMatch(/^To: admin@example.com$/m);
});

it('threads by References, and is the same message under the same id', async () => {
  const header = await headerOf({ thread: '<episode@example.com>' });
  expect(header).toMatch(/^References: <episode@example.com>$/m);
  expect(header).toMatch(/^Message-ID: <one@example.com>$/m);
  expect(header).toMatch(/^Date: Tue, 24 Nov 2026 10:00:00 \+0000$/m);
});

it.each([
  'a@b.example, c@d.example',
  'Name <a@b.example>',
  'a@b.example\r\nBcc: c@d',
  'a b@c.example',
  '',
  'a@',
  '@b',
  'ä@b.example',
  `${'a'.repeat(65)}@b.example`,
])('refuses %j as a recipient', async (to) => {
  expect(isMailAddress(to)).toBe(false);
  await expect(mimeOf(letter({ to }))).rejects.toThrow(/address/);
});

it('refuses a header value that is not printable ASCII', async () => {
  await expect(mimeOf(letter({ headers: [['X-Session', 'a/b\r\nBcc: x']] }))).rejects.toThrow(/X-Session/);
});
