/**
 * A share for a person: whole percents ("29 %"); with decimals where whole ones would hide that it differs from what it
 * stands beside ("15.4 %" beside a limit of 15 %, "0.4 %" of something that did happen).
 */
export function percent(share: number, beside?: number): string {
  const stands = [...(share === 0 ? [] : [0]), ...(beside === undefined || beside === share ? [] : [beside])];
  const tells = (digits: number) => stands.every((other) => inPercent(share, digits) !== inPercent(other, digits));
  const digits = [0, 1, 2].find(tells) ?? 2;
  return `${inPercent(share, digits)} %`;
}

/** A span of shares for a person: "14–50 %". */
export function percentSpan([low, high]: readonly [number, number]): string {
  return `${inPercent(low, 0)}–${inPercent(high, 0)} %`;
}

/** A limit for a person: as many decimals as it has, at most two ("15 %", "12.5 %"). */
export function limitText(limit: number): string {
  return `${Number((limit * 100).toFixed(2))} %`;
}

/** "1 session", "2 sessions". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function inPercent(share: number, digits: number): string {
  return (share * 100).toFixed(digits);
}
