// Every type of Arrow as an attribute: chunks, slices, nulls, what is refused.
import {
  Binary,
  BinaryView,
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationSecond,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Map_,
  makeData,
  makeVector,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
  Vector,
  vectorFromArray,
} from "apache-arrow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromArrow } from "../../../../src/formats/arrow/index.js";
import { float16 } from "../../../../src/formats/arrow/read/columns.js";
import { Graph, type ValueType } from "../../../../src/index.js";

/** The values of the attribute `a` and its type, from a table with a column of that name. */
function imported(vector: Vector, type?: ValueType) {
  const graph = new Graph(type === undefined ? {} : { schema: { nodes: { a: type } } });
  fromArrow(graph, { nodes: new Table({ a: vector }) });
  return { type: graph.nodes.schema.a, values: graph.nodes.column("a").toArray() };
}

const item = (type: DataType) => new Field("item", type, true);
const point = new Struct([new Field("x", new Int32()), new Field("y", new Int64())]);

const types: [DataType, unknown[], ValueType, unknown[]][] = [
  [new Bool(), [true, false, null], "bool", [true, false, undefined]],
  [new Int8(), [-128, 127, null], "int32", [-128, 127, undefined]],
  [new Int16(), [-32768, 32767], "int32", [-32768, 32767]],
  [new Uint8(), [0, 255], "int32", [0, 255]],
  [new Uint16(), [0, 65535, null], "int32", [0, 65535, undefined]],
  [new Int32(), [-(2 ** 31), 2 ** 31 - 1], "int32", [-(2 ** 31), 2 ** 31 - 1]],
  [new Uint32(), [0, 2 ** 32 - 1, null], "float64", [0, 2 ** 32 - 1, undefined]],
  [new Int64(), [-(2n ** 63n), 2n ** 63n - 1n], "int64", [-(2n ** 63n), 2n ** 63n - 1n]],
  [new Uint64(), [0n, 2n ** 63n - 1n, null], "int64", [0n, 2n ** 63n - 1n, undefined]],
  [new Float16(), [1.5, -2, null], "float32", [1.5, -2, undefined]],
  [new Float32(), [0.5, Number.NaN], "float32", [0.5, Number.NaN]],
  [new Float64(), [0.1, -0, Number.NEGATIVE_INFINITY], "float64", [0.1, -0, Number.NEGATIVE_INFINITY]],
  [new Utf8(), ["", "Zürich", null, "🙂"], "utf8", ["", "Zürich", undefined, "🙂"]],
  [new LargeUtf8(), ["a", null, "bc"], "utf8", ["a", undefined, "bc"]],
  [new Dictionary(new Utf8(), new Int8()), ["a", "b", null, "a"], "utf8", ["a", "b", undefined, "a"]],
  [new Dictionary(new Int64(), new Int32()), [5n, 6n, null, 5n], "int64", [5n, 6n, undefined, 5n]],
  [new Dictionary(new Bool(), new Int8()), [true, null, false], "bool", [true, undefined, false]],
  [new Binary(), [Uint8Array.of(1, 2), null], "binary", [Uint8Array.of(1, 2), undefined]],
  [new LargeBinary(), [Uint8Array.of(3)], "binary", [Uint8Array.of(3)]],
  [
    new FixedSizeBinary(2),
    [Uint8Array.of(1, 2), null, Uint8Array.of(3, 4)],
    "binary",
    [Uint8Array.of(1, 2), undefined, Uint8Array.of(3, 4)],
  ],
  [
    new DateDay(),
    [new Date("2020-02-29"), null, new Date("1900-01-01")],
    "timestamp",
    [new Date("2020-02-29"), undefined, new Date("1900-01-01")],
  ],
  [new DateMillisecond(), [new Date(12_345)], "timestamp", [new Date(12_345)]],
  [new TimestampSecond(), [new Date(-5000), null], "timestamp", [new Date(-5000), undefined]],
  [
    new TimestampMillisecond("Europe/Berlin"),
    [new Date(-1), new Date(8.64e15)],
    "timestamp",
    [new Date(-1), new Date(8.64e15)],
  ],
  [
    new TimestampMicrosecond(),
    [new Date(1_700_000_000_123), new Date(-7)],
    "timestamp",
    [new Date(1_700_000_000_123), new Date(-7)],
  ],
  [new TimestampNanosecond(), [new Date(1000), null], "timestamp", [new Date(1000), undefined]],
  [new List(item(new Int32())), [[1, 2], [], null, [3]], "list<int32>", [[1, 2], [], undefined, [3]]],
  [new List(item(new Utf8())), [["a"], ["b", ""]], "list<utf8>", [["a"], ["b", ""]]],
  [
    new List(item(new Bool())),
    [[true], [false, true], null],
    "list<bool>",
    [[true], [false, true], undefined],
  ],
  [
    new FixedSizeList(2, item(new Float32())),
    [[1, 2], null, [3, 4]],
    "vector<float32, 2>",
    [Float32Array.of(1, 2), undefined, Float32Array.of(3, 4)],
  ],
  [
    new FixedSizeList(2, item(new Int16())),
    [
      [1, 2],
      [3, 4],
    ],
    "list<int32>",
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [point, [{ x: 1, y: 2n }, null], "json", [{ x: 1, y: 2 }, undefined]],
  [new List(item(point)), [[{ x: 1, y: 2n }], []], "json", [[{ x: 1, y: 2 }], []]],
  [new List(item(new List(item(new Utf8())))), [[["a"], []]], "json", [[["a"], []]]],
  [
    new Map_(
      new Field(
        "entries",
        new Struct([new Field("key", new Utf8()), new Field("value", new Int32())]),
      ) as never,
    ),
    [
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      null,
    ],
    "json",
    [{ a: 1, b: 2 }, undefined],
  ],
];

describe.each(types)("a column of %s", (type, given, expected, values) => {
  const vector = vectorFromArray(given, type) as Vector;

  test(`is ${expected}`, () => {
    expect(imported(vector)).toEqual({ type: expected, values });
  });

  test("is the same after IPC, in chunks, and in slices", () => {
    const read = tableFromIPC(tableToIPC(new Table({ a: vector }))).getChild("a")!;
    expect(imported(read).values).toEqual(values);
    // the buffer of a chunk begins anywhere in a byte
    const padded = vectorFromArray([...given, ...given, ...given], type) as Vector;
    const sliced = padded.slice(given.length + 1, given.length * 2) as Vector;
    const chunked = new Vector([...vector.data, ...sliced.data, ...padded.data]);
    const all = [...values, ...values.slice(1), ...values, ...values, ...values];
    expect(imported(chunked).values).toEqual(all);
    expect(imported(sliced).values).toEqual(values.slice(1));
  });
});

test("chunks with dictionaries of their own keep their values", () => {
  const type = new Dictionary(new Utf8(), new Int8());
  const parts = [["a", "b"], ["c", null, "a"], ["b"]].map((part) => vectorFromArray(part, type) as Vector);
  const chunked = new Vector(parts.flatMap(({ data }) => data));
  expect(imported(chunked).values).toEqual(["a", "b", "c", undefined, "a", "b"]);
});

/** A column of views: short values lie in their view, long ones where it points. */
function viewsOf(type: Utf8View | BinaryView, values: readonly (Uint8Array | null)[]): Vector {
  const views = new Uint8Array(16 * values.length);
  const nullBitmap = new Uint8Array(1);
  const buffers: Uint8Array[] = [];
  values.forEach((bytes, i) => {
    if (bytes === null) return;
    nullBitmap[0] |= 1 << i;
    const view = new DataView(views.buffer, 16 * i, 16);
    view.setInt32(0, bytes.length, true);
    views.set(bytes.subarray(0, bytes.length > 12 ? 4 : 12), 16 * i + 4);
    if (bytes.length > 12) view.setInt32(8, buffers.push(bytes) - 1, true);
  });
  const props = { length: values.length, nullBitmap, nullCount: -1, views, variadicBuffers: buffers };
  return makeVector(makeData({ type: type as Utf8View, ...props })) as Vector;
}

test("views are read where they lie", () => {
  const texts = ["short", "", "exactly 12 b", "longer than twelve bytes"];
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  expect(imported(viewsOf(new Utf8View(), [...bytes, null]))).toEqual({
    type: "utf8",
    values: [...texts, undefined],
  });
  expect(imported(viewsOf(new BinaryView(), [null, ...bytes]))).toEqual({
    type: "binary",
    values: [undefined, ...bytes],
  });
  expect(() => imported(viewsOf(new Utf8View(), [Uint8Array.of(0xff)]))).toThrow("expected UTF-8");
});

test("large lists are lists", () => {
  const child = vectorFromArray([1, 2, 3], new Int32()).data[0];
  const type = new LargeList(item(new Int32()));
  const vector = makeVector(
    makeData({ type, valueOffsets: BigInt64Array.of(0n, 2n, 2n, 3n), child }),
  ) as Vector;
  expect(imported(vector)).toEqual({ type: "list<int32>", values: [[1, 2], [], [3]] });
  expect(imported(vector.slice(1) as Vector).values).toEqual([[], [3]]);
});

test("JSON that toArrow did not write is refused where it is none", () => {
  const field = new Field("a", new Utf8(), true, new Map([["groggy:type", "json"]]));
  const { batches } = new Table({ a: vectorFromArray(['{"b":1}', "{"], new Utf8()) });
  const schema = new Schema([field]);
  const nodes = new Table(schema, new RecordBatch(schema, batches[0].data as never));
  expect(() => fromArrow(new Graph(), { nodes })).toThrow('column "a" expected JSON, got "{" in row 1');
});

test("a null in a dictionary is absent", () => {
  const type = new Dictionary(new Utf8(), new Int32());
  const dictionary = vectorFromArray(["a", null, "b"], new Utf8());
  const vector = makeVector(
    makeData({ type, data: Int32Array.of(0, 1, 2, 0), dictionary: dictionary as never }),
  );
  expect(imported(vector as Vector).values).toEqual(["a", undefined, "b", "a"]);
});

test("what stands under a null does not matter", () => {
  const nullBitmap = Uint8Array.of(0b101);
  const codes = makeData({
    type: new Dictionary(new Utf8(), new Int32()),
    data: Int32Array.of(0, 999, 1),
    nullBitmap,
    nullCount: 1,
    dictionary: vectorFromArray(["a", "b"], new Utf8()) as never,
  });
  expect(imported(makeVector(codes) as Vector).values).toEqual(["a", undefined, "b"]);
  const moments = makeData({
    type: new TimestampNanosecond(),
    data: BigInt64Array.of(0n, 7n, 1_000_000n),
    nullBitmap,
    nullCount: 1,
  });
  expect(imported(makeVector(moments) as Vector).values).toEqual([new Date(0), undefined, new Date(1)]);
  const large = makeData({
    type: new Uint64(),
    data: BigUint64Array.of(1n, 2n ** 63n, 2n),
    nullBitmap,
    nullCount: 1,
  });
  expect(imported(makeVector(large) as Vector).values).toEqual([1n, undefined, 2n]);
});

test("every half-precision float is read as the number it is", () => {
  const cases: [number, number][] = [
    [0x0000, 0],
    [0x8000, -0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ];
  for (const [bits, value] of cases) expect(float16(bits)).toBe(value);
});

test("a column of nulls is no attribute", () => {
  const graph = new Graph();
  const nothing = makeVector(makeData({ type: new Null(), length: 2 }));
  fromArrow(graph, {
    nodes: new Table({ nothing, none: vectorFromArray([null, null], new Int32()) } as never),
  });
  expect([graph.nodeCount, graph.nodes.schema]).toEqual([2, {}]);
});

const bad = (...bytes: number[]) =>
  makeVector(
    makeData({
      type: new Utf8(),
      valueOffsets: Int32Array.of(0, 1, bytes.length),
      data: Uint8Array.from(bytes),
    }),
  ) as Vector;

test.each<[string, Vector, string]>([
  [
    "decimals",
    makeVector(makeData({ type: new Decimal(2, 10), data: new Uint32Array(4) })) as Vector,
    "got Decimal[10e+2]",
  ],
  [
    "times",
    vectorFromArray([1], new TimeSecond()) as Vector,
    'column "a" expected a type that an attribute can have, got Time32<SECOND>',
  ],
  ["durations", vectorFromArray([1n], new DurationSecond()) as Vector, "got Duration<SECOND>"],
  [
    "binary in structs",
    vectorFromArray([{ b: Uint8Array.of(1) }], new Struct([new Field("b", new Binary())])) as Vector,
    "got Struct<{b:Binary}>",
  ],
  [
    "uint64 from 2^63 on",
    vectorFromArray([1n, 2n ** 63n], new Uint64()) as Vector,
    'column "a" expected int64, got 9223372036854775808 in row 1',
  ],
  [
    "parts of a ms",
    makeVector(
      makeData({ type: new TimestampMicrosecond(), data: BigInt64Array.of(2000n, 1500n) }),
    ) as Vector,
    'column "a" expected a timestamp in whole ms, got 1500 us in row 1',
  ],
  [
    "moments beyond all Dates",
    makeVector(
      makeData({ type: new TimestampMillisecond(), data: BigInt64Array.of(8_640_000_000_000_001n) }),
    ) as Vector,
    "expected a timestamp within 8.64e15 ms of 1970, got 8640000000000001 ms in row 0",
  ],
  [
    "null in lists",
    vectorFromArray([[1], [2, null]], new List(item(new Int32()))) as Vector,
    'column "a" expected lists without nulls, got one with null at 1 in row 1',
  ],
  [
    "integers that JSON would round",
    vectorFromArray([{ x: 1, y: 2n ** 60n }], point) as Vector,
    'column "a" expected integers within 2^53 inside of json, got 1152921504606846976 in row 0',
  ],
  ["bytes that are no UTF-8", bad(0x61, 0xff), 'column "a" expected UTF-8 in rows 0 to 1, got other bytes'],
  [
    "text cut inside a character",
    bad(0xc3, 0xbc),
    'column "a" expected UTF-8, got text that begins inside a character in row 1',
  ],
])("%s are refused, by column and type", (_, vector, message) => {
  const graph = new Graph();
  expect(() => fromArrow(graph, { nodes: new Table({ a: vector }) })).toThrow(message);
  expect(() => fromArrow(graph, { nodes: new Table({ a: vector }) })).toThrow(TypeError);
  expect(graph.nodeCount).toBe(0);
});

describe("an attribute that has a type already keeps it", () => {
  test.each<[string, Vector, ValueType, unknown[]]>([
    ["int32 to float64", vectorFromArray([1, null], new Int32()), "float64", [1, undefined]],
    ["int64 to float64", vectorFromArray([1n], new Int64()), "float64", [1]],
    ["int64 to timestamp", vectorFromArray([5n], new Int64()), "timestamp", [new Date(5)]],
    ["uint32 to int64", vectorFromArray([2 ** 32 - 1], new Uint32()), "int64", [2n ** 32n - 1n]],
    ["float64 to float32", vectorFromArray([0.5], new Float64()), "float32", [0.5]],
    [
      "list of int64 to list of int32",
      vectorFromArray([[1n]], new List(item(new Int64()))),
      "list<int32>",
      [[1]],
    ],
    [
      "list to vector",
      vectorFromArray([[1, 2]], new List(item(new Float64()))),
      "vector<float32, 2>",
      [Float32Array.of(1, 2)],
    ],
    [
      "lists with nulls to json",
      vectorFromArray([["a", null]], new List(item(new Utf8()))),
      "json",
      [["a", null]],
    ],
    ["text to json", vectorFromArray(["a"], new Utf8()), "json", ["a"]],
    [
      "nanoseconds to int64",
      makeVector(makeData({ type: new TimestampNanosecond(), data: BigInt64Array.of(7n) })),
      "int64",
      [7n],
    ],
    [
      "durations to int64",
      makeVector(makeData({ type: new DurationSecond(), data: BigInt64Array.of(9n) })),
      "int64",
      [9n],
    ],
  ] as never)("%s", (_, vector, type, values) => {
    expect(imported(vector, type)).toEqual({ type, values });
  });

  test("or the value that does not fit is named", () => {
    const graph = new Graph({ schema: { nodes: { a: "int32" } } });
    const nodes = new Table({ a: vectorFromArray([1, 2.5], new Float64()) });
    expect(() => fromArrow(graph, { nodes })).toThrow(
      new TypeError('attribute "a" expected int32, got 2.5 at position 1'),
    );
    expect(graph.nodeCount).toBe(0);
  });
});

test("tables in any chunks give the same graph", () => {
  const value = fc.record({
    a: fc.option(fc.integer()),
    b: fc.option(fc.string()),
    c: fc.option(fc.array(fc.double())),
  });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), fc.array(fc.nat(40)), (rows, cuts) => {
      const column = (name: keyof (typeof rows)[number], type: DataType) =>
        vectorFromArray(
          rows.map((row) => row[name]),
          type as Int32,
        ) as Vector;
      const whole = new Table({
        a: column("a", new Int32()),
        b: column("b", new Utf8()),
        c: column("c", new List(item(new Float64()))),
      } as never);
      const at = [0, ...cuts.map((cut) => cut % rows.length).sort((x, y) => x - y), rows.length];
      const parts = at.slice(1).map((end, i) => whole.slice(at[i], end));
      const chunked = parts.slice(1).reduce((table, part) => table.concat(part as never), parts[0]);
      const graph = new Graph();
      fromArrow(graph, { nodes: chunked });
      const expected = rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null)),
      );
      expect([...graph.nodes].map((id) => graph.nodes.get(id))).toEqual(expected);
    }),
  );
});
