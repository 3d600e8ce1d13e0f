import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LimitError } from "../../src/errors.js";
import { CypherFault } from "../../src/query/text/cypher-fault.js";
import { parseStatement } from "../../src/query/text/parse-query.js";
import { printStatement } from "../../src/query/text/print-query.js";
import type { Statement } from "../../src/query/text/tree.js";
import { sentences } from "./sentences.js";

/** A tree without places as text: what a runner prints of large trees that differ takes minutes. */
function textOf(tree: unknown): string {
  return JSON.stringify(bare(tree), (_, value) =>
    typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : value,
  );
}

/** A tree without places. */
function bare(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(bare);
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name]) => name !== "start" && name !== "end")
      .map(([name, value]) => [name, bare(value)]),
  );
}

function faultOf(text: string): CypherFault {
  try {
    parseStatement(text);
  } catch (error) {
    if (error instanceof CypherFault) return error;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

const expressionOf = (text: string) => {
  const clause = parseStatement(`RETURN ${text} AS x`).body.parts[0].clauses[0];
  if (clause.kind !== "return") throw new Error("no RETURN");
  return bare(clause.items[0].expression);
};

test("sentences of the grammar parse, and print to text that parses to the same tree", () => {
  fc.assert(
    fc.property(sentences.statement, (text) => {
      const tree = parseStatement(text);
      const printed = printStatement(tree);
      if (textOf(parseStatement(printed)) !== textOf(tree)) throw new Error(`printed as ${printed}`);
      expect(printStatement(parseStatement(printed))).toBe(printed);
    }),
    { numRuns: 200, interruptAfterTimeLimit: 20_000 },
  );
});

test("mutated sentences parse or end in a fault with a place, never in anything else", () => {
  const mutation = fc.record({
    at: fc.nat(),
    length: fc.nat(4),
    text: fc.constantFrom(
      "",
      "(",
      ")",
      "'",
      "`",
      "\\",
      "}",
      "IN ",
      "-",
      "é",
      "//",
      "/*",
      "$",
      "1.5.",
      "0x",
      "\0",
      "\ud800",
    ),
  });
  fc.assert(
    fc.property(sentences.statement, mutation, (text, { at, length, text: inserted }) => {
      const place = at % (text.length + 1);
      const mutated = text.slice(0, place) + inserted + text.slice(place + length);
      let tree: Statement;
      try {
        tree = parseStatement(mutated);
      } catch (error) {
        expect(error).toBeInstanceOf(CypherFault);
        expect((error as CypherFault).offset).toBeGreaterThanOrEqual(0);
        expect((error as CypherFault).offset).toBeLessThanOrEqual(mutated.length);
        return;
      }
      const printed = printStatement(tree);
      if (textOf(parseStatement(printed)) !== textOf(tree)) throw new Error(`printed as ${printed}`);
    }),
    { numRuns: 400, interruptAfterTimeLimit: 20_000 },
  );
});

describe("precedence", () => {
  test.each([
    ["1 + 2 * 3", "1 + (2 * 3)"],
    ["2 ^ 3 ^ 2", "(2 ^ 3) ^ 2"],
    ["-2 ^ 2", "(-2) ^ 2"],
    ["NOT a AND b", "(NOT a) AND b"],
    ["a OR b XOR c AND d", "a OR (b XOR (c AND d))"],
    ["a = b IN c", "a = (b IN c)"],
    ["NOT a IS NULL", "NOT (a IS NULL)"],
    ["a + b STARTS WITH c + d", "(a + b) STARTS WITH (c + d)"],
    ["1 < 2 = true", "1 < 2 = true"],
    ["a<-1", "a < (-1)"],
  ])("%s is %s", (short, long) => {
    const [a, b] = [expressionOf(short), expressionOf(long)];
    // chains of one rank may be told from nested ones; values are the same
    if (short === "2 ^ 3 ^ 2") expect(a).toMatchObject({ operators: ["^", "^"] });
    else expect(a).toEqual(b);
  });
});

test("keywords are names where names may stand", () => {
  const text =
    "MATCH (match:Return {where: 1})-[set:IN]->(with) WHERE match.order = set.limit RETURN match, with AS case";
  expect(printStatement(parseStatement(text))).toContain("`match`");
  expect(expressionOf("case.end + exists.count")).toBeTruthy();
});

test("names in backticks may hold backticks, and comments are white space", () => {
  expect(expressionOf("`a``b`")).toMatchObject({ kind: "variable", name: "a`b" });
  expect(expressionOf("/* one */ 1 // two\n + /* three */ 2")).toMatchObject({ operators: ["+"] });
});

test("escapes of strings", () => {
  expect(expressionOf(String.raw`'\\\'\"\b\f\n\r\t\u00e9\U0001F600'`)).toMatchObject({
    value: "\\'\"\b\f\n\r\té😀",
  });
  for (const text of [String.raw`'\uH'`, String.raw`'\u12'`, String.raw`'\U00110000'`])
    expect(faultOf(`RETURN ${text}`)).toMatchObject({ detail: "InvalidUnicodeLiteral" });
});

test("numbers up to the limits of 64 bits", () => {
  expect(expressionOf("-9223372036854775808")).toMatchObject({ value: -(2n ** 63n) });
  expect(expressionOf("-0x8000000000000000")).toMatchObject({ value: -(2n ** 63n) });
  expect(expressionOf("0o777777777777777777777")).toMatchObject({ value: 2n ** 63n - 1n });
  for (const text of ["9223372036854775808", "- -9223372036854775809", "0x8000000000000000"])
    expect(faultOf(`RETURN ${text}`)).toMatchObject({ detail: "IntegerOverflow" });
  expect(faultOf("RETURN 1e400")).toMatchObject({ detail: "FloatingPointOverflow" });
  for (const text of ["12ab", "0x", "0xG1", "0o8", "1.5.5e", "1_000"])
    expect(["InvalidNumberLiteral", "UnexpectedSyntax"]).toContain(faultOf(`RETURN ${text}`).detail);
});

test("patterns may be drawn with any dash, differences may not", () => {
  expect(parseStatement("MATCH (a)—[r]—>(b) RETURN r")).toBeTruthy();
  expect(faultOf("RETURN 42 — 41")).toMatchObject({ detail: "InvalidUnicodeCharacter", offset: 10 });
});

test("the first error is told with its place and what was expected", () => {
  expect(faultOf("MATCH (n RETURN n")).toMatchObject({ offset: 9, message: "expected ), got RETURN" });
  expect(faultOf("RETURN 1 +")).toMatchObject({
    offset: 10,
    message: "expected an expression, got the end of the query",
  });
  expect(faultOf("MATCH (a)-[:X..]->(b) RETURN a")).toMatchObject({ detail: "InvalidRelationshipPattern" });
  expect(faultOf("RETURN 1 MATCH (n) RETURN n")).toMatchObject({ detail: "InvalidClauseComposition" });
});

describe("limits", () => {
  test("a query of 2^20 units is read, a longer one refused", () => {
    const text = `RETURN '${"x".repeat(2 ** 20 - 9)}'`;
    expect(parseStatement(text)).toBeTruthy();
    expect(() => parseStatement(`${text} `)).toThrow(LimitError);
  });

  test.each([
    ["(", "1", ")"],
    ["[", "1", "]"],
    ["{a: ", "1", "}"],
    ["NOT ", "true", ""],
    ["- ", "a", ""],
    ["+", "a", ""],
    ["CASE WHEN a THEN ", "1", " END"],
    ["coalesce(", "1", ")"],
    ["[x IN ", "[1]", "]"],
    ["[(a)-->(b) | ", "1", "]"],
    ["EXISTS { RETURN ", "1", "}"],
    ["COUNT { MATCH (n) WHERE ", "true", "}"],
    ["({a: ", "1", "})--1"],
    ["all(x IN y WHERE ", "x", ")"],
  ])("a thousand of %s are read or refused, none overflows the stack", (open, middle, close) => {
    for (const depth of [10, 300, 499, 999]) {
      const text = `RETURN ${open.repeat(depth)}${middle}${close.repeat(depth)} AS x`;
      try {
        printStatement(parseStatement(text));
      } catch (error) {
        expect(error).toBeInstanceOf(depth < 400 && open !== "({a: " ? Error : LimitError);
        if (!(error instanceof LimitError)) throw error;
      }
    }
    const text = `RETURN ${open.repeat(1100)}${middle}${close.repeat(1100)} AS x`;
    expect(() => parseStatement(text)).toThrow(LimitError);
  });

  test("twenty thousand terms side by side are no nesting", () => {
    for (const [operator, term] of [
      ["+", "1"],
      ["OR", "a"],
      ["AND", "a.b"],
      ["*", "2"],
      ["=", "1"],
      [",", "[1]"],
    ]) {
      const list = Array(2e4).fill(term).join(` ${operator} `);
      expect(parseStatement(`RETURN [${list}] AS x`)).toBeTruthy();
    }
  });
});

test("a keyword alone, before a name or behind a query is read or refused, and never for ever", () => {
  const keywords =
    "MATCH OPTIONAL CREATE INSERT MERGE SET REMOVE DELETE DETACH NODETACH UNWIND FOR WITH RETURN CALL FOREACH LOAD FILTER LET ORDER SKIP OFFSET LIMIT FINISH USE WHERE UNION ON YIELD AS BY CASE EXISTS COUNT COLLECT ALL ANY NONE SINGLE REDUCE CAST SHORTEST EXPLAIN PROFILE";
  for (const keyword of keywords.split(" ")) {
    for (const text of [
      keyword,
      `${keyword} x`,
      `${keyword} (x)`,
      `RETURN 1 ${keyword}`,
      `MATCH (n) ${keyword} RETURN n`,
    ]) {
      try {
        parseStatement(text);
      } catch (error) {
        expect(error, text).toBeInstanceOf(CypherFault);
      }
    }
  }
  expect(() => parseStatement("MATCH (n) ORDER n.x LIMIT 1 RETURN n")).toThrow(/expected BY, got n/);
});
