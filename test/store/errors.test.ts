// Errors at every call that a store makes.
import { describe, expect, it } from "vitest";
import { failOnce } from "./error-run.js";
import type { Fault } from "./simulated-disk.js";
import { type Step, stepOf } from "./workload.js";

const FAULTS: Fault[] = ["EIO", "ENOSPC", "EMFILE", "EACCES", "short"];

/** Some of each. */
const steps: Step[] = [
  stepOf("commit", 1, 1),
  stepOf("branch", 2, 2),
  stepOf("bulk", 3, 3),
  { name: "reopen", act: "reopen" },
  stepOf("stash", 4, 4),
  stepOf("stashPop", 5, 5),
  { name: "takeOver", act: "takeOver" },
  stepOf("gc", 6, 6),
  stepOf("tag", 7, 7),
  stepOf("commit", 8, 8),
];

const TIMEOUT_MS = 240_000;

describe("a store whose disk fails at some call", () => {
  const test = it.each(FAULTS);
  test("with %s tells of it by a typed error and loses nothing", { timeout: TIMEOUT_MS }, (fault) => {
    let thrown = 0;
    for (let call = 1; ; call++) {
      const { calls, hasThrown } = failOnce(steps, call, call, fault);
      if (hasThrown) thrown++;
      else if (calls < call) break;
    }
    expect(thrown).toBeGreaterThan(50);
  });
});
