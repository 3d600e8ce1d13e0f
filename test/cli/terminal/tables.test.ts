// Tables for people: aligned, within the width, and nothing in the data is obeyed.
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import type { OutputTable } from "../../../src/cli/shared/output.js";
import { keptTerminal } from "./streams.js";

const people: OutputTable = {
  name: "people",
  columns: [{ name: "id" }, { name: "name" }, { name: "born" }, { name: "note" }],
  rows: [
    [0, "Ada Lovelace", 1815, "wrote the first program, for a machine that was never built"],
    [1, "山田太郎", 1912n, "wide\ncharacters"],
    [20, "👩‍👩‍👧‍👦 family", undefined, "\x1b[31mred\x1b[0m \u202egnp"],
  ],
};

async function shown(
  table: OutputTable,
  columns: number,
  settings: Parameters<typeof keptTerminal>[1] = {},
  rows = 24,
): Promise<string> {
  const { terminal, stdout } = keptTerminal({ columns, rows }, settings);
  await terminal.output.table(table);
  return stdout.text;
}

test("a table fits 80 columns, with wide characters, emoji and escapes", async () => {
  expect(await shown(people, 80)).toBe(
    [
      "id  name          born  note",
      "──  ────────────  ────  ────────────────────────────────────────────────────────",
      " 0  Ada Lovelace  1815  wrote the first program, for a machine that was never b…",
      " 1  山田太郎      1912  wide\\ncharacters",
      "20  👩‍👩‍👧‍👦 family        ∅  \\x1b[31mred\\x1b[0m \\u{202e}gnp",
      "",
    ].join("\n"),
  );
});

test("columns that do not fit are narrowed, then dropped and named", async () => {
  expect(await shown(people, 40)).toBe(
    [
      "id  name          born  note",
      "──  ────────────  ────  ────────────────",
      " 0  Ada Lovelace  1815  wrote the first…",
      " 1  山田太郎      1912  wide\\ncharacters",
      "20  👩‍👩‍👧‍👦 family        ∅  \\x1b[31mred\\x1b…",
      "",
    ].join("\n"),
  );
  expect(await shown(people, 20)).toBe(
    [
      "id  name        born",
      "──  ──────────  ────",
      " 0  Ada Lovel…  1815",
      " 1  山田太郎    1912",
      "20  👩‍👩‍👧‍👦 family      ∅",
      "… 1 more column: no…",
      "",
    ].join("\n"),
  );
});

test("without UTF-8 a table is drawn in ASCII", async () => {
  const table = { ...people, rows: [[0, "Ada Lovelace", undefined, "x".repeat(80)]] };
  expect(await shown(table, 40, { env: { LANG: "C", NO_COLOR: "1" } })).toBe(
    [
      "id  name          born  note",
      "--  ------------  ----  ----------------",
      " 0  Ada Lovelace  -     xxxxxxxxxxxxx...",
      "",
    ].join("\n"),
  );
});

test("as many rows as fit the screen are shown, and how many there are besides", async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [i]);
  const text = await shown({ name: "rows", columns: [{ name: "n" }], rows }, 80, {}, 10);
  expect(text).toBe(["n", "─", "0", "1", "2", "3", "4", "5", "… 4,994 more rows", ""].join("\n"));
});

test("no line is wider than the terminal, whatever the data", async () => {
  const cell = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.double(),
    fc.bigInt(),
    fc.constant(undefined),
    fc.array(fc.string()),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: 120 }),
      fc.integer({ min: 1, max: 8 }).chain((count) =>
        fc.record({
          columns: fc.array(fc.record({ name: fc.string({ unit: "grapheme", maxLength: 12 }) }), {
            minLength: count,
            maxLength: count,
          }),
          rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: 8 }),
        }),
      ),
      async (width, { columns, rows }) => {
        const text = await shown({ name: "rows", columns, rows }, width);
        const lines = text.split("\n");
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: there are to be none
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      },
    ),
  );
});

test("a column that is to be whole is cut nowhere, and left out where there is no room for it", async () => {
  const table: OutputTable = {
    name: "changes",
    columns: [{ name: "message" }, { name: "author" }, { name: "date", isWhole: true }],
    rows: [["a message that is longer than its room", "Ada Lovelace", "2024-01-13 09:00"]],
  };
  expect((await shown(table, 38)).split("\n")[2]).toBe("a messag…  Ada Love…  2024-01-13 09:00");
  expect((await shown(table, 30)).split("\n").at(-2)).toBe("… 1 more column: date");
});

test("a date goes without the time of day where that keeps a column, and only there", async () => {
  const tableOf = (date: string): OutputTable => ({
    name: "changes",
    columns: [{ name: "message" }, { name: "author" }, { name: "date", isWhole: "date" }],
    rows: [
      ["a message that is longer than its room", "Ada Lovelace", date],
      ["a second one", "Ada Lovelace", null],
    ],
  });
  const table = tableOf("2024-01-13 09:00");
  expect((await shown(table, 36)).split("\n")[2]).toBe("a messa…  Ada Lov…  2024-01-13 09:00");
  const short = (await shown(table, 30)).split("\n");
  expect(short.slice(2, 4)).toEqual(["a messa…  Ada Lov…  2024-01-13", "a secon…  Ada Lov…  ∅"]);
  // too narrow for the day as well
  expect((await shown(table, 28)).split("\n").at(-2)).toBe("… 1 more column: date");
  // a moment that no date shows is left out, not cut
  expect((await shown(tableOf("8640000000000001 ms"), 36)).split("\n").at(-2)).toBe("… 1 more column: date");
});
