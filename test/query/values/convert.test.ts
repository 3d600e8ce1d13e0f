// JavaScript's values in and out.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";
import { fromValue, toValue } from "../../../src/query/values/convert.js";
import { float } from "../../../src/query/values/float.js";
import type { CypherValue } from "../../../src/query/values/value.js";

const out = (value: CypherValue): unknown => fromValue(value, "safe", () => "element");

describe("in", () => {
  test("numbers by what they are", () => {
    expect(toValue(2, "n")).toBe(2n);
    expect(toValue(-0, "n")).toBe(-0);
    expect(toValue(2.5, "n")).toBe(2.5);
    expect(toValue(1e300, "n")).toBe(1e300);
    expect(toValue(2 ** 62, "n")).toBe(2n ** 62n);
    expect(toValue(Number.NaN, "n")).toBe(Number.NaN);
    expect(toValue(float(2), "n")).toBe(2);
    expect(toValue(7n, "n")).toBe(7n);
    expect(toValue(undefined, "n")).toBe(null);
  });

  test("lists, maps and moments", () => {
    expect(toValue([1, [undefined, "a"]], "l")).toEqual([1n, [null, "a"]]);
    expect(toValue(new Float64Array([1, 2]), "l")).toEqual([1, 2]);
    expect(toValue(new Uint8Array([1, 2]), "l")).toEqual([1n, 2n]);
    expect(toValue(new BigInt64Array([1n]), "l")).toEqual([1n]);
    expect(toValue({ a: 1, b: { c: null } }, "m")).toEqual(
      new Map<string, unknown>([
        ["a", 1n],
        ["b", new Map([["c", null]])],
      ]),
    );
    expect(toValue(new Map([["__proto__", 1]]), "m")).toEqual(new Map([["__proto__", 1n]]));
    expect(String(toValue(new Date(-1), "d"))).toBe("1969-12-31T23:59:59.999Z");
  });

  test("what cannot be a value is refused by its name", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const given of [
      () => 1,
      Symbol("s"),
      2n ** 64n,
      "\ud800",
      new Date(Number.NaN),
      new Map([[1, 1]]),
      new Set(),
      /a/,
      cycle,
    ]) {
      expect(() => toValue({ x: [given] }, "min")).toThrow(/^"min\.x\[0\]/);
    }
    expect(() => float("2" as never)).toThrow(TypeError);
  });
});

describe("out", () => {
  test("integers as asked for", () => {
    expect(out([1n, 2n ** 60n])).toEqual([1, 2n ** 60n]);
    expect(fromValue(1n, "bigint", () => 0)).toBe(1n);
    expect(() => fromValue([2n ** 53n], "number", () => 0)).toThrow(RangeError);
    expect(out(new Map([["__proto__", 1n]]))).toEqual(JSON.parse('{"__proto__": 1}'));
  });

  test("values that JSON can say come back as they went in", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        // an integer that is not safe comes out as a bigint, which is the number that it was
        const asNumbers = (value: unknown): unknown => {
          if (typeof value === "bigint") return Number(value);
          if (Array.isArray(value)) return value.map(asNumbers);
          if (typeof value !== "object" || value === null) return value;
          return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asNumbers(item)]));
        };
        expect(asNumbers(out(toValue(given, "json")))).toEqual(given);
      }),
    );
  });
});

test("what is no value is refused in words that stay short", () => {
  const circular: Record<string, unknown> = {};
  circular.self = [circular];
  let deep: unknown = 1;
  for (let i = 0; i < 1001; i++) deep = { inner: deep };
  for (const given of [circular, deep]) {
    expect(() => toValue(given, "$p")).toThrow(RangeError);
    expect(() => toValue(given, "$p")).toThrow(
      /^"\$p.{58}…" expected lists and maps at most 1000 deep, got .{1,50}$/,
    );
  }
  const graph = new Graph();
  const refused = '"$p.graph" expected a value of the language, got a Graph';
  expect(() => toValue({ graph }, "$p")).toThrow(refused);
  expect(() => toValue({ graph: graph.at }, "$p")).toThrow("got a function");
  expect(() => graph.query("RETURN $p", { p: { graph } })).toThrow(refused);
});
