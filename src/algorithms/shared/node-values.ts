/** A number for each node, as callers give it: by an attribute's name, an array, or pairs of id and number. */
import { describe, GroggyError } from "../../errors.js";
import { iterableOf } from "../../structures/arguments.js";
import { checkOwner, type GraphView, isWholeType, type NodeId } from "../../view.js";
import { Result } from "./result.js";

/**
 * A node attribute's name; an array with a number for each node of the view, by ascending id; or pairs of id and
 * number, such as a Map or a {@link Result}. Nodes left out have 0.
 */
export type NodeValues = string | ArrayLike<number> | Iterable<readonly [id: NodeId, value: number]>;

/**
 * The numbers of a view's nodes by index, in a new array.
 *
 * @throws GroggyError NODE_NOT_FOUND for an id that is not in the view, FOREIGN_SELECTION for a result of edges or of
 *   another graph, UNKNOWN_ATTRIBUTE, TypeError or RangeError for what is not
 *   a finite number from `min` on, or for a wrong length.
 */
export function nodeValuesOf(
  view: GraphView,
  name: string,
  given: NodeValues,
  min: number = -Number.MAX_VALUE,
): Float64Array {
  const values = readValues(view, name, given);
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= min && values[i] <= Number.MAX_VALUE) continue;
    const expected = min === -Number.MAX_VALUE ? "finite numbers" : `finite numbers of at least ${min}`;
    throw new RangeError(
      `"${name}" expected ${expected}, got ${values[i]} for node ${view.csr().nodeIds[i]}`,
    );
  }
  return values;
}

function readValues(view: GraphView, name: string, given: NodeValues): Float64Array {
  if (typeof given === "string") return readAttribute(view, name, given);
  if (typeof given !== "object" || given === null) {
    throw new TypeError(
      `"${name}" expected an attribute's name, an array, or pairs of id and number, got ${describe(given)}`,
    );
  }
  if (ArrayBuffer.isView(given) || (Array.isArray(given) && !Array.isArray(given[0] ?? []))) {
    return readArray(view, name, given as ArrayLike<unknown>);
  }
  const pairs = iterableOf(given);
  if (pairs === undefined) {
    throw new TypeError(`"${name}" expected pairs of id and number, got ${describe(given)}`);
  }
  if (given instanceof Result) checkOwner(name, given.ids, view.nodes.state.pool);
  const csr = view.csr();
  const values = new Float64Array(csr.nodeCount);
  for (const pair of pairs) {
    if (!Array.isArray(pair)) {
      throw new TypeError(`"${name}" expected pairs of id and number, got ${describe(pair)}`);
    }
    view.nodes.check(pair[0], name);
    values[csr.indexOf(pair[0])] = numberOf(name, pair[1]);
  }
  return values;
}

function readAttribute(view: GraphView, name: string, attribute: string): Float64Array {
  const column = view.nodes.column(attribute);
  const { values, type } = column;
  if (type === undefined && column.length > 0) throw unknownAttribute(name, attribute);
  if (type !== undefined && !isWholeType(type) && !(ArrayBuffer.isView(values) && type !== "bool")) {
    throw new TypeError(`"${name}" expected an attribute of numbers, got ${describe(attribute)} of ${type}`);
  }
  return Float64Array.from({ length: column.length }, (_, i) => (column.hasAt(i) ? Number(values[i]) : 0));
}

/** The error of an attribute that no node has or had. */
export function unknownAttribute(name: string, attribute: string): GroggyError {
  const message = `"${name}" expected an attribute of the nodes, got ${describe(attribute)}`;
  return new GroggyError("UNKNOWN_ATTRIBUTE", message, { attribute });
}

function readArray(view: GraphView, name: string, array: ArrayLike<unknown>): Float64Array {
  if (array.length !== view.nodeCount) {
    throw new RangeError(
      `"${name}" expected ${view.nodeCount} numbers, one for each node, got ${array.length}`,
    );
  }
  return Float64Array.from(array, (value) => numberOf(name, value));
}

function numberOf(name: string, value: unknown): number {
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  throw new TypeError(`"${name}" expected numbers, got ${describe(value)}`);
}
