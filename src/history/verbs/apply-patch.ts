/** Making the changes of a patch on the present state, if it is what the patch was made from. */

import { describe, GroggyError } from "../../errors.js";
import { canonicalJson } from "../../pool/json-column.js";
import { ELEMENTS_MAX } from "../../pool/pool.js";
import type { ValueType } from "../../pool/value-type.js";
import { NO_DELTA } from "../../space/deltas/delta.js";
import type { GraphSpace } from "../../space/graph-space.js";
import { type Attribute, valueOfElement } from "../../space/states/element-state.js";
import { pastState } from "../../space/states/past-state.js";
import type { TrackedElements } from "../../space/states/tracked-elements.js";
import { checkName, isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { Json } from "../commits/commit.js";
import { Diff } from "../diff/diff.js";
import {
  type AttributePatch,
  checkPatch,
  type ElementPatch,
  hasTextFormat,
  labelsOf,
  MIXED_FORMAT,
  type Patch,
  sameNames,
} from "../diff/patch.js";
import { decodeValue, encodeValue } from "../diff/patch-value.js";
import type { HistoryCore } from "../repository/core.js";
import { requireRulesKept } from "../repository/key-conflicts.js";

/**
 * Makes the changes of a patch, as uncommitted ones; all of them or none. Elements that come get the ids that
 * the patch gives them.
 *
 * @throws GroggyError INVALID_PATCH if it is none, PATCH_CONFLICT if the present state is not what it was made from.
 */
export function applyPatch(space: GraphSpace, given: unknown): void {
  const patch = readOnce(given, 0);
  checkPatch(patch);
  if (patch.directed !== space.directed) {
    throw conflict(
      "graph",
      space.directed ? "undirected" : "directed",
      space.directed ? "directed" : "undirected",
    );
  }
  const reading: Reading = {
    texts: hasTextFormat(patch),
    mixes: patch.format === MIXED_FORMAT && !space.isStrict,
  };
  const nodes = checkElements(space.nodes, patch.nodes, reading);
  const edges = checkElements(space.edges, patch.edges, reading);
  const ofGraph: ElementPatch = { ...NOTHING, attributes: patch.graph?.attributes ?? {} };
  const graph = checkElements(space.graph, ofGraph, reading);
  checkEnds(space, patch);
  const { rules } = space;
  const hasRules = rules.uniques.length + rules.required.length > 0;
  const before = hasRules ? space.delta() : NO_DELTA;
  takeIds(space, patch);
  makeChanges(space.nodes, patch.nodes, nodes);
  makeChanges(space.edges, patch.edges, edges);
  space.beforeGraphWrite();
  makeChanges(space.graph, ofGraph, graph);
  space.structureVersion++;
  if (!hasRules) return;
  const after = space.delta();
  try {
    requireRulesKept(pastState(space, [{ delta: after, forward: false }]), after, rules, "the patched state");
  } catch (error) {
    space.discard(after);
    space.replay(before);
    throw error;
  }
}

const NOTHING: ElementPatch = {
  added: [],
  removed: [],
  labels: { ids: [], before: [], after: [] },
  attributes: {},
};
/** How a patch is to be read. */
interface Reading {
  /** Whether documents are their text. */
  readonly texts: boolean;
  /** Whether attributes may get types besides those that they have. */
  readonly mixes: boolean;
}

/** The values of one attribute, decoded and known to fit. */
interface CheckedColumn {
  readonly name: string;
  readonly patch: AttributePatch;
  readonly values: readonly unknown[];
}

/** As deep as documents go in a patch. */
const DEPTH_MAX = 1100;

/** Plain data as it is when each part is read once, as JSON.stringify reads it: what was checked is what is applied. */
function readOnce(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return value;
  if ("toJSON" in value && typeof value.toJSON === "function") return readOnce(value.toJSON(), depth + 1);
  if (Array.isArray(value)) return Array.from(value, (item) => readOnce(item, depth + 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, readOnce(item, depth + 1)]));
}

function checkElements(space: TrackedElements, patch: ElementPatch, reading: Reading): CheckedColumn[] {
  const { kind, live } = space;
  for (const id of [...patch.added, ...patch.removed]) {
    if (!Number.isInteger(id) || id < 0 || id >= ELEMENTS_MAX) {
      throw new GroggyError("INVALID_PATCH", `"${kind}" expected an id, got ${describe(id)}`);
    }
  }
  for (const id of patch.added) if (live.has(id)) throw conflict(`${kind} ${id}`, "absent", "present");
  for (const id of patch.removed) if (!live.has(id)) throw conflict(`${kind} ${id}`, "present", "absent");
  const coming = new Set(patch.added);
  const leaving = new Set(patch.removed);
  const stays = (id: number): boolean => coming.has(id) || (live.has(id) && !leaving.has(id));
  patch.labels.ids.forEach((id, i) => {
    const present = live.has(id) ? labelsOf(space, id) : [];
    const after = patch.labels.after[i];
    for (const name of after) checkName("labels", name);
    if (after.length > 0 && !stays(id)) throw conflict(`${kind} ${id}`, "present", "absent");
    if (!sameNames(present, patch.labels.before[i])) {
      throw conflict(
        `labels of ${kind} ${id}`,
        describe(patch.labels.before[i].join()),
        describe(present.join()),
      );
    }
  });
  return Object.entries(patch.attributes).flatMap(([name, columns]) => {
    checkTypeChange(space, name, columns, leaving, reading.mixes && !space.declared.has(name));
    checkOtherTypes(space, name, columns);
    for (const { ids, after } of columns) {
      ids.forEach((id, i) => {
        if (after[i] !== null && !stays(id)) throw conflict(`${kind} ${id}`, "present", "absent");
      });
    }
    return columns.map((column) => checkColumn(space, name, column, reading.texts));
  });
}

/** Throws if an attribute would get another type while elements outside the patch have values. */
function checkTypeChange(
  space: TrackedElements,
  name: string,
  columns: readonly AttributePatch[],
  leaving: ReadonlySet<number>,
  mixes: boolean,
): void {
  const present = columnsOf(space, name);
  const next = columns.find(
    ({ type, after }) =>
      present.every(({ stored }) => stored.type !== type) && after.some((value) => value !== null),
  );
  if (next === undefined || mixes) return;
  for (const { stored, rows } of present) {
    const cleared = new Set(leaving);
    for (const { type, ids, after } of columns)
      if (type === stored.type) for (const [i, id] of ids.entries()) if (after[i] === null) cleared.add(id);
    space.live.forEach((id) => {
      if (rows.get(id) >= 0 && !cleared.has(id))
        throw conflict(`attribute "${name}"`, next.type, stored.type);
    });
  }
}

/** The columns of an attribute, one for each of its types. */
function columnsOf(space: TrackedElements, name: string): readonly Attribute[] {
  const attribute = space.attribute(name);
  return attribute === undefined ? [] : (attribute.mixed ?? [attribute]);
}

/** Throws if an element has a value of a type that the patch does not say it has. */
function checkOtherTypes(space: TrackedElements, name: string, columns: readonly AttributePatch[]): void {
  const mixed = space.attribute(name)?.mixed;
  if (mixed === undefined) return;
  const known = new Map(columns.map(({ type, ids }) => [type, new Set(ids)]));
  for (const { type, ids, after } of columns) {
    for (const [i, id] of ids.entries()) {
      if (after[i] === null || !space.live.has(id)) continue;
      const other = mixed.find(({ stored, rows }) => stored.type !== type && rows.get(id) >= 0);
      if (other !== undefined && known.get(other.stored.type)?.has(id) !== true)
        throw conflict(`"${name}" of ${space.kind} ${id}`, "null", describe(valueOfElement(other, id)));
    }
  }
}

function checkColumn(
  space: TrackedElements,
  name: string,
  patch: AttributePatch,
  texts: boolean,
): CheckedColumn {
  checkName("attribute", name);
  const stored = space.pool.column(name, patch.type);
  const bound = space.attributeOf(stored);
  const begins = patch.before.every((value) => value === null);
  if (bound === undefined && !begins) {
    const [other] = columnsOf(space, name);
    if (other !== undefined) throw conflict(`attribute "${name}"`, patch.type, other.stored.type);
  }
  const { column } = stored;
  const values = patch.after.map((json) => {
    const value = json === null ? undefined : decodeValue(patch.type, json, texts);
    if (value === undefined || column.accepts(value)) return value;
    throw new TypeError(`attribute "${name}" expected ${patch.type}, got ${describe(value)}`);
  });
  patch.ids.forEach((id, i) => {
    const row = bound !== undefined && space.live.has(id) ? bound.rows.get(id) : NO_ROW;
    const present = row < 0 ? null : encodeValue(patch.type, bound?.stored.column.get(row));
    const before = texts ? patch.before[i] : asText(patch.type, patch.before[i]);
    if (canonicalJson(present, 0) !== canonicalJson(before, 0)) {
      throw conflict(
        space.kind === "graph" ? `"${name}" of the graph` : `"${name}" of ${space.kind} ${id}`,
        JSON.stringify(patch.before[i]),
        JSON.stringify(present),
      );
    }
  });
  return { name, patch, values };
}

/** Documents of the plain format in the form that has texts. */
function asText(type: ValueType, json: Json): Json {
  return type === "json" || (type === "list<json>" && Array.isArray(json)) ? encodeValue(type, json) : json;
}

function checkEnds({ nodes, edges, pool }: GraphSpace, patch: Patch): void {
  const endsOf = new Map(patch.edges.ends.ids.map((id, i) => [id, i]));
  const added = new Set(patch.nodes.added);
  const removed = new Set(patch.nodes.removed);
  for (const id of [...patch.edges.added, ...patch.edges.removed]) {
    const i = endsOf.get(id);
    if (i === undefined)
      throw new GroggyError("INVALID_PATCH", `"edges.ends" expected the ends of edge ${id}, got none`);
    const ends = [patch.edges.ends.sources[i], patch.edges.ends.targets[i]];
    if (id < pool.edges.count && (pool.edges.sources[id] !== ends[0] || pool.edges.targets[id] !== ends[1])) {
      throw conflict(
        `edge ${id}`,
        ends.join(" -> "),
        `${pool.edges.sources[id]} -> ${pool.edges.targets[id]}`,
      );
    }
  }
  for (const id of patch.edges.added) {
    const i = endsOf.get(id) as number;
    for (const end of [patch.edges.ends.sources[i], patch.edges.ends.targets[i]]) {
      if (!added.has(end) && (!nodes.live.has(end) || removed.has(end)))
        throw conflict(`node ${end}`, "present", "absent");
    }
  }
  const goes = new Set(patch.edges.removed);
  const { sources, targets } = pool.edges;
  if (removed.size > 0) {
    edges.live.forEach((edge) => {
      if ((removed.has(sources[edge]) || removed.has(targets[edge])) && !goes.has(edge)) {
        throw conflict(`edge ${edge} of a node that goes`, "absent", "present");
      }
    });
  }
}

/** Gives out the ids that the patch names; ids in between stay unused. */
function takeIds({ pool }: GraphSpace, patch: Patch): void {
  const last = (ids: readonly number[]): number => ids.reduce((most, id) => Math.max(most, id), -1);
  const missing = last(patch.nodes.added) + 1 - pool.nodes.count;
  if (missing > 0) pool.nodes.take(missing);
  const endsOf = new Map(patch.edges.ends.ids.map((id, i) => [id, i]));
  const end = last(patch.edges.added) + 1;
  while (pool.edges.count < end) {
    const i = endsOf.get(pool.edges.count);
    if (i === undefined) pool.edges.append(0, 0);
    else pool.edges.append(patch.edges.ends.sources[i], patch.edges.ends.targets[i]);
  }
}

function makeChanges(space: TrackedElements, patch: ElementPatch, columns: readonly CheckedColumn[]): void {
  for (const id of patch.removed) space.remove(id);
  for (const id of patch.added) space.reviveBare(id);
  patch.labels.ids.forEach((id, i) => {
    const names = patch.labels.after[i];
    if (space.live.has(id))
      space.setLabelSet(id, names.length === 0 ? NO_ROW : space.labelSets.intern(names));
  });
  // Values that go first, so that an attribute can change its type.
  for (const { name, patch: column, values } of columns) {
    const bound = space.attributeOf(space.pool.column(name, column.type));
    if (bound === undefined) continue;
    column.ids.forEach((id, i) => {
      if (values[i] === undefined && space.live.has(id)) space.setRow(bound, id, NO_ROW);
    });
  }
  for (const { name, patch: column, values } of columns) {
    if (values.every((value) => value === undefined)) continue;
    const attribute = space.addType(name, column.type);
    column.ids.forEach((id, i) => {
      const value = values[i];
      if (value !== undefined && space.live.has(id))
        space.setRow(attribute, id, attribute.stored.append(id, value));
    });
  }
}

function conflict(what: string, expected: string, received: string): GroggyError {
  return new GroggyError(
    "PATCH_CONFLICT",
    `${what} expected ${expected}, as the patch has it, got ${received}`,
    { what },
  );
}

/** Makes the changes of a difference, or of a patch, on the present state. */
export function applyChange({ space }: HistoryCore, change: Diff | Patch): void {
  applyPatch(space, change instanceof Diff ? change.toPatch() : change);
}
