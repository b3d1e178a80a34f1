export { createPool, type Client, type Pool, type Queryable } from './pool';
export { inTransaction, type Isolation } from './transaction';
export { migrate, type MigrationStep } from './migrate';
export { listen, type Listening, type ListenOptions } from './listen';
export { activeProjection, type Projection } from './projection';
export { plainArray, textArray } from './arrays';
export { columnValues, selected, unnest, type Columns, type RowOf } from './columns';
export { NoProjection, ReadDatabase } from './read-database';
export { ColumnSet, type Column } from './column-set';
