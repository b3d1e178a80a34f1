export * from './event-store';
export { EventStoreDbEventStore } from './eventstoredb-event-store';
export { openEventStore } from './open-event-store';
export { eventStoreSteps } from './postgres-event-store';
