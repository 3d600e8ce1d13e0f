/**
 * The scores of rows of vectors in TypeScript, for memory that no kernel can reach. They add in the same order as the
 * kernels of assembly/vectors/row-scores.ts, so that both give the same bits.
 */

/** A sum over the numbers of a row, in float64. */
export type Term = "dot" | "squaredDistance";

/** The dot product, or the squared distance, of a query at `q` of `queries` and the vector at `at` of `values`. */
export function scoreOfRow(
  term: Term,
  values: Float32Array,
  at: number,
  dimensions: number,
  queries: Float64Array,
  q: number,
): number {
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  const fours = dimensions & ~3;
  let rest = 0;
  if (term === "dot") {
    for (let d = 0; d < fours; d += 4) {
      p0 += values[at + d] * queries[q + d];
      p1 += values[at + d + 1] * queries[q + d + 1];
      p2 += values[at + d + 2] * queries[q + d + 2];
      p3 += values[at + d + 3] * queries[q + d + 3];
    }
    for (let d = fours; d < dimensions; d++) rest += values[at + d] * queries[q + d];
  } else {
    for (let d = 0; d < fours; d += 4) {
      const d0 = values[at + d] - queries[q + d];
      const d1 = values[at + d + 1] - queries[q + d + 1];
      const d2 = values[at + d + 2] - queries[q + d + 2];
      const d3 = values[at + d + 3] - queries[q + d + 3];
      p0 += d0 * d0;
      p1 += d1 * d1;
      p2 += d2 * d2;
      p3 += d3 * d3;
    }
    for (let d = fours; d < dimensions; d++) {
      const difference = values[at + d] - queries[q + d];
      rest += difference * difference;
    }
  }
  const sum = p0 + p2 + (p1 + p3);
  return fours === dimensions ? sum : sum + rest;
}

/** The sum of the squares of the vector at `at`. */
export function squaresOfRow(values: Float32Array, at: number, dimensions: number): number {
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  const fours = dimensions & ~3;
  for (let d = 0; d < fours; d += 4) {
    p0 += values[at + d] * values[at + d];
    p1 += values[at + d + 1] * values[at + d + 1];
    p2 += values[at + d + 2] * values[at + d + 2];
    p3 += values[at + d + 3] * values[at + d + 3];
  }
  const sum = p0 + p2 + (p1 + p3);
  if (fours === dimensions) return sum;
  let rest = 0;
  for (let d = fours; d < dimensions; d++) rest += values[at + d] * values[at + d];
  return sum + rest;
}
