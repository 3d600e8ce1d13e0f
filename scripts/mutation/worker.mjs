// Tries mutants, one after the other, in a process that can be ended from outside. Told one mutant a line; answers
// a line each time a test begins or a mutant is done, written at once, so that a loop without end holds up nothing.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [bundle, atLoad] = process.argv.slice(2);
const tell = (message) => writeSync(3, `${JSON.stringify(message)}\n`);
const hits = new Set();
let active = atLoad === undefined ? -1 : Number(atLoad);
let recording = true;

globalThis.$m = (number) => {
  if (recording) hits.add(number);
  return number === active;
};

let tests = [];
let failure;
try {
  ({ tests } = await import(pathToFileURL(bundle).href));
} catch (error) {
  failure = String(error);
}
tell({ loaded: tests.length, failure, hits: [...hits] });

/** Runs a test; gives what it failed with, undefined if it did not. */
async function run(index) {
  try {
    await tests[index].run();
    return undefined;
  } catch (error) {
    return String(error?.message ?? error).slice(0, 200);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.baseline !== undefined) {
    for (let index = 0; index < tests.length; index++) {
      hits.clear();
      const start = performance.now();
      const failed = await run(index);
      tell({ index, name: tests[index].name, ms: performance.now() - start, failed, hits: [...hits] });
    }
    tell({ done: true });
    continue;
  }
  recording = false;
  active = order.mutant;
  let killer;
  let failed;
  for (const index of order.tests) {
    tell({ begins: index });
    failed = await run(index);
    if (failed !== undefined) {
      killer = index;
      break;
    }
  }
  // what a mutant did to the state of modules must not tell against the next one
  let isSpoilt = false;
  if (killer !== undefined && order.check.includes(killer)) {
    active = -1;
    tell({ begins: killer });
    isSpoilt = (await run(killer)) !== undefined;
  }
  active = -1;
  tell({ done: true, killer, failed, isSpoilt });
}
