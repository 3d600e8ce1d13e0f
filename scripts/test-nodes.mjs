// Runs the tests of the package, and a quick part of the others, on the versions of Node that users have, which npm
// installs into a folder that is removed afterwards. `--smoke` runs test/nodes/smoke.mjs alone, on each version in turn.
// `npm run build` comes first.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const versions = [22, 24, 26];
const platform = `${process.platform}-${process.arch}`;
const isSmoke = process.argv.includes("--smoke");

if (platform !== "linux-x64") {
  console.log(`skipped: Node for ${platform} is not installed by this script`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "groggy-nodes-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
const packages = versions.map((version) => `node${version}@npm:node-${platform}@${version}`);
const npm = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", ...packages];
const installed = spawnSync("npm", npm, { cwd: folder, stdio: "inherit" });
if (installed.status !== 0) {
  console.error(`expected npm to install ${packages.join(", ")}`);
  process.exit(1);
}
const nodes = [
  process.execPath,
  ...versions.map((version) => join(folder, "node_modules", `node${version}`, "bin/node")),
];

/** Runs a version of Node, which is also the one that what it starts finds. */
function run(node, args, stdio) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  return spawnSync(node, args, { cwd: root, env, stdio, encoding: "utf8" });
}

const vitest = ["node_modules/vitest/vitest.mjs", "run"];
const suites = [
  [
    ...vitest,
    "--config",
    "vitest.package.config.ts",
    "test/package/package.test.ts",
    "-t",
    "in Node|what is loaded",
  ],
  // what the compiler says does not depend on the version
  [...vitest, "test/graph", "test/pool", "test/structures", "test/formats", "--exclude", "test/graph/*type*"],
];
let failed = 0;
let expected;
for (const node of nodes) {
  const version = run(node, ["--version"], "pipe").stdout.trim();
  const { status, stdout, stderr } = run(node, ["test/nodes/smoke.mjs", folder], "pipe");
  expected ??= stdout;
  const isSame = status === 0 && stdout === expected;
  console.log(
    `${version.padEnd(10)} smoke ${isSame ? "ok" : `FAILED, expected ${expected}got ${stdout}${stderr}`}`,
  );
  if (!isSame) failed++;
  // the present version runs the suites in `npm test`
  if (isSmoke || node === process.execPath) continue;
  for (const suite of suites) {
    console.log(`\n${version} ${suite.slice(2).join(" ")}`);
    if (run(node, suite, "inherit").status !== 0) failed++;
  }
}
console.log(`${nodes.length} versions, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
