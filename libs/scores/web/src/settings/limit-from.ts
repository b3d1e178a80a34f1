/** What a person types as a limit ("15", "12,5 %") as a share between 0.01 and 0.99; undefined where it is none. */
export function limitFrom(text: string): number | undefined {
  const match = /^\s*(\d{1,2}(?:[.,]\d{1,2})?)\s*%?\s*$/.exec(text);
  if (!match) return undefined;
  // Ten thousandths, so that 12.5 % is 0.125 and not 0.125 and a rest.
  const share = Math.round(Number(match[1]?.replace(',', '.')) * 100) / 10_000;
  return share >= 0.01 && share <= 0.99 ? share : undefined;
}

/** A share as a person would type it: 0.125 → "12.5". */
export function limitText(share: number): string {
  return String(Math.round(share * 10_000) / 100);
}
