/**
 * A simple graph whose edges are oriented towards the node of higher degree, so that each triangle is found once, and
 * no node has more than √(2 · edges) arcs. Chiba and Nishizeki 1985, "Arboricity and subgraph listing algorithms";
 * Latapy 2008, "Main-memory triangle computations".
 */
import type { Csr } from "../../../view.js";
import { type SimpleArcs, simpleArcsOf } from "../../shared/arcs/simple-arcs.js";

/** Nodes by rank, which ascends with their degree: rank r is node `nodes[r]`, its arcs lead to higher ranks. */
export interface Oriented {
  readonly nodes: Uint32Array;
  readonly offsets: Uint32Array;
  /** Ranks, ascending within a node's arcs. */
  readonly ends: Uint32Array;
  /** The neighbors in either direction, by node. */
  readonly simple: SimpleArcs;
}

/** Orients the simple graph below a frozen one, directions, self-loops and parallel edges left aside. O(edges). */
export function orient(csr: Csr): Oriented {
  const { nodeCount } = csr;
  const simple = simpleArcsOf(csr, "both");
  const nodes = nodesByDegree(simple);
  const ranks = new Uint32Array(nodeCount);
  for (let rank = 0; rank < nodeCount; rank++) ranks[nodes[rank]] = rank;
  // a rank's neighbors below it, in order, are appended to theirs
  const offsets = new Uint32Array(nodeCount + 1);
  for (let rank = 0; rank < nodeCount; rank++) {
    const u = nodes[rank];
    let above = 0;
    for (let arc = simple.offsets[u]; arc < simple.offsets[u + 1]; arc++) {
      if (ranks[simple.ends[arc]] > rank) above++;
    }
    offsets[rank + 1] = offsets[rank] + above;
  }
  const cursors = offsets.slice(0, nodeCount);
  const ends = new Uint32Array(simple.ends.length / 2);
  for (let rank = 0; rank < nodeCount; rank++) {
    const u = nodes[rank];
    for (let arc = simple.offsets[u]; arc < simple.offsets[u + 1]; arc++) {
      const other = ranks[simple.ends[arc]];
      if (other < rank) ends[cursors[other]++] = rank;
    }
  }
  return { nodes, offsets, ends, simple };
}

/** The nodes by degree, ascending, those of one degree by index. O(nodes). */
export function nodesByDegree({ offsets }: SimpleArcs): Uint32Array {
  const nodeCount = offsets.length - 1;
  const starts = new Uint32Array(nodeCount + 1);
  for (let u = 0; u < nodeCount; u++) starts[offsets[u + 1] - offsets[u] + 1]++;
  for (let degree = 0; degree < nodeCount; degree++) starts[degree + 1] += starts[degree];
  const nodes = new Uint32Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) nodes[starts[offsets[u + 1] - offsets[u]]++] = u;
  return nodes;
}

/**
 * Calls `visit` with each triangle once: its three ranks, ascending, and the places of its arcs first to second,
 * first to third, and second to third; and `tick` with how many nodes are done. O(edges^1.5).
 */
export function forEachTriangle(
  { offsets, ends }: Oriented,
  visit: (a: number, b: number, c: number, ab: number, ac: number, bc: number) => void,
  tick: (done: number) => void,
): void {
  const nodeCount = offsets.length - 1;
  // one more than the place of the arc from `a` to each node; 0 where there is none
  const arcTo = new Uint32Array(nodeCount);
  for (let a = 0; a < nodeCount; a++) {
    const [first, last] = [offsets[a], offsets[a + 1]];
    for (let ac = first; ac < last; ac++) arcTo[ends[ac]] = ac + 1;
    for (let ab = first; ab < last; ab++) {
      const b = ends[ab];
      const end = offsets[b + 1];
      for (let bc = offsets[b]; bc < end; bc++) {
        const c = ends[bc];
        if (arcTo[c] !== 0) visit(a, b, c, ab, arcTo[c] - 1, bc);
      }
    }
    for (let ac = first; ac < last; ac++) arcTo[ends[ac]] = 0;
    tick(a + 1);
  }
}
