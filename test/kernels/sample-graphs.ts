// Graphs that kernels and their twins are compared on: with isolated nodes, self-loops, parallel edges, several
// parts and hubs, at the sizes where widths change.
import { type FrozenCsr, freezeCsr } from "../../src/kernels/core/csr.js";
import { Prng } from "../../src/structures/prng.js";

export interface SampleGraph {
  readonly name: string;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly directed: boolean;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * Edges between random nodes of the same fifth of the first three quarters, so that the rest are isolated; of
 * eight edges one is a self-loop, one is like the one before, and one is at a hub.
 */
export function sampleGraph(
  nodeCount: number,
  edgeCount: number,
  directed: boolean,
  seed: number,
): SampleGraph {
  const prng = new Prng(seed);
  const [sources, targets] = [new Uint32Array(edgeCount), new Uint32Array(edgeCount)];
  const reach = Math.max(1, Math.ceil(nodeCount * 0.75));
  const part = Math.max(1, Math.ceil(reach / 5));
  for (let edge = 0; edge < edgeCount; edge++) {
    const source = prng.below(reach);
    const start = source - (source % part);
    const target = Math.min(reach - 1, start + prng.below(part));
    const kind = prng.below(8);
    sources[edge] = kind === 1 && edge > 0 ? sources[edge - 1] : kind === 2 ? start : source;
    targets[edge] = kind === 0 ? source : kind === 1 && edge > 0 ? targets[edge - 1] : target;
  }
  const name = `${nodeCount} nodes, ${edgeCount} ${directed ? "directed" : "undirected"} edges`;
  return { name, nodeCount, edgeCount, directed, sources, targets };
}

const boundaries = [0, 1, 255, 256, 257, 65535, 65536, 65537];

/** Sparse and dense ones at each width boundary, directed and not. */
export function sampleGraphs(): SampleGraph[] {
  const sizes: [nodeCount: number, edgeCount: number][] = [
    ...boundaries.map((nodeCount): [number, number] => [nodeCount, nodeCount * (nodeCount > 1000 ? 1 : 3)]),
    ...boundaries.slice(0, 5).map((nodeCount): [number, number] => [nodeCount, nodeCount * 40]),
    ...boundaries.map((edgeCount): [number, number] => [500, edgeCount]),
  ];
  return sizes.flatMap(([nodeCount, edgeCount], i) =>
    [false, true].map((directed) => sampleGraph(nodeCount, edgeCount, directed, 100 + i)),
  );
}

/** A graph frozen for kernels. */
export function frozen(graph: SampleGraph): FrozenCsr {
  return freezeCsr(graph);
}

/** For each node the set of its neighbours in either direction, without itself: what naive twins go by. */
export function neighborSets({ nodeCount, sources, targets }: SampleGraph): Set<number>[] {
  const sets = Array.from({ length: nodeCount }, () => new Set<number>());
  for (let edge = 0; edge < sources.length; edge++) {
    if (sources[edge] === targets[edge]) continue;
    sets[sources[edge]].add(targets[edge]);
    sets[targets[edge]].add(sources[edge]);
  }
  return sets;
}
