/** Groups of nodes, as callers give them: by an attribute's name, an array, or pairs of id and group. */

import { describe } from "../../errors.js";
import { iterableOf } from "../../structures/arguments.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { checkOwner, type GraphView, type NodeId } from "../../view.js";
import { unknownAttribute } from "./node-values.js";
import { Result } from "./result.js";

/**
 * A node attribute's name; an array with a group for each node of the view, by ascending id; or pairs of id and
 * group, such as a Map or the {@link Result} of `louvain`. Groups are distinguished as a Map does.
 */
export type Groups = string | ArrayLike<unknown> | Iterable<readonly [id: NodeId, group: unknown]>;

/** For each node, by index, the number of its group, which are counted in the order of their first nodes. */
export interface Grouping {
  readonly groups: Uint32Array;
  readonly count: number;
}

/**
 * Reads groups.
 *
 * @throws GroggyError NODE_NOT_FOUND for an id that is not in the view, FOREIGN_SELECTION for a result of edges or of
 *   another graph, UNKNOWN_ATTRIBUTE, RangeError for an array of a wrong length
 *   and for a node left out, unless `absent` is allowed: then such nodes are a group of their own.
 */
export function groupsOf(
  view: GraphView,
  name: string,
  given: Groups,
  absent: "allowed" | "refused",
): Grouping {
  const values = readValues(view, name, given);
  const numbers = new Map<unknown, number>();
  const groups = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = plainGroup(values[i]);
    if (value === undefined && absent === "refused") {
      throw new RangeError(`"${name}" expected a group for each node, got none for ${view.csr().nodeIds[i]}`);
    }
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    groups[i] = numbers.get(value)!;
  }
  return { groups, count: numbers.size };
}

/** A group as a Map tells it from others; moments, dates, times and durations by what they say. */
function plainGroup(value: unknown): unknown {
  if (value instanceof TemporalBase) return `${value.temporalType} ${value}`;
  return value instanceof Date ? value.getTime() : (value ?? undefined);
}

function readValues(view: GraphView, name: string, given: Groups): ArrayLike<unknown> {
  if (typeof given === "string") {
    const column = view.nodes.column(given);
    if (column.type === undefined && column.length > 0) throw unknownAttribute(name, given);
    return column.toArray();
  }
  if (typeof given !== "object" || given === null) {
    throw new TypeError(
      `"${name}" expected an attribute's name, an array, or pairs of id and group, got ${describe(given)}`,
    );
  }
  if (ArrayBuffer.isView(given) || (Array.isArray(given) && !Array.isArray(given[0] ?? []))) {
    const array = given as ArrayLike<unknown>;
    if (array.length === view.nodeCount) return array;
    throw new RangeError(
      `"${name}" expected ${view.nodeCount} groups, one for each node, got ${array.length}`,
    );
  }
  const pairs = iterableOf(given);
  if (pairs === undefined) {
    throw new TypeError(`"${name}" expected pairs of id and group, got ${describe(given)}`);
  }
  if (given instanceof Result) checkOwner(name, given.ids, view.nodes.state.pool);
  const csr = view.csr();
  const values = new Array<unknown>(csr.nodeCount).fill(undefined);
  for (const pair of pairs) {
    if (!Array.isArray(pair))
      throw new TypeError(`"${name}" expected pairs of id and group, got ${describe(pair)}`);
    view.nodes.check(pair[0], name);
    values[csr.indexOf(pair[0])] = pair[1];
  }
  return values;
}
