/**
 * Blame: finds the commit that last set an element's value, labels or presence. The walk back skips stretches of
 * commits that did not touch the element, and at a merge continues with the first parent that has the same value; a
 * merge that has the value from no parent is blamed itself.
 */
import { assert } from "../../errors.js";
import type { OwnerKind } from "../../pool/pool.js";
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
  sameLabels,
  sameParent,
  samePresence,
  touchesElement,
} from "./element-trace.js";

/** The element in question, and the state. */
export interface BlameOptions {
  /** "graph", with id 0, is the graph itself and its own attributes. Defaults to "node". */
  readonly kind?: OwnerKind | undefined;
  /** The commit whose values are asked about. Defaults to the present state with its uncommitted changes. */
  readonly at?: Revision | undefined;
}

/** The commits that made an element what it is; undefined where it is absent or the change is uncommitted. */
export interface ElementBlame {
  /** The commit that added the element, or took it back. */
  readonly presence: Commit | undefined;
  /** The commit that gave it its labels, or its type. */
  readonly labels: Commit | undefined;
  /** For each attribute that has a value, the commit that gave it. */
  readonly attributes: Readonly<Record<string, Commit | undefined>>;
}

/** The commit that gave an attribute's value; undefined if it is absent or the change is uncommitted. */
export function blameAttribute(
  core: HistoryCore,
  id: number,
  attribute: string,
  options: BlameOptions,
): Commit | undefined {
  checkAttributeName(attribute);
  const [trace, node] = start(core, id, options);
  if (trace.cell(attribute) === undefined) return undefined;
  return blame(core, node, trace, sameAttribute(attribute));
}

/** The commits that gave all that an element is. */
export function blameElement(core: HistoryCore, id: number, options: BlameOptions): ElementBlame {
  const [trace, node] = start(core, id, options);
  if (!trace.live) return { presence: undefined, labels: undefined, attributes: {} };
  const attributes = trace
    .attributes()
    .map((name) => [name, blame(core, node, trace, sameAttribute(name))] as const);
  // the graph itself never came
  if (trace.kind === "graph")
    return { presence: undefined, labels: undefined, attributes: Object.fromEntries(attributes) };
  return {
    presence: blame(core, node, trace, samePresence),
    labels: blame(core, node, trace, sameLabels),
    attributes: Object.fromEntries(attributes),
  };
}

/** The element as it is asked about, and the commit to begin with. */
function start(
  core: HistoryCore,
  id: number,
  { kind, at }: BlameOptions,
): [trace: ElementTrace, node: CommitNode | undefined] {
  const checked = checkElement(core, id, kind);
  if (at === undefined) return [ElementTrace.present(core, checked, id), core.node];
  const node = core.resolve(at);
  return [ElementTrace.at(core, node, checked, id), node];
}

/** The commit that made the element what it is in `trace`, in what is asked about. */
function blame(
  core: HistoryCore,
  from: CommitNode | undefined,
  wanted: ElementTrace,
  same: Sameness,
): Commit | undefined {
  const { kind, id } = wanted;
  let trace = ElementTrace.at(core, from, kind, id);
  if (!same(trace, wanted)) return undefined;
  for (let node = from; node !== undefined; ) {
    const skip = skipUntouched(node, kind, id);
    if (skip !== undefined) {
      node = skip.to;
      continue;
    }
    if (touchesElement(changesOfKind(node.delta, kind), id)) {
      const before = trace.follow(node.delta, false);
      if (!same(before, trace)) {
        const other = sameParent(core, node, trace, same);
        if (other === undefined) return node.commit;
        node = other.node;
        trace = other.trace;
        continue;
      }
      trace = before;
    }
    node = node.parent;
  }
  assert(false, `no commit has given ${kind} ${id} what it has`);
}
