/**
 * The arcs of some types by the node that they leave, or that they enter: by node id, and of each node by the node at the
 * far end, then by edge. Sorted, so that two nodes' arcs can be intersected.
 */
import type { ElementState } from "../../space/states/element-state.js";

export interface TypedArcs {
  /** Node u's arcs are at offsets[u] up to offsets[u + 1] of the next two; nodes past the end have none. */
  readonly offsets: Uint32Array;
  /** The node at the far end of each arc. */
  readonly ends: Uint32Array;
  readonly edges: Uint32Array;
}

/** Live edges of some types, with their ends. */
export interface TypedEdges {
  readonly edges: Uint32Array;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** One more than the largest node id among the ends. */
  readonly nodeLimit: number;
  readonly loopCount: number;
}

/** The live edges whose sets of types are marked; `ofNone` counts those that have no type. */
export function edgeList(
  { live, labelRows }: ElementState,
  fits: readonly number[] | undefined,
  ofNone: boolean,
  sourceOf: Uint32Array,
  targetOf: Uint32Array,
): TypedEdges {
  const all = live.toArray();
  let edges = all;
  if (fits !== undefined) {
    const rows = new Int32Array(all.length);
    labelRows.gather(all, rows);
    let count = 0;
    for (let i = 0; i < all.length; i++)
      if (rows[i] < 0 ? ofNone : fits[rows[i]] === 1) all[count++] = all[i];
    edges = count === all.length ? all : all.slice(0, count);
  }
  const sources = new Uint32Array(edges.length);
  const targets = new Uint32Array(edges.length);
  let nodeLimit = 0;
  let loopCount = 0;
  for (let i = 0; i < edges.length; i++) {
    const source = sourceOf[edges[i]];
    const target = targetOf[edges[i]];
    sources[i] = source;
    targets[i] = target;
    if (source >= nodeLimit) nodeLimit = source + 1;
    if (target >= nodeLimit) nodeLimit = target + 1;
    if (source === target) loopCount++;
  }
  return { edges, sources, targets, nodeLimit, loopCount };
}

/** Sorts edges by node, far end and edge: two counting sorts, the far end first. O(edges + nodes). */
export function typedArcs(list: TypedEdges, incoming: boolean): TypedArcs {
  const { nodeLimit, edges } = list;
  const [keys, far] = incoming ? [list.targets, list.sources] : [list.sources, list.targets];
  const count = edges.length;
  const byEnd = new Uint32Array(count);
  const places = startsOf(far, nodeLimit);
  for (let i = 0; i < count; i++) byEnd[places[far[i]]++] = i;
  const offsets = startsOf(keys, nodeLimit);
  const ends = new Uint32Array(count);
  const sorted = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    const i = byEnd[k];
    const at = offsets[keys[i]]++;
    ends[at] = far[i];
    sorted[at] = edges[i];
  }
  // each start has advanced to the next one
  offsets.copyWithin(1, 0, nodeLimit);
  offsets[0] = 0;
  return { offsets, ends, edges: sorted };
}

/** For each key the place of the first that has it, and behind them the number of all. */
function startsOf(keys: Uint32Array, limit: number): Uint32Array {
  const starts = new Uint32Array(limit + 1);
  for (let i = 0; i < keys.length; i++) starts[keys[i] + 1]++;
  for (let key = 0; key < limit; key++) starts[key + 1] += starts[key];
  return starts;
}
