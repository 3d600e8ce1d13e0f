/** Orders that are sorted as numbers are those of comparing values row by row. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { packedOrder, type SortKey } from "../../../src/query/engine/output/sort-order.js";
import { NONE, type Vector, valueAt } from "../../../src/query/engine/vector.js";
import { orderValues } from "../../../src/query/values/relations.js";

const COUNT = 12;
const strings = ["b", "a", "", "a", "é", "😀", "z"];
const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: COUNT, maxLength: COUNT });
const nulls = fc.option(
  list(fc.integer({ min: 0, max: 1 })).map((bits) => Uint8Array.from(bits)),
  { nil: undefined },
);
const whole = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(2 ** 31, -(2 ** 40)));
const float = fc.constantFrom(
  0,
  -0,
  0.5,
  -1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
);
const vectors: fc.Arbitrary<Vector> = fc.oneof(
  fc.tuple(list(whole), nulls).map(([values, nulls]) => ({
    kind: "integers" as const,
    values: Float64Array.from(values),
    nulls,
  })),
  fc.tuple(list(float), nulls).map(([values, nulls]) => ({
    kind: "floats" as const,
    values: Float64Array.from(values),
    nulls,
  })),
  list(fc.nat(2)).map((values) => ({ kind: "booleans" as const, values: Uint8Array.from(values) })),
  list(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, NONE)).map((codes) => ({
    kind: "texts" as const,
    codes: Uint32Array.from(codes),
    strings,
  })),
  fc.constantFrom<Vector>({ kind: "constant", value: null }, { kind: "constant", value: 1n }),
);
const keys: fc.Arbitrary<SortKey[]> = fc.array(fc.record({ vector: vectors, descending: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});

test("the order is that of the values, null last, and equal rows stay as they came", () => {
  fc.assert(
    fc.property(keys, fc.nat(COUNT), (drawn, count) => {
      const found = packedOrder(drawn, count);
      // a few draws have keys that are too far apart for one number
      fc.pre(found !== undefined);
      const places = Array.from({ length: count }, (_, i) => i);
      places.sort((a, b) => {
        for (const { vector, descending } of drawn) {
          const order = orderValues(valueAt(vector, a, null as never), valueAt(vector, b, null as never));
          if (order !== 0) return descending ? -order : order;
        }
        return a - b;
      });
      expect([...found]).toEqual(places);
    }),
    { numRuns: 2000 },
  );
});

test("ids are sorted with null last, and keys that do not fit into a number are left to others", () => {
  const ids = Uint32Array.of(5, NONE, 0, 5);
  expect([...packedOrder([{ vector: { kind: "nodes", ids }, descending: false }], 4)!]).toEqual([2, 0, 3, 1]);
  expect([...packedOrder([{ vector: { kind: "nodes", ids }, descending: true }], 4)!]).toEqual([1, 0, 3, 2]);
  const wide: Vector = { kind: "integers", values: Float64Array.of(0, 2 ** 52), nulls: undefined };
  expect(packedOrder([{ vector: wide, descending: false }], 2)).toBe(undefined);
  expect(packedOrder([{ vector: { kind: "values", values: [1n] }, descending: false }], 1)).toBe(undefined);
});
