// The line of progress, with a clock and a stream of the test's own.
import { expect, test } from "vitest";
import { createProgress } from "../../../src/cli/terminal/progress-line.js";
import { KeptStream } from "./streams.js";

function progressAt(
  settings: { columns?: number; env?: NodeJS.ProcessEnv; quiet?: boolean; isTTY?: boolean } = {},
) {
  const { columns = 80, env = { TERM: "xterm" }, quiet = false, isTTY = true } = settings;
  const stream = Object.assign(new KeptStream(), { isTTY, columns });
  const clock = { ms: 0 };
  const progress = createProgress({
    stream,
    env,
    platform: "linux",
    quiet,
    ellipsis: "…",
    nowMs: () => clock.ms,
  });
  const at = (ms: number, ...report: Parameters<typeof progress.report>): string => {
    clock.ms = ms;
    const before = stream.text.length;
    progress.report(...report);
    return stream.text.slice(before);
  };
  return { at, clock, progress, stream };
}

test("nothing before half a second, then at most ten times a second, over itself", () => {
  const { at, progress, stream } = progressAt();
  expect(at(0, "import", 0, 1000, "rows")).toBe("");
  expect(at(499, "import", 499, 1000, "rows")).toBe("");
  expect(at(500, "import", 500, 1000, "rows")).toBe(
    "\r\x1b[Kimport: 50%, 500 of 1,000 rows, 1,000/s, 1 s left",
  );
  expect(at(599, "import", 599, 1000, "rows")).toBe("");
  expect(at(600, "import", 1000, 1000, "rows")).toBe("\r\x1b[Kimport: 100%, 1,000 of 1,000 rows, 1,667/s");
  progress.done();
  expect(stream.text.endsWith("\r\x1b[K")).toBe(true);
  progress.done();
  expect(stream.text.endsWith("\r\x1b[K\r\x1b[K")).toBe(false);
});

test("bytes, times, and work without an end", () => {
  const { at } = progressAt();
  at(0, "read", 0);
  expect(at(600, "read", 1_500_000, 3_000_000_000, "bytes")).toBe(
    "\r\x1b[Kread: 0%, 1.5 MB of 3.0 GB, 2.5 MB/s, 19 min 59 s left",
  );
  expect(at(700, "count", 12_345)).toBe("\r\x1b[Kcount: 12,345");
  expect(at(1700, "count", 22_345)).toBe("\r\x1b[Kcount: 22,345, 22,345/s");
  expect(at(1800, "count", 22_346, 0)).toBe("\r\x1b[Kcount: 22,346, 20,315/s");
  expect(at(1900, "slow", 1, 100_000)).toBe("\r\x1b[Kslow: 0%, 1 of 100,000");
  expect(at(2900, "slow", 2, 100_000)).toBe("\r\x1b[Kslow: 0%, 2 of 100,000, 2.0/s, 13 h 53 min left");
});

test("it fits the terminal, and shows what a terminal would obey", () => {
  const { at } = progressAt({ columns: 20 });
  at(0, "a\x1b[2J山", 0);
  const line = at(600, "a\x1b[2J山山山山山山", 5);
  expect(line.slice("\r\x1b[K".length)).toMatch(/^a\\x1b\[2J山/);
  expect(line.slice("\r\x1b[K".length).length).toBeLessThan(20);
});

test("none in a pipe, in CI, with quiet, and on a terminal that cannot erase", () => {
  for (const settings of [
    { isTTY: false },
    { env: { CI: "true", TERM: "xterm" } },
    { quiet: true },
    { env: { TERM: "dumb" } },
    { env: {} },
  ]) {
    const { at, progress, stream } = progressAt(settings);
    at(0, "import", 0);
    at(1000, "import", 1);
    progress.done();
    expect(stream.text).toBe("");
  }
});

test("it makes room for what else is written, and comes again", () => {
  const { at, progress, stream } = progressAt();
  at(0, "import", 0);
  at(600, "import", 1);
  progress.clear();
  expect(stream.text.endsWith("\r\x1b[K")).toBe(true);
  expect(at(800, "import", 2)).toBe("\r\x1b[Kimport: 2, 2.5/s");
});
