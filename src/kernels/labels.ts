/**
 * Label propagation by kernels. A round at once is shared out among threads, each of which has a desk to count
 * labels at; one by one, nodes take their turns in the order and by the chance of structures/prng.ts.
 */
import type { FrozenCsr } from "./csr.js";
import { type Desks, desksSizeBytes, layDesks } from "./desks.js";
import { joinSteps, openJoined } from "./joined.js";
import {
  arcWeightSteps,
  arcWeightsSizeBytes,
  modularityRoom,
  modularitySizeBytes,
  modularitySteps,
} from "./modularity.js";
import type { Scratch } from "./scratch.js";
import { type Step, type Steps, step, stepInOrder } from "./steps.js";

export interface LabelRun {
  readonly csr: FrozenCsr;
  /** By edge; all alike if undefined. */
  readonly edgeWeights: Float64Array | undefined;
  readonly synchronous: boolean;
  readonly maxIterations: number;
  /** The state of the random numbers, four words. */
  readonly chance: Uint32Array;
  /** Threads that may take part. */
  readonly threadCount: number;
  /** Called with the number of rounds done. */
  readonly tick: (done: number) => void;
}

export interface Labelling {
  /** The index of the node that each node's label set out from. */
  readonly labels: Uint32Array;
  readonly modularity: number;
}

/** Runs rounds until no label changes; undefined where the loops in TypeScript have to run. */
export function* labelSteps(run: LabelRun): Steps<Labelling | undefined> {
  const { csr, edgeWeights } = run;
  const { nodeCount, directed } = csr;
  const weightsSizeBytes = arcWeightsSizeBytes(csr, edgeWeights) * (directed ? 3 : 1);
  const arraysSizeBytes = nodeCount * 8 + modularitySizeBytes(csr) + weightsSizeBytes + 24;
  const sizeBytes = arraysSizeBytes + desksSizeBytes(deskCountOf(run), deskSizeBytes(nodeCount));
  const scratch = openJoined(csr, sizeBytes, edgeWeights !== undefined);
  if (scratch === undefined) return undefined;
  try {
    return yield* roundSteps(run, scratch);
  } finally {
    scratch.release();
  }
}

/** One for each thread, and for the one that hands out the work. */
function deskCountOf({ synchronous, threadCount }: LabelRun): number {
  return synchronous ? threadCount + 1 : 1;
}

/** Sixteen labels and counts, a word and a float64 a node. */
function deskSizeBytes(nodeCount: number): number {
  return 128 + Math.ceil(nodeCount / 2) * 8 + nodeCount * 8;
}

function* roundSteps(run: LabelRun, scratch: Scratch): Steps<Labelling> {
  const { csr, edgeWeights, synchronous, maxIterations, tick } = run;
  const { nodeCount, directed } = csr;
  const arcs = yield* joinSteps(csr, scratch, edgeWeights !== undefined);
  const weights = yield* arcWeightSteps(csr, arcs.edges ?? 0, arcs.arcCount, edgeWeights, scratch);
  const graph = [arcs.offsets, arcs.ends, weights] as const;
  const desks = layDesks(scratch, deskCountOf(run), deskSizeBytes(nodeCount));
  let labels = scratch.uint32(nodeCount);
  // the labels of the next round, or the order of nodes
  let other = scratch.uint32(nodeCount);
  const state = scratch.uint32(2);
  const chance = scratch.uint32(4);
  chance.set(run.chance);
  yield step(scratch, "startSets", nodeCount, labels.byteOffset);
  for (let iteration = 1, changes = true; changes && iteration <= maxIterations; iteration++) {
    state[0] = 0;
    if (synchronous) {
      yield roundAtOnce(graph, labels, other, desks, state);
      [labels, other] = [other, labels];
    } else {
      yield* roundOneByOne(graph, labels, other, desks, chance, state);
    }
    changes = state[0] > 0;
    tick(iteration);
  }
  const out = csr.out.place!;
  const outWeights = directed
    ? yield* arcWeightSteps(csr, out.edges, csr.arcCount, edgeWeights, scratch)
    : weights;
  const modularity = yield* modularitySteps(
    csr,
    outWeights,
    labels,
    1,
    modularityRoom(csr, scratch),
    scratch,
  );
  return { labels: labels.slice(), modularity };
}

type GraphAddresses = readonly [offsets: number, ends: number, weights: number];

function roundAtOnce(
  graph: GraphAddresses,
  labels: Uint32Array,
  next: Uint32Array,
  { scratch, address, deskBytes, count }: Desks,
  state: Uint32Array,
): Step {
  const n = labels.length;
  const desks = [address, deskBytes, count] as const;
  const [from, to] = [labels.byteOffset, next.byteOffset];
  return step(scratch, "propagateAtOnce", n, ...graph, from, to, ...desks, n, state.byteOffset);
}

function* roundOneByOne(
  graph: GraphAddresses,
  labels: Uint32Array,
  { byteOffset: order }: Uint32Array,
  { scratch, address, deskBytes }: Desks,
  chance: Uint32Array,
  state: Uint32Array,
): Generator<Step, void, void> {
  const n = labels.length;
  yield step(scratch, "startSets", n, order);
  yield stepInOrder(scratch, "shuffleWords", Math.max(0, n - 1), order, n, chance.byteOffset);
  const values = [...graph, labels.byteOffset, address, deskBytes, n] as const;
  yield stepInOrder(scratch, "propagateOneByOne", n, order, ...values, chance.byteOffset, state.byteOffset);
}
