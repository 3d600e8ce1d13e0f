/**
 * Random graphs with blocks: how likely two nodes have an edge depends on the blocks they are in. Holland, Laskey
 * and Leinhardt 1983, "Stochastic blockmodels: first steps".
 */
import { describe } from "../../errors.js";
import { Prng } from "../../structures/prng.js";
import { type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import {
  checkNodeCount,
  type DirectedOption,
  readGeneratorOptions,
  type SeedOption,
} from "../shared/generator-options.js";
import { checkNumber, type SignalOption } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";
import { PAIRS_MAX, pairCountOf, pairReader, pickEach } from "./random-pairs.js";

/**
 * A random graph in blocks of given sizes, without self-loops and parallel edges. Nodes are numbered block by
 * block, and have the number of their block as attribute `block`.
 *
 * Time: O(nodes + edges + blocks squared); space: O(edges). Deterministic for a seed.
 *
 * @param sizes how many nodes each block has.
 * @param probabilities for each two blocks the probability of an edge from a node of the first to one of the
 *   second; where edges lead both ways the matrix has to be symmetric.
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * stochasticBlockModel([50, 50], [[0.3, 0.01], [0.01, 0.3]], { seed: 7 }).nodeCount; // => 100
 */
export function stochasticBlockModel(
  sizes: readonly number[],
  probabilities: readonly (readonly number[])[],
  options: DirectedOption & SeedOption = {},
): EdgeList {
  const { directed, seed } = readGeneratorOptions(options, ["directed", "seed"]);
  checkBlocks(sizes, probabilities, directed);
  return blockModel(sizes, (a, b) => probabilities[a][b], { ...options, directed, seed });
}

/** A graph in blocks, by a function that says how likely edges from one block to another are. */
export function blockModel(
  sizes: readonly number[],
  probabilityOf: (a: number, b: number) => number,
  options: SignalOption & { readonly directed: boolean; readonly seed: number },
): EdgeList {
  const { directed, seed } = options;
  const step = stepCounter(options);
  const starts = [0];
  for (const size of sizes) starts.push(starts[starts.length - 1] + size);
  const nodeCount = starts[sizes.length];
  checkNodeCount("sizes together", nodeCount);
  checkNumber("pairs of nodes", pairCountOf(nodeCount, directed), 0, PAIRS_MAX);
  const prng = new Prng(seed);
  const edges = new EdgeListBuilder(nodeCount, options);
  for (let a = 0; a < sizes.length; a++) {
    for (let b = directed ? 0 : a; b < sizes.length; b++) {
      const probability = probabilityOf(a, b);
      step(4);
      if (a === b) {
        const add = pairReader(sizes[a], directed, (u, v) => edges.add(starts[a] + u, starts[a] + v), step);
        pickEach(prng, pairCountOf(sizes[a], directed), probability, add);
      } else {
        pickEach(prng, sizes[a] * sizes[b], probability, (index) => {
          edges.add(starts[a] + Math.floor(index / sizes[b]), starts[b] + (index % sizes[b]));
        });
      }
    }
  }
  const block = new Int32Array(nodeCount);
  for (let a = 0; a < sizes.length; a++) block.fill(a, starts[a], starts[a + 1]);
  return edges.finish(directed, nodeCount, { block });
}

function checkBlocks(sizes: unknown, probabilities: unknown, directed: boolean): void {
  if (!Array.isArray(sizes)) throw new TypeError(`"sizes" expected an array, got ${describe(sizes)}`);
  const count = sizes.length;
  if (!Array.isArray(probabilities) || probabilities.length !== count) {
    throw new TypeError(`"probabilities" expected ${count} rows, got ${describe(probabilities)}`);
  }
  for (let a = 0; a < count; a++) {
    checkNodeCount(`sizes[${a}]`, sizes[a]);
    const row: unknown = probabilities[a];
    if (!Array.isArray(row) || row.length !== count) {
      throw new TypeError(`"probabilities[${a}]" expected ${count} numbers, got ${describe(row)}`);
    }
    for (let b = 0; b < count; b++) {
      checkNumber(`probabilities[${a}][${b}]`, row[b], 0, 1);
      if (directed || b >= a || row[b] === probabilities[b][a]) continue;
      throw new RangeError(
        `"probabilities[${a}][${b}]" expected ${probabilities[b][a]} as its mirror image, got ${row[b]}`,
      );
    }
  }
}
