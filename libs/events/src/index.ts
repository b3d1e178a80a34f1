export { catalogue, type EventOfType, type EventType, type NewestEvent, type TutoringEvent } from './catalogue';
export { checkData, checkDecision, checkEvent, checkScoreEvent } from './check/check-event';
export type { Checked } from './check/checker';
export type { Problem } from './check/problem';
export { readDecision, readEvent, readScoreEvent } from './check/read-event';
export { largestEvent } from './check/reader';
export { storableData } from './check/storable-data';
export { asyncApi } from './async-api';
export { decisions, type TutorDecision } from './decisions';
export { language, languageOf, type Language, type Said } from './language';
export { publishedAsyncApi, publishedSchemas, type PublishedSchema } from './published';
export { readingSchema, type Reading } from './reading';
export { checkRuleSet, ruleSetSchema, standardRuleSet, type RuleSet } from './rule-set';
export { defineEvent, type EventDefinition, type EventOf } from './schema/define-event';
export { nextVersion } from './schema/next-version';
export {
  daySchema,
  riskLevelSchema,
  scoreCardSchema,
  windowFiguresSchema,
  type RiskLevel,
  type ScoreCard,
  type WindowFigures,
} from './score-card';
export { scoreChanged, scoreEvents, sessionClosed, sessionEnded, type ScoreEvent } from './score-events';
export { compareCodePoints } from './text/code-points';
export { instantOf } from './text/rfc3339';
export { topics, type Topic } from './topics';
