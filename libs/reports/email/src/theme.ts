import type { RiskLevel } from '@tq/events';

/** Colours of a level's bar and badge; the word and the shape always stand beside them. */
export const levelColours: Readonly<Record<RiskLevel, { back: string; text: string }>> = {
  high: { back: '#9E2F00', text: '#FFFFFF' },
  watch: { back: '#F5C542', text: '#2B2000' },
  ok: { back: '#1F78B4', text: '#FFFFFF' },
  'insufficient-data': { back: '#C9CED6', text: '#2A2F36' },
};

/** Line colours of the trend; each has a contrast of at least 3:1 on white and on the dark page. */
export const trendColours = { over: '#D1541F', under: '#2F86C9' } as const;

/** Light is inline, so that programs without style sheets show it; dark comes by media query (layout.ts). */
export const light = {
  page: '#EDF0F3',
  card: '#FFFFFF',
  text: '#1B2027',
  muted: '#59626D',
  line: '#E1E5EA',
  link: '#14609A',
  button: '#1B2733',
  onButton: '#FFFFFF',
} as const;

export const fonts = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
