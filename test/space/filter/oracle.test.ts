import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindFilter } from "../../../src/space/filter/bind.js";
import { evaluateFilter } from "../../../src/space/filter/evaluate.js";
import type { Expression } from "../../../src/space/filter/expression.js";
import { formatFilter } from "../../../src/space/filter/format.js";
import { parseFilter } from "../../../src/space/filter/parse.js";
import { type IndexKind, IndexSet } from "../../../src/space/index/index-set.js";
import { BITMAP_CHUNK_BITS, Bitmap } from "../../../src/structures/bitmap.js";
import { type Name, perform, programs, SCHEMA, VALUES } from "./arbitraries.js";
import { truthOf } from "./oracle.js";
import { Table } from "./table.js";

const KINDS: readonly IndexKind[] = ["hash", "sorted", "bitmap"];

/** Expects each of the bitmaps to be what the oracle finds. */
function expectSame(table: Table, filter: Expression, found: readonly Bitmap[], within?: Bitmap): void {
  const wanted = table.live
    .toArray()
    .filter(
      (id) =>
        within?.has(id) !== false && truthOf(filter, table.cells.get(id) as Map<string, unknown>) === true,
    );
  const all = Bitmap.of(wanted);
  for (const bitmap of found) {
    // comparing arrays tells where they differ, and is slow
    if (!bitmap.equals(all)) expect([...bitmap.toArray()], formatFilter(filter)).toEqual([...wanted]);
    expect(bitmap.count).toBe(wanted.length);
  }
}

/** As `evaluateFilter`, by a scan, though the elements be few or an index know them. */
function scanned(filter: Expression, table: Table, indices: IndexSet | undefined): Bitmap {
  const condition = bindFilter(filter, { state: table, parameters: {}, indices });
  const words = new Uint32Array(BITMAP_CHUNK_BITS / 32).fill(0x5a5a5a5a);
  condition.mark(0, table.live.words(0), words);
  const found = new Bitmap();
  found.setWords(0, words);
  return found.and(table.live);
}

/** One for each way in which rows are tested. */
const LEAVES = [
  "i32 > 0",
  "NOT i32 = 1",
  "i64 <= 0",
  "f32 < 0.5",
  "f64 >= 0",
  "f64 IN (0, 0.5, 1e300)",
  `i32 IN (${Array.from({ length: 20 }, (_, i) => i).join(", ")})`,
  "time BETWEEN 0 AND 1",
  "flag",
  "NOT flag",
  "flag IN (TRUE, FALSE)",
  "text = 'a'",
  "text IN ('a', 'ab')",
  "text > 'a'",
  "NOT text ENDS WITH 'a'",
  "list CONTAINS 'a'",
  "i32 IS NULL",
  "i32 IS NOT NULL",
  ":A",
  "NOT :A",
  "i32 < f64",
  "i32 = 1 AND text = 'a'",
  "i32 = 1 OR text = 'a' OR flag",
];

describe("a filter finds what three-valued logic finds element by element", () => {
  test("over random programs of writes, removals and checkouts, with any indices and without", () => {
    const wanted = fc.array(
      fc.record({ name: fc.constantFrom(...Object.keys(SCHEMA)), kind: fc.constantFrom(...KINDS) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(programs, wanted, (program, entries) => {
        const table = new Table(SCHEMA);
        const indices = new IndexSet();
        for (const { name, kind } of entries) if (!indices.has(name, kind)) indices.create(name, kind);
        for (const step of program) {
          perform(table, step);
          if (step.kind !== "check") continue;
          expectSame(table, step.filter, [
            evaluateFilter(step.filter, table),
            evaluateFilter(step.filter, table, { indices }),
            scanned(step.filter, table, undefined),
            scanned(step.filter, table, indices),
          ]);
        }
      }),
      { numRuns: 1500 },
    );
  });

  test("at the ends of words, pages and chunks, with values side by side and with holes", () => {
    const names = Object.keys(SCHEMA) as Name[];
    const indices = new IndexSet();
    for (const name of names) indices.create(name, "bitmap");
    for (const count of [0, 1, 31, 32, 33, 4095, 4096, 4097, 65_535, 65_536, 65_537]) {
      const table = new Table(SCHEMA);
      for (const name of names) {
        // rows that do not begin at a multiple of 32, so that no run of them does
        table.attribute(name)?.stored.appendRun(0, fc.sample(VALUES[name], { numRuns: 5, seed: 1 }));
      }
      table.add(count, ["A"]);
      for (const [i, name] of names.entries()) {
        const some = fc.sample(VALUES[name], { numRuns: 61, seed: i });
        const values = Array.from({ length: count }, (_, element) => some[(element * 7) % some.length]);
        table.setRun(0, name, values);
      }
      const check = () => {
        const within = Bitmap.range(Math.floor(count / 3), count + 5);
        for (const text of LEAVES) {
          const filter = parseFilter(text);
          const options = [{}, { indices }];
          expectSame(
            table,
            filter,
            options.map((option) => evaluateFilter(filter, table, option)),
          );
          if (count < 5000) expectSame(table, filter, [evaluateFilter(filter, table, { within })], within);
        }
      };
      check();
      for (const element of [0, 32, 4095, 4096, 40_000, count - 1]) {
        if (element < 0 || element >= count) continue;
        for (const name of names) table.clear(element, name);
      }
      if (count > 33) table.remove(33);
      check();
    }
  });

  test("when strings stop being interned between two filters", () => {
    const table = new Table({ name: "utf8" });
    const indices = new IndexSet();
    for (const kind of KINDS) indices.create("name", kind);
    const filters = [
      "name = 'n7'",
      "name >= 'n98'",
      "name BETWEEN 'n7' AND 'n77'",
      "name < 'n2' AND name > 'n1'",
      "name STARTS WITH 'n99'",
      "name ENDS WITH '99'",
      "name ENDS WITH 'longer than any'",
      "NOT name CONTAINS '9'",
      "name CONTAINS ''",
      "name IN ('n1', 'n5000', 'x')",
    ];
    for (const total of [100, 900, 1100, 6000, 20_000]) {
      const first = table.add(total - table.pool.count);
      for (let id = first; id < total; id++) table.set(id, "name", `n${id}`);
      for (const filter of filters.map(parseFilter)) {
        expectSame(table, filter, [
          evaluateFilter(filter, table, { indices }),
          evaluateFilter(filter, table),
        ]);
      }
    }
  });
});
