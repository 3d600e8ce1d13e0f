// What the verbs of version control cost, by size of graph and length of history; beside them, on the same data
// in the same run, DoltLite through its SQL functions (if it is installed) and full copies of a graphology graph.
//
//   npm run build && npm run bench:history      all sizes, about five minutes; --write makes docs/results/history-costs.md
//     --nodes 1000000 --commits 100000          one size, or one length
//     --smoke                                   small, to see that it runs
//   npm run bench:history -- --long             the long histories: 100,000, 300,000 and 1,000,000 commits of one
//     --commits 100000                          cell, by the processor's time; or one length. --write makes
//                                               docs/results/long-history.md
//   npm install --no-save @dolthub/doltlite     to have DoltLite beside it
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { COSTS, measureCopies, measureDoltLite, measureGroggy } from "./shared/history-costs.mjs";
import { costText, renderPage } from "./shared/history-page.mjs";
import {
  longLines,
  measureLong,
  measureLongStore,
  measureScattered,
  renderLong,
} from "./shared/long-history.mjs";
import { checkSame, count, digits, machine, option, smoke } from "./shared/measure.mjs";

const LONG_PAGE = new URL("../docs/results/long-history.md", import.meta.url);
const part = process.argv[process.argv.indexOf("--part") + 1];
if (process.argv.includes("--part")) {
  const length = option("commits", 0);
  const measured = { memory: measureLong, store: measureLongStore, scattered: () => measureScattered() }[
    part
  ];
  console.log(JSON.stringify(measured(length)));
  process.exit();
}
if (process.argv.includes("--long")) {
  measureLongHistories();
  process.exit();
}

const PAGE = new URL("../docs/results/history-costs.md", import.meta.url);
const start = performance.now();
const nodeCounts = option("nodes", 0)
  ? [option("nodes", 0)]
  : smoke
    ? [500, 1000]
    : [10_000, 100_000, 1_000_000];
const commitCounts = option("commits", 0) ? [option("commits", 0)] : smoke ? [10, 100] : [10, 1000, 100_000];
/** Beyond these a single commit of theirs takes so long, or so much memory, that nothing new is learnt. */
const COPIED_NODES_MAX = 100_000;
const PEER_COMMITS_MAX = 1000;

const versions = [machine("graphology"), versionOfDoltLite()].filter((text) => text !== undefined).join("\n");
console.log(versions);
const results = [];
for (const nodeCount of nodeCounts) {
  for (const commitCount of commitCounts) {
    report(measureGroggy(nodeCount, commitCount));
    if (commitCount <= PEER_COMMITS_MAX) report(await measureDoltLite(nodeCount, commitCount));
  }
  if (nodeCount <= COPIED_NODES_MAX) report(measureCopies(nodeCount));
}
const seconds = (performance.now() - start) / 1000;
const page = renderPage(results, {
  machine: `${versions}\nload at the end: ${digits(loadavg()[0])}`,
  command: "npm run build && npm run bench:history -- --write",
  seconds,
});
checkSame("sizes on the page", page.split("\n### ").length - 1 >= nodeCounts.length, true);
if (process.argv.includes("--write")) writeFileSync(PAGE, page);
if (smoke) measureLongHistories();
console.log(`\n${digits(seconds)} s`);

/** Each length in a process of its own, with room for it. */
function measureLongHistories() {
  const lengths = option("commits", 0)
    ? [option("commits", 0)]
    : smoke
      ? [1000]
      : [100_000, 300_000, 1_000_000];
  const inProcess = (name, length) => {
    const flags = ["--expose-gc", "--max-old-space-size=8000"];
    const args = [...flags, fileURLToPath(import.meta.url), "--part", name, "--commits", String(length)];
    const printed = execFileSync(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    return JSON.parse(printed.toString().trim().split("\n").at(-1));
  };
  console.log(machine());
  const scattered = smoke ? measureScattered(20_000) : inProcess("scattered", 0);
  const all = lengths.map((length) => {
    const costs = { ...inProcess("memory", length), ...inProcess("store", length), ...scattered };
    console.log(`\n${count(length)} commits of one cell over 10,000 nodes`);
    for (const line of longLines(costs)) console.log(line);
    return { length, costs };
  });
  const page = renderLong(all, machine(), "npm run build && npm run bench:history -- --long --write");
  if (process.argv.includes("--write")) writeFileSync(LONG_PAGE, page);
}

function report(result) {
  if (result === undefined) return;
  const { subject, nodeCount, commitCount, costs } = result;
  const length = commitCount === undefined ? "" : `, ${count(commitCount)} commits`;
  console.log(`\n${subject}: ${count(nodeCount)} nodes, ${count(nodeCount * 5)} edges${length}`);
  for (const [name, [label]] of Object.entries(COSTS)) {
    if (costs[name] === undefined) continue;
    console.log(`  ${label.padEnd(46)}${costText(name, costs[name], true).padStart(18)}`);
  }
  results.push(result);
}

function versionOfDoltLite() {
  try {
    const path = createRequire(import.meta.url).resolve("@dolthub/doltlite/package.json");
    return `@dolthub/doltlite ${JSON.parse(readFileSync(path, "utf8")).version}`;
  } catch {
    return undefined;
  }
}
