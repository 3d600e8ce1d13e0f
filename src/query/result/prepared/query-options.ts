/** The options of queries, each read once. */
import { describe } from "../../../errors.js";
import type { AbortSignalLike } from "../../../structures/abort-signal.js";
import { checkOptions } from "../../../structures/options.js";
import { throwIfAborted } from "../../../structures/signal.js";
import type { IntegersOut } from "../../values/convert.js";
import { checkUserDefined, type UserDefined } from "../kept-procedures.js";

/** The limits of a query, and what it is given. */
export interface QueryOptions {
  /** Calls the query off: its reason is thrown. */
  readonly signal?: AbortSignalLike;
  /** In ms from the call on; past it a DOMException TimeoutError is thrown. Defaults to none. */
  readonly timeout?: number;
  /** Bytes that the rows held at one time may take, as estimated; past it a LimitError is thrown. Defaults to 2^30. */
  readonly memory?: number;
  /** How INTEGERs come out: "safe", the default, gives a number where it is exact, else a bigint; "bigint" bigints; "number" numbers, and a RangeError where one is not exact. */
  readonly integers?: IntegersOut;
  /**
   * The procedures and functions that a query may name, beside the language's own and those that the graph keeps; made by
   * `defineProcedure` and `defineFunction`. A text is read anew for each call that has any.
   */
  readonly procedures?: readonly UserDefined[];
  /** The source of LOAD CSV: the text behind a URL, or chunks of it. */
  readonly open?: (url: string) => string | Iterable<string>;
}

export const QUERY_OPTIONS = ["signal", "timeout", "memory", "integers", "procedures", "open"] as const;

const INTEGERS: readonly unknown[] = ["safe", "bigint", "number"] satisfies IntegersOut[];

/** Options whose names have been checked. Throws for an invalid value. */
export function readQueryOptions(options: QueryOptions): QueryOptions {
  const read = { ...options };
  const { timeout, memory, integers, procedures, open } = read;
  checkPositive("timeout", timeout);
  checkPositive("memory", memory);
  if (integers !== undefined && !INTEGERS.includes(integers))
    throw new TypeError(`"integers" expected "safe", "bigint" or "number", got ${describe(integers)}`);
  if (open !== undefined && typeof open !== "function")
    throw new TypeError(`"open" expected a function, got ${describe(open)}`);
  if (procedures !== undefined) checkUserDefined("procedures", procedures);
  throwIfAborted(read.signal);
  return read;
}

/** Options with their names. */
export function checkedQueryOptions(options: QueryOptions): QueryOptions {
  checkOptions<QueryOptions, typeof QUERY_OPTIONS>(options, QUERY_OPTIONS);
  return readQueryOptions(options);
}

function checkPositive(name: string, value: unknown): void {
  if (value !== undefined && !(typeof value === "number" && value > 0))
    throw new RangeError(`"${name}" expected a number above 0, got ${describe(value)}`);
}
