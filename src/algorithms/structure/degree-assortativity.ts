/**
 * Degree assortativity: whether nodes with many edges have them with others that have many. Newman 2003, "Mixing
 * patterns in networks".
 */
import type { Direction, GraphView } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { checkRunOptions, checkView, checkWord, type SignalOption } from "../shared/options.js";
import { largestOf, scaleWeights } from "../shared/weights/weight-scale.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { correlationOf, type NodeNumbers } from "./correlation.js";

export interface DegreeAssortativityOptions extends SignalOption {
  /** Correlates the sums of these, which are finite, at each node instead of degrees; their unit makes no difference. */
  readonly weight?: Weight;
  /** The degree that counts at the source of an edge, if the graph is directed. Defaults to `out`. */
  readonly sourceDegree?: Direction;
  /** The degree that counts at the target of an edge. Defaults to `in`. */
  readonly targetDegree?: Direction;
}

/**
 * The correlation, -1 to 1, of the degrees at both ends of an edge: of the source's out-degree and the target's
 * in-degree where the graph is directed, by default. NaN if there are no edges or all degrees are the same. Sums of
 * weights that are not whole numbers are the same if they differ by no more than rounding may make of it: 2^-52 for
 * each edge of a node, of the largest sum of magnitudes.
 *
 * Time: O(nodes + edges); space: O(nodes). Deterministic. Parallel edges count each; a self-loop counts as one arc,
 * or as two in an undirected graph.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * degreeAssortativity(graph);
 */
export function degreeAssortativity(view: GraphView, options: DegreeAssortativityOptions = {}): number {
  checkView(view);
  checkRunOptions(options, ["weight", "sourceDegree", "targetDegree"]);
  const { weight, sourceDegree = "out", targetDegree = "in" } = options;
  checkWord("sourceDegree", sourceDegree, ["out", "in", "both"]);
  checkWord("targetDegree", targetDegree, ["out", "in", "both"]);
  const csr = view.csr();
  const given = weightsOf(view, weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const { weights } = scaleWeights(given, "products");
  const isExact = given === undefined || areExactSums(given);
  const [atSource, atTarget] = [sourceDegree, targetDegree].map((direction) =>
    strengthsOf(arcsOf(csr, direction), csr.nodeCount, weights, isExact),
  );
  return correlationOf(csr, atSource, atTarget);
}

/** The sum of the weights of each node's arcs. */
function strengthsOf(
  { offsets, edges }: Arcs,
  nodeCount: number,
  weights: Float64Array | undefined,
  isExact: boolean,
): NodeNumbers {
  const values = new Float64Array(nodeCount);
  const magnitudes = new Float64Array(nodeCount);
  let degreeMax = 0;
  for (let u = 0; u < nodeCount; u++) {
    const degree = offsets[u + 1] - offsets[u];
    degreeMax = Math.max(degreeMax, degree);
    if (weights === undefined) {
      values[u] = degree;
      continue;
    }
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      values[u] += weights[edges[arc]];
      magnitudes[u] += Math.abs(weights[edges[arc]]);
    }
  }
  return { values, slack: isExact ? 0 : degreeMax * 2 ** -52 * largestOf(magnitudes) };
}

/** Whether all sums of weights, each taken twice at most, are whole numbers without rounding. */
function areExactSums(weights: Float64Array): boolean {
  let total = 0;
  for (let e = 0; e < weights.length; e++) {
    if (!Number.isInteger(weights[e])) return false;
    total += 2 * Math.abs(weights[e]);
  }
  return total <= Number.MAX_SAFE_INTEGER;
}
