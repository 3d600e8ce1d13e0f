/** The changes of a commit, by identities and values, computed from its delta and the state after it. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { gatherColumn } from "../../pool/create-column.js";
import { forEachCell } from "../../space/deltas/cell-changes.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import type { ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import type { IdRuns } from "../../structures/id-runs.js";
import type { RowIndex } from "../../structures/row-index.js";
import {
  type BundleChange,
  type BundleColumn,
  type BundledElementChange,
  type BundleEnds,
  type BundleLabels,
  NO_VALUES,
} from "./bundle-change.js";
import { inOrder, type OrderedElements, orderElements } from "./bundle-elements.js";

/** Whether a change can be written from its delta alone. */
export function needsState({ nodes, edges, graph }: Delta): boolean {
  return [nodes, edges, graph].some(({ added, dropped }) => added.count > 0 || dropped.length > 0);
}

/** Converts a delta; the state after it may be any other if the delta is self-contained. O(changes). */
export function changeOf(delta: Delta, after: GraphState): BundleChange {
  return {
    nodes: changeOfElements(delta.nodes, after.nodes, after),
    edges: changeOfElements(delta.edges, after.edges, after),
    graph: columnsOf(delta.graph, after.graph),
  };
}

function changeOfElements(delta: ElementDelta, state: ElementState, after: GraphState): BundledElementChange {
  const { identities } = state.pool;
  const added = orderElements(identities, delta.added.toArray());
  const ids = inOrder(added, delta.added.toArray());
  return {
    removed: orderElements(identities, delta.removed.toArray()),
    added,
    ends: state.kind === "edge" ? endsOf(ids, after) : undefined,
    labels: labelsOf(delta, state),
    columns: columnsOf(delta, state),
  };
}

function endsOf(edges: Uint32Array, { pool }: GraphState): BundleEnds {
  const { identities } = pool.nodes;
  const slots = { sources: new Uint32Array(edges.length), targets: new Uint32Array(edges.length) };
  const sequencesOf = (ends: Uint32Array, slotsOfEnds: Uint32Array): Uint32Array => {
    const nodes = edges.map((edge) => ends[edge]);
    const sequences = new Uint32Array(nodes.length);
    identities.gather(nodes, sequences, slotsOfEnds);
    return sequences;
  };
  const sources = sequencesOf(pool.edges.sources, slots.sources);
  const targets = sequencesOf(pool.edges.targets, slots.targets);
  if (![slots.sources, slots.targets].some((list) => list.some((slot) => slot !== 0))) {
    return { sources, targets, origins: undefined };
  }
  const originsOf = (list: Uint32Array): Uint32Array => list.map((slot) => identities.originOf(slot));
  return {
    sources,
    targets,
    origins: { sources: originsOf(slots.sources), targets: originsOf(slots.targets) },
  };
}

/** The elements that have a row after, with it, and those that have none any more. */
interface Cells {
  readonly given: OrderedElements;
  readonly rows: Int32Array;
  readonly taken: OrderedElements;
}

/** Cells of elements that come are taken from the state: what they had in an earlier life is in no delta. */
function cellsOf(
  state: ElementState,
  added: IdRuns,
  changes: ElementDelta["labels"] | undefined,
  index: RowIndex | undefined,
  mayBeDead: boolean,
): Cells {
  const { identities } = state.pool;
  const changed: [id: number, row: number][] = [];
  if (changes !== undefined) {
    const others = {
      ...changes,
      runs: changes.runs.filter(({ element, count }) => !added.hasRun(element, count)),
    };
    forEachCell(others, (id, _before, row) => {
      if (!added.has(id) && !(mayBeDead && !state.live.has(id))) changed.push([id, row]);
    });
  }
  const coming = index === undefined ? NO_IDS : added.toArray();
  const comingRows = new Int32Array(coming.length);
  const absent = index?.gather(coming, comingRows) ?? 0;
  const isThere = (_: number, i: number): boolean => comingRows[i] >= 0;
  const [ids, rows] =
    absent === 0 ? [coming, comingRows] : [coming.filter(isThere), comingRows.filter((row) => row >= 0)];
  if (changed.length === 0) return ordered(identities, ids, rows, NO_IDS);
  const present = changed.filter(([, row]) => row >= 0);
  ids.forEach((id, i) => {
    present.push([id, rows[i]]);
  });
  present.sort(([a], [b]) => a - b);
  const gone = changed.filter(([, row]) => row < 0).sort(([a], [b]) => a - b);
  return ordered(
    identities,
    Uint32Array.from(present, ([id]) => id),
    Int32Array.from(present, ([, row]) => row),
    Uint32Array.from(gone, ([id]) => id),
  );
}

const NO_IDS = new Uint32Array(0);

function ordered(
  identities: ElementState["pool"]["identities"],
  ids: Uint32Array,
  rows: Int32Array,
  taken: Uint32Array,
): Cells {
  const given = orderElements(identities, ids);
  return { given, rows: inOrder(given, rows), taken: orderElements(identities, taken) };
}

function labelsOf(delta: ElementDelta, state: ElementState): BundleLabels {
  const index = delta.added.count > 0 ? state.labelRows : undefined;
  const { given, rows, taken } = cellsOf(state, delta.added, delta.labels, index, false);
  const codeOf = new Map<number, number>();
  const codes = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const known = codeOf.get(rows[i]);
    if (known === undefined) codeOf.set(rows[i], codeOf.size);
    codes[i] = known ?? codeOf.size - 1;
  }
  const sets = Array.from(codeOf.keys(), (set) => state.labelSets.set(set));
  return { sets, given, codes: sets.length === 1 ? codes.subarray(0, 1) : codes, taken };
}

function columnsOf(delta: ElementDelta, state: ElementState): BundleColumn[] {
  const stored = new Set<AttributeColumn>(delta.cells.keys());
  const indices = new Map<AttributeColumn, RowIndex>();
  if (delta.added.count > 0) {
    for (const attribute of state.attributes()) {
      stored.add(attribute.stored);
      indices.set(attribute.stored, attribute.rows);
    }
  }
  const columns: BundleColumn[] = [];
  for (const column of stored) {
    const isDropped = delta.dropped.includes(column);
    const changes = delta.cells.get(column);
    const cells = cellsOf(state, delta.added, changes, indices.get(column), isDropped);
    if (cells.given.count + cells.taken.count > 0) columns.push(columnOf(column, cells));
  }
  return columns;
}

function columnOf({ name, type, column }: AttributeColumn, { given, rows, taken }: Cells): BundleColumn {
  const values = given.count === 0 ? NO_VALUES : gatherColumn(column, rows);
  return { name, type, given, values, taken };
}
