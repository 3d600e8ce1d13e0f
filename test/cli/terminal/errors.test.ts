// Errors as lines: what is wrong, the place of it, a hint; nothing in them is obeyed, and none has a stack unasked.
import { CypherError, FilterSyntaxError, Graph } from "groggy";
import { expect, test } from "vitest";
import { CliError } from "../../../src/cli/shared/cli-error.js";
import { errorLines } from "../../../src/cli/terminal/error-lines.js";
import { asciiMarks, unicodeMarks } from "../../../src/cli/terminal/marks.js";

const plain = { hasColor: false, marks: unicodeMarks, columns: 80 };

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("expected an error");
}

test("a filter's error has its place below the line", async () => {
  const error = thrown(() => new Graph().nodes.where("born < 1900 ANDD name = 1"));
  expect(error).toBeInstanceOf(FilterSyntaxError);
  const lines = await errorLines(error, plain, false);
  expect(lines.slice(1)).toEqual(["  born < 1900 ANDD name = 1", "              ^"]);
  expect(lines[0]).toMatch(/^groggy: .*ANDD/);
});

test("the mark stands below the place behind wide characters and escapes, on the line of a query that has it", async () => {
  const wide = thrown(() => new Graph().nodes.where("'山田\t' = name ANDD"));
  expect((await errorLines(wide, plain, false)).slice(1)).toEqual([
    "  '山田\\t' = name ANDD",
    "                  ^",
  ]);
  const query = thrown(() => new Graph().query("MATCH (a)\nRETURN aa\n"));
  expect(query).toBeInstanceOf(CypherError);
  expect((await errorLines(query, plain, false)).slice(1)).toEqual(["  RETURN aa", "         ^"]);
});

test("a long line is cut on both sides of the place", async () => {
  const filter = `${"a = 1 OR ".repeat(30)}b ANDD ${"c = 1 OR ".repeat(30)}d`;
  const error = thrown(() => new Graph().nodes.where(filter));
  const [, line, caret] = await errorLines(error, { ...plain, columns: 40 }, false);
  expect(line!.length).toBe(40);
  expect(line).toMatch(/^ {2}….*b ANDD c =.*…$/);
  expect(line!.slice(caret!.length - 1)).toMatch(/^ANDD/);
  const ascii = await errorLines(error, { ...plain, marks: asciiMarks, columns: 40 }, false);
  expect(ascii[1]).toMatch(/^ {2}\.\.\..*\.\.\.$/);
});

test("a hint follows, controls are shown, and stacks come with debug alone", async () => {
  const cause = new Error("the \x1b[31mcause");
  const error = new CliError("expected a verb, got \x1b]0;x\x07", { hint: "did you mean log?", cause });
  expect(await errorLines(error, plain, false)).toEqual([
    "groggy: expected a verb, got \\x1b]0;x\\x07",
    "  did you mean log?",
  ]);
  const all = await errorLines(error, { ...plain, hasColor: true }, true);
  expect(all[0]).toContain("\x1b[31mgroggy:\x1b[39m expected");
  expect(all).toContain("caused by:");
  expect(all).toContain("Error: the \\x1b[31mcause");
  expect(await errorLines("no error", plain, true)).toEqual(["groggy: no error"]);
  expect(await errorLines(undefined, plain, false)).toEqual(["groggy: undefined"]);
});
