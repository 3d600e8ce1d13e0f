/** Two colors for nodes such that each edge has both, by breadth-first search; or an odd cycle that forbids it. */
import type { Csr } from "../../view.js";
import { arcsOf } from "./arcs/direction.js";

export interface TwoColoring {
  /** 0 or 1 for each node; the first node of each component has 0. */
  readonly colors: Int32Array;
  /** The indices of the nodes of an odd cycle; undefined if each edge has both colors. */
  readonly oddCycle: number[] | undefined;
}

/** Colors a graph, the direction of edges left aside. A self-loop is an odd cycle of one node. */
export function twoColoring(csr: Csr): TwoColoring {
  const { nodeCount } = csr;
  const { offsets, ends } = arcsOf(csr, "both");
  const colors = new Int32Array(nodeCount).fill(-1);
  const parents = new Int32Array(nodeCount).fill(-1);
  const queue = new Uint32Array(nodeCount);
  for (let root = 0; root < nodeCount; root++) {
    if (colors[root] >= 0) continue;
    colors[root] = 0;
    queue[0] = root;
    for (let taken = 0, found = 1; taken < found; taken++) {
      const u = queue[taken];
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        if (colors[v] === colors[u]) return { colors, oddCycle: cycleOver(parents, u, v) };
        if (colors[v] >= 0) continue;
        colors[v] = 1 - colors[u];
        parents[v] = u;
        queue[found++] = v;
      }
    }
  }
  return { colors, oddCycle: undefined };
}

/** The cycle that an edge between two nodes of one tree closes; they are equally deep. */
function cycleOver(parents: Int32Array, u: number, v: number): number[] {
  const [fromU, fromV] = [[u], [v]];
  if (u === v) return fromU;
  while (fromU[fromU.length - 1] !== fromV[fromV.length - 1]) {
    fromU.push(parents[fromU[fromU.length - 1]]);
    fromV.push(parents[fromV[fromV.length - 1]]);
  }
  fromV.pop();
  return [...fromU, ...fromV.reverse()];
}
