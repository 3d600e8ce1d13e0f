// Random histories on several branches: merges of merges, criss-cross merges, the same change on both sides.
import fc from "fast-check";
import { describe, it } from "vitest";
import { RUNS_FACTOR, runs } from "../../model/arbitrary.js";
import { Tape } from "../../model/values.js";
import { attributesOf } from "./edits.js";
import { World } from "./world.js";

const numbers = fc.array(fc.nat(2 ** 31 - 1), { minLength: 32, maxLength: 32 });

const programs = fc.record({
  directed: fc.boolean(),
  keyed: fc.boolean(),
  still: fc.boolean(),
  attributes: fc.nat(2 ** 31 - 1),
  steps: fc.array(numbers, { minLength: 2, maxLength: 24, size: "max" }),
});

describe("random histories", () => {
  it("merge as full copies do, and every state of theirs stays as it was", {
    timeout: 60_000 * Math.max(RUNS_FACTOR, 1),
  }, () => {
    const counts: Record<string, number> = {};
    fc.assert(
      fc.property(programs, ({ directed, keyed, still, attributes, steps }) => {
        const world = new World({ directed, keyed, still, names: attributesOf(new Tape([attributes])) });
        world.begin(new Tape(steps[0]));
        steps.slice(1).forEach((step, i) => {
          try {
            world.step(new Tape(step));
          } catch (error) {
            throw new Error(`step ${i}: ${(error as Error).message}`, { cause: error });
          }
        });
        world.checkAll();
        for (const [what, count] of Object.entries(world.counts)) counts[what] = (counts[what] ?? 0) + count;
      }),
      runs(150),
    );
    if (process.env.GROGGY_TEST_RUNS !== undefined) console.log(counts);
  });
});
