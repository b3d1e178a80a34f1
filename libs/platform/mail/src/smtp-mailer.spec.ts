import { startUnrulySmtpServer, type UnrulySmtpServer } from '@tq/platform/testing';
import { SmtpMailer } from './smtp-mailer';

let server: UnrulySmtpServer;
let mailer: SmtpMailer;
const bytes = Buffer.from('Subject: one\r\n\r\nA line\r\n.\r\n..two dots\r\nend\r\n');
const mail = { from: 'us@example.com', to: 'you@example.com', bytes };

beforeEach(async () => {
  server = await startUnrulySmtpServer();
  mailer = new SmtpMailer(server.url, { connections: 2, connectTimeout: 1000 });
});
afterEach(async () => {
  mailer.close();
  await server.stop();
});

it('sends the bytes as they are, the same ones again', async () => {
  await expect(mailer.send(mail)).resolves.toMatchObject({ outcome: 'sent' });
  await expect(mailer.send(mail)).resolves.toMatchObject({ outcome: 'sent' });
  expect(server.mails.map((received) => received.bytes.equals(bytes))).toEqual([true, true]);
});

it('uses at most as many connections as it may, and uses them again', async () => {
  const sent = await Promise.all(Array.from({ length: 20 }, () => mailer.send(mail)));
  expect(sent.every(({ outcome }) => outcome === 'sent')).toBe(true);
  expect(server.mails).toHaveLength(20);
  expect(server.mostConnections).toBeLessThanOrEqual(2);
});

it.each([
  ['later', 'later'],
  ['refuses', 'refused'],
  ['refuses-content', 'refused'],
  ['slow', 'sent'],
  ['drops-after-data', 'ambiguous'],
] as const)('a server that %s: %s', async (manners, outcome) => {
  server.manners = manners;
  await expect(mailer.send(mail)).resolves.toMatchObject({ outcome });
  server.manners = 'takes';
  await expect(mailer.send(mail)).resolves.toMatchObject({ outcome: 'sent' });
});

it('a server that is not there: later; and it is found again', async () => {
  await mailer.send(mail);
  await server.stop();
  await expect(mailer.send(mail)).resolves.toMatchObject({ outcome: 'later' });
  await server.startAgain();
  await expect(mailer.send(mail)).resolves.toMatchObject({ outcome: 'sent' });
});
