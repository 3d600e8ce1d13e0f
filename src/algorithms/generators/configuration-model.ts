/**
 * Random graphs with given degrees, by joining half-edges at random. Bollobás 1980, "A probabilistic proof of an
 * asymptotic formula for the number of labelled regular graphs"; Newman 2003, "The structure and function of
 * complex networks".
 */
import { describe } from "../../errors.js";
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, EdgeList } from "../shared/edge-list.js";
import { NODES_MAX, readGeneratorOptions, type SeedOption } from "../shared/generator-options.js";
import { checkInteger } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";

export interface ConfigurationModelOptions extends SeedOption {
  /** The in-degree of each node; makes the graph directed, and `degrees` its out-degrees. */
  readonly inDegrees?: ArrayLike<number>;
}

/**
 * A random graph in which node i has `degrees[i]` ends of edges; self-loops, which have two, and parallel edges
 * come up as chance has it.
 *
 * Time and space: O(nodes + edges). Deterministic for a seed.
 *
 * @throws TypeError for wrong arguments, RangeError if the degrees add up to an odd number or, directed, to
 *   different ones.
 * @example
 * configurationModel([3, 2, 2, 1], { seed: 7 }).edgeCount; // => 4
 */
export function configurationModel(
  degrees: ArrayLike<number>,
  options: ConfigurationModelOptions = {},
): EdgeList {
  const { seed } = readGeneratorOptions(options, ["inDegrees", "seed"]);
  const { inDegrees } = options;
  const prng = new Prng(seed);
  const step = stepCounter(options);
  const stubs = prng.shuffle(stubsOf("degrees", degrees, step));
  if (inDegrees === undefined) {
    if (stubs.length % 2 !== 0) {
      throw new RangeError(`"degrees" expected an even sum, got ${stubs.length}`);
    }
    const sources = stubs.filter((_, i) => i % 2 === 0);
    return new EdgeList(
      false,
      degrees.length,
      sources,
      stubs.filter((_, i) => i % 2 === 1),
    );
  }
  const targets = stubsOf("inDegrees", inDegrees, step);
  if (inDegrees.length !== degrees.length || targets.length !== stubs.length) {
    throw new RangeError(
      `"inDegrees" expected ${degrees.length} numbers with the sum ${stubs.length}, as "degrees", got ${inDegrees.length} with the sum ${targets.length}`,
    );
  }
  return new EdgeList(true, degrees.length, stubs, targets);
}

/** Each node as often as its degree says. */
function stubsOf(name: string, degrees: ArrayLike<number>, step: (steps?: number) => void): Uint32Array {
  if (typeof degrees !== "object" || degrees === null || typeof degrees.length !== "number") {
    throw new TypeError(`"${name}" expected an array of degrees, got ${describe(degrees)}`);
  }
  let total = 0;
  for (let u = 0; u < degrees.length; u++) {
    step();
    checkInteger(`${name}[${u}]`, degrees[u], 0, NODES_MAX);
    total += degrees[u];
  }
  checkEdgeCount(total);
  const stubs = new Uint32Array(total);
  for (let u = 0, at = 0; u < degrees.length; at += degrees[u], u++) stubs.fill(u, at, at + degrees[u]);
  return stubs;
}
