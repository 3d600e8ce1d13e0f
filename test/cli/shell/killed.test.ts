// The program ended by a signal while it changes a store: the store opens to its last commit, or to the next.
import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../stores.js";
import { removeBundles } from "../terminal/pseudo-terminal.js";
import { bundledProgram } from "./pseudo-shell.js";

afterAll(removeBundles);

function makeStores(cwd: string): void {
  const one = Graph.open(join(cwd, "one.groggy"), { durability: "none" });
  one.addNodes(2_000, { attributes: { x: Float64Array.from({ length: 2_000 }, (_, i) => i) } });
  one.commit("nodes");
  const two = Graph.clone(one, { path: join(cwd, "two.groggy"), origin: 3, durability: "none" });
  two.close();
  one.branch("loose");
  for (let i = 0; i < 150; i++) {
    one.nodes.set(i, { x: -i });
    one.commit(`${i}`);
  }
  one.checkout("loose");
  for (let i = 1_000; i < 2_000; i++) one.nodes.set(i, { x: -i });
  one.commit("beside");
  one.checkout("main");
  one.close();
}

/** Runs the program, and ends it after a while, if one is given; whether it was ended. */
async function killAfter(
  cwd: string,
  words: readonly string[],
  stdin: string,
  afterMs?: number,
): Promise<boolean> {
  const child = spawn(process.execPath, [await bundledProgram(), ...words], {
    cwd,
    env: { PATH: process.env.PATH },
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill("SIGTERM"), afterMs);
  const code = await new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
  clearTimeout(timer);
  return code === "SIGTERM";
}

describe.skipIf(process.platform === "win32")("ended by SIGTERM", { timeout: 120_000 }, () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `p${i},Person number ${i},${i / 2}`);
  const csv = `id,name,score\n${rows.join("\n")}\n`;
  const writes = "CREATE (:Late {x: 1.5})\n.commit -m late\n".repeat(60);
  test.each([
    ["gc", ["gc", "one.groggy", "--drop-undo", "--force"], ""],
    ["import", ["import", "one.groggy", "-", "--format", "csv"], csv],
    ["merge", ["merge", "one.groggy", "loose"], ""],
    ["push", ["push", "one.groggy", "two.groggy"], ""],
    ["pull", ["pull", "two.groggy", "one.groggy"], ""],
    ["the shell", ["one.groggy"], writes],
  ] as const)("at random times, %s leaves stores that are whole", async (_, words, stdin) => {
    const made = temporaryFolder();
    makeStores(made);
    const head = headOf(join(made, "one.groggy"));
    const whole = temporaryFolder();
    cpSync(made, whole, { recursive: true });
    const start = performance.now();
    await killAfter(whole, words, stdin);
    const fullMs = Math.ceil(performance.now() - start);
    const seed = fc.readConfigureGlobal()?.seed ?? Date.now();
    const times = fc.sample(fc.integer({ min: Math.floor(fullMs / 8), max: fullMs }), { numRuns: 7, seed });
    let ended = 0;
    for (const afterMs of times) {
      const cwd = temporaryFolder();
      cpSync(made, cwd, { recursive: true });
      if (await killAfter(cwd, words, stdin, afterMs)) ended++;
      for (const name of ["one.groggy", "two.groggy"]) {
        const when = `${name}, after ${afterMs} of ${fullMs} ms, seed ${seed}`;
        const graph = Graph.open(join(cwd, name));
        expect(graph.history.verify().findings, when).toEqual([]);
        expect(graph.history.log().at(-1)?.message, when).toBe("nodes");
        if (name === "one.groggy")
          expect(
            graph.history.log().map(({ id }) => id),
            when,
          ).toContain(head);
        expect(graph.status().clean, when).toBe(true);
        graph.close();
      }
    }
    expect(ended).toBeGreaterThan(0);
  });
});

function headOf(path: string): string | undefined {
  const graph = Graph.open(path, { readOnly: true });
  const id = graph.head.commit?.id;
  graph.close();
  return id;
}

const ctrlC = test.skipIf(process.platform === "win32");
ctrlC.each([1, 2])("Ctrl-C, %i times, ends an import that waits for more with 130", async (times) => {
  const cwd = temporaryFolder();
  makeStores(cwd);
  // the pipe stays open, so that the import waits for more
  const child = spawn(
    process.execPath,
    [await bundledProgram(), "import", "one.groggy", "-", "--format", "csv"],
    {
      cwd,
      env: { PATH: process.env.PATH },
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin.on("error", () => {});
  child.stdin.write("id,x\na,1\n");
  const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal)));
  setTimeout(() => {
    child.kill("SIGINT");
    // signals that are pending together are one
    if (times === 2) setTimeout(() => child.kill("SIGINT"), 300);
  }, 1_500);
  // before the verb listens the signal itself ends the process, which a shell reports as 130 too
  expect([130, "SIGINT"]).toContain(await ended);
  expect(stderr).not.toMatch(/^ +at /m);
  const graph = Graph.open(join(cwd, "one.groggy"));
  expect([graph.nodeCount, graph.status().clean]).toEqual([2_000, true]);
  graph.close();
});

test("a reader that has gone ends a script quietly", async () => {
  const cwd = temporaryFolder();
  makeStores(cwd);
  const child = spawn(process.execPath, [await bundledProgram(), "one.groggy"], {
    cwd,
    env: { PATH: process.env.PATH },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin.on("error", () => {});
  child.stdout.once("data", () => child.stdout.destroy());
  child.stdin.end("x > 0\n".repeat(20));
  expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  expect(stderr).toBe("");
});
