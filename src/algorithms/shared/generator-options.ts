/** Options of generators, and their checks. */
import type { NamesOf } from "../../structures/options.js";
import { checkBoolean, checkInteger, checkRunOptions, checkSeed, type SignalOption } from "./options.js";

/** Whether edges lead one way, and the option to stop. */
export interface DirectedOption extends SignalOption {
  /** Whether edges lead one way. Defaults to false. */
  readonly directed?: boolean;
}

/** The random numbers, and the option to stop. */
export interface SeedOption extends SignalOption {
  /**
   * The seed of all random choices: the same seed gives the same graph. Any finite number, such as `Math.random()`;
   * two that differ, if only in their fraction, are two seeds. Defaults to 0.
   */
  readonly seed?: number;
}

/** As many nodes as ids allow. */
export const NODES_MAX = 2 ** 32 - 1;

export function checkNodeCount(name: string, value: unknown, min = 0): asserts value is number {
  checkInteger(name, value, min, NODES_MAX);
}

/** The options with what was left out filled in; `names` are those of the options there are. */
export function readGeneratorOptions<
  O extends DirectedOption & SeedOption,
  const K extends readonly (keyof Omit<O, keyof SignalOption> & string)[],
>(options: O, names: K & NamesOf<Omit<O, keyof SignalOption>, K>): { directed: boolean; seed: number } {
  checkRunOptions(options, names as never);
  const { directed = false, seed = 0 }: DirectedOption & SeedOption = options;
  checkBoolean("directed", directed);
  checkSeed(seed);
  return { directed, seed };
}
