// Rows stream: a slow reader makes the rows wait, and one that has gone ends them; so does an abort.
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createTerminal } from "../../../src/cli/terminal/create-terminal.js";
import { OutputClosed } from "../../../src/cli/terminal/text-sink.js";
import { KeptStream, keptTerminal } from "./streams.js";

/** A pipe whose reader takes a block only after a turn of the event loop. */
class SlowStream extends Writable {
  bytes = 0;
  lines = 0;

  constructor() {
    super({ highWaterMark: 16_384 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) this.lines++;
    setImmediate(done);
  }
}

function terminalTo(stdout: Writable, format: "jsonl" | "tsv" | "csv", signal?: AbortSignal) {
  return createTerminal(
    { format, color: "never", quiet: false, env: {}, platform: "linux", signal },
    { stdin: process.stdin, stdout, stderr: new KeptStream() },
  );
}

test("a million rows of jsonl wait for a slow reader: never more than two blocks are under way", async () => {
  const slow = new SlowStream();
  let ahead = 0;
  let made = 0;
  function* rows() {
    for (let i = 0; i < 1_000_000; i++) {
      made += 20;
      if ((i & 1023) === 0) ahead = Math.max(ahead, made - slow.bytes);
      yield [i, "name"];
    }
  }
  const { output } = terminalTo(slow, "jsonl");
  await output.table({ name: "rows", columns: [{ name: "i" }, { name: "s" }], rows: rows() });
  expect(slow.lines).toBe(1_000_000);
  // what was made counts 20 bytes a row, fewer than a row has
  expect(ahead).toBeLessThan(3 * 65_536);
});

test("rows that are made as they come stream as well", async () => {
  const slow = new SlowStream();
  async function* rows() {
    for (let i = 0; i < 20_000; i++) yield [i, "name"];
  }
  await terminalTo(slow, "csv").output.table({
    name: "rows",
    columns: [{ name: "i" }, { name: "s" }],
    rows: rows(),
  });
  expect(slow.lines).toBe(20_001);
});

test("a reader that goes ends the rows, which are told to clean up", async () => {
  let isReturned = false;
  let made = 0;
  function* rows() {
    try {
      for (;;) yield [made++];
    } finally {
      isReturned = true;
    }
  }
  const stdout = new Writable({
    write(_chunk, _encoding, done) {
      if (made > 100_000) done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      else setImmediate(done);
    },
  });
  const printing = terminalTo(stdout, "tsv").output.table({
    name: "rows",
    columns: [{ name: "i" }],
    rows: rows(),
  });
  await expect(printing).rejects.toThrow(OutputClosed);
  expect(isReturned).toBe(true);
});

test("a full disk is an error of its own", async () => {
  const stdout = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
    },
  });
  const printing = terminalTo(stdout, "tsv").output.table({
    name: "rows",
    columns: [{ name: "i" }],
    rows: [[1]],
  });
  await expect(printing).rejects.toThrow("ENOSPC");
});

test("an abort is heard while rows are printed, though they never wait", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  function* rows() {
    for (;;) yield ["a row"];
  }
  const { output } = terminalTo(
    new Writable({ write: (_chunk, _encoding, done) => done() }),
    "tsv",
    controller.signal,
  );
  await expect(output.table({ name: "rows", columns: [{ name: "i" }], rows: rows() })).rejects.toThrow(
    "aborted",
  );
});

test("notes go to stderr, keep their styles where colours are wanted, and are dropped with --quiet and --json", () => {
  const noted = (
    settings: Parameters<typeof keptTerminal>[1],
    size?: { readonly columns: number },
  ): string => {
    const { terminal, stderr } = keptTerminal(size, settings);
    terminal.output.note(`[${terminal.output.style("green", "main")} 1a2b3c4] \x1b]0;title\x07`);
    return stderr.text;
  };
  expect(noted({})).toBe("[main 1a2b3c4] \\x1b]0;title\\x07\n");
  expect(noted({ color: "always" })).toBe("[\x1b[32mmain\x1b[39m 1a2b3c4] \\x1b]0;title\\x07\n");
  expect(noted({ env: { TERM: "xterm" } }, { columns: 80 })).toBe(
    "[\x1b[32mmain\x1b[39m 1a2b3c4] \\x1b]0;title\\x07\n",
  );
  expect(noted({ quiet: true })).toBe("");
  expect(noted({ format: "json" })).toBe("");
});
