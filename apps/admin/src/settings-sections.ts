import type { SettingsSection } from '@tq/platform/web';

/** The sections of Settings, in their order; each has a route of the same path. */
export const settingsSections: readonly SettingsSection[] = [
  { path: 'rules', label: 'Rules' },
  { path: 'mail', label: 'Mail' },
  { path: 'users', label: 'Users', administrators: true },
  { path: 'keys', label: 'Keys', administrators: true },
  { path: 'account', label: 'Account' },
];
