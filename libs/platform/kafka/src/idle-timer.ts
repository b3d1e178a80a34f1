import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * kafkajs 2.2.4 runs a timer of 1 ms on every connection for ever (and Node 24 warns of its negative delay), because it
 * schedules the next look at the queue of held-back requests even where none is held back (kafkajs#1704, #1751).
 * With nothing pending there is nothing to look at: whoever pushes a request that must wait schedules it then.
 * Done when this file is loaded, so that it holds wherever kafkajs was installed from.
 */
const { prototype } = RequestQueue;
const schedule = prototype.scheduleCheckPendingRequests;

prototype.scheduleCheckPendingRequests = function (this: InstanceType<typeof RequestQueue>): void {
  if (this.pending.length > 0) schedule.call(this);
};
