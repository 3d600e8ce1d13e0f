// Strings interned against plain UTF-8, at various numbers of distinct values: what decides when a column of
// strings stops interning (src/pool/utf8-column.ts). The package is built into build/ module by module; here it
// is taken twice, with the switch moved to either end, each case in a process of its own. --rows; --smoke runs
// small sizes, for CI; --write puts the table into docs/results/memory.md, with --date.
// Run: npm run build && npm run bench:interning
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importedModules } from "../scripts/imported-modules.mjs";
import {
  checkSame,
  cpuTimeOf,
  digits,
  drawer,
  machine,
  option,
  smoke,
  summarize,
} from "./shared/measure.mjs";
import { held, inProcess } from "./shared/memory.mjs";
import { table, writeSection } from "./shared/section.mjs";

const rowCount = option("rows", smoke ? 20_000 : 1_000_000);
const rounds = smoke ? 1 : 5;
const variants = new URL("../build/variants/", import.meta.url);

/** The built package with the switch at `always` or `never`, by the constants' values. */
function makeVariant(name, distinctAlways) {
  const build = new URL("../build/", import.meta.url);
  const folder = new URL(`${name}/`, variants);
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(build)) {
    if (entry !== "variants") cpSync(new URL(entry, build), new URL(entry, folder), { recursive: true });
  }
  const path = new URL("pool/utf8-column.js", folder);
  const changed = readFileSync(path, "utf8")
    .replace(/const DISTINCT_ALWAYS = .*;/, `const DISTINCT_ALWAYS = ${distinctAlways};`)
    .replace(/const ROWS_PER_DISTINCT_MIN = .*;/, "const ROWS_PER_DISTINCT_MIN = Infinity;");
  writeFileSync(path, changed);
  // what package.json names in "imports" is the variant's own, and not that of dist/
  const imports = Object.fromEntries(
    Object.entries(importedModules).map(([name, module]) => [name, `./${module}.js`]),
  );
  writeFileSync(new URL("package.json", folder), JSON.stringify({ type: "module", imports }));
}

/** One case in this process: ns a row for each operation, bytes a row. */
async function measureCase(variant, distinctCount) {
  const { Graph } = await import(new URL(`${variant}/index.js`, variants).href);
  const draw = drawer(0x2545f491);
  const textOf = (i) => `name ${String(i).padStart(7, "0")}`;
  // every string comes up once at least
  const numbers = Uint32Array.from({ length: rowCount }, (_, i) =>
    i < distinctCount ? i : draw(distinctCount),
  );
  for (let i = rowCount - 1; i > 0; i--) {
    const j = draw(i + 1);
    [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
  }
  // made anew for each row, as a parser makes them
  const values = () => Array.from(numbers, textOf);
  const load = (text) => {
    const graph = new Graph();
    graph.addNodes(rowCount, { attributes: { text } });
    return graph;
  };
  const append = [];
  for (let round = 0; round <= rounds; round++) {
    const text = values();
    append.push(cpuTimeOf(() => load(text)));
  }
  let graph;
  const { bytes } = held(() => {
    graph = load(values());
    return graph;
  });
  const wanted = distinctCount >> 1;
  const [equal, prefix] = [`text = '${textOf(wanted)}'`, "text STARTS WITH 'name 00001'"];
  const count = (test) => numbers.reduce((sum, number) => sum + (test(number) ? 1 : 0), 0);
  checkSame(
    equal,
    graph.nodes.where(equal).count,
    count((number) => number === wanted),
  );
  checkSame(
    prefix,
    graph.nodes.where(prefix).count,
    count((number) => textOf(number).startsWith("name 00001")),
  );
  const asked = Uint32Array.from({ length: Math.min(rowCount, 100_000) }, () => draw(rowCount));
  const timed = (run) => {
    run();
    return summarize(Array.from({ length: rounds }, () => cpuTimeOf(run))).median * 1e6;
  };
  let units = 0;
  const single = timed(() => {
    for (const id of asked) units += graph.nodes.get(id, "text").length;
  });
  checkSame("units", units % textOf(0).length, 0);
  return [
    (summarize(append.slice(1)).median * 1e6) / rowCount,
    single / asked.length,
    timed(() => graph.nodes.column("text")) / rowCount,
    timed(() => graph.nodes.where(equal)) / rowCount,
    timed(() => graph.nodes.where(prefix)) / rowCount,
    bytes / rowCount,
  ];
}

function report() {
  makeVariant("always", "Infinity");
  makeVariant("never", "0");
  const script = fileURLToPath(import.meta.url);
  const heads = ["distinct", "rows each", "append", "get", "column", "=", "STARTS WITH", "bytes"];
  const print = (cells) =>
    console.log(cells.map((cell, i) => cell.padStart(i < 2 ? 9 : i === 6 ? 12 : 10)).join(""));
  console.log(`${machine()}\n${rowCount} rows of 12 units; ns of CPU a row, interned/plain\n`);
  print(heads);
  const rows = [heads];
  for (const rowsEach of [1, 1.25, 1.5, 2, 3, 4, 8, 16, 64, 1024]) {
    const distinctCount = Math.round(rowCount / rowsEach);
    const [interned, plain] = ["always", "never"].map((variant) =>
      inProcess(script, "--case", variant, String(distinctCount)),
    );
    const figures = interned.map((figure, i) => `${digits(figure)}/${digits(plain[i])}`);
    rows.push([String(distinctCount), String(rowsEach), ...figures]);
    print(rows.at(-1));
  }
  rmSync(variants, { recursive: true });
  if (!process.argv.includes("--write")) return;
  const date = process.argv.indexOf("--date");
  const dated = date < 0 ? "" : `${process.argv[date + 1]}; `;
  writeSection(
    "memory.md",
    "Strings interned or plain",
    `${dated}${machine().replaceAll("\n", "; ")}; ${rowCount.toLocaleString("en-US")} rows of 12 ASCII characters. \`npm run bench:interning\`

In each cell interned, then plain UTF-8; ns of CPU time a row, and bytes a row. \`get\` asks for single random rows, \`column\` reads all.

${table(rows)}`,
  );
}

const asked = process.argv.indexOf("--case");
if (asked < 0) report();
else console.log(JSON.stringify(await measureCase(process.argv[asked + 1], Number(process.argv[asked + 2]))));
