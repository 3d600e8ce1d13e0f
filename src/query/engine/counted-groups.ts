/** Groups whose rows are counted without being listed; where that cannot be, the rows are listed after all. */
import type { CypherValue } from "../values/value.js";
import { accumulatorOf } from "./accumulators.js";
import { truthsOf } from "./compare-vectors.js";
import type { CountMeasure, CountQuery } from "./count-query.js";
import { patternTree, signedPatterns } from "./count-tree.js";
import {
  cheapestRoot,
  checkSafe,
  isExtremeOf,
  type MeasureSums,
  WalkCounter,
  type WalkSums,
} from "./count-walks.js";
import { scannedGroups } from "./grouping/scanned-groups.js";
import { countedJoins } from "./joins/count-joins.js";
import { NotCountable } from "./joins/not-countable.js";
import { RowCoder } from "./key-coder.js";
import * as walkLoops from "./loops/walk-loops.js";
import { PART } from "./loops/walk-loops.js";
import type { EngineContext, Operator } from "./operator.js";
import { withRowCounts } from "./output/row-counts.js";
import { type Batch, EMPTY_BATCH, isNullAt, keepVectors, slicedBatch, type Vector } from "./vector.js";
import { VectorBuilder } from "./vector-builder.js";
import { valuesOf, vectorExpression } from "./vector-expression.js";

/** @param listed makes the groups from rows, where they cannot be counted. */
export function groupsCounted(query: CountQuery, listed: () => Operator, context: EngineContext): Operator {
  return new CountedGroups(query, listed, context);
}

class CountedGroups implements Operator {
  readonly #query: CountQuery;
  readonly #listed: () => Operator;
  readonly #context: EngineContext;
  #other: Operator | undefined;
  #counting: Generator<undefined, Batch> | undefined;
  #result: Batch | undefined;
  #at = 0;

  constructor(query: CountQuery, listed: () => Operator, context: EngineContext) {
    this.#query = query;
    this.#listed = listed;
    this.#context = context;
  }

  next(): Batch | undefined {
    if (this.#other !== undefined) return this.#other.next();
    if (this.#result === undefined) {
      try {
        this.#counting ??= countedGroups(this.#query, this.#context);
        const { done, value } = this.#counting.next();
        if (done === true) this.#result = value;
      } catch (error) {
        if (!(error instanceof NotCountable)) throw error;
        this.#other = this.#listed();
      }
      return EMPTY_BATCH;
    }
    const start = this.#at;
    const end = Math.min(start + this.#context.batchRows, this.#result.count);
    if (start >= end) return undefined;
    this.#at = end;
    return end - start === this.#result.count ? this.#result : slicedBatch(this.#result, start, end);
  }
}

/** Pauses where others may have their turn. */
function* countedGroups(given: CountQuery, context: EngineContext): Generator<undefined, Batch> {
  const scanned = groupsOfScan(given, context);
  if (scanned !== undefined) return scanned;
  const query = withRowCounts(given, context);
  const asked = query.root ?? measuredNode(query);
  const root = asked ?? cheapestRoot(query, context);
  const isEmpty = isRuledOut(query, context);
  const walks = isEmpty ? NO_WALKS : yield* trailSums(query, root, asked !== undefined, context);
  return groupsOf(query, root, walks, context);
}

/** The groups of a single node, if its keys and aggregates are attributes with typed columns. */
function groupsOfScan(query: CountQuery, context: EngineContext): Batch | undefined {
  const { nodes, edges, pairs, root } = query;
  if (nodes.length !== 1 || edges.length > 0 || pairs.length > 0 || isRuledOut(query, context))
    return undefined;
  const node = root ?? 0;
  return scannedGroups(query, new WalkCounter(query, node, context).nodesOf(node), context);
}

const NO_WALKS: WalkSums = { ids: new Uint32Array(0), counts: new Float64Array(0), measures: new Map() };

/** The one node that values are asked of. */
function measuredNode({ measures }: CountQuery): number | undefined {
  const nodes = new Set(measures.flatMap(({ node }) => (node === undefined ? [] : [node])));
  const [node] = nodes;
  return nodes.size === 1 ? node : undefined;
}

function isRuledOut({ constants }: CountQuery, context: EngineContext): boolean {
  const one: Batch = { count: 1, columns: new Map() };
  return constants.some((condition) => truthsOf(vectorExpression(condition, context).of(one), 1)[0] !== 1);
}

/** `isAsked` tells that something is asked of the root: else any node may have the counts of another. */
function* trailSums(
  query: CountQuery,
  root: number,
  isAsked: boolean,
  context: EngineContext,
): Generator<undefined, WalkSums> {
  const { cache } = context;
  const patterns = signedPatterns(query, {
    overlap: (a, b) => cache.mayBeBoth(a, b),
    loops: (types) => cache.counts(types).loopCount,
  });
  if (patterns === undefined) throw new NotCountable();
  const counter = new WalkCounter(query, root, context);
  const found: { sums: WalkSums; sign: number }[] = [];
  for (const { pattern, sign } of patterns) {
    const tree = patternTree(query, pattern, root);
    let sums: WalkSums;
    if (tree !== undefined) sums = yield* counter.walks(tree);
    else {
      if (query.measures.some(({ node }) => node !== undefined && node !== root)) throw new NotCountable();
      sums = yield* countedJoins(query, pattern, isAsked ? root : undefined, counter, context);
    }
    found.push({ sums, sign });
  }
  const [first, ...others] = found;
  if (first === undefined) return NO_WALKS;
  const walks = first.sums;
  if (others.length === 0) return walks;
  // the smallest of walks need not be that of trails
  if (query.measures.some((measure) => isExtremeOf(measure) && measure.node !== root))
    throw new NotCountable();
  const counts = new Float64Array(cache.nodeLimit);
  const measures = new Map<CountMeasure, MeasureSums>();
  const add = (sums: WalkSums, sign: number): void => {
    addTo(counts, sums.ids, sums.counts, sign);
    for (const [measure, each] of sums.measures) {
      let total = measures.get(measure);
      if (total === undefined) {
        total = { counts: new Float64Array(cache.nodeLimit), sums: new Float64Array(cache.nodeLimit) };
        measures.set(measure, total);
      }
      addTo(total.counts, sums.ids, each.counts, sign);
      addTo(total.sums, sums.ids, each.sums, sign);
    }
  };
  const ids: number[] = [];
  const isKnown = new Uint8Array(cache.nodeLimit);
  for (const { sums, sign } of found) {
    add(sums, sign);
    for (const id of sums.ids) {
      if (isKnown[id] === 1) continue;
      isKnown[id] = 1;
      ids.push(id);
    }
  }
  const kept = Uint32Array.from(ids.filter((id) => counts[id] !== 0));
  const at = (array: Float64Array): Float64Array => Float64Array.from(kept, (id) => array[id]);
  return {
    ids: kept,
    counts: at(counts),
    measures: new Map(
      Array.from(measures, ([measure, sums]) => [measure, { counts: at(sums.counts), sums: at(sums.sums) }]),
    ),
  };
}

function addTo(totals: Float64Array, ids: Uint32Array, values: Float64Array, sign: number): void {
  for (let i = 0; i < ids.length; i++) totals[ids[i]] += sign * values[i];
}

function groupsOf(query: CountQuery, root: number, walks: WalkSums, context: EngineContext): Batch {
  const { keys, aggregates } = query.projection.groups!;
  const { run, cache } = context;
  const { slot } = query.nodes[root];
  const { ids } = walks;
  const batch: Batch = { count: ids.length, columns: new Map([[slot.index, { kind: "nodes", ids }]]) };
  const vectors = keys.map(({ value }) => valuesOf(vectorExpression(value, context), batch, context));
  let groupCount = keys.length === 0 ? 1 : ids.length;
  let codes = new Uint32Array(ids.length);
  const isEachOwn = vectors.some((vector) => areDistinct(vector, ids.length));
  const columns = new Map<number, Vector>();
  if (isEachOwn) {
    for (let i = 0; i < codes.length; i++) codes[i] = i;
    for (const [i, { slot: key }] of keys.entries()) columns.set(key.index, vectors[i]);
  } else if (keys.length > 0) {
    codes = new RowCoder(keys.length, run.graph, cache.nodeLimit).codes(vectors, ids.length) as typeof codes;
    const index = new Uint32Array(ids.length);
    groupCount = 0;
    for (let i = 0; i < codes.length; i++) if (codes[i] === groupCount) index[groupCount++] = i;
    for (const [i, { slot: key }] of keys.entries()) {
      const builder = new VectorBuilder(run.graph);
      builder.append(vectors[i], index, groupCount);
      columns.set(key.index, builder.vector());
    }
  }
  const holding = run.holding("an aggregation");
  keepVectors(holding, columns.values(), undefined, groupCount);
  const grouped: Grouped = { batch, codes, groupCount, walks };
  for (const [i, { slot: out }] of aggregates.entries()) {
    const measure = query.measures[i];
    const { aggregate, node } = measure;
    const name = aggregate.spec.name?.toLowerCase();
    let result: Vector;
    if (node === undefined) result = wholeSums(walks.counts, grouped);
    else if (node === root && (aggregate.distinct || name === "min" || name === "max")) {
      const accumulator = accumulatorOf(aggregate, holding, context);
      accumulator.add(batch, codes, groupCount);
      result = accumulator.result(groupCount);
    } else if (node === root)
      result = weighted(
        measure,
        valuesOf(vectorExpression(aggregate.items[0], context), batch, context),
        grouped,
      );
    else result = measured(measure, walks.measures.get(measure) ?? noSums(ids.length), grouped);
    columns.set(out.index, result);
  }
  return { count: groupCount, columns };
}

const NO_NULLS = new Uint8Array(0);

interface Grouped {
  readonly batch: Batch;
  readonly codes: Uint32Array;
  readonly groupCount: number;
  readonly walks: WalkSums;
}

function noSums(length: number): MeasureSums {
  return { counts: new Float64Array(length), sums: new Float64Array(length) };
}

/** Values of which none may come twice before all are looked at. */
const DISTINCT_TRIED = 64;

/** Whether no two values are the same, as far as that is told quickly: of ids, and of whole numbers that lie close. */
function areDistinct(vector: Vector, count: number): boolean {
  if (vector.kind === "nodes") return true;
  if (vector.kind !== "integers" || vector.nulls !== undefined || count === 0) return false;
  const { values } = vector;
  const first = values.subarray(0, Math.min(count, DISTINCT_TRIED));
  if (new Set(first).size < first.length) return false;
  const range = Float64Array.of(values[0], values[0]);
  for (let at = 0; at < count; at += PART) walkLoops.widenSpan(values, range, at, Math.min(at + PART, count));
  const [least, most] = range;
  if (most - least >= 8 * count) return false;
  const seen = new Uint8Array(most - least + 1);
  for (let at = 0; at < count; at += PART)
    if (!walkLoops.markDistinct(values, least, seen, at, Math.min(at + PART, count))) return false;
  return true;
}

/** Sums of whole numbers by group. */
function wholeSums(values: Float64Array, { codes, groupCount }: Grouped): Vector {
  const sums = new Float64Array(groupCount);
  addByGroup(values, codes, sums);
  checkSafe(sums);
  return { kind: "integers", values: sums, nulls: undefined };
}

function addByGroup(values: Float64Array, codes: Uint32Array, sums: Float64Array): void {
  for (let at = 0; at < codes.length; at += PART)
    walkLoops.addByGroup(values, codes, sums, at, Math.min(at + PART, codes.length));
}

/** count, sum and avg of values at the root, each of which counts as often as there are walks. */
function weighted(measure: CountMeasure, vector: Vector, grouped: Grouped): Vector {
  const { walks, codes, groupCount } = grouped;
  const { counts } = walks;
  const rows = new Float64Array(groupCount);
  if ((vector.kind === "integers" || vector.kind === "floats") && vector.nulls === undefined)
    addByGroup(counts, codes, rows);
  else for (let i = 0; i < codes.length; i++) if (!isNullAt(vector, i)) rows[codes[i]] += counts[i];
  checkSafe(rows);
  const name = measure.aggregate.spec.name.toLowerCase();
  if (name === "count") return { kind: "integers", values: rows, nulls: undefined };
  const sums = new Float64Array(groupCount);
  if (vector.kind === "integers") {
    const { values, nulls = NO_NULLS } = vector;
    for (let at = 0; at < codes.length; at += PART) {
      const end = Math.min(at + PART, codes.length);
      if (!walkLoops.addProductsByGroup(values, counts, nulls, codes, sums, at, end))
        throw new NotCountable();
    }
    return name === "sum" ? { kind: "integers", values: sums, nulls: undefined } : means(sums, rows);
  }
  if (vector.kind !== "floats") {
    if (!(vector.kind === "constant" && vector.value === null)) throw new NotCountable();
    return name === "sum" ? { kind: "integers", values: sums, nulls: undefined } : means(sums, rows);
  }
  const lost = new Float64Array(groupCount);
  for (let i = 0; i < codes.length; i++) {
    // a product is not what many sums come to, to the last bit
    if (vector.nulls?.[i] === 1) continue;
    if (counts[i] !== 1) throw new NotCountable();
    const group = codes[i];
    const value = vector.values[i];
    const before = sums[group];
    const sum = before + value;
    if (Number.isFinite(sum))
      lost[group] += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
    sums[group] = sum;
  }
  for (let group = 0; group < groupCount; group++) sums[group] += lost[group];
  if (name === "avg") return means(sums, rows);
  const values: CypherValue[] = [];
  // the sum of nothing is the INTEGER 0
  for (let group = 0; group < groupCount; group++) values.push(rows[group] === 0 ? 0n : sums[group]);
  return { kind: "values", values };
}

function means(sums: Float64Array, rows: Float64Array): Vector {
  const nulls = new Uint8Array(rows.length);
  const values = sums.map((sum, group) => {
    nulls[group] = rows[group] === 0 ? 1 : 0;
    return rows[group] === 0 ? 0 : sum / rows[group];
  });
  return { kind: "floats", values, nulls };
}

/** count, sum, avg, min and max of values at another node than the root. */
function measured(measure: CountMeasure, from: MeasureSums, grouped: Grouped): Vector {
  const { codes, groupCount } = grouped;
  const name = measure.aggregate.spec.name.toLowerCase();
  const rows = new Float64Array(groupCount);
  const sums = new Float64Array(groupCount);
  const isMax = name === "max";
  const isExtreme = isExtremeOf(measure);
  for (let i = 0; i < codes.length; i++) {
    if (from.counts[i] === 0) continue;
    const group = codes[i];
    const value = from.sums[i];
    if (!isExtreme) sums[group] += value;
    else if (rows[group] === 0 || (isMax ? value > sums[group] : value < sums[group])) sums[group] = value;
    rows[group] += from.counts[i];
  }
  checkSafe(rows);
  checkSafe(sums);
  if (name === "count") return { kind: "integers", values: rows, nulls: undefined };
  if (name === "avg") return means(sums, rows);
  if (name === "sum") return { kind: "integers", values: sums, nulls: undefined };
  const nulls = Uint8Array.from(rows, (count) => (count === 0 ? 1 : 0));
  return { kind: "integers", values: sums, nulls };
}
