// The command line over rows: `groggy nodes` of many rows to a file, and `groggy import` beside readGraph in a process of
// its own over the same file; beside DuckDB where DUCKDB names its program.
// Run: npm run build && npm run bench:cli [-- --smoke]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Graph } from "groggy";
import { smoke } from "./shared/measure.mjs";

const count = smoke ? 2000 : 1_000_000;
const runs = smoke ? 1 : 5;
const program = fileURLToPath(new URL("../dist/cli/groggy.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "groggy-bench-"));

/** Processor time of a child process, in ms, its output in a file. */
function timeOf(command, words, out) {
  const file = openSync(out, "w");
  const before = cpuOfChildren();
  const run = spawnSync(command, words, { stdio: ["ignore", file, "inherit"], cwd: folder });
  closeSync(file);
  if (run.status !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${run.status}`);
  return cpuOfChildren() - before;
}

/** Processor time of all children that have ended, in ms, as Linux counts it. */
function cpuOfChildren() {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1];
}

try {
  const names = Array.from({ length: count }, (_, i) => `name ${i % 5000}`);
  const graph = Graph.open(join(folder, "rows.groggy"));
  graph.addNodes(count, {
    labels: "Person",
    attributes: {
      name: names,
      born: Int32Array.from({ length: count }, (_, i) => 1800 + (i % 200)),
      score: Float64Array.from({ length: count }, (_, i) => i / 7),
    },
  });
  graph.commit("rows");
  graph.close();
  const csv = ["id,name,born,score"];
  for (let i = 0; i < count; i++) csv.push(`${i},${names[i]},${1800 + (i % 200)},${i / 7}`);
  writeFileSync(join(folder, "rows.csv"), `${csv.join("\n")}\n`);

  const nodes = ["nodes", "rows.groggy", "--columns", "id,name,born,score"];
  const importing = `import { readGraph } from ${JSON.stringify(new URL("../dist/formats/index.js", import.meta.url).href)};
    const { graph } = await readGraph("rows.csv", { path: process.argv[1] });
    graph.close();`;
  const duckdb = process.env.DUCKDB;
  const tasks = {
    "groggy nodes --format csv": () =>
      timeOf(process.execPath, [program, ...nodes, "--format", "csv"], join(folder, "csv.out")),
    "groggy nodes --format jsonl": () =>
      timeOf(process.execPath, [program, ...nodes, "--format", "jsonl"], join(folder, "jsonl.out")),
    "groggy import": (i) =>
      timeOf(
        process.execPath,
        [program, "import", `cli-${i}.groggy`, "rows.csv"],
        join(folder, "import.out"),
      ),
    "readGraph with a path": (i) =>
      timeOf(
        process.execPath,
        ["--input-type=module", "-e", importing, `api-${i}.groggy`],
        join(folder, "api.out"),
      ),
    ...(duckdb === undefined
      ? {}
      : {
          "duckdb -csv": () =>
            timeOf(duckdb, ["-csv", "-c", "SELECT * FROM 'rows.csv'"], join(folder, "duckdb.out")),
        }),
  };
  const times = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
  for (let i = 0; i < runs; i++) for (const [name, task] of Object.entries(tasks)) times[name].push(task(i));
  for (const [name, all] of Object.entries(times))
    console.log(`${name.padEnd(30)} ${String(Math.round(median(all))).padStart(7)} ms`);

  const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 12);
  const [given, printed] = [readFileSync(join(folder, "rows.csv")), readFileSync(join(folder, "csv.out"))];
  if (!given.equals(printed)) throw new Error(`nodes: ${hash(printed)}, not ${hash(given)}`);
  const roots = ["cli-0.groggy", "api-0.groggy"].map((name) => {
    const made = Graph.open(join(folder, name), { readOnly: true });
    const { root } = made.head.commit;
    made.close();
    return root;
  });
  if (roots[0] !== roots[1]) throw new Error(`import: ${roots[0]}, not ${roots[1]}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
