/** The metadata that `toArrow` writes into a field, so that `fromArrow` restores the original. */
import type { Field } from "apache-arrow";

/** The role of a column of a table of nodes or edges. */
export type ColumnRole = "id" | "labels" | "source" | "target" | "type" | "attribute";

/** Whether a vector is the graph's own memory, or a copy that was put in order. */
export type ColumnStorage = "shared" | "gathered";

/** The role of the column; see {@link ColumnRole}. */
export const ROLE_KEY = "groggy:role";
/** The attribute's type as the graph's schema has it, such as `json` where Arrow has text. */
export const TYPE_KEY = "groggy:type";
/** `shared` or `gathered`; see {@link ColumnStorage}. */
export const STORAGE_KEY = "groggy:storage";

/** The role that `toArrow` gave a column; undefined for a table that it did not make. */
export function roleOf(field: Field): ColumnRole | undefined {
  return field.metadata.get(ROLE_KEY) as ColumnRole | undefined;
}
