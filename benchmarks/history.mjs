// What the verbs of version control cost, by size of graph and length of history; beside them, on the same data
// in the same run, DoltLite through its SQL functions (if it is installed) and full copies of a graphology graph.
//
//   npm run build && npm run bench:history      all sizes, about five minutes; --write makes docs/results/history-costs.md
//     --nodes 1000000 --commits 100000          one size, or one length
//     --smoke                                   small, to see that it runs
//   npm install --no-save @dolthub/doltlite     to have DoltLite beside it
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { COSTS, measureCopies, measureDoltLite, measureGroggy } from "./shared/history-costs.mjs";
import { costText, renderPage } from "./shared/history-page.mjs";
import { checkSame, count, digits, machine, option, smoke } from "./shared/measure.mjs";

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
console.log(`\n${digits(seconds)} s`);

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
