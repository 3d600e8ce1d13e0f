/** Names of attributes as options give them. Loads with the list of formats, and with nothing of the graph. */
import { describe } from "../../errors.js";
import type { ValueType } from "../../view.js";

/** Attributes left out, renamed and typed, for readers and writers alike. */
export interface AttributeOptions {
  /** The type of attributes, by the name that they have in the graph. What does not fit is converted and counted. */
  readonly types?: Readonly<Record<string, ValueType>> | undefined;
  /** Other names for attributes: `{ von: "source" }`. */
  readonly rename?: Readonly<Record<string, string>> | undefined;
  /** The attributes to be read, by their name in the file; defaults to all. */
  readonly only?: readonly string[] | undefined;
  /** Attributes to be left out, by their name in the file. */
  readonly without?: readonly string[] | undefined;
}

/** A text that an option has to be. */
export function checkedText(option: string, given: unknown): string {
  if (typeof given !== "string") throw new TypeError(`"${option}" expected a text, got ${describe(given)}`);
  return given;
}

/** Names that an option has to be, each read once. */
export function checkedNames(option: string, given: unknown): string[] {
  if (!Array.isArray(given))
    throw new TypeError(`"${option}" expected an array of names, got ${describe(given)}`);
  return Array.from(given as unknown[], (name) => checkedText(option, name));
}
