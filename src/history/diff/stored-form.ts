/** Values as a column has them, which no function of the user's can change any more. */
import type { Column } from "../../pool/column.js";
import { createColumn } from "../../pool/create-column.js";

/** The value that a column would return after storing a value; undefined if it does not accept it. */
export function storedForm(column: Column | undefined, value: unknown): unknown {
  if (column?.accepts(value) !== true) return undefined;
  if (typeof value !== "object") return value;
  const alone = createColumn(column.type);
  const stored = alone.get(alone.append(value));
  // items may be worked out each time they are read
  return column.accepts(stored) ? stored : undefined;
}

/** Whether a column would store two values as the same one; undefined means absent. */
export function isSameForm({ type }: Column, a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  const alone = createColumn(type);
  return alone.same(alone.append(a), alone.append(b));
}
