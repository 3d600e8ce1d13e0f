// Patterns held against JavaScript's own on small texts, and on texts and patterns that take those years.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern } from "../../src/structures/text/text-pattern.js";

const atom = fc.constantFrom(
  "a",
  "b",
  "é",
  "\u{1F600}",
  ".",
  "[ab]",
  "[^a]",
  "[a-c\\d]",
  "\\d",
  "\\W",
  "\\s",
  "\\p{L}",
  "\\x41",
  "^",
  "$",
  "\\b",
  "\\B",
);
const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    atom,
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => a + b),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie("node"), fc.constantFrom("*", "+", "?", "{2}", "{1,}", "{0,2}", "*?"))
      .map(([a, times]) => `(${a})${times}`),
  ),
})).node;
const texts = fc
  .array(fc.constantFrom("a", "b", "c", "1", " ", "A", "é", "\n", "\u{1F600}"), { maxLength: 8 })
  .map((list) => list.join(""));

/**
 * Whether JavaScript finds a pattern at the beginning of any character. Left to search by itself V8 finds `\B` between
 * the two halves of a surrogate pair, where by the standard nothing begins.
 */
function isFound(source: string, text: string): boolean {
  const pattern = new RegExp(source, "uy");
  for (let i = 0; i <= text.length; i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1) {
    pattern.lastIndex = i;
    if (pattern.test(text)) return true;
  }
  return false;
}

test("patterns match what JavaScript's own match", () => {
  fc.assert(
    fc.property(pattern, texts, (source, text) => {
      const own = compilePattern(source);
      expect([source, text, own.matches(text)]).toEqual([
        source,
        text,
        new RegExp(`^(?:${source})$`, "u").test(text),
      ]);
      expect([source, text, own.isIn(text)]).toEqual([source, text, isFound(source, text)]);
    }),
    { numRuns: 3000 },
  );
});

test("patterns without regard to case match both", () => {
  fc.assert(
    fc.property(
      pattern.filter((source) => !/\\[pWB]/.test(source)),
      texts,
      (source, text) => {
        const expected = new RegExp(`^(?:${source})$`, "iu").test(text);
        expect([source, text, compilePattern(`(?i)${source}`).matches(text)]).toEqual([
          source,
          text,
          expected,
        ]);
      },
    ),
    { numRuns: 1000 },
  );
});

test("what takes others years takes a moment", () => {
  const text = "a".repeat(20_000);
  for (const source of [
    "(a+)+b",
    "(a|a)*b",
    "(a*)*b",
    "(.*)(.*)(.*)x",
    "(a?){500}a{500}b",
    "(\\w+\\s?)*!",
    "\\b(a+)+\\b!",
  ]) {
    expect(compilePattern(source).matches(text)).toBe(false);
    expect(compilePattern(source).isIn(text)).toBe(false);
  }
});

describe("what is no pattern, or would need backtracking, is refused with its place", () => {
  test.each<[string, string, number]>([
    ["a(b", "expected ) to close this group", 1],
    ["a)", "unopened )", 1],
    ["[a", "expected ] to close this set", 0],
    ["*a", "expected something to repeat before *", 0],
    ["a**", "expected one repetition, got two in a row", 2],
    ["a++", "got a possessive one", 1],
    ["a{2,1}", "expected at least 2 times at most, got 1", 1],
    ["a{", "expected a number of times", 1],
    ["\\1", "expected no back-reference", 0],
    ["(?=a)", "without lookahead", 0],
    ["(?<!a)", "without lookbehind", 0],
    ["(?>a)", "got an atomic one", 0],
    ["\\q", "expected an escape such as", 0],
    ["\\", "expected a character after", 0],
    ["\\p{Nothing}", "expected a property of Unicode, got Nothing", 0],
    ["[b-a]", "expected a range from low to high", 2],
    ["[a[b]]", "expected no set within a set", 2],
  ])("%s", (source, message, offset) => {
    expect(() => compilePattern(source)).toThrow(message);
    expect(() => compilePattern(source)).toThrow(
      expect.objectContaining({ code: "PATTERN_SYNTAX", data: { pattern: source, offset } }),
    );
  });

  test("and what is too large", () => {
    expect(() => compilePattern("a".repeat(5_000))).toThrow("length of a pattern expected at most 4096");
    expect(() => compilePattern("((a{1000}){1000}){1000}")).toThrow(
      "size of a pattern expected at most 10000",
    );
    expect(() => compilePattern("a{1001}")).toThrow(
      "repetitions in a pattern expected at most 1000, got 1001",
    );
    expect(() => compilePattern(`${"(".repeat(201)}${")".repeat(201)}`)).toThrow(
      "nesting of a pattern expected at most 200",
    );
  });
});
