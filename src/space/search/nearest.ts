/** The elements whose vectors are nearest to a query, or to each of many: exactly, by a scan of the rows that count. */
import { CANDIDATES_MAX } from "../../kernels/vectors/bit-segment.js";
import { checkName } from "../../structures/arguments.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { throwIfAborted } from "../../structures/signal.js";
import { tuning } from "../../structures/tuning.js";
import { Ranking, type SearchScope } from "../elements/ranking.js";
import type { IndexSet } from "../index/index-set.js";
import type { VectorMetric } from "../index/nearest-options.js";
import { rowMask } from "../index/row-mask.js";
import { BestScores } from "./best-scores.js";
import { scanBits } from "./bit-scan.js";
import { scanCodes } from "./coded-scan.js";
import {
  type ReadNearestOptions,
  readNearestOptions,
  readVector,
  readVectors,
  targetOfLength,
  type VectorTarget,
  vectorTargets,
} from "./given-vectors.js";
import { runInSlices } from "./run-in-slices.js";
import { VectorCodes } from "./vector-codes.js";
import { queriesOf, scanVectors } from "./vector-scan.js";

/** Below so many rows for each that is wanted, most would have to be scored anyway. */
const ROWS_A_RESULT = 8;

/** A smaller part of a column is scored at once. */
const CODED_SHARE_MIN = 1 / 8;

/** The elements with the vectors nearest to a query. */
export function nearestElements<S>(
  scope: SearchScope<S>,
  attribute: unknown,
  vector: unknown,
  options: unknown = {},
): Ranking<S> {
  const search = readSearch(scope, attribute, vector, options);
  for (const _ of search.steps) throwIfAborted(search.signal);
  return search.rankings()[0];
}

/** As `nearest`, over the state at the time of the call, in slices of some 8 ms. */
export async function nearestElementsAsync<S>(
  scope: SearchScope<S>,
  attribute: unknown,
  vector: unknown,
  options: unknown = {},
): Promise<Ranking<S>> {
  const search = readSearch(scope, attribute, vector, options);
  await runInSlices(search.steps, search.signal);
  return search.rankings()[0];
}

/** The nearest elements for each of many vectors. */
export function nearestElementsMany<S>(
  scope: SearchScope<S>,
  attribute: unknown,
  vectors: unknown,
  options: unknown = {},
): Ranking<S>[] {
  checkName("attribute", attribute);
  const read = readNearestOptions(options);
  const { state } = scope.elements;
  const given = readVectors(vectors, state);
  const targets = vectorTargets(state, attribute);
  let queries: (Query | undefined)[];
  if (given.kind === "ids") queries = Array.from(given.ids, (id) => ownQuery(targets, id));
  else if (given.kind === "numbers") queries = splitNumbers(targets, attribute, given.numbers);
  else {
    queries = given.vectors.map(({ numbers, length }, i) => {
      const target = targetOfLength(targets, `vectors[${i}]`, attribute, length);
      return target && { target, numbers };
    });
  }
  const search = startSearch(scope, queries, read);
  for (const _ of search.steps) throwIfAborted(search.signal);
  return search.rankings();
}

/** A vector to look for in the column of its length. */
interface Query {
  readonly target: VectorTarget;
  readonly numbers: Float64Array;
}

interface Search<S> {
  /** Does the work, with a pause after each block of rows. */
  readonly steps: Iterable<unknown>;
  readonly signal: ReadNearestOptions["signal"];
  /** One for each query. */
  rankings(): Ranking<S>[];
}

function readSearch<S>(
  scope: SearchScope<S>,
  attribute: unknown,
  vector: unknown,
  options: unknown,
): Search<S> {
  checkName("attribute", attribute);
  const read = readNearestOptions(options);
  const { length, numbers } = readVector("vector", vector);
  const target = targetOfLength(vectorTargets(scope.elements.state, attribute), "vector", attribute, length);
  return startSearch(scope, [target && { target, numbers }], read);
}

/** Prepares the search for some queries; one that is undefined finds nothing. */
function startSearch<S>(
  scope: SearchScope<S>,
  queries: readonly (Query | undefined)[],
  { limit, metric: given, minScore, candidates, threadCount, signal }: ReadNearestOptions,
): Search<S> {
  const { elements, within } = scope;
  const metric = given ?? defaultMetric(elements.indices, queries);
  const best = queries.map(() => new BestScores(limit, minScore));
  const byTarget = new Map<VectorTarget, number[]>();
  queries.forEach((query, i) => {
    if (query !== undefined) byTarget.set(query.target, [...(byTarget.get(query.target) ?? []), i]);
  });
  const scans = [...byTarget].map(([target, places]) => ({
    target,
    places,
    mask: rowMask(elements.state, target.attribute, within),
    numbers: places.map((place) => (queries[place] as Query).numbers),
  }));
  function* steps(): Generator<unknown> {
    for (const scan of scans) {
      const codes = limit === 0 ? undefined : codesFor(elements.indices, scan, limit, isByBits(candidates));
      if (codes === undefined) yield* scanFor(scan, metric, best);
      else yield* codedScanFor(scan, codes, metric, { limit, minScore, candidates, threadCount }, best);
    }
  }
  return {
    steps: steps(),
    signal,
    rankings: () =>
      best.map((each) => {
        const { ids, scores } = each.sorted();
        return new Ranking(scope, ids, scores);
      }),
  };
}

/** The metric of the index of the attribute; "cosine" without one. */
function defaultMetric(indices: IndexSet, queries: readonly (Query | undefined)[]): VectorMetric {
  const name = queries.find((query) => query !== undefined)?.target.attribute.name;
  return (name === undefined ? undefined : indices.settingsOf(name, "vector")?.metric) ?? "cosine";
}

/** Whether an approximate search goes by one bit a number. */
function isByBits(candidates: number | undefined): candidates is number {
  return candidates !== undefined && candidates <= CANDIDATES_MAX;
}

/** The codes of a column, where there is an index and scanning it pays: not for few rows, which are scored at once. */
function codesFor(
  indices: IndexSet,
  { target, mask }: TargetScan,
  limit: number,
  asBits: boolean,
): VectorCodes | undefined {
  const { stored } = target.attribute;
  const { column } = target;
  if (mask.count < Math.max(tuning.codedRowCountMin, limit * ROWS_A_RESULT, column.count * CODED_SHARE_MIN))
    return undefined;
  const codes = indices.has(stored.name, "vector")
    ? indices.over(stored, "vector", () => new VectorCodes(stored))
    : undefined;
  const isReady = asBits ? codes?.extendBits() : codes?.extend();
  return isReady === true ? codes : undefined;
}

function* codedScanFor(
  { target, places, mask, numbers }: TargetScan,
  codes: VectorCodes,
  metric: VectorMetric,
  wanted: Pick<ReadNearestOptions, "limit" | "minScore" | "candidates" | "threadCount">,
  best: readonly BestScores[],
): Generator<unknown> {
  const { attribute, column } = target;
  const { stored } = attribute;
  for (const [i, query] of numbers.entries()) {
    const into = best[places[i]];
    const [queryNorm] = queriesOf(query, column.dimensions).norms;
    // an element's own vector may have none
    if (!Number.isFinite(queryNorm))
      yield* scanFor({ target, places: [places[i]], mask, numbers: [query] }, metric, best);
    if (!Number.isFinite(queryNorm) || (metric === "cosine" && queryNorm === 0)) continue;
    const search = { column, codes, mask, metric, query, queryNorm, ...wanted };
    const take = (row: number, score: number): void => {
      if (score >= into.threshold) into.add(stored.owner(row), score);
    };
    const { candidates } = wanted;
    if (isByBits(candidates)) yield* scanBits(search, candidates, take);
    else yield* scanCodes(search, take);
  }
}

interface TargetScan {
  readonly target: VectorTarget;
  readonly places: readonly number[];
  readonly mask: Bitmap;
  readonly numbers: readonly Float64Array[];
}

function scanFor(
  { target, places, mask, numbers }: TargetScan,
  metric: VectorMetric,
  best: readonly BestScores[],
): Generator<unknown> {
  const { attribute, column } = target;
  const { dimensions } = column;
  const all = new Float64Array(numbers.length * dimensions);
  for (const [i, each] of numbers.entries()) all.set(each, i * dimensions);
  const owners = attribute.stored;
  const thresholdOf = (query: number): number => best[places[query]].threshold;
  return scanVectors(column, mask, metric, queriesOf(all, dimensions), thresholdOf, (row, query, score) => {
    const into = best[places[query]];
    if (score >= into.threshold) into.add(owners.owner(row), score);
  });
}

/** The vector that an element has itself. */
function ownQuery(targets: readonly VectorTarget[], id: number): Query | undefined {
  for (const target of targets) {
    const row = target.attribute.rows.get(id);
    if (row >= 0) return { target, numbers: Float64Array.from(target.column.get(row)) };
  }
  return undefined;
}

function splitNumbers(
  targets: readonly VectorTarget[],
  attribute: string,
  numbers: Float64Array,
): (Query | undefined)[] {
  const [target] = targets;
  if (target === undefined) return [];
  const { dimensions } = target.column;
  if (targets.length > 1 || numbers.length % dimensions !== 0) {
    const lengths = targets.map(({ column }) => column.dimensions).join(" or ");
    throw new TypeError(
      `"vectors" expected rows of ${lengths} numbers, as attribute ${JSON.stringify(attribute)} has, got ${numbers.length} numbers`,
    );
  }
  return Array.from({ length: numbers.length / dimensions }, (_, i) => ({
    target,
    numbers: numbers.subarray(i * dimensions, (i + 1) * dimensions),
  }));
}
