/** Comparisons and logic of vectors, with null as the third answer. */
import { comparedValues } from "../run/evaluate.js";
import type { GraphPort } from "../run/graph-port.js";
import type { ComparisonSymbol } from "../text/tree.js";
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { mapCodes, markCodes } from "./loops/text-loops.js";
import { NONE, UNKNOWN, type Vector, valueAt } from "./vector.js";

export type Booleans = Extract<Vector, { kind: "booleans" }>;

type Ternary = boolean | null;

export function ternary(value: Ternary): number {
  return value === null ? UNKNOWN : Number(value);
}

/** A constant that is a number and that a double holds; undefined for any other. */
function numberIn(vector: Vector): number | undefined {
  if (vector.kind !== "constant") return undefined;
  const { value } = vector;
  if (typeof value === "number") return value;
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

interface Numbers {
  readonly values: Float64Array | undefined;
  readonly scalar: number;
  readonly nulls: Uint8Array | undefined;
}

function numbersIn(vector: Vector): Numbers | undefined {
  if (vector.kind === "integers" || vector.kind === "floats")
    return { values: vector.values, scalar: 0, nulls: vector.nulls };
  const scalar = numberIn(vector);
  return scalar === undefined ? undefined : { values: undefined, scalar, nulls: undefined };
}

/** `left operator right` for `count` rows. */
export function comparedVectors(
  operator: ComparisonSymbol,
  left: Vector,
  right: Vector,
  count: number,
  graph: GraphPort,
): Vector {
  if (left.kind === "constant" && right.kind === "constant")
    return { kind: "constant", value: comparedValues(operator, left.value, right.value) };
  const [a, b] = [numbersIn(left), numbersIn(right)];
  if (a !== undefined && b !== undefined) return comparedNumbers(operator, a, b, count);
  if (left.kind === "texts" && right.kind === "constant")
    return mappedTexts(left, count, (text) => comparedValues(operator, text, right.value));
  if (right.kind === "texts" && left.kind === "constant")
    return mappedTexts(right, count, (text) => comparedValues(operator, left.value, text));
  const isEquality = operator === "=" || operator === "<>";
  if (isEquality && left.kind === "bytes" && right.kind === "constant" && typeof right.value === "string")
    return equalTexts(left, right.value, operator === "=", count);
  if (isEquality && right.kind === "bytes" && left.kind === "constant" && typeof left.value === "string")
    return equalTexts(right, left.value, operator === "=", count);
  if (isEquality && left.kind === right.kind) {
    if (left.kind === "nodes" || left.kind === "relationships")
      return equalWords(left.ids, (right as typeof left).ids, operator === "=", count);
    if (left.kind === "texts" && left.strings === (right as typeof left).strings)
      return equalWords(left.codes, (right as typeof left).codes, operator === "=", count);
  }
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++)
    values[i] = ternary(comparedValues(operator, valueAt(left, i, graph), valueAt(right, i, graph)));
  return { kind: "booleans", values };
}

function equalWords(a: Uint32Array, b: Uint32Array, wanted: boolean, count: number): Vector {
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++)
    values[i] = a[i] === NONE || b[i] === NONE ? UNKNOWN : Number((a[i] === b[i]) === wanted);
  return { kind: "booleans", values };
}

/** Compares texts with one by their bytes. */
function equalTexts(
  { store, rows }: Extract<Vector, { readonly kind: "bytes" }>,
  text: string,
  wanted: boolean,
  count: number,
): Vector {
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++)
    values[i] = rows[i] < 0 ? UNKNOWN : Number(store.isText(rows[i], text) === wanted);
  return { kind: "booleans", values };
}

function comparedNumbers(operator: ComparisonSymbol, a: Numbers, b: Numbers, count: number): Vector {
  if (a.values === undefined) return comparedNumbers(TURNED[operator], b, a, count);
  const out = new Uint8Array(count);
  if (b.values === undefined) compareToScalar(operator, a.values, b.scalar, out, count);
  else comparePairs(operator, a.values, b.values, out, count);
  for (const nulls of [a.nulls, b.nulls])
    if (nulls !== undefined) for (let i = 0; i < count; i++) if (nulls[i] === 1) out[i] = UNKNOWN;
  return { kind: "booleans", values: out };
}

const TURNED = { "=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function compareToScalar(
  operator: ComparisonSymbol,
  a: Float64Array,
  b: number,
  out: Uint8Array,
  count: number,
): void {
  switch (operator) {
    case "=":
      for (let i = 0; i < count; i++) out[i] = a[i] === b ? 1 : 0;
      return;
    case "<>":
      for (let i = 0; i < count; i++) out[i] = a[i] === b ? 0 : 1;
      return;
    case "<":
      for (let i = 0; i < count; i++) out[i] = a[i] < b ? 1 : 0;
      return;
    case "<=":
      for (let i = 0; i < count; i++) out[i] = a[i] <= b ? 1 : 0;
      return;
    case ">":
      for (let i = 0; i < count; i++) out[i] = a[i] > b ? 1 : 0;
      return;
    case ">=":
      for (let i = 0; i < count; i++) out[i] = a[i] >= b ? 1 : 0;
  }
}

function comparePairs(
  operator: ComparisonSymbol,
  a: Float64Array,
  b: Float64Array,
  out: Uint8Array,
  count: number,
): void {
  switch (operator) {
    case "=":
      for (let i = 0; i < count; i++) out[i] = a[i] === b[i] ? 1 : 0;
      return;
    case "<>":
      for (let i = 0; i < count; i++) out[i] = a[i] === b[i] ? 0 : 1;
      return;
    case "<":
      for (let i = 0; i < count; i++) out[i] = a[i] < b[i] ? 1 : 0;
      return;
    case "<=":
      for (let i = 0; i < count; i++) out[i] = a[i] <= b[i] ? 1 : 0;
      return;
    case ">":
      for (let i = 0; i < count; i++) out[i] = a[i] > b[i] ? 1 : 0;
      return;
    case ">=":
      for (let i = 0; i < count; i++) out[i] = a[i] >= b[i] ? 1 : 0;
  }
}

/** A predicate of texts, worked out once for each distinct one. */
export function mappedTexts(
  vector: Extract<Vector, { kind: "texts" }>,
  count: number,
  predicate: (text: string | null) => Ternary,
): Booleans {
  const { codes, strings } = vector;
  const values = new Uint8Array(count);
  const ofNull = ternary(predicate(null));
  const { length } = strings;
  if (length > 4 * count) {
    for (let i = 0; i < count; i++)
      values[i] = codes[i] === NONE ? ofNull : ternary(predicate(strings[codes[i]]));
    return { kind: "booleans", values };
  }
  const used = new Uint8Array(length);
  markCodes(codes, count, used);
  const table = new Uint8Array(length);
  for (let code = 0; code < length; code++)
    if (used[code] === 1) table[code] = ternary(predicate(strings[code]));
  mapCodes(codes, count, table, ofNull, values);
  return { kind: "booleans", values };
}

/** AND, OR and XOR of vectors. */
export function logicOf(operator: "AND" | "OR" | "XOR", operands: readonly Vector[], count: number): Vector {
  const values = new Uint8Array(truthsOf(operands[0], count).subarray(0, count));
  for (const operand of operands.slice(1)) {
    const other = truthsOf(operand, count);
    if (operator === "AND")
      for (let i = 0; i < count; i++)
        values[i] = values[i] === 0 || other[i] === 0 ? 0 : values[i] === 1 && other[i] === 1 ? 1 : UNKNOWN;
    else if (operator === "OR")
      for (let i = 0; i < count; i++)
        values[i] = values[i] === 1 || other[i] === 1 ? 1 : values[i] === 0 && other[i] === 0 ? 0 : UNKNOWN;
    else
      for (let i = 0; i < count; i++)
        values[i] = values[i] === UNKNOWN || other[i] === UNKNOWN ? UNKNOWN : values[i] ^ other[i];
  }
  return { kind: "booleans", values };
}

export function negatedTruths(vector: Vector, count: number): Vector {
  const truths = truthsOf(vector, count);
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++) values[i] = truths[i] === UNKNOWN ? UNKNOWN : 1 - truths[i];
  return { kind: "booleans", values };
}

/** A vector of booleans and nulls as bytes. Throws for anything else, which belongs to a row. */
export function truthsOf(vector: Vector, count: number): Uint8Array {
  if (vector.kind === "booleans") return vector.values;
  const out = new Uint8Array(count);
  if (vector.kind === "constant") return out.fill(truthOf(vector.value));
  if (vector.kind !== "values") throw notBoolean();
  for (let i = 0; i < count; i++) out[i] = truthOf(vector.values[i]);
  return out;
}

function truthOf(value: CypherValue): number {
  if (value === null || typeof value === "boolean") return ternary(value);
  throw notBoolean();
}

function notBoolean(): CypherValueError {
  return new CypherValueError("TypeError", "InvalidArgumentType", "expected a BOOLEAN");
}
