export { Chance } from './history/chance';
export { awkwardHistory, type AwkwardHistory, type HistoryOptions } from './history/awkward-history';
export { awkwardHistories, loggedHistory, type LoggedHistory } from './history/histories.arbitrary';
export type { LogRecord } from './facts';
export { oracle, type OracleInput, type OracleItem } from './oracle';
export { fittedPrior } from './beta-binomial';
export { differences, type ShownItem } from './differences';
