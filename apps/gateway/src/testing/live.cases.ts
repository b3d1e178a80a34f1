import { apiToken, type Stack } from './stack';

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

export function liveCases(of: () => Stack): void {
  const listen = async (headers: Record<string, string> = {}) => {
    const end = new AbortController();
    const answer = await fetch(`${of().base}/api/stream`, {
      headers: { authorization: `Bearer ${apiToken}`, ...headers },
      signal: end.signal,
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const heard: Heard[] = [];
    void read(answer, heard).catch(() => undefined);
    const until = async (isRight: (one: Heard) => boolean): Promise<Heard> => {
      for (let tries = 0; tries < 150; tries++) {
        const found = heard.find(isRight);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`Not heard within 15 s; heard ${JSON.stringify(heard).slice(0, 500)}`);
    };
    return { heard, until, close: () => end.abort() };
  };
  const held = (subject: string) => ({
    specversion: '1.0', source: '/tests', subject, id: 'held', type: 'tutoring.session.completed.v1', time: new Date().toISOString(),
    data: { sessionId: 's', startedAt: new Date().toISOString(), endedAt: new Date().toISOString() },
  }); // prettier-ignore

  it('is for who is signed in', async () => {
    expect((await fetch(`${of().base}/api/stream`)).status).toBe(401);
  });

  it('tells what changed, and who comes back gets what was missed', async () => {
    const first = await listen();
    const hello = await first.until(({ event }) => event === 'hello');
    await of().send([held('streamed-0')]);
    await first.until(({ event, data }) => event === 'readings' && data.includes('streamed-0'));
    first.close();
    await of().send([held('streamed-1')]);
    await of().untilShown();
    const second = await listen({ 'last-event-id': hello.id });
    await second.until(({ event, data }) => event === 'readings' && data.includes('streamed-1'));
    const numbers = second.heard.map(({ id }) => Number(id.split('-')[1]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers[0]).toBe(Number(hello.id.split('-')[1]) + 1);
    second.close();
  });

  it('shows sessions as they end', async () => {
    const stream = await listen();
    await stream.until(({ event }) => event === 'hello');
    await of().send([held('streamed-2')]);
    await stream.until(({ event }) => event === 'readings');
    await of().untilShown();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await of().send([held('streamed-3')]);
    const { data } = await stream.until((one) => one.event === 'session' && one.data.includes('streamed-3'));
    expect(JSON.parse(data)).toMatchObject({
      tutorId: 'streamed-3',
      sessionId: 's',
      state: 'held',
      receivedAt: expect.any(String) as string,
    });
    stream.close();
  });

  it.each(['nonsense', '00000000-1', '-', '1e9'])(
    'tells who comes back with "%s" to read everything anew',
    async (id) => {
      const stream = await listen({ 'last-event-id': id });
      await stream.until(({ event }) => event === 'reset');
      stream.close();
    },
  );
}

async function read(answer: Response, heard: Heard[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (fields['event'] !== undefined)
        heard.push({ id: fields['id'] ?? '', event: fields['event'], data: fields['data'] ?? '' });
    }
  }
}
