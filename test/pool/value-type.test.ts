// The types of attributes: their names, and the type that a value has.
import { describe, expect, it } from "vitest";
import { InvariantError, LimitError } from "../../src/errors.js";
import { AttributeColumn } from "../../src/pool/attribute-column.js";
import { grown } from "../../src/pool/buffers.js";
import { createColumn } from "../../src/pool/create-column.js";
import { LabelSets } from "../../src/pool/label-sets.js";
import { ELEMENTS_MAX, ElementPool, Pool } from "../../src/pool/pool.js";
import { formatType, inferType, parseType, typeOfTypedArray } from "../../src/pool/value-type.js";
import { show } from "../model/show.js";

describe("the name of a type", () => {
  it.each([
    ["bool", "bool"],
    ["list< utf8 >", "list<utf8>"],
    ["vector<float32,3>", "vector<float32, 3>"],
    ["vector< float32 , 65536 >", "vector<float32, 65536>"],
  ])("%s is read and written as %s", (name, spelling) => {
    const parsed = parseType(name);
    expect(parsed && formatType(parsed)).toBe(spelling);
  });

  it.each([
    "",
    "int",
    "Float64",
    "list<>",
    "list<list<utf8>>",
    "vector<float64, 3>",
    "vector<float32, 0>",
    "vector<float32, 65537>",
    "vector<float32, -1>",
    "vector<float32>",
    " bool",
    "constructor",
    "__proto__",
  ])("%s is none", (name) => {
    expect(parseType(name)).toBeUndefined();
  });

  it("makes a column, or an error of our own if it is none", () => {
    expect(createColumn("list<bool>").type).toBe("list<bool>");
    expect(() => createColumn("nothing" as "bool")).toThrow(InvariantError);
  });
});

describe("the type of a value", () => {
  it.each<[unknown, string | undefined]>([
    [true, "bool"],
    [1, "float64"],
    [1n, "int64"],
    ["", "utf8"],
    [new Date(), "timestamp"],
    [new Uint8Array(1), "binary"],
    [new Float32Array(2), "vector<float32, 2>"],
    [new Float32Array(0), undefined],
    [new Float32Array(65_537), undefined],
    [new Int32Array(0), "list<int32>"],
    [new Float64Array(2), "list<float64>"],
    [new BigInt64Array(2), "list<int64>"],
    [new Uint16Array(2), undefined],
    [new DataView(new ArrayBuffer(1)), undefined],
    [[1, 2], "list<float64>"],
    [["a"], "list<utf8>"],
    [[1n], "list<int64>"],
    [[true], "list<bool>"],
    [[new Date()], "list<timestamp>"],
    [[new Uint8Array(1)], "list<binary>"],
    [[], "json"],
    [[1, "a"], "json"],
    [[1, null], "json"],
    [[[1]], "json"],
    [[{}], "json"],
    [[new Float32Array(2)], "json"],
    [{}, "json"],
    [null, undefined],
    [undefined, undefined],
    [Symbol("s"), undefined],
    [() => 1, undefined],
  ])("%o is %s", (value, type) => {
    expect(inferType(value)).toBe(type);
  });

  it("is told of a column from its typed array", () => {
    const arrays = [
      Float64Array,
      Float32Array,
      BigInt64Array,
      BigUint64Array,
      Uint32Array,
      Int32Array,
      Int16Array,
      Uint16Array,
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
    ];
    expect(arrays.map((Kind) => typeOfTypedArray(new Kind(0) as ArrayLike<unknown>))).toEqual([
      "float64",
      "float32",
      "int64",
      "int64",
      "float64",
      "int32",
      "int32",
      "int32",
      "int32",
      "int32",
      "int32",
    ]);
    expect(typeOfTypedArray([1])).toBeUndefined();
  });
});

describe("the pool", () => {
  it("gives ids out in order, and none beyond the limit", () => {
    const pool = new ElementPool("node");
    expect([pool.take(3), pool.take(0), pool.take(1), pool.count]).toEqual([0, 3, 3, 4]);
    expect(() => pool.take(ELEMENTS_MAX)).toThrow(LimitError);
    expect(pool.count).toBe(4);
    expect(pool.take(ELEMENTS_MAX - 4)).toBe(4);
    expect(() => pool.take(1)).toThrow(`nodes expected at most ${ELEMENTS_MAX}, got ${ELEMENTS_MAX + 1}`);
  });

  it("has one column for each type of an attribute", () => {
    const pool = new ElementPool("node");
    const column = pool.column("x", "utf8");
    expect(pool.column("x", "utf8")).toBe(column);
    expect(pool.column("x", "bool")).not.toBe(column);
    expect(pool.column("utf8 x", "json")).not.toBe(pool.column("x", "json"));
    const size = pool.byteLength;
    column.append(0, "text");
    expect(pool.byteLength).toBeGreaterThan(size);
  });

  it.each([0, 1, 255, 256, 257, 65535, 65536, 65537])(
    "keeps the ends of %i edges, and of one more",
    (count) => {
      const { edges } = new Pool();
      const sources = Uint32Array.from({ length: count }, (_, i) => i * 3);
      expect(
        edges.appendMany(
          sources,
          Array.from(sources, (end) => end + 1),
        ),
      ).toBe(0);
      expect(edges.append(2 ** 32 - 2, 7)).toBe(count);
      expect(edges.count).toBe(count + 1);
      expect([edges.sources[count], edges.targets[count]]).toEqual([2 ** 32 - 2, 7]);
      if (count > 0)
        expect([edges.sources[count - 1], edges.targets[count - 1]]).toEqual([
          (count - 1) * 3,
          (count - 1) * 3 + 1,
        ]);
      expect(edges.byteLength).toBeGreaterThanOrEqual(8 * (count + 1));
    },
  );

  it("knows which element each row was written for", () => {
    const stored = new AttributeColumn("x", "float64");
    expect(stored.append(7, 1)).toBe(0);
    expect(stored.appendRun(100, [1, 2, 3])).toBe(1);
    expect(stored.appendEach([5, 2 ** 32 - 2], [8, 9])).toBe(4);
    expect([0, 1, 2, 3, 4, 5].map((row) => stored.owner(row))).toEqual([7, 100, 101, 102, 5, 2 ** 32 - 2]);
  });

  it("numbers sets of labels, whatever their order and repeats", () => {
    const table = new LabelSets();
    const set = table.intern(["b", "a", "b"]);
    expect(table.intern(["a", "b"])).toBe(set);
    expect(table.set(set)).toEqual(["a", "b"]);
    expect(table.single("a")).toBe(table.intern(["a", "a"]));
    expect(table.single("a")).toBe(table.single("a"));
    expect(table.single("a,b")).not.toBe(set);
    expect([...table.membership("a")]).toEqual([1, 1, 0]);
    expect([table.setCount, [...table.names].sort()]).toEqual([3, ["a", "a,b", "b"]]);
  });

  it("grows arrays by copying, and zeroes what is new", () => {
    const array = Int32Array.of(1, 2);
    expect(grown(array, 2)).toBe(array);
    const larger = grown(array, 3);
    expect([...larger.subarray(0, 2), ...larger.subarray(2).filter((n) => n !== 0)]).toEqual([1, 2]);
    const large = grown(new Float64Array(200_000).fill(5), 200_001);
    expect([large.length, large[199_999], large[200_000], show(large.length < 400_000)]).toEqual([
      large.length,
      5,
      0,
      "true",
    ]);
  });
});
