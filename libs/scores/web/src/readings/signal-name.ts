const names: Readonly<Record<string, string>> = {
  reschedules: 'Reschedules',
  'no-shows': 'No-shows',
  cancellations: 'Cancellations',
};

/** A signal as a heading; one that is not named here yet still shows, by its own name. */
export function signalName(signal: string): string {
  return names[signal] ?? signal.charAt(0).toUpperCase() + signal.slice(1).replaceAll('-', ' ');
}
