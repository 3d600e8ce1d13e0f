// The terminal of the command line in a real one: colours, widths, the pager, progress, questions, Ctrl-C.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import {
  bundleOf,
  hasPseudoTerminal,
  PseudoTerminal,
  type PseudoTerminalSettings,
  removeBundles,
} from "./pseudo-terminal.js";

afterAll(removeBundles);
const hasLess = spawnSync("less", ["--version"]).status === 0;

async function start(
  words: readonly string[],
  settings: PseudoTerminalSettings = {},
): Promise<PseudoTerminal> {
  const program = await bundleOf(fileURLToPath(new URL("./program.ts", import.meta.url)));
  return PseudoTerminal.start(program, words, settings);
}

/** All that a program shows, with its exit code. */
async function shown(words: readonly string[], settings: PseudoTerminalSettings = {}) {
  const terminal = await start(words, settings);
  const code = await terminal.ended;
  return { code, text: terminal.text.replaceAll("\r\n", "\n") };
}

describe.skipIf(!hasPseudoTerminal)("in a pseudo-terminal", { timeout: 60_000 }, () => {
  test("a table has colours, and none with NO_COLOR, TERM=dumb", async () => {
    const plain = "id  name\n──  ────────────\n 0  row number 0\n";
    const colored = await shown(["page", "1"]);
    expect(colored.text).toContain("\x1b[1mid\x1b[22m  \x1b[1mname\x1b[22m\n");
    expect(colored.text).toContain(" 0  \x1b[32mrow number 0\x1b[39m\n");
    for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }])
      expect((await shown(["page", "1"], { env })).text).toBe(`${plain}a note\n`);
  });

  test("escape sequences in the data are shown", async () => {
    const { text } = await shown(["hostile"], { columns: 80, env: { NO_COLOR: "1" } });
    expect(text).toBe(
      [
        "id  name",
        `──  ${"─".repeat(45)}`,
        " 1  \\x1b[2J\\x1b]0;title\\x07 山田 👩‍👩‍👧‍👦 e\u0301 \\u{202e}dlo",
        " 2  ∅",
        "",
      ].join("\n"),
    );
  });

  test("without UTF-8 it is ASCII, and no environment at all is enough", async () => {
    const { text } = await shown(["page", "30"], { rows: 8, env: { LANG: "C", NO_COLOR: "1", PAGER: "" } });
    expect(text).toContain("--  ------------\n 0  row number 0");
    expect(text).toContain("\n... 26 more rows\na note\n");
  });

  test("a resized terminal gets tables of its new width", async () => {
    const terminal = await start(["resize", "1"], { columns: 80, env: { NO_COLOR: "1" } });
    await terminal.shows("row number 0");
    terminal.resize(12);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text.replaceAll("\r\n", "\n")).toContain(" 0  row num…\n");
  });

  test.skipIf(!hasLess)(
    "more than a screen goes to less, all rows, with colours; q ends it quietly",
    async () => {
      const terminal = await start(["page", "100000"], { rows: 10 });
      await terminal.shows("row number 5");
      expect(terminal.text).not.toContain("ESC[");
      expect(terminal.text).toContain("\x1b[32mrow number 5\x1b[");
      terminal.send("G");
      // widths grow with the numbers
      await terminal.shows("99999  \x1b[32mrow number 99999");
      // Ctrl-C is for the pager
      terminal.send("\x03");
      expect(await terminal.quit()).toBe(0);
      await terminal.shows("a note");
      expect(terminal.text.indexOf("a note")).toBeGreaterThan(terminal.text.indexOf("row number 99999"));
    },
  );

  test.skipIf(!hasLess)("less that is closed at once ends the program with 0", async () => {
    const terminal = await start(["page", "3000000"], { rows: 10 });
    await terminal.shows("row number 5");
    expect(await terminal.quit()).toBe(0);
  });

  test.skipIf(!hasLess)("LESS without R shows colours all the same", async () => {
    const terminal = await start(["page", "100"], { rows: 10, env: { LESS: "-X" } });
    await terminal.shows("\x1b[32mrow number 5\x1b[");
    expect(await terminal.quit()).toBe(0);
  });

  test("a pager of one's own gets all rows; GROGGY_PAGER comes before PAGER", async () => {
    const { code, text } = await shown(["page", "100"], {
      rows: 10,
      env: { GROGGY_PAGER: "wc -l | sed 's/^ */lines: /'", PAGER: "false" },
    });
    expect([code, text]).toEqual([0, "lines: 102\na note\n"]);
  });

  test("a pager that does not exist, and one that does nothing, are as none", async () => {
    const env = { NO_COLOR: "1", PAGER: "no-such-pager -x" };
    const { code, text } = await shown(["page", "100"], { rows: 10, env });
    expect(code).toBe(0);
    expect(text).toContain("… 94 more rows\na note\n");
    expect((await shown(["page", "100000"], { rows: 10, env: { PAGER: "true" } })).code).toBe(0);
  });

  test("progress comes after half a second, on one line, and is gone", async () => {
    const { text } = await shown(["progress"], { columns: 40, env: { NO_COLOR: "1" } });
    const [, ...drawn] = text.split("\r\x1b[K");
    expect(drawn.length).toBeGreaterThanOrEqual(2);
    for (const line of drawn.slice(0, -1)) {
      expect(line).toMatch(/^import: \d+%, \d+ of 900 rows, /);
      expect(line.length).toBeLessThan(40);
    }
    expect(Number(/(\d+)%/.exec(drawn[0]!)![1])).toBeGreaterThanOrEqual(50);
    // the table stands where the line was
    expect(drawn.at(-1)).toBe("id  name\n──  ────\n 1  done\n");
    expect((await shown(["progress"], { env: { NO_COLOR: "1", CI: "true" } })).text).toBe(
      "id  name\n──  ────\n 1  done\n",
    );
  });

  test("a question is answered by a line, by Ctrl-D with nothing, and Ctrl-C interrupts", async () => {
    const asked = async (keys: string) => {
      const terminal = await start(["ask"], { env: { NO_COLOR: "1" } });
      await terminal.shows("Delete the branch? [y/N] ");
      terminal.send(keys);
      const code = await terminal.ended;
      return { code, last: terminal.text.trimEnd().split(/\r?\n/).at(-1) };
    };
    expect(await asked("y\r")).toEqual({ code: 0, last: 'answer: "y"' });
    expect(await asked("\x04")).toEqual({ code: 0, last: 'answer: ""' });
    expect((await asked("\x03")).code).toBe(130);
  });
});
