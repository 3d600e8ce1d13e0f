/** Nodes as callers name them, by id, and as loops need them, by index. */

import { describe, GroggyError } from "../../errors.js";
import { lowerBound } from "../../structures/binary-search.js";
import { type Csr, type GraphView, type NodeId, readIds } from "../../view.js";

/** The index of a node. Throws NODE_NOT_FOUND, naming the argument, if it is not in the view. */
export function indexOfNode(view: GraphView, csr: Csr, id: NodeId, name: string): number {
  view.nodes.check(id, name);
  const index = csr.indexOf(id);
  if (index >= 0) return index;
  // it came while the caller's iterator was asked for ids
  throw new GroggyError("NODE_NOT_FOUND", `"${name}" expected a node that was in the graph, got ${id}`, {
    id,
  });
}

/**
 * The indices of one node or several, each once, in the order given. Ids are read in full before the first is looked up.
 *
 * @throws GroggyError NODE_NOT_FOUND, or FOREIGN_SELECTION for a selection or result of edges or of another graph.
 */
export function indicesOfNodes(
  view: GraphView,
  csr: Csr,
  nodes: NodeId | Iterable<NodeId>,
  name: string,
): Uint32Array {
  return idsOfNodes(view, nodes, name).map((id) => csr.indexOf(id));
}

/** The ids of one node or several, each once, in the order given. Throws NODE_NOT_FOUND if one is not in the view. */
export function idsOfNodes(view: GraphView, nodes: NodeId | Iterable<NodeId>, name: string): Uint32Array {
  if (typeof nodes === "number") {
    view.nodes.check(nodes, name);
    return Uint32Array.of(nodes);
  }
  if (typeof nodes !== "object" || nodes === null || !(Symbol.iterator in nodes)) {
    throw new TypeError(`"${name}" expected the id of a node, or several, got ${describe(nodes)}`);
  }
  const ids = new Set<number>();
  const given = readIds(name, nodes, view.nodes.state.pool);
  for (let i = 0; i < given.length; i++) {
    view.nodes.check(given[i], name);
    ids.add(given[i]);
  }
  return Uint32Array.from(ids);
}

/** The ids of indices, in their order. */
export function idsOf(ids: ArrayLike<number>, indices: ArrayLike<number>): Uint32Array {
  const found = new Uint32Array(indices.length);
  for (let i = 0; i < found.length; i++) found[i] = ids[indices[i]];
  return found;
}

/** The place of an id among ascending ids, which has to be there. O(log ids), or O(1) where none is missing below it. */
export function placeOfId(ids: Uint32Array, id: number): number {
  return ids[id] === id ? id : lowerBound(ids, id);
}
