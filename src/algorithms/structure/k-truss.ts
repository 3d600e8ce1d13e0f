/**
 * The k-truss: the largest part of a graph in which each edge is in at least k - 2 triangles. Cohen 2008,
 * "Trusses: cohesive subgraphs for social network analysis"; edges that are in too few are taken away until there
 * are none, as Wang and Cheng 2012, "Truss decomposition in massive networks".
 */
import type { Csr, GraphView } from "../../view.js";
import { findArc } from "../shared/arcs/simple-arcs.js";
import { checkInteger, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { forEachTriangle, type Oriented, orient } from "./triangles/oriented-loops.js";

/**
 * The ids of the edges of the k-truss, ascending.
 *
 * Time: O(edges^1.5); space: O(nodes + edges + triangles). Deterministic. The direction of edges is ignored. Parallel
 * edges are one as far as triangles go, and all of them are in the truss or none; a self-loop is in none. A graph
 * without edges gives an empty array.
 *
 * @throws TypeError or RangeError unless `k` is a whole number of at least 2, TypeError for wrong options.
 * @example
 * [...kTruss(graph, 3)]; // => [ 0, 1, 2 ]
 */
export function kTruss(view: GraphView, k: number, options: RunOptions = {}): Uint32Array {
  checkView(view);
  checkInteger("k", k, 2);
  checkRunOptions(options, []);
  const csr = view.csr();
  const oriented = orient(csr);
  const kept = peelEdges(oriented, k - 2, watch(options, 2 * csr.nodeCount));
  const edges = edgesOfArcs(csr, oriented, kept);
  return csr.edgeIds.filter((_, edge) => edges[edge] === 1);
}

/** For each arc whether it is left once all that are in fewer triangles than `supportMin` are gone. */
function peelEdges(oriented: Oriented, supportMin: number, tick: (done: number) => void): Uint8Array {
  const supports = new Uint32Array(oriented.ends.length);
  let triangleCount = 0;
  forEachTriangle(
    oriented,
    (_a, _b, _c, ab, ac, bc) => {
      supports[ab]++;
      supports[ac]++;
      supports[bc]++;
      triangleCount++;
    },
    tick,
  );
  // the triangles of each arc, by the two other arcs
  const offsets = new Float64Array(supports.length + 1);
  for (let arc = 0; arc < supports.length; arc++) offsets[arc + 1] = offsets[arc] + supports[arc];
  const others = new Uint32Array(6 * triangleCount);
  const cursors = offsets.slice(0, supports.length);
  const place = (arc: number, first: number, second: number) => {
    const at = 2 * cursors[arc]++;
    others[at] = first;
    others[at + 1] = second;
  };
  forEachTriangle(
    oriented,
    (_a, _b, _c, ab, ac, bc) => {
      place(ab, ac, bc);
      place(ac, ab, bc);
      place(bc, ab, ac);
    },
    (done) => tick(oriented.nodes.length + done),
  );
  // take away, and look again at those that were in a triangle with what went
  const kept = new Uint8Array(supports.length).fill(1);
  const gone: number[] = [];
  const drop = (arc: number) => {
    kept[arc] = 0;
    gone.push(arc);
  };
  for (let arc = 0; arc < supports.length; arc++) if (supports[arc] < supportMin) drop(arc);
  // an arc still in the list counts as there until its own turn, so that no triangle is lost twice
  const done = new Uint8Array(supports.length);
  for (let arc = gone.pop(); arc !== undefined; arc = gone.pop()) {
    done[arc] = 1;
    for (let i = 2 * offsets[arc]; i < 2 * offsets[arc + 1]; i += 2) {
      const [first, second] = [others[i], others[i + 1]];
      if (done[first] === 1 || done[second] === 1) continue;
      for (const other of [first, second])
        if (--supports[other] < supportMin && kept[other] === 1) drop(other);
    }
  }
  return kept;
}

/** For each edge whether the arc it is one with was kept. */
function edgesOfArcs(csr: Csr, oriented: Oriented, kept: Uint8Array): Uint8Array {
  const ranks = new Uint32Array(csr.nodeCount);
  for (let rank = 0; rank < csr.nodeCount; rank++) ranks[oriented.nodes[rank]] = rank;
  const edges = new Uint8Array(csr.edgeCount);
  const { offsets, ends, edges: edgeOf } = csr.out;
  for (let u = 0; u < csr.nodeCount; u++) {
    for (let at = offsets[u]; at < offsets[u + 1]; at++) {
      const [a, b] = [ranks[u], ranks[ends[at]]];
      const arc = findArc(oriented, Math.min(a, b), Math.max(a, b));
      if (arc >= 0 && kept[arc] === 1) edges[edgeOf[at]] = 1;
    }
  }
  return edges;
}
