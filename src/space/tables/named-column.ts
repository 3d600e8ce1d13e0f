/**
 * A column of a table over elements: an attribute by its name, or what every element has: its id, its labels or type, its
 * ends, its degree. An attribute of such a name comes before what every element has.
 */
import { describe, GroggyError } from "../../errors.js";
import type { ElementKind, ReadonlyEdgePool } from "../../pool/pool.js";
import { didYouMean } from "../../structures/text/nearest.js";
import type { ElementState } from "../states/element-state.js";
import type { GraphState } from "../states/graph-state.js";
import { countDegrees } from "../traversal/degrees.js";
import { ColumnView, columnOfRows } from "./column-view.js";
import { mixedColumn } from "./mixed-values.js";

/** The elements of one kind, and the graph that they are of. */
export interface ElementTable {
  readonly elements: ElementState;
  readonly graph: GraphState;
}

/** The columns that every node, and every edge, has besides its attributes. */
const OWN_NAMES = {
  node: ["id", "labels", "label", "type", "degree"],
  edge: ["id", "labels", "label", "type", "source", "target"],
} as const;

/** The values of a column for some elements, in the order given; throws UNKNOWN_ATTRIBUTE if there is none. */
export function namedColumn(
  source: ElementTable,
  name: string,
  ids: Uint32Array,
  option: string,
): ColumnView<unknown> {
  const { elements } = source;
  const attribute = elements.attribute(name);
  if (attribute !== undefined) {
    if (attribute.mixed !== undefined) return mixedColumn(attribute.mixed, ids);
    const rows = new Int32Array(ids.length);
    attribute.rows.gather(ids, rows);
    return columnOfRows(name, attribute.stored.column, rows, ids);
  }
  if (elements.pool.hasAttribute(name)) return absentColumn(name, ids);
  return ownColumn(source, name, ids) ?? refuse(source, name, option);
}

function absentColumn(name: string, ids: Uint32Array): ColumnView<unknown> {
  return columnOfRows(name, undefined, new Int32Array(ids.length), ids);
}

/** The column of a name that every element has; undefined if it is no such name. */
export function ownColumn(
  { elements, graph }: ElementTable,
  name: string,
  ids: Uint32Array,
): ColumnView<unknown> | undefined {
  const { kind } = elements;
  if (!(OWN_NAMES[kind as ElementKind] as readonly string[]).includes(name)) return undefined;
  if (name === "id") return new ColumnView(name, "float64", Float64Array.from(ids), undefined, ids);
  if (name === "degree") {
    const degrees = countDegrees(graph, ids, { direction: "out", types: undefined, where: undefined });
    return new ColumnView(name, "float64", Float64Array.from(degrees), undefined, ids);
  }
  if (name === "source" || name === "target") {
    const ends = (elements.pool as ReadonlyEdgePool)[`${name}s`];
    return new ColumnView(
      name,
      "float64",
      Float64Array.from(ids, (id) => ends[id]),
      undefined,
      ids,
    );
  }
  const sets = labelSetsOf(elements, ids);
  if (name === "labels") return new ColumnView(name, "list<utf8>", sets, undefined, ids);
  const present = Uint8Array.from(sets, (labels) => (labels.length === 0 ? 0 : 1));
  return new ColumnView(
    name,
    "utf8",
    sets.map((labels) => labels[0]),
    present,
    ids,
  );
}

/** The labels of each element, or its type as the one that it has. */
export function labelSetsOf(elements: ElementState, ids: Uint32Array): (readonly string[])[] {
  const rows = new Int32Array(ids.length);
  elements.labelRows.gather(ids, rows);
  return Array.from(rows, (set) => (set < 0 ? NO_LABELS : elements.labelSets.set(set)));
}

const NO_LABELS: readonly string[] = Object.freeze([]);

function refuse({ elements }: ElementTable, name: string, option: string): never {
  const known = [...elements.pool.attributeNames(), ...OWN_NAMES[elements.kind as ElementKind]];
  throw new GroggyError(
    "UNKNOWN_ATTRIBUTE",
    `"${option}" expected attributes of the ${elements.kind}s, got ${describe(name)}${didYouMean(name, known)}`,
    { attribute: name },
  );
}

/** Those of a list of ids that are live, in their order. */
export function liveAmong(elements: ElementState, ids: Uint32Array): Uint32Array {
  const { live } = elements;
  const found = new Uint32Array(ids.length);
  let count = 0;
  for (let i = 0; i < ids.length; i++) if (live.has(ids[i])) found[count++] = ids[i];
  return found.subarray(0, count);
}
