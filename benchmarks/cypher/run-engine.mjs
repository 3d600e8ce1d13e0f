// An engine in a process of its own. Says what it begins and what it has measured, a line of JSON each. Argument: JSON
// { engine, folder, dataset, persons, follows, cases, limitMs, rounds, budgetMs }.
import { readFileSync, writeFileSync } from "node:fs";
import { checkSame, cpuTimeOf } from "../shared/measure.mjs";
import { cases } from "./cases.mjs";
import { tablesOf } from "./tables.mjs";

const request = JSON.parse(process.argv[2]);
const { limitMs, rounds, budgetMs } = request;
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
/** Calls shorter than this are made several times for one figure, in ms. */
const SAMPLE_MS = 200;

let engineModule;
try {
  engineModule = await import(`./engines/${request.engine}.mjs`);
} catch (error) {
  if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(error.code)) throw error;
  say({ missing: error.message });
  process.exit(0);
}
say({ version: engineModule.version });
const data = tablesOf(request);
const bytesHeld = () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
/** Begins to look at the peak of resident memory anew; false where the system has no such thing. */
const resetPeak = () => {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
    return true;
  } catch {
    return false;
  }
};
const peakBytes = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
const bytesBefore = bytesHeld();
const start = process.cpuUsage();
const engine = await engineModule.open(data, request);
const { user, system } = process.cpuUsage(start);
say({ loadMs: (user + system) / 1000, graphBytes: bytesHeld() - bytesBefore });

for (const at of request.cases) {
  const each = cases[at];
  const text = engineModule.textOf(each);
  if (text === "") {
    say({ lacks: at });
    continue;
  }
  const { parameters: given = [{}] } = each;
  const parameters = typeof given === "function" ? given(data) : given;
  const expected = each.writes ? each.expected(data) : parameters.flatMap((one) => each.expected(data, one));
  say({ begin: at });
  try {
    say({ case: at, ...timed(each, text, parameters, expected) });
  } catch (error) {
    const isOver = /TimeoutError|interrupt|timeout/i.test(`${error.name} ${error.message}`);
    say({ case: at, failed: isOver ? "over" : `${error.name}: ${error.message}`.slice(0, 300) });
  }
}
say({ peakBytes: process.resourceUsage().maxRSS * 1024 });
process.exit(0);

/** The first call, reading the text included, and further ones, in ms of the processor for each set of parameters. */
function timed({ form, unordered, writes, written, before = [], after }, text, parameters, expected) {
  const makeReady = () => {
    for (const one of before) engine.run(one, {});
  };
  let [call, write, results] = [undefined, undefined, []];
  let readMs = 0;
  /** The time of calls, without that of what is written between them. */
  const timeOf = (run) => {
    readMs = 0;
    const ms = cpuTimeOf(run);
    return write === undefined ? ms : readMs;
  };
  const runAll = () => {
    const end = performance.now() + limitMs;
    results = [];
    for (const each of parameters) {
      const read = () => results.push(call(each));
      if (write === undefined) read();
      else {
        write(each);
        readMs += cpuTimeOf(read);
      }
      if (performance.now() > end) throw new Error("timeout");
    }
  };
  const perQuery = (ms) => ms / parameters.length;
  makeReady();
  globalThis.gc?.();
  const hasPeak = !writes && resetPeak();
  const resident = process.memoryUsage().rss;
  const firstMs = timeOf(() => {
    write = written && engine.prepare(written);
    call = engine.prepare(text, form);
    runAll();
  });
  const extraBytes = hasPeak ? Math.max(0, peakBytes() - resident) : undefined;
  const check = () => {
    const rows = writes ? engine.run(after, {}) : results.flatMap((each) => engine.rows(each, form));
    // where rows cannot be had, their number is compared
    if (form !== undefined && typeof rows[0] === "number") checkSame("rows", rows[0], expected.length);
    else compare(rows, expected, unordered);
  };
  check();
  // some engines read late: the calls are the same, and so the answers
  const repeats = writes ? 1 : Math.max(1, Math.min(1000, Math.ceil(SAMPLE_MS / Math.max(firstMs, 0.02))));
  const times = [];
  for (let spentMs = firstMs; times.length < rounds && (times.length === 0 || spentMs < budgetMs); ) {
    makeReady();
    globalThis.gc?.();
    const ms = timeOf(() => {
      for (let i = 0; i < repeats; i++) runAll();
    });
    if (times.length === 0) check();
    times.push(perQuery(ms / repeats));
    spentMs += ms;
  }
  return { firstMs: perQuery(firstMs), times, extraBytes };
}

/** Throws unless rows are those that were expected: numbers to nine digits, in any order where none was asked for. */
function compare(rows, expected, unordered) {
  const plain = (value) =>
    typeof value === "number" || typeof value === "bigint" ? Number(Number(value).toPrecision(9)) : value;
  const texts = (list) => {
    const lines = list.map((row) => JSON.stringify(row.map(plain)));
    return unordered ? lines.sort() : lines;
  };
  const [found, wanted] = [texts(rows), texts(expected)];
  const at = wanted.findIndex((line, i) => line !== found[i]);
  if (found.length === wanted.length && at < 0) return;
  throw new Error(`answer: expected ${wanted.length} rows, ${wanted[at]}, got ${found.length}, ${found[at]}`);
}
