/**
 * Local clustering: how many of a node's neighbors are neighbors of each other. Watts and Strogatz 1998, "Collective
 * dynamics of 'small-world' networks"; in directed graphs as the LDBC Graphalytics specification has it (LCC), by the
 * arcs among a node's neighbors.
 */
import type { Steps } from "../../../kernels/runtime/steps.js";
import type { Csr, Direction, GraphView } from "../../../view.js";
import { checkDirection } from "../../../view.js";
import { degreesOf, hasArc, simpleArcsOf } from "../../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView } from "../../shared/options.js";
import { watch } from "../../shared/progress.js";
import { Result } from "../../shared/result.js";
import { runNow, type ThreadOptions } from "../../shared/run.js";
import { forEachTriangle, type Oriented, orient } from "./oriented-loops.js";
import type { TriangleCounts } from "./triangle-counts.js";
import { triangleCounts } from "./triangles.js";
import { triangleSteps } from "./triangles-kernel.js";

export interface ClusteringOptions extends ThreadOptions {
  /** `both` takes the edges of a directed graph as if they led either way. Defaults to `out`. */
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
 * For each node the share of the arcs that could lead from one of its neighbors, whichever way it has its edge with
 * them, to another and do.
 *
 * Time: O(edges^1.5); space: O(nodes + edges). Deterministic. Self-loops and parallel edges are ignored; a node with
 * fewer than two neighbors has 0, an empty graph gives an empty result.
 *
 * @throws TypeError for wrong options.
 * @example
 * clusteringCoefficient(graph).average;
 */
export function clusteringCoefficient(view: GraphView, options: ClusteringOptions = {}): Clustering {
  checkView(view);
  checkRunOptions(options, ["direction"]);
  const { direction = "out" } = options;
  checkDirection(direction);
  const csr = view.csr();
  const isWide = csr.directed && direction !== "both";
  const { counts, degrees } = runNow(closedSteps(csr, isWide, options), options);
  // a triangle has an arc either way between the two others
  const factor = isWide ? 1 : 2;
  for (let u = 0; u < counts.length; u++) {
    counts[u] = degrees[u] > 1 ? (factor * counts[u]) / (degrees[u] * (degrees[u] - 1)) : 0;
  }
  return new Clustering(csr.nodeIds, counts);
}

/** The arcs among each node's neighbors, or half of them if they all lead both ways. */
function* closedSteps(csr: Csr, isWide: boolean, options: ClusteringOptions): Steps<TriangleCounts> {
  if (!isWide) return yield* triangleCounts(csr, options);
  const tick = watch(options, csr.nodeCount);
  return (yield* triangleSteps(csr.frozen, true, options.threads ?? 1, tick)) ?? countWide(csr, tick);
}

/** The loop in TypeScript. */
function countWide(csr: Csr, tick: (done: number) => void): TriangleCounts {
  const oriented = orient(csr);
  const { nodes } = oriented;
  const widths = widthsOf(csr, oriented);
  const counts = new Float64Array(csr.nodeCount);
  forEachTriangle(
    oriented,
    (a, b, c, ab, ac, bc) => {
      counts[nodes[a]] += widths[bc];
      counts[nodes[b]] += widths[ac];
      counts[nodes[c]] += widths[ab];
    },
    tick,
  );
  return { counts, degrees: degreesOf(oriented.simple) };
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
