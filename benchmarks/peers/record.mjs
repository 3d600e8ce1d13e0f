// The record of a release's runs, benchmarks/results/VERSION.json: for each kind of data and of peers the last run,
// with its figures, versions and machine. Runs of one release come in one by one and replace their like.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, totalmem } from "node:os";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { steadyOf } from "./tell.mjs";

const folder = fileURLToPath(new URL("../results/", import.meta.url));
const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/** The release that is measured: what package.json says. */
export const version = manifest.version;

export function readRecord(release) {
  const path = `${folder}${release}.json`;
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { version: release, runs: [] };
}

/** All records, oldest release first. */
export function readRecords() {
  const releases = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".json"));
  return releases
    .map((name) => readRecord(name.slice(0, -".json".length)))
    .sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }));
}

export function writeRecord(record) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${record.version}.json`, `${JSON.stringify(record, undefined, 1)}\n`);
}

/** The share of all cores' time that others take, seen while this process waits. */
async function busyShare() {
  const timesOf = () => {
    const all = cpus().flatMap(({ times }) => Object.values(times));
    const idle = cpus().map(({ times }) => times.idle);
    return [all, idle].map((times) => times.reduce((sum, time) => sum + time, 0));
  };
  const [allBefore, idleBefore] = timesOf();
  await setTimeout(2_000);
  const [all, idle] = timesOf();
  return 1 - (idle - idleBefore) / (all - allBefore);
}

/** What a run is on, and how busy it is with other things. */
export async function machineOf() {
  return {
    node: process.version,
    v8: process.versions.v8,
    processor: `${cpus().length} x ${cpus()[0].model.trim()}, ${arch()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    busy: Number((await busyShare()).toFixed(2)),
  };
}

const rounded = (number) => (number === undefined ? undefined : Number(number.toPrecision(4)));

/** What of a result is kept: times in ms, the median and quartiles of those after the first. */
function figuresOf({ task, threads, firstMs, steadyMs, bytes, rss, by, modularity, agrees }) {
  const { median, low, high } = steadyOf({ firstMs, steadyMs });
  return {
    task,
    threads,
    firstMs: rounded(firstMs),
    medianMs: rounded(median),
    lowMs: rounded(low),
    highMs: rounded(high),
    rounds: steadyMs.length,
    bytes,
    rss,
    by,
    modularity: rounded(modularity),
    agrees,
  };
}

/** The record with a run put in the place of its like. */
export function mergeRun(record, { data, peers, rungs, outcomes, settings }, machine) {
  const run = {
    data,
    peers,
    date: new Date().toISOString().slice(0, 10),
    machine,
    limitMs: settings.limitMs,
    budgetMs: settings.budgetMs,
    rungs: rungs
      .filter(({ own }) => own !== undefined)
      .map(({ name, title, data: { nodeCount, edgeCount }, own }) => {
        return { name, title, nodeCount, edgeCount, groggy: own.map(figuresOf) };
      }),
    outcomes: outcomes.map(({ name, versions, missing, install, notes, lacking, results }) => {
      const judged = results.map((result) => ({ rung: result.rung, ...figuresOf(result) }));
      return missing === undefined ? { name, versions, notes, lacking, results: judged } : { name, install };
    }),
  };
  const others = record.runs.filter((other) => other.data !== data || other.peers !== peers);
  return { ...record, runs: [...others, run] };
}
