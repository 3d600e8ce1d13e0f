// Power cuts at every call of short workloads on a store.
import { describe, expect, it } from "vitest";
import { crashEverywhere } from "./crash-run.ts";
import { drawWorkload } from "./workload.ts";

describe("a store that loses power", () => {
  it("opens to what was acknowledged last, or to the verb under way", () => {
    for (let seed = 1; seed <= 3; seed++) {
      const start = performance.now();
      const counts = crashEverywhere(drawWorkload(seed, 20), seed, {
        choiceBitsMax: 6,
        drawCount: 30,
        secondEvery: 50,
      });
      console.log(seed, counts, performance.now() - start);
      expect(counts.cuts).toBeGreaterThan(100);
    }
  });
});
