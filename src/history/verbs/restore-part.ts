/** Bringing single elements, or single attributes of theirs, back to what they were at a commit. */
import { describe, GroggyError } from "../../errors.js";
import { forEachCell } from "../../space/deltas/cell-changes.js";
import { composeSteps } from "../../space/deltas/compose.js";
import { type Delta, type ElementDelta, isEmptyDelta, NO_ELEMENT_DELTA } from "../../space/deltas/delta.js";
import { pickAttributes, pickElements } from "../../space/deltas/part.js";
import { readIds } from "../../space/elements/given-ids.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { Bitmap } from "../../structures/bitmap.js";
import type { HistoryCore } from "../repository/core.js";
import { findKeyOverlap } from "../repository/key-conflicts.js";
import type { Revision } from "../repository/resolve.js";
import type { RestoreOptions } from "./restore-options.js";

/** Makes what was asked for as it is in a commit's state, as uncommitted changes; all of it or nothing. */
export function restorePart(core: HistoryCore, revision: Revision, options: RestoreOptions): void {
  const { space } = core;
  const asked = {
    nodes: readChosen(space, "nodes", options.nodes),
    edges: readChosen(space, "edges", options.edges),
    graph: readGraph(options.graph),
  };
  const attributes = readAttributes(options.attributes);
  if (options.nodes === undefined && options.edges === undefined && !asked.graph)
    throw new TypeError('"restore" expected "nodes", "edges" or "graph" to bring back, got none of them');
  const target = core.resolve(revision);
  const then = core.stateOf(target);
  for (const kind of ["nodes", "edges"] as const) checkKnown(kind, asked[kind], space, then, attributes);
  const steps = [{ delta: space.delta(), forward: false }, ...core.head.stepsTo(target)];
  const delta = composeSteps(steps);
  const part =
    attributes === undefined ? wholePart(delta, asked, space) : attributesPart(delta, asked, attributes);
  if (isEmptyDelta(part)) return;
  checkEnds(part, space);
  const takeUnusedBack = space.letGoUnused();
  try {
    checkRules(part, space, then);
  } catch (error) {
    takeUnusedBack();
    throw error;
  }
  space.replay(part);
}

/** Throws if what comes back does not fit the types and the keys that there are now. */
function checkRules(part: Delta, space: GraphSpace, then: GraphState): void {
  for (const kind of ["nodes", "edges", "graph"] as const) checkTypes(kind, part[kind], space, then);
  const overlap = findKeyOverlap(space, part, space.rules);
  if (overlap === undefined) return;
  throw new GroggyError("DUPLICATE_KEY", `"restore" expected keys that no other node has, got ${overlap}`, {
    key: space.rules.key?.name,
  });
}

interface Chosen {
  readonly nodes: Bitmap;
  readonly edges: Bitmap;
  readonly graph: boolean;
}

function readGraph(given: unknown): boolean {
  if (given === undefined || typeof given === "boolean") return given === true;
  throw new TypeError(`"graph" expected a boolean, got ${describe(given)}`);
}

function readChosen(space: GraphSpace, name: "nodes" | "edges", given: unknown): Bitmap {
  const ids = new Bitmap();
  if (given === undefined) return ids;
  const { pool } = space[name];
  const list = typeof given === "number" ? [given] : readIds(name, given, pool);
  for (let i = 0; i < list.length; i++) {
    const id: unknown = list[i];
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id >= pool.count)
      throw unknown(name, id);
    ids.add(id);
  }
  return ids;
}

function readAttributes(given: unknown): ReadonlySet<string> | undefined {
  if (given === undefined) return undefined;
  const names = typeof given === "string" ? [given] : Array.isArray(given) ? [...given] : undefined;
  if (names?.every((name) => typeof name === "string") === true) return new Set(names);
  throw new TypeError(`"attributes" expected a name or an array of names, got ${describe(given)}`);
}

/** An element has to be there now or then; for its attributes alone, now and then. */
function checkKnown(
  kind: "nodes" | "edges",
  ids: Bitmap,
  now: GraphState,
  then: GraphState,
  attributes: ReadonlySet<string> | undefined,
): void {
  ids.forEach((id) => {
    const [isNow, wasThen] = [now[kind].live.has(id), then[kind].live.has(id)];
    if (attributes === undefined ? isNow || wasThen : isNow && wasThen) return;
    throw unknown(kind, id);
  });
}

function unknown(kind: "nodes" | "edges", id: unknown): GroggyError {
  return new GroggyError(
    kind === "nodes" ? "NODE_NOT_FOUND" : "EDGE_NOT_FOUND",
    `"${kind}" expected ${kind} that are in the graph and in the revision, or come or go with it, got ${describe(id)}`,
    { id: id as number },
  );
}

/** Whole elements. The edges of a node that goes go with it. */
function wholePart(delta: Delta, asked: Chosen, space: GraphSpace): Delta {
  const { sources, targets } = space.pool.edges;
  const nodes = pickElements(delta.nodes, asked.nodes);
  const gone = nodes.removed;
  const edges = asked.edges.clone();
  if (gone.count > 0) {
    delta.edges.removed.forEach((edge) => {
      if (gone.has(sources[edge]) || gone.has(targets[edge])) edges.add(edge);
    });
  }
  return {
    nodes,
    edges: pickElements(delta.edges, edges),
    graph: asked.graph ? delta.graph : NO_ELEMENT_DELTA,
  };
}

const THE_GRAPH = Bitmap.of([0]);

function attributesPart(delta: Delta, asked: Chosen, attributes: ReadonlySet<string>): Delta {
  const isAsked = (name: string): boolean => attributes.has(name);
  return {
    nodes: pickAttributes(delta.nodes, asked.nodes, isAsked),
    edges: pickAttributes(delta.edges, asked.edges, isAsked),
    graph: asked.graph ? pickAttributes(delta.graph, THE_GRAPH, isAsked) : NO_ELEMENT_DELTA,
  };
}

/** An edge that comes back needs its ends. */
function checkEnds({ nodes, edges }: Delta, space: GraphSpace): void {
  const { sources, targets } = space.pool.edges;
  const isThere = (node: number): boolean =>
    space.nodes.live.has(node) ? !nodes.removed.has(node) : nodes.added.has(node);
  edges.added.forEach((edge) => {
    for (const node of [sources[edge], targets[edge]]) {
      if (isThere(node)) continue;
      throw new GroggyError(
        "NODE_NOT_FOUND",
        `"edges" expected edges whose ends are in the graph or are brought back as well, got edge ${edge}, whose end ${node} is neither`,
        { id: node },
      );
    }
  });
}

/** A value that comes back has a type that the attribute has, unless it has several, now or then. */
function checkTypes(kind: keyof Delta, { cells }: ElementDelta, space: GraphSpace, then: GraphState): void {
  for (const [stored, changes] of cells) {
    const bound = space[kind].attribute(stored.name);
    if (bound === undefined || space[kind].attributeOf(stored) !== undefined) continue;
    const isMixed = bound.mixed !== undefined || then[kind].attribute(stored.name)?.mixed !== undefined;
    if (isMixed && !space.isStrict && !space[kind].declared.has(stored.name)) continue;
    forEachCell(changes, (id, _before, after) => {
      if (after < 0) return;
      const element = kind === "graph" ? "the graph" : `${kind === "nodes" ? "node" : "edge"} ${id}`;
      throw new TypeError(
        `attribute "${stored.name}" expected ${bound.stored.type}, as it is now, got ${stored.type} for ${element} in the revision`,
      );
    });
  }
}
