export * from './broker';
export * from './broker-jars';
export * from './ports';
export * from './postgres';
export * from './process-identity';
export * from './project-root';
export * from './running';
export * from './setup-error';
