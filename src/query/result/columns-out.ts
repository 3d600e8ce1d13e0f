/** Columns of a result as JavaScript has them, made from vectors: numbers are read where they are, texts decoded once. */
import { decodedTexts, type Vector, valueAt } from "../engine/vector.js";
import type { GraphPort } from "../run/graph-port.js";
import type { IntegersOut } from "../values/convert.js";
import type { ElementSource } from "../values/elements.js";
import type { CypherValue } from "../values/value.js";
import { valueOut } from "./elements-out.js";

/** How values come out: INTEGERs as callers want them, and elements as objects that read from the state of the query. */
export interface ValuesOut {
  readonly integers: IntegersOut;
  /** The graph of elements among the rows; undefined where there are none. */
  readonly source: ElementSource | undefined;
}

/** The first `count` values of a vector. Throws a RangeError where an INTEGER is to be a number and is not exact as one. */
export function columnOut(
  vector: Vector,
  count: number,
  graph: GraphPort,
  { integers, source }: ValuesOut,
): ArrayLike<unknown> {
  switch (vector.kind) {
    case "integers":
      return integers === "bigint" ? bigintsOf(vector, count) : numbersOf(vector, count);
    case "floats":
      return numbersOf(vector, count);
    case "texts": {
      const { codes, strings } = vector;
      const texts = new Array<string | null>(count);
      for (let i = 0; i < count; i++) texts[i] = strings[codes[i]] ?? null;
      return texts;
    }
    case "bytes":
      return decodedTexts(vector, count);
    case "constant": {
      // an element is an object of its own in each row
      const { value } = vector;
      if (typeof value !== "object" || value === null)
        return new Array<unknown>(count).fill(valueOut(value, integers, source!));
    }
  }
  const values = new Array<unknown>(count);
  for (let i = 0; i < count; i++) values[i] = valueOut(valueAt(vector, i, graph), integers, source!);
  return values;
}

type Numbers = Extract<Vector, { readonly kind: "integers" | "floats" }>;

function numbersOf({ values, nulls }: Numbers, count: number): ArrayLike<number | null> {
  if (nulls === undefined) return values;
  const out = new Array<number | null>(count);
  for (let i = 0; i < count; i++) out[i] = nulls[i] === 1 ? null : values[i];
  return out;
}

function bigintsOf({ values, nulls }: Numbers, count: number): (bigint | null)[] {
  const out = new Array<bigint | null>(count);
  for (let i = 0; i < count; i++) out[i] = nulls?.[i] === 1 ? null : BigInt(values[i]);
  return out;
}

/** 1 if some of the first values are INTEGERs, and 2 if some are FLOATs, within lists included. */
export function numberKindsOf(vector: Vector, count: number): number {
  switch (vector.kind) {
    case "integers":
    case "floats":
      if (vector.nulls?.subarray(0, count).every((isNull) => isNull === 1) === true) return 0;
      return vector.kind === "integers" ? 1 : 2;
    case "constant":
      return numberKindOf(vector.value);
    case "values": {
      let kinds = 0;
      for (let i = 0; i < count && kinds < 3; i++) kinds |= numberKindOf(vector.values[i]);
      return kinds;
    }
    default:
      return 0;
  }
}

export function numberKindOf(value: CypherValue): number {
  if (typeof value === "bigint") return 1;
  if (typeof value === "number") return 2;
  if (!Array.isArray(value)) return 0;
  let kinds = 0;
  for (const item of value as readonly CypherValue[]) kinds |= numberKindOf(item);
  return kinds;
}
