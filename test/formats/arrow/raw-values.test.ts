// Columns read and written by block hold what they hold value by value.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createColumn } from "../../../src/pool/create-column.js";
import { concatRaw, gatherRaw, type RawValues, rawCount, sliceRaw } from "../../../src/pool/raw-values.js";
import type { ValueType } from "../../../src/pool/value-type.js";
import { allTypes } from "./arbitraries.js";

function columnOf(type: ValueType, values: readonly unknown[]) {
  const column = createColumn(type);
  // list<json> takes no null inside, and json at large no null
  const fitting = values.filter((value) => column.accepts(value));
  for (const value of fitting) {
    column.accepts(value);
    column.append(value);
  }
  return column;
}

/** What `raw` holds, through a column of its own that starts with `before`. */
function read(type: ValueType, raw: RawValues, before: readonly unknown[] = []): unknown[] {
  const column = columnOf(type, before);
  const first = column.appendRaw(raw);
  expect(first).toBe(column.count - rawCount(raw));
  return Array.from({ length: rawCount(raw) }, (_, i) => column.get(first + i));
}

describe.each(allTypes)("$type", ({ type, value }) => {
  const values = fc.array(value, { maxLength: 40 });

  test("a slice, appended to another column, is the same values", () => {
    fc.assert(
      fc.property(values, values, fc.nat(40), fc.nat(40), (given, before, from, to) => {
        const column = columnOf(type, given);
        const start = Math.min(from, column.count);
        const end = Math.max(start, Math.min(to, column.count));
        const expected = Array.from({ length: end - start }, (_, i) => column.get(start + i));
        expect(read(type, sliceRaw(column.raw(), start, end - start), before)).toEqual(expected);
      }),
    );
  });

  test("gathered rows are the values in those rows", () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat(39), { maxLength: 60 }), (given, picks) => {
        const column = columnOf(type, given);
        const rows = Int32Array.from(picks.filter((row) => row < column.count));
        const expected = Array.from(rows, (row) => column.get(row));
        expect(read(type, gatherRaw(column.raw(), rows))).toEqual(expected);
      }),
    );
  });

  test("parts one after another are the values of all parts", () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (parts) => {
        const columns = parts.map((part) => columnOf(type, part));
        const expected = columns.flatMap((column) =>
          Array.from({ length: column.count }, (_, row) => column.get(row)),
        );
        // the first row is left out, so that offsets do not begin at 0
        const cut = columns.map((column) => sliceRaw(column.raw(), 0, column.count));
        expect(read(type, concatRaw(cut))).toEqual(expected);
        const tails = columns.filter((column) => column.count > 0);
        if (tails.length === 0) return;
        const rest = tails.flatMap((column) =>
          Array.from({ length: column.count - 1 }, (_, row) => column.get(row + 1)),
        );
        expect(
          read(type, concatRaw(tails.map((column) => sliceRaw(column.raw(), 1, column.count - 1)))),
        ).toEqual(rest);
      }),
    );
  });
});

describe("strings", () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`);

  test.each([
    ["interning", many(10), many(10)],
    ["about to stop interning", many(16_000), many(2000)],
    ["plain", many(20_000), many(1500)],
  ])("a column that is %s takes codes and bytes alike", (_, before, added) => {
    const codes = columnOf("utf8", added.slice(0, 1000));
    expect(codes.raw().kind).toBe("codes");
    const bytes = columnOf("utf8", many(20_000));
    expect(bytes.raw().kind).toBe("bytes");
    expect(read("utf8", codes.raw(), before)).toEqual(added.slice(0, 1000));
    expect(read("utf8", bytes.raw(), before)).toEqual(many(20_000));
  });

  test("a few rows of many strings take only their own strings along", () => {
    const column = columnOf("utf8", many(1000));
    const raw = gatherRaw(column.raw(), Int32Array.of(7, 990, 7));
    expect(raw).toEqual({ kind: "codes", codes: Uint32Array.of(0, 1, 0), strings: ["text 7", "text 990"] });
  });
});
