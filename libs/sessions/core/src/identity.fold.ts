import { anomaly, type Anomaly } from './anomaly';
import { identityOf, type KnownEvent, type RecordPlace } from './known-event';
import { sameJson } from './same-json';

/**
 * One event for each identity: of several valid records under one the lowest by (record timestamp, partition, offset).
 * The others change nothing; those that say something else are reported.
 */
export function oneOfEachIdentity(events: readonly KnownEvent[]): { events: KnownEvent[]; anomalies: Anomaly[] } {
  const first = new Map<string, KnownEvent>();
  for (const event of events) {
    const identity = identityOf(event);
    const known = first.get(identity);
    if (!known || byPlace(event.record, known.record) < 0) first.set(identity, event);
  }
  const anomalies: Anomaly[] = [];
  if (first.size < events.length) {
    const reported = new Set<string>();
    for (const event of events) {
      const holds = first.get(identityOf(event)) as KnownEvent;
      if (event === holds || sameContents(event, holds) || reported.has(identityOf(event))) continue;
      reported.add(identityOf(event));
      anomalies.push(
        anomaly('conflicting-contents', event, 'Sent again with other contents; the first on the log holds.'),
      );
    }
  }
  return { events: [...first.values()], anomalies };
}

/** Order of two records of the log. */
export function byPlace(a: RecordPlace, b: RecordPlace): number {
  return a.timestamp - b.timestamp || a.partition - b.partition || a.offset - b.offset;
}

/** Whether two events of one identity say the same. */
export function sameContents(a: KnownEvent, b: KnownEvent): boolean {
  return a.type === b.type && a.at === b.at && sameJson(a.data, b.data);
}
