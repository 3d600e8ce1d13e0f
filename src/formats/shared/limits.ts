/** The limits that all formats have in common; see docs/limits.md. */
import { FormatError, type FormatPlace } from "./format-error.js";

/** The bytes of one field or text. */
export const FIELD_BYTES_MAX = 2 ** 26;

/** The characters of a file that is read at once, as lock files are. */
export const WHOLE_UNITS_MAX = 2 ** 28;

/** The bytes of one field, or of a file that is read at once, of compressed data that expand over {@link EXPANSION_MAX} times, as only a bomb does. */
export const BOMB_FIELD_BYTES_MAX = 2 ** 22;

/** How often its size compressed data may expand before a long field in it is taken for a bomb. */
export const EXPANSION_MAX = 128;

/** The nesting of elements in XML, of lists in GML and of subgraphs in DOT. */
export const NESTING_MAX = 256;

/** The nesting of values in JSON. */
export const JSON_NESTING_MAX = 1000;

/** The edges that subgraphs as ends make in one DOT file, where a few bytes stand for any number of them. */
export const PRODUCT_EDGES_MAX = 2 ** 22;

/** The columns of a table, and the attributes of nodes or of edges in one file. */
export const COLUMNS_MAX = 65_536;

/** The kinds of problems that a report keeps; further ones are counted under `more`. */
export const PROBLEMS_MAX = 1000;

/** The places that a report keeps of each kind of problem. */
export const PROBLEM_PLACES_MAX = 5;

/** For what passes a limit. */
export function beyondLimit(
  what: string,
  limit: number,
  place: FormatPlace & { format?: string },
): FormatError {
  return new FormatError("FORMAT_UNSUPPORTED", `${what} expected at most ${limit}, got more`, place);
}

/** One statement of a script may take so long, in ms, unless it creates from literals alone. */
export const STATEMENT_MS_MAX = 60_000;
