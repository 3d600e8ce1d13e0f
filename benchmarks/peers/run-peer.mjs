// A peer in a process of its own. Says on standard output, one line of JSON each, what it begins and what it has
// measured; answers go to files. Argument: JSON { driver, data, answers, tasks, threads, rounds, budgetMs }.
import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { memory } from "../shared/memory.mjs";
import { readData } from "./edges.mjs";

const { driver, data: path, answers, tasks, threads, ...request } = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

let peer;
try {
  peer = await import(`./drivers/${driver}`);
} catch (error) {
  if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(error.code)) throw error;
  say({ missing: error.message });
  process.exit(0);
}
say({
  versions: { ...Object.fromEntries(peer.packages.map((name) => [name, versionOf(name)])), ...peer.versions },
});
const data = readData(path);

await peer.prepare?.(data);

const before = memory();
say({ begin: "build", threads: 1 });
let graph;
const build = await timesOf(async () => {
  // the one before is let go first, or two would be held at once
  await peer.close?.(graph);
  graph = undefined;
  globalThis.gc();
  return async () => {
    graph = await peer.build(data);
  };
});
const after = memory();
say({ task: "build", threads: 1, ...build, bytes: after.bytes - before.bytes, rss: after.rss - before.rss });
await peer.weigh?.(graph, data);

for (const name of tasks) {
  for (const count of threads) {
    const task = await peer.tasks[name]?.(graph, data, count);
    if (task === undefined) {
      say({ lacks: name, threads: count });
      continue;
    }
    globalThis.gc();
    say({ begin: name, threads: count });
    let result;
    const times = await timesOf(() => {
      globalThis.gc();
      return async () => {
        result = await task.run();
      };
    });
    const answer = await task.answer(result);
    if (typeof answer === "number") say({ task: name, threads: count, ...times, answer });
    else {
      const file = `${answers}-${name}-${count}.f64`;
      writeFileSync(file, Float64Array.from(answer));
      say({ task: name, threads: count, ...times, file });
    }
  }
}
await peer.close?.(graph);
process.exit(0);

/** The first call, and as many more as there are rounds and time for. */
async function timesOf(prepare) {
  const times = [];
  for (
    let spentMs = 0;
    times.length === 0 || (times.length <= request.rounds && spentMs < request.budgetMs);
  ) {
    const run = await prepare();
    const start = performance.now();
    await run();
    const timeMs = performance.now() - start;
    times.push(timeMs);
    spentMs += timeMs;
  }
  const [firstMs, ...steadyMs] = times;
  return { firstMs, steadyMs };
}

function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8"))
    .version;
}
