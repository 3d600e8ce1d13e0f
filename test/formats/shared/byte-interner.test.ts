import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteInterner } from "../../../src/formats/shared/byte-interner.js";

test("equal texts have one number, others have others, at any size of the table", () => {
  const interner = new ByteInterner();
  const texts = Array.from({ length: 100_000 }, (_, i) => `n${(i * 7919) % 65_537}`);
  const numbers = new Map<string, number>();
  for (const text of texts) {
    const number = interner.internText(text);
    if (!numbers.has(text)) numbers.set(text, number);
    if (numbers.get(text) !== number) expect(number).toBe(numbers.get(text));
  }
  expect(interner.count).toBe(numbers.size);
  for (const [text, number] of numbers)
    if (interner.text(number) !== text) expect(interner.text(number)).toBe(text);
});

test("texts are told apart by their bytes", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 40 }), { maxLength: 200 }), (texts) => {
      const interner = new ByteInterner();
      const numbers = texts.map((text) => interner.internText(text));
      const distinct = [...new Set(texts)];
      expect(numbers).toEqual(texts.map((text) => distinct.indexOf(text)));
      expect(distinct.map((text) => interner.find(text))).toEqual(distinct.map((_, i) => i));
      expect(interner.find(`${texts.join("")} and more`)).toBe(-1);
    }),
  );
});
