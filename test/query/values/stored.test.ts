// Values as attributes, through a graph and back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, type ValueType } from "../../../src/index.js";
import { fromStored, toStored } from "../../../src/query/values/stored.js";
import type { CypherValue } from "../../../src/query/values/value.js";
import { temporalValues } from "../../pool/temporal-values.js";
import { evaluate } from "./expression.js";

/** The value of an attribute that was given one, in a graph whose schema may say its type. */
function through(value: CypherValue, declared?: ValueType): CypherValue {
  const graph = new Graph(declared === undefined ? {} : { schema: { nodes: { v: declared } } });
  const { type, value: stored } = toStored("v", value, declared);
  // only a schema and typed arrays say a type, so the attribute is declared by what it is to be
  const typed = new Graph({ schema: { nodes: { v: type } } });
  const id = typed.addNode({ v: stored } as never);
  expect(graph.nodes.schema).toEqual(declared === undefined ? {} : { v: declared });
  return fromStored(type, typed.nodes.get(id, "v" as never));
}

const scalars: readonly fc.Arbitrary<CypherValue>[] = [
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double(),
  fc.string({ unit: "grapheme" }),
  fc.boolean(),
  ...(Object.values(temporalValues) as fc.Arbitrary<CypherValue>[]),
];

test("a value that can be stored comes back the same", () => {
  const value = fc.oneof(
    ...scalars,
    fc.constantFrom(...scalars).chain((scalar) => fc.array(scalar, { maxLength: 4 })),
  );
  fc.assert(
    fc.property(value, (given) => {
      expect(through(given)).toEqual(given);
    }),
    { numRuns: 400 },
  );
});

describe("examples", () => {
  test.each([
    ["[1, 2.5]", undefined, [1, 2.5]],
    ["[]", undefined, []],
    ["[]", "list<integer>", []],
    ["3", "float64", 3],
    ["3", "int32", 3n],
    ["3", "int64", 3n],
    ["[1, 2]", "vector<float32, 2>", [1, 2]],
    [
      "datetime('2024-02-29T12:00:00.25+02:00')",
      "timestamp",
      evaluate("datetime('2024-02-29T10:00:00.25Z')"),
    ],
    ["{a: [1, null]}", "json", new Map([["a", [1n, null]]])],
  ] as const)("%s in %s", (text, type, expected) => {
    expect(through(evaluate(text), type)).toEqual(expected);
  });

  test.each([
    ["{a: 1}", undefined],
    ["[1, 'a']", undefined],
    ["[1, null]", undefined],
    ["[[1]]", undefined],
    ["[{a: 1}]", undefined],
    ["point({x: 1, y: 2})", undefined],
    ["1.5", "integer"],
    ["'1'", "integer"],
    ["9007199254740993", "float64"],
    ["16777217", "float32"],
    ["2147483648", "int32"],
    ["1.0 * 10 ^ 300", "float32"],
    ["datetime('2024-01-01T00:00:00.0001Z')", "timestamp"],
    ["datetime('+999999999-01-01T00:00Z')", "timestamp"],
    ["date('2024-01-01')", "datetime"],
    ["[1, 2, 3]", "vector<float32, 2>"],
    ["{a: date('2024-01-01')}", "json"],
    ["{a: 9007199254740993}", "json"],
    ["'a'", "binary"],
  ] as const)("%s in %s is InvalidPropertyType", (text, type) => {
    expect(() => toStored("v", evaluate(text), type)).toThrow(
      expect.objectContaining({ detail: "InvalidPropertyType" }),
    );
  });
});
