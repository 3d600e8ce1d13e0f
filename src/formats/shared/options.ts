/** The options that reading every format takes, and their check: each is read once. */
import { describe } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { checkNames } from "../../structures/options.js";
import { type AttributeOptions, checkedNames } from "./given-names.js";

/** How far an import or export is: bytes of the source as it lies, and elements. */
export interface FormatProgress {
  readonly bytes: number;
  /** The size of the source, where it is known. */
  readonly bytesTotal: number | undefined;
  readonly nodes: number;
  readonly edges: number;
}

/** The commit of an import. */
export interface ImportCommit {
  /** Defaults to one that names the file. */
  readonly message?: string | undefined;
  /** Defaults to empty. */
  readonly author?: string | undefined;
  /** In ms since 1970. Defaults to the graph's clock. */
  readonly time?: number | undefined;
}

/** Options of reading that all formats have. */
export interface ReadOptions extends AttributeOptions {
  /** The name of the format; defaults to what the extension says, then to what the first bytes look like. */
  readonly format?: string | undefined;
  /** The encoding of text, such as `windows-1252`; defaults to what the file says, then to UTF-8. */
  readonly encoding?: string | undefined;
  /**
   * The attribute that takes the file's own ids; null for none. Defaults to the graph's key, then to the name that the
   * file has for them, then to `key`, or `id` or `node` if there is an attribute of that name.
   */
  readonly key?: string | null | undefined;
  /** Labels for every node, besides those in the file. */
  readonly labels?: string | readonly string[] | undefined;
  /** The type of edges for which the file has none. */
  readonly type?: string | undefined;
  /** Whether a node whose key the graph has already is merged with it, as by `mergeNode`. Defaults to false. */
  readonly merge?: boolean | undefined;
  /**
   * Whether an edge of the same ends and type as one of the graph, or of the file, is merged with it, as by `mergeEdge`;
   * or attributes, one or several, whose values have to be the same as well. Defaults to false.
   */
  readonly mergeEdges?: boolean | string | readonly string[] | undefined;
  /**
   * Whether the graph becomes what the file says. Nodes that it has by key, and edges by ends and type, keep their ids and
   * are given the values and labels of the file; all else is removed. Attributes that `only` and `without` leave out,
   * and those of the graph itself, stay. With one table, elements of the other kind stay. Defaults to false.
   */
  readonly replace?: boolean | undefined;
  /**
   * The treatment of an edge to a node that the file does not have: `refuse` is the default where the file lists nodes,
   * `add` where it has edges alone; `skip` leaves the edge out.
   */
  readonly missingNodes?: "refuse" | "add" | "skip" | undefined;
  /** The treatment of a second node of one id. Defaults to `refuse`, or to `merge` with `merge`. */
  readonly duplicateNodes?: "refuse" | "merge" | "skip" | undefined;
  /**
   * The treatment of a file in which some edges have a direction and some have none: a directed graph in which those
   * without have `undirected`, the default; two edges for each of them; or an error.
   */
  readonly mixed?: "flag" | "both" | "refuse" | undefined;
  /** Whether faults are left out and reported where that can be. Defaults to false. */
  readonly lenient?: boolean | undefined;
  /**
   * The commit to be made: its message, or with its author and time. Defaults to none, or for a graph with a `path` to one
   * that names the file.
   */
  readonly commit?: string | ImportCommit | undefined;
  /** Makes a commit after so many nodes and edges, each with its position in its `meta.import`. */
  readonly batch?: number | undefined;
  /** Goes on behind the last commit of an import with `batch` that was stopped. Defaults to false. */
  readonly resume?: boolean | undefined;
  readonly signal?: AbortSignalLike | undefined;
  readonly onProgress?: ((progress: FormatProgress) => void) | undefined;
}

/** The names of options of reading that all formats have. */
export const READ_OPTIONS = [
  "format",
  "encoding",
  "key",
  "labels",
  "type",
  "types",
  "rename",
  "only",
  "without",
  "merge",
  "mergeEdges",
  "replace",
  "missingNodes",
  "duplicateNodes",
  "mixed",
  "lenient",
  "commit",
  "batch",
  "resume",
  "signal",
  "onProgress",
] as const satisfies readonly (keyof ReadOptions)[];

/** Options as they are given, each read once. */
export function readGivenOptions(options: unknown, names: readonly string[]): Record<string, unknown> {
  checkNames(options, names);
  const given: Record<string, unknown> = {};
  for (const name of names) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) given[name] = value;
  }
  return given;
}

/** Throws unless the options that all formats have are what they can be. */
export function checkReadOptions(given: Readonly<Record<string, unknown>>): void {
  for (const name of ["format", "encoding", "type"]) checkIs(name, given[name], "string", "a text");
  readImportCommit(given.commit);
  for (const name of ["merge", "replace", "lenient", "resume"])
    checkIs(name, given[name], "boolean", "a boolean");
  if (given.key !== undefined && given.key !== null) checkIs("key", given.key, "string", "a name or null");
  if (given.key === "") throw new TypeError('"key" expected a name or null, got ""');
  if (given.labels !== undefined && typeof given.labels !== "string") checkedNames("labels", given.labels);
  checkOneOf("missingNodes", given.missingNodes, ["refuse", "add", "skip"]);
  checkOneOf("duplicateNodes", given.duplicateNodes, ["refuse", "merge", "skip"]);
  checkOneOf("mixed", given.mixed, ["flag", "both", "refuse"]);
  checkMergeEdges(given.mergeEdges);
  const { batch } = given;
  if (batch !== undefined && !(Number.isSafeInteger(batch) && (batch as number) > 0))
    throw new RangeError(`"batch" expected a whole number above 0, got ${describe(batch)}`);
}

function checkMergeEdges(given: unknown): void {
  if (given === undefined || typeof given === "boolean") return;
  const names = typeof given === "string" ? [given] : given;
  if (!Array.isArray(names))
    throw new TypeError(`"mergeEdges" expected a boolean or names of attributes, got ${describe(given)}`);
  for (const name of checkedNames("mergeEdges", names))
    if (name === "") throw new TypeError('"mergeEdges" expected names of attributes, got ""');
}

/** Throws unless what `replace` does and the other options go together. */
export function checkReplace({ replace, ...others }: Readonly<Record<string, unknown>>): void {
  if (replace !== true) return;
  for (const name of ["batch", "resume"])
    if (others[name] !== undefined && others[name] !== false)
      throw new TypeError(`"replace" expected no "${name}", got ${describe(others[name])}`);
  if (others.merge === false) throw new TypeError('"merge" expected true with "replace", got false');
  if (others.duplicateNodes === "skip")
    throw new TypeError('"duplicateNodes" expected "refuse" or "merge" with "replace", got "skip"');
}

/** The commit of an import as it is given, each part read once; undefined for none. */
export function readImportCommit(given: unknown): ImportCommit | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string") return { message: given };
  if (typeof given !== "object" || given === null)
    throw new TypeError(`"commit" expected a text or { message, author, time }, got ${describe(given)}`);
  checkNames(given, ["message", "author", "time"], "commit");
  const { message, author, time } = given as ImportCommit;
  checkIs("commit.message", message, "string", "a text");
  checkIs("commit.author", author, "string", "a text");
  checkIs("commit.time", time, "number", "a number of ms");
  if (time !== undefined && !(Math.abs(time) <= 8.64e15))
    throw new RangeError(`"commit.time" expected ms that a Date can hold, got ${describe(time)}`);
  return { message, author, time };
}

/** Throws unless an option, if given, is of a type. */
export function checkIs(name: string, given: unknown, type: string, expected: string): void {
  if (given === undefined || typeof given === type) return;
  throw new TypeError(`"${name}" expected ${expected}, got ${describe(given)}`);
}

/** Throws unless an option, if given, is one of some words. */
export function checkOneOf(name: string, given: unknown, words: readonly string[]): void {
  if (given === undefined || words.includes(given as string)) return;
  throw new TypeError(
    `"${name}" expected one of ${words.map((word) => `"${word}"`).join(", ")}, got ${describe(given)}`,
  );
}
