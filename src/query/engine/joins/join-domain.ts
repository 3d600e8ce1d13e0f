/** The nodes that a variable may be at a time, with weights, and sums over those that a link joins. */
import { lowerBound } from "../../../structures/binary-search.js";
import { type ComparedValues, compares, type DirectedArcs, type LinkSide, meetings } from "./link-arcs.js";

/** A node with so many times the arcs of those that may fit is searched for each of these. */
export const SEARCH_FACTOR = 16;

/** The nodes that a variable may be at a time. */
export interface Domain {
  readonly ids: Uint32Array;
  readonly count: number;
  /** By id, 0 for all others. */
  readonly weights: Float64Array;
  readonly sum: number;
  /** Whether it is short, as it was listed from the arcs of a node. */
  readonly isListed: boolean;
}

/** A test that waits until the node of a variable is met. */
export interface Waiting {
  readonly values: Float64Array;
  readonly compared: ComparedValues;
  readonly node: number;
}

export function isMet(waiting: readonly Waiting[], node: number): boolean {
  for (const { values, compared, node: bound } of waiting)
    if (!compares(compared.own[bound], compared.operator, values[node])) return false;
  return true;
}

export function leadsTo({ offsets, ends }: DirectedArcs["arcs"], from: number, to: number): boolean {
  if (from + 1 >= offsets.length) return false;
  const end = offsets[from + 1];
  const low = lowerBound(ends, to, offsets[from], end);
  return low < end && ends[low] === to;
}

/** The sum over the pairs of a node of one domain and one of another that a link joins. */
export function pairSum(
  from: Domain,
  to: Domain,
  side: LinkSide,
  waitingFrom: readonly Waiting[],
  waitingTo: readonly Waiting[],
): number {
  const { listing, isPlain } = side;
  const isSimple = isPlain && waitingTo.length === 0;
  const [single] = listing!;
  if (isSimple && listing!.length === 1) {
    let total = 0;
    const { ids, count, weights } = from;
    for (let i = 0; i < count; i++) {
      const node = ids[i];
      if (weights[node] === 0 || (waitingFrom.length > 0 && !isMet(waitingFrom, node))) continue;
      total += weights[node] * weightOfArcs(single.arcs, node, to);
    }
    return total;
  }
  let total = 0;
  for (let i = 0; i < from.count; i++) {
    const node = from.ids[i];
    const weight = from.weights[node];
    if (weight === 0 || (waitingFrom.length > 0 && !isMet(waitingFrom, node))) continue;
    let sum = 0;
    for (const { arcs, skipsLoops } of listing!) {
      if (isSimple) {
        sum += weightOfArcs(arcs, node, to);
        if (skipsLoops && to.weights[node] !== 0) sum -= to.weights[node] * loopsOf(arcs, node);
        continue;
      }
      const { offsets, ends } = arcs;
      if (node + 1 >= offsets.length) continue;
      let last = -1;
      for (let at = offsets[node]; at < offsets[node + 1]; at++) {
        const end = ends[at];
        const other = to.weights[end];
        if (other === 0 || end === last) continue;
        if (skipsLoops && leadsTo(listing![0].arcs, node, end)) continue;
        last = end;
        if (isMet(waitingTo, end)) sum += other * meetings(side, node, end);
      }
    }
    total += weight * sum;
  }
  return total;
}

/** The sum of the weights at the far ends of a node's arcs. */
function weightOfArcs({ offsets, ends }: DirectedArcs["arcs"], node: number, to: Domain): number {
  if (node + 1 >= offsets.length) return 0;
  const start = offsets[node];
  const stop = offsets[node + 1];
  const { weights } = to;
  let sum = 0;
  if (to.isListed && stop - start > SEARCH_FACTOR * to.count) {
    for (let i = 0; i < to.count; i++) {
      const end = to.ids[i];
      for (let at = lowerBound(ends, end, start, stop); at < stop && ends[at] === end; at++)
        sum += weights[end];
    }
    return sum;
  }
  for (let at = start; at < stop; at++) sum += weights[ends[at]];
  return sum;
}

function loopsOf({ offsets, ends }: DirectedArcs["arcs"], node: number): number {
  if (node + 1 >= offsets.length) return 0;
  let count = 0;
  for (let at = offsets[node]; at < offsets[node + 1]; at++) if (ends[at] === node) count++;
  return count;
}
