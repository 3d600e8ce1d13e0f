// Runs every benchmark in its smoke mode: small inputs, answers checked, no figure judged.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
// benchmarks lie in the folder itself, what they share in folders below it
const names = readdirSync(`${root}benchmarks`).filter((name) => name.endsWith(".mjs"));
if (names.length === 0) throw new Error("no benchmark found");
let failed = 0;
for (const name of names.sort()) {
  console.log(`\nbenchmarks/${name} --smoke`);
  const { status } = spawnSync(process.execPath, [`benchmarks/${name}`, "--smoke"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) failed++;
}
console.log(`\n${names.length} benchmarks, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
