import { execFile, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ForeignRecord {
  readonly key: string;
  readonly value: string;
}

/** A Kafka client on librdkafka, at its default settings but for the broker's address. */
export interface Librdkafka {
  readonly name: string;
  /** Returns once all records are acknowledged. */
  produce(brokers: string, topic: string, records: readonly ForeignRecord[]): Promise<void>;
}

const wheel = 'confluent-kafka==2.6.1'; // its wheel brings librdkafka along

const python = `
import json, sys
from confluent_kafka import Producer
brokers, topic = sys.argv[1:]
failed = []
producer = Producer({'bootstrap.servers': brokers})
for line in sys.stdin:
    record = json.loads(line)
    producer.produce(topic, key=record['key'], value=record['value'].encode(), on_delivery=lambda error, _: error and failed.append(str(error)))
    producer.poll(0)
producer.flush(60)
if failed or len(producer): sys.exit('; '.join(failed) or 'not everything was delivered')
`;

/** kcat where it is installed, else Python's client in an environment of its own. @throws Error that says why there is neither */
export async function librdkafka(): Promise<Librdkafka> {
  const kcat = await run('kcat', ['-V']).then(
    ({ stdout }) => /librdkafka [\d.]+/.exec(stdout)?.[0] ?? 'librdkafka',
    () => undefined,
  );
  if (kcat !== undefined) {
    return {
      name: `kcat, ${kcat}`,
      produce: (brokers, topic, records) =>
        feed(
          'kcat',
          ['-P', '-b', brokers, '-t', topic, '-K', '\t'],
          records.map(({ key, value }) => `${key}\t${value}`),
        ),
    };
  }
  const interpreter = await pythonWithClient();
  const { stdout } = await run(interpreter, ['-c', 'import confluent_kafka as c; print(c.libversion()[0])']);
  return {
    name: `confluent-kafka for Python, librdkafka ${stdout.trim()}`,
    produce: (brokers, topic, records) =>
      feed(
        interpreter,
        ['-c', python, brokers, topic],
        records.map((record) => JSON.stringify(record)),
      ),
  };
}

async function pythonWithClient(): Promise<string> {
  const folder = resolve('dist/testing/librdkafka');
  const interpreter = join(folder, 'bin/python');
  const has = (command: string) => run(command, ['-c', 'import confluent_kafka']).then(() => true, () => false); // prettier-ignore
  if (await has('python3')) return 'python3';
  if (await has(interpreter)) return interpreter;
  await mkdir(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wheel], {
    timeout: 120_000,
  });
  return interpreter;
}

function feed(command: string, args: readonly string[], lines: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => (code === 0 ? done() : fail(new Error(`${command}: ${said}`))));
    child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  });
}
