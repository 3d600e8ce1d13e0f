// What the surroundings say: colours, UTF-8, sizes; and the columns that text takes.
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { errorStyleOf } from "../../../src/cli/terminal/error-style.js";
import { columnsOf, isUtf8, screenRowsOf, wantsColor } from "../../../src/cli/terminal/settings.js";
import { styled, unstyled } from "../../../src/cli/terminal/styles.js";
import { cutToWidth, isPlainWidth, loadWidths, widthOf } from "../../../src/cli/terminal/text-width.js";

const terminal = { isTTY: true as const };

test("colours: what is asked for comes first, then FORCE_COLOR, NO_COLOR, the terminal and TERM", () => {
  const color = (mode: "auto" | "always" | "never", env: NodeJS.ProcessEnv, stream: object) =>
    wantsColor(mode, env, "linux", stream);
  const TERM = "xterm";
  expect(color("auto", { TERM }, terminal)).toBe(true);
  expect(color("auto", { TERM }, {})).toBe(false);
  expect(color("auto", { TERM: "dumb" }, terminal)).toBe(false);
  expect(color("auto", {}, terminal)).toBe(false);
  expect(wantsColor("auto", {}, "win32", terminal)).toBe(true);
  expect(color("auto", { TERM, NO_COLOR: "1" }, terminal)).toBe(false);
  expect(color("auto", { TERM, NO_COLOR: "" }, terminal)).toBe(true);
  expect(color("auto", { FORCE_COLOR: "1" }, {})).toBe(true);
  expect(color("auto", { FORCE_COLOR: "", NO_COLOR: "1" }, {})).toBe(true);
  expect(color("auto", { TERM, FORCE_COLOR: "0" }, terminal)).toBe(false);
  expect(color("always", { NO_COLOR: "1", TERM: "dumb" }, {})).toBe(true);
  expect(color("never", { FORCE_COLOR: "1" }, terminal)).toBe(false);
});

test("errors heed --color even on a command line that cannot be read", () => {
  const color = (...words: string[]) => errorStyleOf(words, { TERM: "xterm" }, "linux", terminal).hasColor;
  expect(color("log")).toBe(true);
  expect(color("log", "--color=never")).toBe(false);
  expect(color("log", "--color", "never")).toBe(false);
  expect(color("never", "--color")).toBe(true);
  expect(errorStyleOf(["--color", "always"], {}, "linux", {}).hasColor).toBe(true);
  expect(errorStyleOf([], { LANG: "C" }, "linux", {}).marks.ellipsis).toBe("...");
});

test("the locale says whether it is UTF-8: LC_ALL, LC_CTYPE, LANG", () => {
  expect(isUtf8({ LANG: "de_AT.UTF-8" }, "linux")).toBe(true);
  expect(isUtf8({ LANG: "C.utf8" }, "linux")).toBe(true);
  expect(isUtf8({ LC_ALL: "C", LANG: "de_AT.UTF-8" }, "linux")).toBe(false);
  expect(isUtf8({ LC_ALL: "", LC_CTYPE: "UTF-8", LANG: "C" }, "darwin")).toBe(true);
  expect(isUtf8({ LANG: "de_AT.ISO-8859-1" }, "linux")).toBe(false);
  expect(isUtf8({}, "linux")).toBe(false);
  expect(isUtf8({}, "win32")).toBe(true);
});

test("sizes: the terminal's, else COLUMNS and LINES, else 80 by 24, never too small to draw in", () => {
  expect([columnsOf({ columns: 40 }, { COLUMNS: "100" }), screenRowsOf({ rows: 10 }, {})]).toEqual([40, 10]);
  expect([columnsOf({ columns: 0 }, { COLUMNS: "100" }), screenRowsOf({}, { LINES: "50" })]).toEqual([
    100, 50,
  ]);
  expect([columnsOf({}, { COLUMNS: "many" }), screenRowsOf({}, {})]).toEqual([80, 24]);
  expect([columnsOf({ columns: 1 }, {}), screenRowsOf({ rows: 1 }, {})]).toEqual([10, 6]);
});

test("letters that are not measured take one column each", () => {
  for (let point = 0; point < 0x10000; point++) {
    const text = String.fromCodePoint(point);
    if (isPlainWidth(text)) expect([point, stringWidth(text)]).toEqual([point, 1]);
  }
});

test("text that is cut fits, and is the longest that does", async () => {
  await loadWidths();
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom("a", "山", "👩‍👩‍👧‍👦", "e\u0301", "🇦🇹", "\u0301", "é"),
      maxLength: 30,
    }),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (given, width) => {
      const cut = cutToWidth(given, width, "…");
      expect(widthOf(cut)).toBeLessThanOrEqual(width);
      if (widthOf(given) <= width) expect(cut).toBe(given);
      else {
        expect(cut.endsWith("…")).toBe(true);
        expect(given.startsWith(cut.slice(0, -1))).toBe(true);
        // the next cluster would not have fitted
        const [next] = new Intl.Segmenter().segment(given.slice(cut.length - 1));
        expect(widthOf(cut) + widthOf(next!.segment)).toBeGreaterThan(width);
      }
    }),
  );
});

test("styles are taken off again, and nothing else", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(unstyled(`a${styled("bold", text)}b${styled("red", text)}`)).toBe(`a${text}b${text}`);
    }),
  );
});
