/**
 * Core numbers: the largest k such that a node is in a part of the graph where each has k neighbors. Batagelj and
 * Zaveršnik 2003, "An O(m) algorithm for cores decomposition of networks".
 */

import { runSteps } from "../../kernels/runtime/run-steps.js";
import type { GraphView } from "../../view.js";
import { type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { coreSteps } from "./core-numbers-kernel.js";
import { nodesByDegree } from "./triangles/oriented-loops.js";

/** For each node its core number. */
export class CoreNumbers extends Result<Uint32Array> {
  /** The largest of them, the graph's degeneracy; 0 if there are none. */
  readonly degeneracy: number;

  constructor(ids: Uint32Array, values: Uint32Array) {
    super(ids, values);
    let largest = 0;
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]);
    this.degeneracy = largest;
  }
}

/**
 * The core number of each node.
 *
 * Time and space: O(nodes + edges). Deterministic. The direction of edges, self-loops and parallel edges are ignored;
 * a node without neighbors has 0, an empty graph gives an empty result.
 *
 * @throws TypeError for wrong options.
 * @example
 * coreNumbers(graph).degeneracy; // => 2
 */
export function coreNumbers(view: GraphView, options: RunOptions = {}): CoreNumbers {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const cores = runSteps(coreSteps(csr.frozen, tick)) ?? peel(simpleArcsOf(csr, "both"), tick).cores;
  return new CoreNumbers(csr.nodeIds, cores);
}

/** The nodes in an order in which each has few neighbors that come after it, and their core numbers. */
export interface Peeling {
  readonly order: Uint32Array;
  readonly cores: Uint32Array;
}

/** Takes away the node of least degree, time and again. */
export function peel(simple: SimpleArcs, tick: (done: number) => void = () => {}): Peeling {
  const { offsets, ends } = simple;
  const nodeCount = offsets.length - 1;
  const order = nodesByDegree(simple);
  const places = new Uint32Array(nodeCount);
  const degrees = new Uint32Array(nodeCount);
  // the start of each degree's nodes in the order, among those not removed yet
  const starts = new Uint32Array(nodeCount + 1);
  for (let u = 0; u < nodeCount; u++) degrees[u] = offsets[u + 1] - offsets[u];
  for (let place = 0; place < nodeCount; place++) places[order[place]] = place;
  for (let place = nodeCount - 1, degree = nodeCount; degree >= 0; degree--) {
    while (place >= 0 && degrees[order[place]] >= degree) place--;
    starts[degree] = place + 1;
  }
  for (let place = 0; place < nodeCount; place++) {
    const u = order[place];
    const degree = degrees[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (degrees[v] <= degree) continue;
      // v changes places with the first of its degree, and then is the last of the degree below
      const start = Math.max(starts[degrees[v]], place + 1);
      const first = order[start];
      order[places[v]] = first;
      places[first] = places[v];
      order[start] = v;
      places[v] = start;
      starts[degrees[v]] = start + 1;
      degrees[v]--;
    }
    tick(place + 1);
  }
  return { order, cores: degrees };
}
