// What a process holds, and cases measured in processes of their own so that none meets another's leftovers.
import { execFileSync } from "node:child_process";

/** Bytes that are reachable: the heap and all buffers outside of it, WebAssembly's too; and the resident set. */
export function memory() {
  for (let i = 0; i < 4; i++) globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { bytes: heapUsed + external, rss };
}

/** What making something adds; it is kept until the end of the process. */
export function held(make) {
  const before = memory();
  kept.push(make());
  const after = memory();
  return { bytes: after.bytes - before.bytes, rss: after.rss - before.rss };
}

const kept = [];

/** Runs `script` again with these arguments, in a process that can collect its garbage; what it prints as JSON. */
export function inProcess(script, ...args) {
  const flags = ["--expose-gc", "--max-old-space-size=8000"];
  const printed = execFileSync(process.execPath, [...flags, script, ...args, ...process.argv.slice(2)]);
  return JSON.parse(printed.toString().trim().split("\n").at(-1));
}
