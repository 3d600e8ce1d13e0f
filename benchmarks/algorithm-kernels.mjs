// The kernels of traversal, ranks and paths beside the loops in TypeScript that stand in for them, in one run
// over the same seeded graphs: uniform, and Kronecker (R-MAT) of scale 20. Answers are compared before anything
// is shown. `--smoke` runs small sizes once, `--only uniform` or `--only kronecker` one of the graphs,
// `--case paths` the cases whose names have that in them.
// Run: npm run build && node benchmarks/algorithm-kernels.mjs
import { buildHalf, FrozenCsr } from "../build/kernels/core/csr.js";
import { cases } from "./kernels/cases.mjs";
import { drawer, machine, option, smoke, summarize, timeOf } from "./shared/measure.mjs";

const uniformNodes = option("nodes", smoke ? 20_000 : 1_000_000);
const uniformEdges = option("edges", smoke ? 100_000 : 5_000_000);
const scale = option("scale", smoke ? 13 : 20);
const rounds = option("rounds", smoke ? 1 : 7);
const wordAfter = (name) => process.argv[process.argv.indexOf(name) + 1] ?? "";
const only = wordAfter("--only");
const wanted = process.argv.includes("--case") ? wordAfter("--case") : "";

function uniform() {
  const draw = drawer(0x2545f491);
  const sources = Uint32Array.from({ length: uniformEdges }, () => draw(uniformNodes));
  const targets = Uint32Array.from({ length: uniformEdges }, () => draw(uniformNodes));
  return { name: "uniform", nodeCount: uniformNodes, sources, targets };
}

/** R-MAT with the quadrants of Graph500, 57, 19, 19 and 5 in a hundred, and nodes renumbered by chance. */
function kronecker() {
  const draw = drawer(0x9e3779b9);
  const nodeCount = 2 ** scale;
  const names = Uint32Array.from({ length: nodeCount }, (_, i) => i);
  for (let i = nodeCount - 1; i > 0; i--) {
    const j = draw(i + 1);
    [names[i], names[j]] = [names[j], names[i]];
  }
  const edgeCount = 16 * nodeCount;
  const [sources, targets] = [new Uint32Array(edgeCount), new Uint32Array(edgeCount)];
  for (let e = 0; e < edgeCount; e++) {
    let [u, v] = [0, 0];
    for (let bit = 0; bit < scale; bit++) {
      const chance = draw(100);
      u = (u << 1) | (chance >= 76 ? 1 : 0);
      v = (v << 1) | ((chance >= 57 && chance < 76) || chance >= 95 ? 1 : 0);
    }
    [sources[e], targets[e]] = [names[u], names[v]];
  }
  return { name: `Kronecker ${scale}`, nodeCount, sources, targets };
}

/** The graph frozen in a kernel's memory, and in plain arrays. */
function frozen({ nodeCount, sources, targets }, directed) {
  return [true, false].map((withKernels) => {
    const half = buildHalf(nodeCount, sources, targets, !directed, withKernels);
    const csr = new FrozenCsr(nodeCount, sources.length, directed, half, { sources, targets });
    return csr;
  });
}

const widths = [34, 10, 10, 10, 10, 8, 8];
const row = (columns) =>
  columns.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join("");
const ms = (time) => time.toFixed(time < 10 ? 2 : 1);

function compare({ name, run, same, directed }, graphs) {
  const [kernel, plain] = graphs[directed ? "directed" : "undirected"];
  let answer;
  const first = timeOf(() => {
    answer = run(kernel, 1);
  });
  const expected = run(plain, 1);
  same(answer, expected);
  same(run(kernel, 2), expected);
  const medianOf = (call) => summarize(Array.from({ length: rounds }, () => timeOf(call))).median;
  // alternating, so that a busy machine disturbs all alike
  const [one, two] = [medianOf(() => run(kernel, 1)), medianOf(() => run(kernel, 2))];
  const loop = medianOf(() => run(plain, 1));
  const ratios = [loop / one, one / two].map((ratio) => `${ratio.toFixed(2)}x`);
  console.log(row([name, ms(first), ms(one), ms(two), ms(loop), ...ratios]));
}

console.log(`${machine()}\n`);
for (const make of [uniform, kronecker]) {
  if (["uniform", "kronecker"].includes(only) && make.name !== only) continue;
  const graph = make();
  const graphs = { undirected: frozen(graph, false), directed: frozen(graph, true) };
  console.log(`${graph.name}: ${graph.nodeCount} nodes, ${graph.sources.length} edges; median ms`);
  console.log(row(["", "first", "1 thread", "2 threads", "TypeScript", "ratio", "threads"]));
  for (const each of cases(graph)) if (each.name.includes(wanted)) compare(each, graphs);
  console.log();
}
