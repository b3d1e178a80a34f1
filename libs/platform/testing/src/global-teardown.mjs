/** After a run of jest: ends the servers that global-setup started. */
export default async function tearDown() {
  await globalThis.stopTestServers?.();
}
