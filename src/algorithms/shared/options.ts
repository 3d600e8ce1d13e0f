/** Checks of what callers hand to algorithms: each throws a TypeError or RangeError that names the option. */

import { describe } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { checkNames, type NamesOf } from "../../structures/options.js";
import { checkMarkedView } from "../../structures/view-brand.js";
import type { GraphView } from "../../view.js";

/** The progress of a run: `done` of `total`, in units of the algorithm's own. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** The option to stop a run. */
export interface SignalOption {
  /** Stops the run: once it is aborted, also if it was before the call, its reason is thrown. */
  readonly signal?: AbortSignalLike;
}

/** Options of everything that can take long. */
export interface RunOptions extends SignalOption {
  /** Called now and then while it runs. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Options of how a run goes, which every algorithm takes, since the result is the same without them. */
const RUN_OPTIONS = ["signal", "onProgress", "threads"] as const;
type OwnOptions<O> = Omit<O, (typeof RUN_OPTIONS)[number]>;

/**
 * Throws unless `options` is an object with none but these names, those of how a run goes left aside. Throws the
 * reason of a signal that is already aborted: all algorithms come by here before they do anything.
 */
export function checkRunOptions<O extends object, const K extends readonly (keyof OwnOptions<O> & string)[]>(
  options: O,
  names: K & NamesOf<OwnOptions<O>, K>,
): asserts options is O {
  checkNames(options, [...names, ...RUN_OPTIONS]);
}

/** Throws unless `value` is a graph or a view of one. */
export function checkView(value: unknown, name = "view"): asserts value is GraphView {
  checkMarkedView(value, name);
}

/** Throws unless `value` can be called. */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== "function")
    throw new TypeError(`"${name}" expected a function, got ${describe(value)}`);
}

/** Throws unless `value` is a number from `min` to `max`, both included; NaN is none. */
export function checkNumber(name: string, value: unknown, min: number, max: number): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`"${name}" expected a number, got ${describe(value)}`);
  if (!(value >= min && value <= max)) {
    throw new RangeError(`"${name}" expected ${min}..${max}, got ${describe(value)}`);
  }
}

/** Throws unless `value` is a finite number, each of which is a seed of its own; 0 and -0 are one. */
export function checkSeed(value: unknown): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`"seed" expected a number, got ${describe(value)}`);
  if (!Number.isFinite(value))
    throw new RangeError(`"seed" expected a finite number, got ${describe(value)}`);
}

/** Throws unless `value` is a whole number from `min` to `max`, both included. */
export function checkInteger(
  name: string,
  value: unknown,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  if (typeof value !== "number") {
    throw new TypeError(`"${name}" expected a whole number, got ${describe(value)}`);
  }
  if (!Number.isInteger(value) || value < min || value > max) {
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `${min}..${max}`;
    throw new RangeError(`"${name}" expected a whole number ${range}, got ${describe(value)}`);
  }
}

/** Throws unless `value` is true or false. */
export function checkBoolean(name: string, value: unknown): asserts value is boolean {
  if (typeof value !== "boolean") throw new TypeError(`"${name}" expected a boolean, got ${describe(value)}`);
}

/** Throws unless `value` is one of a few words. */
export function checkWord<W extends string>(
  name: string,
  value: unknown,
  words: readonly W[],
): asserts value is W {
  if ((words as readonly unknown[]).includes(value)) return;
  const expected = words.map((word) => JSON.stringify(word)).join(" or ");
  throw new TypeError(`"${name}" expected ${expected}, got ${describe(value)}`);
}
