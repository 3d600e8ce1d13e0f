/**
 * Follows a relationship of variable length from a node of each row. Trails are listed where they are read; where only
 * their ends are, a row is given for each end once, or once with the number of its trails.
 */
import type { BoundRelationship } from "../../bind/bound.js";
import type { RelationshipHop } from "../../plan/match-plan.js";
import type { CypherValue } from "../../values/value.js";
import { LabelLookup } from "../label-lookup.js";
import { type EngineContext, isSettled, type Operator } from "../operator.js";
import { type Batch, EMPTY_BATCH, NONE } from "../vector.js";
import { type Interruptible, type PathHopOptions, PathSearch } from "./path-search.js";
import { GeneratedRows, liveNodes, pathFrom, RowsOut, relationshipsOf } from "./rows-out.js";
import { TrailCounts, TrailWalker } from "./trail-walker.js";

export interface WalkOptions extends RelationshipHop {
  readonly hop: PathHopOptions;
  /** The slot of the path, where it is this walk alone. */
  readonly path: number | undefined;
  /** Whether trails to the same node may be given as one row, and the slot that says how many they are. */
  readonly ends: "each" | "once" | { readonly counts: number };
  /** The relationships of the same match that a row has in use. */
  readonly used: (batch: Batch, row: number) => ReadonlySet<number> | undefined;
}

/** Arcs that are looked at before others may have their turn. */
const ARCS_PER_TURN = 1 << 16;

export function walkRows(
  source: Operator,
  options: WalkOptions,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  return new GeneratedRows(new WalkRows(source, options, wanted, context).batches());
}

/** The number of relationships that a walk may have. */
export function lengthsOf({ length }: BoundRelationship): { readonly min: number; readonly max: number } {
  const { from: min, to: max = Number.POSITIVE_INFINITY } = length!;
  return { min, max };
}

/** The labels that an end has to be asked for: none where all arcs lead to nodes that have them. */
function labelsAsked(
  { to: { labels }, relationship: { types, length }, hop }: WalkOptions,
  { cache, state }: EngineContext,
): LabelLookup | undefined {
  if (labels === undefined) return undefined;
  const isMet =
    length!.from > 0 &&
    hop.ways.every((incoming) => cache.hasArcs(types, incoming) && cache.endsHave(types, incoming, labels));
  return isMet ? undefined : new LabelLookup(state.nodes, labels);
}

class WalkRows {
  readonly #source: Operator;
  readonly #options: WalkOptions;
  readonly #context: EngineContext;
  readonly #labels: LabelLookup | undefined;
  readonly #min: number;
  readonly #max: number;
  readonly #out: RowsOut;
  readonly #ends: Uint32Array | undefined;
  readonly #lists: CypherValue[] | undefined;
  readonly #paths: CypherValue[] | undefined;
  readonly #counts: Float64Array | undefined;
  #walker: TrailWalker | undefined;
  #search: PathSearch | undefined;
  #totals: TrailCounts | undefined;

  constructor(source: Operator, options: WalkOptions, wanted: ReadonlySet<number>, context: EngineContext) {
    this.#source = source;
    this.#options = options;
    this.#context = context;
    const { relationship, to, toKnown, path, ends } = options;
    ({ min: this.#min, max: this.#max } = lengthsOf(relationship));
    this.#labels = toKnown ? undefined : labelsAsked(options, context);
    this.#out = new RowsOut(wanted, context);
    if (!toKnown) this.#ends = this.#out.nodes(to.slot.index);
    this.#lists = this.#out.values(relationship.slot.index);
    if (path !== undefined) this.#paths = this.#out.values(path);
    if (typeof ends === "object") this.#counts = this.#out.integers(ends.counts);
  }

  *batches(): Generator<Batch | undefined, never, undefined> {
    for (;;) {
      const batch = this.#source.next();
      if (batch === undefined || batch.count === 0) {
        if (batch === undefined) this.#search?.release();
        yield batch;
        continue;
      }
      yield* this.#rowsOf(batch);
      if (this.#out.count > 0) yield this.#out.take(batch);
    }
  }

  *#rowsOf(batch: Batch): Generator<Batch, void, undefined> {
    const { from, to, toKnown, used } = this.#options;
    const starts = liveNodes(batch, from.slot.index, this.#context);
    const targets = toKnown ? liveNodes(batch, to.slot.index, this.#context) : undefined;
    for (let row = 0; row < batch.count; row++) {
      const start = starts[row];
      const target = targets?.[row];
      if (start === NONE || target === NONE || isSettled(this.#context, batch, row)) continue;
      const excluded = used(batch, row);
      const given = { batch, row, start, target, excluded };
      switch (this.#mode) {
        case "once":
          yield* this.#endsOnce(given);
          break;
        case "counts":
          yield* this.#counted(given);
          break;
        default:
          yield* this.#listed(given);
      }
    }
  }

  get #mode(): "each" | "once" | "counts" {
    const { ends } = this.#options;
    if (typeof ends === "object") return "counts";
    // breadth first finds walks, of which the first to a node is a trail
    return ends === "once" && this.#min <= 1 ? "once" : "each";
  }

  *#listed({ batch, row, start, target, excluded }: WalkOfRow): Generator<Batch, void, undefined> {
    const out = this.#out;
    const { forward } = this.#options;
    const left = target === undefined ? undefined : yield* this.#distancesTo(target, batch, row, excluded);
    const walker = this.#walkerFor(batch, row, start, excluded, left);
    for (;;) {
      const found = walker.next(ARCS_PER_TURN);
      if (walker.work > ARCS_PER_TURN) {
        this.#context.run.spend(walker.work);
        walker.work = 0;
        if (found === undefined) {
          yield EMPTY_BATCH;
          continue;
        }
      }
      if (found !== true) break;
      const { node, edges, length } = walker;
      if (target !== undefined ? node !== target : this.#labels?.has(node) === false) continue;
      if (this.#ends !== undefined) this.#ends[out.count] = node;
      if (this.#lists !== undefined)
        this.#lists[out.count] = relationshipsOf(edges, length, forward, this.#context);
      if (this.#paths !== undefined)
        this.#paths[out.count] = pathFrom(start, edges, length, forward, this.#context);
      out.push(row);
      if (!out.isFull) continue;
      yield out.take(batch);
      if (isSettled(this.#context, batch, row)) return;
    }
    this.#context.run.spend(walker.work);
    walker.work = 0;
  }

  *#counted({ batch, row, start, target, excluded }: WalkOfRow): Generator<Batch, void, undefined> {
    const { cache } = this.#context;
    const left = target === undefined ? undefined : yield* this.#distancesTo(target, batch, row, excluded);
    const isByNode = target !== undefined || this.#ends !== undefined || this.#labels !== undefined;
    this.#totals ??= new TrailCounts(isByNode ? cache.nodeLimit : undefined);
    const totals = this.#totals;
    totals.clear();
    const walker = this.#walkerFor(batch, row, start, excluded, left);
    while (walker.count(totals, ARCS_PER_TURN) !== true) {
      this.#context.run.spend(walker.work);
      walker.work = 0;
      yield EMPTY_BATCH;
    }
    this.#context.run.spend(walker.work);
    walker.work = 0;
    if (totals.byNode === undefined) {
      if (totals.total > 0) yield* this.#told(batch, row, start, totals.total);
      return;
    }
    if (this.#ends === undefined) {
      let total = 0;
      for (const node of totals.nodes)
        if (target === undefined ? this.#labels?.has(node) !== false : node === target)
          total += totals.byNode[node];
      if (total > 0) yield* this.#told(batch, row, start, total);
      return;
    }
    for (const node of totals.nodes)
      if (this.#labels?.has(node) !== false) yield* this.#told(batch, row, node, totals.byNode[node]);
  }

  *#told(batch: Batch, row: number, node: number, count: number): Generator<Batch, void, undefined> {
    const out = this.#out;
    if (this.#ends !== undefined) this.#ends[out.count] = node;
    if (this.#counts !== undefined) this.#counts[out.count] = count;
    out.push(row);
    if (out.isFull) yield out.take(batch);
  }

  *#endsOnce({ batch, row, start, target, excluded }: WalkOfRow): Generator<Batch, void, undefined> {
    this.#search ??= new PathSearch(this.#options.hop, this.#context);
    const search = this.#search;
    search.begin(batch, row, excluded);
    if (!search.mayTouch(start)) return;
    const [min, max] = [this.#min, this.#max];
    if (target !== undefined) {
      if (!search.mayTouch(target)) return;
      let isFound: boolean;
      if (target !== start) isFound = yield* interrupted(search.between(start, target, max, false));
      else isFound = min === 0 || (yield* interrupted(search.isClosedAt(start, max)));
      if (isFound) yield* this.#told(batch, row, target, 1);
      return;
    }
    const isWanted = (node: number): boolean => this.#labels?.has(node) !== false;
    if (isWanted(start)) {
      const isEnd = min === 0 || (yield* interrupted(search.isClosedAt(start, max)));
      if (isEnd) yield* this.#told(batch, row, start, 1);
    }
    yield* interrupted(search.around(start, max));
    const { reached } = search;
    for (let i = 1; i < reached.length; i++) {
      if (!isWanted(reached[i])) continue;
      yield* this.#told(batch, row, reached[i], 1);
      if (this.#ends === undefined || isSettled(this.#context, batch, row)) return;
    }
  }

  #walkerFor(
    batch: Batch,
    row: number,
    start: number,
    excluded: ReadonlySet<number> | undefined,
    left: ((node: number) => number) | undefined,
  ): TrailWalker {
    this.#walker ??= new TrailWalker(this.#options.hop, this.#min, this.#max, this.#context);
    this.#walker.begin(batch, row, start, excluded, left);
    return this.#walker;
  }

  /** How far nodes are from the one that trails have to end at, so that none is followed that cannot. */
  *#distancesTo(
    target: number,
    batch: Batch,
    row: number,
    excluded: ReadonlySet<number> | undefined,
  ): Generator<Batch, (node: number) => number, undefined> {
    this.#search ??= new PathSearch(this.#options.hop, this.#context);
    const search = this.#search;
    search.begin(batch, row, excluded);
    yield* interrupted(search.around(target, this.#max, undefined, true));
    return (node) => search.distance(node);
  }
}

interface WalkOfRow {
  readonly batch: Batch;
  readonly row: number;
  readonly start: number;
  readonly target: number | undefined;
  readonly excluded: ReadonlySet<number> | undefined;
}

/** A search, between whose parts batches without rows let others have their turn. */
export function* interrupted<R>(search: Interruptible<R>): Generator<Batch, R, undefined> {
  for (;;) {
    const { done, value } = search.next();
    if (done === true) return value as R;
    yield EMPTY_BATCH;
  }
}
