// What the benchmarks have in common: seeded data, medians with their spread, lines of at most 80 columns.
import { readFileSync } from "node:fs";
import { arch, cpus, totalmem } from "node:os";
import { performance } from "node:perf_hooks";

export const smoke = process.argv.includes("--smoke");

/** The number after `--name`, or `otherwise`. */
export function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** A function that draws whole numbers from 0 to `below` - 1, by xorshift; the same ones for the same seed. */
export function drawer(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Edges drawn uniformly, no two alike and no self-loop, in random order. */
export function uniformEdges(nodeCount, edgeCount, draw) {
  const keys = new Float64Array(edgeCount);
  let count = 0;
  while (count < edgeCount) {
    for (let i = count; i < edgeCount; ) {
      const [source, target] = [draw(nodeCount), draw(nodeCount)];
      if (source !== target) keys[i++] = source * nodeCount + target;
    }
    keys.sort();
    count = 0;
    for (let i = 0; i < edgeCount; i++) if (i === 0 || keys[i] !== keys[i - 1]) keys[count++] = keys[i];
  }
  for (let i = edgeCount - 1; i > 0; i--) {
    const j = draw(i + 1);
    [keys[i], keys[j]] = [keys[j], keys[i]];
  }
  const sources = Uint32Array.from(keys, (key) => Math.floor(key / nodeCount));
  return { sources, targets: Uint32Array.from(keys, (key, i) => key - sources[i] * nodeCount) };
}

/** How long a call takes, in ms. */
export function timeOf(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The processor's time for a call, in ms: what other work on the machine stretches less. */
export function cpuTimeOf(run) {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Median and quartiles of numbers. */
export function summarize(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

const timer = process.argv.includes("--cpu") ? cpuTimeOf : timeOf;

/**
 * Times of `run` in ms over some rounds, after one that does not count; with --cpu the processor's, all threads of
 * the process together. `prepare` makes what it is given.
 */
export function measure(rounds, run, prepare = () => undefined) {
  const times = [];
  for (let round = smoke ? 1 : 0; round <= (smoke ? 1 : rounds); round++) {
    const input = prepare(round);
    const time = timer(() => run(input, round));
    if (round > 0) times.push(time);
  }
  return summarize(times);
}

/** A number with three digits that count. */
export function digits(number) {
  if (number >= 1e5) return Math.round(number).toLocaleString("en-US");
  return number >= 100 ? String(Math.round(number)) : number.toPrecision(number >= 10 ? 3 : 2);
}

/** A number of things, as it is read. */
export function count(things) {
  return things.toLocaleString("en-US");
}

/** The median with half the distance of the quartiles, as "12.3 ±4%". */
export function spread({ median, low, high }) {
  return `${digits(median)} ±${Math.round((50 * (high - low)) / median)}%`;
}

/** Node, V8, the machine and the packages named, each with its version. */
export function machine(...packages) {
  const versions = packages.map((name) => {
    const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
    return `${name} ${JSON.parse(readFileSync(manifest, "utf8")).version}`;
  });
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return [
    `Node ${process.version}, V8 ${process.versions.v8}, ${arch()}`,
    `${cpus().length} x ${cpus()[0].model.trim()}, ${gibibytes} GiB`,
    ...(versions.length > 0 ? [versions.join(", ")] : []),
  ].join("\n");
}

/** Throws unless two answers are the same. */
export function checkSame(what, answer, expected) {
  if (answer !== expected) throw new Error(`${what}: expected ${expected}, got ${answer}`);
}
