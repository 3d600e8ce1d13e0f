// Random programs against the model. A failure prints its seed; GROGGY_TEST_SEED repeats it, GROGGY_TEST_RUNS
// multiplies the number of programs.
import fc from "fast-check";
import { describe, it } from "vitest";
import { branchingPrograms, programs, RUNS_FACTOR, runs } from "./arbitrary.js";
import { runProgram } from "./program.js";

const TIMEOUT_MS = 60_000 * Math.max(1, RUNS_FACTOR);

describe("a graph under random programs", () => {
  it(
    "reads as the model does after every step, and so does every state of its past",
    () => {
      fc.assert(
        fc.property(programs(60, [0]), (program) => runProgram(program)),
        runs(150),
      );
    },
    TIMEOUT_MS,
  );

  it(
    "does so where branches are merged, rebased, undone and collected",
    () => {
      fc.assert(
        fc.property(branchingPrograms(60), (program) => runProgram(program)),
        runs(150),
      );
    },
    TIMEOUT_MS,
  );

  it(
    "does so over histories of hundreds of commits",
    () => {
      fc.assert(
        fc.property(programs(16, [0, 20], true), (program) => runProgram(program)),
        runs(6),
      );
    },
    TIMEOUT_MS,
  );

  it(
    "does so across the widths of leaves and pages",
    () => {
      const sizes = [255, 1023, 1024, 1025, 4095, 4096, 4097];
      fc.assert(
        fc.property(programs(12, sizes), (program) => runProgram(program)),
        runs(10),
      );
    },
    TIMEOUT_MS,
  );
});
