/**
 * Which ways between two nodes a pattern with SHORTEST, ANY or shortestPath takes. Where the shortest alone are asked
 * for, a breadth-first search finds them; else trails are gone through from the shortest on, until there are enough.
 */
import type { BoundPath } from "../bind/bound.js";
import { cyclesAt, type HopGraph, type PathHops, trailsBetween, waysIn } from "./hop-graph.js";

export interface ChoiceOfPaths {
  readonly selector: NonNullable<BoundPath["selector"]>;
  readonly min: number;
  readonly max: number;
  /** Whether each hop is one relationship. */
  readonly isPlain: boolean;
  /** Whether every hop leads one way, or every hop back as well; undefined where that is not known. */
  readonly ways: "one" | "either" | undefined;
  /** Whether a way counts, though it is a trail of the pattern; undefined where all do. */
  readonly counts: ((way: PathHops) => boolean) | undefined;
  /** Whether paths to a node are asked for, where no target is given. */
  readonly accepts: (end: number) => boolean;
  /** Told of each trail that is held. */
  readonly keep: () => void;
}

/** The ways taken from a node to `target`, or to every node that can be reached; undefined where others may go on. */
export function* waysTaken(
  graph: HopGraph,
  start: number,
  target: number | undefined,
  choice: ChoiceOfPaths,
): Generator<PathHops | undefined, void, undefined> {
  const { selector, min, max, isPlain, ways, counts, accepts } = choice;
  const all = selector.kind === "allShortest" || selector.kind === "groups";
  if (selector.count > 1 || min > 1 || !isPlain || counts !== undefined) {
    if (target !== undefined) yield* firstTrails(graph, start, target, choice);
    else {
      const { distances } = yield* graph.layers(start, max, undefined);
      for (const end of distances.keys()) if (accepts(end)) yield* firstTrails(graph, start, end, choice);
    }
    return;
  }
  if (target === start || (target === undefined && accepts(start))) {
    if (min === 0) yield [];
    else if (ways === undefined) yield* firstTrails(graph, start, start, choice);
    else yield* yield* cyclesAt(graph, start, max, all, ways === "either");
  }
  if (target === start) return;
  const layers = yield* graph.layers(start, max, target);
  if (target === undefined) {
    for (const end of layers.distances.keys())
      if (end !== start && accepts(end)) yield* waysIn(layers, end, all);
  } else if (layers.distances.has(target)) yield* waysIn(layers, target, all);
}

/** The first trails between two nodes, as many as are asked for, or all of as many lengths. */
function* firstTrails(
  graph: HopGraph,
  start: number,
  target: number,
  { selector, min, max, counts, keep }: ChoiceOfPaths,
): Generator<PathHops | undefined, void, undefined> {
  const byLength = selector.kind === "allShortest" || selector.kind === "groups";
  let taken = 0;
  let last = -1;
  for (const way of trailsBetween(graph, start, target, { min, max }, keep)) {
    if (way === undefined) {
      yield undefined;
      continue;
    }
    const isNext = !byLength || way.length !== last;
    if (isNext && taken === selector.count) return;
    if (counts?.(way) === false) continue;
    if (isNext) taken++;
    last = way.length;
    yield way;
    if (!byLength && taken === selector.count) return;
  }
}
