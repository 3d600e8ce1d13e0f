// Columns of every type: what they take, what they give back, and the bytes that hashes are taken over.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createColumn } from "../../src/pool/create-column.js";
import type { ValueType } from "../../src/pool/value-type.js";
import { ByteWriter } from "../../src/structures/byte-writer.js";
import { decodeTemporal, encodeTemporal, temporalFromText } from "../../src/temporal/codec.js";
import type { LocalDate } from "../../src/temporal/local-date.js";
import type { TemporalType } from "../../src/temporal/temporal-base.js";
import { runs } from "../model/arbitrary.js";
import { show } from "../model/show.js";
import { integers, temporalBytes, temporalValues } from "./temporal-values.js";

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const DATE_MAX = 8.64e15;

const bytes = fc.uint8Array({ maxLength: 20 });
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("", "é", "😀", "\u0000", "a"),
);
const moment = fc.integer({ min: -DATE_MAX, max: DATE_MAX }).map((ms) => new Date(ms));
const json = fc.jsonValue({ noUnicodeString: false }).map((value) => value as unknown);

/** Values of each type as they are read out, so that what goes in comes out the same. */
const TYPES: [ValueType, fc.Arbitrary<unknown>][] = [
  ["bool", fc.boolean()],
  ["int32", fc.integer()],
  ["int64", fc.bigInt({ min: INT64_MIN, max: INT64_MAX })],
  ["float32", fc.float()],
  ["float64", fc.double()],
  ["utf8", text],
  ["binary", bytes],
  ["timestamp", moment],
  ["integer", integers],
  ["list<integer>", fc.array(integers, { maxLength: 5 })],
  ...Object.entries(temporalValues).flatMap(([type, value]): [ValueType, fc.Arbitrary<unknown>][] => [
    [type as ValueType, value],
    [`list<${type}>` as ValueType, fc.array(value, { maxLength: 5 })],
  ]),
  ["list<bool>", fc.array(fc.boolean(), { maxLength: 20 })],
  ["list<int32>", fc.array(fc.integer(), { maxLength: 5 })],
  ["list<int64>", fc.array(fc.bigInt({ min: INT64_MIN, max: INT64_MAX }), { maxLength: 5 })],
  ["list<float32>", fc.array(fc.float(), { maxLength: 5 })],
  ["list<float64>", fc.array(fc.double(), { maxLength: 5 })],
  ["list<utf8>", fc.array(text, { maxLength: 5 })],
  ["list<binary>", fc.array(bytes, { maxLength: 5 })],
  ["list<timestamp>", fc.array(moment, { maxLength: 5 })],
  [
    "list<json>",
    fc.array(
      json.filter((value) => value !== null),
      { maxLength: 3 },
    ),
  ],
  ["vector<float32, 1>", fc.float32Array({ minLength: 1, maxLength: 1 })],
  ["vector<float32, 3>", fc.float32Array({ minLength: 3, maxLength: 3 })],
  ["json", json],
];

function written(type: ValueType, values: readonly unknown[], row: number, count: number): string {
  const column = createColumn(type);
  column.appendMany(values);
  const writer = new ByteWriter();
  column.write(row, count, writer);
  return String(writer.bytes());
}

describe.each(TYPES)("a column of %s", (type, value) => {
  const batches = fc.array(fc.array(value, { maxLength: 12 }), { maxLength: 8 });

  it("gives back what was appended, one by one or many at once", () => {
    fc.assert(
      fc.property(batches, (lists) => {
        const [one, many] = [createColumn(type), createColumn(type)];
        expect([one.type, many.type]).toEqual([type, type]);
        const all = lists.flat();
        for (const list of lists) {
          for (const each of list) expect(one.accepts(each)).toBe(true);
          const first = many.count;
          expect(many.appendMany(list)).toBe(first);
        }
        all.forEach((each, row) => {
          expect(one.append(each)).toBe(row);
        });
        for (const column of [one, many]) {
          expect(column.count).toBe(all.length);
          expect(all.map((_, row) => show(column.get(row)))).toEqual(all.map(show));
        }
      }),
      runs(30),
    );
  });

  it("knows two rows as the same when their values are, and writes the same bytes then alone", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const column = createColumn(type);
        column.appendMany([a, b, a]);
        expect(column.same(0, 2)).toBe(true);
        expect(column.same(0, 1)).toBe(show(a) === show(b));
        expect(written(type, [b, a, b], 1, 1)).toBe(written(type, [a], 0, 1));
        expect(written(type, [a], 0, 1) === written(type, [b], 0, 1)).toBe(show(a) === show(b));
        const both = [written(type, [a], 0, 1), written(type, [b], 0, 1)].filter((part) => part !== "");
        expect(written(type, [b, a, b], 1, 2)).toBe(both.join());
      }),
      runs(40),
    );
  });

  it("hands out objects that can be changed without changing the column", () => {
    const [sample] = fc.sample(value, { numRuns: 1, seed: 3 });
    const column = createColumn(type);
    column.append(sample);
    const before = show(column.get(0));
    const read = column.get(0);
    if (read instanceof Date) read.setTime(1);
    else if (Array.isArray(read)) read.push(1);
    else if (ArrayBuffer.isView(read)) (read as Uint8Array).fill(9);
    else if (typeof read === "object" && read !== null && !Object.isFrozen(read))
      (read as Record<string, unknown>).added = 1;
    expect(show(column.get(0))).toBe(before);
  });

  it("takes only values of its type", () => {
    const column = createColumn(type);
    const unfit = [Symbol("s"), () => 1, "\ud800", new Map(), new Set([1]), new DataView(new ArrayBuffer(2))];
    for (const each of unfit)
      expect([show(typeof each), column.accepts(each)]).toEqual([show(typeof each), false]);
  });
});

describe("numbers", () => {
  const nan = (low: number) => new Float64Array(Uint32Array.of(low, 0x7ff80000).buffer);
  const odd32 = new Float32Array(Uint32Array.of(0x7fc00123).buffer);

  it("keep NaN in one form, however it came", () => {
    const plain = written("float64", [Number.NaN], 0, 1);
    expect(plain).toBe("0,0,0,0,0,0,248,127");
    for (const values of [nan(5), nan(77)]) {
      const column = createColumn("float64");
      column.appendMany(values);
      column.append(values[0]);
      const writer = new ByteWriter();
      column.write(0, 2, writer);
      expect(String(writer.bytes())).toBe(`${plain},${plain}`);
    }
    for (const type of ["float32", "vector<float32, 1>"] as const) {
      const column = createColumn(type);
      const value = type === "float32" ? odd32[0] : odd32;
      column.append(value);
      column.appendMany(type === "float32" ? odd32 : [odd32]);
      const writer = new ByteWriter();
      column.write(0, 2, writer);
      expect(String(writer.bytes())).toBe("0,0,192,127,0,0,192,127");
    }
    const list = createColumn("list<float64>");
    list.append(nan(5));
    const writer = new ByteWriter();
    list.write(0, 1, writer);
    expect(String(writer.bytes())).toBe(`1,0,0,0,${plain}`);
  });

  it("keep -0 in floats, apart from 0, and make it 0 in integers", () => {
    for (const type of ["float32", "float64"] as const) {
      const column = createColumn(type);
      column.appendMany([-0, 0]);
      expect([column.get(0), column.get(1), column.same(0, 1)]).toEqual([-0, 0, false]);
    }
    const int32 = createColumn("int32");
    int32.append(-0);
    int32.appendMany([-0]);
    expect([int32.get(0), int32.get(1)]).toEqual([0, 0]);
    const int64 = createColumn("int64");
    int64.append(-0);
    expect(int64.get(0)).toBe(0n);
  });

  it.each<[ValueType, unknown[], unknown[]]>([
    ["int32", [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)], [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, "1", 1n, true]],
    [
      "int64",
      [0n, INT64_MAX, INT64_MIN, 5, Number.MAX_SAFE_INTEGER],
      [INT64_MAX + 1n, INT64_MIN - 1n, 2 ** 53, 0.5, Number.NaN, "1"],
    ],
    ["float32", [0, 0.1, 3.4e38, Number.NaN, Number.POSITIVE_INFINITY], [3.5e38, -1e300, 1n, "1", true]],
    ["float64", [0, 1e308, Number.NaN, Number.NEGATIVE_INFINITY], [1n, "1", true, [], new Date()]],
    ["bool", [true, false], [0, 1, "true"]],
    [
      "timestamp",
      [new Date(0), 0, -1, DATE_MAX, BigInt(DATE_MAX)],
      [new Date(Number.NaN), DATE_MAX + 2, 0.5, Number.NaN, "2020-01-01", BigInt(DATE_MAX) + 1n, true],
    ],
    ["utf8", ["", "a", "😀", "a".repeat(100_000)], [1, "\udc00", "a\ud83d", ["a"], true]],
    ["binary", [new Uint8Array(0), Uint8Array.of(1)], [[1], "a", new Int8Array(1), new ArrayBuffer(1)]],
    [
      "list<int32>",
      [[], [1], Int32Array.of(1), Float64Array.of(1)],
      [[1, null], [undefined], [0.5], ["1"], new Array(1), "1", { 0: 1, length: 1 }],
    ],
    ["list<float32>", [[0.5], Float32Array.of(1, 2), Float64Array.of(1)], [[1e300], "a"]],
    ["list<utf8>", [[], ["a", ""]], [["\ud800"], [1], "a"]],
    [
      "vector<float32, 2>",
      [Float32Array.of(1, 2), [1, 2], Float64Array.of(1, Number.NaN)],
      [[1], [1, 2, 3], [1, "2"], [1, 1e300], new Array(2), Int32Array.of(1, 2)],
    ],
  ])("and others are told apart by what fits %s", (type, fit, unfit) => {
    const column = createColumn(type);
    expect(fit.filter((value) => !column.accepts(value)).map(show)).toEqual([]);
    expect(unfit.filter((value) => column.accepts(value)).map(show)).toEqual([]);
  });

  it("of 64 bits come from numbers, bigints and typed arrays alike", () => {
    const column = createColumn("int64");
    column.appendMany([1, -1, Number.MIN_SAFE_INTEGER, 2 ** 32, -(2 ** 32) - 1]);
    column.appendMany(BigInt64Array.of(INT64_MIN, INT64_MAX));
    column.appendMany(BigUint64Array.of(7n));
    expect(Array.from({ length: column.count }, (_, row) => column.get(row))).toEqual([
      1n,
      -1n,
      BigInt(Number.MIN_SAFE_INTEGER),
      2n ** 32n,
      -(2n ** 32n) - 1n,
      INT64_MIN,
      INT64_MAX,
      7n,
    ]);
  });

  it("are moments as Dates, milliseconds and bigints alike", () => {
    const column = createColumn("timestamp");
    column.appendMany([new Date(-1), -1, -1n, new Date(-DATE_MAX), DATE_MAX, -0]);
    const moments = [-1, -1, -1, -DATE_MAX, DATE_MAX, 0].map((ms) => new Date(ms));
    expect(Array.from({ length: 6 }, (_, row) => column.get(row))).toEqual(moments);
    expect(column.same(0, 2)).toBe(true);
  });
});

describe("columns across widths", () => {
  it.each([0, 1, 255, 256, 257, 4095, 4096, 4097, 65535, 65536, 65537])("hold %i values", (count) => {
    const numbers = Float64Array.from({ length: count }, (_, i) => i / 2);
    const column = createColumn("float64");
    column.appendMany(numbers);
    column.append(-1);
    column.appendMany(numbers);
    expect(column.count).toBe(2 * count + 1);
    const rows = [0, 1, 254, 4095, 65535, count - 1].filter((row) => row >= 0 && row < count);
    for (const row of rows) {
      expect([column.get(row), column.get(count + 1 + row)]).toEqual([row / 2, row / 2]);
    }
    expect(column.get(count)).toBe(-1);
    const flags = createColumn("bool");
    flags.appendMany(Array.from({ length: count }, (_, i) => i % 3 === 0));
    for (const row of rows) expect(flags.get(row)).toBe(row % 3 === 0);
    const texts = createColumn("utf8");
    texts.appendMany(Array.from({ length: count }, (_, i) => `t${i % 300}`));
    for (const row of rows) expect(texts.get(row)).toBe(`t${row % 300}`);
    expect(column.byteLength).toBeGreaterThanOrEqual(column.count * 8);
    expect(flags.byteLength).toBeGreaterThanOrEqual(count / 8);
    expect(texts.byteLength).toBeGreaterThanOrEqual(count * 4);
  });
});

describe("dates, times and durations", () => {
  it("lie as the specification has them, and compare as their bytes do", () => {
    const ofOneType = fc
      .constantFrom(...Object.entries(temporalValues))
      .chain(([type, value]) => fc.tuple(fc.constant(type as TemporalType), value, value));
    fc.assert(
      fc.property(ofOneType, ([type, a, b]) => {
        expect(Buffer.from(encodeTemporal(a))).toEqual(temporalBytes(a));
        expect(decodeTemporal(type, encodeTemporal(a))).toEqual(a);
        expect(temporalFromText(type, a.toString())).toEqual(a);
        const order = (a as LocalDate).compare(b as LocalDate);
        expect(Math.sign(Buffer.compare(temporalBytes(a), temporalBytes(b)))).toBe(Math.sign(order));
        expect(a.equals(b)).toBe(order === 0);
      }),
      runs(2000),
    );
  });
});
