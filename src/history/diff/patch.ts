/**
 * A difference as plain data: JSON that can be stored, sent and applied where the same elements are known by the
 * same ids. It holds what was before as well, so that it can be checked when it is applied, and inverted.
 */
import { describe, GroggyError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { parseType, type ValueType } from "../../pool/value-type.js";
import { forEachCell } from "../../space/deltas/cell-changes.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import type { ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import type { Json } from "../commits/commit.js";
import { encodeValue, hasTexts } from "./patch-value.js";

/** The version of the format; another number means another form. */
export type PatchFormat = "groggy patch 1" | "groggy patch 2" | "groggy patch 3" | "groggy patch 4";

const PLAIN_FORMAT = "groggy patch 1";

/** The plain format with documents stored as their text, which older versions do not know. */
const TEXT_FORMAT = "groggy patch 2";

/** As the format with texts, with attributes of the graph itself. */
const GRAPH_FORMAT = "groggy patch 3";

/** Whether documents may be stored as their text in a patch. */
export function hasTextFormat({ format }: Patch): boolean {
  return format !== PLAIN_FORMAT;
}

/** As that, with attributes that have several types. */
export const MIXED_FORMAT = "groggy patch 4";

const FORMATS: readonly unknown[] = [PLAIN_FORMAT, TEXT_FORMAT, GRAPH_FORMAT, MIXED_FORMAT];

/** The changes of the values of one attribute, element by element; null where a value is absent. */
export interface AttributePatch {
  readonly type: ValueType;
  readonly ids: readonly number[];
  readonly before: readonly Json[];
  readonly after: readonly Json[];
}

/**
 * The changes of the nodes, or of the edges. Values and labels of added and removed elements are listed like others.
 */
export interface ElementPatch {
  readonly added: readonly number[];
  readonly removed: readonly number[];
  readonly labels: {
    readonly ids: readonly number[];
    readonly before: readonly (readonly string[])[];
    readonly after: readonly (readonly string[])[];
  };
  readonly attributes: Readonly<Record<string, readonly AttributePatch[]>>;
}

/** The ends of the edges that come or go. */
export interface EdgePatch extends ElementPatch {
  readonly ends: {
    readonly ids: readonly number[];
    readonly sources: readonly number[];
    readonly targets: readonly number[];
  };
}

/** A difference as JSON. */
export interface Patch {
  readonly format: PatchFormat;
  readonly directed: boolean;
  readonly nodes: ElementPatch;
  readonly edges: EdgePatch;
  /** The changes of the graph's own attributes, of which there are some: of the one id 0. */
  readonly graph?: Pick<ElementPatch, "attributes">;
}

/** Makes a patch of the difference between two states. O(changes). */
export function createPatch(before: GraphState, after: GraphState, delta: Delta): Patch {
  const { sources, targets } = after.pool.edges;
  const moved = [...delta.edges.added.toArray(), ...delta.edges.removed.toArray()];
  const nodes = patchElements(before.nodes, after.nodes, delta.nodes);
  const edges = patchElements(before.edges, after.edges, delta.edges);
  const { attributes } = patchElements(before.graph, after.graph, delta.graph);
  const hasGraph = Object.keys(attributes).length > 0;
  return {
    format: formatOf(before, after, { nodes, edges, graph: { attributes } }),
    directed: after.directed,
    nodes,
    edges: {
      ...edges,
      ends: {
        ids: moved,
        sources: moved.map((edge) => sources[edge]),
        targets: moved.map((edge) => targets[edge]),
      },
    },
    ...(hasGraph ? { graph: { attributes } } : {}),
  };
}

function formatOf(
  before: GraphState,
  after: GraphState,
  patches: {
    readonly nodes: ElementPatch;
    readonly edges: ElementPatch;
    readonly graph: Pick<ElementPatch, "attributes">;
  },
): PatchFormat {
  for (const kind of ["nodes", "edges", "graph"] as const)
    for (const name of Object.keys(patches[kind].attributes))
      for (const state of [before, after])
        if (state[kind].attribute(name)?.mixed !== undefined) return MIXED_FORMAT;
  if (Object.keys(patches.graph.attributes).length > 0) return GRAPH_FORMAT;
  return usesTexts(patches.nodes) || usesTexts(patches.edges) ? TEXT_FORMAT : PLAIN_FORMAT;
}

function usesTexts({ attributes }: ElementPatch): boolean {
  return Object.values(attributes)
    .flat()
    .some(({ type, before, after }) => [...before, ...after].some((json) => hasTexts(type, json)));
}

function patchElements(before: ElementState, after: ElementState, delta: ElementDelta): ElementPatch {
  const added = [...delta.added.toArray()];
  const removed = [...delta.removed.toArray()];
  const moved = [...added, ...removed];
  const labelled = new Set(moved);
  forEachCell(delta.labels, (element) => labelled.add(element));
  const labels = changedCells(
    [...labelled],
    (id) => labelsOf(before, id),
    (id) => labelsOf(after, id),
    sameNames,
  );
  const columns = new Set([...before.schema(), ...after.schema(), ...delta.cells.keys()]);
  const attributes: Record<string, AttributePatch[]> = Object.create(null);
  for (const stored of columns) {
    const elements = new Set(moved);
    const changes = delta.cells.get(stored);
    if (changes !== undefined) forEachCell(changes, (element) => elements.add(element));
    const cells = changedCells(
      [...elements],
      (id) => rowIn(before, stored, id),
      (id) => rowIn(after, stored, id),
      // a delta names no value that is the same in another row
      (a, b) => a === b,
    );
    if (cells.ids.length === 0) continue;
    const encode = (row: number): Json => (row < 0 ? null : encodeValue(stored.type, stored.column.get(row)));
    attributes[stored.name] ??= [];
    attributes[stored.name].push({
      type: stored.type,
      ids: cells.ids,
      before: cells.before.map(encode),
      after: cells.after.map(encode),
    });
  }
  return { added, removed, labels, attributes };
}

function changedCells<T>(
  ids: number[],
  before: (id: number) => T,
  after: (id: number) => T,
  same: (a: T, b: T) => boolean,
): { ids: number[]; before: T[]; after: T[] } {
  const changed = ids.sort((a, b) => a - b).filter((id) => !same(before(id), after(id)));
  return { ids: changed, before: changed.map(before), after: changed.map(after) };
}

export function labelsOf(state: ElementState, id: number): readonly string[] {
  const set = state.isLive(id) ? state.labelSetOf(id) : -1;
  return set < 0 ? [] : state.labelSets.set(set);
}

export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

/** The row of a live element's value; negative if it has none. */
function rowIn(state: ElementState, stored: AttributeColumn, id: number): number {
  const attribute = state.live.has(id) ? state.attributeOf(stored) : undefined;
  return attribute === undefined ? -1 : Math.max(attribute.rows.get(id), -1);
}

/** A patch vice versa. */
export function invertPatch({ format, directed, nodes, edges, graph }: Patch): Patch {
  return {
    format,
    directed,
    nodes: invertElements(nodes),
    edges: { ...invertElements(edges), ends: edges.ends },
    ...(graph === undefined ? {} : { graph: { attributes: invertAttributes(graph) } }),
  };
}

function invertElements({ added, removed, labels, attributes }: ElementPatch): ElementPatch {
  return {
    added: removed,
    removed: added,
    labels: { ids: labels.ids, before: labels.after, after: labels.before },
    attributes: invertAttributes({ attributes }),
  };
}

function invertAttributes({ attributes }: Pick<ElementPatch, "attributes">): ElementPatch["attributes"] {
  const inverted = Object.entries(attributes).map(([name, patches]) => [
    name,
    patches.map(({ type, ids, before, after }) => ({ type, ids, before: after, after: before })),
  ]);
  return Object.fromEntries(inverted);
}

/** Throws unless `value` has the shape of a patch; its contents are checked when it is applied. */
export function checkPatch(value: unknown): asserts value is Patch {
  const patch = value as Patch;
  const format = typeof value === "object" && value !== null ? patch.format : value;
  if (!FORMATS.includes(format)) {
    const known = FORMATS.map((each) => `"${each}"`);
    throw new GroggyError(
      "INVALID_PATCH",
      `"patch" expected the format ${known.slice(0, -1).join(", ")} or ${known.at(-1)}, got ${describe(format)}`,
    );
  }
  for (const kind of ["nodes", "edges"] as const) checkElements(kind, patch[kind]);
  checkLists("edges.ends", patch.edges.ends, ["ids", "sources", "targets"]);
  if (format === GRAPH_FORMAT) {
    checkAttributes("graph", patch.graph?.attributes);
    return;
  }
  if (patch.graph === undefined) return;
  throw new GroggyError(
    "INVALID_PATCH",
    `"graph" expected a patch of format "${GRAPH_FORMAT}", got "${format}"`,
  );
}

function checkElements(kind: string, patch: ElementPatch): void {
  checkLists(kind, patch, ["added"]);
  checkLists(kind, patch, ["removed"]);
  checkLists(`${kind}.labels`, patch.labels, ["ids", "before", "after"]);
  for (const part of ["before", "after"] as const) {
    for (const [i, names] of patch.labels[part].entries()) {
      if (Array.isArray(names)) continue;
      throw new GroggyError(
        "INVALID_PATCH",
        `"${kind}.labels.${part}[${i}]" expected an array of names, got ${describe(names)}`,
      );
    }
  }
  checkAttributes(kind, patch.attributes);
}

function checkAttributes(kind: string, attributes: unknown): void {
  if (typeof attributes !== "object" || attributes === null) {
    throw new GroggyError(
      "INVALID_PATCH",
      `"${kind}.attributes" expected an object, got ${describe(attributes)}`,
    );
  }
  for (const [name, columns] of Object.entries(attributes)) {
    for (const column of Array.isArray(columns) ? columns : [undefined]) {
      checkLists(`${kind}.attributes.${name}`, column, ["ids", "before", "after"]);
      if (parseType(String(column?.type)) === undefined) {
        throw new GroggyError(
          "INVALID_PATCH",
          `"${kind}.attributes.${name}.type" expected a type, got ${describe(column?.type)}`,
        );
      }
    }
  }
}

/** Throws unless an object has these lists, all of one length. */
function checkLists(where: string, value: unknown, names: readonly string[]): void {
  const lists = names.map((name) => (value as Record<string, unknown> | undefined | null)?.[name]);
  const expected = (lists[0] as unknown[] | undefined)?.length;
  lists.forEach((list, i) => {
    if (Array.isArray(list) && list.length === expected) return;
    const size = expected === undefined ? "" : ` of ${expected}`;
    throw new GroggyError(
      "INVALID_PATCH",
      `"${where}.${names[i]}" expected an array${size}, got ${describe(list)}`,
    );
  });
}
