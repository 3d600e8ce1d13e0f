// groggy beside its peers, on the same seeded edges, each in a process of its own; answers are compared before
// times are shown. Uniform edges (--nodes, --edges) and Kronecker's (--kronecker SCALE), both unless one is asked
// for. Peers are those in JavaScript, with --native those that are installed of other languages; --only NAME,NAME
// for some. --write puts the figures into benchmarks/results/, its drawings and docs/results/performance.md. --limit S, --rounds N.
// Run: npm run build && npm run bench
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kroneckerData, uniformData } from "./peers/edges.mjs";
import { climbDown, createLadder, measureOwn } from "./peers/ladder.mjs";
import { javascriptPeers, nativePeers } from "./peers/list.mjs";
import { writePage } from "./peers/page.mjs";
import { machineOf, mergeRun, readRecord, readRecords, version, writeRecord } from "./peers/record.mjs";
import { tellResult } from "./peers/tell.mjs";
import { writeTrends } from "./peers/trend.mjs";
import { machine, option, smoke } from "./shared/measure.mjs";

const has = (name) => process.argv.includes(`--${name}`);
const textOf = (name) => (has(name) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined);

const native = has("native");
const only = textOf("only")?.split(",");
const peers = (native ? nativePeers : javascriptPeers).filter(({ name }) => only?.includes(name) ?? true);

// what is written stands for the whole release
if (has("write") && (smoke || only !== undefined)) {
  throw new Error('"--write" expected a whole run, got --smoke or --only');
}

const thousands = (count) =>
  count >= 1e6 ? `${count / 1e6}M` : count >= 1e3 ? `${count / 1e3}k` : String(count);

/** Uniform edges, and the same with ten, a hundred and a thousand times fewer. */
function uniformSizes() {
  const nodeCount = option("nodes", smoke ? 400 : 1_000_000);
  const edgeCount = option("edges", smoke ? 2_000 : 5_000_000);
  return [1, 10, 100, 1_000]
    .map((divisor) => ({
      nodeCount: Math.round(nodeCount / divisor),
      edgeCount: Math.round(edgeCount / divisor),
    }))
    .filter(({ nodeCount }, i) => i === 0 || nodeCount >= 1_000)
    .map((size) => ({
      name: `uniform-${thousands(size.nodeCount)}`,
      title: `${thousands(size.nodeCount)} nodes, ${thousands(size.edgeCount)} edges`,
      edgeCount: size.edgeCount,
      make: () => uniformData(size.nodeCount, size.edgeCount),
    }));
}

/** Kronecker's edges of a scale, and of scales below. */
function kroneckerSizes() {
  const scale = option("kronecker", smoke ? 7 : 20);
  return [0, 3, 6, 10]
    .map((lower) => scale - lower)
    .filter((each, i) => i === 0 || each >= 8)
    .map((each) => ({
      name: `kronecker-${each}`,
      title: `Kronecker, scale ${each}`,
      edgeCount: 16 * 2 ** each,
      make: () => kroneckerData(each),
    }));
}

const ladders = [
  ...(has("kronecker") && !has("nodes") && !has("edges") ? [] : [{ data: "uniform", sizes: uniformSizes() }]),
  ...((has("nodes") || has("edges")) && !has("kronecker")
    ? []
    : [{ data: "kronecker", sizes: kroneckerSizes() }]),
];

const folder = mkdtempSync(join(tmpdir(), "groggy-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));
const settings = {
  folder,
  limitMs: 1000 * option("limit", native ? 30 : 60),
  rounds: smoke ? 1 : option("rounds", 5),
  budgetMs: 1000 * option("budget", native ? 2 : 4),
  threads: [1, 2],
  tell: tellResult,
};

// looked at before anything of ours runs
const ranOn = has("write") ? await machineOf() : undefined;
console.log(machine());
let differing = 0;
for (const { data, sizes } of ladders) {
  console.log(`\n${data}: ${sizes.map(({ title }) => title).join("; ")}`);
  const ladder = createLadder(sizes, settings);
  await measureOwn(ladder);
  const outcomes = [];
  for (const peer of peers) {
    const outcome = await climbDown(ladder, peer);
    if (outcome.missing !== undefined) console.log(`${peer.name.padEnd(12)} not installed: ${peer.install}`);
    differing += outcome.results.filter(({ agrees }) => !agrees).length;
    outcomes.push({ ...outcome, install: peer.install });
  }
  if (!has("write")) continue;
  const run = { data, peers: native ? "native" : "javascript", rungs: ladder.rungs, outcomes, settings };
  const record = mergeRun(readRecord(version), run, ranOn);
  writeRecord(record);
  writePage(record);
  writeTrends(readRecords());
}
if (differing > 0) console.log(`\n${differing} answers differ from groggy's`);
process.exitCode = differing > 0 ? 1 : 0;
