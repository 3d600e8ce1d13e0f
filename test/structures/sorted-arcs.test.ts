/** Sorted lists and arcs against sets, counts and a sort of all arcs. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Bitmap } from "../../src/structures/bitmap.js";
import {
  type ArcTable,
  type ChangedArcs,
  countCommon,
  gallop,
  intersectSorted,
  patchedArcs,
} from "../../src/structures/sorted-arcs.js";

const ascending = (values: readonly number[]) => Uint32Array.from(values).sort();
/** Lists of few numbers, of many repeats, and far longer ones, which are searched. */
const lists = fc.oneof(
  fc.array(fc.nat(12), { maxLength: 10 }),
  fc.array(fc.nat(400), { maxLength: 300, size: "max" }),
  fc.array(fc.constantFrom(0, 7, 2 ** 31, 2 ** 32 - 2), { maxLength: 12 }),
);

test("two lists have in common what their sets have, and as many pairs as there are", () => {
  fc.assert(
    fc.property(lists, lists, fc.nat(3), fc.nat(3), (one, other, before, behind) => {
      // within longer arrays, whose other numbers do not count
      const [a, b] = [one, other].map((list) =>
        Uint32Array.from([...Array(before).fill(7), ...ascending(list), ...Array(behind).fill(7)]),
      );
      const [aEnd, bEnd] = [before + one.length, before + other.length];
      const out = new Uint32Array(Math.min(one.length, other.length));
      const count = intersectSorted(a, before, aEnd, b, before, bEnd, out);
      const wanted = ascending([...new Set(one)].filter((value) => other.includes(value)));
      expect(out.subarray(0, count)).toEqual(wanted);
      const pairs = one.reduce((sum, x) => sum + other.filter((y) => y === x).length, 0);
      expect(countCommon(a, before, aEnd, b, before, bEnd)).toBe(pairs);
    }),
    { numRuns: 500 },
  );
});

test("a gallop ends at the first number that is at least the one wanted", () => {
  fc.assert(
    fc.property(lists, fc.nat(420), fc.nat(20), (list, wanted, start) => {
      const sorted = ascending(list);
      const from = Math.min(start, sorted.length);
      const place = sorted.findIndex((value, i) => i >= from && value >= wanted);
      expect(gallop(sorted, from, sorted.length, wanted)).toBe(place < 0 ? sorted.length : place);
    }),
  );
});

interface Arc {
  readonly key: number;
  readonly end: number;
  readonly edge: number;
}

const byPlace = (a: Arc, b: Arc) => a.key - b.key || a.end - b.end || a.edge - b.edge;

function sortedArcs(arcs: readonly Arc[], nodeCount: number): ArcTable {
  const sorted = arcs.toSorted(byPlace);
  const offsets = Uint32Array.from({ length: nodeCount + 1 }, (_, node) => {
    const place = sorted.findIndex(({ key }) => key >= node);
    return place < 0 ? sorted.length : place;
  });
  return {
    offsets,
    ends: Uint32Array.from(sorted, ({ end }) => end),
    edges: Uint32Array.from(sorted, ({ edge }) => edge),
  };
}

const changed = (arcs: readonly Arc[]): ChangedArcs => ({
  keys: Uint32Array.from(arcs, ({ key }) => key),
  ends: Uint32Array.from(arcs, ({ end }) => end),
  edges: Uint32Array.from(arcs, ({ edge }) => edge),
});

test("patched arcs are those that a sort of all arcs gives", () => {
  const drawn = fc.array(
    fc.record({
      key: fc.nat(9),
      end: fc.nat(9),
      state: fc.constantFrom("stays", "goes", "comes"),
      // an edge that comes may have a smaller id than those that stay, as after a checkout
      edge: fc.nat(200),
    }),
    { maxLength: 40, size: "max" },
  );
  fc.assert(
    fc.property(drawn, fc.nat(3), fc.nat(4), (given, more, later) => {
      const all = [...new Map(given.map((each) => [each.edge, each])).values()];
      const isOf = (...states: string[]) => all.filter(({ state }) => states.includes(state));
      const limit = 10 + more;
      const base = sortedArcs(isOf("stays", "goes"), limit);
      const frozen = structuredClone(base);
      const patched = patchedArcs(base, changed(isOf("goes")), changed(isOf("comes")), limit + later);
      expect(patched).toEqual(sortedArcs(isOf("stays", "comes"), limit + later));
      expect(base).toEqual(frozen);
    }),
    { numRuns: 500 },
  );
});

test("arcs of nodes past the end of the old ones are patched in", () => {
  const base = sortedArcs([{ key: 0, end: 1, edge: 0 }], 1);
  const added = [{ key: 3, end: 0, edge: 5 }];
  expect(patchedArcs(base, changed([]), changed(added), 4)).toEqual({
    offsets: Uint32Array.of(0, 1, 1, 1, 2),
    ends: Uint32Array.of(1, 0),
    edges: Uint32Array.of(0, 5),
  });
});

test("the difference of two bitmaps is that of their sets, and is not had past a number", () => {
  const ids = fc.array(fc.oneof(fc.nat(100), fc.constantFrom(31, 32, 65_535, 65_536, 200_000)), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(ids, ids, ids, (shared, ours, theirs) => {
      const one = Bitmap.of(shared);
      const other = one.clone();
      for (const id of ours) one.add(id);
      for (const id of theirs) other.delete(id);
      const wanted = [...new Set([...one.andNot(other).toArray(), ...other.andNot(one).toArray()])].sort(
        (a, b) => a - b,
      );
      expect(one.difference(other, wanted.length)).toEqual(wanted);
      expect(other.difference(one, 1000)).toEqual(wanted);
      if (wanted.length > 0) expect(one.difference(other, wanted.length - 1)).toBeUndefined();
    }),
  );
  expect(Bitmap.range(0, 65_536).difference(new Bitmap(), 65_536)?.length).toBe(65_536);
});
