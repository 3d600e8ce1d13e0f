// Power cuts at every call of short workloads on a store: 13,000 of them, or as many times that as the environment
// says. `GROGGY_TEST_RUNS=800 npx vitest run test/store/crash.test.ts` makes ten million.
import { describe, expect, it } from "vitest";
import { RUNS_FACTOR } from "../model/arbitrary.js";
import { type CrashOptions, crashEverywhere } from "./crash-run.js";
import { CLEAN, drawWorkload, type Step, stepOf } from "./workload.js";

const TIMEOUT_MS = 600_000 * Math.max(1, RUNS_FACTOR);
/** All choices where there are 2^10 or fewer. */
const options: CrashOptions = { choiceBitsMax: 10, drawCount: 100, secondEvery: 100 };

/** Drawn workloads of so many steps, until there were so many cuts. */
function crash(seedFirst: number, length: number, cutsMin: number, more: Partial<CrashOptions> = {}): void {
  let cuts = 0;
  for (let seed = seedFirst; cuts < cutsMin * RUNS_FACTOR; seed++) {
    try {
      const steps = drawWorkload(seed, length, more.open?.autosave);
      cuts += crashEverywhere(steps, seed, { ...options, ...more }).cuts;
    } catch (error) {
      throw new Error(
        `workload ${seed} of ${length} steps: ${error instanceof Error ? error.message : error}`,
        {
          cause: error,
        },
      );
    }
  }
}

describe("a store that loses power at any call opens to what was acknowledged last, or to the verb under way", () => {
  it("in short workloads", { timeout: TIMEOUT_MS }, () => crash(1, 12, 6_000));

  it("in longer ones", { timeout: TIMEOUT_MS }, () => crash(1_000_000, 30, 2_500, { drawCount: 30 }));

  it("with packs compressed", { timeout: TIMEOUT_MS }, () =>
    crash(2_000_000, 12, 1_500, { open: { compression: "deflate" } }),
  );

  it("with uncommitted changes kept", { timeout: TIMEOUT_MS }, () =>
    crash(3_000_000, 20, 1_500, { open: { autosave: true } }),
  );

  it("in each verb, and again at every call of the opening after", { timeout: TIMEOUT_MS }, () => {
    const named = [
      "commit",
      "bulk",
      "branch",
      "checkout",
      "merge",
      "tag",
      "stash",
      "stashPop",
      "undo",
      "redo",
      "fetch",
      "push",
      "gc",
      "policies",
    ];
    const steps: Step[] = [
      stepOf("commit", 1, 1),
      ...named.flatMap((name, i) => [stepOf(name, i, i + 2), CLEAN]),
      { name: "reopen", act: "reopen" },
      { name: "takeOver", act: "takeOver" },
      stepOf("commit", 2, 20),
    ];
    const counts = crashEverywhere(steps, 7, { choiceBitsMax: 6, drawCount: 6, secondEvery: 8 });
    expect(counts.cuts).toBeGreaterThan(1000);
  });
});

describe("a store whose verbs return before what they did is durable opens to one of them, and all before it", () => {
  it.each(["group", "none"] as const)("%s", { timeout: TIMEOUT_MS }, (durability) =>
    crash(4_000_000, 12, 750, { open: { durability } }),
  );

  it("with uncommitted changes kept", { timeout: TIMEOUT_MS }, () =>
    crash(5_000_000, 12, 2_000, { open: { durability: "none", autosave: true } }),
  );
});
