/** Parameters that are FLOATs though they are whole. */
import { describe } from "../../errors.js";

/** A number that is to be a FLOAT in a query. Made by {@link float}. */
export class CypherFloat {
  readonly value: number;

  constructor(value: number) {
    if (typeof value !== "number") throw new TypeError(`"value" expected a number, got ${describe(value)}`);
    this.value = value;
    Object.freeze(this);
  }
}

/** Has a parameter arrive as a FLOAT: `float(2)` is 2.0, where 2 alone is an INTEGER. Throws a TypeError. */
export function float(value: number): CypherFloat {
  return new CypherFloat(value);
}
