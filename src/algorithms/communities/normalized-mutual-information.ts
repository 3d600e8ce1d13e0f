/**
 * Normalized mutual information: how much two divisions of the same nodes tell about each other. Danon,
 * Díaz-Guilera, Duch and Arenas 2005, "Comparing community structure identification".
 */
import type { GraphView } from "../../view.js";
import { type Groups, groupsOf } from "../shared/groups.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * Twice the mutual information of two divisions by the sum of their entropies: 1 if they are the same up to
 * names, 0 if one tells nothing about the other. 1 if neither divides anything.
 *
 * Time and space: O(nodes). Deterministic, and the same whichever comes first. Edges do not matter.
 *
 * @param first the group of each node: an attribute, an array, or a result such as `louvain` gives.
 * @throws RangeError if a node is in no group, GroggyError NODE_NOT_FOUND for a wrong id.
 * @example
 * normalizedMutualInformation(graph, louvain(graph), leiden(graph)); // => 1
 */
export function normalizedMutualInformation(
  view: GraphView,
  first: Groups,
  second: Groups,
  options: SignalOption = {},
): number {
  checkView(view);
  checkRunOptions(options, []);
  const a = groupsOf(view, "first", first, "refused");
  const b = groupsOf(view, "second", second, "refused");
  const n = view.nodeCount;
  const sizesA = new Float64Array(a.count);
  const sizesB = new Float64Array(b.count);
  const shared = new Map<number, number>();
  for (let u = 0; u < n; u++) {
    sizesA[a.groups[u]]++;
    sizesB[b.groups[u]]++;
    const pair = a.groups[u] * b.count + b.groups[u];
    shared.set(pair, (shared.get(pair) ?? 0) + 1);
  }
  // the same up to names: sums of logarithms would be off by rounding
  if (shared.size === a.count && shared.size === b.count) return 1;
  const entropies = entropyOf(sizesA, n) + entropyOf(sizesB, n);
  let information = 0;
  for (const [pair, size] of shared) {
    const expected = (sizesA[Math.floor(pair / b.count)] * sizesB[pair % b.count]) / n;
    information += (size / n) * Math.log(size / expected);
  }
  // rounding may lead past either end
  return Math.min(1, Math.max(0, (2 * information) / entropies));
}

function entropyOf(sizes: Float64Array, total: number): number {
  let entropy = 0;
  for (const size of sizes) entropy -= (size / total) * Math.log(size / total);
  return entropy;
}
