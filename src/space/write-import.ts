/**
 * Writes what a file had to a graph, all or nothing: nodes, edges among them and nodes that are there, and values for
 * nodes that are there. Columns come with their types, and the positions of what is present beside the values.
 * The caller has resolved keys: those of new nodes are distinct, and no other node has them.
 */
import { assert, describe, LimitError } from "../errors.js";
import { ELEMENTS_MAX } from "../pool/pool.js";
import { type RawValues, rawCount } from "../pool/raw-values.js";
import { unionType, type ValueType } from "../pool/value-type.js";
import { NO_ROW } from "../structures/row-index.js";
import type { CheckedColumn } from "./elements/attribute-writer.js";
import { type Elements, labelSetOf } from "./elements/elements.js";
import { violationError, violationsOf } from "./elements/rule-checks.js";
import type { GraphSpace } from "./graph-space.js";
import type { TrackedElements } from "./states/tracked-elements.js";

/** The values of an attribute for elements that follow each other. */
export interface ImportColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly values: RawValues;
  /** The position of each value among the elements; undefined if each element has one. */
  readonly positions: Uint32Array | undefined;
}

/** For each element the number of its set of labels, or of the one type; negative for none. */
export interface ImportLabelSets {
  readonly codes: Int32Array;
  readonly sets: readonly (readonly string[])[];
}

/** All that is to be written. */
export interface ImportPlan {
  readonly nodeCount: number;
  readonly labels: ImportLabelSets | undefined;
  readonly nodeColumns: readonly ImportColumn[];
  /** Values for nodes that are there. */
  readonly updates: readonly ImportUpdate[];
  /** Labels for nodes that are there, besides those they have. */
  readonly labelled: { readonly ids: Uint32Array; readonly labelSets: ImportLabelSets } | undefined;
  /** Ids of nodes; new ones follow each other from `firstIds` on. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly types: ImportLabelSets | undefined;
  readonly edgeColumns: readonly ImportColumn[];
  /** Values for edges that are there. */
  readonly edgeUpdates: readonly ImportUpdate[];
  /** Elements to be removed before anything is written, edges of such nodes among them. */
  readonly removed?: { readonly nodes: Uint32Array; readonly edges: Uint32Array } | undefined;
  /** Attributes whose values are taken from some elements before others are written. */
  readonly cleared?: readonly {
    readonly kind: "node" | "edge";
    readonly name: string;
    readonly ids: Uint32Array;
  }[];
  /** Whether nodes that are labelled have the labels given and no others. Defaults to false. */
  readonly areLabelsExact?: boolean;
}

/** Values for elements that are there, whose ids stand beside them. */
export interface ImportUpdate {
  readonly column: ImportColumn;
  readonly ids: Uint32Array;
}

/** A graph, as far as it is written to. */
export interface ImportGraph {
  readonly state: unknown;
  readonly nodes: unknown;
  readonly edges: unknown;
}

/** The ids that the next node and the next edge of a graph get. */
export function nextIds(graph: ImportGraph): { readonly node: number; readonly edge: number } {
  const { pool } = graph.state as GraphSpace;
  return { node: pool.nodes.count, edge: pool.edges.count };
}

/** Checks and writes. Throws if something does not fit; then nothing is changed. */
export function writeImport(graph: ImportGraph, plan: ImportPlan): void {
  const space = graph.state as GraphSpace;
  const nodes = graph.nodes as Elements;
  const edges = graph.edges as Elements;
  space.guard?.();
  const { pool } = space;
  const edgeCount = plan.sources.length;
  for (const [what, held, more] of [
    ["nodes", pool.nodes.count, plan.nodeCount],
    ["edges", pool.edges.count, edgeCount],
  ] as const)
    if (held + more > ELEMENTS_MAX) throw new LimitError(what, ELEMENTS_MAX, held + more);
  const nodeColumns = plan.nodeColumns.map((column) => checked(space.nodes, column));
  const updates = plan.updates.map(({ column, ids }) => ({ column: checked(space.nodes, column), ids }));
  const edgeColumns = plan.edgeColumns.map((column) => checked(space.edges, column));
  const edgeUpdates = plan.edgeUpdates.map(({ column, ids }) => ({
    column: checked(space.edges, column),
    ids,
  }));
  const labels = setsOf(space.nodes, "labels", plan.labels);
  const labelled = setsOf(space.nodes, "labels", plan.labelled?.labelSets);
  const types = setsOf(space.edges, "type", plan.types);

  const write = (): void => {
    const { removed, cleared = [] } = plan;
    if (removed !== undefined) {
      for (const edge of removed.edges) space.edges.remove(edge);
      for (const node of removed.nodes) space.nodes.remove(node);
    }
    for (const { kind, name, ids } of cleared) {
      const { writer } = kind === "node" ? nodes : edges;
      writer.writeColumn({ name, stored: undefined, values: [], present: undefined }, ids);
    }
    const firstNode = pool.nodes.take(plan.nodeCount);
    writeElements(space.nodes, firstNode, plan.nodeCount, labels);
    nodes.writer.writeNewRun(nodeColumns, firstNode);
    for (const { column, ids } of updates) nodes.writer.writeColumn({ ...column, present: undefined }, ids);
    if (plan.labelled !== undefined && labelled !== undefined) {
      const { ids } = plan.labelled;
      for (let i = 0; i < ids.length; i++)
        if (plan.areLabelsExact === true) nodes.setLabelSet(ids[i], labelled[i]);
        else if (labelled[i] !== NO_ROW) nodes.setLabelSet(ids[i], nodes.labelsWith(ids[i], labelled[i]));
    }
    const firstEdge = pool.edges.appendMany(plan.sources, plan.targets);
    writeElements(space.edges, firstEdge, edgeCount, types);
    edges.writer.writeNewRun(edgeColumns, firstEdge);
    for (const { column, ids } of edgeUpdates)
      edges.writer.writeColumn({ ...column, present: undefined }, ids);
    space.structureVersion++;
  };
  if (space.rules.isPlain) {
    write();
    space.written?.();
    return;
  }
  const mark = space.mark();
  try {
    space.begin();
    write();
    const violations = violationsOf(space.rules, space.nodes);
    if (violations.length > 0) throw violationError(violations, "what is imported");
  } catch (error) {
    space.rollback(mark);
    throw error;
  }
  space.release();
  space.written?.();
}

function writeElements(
  elements: TrackedElements,
  first: number,
  count: number,
  sets: Int32Array | undefined,
): void {
  if (count === 0) return;
  elements.addNew(first, count);
  if (sets === undefined) return;
  for (let start = 0, end = 0; start < count; start = end) {
    do end++;
    while (end < count && sets[end] === sets[start]);
    elements.setNewLabelSet(first + start, end - start, sets[start]);
  }
}

/** The graph's number of each element's set. */
function setsOf(
  elements: TrackedElements,
  what: "labels" | "type",
  given: ImportLabelSets | undefined,
): Int32Array | undefined {
  if (given === undefined) return undefined;
  const { sets, codes } = given;
  const own = sets.map((names) => labelSetOf(elements, what, what === "type" ? names[0] : names));
  return codes.map((code) => (code < 0 ? NO_ROW : own[code]));
}

function checked(elements: TrackedElements, column: ImportColumn): CheckedColumn {
  const { name, type, values, positions } = column;
  assert(
    positions === undefined || positions.length === rawCount(values),
    `positions of attribute "${name}"`,
  );
  const stored = elements.pool.column(name, type);
  const attribute = elements.attribute(name);
  if (attribute !== undefined && elements.attributeOf(stored) === undefined) {
    const known = unionType((attribute.mixed ?? [attribute]).map((each) => each.stored.type));
    throw new TypeError(`attribute "${name}" expected ${describe(known)}, got ${describe(type)}`);
  }
  return { name, stored, values, present: positions };
}
