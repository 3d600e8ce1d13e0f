/**
 * Every error class of groggy. The caller's mistake is a `TypeError`, a `RangeError` or a `GroggyError`
 * with a literal `code`; a mistake of our own is an `InvariantError`.
 */

/**
 * The `data` of a {@link GroggyError} by its `code`; a code never changes its meaning. Folders whose types are not
 * known here declare their codes beside what throws them.
 */
export interface GroggyErrorData {
  AMBIGUOUS_REVISION: { prefix: string; ids: readonly string[] };
  CONSTRAINT_VIOLATION: {
    violations: readonly {
      kind: "unique" | "required";
      label: string | undefined;
      attributes: readonly string[];
      ids: readonly number[];
    }[];
  };
  CORRUPT_STORE: { path: string; offset: number };
  CYCLIC_GRAPH: { cycle: readonly number[] };
  CYPHER: {
    type: string;
    phase: "compile" | "runtime";
    detail: string;
    gqlStatus: string;
    text: string;
    offset: number;
  };
  DUPLICATE_INDEX: { attribute: string; kind: string };
  /** `attribute` is undefined where none has such an index. */
  INDEX_NOT_FOUND: { attribute: string | undefined; kind: string };
  LANGUAGE_NOT_GIVEN: { attribute: string; language: string };
  DUPLICATE_KEY: { key: unknown; label?: string; value?: unknown; commit?: string; row?: number };
  DUPLICATE_REF: { name: string };
  EDGE_NOT_FOUND: { id: number };
  EMPTY_COMMIT: NoData;
  FILTER_SYNTAX: { text: string; offset: number };
  FOREIGN_SELECTION: NoData;
  FOREIGN_VIEW: NoData;
  IMMUTABLE_TYPE: { id: number };
  INVALID_BUNDLE: Readonly<Record<string, unknown>>;
  INVALID_PATCH: NoData;
  INVALID_REF_NAME: { name: string };
  LIMIT: { what: string; limit: number; received: number };
  MAINLINE_REQUIRED: NoData;
  MISSING_ATTRIBUTE: { label: string; attribute: string; id?: number; row?: number };
  MISSING_KEY: { key?: unknown; label?: string; row?: number };
  MISSING_PACKAGE: { package: string };
  NEGATIVE_CYCLE: { cycle: readonly number[] };
  NEWER_FORMAT: { path?: string; format?: number; version?: number; features?: number; codec?: string };
  NODE_NOT_FOUND: { id?: number; key?: unknown; row?: number };
  NOTHING_TO_UNDO: NoData;
  NOT_A_STORE: { path: string };
  NOT_FAST_FORWARD: { branch?: string; at?: string | null };
  NO_COMMIT: NoData;
  PATCH_CONFLICT: { what: string };
  PATTERN_SYNTAX: { pattern: string; offset: number };
  PORT_IN_USE: { port: number; host: string };
  READ_ONLY: NoData;
  REF_IN_USE: { name: string };
  REF_NOT_FOUND: { name: unknown };
  REVISION_NOT_FOUND: { revision?: string; range?: string; time?: number };
  STALE_MERGE: NoData;
  STASH_CONFLICT: { overlap: string };
  STASH_NOT_FOUND: { index: unknown };
  STORE_CLOSED: { path: string };
  STORE_FAILED: { path: string };
  STORE_FENCED: { path: string; epoch: number };
  STORE_GONE: { path: string; epoch?: number };
  STORE_IO: { path: string; systemCode?: string | undefined };
  STORE_LOCKED: { path: string; pid: number; host: string };
  STORE_READ_ONLY: { path: string };
  UNKNOWN_ATTRIBUTE: { attribute: string };
  UNKNOWN_LABEL: { label: string };
  UNSUPPORTED_PLATFORM: NoData;
  VERB_UNDERWAY: { within: string | undefined };
  WORKTREE_CLOSED: NoData;
}

/** The `data` of errors whose message is complete. */
export type NoData = Readonly<Record<never, never>>;

/** The `code` of every {@link GroggyError}. */
export type GroggyErrorCode = keyof GroggyErrorData;

/** A code and what its `data` must hold, which may be left out where nothing is asked for. */
type Arguments<Before extends unknown[], Given> = {
  [Code in GroggyErrorCode]: NoData extends Omit<GroggyErrorData[Code], keyof Given>
    ? [code: Code, ...Before, data?: Omit<GroggyErrorData[Code], keyof Given>, cause?: unknown]
    : [code: Code, ...Before, data: Omit<GroggyErrorData[Code], keyof Given>, cause?: unknown];
}[GroggyErrorCode];

/** An error of groggy's own, distinguished by its `code`; `data` holds the values that the message mentions. */
export class GroggyError extends Error {
  readonly code: GroggyErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(...[code, message, data = {}, cause]: Arguments<[message: string], NoData>) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "GroggyError";
    this.code = code;
    this.data = data;
  }

  /** Tells whether this is the error of a code, and gives its `data` the type that goes with it. */
  is<Code extends GroggyErrorCode>(
    code: Code,
  ): this is GroggyError & { code: Code; data: GroggyErrorData[Code] } {
    return code === (this.code as GroggyErrorCode);
  }

  /** The form that `JSON.stringify` writes, as loggers do: the fields and the message, with bigints as text. */
  toJSON(): Record<string, unknown> {
    const asText = (_: string, value: unknown): unknown =>
      typeof value === "bigint" ? String(value) : value;
    return JSON.parse(JSON.stringify({ ...this, message: this.message }, asText));
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
    ...[code, path, message, data, cause]: Arguments<[path: string, message: string], { path: string }>
  ) {
    super(
      ...([code, `${path}: ${message}`, { path, ...data }, cause] as ConstructorParameters<
        typeof GroggyError
      >),
    );
    this.name = "StoreError";
    this.path = path;
  }
}

/** A file of a store does not have the bytes that were durable in it; `offset` is in bytes. */
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
      `expected a store without a writer, got one that process ${pid} on ${host} has open; ${hint}`,
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

/** An error of a query, in the words of the openCypher TCK; `offset` counts UTF-16 units from the start of its text. */
export class CypherError extends GroggyError {
  /** Such as "SyntaxError", "TypeError" or "ArithmeticError". */
  readonly type: string;
  /** Whether it was found before the query ran, or while it did. */
  readonly phase: "compile" | "runtime";
  /** Such as "UndefinedVariable". */
  readonly detail: string;
  /** The status of GQL, of five characters. */
  readonly gqlStatus: string;
  readonly offset: number;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on, in UTF-16 units. */
  readonly column: number;

  constructor(message: string, data: GroggyErrorData["CYPHER"], cause?: unknown) {
    const { text, offset } = data;
    const start = text.lastIndexOf("\n", offset - 1) + 1;
    const [source] = text.slice(start).split(/\r?\n/, 1);
    const line = text.slice(0, start).split("\n").length;
    const column = offset - start + 1;
    // a long line is shown around the place
    const from = Math.max(0, column - 61);
    const shown = source.slice(from, from + 100);
    const caret = " ".repeat(column - 1 - from);
    super("CYPHER", `${message} (line ${line}, column ${column})\n  ${shown}\n  ${caret}^`, data, cause);
    this.name = "CypherError";
    this.type = data.type;
    this.phase = data.phase;
    this.detail = data.detail;
    this.gqlStatus = data.gqlStatus;
    this.offset = offset;
    this.line = line;
    this.column = column;
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

/** Formats a value for an error message: short, one line, with its type where that is not plain. */
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
  // the name of a class comes from the caller, and so may be anything
  const given: unknown = value.constructor?.name;
  const name = typeof given === "string" && given !== "" ? given : "Object";
  if (ArrayBuffer.isView(value)) {
    // a DataView whose memory was transferred has no length that could be asked for
    const bytes = value.buffer.byteLength === 0 ? 0 : value.byteLength;
    return `a ${name} of ${"length" in value ? String(value.length) : bytes}`;
  }
  return name === "Object" ? "an object" : `a ${name}`;
}
