/** The elements that a variable holds in all rows, where these are elements of the present state. */
import { NodeValue, RelationshipValue } from "../../values/elements.js";
import { NONE, RecordRows, type Vector } from "../vector.js";

export interface HeldElements {
  readonly kind: "node" | "relationship";
  /** NONE for null. */
  readonly ids: Uint32Array;
  /** How many are null. */
  readonly nulls: number;
}

/** Undefined where some are no elements, of both kinds, or of a past state, and for no row at all. */
export function heldElements(vector: Vector | undefined, count: number): HeldElements | undefined {
  if (vector === undefined || count === 0) return undefined;
  if (vector.kind === "nodes" || vector.kind === "relationships") {
    const ids = vector.ids.length === count ? vector.ids : vector.ids.subarray(0, count);
    let nulls = 0;
    for (let i = 0; i < count; i++) if (ids[i] === NONE) nulls++;
    return { kind: vector.kind === "nodes" ? "node" : "relationship", ids, nulls };
  }
  if ((vector.kind !== "values" && vector.kind !== "constant") || vector instanceof RecordRows)
    return undefined;
  let kind: "node" | "relationship" | undefined;
  const ids = new Uint32Array(count).fill(NONE);
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    const value = vector.kind === "constant" ? vector.value : vector.values[i];
    if (value === null) {
      nulls++;
      continue;
    }
    if (!(value instanceof NodeValue || value instanceof RelationshipValue)) return undefined;
    if (value.graph.commit !== undefined || (kind !== undefined && kind !== value.kind)) return undefined;
    kind = value.kind;
    ids[i] = value.id;
  }
  return kind === undefined ? undefined : { kind, ids, nulls };
}

/** Whether a variable holds an element, or may hold one within a list or a map. */
export function mayHoldElements(vector: Vector | undefined, count: number): boolean {
  if (vector === undefined) return false;
  if (vector.kind === "nodes" || vector.kind === "relationships") return true;
  if (vector.kind === "constant") return isElement(vector.value);
  // maps are no elements, and need not be made to be asked
  if (vector.kind !== "values" || vector instanceof RecordRows) return false;
  for (let i = 0; i < count; i++) if (isElement(vector.values[i])) return true;
  return false;
}

function isElement(value: unknown): boolean {
  return value instanceof NodeValue || value instanceof RelationshipValue;
}

/** Whether no id is there twice. */
export function areDistinct(ids: Uint32Array): boolean {
  let isAscending = true;
  for (let i = 1; i < ids.length && isAscending; i++) isAscending = ids[i - 1] < ids[i];
  return isAscending || new Set(ids).size === ids.length;
}
