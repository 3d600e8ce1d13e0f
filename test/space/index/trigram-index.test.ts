import fc from "fast-check";
import { expect, test } from "vitest";
import { AttributeColumn } from "../../../src/pool/attribute-column.js";
import { TrigramIndex } from "../../../src/space/index/text/trigram-index.js";
import { foldCase } from "../../../src/structures/text/fold-case.js";

const text = fc.string({ unit: fc.constantFrom(..."abcAB/éÉßſςσΣ日\u{10428}"), maxLength: 12 });

test("a trigram index finds all rows that have a part, and none where a trigram is nowhere", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(text, { maxLength: 30 }), { maxLength: 5 }),
      text,
      fc.boolean(),
      fc.boolean(),
      (batches, part, folds, ignoringCase) => {
        const stored = new AttributeColumn("text", "utf8");
        const { column } = stored;
        const index = new TrigramIndex(stored, folds ? foldCase : undefined);
        const texts: string[] = [];
        for (const batch of batches) {
          column.appendMany(batch);
          texts.push(...batch);
          index.extend();
        }
        const found = index.find({ kind: "part", text: part, ignoringCase }, Number.POSITIVE_INFINITY);
        const bytes = new TextEncoder().encode(folds ? foldCase(part) : part);
        expect(found === undefined).toBe(bytes.length < 3 || (ignoringCase && !folds));
        if (found === undefined) return;
        const has = (each: string): boolean =>
          ignoringCase ? foldCase(each).includes(foldCase(part)) : each.includes(part);
        const expected = texts.flatMap((each, row) => (has(each) ? [row] : []));
        expect(found).toEqual(expect.arrayContaining(expected));
        expect(new Set(found).size).toBe(found.length);
        if (found.length > 0)
          expect(index.find({ kind: "part", text: part, ignoringCase }, found.length - 1)).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});

test("many rows, whose numbers are told apart by a table, give what few rows at a time do", () => {
  const texts = Array.from(
    { length: 40_000 },
    (_, i) => `node_modules/package-${i}/lib/index-${(i * 7919) % 1000}.js`,
  );
  const stored = [new AttributeColumn("text", "utf8"), new AttributeColumn("text", "utf8")] as const;
  const [whole, parts] = [stored[0].column, stored[1].column];
  const [wholeIndex, partsIndex] = [new TrigramIndex(stored[0]), new TrigramIndex(stored[1])];
  whole.appendMany(texts);
  wholeIndex.extend();
  for (let i = 0; i < texts.length; i += 500) {
    parts.appendMany(texts.slice(i, i + 500));
    partsIndex.extend();
  }
  for (const part of ["package-39999", "index-777.", "nowhere", "lib"]) {
    const lookup = { kind: "part", text: part, ignoringCase: false } as const;
    const expected = texts.flatMap((each, row) => (each.includes(part) ? [row] : []));
    for (const index of [wholeIndex, partsIndex]) {
      const found = new Set(index.find(lookup, Number.POSITIVE_INFINITY));
      expect(expected.filter((row) => !found.has(row))).toEqual([]);
    }
  }
});
