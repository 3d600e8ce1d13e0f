// The table of commits by id answers as a list of all ids does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { CommitIndex } from "../../../src/history/commits/commit-index.js";

/** Ids of which many begin alike, or lie at the end of the table. */
const id = fc
  .tuple(
    fc.constantFrom("0000", "0001", "7fff", "ffff", "fffe", "abcd"),
    fc.constantFrom("0000", "ffff", "1234", "1235"),
    fc.integer({ min: 0, max: 2 ** 31 }),
  )
  .map(([a, b, rest]) => a + b + rest.toString(16).padStart(56, "0"));

test("ids that begin alike are found, and those beyond a size are forgotten", () => {
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.array(id, { maxLength: 30 }) },
    { weight: 1, arbitrary: fc.nat({ max: 100 }) },
    { weight: 1, arbitrary: fc.constant("clear" as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.array(id, { maxLength: 10 }), (steps, others) => {
      const index = new CommitIndex();
      let ids: string[] = [];
      for (const each of steps) {
        if (each === "clear") {
          index.clear();
          ids = [];
        } else if (typeof each === "number") {
          index.truncate(each);
          ids = ids.slice(0, each);
        } else for (const added of each) index.add(added, ids.push(added) - 1);
      }
      const where = (digits: string): number[] =>
        ids.flatMap((known, ordinal) => (known.startsWith(digits) ? [ordinal] : []));
      for (const wanted of [...ids, ...others]) {
        expect([...index.alike(wanted)].sort((a, b) => a - b)).toEqual(where(wanted.slice(0, 8)));
        expect(index.startingWith(wanted).sort((a, b) => a - b)).toEqual(where(wanted.slice(0, 4)));
      }
    }),
    { numRuns: 100 },
  );
});
