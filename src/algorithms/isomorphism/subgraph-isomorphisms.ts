/**
 * Where a graph has a pattern: all ways to lay the pattern's nodes over nodes of the graph. Cordella, Foggia,
 * Sansone and Vento 2004, "A (sub)graph isomorphism algorithm for matching large graphs" (VF2), with the pattern's
 * nodes in an order fixed at the start, the most constrained first: Bonnici et al. 2013, "A subgraph isomorphism
 * algorithm and its application to biochemical data" (RI).
 */
import { describe } from "../../errors.js";
import { IndexHeap } from "../../structures/index-heap.js";
import { type EdgeId, GraphView, type NodeId } from "../../view.js";
import { checkBoolean, checkOptions, type SignalOption } from "../shared/options.js";
import { Result } from "../shared/result.js";
import { arcCountTo, firstArcTo, type SortedArcs, sortedArcsOf } from "../shared/sorted-arcs.js";

/** Tests of what may lie over what. */
export interface MatchTests extends SignalOption {
  /** Whether a node of the graph may stand for a node of the pattern; any may unless given. */
  readonly nodeMatch?: (node: NodeId, patternNode: NodeId) => boolean;
  /** Whether an edge of the graph may stand for an edge of the pattern; any may unless given. */
  readonly edgeMatch?: (edge: EdgeId, patternEdge: EdgeId) => boolean;
}

export interface SubgraphIsomorphismOptions extends MatchTests {
  /**
   * Whether nodes must have no edges among them but those of the pattern; true unless given. If false the graph
   * may have more: these are then called monomorphisms.
   */
  readonly induced?: boolean;
}

/**
 * All ways to lay `pattern` over a view, one by one as they are asked for: for each of the pattern's nodes, by its
 * id, the id of a node of the view. Parallel edges need as many in the view, a self-loop needs one.
 *
 * Time: exponential in the pattern at worst; space: O(nodes + edges). Deterministic. Either graph may be in parts.
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
 * [...first.values]; // => [ 0, 1, 2 ]
 */
export function subgraphIsomorphisms(
  view: GraphView,
  pattern: GraphView,
  options: SubgraphIsomorphismOptions = {},
): Generator<Result<Uint32Array>, void, undefined> {
  checkOptions(options, ["induced", "nodeMatch", "edgeMatch"]);
  const { induced = true } = options;
  checkBoolean("induced", induced);
  checkMatch(view, pattern, options);
  // a generator would check only once the first is asked for
  return findAll(view, pattern, options, induced);
}

/** Throws unless two views can be compared, and tests are functions. */
export function checkMatch(view: GraphView, pattern: GraphView, { nodeMatch, edgeMatch }: MatchTests): void {
  if (!(pattern instanceof GraphView)) {
    throw new TypeError(`"pattern" expected a graph or a view, got ${describe(pattern)}`);
  }
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
}

function sideOf(view: GraphView): Side {
  const csr = view.csr();
  return { ids: csr.nodeIds, edgeIds: csr.edgeIds, ...sortedArcsOf(csr) };
}

function* findAll(
  view: GraphView,
  pattern: GraphView,
  tests: MatchTests,
  induced: boolean,
): Generator<Result<Uint32Array>, void, undefined> {
  const large = sideOf(view);
  const small = sideOf(pattern);
  const size = small.ids.length;
  const turns = turnsOf(small);
  // by node of the pattern its node of the graph, and whether a node of the graph is one
  const images = new Uint32Array(size);
  const isTaken = new Uint8Array(large.ids.length);
  const fits = fitTest(small, large, tests, induced, images, isTaken);
  if (size === 0) {
    yield new Result(small.ids, new Uint32Array(0));
    return;
  }
  const choices = [choicesFor(turns[0], large, images)];
  while (choices.length > 0) {
    const depth = choices.length - 1;
    const turn = turns[depth];
    const { value, done } = choices[depth].next();
    if (done === true) {
      choices.pop();
      if (depth > 0) isTaken[images[turns[depth - 1].node]] = 0;
      continue;
    }
    if (isTaken[value] === 1 || !fits(turn, value)) continue;
    images[turn.node] = value;
    if (depth + 1 === size) {
      yield new Result(
        small.ids,
        images.map((u) => large.ids[u]),
      );
      continue;
    }
    isTaken[value] = 1;
    choices.push(choicesFor(turns[depth + 1], large, images));
  }
}

/** A node of the pattern in its turn. */
interface Turn {
  readonly node: number;
  /** A neighbour that has had its turn, if there is one, and whether the arc leads from it. */
  readonly anchor: { readonly node: number; readonly leads: boolean } | undefined;
  /** All neighbours that have had their turn. */
  readonly former: readonly number[];
  /** How many arcs lead to them, and come from them. */
  readonly toFormer: number;
  readonly fromFormer: number;
}

/** The pattern's nodes, always the one with the most arcs to those before it, of several that of most arcs. */
function turnsOf({ ids, out, in: into }: Side): Turn[] {
  const arcCountOf = (u: number) =>
    out.offsets[u + 1] - out.offsets[u] + into.offsets[u + 1] - into.offsets[u];
  const queue = new IndexHeap(ids.length);
  // one arc to a node before counts for more than any number of others
  const scale = 2 * out.ends.length + 1;
  for (let u = 0; u < ids.length; u++) queue.lower(u, -arcCountOf(u));
  const turns: Turn[] = [];
  while (queue.size > 0) {
    const node = queue.pop();
    const former = new Set<number>();
    const counts = [0, 0];
    let anchor: Turn["anchor"];
    for (const [side, { offsets, ends }] of [out, into].entries()) {
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const v = ends[arc];
        if (v === node) continue;
        if (!queue.isDone(v)) {
          queue.lower(v, queue.keys[v] - scale);
          continue;
        }
        counts[side]++;
        former.add(v);
        anchor ??= { node: v, leads: side === 1 };
      }
    }
    turns.push({ node, anchor, former: [...former], toFormer: counts[0], fromFormer: counts[1] });
  }
  return turns;
}

/** The nodes of the graph that a node of the pattern may lie over, as far as its anchor tells. */
function* choicesFor({ anchor }: Turn, large: Side, images: Uint32Array): Generator<number> {
  if (anchor === undefined) {
    for (let u = 0; u < large.ids.length; u++) yield u;
    return;
  }
  const { offsets, ends } = anchor.leads ? large.out : large.in;
  const from = images[anchor.node];
  for (let arc = offsets[from]; arc < offsets[from + 1]; arc++) {
    if (arc === offsets[from] || ends[arc] !== ends[arc - 1]) yield ends[arc];
  }
}

/** A function that tells whether the node whose turn it is may lie over another, given what was laid before. */
function fitTest(
  small: Side,
  large: Side,
  { nodeMatch, edgeMatch }: MatchTests,
  induced: boolean,
  images: Uint32Array,
  isTaken: Uint8Array,
): (turn: Turn, image: number) => boolean {
  const degreeOf = ({ offsets }: SortedArcs, u: number) => offsets[u + 1] - offsets[u];
  const takenCountOf = ({ offsets, ends }: SortedArcs, u: number) => {
    let count = 0;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) count += isTaken[ends[arc]];
    return count;
  };
  /** Whether the arcs between two nodes of the pattern have their like between two of the graph. */
  const pairFits = (u: number, v: number, imageU: number, imageV: number): boolean => {
    const first = firstArcTo(small.out, u, v);
    const count = arcCountTo(small.out, u, v, first);
    if (count === 0 && !induced) return true;
    const firstImage = firstArcTo(large.out, imageU, imageV);
    const imageCount = arcCountTo(large.out, imageU, imageV, firstImage);
    if (induced ? imageCount !== count : imageCount < count) return false;
    if (edgeMatch === undefined || count === 0) return true;
    return canAssign(count, imageCount, (i, j) =>
      edgeMatch(large.edgeIds[large.out.edges[firstImage + j]], small.edgeIds[small.out.edges[first + i]]),
    );
  };
  return ({ node, former, toFormer, fromFormer }, image) => {
    if (degreeOf(small.out, node) > degreeOf(large.out, image)) return false;
    if (degreeOf(small.in, node) > degreeOf(large.in, image)) return false;
    if (nodeMatch !== undefined && !nodeMatch(large.ids[image], small.ids[node])) return false;
    // with as many arcs in all and to each neighbour there can be none to another
    if (induced && takenCountOf(large.out, image) !== toFormer) return false;
    if (induced && takenCountOf(large.in, image) !== fromFormer) return false;
    if (!pairFits(node, node, image, image)) return false;
    return former.every(
      (other) =>
        pairFits(node, other, image, images[other]) &&
        (small.in === small.out || pairFits(other, node, images[other], image)),
    );
  };
}

/** Whether each of `count` things can be given one of `imageCount` of its own that fits. Kuhn 1955. */
function canAssign(count: number, imageCount: number, fits: (i: number, j: number) => boolean): boolean {
  const ownerOf = new Int32Array(imageCount).fill(-1);
  const assign = (i: number, tried: Set<number>): boolean => {
    for (let j = 0; j < imageCount; j++) {
      if (tried.has(j) || !fits(i, j)) continue;
      tried.add(j);
      if (ownerOf[j] >= 0 && !assign(ownerOf[j], tried)) continue;
      ownerOf[j] = i;
      return true;
    }
    return false;
  };
  for (let i = 0; i < count; i++) if (!assign(i, new Set())) return false;
  return true;
}
