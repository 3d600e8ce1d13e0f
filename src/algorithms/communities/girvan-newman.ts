/**
 * Communities by removing edges: always the one with the most shortest paths, so that the graph splits where its
 * parts are connected least. Girvan and Newman 2002, "Community structure in social and biological networks".
 */
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { throwIfAborted } from "../../structures/signal.js";
import type { GraphView } from "../../view.js";
import { type BrandesLinks, dependencySearch } from "../centrality/brandes.js";
import { type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type RunOptions, type SignalOption } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { type Communities, communitiesOf } from "./communities.js";
import { modularityGraphOf, modularityOf } from "./modularity-graph.js";

/**
 * The divisions of a view's nodes, one for each time that a part falls in two, until all are alone. Each is found
 * when it is asked for. Their `modularity` tells where to stop.
 *
 * Time: O(nodes · edges²) for all; space: O(nodes + edges). Deterministic: of edges that are alike the one with the
 * smallest ids goes first. The direction of edges, self-loops and parallel edges are ignored. A graph in parts starts
 * from these; one without edges has no divisions.
 *
 * @throws TypeError for wrong options.
 * @example
 * const [first] = girvanNewman(graph);
 * first?.values; // => Uint32Array(5) [ 0, 0, 0, 3, 4 ]
 */
export function* girvanNewman(
  view: GraphView,
  options: RunOptions = {},
): Generator<Communities, void, undefined> {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const whole = modularityGraphOf(csr, undefined);
  const rest = new Remainder(simpleArcsOf(csr, "both"), options);
  const tick = watch(options, rest.edgeCount);
  for (let removed = 1; rest.edgeCount > 0; removed++) {
    const [u, v] = rest.removeBusiest();
    tick(removed);
    if (!rest.splitAt(u, v)) continue;
    const labels = rest.parts.slice();
    yield communitiesOf(csr.nodeIds, labels, modularityOf(whole, labels, 1));
  }
}

/** The remaining part of a graph, and the number of shortest paths along each of its links. */
class Remainder {
  /** For each node the part it is in, by the index of a node of it. */
  readonly parts: Uint32Array;
  readonly #offsets: Uint32Array;
  readonly #ends: Uint32Array;
  /** The number of remaining arcs of each node, which are the first of its arcs. */
  readonly #degrees: Uint32Array;
  readonly #flows: Float64Array;
  readonly #signal: AbortSignalLike | undefined;
  edgeCount: number;

  constructor({ offsets, ends }: SimpleArcs, { signal }: SignalOption) {
    this.#signal = signal;
    const nodeCount = offsets.length - 1;
    this.#offsets = offsets;
    this.#ends = ends;
    this.#degrees = Uint32Array.from({ length: nodeCount }, (_, u) => offsets[u + 1] - offsets[u]);
    this.#flows = new Float64Array(ends.length);
    this.edgeCount = ends.length / 2;
    this.parts = new Uint32Array(nodeCount).fill(nodeCount);
    for (let u = 0; u < nodeCount; u++) if (this.parts[u] === nodeCount) this.#mark(u);
    this.#measure(this.parts.map((_, u) => u));
  }

  /** Takes away the link with the most shortest paths along it, and returns its ends. */
  removeBusiest(): [number, number] {
    let most = 0;
    let [u, v] = [0, 0];
    for (let from = 0; from < this.#degrees.length; from++) {
      for (let arc = this.#offsets[from]; arc < this.#offsets[from] + this.#degrees[from]; arc++) {
        // values that differ by rounding alone count as equal
        if (this.#ends[arc] < from || this.#flows[arc] <= most * (1 + 1e-9)) continue;
        most = this.#flows[arc];
        [u, v] = [from, this.#ends[arc]];
      }
    }
    this.#drop(u, v);
    this.#drop(v, u);
    this.edgeCount--;
    return [u, v];
  }

  /** Recomputes the part of a removed link; true if it split in two. */
  splitAt(u: number, v: number): boolean {
    const members = this.#mark(u);
    const isSplit = !members.has(v);
    this.#measure(isSplit ? [...members, ...this.#mark(v)] : members);
    return isSplit;
  }

  #drop(u: number, v: number): void {
    const start = this.#offsets[u];
    const end = start + this.#degrees[u];
    // the rest moves up, so that ends still ascend
    const place = this.#ends.subarray(start, end).indexOf(v) + start;
    this.#ends.copyWithin(place, place + 1, end);
    this.#degrees[u]--;
  }

  /** Names the part that a node is in by that node; the nodes of it. */
  #mark(start: number): Set<number> {
    // a set is gone through in the order in which it grows
    const members = new Set([start]);
    for (const u of members) {
      this.parts[u] = start;
      for (let arc = this.#offsets[u]; arc < this.#offsets[u] + this.#degrees[u]; arc++)
        members.add(this.#ends[arc]);
    }
    return members;
  }

  /** Counts the shortest paths along the links of whole parts. */
  #measure(members: Iterable<number>): void {
    const offsets = new Uint32Array(this.#degrees.length + 1);
    for (let u = 0; u < this.#degrees.length; u++) offsets[u + 1] = offsets[u] + this.#degrees[u];
    const ends = new Uint32Array(offsets[this.#degrees.length]);
    const places = new Uint32Array(ends.length);
    for (let u = 0; u < this.#degrees.length; u++) {
      for (let i = 0; i < this.#degrees[u]; i++) {
        ends[offsets[u] + i] = this.#ends[this.#offsets[u] + i];
        places[offsets[u] + i] = this.#offsets[u] + i;
      }
    }
    const links: BrandesLinks = {
      offsets,
      ends,
      lengths: undefined,
      tolerance: 0,
      linkOfArc: new Int32Array(0),
      widths: new Uint32Array(0),
    };
    const search = dependencySearch(links, (link, dependency) => {
      this.#flows[places[link]] += dependency;
    });
    const sources = [...members];
    for (const u of sources) {
      this.#flows.fill(0, this.#offsets[u], this.#offsets[u] + this.#degrees[u]);
    }
    for (const u of sources) {
      throwIfAborted(this.#signal);
      search(u);
    }
  }
}
