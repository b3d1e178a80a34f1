export { catalogue, type EventOfType, type EventType, type TutoringEvent } from './catalogue';
export { checkData, checkDecision, checkEvent, checkScoreEvent, type Checked } from './check/check-event';
export type { Problem } from './check/problem';
export { largestEvent, readDecision, readEvent, readScoreEvent } from './check/read-event';
export { storableData } from './check/storable-data';
export { asyncApi } from './async-api';
export { decisions, type TutorDecision } from './decisions';
export { readingSchema, type Reading } from './reading';
export { checkRuleSet, ruleSetSchema, standardRuleSet, type RuleSet } from './rule-set';
export type { EventDefinition, EventOf } from './schema/define-event';
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
