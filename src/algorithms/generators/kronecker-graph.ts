/**
 * R-MAT graphs: each edge falls into one quarter of the matrix, of that into one quarter, and so on. Chakrabarti,
 * Zhan and Faloutsos 2004, "R-MAT: a recursive model for graph mining"; the initial probabilities, and the
 * shuffling of nodes and edges, as the Graph500 benchmark has them.
 */
import { describe } from "../../errors.js";
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, EdgeList } from "../shared/edge-list.js";
import { type DirectedOption, readGeneratorOptions, type SeedOption } from "../shared/generator-options.js";
import { checkInteger, checkNumber } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";

export interface KroneckerOptions extends DirectedOption, SeedOption {
  /** Edges a node. Defaults to 16. */
  readonly edgeFactor?: number;
  /** The probability of each quarter: upper left, upper right, lower left; the rest is that of the lower right. */
  readonly probabilities?: readonly [number, number, number];
}

/**
 * A random graph of 2^scale nodes, a few of which have very many edges; self-loops, parallel edges and nodes
 * without edges come up as chance has it.
 *
 * Time: O(edges · scale); space: O(nodes + edges). Deterministic for a seed.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * kroneckerGraph(10, { edgeFactor: 8, seed: 7 }).edgeCount; // => 8192
 */
export function kroneckerGraph(scale: number, options: KroneckerOptions = {}): EdgeList {
  checkInteger("scale", scale, 0, 31);
  const { directed, seed } = readGeneratorOptions(options, [
    "edgeFactor",
    "probabilities",
    "directed",
    "seed",
  ]);
  const { edgeFactor = 16, probabilities = [0.57, 0.19, 0.19] } = options;
  checkInteger("edgeFactor", edgeFactor, 0);
  checkProbabilities(probabilities);
  const [a, b, c] = probabilities;
  const nodeCount = 2 ** scale;
  const edgeCount = nodeCount * edgeFactor;
  checkEdgeCount(edgeCount);
  const prng = new Prng(seed);
  const step = stepCounter(options);
  const sources = new Uint32Array(edgeCount);
  const targets = new Uint32Array(edgeCount);
  const names = prng.shuffle(Uint32Array.from({ length: nodeCount }, (_, u) => u));
  for (let edge = 0; edge < edgeCount; edge++) {
    let row = 0;
    let column = 0;
    for (let bit = 0; bit < scale; bit++) {
      const drawn = prng.next() * 2 ** -32;
      row = 2 * row + (drawn >= a + b ? 1 : 0);
      column = 2 * column + ((drawn >= a && drawn < a + b) || drawn >= a + b + c ? 1 : 0);
    }
    step(1 + scale);
    sources[edge] = names[row];
    targets[edge] = names[column];
  }
  return new EdgeList(directed, nodeCount, sources, targets);
}

function checkProbabilities(probabilities: unknown): void {
  if (!Array.isArray(probabilities) || probabilities.length !== 3) {
    throw new TypeError(`"probabilities" expected three numbers, got ${describe(probabilities)}`);
  }
  let total = 0;
  for (const [i, probability] of probabilities.entries()) {
    checkNumber(`probabilities[${i}]`, probability, 0, 1);
    total += probability;
  }
  // sums of fractions may pass 1 by their rounding
  if (total > 1 + 1e-9) throw new RangeError(`"probabilities" expected a sum of at most 1, got ${total}`);
}
