import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highlightText } from "../../../src/space/index/text/highlight.js";
import { treeOf } from "../../../src/space/index/text/text-query.js";
import { eachWord } from "../../../src/space/index/text/words.js";

const rule = { fold: true, language: undefined };
const options = { operator: "or", prefix: false, fuzzy: false } as const;

function marked(text: string, query: string, length?: number): string {
  const found = highlightText(text, treeOf(query, options), rule, length);
  let out = "";
  let at = 0;
  for (const [start, end] of found.ranges) {
    out += `${found.text.slice(at, start)}[${found.text.slice(start, end)}]`;
    at = end;
  }
  return out + found.text.slice(at);
}

describe("highlights", () => {
  test.each([
    ["A small dog, and small cats", "small", "A [small] dog, and [small] cats"],
    ["Cafe\u0301 CAFÉ", "cafe", "[Cafe\u0301] [CAFÉ]"],
    ["東京都に住む", "京都", "東[京都]に住む"],
    ["東京都に住む", "東京都", "[東京都]に住む"],
    ["東京都に住む、京", "京", "東[京]都に住む、[京]"],
    ["東京都に住む", "む*", "東京都に住[む]"],
    ["서울 시내", '"시"', "서울 [시]내"],
    ["small dog dog", '"small dog"', "[small] [dog] dog"],
    ["migration migrate", "migrat*", "[migration] [migrate]"],
    ["migration", "-migration", "migration"],
    ["ﬁne ½", "fine 1", "[ﬁne] [½]"],
    ["", "x", ""],
  ])("of %j for %j", (text, query, expected) => {
    expect(marked(text, query)).toBe(expected);
  });

  test("a part is cut where the most are, between words", () => {
    const text = `dog ${"and much more of the same ".repeat(20)}a dog beside another dog here ${"and so on ".repeat(30)}`;
    expect(marked(text, "dog", 40)).toBe("same a [dog] beside another [dog] here and");
    expect(marked("nothing of the kind in here", "dog", 12)).toBe("nothing of");
  });

  test("a part shorter than a match has as much of it as there is room for", () => {
    const text = `the velit ${"\u{1f44a}".repeat(20)} velit`;
    const parts = ["[v]", "[ve]", "[vel]", "[veli]", "[velit]"];
    parts.forEach((part, i) => {
      expect(marked(text, "velit", i + 1)).toBe(part);
    });
    expect(marked("a \u{10428}\u{10429} b", "\u{10428}\u{10429}", 3)).toBe("[\u{10428}]");
  });

  const unit = fc.constantFrom(..."ab é\u0301ß東京한. \u{10428}ﬁ½\u00ad");
  const anyText = fc.string({ unit, maxLength: 40 });

  test("ranges are in order, within the text, and those of the words that a query has", () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
        (text, query, length) => {
          const found = highlightText(text, treeOf(query, options), rule, length);
          expect(text).toContain(found.text);
          if (length !== undefined) expect(found.text.length).toBeLessThanOrEqual(Math.max(length, 1));
          let last = 0;
          for (const [start, end] of found.ranges) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(found.text.length);
          if (length !== undefined) {
            // a character of two units may not fit into one
            const whole = highlightText(text, treeOf(query, options), rule, undefined);
            if (length > 1) expect(found.ranges.length > 0).toBe(whole.ranges.length > 0);
            return;
          }
          const wanted = new Set<string>();
          for (const run of query.matchAll(/(-?)([^\s"]+)/gu))
            if (run[1] === "") eachWord(run[2], true, (word) => wanted.add(word));
          const covered = new Set(
            found.ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i)),
          );
          const expected = new Set<number>();
          eachWord(text, true, (word, start, end) => {
            if (wanted.has(word)) for (let i = start; i < end; i++) expected.add(i);
          });
          // an ideograph alone is found in pairs as well
          for (const { 0: piece, index } of text.matchAll(/[東京한][\u0301\u00ad]*/gu))
            if (wanted.has(piece[0])) for (let i = 0; i < piece.length; i++) expected.add(index + i);
          expect([...covered]).toEqual([...expected].sort((a, b) => a - b));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
