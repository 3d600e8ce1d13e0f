// docs/results/history-costs.md, made of what was measured.
import { COSTS } from "./history-costs.mjs";
import { count, digits } from "./measure.mjs";

/** On 1,000,000 nodes and 5,000,000 edges; in ms or bytes. */
const TARGETS = {
  commitOne: 0.05,
  commitMany: 10,
  branch: 0.005,
  checkoutMany: 10,
  diffOne: 0.1,
  compare: 0.001,
  merge: 5,
  bytesPerCommit: 1024,
  bytesPerCell: 40,
};

/** What stands in the way of each target that may be missed. */
const OBSTACLES = {
  commitOne:
    "the hashes: two leaves' worth of bytes, four levels of each tree above them, the root and the commit",
  commitMany:
    "10,000 cells drawn at random touch nearly all of the 977 leaves of 1,024 values that 1,000,000 nodes have, and " +
    "each of them is hashed anew: 8 MB of values. Smaller leaves would hash less here and cost more everywhere else",
  merge: "the leaves of 4,000 cells, hashed for the commit of the merge",
  bytesPerCommit: "objects of the commit, its delta and the hashes of its leaves",
  bytesPerCell:
    "a cell takes 12 bytes in the delta and 8 for its value; each leaf that is touched keeps its hash before and after",
};

/** A cost as it is read: us, ms or bytes. */
export function costText(name, { median, low, high }, withSpread = false) {
  const [, unit] = COSTS[name];
  const scale = unit === "us" ? 1e3 : 1;
  const shown = `${digits(median * scale)} ${unit}`;
  if (!withSpread || low === high) return shown;
  return `${shown} ±${Math.round((50 * (high - low)) / median)}%`;
}

/** The page, from all that was measured. */
export function renderPage(results, { machine, command, seconds }) {
  const groggy = results.filter(({ subject }) => subject === "groggy");
  const others = results.filter(({ subject }) => subject !== "groggy");
  const sizes = [...new Set(groggy.map(({ nodeCount }) => nodeCount))];
  const largest = groggy.filter(({ nodeCount }) => nodeCount === sizes.at(-1));
  return [
    "# What versions cost",
    "Made by a command, not by hand. Each figure is a median; ± is half the distance of the quartiles. Ratios hold " +
      "on other machines, times do not.",
    `\`\`\`sh\n${command}\n\`\`\``,
    `\`\`\`\n${machine}\n${digits(seconds)} s in all\n\`\`\``,
    `Cells are drawn at random from one attribute of all nodes. A graph has five edges a node, and a history of so ` +
      "many commits of one cell before anything is measured. All is in memory; what a store on disk adds is one sync " +
      "a commit. DoltLite hashes what changes when it is set: what compares is cells set and committed.",
    "## Targets",
    targetTable(largest),
    ...missed(largest),
    flatness(groggy),
    "## All sizes",
    ...sizes.map((size) =>
      sizeTable(
        size,
        groggy.filter(({ nodeCount }) => nodeCount === size),
      ),
    ),
    "## Beside others",
    ...peerTables(groggy, others),
    "## What was left out",
    "- DoltLite and full copies at 100,000 commits: a commit of theirs costs the same at 10 and at 1,000.",
    "- Full copies at 1,000,000 nodes: such a graph takes half a minute to build and 2 GB, each copy as much again.",
    "- Checkouts, branches and logs of full copies: a copy is at hand or it is not, there is nothing to measure.",
    "- Memory of DoltLite: it is not in JavaScript's heap.",
  ]
    .join("\n\n")
    .concat("\n");
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

const commitsOf = ({ commitCount }) => `${count(commitCount)} commits`;

function sizeTable(size, results) {
  const rows = Object.keys(COSTS).map((name) => [
    COSTS[name][0],
    ...results.map(({ costs }) => (costs[name] === undefined ? "" : costText(name, costs[name], true))),
  ]);
  const head = `### ${count(size)} nodes, ${count(size * 5)} edges`;
  return `${head}\n\n${table(["", ...results.map(commitsOf)], rows)}`;
}

function targetTable(results) {
  const rows = Object.entries(TARGETS).map(([name, target]) => [
    COSTS[name][0],
    costText(name, { median: target, low: target, high: target }),
    ...results.map(({ costs }) => (costs[name] === undefined ? "" : costText(name, costs[name]))),
  ]);
  return table(["", "target", ...results.map(commitsOf)], rows);
}

/** The targets that were missed, and why. */
function missed(results) {
  const worst = Object.entries(TARGETS).filter(([name, target]) =>
    results.some(({ costs }) => costs[name]?.median > target),
  );
  if (worst.length === 0) return ["All are reached."];
  const lines = worst.map(([name]) => `- ${COSTS[name][0]}: ${OBSTACLES[name] ?? "not looked into"}.`);
  return [`Not reached, and what stands in the way:\n\n${lines.join("\n")}`];
}

/** How the cost of a checkout changes with the length of the history. */
function flatness(groggy) {
  const lines = [...new Set(groggy.map(({ nodeCount }) => nodeCount))].map((size) => {
    const line = groggy.filter(({ nodeCount }) => nodeCount === size);
    const ratio = line.at(-1).costs.checkoutMany.median / line[0].costs.checkoutMany.median;
    return `- ${count(size)} nodes: ${digits(ratio)} times what it is at ${commitsOf(line[0])}`;
  });
  return `A checkout across 10,000 cells at ${commitsOf(groggy.at(-1))}:\n\n${lines.join("\n")}`;
}

function peerTables(groggy, others) {
  if (others.length === 0) return ["Nothing else was installed."];
  const sizes = [...new Set(others.map(({ nodeCount }) => nodeCount))];
  return sizes.map((size) => {
    const columns = others.filter(({ nodeCount }) => nodeCount === size);
    const commitCount = Math.max(...columns.map((column) => column.commitCount ?? 0));
    const own = groggy.filter(({ nodeCount }) => nodeCount === size);
    const ours = own.find((each) => each.commitCount === commitCount) ?? own[0];
    const names = Object.keys(COSTS).filter((name) => columns.some(({ costs }) => costs[name] !== undefined));
    const rows = names.map((name) => [
      COSTS[name][0],
      ours.costs[name] === undefined ? "" : costText(name, ours.costs[name]),
      ...columns.flatMap(({ costs }) => peerCells(name, costs[name], ours.costs[name])),
    ]);
    const head = ["", "groggy", ...columns.flatMap((column) => [titleOf(column), "ratio"])];
    const title = `### ${count(size)} nodes, ${count(size * 5)} edges, ${count(ours.commitCount)} commits`;
    return `${title}\n\n${table(head, rows)}`;
  });
}

const titleOf = ({ subject, commitCount }) =>
  commitCount === undefined ? subject : `${subject}, ${count(commitCount)}`;

function peerCells(name, cost, ours) {
  if (cost === undefined) return ["", ""];
  return [costText(name, cost), ours === undefined ? "" : digits(cost.median / ours.median)];
}
