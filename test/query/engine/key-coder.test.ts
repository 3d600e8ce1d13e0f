/** Codes of keys: the same for equivalent values, in the order in which they come, however many come at a time. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { RowCoder } from "../../../src/query/engine/key-coder.js";
import type { Vector } from "../../../src/query/engine/vector.js";

const number = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.constantFrom(-0, -1, 0.5, Number.NaN, 1023, 1024, 2 ** 40, Number.POSITIVE_INFINITY),
  fc.nat(2000),
);

test("codes of one column and of several are those of a list that is searched", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number, fc.boolean()), { minLength: 1, maxLength: 300 }),
      fc.array(fc.constantFrom(1, 2, 7, 511, 512, 1000), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1, 2),
      (drawn, sizes, columnCount) => {
        const coder = new RowCoder(columnCount, null as never, 0);
        const known: string[] = [];
        let from = 0;
        for (const size of sizes) {
          // the rows that were drawn, over and over
          const rows = Array.from({ length: size }, (_, i) => drawn[(from + i) % drawn.length]);
          from += size;
          const vectorOf = (place: 0 | 1): Vector => ({
            kind: "floats",
            values: Float64Array.from(rows, (row) => row[place]),
            nulls: place === 0 ? undefined : Uint8Array.from(rows, (row) => Number(row[2])),
          });
          const vectors = [vectorOf(0), vectorOf(1)].slice(0, columnCount);
          const found = coder.codes(vectors, size);
          const wanted = rows.map(([a, b, isNull]) => {
            const key = `${a + 0} ${columnCount === 1 ? "" : isNull ? "null" : b + 0}`;
            return known.includes(key) ? known.indexOf(key) : known.push(key) - 1;
          });
          expect([...found]).toEqual(wanted);
        }
        expect(coder.size).toBe(known.length);
      },
    ),
    { numRuns: 300 },
  );
});
