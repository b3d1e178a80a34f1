import type { Installation } from './installation';

/** The last line of a start: where everything is, and how to sign in. */
export function readyLine({ publicUrl, ports, embeds, secrets, home }: Installation, isDemo: boolean): string {
  return [
    `Ready${isDemo ? ' (demo)' : ''}: console ${publicUrl}`,
    `sign in as ${secrets.admin.email} with password ${secrets.admin.password}`,
    ...(embeds.inbox ? [`inbox http://localhost:${ports.MAIL_WEB_PORT}`] : []),
    `events to http://localhost:${ports.INGESTION_PORT}/v1/events (key in ${home}/secrets.json)`,
    'Ctrl-C ends it',
  ].join(' · ');
}
