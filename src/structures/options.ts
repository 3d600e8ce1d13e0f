/** Options as they are given: an object, with no name that says nothing to whom it is given. */
import { describe } from "../errors.js";

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
 * Throws unless `options` is an object with none but these names: another one is a slip of the pen, which would be
 * passed over in silence.
 */
export function checkNames(options: unknown, names: readonly string[]): asserts options is object {
  checkIsOptions(options);
  for (const name in options) {
    if (!names.includes(name)) {
      throw new TypeError(`"options" expected ${listOf(names)}, got ${describe(name)}`);
    }
  }
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
