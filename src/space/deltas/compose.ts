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
  const compose = (kind: keyof Delta): ElementDelta =>
    composeElements(steps.map(({ delta, forward }) => ({ delta: delta[kind], forward })));
  // most steps leave the graph's own attributes as they are
  const hasGraph = steps.some(({ delta }) => delta.graph !== NO_ELEMENT_DELTA);
  return {
    nodes: compose("nodes"),
    edges: compose("edges"),
    graph: hasGraph ? compose("graph") : NO_ELEMENT_DELTA,
  };
}

function composeElements(steps: readonly DeltaStep<ElementDelta>[]): ElementDelta {
  const columns = new Set<AttributeColumn>();
  const introduced = new Set<AttributeColumn>();
  const dropped = new Set<AttributeColumn>();
  for (const { delta, forward } of steps) {
    for (const stored of delta.cells.keys()) columns.add(stored);
    const [came, went] = forward ? [delta.introduced, delta.dropped] : [delta.dropped, delta.introduced];
    for (const stored of went) if (!introduced.delete(stored)) dropped.add(stored);
    for (const stored of came) if (!dropped.delete(stored)) introduced.add(stored);
  }
  const cells = new Map<AttributeColumn, CellChanges>();
  for (const stored of columns) {
    const changes = composeCells(
      steps.map(({ delta, forward }) => ({ delta: delta.cells.get(stored) ?? NO_CHANGES, forward })),
      (a, b) => stored.column.same(a, b),
    );
    if (changes !== NO_CHANGES) cells.set(stored, changes);
  }
  const labels = composeCells(
    steps.map(({ delta, forward }) => ({ delta: delta.labels, forward })),
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
  steps: readonly DeltaStep<CellChanges>[],
  same: (rowA: number, rowB: number) => boolean,
): CellChanges {
  const touching = steps.filter(({ delta }) => delta !== NO_CHANGES);
  if (touching.length === 0) return NO_CHANGES;
  if (touching.length === 1 && touching[0].forward) return touching[0].delta;
  const net = new Map<number, { before: number; after: number }>();
  for (const { delta, forward } of touching) {
    forEachCell(delta, (element, rowBefore, rowAfter) => {
      const [before, after] = forward ? [rowBefore, rowAfter] : [rowAfter, rowBefore];
      const known = net.get(element);
      if (known === undefined) net.set(element, { before, after });
      else known.after = after;
    });
  }
  const changed = [...net]
    .filter(
      ([, { before, after }]) => before !== after && !(before >= 0 && after >= 0 && same(before, after)),
    )
    .sort(([a], [b]) => a - b);
  const builder = new CellChangesBuilder();
  for (const [element, { before, after }] of changed) builder.add(element, before, after);
  return builder.finish();
}
