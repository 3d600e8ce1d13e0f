// Runs peers down a ladder of sizes: each begins where it can bear it, and what it cannot do there within the limit
// it does on the next rung. groggy runs on every rung that a peer stands on, on the same edges, so that each ratio
// is within one run on the same data.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeData } from "./edges.mjs";
import { launch } from "./launch.mjs";
import { groggy } from "./list.mjs";
import { firstRung, settle } from "./plan.mjs";
import { taskByName, tasks } from "./tasks.mjs";

/**
 * A ladder over `sizes` of one kind of data, each `{ name, edgeCount, make }`, the largest first.
 *
 * @param settings `folder` for files, `limitMs` a step, `threads`, `rounds`, `budgetMs`, and `tell`, which
 *   hears of each result.
 */
export function createLadder(sizes, settings) {
  const rungs = sizes.map((size) => ({ ...size, data: undefined, own: undefined }));
  return { rungs, settings };
}

function dataOf({ settings }, rung) {
  if (rung.data === undefined) {
    rung.data = rung.make();
    rung.file = join(settings.folder, `${rung.name}.edges`);
    writeData(rung.file, rung.data);
  }
  return rung.data;
}

/** groggy on the largest size, whatever peers bear. */
export async function measureOwn(ladder) {
  await ownOf(ladder, 0);
}

/** groggy's own results on a rung, measured when first asked for. */
async function ownOf(ladder, index) {
  const rung = ladder.rungs[index];
  const { edgeCount } = dataOf(ladder, rung);
  if (rung.own === undefined) {
    const names = tasks.filter(({ edgesMax = Infinity }) => edgeCount <= edgesMax).map(({ name }) => name);
    const heard = await run(ladder, rung, groggy, names);
    if (heard.failure !== undefined)
      throw new Error(`groggy ${heard.failure.reason}\n${heard.failure.errors}`);
    rung.own = heard.results;
    compareThreads(rung);
    for (const result of heard.results)
      ladder.settings.tell("groggy", rung.name, { ...result, agrees: true });
  }
  return rung.own;
}

function run({ settings }, rung, peer, names) {
  const { limitMs, rounds, budgetMs, threads } = settings;
  const request = {
    data: rung.file,
    answers: join(settings.folder, `${rung.name}-${peer.driver}`),
    tasks: names,
    threads: peer.threads ? threads : [1],
    rounds,
    budgetMs,
  };
  // groggy is waited for: without its answers none can be compared
  return launch(peer, request, peer === groggy ? 10 * limitMs : limitMs);
}

function answerOf({ answer, file }) {
  if (file === undefined) return answer;
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}

/** groggy's answers must not depend on the number of threads; the first stands for all. */
function compareThreads({ own, data }) {
  for (const result of own) {
    const task = taskByName.get(result.task);
    if (task === undefined) continue;
    const first = own.find(({ task: name }) => name === result.task);
    const { agrees, by, modularity } = task.compare(answerOf(first), answerOf(result), data);
    if (!agrees) throw new Error(`groggy, ${result.task}: ${result.threads} threads answer otherwise, ${by}`);
    Object.assign(result, { by, modularity });
  }
}

/** One peer, all tasks, each on the largest rung it bears: `{ name, versions, missing, results, notes }`. */
export async function climbDown(ladder, peer) {
  const { settings, rungs } = ladder;
  const outcome = { name: peer.name, versions: {}, missing: undefined, results: [], notes: [], lacking: [] };
  const waiting = new Map();
  const queue = (index, name) => {
    if (index >= 0 && index < rungs.length) waiting.set(index, [...(waiting.get(index) ?? []), name]);
    else outcome.notes.push({ task: name, reason: "at no size" });
  };
  queue(firstRung(rungs, peer, "build"), "build");
  for (const { name } of tasks) queue(firstRung(rungs, peer, name), name);
  for (let index = 0; index < rungs.length; index++) {
    let names = waiting.get(index) ?? [];
    while (names.length > 0) {
      const rung = rungs[index];
      const own = await ownOf(ladder, index);
      const wanted = names.filter((name) => name !== "build");
      const heard = await run(ladder, rung, peer, wanted);
      if (heard.missing !== undefined) return { ...outcome, missing: heard.missing };
      Object.assign(outcome.versions, heard.versions);
      outcome.lacking = [...new Set([...outcome.lacking, ...heard.lacking.map(({ lacks }) => lacks)])];
      for (const result of heard.results) {
        // built for the sake of a task only: the build was measured on a larger rung
        if (result.task === "build" && !names.includes("build")) continue;
        outcome.results.push(judge(rung, own, result, peer));
        settings.tell(peer.name, rung.name, outcome.results.at(-1));
      }
      names = settle(heard, wanted, names, (name, reason) => {
        outcome.notes.push({ task: name, rung: rung.name, reason });
        settings.tell(peer.name, rung.name, { task: name, reason });
        // a failure other than of time or memory will not go away with size
        if (!reason.startsWith("failed")) queue(index + 1, name);
      });
    }
  }
  return outcome;
}

/** A result beside groggy's on the same rung: whether the answers agree, and groggy's times for ratios. */
function judge(rung, own, result, peer) {
  const beside = own.find(({ task, threads }) => task === result.task && threads === result.threads);
  const reference = beside ?? own.find(({ task }) => task === result.task);
  const { answer: _, file: __, ...times } = result;
  const judged = { ...times, rung: rung.name, own: { ...reference, answer: undefined, file: undefined } };
  const task = taskByName.get(result.task);
  if (task === undefined) return { ...judged, agrees: true };
  const comparison = task.compare(answerOf(reference), answerOf(result), rung.data, peer);
  // all peers' answers together would be gigabytes
  if (result.file !== undefined) rmSync(result.file);
  return { ...judged, ...comparison };
}
