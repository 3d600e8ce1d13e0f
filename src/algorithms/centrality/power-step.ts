/** One product of a graph's adjacency matrix and a vector, the step of every power iteration here. */
import type { Arcs } from "../shared/arcs/direction.js";

/**
 * For each node the sum, over its arcs, of the value at the far end times the weight of the arc, into `sums`. A
 * self-loop of an undirected graph is two arcs.
 */
export function multiply(
  { offsets, ends }: Arcs,
  weights: Float64Array | undefined,
  values: Float64Array,
  sums: Float64Array,
): void {
  for (let u = 0; u < sums.length; u++) {
    const last = offsets[u + 1];
    let sum = 0;
    if (weights === undefined) for (let arc = offsets[u]; arc < last; arc++) sum += values[ends[arc]];
    else for (let arc = offsets[u]; arc < last; arc++) sum += values[ends[arc]] * weights[arc];
    sums[u] = sum;
  }
}

/** The Euclidean length of a vector. */
export function lengthOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0) return 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] / largest) ** 2;
  return largest * Math.sqrt(squares);
}

/**
 * Shares of the largest value below this are 0. Near 5e-324 numbers have few digits, and which of them round to 0 would
 * depend on the unit of weights.
 */
const SHARE_MIN = 1e-300;

/** Divides a vector by its Euclidean length, or by its sum; one of zeros stays. Returns what it was divided by. */
export function normalize(values: Float64Array, by: "length" | "sum"): number {
  // squares of the largest values would overflow, so these are scaled first
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0) return 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] / largest;
    total += by === "sum" ? value : value * value;
  }
  const divisor = by === "sum" ? total : Math.sqrt(total);
  for (let i = 0; i < values.length; i++) {
    const share = values[i] / largest;
    values[i] = Math.abs(share) < SHARE_MIN ? 0 : share / divisor;
  }
  return largest * divisor;
}

/** The difference of two vectors: the sum of the absolute differences. */
export function differenceOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum;
}
