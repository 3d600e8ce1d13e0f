// Graphs of all types of attributes, with awkward names, keys and texts; and what of them a format says that it can hold.
import fc from "fast-check";
import type { Format } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";
import type { ValueType } from "../../src/pool/value-type.js";
import {
  datetime,
  duration,
  localdatetime,
  localtime,
  date as makeDate,
  time,
} from "../../src/query/values/temporal/make.js";

/** A graph as plain data. */
export interface GraphData {
  readonly directed: boolean;
  readonly keys: readonly string[];
  readonly labels: readonly (readonly string[])[];
  readonly nodes: readonly AttributeData[];
  readonly edges: readonly {
    readonly source: number;
    readonly target: number;
    readonly type: string | undefined;
  }[];
  readonly edgeAttributes: readonly AttributeData[];
}

export interface AttributeData {
  readonly name: string;
  readonly type: ValueType;
  /** A value for each element, undefined where it has none. */
  readonly values: readonly unknown[];
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom(
    "",
    "007",
    "+5",
    "1e5",
    "null",
    "NULL",
    " lead",
    "trail ",
    "é",
    "e\u0301",
    "-1",
    "1.0",
    "true",
    "NaN",
    "inf",
  ),
  fc.constantFrom(
    'a"b',
    "a,b",
    "a;b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "a\rb",
    "a\u0000b",
    "\ufeffbom",
    "'",
    "\\",
    "\\n",
    "<&>]]>",
    "2024-02-03",
    "=1+1",
    "🚢",
  ),
);
const name = fc.oneof(
  fc.constantFrom(
    "name",
    "age",
    "a b",
    "x",
    "y",
    "weight",
    "__proto__",
    "constructor",
    "toString",
    "名前",
    "a:b",
    "x:ID",
    "a,b",
    '"q"',
    " sp ",
    "1",
  ),
  fc.constantFrom(
    "id",
    "key",
    "node",
    "labels",
    "type",
    "source",
    "target",
    "from",
    "to",
    "label",
    "directed",
    "undirected",
    "properties",
    "a\nb",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
);
const label = fc.oneof(
  fc.constantFrom("Person", "A;B", ":A", "[x]", "a,b", "x y", "007"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }),
);

const float32 = fc.float();
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const date = fc.oneof(
  fc.date({ noInvalidDate: true }),
  fc.constantFrom(new Date(0), new Date(-8.64e15), new Date(8.64e15)),
);
const json = fc
  .jsonValue({ depthSize: "small", maxDepth: 3 })
  .filter(
    (value) =>
      value !== null && JSON.stringify(value).isWellFormed() && !JSON.stringify(value).includes("\\ud"),
  );
const bytes = fc.uint8Array({ maxLength: 9 });

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int32: fc.integer(),
  int64: fc.oneof(int64, fc.integer().map(BigInt)),
  float32,
  float64: fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, 1e21, 5e-324, 0.1),
  ),
  utf8: text,
  binary: bytes,
  timestamp: date,
  json,
  "list<int32>": fc.array(fc.integer(), { maxLength: 4 }),
  "list<int64>": fc.array(int64, { maxLength: 4 }),
  "list<float64>": fc.array(fc.double(), { maxLength: 4 }),
  "list<utf8>": fc.array(text, { maxLength: 4 }),
  "list<bool>": fc.array(fc.boolean(), { maxLength: 4 }),
  "list<timestamp>": fc.array(date, { maxLength: 3 }),
  "list<binary>": fc.array(bytes, { maxLength: 3 }),
  integer: fc.oneof(fc.integer(), fc.maxSafeInteger(), int64),
  date: fc.constantFrom(...["2024-02-29", "0001-01-01", "-0044-03-15"].map((each) => makeDate(each))),
  localtime: fc.constantFrom(...["12:00", "23:59:59.999999999", "00:00:00.5"].map((each) => localtime(each))),
  time: fc.constantFrom(...["12:00Z", "23:59:59.25+05:30", "00:00-12:00"].map((each) => time(each))),
  localdatetime: fc.constantFrom(
    ...["2024-02-29T12:00", "1582-10-15T00:00:00.000000001"].map((each) => localdatetime(each)),
  ),
  datetime: fc.constantFrom(
    ...["2024-02-29T12:00Z", "2024-02-29T12:00[Europe/Paris]", "1969-07-20T20:17:40.123456-04:00"].map(
      (each) => datetime(each),
    ),
  ),
  duration: fc.constantFrom(
    ...["P1M-2DT3S", "PT0S", "P14Y", "PT-0.000000001S"].map((each) => duration(each)),
  ),
  "list<integer>": fc.array(int64, { maxLength: 3 }),
  "list<date>": fc.array(fc.constant(makeDate("2024-02-29")), { maxLength: 2 }),
  "list<duration>": fc.array(fc.constant(duration("P1DT2H")), { maxLength: 2 }),
  "vector<float32, 3>": fc
    .array(float32, { minLength: 3, maxLength: 3 })
    .map((list) => Float32Array.from(list)),
};

const attributes = (count: number, prefix: string): fc.Arbitrary<AttributeData[]> =>
  fc
    .uniqueArray(fc.tuple(name, fc.constantFrom(...(Object.keys(values) as ValueType[]))), {
      maxLength: 5,
      selector: ([own]) => own,
    })
    .chain((list) =>
      fc.tuple(
        ...list.map(([own, type]) =>
          fc.record({
            name: fc.constant(prefix + own),
            type: fc.constant(type),
            values: fc.array(fc.option(values[type]!, { nil: undefined }), {
              minLength: count,
              maxLength: count,
            }),
          }),
        ),
      ),
    );

/** Graphs. Attributes of edges have names of their own, since `types` goes by the name. */
export const graphs: fc.Arbitrary<GraphData> = fc
  .record({
    directed: fc.boolean(),
    keys: fc.uniqueArray(text, { maxLength: 6 }),
    ends: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.option(label, { nil: undefined })), { maxLength: 8 }),
  })
  .chain(({ directed, keys, ends }) => {
    const count = keys.length;
    const edges =
      count === 0 ? [] : ends.map(([a, b, type]) => ({ source: a % count, target: b % count, type }));
    return fc.record({
      directed: fc.constant(directed),
      keys: fc.constant(keys),
      labels: fc.array(fc.uniqueArray(label, { maxLength: 3 }), { minLength: count, maxLength: count }),
      nodes: attributes(count, ""),
      edges: fc.constant(edges),
      edgeAttributes: attributes(edges.length, "e "),
    });
  });

/** The attribute that has the keys. */
export const KEY = "the key";

/** A graph of the data, or of what a format can hold of it. */
export function graphOf(data: GraphData, holds?: Format["holds"]): Graph {
  const kept = ({ type, values: list }: AttributeData): boolean =>
    list.some((value) => value !== undefined) && (holds === undefined || isHeld(type, holds));
  const nodes = holds?.nodeAttributes === false ? [] : data.nodes.filter(kept);
  const edges = holds?.edgeAttributes === false ? [] : data.edgeAttributes.filter(kept);
  const typesOf = (list: readonly AttributeData[]) =>
    Object.fromEntries(list.map(({ name: own, type }) => [own, type]));
  const columnsOf = (list: readonly AttributeData[]) =>
    Object.fromEntries(list.map((each) => [each.name, each.values]));
  const labelsOf = (list: readonly string[]): readonly string[] =>
    holds === undefined || holds.labels === "many" ? list : holds.labels === "one" ? list.slice(0, 1) : [];
  const schema = { nodes: typesOf(nodes), edges: typesOf(edges) };
  const graph = new Graph({ directed: data.directed, key: KEY, schema });
  graph.addNodes(data.keys.length, {
    labels: data.labels.map(labelsOf),
    attributes: { [KEY]: data.keys, ...columnsOf(nodes) },
  });
  const seen = new Set<string>();
  const isFirst = (edge: GraphData["edges"][number]): boolean =>
    !seen.has(JSON.stringify(edge)) && seen.add(JSON.stringify(edge)).size > 0;
  const ends = holds?.parallelEdges === false ? data.edges.filter(isFirst) : data.edges;
  graph.addEdges(
    ends.map(({ source }) => source),
    ends.map(({ target }) => target),
    {
      type: ends.map(({ type }) => (holds?.edgeTypes === false ? undefined : type)),
      attributes: columnsOf(edges),
    },
  );
  return graph as Graph;
}

/** Whether values of a type come back, where `types` asks for them. */
export function isHeld(type: ValueType, holds: Format["holds"]): boolean {
  if (type.includes("<")) return holds.lists !== "none";
  return holds.types.includes(type) || holds.typesAsked.includes(type);
}

/** The types of all attributes that a graph has, by name. */
export function typesIn(graph: Graph): Record<string, ValueType> {
  return { ...graph.nodes.schema, ...graph.edges.schema } as Record<string, ValueType>;
}
