import { choosePorts, standardPorts, type PortVariable } from './choose-ports';

const all = Object.keys(standardPorts) as PortVariable[];
const taken =
  (...ports: number[]) =>
  (port: number) =>
    Promise.resolve(!ports.includes(port));

it('takes the standard ports where they are free', async () => {
  expect(await choosePorts(all, {}, taken())).toEqual(standardPorts);
});

it('avoids a taken port that nobody chose', async () => {
  expect(await choosePorts(all, {}, taken(3000, 3010))).toEqual({ ...standardPorts, GATEWAY_PORT: 3020 });
});

it('avoids a port that somebody chose for something else', async () => {
  expect(await choosePorts(all, { INGESTION_PORT: 3000 }, taken())).toEqual({
    ...standardPorts,
    INGESTION_PORT: 3000,
    GATEWAY_PORT: 3010,
  });
});

it('refuses a taken port that somebody chose, by its number and its variable', async () => {
  await expect(choosePorts(all, { KAFKA_PORT: 19092 }, taken(19092))).rejects.toThrow(
    'Port 19092 (KAFKA_PORT) is taken.',
  );
});

it('refuses one port for two', async () => {
  await expect(choosePorts(all, { KAFKA_PORT: 4000, GATEWAY_PORT: 4000 }, taken())).rejects.toThrow(
    'GATEWAY_PORT and KAFKA_PORT are both 4000.',
  );
});

it('does not look at ports of servers that are elsewhere', async () => {
  await expect(choosePorts(['GATEWAY_PORT'], { KAFKA_PORT: 9092 }, taken(9092))).resolves.toMatchObject({
    GATEWAY_PORT: 3000,
  });
});
