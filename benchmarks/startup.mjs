// What importing costs, and the program: whole processes of Node with and without it, in pairs, so that what else the
// machine does meets both alike; processor time. `node benchmarks/startup.mjs [--smoke]`, after a build.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Graph } from "groggy";

const root = fileURLToPath(new URL("..", import.meta.url));
const pairs = process.argv.includes("--smoke") ? 3 : 30;
const entries = ["groggy", "groggy/algorithms", "groggy/arrow", "groggy/formats", "groggy/json"];

/** Tells the processor time of a process when it ends; data URLs load with `--import` from Node 20 on. */
const TELL =
  'data:text/javascript,process.on("exit", () => { const { user, system } = process.cpuUsage(); ' +
  'process._rawDebug("cpu " + (user + system)); });';

/** The processor time of a process from its start to its end, in ms. */
function elapsedMs(args, cwd) {
  const { stderr, status } = spawnSync(process.execPath, ["--import", TELL, ...args], {
    cwd,
    encoding: "utf8",
  });
  const told = /^cpu (\d+)$/m.exec(stderr)?.[1];
  if (told === undefined || status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return Number(told) / 1000;
}

/** The value below which `share` of the values lie. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}

/** A store with as many commits as the goal for `log` names. */
function storeOfCommits(folder, count) {
  const graph = Graph.open(join(folder, "commits.groggy"), { durability: "none" });
  for (let i = 0; i < count; i++) {
    graph.addNode("Person", { name: `person ${i}` });
    graph.commit(`add person ${i}`, { author: "Ada <ada@example.org>" });
  }
  graph.close();
}

/** Prints by how much processes with `args` take longer than those that do nothing; `goalMs` is told beside it. */
function compare(name, args, cwd, goalMs) {
  const nothing = ["--input-type=module", "--eval", ""];
  elapsedMs(nothing, cwd);
  elapsedMs(args, cwd);
  const bare = [];
  const differences = [];
  for (let i = 0; i < pairs; i++) {
    // the order alternates, so that neither is always the second
    const first = elapsedMs(i % 2 === 0 ? nothing : args, cwd);
    const second = elapsedMs(i % 2 === 0 ? args : nothing, cwd);
    const [without, with_] = i % 2 === 0 ? [first, second] : [second, first];
    bare.push(without);
    differences.push(with_ - without);
  }
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(differences, share).toFixed(1));
  const node = quantile(bare, 0.5).toFixed(1);
  const goal = goalMs === undefined ? "" : `; goal ${goalMs}`;
  console.log(`${name.padEnd(24)} +${middle} (${low} to ${high}), on top of ${node} for Node alone${goal}`);
}

console.log(`Node ${process.version}, ${pairs} pairs; ms, median and quartiles of the differences`);
for (const entry of entries) {
  compare(entry, ["--input-type=module", "--eval", `import "${entry}";`], root);
}

const folder = mkdtempSync(join(tmpdir(), "groggy-startup-"));
try {
  storeOfCommits(folder, 1000);
  const bin = join(root, "dist/cli/groggy.js");
  for (const [words, goalMs] of [
    [["--version"], 15],
    [["help"], undefined],
    [["log", "commits.groggy"], 60],
    [["complete", "--", "log", "commits.groggy", "m"], 60],
    [["complete", "--", "lo"], 60],
  ]) {
    compare(`groggy ${words.join(" ").slice(0, 40)}`, [bin, ...words], folder, goalMs);
  }
} finally {
  rmSync(folder, { recursive: true });
}
