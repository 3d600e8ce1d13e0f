// Threads: they take part, come and go without anybody waiting, give the same results, and keep neither the
// process nor dropped graphs alive. And runs in the background: this thread stays free, signals end them.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { sourcesOfImports } from "../../../scripts/imported-modules.mjs";
import { rankSteps } from "../../../src/algorithms/centrality/page-rank-kernel.js";
import { componentSteps } from "../../../src/algorithms/components/connected-components-kernel.js";
import { strongLabelSteps } from "../../../src/algorithms/components/strongly-connected-components-kernel.js";
import { runInBackground, runSteps } from "../../../src/kernels/runtime/run-steps.js";
import { openScratch, type Scratch } from "../../../src/kernels/runtime/scratch.js";
import { ITEM_CHUNK_SIZE, type Steps, step } from "../../../src/kernels/runtime/steps.js";
import { endThreads, openStep, threadsStart } from "../../../src/kernels/runtime/threads.js";
import { expectSame, freeze, seededGraph } from "../arbitrary-graphs.js";
import { tune } from "../tune.js";

afterAll(endThreads);

const graph = seededGraph(100_000, 300_000, 1_000_000, false);
const csr = freeze(graph, true);

function scratchFor(sizeBytes: number): Scratch {
  const scratch = openScratch(csr.out.place?.arena, sizeBytes);
  if (scratch === undefined) throw new Error("no scratch");
  return scratch;
}

function rounds(maxIterations: number, tick: (done: number) => void = () => undefined) {
  const inverseOutWeights = new Float64Array(graph.nodeCount).fill(0.1);
  const fixed = { weights: undefined, teleport: undefined, damping: 0.85, tolerance: 0 };
  return rankSteps({ ...fixed, arcs: csr.in, inverseOutWeights: inverseOutWeights, maxIterations, tick });
}

describe("threads", () => {
  it("do a step's chunks each once, without this one if it does none", async () => {
    expect(await threadsStart(2, 30_000)).toBe(true);
    const count = 1000 * ITEM_CHUNK_SIZE + 17;
    const scratch = scratchFor(count * 4);
    const words = scratch.uint32(count).fill(0);
    const open = openStep(step(scratch, "startSets", count, { parents: words }), 2);
    expect(openStep(step(scratch, "startSets", count, { parents: words }), 1)).toBeUndefined();
    while (open?.isOver === false) await open.someoneLeft(5);
    open?.close();
    for (let i = 0; i < count; i++) if (words[i] !== i) throw new Error(`chunk ${i} was not done`);
    scratch.release();
  });

  it("give the same results, whichever graph they last worked at", () => {
    const other = seededGraph(50_000, 200_000, 1_000_000, true, 3);
    const frozen = [csr, freeze(other, true), freeze(other, false)];
    const expected = frozen.map((each) => runSteps(componentSteps(each)));
    for (let round = 0; round < 20; round++) {
      for (const [i, each] of frozen.entries()) {
        expectSame(runSteps(componentSteps(each), 1 + (round % 4)), expected[i]);
      }
    }
  });

  it("are not wanted by those who end them, and start again", () => {
    const expected = runSteps(componentSteps(csr));
    for (let round = 0; round < 3; round++) {
      endThreads();
      for (let i = 0; i < 5; i++) expectSame(runSteps(componentSteps(csr), 3), expected);
    }
  });

  it("do each item once, from whatever chunk on they share a step, and wherever their ranges end", () => {
    const count = 37 * ITEM_CHUNK_SIZE - 5;
    const scratch = scratchFor(count * 20 + 16);
    const [labels, strengths, sums] = [scratch.uint32(count), scratch.float64(count), scratch.float64(count)];
    for (let u = 0; u < count; u++) labels[u] = u;
    strengths.fill(1);
    function* addTwice(): Steps<void> {
      for (let i = 0; i < 2; i++)
        yield step(scratch, "sumStrengths", count, { labels, strengths, sums, sizes: 0 });
    }
    for (const sharedAfterMs of [0, 0.02, 0.1, 600_000]) {
      for (const threads of [2, 3, 40]) {
        tune({ sharedAfterMs, threadsAfterMs: sharedAfterMs });
        sums.fill(0);
        runSteps(addTwice(), threads);
        for (let u = 0; u < count; u++)
          if (sums[u] !== 2) throw new Error(`item ${u} was done ${sums[u]} times`);
      }
    }
    tune();
    endThreads();
    scratch.release();
  });

  it("report a kernel that fails, and work on", async () => {
    expect(await threadsStart(1, 30_000)).toBe(true);
    const scratch = scratchFor(64);
    const beyond = {
      ...step(scratch, "startSets", 8, { parents: 0 }),
      first: 2 ** 30 - 8,
      last: 2 ** 30,
      chunkSize: 1,
    };
    const open = openStep(beyond, 1);
    while (open?.isOver === false) await open.someoneLeft(5);
    expect(() => open?.close()).toThrow(/startSets/);
    scratch.release();
    expectSame(runSteps(componentSteps(csr), 2), runSteps(componentSteps(csr)));
  });

  it("give back the memory of graphs that are gone", { timeout: 240_000 }, () => {
    const before = process.memoryUsage().rss;
    let most = 0;
    // 2.4 GB in all
    const large = seededGraph(100_000, 1_000_000, 1_000_000, false);
    for (let i = 0; i < 120; i++) {
      runSteps(componentSteps(freeze(large, true)), 2);
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(most / 2 ** 20).toBeLessThan(900);
  });
});

describe("runs in the background", () => {
  it("give the same results, one after another, while this thread goes on", async () => {
    const expected = runSteps(rounds(20)).ranks;
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const runs = [1, 2, 3].map((threads) => runInBackground(rounds(20), threads));
    for (const run of runs) expectSame((await run).ranks, expected);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  it("do steps in order as they come", async () => {
    const directed = freeze(seededGraph(100_000, 300_000, 1_000_000, true), true);
    const walk = () => strongLabelSteps(directed, () => undefined);
    const expected = runSteps(walk());
    const received = await runInBackground(walk(), 3);
    expectSame(received?.labels ?? [], expected?.labels ?? [0]);
    expectSame(runSteps(walk(), 3)?.labels ?? [], expected?.labels ?? [0]);
  });

  it("leave this thread free to run at once what it likes", async () => {
    const run = runInBackground(rounds(30), 2);
    const expected = runSteps(componentSteps(csr));
    let isOver = false;
    const end = run.then(() => {
      isOver = true;
    });
    while (!isOver) {
      expectSame(runSteps(componentSteps(csr), 2), expected);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await end;
  });

  it("end with the signal's reason, and give their scratch back", async () => {
    const free = openScratch(csr.out.place?.arena, 1)!;
    const start = free.uint8(1).byteOffset;
    free.release();
    const reason = new Error("enough");
    const controller = new AbortController();
    const run = runInBackground(
      rounds(1_000_000, (done) => done === 5 && controller.abort(reason)),
      1,
      controller.signal,
    );
    await expect(run).rejects.toBe(reason);
    const again = openScratch(csr.out.place?.arena, 1)!;
    expect(again.uint8(1).byteOffset).toBe(start);
    again.release();
    expect((await runInBackground(rounds(2))).iterations).toBe(2);
  });
});

describe("a process", () => {
  it("ends while its threads rest", () => {
    const root = fileURLToPath(new URL("../../../src/", import.meta.url));
    const contents = `
      import { freezeCsr } from "./kernels/core/csr.js";
      import { componentSteps } from "./algorithms/components/connected-components-kernel.js";
      import { runInBackground, runSteps } from "./kernels/runtime/run-steps.js";
      const sources = Uint32Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 100_000);
      const targets = sources.map((u) => (u * 31 + 1) % 100_000);
      const input = { nodeCount: 100_000, edgeCount: 300_000, directed: false };
      const csr = freezeCsr({ ...input, sources, targets });
      const labels = runSteps(componentSteps(csr), 2);
      const again = await runInBackground(componentSteps(csr), 2);
      console.log(labels.every((label, u) => label === again[u]) ? "the same" : "not the same");
    `;
    const { outputFiles } = buildSync({
      stdin: { contents, resolveDir: root, loader: "ts" },
      alias: sourcesOfImports(),
      bundle: true,
      format: "esm",
      platform: "node",
      write: false,
    });
    const options = { input: outputFiles[0].text, timeout: 60_000 };
    const printed = execFileSync(process.execPath, ["--input-type=module", "-"], options);
    expect(printed.toString()).toBe("the same\n");
  });
});
