/** Two colored graphs combined as one: the left one's nodes first, then as many of the right one. */
import type { ColoredGraph } from "./colored-graph.js";

/**
 * Node u's groups are groupOffsets[u] .. groupOffsets[u + 1] - 1, each of the arcs of one kind; the far ends of
 * group g are at groupStarts[g] .. groupStarts[g + 1] - 1.
 */
export class PairedGraphs {
  /** The number of nodes of either graph. */
  readonly nodeCount: number;
  readonly colors: Uint32Array;
  readonly kindCount: number;
  readonly groupOffsets: Uint32Array;
  readonly groupKinds: Uint32Array;
  readonly groupStarts: Uint32Array;
  readonly ends: Uint32Array;

  /** Both have to have the same number of nodes. */
  constructor(left: ColoredGraph, right: ColoredGraph) {
    const { nodeCount } = left;
    const arcCount = left.ends.length + right.ends.length;
    const groupOffsets = new Uint32Array(2 * nodeCount + 1);
    const ends = new Uint32Array(arcCount);
    const groupKinds: number[] = [];
    const groupStarts: number[] = [];
    const kinds = new Set<number>();
    let n = 0;
    for (const [graph, base] of [
      [left, 0],
      [right, nodeCount],
    ] as const) {
      for (let u = 0; u < nodeCount; u++) {
        const arcs = arcsByKind(graph, u);
        for (let i = 0; i < arcs.length; i++) {
          const kind = graph.kinds[arcs[i]];
          if (i === 0 || kind !== graph.kinds[arcs[i - 1]]) {
            groupKinds.push(kind);
            groupStarts.push(n);
            kinds.add(kind);
          }
          ends[n++] = base + graph.ends[arcs[i]];
        }
        groupOffsets[base + u + 1] = groupKinds.length;
      }
    }
    groupStarts.push(n);
    this.nodeCount = nodeCount;
    this.colors = new Uint32Array(2 * nodeCount);
    this.colors.set(left.colors);
    this.colors.set(right.colors, nodeCount);
    this.kindCount = kinds.size;
    this.groupOffsets = groupOffsets;
    this.groupKinds = Uint32Array.from(groupKinds);
    this.groupStarts = Uint32Array.from(groupStarts);
    this.ends = ends;
  }

  /** The arcs of a kind that a node has; -1 if it has none. O(kinds at the node). */
  groupOf(u: number, kind: number): number {
    const end = this.groupOffsets[u + 1];
    if (this.kindCount === 1) return this.groupOffsets[u] === end ? -1 : this.groupOffsets[u];
    for (let group = this.groupOffsets[u]; group < end; group++) {
      if (this.groupKinds[group] === kind) return group;
    }
    return -1;
  }
}

function arcsByKind({ offsets, kinds }: ColoredGraph, u: number): Uint32Array {
  const arcs = Uint32Array.from({ length: offsets[u + 1] - offsets[u] }, (_, i) => offsets[u] + i);
  for (let i = 1; i < arcs.length; i++) {
    if (kinds[arcs[i]] < kinds[arcs[i - 1]]) return arcs.sort((a, b) => kinds[a] - kinds[b] || a - b);
  }
  return arcs;
}
