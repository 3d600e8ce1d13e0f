// What a store costs, as a table with targets and as docs/results/store-costs.md.
import { writeFileSync } from "node:fs";
import { count, digits } from "./measure.mjs";

/** What is measured, by group: a name for people, a unit, and on 1,000,000 nodes and 5,000,000 edges a target. */
const GROUPS = {
  "Saving and loading": {
    save: ["commit of the import, durable", "ms"],
    commitInMemory: ["the same commit in memory", "ms"],
    saveBeyond: ["what the store adds", "ms"],
    writePlainly: ["the same bytes written plainly, one sync", "ms"],
    saveRatio: ["what the store adds, in plain writes", "times", 2],
    saveSpeed: ["bytes of the store by the time of the commit", "MB/s"],
    saveDeflated: ["commit of the import with deflate", "ms"],
    load: ["opening and loading everything", "ms"],
    readPlainly: ["the same bytes read plainly", "ms"],
    loadRatio: ["loading, in plain reads", "times", 2],
    gc: ["gc, which writes everything anew", "ms"],
    gcSpeed: ["bytes of the store by the time of gc", "MB/s"],
  },
  Opening: {
    open: ["open to read, to the first lookup", "ms", 50],
    openToWrite: ["open to write, to the first lookup, and close", "ms", 50],
    openInNewProcess: ["open to read, to the first lookup, in a new process", "ms", 50],
    openNeighbors: ["open, and the neighbours of a node", "ms"],
    firstCommit: ["first commit after opening", "ms"],
    refresh: ["refresh of a reader after a commit of one cell", "us", 1000],
  },
  "A commit of one cell": {
    commitOneInMemory: ["in memory", "us"],
    bareAppend: ["704 bytes appended and synced, without a store", "us"],
    commitOneFull: ["full", "us"],
    fullRatio: ["full, in bare appends", "times", 3],
    commitOneGroup: ["group", "us"],
    commitOneNone: ["none", "us"],
  },
  "Many commits of one cell, on 10,000 nodes": {
    commitOfMany: ["each, with durability none", "us"],
    openMany: ["open, to the first lookup", "ms", 50],
    openLog: ["open, and the last five commits of the log", "ms", 50],
    openLogAll: ["open, and the whole log", "ms"],
    openCheckout: ["checkout of the commit half-way, and close", "ms"],
  },
  "Bytes on disk": {
    bytesPerNode: ["a node with a label", "bytes"],
    bytesPerNodeDeflated: ["with deflate", "bytes"],
    bytesPerEdge: ["an edge with a type", "bytes", 10],
    bytesPerEdgeDeflated: ["with deflate", "bytes"],
    bytesPerCell: ["a cell, of six attributes", "bytes"],
    bytesPerCellDeflated: ["with deflate", "bytes"],
    bytesPerCommit: ["a commit of one cell", "bytes", 1024],
    bytesInAll: ["all of it", "MB"],
    bytesInAllDeflated: ["with deflate", "MB"],
  },
};

const SCALES = { us: 1e3, MB: 1e-6 };

function figureOf({ median, low, high }, unit) {
  const shown = `${digits(median * (SCALES[unit] ?? 1))} ${unit}`;
  return low === high ? shown : `${shown} ±${Math.round((50 * (high - low)) / median)}%`;
}

/** The rows of a group: what, figure, target. */
function rowsOf(group, costs) {
  return Object.entries(group)
    .filter(([name]) => costs[name] !== undefined)
    .map(([name, [what, unit, target]]) => {
      const isMissed = target !== undefined && costs[name].median * (SCALES[unit] ?? 1) > target;
      const wanted = target === undefined ? "" : `${count(target)} ${unit}${isMissed ? ", missed" : ""}`;
      return [what, figureOf(costs[name], unit), wanted];
    });
}

/** Prints what was measured. */
export function showCosts(costs, { nodeCount, edgeCount, cellCount, commitCount, machine }) {
  console.log(machine);
  console.log(`${count(nodeCount)} nodes, ${count(edgeCount)} edges, ${count(cellCount)} cells`);
  console.log(`${count(commitCount)} commits`);
  for (const [title, group] of Object.entries(GROUPS)) {
    console.log(`\n${title.padEnd(54)}${"".padStart(14)}${"target".padStart(12)}`);
    for (const [what, figure, target] of rowsOf(group, costs)) {
      console.log(`${what.padEnd(52)}${figure.padStart(16)}${target.padStart(20)}`);
    }
  }
}

/** Writes docs/results/store-costs.md. */
export function writeCosts(costs, about) {
  writeFileSync(new URL("../../docs/results/store-costs.md", import.meta.url), pageOf(costs, about));
}

/** The page, from all that was measured. */
export function pageOf(costs, { nodeCount, edgeCount, cellCount, commitCount, machine, seconds }) {
  const table = (group) =>
    [["", "", "target"], ["---", "--:", "--:"], ...rowsOf(group, costs)]
      .map((cells) => `| ${cells.join(" | ")} |`)
      .join("\n");
  return [
    "# What a store costs",
    "Made by a command, not by hand. Each figure is a median; ± is half the distance of the quartiles. What stands " +
      "beside a figure was measured on the same disk in the same run: ratios hold on other machines, times do not.",
    "```sh\nnpm run build && npm run bench:store -- --write\n```",
    `\`\`\`\n${machine}\n${digits(seconds)} s in all\n\`\`\``,
    `${count(nodeCount)} nodes with a label, ${count(edgeCount)} edges with a type, ${count(cellCount)} cells: of the ` +
      "nodes int32, float64, strings of 500 and strings that are all distinct; of the edges int32 and float64. " +
      `${count(commitCount)} commits where there are many. Files are in the system's cache. Targets are for 1,000,000 ` +
      "nodes and 5,000,000 edges.",
    ...Object.entries(GROUPS).flatMap(([title, group]) => [`## ${title}`, table(group)]),
  ]
    .join("\n\n")
    .concat("\n");
}
