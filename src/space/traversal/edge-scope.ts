/** Which edges a read follows: the live ones of a state, in a direction, of some types, for which a filter is true. */
import type { Bitmap } from "../../structures/bitmap.js";
import { TypeTest } from "../states/edge-types.js";
import type { Direction, GraphState } from "../states/graph-state.js";

/** A filter that is bound to the edges of a state. */
export interface BoundFilter {
  /** Whether it is true of one edge, which is live. */
  matches(edge: number): boolean;
  /** The live edges for which it is true. */
  all(): Bitmap;
}

/** How far is gone. */
export interface Depths {
  readonly minDepth: number;
  readonly maxDepth: number;
}

/** The request, as it was read. */
export interface Scope {
  readonly direction: Direction;
  readonly types: readonly string[] | undefined;
  readonly where: BoundFilter | undefined;
}

/** The part of all edges that may be tested one by one before the filter is evaluated for all of them. */
const ASKED_SHARE = 1 / 8;

export class EdgeScope {
  readonly state: GraphState;
  /** Whether edges are followed from their source, and from their target. */
  readonly goesOut: boolean;
  readonly goesIn: boolean;
  readonly #types: TypeTest | undefined;
  readonly #where: BoundFilter | undefined;
  #askedLeft: number;
  #allowed: Bitmap | undefined;

  constructor(state: GraphState, { direction, types, where }: Scope) {
    this.state = state;
    this.goesOut = !state.directed || direction !== "in";
    this.goesIn = !state.directed || direction !== "out";
    this.#types = types === undefined ? undefined : new TypeTest(state.edges, types);
    this.#where = where;
    this.#askedLeft = state.edges.live.count * ASKED_SHARE;
  }

  /** Whether every live edge is followed. */
  get isWhole(): boolean {
    return this.#types === undefined && this.#where === undefined;
  }

  /** Whether a live edge is followed. */
  has(edge: number): boolean {
    if (this.#types !== undefined && !this.#types.has(edge)) return false;
    if (this.#where === undefined) return true;
    if (this.#allowed !== undefined) return this.#allowed.has(edge);
    if (this.#askedLeft-- > 0) return this.#where.matches(edge);
    this.#allowed = this.#where.all();
    return this.#allowed.has(edge);
  }
}
