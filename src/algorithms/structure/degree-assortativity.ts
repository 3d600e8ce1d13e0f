/**
 * Degree assortativity: whether nodes with many edges have them with others that have many. Newman 2003, "Mixing
 * patterns in networks".
 */
import type { Direction, GraphView } from "../../view.js";
import { degreeCentrality } from "../centrality/degree-centrality.js";
import { checkOptions, checkWord } from "../shared/options.js";
import type { Weight } from "../shared/weights.js";
import { correlationOf } from "./correlation.js";

export interface DegreeAssortativityOptions {
  /** Correlates the sums of these at each node instead of degrees. */
  readonly weight?: Weight;
  /** Which degree counts at the source of an edge, where the graph is directed; `out` unless given. */
  readonly sourceDegree?: Direction;
  /** Which degree counts at its target; `in` unless given. */
  readonly targetDegree?: Direction;
}

/**
 * The correlation, -1 to 1, of the degrees at both ends of an edge: of the source's out-degree and the target's
 * in-degree where the graph is directed, unless told otherwise. NaN if there are no edges or all degrees are the same.
 *
 * Time: O(nodes + edges); space: O(nodes). Deterministic. Parallel edges count each; a self-loop counts as one
 * arc, or as two in an undirected graph.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * degreeAssortativity(graph);
 */
export function degreeAssortativity(view: GraphView, options: DegreeAssortativityOptions = {}): number {
  checkOptions(options, ["weight", "sourceDegree", "targetDegree"]);
  const { weight, sourceDegree = "out", targetDegree = "in" } = options;
  checkWord("sourceDegree", sourceDegree, ["out", "in", "both"]);
  checkWord("targetDegree", targetDegree, ["out", "in", "both"]);
  const weighed = weight === undefined ? {} : { weight };
  const [atSource, atTarget] = [sourceDegree, targetDegree].map(
    (direction) => degreeCentrality(view, { ...weighed, direction, normalized: false }).values,
  );
  return correlationOf(view.csr(), atSource, atTarget);
}
