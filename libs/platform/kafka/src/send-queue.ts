export interface OutgoingRecord {
  /** The subject: it decides the partition. */
  readonly key: string;
  readonly value: Uint8Array;
}

/** What leaves in one send: parts of one or more requests. */
export interface Batch {
  readonly records: readonly OutgoingRecord[];
  /** Until this is called they stay at the front of the queue, for as long as their requests have time. */
  acknowledged(): void;
}

interface Request {
  readonly records: readonly OutgoingRecord[];
  /** Records before it are acknowledged. */
  done: number;
  settled: boolean;
  readonly timer: NodeJS.Timeout;
  resolve(): void;
}

const overhead = 100; // bytes of a record beside key and value, headers among them

const sizeOf = ({ key, value }: OutgoingRecord): number => key.length + value.byteLength + overhead;

/** Requests that wait to be sent, in their order; each leaves it acknowledged or at its deadline, whichever is first. */
export class SendQueue {
  private readonly waiting = new Set<Request>();
  private bytes = 0;

  constructor(private readonly largestBytes: number) {}

  get requests(): number {
    return this.waiting.size;
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  /** @returns once all records are acknowledged; rejects with `refusal` at the deadline, or at once where too much waits */
  add(records: readonly OutgoingRecord[], deadlineMs: number, refusal: (why: string) => Error): Promise<void> {
    const size = records.reduce((sum, record) => sum + sizeOf(record), 0);
    if (this.bytes + size > this.largestBytes) return Promise.reject(refusal('Too much is waiting for the broker.'));
    this.bytes += size;
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => () => {
        if (request.settled) return;
        request.settled = true;
        clearTimeout(request.timer);
        this.bytes -= size;
        this.waiting.delete(request);
        how();
      };
      const late = () => reject(refusal(`The broker did not acknowledge it within ${deadlineMs} ms.`));
      const timer = setTimeout(() => settle(late)(), deadlineMs);
      const request: Request = { records, done: 0, settled: false, timer, resolve: settle(resolve) };
      this.waiting.add(request);
    });
  }

  /** The next records, in order, up to a size; always at least one. They stay in the queue until acknowledged. */
  take(mostBytes: number, mostRecords: number, mostRequests: number): Batch {
    const parts: { readonly request: Request; readonly upTo: number }[] = [];
    const records: OutgoingRecord[] = [];
    let bytes = 0;
    for (const request of this.waiting) {
      if (parts.length === mostRequests) break;
      let next = request.done;
      for (; next < request.records.length && records.length < mostRecords; next++) {
        const record = request.records[next]!;
        bytes += sizeOf(record);
        if (bytes > mostBytes && records.length > 0) break;
        records.push(record);
      }
      parts.push({ request, upTo: next });
      if (next < request.records.length) break;
    }
    return {
      records,
      acknowledged: () => {
        for (const { request, upTo } of parts) {
          request.done = upTo;
          if (upTo === request.records.length) request.resolve();
          else if (!request.settled) request.timer.refresh(); // the broker answers: what is large gets its time
        }
      },
    };
  }
}
