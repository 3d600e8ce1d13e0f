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
  if (typeof nodes === "number") return Uint32Array.of(indexOfNode(view, csr, nodes, name));
  if (typeof nodes !== "object" || nodes === null || !(Symbol.iterator in nodes)) {
    throw new TypeError(`"${name}" expected the id of a node, or several, got ${describe(nodes)}`);
  }
  const indices = new Set<number>();
  for (const id of nodes) indices.add(indexOfNode(view, csr, id, name));
  return Uint32Array.from(indices);
}

/** The ids of indices, in their order. */
export function idsOf(ids: Uint32Array, indices: ArrayLike<number>): Uint32Array {
  const found = new Uint32Array(indices.length);
  for (let i = 0; i < found.length; i++) found[i] = ids[indices[i]];
  return found;
}
