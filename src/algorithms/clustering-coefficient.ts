/**
 * Local clustering: how many of a node's neighbours are neighbours of each other. Watts and Strogatz 1998,
 * "Collective dynamics of 'small-world' networks"; in directed graphs as the LDBC Graphalytics specification has
 * it (LCC), by the arcs among a node's neighbours.
 */
import type { Csr, Direction, GraphView } from "../view.js";
import { checkDirection } from "../view.js";
import { checkOptions, type RunOptions } from "./options.js";
import { forEachTriangle, type Oriented, orient } from "./oriented.js";
import { watch } from "./progress.js";
import { Result } from "./result.js";
import { hasArc, simpleArcsOf } from "./simple-arcs.js";

export interface ClusteringOptions extends RunOptions {
  /** `both` takes the edges of a directed graph as if they led either way; `out` unless given. */
  readonly direction?: Direction;
}

/** For each node its coefficient, 0 to 1. */
export class Clustering extends Result<Float64Array> {
  /** The mean of all nodes' coefficients; 0 if there are none. */
  readonly average: number;

  constructor(ids: Uint32Array, values: Float64Array) {
    super(ids, values);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i];
    this.average = values.length === 0 ? 0 : sum / values.length;
  }
}

/**
 * For each node the share of the arcs that could lead from one of its neighbours, whichever way it has its edge
 * with them, to another and do.
 *
 * Time: O(edges^1.5); space: O(nodes + edges). Deterministic. Self-loops and parallel edges are left aside; a
 * node with fewer than two neighbours has 0, an empty graph gives an empty result.
 *
 * @throws TypeError for wrong options.
 * @example
 * clusteringCoefficient(graph).average;
 */
export function clusteringCoefficient(view: GraphView, options: ClusteringOptions = {}): Clustering {
  checkOptions(options);
  const { direction = "out" } = options;
  checkDirection(direction);
  const csr = view.csr();
  const oriented = orient(csr);
  const { nodes, simple } = oriented;
  const widths = csr.directed && direction !== "both" ? widthsOf(csr, oriented) : undefined;
  // arcs among each node's neighbours
  const values = new Float64Array(csr.nodeCount);
  forEachTriangle(
    oriented,
    (a, b, c, ab, ac, bc) => {
      values[nodes[a]] += widths === undefined ? 2 : widths[bc];
      values[nodes[b]] += widths === undefined ? 2 : widths[ac];
      values[nodes[c]] += widths === undefined ? 2 : widths[ab];
    },
    watch(options, csr.nodeCount),
  );
  for (let u = 0; u < values.length; u++) {
    const degree = simple.offsets[u + 1] - simple.offsets[u];
    if (degree > 1) values[u] /= degree * (degree - 1);
  }
  return new Clustering(csr.nodeIds, values);
}

/** In how many directions each edge leads: 1 or 2. */
function widthsOf(csr: Csr, { nodes, offsets, ends }: Oriented): Uint8Array {
  const out = simpleArcsOf(csr, "out");
  const widths = new Uint8Array(ends.length);
  for (let a = 0; a < nodes.length; a++) {
    for (let arc = offsets[a]; arc < offsets[a + 1]; arc++) {
      const [u, v] = [nodes[a], nodes[ends[arc]]];
      widths[arc] = (hasArc(out, u, v) ? 1 : 0) + (hasArc(out, v, u) ? 1 : 0);
    }
  }
  return widths;
}
