// Mutation testing: makes small wrong changes to version control, one by one, and looks for those that no test
// notices. What is tested is a commit, unpacked into a folder of its own; the checkout is not touched.
//
//   npm run test:mutation -- --sample 150 --seed 1
//
// --group history|space  which files (history)         --file text     only files whose path has it
// --sample n --seed n    so many, by chance (all, 1)   --only text     only mutants whose key has it, any number
// --runs 0..1            share of property runs (1)    --jobs n        processes at once (1)
// --commit name          what is tested (HEAD)         --here          the working tree, as it is now
// --json file            the results as data           --list          lists the mutants, tries none
// --suites a,b           only these folders of tests: quick, and more survive
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { sourcesOfImports } from "./imported-modules.mjs";
import { groupByFile, mutate, sample } from "./mutation/mutants.mjs";

const { values: options } = parseArgs({
  options: {
    group: { type: "string", default: "history" },
    file: { type: "string", default: "" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
    runs: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
    commit: { type: "string", default: "HEAD" },
    here: { type: "boolean", default: false },
    json: { type: "string" },
    suites: { type: "string" },
    list: { type: "boolean", default: false },
  },
});

const SPACE = [
  "delta",
  "compose",
  "cell-changes",
  "cell-log",
  "tracked-elements",
  "past-state",
  "graph-space",
  "compact",
];
const SUITES = [
  "history",
  "history-read",
  "history-verbs",
  "merge",
  "model",
  "graph",
  "exchange",
  "mutation-gaps",
];
// its subject is which platform is loaded, of which there is one here
const LEFT_OUT = /platform\.test\.ts$/;
/** A test that takes so many times as long as it should, and this much longer, does not end. */
const TIMES_MAX = 8;
const MORE_MS = 5000;
/** A test that kills and takes no longer than this is run again without the mutant. */
const CHECK_MS_MAX = 500;

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "groggy-mutation-"));
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const tree = options.here ? root : unpack();
const { chosen, texts, countAll } = findMutants();
if (options.list) for (const { key, before, after } of chosen) console.log(`${key}: ${before} => ${after}`);
else await tryAll();

function unpack() {
  const archive = spawnSync("git", ["archive", options.commit], { cwd: root, maxBuffer: 2 ** 30 });
  if (archive.status !== 0) throw new Error(String(archive.stderr));
  const { status } = spawnSync("tar", ["x"], { cwd: folder, input: archive.stdout });
  if (status !== 0) throw new Error("tar failed");
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const kernels = join(folder, "src/kernels/core/module.ts");
  if (!existsSync(kernels)) spawnSync(process.execPath, ["scripts/build-kernels.mjs"], { cwd: folder });
  return folder;
}

function findMutants() {
  const all = readdirSync(join(tree, "src", options.group)).filter((name) => name.endsWith(".ts"));
  const names = options.group === "space" ? all.filter((name) => SPACE.includes(name.slice(0, -3))) : all;
  const files = names
    .map((name) => `src/${options.group}/${name}`)
    .filter((file) => file.includes(options.file));
  const read = (file) => readFileSync(join(tree, file), "utf8");
  const found = files.flatMap((file) => mutate(file, read(file)).mutants);
  const meant = options.only
    ? found.filter(({ key }) => options.only.some((part) => key.includes(part)))
    : found;
  const picked = options.sample ? sample(meant, Number(options.sample), Number(options.seed)) : meant;
  const keys = new Set(picked.map(({ key }) => key));
  const chosen = [];
  const texts = new Map();
  for (const file of files) {
    const { mutants, code } = mutate(file, read(file), {
      wanted: (key) => keys.has(key),
      first: chosen.length,
    });
    chosen.push(...mutants);
    texts.set(join(tree, file), code);
  }
  return { chosen, texts, countAll: found.length };
}

/** Joins all tests and what they test, with the mutants in it, in one file. */
async function bundle() {
  const suites = options.suites?.split(",") ?? SUITES;
  const tests = suites
    .map((suite) => join(tree, "test", suite))
    .filter(existsSync)
    .flatMap((suite) => readdirSync(suite).map((name) => join(suite, name)))
    .filter((path) => path.endsWith(".test.ts") && !LEFT_OUT.test(path));
  const own = (name) => fileURLToPath(new URL(`./mutation/${name}`, import.meta.url));
  // what vitest stands on, wherever it is installed
  const ofVitest = createRequire(createRequire(import.meta.url).resolve("vitest/package.json"));
  const outfile = join(folder, "tests.mjs");
  await build({
    stdin: {
      contents: `${tests.map((path) => `import ${JSON.stringify(path)};`).join("\n")}\nexport { tests } from "vitest";`,
      resolveDir: tree,
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
    // the tests are imported for what they do, whatever package.json says
    ignoreAnnotations: true,
    sourcemap: "inline",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    alias: {
      vitest: own("suite.mjs"),
      "fast-check": own("properties.mjs"),
      "fast-check-itself": fileURLToPath(import.meta.resolve("fast-check")),
      "@vitest/expect": ofVitest.resolve("@vitest/expect"),
      "@vitest/spy": ofVitest.resolve("@vitest/spy"),
      chai: createRequire(ofVitest.resolve("@vitest/expect")).resolve("chai"),
      ...sourcesOfImports(tree),
    },
    plugins: [
      {
        name: "mutants",
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const contents = texts.get(path);
            return contents === undefined ? undefined : { contents, loader: "ts" };
          });
        },
      },
    ],
  });
  return outfile;
}

/** Starts a process that can try mutants. */
function startWorker(path, atLoad) {
  const script = fileURLToPath(new URL("./mutation/worker.mjs", import.meta.url));
  const args = ["--max-old-space-size=3000", script, path, ...(atLoad === undefined ? [] : [String(atLoad)])];
  const child = spawn(process.execPath, args, {
    stdio: ["pipe", "ignore", "ignore", "pipe"],
    env: { ...process.env, MUTATION_RUNS: options.runs },
  });
  running.add(child);
  const messages = [];
  let wake = () => {};
  createInterface({ input: child.stdio[3] }).on("line", (line) => {
    messages.push(JSON.parse(line));
    wake();
  });
  let hasEnded = false;
  child.on("exit", () => {
    hasEnded = true;
    running.delete(child);
    wake();
  });
  child.stdin.on("error", () => {});
  return {
    send: (order) => child.stdin.write(`${JSON.stringify(order)}\n`),
    end: () => child.kill("SIGKILL"),
    /** The next message; undefined if none comes in time, or none will come. */
    async next(limitMs) {
      const deadline = performance.now() + limitMs;
      while (messages.length === 0 && !hasEnded && performance.now() < deadline) {
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, Math.max(1, deadline - performance.now()));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return messages.shift();
    },
  };
}

/** Runs all tests without a mutant: how long each takes, and which mutants it comes by. */
async function runBaseline(path) {
  const worker = startWorker(path);
  const loaded = await worker.next(120_000);
  if (loaded?.loaded === undefined || loaded.failure)
    throw new Error(`the tests do not load: ${loaded?.failure}`);
  worker.send({ baseline: true });
  const tests = [];
  for (let at = await worker.next(600_000); at?.index !== undefined; at = await worker.next(600_000))
    tests.push(at);
  worker.end();
  if (tests.length !== loaded.loaded || tests.length === 0) throw new Error("the tests do not end");
  const broken = tests.filter(({ failed }) => failed !== undefined);
  for (const { name, failed } of broken)
    console.log(`left out, fails without a mutant: ${name}\n  ${failed}`);
  const whole = tests.filter(({ failed }) => failed === undefined).sort((a, b) => a.ms - b.ms);
  return {
    tests: whole,
    atLoad: new Set(loaded.hits),
    times: new Map(tests.map(({ index, ms }) => [index, ms])),
  };
}

async function tryAll() {
  const path = await bundle();
  const { tests, atLoad, times } = await runBaseline(path);
  const totalMs = tests.reduce((sum, { ms }) => sum + ms, 0);
  console.log(
    `${chosen.length} of ${countAll} mutants, ${tests.length} tests in ${(totalMs / 1000).toFixed(1)} s without one`,
  );
  const check = tests.filter(({ ms }) => ms <= CHECK_MS_MAX).map(({ index }) => index);
  const results = [];
  const queue = [...chosen];

  async function work() {
    let worker;
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const start = performance.now();
      const isStatic = atLoad.has(mutant.number);
      const order = tests
        .filter(({ hits }) => isStatic || hits.includes(mutant.number))
        .map(({ index }) => index);
      for (let isSpoilt = true, tries = 0; isSpoilt && tries < 2; tries++) {
        if (isStatic) worker?.end();
        if (isStatic || worker === undefined) {
          worker = startWorker(path, isStatic ? mutant.number : undefined);
          const loaded = await worker.next(60_000);
          if (loaded === undefined || loaded.failure) {
            mutant.status = loaded === undefined ? "timed out" : "killed";
            mutant.by = "loading";
            break;
          }
        }
        worker.send({ mutant: mutant.number, tests: order, check: isStatic ? [] : check });
        let at;
        let limitMs = MORE_MS;
        for (at = await worker.next(limitMs); at?.begins !== undefined; at = await worker.next(limitMs)) {
          mutant.by = tests.find(({ index }) => index === at.begins).name;
          limitMs = times.get(at.begins) * TIMES_MAX + MORE_MS;
        }
        mutant.status = at === undefined ? "timed out" : at.killer === undefined ? "survived" : "killed";
        mutant.tests = order.length;
        if (mutant.status === "survived") mutant.by = undefined;
        mutant.failed = at?.failed;
        isSpoilt = at?.isSpoilt === true;
        if (isStatic || isSpoilt || at === undefined) {
          worker.end();
          worker = undefined;
        }
      }
      if (isStatic) {
        worker?.end();
        worker = undefined;
      }
      mutant.ms = Math.round(performance.now() - start);
      results.push(mutant);
      const place = `${mutant.file.slice(4)}:${mutant.line}`;
      if (process.stdout.isTTY || mutant.status === "survived")
        console.log(`${results.length}/${chosen.length} ${mutant.status.padEnd(9)} ${place} ${mutant.kind}`);
    }
    worker?.end();
  }

  await Promise.all(Array.from({ length: Number(options.jobs) }, work));
  results.sort((a, b) => a.number - b.number);
  if (options.json) writeFileSync(options.json, JSON.stringify(results, undefined, 1));
  report(results);
}

function report(results) {
  const row = (...cells) =>
    console.log(
      cells.map((cell, i) => (i === 0 ? String(cell).padEnd(36) : String(cell).padStart(10))).join(""),
    );
  const count = (group, status) => group.filter((mutant) => mutant.status === status).length;
  const line = (name, group) =>
    row(name, group.length, count(group, "killed"), count(group, "timed out"), count(group, "survived"));
  console.log();
  row("file", "mutants", "killed", "timed out", "survived");
  for (const [file, group] of groupByFile(results)) line(file.slice(4), group);
  line("all", results);
  const survivors = results.filter(({ status }) => status === "survived");
  if (survivors.length > 0) console.log("\nsurvivors, with the number of tests that come by:");
  for (const { key, before, after, tests } of survivors)
    console.log(`${key} (${tests})\n  ${cut(before)} => ${cut(after)}`);
}

function cut(code) {
  return code.length > 90 ? `${code.slice(0, 87)}...` : code;
}
