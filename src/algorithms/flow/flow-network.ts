/**
 * A network of residual capacities, and the greatest flow through it. Dinitz 1970, "Algorithm for solution of a
 * problem of maximum flow in networks with power estimation": flows that block all shortest ways, one after the
 * other. Its bound does not depend on the capacities, so fractions do.
 */
import type { Csr, GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import type { UnitWeights } from "../shared/weights/common-unit.js";

/** Edge e is arc 2e from its source to its target, and arc 2e + 1 back. */
export interface FlowNetwork {
  readonly nodeCount: number;
  /** Node u's arcs are at offsets[u] .. offsets[u + 1] - 1 of `ends` and `arcs`. */
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
  readonly arcs: Uint32Array;
  /** The residual capacity of each arc. */
  readonly residuals: Float64Array;
  /** The flow over each edge from its source to its target; negative if it flows back. */
  readonly flow: Float64Array;
  /** The residual of each edge that counts as none, since rounding may leave it; undefined where sums are exact. */
  readonly traces: Float64Array | undefined;
}

/** The part of a capacity that rounding may leave over. */
const TRACE = 2 ** -44;

/** The residuals that rounding alone may leave of capacities; undefined if it leaves none. */
export function tracesOf(capacities: Float64Array, isExact: boolean): Float64Array | undefined {
  return isExact ? undefined : capacities.map((capacity) => (capacity < Infinity ? capacity * TRACE : 0));
}

/** The network of a view. An undirected edge takes its capacity either way. */
export function flowNetwork(
  view: GraphView,
  csr: Csr,
  capacities: Pick<UnitWeights, "values" | "isExact"> | undefined,
): FlowNetwork {
  const { offsets, ends, edges } = arcsOf(csr, "both");
  const { sources } = endsOf(view, csr);
  const arcs = new Uint32Array(edges.length);
  for (let u = 0; u < csr.nodeCount; u++) {
    for (let at = offsets[u]; at < offsets[u + 1]; at++)
      arcs[at] = 2 * edges[at] + (sources[edges[at]] === u ? 0 : 1);
  }
  const residuals = new Float64Array(2 * csr.edgeCount);
  for (let edge = 0; edge < csr.edgeCount; edge++) {
    residuals[2 * edge] = capacities === undefined ? 1 : capacities.values[edge];
    if (!csr.directed) residuals[2 * edge + 1] = residuals[2 * edge];
  }
  const traces = capacities && tracesOf(capacities.values, capacities.isExact);
  const flow = new Float64Array(csr.edgeCount);
  return { nodeCount: csr.nodeCount, offsets, ends, arcs, residuals, flow, traces };
}

/** Sends all that fits from a node to another; returns how much that is. Throws if it has no bound. */
export function sendAll(network: FlowNetwork, source: number, target: number, look: () => void): number {
  const levels = new Int32Array(network.nodeCount);
  const queue = new Uint32Array(network.nodeCount);
  const next = new Uint32Array(network.nodeCount);
  const path: number[] = [];
  let value = 0;
  while (findLevels(network, source, target, levels, queue)) {
    look();
    next.set(network.offsets.subarray(0, network.nodeCount));
    value += blockLevels(network, source, target, levels, next, path);
  }
  return value;
}

/**
 * Writes the number of residual arcs from each node to the target, -1 if there is no way. Returns whether there is a
 * way from the source. Counted from the target, since most nodes that a source reaches in a large graph are nowhere
 * near it.
 */
function findLevels(
  { offsets, ends, arcs, residuals }: FlowNetwork,
  source: number,
  target: number,
  levels: Int32Array,
  queue: Uint32Array,
): boolean {
  levels.fill(-1);
  levels[target] = 0;
  queue[0] = target;
  for (let taken = 0, found = 1; taken < found; taken++) {
    const u = queue[taken];
    for (let at = offsets[u]; at < offsets[u + 1]; at++) {
      const v = ends[at];
      if (levels[v] >= 0 || residuals[arcs[at] ^ 1] <= 0) continue;
      levels[v] = levels[u] + 1;
      if (v === source) return true;
      queue[found++] = v;
    }
  }
  return false;
}

/** 1 for each node that residual arcs reach from the source. */
export function residualReach(
  { nodeCount, offsets, ends, arcs, residuals }: FlowNetwork,
  source: number,
): Uint8Array {
  const isReached = new Uint8Array(nodeCount);
  const stack = [source];
  isReached[source] = 1;
  for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
    for (let at = offsets[u]; at < offsets[u + 1]; at++) {
      if (isReached[ends[at]] === 1 || residuals[arcs[at]] <= 0) continue;
      isReached[ends[at]] = 1;
      stack.push(ends[at]);
    }
  }
  return isReached;
}

/** Fills every way on which each arc leads a level nearer. `path` holds the places of the arcs gone so far. */
function blockLevels(
  { offsets, ends, arcs, residuals, flow, traces }: FlowNetwork,
  source: number,
  target: number,
  levels: Int32Array,
  next: Uint32Array,
  path: number[],
): number {
  let value = 0;
  path.length = 0;
  const tails: number[] = [];
  for (let u = source; ; ) {
    if (u === target) {
      let amount = Infinity;
      for (const at of path) amount = Math.min(amount, residuals[arcs[at]]);
      if (amount === Infinity) {
        throw new RangeError('"capacity" expected a bound on each way from source to target, got none');
      }
      let full = path.length;
      for (let i = path.length - 1; i >= 0; i--) {
        const arc = arcs[path[i]];
        const left = residuals[arc] - amount;
        residuals[arc] = traces !== undefined && left <= traces[arc >>> 1] ? 0 : left;
        residuals[arc ^ 1] += amount;
        flow[arc >>> 1] += (arc & 1) === 0 ? amount : -amount;
        if (residuals[arc] === 0) full = i;
      }
      value += amount;
      // continue before the first saturated arc
      u = tails[full];
      path.length = tails.length = full;
      continue;
    }
    let at = next[u];
    while (at < offsets[u + 1] && (residuals[arcs[at]] <= 0 || levels[ends[at]] !== levels[u] - 1)) at++;
    next[u] = at;
    if (at < offsets[u + 1]) {
      path.push(at);
      tails.push(u);
      u = ends[at];
    } else {
      if (path.length === 0) return value;
      // a dead end: nothing comes by here again
      path.pop();
      u = tails.pop() as number;
      next[u]++;
    }
  }
}
