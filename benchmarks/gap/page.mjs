// The figures of benchmarks/gap.mjs as docs/results/gap.md.
import { writeFileSync } from "node:fs";
import { count, digits, machine, spread } from "../shared/measure.mjs";
import { table } from "../shared/section.mjs";
import { kernels } from "./kernels.mjs";
import { compilerOf } from "./suite.mjs";

const titles = new Map([
  ["build", "building from arrays"],
  ...kernels.map(({ name, title }) => [name, title]),
]);

/** Writes the page: for each graph the times of both and their ratio, with one thread and with two. */
export function writeGapPage(runs, { cpu, flags }) {
  const day = new Date().toISOString().slice(0, 10);
  const parts = [
    intro(cpu, flags),
    `Measured on ${machine().split("\n").reverse().join("; ")}, ${compilerOf()}; ${day}.`,
    ...runs.flatMap(sectionOf),
    `## Where the suite is ahead\n\n${aheadOf(runs)}`,
  ];
  writeFileSync(new URL("../../docs/results/gap.md", import.meta.url), `${parts.join("\n\n")}\n`);
}

const intro = (cpu, flags) => `# Beside the GAP Benchmark Suite

The [GAP Benchmark Suite](https://github.com/sbeamer/gapbs) is C++ that was written to be the reference for kernels of
graphs. Both run on the same edges in turn, call by call. This page is written by the command that measures:

\`\`\`sh
npm run build
GAPBS=folder npm run bench:gap -- --write${flags}
\`\`\`

\`GAPBS\` names a checkout of the suite, which is built with its own flags. Ratios are groggy's time by the suite's:
below 1 groggy is ahead. Each is the median over pairs of calls, with half the distance of the quartiles; the ratio of
the first calls is shown by itself. Every answer is compared with the suite's before its time counts. The suite's
PageRank updates in place in float32, groggy's reads contributions in float32 and adds in float64, with the same bits
for any number of threads; both are compared by 20 rounds and by the tolerance. For weighted paths the suite is given
the width of buckets that suits it best. Its \`cc\` and \`bfs\` start from a graph whose lists are sorted, as its
builder leaves them; groggy's are in the
order of edges.${cpu ? " Times are the processor's, all threads together: other work ran on the machine." : ""}`;

function sectionOf({ title, nodeCount, edgeCount, results }) {
  const rows = [["", "groggy, ms", "GAP, ms", "ratio", "first call, ms", "ratio of first calls"]];
  for (const { kernel, threads, own, other, ratio, firstMs, firstRatio } of results) {
    const name = `${titles.get(kernel)}${threads > 1 ? `, ${threads} threads` : ""}`;
    rows.push([name, spread(own), spread(other), spread(ratio), digits(firstMs), digits(firstRatio)]);
  }
  return [`## ${title}`, `${count(nodeCount)} nodes, ${count(edgeCount)} edges.`, table(rows)];
}

function aheadOf(runs) {
  const lines = runs.flatMap(({ title, results }) =>
    results
      .filter(({ ratio }) => ratio.median > 1.05)
      .map(({ kernel, threads, ratio }) => {
        const many = threads > 1 ? `, ${threads} threads` : "";
        return `- ${title}, ${titles.get(kernel)}${many}: ${digits(ratio.median)} times its time.`;
      }),
  );
  return lines.length > 0 ? lines.join("\n") : "Nowhere in these runs.";
}
