/**
 * Maximal cliques: sets of nodes each two of which have an edge, that no further node can join. Bron and Kerbosch
 * 1973, "Finding all cliques of an undirected graph", with the pivot of Tomita, Tanaka and Takahashi 2006, and
 * node by node in an order of degeneracy: Eppstein, Löffler and Strash 2010, "Listing all maximal cliques in
 * sparse graphs in near-optimal time".
 */
import { throwIfAborted } from "../../structures/signal.js";
import type { GraphView } from "../../view.js";
import { hasArc, type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { idsOf } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";
import { peel } from "./core-numbers.js";

export interface MaximalCliquesOptions extends SignalOption {
  /** Leaves out smaller ones, and the search for them. Defaults to 1. */
  readonly sizeMin?: number;
}

/**
 * All maximal cliques of a view, one by one as they are asked for: the ids of each, ascending. A node without
 * neighbors is a clique by itself.
 *
 * Time: O(d · nodes · 3^(d/3)) for all, d being the degeneracy; space: O(nodes + edges). Deterministic, in no order
 * to rely on. The direction of edges, self-loops and parallel edges are ignored; an empty graph has no cliques. The
 * graph may change meanwhile: the cliques are those of the state at the first call.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * for (const clique of maximalCliques(graph)) console.log(clique);
 */
export function* maximalCliques(
  view: GraphView,
  options: MaximalCliquesOptions = {},
): Generator<Uint32Array, void, undefined> {
  checkView(view);
  checkRunOptions(options, ["sizeMin"]);
  const { sizeMin = 1 } = options;
  checkInteger("sizeMin", sizeMin, 1);
  const { nodeIds } = view.csr();
  const step = stepCounter(options);
  for (const clique of cliquesOf(simpleArcsOf(view.csr(), "both"), sizeMin, step)) {
    yield idsOf(nodeIds, Uint32Array.from(clique).sort());
    throwIfAborted(options.signal);
  }
}

/** A stage of the search: a clique's last node, what may join it, and what could but has had its turn. */
interface Stage {
  readonly joining: number[];
  readonly former: number[];
  /** Those of `joining` to try; the pivot's neighbors need not be tried. */
  readonly tried: readonly number[];
  next: number;
}

/**
 * The maximal cliques of a size and more as arrays of indices; each is the same array, changed.
 *
 * @param step called with the numbers of steps made, see stepCounter.
 */
export function* cliquesOf(
  simple: SimpleArcs,
  sizeMin: number,
  step: (steps?: number) => void,
): Generator<readonly number[], void, undefined> {
  const { offsets, ends } = simple;
  const { order } = peel(simple);
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]] = place;
  for (const u of order) {
    const joining: number[] = [];
    const former: number[] = [];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      (places[ends[arc]] > places[u] ? joining : former).push(ends[arc]);
    }
    step(1 + offsets[u + 1] - offsets[u]);
    if (joining.length + 1 >= sizeMin) yield* cliquesWith(simple, u, joining, former, sizeMin, step);
  }
}

function* cliquesWith(
  simple: SimpleArcs,
  first: number,
  joining: number[],
  former: number[],
  sizeMin: number,
  step: (steps?: number) => void,
): Generator<readonly number[], void, undefined> {
  const clique = [first];
  if (joining.length === 0) {
    if (former.length === 0) yield clique;
    return;
  }
  const stages = [stageOf(simple, joining, former, step)];
  while (stages.length > 0) {
    const stage = stages[stages.length - 1];
    if (stage.next === stage.tried.length) {
      stages.pop();
      clique.pop();
      continue;
    }
    const u = stage.tried[stage.next++];
    step(STEPS_A_LOOKUP * (stage.joining.length + stage.former.length));
    const stillJoining = stage.joining.filter((v) => hasArc(simple, u, v));
    const stillFormer = stage.former.filter((v) => hasArc(simple, u, v));
    stage.joining.splice(stage.joining.indexOf(u), 1);
    stage.former.push(u);
    clique.push(u);
    const isLargeEnough = clique.length + stillJoining.length >= sizeMin;
    if (isLargeEnough && stillJoining.length > 0)
      stages.push(stageOf(simple, stillJoining, stillFormer, step));
    else {
      if (isLargeEnough && stillFormer.length === 0) yield clique;
      clique.pop();
    }
  }
}

/** The assumed cost of a lookup of an arc, in steps. */
const STEPS_A_LOOKUP = 8;

function stageOf(
  simple: SimpleArcs,
  joining: number[],
  former: number[],
  step: (steps?: number) => void,
): Stage {
  // the pivot with the most neighbors among those that may join
  let most = -1;
  let pivot = -1;
  for (const candidates of [joining, former]) {
    for (const u of candidates) {
      let count = 0;
      step(STEPS_A_LOOKUP * joining.length);
      for (const v of joining) if (hasArc(simple, u, v)) count++;
      if (count > most) [most, pivot] = [count, u];
    }
  }
  return { joining, former, tried: joining.filter((v) => !hasArc(simple, pivot, v)), next: 0 };
}
