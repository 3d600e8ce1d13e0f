/**
 * Assortativity by kind: whether edges join nodes of the same kind more often than chance would. Newman 2003,
 * "Mixing patterns in networks".
 */
import type { GraphView } from "../../view.js";
import { type Groups, groupsOf } from "../shared/groups.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * Newman's coefficient for the kinds of nodes: 1 if all edges join nodes of one kind, 0 if as many do as by
 * chance. Nodes without a value are a kind of their own. NaN if there are no edges or all nodes that have any are
 * of one kind.
 *
 * Time: O(nodes + edges); space: O(nodes). Deterministic. Parallel edges count each; a self-loop counts as one
 * arc, or as two in an undirected graph.
 *
 * @throws TypeError or RangeError if the kinds cannot be read, GroggyError NODE_NOT_FOUND for a wrong id.
 * @example
 * attributeAssortativity(graph, "name");
 */
export function attributeAssortativity(view: GraphView, kinds: Groups, options: SignalOption = {}): number {
  checkView(view);
  checkRunOptions(options, []);
  const { groups, count } = groupsOf(view, "kinds", kinds, "allowed");
  const { nodeCount, out } = view.csr();
  const leaving = new Float64Array(count);
  const entering = new Float64Array(count);
  let between = 0;
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = out.offsets[u]; arc < out.offsets[u + 1]; arc++) {
      const [a, b] = [groups[u], groups[out.ends[arc]]];
      leaving[a]++;
      entering[b]++;
      if (a !== b) between++;
    }
  }
  const arcCount = out.ends.length;
  // the arcs that chance would have between kinds: a sum of what is above 0, so that none is lost where they are few
  let byChance = 0;
  for (let group = 0; group < count; group++)
    byChance += leaving[group] * ((arcCount - entering[group]) / arcCount);
  return byChance === 0 ? Number.NaN : Math.max(-1, 1 - between / byChance);
}
