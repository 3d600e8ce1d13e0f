/**
 * All occurrences of a pattern in a graph: all mappings of the pattern's nodes to nodes of the graph. Cordella,
 * Foggia, Sansone and Vento 2004, "A (sub)graph isomorphism algorithm for matching large graphs" (VF2), with the
 * pattern's nodes in an order fixed at the start, the most constrained first: Bonnici et al. 2013, "A subgraph
 * isomorphism algorithm and its application to biochemical data" (RI). Symmetric ways are left out by comparing ids:
 * Grochow and Kellis 2007, "Network motif discovery using subgraph enumeration and symmetry-breaking".
 */
import { describe } from "../../errors.js";
import { IndexHeap } from "../../structures/index-heap.js";
import { throwIfAborted } from "../../structures/signal.js";
import type { EdgeId, GraphView, NodeId } from "../../view.js";
import { arcCountTo, firstArcTo, type SortedArcs, sortedArcsOf } from "../shared/arcs/sorted-arcs.js";
import { checkBoolean, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { canAssign } from "./can-assign.js";
import { coloredGraphsOf } from "./colored-graph.js";
import { orbitChain } from "./symmetries.js";

/** Tests of what may lie over what. */
export interface MatchTests extends SignalOption {
  /** Whether a node of the graph may be mapped to a node of the pattern. Any may by default. */
  readonly nodeMatch?: (node: NodeId, patternNode: NodeId) => boolean;
  /** Whether an edge of the graph may be mapped to an edge of the pattern. Any may by default. */
  readonly edgeMatch?: (edge: EdgeId, patternEdge: EdgeId) => boolean;
}

export interface SubgraphIsomorphismOptions extends MatchTests {
  /**
   * Whether of the ways that differ by a symmetry of the pattern only one is found, in which of nodes that may
   * take each other's place the first has the smallest id: of a triangle one way in place of six. Defaults to
   * false. What the tests tell apart is not symmetric: to know that, each is called once for every node, or edge,
   * of the view and every one of the pattern.
   */
  readonly symmetryBreaking?: boolean;
  /**
   * Whether nodes must have no edges among them but those of the pattern. Defaults to true. If false the graph may
   * have more: these are then called monomorphisms.
   */
  readonly induced?: boolean;
}

/**
 * All ways to lay `pattern` over a view, one by one as they are asked for: for each of the pattern's nodes, by its
 * id, the id of a node of the view. Parallel edges need as many in the view, a self-loop needs one.
 *
 * Time: exponential in the pattern at worst, O(nodes · degree ^ (nodes of the pattern - 1)) if it is connected;
 * space: O(nodes + edges). Deterministic. Either graph may be in parts.
 * An empty pattern is found once, in any graph. Both views have to stay as they are meanwhile if there are tests.
 *
 * @throws TypeError if one of the views is directed and the other is not, or for wrong options.
 * @example
 * import { Graph } from "groggy";
 * import { cycleGraph, karateClub, subgraphIsomorphisms } from "groggy/algorithms";
 *
 * const club = karateClub().addTo(new Graph({ directed: false }));
 * const triangle = cycleGraph(3).addTo(new Graph({ directed: false }));
 * const [first] = subgraphIsomorphisms(club, triangle);
 * first?.values; // => Uint32Array(3) [ 0, 1, 2 ]
 */
export function subgraphIsomorphisms(
  view: GraphView,
  pattern: GraphView,
  options: SubgraphIsomorphismOptions = {},
): Generator<Result<Uint32Array>, void, undefined> {
  checkView(view);
  checkView(pattern, "pattern");
  checkRunOptions(options, ["induced", "symmetryBreaking", "nodeMatch", "edgeMatch"]);
  const { induced = true, symmetryBreaking = false } = options;
  checkBoolean("induced", induced);
  checkBoolean("symmetryBreaking", symmetryBreaking);
  checkMatch(view, pattern, options);
  // a generator would check, and freeze the graphs, only once the first is asked for
  return findAll(sideOf(view), sideOf(pattern), options, induced, symmetryBreaking);
}

/** Throws unless two views can be compared, and tests are functions. */
export function checkMatch(view: GraphView, pattern: GraphView, { nodeMatch, edgeMatch }: MatchTests): void {
  if (pattern.directed !== view.directed) {
    const word = ({ directed }: GraphView) => (directed ? "a directed graph" : "an undirected graph");
    throw new TypeError(`"pattern" expected ${word(view)}, as the view is, got ${word(pattern)}`);
  }
  for (const [name, test] of Object.entries({ nodeMatch, edgeMatch })) {
    if (test !== undefined && typeof test !== "function") {
      throw new TypeError(`"${name}" expected a function, got ${describe(test)}`);
    }
  }
}

/** One side of the search. */
interface Side {
  readonly ids: Uint32Array;
  readonly edgeIds: Uint32Array;
  readonly out: SortedArcs;
  readonly in: SortedArcs;
  /** The number of arcs from each node to itself. */
  readonly loopCounts: Uint32Array;
}

function sideOf(view: GraphView): Side {
  const csr = view.csr();
  const arcs = sortedArcsOf(csr);
  const { offsets, ends } = arcs.out;
  const loopCounts = new Uint32Array(csr.nodeCount);
  for (let u = 0; u < csr.nodeCount; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) if (ends[arc] === u) loopCounts[u]++;
  }
  return { ids: csr.nodeIds, edgeIds: csr.edgeIds, ...arcs, loopCounts };
}

function* findAll(
  large: Side,
  small: Side,
  tests: MatchTests,
  induced: boolean,
  symmetryBreaking: boolean,
): Generator<Result<Uint32Array>, void, undefined> {
  const { signal } = tests;
  const step = stepCounter(tests);
  const size = small.ids.length;
  const order = orderOf(small);
  const chain = symmetryBreaking ? symmetriesOf(large, small, tests, order, step) : [];
  const turns = order.map((node, depth) => turnOf(small, node, order.slice(0, depth), chain));
  // by node of the pattern its node of the graph, and whether a node of the graph is one
  const images = new Uint32Array(size);
  const isTaken = new Uint8Array(large.ids.length);
  const fits = fitTest(small, large, tests, induced, images, isTaken, step);
  if (size === 0) {
    yield new Result(small.ids, new Uint32Array(0));
    return;
  }
  const choices = new Choices(large, images, turns);
  for (let depth = choices.open(0); depth >= 0; ) {
    const turn = turns[depth];
    const image = choices.next(depth);
    step();
    if (image < 0) {
      depth--;
      if (depth >= 0) isTaken[images[turns[depth].node]] = 0;
      continue;
    }
    if (isTaken[image] === 1 || !fits(turn, image)) continue;
    images[turn.node] = image;
    if (depth + 1 === size) {
      yield new Result(
        small.ids,
        images.map((u) => large.ids[u]),
      );
      throwIfAborted(signal);
      continue;
    }
    isTaken[image] = 1;
    depth = choices.open(depth + 1);
  }
}

/** A node of the pattern in its turn. */
interface Turn {
  readonly node: number;
  readonly depth: number;
  /** Its neighbors that have had their turn, with the arcs to them and from them. */
  readonly links: readonly Link[];
  /** The number of arcs to them, and from them. */
  readonly toFormer: number;
  readonly fromFormer: number;
  /** The others that have had their turn. */
  readonly strangers: readonly number[];
  /** Nodes that have had their turn, and whose images have to be smaller. */
  readonly above: readonly number[];
  /**
   * The number of others that still have to be mapped to larger nodes near the same images, since symmetries exchange
   * them.
   */
  readonly below: number;
}

/** Arcs between a node of the pattern and another: the first of them, and how many. */
interface Link {
  readonly node: number;
  readonly toFirst: number;
  readonly toCount: number;
  readonly fromFirst: number;
  readonly fromCount: number;
}

/** The pattern's nodes, always the one with the most arcs to those before it, of several that of most arcs. */
function orderOf({ ids, out, in: into }: Side): number[] {
  const queue = new IndexHeap(ids.length);
  // one arc to a node before counts for more than any number of others
  const scale = 2 * out.ends.length + 1;
  for (let u = 0; u < ids.length; u++) queue.lower(u, -degreeOf(out, u) - degreeOf(into, u));
  const order: number[] = [];
  while (queue.size > 0) {
    const node = queue.pop();
    order.push(node);
    for (const { offsets, ends } of [out, into]) {
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const v = ends[arc];
        if (!queue.isDone(v)) queue.lower(v, queue.keys[v] - scale);
      }
    }
  }
  return order;
}

function turnOf(
  { out, in: into }: Side,
  node: number,
  former: readonly number[],
  chain: readonly (readonly [first: number, others: readonly number[]])[],
): Turn {
  const links: Link[] = [];
  const strangers: number[] = [];
  for (const other of former) {
    const toFirst = firstArcTo(out, node, other);
    const fromFirst = firstArcTo(out, other, node);
    const link = {
      node: other,
      toFirst,
      toCount: arcCountTo(out, node, other, toFirst),
      fromFirst,
      fromCount: arcCountTo(out, other, node, fromFirst),
    };
    if (link.toCount + link.fromCount > 0) links.push(link);
    else strangers.push(other);
  }
  const above = chain.filter(([, others]) => others.includes(node)).map(([first]) => first);
  const sum = (key: "toCount" | "fromCount") => links.reduce((total, link) => total + link[key], 0);
  // in an undirected graph both are the same arcs
  return {
    node,
    depth: former.length,
    links,
    toFormer: sum("toCount"),
    fromFormer: into === out ? sum("toCount") : sum("fromCount"),
    strangers,
    above,
    below: chain.find(([first]) => first === node)?.[1].length ?? 0,
  };
}

/**
 * Symmetries of the pattern that respect the caller's tests: nodes, each with others to which a symmetry maps it that
 * fixes all nodes before it.
 */
function symmetriesOf(
  large: Side,
  small: Side,
  { nodeMatch, edgeMatch }: MatchTests,
  order: readonly number[],
  step: (steps?: number) => void,
): [first: number, others: number[]][] {
  const nodeColors = nodeMatch && columnsOf(large.ids, small.ids, nodeMatch, step);
  const edgeColors = edgeMatch && columnsOf(large.edgeIds, small.edgeIds, edgeMatch, step);
  const [graph] = coloredGraphsOf([
    { ...small, ...(nodeColors && { nodeColors }), ...(edgeColors && { edgeColors }) },
  ]);
  return orbitChain(graph, order, step);
}

/** Numbers for the pattern's ids: the same where a test says the same of every id of the graph. */
function columnsOf(
  ids: Uint32Array,
  patternIds: Uint32Array,
  test: (id: number, patternId: number) => boolean,
  step: (steps?: number) => void,
): Uint32Array {
  let colors = new Uint32Array(patternIds.length);
  for (const id of ids) {
    const numbers = new Map<number, number>();
    colors = colors.map((color, i) => {
      step(STEPS_A_TEST);
      const key = 2 * color + (test(id, patternIds[i]) ? 1 : 0);
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return numbers.get(key)!;
    });
  }
  return colors;
}

/** The assumed cost of a caller's test, in steps. */
const STEPS_A_TEST = 64;

/** For each turn the nodes of the graph that the pattern's node may lie over, as far as one neighbor tells. */
class Choices {
  readonly #large: Side;
  readonly #images: Uint32Array;
  readonly #turns: readonly Turn[];
  /** By turn where its choices are listed, the place of the next one, and the end; without a list, all nodes. */
  readonly #lists: (Uint32Array | undefined)[];
  readonly #places: Float64Array;
  readonly #ends: Float64Array;

  constructor(large: Side, images: Uint32Array, turns: readonly Turn[]) {
    this.#large = large;
    this.#images = images;
    this.#turns = turns;
    this.#lists = turns.map(() => undefined);
    this.#places = new Float64Array(turns.length);
    this.#ends = new Float64Array(turns.length);
  }

  /** Begins a turn, and returns it. */
  open(depth: number): number {
    const images = this.#images;
    const { links, above, below } = this.#turns[depth];
    // choices are listed in order, so that those that are too small are passed over at once
    let first = 0;
    for (const u of above) first = Math.max(first, images[u] + 1);
    this.#lists[depth] = undefined;
    this.#places[depth] = first;
    this.#ends[depth] = this.#large.ids.length;
    // the neighbor that has the fewest arcs
    for (const { node, toCount, fromCount } of links) {
      const image = images[node];
      if (fromCount > 0) this.#narrow(depth, this.#large.out, image, first);
      if (toCount > 0) this.#narrow(depth, this.#large.in, image, first);
    }
    // those of the end are left to the nodes that need larger ones
    this.#ends[depth] -= below;
    return depth;
  }

  #narrow(depth: number, arcs: SortedArcs, image: number, first: number): void {
    if (this.#lists[depth] !== undefined && degreeOf(arcs, image) >= this.#ends[depth] - this.#places[depth])
      return;
    this.#lists[depth] = arcs.ends;
    this.#places[depth] = first === 0 ? arcs.offsets[image] : firstArcTo(arcs, image, first);
    this.#ends[depth] = arcs.offsets[image + 1];
  }

  /** The next choice of a turn; -1 if there is none. */
  next(depth: number): number {
    const list = this.#lists[depth];
    const place = this.#places[depth];
    if (place >= this.#ends[depth]) return -1;
    if (list === undefined) {
      this.#places[depth] = place + 1;
      return place;
    }
    // parallel arcs are one choice
    const choice = list[place];
    let after = place + 1;
    while (after < this.#ends[depth] && list[after] === choice) after++;
    this.#places[depth] = after;
    return choice;
  }
}

function degreeOf({ offsets }: SortedArcs, u: number): number {
  return offsets[u + 1] - offsets[u];
}

/** A function that tells whether the node whose turn it is may lie over another, given what was laid before. */
function fitTest(
  small: Side,
  large: Side,
  { nodeMatch, edgeMatch }: MatchTests,
  induced: boolean,
  images: Uint32Array,
  isTaken: Uint8Array,
  step: (steps?: number) => void,
): (turn: Turn, image: number) => boolean {
  const isDirected = large.in !== large.out;
  const takenCountOf = ({ offsets, ends }: SortedArcs, u: number) => {
    let count = 0;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) count += isTaken[ends[arc]];
    step(offsets[u + 1] - offsets[u]);
    return count;
  };
  // the arcs from one node of the graph to another, as they were last counted
  let arcs = large.out;
  let first = 0;
  /** Their number, by the shorter of the lists that have them. */
  const countArcs = (u: number, v: number): number => {
    const isShorter = degreeOf(large.out, u) <= degreeOf(large.in, v);
    arcs = isShorter ? large.out : large.in;
    first = isShorter ? firstArcTo(arcs, u, v) : firstArcTo(arcs, v, u);
    step(4);
    return isShorter ? arcCountTo(arcs, u, v, first) : arcCountTo(arcs, v, u, first);
  };
  /** Whether arcs between two nodes of the pattern have their like between two of the graph. */
  const arcsFit = (patternFirst: number, count: number, u: number, v: number): boolean => {
    const imageCount = countArcs(u, v);
    if (induced ? imageCount !== count : imageCount < count) return false;
    if (edgeMatch === undefined) return true;
    const [found, foundFirst] = [arcs, first];
    return canAssign(count, imageCount, (i, j) => {
      step(STEPS_A_TEST);
      return edgeMatch(
        large.edgeIds[found.edges[foundFirst + j]],
        small.edgeIds[small.out.edges[patternFirst + i]],
      );
    });
  };
  /** Whether no arcs lead to nodes taken but those that are asked for. */
  const hasNoOthers = ({ toFormer, fromFormer, strangers }: Turn, image: number): boolean => {
    // a few nodes are looked for among the arcs of one that has many
    if (degreeOf(large.out, image) + degreeOf(large.in, image) > 16 * strangers.length) {
      return strangers.every(
        (other) =>
          countArcs(image, images[other]) === 0 && (!isDirected || countArcs(images[other], image) === 0),
      );
    }
    // with as many arcs in all and to each neighbor there can be none to another
    if (takenCountOf(large.out, image) !== toFormer) return false;
    return !isDirected || takenCountOf(large.in, image) === fromFormer;
  };
  return (turn, image) => {
    const { node, links, above } = turn;
    if (degreeOf(small.out, node) > degreeOf(large.out, image)) return false;
    if (degreeOf(small.in, node) > degreeOf(large.in, image)) return false;
    for (const other of above) if (images[other] > image) return false;
    if (nodeMatch !== undefined) {
      step(STEPS_A_TEST);
      if (!nodeMatch(large.ids[image], small.ids[node])) return false;
    }
    // arcs that have to be there first: most often one of them is not
    for (const { node: other, toFirst, toCount, fromFirst, fromCount } of links) {
      const far = images[other];
      if (toCount > 0 && !arcsFit(toFirst, toCount, image, far)) return false;
      if (isDirected && fromCount > 0 && !arcsFit(fromFirst, fromCount, far, image)) return false;
    }
    const loopCount = small.loopCounts[node];
    if (loopCount > 0 && !arcsFit(firstArcTo(small.out, node, node), loopCount, image, image)) return false;
    if (!induced) return true;
    if (loopCount !== large.loopCounts[image]) return false;
    for (const { node: other, toCount, fromCount } of links) {
      if (toCount === 0 && countArcs(image, images[other]) > 0) return false;
      if (isDirected && fromCount === 0 && countArcs(images[other], image) > 0) return false;
    }
    return hasNoOthers(turn, image);
  };
}
