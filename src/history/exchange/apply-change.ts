/**
 * Making the change of a bundled commit on the state of its first parent. Elements are looked up by identity; those
 * that are not known get ids. Nothing is taken on trust that would break the graph: what comes must not be there,
 * what goes or changes must be, no edge is left without its ends, and an edge keeps its ends and its type.
 */
import type { RawValues } from "../../pool/raw-values.js";
import type { ValueType } from "../../pool/value-type.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { TrackedElements } from "../../space/states/tracked-elements.js";
import { NO_ROW } from "../../structures/row-index.js";
import type {
  BundleChange,
  BundleColumn,
  BundledElementChange,
  BundleEnds,
  BundleLabels,
} from "./bundle-change.js";
import type { ElementList } from "./bundle-elements.js";
import { invalidBundle } from "./bundle-errors.js";

/** Makes a change. @throws GroggyError INVALID_BUNDLE, LIMIT; then part of it is made. */
export function applyBundleChange(space: GraphSpace, { nodes, edges, graph }: BundleChange): void {
  for (const id of idsOf(space.edges, edges.removed)) space.edges.remove(id);
  const gone = idsOf(space.nodes, nodes.removed);
  for (const id of gone) space.nodes.remove(id);
  addNodes(space.nodes, nodes.added);
  const revived = addEdges(space, edges);
  checkEdgesOf(space, gone);
  setLabels(space.nodes, nodes.labels);
  checkTypesAreNew(edges);
  setLabels(space.edges, edges.labels);
  for (const { id, type } of revived) {
    if (type < 0 || space.edges.labelRows.get(id) === type) continue;
    throw invalidBundle("expected an edge that comes back to have its type, got another one");
  }
  setColumns(space.nodes, nodes.columns);
  setColumns(space.edges, edges.columns);
  setColumns(space.graph, graph);
  space.structureVersion++;
}

/** The ids of elements that have to be there. */
function idsOf({ kind, pool, live }: TrackedElements, { runs, count }: ElementList): Uint32Array {
  if (count > live.count) throw invalidBundle(`expected at most ${live.count} ${kind}s, got ${count}`);
  const ids = new Uint32Array(count);
  let at = 0;
  for (const run of runs) {
    pool.identities.lookUp(run, run.count, (sequence, first, length) => {
      for (let i = 0; i < length; i++) {
        if (first === undefined || !live.has(first + i)) {
          throw invalidBundle(`expected ${kind} ${run.origin}/${sequence + i} to be there, got none`);
        }
        ids[at++] = first + i;
      }
    });
  }
  return ids;
}

/** Takes back an element that is known from another state. */
function revive(elements: TrackedElements, id: number, name: string): void {
  if (elements.live.has(id)) throw invalidBundle(`expected ${elements.kind} ${name} not to be there, got it`);
  elements.reviveBare(id);
}

function addNodes(nodes: TrackedElements, { runs }: ElementList): void {
  const { pool } = nodes;
  for (const run of runs) {
    const found: [sequence: number, id: number | undefined, count: number][] = [];
    pool.identities.lookUp(run, run.count, (...stretch) => found.push(stretch));
    for (const [sequence, first, count] of found) {
      if (first === undefined) nodes.addNew(pool.take(count, { origin: run.origin, sequence }), count);
      else {
        for (let i = 0; i < count; i++) revive(nodes, first + i, `${run.origin}/${sequence + i}`);
      }
    }
  }
}

/** An edge that comes back, and the type that it had in an earlier life. */
interface Revived {
  readonly id: number;
  readonly type: number;
}

function addEdges(space: GraphSpace, { added, ends }: BundledElementChange): Revived[] {
  const { sources, targets } = endsOf(space, ends as BundleEnds);
  const { edges } = space;
  const pool = space.pool.edges;
  const revived: Revived[] = [];
  let at = 0;
  for (const run of added.runs) {
    const found: [sequence: number, id: number | undefined, count: number][] = [];
    pool.identities.lookUp(run, run.count, (...stretch) => found.push(stretch));
    for (const [sequence, first, count] of found) {
      const [from, to] = [sources.subarray(at, at + count), targets.subarray(at, at + count)];
      at += count;
      if (first === undefined) {
        edges.addNew(pool.appendMany(from, to, { origin: run.origin, sequence }), count);
        continue;
      }
      for (let i = 0; i < count; i++) {
        const id = first + i;
        const name = `${run.origin}/${sequence + i}`;
        if (pool.sources[id] !== from[i] || pool.targets[id] !== to[i]) {
          throw invalidBundle(
            `expected edge ${name} between the nodes it is known to be between, got others`,
          );
        }
        revived.push({ id, type: edges.labelRows.get(id) });
        revive(edges, id, name);
      }
    }
  }
  return revived;
}

/** The ids of the ends of edges that come, all of which have to be there. */
function endsOf({ nodes }: GraphSpace, ends: BundleEnds): { sources: Uint32Array; targets: Uint32Array } {
  const idsFor = (sequences: Uint32Array, origins: Uint32Array | undefined): Uint32Array => {
    const ids = new Uint32Array(sequences.length);
    let bad = nodes.pool.identities.findMany(sequences, origins, ids);
    for (let i = 0; i < ids.length && bad < 0; i++) if (!nodes.live.has(ids[i])) bad = i;
    if (bad < 0) return ids;
    throw invalidBundle(
      `expected an edge between nodes, got an end ${origins?.[bad] ?? 0}/${sequences[bad]}`,
    );
  };
  return {
    sources: idsFor(ends.sources, ends.origins?.sources),
    targets: idsFor(ends.targets, ends.origins?.targets),
  };
}

/** Throws if nodes that went leave edges behind. */
function checkEdgesOf({ nodes, edges, adjacency }: GraphSpace, gone: Uint32Array): void {
  for (const node of gone) {
    if (nodes.live.has(node)) throw invalidBundle("expected a node to come or to go, got both");
    for (const incoming of [false, true]) {
      if (adjacency.lists(incoming).degree(node, edges.live) === 0) continue;
      throw invalidBundle("expected edges to go with their nodes, got one that stays");
    }
  }
}

/** Throws if an edge that does not come would get a type, or lose it. */
function checkTypesAreNew({ added, labels }: BundledElementChange): void {
  let at = 0;
  for (const { origin, sequence, count } of labels.given.runs) {
    let next = sequence;
    for (; at < added.runs.length; at++) {
      const run = added.runs[at];
      if (run.origin > origin || (run.origin === origin && run.sequence > next)) break;
      if (run.origin === origin) next = Math.max(next, Math.min(run.sequence + run.count, sequence + count));
      if (next === sequence + count) break;
    }
    if (next < sequence + count) throw invalidBundle("expected types of edges that come, got one of another");
  }
  if (labels.taken.count > 0)
    throw invalidBundle("expected edges to keep their types, got one that loses it");
}

function setLabels(elements: TrackedElements, { sets, given, codes, taken }: BundleLabels): void {
  const numbers = sets.map((names) => elements.labelSets.intern(names));
  const ids = idsOf(elements, given);
  for (const id of idsOf(elements, taken)) elements.setLabelSet(id, NO_ROW);
  for (let i = 0; i < ids.length; i++)
    elements.setLabelSet(ids[i], numbers[codes.length === 1 ? codes[0] : codes[i]]);
}

/** Values that go go first, so that an attribute can lose a type as it gets another. */
function setColumns(elements: TrackedElements, columns: readonly BundleColumn[]): void {
  for (const { name, type, taken } of columns) {
    const bound = elements.attributeOf(elements.pool.column(name, type));
    for (const id of idsOf(elements, taken)) if (bound !== undefined) elements.setRow(bound, id, NO_ROW);
  }
  for (const { name, type, given, values } of columns)
    if (given.count > 0) setValues(elements, name, type, idsOf(elements, given), values);
}

function setValues(
  elements: TrackedElements,
  name: string,
  type: ValueType,
  ids: Uint32Array,
  values: RawValues,
): void {
  const attribute = elements.addType(name, type);
  const { stored } = attribute;
  const isRun = ids[ids.length - 1] - ids[0] === ids.length - 1 && ids.every((id, i) => id === ids[0] + i);
  const row = isRun ? stored.appendRawRun(ids[0], values) : stored.appendRawEach(ids, values);
  for (let start = 0; start < ids.length; ) {
    let end = start + 1;
    while (end < ids.length && ids[end] === ids[end - 1] + 1) end++;
    elements.setRowRun(attribute, ids[start], end - start, row + start);
    start = end;
  }
}
