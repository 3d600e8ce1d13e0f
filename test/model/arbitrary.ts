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
  mergeEdge: 2,
  mergeEdges: 2,
  set: 6,
  setColumn: 2,
  labels: 2,
  transaction: 4,
  commit: 5,
  checkout: 5,
};

/** As often where branches are to meet: few elements, many commits, merges and all that moves between them. */
const VERSIONING: Partial<Record<Verb, number>> = {
  set: 8,
  labels: 2,
  attributes: 4,
  setColumn: 2,
  removeNodes: 2,
  removeEdges: 2,
  addEdge: 2,
  transaction: 4,
  commit: 12,
  branch: 4,
  checkout: 12,
  merge: 12,
  takeElsewhere: 6,
  rebase: 4,
  undo: 3,
  redo: 2,
  unstash: 2,
  mistake: 0,
  many: 0,
};

/** What such programs begin with: two branches that differ. */
const FORK: readonly Verb[] = [
  ...(["addNodes", "addEdges", "set", "set", "commit", "branch", "set", "attributes", "commit"] as const),
  ...(["checkout", "set", "attributes", "addNode", "commit", "branch"] as const),
];

const NUMBERS_PER_STEP = 16;

function step(weights: Partial<Record<Verb, number>>): fc.Arbitrary<Step> {
  const verbs = VERBS.map((verb) => ({ weight: weights[verb] ?? 1, arbitrary: fc.constant(verb) }));
  return stepOf(fc.oneof(...verbs));
}

function stepOf(verb: fc.Arbitrary<Verb>): fc.Arbitrary<Step> {
  const numbers = fc.array(fc.nat(2 ** 31 - 1), { minLength: NUMBERS_PER_STEP, maxLength: NUMBERS_PER_STEP });
  return fc.record({ verb, numbers });
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

/** Programs of so many steps at most in which branches meet. */
export function branchingPrograms(stepsMax: number): fc.Arbitrary<Program> {
  const fork = fc.tuple(...FORK.map((verb) => stepOf(fc.constant(verb))));
  const rest = fc.array(step(VERSIONING), { minLength: 1, maxLength: stepsMax, size: "max" });
  return fc.record({
    directed: fc.boolean(),
    declared: fc.boolean(),
    size: fc.constant(0),
    steps: fc.tuple(fork, rest).map(([first, others]) => [...first, ...others]),
  });
}

/** So many runs by default; `test/setup.ts` gives the seed of the environment, if it has one. */
export function runs(count: number): fc.Parameters<unknown> {
  return { numRuns: Math.ceil(count * RUNS_FACTOR) };
}
