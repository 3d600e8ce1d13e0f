import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateFilter } from "../../src/space/filter/evaluate.js";
import type { Expression } from "../../src/space/filter/expression.js";
import { formatFilter } from "../../src/space/filter/format.js";
import { parseFilter } from "../../src/space/filter/parse.js";
import { type IndexKind, IndexSet } from "../../src/space/index/index-set.js";
import { Bitmap } from "../../src/structures/bitmap.js";
import { filters, type Name, perform, programs, SCHEMA, VALUES } from "./arbitraries.js";
import { truthOf } from "./oracle.js";
import { Table } from "./table.js";

const KINDS: readonly IndexKind[] = ["hash", "sorted", "bitmap"];

function expectSame(found: Bitmap, table: Table, filter: Expression, within?: Bitmap): void {
  const wanted = [...table.live.toArray()].filter(
    (id) =>
      within?.has(id) !== false && truthOf(filter, table.cells.get(id) as Map<string, unknown>) === true,
  );
  expect([...found.toArray()], formatFilter(filter)).toEqual(wanted);
  expect(found.count).toBe(wanted.length);
}

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
          expectSame(evaluateFilter(step.filter, table), table, step.filter);
          expectSame(evaluateFilter(step.filter, table, { indices }), table, step.filter);
        }
      }),
      { numRuns: 1500 },
    );
  });

  test("at the ends of words, pages and chunks, with values side by side and with holes", () => {
    const counts = [0, 1, 31, 32, 33, 4095, 4096, 4097, 65_535, 65_536, 65_537];
    const seeds = fc.sample(fc.array(filters, { minLength: 12, maxLength: 12 }), { numRuns: 1, seed: 20 })[0];
    for (const count of counts) {
      const table = new Table(SCHEMA);
      for (const name of Object.keys(SCHEMA) as Name[]) {
        // rows that do not begin at a multiple of 32, so that no run of them does
        table.attribute(name)?.stored.appendRun(0, fc.sample(VALUES[name], { numRuns: 5, seed: 1 }));
      }
      table.add(count, ["A"]);
      for (const [i, name] of (Object.keys(SCHEMA) as Name[]).entries()) {
        const some = fc.sample(VALUES[name], { numRuns: 61, seed: i });
        table.setRun(
          0,
          name,
          Array.from({ length: count }, (_, element) => some[(element * 7) % some.length]),
        );
      }
      const within = Bitmap.range(Math.floor(count / 3), count + 5);
      const check = () => {
        for (const filter of seeds) {
          expectSame(evaluateFilter(filter, table), table, filter);
          expectSame(evaluateFilter(filter, table, { within }), table, filter, within);
        }
      };
      check();
      for (const element of [0, 32, 4095, 4096, 40_000, count - 1]) {
        if (element < 0 || element >= count) continue;
        for (const name of Object.keys(SCHEMA) as Name[]) table.clear(element, name);
      }
      if (count > 33) table.remove(33);
      check();
    }
  });

  test("when strings stop being interned between two filters", () => {
    const table = new Table({ name: "utf8" });
    const indices = new IndexSet();
    for (const kind of KINDS) indices.create("name", kind);
    const filter = ["name = 'n7'", "name >= 'n98'", "name STARTS WITH 'n99'", "name IN ('n1', 'n5000', 'x')"];
    for (const total of [100, 900, 1100, 6000]) {
      const first = table.add(total - table.pool.count);
      for (let id = first; id < total; id++) table.set(id, "name", `n${id}`);
      for (const text of filter) {
        expectSame(evaluateFilter(parseFilter(text), table, { indices }), table, parseFilter(text));
        expectSame(evaluateFilter(parseFilter(text), table), table, parseFilter(text));
      }
    }
  });
});
