/** Committing some of the uncommitted changes and keeping the others. */
import { describe, GroggyError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { composeSteps } from "../../space/deltas/compose.js";
import { type Delta, type ElementDelta, isEmptyDelta, NO_ELEMENT_DELTA } from "../../space/deltas/delta.js";
import { pickElements } from "../../space/deltas/part.js";
import { ID_SET, type IdSet, isIdSet } from "../../space/elements/id-owners.js";
import type { GraphSpace } from "../../space/graph-space.js";
import { Bitmap } from "../../structures/bitmap.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { CommitParts } from "../repository/commit-parts.js";
import type { HistoryCore } from "../repository/core.js";
import { findKeyOverlap } from "../repository/key-conflicts.js";
import { reapply } from "../repository/working-changes.js";

/** The changes that are committed, by element, as they were given and read. */
export interface ChosenChanges {
  readonly nodes: Bitmap;
  readonly edges: Bitmap;
  /** Whether the graph's own attributes are. */
  graph: boolean;
}

/**
 * The elements of one selection or of several.
 *
 * @throws TypeError for anything else, GroggyError FOREIGN_SELECTION for a selection of another graph.
 */
export function readChosenChanges(space: GraphSpace, given: unknown): ChosenChanges {
  const chosen = { nodes: new Bitmap(), edges: new Bitmap(), graph: false };
  for (const set of Array.isArray(given) ? [...given] : [given]) {
    if (!isIdSet(set))
      throw new TypeError(`"only" expected a selection, or an array of them, got ${describe(set)}`);
    const kind = kindOf(space, set);
    if (kind === "graph") {
      chosen.graph = true;
      continue;
    }
    for (const id of set.ids()) chosen[kind].add(id);
  }
  return chosen;
}

function kindOf(space: GraphSpace, set: IdSet): keyof Delta {
  const owner = set[ID_SET].root;
  if (owner === space.nodes.pool.root) return "nodes";
  if (owner === space.edges.pool.root) return "edges";
  if (owner === space.graph.pool.root) return "graph";
  throw new GroggyError("FOREIGN_SELECTION", '"only" expected a selection of this graph, got one of another');
}

/** Makes a commit of the changes of some elements; the other changes stay uncommitted. O(changes). */
export function commitPart(
  core: HistoryCore,
  chosen: ChosenChanges,
  parts: CommitParts,
  refuseEmpty: string | undefined,
): CommitNode {
  const { space } = core;
  const working = space.delta();
  const part = partOf(working, chosen, space);
  const rest = restOf(working, part);
  if (isEmptyDelta(rest)) return core.commitPresent(parts, { refuseEmpty });
  checkEnds(working, part, space);
  for (const kind of ["nodes", "edges"] as const) checkTypes(working[kind], part[kind], rest[kind]);
  space.discard(working);
  const overlap = findKeyOverlap(space, part, space.rules);
  if (overlap !== undefined) {
    throw new GroggyError(
      "DUPLICATE_KEY",
      `"only" expected changes that give no key twice without the others, got ${overlap}`,
      { key: space.rules.key?.name },
    );
  }
  space.replay(part);
  const made = core.commitPresent(parts, { refuseEmpty });
  reapply(core, rest, made);
  return made;
}

/** The changes of the chosen elements. The edges of a node that goes go with it. */
function partOf(
  working: Delta,
  { nodes: chosenNodes, edges: chosenEdges, graph }: ChosenChanges,
  space: GraphSpace,
): Delta {
  const { sources, targets } = space.pool.edges;
  const nodes = pickElements(working.nodes, chosenNodes);
  const edges = chosenEdges.clone();
  if (nodes.removed.count > 0) {
    working.edges.removed.forEach((edge) => {
      if (nodes.removed.has(sources[edge]) || nodes.removed.has(targets[edge])) edges.add(edge);
    });
  }
  return {
    nodes,
    edges: pickElements(working.edges, edges),
    graph: graph ? working.graph : NO_ELEMENT_DELTA,
  };
}

/** The rest of the changes after a part of them, which follow it. */
function restOf(working: Delta, part: Delta): Delta {
  return composeSteps([
    { delta: part, forward: false },
    { delta: working, forward: true },
  ]);
}

/** A commit has no edge without its ends. */
function checkEnds(working: Delta, part: Delta, space: GraphSpace): void {
  const { sources, targets } = space.pool.edges;
  part.edges.added.forEach((edge) => {
    for (const node of [sources[edge], targets[edge]]) {
      if (!working.nodes.added.has(node) || part.nodes.added.has(node)) continue;
      throw new GroggyError(
        "NODE_NOT_FOUND",
        `"only" expected the ends of each new edge with it, got edge ${edge} without its new end ${node}`,
        { id: node },
      );
    }
  });
}

/** An attribute has one type in a commit. */
function checkTypes(working: ElementDelta, part: ElementDelta, rest: ElementDelta): void {
  for (const before of working.dropped) {
    const after = working.introduced.find(({ name }) => name === before.name);
    if (after === undefined || !hasEither(part, before, after) || !hasEither(rest, before, after)) continue;
    throw new TypeError(
      `attribute "${before.name}" expected one type in a commit, got ${before.type} and ${after.type}; commit its changes together`,
    );
  }
}

function hasEither({ cells }: ElementDelta, a: AttributeColumn, b: AttributeColumn): boolean {
  return cells.has(a) || cells.has(b);
}
