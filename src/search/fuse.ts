/** Reciprocal rank fusion: several rankings of the same elements as one, by ranks alone. */
import { describe, GroggyError } from "../errors.js";
import { Ranking } from "../space/elements/ranking.js";
import { readOptions } from "../structures/options.js";

/** Options of `fuse`. */
export interface FuseOptions {
  /** Added to each rank: the greater, the less the first ranks stand out. Defaults to 60. */
  readonly k?: number | undefined;
  /** How much each ranking counts, in their order. Defaults to 1 each. */
  readonly weights?: readonly number[] | undefined;
  /** How many elements at most. Defaults to all. */
  readonly limit?: number | undefined;
}

const FUSE_OPTIONS = ["k", "weights", "limit"] as const;
const DEFAULT_K = 60;

/**
 * The elements of several rankings of one graph or view by the sum of `weight / (k + rank)` over the rankings that they
 * are in. Ranks begin at 1; elements with equal scores share a rank, as those at one distance do. Scores of different
 * kinds need not be comparable. O(elements log elements).
 *
 * Cormack, Clarke and Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods (2009).
 *
 * @throws TypeError for what is no ranking and for no rankings; GroggyError FOREIGN_SELECTION for rankings of different
 *   graphs, views or kinds.
 */
export function fuse<S>(rankings: Iterable<Ranking<S>>, options: FuseOptions = {}): Ranking<S> {
  const { k = DEFAULT_K, weights, limit } = readOptions(options, FUSE_OPTIONS);
  const list = readRankings(rankings);
  checkNumber("k", k);
  const shares = readWeights(weights, list.length);
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    const Fault = typeof limit === "number" ? RangeError : TypeError;
    throw new Fault(`"limit" expected a whole number of at least 0, got ${describe(limit)}`);
  }
  const sums = new Map<number, number>();
  list.forEach(({ ids, scores }, at) => {
    let rank = 1;
    for (let i = 0; i < ids.length; i++) {
      if (i > 0 && scores[i] !== scores[i - 1]) rank = i + 1;
      sums.set(ids[i], (sums.get(ids[i]) ?? 0) + shares[at] / (k + rank));
    }
  });
  const best = [...sums].sort(([idA, a], [idB, b]) => b - a || idA - idB).slice(0, limit);
  return new Ranking<S>(
    list[0].source,
    Uint32Array.from(best, ([id]) => id),
    Float64Array.from(best, ([, score]) => score),
  );
}

function readRankings<S>(given: Iterable<Ranking<S>>): Ranking<S>[] {
  if (typeof given !== "object" || given === null || !(Symbol.iterator in given) || given instanceof Ranking)
    throw new TypeError(`"rankings" expected an array of rankings, got ${describe(given)}`);
  const list: Ranking<S>[] = [];
  for (const each of given) {
    const name = `rankings[${list.length}]`;
    if (!(each instanceof Ranking))
      throw new TypeError(`"${name}" expected a ranking, got ${describe(each)}`);
    const { elements } = list[0]?.source ?? each.source;
    if (each.source.elements.state !== elements.state)
      throw new GroggyError(
        "FOREIGN_SELECTION",
        `"${name}" expected a ranking of the ${elements.kind}s of the same graph or view, got one of ${each.kind}s of another`,
      );
    list.push(each);
  }
  if (list.length === 0) throw new TypeError('"rankings" expected at least one ranking, got none');
  return list;
}

function readWeights(given: unknown, count: number): number[] {
  if (given === undefined) return new Array(count).fill(1);
  if (!Array.isArray(given)) throw new TypeError(`"weights" expected an array, got ${describe(given)}`);
  const weights = Array.from({ length: Math.min(given.length, count + 1) }, (_, i) => given[i] as unknown);
  if (weights.length !== count)
    throw new TypeError(`"weights" expected one for each of ${count} rankings, got ${describe(given)}`);
  weights.forEach((weight, i) => {
    checkNumber(`weights[${i}]`, weight);
  });
  return weights as number[];
}

function checkNumber(name: string, number: unknown): void {
  if (typeof number === "number" && number >= 0 && number < Number.POSITIVE_INFINITY) return;
  const Fault = typeof number === "number" ? RangeError : TypeError;
  throw new Fault(`"${name}" expected a number of at least 0, got ${describe(number)}`);
}
