// Words of a command line become options and operands, or an error that names the word.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findVerb, operandsOf, parseWords } from "../../src/cli/parse.js";
import { CliError } from "../../src/cli/shared/cli-error.js";
import type { CommandOption } from "../../src/cli/shared/command.js";
import { nearest } from "../../src/cli/shared/nearest.js";

const options = {
  message: { type: "string", short: "m", value: "TEXT", summary: "text" },
  limit: { type: "integer", short: "n", value: "N", min: 0, summary: "rows" },
  damping: { type: "number", min: 0, max: 1, default: 0.85, summary: "share" },
  shift: { type: "number", summary: "any number" },
  policy: { type: "string", choices: ["ours", "theirs"], summary: "policy" },
  attribute: { type: "string", multiple: true, summary: "attributes" },
  "dry-run": { type: "boolean", summary: "only say" },
} as const satisfies Record<string, CommandOption>;
const command = { options };

const mistake = (run: () => unknown): CliError => {
  try {
    run();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error("expected an error, got none");
};
const parse = (...words: string[]) => parseWords(command, words);
const messageOf = (...words: string[]) => mistake(() => parse(...words)).message;

describe("options", () => {
  test.each([
    [["--message", "text"], { message: "text" }],
    [["--message=text"], { message: "text" }],
    [["-m", "text"], { message: "text" }],
    [["-mtext"], { message: "text" }],
    [["--message", ""], { message: "" }],
    [["--message="], { message: "" }],
    [["--message=a=b"], { message: "a=b" }],
    [["--message", "-dash"], { message: "-dash" }],
    [["--message", "-5"], { message: "-5" }],
    [["--message=--dry-run"], { message: "--dry-run" }],
    [["--message", "one", "-m", "two"], { message: "two" }],
    [["-n", "3"], { limit: 3 }],
    [["-n3"], { limit: 3 }],
    [["--shift", "-0.5"], { shift: -0.5 }],
    [["--shift=-1e3"], { shift: -1000 }],
    [["--shift", "-.5"], { shift: -0.5 }],
    [["--damping", "0.5"], { damping: 0.5 }],
    [["--attribute", "a", "--attribute", "b"], { attribute: ["a", "b"] }],
    [["--dry-run"], { "dry-run": true }],
    [["--policy", "ours"], { policy: "ours" }],
  ])("%j is %j", (words, expected) => {
    expect(parse(...words).options).toEqual({ damping: 0.85, attribute: [], ...expected });
  });

  test.each([
    [["--mesage", "x"], 'expected an option of this verb, got "--mesage"', "did you mean --message?"],
    [["--dryrun"], 'expected an option of this verb, got "--dryrun"', "did you mean --dry-run?"],
    [["-x"], 'expected an option of this verb, got "-x"', undefined],
    [["--__proto__"], 'expected an option of this verb, got "--__proto__"', undefined],
    [["--constructor"], 'expected an option of this verb, got "--constructor"', undefined],
    [["--m", "x"], 'expected an option of this verb, got "--m"', undefined],
    [["--message"], '"--message" expected TEXT, got nothing', undefined],
    [["-m"], '"-m" expected TEXT, got nothing', undefined],
    [["--message", "--dry-run"], '"--message" expected TEXT, got the option "--dry-run"', undefined],
    [["--dry-run=yes"], '"--dry-run" expected no value, got "yes"', undefined],
    [["--limit", "ten"], '"--limit" expected an integer of at least 0, got "ten"', undefined],
    [["--limit", "1.5"], '"--limit" expected an integer of at least 0, got "1.5"', undefined],
    [["--limit", "-1"], '"--limit" expected an integer of at least 0, got "-1"', undefined],
    [["--limit", ""], '"--limit" expected an integer of at least 0, got ""', undefined],
    [["--limit", "0x10"], '"--limit" expected an integer of at least 0, got "0x10"', undefined],
    [
      ["--limit", "99999999999999999999"],
      '"--limit" expected an integer of at least 0, got "99999999999999999999"',
      undefined,
    ],
    [["--damping", "1.5"], '"--damping" expected a number 0..1, got "1.5"', undefined],
    [["--shift", "1e999"], '"--shift" expected a number, got "1e999"', undefined],
    [["--shift", "Infinity"], '"--shift" expected a number, got "Infinity"', undefined],
    [["--shift", "1,5"], '"--shift" expected a number, got "1,5"', undefined],
    [["--policy", "our"], '"--policy" expected one of ours, theirs, got "our"', "did you mean ours?"],
    [
      ["--format", "jsno"],
      '"--format" expected one of table, tsv, csv, json, jsonl, markdown, arrow, parquet, got "jsno"',
      "did you mean json?",
    ],
  ])("%j is refused", (words, message, hint) => {
    const error = mistake(() => parse(...words));
    expect(error.message).toBe(message);
    expect(error.exitCode).toBe(2);
    if (hint !== undefined) expect(error.hint).toBe(hint);
  });

  test("options of every verb stand apart, and a verb's own comes before them", () => {
    expect(parse("--json", "--store", "a", "-q").globals).toEqual({
      json: true,
      store: "a",
      quiet: true,
      color: "auto",
    });
    const own = parseWords({ options: { format: { type: "string", summary: "of the file" } } }, [
      "--format",
      "gexf",
    ]);
    expect(own.options).toEqual({ format: "gexf" });
    expect(own.globals).toEqual({ color: "auto" });
  });

  test("-h asks for short help and --help for all of it", () => {
    expect(parse("-h").globals.help).toBe("short");
    expect(parse("--help").globals.help).toBe("long");
    expect(parse("--dry-run", "x", "-h").globals.help).toBe("short");
  });
});

describe("operands", () => {
  test.each([
    [
      ["a", "--dry-run", "b"],
      ["a", "b"],
    ],
    [["-"], ["-"]],
    [
      ["-5", "-0.5", "-.5"],
      ["-5", "-0.5", "-.5"],
    ],
    [
      ["--", "-a", "--dry-run", "-5", "--"],
      ["-a", "--dry-run", "-5", "--"],
    ],
    [
      ["a b", "", "ü"],
      ["a b", "", "ü"],
    ],
    [["--message", "--", "-x"], ["-x"]],
  ])("of %j are %j", (words, expected) => {
    const ends = words[0] === "--message";
    if (ends) {
      // what follows such an option is its value, as for every other program
      expect(parse("--message", "--").positionals).toEqual([]);
      return;
    }
    expect(parse(...words).positionals).toEqual(expected);
  });

  test("every word behind -- comes through as it is", () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((text) => !text.includes("\0"))), (words) => {
        expect(parse("--dry-run", "--", ...words).positionals).toEqual(words);
      }),
    );
  });

  test("every text comes through as the value of an option", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("\0")),
        (text) => {
          expect(parse(`--message=${text}`).options.message).toBe(text);
        },
      ),
    );
  });

  test("every finite number comes through, and every safe integer", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeNat(), (number, integer) => {
        const { options: got } = parse("--shift", String(number), "--limit", String(integer));
        expect(Object.is(got.shift, number) || got.shift === number).toBe(true);
        expect(got.limit).toBe(integer);
      }),
    );
  });

  const operands = [
    { name: "from", summary: "a revision" },
    { name: "to", summary: "a revision", optional: true },
  ];
  test("go to their names, and must be as many", () => {
    expect(operandsOf("diff", { operands }, ["a"])).toEqual({ from: "a", to: undefined });
    expect(operandsOf("diff", { operands }, ["a", "b"])).toEqual({ from: "a", to: "b" });
    expect(mistake(() => operandsOf("diff", { operands }, [])).message).toBe(
      '"diff" expected FROM, got nothing',
    );
    expect(mistake(() => operandsOf("diff", { operands }, ["a", "b", "c"])).message).toBe(
      '"diff" expected at most 2 operands, got "c" besides',
    );
    const many = [{ name: "files", summary: "files", many: true }];
    expect(operandsOf("import", { operands: many }, ["a", "b"])).toEqual({ files: ["a", "b"] });
    expect(mistake(() => operandsOf("import", { operands: many }, [])).message).toBe(
      '"import" expected FILES, got nothing',
    );
    expect(mistake(() => operandsOf("undo", { operands: [] }, ["a"])).message).toBe(
      '"undo" expected no operand, got "a" besides',
    );
  });
});

test("the verb is the first word that is no option, nor the value of one", () => {
  expect(findVerb(["log", "-n", "3"])).toEqual({ verb: "log", rest: ["-n", "3"] });
  expect(findVerb(["--store", "a.groggy", "--quiet", "log", "x"])).toEqual({
    verb: "log",
    rest: ["--store", "a.groggy", "--quiet", "x"],
  });
  expect(findVerb(["--store=a", "log"]).verb).toBe("log");
  expect(findVerb(["--version"]).verb).toBeUndefined();
  expect(findVerb([]).verb).toBeUndefined();
  expect(findVerb(["--", "log"]).verb).toBeUndefined();
});

test.each([
  ["lgo", "log"],
  ["Log", "log"],
  ["improt", "import"],
  ["statsu", "stats"],
  ["sttaus", "status"],
  ["zzzzzz", undefined],
  ["", undefined],
  ["x".repeat(100_000), undefined],
])("the nearest verb to %s is %s", (word, expected) => {
  expect(nearest(word, ["import", "log", "stats", "status", "merge"])).toBe(expected);
});

test("a wrong number or option changes nothing that a right one beside it says", () => {
  expect(messageOf("--limit", "3", "--limit", "x")).toBe(
    '"--limit" expected an integer of at least 0, got "x"',
  );
});
