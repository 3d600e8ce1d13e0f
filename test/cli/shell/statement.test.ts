// Lines of the shell: which kind of statement they are, and whether they go on.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  goesOn,
  isCypher,
  isOpen,
  onOneLine,
  readStatement,
  splitStatements,
  wordsOf,
} from "../../../src/cli/shell/statement.js";
import { runs } from "../../model/arbitrary.js";

describe("a statement", () => {
  test.each([
    [
      ":Person AND born < 1900",
      { kind: "filter", verb: "nodes", filter: ":Person AND born < 1900", options: [] },
    ],
    ["edges", { kind: "filter", verb: "edges", filter: "", options: [] }],
    ["edges :KNOWS", { kind: "filter", verb: "edges", filter: ":KNOWS", options: [] }],
    ["edges:KNOWS", { kind: "filter", verb: "edges", filter: ":KNOWS", options: [] }],
    ["nodes since > 3;", { kind: "filter", verb: "nodes", filter: "since > 3", options: [] }],
    ["edges = 3", { kind: "filter", verb: "nodes", filter: "edges = 3", options: [] }],
    [
      ":A --limit 5 --columns 'a b',c",
      { kind: "filter", verb: "nodes", filter: ":A", options: ["--limit", "5", "--columns", "a b,c"] },
    ],
    ["name = ' --limit'", { kind: "filter", verb: "nodes", filter: "name = ' --limit'", options: [] }],
    ["a - -1 > 0", { kind: "filter", verb: "nodes", filter: "a - -1 > 0", options: [] }],
    ["a = 1 // why", { kind: "filter", verb: "nodes", filter: "a = 1", options: [] }],
    ["match (n) return n;", { kind: "cypher", text: "match (n) return n" }],
    ["match = 3", { kind: "filter", verb: "nodes", filter: "match = 3", options: [] }],
    ["set IN [1]", { kind: "filter", verb: "nodes", filter: "set IN [1]", options: [] }],
    ["// all\nRETURN 1", { kind: "cypher", text: "// all\nRETURN 1" }],
    ["RETURN 'a;b' ; ", { kind: "cypher", text: "RETURN 'a;b'" }],
    [".log -n 3", { kind: "verb", words: ["log", "-n", "3"] }],
    [`.commit -m "it's \\"done\\""`, { kind: "verb", words: ["commit", "-m", `it's "done"`] }],
    ["exit", { kind: "verb", words: ["exit"] }],
    ["QUIT", { kind: "verb", words: ["quit"] }],
    ["exit = 1", { kind: "filter", verb: "nodes", filter: "exit = 1", options: [] }],
    ["", { kind: "empty" }],
    ["  # a comment", { kind: "empty" }],
    ["// a comment", { kind: "empty" }],
    ["/* two\nlines */", { kind: "empty" }],
    [".", { kind: "empty" }],
    [":A AND \\\n:B", { kind: "filter", verb: "nodes", filter: ":A AND \n:B", options: [] }],
  ])("%j", (text, statement) => {
    expect(isOpen(text)).toBe(false);
    expect(readStatement(text)).toEqual(statement);
  });

  test.each([
    "(born < 1900",
    "name = 'a",
    'name = "a\\"',
    "name = `a",
    "name IN [1,",
    ":A AND",
    ":A AND // and what",
    "NOT",
    "born <",
    "/* open",
    ":A \\",
    "MATCH (n)",
    "MATCH (n) WHERE n.a = ",
    "MATCH (n) RETURN {a: 1",
    "UNWIND [1, 2] AS x",
    "EXPLAIN",
    ".commit -m 'a",
    '.set "x',
  ])("%j goes on", (text) => {
    expect(isOpen(text)).toBe(true);
  });

  test.each([
    "MATCH (n) RETURN n",
    "MATCH (n) RETURN 1;",
    "MATCH (n) RETRUN n",
    "MATCH n)",
    "CREATE (a)",
    ")",
    "a = 'b\\\\'",
  ])("%j does not", (text) => {
    expect(isOpen(text)).toBe(false);
  });

  test("several stand on one line, with semicolons between them", () => {
    expect(splitStatements("MATCH (n) RETURN ';' AS a; name = 'b;' ;")).toEqual([
      "MATCH (n) RETURN ';' AS a;",
      " name = 'b;' ;",
    ]);
    expect(splitStatements(":A // one; two")).toEqual([":A // one; two"]);
    expect(splitStatements(".commit -m a;b")).toEqual([".commit -m a;b"]);
    expect(splitStatements("")).toEqual([""]);
    expect(isOpen("MATCH (n) RETURN n; MATCH (m)")).toBe(true);
    expect(isOpen("MATCH (n) RETURN n; :A")).toBe(false);
    expect(isOpen(":A; born <")).toBe(true);
  });

  test("a query that is whole goes on where the next line can only belong to it", () => {
    expect(goesOn("MATCH (n) RETURN n", "LIMIT 5")).toBe(true);
    expect(goesOn("MATCH (n) RETURN n", " ORDER BY n.a")).toBe(true);
    expect(goesOn("MERGE (n)", "ON CREATE SET n.a = 1")).toBe(true);
    expect(goesOn("MATCH (n) RETURN n;", "LIMIT 5")).toBe(false);
    expect(goesOn("MATCH (n) RETURN n", "limit = 5")).toBe(false);
    expect(goesOn("MATCH (n) RETURN n", "MATCH (m) RETURN m")).toBe(false);
    expect(goesOn(":Person", "LIMIT 5")).toBe(false);
  });

  test("whatever is entered is read, or refused with an error of the command line", () => {
    const pieces = fc.constantFrom(
      "a",
      "'",
      '"',
      "`",
      "\\",
      "(",
      "]",
      "//",
      "/*",
      "*/",
      "\n",
      " ",
      ".",
      "MATCH",
      "--x",
      ";",
      "😀",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        isCypher(text);
        goesOn(text, text);
        if (isOpen(text)) return;
        try {
          readStatement(text);
        } catch (error) {
          expect((error as Error).name).toBe("CliError");
        }
        expect(onOneLine(text)).not.toContain("\n");
      }),
      runs(500),
    );
  });
});

test("words are those that were quoted", () => {
  const quote = (word: string): string => `'${word.replaceAll("'", `'"'"'`)}'`;
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      expect(wordsOf(words.map(quote).join("  "))).toEqual(words);
    }),
    runs(200),
  );
  expect(wordsOf(" a\\ b ''  ")).toEqual(["a b", ""]);
  expect(wordsOf("'a")).toBe(undefined);
});

test("a statement of several lines is one in the history, and means the same", () => {
  expect(onOneLine("MATCH (n) // all\nWHERE n.a = 'x // y'\nRETURN n")).toBe(
    "MATCH (n)        WHERE n.a = 'x // y' RETURN n",
  );
  expect(onOneLine("name = 'a\nb'")).toBe("name = 'a\\nb'");
  expect(onOneLine(":A AND \\\n:B")).toBe(":A AND  :B");
});
