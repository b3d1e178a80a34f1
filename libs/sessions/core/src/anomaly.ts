/** What is odd about a set of facts. None of it changes a figure, all of it is reported. */
export type AnomalyKind =
  | 'conflicting-contents'
  | 'correction-of-correction'
  | 'correction-of-retraction'
  | 'correction-of-unknown'
  | 'correction-does-not-fit'
  | 'retraction-of-retraction'
  | 'retraction-of-unknown'
  | 'second-scheduled'
  | 'after-closing'
  | 'ends-before-start'
  | 'dated-in-future';

/** One oddity: the event it is about, and a sentence for a person. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly source: string;
  readonly subject: string;
  readonly id: string;
  readonly detail: string;
}

/** An anomaly about an event. */
export function anomaly(
  kind: AnomalyKind,
  { source, subject, id }: { readonly source: string; readonly subject: string; readonly id: string },
  detail: string,
): Anomaly {
  return { kind, source, subject, id, detail };
}
