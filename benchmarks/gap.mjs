// groggy beside the GAP Benchmark Suite, C++ that was written to be the reference, on the same edges: each kernel of
// both in turn, call by call, so that a machine that drifts does not decide. GAPBS names the folder of its checkout,
// from which it is built; without one groggy runs alone. Answers are compared before times are shown. Ratios are
// groggy's time by the suite's, the median of all pairs with half the distance of the quartiles; below 1 groggy is
// ahead. --graph NAME,NAME and --kernel NAME,NAME for some, --threads 1 for one thread, --rounds N, --budget S a kernel,
// --cpu for the processor's time, all threads together. --write puts the figures into docs/results/gap.md.
// Run: npm run build && GAPBS=folder npm run bench:gap
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { graphsOf } from "./gap/graphs.mjs";
import { kernels } from "./gap/kernels.mjs";
import { writeGapPage } from "./gap/page.mjs";
import { compilerOf, compileSuite } from "./gap/suite.mjs";
import { writeData } from "./peers/edges.mjs";
import { count, digits, machine, option, smoke, spread, summarize } from "./shared/measure.mjs";

const has = (name) => process.argv.includes(`--${name}`);
const listOf = (name) =>
  has(name) ? process.argv[process.argv.indexOf(`--${name}`) + 1].split(",") : undefined;

/** The names that are asked for, of those that there are. */
function namesOf(option, known) {
  const asked = listOf(option);
  for (const name of asked ?? []) {
    if (!known.includes(name)) throw new Error(`"--${option}" expected ${known.join(", ")}, got ${name}`);
  }
  return asked;
}

const graphs = graphsOf(smoke);
const onlyGraphs = namesOf(
  "graph",
  graphs.map(({ name }) => name),
);
const onlyKernels = namesOf("kernel", ["build", ...kernels.map(({ name }) => name)]);
const threadCounts = (listOf("threads") ?? ["1", "2"]).map(Number);
const source = process.env.GAPBS;
if (has("write") && (smoke || source === undefined || onlyKernels)) {
  throw new Error('"--write" expected a run of all kernels beside GAPBS');
}

const folder = mkdtempSync(join(tmpdir(), "groggy-gap-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));
const program = source === undefined ? undefined : compileSuite(source, folder);

console.log(machine());
console.log(
  program === undefined ? "GAPBS names no checkout: groggy alone" : `GAP Benchmark Suite, ${compilerOf()}`,
);

/** The options of this run that change what is measured, as they were given. */
function flagsGiven() {
  const given = process.argv.slice(2).filter((flag) => flag !== "--write");
  return given.map((flag) => ` ${flag}`).join("");
}

/** A child's measurements of one graph. */
function measureGraph(file, threads) {
  const spec = {
    file,
    program,
    threads,
    rounds: smoke ? 1 : option("rounds", 9),
    budgetMs: 1000 * option("budget", 8),
    kernels: onlyKernels,
    answers: join(folder, "answer.f64"),
    cpu: has("cpu"),
  };
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("gap/run-graph.mjs", import.meta.url));
    const args = ["--expose-gc", "--max-old-space-size=8000", script, JSON.stringify(spec)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const lines = [];
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop();
      for (const part of parts) {
        lines.push(resultOf(JSON.parse(part)));
        tell(lines.at(-1));
      }
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(lines) : reject(new Error(`${file}: the run ended with ${code}`)),
    );
  });
}

/** Medians and ratios of a kernel's times. */
function resultOf({ own, other, ...rest }) {
  // what takes longer than the budget runs once
  const laterOf = (times) => (times.length > 1 ? times.slice(1) : times);
  const [ownLater, otherLater] = [own, other].map(laterOf);
  return {
    ...rest,
    firstMs: own[0],
    own: summarize(ownLater),
    other: other.length > 0 ? summarize(otherLater) : undefined,
    ratio: other.length > 0 ? summarize(ownLater.map((time, i) => time / otherLater[i])) : undefined,
    firstRatio: other.length > 0 ? own[0] / other[0] : undefined,
  };
}

function tell({ kernel, threads, agrees, by, firstMs, own, other, ratio, firstRatio, delta }) {
  const head = `  ${kernel.padEnd(13)} ${threads === 1 ? "1 thread " : `${threads} threads`}`;
  if (!agrees) console.log(`${head} answers differ: ${by}`);
  else {
    const beside = ratio && `; GAP ${spread(other)}; ratio ${spread(ratio)}, first ${digits(firstRatio)}`;
    const note = delta === undefined ? "" : `; delta ${delta}`;
    console.log(`${head} ${spread(own)} ms, first ${digits(firstMs)}${beside ?? `; ${by ?? ""}`}${note}`);
  }
}

const runs = [];
for (const { title, make } of graphs.filter(({ name }) => onlyGraphs?.includes(name) ?? true)) {
  const data = make();
  const { nodeCount, edgeCount } = data;
  const file = join(folder, "graph.edges");
  writeData(file, data);
  console.log(`\n${title}: ${count(nodeCount)} nodes, ${count(edgeCount)} edges`);
  const results = [];
  for (const threads of threadCounts) results.push(...(await measureGraph(file, threads)));
  runs.push({ title, nodeCount, edgeCount, results });
}
const differing = runs.flatMap(({ results }) => results).filter(({ agrees }) => !agrees).length;
if (differing > 0) console.log(`\n${differing} answers differ from the suite's`);
process.exitCode = differing > 0 ? 1 : 0;
if (has("write") && differing === 0) writeGapPage(runs, { cpu: has("cpu"), flags: flagsGiven() });
