/** Which elements the rows of a column were written for. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ElementPool } from "../../src/pool/pool.js";

const column = () => new ElementPool("node").column("a", "int32");

test("rows of a bulk write are known to be a run, and so is each part of it, across pages", () => {
  const stored = column();
  stored.appendRun(7, new Int32Array(10_000));
  expect([0, 1, 4095, 4096, 9_999].map((row) => stored.owner(row))).toEqual([7, 8, 4102, 4103, 10_006]);
  for (const [row, count] of [
    [0, 10_000],
    [1, 9_999],
    [4095, 2],
    [4096, 4096],
  ]) {
    expect(stored.isOwnerRun(row, count)).toBe(true);
  }
  expect(stored.isOwnerRun(1, 10_000)).toBe(false);
});

test("what is taken for a run is one, whatever was written", () => {
  const write = fc.record({
    first: fc.nat(20_000),
    count: fc.integer({ min: 1, max: 6000 }),
    each: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(write, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(), (writes, from, size) => {
      const stored = column();
      const owners: number[] = [];
      for (const { first, count, each } of writes) {
        const elements = Array.from({ length: count }, (_, i) => first + (each ? (i * 7) % count : i));
        if (each) stored.appendEach(elements, new Int32Array(count));
        else stored.appendRun(first, new Int32Array(count));
        owners.push(...elements);
      }
      const row = from % owners.length;
      const count = 1 + (size % (owners.length - row));
      const isRun = owners.slice(row, row + count).every((owner, i) => owner === owners[row] + i);
      if (stored.isOwnerRun(row, count)) expect(isRun).toBe(true);
      expect(owners.every((owner, at) => stored.owner(at) === owner)).toBe(true);
    }),
  );
});
