/** Arcs a node at a time, out of a frozen graph or of what a search has come to, for loops that run over either. */
import type { Direction } from "../../../view.js";
import { type Arcs, opposite } from "./direction.js";
import type { LocalGraph } from "./local-graph.js";

/** The present arcs are those from `first` up to but not including `last` in the two arrays, until others are opened. */
export interface ArcReader {
  /** Makes the arcs of a node the present ones; false once the frozen graph would have been the better way. */
  open(u: number): boolean;
  first: number;
  last: number;
  /** The node at the far end of each arc, by index. */
  ends: Uint32Array;
  /** The edge of each arc. */
  edges: Uint32Array;
}

/** Arcs of a frozen graph, with edges by index. */
export function frozenArcs({ offsets, ends, edges }: Arcs): ArcReader {
  return {
    first: 0,
    last: 0,
    ends,
    edges,
    open(u) {
      this.first = offsets[u];
      this.last = offsets[u + 1];
      return true;
    },
  };
}

/** Arcs in a direction, read when a search comes to their node, with edges by id. */
export function localArcs(graph: LocalGraph, direction: Direction): ArcReader {
  return {
    first: 0,
    last: 0,
    ends: graph.ends,
    edges: graph.edges,
    open(u) {
      const pays = graph.open(u, direction);
      this.last = graph.arcCount;
      this.ends = graph.ends;
      this.edges = graph.edges;
      return pays;
    },
  };
}

/** The arcs in a direction, and those against it. */
export function localArcsBothWays(graph: LocalGraph, direction: Direction): readonly [ArcReader, ArcReader] {
  return [localArcs(graph, direction), localArcs(graph, opposite(direction))];
}
