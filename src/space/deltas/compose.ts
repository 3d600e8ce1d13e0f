/** Deltas one after another made one: what differs in the end, whatever happened in between. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { Bitmap } from "../../structures/bitmap.js";
import { IdRuns } from "../../structures/id-runs.js";
import { type CellChanges, forEachCell, NO_CHANGES } from "./cell-changes.js";
import { CellChangesBuilder } from "./cell-log.js";
import { type Delta, type DeltaStep, type ElementDelta, NO_ELEMENT_DELTA } from "./delta.js";

/**
 * The net difference over steps. A cell counts if its value differs in the end, whether or not its element is
 * live on both sides. O(changes).
 */
export function composeSteps(steps: readonly DeltaStep[]): Delta {
  if (steps.length === 1 && steps[0].forward) return steps[0].delta;
  // most steps change elements of one kind
  const compose = (kind: keyof Delta): ElementDelta => {
    const changing = steps.filter(({ delta }) => delta[kind] !== NO_ELEMENT_DELTA);
    if (changing.length === 0) return NO_ELEMENT_DELTA;
    return composeElements(changing.map(({ delta, forward }) => ({ delta: delta[kind], forward })));
  };
  return { nodes: compose("nodes"), edges: compose("edges"), graph: compose("graph") };
}

function composeElements(steps: readonly DeltaStep<ElementDelta>[]): ElementDelta {
  const columns = new Set<AttributeColumn>();
  const introduced = new Set<AttributeColumn>();
  const dropped = new Set<AttributeColumn>();
  for (const { delta, forward } of steps) {
    for (const stored of delta.cells.keys()) columns.add(stored);
    if (delta.introduced.length + delta.dropped.length === 0) continue;
    const [came, went] = forward ? [delta.introduced, delta.dropped] : [delta.dropped, delta.introduced];
    for (const stored of went) if (!introduced.delete(stored)) dropped.add(stored);
    for (const stored of came) if (!dropped.delete(stored)) introduced.add(stored);
  }
  const cells = new Map<AttributeColumn, CellChanges>();
  for (const stored of columns) {
    const touching: DeltaStep<CellChanges>[] = [];
    for (const { delta, forward } of steps) {
      const changes = delta.cells.get(stored);
      if (changes !== undefined) touching.push({ delta: changes, forward });
    }
    const changes = composeCells(touching, (a, b) => stored.column.same(a, b));
    if (changes !== NO_CHANGES) cells.set(stored, changes);
  }
  const labelled = steps.filter(({ delta }) => delta.labels !== NO_CHANGES);
  const labels = composeCells(
    labelled.map(({ delta, forward }) => ({ delta: delta.labels, forward })),
    (a, b) => a === b,
  );
  return { ...composeLiveness(steps), labels, cells, introduced: [...introduced], dropped: [...dropped] };
}

function composeLiveness(steps: readonly DeltaStep<ElementDelta>[]): { added: IdRuns; removed: IdRuns } {
  let count = 0;
  for (const { delta } of steps) count += delta.added.count + delta.removed.count;
  if (count === 0) return { added: IdRuns.none, removed: IdRuns.none };
  if (count <= LISTED_MAX) return composeListed(steps);
  let added = new Bitmap();
  let removed = new Bitmap();
  for (const { delta, forward } of steps) {
    const [came, went] = [delta.added, delta.removed].map((runs) => runs.toBitmap());
    const [up, down] = forward ? [came, went] : [went, came];
    // An element that came back after it was removed, or was removed after it was added, is unchanged.
    const nextAdded = added.andNot(down).or(up.andNot(removed));
    removed = removed.andNot(up).or(down.andNot(added));
    added = nextAdded;
  }
  return { added: IdRuns.ofBitmap(added), removed: IdRuns.ofBitmap(removed) };
}

/** Below so many elements that come and go a map is quicker than bitmaps. */
const LISTED_MAX = 4096;

function composeListed(steps: readonly DeltaStep<ElementDelta>[]): { added: IdRuns; removed: IdRuns } {
  /** Whether an element came first of all, and whether it came last. */
  const moves = new Map<number, { cameFirst: boolean; cameLast: boolean }>();
  for (const { delta, forward } of steps) {
    for (const [runs, came] of [
      [delta.added, forward],
      [delta.removed, !forward],
    ] as const) {
      runs.forEach((id) => {
        const known = moves.get(id);
        if (known === undefined) moves.set(id, { cameFirst: came, cameLast: came });
        else known.cameLast = came;
      });
    }
  }
  const net = (came: boolean): IdRuns => {
    const ids = [...moves].filter(([, { cameFirst, cameLast }]) => cameFirst === came && cameLast === came);
    return IdRuns.ofSorted(Uint32Array.from(ids, ([id]) => id).sort());
  };
  return { added: net(true), removed: net(false) };
}

function composeCells(
  touching: readonly DeltaStep<CellChanges>[],
  same: (rowA: number, rowB: number) => boolean,
): CellChanges {
  if (touching.length === 0) return NO_CHANGES;
  if (touching.length === 1 && touching[0].forward) return touching[0].delta;
  const { elements, before, after } = touching.every(({ delta }) => delta.runs.length === 0)
    ? mergeAll(touching.map(listedOf))
    : collect(touching);
  const builder = new CellChangesBuilder();
  for (let i = 0; i < elements.length; i++) {
    const [rowBefore, rowAfter] = [before[i], after[i]];
    if (rowBefore === rowAfter || (rowBefore >= 0 && rowAfter >= 0 && same(rowBefore, rowAfter))) continue;
    builder.add(elements[i], rowBefore, rowAfter);
  }
  return builder.finish();
}

/** Changed cells, ascending by their elements. */
type Listed = Pick<CellChanges, "elements" | "before" | "after">;

function listedOf({ delta: { elements, before, after }, forward }: DeltaStep<CellChanges>): Listed {
  return forward ? { elements, before, after } : { elements, before: after, after: before };
}

/** The cells of steps that have runs among them: by a table, since a run may be large. */
function collect(steps: readonly DeltaStep<CellChanges>[]): Listed {
  const net = new Map<number, { before: number; after: number }>();
  for (const { delta, forward } of steps) {
    forEachCell(delta, (element, rowBefore, rowAfter) => {
      const [before, after] = forward ? [rowBefore, rowAfter] : [rowAfter, rowBefore];
      const known = net.get(element);
      if (known === undefined) net.set(element, { before, after });
      else known.after = after;
    });
  }
  const sorted = [...net].sort(([a], [b]) => a - b);
  return {
    elements: sorted.map(([element]) => element),
    before: sorted.map(([, { before }]) => before),
    after: sorted.map(([, { after }]) => after),
  };
}

/** Lists of cells one after another made one, two neighbours at a time. O(cells * log lists). */
function mergeAll(lists: readonly Listed[]): Listed {
  let left = lists.length >= SORTED_LISTS_MIN && countOf(lists) <= SORTED_MAX ? [sortAll(lists)] : lists;
  while (left.length > 1) {
    const merged: Listed[] = [];
    for (let i = 0; i < left.length; i += 2)
      merged.push(i + 1 < left.length ? mergeTwo(left[i], left[i + 1]) : left[i]);
    left = merged;
  }
  return left[0];
}

/** So many lists, most of them short, are sorted as a whole. */
const SORTED_LISTS_MIN = 16;

/** Up to so many: an id and a place are one number. */
const SORTED_MAX = 2 ** 16;

function countOf(lists: readonly Listed[]): number {
  let count = 0;
  for (const { elements } of lists) count += elements.length;
  return count;
}

function sortAll(lists: readonly Listed[]): Listed {
  const scale = countOf(lists);
  const elements = new Float64Array(scale);
  const before = new Int32Array(scale);
  const after = new Int32Array(scale);
  let end = 0;
  for (const list of lists) {
    for (let i = 0; i < list.elements.length; i++, end++) {
      // element and place in one number, so that the sort needs no comparison function
      elements[end] = list.elements[i] * scale + end;
      before[end] = list.before[i];
      after[end] = list.after[i];
    }
  }
  elements.sort();
  const net: Record<keyof Listed, number[]> = { elements: [], before: [], after: [] };
  for (const key of elements) {
    const element = Math.floor(key / scale);
    const place = key - element * scale;
    if (net.elements.at(-1) === element) net.after[net.after.length - 1] = after[place];
    else {
      net.elements.push(element);
      net.before.push(before[place]);
      net.after.push(after[place]);
    }
  }
  return net;
}

function mergeTwo(first: Listed, second: Listed): Listed {
  const [countA, countB] = [first.elements.length, second.elements.length];
  const elements = new Uint32Array(countA + countB);
  const before = new Int32Array(countA + countB);
  const after = new Int32Array(countA + countB);
  let count = 0;
  for (let a = 0, b = 0; a < countA || b < countB; count++) {
    const atA = a < countA ? first.elements[a] : Number.POSITIVE_INFINITY;
    const atB = b < countB ? second.elements[b] : Number.POSITIVE_INFINITY;
    elements[count] = Math.min(atA, atB);
    before[count] = atA <= atB ? first.before[a] : second.before[b];
    after[count] = atB <= atA ? second.after[b] : first.after[a];
    if (atA <= atB) a++;
    if (atB <= atA) b++;
  }
  const [ids, rowsBefore, rowsAfter] = [elements, before, after].map((list) => list.subarray(0, count));
  return { elements: ids as Uint32Array, before: rowsBefore as Int32Array, after: rowsAfter as Int32Array };
}
