// The kernels against the loops in TypeScript that stand in for them, in one run over the same seeded
// data. Answers are compared before anything is timed. `--smoke` runs small sizes once, for CI.
// Run: npm run build && node benchmarks/kernels.mjs
import { arch, cpus } from "node:os";
import { performance } from "node:perf_hooks";
import {
  componentsOfCsr,
  uniteArcsWithLoops,
} from "../build/algorithms/components/connected-components-kernel.js";
import { buildHalf, freezeCsr } from "../build/kernels/core/csr.js";
import { compareRows, lookupRows } from "../build/kernels/core/filter.js";
import { allocate } from "../build/kernels/core/memory.js";

const smoke = process.argv.includes("--smoke");
const rowCount = smoke ? 100_000 : 1_000_000;
const nodeCount = smoke ? 50_000 : 1_000_000;
const edgeCount = smoke ? 250_000 : 5_000_000;
const runRowCount = 65_536;

let state = 0x2545f491;
/** An integer from 0 to below - 1, by xorshift. */
function draw(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

function timesOf(run, repeats) {
  const count = smoke ? 1 : repeats;
  for (let i = 0; i < Math.min(count, 5); i++) run();
  const times = Array.from({ length: count }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return {
    median: times[count >> 1],
    low: times[Math.floor(count * 0.1)],
    high: times[Math.floor(count * 0.9)],
  };
}

const cells = (columns) => columns.map((text, i) => (i === 0 ? text.padEnd(28) : text.padStart(12))).join("");
const digits = (ms) => (ms < 10 ? ms.toFixed(3) : ms.toFixed(1));

function row(name, repeats, kernel, loop) {
  const byKernel = timesOf(kernel, repeats);
  const byLoop = timesOf(loop, repeats);
  const spread = `${digits(byKernel.low)}-${digits(byKernel.high)}`;
  const ratio = `${(byLoop.median / byKernel.median).toFixed(1)}x`;
  console.log(cells([name, digits(byKernel.median), spread.padStart(15), digits(byLoop.median), ratio]));
}

function checkEqual(name, a, b) {
  for (let i = 0; i < a.length; i++)
    if (a[i] !== b[i]) throw new Error(`${name}: the answers differ at ${i}`);
}

/** One filter over all rows in runs, over a kernel's memory and over a plain copy of it. */
function filterRow(name, Type, draws, filter) {
  const inMemory = new Type(allocate(rowCount * Type.BYTES_PER_ELEMENT), 0, rowCount);
  for (let i = 0; i < rowCount; i++) inMemory[i] = draws();
  const plain = inMemory.slice();
  const out = new Uint32Array(runRowCount / 32);
  const scan = (values, each) => {
    for (let first = 0; first < rowCount; first += runRowCount) {
      filter(values, first, Math.min(runRowCount, rowCount - first), out);
      each?.(out);
    }
  };
  const answers = [inMemory, plain].map((values) => {
    const words = [];
    scan(values, (bits) => words.push(...bits));
    return words;
  });
  checkEqual(name, answers[0], answers[1]);
  row(
    name,
    101,
    () => scan(inMemory),
    () => scan(plain),
  );
}

console.log(
  `Node ${process.version} ${arch()}, V8 ${process.versions.v8}, ${cpus().length} x ${cpus()[0].model.trim()}`,
);
console.log(`${rowCount} rows in runs of ${runRowCount}; ${nodeCount} nodes, ${edgeCount} edges\n`);
console.log(cells(["median ms", "kernel", "(10-90%)".padStart(15), "TypeScript", "ratio"]));

const above = (constant) => (values, first, count, out) =>
  compareRows(values, first, count, ">", constant, out);
filterRow("age > 30, int32", Int32Array, () => draw(100), above(30));
filterRow("age > 30, float32", Float32Array, () => draw(100), above(30));
filterRow("age > 30, float64", Float64Array, () => draw(100), above(30));
filterRow("age > 30, int64", BigInt64Array, () => BigInt(draw(100)), above(30n));
for (const size of [20, 200, 5000]) {
  const table = Uint8Array.from({ length: size }, () => draw(2));
  const lookup = (values, first, count, out) => lookupRows(values, first, count, table, out);
  filterRow(`lookup in ${size}`, Uint32Array, () => draw(size), lookup);
}

const sources = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
const targets = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
const input = { nodeCount, edgeCount, sources, targets };
const csr = freezeCsr({ ...input, directed: false });
const twin = buildHalf(nodeCount, sources, targets, true, false);
checkEqual("csr targets", csr.out.ends, twin.ends);
checkEqual("csr edges", csr.out.edges, twin.edges);
const labels = componentsOfCsr(csr);
const half = buildHalf(nodeCount, sources, targets, false, false);
checkEqual("components, CSR", labels, uniteArcsWithLoops(nodeCount, half.offsets, half.ends));

const freeze = (directed) => () => freezeCsr({ ...input, directed });
const freezeBothHalves = (keepEnds) => () => freezeCsr({ ...input, directed: true, keepEnds }).in;
const loopHalf = (both) => () => buildHalf(nodeCount, sources, targets, both, false);
const loopHalves = () => [loopHalf(false)(), buildHalf(nodeCount, targets, sources, false, false)];
const unite = () => uniteArcsWithLoops(nodeCount, half.offsets, half.ends);
row("CSR, undirected", 9, freeze(false), loopHalf(true));
row("CSR, out only", 9, freeze(true), loopHalf(false));
row("CSR, out and in", 9, freezeBothHalves(false), loopHalves);
row("CSR, out and in, ends kept", 9, freezeBothHalves(true), loopHalves);
row("components, CSR", 9, () => componentsOfCsr(csr), unite);
