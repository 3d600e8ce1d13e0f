// Whether the working tree is slower than a commit: builds that commit beside it and runs a fixed set of cases with both in
// pairs, each in a process of its own, by the processor's time. A case fails where the median ratio of pairs passes 1 by
// more than the noise: --noise, 0.08 unless given, and half the distance of the pairs' quartiles. --against COMMIT, the last tag
// unless given; --case NAME,NAME; --pairs N; --rounds N a process. With --smoke, as in CI, only counts that do not depend
// on the machine are looked at, beside those in benchmarks/gate/counts.json; --update writes them.
// Run: npm run build && npm run bench:gate -- --against COMMIT
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cases } from "./gate/cases.mjs";
import { countAll } from "./gate/counts.mjs";
import { checkSame, count, digits, machine, option, smoke, spread, summarize } from "./shared/measure.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const has = (name) => process.argv.includes(`--${name}`);
const textOf = (name) => (has(name) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined);

/** Counts may grow by this share before they fail. */
const COUNT_NOISE = 0.05;

if (smoke || has("update")) compareCounts();
else comparePairs();

function compareCounts() {
  const file = new URL("gate/counts.json", import.meta.url);
  const counts = countAll();
  if (has("update")) {
    writeFileSync(file, `${JSON.stringify(counts, undefined, 2)}\n`);
    return;
  }
  const recorded = JSON.parse(readFileSync(file, "utf8"));
  checkSame("the names of counts", Object.keys(counts).join(), Object.keys(recorded).join());
  for (const [name, now] of Object.entries(counts)) {
    const before = recorded[name];
    const isMore = !(now <= before * (1 + COUNT_NOISE));
    console.log(
      `${name.padEnd(44)} ${count(before).padStart(12)} ${count(now).padStart(12)}${isMore ? "  MORE" : ""}`,
    );
    if (isMore) process.exitCode = 1;
  }
  if (process.exitCode === 1)
    console.log("\nnode benchmarks/gate.mjs --update writes counts that are meant to grow");
}

function comparePairs() {
  const asked = textOf("case")?.split(",");
  for (const name of asked ?? [])
    if (!(name in cases)) throw new Error(`"--case" expected ${Object.keys(cases).join(", ")}, got ${name}`);
  const against = textOf("against") ?? run("git", ["describe", "--tags", "--abbrev=0"]).trim();
  const folder = mkdtempSync(join(tmpdir(), "groggy-gate-"));
  const other = join(folder, "tree");
  run("git", ["worktree", "add", "--detach", other, against]);
  try {
    symlinkSync(join(root, "node_modules"), join(other, "node_modules"));
    run(process.execPath, ["scripts/build.mjs"], other);
    console.log(
      `${machine()}\nthe working tree beside ${run("git", ["rev-parse", "--short", "HEAD"], other).trim()}`,
    );
    for (const name of asked ?? Object.keys(cases)) compareCase(name, other);
  } finally {
    run("git", ["worktree", "remove", "--force", other]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a case with both builds in turn, each pair the other way round. */
function compareCase(name, other) {
  const ratios = [];
  const [noise, rounds] = [option("noise", 0.08), option("rounds", 5)];
  for (let pair = 0; pair < option("pairs", 7); pair++) {
    const order = pair % 2 === 0 ? [root, other] : [other, root];
    const measured = new Map(order.map((tree) => [tree, measure(tree, name, rounds)]));
    const [now, before] = [measured.get(root), measured.get(other)];
    checkSame(name, now.answer, before.answer);
    ratios.push(summarize(now.times).median / summarize(before.times).median);
  }
  const ratio = summarize(ratios);
  const most = 1 + noise + (ratio.high - ratio.low) / 2;
  const isSlower = ratio.median > most;
  console.log(
    `${name.padEnd(24)} ${spread(ratio)} of the time, at most ${digits(most)}${isSlower ? "  SLOWER" : ""}`,
  );
  if (isSlower) process.exitCode = 1;
}

function measure(tree, name, rounds) {
  return JSON.parse(run(process.execPath, [join(root, "benchmarks/gate/run-case.mjs"), tree, name, rounds]));
}

function run(command, args, folder = root) {
  if (!existsSync(folder)) throw new Error(`${folder} is not there`);
  const { status, stdout, stderr } = spawnSync(command, args.map(String), { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed\n${stderr}`);
  return stdout;
}
