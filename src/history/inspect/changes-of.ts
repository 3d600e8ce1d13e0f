/**
 * Every commit that touched an element, with what it changed: a walk along all parents that passes over stretches
 * of commits that did not touch it.
 */

import type { OwnerKind } from "../../pool/pool.js";
import { Heap } from "../../structures/heap.js";
import { speakJson } from "../../structures/text/json-value.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { skipUntouched } from "../commits/skip-untouched.js";
import type { HistoryCore } from "../repository/core.js";
import type { Revision } from "../repository/resolve.js";
import {
  changesOfKind,
  checkAttributeName,
  checkElement,
  ElementTrace,
  type Sameness,
  sameAttribute,
  sameElement,
  sameParent,
  type TracedCell,
  touchesElement,
} from "./element-trace.js";

/** The changes of an element that are requested. */
export interface ChangesOfOptions {
  /** Defaults to "node". */
  readonly kind?: OwnerKind | undefined;
  /** Changes of this attribute alone. */
  readonly attribute?: string | undefined;
  /** The commit to begin with. Defaults to the present one. */
  readonly from?: Revision | undefined;
}

/** The value before a commit and after it. */
export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

/** The changes of an element by a commit, against the commit's first parent. */
export interface ElementChange {
  readonly commit: Commit;
  /** Whether the element came, went, or was there before and after. */
  readonly kind: "added" | "removed" | "changed";
  /** The labels, or the type as the one label; undefined if they are the same, or not asked for. */
  readonly labels: BeforeAfter<readonly string[]> | undefined;
  /** The attributes that differ, by name; a value is undefined where it is absent. */
  readonly attributes: Readonly<Record<string, BeforeAfter<unknown>>>;
}

/**
 * The commits that made the element, or its attribute, other than it was in each of their parents. Each before
 * those it builds on. Checks the options at once, the rest is lazy.
 */
export function changesOf(
  core: HistoryCore,
  id: number,
  { kind, attribute, from }: ChangesOfOptions,
): Generator<ElementChange> {
  const checked = checkElement(core, id, kind);
  if (attribute !== undefined) checkAttributeName(attribute);
  const tip = from === undefined ? core.node : core.resolve(from);
  return walkChanges(core, tip, { kind: checked, id }, attribute);
}

/** A commit to look at, with the element in it where that is known already. */
interface Cursor {
  readonly node: CommitNode;
  readonly trace: ElementTrace | undefined;
}

function* walkChanges(
  core: HistoryCore,
  tip: CommitNode | undefined,
  { kind, id }: { readonly kind: OwnerKind; readonly id: number },
  attribute: string | undefined,
): Generator<ElementChange> {
  const same = attribute === undefined ? sameElement : sameAttribute(attribute);
  const seen = new Set<CommitNode>();
  const queue = new Heap<Cursor>(
    (a, b) => b.node.generation - a.node.generation || b.node.commit.time - a.node.commit.time,
  );
  const visit = (node: CommitNode | undefined, trace?: ElementTrace): void => {
    if (node === undefined || seen.has(node)) return;
    seen.add(node);
    queue.push({ node, trace });
  };
  visit(tip);
  for (let cursor = queue.pop(); cursor !== undefined; cursor = queue.pop()) {
    const { node } = cursor;
    const skip = skipUntouched(node, kind, id);
    if (skip !== undefined) {
      visit(skip.to, cursor.trace);
      for (const merge of skip.merges) for (const parent of merge.parents.slice(1)) visit(parent);
      continue;
    }
    let before = cursor.trace;
    if (touchesElement(changesOfKind(node.delta, kind), id)) {
      const after = cursor.trace ?? ElementTrace.at(core, node, kind, id);
      before = after.follow(node.delta, false);
      const change = changeOf(core, node, before, after, same, attribute);
      if (change !== undefined) yield change;
    }
    visit(node.parent, before);
    for (const parent of node.parents.slice(1)) visit(parent);
  }
}

function changeOf(
  core: HistoryCore,
  node: CommitNode,
  before: ElementTrace,
  after: ElementTrace,
  same: Sameness,
  attribute: string | undefined,
): ElementChange | undefined {
  if (same(before, after) || sameParent(core, node, after, same) !== undefined) return undefined;
  const { labelSets } = core.space.elementsOf(after.kind).pool;
  const names = ({ labelSet }: ElementTrace): readonly string[] =>
    labelSet < 0 ? [] : labelSets.set(labelSet);
  const attributes =
    attribute === undefined ? new Set([...before.attributes(), ...after.attributes()]) : [attribute];
  const changed = [...attributes]
    .filter((name) => !sameAttribute(name)(before, after))
    .map(
      (name) => [name, { before: readCell(before.cell(name)), after: readCell(after.cell(name)) }] as const,
    );
  const labels = { before: names(before), after: names(after) };
  return speakJson<ElementChange>({
    commit: node.commit,
    kind: !before.live ? "added" : !after.live ? "removed" : "changed",
    labels: attribute !== undefined || before.labelSet === after.labelSet ? undefined : labels,
    attributes: Object.fromEntries(changed),
  });
}

/** The value of a traced cell; undefined if there is none. */
export function readCell(cell: TracedCell | undefined): unknown {
  return cell?.stored.column.get(cell.row);
}
