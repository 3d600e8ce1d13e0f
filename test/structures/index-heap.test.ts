// The heap of keys that fall and disjoint sets, against plain ones.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DisjointSet } from "../../src/structures/disjoint-set.js";
import { IndexHeap } from "../../src/structures/index-heap.js";

describe("a heap of numbers whose keys fall", () => {
  it("gives the smallest key first, whatever fell before", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: -2, max: 19 }), fc.integer({ min: -9, max: 9 })), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(steps, (list) => {
        const heap = new IndexHeap(20);
        const model = new Map<number, number>();
        for (const [item, key] of list) {
          if (item < 0) {
            if (model.size === 0) continue;
            const top = heap.pop();
            expect(model.get(top)).toBe(Math.min(...model.values()));
            expect(heap.keys[top]).toBe(model.get(top));
            expect(heap.isDone(top)).toBe(true);
            model.delete(top);
          } else {
            const falls = key < (model.get(item) ?? Infinity);
            expect(heap.lower(item, key)).toBe(falls);
            if (falls) model.set(item, key);
            expect(heap.isDone(item)).toBe(false);
          }
          expect(heap.size).toBe(model.size);
        }
      }),
    );
  });

  it("is as new once cleared", () => {
    const heap = new IndexHeap(4);
    for (let i = 0; i < 4; i++) heap.lower(i, -i);
    const out = [heap.pop(), heap.pop()];
    heap.clear(out);
    expect([heap.size, heap.isDone(3), [...heap.keys]]).toEqual([0, false, Array(4).fill(Infinity)]);
  });
});

describe("disjoint sets", () => {
  it("are what a list of labels says", () => {
    const pairs = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (list) => {
        const sets = new DisjointSet(12);
        let labels = Array.from({ length: 12 }, (_, i) => i);
        for (const [a, b] of list) {
          expect(sets.union(a, b)).toBe(labels[a] !== labels[b]);
          labels = labels.map((label) => (label === labels[b] ? labels[a] : label));
        }
        expect(sets.count).toBe(new Set(labels).size);
        for (let i = 0; i < 12; i++) {
          expect(sets.sizeOf(i)).toBe(labels.filter((label) => label === labels[i]).length);
          for (let j = 0; j < i; j++) expect(sets.find(i) === sets.find(j)).toBe(labels[i] === labels[j]);
        }
      }),
    );
  });
});
