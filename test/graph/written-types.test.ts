/**
 * The compiler takes what the guide's table of types says an attribute is written as, and nothing else, in every verb
 * that writes; and so does the graph when the same line runs.
 */
import { describe, expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { errorsOf, type Line, wrong } from "./compile-lines.js";

interface Row {
  readonly type: string;
  /** The type in TypeScript that says the same; undefined where there is none. */
  readonly stated: string | undefined;
  /** The type in TypeScript that a value is read as. */
  readonly read: string;
  readonly values: readonly string[];
  readonly misfits: readonly string[];
  /** Columns of two values. */
  readonly columns: readonly string[];
  readonly misfitColumns: readonly string[];
}

const numberMisfits = ["5n", '"5"', "true", "new Date(5)", "[5]", "Int32Array.of(5)"];
const numberColumns = ["[5, 6]", "Int32Array.of(5, 6)", "Uint8Array.of(5, 6)", "Float64Array.of(5, 6)"];
const numberMisfitColumns = [
  '["5", "6"]',
  "[5n, 6n]",
  "BigInt64Array.of(5n, 6n)",
  "[true, false]",
  '"56"',
  "5",
];

/** The guide's table. */
const ROWS: readonly Row[] = [
  {
    type: "bool",
    stated: "boolean",
    read: "boolean",
    values: ["true", "false"],
    misfits: ["1", "5n", '"true"', "[true]", "new Date(5)"],
    columns: ["[true, false]", "Uint8Array.of(1, 0)"],
    misfitColumns: [
      "[1, 0]",
      '["a", "b"]',
      "Int32Array.of(1, 0)",
      "Float64Array.of(1, 0)",
      "Uint8ClampedArray.of(1, 0)",
    ],
  },
  ...["int32", "float32", "float64"].map((type) => ({
    type,
    stated: "number",
    read: "number",
    values: ["5", "-0"],
    misfits: numberMisfits,
    columns: numberColumns,
    misfitColumns: numberMisfitColumns,
  })),
  {
    type: "int64",
    stated: "bigint",
    read: "bigint",
    values: ["5n", "5"],
    misfits: ['"5"', "true", "new Date(5)", "[5n]", "BigInt64Array.of(5n)"],
    columns: [
      "[5n, 6n]",
      "[5, 6n]",
      "BigInt64Array.of(5n, 6n)",
      "BigUint64Array.of(5n, 6n)",
      "Int32Array.of(5, 6)",
      "Float64Array.of(5, 6)",
    ],
    misfitColumns: ['["5", "6"]', "[true, false]", "[new Date(5), new Date(6)]", '"56"'],
  },
  {
    type: "utf8",
    stated: "string",
    read: "string",
    values: ['"Ada"', '""'],
    misfits: ["5", "5n", "true", '["Ada"]', "new Date(5)", "{ a: 1 }"],
    columns: ['["Ada", "Alan"]'],
    misfitColumns: [
      "[5, 6]",
      '"AB"',
      "Int32Array.of(5, 6)",
      '[["Ada"], ["Alan"]]',
      "BigInt64Array.of(5n, 6n)",
    ],
  },
  {
    type: "binary",
    stated: "Uint8Array",
    read: "Uint8Array",
    values: ["Uint8Array.of(5)"],
    misfits: ["[5]", '"five"', "5", "Int8Array.of(5)", "Uint8ClampedArray.of(5)", "new ArrayBuffer(5)"],
    columns: ["[Uint8Array.of(5), Uint8Array.of(6)]"],
    misfitColumns: ["Uint8Array.of(5, 6)", "[[5], [6]]", '["a", "b"]'],
  },
  {
    type: "timestamp",
    stated: "Date",
    read: "Date",
    values: ["new Date(5)", "5", "5n"],
    misfits: ['"1970-01-01"', "true", "[5]", "{ when: 5 }"],
    columns: ["[new Date(5), 6]", "[5n, 6]", "Float64Array.of(5, 6)", "BigInt64Array.of(5n, 6n)"],
    misfitColumns: ['["1970-01-01", "1970-01-02"]', "[true, false]", '"56"'],
  },
  {
    type: "list<utf8>",
    stated: "string[]",
    read: "string[]",
    values: ['["Ada"]', "[]"],
    misfits: ['"Ada"', "[5]", "[null]", '["Ada", undefined]', "Float64Array.of(5)", "5"],
    columns: ['[["Ada"], []]'],
    misfitColumns: ['["Ada", "Alan"]', "[[5], [6]]", "Int32Array.of(5, 6)", "[[null], []]"],
  },
  {
    type: "list<bool>",
    stated: "boolean[]",
    read: "boolean[]",
    values: ["[true, false]", "[]"],
    misfits: ["true", "[1]", "[null]", "Int32Array.of(1)", '"true"'],
    columns: ["[[true], []]"],
    misfitColumns: ["[true, false]", "[[1], [0]]", "Uint8Array.of(1, 0)"],
  },
  ...["list<int32>", "list<float32>", "list<float64>"].map((type) => ({
    type,
    stated: "number[]",
    read: "number[]",
    values: ["[5, 6]", "[]", "Int32Array.of(5)", "Float32Array.of(5)", "Float64Array.of(5)"],
    misfits: ["5", '["5"]', "[5n]", "[null]", "BigInt64Array.of(5n)", "Uint8Array.of(5)", '"5"'],
    columns: ["[[5], [6, 7]]", "[Int32Array.of(5), [6]]"],
    misfitColumns: ["[5, 6]", "Float64Array.of(5, 6)", '[["5"], ["6"]]', "[[5n], [6n]]"],
  })),
  {
    type: "list<int64>",
    stated: "bigint[]",
    read: "bigint[]",
    values: ["[5n, 6]", "[]", "BigInt64Array.of(5n)", "Int32Array.of(5)", "Float64Array.of(5)"],
    misfits: ["5n", '["5"]', "[null]", "BigUint64Array.of(5n)", "Uint8Array.of(5)"],
    columns: ["[[5n], [6]]", "[BigInt64Array.of(5n), [6n]]"],
    misfitColumns: ["[5n, 6n]", "BigInt64Array.of(5n, 6n)", '[["5"], ["6"]]'],
  },
  {
    type: "list<timestamp>",
    stated: "Date[]",
    read: "Date[]",
    values: ["[new Date(5), 6, 7n]", "Float64Array.of(5)", "BigInt64Array.of(5n)"],
    misfits: ["new Date(5)", "5", '["1970-01-01"]', "[null]"],
    columns: ["[[new Date(5)], [6]]"],
    misfitColumns: ["[new Date(5), new Date(6)]", "Float64Array.of(5, 6)", '["a", "b"]'],
  },
  {
    type: "list<binary>",
    stated: "Uint8Array[]",
    read: "Uint8Array[]",
    values: ["[Uint8Array.of(5)]", "[]"],
    misfits: ["Uint8Array.of(5)", "[5]", '["a"]', "[null]"],
    columns: ["[[Uint8Array.of(5)], []]"],
    misfitColumns: ["[Uint8Array.of(5), Uint8Array.of(6)]", "[[5], [6]]"],
  },
  {
    type: "vector<float32, 3>",
    stated: "Float32Array",
    read: "Float32Array",
    values: ["[1, 2, 3]", "Float32Array.of(1, 2, 3)"],
    misfits: ['["a", "b", "c"]', "[1n, 2n, 3n]", "[1, 2, null]", "5", '"abc"', "Int32Array.of(1, 2, 3)"],
    columns: ["[[1, 2, 3], [4, 5, 6]]", "[Float32Array.of(1, 2, 3), [4, 5, 6]]"],
    misfitColumns: ["Float32Array.of(1, 2)", "[1, 2]", '[["a", "b", "c"], ["d", "e", "f"]]'],
  },
  {
    type: "json",
    stated: undefined,
    read: "unknown",
    values: [
      '"Ada"',
      "5",
      "true",
      "[]",
      '[1, "a", null, [true]]',
      "{ a: 1, b: { c: [null] }, d: undefined }",
      "fact",
      "[fact]",
    ],
    misfits: [
      "5n",
      "() => 1",
      'Symbol("a")',
      "new Map()",
      "new Set([1])",
      "Uint8Array.of(5)",
      "[5n]",
      "[undefined]",
    ],
    columns: ["[fact, 5]", '[{ a: 1 }, [1, "a"]]', "[[fact], { a: null }]", "Int32Array.of(5, 6)"],
    misfitColumns: ["[5n, 6n]", "[new Map(), 5]", "BigInt64Array.of(5n, 6n)", '"ab"'],
  },
];

/** The verbs that write one value, and those that write a column. */
const VALUE_VERBS: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `graph.addNode({ ${name}: ${value} });`,
  (name, value) => `graph.addNode("Person", { ${name}: ${value} });`,
  (name, value) => `graph.addNode(null, { ${name}: ${value} });`,
  (name, value) => `graph.mergeNode("Ada", { ${name}: ${value} });`,
  (name, value) => `graph.mergeNode("Grace", { ${name}: ${value} }, "Person");`,
  (name, value) => `graph.nodes.set(0, { ${name}: ${value} });`,
  (name, value) => `graph.updateNode(0, () => ({ ${name}: ${value} }));`,
  (name, value) => `graph.addNodes(1, { attributes: { ${name}: [${value}] } });`,
  (name, value) => `graph.nodes.setColumn(${quoted(name)}, [0], [${value}]);`,
  (name, value) => `graph.nodes.setColumn(${quoted(name)}, { ids: [0], values: [${value}] });`,
  (name, value) => `graph.addEdge(0, 1, { ${name}: ${value} });`,
  (name, value) => `graph.addEdge(0, 1, "KNOWS", { ${name}: ${value} });`,
  (name, value) => `graph.mergeEdge(0, 1, { ${name}: ${value} });`,
  (name, value) => `graph.mergeEdge(1, 0, "KNOWS", { ${name}: ${value} });`,
  (name, value) => `graph.edges.set(0, { ${name}: ${value} });`,
  (name, value) => `graph.updateEdge(0, () => ({ ${name}: ${value} }));`,
  (name, value) => `graph.addEdges([0], [1], { attributes: { ${name}: [${value}] } });`,
  (name, value) => `graph.mergeEdges([0], [1], { attributes: { ${name}: [${value}] } });`,
  (name, value) => `graph.edges.setColumn(${quoted(name)}, Uint32Array.of(0), [${value}]);`,
];
const COLUMN_VERBS: readonly ((name: string, column: string) => string)[] = [
  (name, column) => `graph.addNodes(2, { attributes: { ${name}: ${column} } });`,
  (name, column) => `graph.nodes.setColumn(${quoted(name)}, [0, 1], ${column});`,
  (name, column) => `graph.nodes.setColumn(${quoted(name)}, graph.nodes.select([0, 1]), ${column});`,
  (name, column) => `graph.nodes.setColumn(${quoted(name)}, { ids: [0, 1], values: ${column} });`,
  (name, column) => `graph.addEdges([0, 1], [1, 0], { attributes: { ${name}: ${column} } });`,
  (name, column) => `graph.mergeEdges([0, 1], [1, 0], { attributes: { ${name}: ${column} } });`,
  (name, column) => `graph.edges.setColumn(${quoted(name)}, [0, 1], ${column});`,
];

const nameOf = ({ type }: Row): string => (/^\w+$/.test(type) ? type : JSON.stringify(type));
const quoted = (name: string): string => JSON.stringify(name.replaceAll('"', ""));

function linesOf(row: Row): Line[] {
  const name = nameOf(row);
  const lines = (codes: readonly string[], fits: boolean) => codes.map((code) => ({ code, fits }));
  const reads = ["graph.nodes", "graph.edges", 'graph.at("main").nodes', "graph.nodes.column"].map((from) => {
    const read = from.endsWith("column")
      ? `${from}(${quoted(name)}).get(0)`
      : `${from}.get(0, ${quoted(name)})`;
    return `{ const read = ${read}; isSame<typeof read, ${row.read} | undefined>(true); }`;
  });
  return [
    ...lines(reads, true),
    ...VALUE_VERBS.flatMap((verb) => [
      ...lines(
        [...row.values, "null", "undefined"].map((value) => verb(name, value)),
        true,
      ),
      ...lines(
        row.misfits.map((value) => verb(name, value)),
        false,
      ),
    ]),
    ...COLUMN_VERBS.flatMap((verb) => [
      ...lines(
        [...row.columns, `[null, ${row.values[0]}]`, "[undefined, null]"].map((column) => verb(name, column)),
        true,
      ),
      ...lines(
        row.misfitColumns.map((column) => verb(name, column)),
        false,
      ),
    ]),
  ];
}

const members = (of: (row: Row) => string): string =>
  ROWS.map((row) => `${nameOf(row)}: ${of(row)}`).join("; ");
const schemaTypes = ROWS.map((row) => `${nameOf(row)}: "${row.type}"`).join(", ");
const schema = `{ nodes: { key: "utf8", ${schemaTypes} }, edges: { ${schemaTypes} } }`;
const options = `{ key: "key", schema: ${schema} }`;
const stated = members(({ stated: type = "unknown" }) => type);

/** The ways to say of what types the attributes are. */
const GRAPHS: Readonly<Record<string, string>> = {
  "a schema": `new Graph(${options})`,
  "types of values": `new Graph<${schema}>(${options})`,
  "types in TypeScript": `new Graph<{ nodes: { key: string; ${stated} }; edges: { ${stated} } }>(${options})`,
};

const rows = ROWS.map((row) => ({ row, lines: linesOf(row) }));

/** For each way the rows that it can say, and where the lines of each begin in its module. */
const checks = Object.entries(GRAPHS).map(([way, graph]) => {
  // no type in TypeScript says the same as json
  const said = rows.filter(({ row }) => way !== "types in TypeScript" || row.stated !== undefined);
  let count = 1;
  const parts = said.map(({ row, lines }) => {
    const offset = count;
    count += lines.length;
    return { type: row.type, lines, offset };
  });
  const codes = said.flatMap(({ lines }) => lines.map(({ code }) => code));
  return { way, parts, text: [`const graph = ${graph};`, ...codes].join("\n") };
});
const found = errorsOf(checks.map(({ text }) => text));

describe.each(checks.map((check, i) => ({ ...check, errors: found[i]! })))(
  "with $way the compiler",
  ({ parts, errors }) => {
    test.each(parts)("takes and refuses of $type what the table does", ({ lines, offset }) => {
      expect(errors.get(0)).toBeUndefined();
      expect(wrong(lines, errors, offset)).toEqual([]);
    });
  },
);

test.each(rows.map(({ row, lines }) => ({ type: row.type, lines })))(
  "so does a graph of $type",
  ({ lines }) => {
    const make = new Function("Graph", `return new Graph(${options});`) as (graph: typeof Graph) => Graph;
    // how a value is read is for the compiler alone
    const kept = lines.filter(({ code, fits }) => {
      if (code.startsWith("{ const read")) return false;
      const graph = make(Graph);
      graph.mergeNode("Ada");
      graph.addNode();
      graph.addEdge(0, 1);
      graph.addEdge(1, 0);
      try {
        new Function("graph", "fact", code)(graph, { subject: "Ada" });
      } catch (error) {
        expect(error, code).toBeInstanceOf(TypeError);
        return fits;
      }
      return !fits;
    });
    expect(kept.map(({ code }) => code)).toEqual([]);
  },
);
