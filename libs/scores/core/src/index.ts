export { likelySpan, probabilityAbove, type BetaPrior } from '@tq/signals/core';
export * from './prior/likelihood';
export * from './prior/prior.rule';
export * from './priority.rule';
export * from './reason.rule';
export * from './risk-level.rule';
export * from './score-card.rule';
export * from './score.rule';
export * from './window-figures.fold';
