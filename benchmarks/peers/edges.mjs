// The edges that every peer is given: undirected, no two alike, no self-loop, in random order, each with a weight
// of 1 to 255; uniform, or Kronecker's as Graph500 has them. They lie in one file that drivers in any language
// read: numbers of 32 bits, five of a header (nodes, edges, source, target, count of pivots), then sources, targets
// and weights, and last the pivots, from which sampled betweenness searches.
import { readFileSync, writeFileSync } from "node:fs";
import { pivotsOf } from "../../build/algorithms/centrality/brandes.js";
import { kroneckerGraph } from "../../dist/algorithms/index.js";
import { drawer } from "../shared/measure.mjs";
import { pivotSeed, sampleCount } from "./tasks.mjs";

const headerCount = 5;

/** Edges drawn uniformly, as many as asked for. */
export function uniformData(nodeCount, edgeCount, seed = 0x2545f491) {
  const draw = drawer(seed);
  if (edgeCount > (nodeCount * (nodeCount - 1)) / 4) {
    throw new RangeError(
      `"edges" expected at most half of all pairs of ${nodeCount} nodes, got ${edgeCount}`,
    );
  }
  const keys = new Float64Array(edgeCount);
  for (let count = 0; count < edgeCount; ) {
    while (count < edgeCount) {
      const [u, v] = [draw(nodeCount), draw(nodeCount)];
      if (u !== v) keys[count++] = keyOf(u, v, nodeCount);
    }
    count = sortDistinct(keys);
  }
  return finish(nodeCount, keys, draw);
}

/** Kronecker's edges, of which those that are alike and self-loops are left out; nodes stay, those without edges too. */
export function kroneckerData(scale, edgeFactor = 16, seed = 0x2545f491) {
  const { nodeCount, sources, targets } = kroneckerGraph(scale, { directed: false, edgeFactor, seed });
  const keys = new Float64Array(sources.length);
  let count = 0;
  for (let i = 0; i < sources.length; i++) {
    if (sources[i] !== targets[i]) keys[count++] = keyOf(sources[i], targets[i], nodeCount);
  }
  const some = keys.subarray(0, count);
  return finish(nodeCount, some.subarray(0, sortDistinct(some)), drawer(seed));
}

/** A number for an undirected edge. */
export function keyOf(u, v, nodeCount) {
  return u < v ? u * nodeCount + v : v * nodeCount + u;
}

/** Sorts keys and moves those that differ to the front; how many they are. */
export function sortDistinct(keys) {
  keys.sort();
  let count = 0;
  for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[i - 1]) keys[count++] = keys[i];
  return count;
}

/** The edges of distinct keys in random order, with weights from 1 to `weightMax`; keys are shuffled in place. */
export function finish(nodeCount, keys, draw, weightMax = 255) {
  const edgeCount = keys.length;
  for (let i = edgeCount - 1; i > 0; i--) {
    const j = draw(i + 1);
    [keys[i], keys[j]] = [keys[j], keys[i]];
  }
  const sources = new Uint32Array(edgeCount);
  const targets = new Uint32Array(edgeCount);
  const weights = new Int32Array(edgeCount);
  const degrees = new Uint32Array(nodeCount);
  for (let i = 0; i < edgeCount; i++) {
    const u = Math.floor(keys[i] / nodeCount);
    const v = keys[i] - u * nodeCount;
    // keys have the smaller end first; edges of the field do not
    const turned = draw(2) === 1;
    sources[i] = turned ? v : u;
    targets[i] = turned ? u : v;
    weights[i] = 1 + draw(weightMax);
    degrees[u]++;
    degrees[v]++;
  }
  const source = degrees.indexOf(degrees.reduce((most, degree) => Math.max(most, degree), 0));
  let target = draw(nodeCount);
  while (target === source || degrees[target] === 0) target = draw(nodeCount);
  // the ones that groggy draws, since two draws of so few give estimates too far apart to be compared
  const pivots = pivotsOf(nodeCount, sampleCount, pivotSeed);
  return { nodeCount, edgeCount, source, target, sources, targets, weights, pivots };
}

export function writeData(path, { nodeCount, edgeCount, source, target, sources, targets, weights, pivots }) {
  const header = Uint32Array.of(nodeCount, edgeCount, source, target, pivots.length);
  const parts = [header, sources, targets, weights, pivots];
  writeFileSync(
    path,
    Buffer.concat(
      parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    ),
  );
}

export function readData(path) {
  const { buffer, byteOffset } = readFileSync(path);
  const [nodeCount, edgeCount, source, target, pivotCount] = new Uint32Array(buffer, byteOffset, headerCount);
  const column = (Type, i, count = edgeCount) =>
    new Type(buffer, byteOffset + 4 * (headerCount + i * edgeCount), count);
  return {
    nodeCount,
    edgeCount,
    source,
    target,
    sources: column(Uint32Array, 0),
    targets: column(Uint32Array, 1),
    weights: column(Int32Array, 2),
    pivots: column(Uint32Array, 3, pivotCount),
  };
}
