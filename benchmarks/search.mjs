// Searches by vector and over texts, beside peers: packages of npm in the folder GROGGY_PEERS (its node_modules), faiss, hnswlib
// and tantivy of the Python that GROGGY_PYTHON names; one that is not there is skipped and named. Answers are compared, or
// their recall is told, before times count. Vectors are those of GROGGY_EMBEDDINGS, a file of float16 rows of --dimensions
// numbers, moved a little until there are --rows of them; without the file they are drawn around centres. Texts are the
// glosses of WordNet. --only vectors or texts; --write puts the figures into their sections of docs/results/search.md; --smoke runs few, once, for CI.
// Run: npm run build && npm run bench:search
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { Graph } from "../dist/index.js";
import { microsecondsOf } from "./search/peers.mjs";
import { measureTexts } from "./search/text-search.mjs";
import { measureVectorPeers } from "./search/vector-peers.mjs";
import { count, digits, drawer, machine, option, smoke } from "./shared/measure.mjs";
import { table, writeSection } from "./shared/section.mjs";

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
const write = process.argv.includes("--write");
if (write && smoke) throw new Error('"--write" expected a whole run, got --smoke');
const tell = (title, ...parts) => {
  const text = parts.join("\n\n");
  console.log(`\n${title}\n\n${text}`);
  if (write)
    writeSection(
      "results/search.md",
      title,
      `\`\`\`\n${machine()}\nload average ${Math.round(loadavg()[1])}\n\`\`\`\n\n${text}`,
    );
};

console.log(machine());

const rowCount = option("rows", smoke ? 3_000 : 100_000);
const dimensions = option("dimensions", smoke ? 32 : 384);
const rounds = smoke ? 1 : 5;
/** What builds a graph of neighbours is given so many rows alone. */
const graphRows = option("graph-rows", Math.min(rowCount, 20_000));
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

/** The vectors, the queries, and a graph of as many of them as are asked for. */
async function measureVectors() {
  const { values, known } = embeddings();
  const row = (i) => values.subarray(i * dimensions, (i + 1) * dimensions);
  const queries = Array.from({ length: smoke ? 5 : 50 }, () => {
    const query = row(draw(known)).slice();
    for (let d = 0; d < dimensions; d++) query[d] += normal() * 0.02;
    return query;
  });
  const graphOf = (rows) => {
    const graph = new Graph();
    graph.addNodes(rows, { attributes: { vector: Array.from({ length: rows }, (_, i) => row(i)) } });
    graph.commit("vectors");
    return graph;
  };
  let next = 0;
  const timeOf = (search) => microsecondsOf(() => search(queries[next++ % queries.length]), rounds);
  const exactOf = (graph) => (query) => graph.nodes.nearest("vector", query);
  const roughlyOf = (graph, candidates) => (query) =>
    graph.nodes.nearest("vector", query, { approximate: true, candidates });
  const recallOf = (found, exact) => {
    let hits = 0;
    exact.forEach(({ ids }, i) => {
      const some = new Set(found[i]);
      for (const id of ids) if (some.has(id)) hits++;
    });
    return hits / exact.reduce((sum, { ids }) => sum + ids.length, 0);
  };

  const graph = graphOf(rowCount);
  const exact = queries.map(exactOf(graph));
  const own = [];
  const add = (name, search, found) => {
    const time = timeOf(search);
    own.push({ name, time, recall: found === undefined ? 1 : recallOf(found, exact) });
    return time;
  };
  const scan = add("groggy, scan", exactOf(graph));
  const few = graph.nodes.select(Array.from({ length: Math.ceil(rowCount / 100) }, (_, i) => i * 100));
  const fewTime = timeOf((query) => few.nearest("vector", query));
  graph.nodes.createIndex("vector", { kind: "vector" });
  const cpu = process.cpuUsage();
  graph.nodes.nearest("vector", queries[0]);
  const { user, system } = process.cpuUsage(cpu);
  const encoding = (user + system) / rowCount;
  exact.forEach((expected, i) => {
    const found = graph.nodes.nearest("vector", queries[i]);
    if (found.ids.join() !== expected.ids.join() || found.scores.join() !== expected.scores.join())
      throw new Error(`query ${i}: the index finds other rows than the scan`);
  });
  const indexed = add("groggy, index", exactOf(graph));
  const approximate = [100, 200].map((candidates) => {
    const search = roughlyOf(graph, candidates);
    const found = queries.map((query) => search(query).ids);
    return add(`groggy, approximate, ${candidates} candidates`, search, found);
  });
  const many = queries.slice(0, 16);
  const together =
    microsecondsOf(() => graph.nodes.nearestMany("vector", many), Math.min(rounds, 3)) / many.length;
  graph.nodes.set(0, { vector: row(1) });
  graph.commit("changed");
  const past = graph.at("HEAD~1");
  const pastTime = timeOf((query) => past.nodes.nearest("vector", query));

  const outcomes = await measureVectorPeers({ values, dimensions, queries, graphRows });
  const all = outcomes.filter(({ rows }) => rows === rowCount);
  const some = outcomes.filter(({ rows }) => rows !== rowCount);
  const line = ({ name, time, recall, build, rows }) => [
    name,
    digits(time),
    recall.toFixed(3),
    build === undefined ? "" : digits(build / rows),
    digits(indexed / time),
    digits(approximate[0] / time),
  ];
  const header = [
    "",
    "µs a query",
    "recall@10",
    "building, µs a row",
    "groggy exact by it",
    "groggy approximate by it",
  ];
  tell(
    "Vectors",
    `${count(rowCount)} vectors of ${dimensions} numbers.`,
    `${known === rowCount ? "All" : `${count(known)} of them`} as given, the others mixtures of two and noise; cosine, limit 10. Ratios are groggy's time by the other's: below 1 groggy is ahead.`,
    table([
      header,
      ...own.map((each, i) =>
        line({ ...each, ...(i === 1 && { build: encoding * rowCount, rows: rowCount }) }),
      ),
      ...all.map((each) => line({ ...each, recall: recallOf(each.found, exact) })),
    ]),
    table([
      ["", "µs a query", "by the scan"],
      ["within 1% of the rows", digits(fewTime), digits(fewTime / scan)],
      ["on a past state, index", digits(pastTime), `${digits(pastTime / indexed)} of live`],
      ["16 at a time by the index, each", digits(together), digits(together / scan)],
    ]),
  );
  if (some.length === 0) return;
  const part = graphOf(graphRows);
  const partExact = queries.map(exactOf(part));
  part.nodes.createIndex("vector", { kind: "vector" });
  const search = roughlyOf(part, 100);
  const recall = recallOf(
    queries.map((query) => search(query).ids),
    partExact,
  );
  const [exactTime, roughTime] = [timeOf(exactOf(part)), timeOf(search)];
  tell(
    "Vectors, graphs of neighbours",
    `The first ${count(graphRows)} of them.`,
    "Peers that build a graph of neighbours, and others that take long.",
    table([
      header,
      ["groggy, index", digits(exactTime), "1.000", digits(encoding), "", ""],
      ["groggy, approximate, 100 candidates", digits(roughTime), recall.toFixed(3), "", "", ""],
      ...some.map(({ name, time, build, rows, found }) => [
        name,
        digits(time),
        recallOf(found, partExact).toFixed(3),
        digits(build / rows),
        digits(exactTime / time),
        digits(roughTime / time),
      ]),
    ]),
  );
}

async function measureWords() {
  const { count: textCount, bytes, queries, counts, rows, parts } = await measureTexts();
  const [own] = rows;
  const cells = (times, ownTimes) =>
    times.map((time, i) =>
      times === ownTimes ? digits(time) : `${digits(time)} (${digits(ownTimes[i] / time)})`,
    );
  tell(
    "Texts",
    `${count(textCount)} glosses of WordNet, ${(bytes / 1e6).toFixed(1)} MB.`,
    "µs a text to build, then µs a query with its ten best; in brackets groggy's time by the other's: below 1 groggy is ahead. How many texts each finds is compared first: the same with tantivy and FTS5, within a twentieth where words are taken apart by other rules, no fewer where beginnings are found as well; the best score of tantivy within a twentieth, since it rounds lengths.",
    table([
      ["", "building", ...queries.map((query, i) => `${query}: ${count(counts[i])}`)],
      ...rows.map(({ name, build, times }) => [
        name,
        times === own.times
          ? digits(build / textCount)
          : `${digits(build / textCount)} (${digits(own.build / build)})`,
        ...cells(times, own.times),
      ]),
    ]),
    "Texts that contain a part, anywhere in a word, in µs; in brackets groggy's time with an index by the other's:",
    table([
      ["", ...parts.needles.map((needle, i) => `${needle}: ${count(parts.counts[i])}`)],
      ...parts.rows.map(({ name, times }) => [name, ...cells(times, parts.rows[1].times)]),
    ]),
  );
}

if (only !== "vectors") await measureWords();
if (only !== "texts") await measureVectors();
