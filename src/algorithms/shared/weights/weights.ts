/** Weights of edges, by an attribute's name or by an array, read into one typed array aligned with the edges. */
import { describe, GroggyError } from "../../../errors.js";
import { type Csr, type GraphView, isWholeType } from "../../../view.js";
import { Result } from "../result.js";
import { EdgeWeights, type WeightKey, type WeightNumbers } from "./edge-weights.js";
import { KernelWeights } from "./packed-weights.js";

/** An edge attribute's name, or an array with a number for each edge of the view, by ascending id. */
export type Weight = string | ArrayLike<number>;

/** The weights that an algorithm accepts. Defaults to all but NaN. */
export interface WeightRange {
  /** The option's name in messages. Defaults to `weight`. */
  readonly name?: string;
  readonly min?: number;
  readonly max?: number;
}

/**
 * The weights of a view's edges, in the order of `view.csr().edgeIds`; undefined if none are asked for. An edge
 * without a value weighs 1. The array may be the caller's own and is not to be written to.
 *
 * @throws GroggyError UNKNOWN_ATTRIBUTE if the edges have no such attribute, TypeError if it does not hold numbers,
 *   RangeError for a wrong length, for NaN, and for what is outside of the range.
 */
export function weightsOf(
  view: GraphView,
  weight: Weight | undefined,
  { name = "weight", min = -Infinity, max = Infinity }: WeightRange = {},
): Float64Array | undefined {
  if (weight === undefined) return undefined;
  const weights =
    typeof weight === "string" ? readAttribute(view, name, weight) : readArray(view, name, weight);
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] >= min && weights[i] <= max) continue;
    const expected = min === -Infinity && max === Infinity ? "numbers" : `numbers ${min}..${max}`;
    throw new RangeError(
      `"${name}" expected ${expected}, got ${weights[i]} for edge ${view.csr().edgeIds[i]}`,
    );
  }
  return weights;
}

/** Weights of 0 and more for kernels: read, and checked, unless the frozen graph's memory has them from before. */
export function edgeWeightsOf(
  view: GraphView,
  csr: Csr,
  weight: Weight | undefined,
): EdgeWeights | undefined {
  if (weight === undefined) return undefined;
  const key = typeof weight === "string" ? keyOf(view, weight) : undefined;
  const read = () => weightsOf(view, weight, { min: 0 }) as Float64Array;
  const stored = typeof weight === "string" ? storedNumbers(view, weight) : undefined;
  const weights = new EdgeWeights(key, () => stored ?? read());
  const arena = csr.out.place?.arena;
  if (arena !== undefined && KernelWeights.has(arena, weights)) return weights;
  // wrong ones should fail at once
  if (stored === undefined || !weights.survey.areLengths) weights.hold(read());
  return weights;
}

/** An attribute's values where they lie, if all edges have one, in rows that follow each other. */
function storedNumbers(view: GraphView, name: string): WeightNumbers | undefined {
  const { live } = view.edges.state;
  const attribute = view.edges.state.attribute(name);
  if (attribute === undefined || !live.isDense()) return undefined;
  const run = attribute.rows.affineRun(0, live.count);
  if (run === undefined || run.count < live.count || run.stride !== 1 || run.first < 0) return undefined;
  const raw = attribute.stored.column.raw();
  if (raw.kind !== "numbers" || raw.width !== 1 || raw.values instanceof BigInt64Array) return undefined;
  return raw.values.subarray(run.first, run.first + run.count);
}

function keyOf(view: GraphView, name: string): WeightKey | undefined {
  const attribute = view.edges.state.attribute(name);
  return attribute && { column: attribute.stored, rows: attribute.rows, version: attribute.rows.version };
}

function readAttribute(view: GraphView, name: string, attribute: string): Float64Array {
  const column = view.edges.column(attribute);
  const weights = new Float64Array(column.length);
  const { values, type } = column;
  if (type === undefined && column.length > 0) {
    throw new GroggyError(
      "UNKNOWN_ATTRIBUTE",
      `"${name}" expected an attribute of the edges, got ${describe(attribute)}`,
      {
        attribute,
      },
    );
  }
  if (type !== undefined && !isWholeType(type) && !(ArrayBuffer.isView(values) && type !== "bool")) {
    throw new TypeError(`"${name}" expected an attribute of numbers, got ${describe(attribute)} of ${type}`);
  }
  for (let i = 0; i < weights.length; i++) weights[i] = column.hasAt(i) ? Number(values[i]) : 1;
  return weights;
}

function readArray(view: GraphView, name: string, array: unknown): Float64Array {
  if (
    typeof array !== "object" ||
    array === null ||
    typeof (array as { length: unknown }).length !== "number" ||
    // a result has a length as well, and no items
    (array instanceof Result && array.length > 0)
  ) {
    throw new TypeError(`"${name}" expected an attribute's name or an array, got ${describe(array)}`);
  }
  const numbers = array as ArrayLike<unknown>;
  if (numbers.length !== view.edgeCount) {
    throw new RangeError(
      `"${name}" expected ${view.edgeCount} numbers, one for each edge, got ${numbers.length}`,
    );
  }
  if (numbers instanceof Float64Array) return numbers;
  const weights = new Float64Array(numbers.length);
  for (let i = 0; i < weights.length; i++) {
    const value = numbers[i] ?? 1;
    if (typeof value !== "number" && typeof value !== "bigint") {
      throw new TypeError(`"${name}" expected numbers, got ${describe(value)} at position ${i}`);
    }
    weights[i] = Number(value);
  }
  return weights;
}
