/** The one inner part of kafkajs that idle-timer.ts mends. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    pending: unknown[];
    inflight: Map<number, unknown>;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    checkPendingRequests(): void;
  }
  export default RequestQueue;
}
