import { describe, expect, test } from "vitest";
import { evaluateFilter } from "../../../src/space/filter/evaluate.js";
import { attribute, type Expression, FILTER_DEPTH_MAX, label } from "../../../src/space/filter/expression.js";
import { parseFilter } from "../../../src/space/filter/parse.js";
import { IndexSet } from "../../../src/space/index/index-set.js";
import { Bitmap } from "../../../src/structures/bitmap.js";
import { Table } from "./table.js";

function people(): Table {
  const table = new Table({
    name: "utf8",
    age: "int32",
    score: "float64",
    serial: "int64",
    ratio: "float32",
    born: "timestamp",
    active: "bool",
    photo: "binary",
    tags: "list<utf8>",
    point: "vector<float32, 2>",
    extra: "json",
  });
  table.add(1, ["Person"]);
  table.add(1, ["Person", "Author"]);
  table.add(1, ["City"]);
  table.add(1);
  const rows: [string, unknown[]][] = [
    ["name", ["Ada", "Alan", "Ångström", undefined]],
    ["age", [36, 41, undefined, 0]],
    ["score", [Number.NaN, -0, 2.5, 1e300]],
    ["serial", [1n, 9007199254740993n, -5n, undefined]],
    ["ratio", [0.1, 0.5, undefined, 1]],
    ["born", [new Date("1815-12-10"), new Date("1912-06-23T10:30:00Z"), undefined, new Date(0)]],
    ["active", [true, false, undefined, true]],
    ["photo", [new Uint8Array([1, 2]), new Uint8Array(), undefined, new Uint8Array([1])]],
    ["tags", [["a", "b"], ["b"], [], undefined]],
    ["point", [[1, 2], [0, 0], undefined, [1, 3]]],
    ["extra", [{ a: 1, b: [null] }, "x", 5, undefined]],
  ];
  for (const [name, values] of rows) {
    for (const [element, value] of values.entries()) if (value !== undefined) table.set(element, name, value);
  }
  return table;
}

function find(filter: string | Expression, parameters: Record<string, unknown> = {}): number[] {
  const expression = typeof filter === "string" ? parseFilter(filter) : filter;
  return [...evaluateFilter(expression, people(), { parameters }).toArray()];
}

describe("a filter finds the elements for which it is true", () => {
  test.each<[string, number[]]>([
    ["age > 36", [1]],
    ["age >= 36", [0, 1]],
    ["NOT age > 36", [0, 3]],
    ["age <> 36", [1, 3]],
    ["36 < age", [1]],
    ["age = 36.5", []],
    ["age < 36.5", [0, 3]],
    ["age > 1e300", []],
    ["age < 99999999999999999999n", [0, 1, 3]],
    ["age BETWEEN 0 AND 36", [0, 3]],
    ["age BETWEEN 36 AND 0", []],
    ["age NOT BETWEEN 1 AND 36", [1, 3]],
    ["age NOT BETWEEN 1 AND NULL", [3]],
    ["age BETWEEN 1 AND NULL", []],
    ["age IN (0, 41, 41.5)", [1, 3]],
    ["age IN (0, NULL)", [3]],
    ["age NOT IN (0, 36)", [1]],
    ["age NOT IN (0, NULL)", []],
    ["age IN ()", []],
    ["age NOT IN ()", [0, 1, 2, 3]],
    ["age = NULL", []],
    ["NOT age = NULL", []],
    ["age IS NULL", [2]],
    ["age IS NOT NULL", [0, 1, 3]],
    ["NULL IS NULL", [0, 1, 2, 3]],
    ["score = 0", [1]],
    ["score <> 0", [0, 2, 3]],
    ["score > 0", [2, 3]],
    ["NOT score > 0", [0, 1]],
    ["score IN (2.5, 1e300)", [2, 3]],
    ["serial = 9007199254740993", [1]],
    ["serial = 9007199254740992", []],
    ["serial < 0.5", [2]],
    ["serial IN (1, -5n, 2.5)", [0, 2]],
    ["ratio = 0.1", []],
    ["ratio = 0.5", [1]],
    ["ratio > 0.1", [0, 1, 3]],
    ["age < score", [3]],
    ["serial = age", []],
    ["serial < score", [2]],
    ["score = score", [1, 2, 3]],
    ["name = name", [0, 1, 2]],
    ["photo = photo AND tags = tags AND point = point", [0, 1]],
    ["name = 'Ada'", [0]],
    ["name <> 'Ada'", [1, 2]],
    ["name > 'Ada'", [1, 2]],
    ["name < 'B'", [0, 1]],
    ["name BETWEEN 'Ada' AND 'Alan'", [0, 1]],
    ["name IN ('Ada', 'Alan', 'nobody')", [0, 1]],
    ["name IN ('nobody')", []],
    ["name STARTS WITH 'A'", [0, 1]],
    ["NOT name STARTS WITH 'A'", [2]],
    ["name STARTS WITH ''", [0, 1, 2]],
    ["name STARTS WITH NULL", []],
    ["name ENDS WITH 'n'", [1]],
    ["name CONTAINS 'gstr'", [2]],
    ["'Adam' STARTS WITH name", [0]],
    ["name CONTAINS name", [0, 1, 2]],
    ["active", [0, 3]],
    ["NOT active", [1]],
    ["active = FALSE", [1]],
    ["active > FALSE", [0, 3]],
    ["active IN (TRUE, FALSE)", [0, 1, 3]],
    ["born > '1900-01-01'", [1, 3]],
    ["born = '1912-06-23T12:30+02:00'", [1]],
    ["born = 0", [3]],
    ["born < $date", [0, 1]],
    ["photo = $bytes", [3]],
    ["photo <> $bytes", [0, 1]],
    ["tags CONTAINS 'b'", [0, 1]],
    ["NOT tags CONTAINS 'a'", [1, 2]],
    ["tags = $tags", [0]],
    ["tags IN $lists", [0, 2]],
    ["point = $point", [3]],
    ["extra = $json", [0]],
    ["extra = 'x'", [1]],
    ["extra <> 5", [0, 1]],
    [":Person", [0, 1]],
    [":Author|City", [1, 2]],
    ["NOT :Person", [2, 3]],
    [":Nothing", []],
    [":Person AND age > 40 OR :City", [1, 2]],
    ["TRUE", [0, 1, 2, 3]],
    ["NULL", []],
    ["NOT FALSE AND 1 < 2 AND 'a' < 'b' AND 1 = 1n", [0, 1, 2, 3]],
    ["missing > 3", []],
    ["NOT missing > 3", []],
    ["missing IS NULL", [0, 1, 2, 3]],
    ["missing IS NOT NULL", []],
    ["missing IN (1) OR missing STARTS WITH 'x' OR missing = age", []],
    ["age > 36 OR missing = 1", [1]],
    ["age > $none", []],
    ["age IN $ages", [0, 1]],
    ["$flag AND active", [0, 3]],
  ])("%s", (text, elements) => {
    const parameters = {
      date: new Date(0),
      bytes: new Uint8Array([1]),
      tags: ["a", "b"],
      lists: [["a", "b"], []],
      point: new Float32Array([1, 3]),
      json: { b: [null], a: 1 },
      none: null,
      ages: new Set([36, 41]),
      flag: true,
      unused: 1,
    };
    expect(find(text, parameters)).toEqual(elements);
  });

  test("the builder's expressions do the same", () => {
    expect(find(attribute<number>("age").greaterThan(36).or(label("City")))).toEqual([1, 2]);
    expect(find(attribute<Date>("born").atMost(new Date(0)))).toEqual([0, 1, 3]);
    expect(find({ kind: "or", terms: [] })).toEqual([]);
    expect(find({ kind: "and", terms: [] })).toEqual([0, 1, 2, 3]);
  });

  test("strings are ordered by code point, interned or not, where UTF-16 would order them otherwise", () => {
    for (const others of [0, 20_000]) {
      const table = new Table({ name: "utf8" });
      table.add(others + 2);
      table.set(0, "name", "\u{1F600}");
      table.set(1, "name", "\uff5e");
      for (let i = 0; i < others; i++) table.set(i + 2, "name", `${i}`);
      expect([...evaluateFilter(parseFilter("name > '\uff5e'"), table).toArray()]).toEqual([0]);
      expect([...evaluateFilter(parseFilter("name >= '\u{1F600}'"), table).toArray()]).toEqual([0]);
    }
  });

  test("only live elements are found, and only those within", () => {
    const table = people();
    table.remove(1);
    expect([...evaluateFilter(parseFilter("age >= 0"), table).toArray()]).toEqual([0, 3]);
    const within = Bitmap.of([1, 2, 3, 100_000]);
    expect([...evaluateFilter(parseFilter("age >= 0"), table, { within }).toArray()]).toEqual([3]);
    expect([...evaluateFilter(parseFilter("TRUE"), table, { within }).toArray()]).toEqual([2, 3]);
    expect([...within.toArray()]).toEqual([1, 2, 3, 100_000]);
  });
});

describe("what cannot be compared is refused, whatever the elements hold", () => {
  test.each<[string, string]>([
    ["age = 'x'", 'attribute "age" is int32 and cannot be compared with "x"'],
    ["age IN (1, TRUE)", 'attribute "age" is int32 and cannot be compared with true'],
    ["age BETWEEN 1 AND 'x'", 'attribute "age" is int32 and cannot be compared with "x"'],
    ["name > 5", 'attribute "name" is utf8 and cannot be compared with 5'],
    ["name = $lone", 'attribute "name" is utf8 and cannot be compared with '],
    ["name", 'attribute "name" is utf8 and cannot be compared with true'],
    ["active = 1", 'attribute "active" is bool and cannot be compared with 1'],
    ["born > '1900'", 'attribute "born" is timestamp and cannot be compared with "1900"'],
    ["born > '2001-02-29'", 'attribute "born" is timestamp and cannot be compared with "2001-02-29"'],
    ["born > '2001-02-20T10:00'", 'attribute "born" is timestamp and cannot be compared with'],
    ["born > $invalid", 'attribute "born" is timestamp and cannot be compared with an invalid Date'],
    ["photo = 1", 'attribute "photo" is binary and cannot be compared with 1'],
    ["photo < $bytes", 'attribute "photo" is binary and has no order: expected = or <>, got <'],
    ["extra > 1", 'attribute "extra" is json and has no order: expected = or <>, got >'],
    ["tags = 'a'", 'attribute "tags" is list<utf8> and cannot be compared with "a"'],
    ["tags CONTAINS 1", 'attribute "tags[]" is utf8 and cannot be compared with 1'],
    ["point = 1", 'attribute "point" is vector<float32, 2> and cannot be compared with 1'],
    ["age STARTS WITH '1'", 'attribute "age" expected to be utf8 for STARTS WITH, got int32'],
    ["name ENDS WITH 1", 'attribute "name" is utf8: ENDS WITH expected a string, got 1'],
    ["name CONTAINS age", 'attribute "age" expected to be utf8, got int32'],
    ["5 STARTS WITH name", "5 expected to be a string, got 5"],
    [
      "age = name",
      'attribute "age" is int32 and cannot be compared by = with attribute "name", which is utf8',
    ],
    [
      "extra < extra",
      'attribute "extra" is json and cannot be compared by < with attribute "extra", which is json',
    ],
    ["1 = 'x'", '1 cannot be compared with "x"'],
    ["age > $min", "parameter $min expected a value, got none"],
    ["age > $toString", "parameter $toString expected a value, got none"],
    ["age IN $number", "parameter $number expected a list, got 5"],
    ["age > 1 OR FALSE AND age = 'x'", 'attribute "age" is int32 and cannot be compared with "x"'],
  ])("%s", (text, message) => {
    const parameters = {
      lone: "\ud800",
      invalid: new Date(Number.NaN),
      bytes: new Uint8Array(1),
      number: 5,
    };
    expect(() => find(text, parameters)).toThrow(TypeError);
    expect(() => find(text, parameters)).toThrow(message);
  });

  test("expressions nested too deep are refused before the stack ends", () => {
    let deep: Expression = attribute("age").isNull();
    for (let i = 0; i <= FILTER_DEPTH_MAX; i++) deep = { kind: "not", term: deep };
    expect(() => find(deep)).toThrow("nesting of a filter expected at most 1000");
  });
});

test("an empty state has nothing to find", () => {
  const table = new Table({ age: "int32", name: "utf8", active: "bool" });
  const indices = new IndexSet();
  for (const kind of ["hash", "sorted", "bitmap"] as const) indices.create("age", kind);
  for (const filter of ["age > 3", "age = 3", "name = 'x' OR active", "TRUE", "age IS NULL"]) {
    expect(evaluateFilter(parseFilter(filter), table, { indices }).count).toBe(0);
  }
});
