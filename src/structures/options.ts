/** Options as they are given: an object, with no name that says nothing to whom it is given. */
import { describe } from "../errors.js";

/** The names of a type's options; nothing that can be given if one of them is left out. */
export type NamesOf<O, K extends readonly string[]> = Exclude<keyof O, K[number]> extends never ? K : never;

/**
 * Throws unless `options` is an object with none but these names: another one is a slip of the pen, which would be
 * passed over in silence.
 */
export function checkOptions<O extends object, const K extends readonly (keyof O & string)[]>(
  options: O,
  names: K & NamesOf<O, K>,
): asserts options is O {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`"options" expected an object, got ${describe(options)}`);
  }
  for (const name in options) {
    if (!(names as readonly string[]).includes(name)) {
      throw new TypeError(`"options" expected ${listOf(names)}, got ${describe(name)}`);
    }
  }
}

function listOf(names: readonly string[]): string {
  const quoted = names.map((name) => describe(name));
  const last = quoted.pop();
  return quoted.length === 0 ? `only ${last}` : `only ${quoted.join(", ")} and ${last}`;
}
