// What a table of toArrow looks like, and when it is the graph's own memory.
import { type Table, tableFromIPC, tableToIPC, type Vector } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { toArrow } from "../../../../src/formats/arrow/index.js";
import { type ElementsView, Graph, type ValueType } from "../../../../src/index.js";

function people(): Graph {
  const graph = new Graph();
  const ada = graph.addNode("Person", { name: "Ada", born: 1815 });
  const alan = graph.addNode(["Person", "Author"], { name: "Alan" });
  graph.addNode({ name: "Anonymous" });
  graph.addEdge(ada, alan, "KNOWS", { since: 1840n });
  graph.addEdge(alan, alan);
  return graph;
}

/** The rows of a table as plain objects. */
function rowsOf(table: Table): unknown[] {
  return JSON.parse(
    JSON.stringify(table.toArray(), (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
  );
}

function storageOf(table: Table): Record<string, string | undefined> {
  return Object.fromEntries(
    table.schema.fields.map(({ name, metadata }) => [name, metadata.get("groggy:storage")]),
  );
}

/** The memory that a vector lies in, that of children included, of dictionaries excluded. */
function buffersOf(vector: Vector): ArrayBufferLike[] {
  const own = (data: Vector["data"][number]): ArrayBufferLike[] => [
    ...[data.values, data.valueOffsets].filter((view) => view?.length > 0).map((view) => view.buffer),
    ...data.children.flatMap(own),
  ];
  return vector.data.flatMap(own);
}

/** The memory of an attribute's column in the pool. */
function poolBuffers(elements: ElementsView, name: string): Set<ArrayBufferLike> {
  const found = new Set<ArrayBufferLike>();
  const visit = (raw: object): void => {
    for (const value of Object.values(raw)) {
      if (ArrayBuffer.isView(value)) found.add(value.buffer);
      else if (typeof value === "object" && !Array.isArray(value)) visit(value);
    }
  };
  visit(elements.state.attribute(name)!.stored.column.raw());
  return found;
}

describe("the table", () => {
  test("nodes have ids, labels and attributes", () => {
    const table = toArrow(people().nodes);
    expect(rowsOf(table)).toEqual([
      { id: 0, labels: ["Person"], name: "Ada", born: 1815 },
      { id: 1, labels: ["Author", "Person"], name: "Alan", born: null },
      { id: 2, labels: [], name: "Anonymous", born: null },
    ]);
    expect(table.schema.fields.map(String)).toEqual([
      "id: Uint32",
      "labels: List<Utf8>",
      "name: Dictionary<Uint32, Utf8>",
      "born: Float64",
    ]);
  });

  test("edges have ids, ends, types and attributes", () => {
    const table = toArrow(people().edges);
    expect(rowsOf(table)).toEqual([
      { id: 0, source: 0, target: 1, type: "KNOWS", since: "1840n" },
      { id: 1, source: 1, target: 1, type: null, since: null },
    ]);
    expect(table.schema.fields.map(String)).toEqual([
      "id: Uint32",
      "source: Uint32",
      "target: Uint32",
      "type: Dictionary<Uint32, Utf8>",
      "since: Int64",
    ]);
  });

  test("an empty graph has empty tables", () => {
    const graph = new Graph({ schema: { nodes: { name: "utf8", tags: "list<utf8>" } } });
    for (const table of [toArrow(graph.nodes), tableFromIPC(tableToIPC(toArrow(graph.nodes)))]) {
      expect(table.numRows).toBe(0);
      expect(table.schema.names).toEqual(["id", "labels", "name", "tags"]);
    }
    expect(toArrow(graph.edges).schema.names).toEqual(["id", "source", "target", "type"]);
  });

  test("options leave columns out, and put attributes in order", () => {
    const { nodes, edges } = people();
    expect(toArrow(nodes, { ids: false }).schema.names).toEqual(["labels", "name", "born"]);
    expect(toArrow(nodes, { labels: false }).schema.names).toEqual(["id", "name", "born"]);
    expect(toArrow(edges, { ids: false, labels: false }).schema.names).toEqual(["source", "target", "since"]);
    expect(toArrow(nodes, { columns: ["born", "name", "born"] }).schema.names).toEqual([
      "id",
      "labels",
      "born",
      "name",
    ]);
    expect(toArrow(nodes, { columns: [] }).schema.names).toEqual(["id", "labels"]);
    const bare = toArrow(nodes, { columns: [], ids: false, labels: false });
    expect([bare.numRows, bare.numCols]).toEqual([3, 0]);
  });

  test("an attribute keeps its name, and the column that would have it gets a $", () => {
    const graph = new Graph();
    graph.addNode("A", { id: "x", labels: 1, $labels: 2 });
    graph.addEdge(0, 0, "T", { source: "web", type: "y", target: true });
    expect(rowsOf(toArrow(graph.nodes))).toEqual([
      { $id: 0, $$labels: ["A"], id: "x", labels: 1, $labels: 2 },
    ]);
    expect(rowsOf(toArrow(graph.edges))).toEqual([
      { id: 0, $source: 0, $target: 0, $type: "T", source: "web", type: "y", target: true },
    ]);
    const roles = toArrow(graph.nodes).schema.fields.map(({ metadata }) => metadata.get("groggy:role"));
    expect(roles).toEqual(["id", "labels", "attribute", "attribute", "attribute"]);
    expect(toArrow(graph.nodes, { columns: ["$labels"] }).schema.names).toEqual(["id", "labels", "$labels"]);
  });

  test.each<[ValueType, unknown, string]>([
    ["bool", true, "Bool"],
    ["int32", 1, "Int32"],
    ["int64", 1n, "Int64"],
    ["float32", 1, "Float32"],
    ["float64", 1, "Float64"],
    ["utf8", "a", "Dictionary<Uint32, Utf8>"],
    ["binary", Uint8Array.of(1), "Binary"],
    ["timestamp", new Date(1), "Timestamp<MILLISECOND>"],
    ["json", { a: 1 }, "Utf8"],
    ["list<int32>", [1], "List<Int32>"],
    ["list<bool>", [true, false], "List<Bool>"],
    ["vector<float32, 2>", [1, 2], "FixedSizeList[2]<Float32>"],
  ])("%s is, with its type in the metadata, %s as %s", (type, value, expected) => {
    const graph = new Graph({ schema: { nodes: { a: type } } });
    graph.addNode({ a: value });
    const field = toArrow(graph.nodes).schema.fields.find(({ name }) => name === "a")!;
    expect(String(field.type)).toBe(expected);
    expect(field.metadata.get("groggy:type")).toBe(type);
  });

  test("a selection has its own rows, without what has left the graph", () => {
    const graph = people();
    const named = graph.nodes.where("name STARTS WITH 'A'");
    const some = graph.nodes.select([2, 0]);
    expect(rowsOf(toArrow(some)).map((row) => (row as { id: number }).id)).toEqual([0, 2]);
    graph.removeNode(0);
    expect(toArrow(named).numRows).toBe(2);
    expect(rowsOf(toArrow(some))).toEqual([{ id: 2, labels: [], name: "Anonymous", born: null }]);
    expect(rowsOf(toArrow(graph.edges))).toEqual([{ id: 1, source: 1, target: 1, type: null, since: null }]);
  });

  test("a past state has the values it had", () => {
    const graph = people();
    graph.commit("people");
    graph.nodes.set(0, { name: "Augusta", alive: false });
    graph.removeNode(1);
    const past = graph.at("main");
    expect(toArrow(past.nodes).getChild("name")?.toArray()).toEqual(["Ada", "Alan", "Anonymous"]);
    expect(toArrow(past.nodes).schema.names).toEqual(["id", "labels", "name", "born"]);
    const part = past.subgraph(past.nodes.select([0, 1]));
    expect(toArrow(part.edges).numRows).toBe(2);
  });

  test.each<[string, (graph: Graph) => unknown, string]>([
    [
      "a graph",
      (graph) => graph,
      '"elements" expected the nodes or edges of a graph or a Selection, got a Graph',
    ],
    [
      "nothing",
      () => undefined,
      '"elements" expected the nodes or edges of a graph or a Selection, got undefined',
    ],
  ])("%s is refused", (_, given, message) => {
    expect(() => toArrow(given(people()) as ElementsView)).toThrow(new TypeError(message));
  });

  test("an attribute that is none is refused", () => {
    expect(() => toArrow(people().nodes, { columns: ["nme"] })).toThrow(
      expect.objectContaining({
        code: "UNKNOWN_ATTRIBUTE",
        message: '"columns" expected attributes of the nodes, got "nme"',
      }),
    );
  });
});

const count = 20_000;
const each = <T>(value: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => value(i));
const wide = {
  flag: each((i) => i % 3 === 0),
  int: Int32Array.from(each((i) => i)),
  long: BigInt64Array.from(each((i) => BigInt(i))),
  small: Float32Array.from(each((i) => i / 2)),
  real: Float64Array.from(each((i) => i / 3)),
  kind: each((i) => `kind ${i % 5}`),
  text: each((i) => `text ${i}`),
  bytes: each((i) => Uint8Array.of(i, i >> 8)),
  moment: each((i) => new Date(i)),
  note: each((i) => ({ i })),
  list: each((i) => Int32Array.of(i, i + 1)),
  words: each((i) => [`word ${i % 7}`]),
  vector: each((i) => Float32Array.of(i, -i)),
};
const names = Object.keys(wide) as (keyof typeof wide)[];

function wideGraph(): Graph {
  const graph = new Graph();
  graph.addNodes(count, { attributes: wide });
  graph.addEdges(new Uint32Array(count), graph.nodes.ids(), { attributes: { weight: wide.real } });
  return graph;
}

describe.each(names)("the column %s", (name) => {
  const columns = { columns: [name] };

  test("is shared after a bulk load, for all of it and for a run of it", () => {
    const graph = wideGraph();
    const pool = poolBuffers(graph.nodes, name);
    // bits are shared from a whole byte on
    const run = graph.nodes.select(graph.nodes.ids().subarray(16, 1500));
    for (const part of [graph.nodes, run, graph.subgraph(run).nodes]) {
      const table = toArrow(part, columns);
      expect(storageOf(table)[name]).toBe("shared");
      const vector = table.getChild(name)!;
      expect(buffersOf(vector).length).toBeGreaterThan(0);
      for (const buffer of buffersOf(vector)) expect(pool.has(buffer)).toBe(true);
      expect(vector.nullCount).toBe(0);
    }
    expect(asRead(toArrow(run, columns), name)).toEqual(graph.nodes.column(name).toArray().slice(16, 1500));
  });

  test("is gathered where the order is another, or values are absent", () => {
    const graph = wideGraph();
    const pool = poolBuffers(graph.nodes, name);
    const holes = new Graph();
    holes.addNodes(count);
    holes.nodes.setColumn(name, [2, 0], [wide[name][2], wide[name][0]]);
    const odd = graph.nodes.select([...graph.nodes].filter((id) => id % 2 === 1));
    for (const part of [odd, holes.nodes]) {
      const table = toArrow(part, columns);
      expect(storageOf(table)[name]).toBe("gathered");
      for (const buffer of buffersOf(table.getChild(name)!)) expect(pool.has(buffer)).toBe(false);
    }
    expect(asRead(toArrow(odd, columns), name)).toEqual(odd.column(name).toArray());
    expect(toArrow(holes.nodes, columns).getChild(name)!.nullCount).toBe(count - 2);
  });

  test("stays what it was while the graph is written to", () => {
    const graph = wideGraph();
    const table = toArrow(graph.nodes, columns);
    const before = asRead(table, name);
    graph.nodes.setColumn(
      name,
      graph.nodes.ids(),
      each((i) => wide[name][count - 1 - i]),
    );
    graph.addNodes(count, { attributes: wide });
    expect(asRead(table, name)).toEqual(before);
    graph.nodes.set(5, { [name]: null });
    expect(storageOf(toArrow(graph.nodes, columns))[name]).toBe("gathered");
    expect(asRead(table, name)).toEqual(before);
  });
});

/** The values of a column of a table as a graph would read them. */
function asRead(table: Table, name: keyof typeof wide): unknown[] {
  return Array.from(table.getChild(name)!, (value: unknown) => {
    if (value === null) return undefined;
    if (name === "moment") return new Date(value as number);
    if (name === "note") return JSON.parse(value as string);
    if (name === "list" || name === "words") return [...(value as Iterable<unknown>)];
    return name === "vector" ? Float32Array.from(value as Iterable<number>) : value;
  });
}

describe("sharing", () => {
  test("needs no ids without gaps, only rows in order", () => {
    const graph = new Graph();
    for (let i = 0; i < 100; i++) graph.addNode(i % 2 === 0 ? { even: i } : {});
    const table = toArrow(graph.nodes.where("even >= 0"));
    expect(storageOf(table)).toEqual({ id: "gathered", labels: "gathered", even: "shared" });
    expect(buffersOf(table.getChild("even")!)).toEqual([...poolBuffers(graph.nodes, "even")]);
  });

  test("holds for the ends of edges that follow each other", () => {
    const graph = wideGraph();
    const own = graph.state.pool.edges;
    const table = toArrow(graph.edges);
    expect(storageOf(table)).toMatchObject({ source: "shared", target: "shared", weight: "shared" });
    expect(buffersOf(table.getChild("target")!)).toEqual([own.targets.buffer]);
    graph.removeEdge(5);
    const rest = toArrow(graph.edges);
    expect(storageOf(rest)).toMatchObject({ source: "gathered", target: "gathered", weight: "gathered" });
    expect(rest.getChild("target")!.toArray().slice(3, 7)).toEqual(Uint32Array.of(3, 4, 6, 7));
  });

  test("is not for bits that begin inside a byte", () => {
    const graph = wideGraph();
    const from = (id: number) =>
      toArrow(graph.nodes.select(graph.nodes.ids().subarray(id)), { columns: ["flag"] });
    expect(storageOf(from(8)).flag).toBe("shared");
    expect(storageOf(from(9)).flag).toBe("gathered");
    expect([...from(9).getChild("flag")!]).toEqual(wide.flag.slice(9));
  });

  test("is not for few rows of many strings, which would take all of them along", () => {
    const graph = new Graph();
    const name = Array.from({ length: 6400 }, (_, i) => `name ${i < 6000 ? i % 1000 : i}`);
    graph.addNodes(name.length, { attributes: { name } });
    const few = toArrow(graph.nodes.select([10, 11, 12]));
    expect([...few.getChild("name")!]).toEqual(["name 10", "name 11", "name 12"]);
    expect(storageOf(few).name).toBe("gathered");
    expect(few.getChild("name")!.data[0].dictionary!.length).toBe(3);
    expect(storageOf(toArrow(graph.nodes)).name).toBe("shared");
  });
});
