/** Nodes as callers name them, by id, and as loops need them, by index. */
import { describe } from "../../errors.js";
import type { Csr, GraphView, NodeId } from "../../view.js";

/** The index of a node. Throws NODE_NOT_FOUND, naming the argument, if it is not in the view. */
export function indexOfNode(view: GraphView, csr: Csr, id: NodeId, name: string): number {
  view.nodes.check(id, name);
  return csr.indexOf(id);
}

/** The indices of one node or several, each once, in the order given. */
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
  for (const id of nodes) {
    view.nodes.check(id, name);
    ids.add(id);
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
export function placeOf(ids: Uint32Array, id: number): number {
  if (ids[id] === id) return id;
  let low = 0;
  let high = ids.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
