/**
 * How bad a rate is beside its limit: 0 at 0, ½ at the limit, 1 from twice the limit on; less where it rests on fewer
 * cases than are needed to judge, so that one odd session among few does not swing a score.
 * @param cases what the rate rests on, and `enough` of them
 */
export function severityOf(rate: number | null, limit: number, cases: number, enough: number): number {
  if (rate === null || rate === 0) return 0;
  const beside = limit === 0 ? 1 : Math.min(1, rate / (2 * limit));
  return beside * Math.min(1, cases / enough);
}
