/** Temporal values within queries: their errors become the language's. */
import { TemporalError } from "../../../temporal/temporal-error.js";
import { CypherValueError } from "../value-error.js";

/** The result of `make`. Throws an ArgumentError in place of a TemporalError. */
export function guarded<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TemporalError)) throw error;
    throw new CypherValueError("ArgumentError", "InvalidArgumentValue", error.message, error);
  }
}
