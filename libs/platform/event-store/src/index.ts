export * from './event-store';
export { openEventStore } from './open-event-store';
