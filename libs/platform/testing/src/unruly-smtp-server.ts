import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** How the server treats the mails that reach it. */
export type Manners =
  /** Takes the mail. */
  | 'takes'
  /** Takes it a second later. */
  | 'slow'
  /** 451 to the recipient. */
  | 'later'
  /** 550 to the recipient. */
  | 'refuses'
  /** 554 to the mail itself, after all of it arrived. */
  | 'refuses-content'
  /** Keeps the mail, and is gone before it says so. */
  | 'drops-after-data';

export interface ReceivedMail {
  to: string[];
  /** The mail as it came. */
  bytes: Buffer;
  /** Epoch ms. */
  at: number;
}

/** A real SMTP server that behaves as badly as it is told, and remembers every mail that reached it whole. */
export interface UnrulySmtpServer {
  readonly url: string;
  readonly mails: ReceivedMail[];
  manners: Manners;
  /** The most connections at one time so far. */
  readonly mostConnections: number;
  stop(): Promise<void>;
  /** Comes back on the same port. */
  startAgain(): Promise<void>;
}

class SmtpError extends Error {
  constructor(
    readonly responseCode: number,
    text: string,
  ) {
    super(text);
  }
}

/** @param options `port`: 0 for any that is free; `onMail`: hears of each mail before its sender is answered */
export async function startUnrulySmtpServer(
  options: { readonly port?: number; readonly onMail?: (mail: ReceivedMail) => void } = {},
): Promise<UnrulySmtpServer> {
  const mails: ReceivedMail[] = [];
  let manners: Manners = 'takes';
  let most = 0;
  let port = options.port ?? 0;
  let server: SMTPServer;

  const drop = ({ id }: SMTPServerSession): void => {
    for (const connection of server.connections as Set<{ id: string; _socket: { destroy(): void } }>) {
      if (connection.id === id) connection._socket.destroy();
    }
  };
  const start = async (): Promise<void> => {
    server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onConnect(_session, done) {
        most = Math.max(most, server.connections.size);
        done();
      },
      onRcptTo(_address, _session, done) {
        if (manners === 'later') return done(new SmtpError(451, 'Try again later'));
        if (manners === 'refuses') return done(new SmtpError(550, 'No such mailbox'));
        done();
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (manners === 'refuses-content') return done(new SmtpError(554, 'Not wanted'));
          const to = session.envelope.rcptTo.map(({ address }) => address);
          const mail = { to, bytes: Buffer.concat(chunks), at: Date.now() };
          mails.push(mail);
          options.onMail?.(mail);
          if (manners === 'drops-after-data') return drop(session);
          setTimeout(() => done(), manners === 'slow' ? 1000 : 0);
        });
      },
    });
    server.on('error', () => undefined); // sockets that were dropped on purpose
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.server.address() as { port: number }).port;
  };
  await start();
  return {
    get url() {
      return `smtp://127.0.0.1:${port}`;
    },
    mails,
    get manners() {
      return manners;
    },
    set manners(wanted) {
      manners = wanted;
    },
    get mostConnections() {
      return most;
    },
    async stop() {
      for (const connection of server.connections as Set<{ _socket: { destroy(): void } }>)
        connection._socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    startAgain: start,
  };
}
