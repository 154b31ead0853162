/** Besides the extremes, so many batches of a plan, at even distances. */
const MORE = 4;

/**
 * Which batches of a plan are tried out a second time, by their places, ascending: the first and the last, the largest
 * and the smallest (`sizes` in any unit; of equals the first), and a few between. The same for the same plan.
 */
export function sampleOf(sizes: readonly number[]): number[] {
  if (sizes.length === 0) return [];
  const last = sizes.length - 1;
  const between = Array.from({ length: MORE }, (_, i) => Math.round(((i + 1) * last) / (MORE + 1)));
  const extremes = [Math.max, Math.min].map((pick) => sizes.indexOf(sizes.reduce((one, other) => pick(one, other))));
  return [...new Set([0, last, ...extremes, ...between])].sort((one, other) => one - other);
}
