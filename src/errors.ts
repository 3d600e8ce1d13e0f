/**
 * Every error class of groggy. The caller's mistake is a `TypeError`, a `RangeError` or a `GroggyError`
 * with a literal `code`; a mistake of our own is an `InvariantError`.
 */

/** The `code` of every {@link GroggyError}; a code keeps its meaning for good. */
export type GroggyErrorCode =
  | "AMBIGUOUS_REVISION"
  | "BISECT_UNDECIDED"
  | "CORRUPT_STORE"
  | "CYCLIC_GRAPH"
  | "DIRTY_STATE"
  | "DUPLICATE_INDEX"
  | "DUPLICATE_KEY"
  | "DUPLICATE_REF"
  | "EDGE_NOT_FOUND"
  | "EMPTY_COMMIT"
  | "FILTER_SYNTAX"
  | "FOREIGN_SELECTION"
  | "FOREIGN_VIEW"
  | "IMMUTABLE_TYPE"
  | "INVALID_BUNDLE"
  | "INVALID_PATCH"
  | "INVALID_REF_NAME"
  | "LIMIT"
  | "MAINLINE_REQUIRED"
  | "MERGE_CONFLICT"
  | "MISSING_KEY"
  | "MISSING_PACKAGE"
  | "NEGATIVE_CYCLE"
  | "NEWER_FORMAT"
  | "NODE_NOT_FOUND"
  | "NOTHING_TO_UNDO"
  | "NOT_A_STORE"
  | "NOT_FAST_FORWARD"
  | "NO_COMMIT"
  | "PATCH_CONFLICT"
  | "REF_IN_USE"
  | "REF_NOT_FOUND"
  | "REVISION_NOT_FOUND"
  | "STALE_MERGE"
  | "STASH_CONFLICT"
  | "STASH_NOT_FOUND"
  | "STORE_CLOSED"
  | "STORE_FAILED"
  | "STORE_FENCED"
  | "STORE_GONE"
  | "STORE_IO"
  | "STORE_LOCKED"
  | "STORE_READ_ONLY"
  | "UNKNOWN_ATTRIBUTE"
  | "UNSUPPORTED_PLATFORM"
  | "VERB_UNDERWAY";

/** An error of groggy's own, told apart by its `code`; `data` holds the values the message speaks of. */
export class GroggyError extends Error {
  readonly code: GroggyErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: GroggyErrorCode, message: string, data: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "GroggyError";
    this.code = code;
    this.data = data;
  }
}

/** Something passed a published limit (see docs/limits.md). Nothing was lost and nothing was changed. */
export class LimitError extends GroggyError {
  constructor(what: string, limit: number, received: number) {
    super("LIMIT", `${what} expected at most ${limit}, got ${received}`, { what, limit, received });
    this.name = "LimitError";
  }
}

/** Something about a store on disk; `path` is the file or folder it is about. */
export class StoreError extends GroggyError {
  readonly path: string;

  constructor(
    code: GroggyErrorCode,
    path: string,
    message: string,
    data: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    super(code, `${path}: ${message}`, { path, ...data }, cause);
    this.name = "StoreError";
    this.path = path;
  }
}

/** What had been durable in a file of a store is not what was written; `offset` is in bytes. */
export class CorruptStoreError extends StoreError {
  readonly offset: number;

  constructor(path: string, offset: number, message: string, cause?: unknown) {
    super("CORRUPT_STORE", path, `${message} (at byte ${offset})`, { offset }, cause);
    this.name = "CorruptStoreError";
    this.offset = offset;
  }
}

/** Another process, or another handle of this one, writes to the store. */
export class StoreLockedError extends StoreError {
  /** The holder's process id, and the host it runs on. */
  readonly pid: number;
  readonly host: string;

  constructor(path: string, pid: number, host: string, hint: string) {
    super(
      "STORE_LOCKED",
      path,
      `expected a store that nobody writes to, got one that process ${pid} on ${host} has open; ${hint}`,
      {
        pid,
        host,
      },
    );
    this.name = "StoreLockedError";
    this.pid = pid;
    this.host = host;
  }
}

/** A filter that could not be read; `offset` counts UTF-16 units from the start of the filter's text. */
export class FilterSyntaxError extends GroggyError {
  readonly offset: number;

  constructor(message: string, text: string, offset: number) {
    super("FILTER_SYNTAX", `${message}\n  ${text}\n  ${" ".repeat(offset)}^`, { text, offset });
    this.name = "FilterSyntaxError";
    this.offset = offset;
  }
}

/** A broken invariant: a mistake in groggy, never the caller's. Please report it. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(`groggy broke an invariant of its own: ${message}`);
    this.name = "InvariantError";
  }
}

/** Throws an {@link InvariantError} unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** A value in the form in which it was read. Messages show what was given. */
export abstract class Given {
  readonly given: unknown;

  constructor(given: unknown) {
    this.given = given;
  }
}

/** How a value is shown in an error message: short, one line, with its type where that is not plain. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string")
    return value.length > 40 ? `${JSON.stringify(value.slice(0, 37))}…` : JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object") return String(value);
  if (value instanceof Given) return describe(value.given);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (Object.prototype.toString.call(value) === "[object Date]" && value instanceof Date)
    return Number.isNaN(value.getTime()) ? "an invalid Date" : `a Date (${value.getTime()} ms)`;
  // what a class is called is the caller's to say, and so may be anything
  const given: unknown = value.constructor?.name;
  const name = typeof given === "string" && given !== "" ? given : "Object";
  if (ArrayBuffer.isView(value))
    return `a ${name} of ${"length" in value ? String(value.length) : value.byteLength}`;
  return name === "Object" ? "an object" : `a ${name}`;
}
