/** A graph as plain columns, what generators give: nodes 0 .. nodeCount - 1 and the ends of each edge. */

import { describe, LimitError } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { throwIfAborted } from "../../structures/signal.js";
import { describeUnmarked, isMarkedView } from "../../structures/view-brand.js";
import type { SignalOption } from "./options.js";

/** The target that edges are added to: a Graph. */
export interface EdgeSink {
  readonly directed: boolean;
  addNodes(
    count: number,
    options?: { readonly attributes?: Record<string, ArrayLike<unknown>> },
  ): Uint32Array;
  addEdges(
    sources: ArrayLike<number>,
    targets: ArrayLike<number>,
    options?: { readonly attributes?: Record<string, ArrayLike<unknown>> },
  ): Uint32Array;
  /** Adds all of a list or nothing. A sink without it gets the nodes first and then the edges. @internal */
  addNumbered?(list: EdgeList): void;
}

/** A graph made by a generator. `list.addTo(new Graph({ directed: list.directed }))` makes it one to work with. */
export class EdgeList {
  readonly directed: boolean;
  readonly nodeCount: number;
  /** The source of each edge: a number of a node, 0 to nodeCount - 1. */
  readonly sources: Uint32Array;
  /** The target of each edge. */
  readonly targets: Uint32Array;
  /** Values for each node, by attribute. */
  readonly attributes: Readonly<Record<string, ArrayLike<unknown>>>;
  /** Values for each edge, by attribute. */
  readonly edgeAttributes: Readonly<Record<string, ArrayLike<unknown>>>;

  constructor(
    directed: boolean,
    nodeCount: number,
    sources: Uint32Array,
    targets: Uint32Array,
    attributes: Readonly<Record<string, ArrayLike<unknown>>> = {},
    edgeAttributes: Readonly<Record<string, ArrayLike<unknown>>> = {},
  ) {
    this.directed = directed;
    this.nodeCount = nodeCount;
    this.sources = sources;
    this.targets = targets;
    this.attributes = attributes;
    this.edgeAttributes = edgeAttributes;
  }

  get edgeCount(): number {
    return this.sources.length;
  }

  /**
   * Adds the nodes and the edges, with their attributes, to a graph, and returns it. What the graph had stays. All or
   * nothing.
   *
   * @throws TypeError if one is directed and the other is not, or if an attribute does not fit, RangeError for an edge to
   *   no node of the list; then nothing is changed.
   * @example
   * import { Graph } from "groggy";
   * import { karateClub } from "groggy/algorithms";
   *
   * const graph = karateClub().addTo(new Graph({ directed: false }));
   * graph.edgeCount; // => 78
   */
  addTo<G extends EdgeSink>(graph: G): G {
    if (typeof graph !== "object" || graph === null)
      throw new TypeError(`"graph" expected a graph, got ${describe(graph)}`);
    if (graph.addNumbered !== undefined && !isMarkedView(graph))
      throw new TypeError(`"graph" expected a graph, got ${describeUnmarked(graph)}`);
    if (graph.directed !== this.directed) {
      const word = (directed: unknown) =>
        directed === true ? "a directed graph" : directed === false ? "an undirected graph" : describe(graph);
      throw new TypeError(`"graph" expected ${word(this.directed)}, got ${word(graph.directed)}`);
    }
    checkNumbers("sources", this.sources, this.nodeCount);
    checkNumbers("targets", this.targets, this.nodeCount);
    if (typeof graph.addNumbered === "function") {
      graph.addNumbered(this);
      return graph;
    }
    const ids = graph.addNodes(this.nodeCount, { attributes: this.attributes });
    // in a graph that was empty and new, numbers are ids already
    const isNew = ids.length === 0 || ids[0] === 0;
    const idsOf = (ends: Uint32Array) => (isNew ? ends : ends.map((end) => ids[end]));
    graph.addEdges(idsOf(this.sources), idsOf(this.targets), { attributes: this.edgeAttributes });
    return graph;
  }
}

function checkNumbers(name: string, ends: Uint32Array, nodeCount: number): void {
  for (let i = 0; i < ends.length; i++) {
    if (ends[i] < nodeCount) continue;
    throw new RangeError(`"${name}[${i}]" expected a number below ${nodeCount}, got ${ends[i]}`);
  }
}

/** The most edges that a list may have. */
export const EDGES_MAX = 2 ** 32 - 2;

/** Throws unless a list may have this many edges. */
export function checkEdgeCount(count: number): void {
  if (count > EDGES_MAX) throw new LimitError("edges", EDGES_MAX, count);
}

/** After so many edges that were added the signal is asked; a power of two. */
const EDGES_BETWEEN_LOOKS = 2 ** 14;

/** Edges to which more are added one by one, until the signal says otherwise. */
export class EdgeListBuilder {
  readonly #signal: AbortSignalLike | undefined;
  #sources: Uint32Array;
  #targets: Uint32Array;
  #count = 0;

  /** @param capacity the expected number of edges. */
  constructor(capacity: number, { signal }: SignalOption) {
    this.#signal = signal;
    const size = Math.max(16, Math.min(Math.ceil(capacity), 2 ** 28));
    this.#sources = new Uint32Array(size);
    this.#targets = new Uint32Array(size);
  }

  get count(): number {
    return this.#count;
  }

  add(source: number, target: number): void {
    if (this.#count === this.#sources.length) this.#grow();
    if (this.#count % EDGES_BETWEEN_LOOKS === 0) throwIfAborted(this.#signal);
    this.#sources[this.#count] = source;
    this.#targets[this.#count++] = target;
  }

  #grow(): void {
    checkEdgeCount(this.#count + 1);
    const size = Math.min(EDGES_MAX, this.#count * 2);
    const [sources, targets] = [new Uint32Array(size), new Uint32Array(size)];
    sources.set(this.#sources);
    targets.set(this.#targets);
    this.#sources = sources;
    this.#targets = targets;
  }

  finish(
    directed: boolean,
    nodeCount: number,
    attributes?: Readonly<Record<string, ArrayLike<unknown>>>,
  ): EdgeList {
    const [sources, targets] = [this.#sources, this.#targets].map((ends) => ends.slice(0, this.#count));
    return new EdgeList(directed, nodeCount, sources, targets, attributes);
  }
}

/** A list out of pairs of nodes. */
export function edgeListOf(
  directed: boolean,
  nodeCount: number,
  pairs: readonly (readonly [number, number])[],
  attributes?: Readonly<Record<string, ArrayLike<unknown>>>,
  edgeAttributes?: Readonly<Record<string, ArrayLike<unknown>>>,
): EdgeList {
  const sources = Uint32Array.from(pairs, ([source]) => source);
  const targets = Uint32Array.from(pairs, ([, target]) => target);
  return new EdgeList(directed, nodeCount, sources, targets, attributes, edgeAttributes);
}
