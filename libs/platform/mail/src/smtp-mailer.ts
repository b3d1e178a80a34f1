import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { deliver, type Delivery, type Envelope } from './smtp-delivery';

export type { Delivery, Envelope } from './smtp-delivery';

/** Times in milliseconds. */
export interface SmtpOptions {
  /** Connections at most, each with one mail under way. */
  connections?: number;
  connectTimeout?: number;
  /** Silence that ends a connection. Long, because a server may think a while after the final dot (RFC 5321 says 10 minutes). */
  answerTimeout?: number;
  /** An idle connection is given back after this time. */
  idleTimeout?: number;
}

/** Sends mails over a few lasting connections to one server. */
export class SmtpMailer {
  readonly #url: string;
  readonly #options: Required<SmtpOptions>;
  readonly #idle: { connection: SMTPConnection; since: NodeJS.Timeout }[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(url: string, options: SmtpOptions = {}) {
    this.#url = url;
    this.#options = { connections: 4, connectTimeout: 10_000, answerTimeout: 600_000, idleTimeout: 5_000, ...options };
  }

  /** Mails that can be under way at once. */
  get connections(): number {
    return this.#options.connections;
  }

  /** Sends the bytes; waits for a free connection. Never throws. */
  async send(envelope: Envelope): Promise<Delivery> {
    await this.#turn();
    try {
      return await this.#sendNow(envelope);
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Does the server greet us and let us in? For health pages. @throws Error that says why not */
  async check(): Promise<void> {
    const connection = this.#take() ?? (await this.#open());
    this.#giveBack(connection);
  }

  /** Ends idle connections; mails under way end by themselves. */
  close(): void {
    for (const { connection, since } of this.#idle.splice(0)) {
      clearTimeout(since);
      connection.close();
    }
  }

  async #turn(): Promise<void> {
    while (this.#busy >= this.#options.connections) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  async #sendNow(envelope: Envelope): Promise<Delivery> {
    let connection = this.#take();
    try {
      connection ??= await this.#open();
    } catch (error) {
      return { outcome: 'later', reason: error instanceof Error ? error.message : String(error) };
    }
    const delivery = await deliver(connection, envelope);
    if (delivery.outcome === 'sent') this.#giveBack(connection);
    else connection.close(); // whatever state a failed exchange left, the next mail does not inherit it
    return delivery;
  }

  #take(): SMTPConnection | undefined {
    for (;;) {
      const next = this.#idle.pop();
      if (next === undefined) return undefined;
      clearTimeout(next.since);
      if (next.connection._socket && !next.connection._socket.destroyed && !next.connection.destroyed)
        return next.connection;
    }
  }

  #giveBack(connection: SMTPConnection): void {
    const since = setTimeout(() => {
      const at = this.#idle.findIndex((entry) => entry.connection === connection);
      if (at >= 0) this.#idle.splice(at, 1);
      connection.quit();
    }, this.#options.idleTimeout);
    since.unref();
    this.#idle.push({ connection, since });
  }

  #open(): Promise<SMTPConnection> {
    const { auth, ...server } = parseConnectionUrl(this.#url);
    const connection = new SMTPConnection({
      ...server,
      connectionTimeout: this.#options.connectTimeout,
      greetingTimeout: this.#options.connectTimeout,
      socketTimeout: this.#options.answerTimeout,
    });
    return new Promise((resolve, reject) => {
      connection.once('error', reject);
      connection.connect((error) => {
        if (error) return reject(error);
        connection.on('error', () => undefined); // told to the mail under way; without a listener it would end the process
        if (auth === undefined) return resolve(connection);
        connection.login(auth, (refused) => {
          if (!refused) return resolve(connection);
          connection.close();
          reject(refused);
        });
      });
    });
  }
}
