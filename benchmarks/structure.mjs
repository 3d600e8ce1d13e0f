// Triangles, clustering, cores and communities by kernels against the loops in TypeScript that stand in for them
// on small graphs, in one run over the same seeded graph: once frozen in a kernel's memory, once in plain arrays.
// Answers are compared. Each line has the first call and the best of the others, as time and as processor time,
// which says more on a machine that others use as well. `--smoke` runs small sizes once, for CI.
// Run: npm run build && node benchmarks/structure.mjs [uniform|kronecker] [names] [--repeats n] [--directed]
import { arch, cpus } from "node:os";
import { performance } from "node:perf_hooks";
import {
  clusteringCoefficient,
  coreNumbers,
  kroneckerGraph,
  labelPropagation,
  leiden,
  louvain,
  triangles,
} from "../build/algorithms/index.js";
import { buildHalf, FrozenCsr } from "../build/kernels/core/csr.js";
import { Pool } from "../build/pool/pool.js";
import { Csr } from "../build/space/csr.js";
import { Prng } from "../build/structures/prng.js";
import { markView } from "../build/structures/view-brand.js";
import { GraphView } from "../build/view.js";

const smoke = process.argv.includes("--smoke");
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const [kind = "uniform", names] = words;
const at = process.argv.indexOf("--repeats");
const repeats = smoke ? 1 : at < 0 ? 3 : Number(process.argv[at + 1]);
const directed = process.argv.includes("--directed");

const algorithms = {
  triangles: (view, threads) => triangles(view, { threads }),
  clusteringCoefficient: (view, threads) => clusteringCoefficient(view, { threads }),
  coreNumbers: (view) => coreNumbers(view),
  "labelPropagation at once": (view, threads) => labelPropagation(view, { synchronous: true, threads }),
  labelPropagation: (view) => labelPropagation(view),
  louvain: (view) => louvain(view),
  leiden: (view) => leiden(view),
};

/** One whose kernel goes other ways than the loop where an exponential's last digit decides. */
const ownWays = ["leiden"];

function uniformEnds(nodeCount, edgeCount) {
  const prng = new Prng(7);
  const draw = () => Uint32Array.from({ length: edgeCount }, () => prng.below(nodeCount));
  return { nodeCount, sources: draw(), targets: draw() };
}

const ends =
  kind === "kronecker"
    ? kroneckerGraph(smoke ? 13 : 20, { seed: 7 })
    : uniformEnds(smoke ? 30_000 : 1_000_000, smoke ? 150_000 : 5_000_000);

/** As much of a view as the algorithms look at, frozen with a place for kernels or without. */
function freeze(withKernels) {
  const { nodeCount, sources, targets } = ends;
  const half = buildHalf(nodeCount, sources, targets, !directed, withKernels);
  const frozen = new FrozenCsr(nodeCount, sources.length, directed, half, { sources, targets });
  const nodeIds = Uint32Array.from({ length: nodeCount }, (_, u) => u);
  const csr = new Csr(nodeIds, undefined, frozen, undefined, new Pool());
  // the other half too, which is not what is measured
  csr.in;
  const view = Object.create(GraphView.prototype, {
    csr: { value: () => csr },
    nodeCount: { value: nodeCount },
    edgeCount: { value: sources.length },
  });
  markView(view);
  return view;
}

function run(algorithm, view, threads) {
  const times = [];
  let result;
  for (let i = 0; i < repeats; i++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    result = algorithm(view, threads);
    const { user, system } = process.cpuUsage(used);
    times.push({ wall: performance.now() - start, cpu: (user + system) / 1000 });
  }
  const rest = times.length > 1 ? times.slice(1) : times;
  const least = (key) => Math.min(...rest.map((time) => time[key]));
  return { result, first: times[0].wall, wall: least("wall"), cpu: least("cpu") };
}

function checkEqual(name, a, b) {
  for (let i = 0; i < a.length; i++)
    if (a[i] !== b[i]) throw new Error(`${name}: the answers differ at ${i}`);
}

const cells = (columns) => columns.map((text, i) => (i === 0 ? text.padEnd(31) : text.padStart(10))).join("");
const [withKernels, withLoops] = [freeze(true), freeze(false)];
console.log(
  `Node ${process.version}, ${arch()}, ${cpus()[0].model}; ${kind}, ${ends.nodeCount} nodes, ${ends.sources.length} edges`,
);
console.log(cells(["", "first ms", "best ms", "2 threads", "cpu ms", "loop ms", "loop cpu", "cpu ratio"]));
for (const [name, algorithm] of Object.entries(algorithms)) {
  if (names !== undefined && !names.split(",").includes(name)) continue;
  const [kernel, loop] = [run(algorithm, withKernels, 1), run(algorithm, withLoops, 1)];
  const shared = run(algorithm, withKernels, 2);
  checkEqual(name, shared.result.values, kernel.result.values);
  if (!ownWays.includes(name)) checkEqual(name, kernel.result.values, loop.result.values);
  const figures = [kernel.first, kernel.wall, shared.wall, kernel.cpu, loop.wall, loop.cpu].map((ms) =>
    ms.toFixed(0),
  );
  console.log(cells([name, ...figures, (loop.cpu / kernel.cpu).toFixed(1)]));
  if (kernel.result.modularity !== undefined)
    console.log(
      `  modularity ${kernel.result.modularity.toFixed(5)}, loop ${loop.result.modularity.toFixed(5)}`,
    );
}
