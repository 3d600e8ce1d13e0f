// docs/results/performance.md, written from a record: groggy's own times, then for each peer how many times as long it
// takes on the same data in the same run; where a peer is ahead; how peers are installed. Nothing on the page is
// written by hand, so that nothing on it can be older than the record.
import { writeFileSync } from "node:fs";
import { digits } from "../shared/measure.mjs";
import { table } from "../shared/section.mjs";
import { javascriptPeers, nativePeers } from "./list.mjs";
import { communityTasks, tasks } from "./tasks.mjs";

export function writePage(record) {
  writeFileSync(new URL("../../docs/results/performance.md", import.meta.url), pageOf(record));
}

const titles = new Map([["build", "building from arrays"], ...tasks.map(({ name, title }) => [name, title])]);
const dataTitles = {
  uniform: "Edges drawn uniformly",
  kronecker: "Kronecker's edges",
};

/** The page's text. */
export function pageOf(record) {
  const kinds = Object.keys(dataTitles).filter((data) => record.runs.some((run) => run.data === data));
  return `${[
    "# Performance",
    introduction(record),
    ...kinds.map((data) => {
      const runs = record.runs.filter((run) => run.data === data);
      return sectionOf(data, runs);
    }),
    aheadOf(record),
    peersOf(record),
  ].join("\n\n")}\n`;
}

/** From here on a run is not alone on its machine. */
const busyShare = 0.1;

function introduction({ version, runs }) {
  const machines = new Set(
    runs.map(({ machine: { node, v8, processor, memoryGiB }, date }) => {
      return `${processor}, ${memoryGiB} GiB; Node ${node}, V8 ${v8}; ${date}`;
    }),
  );
  const busyMost = Math.max(...runs.map(({ machine }) => machine.busy));
  const percent = `${Math.round(100 * busyMost)}%`;
  const busy =
    busyMost > busyShare ? ` Other work took up to ${percent} of the machine: figures are rough.` : "";
  return `groggy ${version} beside its peers. This page is written by the commands that measure:

\`\`\`sh
npm run build
npm run bench -- --write
npm run bench:peers -- --write
\`\`\`

Each library is given the same seeded edges in a process of its own: undirected, without self-loops and parallel edges, in random order, the way arrays of sources and targets hold them. Setting up is not timed. Every answer is compared with groggy's before its time counts: the partition, the sums of distances, the distance between ranks, the number of triangles, the correlation of betweenness; communities are judged by their modularity, which is computed here for all. Times are medians over up to five calls after the first, with half the distance of the quartiles, a ratio's being that of both; the first call is shown by itself, and is the only one where it takes over ${runs[0].budgetMs / 1000} s. A step that takes a library over ${runs[0].limitMs / 1000} s, or more memory than there is, is done at a smaller size instead, on which groggy is measured too: such figures name their size.

What is asked:

- building from arrays: a graph that algorithms can run on.
${tasks.map(({ title, what }) => `- ${title}: ${what}.`).join("\n")}

Ratios carry over to other machines, times do not. Measured on ${[...machines].join("; and on ")}.${busy}`;
}

function sectionOf(data, runs) {
  const [largest] = runs[0].rungs;
  const columns = runs.flatMap((run) =>
    run.outcomes.filter(({ results }) => results !== undefined).map((outcome) => ({ run, outcome })),
  );
  return [
    `## ${dataTitles[data]}`,
    `${count(largest.nodeCount)} nodes, ${count(largest.edgeCount)} edges. groggy, in ms:`,
    ownTable(largest),
    "How many times as long as groggy a peer takes, both on one thread. Below 1 the peer is ahead.",
    ratioTable(columns, 1, "medianMs"),
    "The same for first calls:",
    ratioTable(columns, 1, "firstMs"),
    ...threadsPart(columns),
    "Modularity of the communities found; in brackets groggy's at the size that a peer was tried at, where that is smaller:",
    modularityTable(largest, columns),
    "What the process grows by when the graph is built, in bytes an edge; groggy's with its frozen form:",
    memoryTable(largest, columns),
    `Release by release:\n\n![${dataTitles[data]}: how many times as long as groggy its peers take](../benchmarks/results/trend-${data}.svg)`,
  ].join("\n\n");
}

const count = (number) => number.toLocaleString("en-US");

function spreadOf({ medianMs, lowMs, highMs }) {
  return (highMs - lowMs) / (2 * medianMs);
}

function ownTable({ groggy }) {
  const rows = groggy
    .filter(({ threads }) => threads === 1)
    .map((figures) => {
      const twice = groggy.find(({ task, threads }) => task === figures.task && threads === 2);
      return [
        titles.get(figures.task),
        digits(figures.firstMs),
        timeOf(figures),
        ...(twice === undefined ? ["", ""] : [digits(twice.firstMs), timeOf(twice)]),
      ];
    });
  return table([["", "first call", "then", "2 threads, first call", "then"], ...rows]);
}

/** Of two calls and more; one alone has no spread. */
const around = (spread, { rounds }) => (rounds > 1 ? ` ±${Math.round(100 * spread)}%` : "");
const timeOf = (figures) => `${digits(figures.medianMs)}${around(spreadOf(figures), figures)}`;

/** groggy's figures on the same rung of the same run; on one thread where it has none on more. */
function ownFigures(run, { rung, task, threads }) {
  const { groggy } = run.rungs.find(({ name }) => name === rung);
  const same = groggy.filter((figures) => figures.task === task);
  return same.find((figures) => figures.threads === threads) ?? same[0];
}

/** A result and its ratio to groggy's, with the spread of both. */
export function ratioOf(run, result, figure) {
  const own = ownFigures(run, result);
  return { ratio: result[figure] / own[figure], spread: spreadOf(result) + spreadOf(own) };
}

function resultOf({ outcome }, task, threads) {
  return outcome.results.find((result) => result.task === task && result.threads === threads);
}

function ratioTable(columns, threads, figure) {
  const names = [...titles.keys()].filter((task) =>
    columns.some((column) => resultOf(column, task, threads) !== undefined),
  );
  const head = ["", ...columns.map(({ outcome }) => outcome.name)];
  const rows = names.map((task) => [
    titles.get(task),
    ...columns.map((column) => ratioCell(column, task, threads, figure)),
  ]);
  return table([head, ...rows]);
}

function ratioCell(column, task, threads, figure) {
  const { run, outcome } = column;
  const result = resultOf(column, task, threads);
  if (result === undefined) {
    const note = outcome.notes.findLast((each) => each.task === task && each.rung !== undefined);
    return note?.reason.startsWith("failed") ? "failed" : (note?.reason ?? "");
  }
  if (!result.agrees) return "answers differ";
  const { ratio, spread } = ratioOf(run, result, figure);
  const shown = ratio < 1 ? `**${digits(ratio)}**` : digits(ratio);
  return `${shown}${figure === "medianMs" ? around(spread, result) : ""}${sizeOf(run, result)}`;
}

/** The size a result is of, where it is not the largest. */
function sizeOf(run, { rung }) {
  const index = run.rungs.findIndex(({ name }) => name === rung);
  return index === 0 ? "" : ` (${rung.slice(rung.indexOf("-") + 1)})`;
}

function threadsPart(columns) {
  const threaded = columns.filter(({ outcome }) => outcome.results.some(({ threads }) => threads === 2));
  if (threaded.length === 0) return [];
  return ["The same with two threads, of those that have them:", ratioTable(threaded, 2, "medianMs")];
}

function modularityTable({ groggy }, columns) {
  const rows = communityTasks.map((task) => {
    const own = groggy.find((figures) => figures.task === task);
    return [
      titles.get(task),
      own.modularity.toFixed(4),
      ...columns.map((column) => {
        const result = resultOf(column, task, 1);
        if (result?.modularity === undefined) return "";
        const beside = sizeOf(column.run, result);
        const ours =
          beside === ""
            ? ""
            : ` (${ownFigures(column.run, result).modularity.toFixed(4)}, ${beside.slice(2)}`;
        return `${result.modularity.toFixed(4)}${ours}`;
      }),
    ];
  });
  return table([["", "groggy", ...columns.map(({ outcome }) => outcome.name)], ...rows]);
}

function memoryTable(largest, columns) {
  const perEdge = (rung, { rss }) => digits(rss / rung.edgeCount);
  const rows = columns.map((column) => {
    const result = resultOf(column, "build", 1);
    if (result === undefined) return [column.outcome.name, ""];
    const rung = column.run.rungs.find(({ name }) => name === result.rung);
    return [column.outcome.name, `${perEdge(rung, result)}${sizeOf(column.run, result)}`];
  });
  const own = largest.groggy.find(({ task }) => task === "build");
  return table([["", "bytes an edge"], ["groggy", perEdge(largest, own)], ...rows]);
}

const figureTitles = { medianMs: "", firstMs: ", first call" };

/** Every figure in which a peer takes less time, the farthest ahead first. */
export function aheadIn(record) {
  const found = [];
  for (const run of record.runs) {
    for (const { name, results = [] } of run.outcomes) {
      for (const result of results.filter(({ agrees }) => agrees)) {
        for (const figure of Object.keys(figureTitles)) {
          const { ratio } = ratioOf(run, result, figure);
          if (ratio < 1) found.push({ name, result, figure, ratio });
        }
      }
    }
  }
  return found.sort((a, b) => a.ratio - b.ratio);
}

function aheadOf(record) {
  const lines = aheadIn(record).map(({ name, result, figure, ratio }) => {
    const threads = result.threads > 1 ? `, ${result.threads} threads` : "";
    const what = `${titles.get(result.task)}${threads}${figureTitles[figure]}`;
    return `- ${what}, ${result.rung}: ${name} takes ${digits(ratio)} of groggy's time.`;
  });
  const text = lines.length === 0 ? "Nowhere in these runs." : lines.join("\n");
  return `## Where a peer is ahead\n\n${text}`;
}

function peersOf(record) {
  const outcomes = record.runs.flatMap((run) => run.outcomes);
  const lines = [...javascriptPeers, ...nativePeers].map(({ name, note, install = "npm ci" }) => {
    const found = outcomes.find((outcome) => outcome.name === name && outcome.versions !== undefined);
    const measured = found && Object.entries(found.versions).map(([part, version]) => `${part} ${version}`);
    const about = note === undefined ? "" : `; ${note}`;
    return `- **${name}**, \`${install}\`: ${measured?.join(", ") ?? "not measured"}${about}.`;
  });
  return `## Peers

Those in JavaScript come with the development dependencies. The others are looked for in \`~/.cache/groggy-peers\`, or in the folder that \`--peers\` names, and on the system; one that is not there is left out. The folder is made by \`python3 -m venv ~/.cache/groggy-peers\`.

With the commands that install them, and the versions measured:

${lines.join("\n")}`;
}
