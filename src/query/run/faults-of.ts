/** Faults of values as faults of the statement that they are in. */
import { CypherFault } from "../text/cypher-fault.js";
import { CypherValueError } from "../values/value-error.js";
import type { RunContext } from "./run-context.js";

/** Rows of a context; says of what goes wrong with a value where in the text it went wrong. */
export function* faultsOf<T>(
  rows: Generator<T, void, undefined>,
  run: RunContext,
): Generator<T, void, undefined> {
  try {
    yield* rows;
  } catch (error) {
    throw placedFault(error, run);
  }
}

/** The error at the place in the text that the context is at now: before it moves on, where the error is thrown later. */
export function placedFault(error: unknown, run: RunContext): unknown {
  if (!(error instanceof CypherValueError)) return error;
  return new CypherFault(error.type, "runtime", error.detail, error.message, run.offset, error);
}
