// Parquet into a graph beside hyparquet's parquetReadObjects on the same files, and back; Arrow beside tableFromIPC.
// Run: npm run build && node benchmarks/parquet.mjs [--smoke]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "groggy";
import { exportGraph, readGraph } from "groggy/formats";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { drawer, smoke } from "./shared/measure.mjs";

const nodeCount = smoke ? 600 : 60_000;
const edgeCount = smoke ? 3000 : 300_000;
const runs = smoke ? 1 : 7;
const draw = drawer(7);
const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));

const graph = new Graph({ key: "id" });
graph.addNodes(nodeCount, {
  attributes: {
    id: range(nodeCount, (i) => `n${i}`),
    name: range(nodeCount, (i) => `name ${i % 5000}`),
    born: Int32Array.from({ length: nodeCount }, (_, i) => 1800 + (i % 200)),
  },
});
graph.addEdges(
  range(edgeCount, () => draw(nodeCount)),
  range(edgeCount, () => draw(nodeCount)),
  {
    type: range(edgeCount, () => `T${draw(5)}`),
    attributes: {
      weight: Float64Array.from({ length: edgeCount }, () => draw(100_000) / 1000),
      since: BigInt64Array.from({ length: edgeCount }, () => BigInt(draw(2000))),
      note: range(edgeCount, () => `note ${draw(1000)}`),
    },
  },
);

const folder = mkdtempSync(join(tmpdir(), "groggy-parquet-"));
const files = { nodes: join(folder, "nodes.parquet"), edges: join(folder, "edges.parquet") };
const feathers = { nodes: join(folder, "nodes.feather"), edges: join(folder, "edges.feather") };

/** Processor time of work, in ms. */
async function spent(work) {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const weightOf = (view) => view.edges.column("weight").values.reduce((all, value) => all + value, 0);
const times = { written: [], objects: [], graph: [], arrowWritten: [], arrow: [] };
try {
  for (let i = 0; i < runs; i++) {
    times.written.push(await spent(() => exportGraph(graph, files)));
    const objects = {};
    times.objects.push(
      await spent(async () => {
        for (const [part, path] of Object.entries(files))
          objects[part] = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
      }),
    );
    let read;
    times.graph.push(
      await spent(async () => {
        read = (await readGraph(files)).graph;
      }),
    );
    const sum = objects.edges.reduce((all, { weight }) => all + weight, 0);
    if (Math.abs(sum - weightOf(read)) > 1e-6 * sum || read.nodeCount !== objects.nodes.length)
      throw new Error("the answers differ");
    times.arrowWritten.push(await spent(() => exportGraph(graph, feathers)));
    times.arrow.push(
      await spent(async () => {
        read = (await readGraph(feathers)).graph;
      }),
    );
    if (weightOf(read) !== weightOf(graph)) throw new Error("the answers differ");
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const say = (name, list) => console.log(`${name.padEnd(44)} ${median(list).toFixed(0).padStart(6)} ms`);
say("parquetReadObjects", times.objects);
say("Parquet into a graph", times.graph);
say("a graph as Parquet", times.written);
say("Arrow into a graph", times.arrow);
say("a graph as Arrow", times.arrowWritten);
console.log(
  `Parquet into a graph: ${(median(times.graph) / median(times.objects)).toFixed(2)} of parquetReadObjects`,
);
