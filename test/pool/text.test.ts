// Strings, interned and plain, and JSON in its one form.
import { describe, expect, it } from "vitest";
import { canonicalJson, JsonColumn } from "../../src/pool/json-column.js";
import { Utf8Column } from "../../src/pool/utf8-column.js";
import { ByteWriter } from "../../src/structures/byte-writer.js";

function bytesOf(column: Utf8Column): string {
  const writer = new ByteWriter();
  column.write(0, column.count, writer);
  return String(writer.bytes());
}

/** Strings of every kind, all distinct. */
function distinct(count: number): string[] {
  const endings = ["", "é", "😀", "\u0000", "x".repeat(100), "中".repeat(40)];
  return Array.from({ length: count }, (_, i) => `${i}${endings[i % endings.length]}`);
}

describe("a column of strings", () => {
  it("interns while strings repeat", () => {
    const column = new Utf8Column();
    column.appendMany(Array.from({ length: 10_000 }, (_, i) => `name ${Math.floor(i / 5)}`));
    expect(column.dictionary?.strings.length).toBe(2000);
    expect(column.codeOf("name 7")).toBe(column.dictionary?.codes[35]);
    expect(column.codeOf("no such name")).toBeUndefined();
    expect(column.plain).toBeUndefined();
    expect([column.same(0, 4), column.same(4, 5)]).toEqual([true, false]);
  });

  it.each([1, 7, 1024, 1025, 20_000])(
    "keeps every row when it stops interning, appended %i at a time",
    (size) => {
      const values = ["", "a", "", "a", ...distinct(20_000), "a", ""];
      const column = new Utf8Column();
      let wasInterning = false;
      for (let i = 0; i < values.length; i += size) {
        if (size === 1) expect(column.append(values[i])).toBe(i);
        else expect(column.appendMany(values.slice(i, i + size))).toBe(i);
        wasInterning ||= column.dictionary !== undefined;
        expect([column.get(0), column.get(i)]).toEqual(["", values[i]]);
      }
      if (size < 1000) expect(wasInterning).toBe(true);
      expect(column.dictionary).toBeUndefined();
      expect(column.plain?.count).toBe(values.length);
      expect(column.count).toBe(values.length);
      expect(values.map((_, row) => column.get(row))).toEqual(values);
      expect([column.same(0, 2), column.same(1, values.length - 2), column.same(0, 1)]).toEqual([
        true,
        true,
        false,
      ]);
      expect(column.byteLength).toBeGreaterThan(values.join("").length);
    },
  );

  it("writes the same bytes interned or not", () => {
    const few = ["b", "", "😀", "b"];
    const interned = new Utf8Column();
    interned.appendMany(few);
    const plain = new Utf8Column();
    plain.appendMany(distinct(20_000));
    const first = plain.appendMany(few);
    const writer = new ByteWriter();
    plain.write(first, few.length, writer);
    expect(plain.dictionary).toBeUndefined();
    expect(String(writer.bytes())).toBe(bytesOf(interned));
  });

  it("takes a string of a million characters", () => {
    const long = "😀 ".repeat(333_334);
    const column = new Utf8Column();
    column.append(long);
    column.appendMany(distinct(20_000));
    expect(column.get(0) === long).toBe(true);
  });
});

describe("a JSON value", () => {
  it.each([
    [{ b: 1, a: { d: [1, "x", null, true], c: {} } }, '{"a":{"c":{},"d":[1,"x",null,true]},"b":1}'],
    [{ a: undefined, b: new Date(0) }, '{"b":"1970-01-01T00:00:00.000Z"}'],
    [[-0, 1e21, 0.1], "[-0,1e+21,0.1]"],
    [{ é: "\u2028", "😀": "\u0000" }, '{"é":"\u2028","😀":"\\u0000"}'],
    [JSON.parse('{"__proto__":{"x":1},"constructor":2}'), '{"__proto__":{"x":1},"constructor":2}'],
    [{ 10: "a", 9: "b" }, '{"10":"a","9":"b"}'],
    [Object.create(null), "{}"],
  ])("has one text, with its keys in the order of their code units", (value, text) => {
    expect(canonicalJson(value, 0)).toBe(text);
    const column = new JsonColumn();
    expect(column.accepts(value)).toBe(true);
    column.append(value);
    column.append(JSON.parse(text));
    expect(column.same(0, 1)).toBe(true);
    expect(column.get(0)).toEqual(JSON.parse(text));
  });

  it("reads back as it was, with __proto__ as a property like any other and -0 as -0", () => {
    const column = new JsonColumn();
    column.append(JSON.parse('{"__proto__":{"x":1}}'));
    column.append([-0]);
    const read = column.get(0) as object;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.keys(read)).toEqual(["__proto__"]);
    expect(Object.is((column.get(1) as number[])[0], -0)).toBe(true);
  });

  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  class Point {
    x = 1;
  }

  it.each<[string, unknown]>([
    ["a function", { f: () => 1 }],
    ["a symbol", [Symbol("s")]],
    ["a bigint", { n: 1n }],
    ["NaN", [Number.NaN]],
    ["an infinity", { x: Number.POSITIVE_INFINITY }],
    ["a lone surrogate", ["\ud800"]],
    ["a key with a lone surrogate", { "\ud800": 1 }],
    ["a hole", new Array(1)],
    ["undefined in an array", [undefined]],
    ["a cycle", cyclic],
    ["a Map", { map: new Map() }],
    ["a Set", new Set()],
    ["a typed array", [Float64Array.of(1)]],
    ["a Promise", Promise.resolve(1)],
    ["a RegExp", /x/],
    ["an Error", new Error("x")],
    ["an ArrayBuffer", new ArrayBuffer(1)],
    ["a boxed number", new Number(1)],
    ["a boxed string", new String("a")],
    ["a toJSON that gives nothing", { toJSON: () => undefined }],
    [
      "a toJSON without end",
      {
        toJSON() {
          return this;
        },
      },
    ],
  ])("cannot be %s", (_, value) => {
    expect(new JsonColumn().accepts(value)).toBe(false);
  });

  it("may be an instance of a class: its own properties", () => {
    const column = new JsonColumn();
    expect(column.accepts(new Point())).toBe(true);
    column.append(new Point());
    expect(column.get(0)).toEqual({ x: 1 });
  });

  it("may be deep, up to a limit", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    const column = new JsonColumn();
    expect([column.accepts(nested(900)), column.accepts(nested(5000))]).toEqual([true, false]);
    column.append(nested(900));
    expect(JSON.stringify(column.get(0))).toBe(JSON.stringify(nested(900)));
  });

  it("is read anew when it was changed after it was checked", () => {
    const column = new JsonColumn();
    const value = { a: 1 };
    column.accepts(value);
    column.append({ b: 2 });
    value.a = 2;
    column.append(value);
    expect([column.get(0), column.get(1)]).toEqual([{ b: 2 }, { a: 2 }]);
  });
});
