export * from './catalogue';
export * from './daily-digest.email';
export * from './flag-alert.email';
export * from './roll-up.email';
export * from './session-report.email';
