// Tables that toArrow did not make: labels, types, how edges find their ends, and what is refused.
import {
  type DataType,
  Field,
  Int32,
  Int64,
  List,
  makeVector,
  RecordBatch,
  Schema,
  Table,
  tableFromArrays,
  Uint64,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { describe, expect, test } from "vitest";
import { type FromArrowOptions, fromArrow, toArrow } from "../../../../src/formats/arrow/index.js";
import { Graph } from "../../../../src/index.js";

const item = (type: DataType) => new Field("item", type, true);

describe("labels and types", () => {
  const labelsOf = (graph: Graph) => [...graph.nodes].map((id) => graph.nodes.labels(id));
  const list = vectorFromArray([["A"], ["B", "A"], [], null], new List(item(new Utf8())));
  const text = vectorFromArray(["A", "B", null, "A"]);

  test.each<[string, Table, FromArrowOptions, string[][]]>([
    ["a list of labels", new Table({ labels: list }), {}, [["A"], ["A", "B"], [], []]],
    ["one label as text", new Table({ labels: text }), {}, [["A"], ["B"], [], ["A"]]],
    [
      "under another name",
      new Table({ kinds: list }),
      { labelsColumn: "kinds" },
      [["A"], ["A", "B"], [], []],
    ],
    [
      "the same for all",
      new Table({ x: text }),
      { labels: ["Q", "P"] },
      [
        ["P", "Q"],
        ["P", "Q"],
        ["P", "Q"],
        ["P", "Q"],
      ],
    ],
    ["both", new Table({ labels: list }), { labels: "P" }, [["A", "P"], ["A", "B", "P"], ["P"], ["P"]]],
    ["no labels, if told so", new Table({ labels: text }), { labelsColumn: null }, [[], [], [], []]],
  ] as never)("%s", (_, nodes, options, expected) => {
    const graph = new Graph();
    fromArrow(graph, { nodes }, options);
    expect(labelsOf(graph)).toEqual(expected);
    expect(graph.nodes.schema).toEqual(
      nodes.schema.names[0] === "x" || options.labelsColumn === null
        ? { [nodes.schema.names[0] as string]: "utf8" }
        : {},
    );
  });

  test("numbers called labels or type are attributes", () => {
    const graph = new Graph();
    fromArrow(graph, {
      nodes: tableFromArrays({ labels: Int32Array.of(1, 2) }),
      edges: tableFromArrays({ source: Int32Array.of(0), target: Int32Array.of(1), type: Int32Array.of(7) }),
    });
    expect(graph.nodes.get(1)).toEqual({ labels: 2 });
    expect([graph.edges.get(0), graph.edges.type(0)]).toEqual([{ type: 7 }, undefined]);
    expect(() =>
      fromArrow(graph, { nodes: tableFromArrays({ labels: Int32Array.of(1) }) }, { labelsColumn: "labels" }),
    ).toThrow('"labelsColumn" expected text or lists of text, got int32 in column "labels"');
  });

  test("the type of an edge is that of its row, or else the one for all", () => {
    const graph = new Graph();
    graph.addNodes(2);
    const ends = { source: Int32Array.of(0, 0), target: Int32Array.of(1, 1) };
    const kind = vectorFromArray(["A", null]);
    const edges = new Table({ source: makeVector(ends.source), target: makeVector(ends.target), kind });
    fromArrow(graph, { edges }, { typeColumn: "kind", type: "B" });
    fromArrow(graph, { edges: edges.select(["source", "target"]) }, { type: "C" });
    fromArrow(graph, { edges }, {});
    expect([...graph.edges].map((id) => graph.edges.type(id))).toEqual([
      "A",
      "B",
      "C",
      "C",
      undefined,
      undefined,
    ]);
    expect(graph.edges.get(4)).toEqual({ kind: "A" });
  });
});

describe("ends", () => {
  const km = Float64Array.of(838, 2313);
  const keyed = tableFromArrays({ id: ["BER", "LIS", "OSL"], name: ["Berlin", "Lisboa", "Oslo"] });
  const flights = tableFromArrays({ source: ["BER", "LIS"], target: ["OSL", "BER"], km });
  const pairs = (graph: Graph) => [...graph.edges].map((id) => [graph.source(id), graph.target(id)]);

  test("are found by the column of ids, which stays an attribute", () => {
    const graph = new Graph();
    graph.addNodes(10);
    const added = fromArrow(graph, { nodes: keyed, edges: flights });
    expect(added).toEqual({ nodes: Uint32Array.of(10, 11, 12), edges: Uint32Array.of(0, 1) });
    expect(pairs(graph)).toEqual([
      [10, 12],
      [11, 10],
    ]);
    expect(graph.nodes.get(11)).toEqual({ id: "LIS", name: "Lisboa" });
    expect(graph.edges.get(1)).toEqual({ km: 2313 });
  });

  const wholes: [string, DataType, number[] | bigint[]][] = [
    ["small integers", new Int32(), [7, 3, 5]],
    ["integers far apart", new Int32(), [-7, 2 ** 30, 5]],
    ["large integers", new Int64(), [2n ** 60n, 2n ** 60n + 1n, 4n]],
    ["uint64", new Uint64(), [1n, 2n, 3n]],
  ];
  test.each(wholes)("are found by ids that are %s, whatever the width", (_, type, ids) => {
    const nodes = new Table({ key: vectorFromArray(ids as number[], type as Int32) });
    const ends = (at: number[]) =>
      vectorFromArray(
        at.map((i) => BigInt(ids[i])),
        new Int64(),
      );
    const graph = new Graph();
    fromArrow(
      graph,
      { nodes, edges: new Table({ from: ends([0, 1, 1]), to: ends([2, 0, 1]) }) },
      { idColumn: "key", sourceColumn: "from", targetColumn: "to" },
    );
    expect(pairs(graph)).toEqual([
      [0, 2],
      [1, 0],
      [1, 1],
    ]);
  });

  test("are rows of the table where it has no ids, or if told so", () => {
    const edges = tableFromArrays({ source: Int32Array.of(0, 2), target: Int32Array.of(1, 2) });
    const graph = new Graph();
    graph.addNodes(5);
    fromArrow(graph, { nodes: keyed.select(["name"]), edges });
    fromArrow(graph, { nodes: keyed, edges }, { ends: "position" });
    fromArrow(graph, { nodes: keyed, edges }, { idColumn: null });
    expect(pairs(graph)).toEqual([
      [5, 6],
      [7, 7],
      [8, 9],
      [10, 10],
      [11, 12],
      [13, 13],
    ]);
  });

  test("are nodes of the graph where there is no table of them: numbers by id, text by key", () => {
    const graph = new Graph({ key: "id" });
    fromArrow(graph, { nodes: keyed });
    fromArrow(graph, { edges: flights });
    fromArrow(graph, { edges: tableFromArrays({ source: Int32Array.of(2), target: Uint32Array.of(0) }) });
    expect(pairs(graph)).toEqual([
      [0, 2],
      [1, 0],
      [2, 0],
    ]);
    expect(() => fromArrow(new Graph(), { edges: flights })).toThrow(
      expect.objectContaining({ code: "MISSING_KEY" }),
    );
  });

  test("of a graph exported without ids are not taken for rows", () => {
    const graph = new Graph();
    graph.addNodes(2);
    graph.addEdge(0, 1);
    graph.removeNode(0);
    graph.addNode();
    graph.addEdge(1, 2);
    const tables = { nodes: toArrow(graph.nodes, { ids: false }), edges: toArrow(graph.edges) };
    expect(() => fromArrow(new Graph(), tables)).toThrow('"nodes" expected a column of ids');
  });

  test.each<[string, Table, Table, FromArrowOptions, string, string | undefined]>([
    [
      "an id that no node has",
      keyed,
      tableFromArrays({ source: ["BER", "XXX"], target: ["LIS", "LIS"] }),
      {},
      'column "source" expected values of "id" in the table of nodes, got "XXX" in row 1',
      "NODE_NOT_FOUND",
    ],
    [
      "a null",
      keyed,
      tableFromArrays({ source: ["BER", "LIS"], target: ["LIS", null] }),
      {},
      'column "target" expected values of "id" in the table of nodes, got null in row 1',
      undefined,
    ],
    [
      "ids of another kind",
      keyed,
      tableFromArrays({ source: Int32Array.of(0), target: Int32Array.of(1) }),
      {},
      'column "source" expected values of "id" in the table of nodes, got 0 in row 0',
      "NODE_NOT_FOUND",
    ],
    [
      "ids that repeat",
      tableFromArrays({ id: ["a", "b", "a"] }),
      flights,
      {},
      'column "id" expected a value of its own in each row, got "a" again in row 2',
      "DUPLICATE_KEY",
    ],
    [
      "numbers that repeat",
      tableFromArrays({ id: Int32Array.of(4, 4) }),
      flights,
      {},
      'column "id" expected a value of its own in each row, got 4 again in row 1',
      "DUPLICATE_KEY",
    ],
    [
      "an id that lacks",
      tableFromArrays({ id: ["a", null] }),
      flights,
      {},
      'column "id" expected a value in each row, got null in row 1',
      "MISSING_KEY",
    ],
    [
      "ids that are none",
      tableFromArrays({ id: [true, false] }),
      flights,
      {},
      'column "id" expected integers or text that name nodes, got bool',
      undefined,
    ],
    [
      "a row that is none",
      keyed.select(["name"]),
      tableFromArrays({ source: Int32Array.of(3), target: Int32Array.of(0) }),
      {},
      'column "source" expected rows of the table of nodes, 0 to 2, got 3 in row 0',
      "NODE_NOT_FOUND",
    ],
    [
      "an id that is not in the graph",
      keyed,
      tableFromArrays({ source: Int32Array.of(99), target: Int32Array.of(0) }),
      { ends: "node" },
      'column "source" expected ids of nodes of the graph, got 99 in row 0',
      "NODE_NOT_FOUND",
    ],
    [
      "no source",
      keyed,
      tableFromArrays({ from: ["BER"], target: ["LIS"] }),
      {},
      '"sourceColumn" expected a column of the edges, got none called "source" among: from, target',
      undefined,
    ],
    [
      "a column that is none",
      keyed,
      flights,
      { idColumn: "code" },
      '"idColumn" expected a column of the table, got "code"',
      undefined,
    ],
    [
      "an attribute that is none",
      keyed,
      flights,
      { edgeColumns: ["km", "miles"] },
      '"edgeColumns" expected columns of the table, got "miles"',
      undefined,
    ],
    [
      "a type without letters",
      keyed,
      tableFromArrays({ source: ["BER"], target: ["LIS"], type: [""] }),
      {},
      'column "type" in row 0 expected a name of 1 to 1024 characters, got ""',
      undefined,
    ],
    [
      "a value that does not fit",
      keyed,
      tableFromArrays({ source: ["BER"], target: ["LIS"], weight: [1.5] }),
      {},
      'attribute "weight" expected int32, got 1.5 at position 0',
      undefined,
    ],
    [
      "a kind of ends that is none",
      keyed,
      flights,
      { ends: "name" as never },
      '"ends" expected "id", "position", "node" or "key", got "name"',
      undefined,
    ],
    [
      "labels that are none",
      keyed,
      flights,
      { labels: 5 as never },
      '"labels" expected a name or an array of names, got 5',
      undefined,
    ],
  ])("%s is refused, and nothing is changed", (_, nodes, edges, options, message, code) => {
    const graph = new Graph({ schema: { edges: { weight: "int32" } } });
    graph.addNode("Old", { old: true });
    graph.commit("before");
    const act = () => fromArrow(graph, { nodes, edges }, options);
    expect(act).toThrow(message);
    expect(act).toThrow(code === undefined ? TypeError : expect.objectContaining({ code }));
    expect([graph.nodeCount, graph.edgeCount, graph.nodes.schema]).toEqual([1, 0, { old: "bool" }]);
    expect(graph.addNode()).toBe(1);
  });

  test("a value of the key that is taken is refused, and nothing is changed", () => {
    const graph = new Graph({ key: "id" });
    graph.addNode({ id: "LIS" });
    expect(() => fromArrow(graph, { nodes: keyed, edges: flights })).toThrow(
      expect.objectContaining({ code: "DUPLICATE_KEY" }),
    );
    expect([graph.nodeCount, graph.edgeCount]).toEqual([1, 0]);
  });
});

test("only the columns asked for become attributes", () => {
  const graph = new Graph();
  const nodes = tableFromArrays({ id: Int32Array.of(1, 2), a: [1, 2], b: [3, 4] });
  const edges = tableFromArrays({ source: Int32Array.of(1), target: Int32Array.of(2), w: [1], note: ["x"] });
  fromArrow(graph, { nodes, edges }, { nodeColumns: ["b"], edgeColumns: [] });
  expect([graph.nodes.get(0), graph.edges.get(0)]).toEqual([{ b: 3 }, {}]);
});

test.each<[string, unknown, unknown, string]>([
  ["no graph", {}, {}, '"graph" expected a Graph, got an object'],
  ["no tables", new Graph(), null, '"tables" expected { nodes, edges }, got null'],
  ["neither table", new Graph(), {}, '"tables" expected { nodes, edges }, got an object with neither'],
  ["no table", new Graph(), { nodes: [1] }, '"nodes" expected an Arrow table, got an array of 1'],
])("%s is refused", (_, graph, tables, message) => {
  expect(() => fromArrow(graph as Graph, tables as never)).toThrow(new TypeError(message));
});

test("two columns of one name are refused", () => {
  const { schema, batches } = tableFromArrays({ a: [1], b: [2] });
  const twice = new Schema([schema.fields[0], schema.fields[0]]);
  const nodes = new Table(twice, new RecordBatch(twice, batches[0].data as never));
  expect(() => fromArrow(new Graph(), { nodes })).toThrow(
    new TypeError('"nodes" expected columns of different names, got "a" twice'),
  );
});

test("an import is committed and taken back like any other change", () => {
  const graph = new Graph();
  graph.commit("empty", { allowEmpty: true });
  fromArrow(graph, {
    nodes: tableFromArrays({ id: ["a", "b"], n: [1, null] }),
    edges: tableFromArrays({ source: ["a"], target: ["b"] }),
  });
  graph.commit("import");
  const root = graph.head.commit?.root;
  graph.checkout("main~1");
  expect([graph.nodeCount, graph.edgeCount]).toEqual([0, 0]);
  graph.checkout("main");
  expect(graph.nodes.column("n").toArray()).toEqual([1, undefined]);

  // the same state made one by one
  const other = new Graph();
  other.addNode({ id: "a", n: 1 });
  other.addNode({ id: "b" });
  other.addEdge(0, 1);
  expect(other.commit("by hand").root).toBe(root);
});
