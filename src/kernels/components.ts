/**
 * Weakly connected components by disjoint sets: each node answers with the smallest index of its
 * component, so the labels are the same whatever the order of the edges. On an edge list every edge
 * unites its ends (Rem's algorithm with splicing: Patwary, Blair and Manne 2010); on a CSR of both
 * directions two arcs a node mostly find the giant component, whose nodes then need no further look
 * (Afforest: Sutton, Ben-Nun and Barak 2018).
 */
import { edgeChunkSize, type FrozenCsr, kernelEdgeCountMin } from "./csr.js";
import { createMemory, instantiate, type Kernels, pageSizeBytes } from "./wasm.js";

/**
 * The component of each node, named by its smallest node, from the edges' ends. O(n + m) in practice;
 * needs a word a node besides the result.
 */
export function componentsOfEdges(
  nodeCount: number,
  sources: Uint32Array,
  targets: Uint32Array,
): Uint32Array {
  const withKernels = sources.length >= kernelEdgeCountMin;
  const labels = withKernels ? uniteEdgesWithKernels(nodeCount, sources, targets) : undefined;
  return labels ?? uniteEdgesWithLoops(nodeCount, sources, targets);
}

/** The same from a frozen graph, whose scratch it uses; copies nothing else. */
export function componentsOfCsr(csr: FrozenCsr): Uint32Array {
  const { nodeCount, directed } = csr;
  const { place, offsets, ends } = csr.out;
  if (place === undefined) return uniteArcsWithLoops(nodeCount, offsets, ends);
  const { kernels, scratch } = place;
  const labels = new Uint32Array(place.memory.buffer, scratch, nodeCount);
  const unite = (fromPlace: number, toPlace: number, skipped: number) => {
    inChunks(nodeCount, (first, last) => {
      kernels.uniteArcs(scratch, place.offsets, place.ends, first, last, fromPlace, toPlace, skipped);
    });
  };
  startSets(kernels, scratch, nodeCount);
  if (directed) {
    // an arc may be listed under a node of the giant component only, so none can be skipped
    unite(0, allPlaces, noNode);
  } else {
    unite(0, 1, noNode);
    unite(1, 2, noNode);
    nameRoots(kernels, scratch, nodeCount);
    unite(2, allPlaces, commonestLabel(labels));
  }
  nameRoots(kernels, scratch, nodeCount);
  return labels.slice();
}

const noNode = 0xffff_ffff;
const allPlaces = 0xffff_ffff;

function uniteEdgesWithKernels(
  nodeCount: number,
  sources: Uint32Array,
  targets: Uint32Array,
): Uint32Array | undefined {
  const sizeBytes = (nodeCount + 2 * edgeChunkSize) * 4;
  const memory = createMemory(Math.ceil(sizeBytes / pageSizeBytes), false);
  const kernels = memory && instantiate(memory, false);
  if (memory === undefined || kernels === undefined) return undefined;
  const sourceScratch = nodeCount * 4;
  const targetScratch = sourceScratch + edgeChunkSize * 4;
  const sourceChunk = new Uint32Array(memory.buffer, sourceScratch, edgeChunkSize);
  const targetChunk = new Uint32Array(memory.buffer, targetScratch, edgeChunkSize);
  startSets(kernels, 0, nodeCount);
  inChunks(sources.length, (first, last) => {
    sourceChunk.set(sources.subarray(first, last));
    targetChunk.set(targets.subarray(first, last));
    kernels.uniteEdges(0, sourceScratch, targetScratch, last - first);
  });
  nameRoots(kernels, 0, nodeCount);
  return new Uint32Array(memory.buffer, 0, nodeCount).slice();
}

function startSets(kernels: Kernels, parents: number, nodeCount: number): void {
  inChunks(nodeCount, (first, last) => kernels.startSets(parents, first, last));
}

function nameRoots(kernels: Kernels, parents: number, nodeCount: number): void {
  inChunks(nodeCount, (first, last) => kernels.nameRoots(parents, first, last));
}

function inChunks(count: number, run: (first: number, last: number) => void): void {
  for (let first = 0; first < count; first += edgeChunkSize)
    run(first, Math.min(count, first + edgeChunkSize));
}

/** The label met most often in a sample at even distances; which one it is changes the time, not the result. */
function commonestLabel(labels: Uint32Array): number {
  const step = Math.max(1, Math.floor(labels.length / 1024));
  const counts = new Map<number, number>();
  let commonest = noNode;
  let most = 0;
  for (let u = 0; u < labels.length; u += step) {
    const count = (counts.get(labels[u]) ?? 0) + 1;
    counts.set(labels[u], count);
    if (count > most) {
      most = count;
      commonest = labels[u];
    }
  }
  return commonest;
}

/** The loop in TypeScript over an edge list; exported for its test. */
export function uniteEdgesWithLoops(
  nodeCount: number,
  sources: Uint32Array,
  targets: Uint32Array,
): Uint32Array {
  const parents = new Uint32Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) parents[u] = u;
  for (let e = 0; e < sources.length; e++) unite(parents, sources[e], targets[e]);
  for (let u = 0; u < nodeCount; u++) parents[u] = parents[parents[u]];
  return parents;
}

/** The loop in TypeScript over a CSR; exported for its test. */
export function uniteArcsWithLoops(nodeCount: number, offsets: Uint32Array, ends: Uint32Array): Uint32Array {
  const parents = new Uint32Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) parents[u] = u;
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) unite(parents, u, ends[arc]);
  }
  for (let u = 0; u < nodeCount; u++) parents[u] = parents[parents[u]];
  return parents;
}

/** Climbs from whichever has the larger parent, pointing it at the smaller one, until they meet. */
function unite(parents: Uint32Array, a: number, b: number): void {
  let u = a;
  let v = b;
  let pu = parents[u];
  let pv = parents[v];
  while (pu !== pv) {
    if (pu > pv) {
      parents[u] = pv;
      if (pu === u) return;
      u = pu;
      pu = parents[u];
    } else {
      parents[v] = pu;
      if (pv === v) return;
      v = pv;
      pv = parents[v];
    }
  }
}
