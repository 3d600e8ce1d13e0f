import fc from "fast-check";
import { expect, test } from "vitest";
import { partsOfPiece, pieceEnd } from "../../src/space/index/text/pieces.js";
import { foldText } from "../../src/structures/text/fold-text.js";

test.each([
  ["Straße", "strasse"],
  ["τῷ", "τωι"],
  ["ΤΩΙ", "τωι"],
  ["Ὀδυσσεύς", "οδυσσευσ"],
  ["ıI", "ii"],
  ["ﬁne", "fine"],
  ["so\u00adft", "soft"],
  ["a\u200bb", "a\u200bb"],
  ["Йод", "йод"],
  ["ガ", "ガ"],
  ["", ""],
])("%s is %s", (text, folded) => {
  expect(foldText(text)).toBe(folded);
  expect(foldText(folded)).toBe(folded);
});

test("a text is folded as its pieces are", () => {
  const units = fc.constantFrom(
    ..."aZß ΣςıİǅώῷΐﬁЙ한각ガが\u0301\u0345\u0308\u200d\u00ad\u034f\u0327㈱Ⅷ😀ᏣꮳẞÅ",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(units, fc.string({ unit: "binary" }))), (parts) => {
      const text = parts.join("");
      let pieces = "";
      for (let at = 0; at < text.length; ) {
        const end = pieceEnd(text, at);
        for (const part of partsOfPiece(text.slice(at, end), true)) pieces += part.text;
        at = end;
      }
      expect(foldText(text)).toBe(pieces);
    }),
    { numRuns: 500 },
  );
});

test("long runs of marks, hidden or not, are folded in little time", () => {
  for (const run of ["\u0301\u0327", "\u0301\u200d\u0327"])
    expect(foldText(`a${run.repeat(100_000)}b`)).toBe("ab");
});
