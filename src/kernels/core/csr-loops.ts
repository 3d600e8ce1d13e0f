/**
 * The counting sort of kernels/assembly/core/csr.ts in TypeScript, for graphs too small to pay for a memory and
 * where there is no WebAssembly. `offsets` has nodeCount + 2 words: degrees are counted two places up,
 * summed to starts one place up, and each arc placed moves its start on to where the next list begins.
 */

/** Fills `offsets`, `ends` and `edges`, all zero at first, with one arc an edge, listed under its key. */
export function placeArcs(
  keys: Uint32Array,
  values: Uint32Array,
  offsets: Uint32Array,
  ends: Uint32Array,
  edges: Uint32Array,
): void {
  const edgeCount = keys.length;
  for (let e = 0; e < edgeCount; e++) offsets[keys[e] + 2]++;
  sumOffsets(offsets);
  for (let e = 0; e < edgeCount; e++) {
    const arc = offsets[keys[e] + 1]++;
    ends[arc] = values[e];
    edges[arc] = e;
  }
}

/** The same with two arcs an edge, one under either end. */
export function placeBothArcs(
  sources: Uint32Array,
  targets: Uint32Array,
  offsets: Uint32Array,
  ends: Uint32Array,
  edges: Uint32Array,
): void {
  const edgeCount = sources.length;
  for (let e = 0; e < edgeCount; e++) {
    offsets[sources[e] + 2]++;
    offsets[targets[e] + 2]++;
  }
  sumOffsets(offsets);
  for (let e = 0; e < edgeCount; e++) {
    const u = sources[e];
    const v = targets[e];
    const out = offsets[u + 1]++;
    ends[out] = v;
    edges[out] = e;
    const back = offsets[v + 1]++;
    ends[back] = u;
    edges[back] = e;
  }
}

function sumOffsets(offsets: Uint32Array): void {
  let sum = 0;
  for (let u = 2; u < offsets.length; u++) {
    sum += offsets[u];
    offsets[u] = sum;
  }
}

/** Source and target of each edge, out of the lists by source. */
export function endsOfEdges(
  offsets: Uint32Array,
  targets: Uint32Array,
  edges: Uint32Array,
): { sources: Uint32Array; targets: Uint32Array } {
  const sourceOf = new Uint32Array(edges.length);
  const targetOf = new Uint32Array(edges.length);
  for (let u = 0; u + 1 < offsets.length; u++) {
    const end = offsets[u + 1];
    for (let arc = offsets[u]; arc < end; arc++) {
      const edge = edges[arc];
      sourceOf[edge] = u;
      targetOf[edge] = targets[arc];
    }
  }
  return { sources: sourceOf, targets: targetOf };
}
