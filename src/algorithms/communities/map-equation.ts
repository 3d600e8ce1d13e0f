/**
 * The map equation of a division into modules, and moves that make it smaller. Rosvall, Axelsson and Bergstrom 2009,
 * "The map equation": the bits that a step of a random walker takes to tell, if each module has a code book of its own.
 */
import type { Prng } from "../../structures/prng.js";
import type { FlowGraph } from "./flow-graph.js";

/** A move that shortens the code by less than this, in bits, is none: it may be rounding. */
export const GAIN_MIN = 1e-10;

/** Gains that differ by less are equal: which module is the best may not depend on rounding. */
const TIE = 1e-13;

/** x log2 x, the term that all of the map equation consists of. */
function entropy(x: number): number {
  return x > 0 ? x * Math.log2(x) : 0;
}

/** The term of a module, by the flow that enters and leaves it and the visit rates of its nodes. */
function termOf(enter: number, exit: number, flow: number): number {
  return entropy(exit + flow) - entropy(enter) - entropy(exit);
}

/** By module, each a number below the number of nodes. */
interface ModuleFlows {
  readonly enters: Float64Array;
  readonly exits: Float64Array;
  readonly inside: Float64Array;
}

function moduleFlows(graph: FlowGraph, labels: Uint32Array): ModuleFlows {
  const { nodeCount, offsets, ends, outFlows, inFlows, flows } = graph;
  const [enters, exits, inside] = [0, 1, 2].map(() => new Float64Array(nodeCount));
  for (let u = 0; u < nodeCount; u++) {
    inside[labels[u]] += flows[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (labels[ends[arc]] === labels[u]) continue;
      exits[labels[u]] += outFlows[arc];
      enters[labels[u]] += inFlows[arc];
    }
  }
  return { enters, exits, inside };
}

/** The map equation: the bits a step takes, given each node's module as a number below the number of nodes. */
export function codeLengthOf(graph: FlowGraph, labels: Uint32Array): number {
  const { enters, exits, inside } = moduleFlows(graph, labels);
  let length = 0;
  let entering = 0;
  for (let u = 0; u < graph.nodeCount; u++) {
    length += termOf(enters[u], exits[u], inside[u]) - entropy(graph.flows[u]);
    entering += enters[u];
  }
  return length + entropy(entering);
}

/**
 * Moves nodes one by one to the module near them, or to one of their own, that shortens the code the most, until none
 * does; a node is looked at again when one near it has moved. True if one was moved.
 *
 * @param within if given, only nodes that are alike in it come together.
 */
export function moveNodesByFlow(
  graph: FlowGraph,
  labels: Uint32Array,
  prng: Prng,
  within?: Uint32Array,
): boolean {
  const { nodeCount, offsets, ends, outFlows, inFlows, flows } = graph;
  const { enters, exits, inside } = moduleFlows(graph, labels);
  const sizes = new Uint32Array(nodeCount);
  for (const m of labels) sizes[m]++;
  // modules without nodes: as long as one has two, there is one
  const empty: number[] = [];
  for (let m = 0; m < nodeCount; m++) if (sizes[m] === 0) empty.push(m);
  const across = new Float64Array(nodeCount);
  const near = new Uint32Array(nodeCount);
  const nearOf = new Int32Array(nodeCount).fill(-1);
  let entering = enters.reduce((sum, enter) => sum + enter, 0);
  // a ring, since no node is in it twice
  const queue = prng.shuffle(Uint32Array.from({ length: nodeCount }, (_, u) => u));
  const isWaiting = new Uint8Array(nodeCount).fill(1);
  let moved = false;
  for (let head = 0, waiting = nodeCount; waiting > 0; waiting--) {
    const u = queue[head];
    head = head + 1 === nodeCount ? 0 : head + 1;
    isWaiting[u] = 0;
    const from = labels[u];
    let nearCount = 0;
    across[from] = 0;
    nearOf[from] = u;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (within !== undefined && within[ends[arc]] !== within[u]) continue;
      const m = labels[ends[arc]];
      if (nearOf[m] !== u) {
        nearOf[m] = u;
        across[m] = 0;
        near[nearCount++] = m;
      }
      across[m] += outFlows[arc] + inFlows[arc];
    }
    nearOf[from] = -1;
    if (sizes[from] > 1) {
      const own = empty[empty.length - 1];
      across[own] = 0;
      near[nearCount++] = own;
    }
    if (nearCount === 0) continue;
    // the module left behind: what flowed within it now crosses its border
    const enterLeft = Math.max(0, enters[from] - graph.enters[u] + across[from]);
    const exitLeft = Math.max(0, exits[from] - graph.exits[u] + across[from]);
    const flowLeft = Math.max(0, inside[from] - flows[u]);
    const gainLeft =
      entropy(entering) +
      termOf(enters[from], exits[from], inside[from]) -
      termOf(enterLeft, exitLeft, flowLeft);
    let best = from;
    let bestGain = GAIN_MIN;
    let [bestEnter, bestExit, bestEntering] = [0, 0, 0];
    for (let i = 0; i < nearCount; i++) {
      const m = near[i];
      nearOf[m] = -1;
      const enter = Math.max(0, enters[m] + graph.enters[u] - across[m]);
      const exit = Math.max(0, exits[m] + graph.exits[u] - across[m]);
      const nextEntering = Math.max(0, entering - enters[from] - enters[m] + enterLeft + enter);
      const gain =
        gainLeft -
        entropy(nextEntering) +
        termOf(enters[m], exits[m], inside[m]) -
        termOf(enter, exit, inside[m] + flows[u]);
      if (gain <= bestGain + (best === from ? 0 : TIE)) continue;
      best = m;
      bestGain = gain;
      [bestEnter, bestExit, bestEntering] = [enter, exit, nextEntering];
    }
    if (best === from) continue;
    moved = true;
    labels[u] = best;
    entering = bestEntering;
    if (sizes[best]++ === 0) empty.pop();
    if (--sizes[from] === 0) empty.push(from);
    // the remainder by rounding in a module without nodes counts as 0
    const isLeft = sizes[from] > 0;
    enters[from] = isLeft ? enterLeft : 0;
    exits[from] = isLeft ? exitLeft : 0;
    inside[from] = isLeft ? flowLeft : 0;
    enters[best] = bestEnter;
    exits[best] = bestExit;
    inside[best] += flows[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (isWaiting[v] === 1 || labels[v] === best) continue;
      isWaiting[v] = 1;
      queue[(head + waiting - 1) % nodeCount] = v;
      waiting++;
    }
  }
  return moved;
}
