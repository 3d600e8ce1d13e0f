/** Vectors, and how they are searched for, as callers give them: all read once and in full before anything is done. */
import { describe, GroggyError } from "../../errors.js";
import { THREADS_MAX } from "../../kernels/runtime/threads.js";
import { steadyArray } from "../../pool/given-value.js";
import { VECTOR_DIMENSIONS_MAX } from "../../pool/value-type.js";
import type { VectorColumn } from "../../pool/vector-column.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { isArrayLike } from "../../structures/arguments.js";
import { readOptions } from "../../structures/options.js";
import { didYouMean } from "../../structures/text/nearest.js";
import { checkOwner } from "../elements/given-ids.js";
import { isIdSet } from "../elements/id-owners.js";
import { type NearestOptions, VECTOR_METRICS, type VectorMetric } from "../index/nearest-options.js";
import type { Attribute, ElementState } from "../states/element-state.js";

const NEAREST_OPTIONS = [
  "limit",
  "metric",
  "minScore",
  "approximate",
  "candidates",
  "threads",
  "signal",
] as const;

export interface ReadNearestOptions {
  readonly limit: number;
  readonly metric: VectorMetric | undefined;
  readonly minScore: number;
  /** How many rows are scored exactly of those that one bit a number finds; undefined of an exact search. */
  readonly candidates: number | undefined;
  readonly threadCount: number;
  readonly signal: AbortSignalLike | undefined;
}

const DEFAULT_LIMIT = 10;
const CANDIDATES_MIN = 100;
const CANDIDATES_A_RESULT = 10;

export function readNearestOptions(options: unknown): ReadNearestOptions {
  const given = readOptions(options as NearestOptions, NEAREST_OPTIONS);
  const { limit = DEFAULT_LIMIT, metric, minScore = Number.NEGATIVE_INFINITY, signal } = given;
  const { approximate = false, candidates, threads = 1 } = given;
  checkWholeNumber("limit", limit, 0);
  checkWholeNumber("threads", threads, 1);
  if (threads > THREADS_MAX)
    throw new RangeError(`"threads" expected at most ${THREADS_MAX}, got ${threads}`);
  if (metric !== undefined && !VECTOR_METRICS.includes(metric))
    throw new TypeError(`"metric" expected "cosine", "dot" or "euclidean", got ${describe(metric)}`);
  if (typeof minScore !== "number")
    throw new TypeError(`"minScore" expected a number, got ${describe(minScore)}`);
  if (Number.isNaN(minScore)) throw new RangeError('"minScore" expected a number, got NaN');
  if (typeof approximate !== "boolean")
    throw new TypeError(`"approximate" expected a boolean, got ${describe(approximate)}`);
  if (candidates !== undefined) checkWholeNumber("candidates", candidates, 1);
  const most = Math.max(limit, candidates ?? Math.max(CANDIDATES_MIN, CANDIDATES_A_RESULT * limit));
  return {
    limit,
    metric,
    minScore,
    candidates: approximate ? most : undefined,
    threadCount: threads,
    signal,
  };
}

/** Throws unless `number` is a whole number of at least `least`. */
export function checkWholeNumber(name: string, number: unknown, least: number): void {
  if (typeof number === "number" && Number.isSafeInteger(number) && number >= least) return;
  const Fault = typeof number === "number" ? RangeError : TypeError;
  throw new Fault(`"${name}" expected a whole number of at least ${least}, got ${describe(number)}`);
}

/** Numbers of one vector or of several, read; of one too long to be a vector the length alone. */
export interface GivenVector {
  readonly length: number;
  readonly numbers: Float64Array;
}

/** A vector as numbers of float32, in which it is compared. */
export function readVector(name: string, given: unknown): GivenVector {
  if (!isArrayLike(given))
    throw new TypeError(`"${name}" expected an array of numbers, got ${describe(given)}`);
  const items = (ArrayBuffer.isView(given) ? steadyArray(given) : given) as ArrayLike<unknown>;
  const { length } = items;
  if (length > VECTOR_DIMENSIONS_MAX) return { length, numbers: new Float64Array(0) };
  return { length, numbers: readNumbers(name, items, length) };
}

/** The first `length` items as numbers of float32; throws for one that is none, or is not finite. */
function readNumbers(name: string, items: ArrayLike<unknown>, length: number): Float64Array {
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const item = items[i];
    const number = typeof item === "number" ? Math.fround(item) : Number.NaN;
    if (!Number.isFinite(number))
      throw new TypeError(`"${name}" expected finite numbers of float32, got ${describe(item)} at ${i}`);
    numbers[i] = number;
  }
  return numbers;
}

/** Vectors: those of a set of elements, a list of them, or the numbers of all in one array. */
export type GivenVectors =
  | { readonly kind: "ids"; readonly ids: Uint32Array }
  | { readonly kind: "list"; readonly vectors: readonly GivenVector[] }
  | { readonly kind: "numbers"; readonly numbers: Float64Array };

export function readVectors(given: unknown, state: ElementState): GivenVectors {
  if (isIdSet(given)) {
    checkOwner("vectors", given, state.pool);
    return { kind: "ids", ids: given.ids().slice() };
  }
  if (ArrayBuffer.isView(given) && isArrayLike(given)) {
    const items = steadyArray(given);
    return { kind: "numbers", numbers: readNumbers("vectors", items as ArrayLike<unknown>, items.length) };
  }
  if (!Array.isArray(given))
    throw new TypeError(
      `"vectors" expected a Float32Array of rows, an array of vectors or a selection, got ${describe(given)}`,
    );
  const { length } = given;
  const vectors: GivenVector[] = [];
  for (let i = 0; i < length; i++) vectors.push(readVector(`vectors[${i}]`, given[i]));
  return { kind: "list", vectors };
}

/** A column of vectors of an attribute in a state. */
export interface VectorTarget {
  readonly attribute: Attribute;
  readonly column: VectorColumn;
}

/**
 * The columns of vectors that an attribute has in a state: several where vectors of different lengths were written.
 *
 * @throws GroggyError UNKNOWN_ATTRIBUTE for a name that the graph has never had, TypeError if its values are none.
 */
export function vectorTargets(state: ElementState, name: string): VectorTarget[] {
  const first = state.attribute(name);
  if (first === undefined) {
    if (state.pool.hasAttribute(name)) return [];
    const nearest = didYouMean(name, state.pool.attributeNames(), (other) => JSON.stringify(other));
    throw new GroggyError(
      "UNKNOWN_ATTRIBUTE",
      `"attribute" expected an attribute of the ${state.kind}s, got ${describe(name)}${nearest}`,
      { attribute: name },
    );
  }
  const targets: VectorTarget[] = [];
  for (const attribute of first.mixed ?? [first])
    if (attribute.stored.type.startsWith("vector<"))
      targets.push({ attribute, column: attribute.stored.column as VectorColumn });
  if (targets.length === 0)
    throw new TypeError(
      `attribute ${JSON.stringify(name)} is ${first.stored.type} and has no vectors: Float32Arrays make it one of vectors, or a schema`,
    );
  return targets;
}

/** The column whose vectors have the length of a given one. Throws if there are columns, and none is. */
export function targetOfLength(
  targets: readonly VectorTarget[],
  what: string,
  name: string,
  length: number,
): VectorTarget | undefined {
  const found = targets.find(({ column }) => column.dimensions === length);
  if (found !== undefined || targets.length === 0) return found;
  const lengths = targets.map(({ column }) => column.dimensions).join(" or ");
  throw new TypeError(
    `"${what}" expected a vector of ${lengths} numbers, as attribute ${JSON.stringify(name)} has, got one of ${length}`,
  );
}
