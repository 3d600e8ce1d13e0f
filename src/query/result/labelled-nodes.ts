/** Nodes by their labels: how many, and which. Elements that follow each other with the same labels are one look. */
import type { ReadonlyElementPool } from "../../pool/pool.js";
import type { ElementState } from "../../space/states/element-state.js";
import { NO_ROW } from "../../structures/row-index.js";

/** Calls `visit` for each stretch of ids that have one set of labels; ids among them may not be live. */
function forEachStretch(
  { live, labelRows }: ElementState,
  visit: (set: number, start: number, end: number) => void,
): void {
  const limit = live.chunkCount * 2 ** 16;
  for (let start = live.next(0, true); start < limit; ) {
    const end = Math.min(live.next(start, false), limit);
    while (start < end) {
      const run = labelRows.affineRun(start, end - start);
      const isSame = run !== undefined && (run.stride === 0 || run.count === 1);
      const count = isSame ? run.count : 1;
      visit(isSame ? run.first : labelRows.get(start), start, start + count);
      start += count;
    }
    start = live.next(end, true);
  }
}

/** The live nodes that have a label, ascending. */
export function labelledIds(nodes: ElementState, label: string): number[] {
  const has: boolean[] = [];
  const ids: number[] = [];
  forEachStretch(nodes, (set, start, end) => {
    if (set <= NO_ROW) return;
    has[set] ??= nodes.labelSets.set(set).includes(label);
    if (has[set]) for (let id = start; id < end; id++) ids.push(id);
  });
  return ids;
}

interface LabelCounts {
  readonly nodeCount: number;
  readonly counts: ReadonlyMap<string, number>;
  /** How often they are asked before they are counted anew. */
  uses: number;
}

/** Counts of some states are kept, for states that have about as many nodes; then they are counted anew. */
const KEPT_COUNTS = 4;
const COUNT_SHARE = 1 / 8;
const USES_MAX = 256;

const kept = new WeakMap<ReadonlyElementPool, LabelCounts[]>();

/** About how many nodes have each label. O(1) but for one call of many, which goes through the labels of all nodes. */
export function labelCountsOf(nodes: ElementState): ReadonlyMap<string, number> {
  const { pool, live } = nodes;
  const list = kept.get(pool) ?? [];
  kept.set(pool, list);
  const isNear = ({ nodeCount }: LabelCounts) =>
    Math.abs(nodeCount - live.count) <= Math.max(nodeCount, live.count) * COUNT_SHARE;
  const place = list.findIndex(isNear);
  const known = list[place];
  if (known !== undefined && known.uses++ < USES_MAX) return known.counts;
  if (known !== undefined) list.splice(place, 1);
  const counts = countLabels(nodes);
  list.unshift({ nodeCount: live.count, counts, uses: 0 });
  if (list.length > KEPT_COUNTS) list.pop();
  return counts;
}

function countLabels(nodes: ElementState): Map<string, number> {
  const bySet = new Map<number, number>();
  forEachStretch(nodes, (set, start, end) => {
    if (set > NO_ROW) bySet.set(set, (bySet.get(set) ?? 0) + end - start);
  });
  const counts = new Map<string, number>();
  for (const [set, count] of bySet)
    for (const label of nodes.labelSets.set(set)) counts.set(label, (counts.get(label) ?? 0) + count);
  return counts;
}
