import type { MigrationStep } from '@tq/platform/postgres';

/** Rule sets outlive a version of the projection. Times are epoch milliseconds. */
export const ruleSetSteps: readonly MigrationStep[] = [
  {
    name: 'scores 001 rule sets',
    sql: `
      CREATE TABLE rule_set (
        version int PRIMARY KEY,
        rules jsonb NOT NULL,
        in_force_from bigint NOT NULL,         -- days that end later are judged by it
        created_by text,
        created_at bigint NOT NULL
      );`,
  },
];

/** What readers see, in the projection's schema. Times are epoch milliseconds, days civil days since 1970-01-01. */
export const cardSteps: readonly MigrationStep[] = [
  {
    name: 'scores 001 cards',
    sql: `
      -- Each refresh of the cards raises the generation. restated: the generation in which past days last changed.
      CREATE TABLE readings_state (
        is_row boolean PRIMARY KEY DEFAULT true CHECK (is_row),
        generation bigint NOT NULL,
        as_of int NOT NULL,
        alpha double precision NOT NULL, beta double precision NOT NULL, tutors int NOT NULL,
        rule_set_version int NOT NULL,
        restated bigint NOT NULL,
        refreshed_at bigint NOT NULL
      );
      -- All cards hold the log up to here.
      CREATE TABLE readings_offset (topic text, partition int, next_offset bigint NOT NULL, PRIMARY KEY (topic, partition));
      -- item: a ScoreCard, exactly as readers get it; null where no fact of the tutor stands (any more).
      CREATE TABLE card (
        tutor_id text COLLATE "C" PRIMARY KEY,
        item json,
        generation bigint NOT NULL,
        level_changes int NOT NULL DEFAULT 0
      );
      CREATE INDEX card_generation ON card (generation);
      -- The priors of past days, as the facts known now give them; those that late facts change are made anew.
      CREATE TABLE prior (
        day int PRIMARY KEY,
        alpha double precision NOT NULL, beta double precision NOT NULL, tutors int NOT NULL
      );`,
  },
];
