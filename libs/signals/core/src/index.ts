export * from './catalogue';
export * from './enough-to-judge.rule';
export * from './evidence/beta-prior';
export * from './evidence/evidence.rule';
export * from './evidence/posterior';
export * from './rates';
export * from './signal';
export * from './words';
