/**
 * Counts the walks of a tree of relationships for each node at its root, without listing them: from the leaves up, each
 * node passes on how many walks end there, and sums of values on the way. O(relationships of the types) for each
 * relationship of the pattern, less where conditions leave few nodes. Over 500 lines, since what nodes are asked and what
 * they pass on share their tests and masks.
 */
import type { Expression } from "../../space/filter/expression.js";
import { lowerBound } from "../../structures/binary-search.js";
import type { BoundExpression } from "../bind/bound.js";
import type { LabelExpression } from "../text/tree.js";
import { truthsOf } from "./compare-vectors.js";
import type { CountMeasure, CountQuery } from "./count-query.js";
import type { TreeEdge, TreeNode } from "./count-tree.js";
import { comparableValues } from "./joins/comparable-values.js";
import { NotCountable } from "./joins/not-countable.js";
import { LabelLookup } from "./label-lookup.js";
import * as walkLoops from "./loops/walk-loops.js";
import { PART } from "./loops/walk-loops.js";
import type { EngineContext } from "./operator.js";
import { filteredNodes, markedNodes, nodeFilter } from "./planning/node-filters.js";
import type { TypedArcs } from "./typed-arcs.js";
import { type Batch, isNullAt, type Vector } from "./vector.js";
import { vectorExpression } from "./vector-expression.js";

/** Sums of one measure, for each of some nodes: how many values there are, and their sum or extreme. */
export interface MeasureSums {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/** Nodes, ascending or not, with the number of walks to each, which is not 0. */
export interface WalkSums {
  readonly ids: Uint32Array;
  readonly counts: Float64Array;
  readonly measures: ReadonlyMap<CountMeasure, MeasureSums>;
}

/** The arcs that lead to a parent; `skipsLoops` where others list its loops already. */
interface ArcsUp {
  readonly arcs: TypedArcs;
  readonly skipsLoops: boolean;
}

/** The counts that a node's children give to each node, by id. `touched` are those that are not 0. */
interface Message {
  readonly counts: Float64Array;
  readonly touched: Uint32Array | undefined;
  readonly measures: ReadonlyMap<CountMeasure, MeasureSums>;
}

/** Of so many times as many nodes of the graph the conditions of some are tested for these alone. */
const FEW_FACTOR = 8;

export class WalkCounter {
  readonly #query: CountQuery;
  readonly #context: EngineContext;
  readonly #tests: readonly ((batch: Batch) => Vector)[][];
  /** The part of the conditions of each node that the filter engine knows, and the nodes that it leaves. */
  readonly #filters: readonly (readonly Expression[])[];
  readonly #filtered: (Uint32Array | undefined)[] = [];
  /** The same conditions for a few nodes. */
  readonly #ofFew: readonly ((batch: Batch) => Vector)[][];
  readonly #masks: (Uint8Array | undefined)[] = [];
  readonly #labels: readonly (readonly LabelLookup[])[];
  readonly #values = new Map<CountMeasure, (batch: Batch) => Vector>();

  /** Values at the root are left to who asks. */
  constructor(query: CountQuery, root: number, context: EngineContext) {
    this.#query = query;
    this.#context = context;
    const compiled = (condition: BoundExpression) => vectorExpression(condition, context).of;
    const filters = query.nodes.map(({ slot, conditions }) =>
      conditions.map((condition) => nodeFilter(condition, slot.index, context)),
    );
    this.#filters = filters.map((each) => each.filter((filter) => filter !== undefined));
    this.#tests = query.nodes.map(({ conditions }, i) =>
      conditions.filter((_, k) => filters[i][k] === undefined).map(compiled),
    );
    this.#ofFew = query.nodes.map(({ conditions }, i) =>
      conditions.filter((_, k) => filters[i][k] !== undefined).map(compiled),
    );
    this.#labels = query.nodes.map(({ labels }) =>
      labels.map((each) => new LabelLookup(context.state.nodes, each)),
    );
    for (const measure of query.measures)
      if (measure.node !== undefined && measure.node !== root)
        this.#values.set(measure, compiled(measure.aggregate.items[0]));
  }

  /** The nodes that a node of the pattern may be, for itself alone. */
  nodesOf(node: number): Uint32Array {
    const tree: TreeNode = { nodes: [node], loops: [], conditions: [], children: [] };
    return this.#kept(this.#candidates(tree, []), tree);
  }

  /** The walks of a tree to each node at its root. Pauses where others may have their turn. */
  *walks(tree: TreeNode): Generator<undefined, WalkSums> {
    this.#context.run.limits.check();
    const messages: Message[] = [];
    for (const { node, edges } of tree.children) messages.push(yield* this.#message(node, edges, tree));
    let ids = this.#candidates(tree, messages);
    ids = this.#kept(ids, tree);
    const counts = this.#countsOf(ids, tree, messages);
    let kept = 0;
    for (let at = 0; at < ids.length; at += PART)
      kept += walkLoops.countCounted(counts, at, Math.min(at + PART, ids.length));
    if (kept < ids.length) {
      // those without a walk are left out
      const some = new Uint32Array(kept);
      const ofSome = new Float64Array(kept);
      for (let at = 0, n = 0; at < ids.length; at += PART)
        n = walkLoops.keepCounted(ids, counts, some, ofSome, n, at, Math.min(at + PART, ids.length));
      return { ids: some, counts: ofSome, measures: this.#measures(some, ofSome, tree, messages) };
    }
    return { ids, counts, measures: this.#measures(ids, counts, tree, messages) };
  }

  /** Nodes among which are all that the children reach, or that have the labels of a leaf. */
  #candidates({ nodes }: TreeNode, messages: readonly Message[]): Uint32Array {
    let least: Uint32Array | undefined;
    for (const { touched } of messages)
      if (touched !== undefined && touched.length < (least?.length ?? Number.POSITIVE_INFINITY))
        least = touched;
    const { cache } = this.#context;
    const labels = this.#query.nodes[nodes[0]].labels[0];
    if (least !== undefined) return this.#labelled(least, nodes);
    const [node] = nodes;
    const ids = this.#filters[node].length === 0 ? cache.nodes(labels).ids : this.#filteredNodes(node);
    return this.#labelled(ids, nodes, labels);
  }

  /** The nodes with the first labels of a node of the pattern for which its filters are true. */
  #filteredNodes(node: number): Uint32Array {
    const { cache } = this.#context;
    const set = cache.nodes(this.#query.nodes[node].labels[0]);
    this.#filtered[node] ??= filteredNodes(this.#filters[node], set, this.#context);
    return this.#filtered[node];
  }

  /** Those that have all labels; `known` they have. */
  #labelled(ids: Uint32Array, nodes: readonly number[], known?: LabelExpression): Uint32Array {
    let kept = ids;
    for (const node of nodes) {
      this.#query.nodes[node].labels.forEach((labels, i) => {
        if (labels === known) return;
        const { cache } = this.#context;
        const isFew = kept.length * FEW_FACTOR < cache.nodeLimit;
        const mask = isFew ? undefined : cache.nodes(labels).mask;
        const lookup = this.#labels[node][i];
        if (mask !== undefined) kept = markedNodes(kept, mask);
        else if (isFew) kept = trueNodes(kept, lookup.marks(kept));
      });
    }
    return kept;
  }

  /** Those for which the conditions of all nodes that are one here are true. */
  #kept(given: Uint32Array, { nodes, conditions }: TreeNode): Uint32Array {
    let ids = given;
    const ofFew: ((batch: Batch) => Vector)[] = [];
    for (const node of nodes) {
      const filtered = this.#filtered[node];
      if (this.#filters[node].length === 0 || ids === filtered || ids.length === 0) continue;
      const isFew = filtered === undefined && ids.length * FEW_FACTOR < this.#context.cache.nodeLimit;
      if (isFew) ofFew.push(...this.#ofFew[node]);
      else ids = markedNodes(ids, this.#mask(node));
    }
    const together = conditions.map((condition) => vectorExpression(condition, this.#context).of);
    for (const test of [...ofFew, ...nodes.flatMap((node) => this.#tests[node]), ...together]) {
      if (ids.length === 0) return ids;
      ids = trueNodes(ids, truthsOf(test(this.#batch(nodes, ids)), ids.length));
    }
    return ids;
  }

  #mask(node: number): Uint8Array {
    let mask = this.#masks[node];
    if (mask === undefined) {
      mask = new Uint8Array(this.#context.cache.nodeLimit);
      for (const id of this.#filteredNodes(node)) mask[id] = 1;
      this.#masks[node] = mask;
    }
    return mask;
  }

  /** Rows in which several nodes of the pattern are one each time. */
  #batch(nodes: readonly number[], ids: Uint32Array): Batch {
    const vector: Vector = { kind: "nodes", ids };
    return {
      count: ids.length,
      columns: new Map(nodes.map((node) => [this.#query.nodes[node].slot.index, vector])),
    };
  }

  #countsOf(ids: Uint32Array, tree: TreeNode, messages: readonly Message[]): Float64Array {
    const counts = new Float64Array(ids.length);
    if (messages.length === 0) counts.fill(1);
    messages.forEach(({ counts: told }, k) => {
      const read = k === 0 ? walkLoops.readTold : walkLoops.multiplyTold;
      for (let at = 0; at < ids.length; at += PART)
        read(counts, ids, told, at, Math.min(at + PART, ids.length));
    });
    for (const types of tree.loops) {
      const arcs = this.#context.cache.arcs(types, false);
      for (let i = 0; i < ids.length; i++) counts[i] *= arcsBetween(arcs, ids[i], ids[i]);
    }
    checkSafe(counts);
    return counts;
  }

  #measures(
    ids: Uint32Array,
    counts: Float64Array,
    tree: TreeNode,
    messages: readonly Message[],
  ): Map<CountMeasure, MeasureSums> {
    const measures = new Map<CountMeasure, MeasureSums>();
    for (const [measure, of] of this.#values) {
      if (tree.nodes.includes(measure.node!)) {
        measures.set(measure, ownSums(measure, of(this.#batch([measure.node!], ids)), counts));
        continue;
      }
      const from = messages.find((message) => message.measures.has(measure));
      if (from === undefined) continue;
      const told = from.measures.get(measure)!;
      const isExtreme = isExtremeOf(measure);
      const sums = { counts: new Float64Array(ids.length), sums: new Float64Array(ids.length) };
      // the walks of the other children go with each
      for (let at = 0; at < ids.length; at += PART)
        walkLoops.tellSums(
          ids,
          counts,
          from.counts,
          told.counts,
          told.sums,
          isExtreme,
          sums.counts,
          sums.sums,
          at,
          Math.min(at + PART, ids.length),
        );
      checkSafe(sums.sums);
      measures.set(measure, sums);
    }
    return measures;
  }

  /** The counts that a child gives to the nodes that it is joined to. */
  *#message(child: TreeNode, edges: readonly TreeEdge[], parent: TreeNode): Generator<undefined, Message> {
    const [{ equal }] = edges;
    if (equal !== undefined) return this.#equalValues(child, equal, parent, yield* this.walks(child));
    const degrees = this.#degrees(child, edges);
    if (degrees !== undefined) return degrees;
    const sums = yield* this.walks(child);
    const { cache } = this.#context;
    const [first, ...others] = edges;
    const counts = new Float64Array(cache.nodeLimit);
    const touched = new Touched(cache.nodeLimit);
    const measures = new Map<CountMeasure, MeasureSums>();
    for (const measure of sums.measures.keys())
      measures.set(measure, {
        counts: new Float64Array(cache.nodeLimit),
        sums: new Float64Array(cache.nodeLimit),
      });
    const { ids } = sums;
    for (const arcs of this.#arcsUp(first))
      for (let at = 0; at < ids.length; at += NODES_PER_TURN, yield* this.#turn()) {
        const stop = Math.min(at + NODES_PER_TURN, ids.length);
        if (others.length > 0) this.#pushTogether(sums, arcs, others, counts, touched, at, stop);
        else pushCounts(sums, arcs, counts, touched, at, stop);
      }
    if (others.length > 0 && measures.size > 0) throw new NotCountable();
    for (const [measure, from] of sums.measures) {
      const to = measures.get(measure)!;
      for (const arcs of this.#arcsUp(first))
        for (let at = 0; at < ids.length; at += NODES_PER_TURN, yield* this.#turn()) {
          const stop = Math.min(at + NODES_PER_TURN, ids.length);
          if (isExtremeOf(measure)) pushExtremes(ids, from, arcs, to, isMaximum(measure), at, stop);
          else pushSums(ids, from, arcs, to, at, stop);
        }
    }
    return { counts, touched: touched.ids(), measures };
  }

  *#turn(): Generator<undefined, void> {
    this.#context.run.limits.check();
    yield;
  }

  /** The counts of a child by a value, for the nodes that have the same one. */
  #equalValues(
    child: TreeNode,
    [own, other]: NonNullable<TreeEdge["equal"]>,
    parent: TreeNode,
    sums: WalkSums,
  ): Message {
    if (sums.measures.size > 0) throw new NotCountable();
    const { cache } = this.#context;
    const { ids } = cache.nodes(this.#query.nodes[parent.nodes[0]].labels[0]);
    const slotsOf = ({ nodes }: TreeNode) => nodes.map((node) => this.#query.nodes[node].slot.index);
    const variables = [
      { ids: sums.ids, slots: slotsOf(child) },
      { ids, slots: slotsOf(parent) },
    ] as const;
    const [values, others] = comparableValues([own, other], variables, this.#context).of;
    const sumOf = new Map<number, number>();
    sums.ids.forEach((id, i) => {
      sumOf.set(values[id], (sumOf.get(values[id]) ?? 0) + sums.counts[i]);
    });
    // null equals nothing
    sumOf.delete(Number.NaN);
    const counts = new Float64Array(cache.nodeLimit);
    const touched = ids.filter((id) => {
      counts[id] = sumOf.get(others[id]) ?? 0;
      return counts[id] !== 0;
    });
    return { counts, touched, measures: new Map() };
  }

  /** The arcs from a child to its parent; of those that may be met either way, a loop is among the first alone. */
  #arcsUp({ up, types }: TreeEdge): ArcsUp[] {
    const { cache } = this.#context;
    if (up !== undefined) return [{ arcs: cache.arcs(types, !up), skipsLoops: false }];
    return [
      { arcs: cache.arcs(types, false), skipsLoops: false },
      { arcs: cache.arcs(types, true), skipsLoops: true },
    ];
  }

  /** A leaf of which nothing is asked tells each node how many relationships it has. */
  #degrees(
    { nodes, children, loops, conditions: own }: TreeNode,
    edges: readonly TreeEdge[],
  ): Message | undefined {
    const [{ up, types }, ...others] = edges;
    const isLeaf = children.length === 0 && loops.length === 0 && own.length === 0;
    const isPlain = isLeaf && others.length === 0 && up !== undefined;
    const hasMeasure = [...this.#values.keys()].some(({ node }) => nodes.includes(node!));
    if (!isPlain || hasMeasure) return undefined;
    const { cache } = this.#context;
    for (const node of nodes) {
      const { labels, conditions } = this.#query.nodes[node];
      if (conditions.length > 0) return undefined;
      for (const each of labels) if (!cache.endsHave(types, up, each)) return undefined;
    }
    // arcs from the parent: it is entered by those that lead up
    const { incoming, outgoing } = cache.counts(types);
    const counts = new Float64Array(cache.nodeLimit);
    counts.set(up ? incoming : outgoing);
    return { counts, touched: undefined, measures: new Map() };
  }

  /** As `pushCounts`, where several relationships join the two nodes. */
  #pushTogether(
    { ids, counts: from }: WalkSums,
    { arcs, skipsLoops }: ArcsUp,
    others: readonly TreeEdge[],
    to: Float64Array,
    touched: Touched,
    start: number,
    last: number,
  ): void {
    const otherArcs = others.map((other) => this.#arcsUp(other));
    const { offsets, ends } = arcs;
    for (let i = start; i < last; i++) {
      const id = ids[i];
      if (id + 1 >= offsets.length) continue;
      for (let at = offsets[id]; at < offsets[id + 1]; at++) {
        const end = ends[at];
        if (skipsLoops && end === id) continue;
        let count = from[i];
        for (const each of otherArcs) {
          let between = 0;
          for (const other of each)
            if (!(other.skipsLoops && end === id)) between += arcsBetween(other.arcs, id, end);
          count *= between;
        }
        if (count === 0) continue;
        if (to[end] === 0) touched.list[touched.count++] = end;
        to[end] += count;
      }
    }
  }
}

/** The nodes for which a truth is 1. */
function trueNodes(ids: Uint32Array, truths: Uint8Array): Uint32Array {
  const kept = new Uint32Array(ids.length);
  let count = 0;
  for (let at = 0; at < ids.length; at += PART)
    count = walkLoops.keepTrue(ids, truths, kept, count, at, Math.min(at + PART, ids.length));
  return kept.subarray(0, count);
}

/** Ids in the order in which they were first added. */
class Touched {
  readonly list: Uint32Array;
  count = 0;

  constructor(limit: number) {
    this.list = new Uint32Array(limit);
  }

  ids(): Uint32Array {
    return this.list.subarray(0, this.count);
  }
}

/** Nodes whose arcs one call follows, and those after which others may have their turn. */
const ARCS_PART = 256;
const NODES_PER_TURN = 8 * ARCS_PART;

function pushCounts(
  { ids, counts: from }: WalkSums,
  { arcs: { offsets, ends }, skipsLoops }: ArcsUp,
  to: Float64Array,
  touched: Touched,
  start: number,
  end: number,
): void {
  for (let at = start; at < end; at += ARCS_PART) {
    const stop = Math.min(at + ARCS_PART, end);
    const { list, count } = touched;
    touched.count = walkLoops.pushCounts(ids, from, offsets, ends, skipsLoops, to, list, count, at, stop);
  }
}

function pushSums(
  ids: Uint32Array,
  { counts, sums }: MeasureSums,
  { arcs: { offsets, ends }, skipsLoops }: ArcsUp,
  to: MeasureSums,
  start: number,
  end: number,
): void {
  for (let at = start; at < end; at += ARCS_PART) {
    const stop = Math.min(at + ARCS_PART, end);
    walkLoops.pushSums(ids, counts, sums, offsets, ends, skipsLoops, to.counts, to.sums, at, stop);
  }
}

function pushExtremes(
  ids: Uint32Array,
  { counts, sums }: MeasureSums,
  { arcs: { offsets, ends }, skipsLoops }: ArcsUp,
  to: MeasureSums,
  isMax: boolean,
  start: number,
  end: number,
): void {
  for (let at = start; at < end; at += ARCS_PART) {
    const stop = Math.min(at + ARCS_PART, end);
    walkLoops.pushExtremes(ids, counts, sums, offsets, ends, skipsLoops, to.counts, to.sums, isMax, at, stop);
  }
}

/** Throws if one of them is past what doubles hold exactly. */
export function checkSafe(values: Float64Array): void {
  for (let at = 0; at < values.length; at += PART)
    if (walkLoops.hasUnsafe(values, at, Math.min(at + PART, values.length))) throw new NotCountable();
}

function nameOf({ aggregate }: CountMeasure): string {
  return aggregate.spec.name.toLowerCase();
}

export function isExtremeOf(measure: CountMeasure): boolean {
  return nameOf(measure) === "min" || nameOf(measure) === "max";
}

function isMaximum(measure: CountMeasure): boolean {
  return nameOf(measure) === "max";
}

const NO_NULLS = new Uint8Array(0);

/** The values that nodes have themselves, each as often as there are walks. */
function ownSums(measure: CountMeasure, vector: Vector, walks: Float64Array): MeasureSums {
  const counts = new Float64Array(walks.length);
  const sums = new Float64Array(walks.length);
  if (vector.kind === "constant" && vector.value === null) return { counts, sums };
  if (nameOf(measure) === "count") {
    for (let i = 0; i < walks.length; i++) counts[i] = isNullAt(vector, i) ? 0 : walks[i];
    return { counts, sums };
  }
  if (vector.kind !== "integers") throw new NotCountable();
  const { values, nulls = NO_NULLS } = vector;
  const isExtreme = isExtremeOf(measure);
  for (let at = 0; at < walks.length; at += PART) {
    const end = Math.min(at + PART, walks.length);
    walkLoops.weighValues(values, nulls, walks, isExtreme, counts, sums, at, end);
  }
  return { counts, sums };
}

/** The number of arcs from a node to another; arcs of a node are sorted by their ends. */
export function arcsBetween({ offsets, ends }: TypedArcs, from: number, to: number): number {
  if (from + 1 >= offsets.length) return 0;
  const end = offsets[from + 1];
  const low = lowerBound(ends, to, offsets[from], end);
  let count = 0;
  while (low + count < end && ends[low + count] === to) count++;
  return count;
}

/**
 * The node of a pattern from which the fewest relationships are read: those to a leaf of which nothing is asked are counted
 * by degrees alone. Of several the one that most nodes of the graph may be.
 */
export function cheapestRoot({ nodes, edges, measures }: CountQuery, { cache }: EngineContext): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = -1;
  const degrees = nodes.map((_, i) => edges.filter(({ from, to }) => from === i || to === i).length);
  nodes.forEach(({ labels, conditions }, root) => {
    let read = 0;
    for (const { from, to, types, isEither } of edges) {
      const isCounted = [from, to].some(
        (end) =>
          end !== root &&
          degrees[end] === 1 &&
          !isEither &&
          nodes[end].conditions.length === 0 &&
          measures.every(({ node }) => node !== end),
      );
      if (!isCounted) read += cache.counts(types).count;
    }
    const count = cache.nodes(labels[0]).ids.length / (1 + conditions.length);
    if (read > least || (read === least && count <= most)) return;
    [best, least, most] = [root, read, count];
  });
  return best;
}
