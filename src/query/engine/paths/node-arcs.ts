/**
 * The arcs of single nodes in some directions: out of the arcs that are sorted for the types that are asked, or, while few
 * are read, out of the lists of single nodes, which writes do not make old.
 */
import { EdgeBuffer } from "../../../space/states/adjacency.js";
import type { LabelExpression } from "../../text/tree.js";
import { LabelLookup } from "../label-lookup.js";
import type { EngineContext } from "../operator.js";

/** Arcs at hand: those from `at` up to `end` of the two lists. */
export class ArcRange {
  ends: Uint32Array = NO_ARCS;
  edges: Uint32Array = NO_ARCS;
  at = 0;
  end = 0;
  /** Room for arcs that are read from the list of a node. */
  buffer: EdgeBuffer | undefined;
  room: Uint32Array<ArrayBuffer> = NO_ARCS;
}

const NO_ARCS = new Uint32Array(0);

/** The directions in which arcs are followed: false for those that leave a node. */
export type ArcWays = readonly boolean[];

const OUT: ArcWays = [false];
const IN: ArcWays = [true];
const BOTH: ArcWays = [false, true];

export function arcWaysOf(way: "out" | "in" | "both"): ArcWays {
  if (way === "both") return BOTH;
  return way === "in" ? IN : OUT;
}

export function reversedWays(ways: ArcWays): ArcWays {
  if (ways.length === 2) return ways;
  return ways[0] ? OUT : IN;
}

export class NodeArcs {
  readonly #types: LabelExpression | undefined;
  readonly #lookup: LabelLookup | undefined;
  readonly #context: EngineContext;

  constructor(types: LabelExpression | undefined, context: EngineContext) {
    this.#types = types;
    this.#lookup = types && new LabelLookup(context.state.edges, types);
    this.#context = context;
  }

  /** Has the arcs of a node in one direction at hand. */
  open(node: number, incoming: boolean, range: ArcRange): void {
    const { cache } = this.#context;
    range.at = 0;
    range.end = 0;
    if (!cache.hasArcs(this.#types, incoming) && cache.arcsLeft > 0) {
      this.#openList(node, incoming, range);
      return;
    }
    const { offsets, ends, edges } = cache.arcs(this.#types, incoming);
    if (node + 1 >= offsets.length) return;
    range.ends = ends;
    range.edges = edges;
    range.at = offsets[node];
    range.end = offsets[node + 1];
  }

  #openList(node: number, incoming: boolean, range: ArcRange): void {
    const { cache, state } = this.#context;
    const { adjacency, edges, pool } = state;
    range.buffer ??= new EdgeBuffer();
    const { buffer } = range;
    adjacency.lists(incoming).read(node, edges.live, buffer);
    const far = incoming ? pool.edges.sources : pool.edges.targets;
    if (range.room.length < buffer.count) range.room = new Uint32Array(buffer.edges.length);
    let kept = 0;
    for (let i = 0; i < buffer.count; i++) {
      const edge = buffer.edges[i];
      if (this.#lookup !== undefined && !this.#lookup.has(edge)) continue;
      buffer.edges[kept] = edge;
      range.room[kept++] = far[edge];
    }
    cache.arcsLeft -= buffer.count + 1;
    range.ends = range.room;
    range.edges = buffer.edges;
    range.end = kept;
  }
}
