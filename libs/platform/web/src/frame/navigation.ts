/** One screen in the navigation: in the order of the work, then what is set once. */
export interface NavigationEntry {
  readonly path: string;
  readonly label: string;
  /** The letter after `g`. */
  readonly key: string;
  /** SVG path data in a box of 20. */
  readonly icon: string;
  readonly aside?: boolean;
  /** On a telephone, where the label is too wide for its place. */
  readonly short?: string;
}

export const navigation: readonly NavigationEntry[] = [
  { path: '/', label: 'Triage', key: 't', icon: 'M3 5h14M3 10h9M3 15h5M15 12v5m0 0 2.2-2.2M15 17l-2.2-2.2' },
  {
    path: '/tutors',
    label: 'Tutors',
    key: 'u',
    icon: 'M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.6 17c.5-3.3 3-5 6.4-5s5.9 1.7 6.4 5',
  },
  {
    path: '/time-machine',
    label: 'Time machine',
    short: 'Past',
    key: 'm',
    icon: 'M10 5.5V10l3 2M3.5 10a6.5 6.5 0 1 0 2-4.7M3.5 3v3.5H7',
  },
  { path: '/sessions', label: 'Sessions', key: 's', icon: 'M3.5 4.5h13v12h-13zM3.5 8.5h13M7 2.5v4M13 2.5v4' },
  {
    path: '/settings',
    label: 'Settings',
    key: 'e',
    icon: 'M3 6h7m4 0h3M3 14h3m4 0h7M12 8.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 16.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
    aside: true,
  },
  { path: '/system', label: 'System', key: 'y', icon: 'M2.5 11h3.5l2-6 3.5 11 2.2-5h3.8', aside: true },
];
