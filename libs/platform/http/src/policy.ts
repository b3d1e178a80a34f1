import { applyDecorators, type CanActivate, SetMetadata, type Type, UseGuards } from '@nestjs/common';

/** What a person or a program may do. An administrator may do all that a viewer may. */
export type Role = 'viewer' | 'administrator';

/**
 * Who may use a route:
 * `public` everybody · `role` who is signed in, or bears a token, with at least this role · `guarded` its own guard decides.
 */
export type Policy =
  | { readonly kind: 'public'; readonly why: string }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'guarded'; readonly by: string };

export const policyKey = 'tq:policy';

/** Open to everybody; `why` says what makes that harmless. */
export const Public = (why: string) => SetMetadata<string, Policy>(policyKey, { kind: 'public', why });

/** Open to whoever has at least this role, by console session or API token. */
export const Allow = (role: Role) => SetMetadata<string, Policy>(policyKey, { kind: 'role', role });

/** Open to whom `guard` lets in: for doors with credentials of their own, as a webhook's signature. */
export const GuardedBy = (guard: Type<CanActivate>) =>
  applyDecorators(SetMetadata<string, Policy>(policyKey, { kind: 'guarded', by: guard.name }), UseGuards(guard));
