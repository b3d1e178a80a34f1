/** The connection pool that this slice uses: `@Inject(ACCESS_POOL) pool: Pool`. */
export const ACCESS_POOL = Symbol('access pool');
