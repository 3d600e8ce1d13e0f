// Random calls of everything that is public, with arguments that nobody should give.
//
// FUZZ_MINUTES=n runs new programs for so long, FUZZ_SEED=n begins with that seed; see scripts/fuzz.mjs.
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { print, runSeed, shorten } from "./program.js";

const STEPS = 40;
const PROGRAMS = 150;

async function failureOf(seed: number): Promise<string | undefined> {
  const trace = process.env.FUZZ_TRACE;
  const lines: string[] = [];
  const failed = await runSeed(seed, STEPS, (line) => {
    lines.push(line);
    // what never returns is told by the last line
    if (trace !== undefined) writeFileSync(trace, `// seed ${seed}\n${lines.join("\n")}\n`);
  });
  if (failed === undefined) return undefined;
  const { program, error } = failed;
  const short = await shorten(program, error);
  return `seed ${seed}: ${error.message}\n\n${print(short)}\n`;
}

const minutes = Number(process.env.FUZZ_MINUTES ?? 0);

test.runIf(minutes === 0)("no call breaks the graph or throws an error of the engine's", async () => {
  const random = (Math.random() * 2 ** 32) >>> 0;
  for (const seed of [...Array(PROGRAMS).keys(), random]) {
    const failure = await failureOf(seed);
    expect(failure, `to run this program alone: FUZZ_SEED=${seed} FUZZ_MINUTES=0.01`).toBeUndefined();
  }
});

test.runIf(minutes > 0)(
  "no call breaks the graph, for as long as asked",
  { timeout: minutes * 60_000 * 2 + 60_000 },
  async () => {
    const end = Date.now() + minutes * 60_000;
    let seed = Number(process.env.FUZZ_SEED ?? (Math.random() * 2 ** 31) >>> 0);
    const failures = new Map<string, string>();
    let count = 0;
    do {
      const failure = await failureOf(seed++);
      count++;
      if (failure === undefined) continue;
      const kind = failure
        .replace(/^seed \d+: /, "")
        .replace(/\d+/g, "0")
        .slice(0, 160);
      if (!failures.has(kind)) console.log(failure);
      failures.set(kind, failures.get(kind) ?? failure);
    } while (Date.now() < end);
    console.log(`${count} programs of ${STEPS} calls, ${failures.size} kinds of failures`);
    expect([...failures.values()].join("\n")).toBe("");
  },
);
