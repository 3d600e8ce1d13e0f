// Runs random programs over the public interface for as long as asked, and prints those that fail.
//
//   npm run test:fuzz -- --minutes 10 --seed 1
//   npm run test:fuzz -- --formats
//
// --minutes n  how long (10)
// --formats    reads files with faults instead
// --seed n     the first program's seed; each next program has the next one (by chance)
// --trace file the calls of the program that runs: where one never returns, its last line is the call
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    formats: { type: "boolean", default: false },
    seed: { type: "string" },
    trace: { type: "string" },
  },
});

const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", values.formats ? "test/formats/fuzz.test.ts" : "test/fuzz", "--maxWorkers=1"],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      FUZZ_MINUTES: values.minutes,
      ...(values.seed === undefined ? {} : { FUZZ_SEED: values.seed }),
      ...(values.trace === undefined ? {} : { FUZZ_TRACE: resolve(values.trace) }),
    },
  },
);
process.exit(status ?? 1);
