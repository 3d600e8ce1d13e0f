// Sums and products against BigInt and floats, functions by examples, aggregates against naive ones.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addValues,
  divideValues,
  moduloValues,
  multiplyValues,
  subtractValues,
} from "../../../src/query/values/arithmetic.js";
import { findAggregate, findFunction, functionNames } from "../../../src/query/values/functions/registry.js";
import { isEquivalent } from "../../../src/query/values/relations.js";
import type { CypherValue } from "../../../src/query/values/value.js";
import { CypherValueError } from "../../../src/query/values/value-error.js";
import { context, evaluate, shown } from "./expression.js";

const integer = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -10n, max: 10n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n, 2n ** 32n),
);
const fits = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

function failure(run: () => unknown): CypherValueError {
  try {
    run();
  } catch (error) {
    if (error instanceof CypherValueError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("integers have 64 bits and never wrap round", () => {
  const operations = [
    [addValues, (a: bigint, b: bigint) => a + b],
    [subtractValues, (a: bigint, b: bigint) => a - b],
    [multiplyValues, (a: bigint, b: bigint) => a * b],
    [divideValues, (a: bigint, b: bigint) => (b === 0n ? 2n ** 64n : a / b)],
    [moduloValues, (a: bigint, b: bigint) => (b === 0n ? 2n ** 64n : a % b)],
  ] as const;
  fc.assert(
    fc.property(fc.constantFrom(...operations), integer, integer, ([operate, exact], a, b) => {
      const expected = exact(a, b);
      if (fits(expected)) expect(operate(a, b)).toBe(expected);
      else expect(failure(() => operate(a, b)).type).toBe("ArithmeticError");
    }),
    { numRuns: 1000 },
  );
});

test("a float makes a float of an integer beside it, and null a null of anything", () => {
  fc.assert(
    fc.property(integer, fc.double(), (a, b) => {
      expect(addValues(a, b)).toBe(Number(a) + b);
      expect(multiplyValues(b, a)).toBe(Number(a) * b);
      expect(divideValues(b, a)).toBe(b / Number(a));
      expect([addValues(a, null), subtractValues(null, b), divideValues(null, 0n)]).toEqual([
        null,
        null,
        null,
      ]);
    }),
  );
});

describe("functions", () => {
  test.each([
    ["1 / 0.0", "Infinity"],
    ["7 / 2", "3"],
    ["-7 / 2", "-3"],
    ["-7 % 3", "-1"],
    ["2 ^ 3", "8.0"],
    ["'a' + 1", "'a1'"],
    ["'a' + 1.0", "'a1.0'"],
    ["[1] + 2", "[1, 2]"],
    ["1 + [2]", "[1, 2]"],
    ["[1] + [[2]]", "[1, [2]]"],
    ["[1] + null", "null"],
    ["toInteger('2.9')", "2"],
    ["toInteger(' -7 ')", "-7"],
    ["toInteger('0x1F')", "31"],
    ["toInteger('-0o17')", "-15"],
    ["toInteger('0o18')", "null"],
    ["toInteger('1e3')", "1000"],
    ["toInteger('one')", "null"],
    ["toInteger(-2.9)", "-2"],
    ["toIntegerOrNull('9223372036854775808')", "null"],
    ["toIntegerOrNull([1])", "null"],
    ["toIntegerList(['1', 2.5, true, [], null])", "[1, 2, 1, null, null]"],
    ["toFloat('1.5e3')", "1500.0"],
    ["toFloat('.5')", "0.5"],
    ["toFloat('0x10')", "null"],
    ["toFloatOrNull(true)", "null"],
    ["toBoolean('TRUE')", "true"],
    ["toBoolean('yes')", "null"],
    ["toBoolean(0)", "false"],
    ["toBooleanOrNull(1.5)", "null"],
    ["toString(1.0)", "'1.0'"],
    ["toString(-0.0)", "'-0.0'"],
    ["toString(1.0 * 10 ^ 30)", "'1.0e+30'"],
    ["toString(date('2024-02-29'))", "'2024-02-29'"],
    ["toStringOrNull([1])", "null"],
    ["coalesce(null, null, 3)", "3"],
    ["coalesce(null)", "null"],
    ["nullIf(1, 1.0)", "null"],
    ["nullIf(1, 2)", "1"],
    ["size('äöü')", "3"],
    ["size([1, null])", "2"],
    ["char_length('😀')", "1"],
    ["isEmpty('')", "true"],
    ["isEmpty({a: 1})", "false"],
    ["head([])", "null"],
    ["last([1, 2])", "2"],
    ["tail([1, 2, 3])", "[2, 3]"],
    ["keys({b: 1, a: null})", "['b', 'a']"],
    ["range(1, 4)", "[1, 2, 3, 4]"],
    ["range(4, 1, -2)", "[4, 2]"],
    ["range(4, 1)", "[]"],
    ["range(3, 3, -1)", "[3]"],
    ["reverse('a😀b')", "'b😀a'"],
    ["reverse([1, [2, 3]])", "[[2, 3], 1]"],
    ["left('a😀b', 2)", "'a😀'"],
    ["right('abc', 5)", "'abc'"],
    ["right('abc', 2)", "'bc'"],
    ["substring('hello', 1, 3)", "'ell'"],
    ["substring('hello', 9)", "''"],
    ["trim('  a ')", "'a'"],
    ["lTrim('xxax', 'x')", "'ax'"],
    ["btrim('xyax', 'yx')", "'a'"],
    ["replace('aXbX', 'X', '-')", "'a-b-'"],
    ["replace('aXbX', 'X', '-', 1)", "'a-bX'"],
    ["replace('ab', '', '-')", "'-a-b-'"],
    ["split('a,b,', ',')", "['a', 'b', '']"],
    ["split('a,b;c', [',', ';'])", "['a', 'b', 'c']"],
    ["split('ab', '')", "['a', 'b']"],
    ["toUpper('straße')", "'STRASSE'"],
    ["abs(-5)", "5"],
    ["abs(-5.5)", "5.5"],
    ["sign(-0.1)", "-1"],
    ["ceil(1.2)", "2.0"],
    ["floor(-1.2)", "-2.0"],
    ["round(2.5)", "3.0"],
    ["round(-2.5)", "-2.0"],
    ["round(1.005, 2)", "1.01"],
    ["round(-1.005, 2)", "-1.01"],
    ["round(2.25, 1, 'HALF_EVEN')", "2.2"],
    ["round(2.25, 1, 'HALF_DOWN')", "2.2"],
    ["round(2.21, 1, 'UP')", "2.3"],
    ["round(-2.29, 1, 'CEILING')", "-2.2"],
    ["round(-2.21, 1, 'FLOOR')", "-2.3"],
    ["isNaN(0.0 / 0.0)", "true"],
    ["haversin(0)", "0.0"],
    ["degrees(pi())", "180.0"],
    ["log(e())", "1.0"],
    ["sqrt(-1)", "NaN"],
    ["left(null, 1)", "null"],
    ["point({x: 3, y: 4}).x", "3.0"],
    ["point.distance(point({x: 0, y: 0}), point({x: 3, y: 4}))", "5.0"],
    ["point.distance(point({x: 0, y: 0, z: 0}), point({x: 2, y: 3, z: 6}))", "7.0"],
    ["point.distance(point({x: 0, y: 0}), point({longitude: 0, latitude: 0}))", "null"],
    [
      "point.withinBBox(point({longitude: 179, latitude: 0}), point({longitude: 170, latitude: -1}), point({longitude: -170, latitude: 1}))",
      "true",
    ],
    ["point({x: 1, y: null})", "null"],
    ["valueType([1, null, 'a'])", "'LIST<INTEGER | STRING> NOT NULL'"],
  ])("%s is %s", (text, expected) => {
    const field = /^point\((.*)\)\.x$/.exec(text);
    const value = field === null ? evaluate(text) : evaluate("p.x", { p: evaluate(`point(${field[1]})`) });
    expect(shown(value)).toBe(expected);
  });

  test.each([
    ["1 / 0", "ArithmeticError", "DivisionByZero"],
    ["1 % 0", "ArithmeticError", "DivisionByZero"],
    ["9223372036854775807 + 1", "ArithmeticError", "IntegerOverflow"],
    ["abs(-9223372036854775807 - 1)", "ArithmeticError", "IntegerOverflow"],
    ["toInteger('9223372036854775808')", "ArithmeticError", "IntegerOverflow"],
    ["toInteger(1.0 * 10 ^ 30)", "ArithmeticError", "IntegerOverflow"],
    ["true + 1", "TypeError", "InvalidArgumentType"],
    ["toInteger([])", "TypeError", "InvalidArgumentValue"],
    ["toFloat(true)", "TypeError", "InvalidArgumentValue"],
    ["toBoolean(1.0)", "TypeError", "InvalidArgumentValue"],
    ["size(1)", "TypeError", "InvalidArgumentValue"],
    ["labels(1)", "TypeError", "InvalidArgumentValue"],
    ["range(1, 2, 0)", "ArgumentError", "NumberOutOfRange"],
    ["range(1, 9223372036854775807)", "ArgumentError", "NumberOutOfRange"],
    ["range(1.0, 2)", "ArgumentError", "InvalidArgumentType"],
    ["left('a', -1)", "ArgumentError", "NumberOutOfRange"],
    ["round(1.5, 1, 'SIDEWAYS')", "TypeError", "InvalidArgumentValue"],
    ["point({x: 1})", "ArgumentError", "InvalidArgumentValue"],
    ["point({longitude: 0, latitude: 91})", "ArgumentError", "InvalidArgumentValue"],
    ["normalize('a', 'NFX')", "ArgumentError", "InvalidArgumentValue"],
  ])("%s is a %s %s", (text, type, detail) => {
    expect(failure(() => evaluate(text))).toMatchObject({ type, detail });
  });

  test("no function throws anything else, whatever it is given", () => {
    const given: CypherValue[] = [
      ...[null, true, 0n, -1n, 3n, 2n ** 63n - 1n, -(2n ** 63n), 1.5, -0, Number.NaN, Infinity],
      ...["", "a", "2024-01-01", "PT1S", "\u{1f600}", [], [1n, "a", null], new Map([["a", 1n]])],
      ...["date('2024-02-29')", "time('10:00Z')", "datetime('2024-01-01T00:00Z')", "duration('P1M')"].map(
        (text) => evaluate(text),
      ),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...functionNames().filter((name) => findFunction(name) !== undefined)),
        fc.array(fc.constantFrom(...given), { maxLength: 4 }),
        (name, args) => {
          const spec = findFunction(name.toUpperCase())!;
          if (args.length < spec.minArguments || args.length > spec.maxArguments) return;
          try {
            spec.call(args, context);
          } catch (error) {
            expect(error, `${name}(${args.map(shown)})`).toBeInstanceOf(CypherValueError);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe("aggregates", () => {
  const run = (
    name: string,
    values: readonly CypherValue[],
    distinct = false,
    ...more: CypherValue[]
  ): CypherValue => {
    const aggregate = findAggregate(name)!.create(distinct);
    for (const value of values) aggregate.add([value, ...more]);
    return aggregate.result();
  };

  test("over no rows, and over nulls alone", () => {
    for (const values of [[], [null, null]]) {
      expect(run("count", values)).toBe(0n);
      expect(run("sum", values)).toBe(0n);
      expect(run("collect", values)).toEqual([]);
      for (const name of ["avg", "min", "max"]) expect(run(name, values)).toBe(null);
      expect(run("percentileCont", values, false, 0.5)).toBe(null);
      expect(run("stDev", values)).toBe(0);
    }
  });

  test("sums pass 64 bits on the way and come back", () => {
    expect(run("sum", [2n ** 63n - 1n, 1n, -1n])).toBe(2n ** 63n - 1n);
    expect(() => run("sum", [2n ** 63n - 1n, 1n])).toThrow(CypherValueError);
    expect(run("avg", [2n ** 63n - 1n, 2n ** 63n - 1n])).toBe(2 ** 63);
    expect(run("sum", [1e100, 1, -1e100])).toBe(1);
    expect(run("sum", [1n, 0.5])).toBe(1.5);
    expect(String(run("avg", [evaluate("duration('P1M')"), evaluate("duration('P1D')")]))).toBe(
      "P15DT17H14M33S",
    );
  });

  test("distinct values are those that are not equivalent", () => {
    expect(run("collect", [1n, 1, null, Number.NaN, Number.NaN, [null], [null]], true)).toEqual([
      1n,
      Number.NaN,
      [null],
    ]);
    expect(run("count", ["a", "a", "b"], true)).toBe(2n);
  });

  test("percentiles and deviations against their definitions", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const sorted = [...values].sort((a, b) => a - b);
          const rank = sorted.findIndex((_, i) => (i + 1) / sorted.length >= share);
          const found = run("percentileDisc", values, false, share);
          // the rank is a product, whose rounding may decide between two neighbours
          expect(
            [sorted[rank], sorted[rank + 1], sorted[rank - 1]].some((each) => isEquivalent(each!, found)),
          ).toBe(true);
          const continuous = run("percentileCont", values, false, share) as number;
          expect(continuous).toBeGreaterThanOrEqual(sorted[0]!);
          expect(continuous).toBeLessThanOrEqual(sorted.at(-1)!);
          const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
          const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
          expect(run("stDevP", values)).toBeCloseTo(Math.sqrt(squares / values.length), 3);
          expect(run("stDev", values)).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 3);
        },
      ),
    );
    expect(run("percentileCont", [10, 20, 40], false, 0.25)).toBe(15);
    expect(run("percentileDisc", [10n, 20n, 40n], false, 0.5)).toBe(20n);
    for (const share of [-0.1, 1.1, Number.NaN, 1000n]) {
      expect(failure(() => run("percentileDisc", [1n], false, share))).toMatchObject({
        detail: "NumberOutOfRange",
      });
    }
  });
});
