/** Options as they are given: an object, with no name that says nothing to whom it is given. */

import { describe } from "../errors.js";
import type { AbortSignalLike } from "./abort-signal.js";
import { throwIfAborted } from "./signal.js";

/** The names of a type's options; nothing that can be given if one of them is left out. */
export type NamesOf<O, K extends readonly string[]> = Exclude<keyof O, K[number]> extends never ? K : never;

/** Throws unless `options` is an object with none but the names of its type's options. */
export function checkOptions<O extends object, const K extends readonly (keyof O & string)[]>(
  options: O,
  names: K & NamesOf<O, K>,
): asserts options is O {
  checkNames(options, names);
}

/**
 * Options read once, each of them, so that what was checked is what is used; those that are undefined are left out.
 * Throws as `checkOptions` does.
 */
export function readOptions<O extends object, const K extends readonly (keyof O & string)[]>(
  options: O,
  names: K & NamesOf<O, K>,
): O {
  checkOnlyNames(options, names, "options");
  const given: Partial<Record<string, unknown>> = {};
  for (const name of names) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) given[name] = value;
  }
  checkProgress(given.onProgress);
  checkSignal(given.signal);
  return given as O;
}

/**
 * Throws unless `options` is an object with none but these names: another one is a typo, which would be ignored
 * silently. Where `signal` is among the names, throws its reason if it is aborted already: every function that can be
 * stopped calls this before it changes anything.
 *
 * @param what what the object is called in the message.
 */
export function checkNames(
  options: unknown,
  names: readonly string[],
  what = "options",
): asserts options is object {
  checkOnlyNames(options, names, what);
  if (names.includes("onProgress")) checkProgress((options as { onProgress?: unknown }).onProgress);
  if (names.includes("signal")) checkSignal((options as { signal?: unknown }).signal);
}

function checkOnlyNames(options: unknown, names: readonly string[], what: string): asserts options is object {
  checkIsOptions(options);
  for (const name in options) {
    if (!names.includes(name)) {
      throw new TypeError(`"${what}" expected ${listOf(names)}, got ${describe(name)}`);
    }
  }
}

function checkProgress(onProgress: unknown): void {
  if (onProgress === undefined || typeof onProgress === "function") return;
  throw new TypeError(`"onProgress" expected a function, got ${describe(onProgress)}`);
}

/** Throws unless there is no signal, or one that is not aborted. */
function checkSignal(signal: unknown): void {
  if (signal === undefined) return;
  if (typeof (signal as AbortSignalLike | null)?.throwIfAborted !== "function") {
    throw new TypeError(`"signal" expected an AbortSignal, got ${describe(signal)}`);
  }
  throwIfAborted(signal as AbortSignalLike);
}

/** Throws unless `options` is an object. */
export function checkIsOptions(options: unknown): asserts options is object {
  if (typeof options === "object" && options !== null) return;
  throw new TypeError(`"options" expected an object, got ${describe(options)}`);
}

function listOf(names: readonly string[]): string {
  const quoted = names.map((name) => describe(name));
  const last = quoted.pop();
  return quoted.length === 0 ? `only ${last}` : `only ${quoted.join(", ")} and ${last}`;
}
