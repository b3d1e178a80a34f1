/** A Kafka topic: its settings, and who stands on either side of it. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly configs: Readonly<Record<string, string>>;
  readonly owner: string;
  readonly producers: readonly string[];
  readonly consumers: readonly string[];
  /** One sentence: what is on it, and its key. */
  readonly purpose: string;
}

const keptForEver = { 'retention.ms': '-1', 'message.timestamp.type': 'LogAppendTime' } as const;

/** Every topic of the platform. A missing one is created so; one with other settings is named, not altered. */
export const topics = {
  sessionEvents: {
    name: 'session-events',
    partitions: 12,
    configs: keptForEver,
    owner: 'events',
    producers: ['ingestion', 'the tutoring platform', 'simulator'],
    consumers: ['scoring'],
    purpose: 'Every fact of the tutoring platform, keyed by tutor, kept for ever.',
  },
  deadLetters: {
    name: 'session-events.dead-letter',
    partitions: 1,
    // A record as large as the log takes, with its place and the reasons around it.
    configs: { ...keptForEver, 'max.message.bytes': '2097152' },
    owner: 'sessions',
    producers: ['scoring'],
    consumers: ['gateway'],
    purpose: 'Records that are not valid events, bytes unchanged, with their place and the reasons in the headers.',
  },
  scoreEvents: {
    name: 'score-events',
    partitions: 12,
    configs: keptForEver,
    owner: 'scores',
    producers: ['scoring'],
    consumers: ['notification'],
    purpose: 'What the figures say after each session, keyed by tutor; at least once, doubles have the same id.',
  },
  coachingEvents: {
    name: 'coaching-events',
    partitions: 12,
    configs: keptForEver,
    owner: 'coaching',
    producers: ['gateway'],
    consumers: ['scoring'],
    purpose: "Administrators' decisions, keyed by tutor.",
  },
} as const satisfies Record<string, Topic>;
