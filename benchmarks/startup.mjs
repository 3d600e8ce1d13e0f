// What importing costs: whole processes of Node with and without the import, in pairs, so that what else the
// machine does meets both alike; processor time. `node benchmarks/startup.mjs [--smoke]`, after a build.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const pairs = process.argv.includes("--smoke") ? 3 : 30;
const entries = ["groggy", "groggy/algorithms", "groggy/arrow", "groggy/formats", "groggy/json"];

/** The processor time of a process from its start to its end, in ms. */
function elapsedMs(code) {
  const told = `${code}\nconst { user, system } = process.cpuUsage(); process.stdout.write(String(user + system));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", told], { cwd: root });
  return Number(output) / 1000;
}

/** The value below which `share` of the values lie. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}

console.log(`Node ${process.version}, ${pairs} pairs; ms, median and quartiles of the differences`);
for (const entry of entries) {
  const load = `import "${entry}";`;
  elapsedMs("");
  elapsedMs(load);
  const bare = [];
  const differences = [];
  for (let i = 0; i < pairs; i++) {
    // the order alternates, so that neither is always the second
    const first = elapsedMs(i % 2 === 0 ? "" : load);
    const second = elapsedMs(i % 2 === 0 ? load : "");
    const [without, with_] = i % 2 === 0 ? [first, second] : [second, first];
    bare.push(without);
    differences.push(with_ - without);
  }
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(differences, share).toFixed(1));
  const node = quantile(bare, 0.5).toFixed(1);
  console.log(`${entry.padEnd(18)} +${middle} (${low} to ${high}), on top of ${node} for Node alone`);
}
