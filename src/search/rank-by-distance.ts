/** Nodes by their distance from others, counted in edges: closeness in the graph as a ranking. */
import { describe } from "../errors.js";
import type { AnyGraphTypes, EdgeAttributes, GraphTypes, NodeAttributes } from "../graph-types.js";
import { Ranking } from "../space/elements/ranking.js";
import { readOptions } from "../structures/options.js";
import {
  checkDirection,
  type Direction,
  type EdgeTypes,
  GraphView,
  type NodeId,
  Selection,
} from "../view.js";

/** Options of `rankByDistance`. */
export interface RankByDistanceOptions {
  /** The number of edges at most. Defaults to Infinity. */
  readonly maxDepth?: number | undefined;
  /** The way along edges. Defaults to "out". */
  readonly direction?: Direction | undefined;
  /** The types of the edges that count. Defaults to all. */
  readonly type?: EdgeTypes | undefined;
}

const RANK_OPTIONS = ["maxDepth", "direction", "type"] as const;

/**
 * The nodes that edges lead to from some, nearest first: the score is the negative number of edges on a shortest path,
 * 0 for the sources themselves, so that rankings by text and by vectors fuse with it. O(edges at the nodes reached).
 *
 * @param sources a node, nodes in any order, or a selection.
 * @throws GroggyError NODE_NOT_FOUND, or FOREIGN_SELECTION for a selection or ids of another graph.
 */
export function rankByDistance<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  sources: NodeId | Iterable<NodeId>,
  options: RankByDistanceOptions = {},
): Ranking<Selection<NodeAttributes<T>, EdgeAttributes<T>>> {
  if (!(view instanceof GraphView))
    throw new TypeError(`"view" expected a graph or a view, got ${describe(view)}`);
  const { maxDepth = Number.POSITIVE_INFINITY, direction = "out", type } = readOptions(options, RANK_OPTIONS);
  if (maxDepth !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(maxDepth) && maxDepth >= 0)) {
    const Fault = typeof maxDepth === "number" ? RangeError : TypeError;
    throw new Fault(`"maxDepth" expected a whole number of at least 0, got ${describe(maxDepth)}`);
  }
  checkDirection(direction);
  const { nodes } = view;
  let front = nodes.select(typeof sources === "number" ? [sources] : sources);
  const seen = front.bitmap.clone();
  const levels: Uint32Array[] = [];
  for (let depth = 0; front.count > 0; depth++) {
    levels.push(front.ids());
    if (depth >= maxDepth) break;
    const next = front[direction](type).bitmap.andNot(seen);
    next.forEach((id) => {
      seen.add(id);
    });
    front = new Selection(nodes, next);
  }
  const count = levels.reduce((sum, { length }) => sum + length, 0);
  const [ids, scores] = [new Uint32Array(count), new Float64Array(count)];
  let start = 0;
  levels.forEach((level, depth) => {
    ids.set(level, start);
    scores.fill(0 - depth, start, start + level.length);
    start += level.length;
  });
  return new Ranking({ elements: nodes, selectionOf: (bitmap) => new Selection(nodes, bitmap) }, ids, scores);
}
