const MS_PER_DAY = 86_400_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** UTC day → the one offset that holds all through it, or `null` where it changes within. */
  readonly offsets: Map<number, number | null>;
}
const zones = new Map<string, Zone>();

/**
 * What local clocks are ahead of UTC at an instant.
 * @param instant epoch milliseconds
 * @param timeZone IANA name; a RangeError is thrown for any other text
 * @returns milliseconds, negative west of Greenwich
 */
export function offsetAt(instant: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const zone = zoneOf(timeZone);
  const utcDay = Math.floor(instant / MS_PER_DAY);
  let offset = zone.offsets.get(utcDay);
  if (offset === undefined) {
    offset = offsetOfWholeDay(utcDay, zone);
    zone.offsets.set(utcDay, offset);
  }
  return offset ?? askIntl(instant, zone);
}

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    zone = {
      format: new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      }),
      offsets: new Map(),
    };
    zones.set(name, zone);
  }
  return zone;
}

// Asking Intl costs microseconds, a day count is asked for every event: one answer serves a whole UTC day. Looking at
// every sixth hour as well as both ends finds the days on which clocks change (none changes back within six hours).
function offsetOfWholeDay(utcDay: number, zone: Zone): number | null {
  const start = utcDay * MS_PER_DAY;
  const first = askIntl(start, zone);
  for (let quarter = 1; quarter <= 4; quarter++) {
    const at = quarter === 4 ? start + MS_PER_DAY - 1 : start + (quarter * MS_PER_DAY) / 4;
    if (askIntl(at, zone) !== first) return null;
  }
  return first;
}

function askIntl(instant: number, zone: Zone): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of zone.format.formatToParts(instant)) parts[type] = value;
  const year = parts.era?.startsWith('B') ? 1 - Number(parts.year) : Number(parts.year);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  const wholeSeconds = Math.floor(instant / 1000) * 1000;
  return local.getTime() - wholeSeconds;
}
