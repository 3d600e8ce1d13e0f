/** Which task a peer does at which size, and what is tried again. */
import { describe, expect, test } from "vitest";

interface Heard {
  readonly results: readonly { task: string; threads: number; firstMs: number }[];
  readonly lacking: readonly { lacks: string }[];
  readonly failure?: { step?: { begin: string; threads: number }; reason: string };
}

const path = new URL("../../benchmarks/peers/plan.mjs", import.meta.url).href;
const { firstRung, settle } = (await import(path)) as {
  firstRung(rungs: readonly { edgeCount: number }[], peer: object, task: string): number;
  settle(
    heard: Heard,
    wanted: string[],
    names: string[],
    drop: (name: string, reason: string) => void,
  ): string[];
};

const rungs = [5_000_000, 500_000, 50_000, 5_000].map((edgeCount) => ({ edgeCount }));

test("a task begins at the largest size that the peer, and the task itself, bears", () => {
  expect(firstRung(rungs, {}, "components")).toBe(0);
  expect(firstRung(rungs, { edgesMax: 500_000 }, "components")).toBe(1);
  expect(firstRung(rungs, { edgesMax: 500_000, taskEdgesMax: { pageRank: 6_000 } }, "pageRank")).toBe(3);
  expect(firstRung(rungs, {}, "betweenness")).toBe(3);
  expect(firstRung(rungs, { edgesMax: 10 }, "build")).toBe(-1);
});

describe("after a run", () => {
  const names = ["build", "components", "pageRank", "louvain"];
  const wanted = names.slice(1);
  const run = (heard: Heard) => {
    const dropped: string[] = [];
    const again = settle(heard, wanted, names, (name, reason) => dropped.push(`${name}: ${reason}`));
    return { again, dropped };
  };
  const built = (firstMs: number) => ({ task: "build", threads: 1, firstMs });
  const over = (begin: string, threads = 1) => ({ step: { begin, threads }, reason: "over 60 s" });

  test("that ended, nothing is left", () => {
    expect(run({ results: [built(10)], lacking: [] })).toEqual({ again: [], dropped: [] });
  });

  test("that did not end the build, all goes down", () => {
    expect(run({ results: [], lacking: [], failure: over("build") })).toEqual({
      again: [],
      dropped: names.map((name) => `${name}: over 60 s`),
    });
  });

  test("that did not end a task, that one goes down and those after it are tried again", () => {
    const results = [built(10), { task: "components", threads: 1, firstMs: 1 }];
    expect(run({ results, lacking: [], failure: over("pageRank") })).toEqual({
      again: ["louvain"],
      dropped: ["pageRank: over 60 s"],
    });
  });

  test("whose build took long, those after it go down as well", () => {
    expect(
      run({ results: [built(20_000)], lacking: [{ lacks: "components" }], failure: over("pageRank") }),
    ).toEqual({
      again: [],
      dropped: ["pageRank: over 60 s", "louvain: not tried after that"],
    });
  });

  test("that ended a task on one thread and not on two, what it did on one counts", () => {
    const results = [built(10), { task: "components", threads: 1, firstMs: 1 }];
    expect(run({ results, lacking: [], failure: over("components", 2) })).toEqual({
      again: ["pageRank", "louvain"],
      dropped: [],
    });
  });
});
