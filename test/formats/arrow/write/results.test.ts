// Results of queries as Arrow tables.
import { tableFromIPC, tableToIPC } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toArrow } from "../../../../src/formats/arrow/index.js";
import { Graph } from "../../../../src/index.js";
import { float } from "../../../../src/query/index.js";

const tableOf = (text: string, parameters: object = {}, options: object = {}) =>
  toArrow(new Graph().query(text, parameters as never, options as never));
const typesOf = (table: ReturnType<typeof tableOf>) => table.schema.fields.map(({ type }) => String(type));

describe("types of columns", () => {
  test("INTEGER is int64 and FLOAT float64, also where all are whole", () => {
    const table = tableOf("UNWIND [1, 2] AS i RETURN i, i * 1.0 AS f, 'x' AS s, true AS b, null AS n");
    expect(typesOf(table)).toEqual(["Int64", "Float64", "Dictionary<Uint32, Utf8>", "Bool", "Null"]);
    expect(table.toArray().map((row) => row?.toArray())).toEqual([
      [1n, 1, "x", true, null],
      [2n, 2, "x", true, null],
    ]);
  });

  test("integers beyond 2^53 are exact, whatever integers are given out as", () => {
    for (const integers of ["bigint", undefined]) {
      const table = tableOf(
        "UNWIND [1, 9007199254740993] AS i RETURN i",
        {},
        integers === undefined ? {} : { integers },
      );
      expect([...table.getChild("i")!]).toEqual([1n, 9007199254740993n]);
    }
  });

  test("INTEGER and FLOAT together are float64, and a union where that does not hold the integers", () => {
    expect(typesOf(tableOf("UNWIND [1, 2.5, null] AS x RETURN x"))).toEqual(["Float64"]);
    const table = tableOf("UNWIND [9007199254740993, 2.5, null] AS x RETURN x");
    expect([...table.getChild("x")!]).toEqual([9007199254740993n, 2.5, null]);
  });

  test("values of several types are a union", () => {
    const table = tableOf("UNWIND ['a', true, null, 3] AS x RETURN x");
    expect([...table.getChild("x")!]).toEqual(["a", true, null, 3n]);
  });

  test("lists, empty ones as well; maps and lists of several types as JSON", () => {
    const table = tableOf(
      "UNWIND [[], [1, 2]] AS l RETURN l, [1.5] AS f, ['a'] AS s, {a: [1, date('2024-02-03')]} AS m, [1, 'a'] AS x",
    );
    const [, row] = table.toArray().map((each) => each!);
    expect(typesOf(table)).toEqual([
      "List<Int64>",
      "List<Float64>",
      expect.stringContaining("List<"),
      "Utf8",
      "Utf8",
    ]);
    expect([...row!.l]).toEqual([1n, 2n]);
    expect([row!.m, row!.x]).toEqual(['{"a":[1,"2024-02-03"]}', '[1,"a"]']);
  });

  test("dates, times and durations are text in ISO 8601", () => {
    const table = tableOf("RETURN date('2024-02-03') AS d, localtime('08:00') AS t, duration('P1D') AS p");
    expect(table.get(0)!.toArray()).toEqual(["2024-02-03", "08:00", "P1D"]);
    expect(table.schema.fields[0]!.metadata.get("groggy:type")).toBe("date");
  });
});

test("nodes and edges are structs with what they have", () => {
  const graph = new Graph();
  graph.query("CREATE (:A:B {n: 1})-[:R {w: 2.5}]->({n: 2})");
  const table = toArrow(graph.query("MATCH (a) OPTIONAL MATCH (a)-[r]->(b) RETURN a, r ORDER BY id(a)"));
  const [first, second] = table.toArray().map((row) => row!.toJSON());
  expect(JSON.stringify(first!.a, bigints)).toBe('{"id":"0","labels":["A","B"],"attributes":"{\\"n\\":1}"}');
  expect(JSON.stringify(first!.r, bigints)).toBe(
    '{"id":"0","type":"R","source":"0","target":"1","attributes":"{\\"w\\":2.5}"}',
  );
  expect(second!.r).toBeNull();
});

test("attributes whose rows follow each other are in the graph's memory, and stay what they were", () => {
  const graph = new Graph();
  const count = 3000;
  const each = <T>(value: (i: number) => T) => Array.from({ length: count }, (_, i) => value(i));
  graph.addNodes(count, {
    labels: "A",
    attributes: {
      w: Int32Array.from(each((i) => i - 5)),
      f: Float64Array.from(each((i) => i / 4)),
      s: each((i) => `s${i % 7}`),
      t: each((i) => `text ${i} é`),
      b: each((i) => i % 3 === 0),
      l: each((i) => 2n ** 60n + BigInt(i)),
    },
  });
  const text = "MATCH (n:A) RETURN n.w AS w, n.f AS f, n.s AS s, n.t AS t, n.b AS b, n.l AS l";
  const values = (table: ReturnType<typeof tableOf>) =>
    table.schema.names.map((name) => [...table.getChild(name)!]);
  const expected = [
    each((i) => BigInt(i - 5)),
    each((i) => i / 4),
    each((i) => `s${i % 7}`),
    each((i) => `text ${i} é`),
    each((i) => i % 3 === 0),
    each((i) => 2n ** 60n + BigInt(i)),
  ];
  const result = graph.query(text);
  const table = toArrow(result);
  const storage = table.schema.fields.map(({ metadata }) => metadata.get("groggy:storage"));
  expect(storage).toEqual(["gathered", "shared", "shared", "shared", "shared", "shared"]);
  expect(values(tableFromIPC(tableToIPC(table)))).toEqual(expected);
  graph.query(
    "MATCH (n:A) WHERE n.w < 500 SET n.w = 7, n.f = 0.5, n.s = 'new', n.t = 'u', n.b = null, n.l = 0",
  );
  graph.query("MATCH (n:A) WHERE n.w > 900 DETACH DELETE n");
  expect(values(table)).toEqual(expected);
  expect(values(toArrow(result))).toEqual(expected);
  // the values of some, whose rows do not follow each other
  const some = toArrow(graph.query(`MATCH (n:A) WHERE n.s IN ['new', 's3'] ${text.slice(12)}`));
  const rows = graph.query(
    `MATCH (n:A) WHERE n.s IN ['new', 's3'] ${text.slice(12)}`,
    {},
    { integers: "bigint" },
  );
  expect(values(some)).toEqual(some.schema.names.map((name) => rows.column(name as never)));
});

test("a result without rows, and one without columns", () => {
  expect(tableOf("UNWIND [] AS x RETURN x").numRows).toBe(0);
  expect(tableOf("CREATE ()").schema.names).toEqual([]);
});

test("what a result is not is refused", () => {
  expect(() => toArrow({ columns: [] } as never)).toThrow(TypeError);
});

test("any column comes back from the bytes of its table", () => {
  const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const text = fc.string({ unit: "grapheme" });
  const one = fc
    .constantFrom(
      whole,
      fc.double().map((value) => float(value)),
      text,
      fc.boolean(),
    )
    .chain((each) => fc.array(fc.option(each as fc.Arbitrary<unknown>), { maxLength: 20 }));
  const property = fc.property(one, (values) => {
    const table = tableOf("UNWIND $values AS x RETURN x", { values });
    const [wanted] = [
      values.map((value) =>
        typeof value === "object" && value !== null ? (value as { value: number }).value : value,
      ),
    ];
    const back = tableFromIPC(tableToIPC(table)).getChild("x")!;
    expect([...back]).toEqual(wanted);
  });
  fc.assert(property, { numRuns: 200 });
});

function bigints(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
