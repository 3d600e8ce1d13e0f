// Opening a store whose writer was killed beside one that was closed, after many commits of one cell, and commits of two
// cells beside the same in memory; all by processor time of this process. Sizes: --commits; --smoke runs a small one.
// Run: npm run build && node benchmarks/store-open.mjs
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "../dist/index.js";
import { checkSame, option, smoke } from "./shared/measure.mjs";

const nodeCount = 10_000;
const rounds = smoke ? 2 : 7;
const folder = mkdtempSync(join(tmpdir(), "groggy-open-"));

/** Milliseconds of processor time. */
function costOf(act) {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** A store whose process was killed after `count` commits, or which was closed by it. */
function makeStore(count, isKilled) {
  const path = join(folder, `${isKilled ? "killed" : "closed"} ${count}`);
  const code = `import { Graph } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
    const graph = Graph.open(${JSON.stringify(path)}, { durability: "none" });
    graph.addNodes(${nodeCount}, { attributes: { value: new Float64Array(${nodeCount}) } });
    graph.commit("import");
    for (let i = 1; i <= ${count}; i++) {
      graph.nodes.set((i * 7919) % ${nodeCount}, { value: i });
      graph.commit("one cell");
    }
    graph.flush();
    if (${isKilled}) process.kill(process.pid, "SIGKILL");
    graph.close();`;
  const { signal, status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code]);
  if (isKilled ? signal !== "SIGKILL" : status !== 0) throw new Error(String(stderr));
  return path;
}

function opening(count) {
  const costs = {};
  for (const isKilled of [false, true]) {
    const path = makeStore(count, isKilled);
    for (const readOnly of [true, false]) {
      const times = Array.from({ length: rounds }, (_, round) => {
        const copy = `${path} ${round}`;
        cpSync(path, copy, { recursive: true });
        let graph;
        const ms = costOf(() => {
          graph = Graph.open(copy, { readOnly });
          checkSame("a value", graph.nodes.get((count * 7919) % nodeCount, "value"), count);
        });
        checkSame("commits", graph.history.commitCount, count + 1);
        graph.close();
        rmSync(copy, { recursive: true });
        return ms;
      });
      costs[`${isKilled ? "killed" : "closed"}, to ${readOnly ? "read" : "write"}`] = median(times);
    }
  }
  const text = Object.entries(costs).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`);
  console.log(`open after ${count} commits: ${text.join("; ")}`);
}

function committing() {
  const count = smoke ? 20 : 2000;
  const perCommit = (graph) => {
    const name = Array.from({ length: nodeCount }, (_, i) => `name ${i}`);
    graph.addNodes(nodeCount, { attributes: { value: new Float64Array(nodeCount), name } });
    graph.commit("import");
    const times = Array.from({ length: count }, (_, i) => {
      graph.nodes.set((i * 7919) % nodeCount, { value: i + 1, name: `new ${i}` });
      return costOf(() => graph.commit("two cells"));
    });
    graph.close();
    return median(times) * 1000;
  };
  const text = [`in memory ${perCommit(new Graph()).toFixed(0)} us`];
  for (const durability of ["none", "full"]) {
    const graph = Graph.open(join(folder, durability), { durability });
    text.push(`${durability} ${perCommit(graph).toFixed(0)} us`);
  }
  console.log(`a commit of two cells: ${text.join("; ")}`);
}

try {
  for (const count of smoke ? [100] : [1000, option("commits", 10_000)]) opening(count);
  committing();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
