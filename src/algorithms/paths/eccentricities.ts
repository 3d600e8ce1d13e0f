/**
 * The distance of each node to the node farthest from it. Where distances are hops and the same in both directions,
 * bounds save most of the searches: Takes and Kosters 2013, "Computing the eccentricity distribution of large
 * graphs".
 */
import type { Csr, Direction, GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { checkRunOptions, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { distanceOf, inSafeRange } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { hopsFrom } from "../traversal/hops-loops.js";
import { distanceSearch } from "./distances.js";

export interface EccentricityOptions extends RunOptions {
  /** Makes distances sums of weights. Defaults to hops. */
  readonly weight?: Weight;
  /** `out` measures from the node, `in` to it. Defaults to `out`. */
  readonly direction?: Direction;
}

/**
 * The eccentricity of each node, by index; Infinity where some node is out of reach. Throws a RangeError where a distance
 * exceeds 1.8e308.
 */
export function eccentricitiesOf(view: GraphView, csr: Csr, options: EccentricityOptions): Float64Array {
  checkRunOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const { nodeCount } = csr;
  const arcs = arcsOf(csr, direction);
  const weights = weightsOf(view, weight, { min: 0 });
  const tick = watch(options, nodeCount);
  if (weights === undefined && (!csr.directed || direction === "both"))
    return boundedSearches(csr, arcs, tick);
  const unit = weights && inSafeRange(weights, nodeCount);
  const search = distanceSearch(arcs, unit?.values, nodeCount);
  const values = new Float64Array(nodeCount);
  for (let i = 0; i < nodeCount; i++) {
    tick(i);
    let farthest = 0;
    let reached = 0;
    search(i, (_, distance) => {
      reached++;
      // nearest come first
      farthest = distance;
    });
    values[i] = reached === nodeCount ? distanceOf(unit, farthest) : Infinity;
  }
  tick(nodeCount);
  return values;
}

/**
 * The ids of the nodes whose eccentricity is a value, or with weights one that may differ from it by rounding: from
 * either end of a path its sum may come out otherwise.
 */
export function nodesAt(csr: Csr, eccentricities: Float64Array, value: number): Uint32Array {
  const roundingMax = value < Infinity ? value * 1e-12 : 0;
  return csr.nodeIds.filter(
    (_, i) => eccentricities[i] === value || Math.abs(eccentricities[i] - value) <= roundingMax,
  );
}

/** A search from a node bounds the eccentricity of all others; those whose bounds meet need none of their own. */
function boundedSearches(
  { nodeCount }: Csr,
  arcs: { offsets: Uint32Array; ends: Uint32Array; edges: Uint32Array },
  tick: (done: number) => void,
): Float64Array {
  const lower = new Float64Array(nodeCount);
  const upper = new Float64Array(nodeCount).fill(Infinity);
  const hops = new Int32Array(nodeCount).fill(-1);
  const queue = new Uint32Array(nodeCount);
  let open = Uint32Array.from(lower, (_, i) => i);
  for (let round = 0; open.length > 0; round++) {
    tick(nodeCount - open.length);
    // by turns what may be nearest to all and what may be farthest from some
    let chosen = open[0];
    for (const u of open) {
      if (round % 2 === 0 ? upper[u] > upper[chosen] : lower[u] < lower[chosen]) chosen = u;
    }
    const found = hopsFrom(arcs, [chosen], hops, queue);
    if (found < nodeCount) return upper.fill(Infinity);
    const farthest = hops[queue[found - 1]];
    for (const u of open) {
      lower[u] = Math.max(lower[u], hops[u], farthest - hops[u]);
      upper[u] = Math.min(upper[u], farthest + hops[u]);
    }
    lower[chosen] = upper[chosen] = farthest;
    hops.fill(-1);
    open = open.filter((u) => lower[u] < upper[u]);
  }
  tick(nodeCount);
  return lower;
}
