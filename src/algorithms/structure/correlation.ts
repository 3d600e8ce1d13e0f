/** The correlation of a number at either end of an arc, over all arcs. Pearson 1895. */

import { powerOfTwoAt } from "../../structures/numbers/power-of-two.js";
import type { Csr } from "../../view.js";
import { largestOf } from "../shared/weights/weight-scale.js";

/** Numbers by node, and how far rounding may have put two of them apart that are equal; 0 if they are as given. */
export interface NodeNumbers {
  readonly values: Float64Array;
  readonly slack: number;
}

/**
 * Pearson's correlation between the sources' and the targets' numbers, which are finite; NaN if there are no arcs, or
 * one side's numbers all lie within its slack. Neither the unit of numbers nor what is added to all of them matters,
 * beyond what float64 cannot tell apart. O(arcs).
 */
export function correlationOf(csr: Csr, atSource: NodeNumbers, atTarget: NodeNumbers): number {
  const { offsets, ends } = csr.out;
  const count = ends.length;
  const leaving = new Float64Array(csr.nodeCount);
  const entering = new Float64Array(csr.nodeCount);
  for (let u = 0; u < csr.nodeCount; u++) {
    leaving[u] = offsets[u + 1] - offsets[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) entering[ends[arc]]++;
  }
  const x = deviationsOf(atSource, leaving, count);
  const y = deviationsOf(atTarget, entering, count);
  if (x === undefined || y === undefined) return Number.NaN;
  let [xx, xy, yy] = [0, 0, 0];
  for (let u = 0; u < csr.nodeCount; u++) {
    xx += leaving[u] * x[u] * x[u];
    yy += entering[u] * y[u] * y[u];
    let sum = 0;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) sum += y[ends[arc]];
    xy += x[u] * sum;
  }
  // rounding may lead past either end
  return Math.min(1, Math.max(-1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

/**
 * The deviation of each node's number from the mean over arcs, in a unit in which the largest is about 1; undefined
 * if all nodes with arcs have the same number.
 *
 * @param arcCounts the number of the `count` arcs at each node.
 */
function deviationsOf(
  { values, slack }: NodeNumbers,
  arcCounts: Float64Array,
  count: number,
): Float64Array | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (let u = 0; u < values.length; u++) {
    if (arcCounts[u] === 0) continue;
    if (values[u] < least) least = values[u];
    if (values[u] > most) most = values[u];
  }
  // halves, since the difference itself may overflow
  if (!(most / 2 - least / 2 > slack / 2) && !(most > least && slack === 0)) return undefined;
  const unit = powerOfTwoAt(Math.max(Math.abs(least), Math.abs(most)));
  const origin = least / unit;
  // from the least, which is exact for numbers near each other: a mean of the numbers themselves would be rounded
  const deviations = values.map((value, u) => (arcCounts[u] === 0 ? 0 : value / unit - origin));
  const spread = powerOfTwoAt(largestOf(deviations));
  let sum = 0;
  for (let u = 0; u < deviations.length; u++) {
    deviations[u] /= spread;
    sum += arcCounts[u] * deviations[u];
  }
  const mean = sum / count;
  for (let u = 0; u < deviations.length; u++) if (arcCounts[u] > 0) deviations[u] -= mean;
  return deviations;
}
