// Searches by vector: exact by a scan and by an index, approximate, within a part, in the past; encoding; with faiss beside
// them where GROGGY_PYTHON names a Python that has it. Answers are compared, or their recall is told, before times count.
// Vectors are those of GROGGY_EMBEDDINGS, a file of float16 rows of --dimensions numbers, moved a little until there are
// --rows of them; without the file they are drawn around centres. --smoke runs few, once, for CI.
// Run: npm run build && npm run bench:search
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "../dist/index.js";
import { digits, drawer, machine, measure, option, smoke, spread } from "./shared/measure.mjs";

const rowCount = option("rows", smoke ? 3_000 : 100_000);
const dimensions = option("dimensions", smoke ? 32 : 384);
const rounds = smoke ? 1 : 15;
const draw = drawer(0x51f15e);
const uniform = () => draw(2 ** 24) / 2 ** 24 - 0.5;
const normal = () => uniform() + uniform() + uniform() + uniform();

/** The number that 16 bits are. */
function float16(bits) {
  const [exponent, fraction] = [(bits >>> 10) & 31, bits & 1023];
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >>> 15 === 1 ? -size : size;
}

function embeddings() {
  const file = process.env.GROGGY_EMBEDDINGS;
  const values = new Float32Array(rowCount * dimensions);
  let known = 0;
  if (file !== undefined) {
    const bytes = readFileSync(file);
    known = Math.min(Math.floor(bytes.length / 2 / dimensions), rowCount);
    for (let i = 0; i < known * dimensions; i++) values[i] = float16(bytes.readUInt16LE(2 * i));
  } else {
    known = Math.min(500, rowCount);
    for (let i = 0; i < known * dimensions; i++) values[i] = normal();
  }
  for (let row = known; row < rowCount; row++) {
    const [a, b] = [draw(known), draw(known)];
    const share = draw(1000) / 1000;
    for (let d = 0; d < dimensions; d++)
      values[row * dimensions + d] =
        values[a * dimensions + d] * share + values[b * dimensions + d] * (1 - share) + normal() * 0.02;
  }
  return { values, known };
}

const { values, known } = embeddings();
const row = (i) => values.subarray(i * dimensions, (i + 1) * dimensions);
const queries = Array.from({ length: smoke ? 5 : 50 }, () => {
  const query = row(draw(known)).slice();
  for (let d = 0; d < dimensions; d++) query[d] += normal() * 0.02;
  return query;
});

const graph = new Graph();
graph.addNodes(rowCount, { attributes: { vector: Array.from({ length: rowCount }, (_, i) => row(i)) } });
graph.commit("vectors");
graph.nodes.set(0, { vector: row(1) });
graph.commit("changed");
const past = graph.at("HEAD~1");
const few = graph.nodes.select(Array.from({ length: Math.ceil(rowCount / 100) }, (_, i) => i * 100));

let next = 0;
const each = (search) => () => search(queries[next++ % queries.length]);
const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(44) : cell.padStart(22))).join(""));
const timed = (what, search, base) => {
  search(queries[0]);
  const times = measure(rounds, each(search));
  line(what, spread(times), base === undefined ? "" : `${digits(times.median / base)}x the scan`);
  return times.median;
};

console.log(machine());
console.log(
  `${rowCount} vectors of ${dimensions}, ${known} of them as given; limit 10; medians in ms a query`,
);
const plain = (query) => graph.nodes.nearest("vector", query);
const exact = queries.map(plain);
const scan = timed("exact, by a scan", plain);
const started = process.cpuUsage();
graph.nodes.createIndex("vector", { kind: "vector" });
plain(queries[0]);
const first = process.cpuUsage(started);
line("codes of a row, µs", digits((first.user + first.system) / rowCount));
exact.forEach((expected, i) => {
  const found = plain(queries[i]);
  if (found.ids.join() !== expected.ids.join() || found.scores.join() !== expected.scores.join())
    throw new Error(`query ${i}: the index finds other rows than the scan`);
});
timed("exact, by the index", plain, scan);
for (const candidates of [100, 200, 400]) {
  const roughly = (query) => graph.nodes.nearest("vector", query, { approximate: true, candidates });
  let hits = 0;
  let sum = 0;
  exact.forEach((expected, i) => {
    const found = new Set(roughly(queries[i]).ids);
    hits += expected.ids.filter((id) => found.has(id)).length;
    sum += expected.count;
  });
  timed(`approximate, ${candidates} candidates: recall ${(hits / sum).toFixed(4)}`, roughly, scan);
}
timed("exact, in the past", (query) => past.nodes.nearest("vector", query), scan);
timed("exact, within 1% of the rows", (query) => few.nearest("vector", query), scan);
const many = queries.slice(0, 16);
const together = measure(Math.min(rounds, 5), () => graph.nodes.nearestMany("vector", many));
line("exact, 16 at a time, each", digits(together.median / many.length));

const python = process.env.GROGGY_PYTHON;
if (python !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), "groggy-search-"));
  writeFileSync(join(folder, "rows"), values);
  writeFileSync(join(folder, "queries"), Float32Array.from(queries.flatMap((query) => [...query])));
  const program = `
import faiss, numpy, time, sys
faiss.omp_set_num_threads(1)
rows = numpy.fromfile("rows", dtype="float32").reshape(-1, ${dimensions}); faiss.normalize_L2(rows)
queries = numpy.fromfile("queries", dtype="float32").reshape(-1, ${dimensions}); faiss.normalize_L2(queries)
def run(name, index, exact=None):
    found = []; times = []
    for q in queries:
        t = time.process_time(); found.append(index.search(q[None], 10)[1][0]); times.append(time.process_time() - t)
    recall = "" if exact is None else f": recall {numpy.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, exact)]):.4f}"
    print(f"faiss {name}{recall}|{1000 * sorted(times)[len(times) // 2]:.3f}"); return found
flat = faiss.IndexFlatIP(${dimensions}); flat.add(rows); exact = run("FlatIP", flat)
t = time.process_time()
hnsw = faiss.IndexHNSWFlat(${dimensions}, 16, faiss.METRIC_INNER_PRODUCT); hnsw.hnsw.efConstruction = 100; hnsw.add(rows[:${Math.min(20_000, rowCount)}])
print(f"faiss HNSW, building, us a row|{(time.process_time() - t) / ${Math.min(20_000, rowCount)} * 1e6:.1f}")
`;
  const { stdout, stderr } = spawnSync(python, ["-c", program], { cwd: folder, encoding: "utf8" });
  if (stdout === "") console.log(stderr);
  for (const text of stdout.trim().split("\n")) {
    const [what, ms] = text.split("|");
    line(what, ms, what.includes("building") ? "" : `${digits(Number(ms) / scan)}x the scan`);
  }
  rmSync(folder, { recursive: true });
}
