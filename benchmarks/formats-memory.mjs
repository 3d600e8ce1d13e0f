// The peak of memory while 300 MB of CSV, made as they are read, become a graph; against the graph's own size.
// Run: npm run build && node --expose-gc benchmarks/formats-memory.mjs [--smoke]
import { readGraph } from "groggy/formats";
import { smoke } from "./shared/measure.mjs";

const bytesWanted = (smoke ? 6 : 300) * 2 ** 20;
const encoder = new TextEncoder();
const MIB = 2 ** 20;

let bytes = 0;
let peak = 0;
async function* rows() {
  yield encoder.encode("source,target,weight,since\n");
  for (let i = 0; bytes < bytesWanted; ) {
    let text = "";
    for (const end = i + 4096; i < end; i++)
      text += `node-${(i * 7919) % 500_000},node-${(i * 104_729) % 500_000},${(i % 1000) / 8},${1900 + (i % 120)}\n`;
    const chunk = encoder.encode(text);
    bytes += chunk.length;
    yield chunk;
  }
}

globalThis.gc?.();
const start = process.memoryUsage.rss();
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);
const { graph, report } = await readGraph({ edges: rows() }, { format: "csv" });
clearInterval(watch);
peak = Math.max(peak, process.resourceUsage().maxRSS * 1024) - start;
globalThis.gc?.();
const size = process.memoryUsage.rss() - start;
const rest = process.memoryUsage();
console.log(
  `${(bytes / MIB).toFixed(0)} MiB of CSV, ${report.edgeCount} edges among ${graph.nodeCount} nodes`,
);
console.log(`peak ${(peak / MIB).toFixed(0)} MiB above the start, graph ${(size / MIB).toFixed(0)} MiB`);
console.log(
  `(arrays ${(rest.arrayBuffers / MIB).toFixed(0)} MiB, heap ${(rest.heapUsed / MIB).toFixed(0)} MiB)`,
);
console.log(`peak is ${((peak - 64 * MIB) / size).toFixed(2)} times the graph and 64 MiB`);
