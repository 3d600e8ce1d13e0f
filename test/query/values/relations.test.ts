// The four relations between values against models that know nothing of each other, and the laws that hold them together.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ElementSource,
  NodeValue,
  PathValue,
  RelationshipValue,
} from "../../../src/query/values/elements.js";
import { Point } from "../../../src/query/values/point.js";
import {
  comparisonOf,
  equals,
  equivalenceKey,
  isEquivalent,
  isIn,
  isLess,
  isLessOrEqual,
  orderValues,
} from "../../../src/query/values/relations.js";
import type { CypherValue } from "../../../src/query/values/value.js";
import { DateTime } from "../../../src/temporal/date-time.js";
import { Duration } from "../../../src/temporal/duration.js";
import { LocalDate } from "../../../src/temporal/local-date.js";
import { LocalDateTime } from "../../../src/temporal/local-date-time.js";
import { LocalTime } from "../../../src/temporal/local-time.js";
import { OffsetTime } from "../../../src/temporal/offset-time.js";
import { evaluate } from "./expression.js";

const source = {} as ElementSource;
const node = (id: number) => new NodeValue(source, id);
const edge = (id: number) => new RelationshipValue(source, id);

const small = fc.nat(2);
const scalar: fc.Arbitrary<CypherValue> = fc.oneof(
  fc.constantFrom<CypherValue>(null, true, false, 0n, 1n, 0, -0, 1, 1.5, Number.NaN, Infinity, -Infinity),
  fc.constantFrom<CypherValue>(
    2n ** 53n,
    2n ** 53n + 1n,
    2 ** 53,
    2n ** 60n,
    2 ** 60,
    "",
    "a",
    "b",
    "1",
    "\u0000",
    "\u0000s",
  ),
  fc.constantFrom<CypherValue>("\u{1f600}", "\uffee", "\u0000l", "null", "true"),
  small.map((value) => new LocalDate(value)),
  small.map((value) => new LocalTime(value)),
  fc.tuple(small, small).map(([value, hours]) => new OffsetTime(value * 36e11, hours * 3600)),
  fc.tuple(small, small).map(([day, nanosecond]) => new LocalDateTime(day, nanosecond)),
  fc.tuple(small, small).map(([value, hours]) => new DateTime(0, value * 36e11, hours * 3600)),
  fc.tuple(small, small, small).map(([a, b, c]) => new Duration(0, a, b * 86_400, c)),
  fc.tuple(small, small).map(([x, y]) => new Point("cartesian", x, y)),
  small.map(node),
  small.map(edge),
  fc.tuple(small, small, small).map(([a, e, b]) => new PathValue([node(a), node(b)], [edge(e)])),
);

const { value } = fc.letrec<{ value: CypherValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc
        .dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 })
        .map((record): CypherValue => new Map(Object.entries(record))),
    },
  ),
}));

/** A value as text, the same for equivalent values: numbers by their exact value, all else by what they are. */
function canonical(given: CypherValue): string {
  if (given === null) return "null";
  if (typeof given === "number") {
    if (Number.isNaN(given)) return "NaN";
    return Number.isInteger(given) ? `n${BigInt(given)}` : `n${given}`;
  }
  if (typeof given === "bigint") return `n${given}`;
  if (typeof given !== "object") return JSON.stringify(given);
  if (Array.isArray(given)) return `[${given.map(canonical)}]`;
  if (given instanceof Map) return `{${[...given].map(([key, item]) => `${key}:${canonical(item)}`).sort()}}`;
  if (given instanceof NodeValue || given instanceof RelationshipValue) return `${given.kind}${given.id}`;
  if (given instanceof PathValue)
    return `p${given.nodes.map(({ id }) => id)};${given.relationships.map(({ id }) => id)}`;
  return `${given.constructor.name}${given}`;
}

test("equivalence, its key and order 0 are one relation", () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const same = canonical(a) === canonical(b);
      expect(isEquivalent(a, b)).toBe(same);
      expect(new Map([[equivalenceKey(a), 1]]).has(equivalenceKey(b))).toBe(same);
      expect(isEquivalent(a, a)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test("the order of all values is total", () => {
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(Math.sign(orderValues(a, b))).toBe(0 - Math.sign(orderValues(b, a)));
      const [x, y, z] = [a, b, c].sort(orderValues) as [CypherValue, CypherValue, CypherValue];
      expect(orderValues(x, y)).toBeLessThanOrEqual(0);
      expect(orderValues(y, z)).toBeLessThanOrEqual(0);
      expect(orderValues(x, z)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 3000 },
  );
});

test("equality agrees with equivalence where no null and no NaN is in the way", () => {
  const hasNone = (given: CypherValue): boolean => !/null|NaN/.test(canonical(given));
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(equals(a, b)).toBe(equals(b, a));
      if (hasNone(a) && hasNone(b)) expect(equals(a, b)).toBe(isEquivalent(a, b));
      if (equals(a, b) === true) expect(isEquivalent(a, b)).toBe(true);
      // what is false stays false whatever the nulls stand for, so equivalent values are never unequal but for NaN
      if (isEquivalent(a, b) && !canonical(a).includes("NaN")) expect(equals(a, b)).not.toBe(false);
    }),
    { numRuns: 3000 },
  );
});

test("what can be compared is ordered alike", () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const order = comparisonOf(a, b);
      if (order === null) expect([isLess(a, b), isLessOrEqual(a, b)]).toEqual([null, null]);
      else if (Number.isNaN(order)) expect([isLess(a, b), isLessOrEqual(b, a)]).toEqual([false, false]);
      else {
        expect(Math.sign(order)).toBe(Math.sign(orderValues(a, b)));
        expect(isLess(a, b)).toBe(orderValues(a, b) < 0);
      }
    }),
    { numRuns: 3000 },
  );
});

test("IN is a disjunction of equalities", () => {
  fc.assert(
    fc.property(value, fc.array(value, { maxLength: 4 }), (item, list) => {
      const answers = list.map((each) => equals(item, each));
      let expected: boolean | null = false;
      if (answers.includes(null)) expected = null;
      if (answers.includes(true)) expected = true;
      expect(isIn(item, list)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

describe("examples", () => {
  test.each([
    ["null IN []", false],
    ["1 IN [null]", null],
    ["[2] IN [[2, null]]", false],
    ["[2, 3] IN [[2, null]]", null],
    ["[5, null] = [5, null]", null],
    ["[5, null] = [6, null]", false],
    ["{a: null} = {a: null}", null],
    ["{a: 1} = {b: 1}", false],
    ["{a: 1, b: null} = {a: 1}", false],
    ["0.0 / 0.0 = 0.0 / 0.0", false],
    ["9007199254740993 = 9007199254740992.0", false],
    ["9007199254740993 > 9007199254740992.0", true],
    ["'b' < 1", null],
    ["true > false", true],
    ["[2] < ['b']", null],
    ["[1, 'b'] < [2, 3]", true],
    ["[2, 3] > [2]", true],
    ["0.0 / 0.0 IN [0.0 / 0.0]", false],
    ["0.0 / 0.0 < 1", false],
    ["0.0 / 0.0 >= 1", false],
    ["0.0 / 0.0 <= 'x'", null],
    ["duration('P1D') < duration('P2D')", null],
    ["duration('P1D') = duration('PT24H')", false],
    ["date('2024-01-01') < localdatetime('2024-01-02T00:00')", null],
    ["time('10:00+01:00') < time('09:30Z')", true],
    ["datetime('2024-01-01T00:00Z') < datetime('2024-01-01T00:00-01:00')", true],
  ])("%s is %s", (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  test("types come in the language's order, NaN behind all numbers and null last", () => {
    const ordered: CypherValue[] = [
      new Map([["a", 1n]]),
      node(9),
      edge(9),
      [],
      [1n],
      [1n, 0n],
      [2n],
      new PathValue([node(0)], []),
      new DateTime(0, 0, 0),
      new LocalDateTime(0, 0),
      new LocalDate(0),
      new OffsetTime(0, 0),
      new LocalTime(0),
      new Duration(0, 0, 0, 0),
      "",
      "a",
      false,
      true,
      -Infinity,
      -1n,
      0.5,
      1n,
      Infinity,
      Number.NaN,
      null,
    ];
    const shuffled = [...ordered].reverse().sort(orderValues);
    expect(shuffled.map(canonical)).toEqual(ordered.map(canonical));
  });
});
