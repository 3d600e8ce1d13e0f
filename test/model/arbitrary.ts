// Programs for fast-check, and how many of them to run.
import fc from "fast-check";
import { type Program, type Step, VERBS, type Verb } from "./program.js";

/** How many times the usual number of runs; `GROGGY_TEST_RUNS=100` for a long run. */
export const RUNS_FACTOR = Number(process.env.GROGGY_TEST_RUNS ?? 1);

/** How often each verb comes, 1 unless given. */
const WEIGHTS: Partial<Record<Verb, number>> = {
  addNode: 3,
  addEdge: 3,
  addNodes: 2,
  addEdges: 2,
  set: 6,
  setColumn: 2,
  labels: 2,
  commit: 5,
  checkout: 5,
};

const NUMBERS_PER_STEP = 16;

function step(weights: Partial<Record<Verb, number>>): fc.Arbitrary<Step> {
  const verbs = VERBS.map((verb) => ({ weight: weights[verb] ?? 1, arbitrary: fc.constant(verb) }));
  return fc.record({
    verb: fc.oneof(...verbs),
    numbers: fc.array(fc.nat(2 ** 31 - 1), { minLength: NUMBERS_PER_STEP, maxLength: NUMBERS_PER_STEP }),
  });
}

/**
 * Programs of so many steps at most, on graphs that begin with one of the sizes; with long histories if asked
 * for.
 */
export function programs(
  stepsMax: number,
  sizes: readonly number[],
  manyCommits = false,
): fc.Arbitrary<Program> {
  const weights = { ...WEIGHTS, many: manyCommits ? 12 : 0 };
  return fc.record({
    directed: fc.boolean(),
    declared: fc.boolean(),
    size: fc.constantFrom(...sizes),
    steps: fc.array(step(weights), { minLength: 1, maxLength: stepsMax, size: "max" }),
  });
}

/** So many runs by default; the seed is that of the environment, if it has one. */
export function runs(count: number): fc.Parameters<unknown> {
  const seed = process.env.GROGGY_TEST_SEED;
  return {
    numRuns: Math.ceil(count * RUNS_FACTOR),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}
