export * from './rebuild.dto';
export { FOLD_VERSION, Rebuilds } from './rebuilds';
export { RebuildsController } from './rebuilds.controller';
