// Values of each type as a bundle has them: the same again, and no others than the type has.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChange } from "../../../src/history/exchange/bundle-change.js";
import { readElements } from "../../../src/history/exchange/bundle-elements.js";
import { readBundleValues, writeBundleValues } from "../../../src/history/exchange/bundle-values.js";
import { createColumn } from "../../../src/pool/create-column.js";
import type { ValueType } from "../../../src/pool/value-type.js";
import { ByteReader } from "../../../src/structures/byte-reader.js";
import { ByteWriter } from "../../../src/structures/byte-writer.js";
import { runs } from "../../model/arbitrary.js";
import { integers, temporalValues } from "../../pool/temporal-values.js";

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int32: fc.integer(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float32: fc.float(),
  float64: fc.double(),
  timestamp: fc.date({ noInvalidDate: true }),
  integer: integers,
  ...temporalValues,
  utf8: fc.string({ unit: "grapheme" }),
  binary: fc.uint8Array({ maxLength: 5 }),
  json: fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.constant(null))),
};

const TYPES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...SCALARS,
  ...Object.fromEntries(
    Object.entries(SCALARS).map(([type, value]) => [`list<${type}>`, fc.array(value, { maxLength: 4 })]),
  ),
  "vector<float32, 3>": fc
    .array(fc.float(), { minLength: 3, maxLength: 3 })
    .map((list) => Float32Array.from(list)),
};

/** Bytes of numbers of 32 bits and of texts. */
function bytesOf(...parts: readonly (number | string | Uint8Array)[]): ByteReader {
  const writer = new ByteWriter();
  for (const part of parts) {
    if (typeof part === "number") writer.u32(part);
    else if (typeof part === "string") writer.text(part);
    else writer.raw(part);
  }
  return new ByteReader(writer.bytes().slice());
}

describe("values in a bundle", () => {
  it.each(Object.keys(TYPES) as ValueType[])("of type %s are the same again", (type) => {
    fc.assert(
      fc.property(fc.array(TYPES[type], { maxLength: 20 }), (values) => {
        const [column, copy] = [createColumn(type), createColumn(type)];
        column.appendMany(values);
        const writer = new ByteWriter();
        writeBundleValues(type, column.raw(), writer);
        const reader = new ByteReader(writer.bytes().slice());
        copy.appendRaw(readBundleValues(type, values.length, reader));
        expect(reader.left).toBe(0);
        expect(copy.count).toBe(values.length);
        for (let row = 0; row < values.length; row++) expect(copy.get(row)).toStrictEqual(column.get(row));
      }),
      runs(60),
    );
  });

  it("that were plain text and those that were codes are the same", () => {
    const texts = Array.from({ length: 17_000 }, (_, i) => `text ${i} é`);
    const [column, copy] = [createColumn("utf8"), createColumn("utf8")];
    column.appendMany(texts);
    const writer = new ByteWriter();
    writeBundleValues("utf8", column.raw(), writer);
    copy.appendRaw(readBundleValues("utf8", texts.length, new ByteReader(writer.bytes())));
    expect(texts.map((_, row) => copy.get(row))).toEqual(texts);
  });

  const long = (value: bigint): Uint8Array => new Uint8Array(BigInt64Array.of(value).buffer);

  it.each([
    ["a moment before the first", "timestamp", [long(-8_640_000_000_000_001n)]],
    ["a moment after the last", "timestamp", [long(8_640_000_000_000_001n)]],
    ["text that is no UTF-8", "utf8", [Uint8Array.of(0), 1, Uint8Array.of(0xff)]],
    ["text that is cut in a character", "utf8", [Uint8Array.of(0), 1, 1, Uint8Array.of(0xc3, 0xa9)]],
    ["a lone surrogate", "utf8", [Uint8Array.of(1), 1, 3, Uint8Array.of(0xed, 0xa0, 0x80), 0]],
    ["a code of no string", "utf8", [Uint8Array.of(1), 1, "a", 1]],
    ["strings in a form that there is not", "utf8", [Uint8Array.of(2), 0, 0]],
    ["JSON with white space", "json", ["[1, 2]"]],
    ["JSON with keys out of order", "json", ['{"b":1,"a":2}']],
    ["JSON with a key twice", "json", ['{"a":1,"a":2}']],
    ["what is no JSON", "json", ["{"]],
    ["JSON nested too deep", "json", [`${"[".repeat(2000)}${"]".repeat(2000)}`]],
    ["more than there is", "float64", [1]],
    ["lengths beyond the end", "binary", [9, Uint8Array.of(1)]],
    ["lengths that add up to more than 2^32", "binary", [0xffffffff]],
    ["list elements beyond the end", "list<int32>", [2, 1]],
  ] as const)("are not %s", (_, type, parts) => {
    const count =
      type === "utf8" && parts[2] === 1 && parts.length === 4 && typeof parts[3] !== "number" ? 2 : 1;
    expect(() => readBundleValues(type, count, bytesOf(...parts))).toThrow(Error);
  });

  it("of lists whose lengths pass 2^32 together are refused", () => {
    expect(() => readBundleValues("list<bool>", 2, bytesOf(0xffffffff, 0xffffffff))).toThrow(RangeError);
  });
});

describe("elements in a bundle", () => {
  it("are runs in ascending order, none of them empty or beyond the last", () => {
    expect(readElements(bytesOf(2, 0, 5, 2, 0, 7, 1)).count).toBe(3);
    expect(readElements(bytesOf(2, 1, 5, 2, 2, 0, 1)).count).toBe(3);
    expect(readElements(bytesOf(0))).toEqual({ runs: [], count: 0 });
    for (const numbers of [
      [1, 0, 5, 0],
      [2, 0, 5, 2, 0, 6, 1],
      [2, 1, 0, 1, 0, 9, 1],
      [1, 0, 0xffffffff, 1],
      [1, 0, 1, 0xffffffff],
      [2, 0, 0, 1],
    ]) {
      expect(() => readElements(bytesOf(...numbers))).toThrow(RangeError);
    }
  });
});

describe("a change in a bundle", () => {
  const empty = [0, 0, 0, 0, 0, 0];
  const noEdges = [0, 0, Uint8Array.of(0), 0, 0, 0, 0];

  it("is read to its end", () => {
    const reader = bytesOf(...empty, ...noEdges);
    const { nodes, edges } = readChange(reader);
    expect([reader.left, nodes.columns, edges.ends?.origins]).toEqual([0, [], undefined]);
  });

  it.each([
    ["sets that are not there", [0, 0, 1, 1, "A", 1, 0, 0, 1, Uint8Array.of(0), 1, 0, 0]],
    ["sets without a name", [0, 0, 1, 0, 0, 0, 0]],
    ["names that are too long", [0, 0, 1, 1, "x".repeat(1025), 0, 0, 0]],
    ["a flag that is neither 0 nor 1", [0, 0, 1, 1, "A", 1, 0, 0, 1, Uint8Array.of(2), 0, 0, 0]],
    ["types that there are not", [0, 0, 0, 0, 0, 1, "a", "float65", 0, 0]],
    ["types in another spelling", [0, 0, 0, 0, 0, 1, "a", "list< utf8 >", 0, 0]],
    ["attributes without a name", [0, 0, 0, 0, 0, 1, "", "utf8", 0, 0]],
    ["a column twice", [0, 0, 0, 0, 0, 2, "a", "utf8", 0, 0, "a", "utf8", 0, 0]],
  ])("has no %s", (_, nodes) => {
    expect(() => readChange(bytesOf(...nodes, ...noEdges))).toThrow(/./);
    // it is this and nothing else that is wrong with it
    expect(() => readChange(bytesOf(...empty, ...noEdges))).not.toThrow();
  });

  it("has edges of one type at most", () => {
    const edges = (count: number, ...names: string[]) => [
      0,
      0,
      Uint8Array.of(0),
      1,
      count,
      ...names,
      0,
      0,
      0,
    ];
    expect(() => readChange(bytesOf(...empty, ...edges(1, "T")))).not.toThrow();
    expect(() => readChange(bytesOf(...empty, ...edges(2, "T", "U")))).toThrow(RangeError);
  });
});
