// Queries in Cypher beside Ladybug, and lookups beside SQLite: each engine in a process of its own, with one thread, on
// the same seeded data of two shapes, that of the public study which compares Kuzu with Neo4j and that of LSQB. Each
// answer is compared with that of a loop over arrays before it is timed. Peers are looked for in the folder that
// CYPHER_PEERS names (`npm install --prefix $CYPHER_PEERS @ladybugdb/core better-sqlite3`). Options: --persons, --follows;
// --only with a regular expression for names and lines of the goals; --limit and --peer-limit, the ms that one query may
// take; --rounds; --write puts
// the tables into docs/results/cypher.md; --smoke runs all on small data. Run: npm run build && npm run bench:cypher
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cases } from "./cypher/cases.mjs";
import { socialPersons } from "./cypher/tables.mjs";
import { count, digits, machine, option, smoke, summarize } from "./shared/measure.mjs";
import { table, writeSection } from "./shared/section.mjs";

const persons = option("persons", smoke ? 400 : 100_000);
const follows = option("follows", smoke ? 3_000 : 2_400_000);
const limitMs = option("limit", smoke ? 60_000 : 10_000);
const peerLimitMs = option("peer-limit", 60_000);
const rounds = option("rounds", smoke ? 1 : 5);
const onlyAt = process.argv.indexOf("--only");
const only = new RegExp(onlyAt < 0 ? "" : process.argv[onlyAt + 1], "i");
const folder = process.env.CYPHER_PEERS;
const engines = ["groggy", ...(folder === undefined ? [] : ["ladybug", "sqlite"])];
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const chosen = cases.flatMap(({ row, name }, i) => (only.test(`${row} ${name}`) ? [i] : []));
if (chosen.length === 0) throw new Error(`no case fits ${only}`);

const limitOf = (engine) => (engine === "groggy" ? limitMs : peerLimitMs);

/** What an engine says of its cases; one that it dies over is left out, and the others go on in a new process. */
async function measured(engine, dataset, indices) {
  const heard = {
    results: new Map(),
    version: undefined,
    missing: undefined,
    loadMs: 0,
    graphBytes: 0,
    peakBytes: 0,
  };
  let left = indices;
  while (left.length > 0 && heard.missing === undefined) {
    const request = {
      engine,
      folder,
      dataset,
      persons,
      follows,
      cases: left,
      limitMs: limitOf(engine),
      rounds,
      budgetMs: 4_000,
    };
    const begun = await listen(request, heard);
    if (begun === undefined) break;
    heard.results.set(begun.at, { failed: begun.reason });
    left = left.filter((at) => !heard.results.has(at));
  }
  return heard;
}

/** Runs a process to its end and takes down its lines; the case over which it died, with the reason. */
function listen(request, heard) {
  const args = [
    "--expose-gc",
    "--max-old-space-size=8000",
    here("cypher/run-engine.mjs"),
    JSON.stringify(request),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [begun, timer, rest, errors, reason] = [undefined, undefined, "", "", undefined];
    const hear = (line) => {
      clearTimeout(timer);
      if (line.version !== undefined) heard.version = line.version;
      if (line.missing !== undefined) heard.missing = line.missing;
      if (line.loadMs !== undefined) heard.loadMs = line.loadMs;
      if (line.graphBytes !== undefined) heard.graphBytes = line.graphBytes;
      if (line.peakBytes !== undefined) heard.peakBytes = Math.max(heard.peakBytes, line.peakBytes);
      if (line.lacks !== undefined) heard.results.set(line.lacks, { lacks: true });
      if (line.case !== undefined) {
        heard.results.set(line.case, line);
        begun = undefined;
      }
      if (line.begin === undefined) return;
      begun = line.begin;
      timer = setTimeout(
        () => {
          reason = "over";
          child.kill("SIGKILL");
        },
        10 * request.limitMs + 60_000,
      );
    };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) if (line.startsWith('{"')) hear(JSON.parse(line));
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      errors = (errors + text).slice(-2000);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(undefined);
      else if (begun === undefined) reject(new Error(`${request.engine} ended with ${code}: ${errors}`));
      else resolve({ at: begun, reason: reason ?? errors.trim().split("\n").at(-1) });
    });
  });
}

const found = Object.fromEntries(
  engines.map((engine) => [engine, { results: new Map(), version: undefined, missing: undefined }]),
);
for (const dataset of ["study", "circle", "social"]) {
  const indices = chosen.filter((at) => cases[at].data === dataset);
  if (indices.length === 0) continue;
  for (const engine of engines) {
    if (engine === "sqlite" && !indices.some((at) => cases[at].sql !== undefined)) continue;
    const heard = await measured(engine, dataset, indices);
    if (heard.missing !== undefined) console.log(`${engine} is not there: ${heard.missing}`);
    for (const [at, result] of heard.results)
      found[engine].results.set(at, { ...result, graphBytes: heard.graphBytes });
    Object.assign(found[engine], { version: heard.version ?? found[engine].version, missing: heard.missing });
  }
}
const peers = engines.slice(1).filter((engine) => found[engine].missing === undefined);

/** Ms, us or s, whichever reads well. */
function timeText(ms) {
  if (ms < 1) return `${digits(ms * 1000)} µs`;
  return ms < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`;
}

const medianOf = (result) => (result?.times === undefined ? undefined : summarize(result.times).median);

function cell(engine, result) {
  if (result === undefined || result.lacks) return "";
  if (result.failed === "over") return `over ${timeText(limitOf(engine))}`;
  if (result.failed !== undefined) return "failed";
  const { median, low, high } = summarize(result.times);
  return `${timeText(median)} ±${Math.round((50 * (high - low)) / median)}%`;
}
const firstCell = (result) => (result?.firstMs === undefined ? "" : timeText(result.firstMs));

const ratios = [];
const wrong = [];
const rows = chosen.flatMap((at) => {
  const each = cases[at];
  const own = found.groggy.results.get(at);
  const other = found.ladybug?.results.get(at);
  for (const [engine, { results }] of Object.entries(found)) {
    const failed = results.get(at)?.failed;
    if (failed !== undefined && failed !== "over") wrong.push(`${engine}, ${each.name}: ${failed}`);
  }
  if (each.of !== undefined) return [];
  const [ours, theirs] = [medianOf(own), medianOf(other)];
  let ratio = "";
  if (theirs !== undefined && (ours !== undefined || own?.failed === "over")) {
    const value = theirs / (ours ?? limitMs);
    ratios.push({ value, goal: each.goal, isBound: ours === undefined });
    ratio = `${ours === undefined ? "under " : ""}${digits(value)}`;
  }
  const lookup = found.sqlite?.results.get(at);
  return [
    [
      each.name,
      firstCell(own),
      cell("groggy", own),
      ...(peers.includes("ladybug")
        ? [firstCell(other), cell("ladybug", other), ratio, String(each.goal)]
        : []),
      ...(peers.includes("sqlite") ? [cell("sqlite", lookup)] : []),
    ],
  ];
});

/** The queries of the study at the commit before the last, beside the present. */
const pastRows = chosen.flatMap((at) => {
  const { of, name } = cases[at];
  const live = cases.findIndex((each) => each.name === of);
  const [now, then] = [live, at].map((each) => found.groggy.results.get(each));
  if (of === undefined || medianOf(now) === undefined || medianOf(then) === undefined) return [];
  const [ratio, goal] = [digits(medianOf(then) / medianOf(now)), "1.25"];
  return [[name, cell("groggy", now), firstCell(then), cell("groggy", then), ratio, goal]];
});

/** The reading queries whose first calls took most memory on top of the graph. */
const memoryRows = chosen
  .flatMap((at) => {
    const { extraBytes, graphBytes } = found.groggy.results.get(at) ?? {};
    return extraBytes === undefined ? [] : [{ name: cases[at].name, extraBytes, graphBytes }];
  })
  .sort((a, b) => b.extraBytes / b.graphBytes - a.extraBytes / a.graphBytes)
  .slice(0, 5)
  .map(({ name, extraBytes, graphBytes }) => [
    name,
    `${digits(graphBytes / 1e6)} MB`,
    `${digits(extraBytes / 1e6)} MB`,
    digits((graphBytes + extraBytes) / graphBytes),
    "2",
  ]);

/** Medians of processes that run one query. */
const starts = Array.from({ length: smoke ? 1 : 11 }, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [here("cypher/first-query.mjs")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
});
const startRows = [
  ["first query of a process, loading included", "firstMs", "25 ms"],
  ["a long text, read and planned", "coldMs", "2 ms"],
  ["the same from memory", "warmMs", "0.1 ms"],
].map(([what, key, goal]) => [what, timeText(summarize(starts.map((each) => each[key])).median), goal]);
const head = [
  "",
  "groggy, first",
  "groggy",
  ...(peers.includes("ladybug") ? ["Ladybug, first", "Ladybug", "Ladybug's time by groggy's", "goal"] : []),
  ...(peers.includes("sqlite") ? ["SQLite"] : []),
];
const versions = peers.map((engine) => `${engine} ${found[engine].version}`).join(", ");
const facts = `${machine()}${versions === "" ? "" : `\n${versions}`}`;
const shape =
  `${count(persons)} persons and ${count(follows)} relationships between them, and a graph of LSQB's shape with ` +
  `${count(socialPersons(persons))}; triangles, cycles, cliques and diamonds on a tenth of the first; medians of ${rounds} calls after the first, in the processor's time, one thread each`;
console.log(`${facts}\n${shape}\n`);
/** Prints rows below each other. */
function print(lines) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((cells) => cells[i].length)));
  for (const cells of lines)
    console.log(
      cells.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join("  "),
    );
}
print([head, ...rows]);
const more = [
  [["", "at main", "at main~1, first", "at main~1", "at main~1 by at main", "goal, at most"], pastRows],
  [["", "graph", "on top of it", "peak by graph", "goal, below"], memoryRows],
  [["", "processor's time", "goal, below"], startRows],
].filter(([, lines]) => lines.length > 0);
for (const [heading, lines] of more) {
  console.log("");
  print([heading, ...lines]);
}

const reached = ratios.filter(({ value, goal, isBound }) => !isBound && value >= goal).length;
const geometricMean = Math.exp(ratios.reduce((sum, { value }) => sum + Math.log(value), 0) / ratios.length);
const bounded = ratios.some(({ isBound }) => isBound) ? "at most " : "";
const verdict =
  ratios.length === 0
    ? ""
    : `${reached} of ${ratios.length} reach their goal; geometric mean ${bounded}${digits(geometricMean)}, least ` +
      `${bounded}${digits(Math.min(...ratios.map(({ value }) => value)))}.`;
console.log(`\n${verdict}`);
for (const line of wrong) console.log(line);

if (process.argv.includes("--write")) {
  const notes = chosen.flatMap((at) =>
    cases[at].note === undefined ? [] : `- ${cases[at].name}: ${cases[at].note}.`,
  );
  writeSection(
    "results/cypher.md",
    "Beside Ladybug and SQLite",
    `\`\`\`\n${facts}\n\`\`\`\n\n${shape}. Persons have a key; Ladybug's tables have a primary key each. A time is that ` +
      `of one query, its rows read as objects; the first call reads the text as well. Every answer was compared with ` +
      `that of a loop over arrays. A query of groggy's may take ${timeText(limitMs)}, one of the others ${timeText(peerLimitMs)}.\n\n${table([head, ...rows])}\n\n${verdict}\n\n` +
      `Where Ladybug answers another question, both are asked what they answer alike:\n\n${notes.join("\n")}`,
  );
  writeSection(
    "results/cypher.md",
    "The past, memory and the first query",
    `The state of a commit is asked through a view that is kept, as the present is. Memory on top of the graph is the peak ` +
      `of resident memory in the first call, its rows as objects included; the five that took most are shown. The first query is of a ` +
      `graph of two nodes, medians of ${starts.length} processes.\n\n` +
      more.map(([heading, lines]) => table([heading, ...lines])).join("\n\n"),
  );
}
if (wrong.length > 0) process.exitCode = 1;
