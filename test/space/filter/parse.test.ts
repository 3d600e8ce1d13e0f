import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FilterSyntaxError, LimitError } from "../../../src/errors.js";
import {
  attribute,
  type Expression,
  FILTER_DEPTH_MAX,
  label,
  type Operand,
  parameter,
  type,
} from "../../../src/space/filter/expression.js";
import { formatFilter } from "../../../src/space/filter/format.js";
import { FILTER_LENGTH_MAX, parseFilter } from "../../../src/space/filter/parse.js";

const age = attribute<number>("age");
const name = attribute<string>("name");
const active = attribute<boolean>("active");

describe("a filter's text means what the builder builds", () => {
  test.each<[string, Expression]>([
    ["age > 30", age.greaterThan(30)],
    ["age>=30", age.atLeast(30)],
    ["age <> 30", age.notEquals(30)],
    ["age != 30", age.notEquals(30)],
    ["age = -2.5e-3", age.equals(-0.0025)],
    ["age <= 123n", age.atMost(123n)],
    ["age = 9007199254740993", age.equals(9007199254740993n)],
    ["age < $max", age.lessThan(parameter("max"))],
    ["age < other", age.lessThan(attribute<number>("other"))],
    ["name = 'O''Brien'", name.equals("O'Brien")],
    [`name = "say ""hi"" it's"`, name.equals(`say "hi" it's`)],
    [String.raw`name = 'a\'b\n\\\u0041\u{1F600}'`, name.equals("a'b\n\\A😀")],
    ["name = ''", name.equals("")],
    ["active", active.equals(true)],
    ["NOT active", active.equals(true).not()],
    ["active = FALSE", active.equals(false)],
    ["age BETWEEN 1 AND 2 AND active", age.between(1, 2).and(active.equals(true))],
    ["age not between 1 and 2 or active", age.between(1, 2).not().or(active.equals(true))],
    ["age IN (1, 2)", age.in([1, 2])],
    ["age in [1,2]", age.in([1, 2])],
    ["age IN ()", age.in([])],
    ["age NOT IN $list", age.in(parameter("list")).not()],
    ["name IS NULL", name.isNull()],
    ["name is not null", name.isNotNull()],
    ["name STARTS WITH 'A'", name.startsWith("A")],
    ["name ends with $end", name.endsWith(parameter("end"))],
    ["name CONTAINS other", name.contains(attribute("other"))],
    [":Person", label("Person")],
    [":Person|Author|`in`", label("Person", "Author", "in")],
    [": KNOWS", type("KNOWS")],
    ["`first name` = 1 AND `a``b` = 2", attribute("first name").equals(1).and(attribute("a`b").equals(2))],
    ["größe = 1", attribute("größe").equals(1)],
    ["`in` = 1", attribute("in").equals(1)],
    ["ın = 1", attribute("ın").equals(1)],
    ["age = 1 OR age = 2 AND NOT age = 3", age.equals(1).or(age.equals(2).and(age.equals(3).not()))],
    ["(age = 1 OR age = 2) AND active", age.equals(1).or(age.equals(2)).and(active.equals(true))],
    ["age = 1 AND age = 2 AND age = 3", age.equals(1).and(age.equals(2), age.equals(3))],
    ["NOT NOT (active)", active.equals(true).not().not()],
    ["\n\tage\n=\n1 ", age.equals(1)],
  ])("%s", (text, expression) => {
    expect(parseFilter(text)).toEqual(expression);
    expect(parseFilter(formatFilter(parseFilter(text)))).toEqual(expression);
  });

  test("a value may stand on the left", () => {
    expect(parseFilter("30 < age")).toEqual({
      kind: "compare",
      operator: "<",
      left: { kind: "literal", value: 30 },
      right: { kind: "attribute", name: "age" },
    });
  });
});

describe("the builder", () => {
  test("takes for values what the attribute's type compares with", () => {
    // @ts-expect-error a string is no number
    age.greaterThan("30");
    // @ts-expect-error a number is no string
    name.equals(30);
    // @ts-expect-error an attribute of strings does not compare with one of numbers
    name.equals(age);
    // @ts-expect-error a list has values of the same type
    age.in([1, "2"]);
    const made = [
      age.greaterThan(30n),
      attribute<bigint>("id").equals(30),
      attribute<Date>("born").atMost(new Date(0)).or(attribute<Date>("born").equals(0)),
      attribute("anything").equals("x"),
      name.equals(parameter("name")),
    ];
    expect(made.map(formatFilter)).toEqual([
      "age > 30n",
      "id = 30",
      "born <= '1970-01-01T00:00:00.000Z' OR born = 0",
      "anything = 'x'",
      "name = $name",
    ]);
  });

  test("makes one list of a chain, however long", () => {
    let filter = age.equals(0);
    for (let i = 1; i < 3000; i++) filter = filter.or(age.equals(i));
    expect(filter.kind === "or" && filter.terms.length).toBe(3000);
    expect(age.equals(1).and(age.equals(2)).and(age.equals(3))).toEqual(
      parseFilter("age = 1 AND age = 2 AND age = 3"),
    );
    expect(age.equals(1).and(age.equals(2)).or(age.equals(3))).toEqual(
      parseFilter("age = 1 AND age = 2 OR age = 3"),
    );
  });

  test("has an expression that has nothing of its own but its data", () => {
    expect(Object.keys(age.equals(1))).toEqual(["kind", "operator", "left", "right"]);
    expect(JSON.parse(JSON.stringify(label("A").not()))).toEqual({
      kind: "not",
      term: { kind: "class", names: ["A"] },
    });
  });
});

describe("a syntax error says what was expected, what came, and where", () => {
  test.each<[string, number, string]>([
    ["", 0, "expected a condition, got the end of the filter"],
    ["   ", 3, "expected a condition, got the end of the filter"],
    ["age >", 5, "expected a value, got the end of the filter"],
    ["age > > 3", 6, "expected a value, got >"],
    ["age > 3 4", 8, "expected AND, OR or the end of the filter, got 4"],
    ["age > 3)", 7, "expected AND, OR or the end of the filter, got )"],
    ["1 < age < 3", 8, "expected AND, OR or the end of the filter, got <"],
    ["(age > 3", 8, "expected AND, OR or ), got the end of the filter"],
    ["age > 3 AND", 11, "expected a condition, got the end of the filter"],
    ["AND age", 0, "expected a condition, got the keyword AND"],
    ["30", 2, "expected a comparison, got the end of the filter"],
    ["age IS 3", 7, "expected NULL or NOT NULL, got 3"],
    ["age IS NOT 3", 11, "expected NULL, got 3"],
    ["age BETWEEN 1", 13, "expected AND and the upper end, got the end of the filter"],
    ["age BETWEEN 1 OR 2", 14, "expected AND and the upper end, got the keyword OR"],
    ["age IN 3", 7, "expected a list in ( ) or [ ], or a parameter, got 3"],
    ["age IN (1 2)", 10, "expected , or ), got 2"],
    ["age IN [1, 2)", 12, "expected , or ], got )"],
    ["age IN (1,)", 10, "expected a value, got )"],
    ["age NOT 3", 8, "expected IN or BETWEEN, got 3"],
    ["name STARTS 'a'", 12, "expected WITH, got 'a'"],
    ["name = 'abc", 7, "expected a closing ', got the end of the filter"],
    ["name = 'a''b", 7, "expected a closing ', got the end of the filter"],
    ["`abc = 1", 0, "expected a closing `, got the end of the filter"],
    [String.raw`name = 'a\q'`, 9, String.raw`expected an escape such as \n, \' or \u0041, got \q`],
    [String.raw`name = '\u{110000}'`, 8, "expected an escape such as"],
    ["age = 3x", 6, "expected a number and then white space or an operator"],
    ["age = 3.5n", 6, "expected a number and then white space or an operator"],
    ["age = 1e999", 6, "expected a number that a float64 can hold, got 1e999"],
    ["age = #", 6, 'expected a name, a value or an operator, got "#"'],
    ["age = $", 7, "expected the name of a parameter after $"],
    ["age.5 = 1", 4, "expected the name of a part, got 5"],
    ["age[-1] = 1", 4, "expected a position, got -1"],
    ["age[x] = 1", 4, "expected a position, got x"],
    [":", 1, "expected a label or a type, got the end of the filter"],
    [":A|", 3, "expected a label or a type, got the end of the filter"],
    [":'A'", 1, "expected a label or a type, got 'A'"],
  ])("%s", (text, offset, message) => {
    const error = (() => {
      try {
        return parseFilter(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(FilterSyntaxError);
    expect((error as FilterSyntaxError).message).toContain(message);
    expect((error as FilterSyntaxError).offset).toBe(offset);
  });

  test("whatever the text, nothing but a syntax error is thrown", () => {
    const word = fc.constantFrom(
      ..."a b < <= = <> ( ) [ ] , : | AND OR NOT IN IS NULL BETWEEN STARTS WITH 'x' 1 2n $p ` ' \\".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(word).map((words) => words.join(" ")),
          fc.string(),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (error) {
            expect(error).toBeInstanceOf(FilterSyntaxError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("the limits of a filter", () => {
  test("nesting is bounded, by parentheses and by NOT", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}a${")".repeat(depth)}`;
    expect(parseFilter(nested(FILTER_DEPTH_MAX))).toEqual(parseFilter("a"));
    expect(() => parseFilter(nested(FILTER_DEPTH_MAX + 1))).toThrow(LimitError);
    expect(() => parseFilter(nested(30_000))).toThrow(LimitError);
    expect(() => parseFilter(`${"NOT ".repeat(FILTER_DEPTH_MAX + 1)}a`)).toThrow(LimitError);
  });

  test("length is bounded, and long filters are no deeper than short ones", () => {
    const long = `${"a OR ".repeat(13_000)}a`;
    expect(parseFilter(long)).toMatchObject({ kind: "or" });
    expect(() => parseFilter(`a = '${"x".repeat(FILTER_LENGTH_MAX)}'`)).toThrow(LimitError);
    expect(parseFilter(`a = '${"''".repeat(30_000)}'`)).toMatchObject({
      right: { value: "'".repeat(30_000) },
    });
  });

  test("a filter parsed twice is the same object, and cannot be changed", () => {
    const filter = parseFilter("a = 1 AND b IN (2)");
    expect(parseFilter("a = 1 AND b IN (2)")).toBe(filter);
    expect(Object.isFrozen(filter)).toBe(true);
    expect(filter.kind === "and" && Object.isFrozen(filter.terms) && Object.isFrozen(filter.terms[1])).toBe(
      true,
    );
  });
});

const names = fc.oneof(fc.constantFrom("a", "in", "first name", "`", "Größe", "_1"), fc.string());
const literals = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.bigInt(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("\\", "'", '"', "\ud800", "\n\0"),
);
const operands: fc.Arbitrary<Operand> = fc.oneof(
  fc.record({ kind: fc.constant("attribute" as const), name: names }),
  fc.record({ kind: fc.constant("parameter" as const), name: names }),
  fc.record({ kind: fc.constant("literal" as const), value: literals }),
);
const { expression: expressions } = fc.letrec<{ expression: Expression }>((tie) => {
  const terms = fc.array(tie("expression"), { minLength: 2, maxLength: 4 });
  return {
    expression: fc.oneof(
      { maxDepth: 5 },
      fc.record({
        kind: fc.constant("compare" as const),
        operator: fc.constantFrom("=" as const, "<>" as const, "<" as const, ">=" as const),
        left: operands,
        right: operands,
      }),
      fc.record({ kind: fc.constant("between" as const), operand: operands, low: operands, high: operands }),
      fc.record({ kind: fc.constant("in" as const), operand: operands, list: fc.array(operands) }),
      fc.record({ kind: fc.constant("isNull" as const), operand: operands }),
      fc.record({
        kind: fc.constant("match" as const),
        operator: fc.constantFrom("startsWith" as const, "endsWith" as const, "contains" as const),
        left: operands,
        right: operands,
      }),
      fc.record({ kind: fc.constant("class" as const), names: fc.array(names, { minLength: 1 }) }),
      fc.record({ kind: fc.constant("and" as const), terms }),
      fc.record({ kind: fc.constant("or" as const), terms }),
      fc.record({ kind: fc.constant("not" as const), term: tie("expression") }),
    ),
  };
});

test("an expression printed parses to itself", () => {
  fc.assert(
    fc.property(expressions, (expression) => {
      expect(parseFilter(formatFilter(expression))).toEqual(expression);
    }),
    { numRuns: 1000 },
  );
});

test("what text cannot say is shown in angle brackets, a Date as the string it compares with", () => {
  expect(formatFilter(attribute("a").equals(new Uint8Array(2)))).toBe("a = <a Uint8Array of 2>");
  expect(formatFilter(attribute("a").equals(Number.NaN))).toBe("a = <NaN>");
  expect(formatFilter(attribute("a").equals(new Date(0)))).toBe("a = '1970-01-01T00:00:00.000Z'");
});
