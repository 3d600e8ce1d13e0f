/**
 * The shortest paths over a relationship of variable length, one or all of them: for each pair from both ends, for several
 * pairs with one start, or where any end will do, from the start.
 */
import type { BoundRelationship } from "../../bind/bound.js";
import type { Hop } from "../../plan/match-plan.js";
import type { CypherValue } from "../../values/value.js";
import { LabelLookup } from "../label-lookup.js";
import { type EngineContext, isSettled, type Operator } from "../operator.js";
import { type Batch, NONE } from "../vector.js";
import type { ElementPredicate } from "./element-predicate.js";
import { type PathHopOptions, PathSearch } from "./path-search.js";
import { GeneratedRows, liveNodes, pathFrom, RowsOut, relationshipsOf } from "./rows-out.js";
import { interrupted, lengthsOf } from "./walk-rows.js";

export interface ShortestOptions extends Hop {
  readonly relationship: BoundRelationship;
  readonly hop: PathHopOptions;
  readonly path: number | undefined;
  readonly endTest: ElementPredicate | undefined;
  readonly all: boolean;
  readonly used: (batch: Batch, row: number) => ReadonlySet<number> | undefined;
}

/** From so many rows of one start on its surroundings are searched once for all of them. */
const TARGETS_MIN = 12;

export function shortestRows(
  source: Operator,
  options: ShortestOptions,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  return new GeneratedRows(new ShortestRows(source, options, wanted, context).batches());
}

class ShortestRows {
  readonly #source: Operator;
  readonly #options: ShortestOptions;
  readonly #context: EngineContext;
  readonly #search: PathSearch;
  readonly #out: RowsOut;
  readonly #ends: Uint32Array | undefined;
  readonly #lists: CypherValue[] | undefined;
  readonly #paths: CypherValue[] | undefined;
  readonly #min: number;
  readonly #max: number;

  constructor(
    source: Operator,
    options: ShortestOptions,
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) {
    this.#source = source;
    this.#options = options;
    this.#context = context;
    this.#search = new PathSearch(options.hop, context);
    const { relationship, to, toKnown, path } = options;
    ({ min: this.#min, max: this.#max } = lengthsOf(relationship));
    this.#out = new RowsOut(wanted, context);
    if (!toKnown) this.#ends = this.#out.nodes(to.slot.index);
    this.#lists = this.#out.values(relationship.slot.index);
    if (path !== undefined) this.#paths = this.#out.values(path);
  }

  *batches(): Generator<Batch | undefined, never, undefined> {
    const { toKnown } = this.#options;
    for (;;) {
      const batch = this.#source.next();
      if (batch === undefined || batch.count === 0) {
        if (batch === undefined) this.#search.release();
        yield batch;
        continue;
      }
      yield* toKnown ? this.#pairs(batch) : this.#anyEnds(batch);
      if (this.#out.count > 0) yield this.#out.take(batch);
    }
  }

  *#pairs(batch: Batch): Generator<Batch, void, undefined> {
    const { from, to, hop, used } = this.#options;
    const starts = liveNodes(batch, from.slot.index, this.#context);
    const targets = liveNodes(batch, to.slot.index, this.#context);
    const isFixed = hop.edgeTest?.isFixed !== false && hop.nodeTest?.isFixed !== false;
    const targetsOf = new Map<number, Set<number>>();
    if (isFixed && batch.count >= TARGETS_MIN)
      for (let row = 0; row < batch.count; row++) {
        if (starts[row] === NONE || targets[row] === NONE) continue;
        const known = targetsOf.get(starts[row]);
        if (known === undefined) targetsOf.set(starts[row], new Set([targets[row]]));
        else known.add(targets[row]);
      }
    const search = this.#search;
    let around = NONE;
    for (let row = 0; row < batch.count; row++) {
      const [start, target] = [starts[row], targets[row]];
      if (start === NONE || target === NONE || isSettled(this.#context, batch, row)) continue;
      const excluded = used(batch, row);
      search.begin(batch, row, excluded);
      if (!search.mayTouch(start) || !search.mayTouch(target)) continue;
      if (start === target) {
        around = NONE;
        yield* this.#back(batch, row, start);
        continue;
      }
      const others = targetsOf.get(start);
      if (excluded === undefined && others !== undefined && others.size >= TARGETS_MIN) {
        if (around !== start) yield* interrupted(search.around(start, this.#max, others));
        around = start;
        if (search.distance(target) < 0) continue;
        yield* this.#put(batch, row, start, target, search.paths(target, this.#options.all));
        continue;
      }
      around = NONE;
      const isFound = yield* interrupted(search.between(start, target, this.#max, this.#options.all));
      if (isFound) yield* this.#put(batch, row, start, target, search.paths(undefined, this.#options.all));
    }
  }

  *#anyEnds(batch: Batch): Generator<Batch, void, undefined> {
    const { from, to, used, all, endTest } = this.#options;
    const starts = liveNodes(batch, from.slot.index, this.#context);
    const labels = to.labels && new LabelLookup(this.#context.state.nodes, to.labels);
    const search = this.#search;
    for (let row = 0; row < batch.count; row++) {
      const start = starts[row];
      if (start === NONE || isSettled(this.#context, batch, row)) continue;
      search.begin(batch, row, used(batch, row));
      if (!search.mayTouch(start)) continue;
      endTest?.begin(batch, row);
      if (labels?.has(start) !== false && endTest?.fitsOne(start) !== false)
        yield* this.#back(batch, row, start);
      yield* interrupted(search.around(start, this.#max));
      const { reached } = search;
      endTest?.learn(reached, 0, reached.length);
      for (let i = 1; i < reached.length; i++) {
        if (labels?.has(reached[i]) === false || endTest?.fits(reached[i]) === false) continue;
        yield* this.#put(batch, row, start, reached[i], search.paths(reached[i], all));
        if (isSettled(this.#context, batch, row)) break;
      }
    }
  }

  /** The paths from a node to itself. */
  *#back(batch: Batch, row: number, start: number): Generator<Batch, void, undefined> {
    if (this.#min === 0) yield* this.#put(batch, row, start, start, [[]]);
    else {
      const cycles = this.#search.closedTrails(start, this.#max, this.#options.all);
      yield* this.#put(batch, row, start, start, yield* interrupted(cycles));
    }
  }

  *#put(
    batch: Batch,
    row: number,
    start: number,
    end: number,
    paths: Iterable<readonly number[]>,
  ): Generator<Batch, void, undefined> {
    const out = this.#out;
    const { forward } = this.#options;
    for (const path of paths) {
      if (this.#ends !== undefined) this.#ends[out.count] = end;
      if (this.#lists !== undefined)
        this.#lists[out.count] = relationshipsOf(path, path.length, forward, this.#context);
      if (this.#paths !== undefined)
        this.#paths[out.count] = pathFrom(start, path, path.length, forward, this.#context);
      out.push(row);
      if (out.isFull) yield out.take(batch);
    }
  }
}
