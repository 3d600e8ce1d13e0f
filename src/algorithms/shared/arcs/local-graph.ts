/**
 * The part of a graph that a search has come to: its nodes by index in the order in which they were found, and the arcs
 * of one at a time. A search over it costs what it touches, and finds what it would in the frozen graph.
 */
import { IdMap } from "../../../structures/id-map.js";
import { checkDirection, type Direction, type GraphView, type LocalArcs } from "../../../view.js";
import type { RunOptions } from "../options.js";

export class LocalGraph {
  /** The id of each node found, by index. */
  readonly ids: number[] = [];
  /** The node at the far end of each arc of the node that was opened last, by index. */
  ends = new Uint32Array(64);
  /** The edge of each of these arcs, by id. */
  edges: Uint32Array;
  /** Their number. */
  arcCount = 0;
  readonly #arcs: LocalArcs;
  readonly #indices = new IdMap();

  private constructor(arcs: LocalArcs) {
    this.#arcs = arcs;
    this.edges = arcs.edges;
  }

  /** Undefined where the frozen graph is the better way. */
  static of(view: GraphView): LocalGraph | undefined {
    const arcs = view.localArcs();
    return arcs && new LocalGraph(arcs);
  }

  /** The number of nodes found. */
  get nodeCount(): number {
    return this.ids.length;
  }

  /** The index of a node by its id, which it gets if it has none. */
  indexOf(id: number): number {
    const { length } = this.ids;
    const index = this.#indices.add(id, length);
    if (index === length) this.ids.push(id);
    return index;
  }

  /** Opens the arcs of a node; false once so many were opened that the frozen graph is the better way. */
  open(index: number, direction: Direction): boolean {
    const arcs = this.#arcs;
    const pays = arcs.read(this.ids[index], direction);
    const { count, ends } = arcs;
    if (count > this.ends.length) this.ends = new Uint32Array(ends.length);
    for (let i = 0; i < count; i++) this.ends[i] = this.indexOf(ends[i]);
    this.edges = arcs.edges;
    this.arcCount = count;
    return pays;
  }
}

/** The nodes within some hops, by index in the order of the search, and how far each is. */
export interface LocalHops {
  readonly graph: LocalGraph;
  readonly hops: number[];
}

/**
 * Searches breadth first from nodes given by distinct ids, in the same order as in the frozen graph. Undefined where
 * that is the better way.
 */
export function localHops(
  view: GraphView,
  sources: ArrayLike<number>,
  direction: Direction,
  hopsMax = Infinity,
): LocalHops | undefined {
  checkDirection(direction);
  const graph = LocalGraph.of(view);
  if (graph === undefined) return undefined;
  const hops: number[] = [];
  for (let i = 0; i < sources.length; i++) {
    graph.indexOf(sources[i]);
    hops.push(0);
  }
  // nodes are found in the order in which they wait
  for (let taken = 0; taken < hops.length && hops[taken] < hopsMax; taken++) {
    if (!graph.open(taken, direction)) return undefined;
    while (hops.length < graph.nodeCount) hops.push(hops[taken] + 1);
  }
  return { graph, hops };
}

/** The signal alone: a search that may restart reports progress only once it is done. */
export function signalOf({ signal }: RunOptions): RunOptions {
  return signal === undefined ? {} : { signal };
}
