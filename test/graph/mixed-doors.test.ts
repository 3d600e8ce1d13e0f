// Attributes with several types: who may give them, and what each part of a graph makes of them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC, tableToIPC } from "apache-arrow";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { disjointUnion } from "../../src/algorithms/index.js";
import { fromArrow, toArrow } from "../../src/formats/arrow/index.js";
import { exportGraph, importGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";
import { date } from "../../src/query/index.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-mixed-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const set = (graph: Graph, id: number, name: string, v: unknown): void => {
  graph.query(`MATCH (n) WHERE id(n) = $id SET n.${name} = $v`, { id, v });
};

/** Nodes 0 to 6 whose `v` are 2, "b", true, 1.5, none, a date and "a". */
function mixed(graph = new Graph()): Graph {
  graph.addNodes(7);
  [2, "b", true, 1.5, null, date("2024-02-29"), "a"].forEach((value, id) => {
    if (value !== null) set(graph, id, "v", value);
  });
  return graph;
}

const TYPE = "union<bool, date, float64, integer, utf8>";

describe("the two doors", () => {
  test("queries add types, methods do not", () => {
    const graph = mixed();
    expect(graph.nodes.schema).toEqual({ v: TYPE });
    expect(() => graph.nodes.set(0, { v: new Date(0) })).toThrow(
      'attribute "v" expected bool or date or float64 or integer or utf8, got',
    );
    expect(() => graph.addNode({ v: Uint8Array.of(1) })).toThrow(TypeError);
    expect(() => graph.addNodes(2, { attributes: { v: ["x", Uint8Array.of(1)] } })).toThrow(/at position 1/);
    expect(graph.nodeCount).toBe(7);
    graph.addNodes(3, { attributes: { v: ["x", null, 7] } });
    graph.nodes.setColumn("v", [0, 1, 2], ["p", null, false]);
    expect(graph.nodes.column("v").toArray().slice(0, 3)).toEqual(["p", undefined, false]);
    expect(graph.nodes.column("v").toArray().slice(7)).toEqual(["x", undefined, 7]);
    graph.nodes.setColumn("v", [0, 1], Float64Array.of(0.5, 2));
    expect(graph.query("MATCH (n) WHERE id(n) = 1 RETURN n.v IS TYPED FLOAT AS f").toArray()).toEqual([
      { f: true },
    ]);
  });

  test("a declared attribute is strict at both, but takes whole numbers as floats", () => {
    const graph = new Graph({
      schema: { nodes: { weight: "float64", name: "utf8", tags: "list<float64>" } },
    });
    graph.addNode();
    set(graph, 0, "weight", 3);
    set(graph, 0, "tags", [1, 2]);
    expect(graph.nodes.get(0)).toEqual({ weight: 3, tags: [1, 2] });
    expect(graph.nodes.schema).toEqual({ weight: "float64", name: "utf8", tags: "list<float64>" });
    expect(() => set(graph, 0, "weight", 2n ** 53n + 1n)).toThrow(/weight/);
    expect(() => set(graph, 0, "weight", "3")).toThrow(/expected float64/);
    expect(() => set(graph, 0, "name", 3)).toThrow(/expected utf8/);
    expect(() => set(graph, 0, "tags", ["a"])).toThrow(/tags/);
    expect(graph.nodes.schema).toEqual({ weight: "float64", name: "utf8", tags: "list<float64>" });
  });

  test("strict graphs refuse a second type wherever it comes from, and pass it on", () => {
    const graph = new Graph({ types: "strict" });
    graph.addNodes(2, { attributes: { v: ["a", "b"], n: [1, 2] } });
    expect(() => set(graph, 0, "v", 1)).toThrow(/expected utf8/);
    set(graph, 0, "n", 5);
    expect(graph.nodes.schema).toEqual({ v: "utf8", n: "float64" });
    set(graph, 0, "w", 5);
    expect(() => set(graph, 1, "w", "x")).toThrow(/expected integer/);
    graph.commit("strict");
    const clone = Graph.clone(graph);
    expect(() => set(clone, 0, "v", 1)).toThrow(/expected utf8/);
    const worktree = graph.worktree("other", { create: true });
    expect(() => worktree.query("MATCH (n) SET n.v = 1")).toThrow(/expected utf8/);
    worktree.close();
    expect(() => fromArrow(graph, { nodes: toArrow(mixed().nodes) })).toThrow(TypeError);
    expect(() => new Graph({ types: "loose" as never })).toThrow(
      '"types" expected "open" or "strict", got "loose"',
    );
    const path = join(folder, "strict");
    const store = Graph.open(path, { types: "strict" });
    store.addNode({ v: "a" });
    expect(() => set(store, 0, "v", 1)).toThrow(/expected utf8/);
    store.close();
  });

  test("a schema cannot be declared over several types", () => {
    const path = join(folder, "store");
    const store = mixed(Graph.open(path));
    store.commit("mixed");
    store.close();
    expect(() => Graph.open(path, { schema: { nodes: { v: "utf8" } } })).toThrow(TYPE);
  });
});

describe("reads", () => {
  test("filters find a value in whichever type, and refuse what no type compares with", () => {
    const { nodes } = mixed();
    const ids = (filter: string, parameters = {}): number[] => [...nodes.where(filter, parameters).ids()];
    expect(ids("v = 2")).toEqual([0]);
    expect(ids("v = 1.5")).toEqual([3]);
    expect(ids("v > 1")).toEqual([0, 3]);
    expect(ids("NOT v > 1.5")).toEqual([3]);
    expect(ids("v BETWEEN 1 AND 2")).toEqual([0, 3]);
    expect(ids("v < '2024-03-01'")).toEqual([5]);
    expect(ids("v = '2024-02-29'")).toEqual([5]);
    expect(ids("v >= 'a'")).toEqual([1, 6]);
    expect(ids("v <> 'b'")).toEqual([0, 2, 3, 5, 6]);
    expect(ids("v IN (2, 'b', true)")).toEqual([0, 1, 2]);
    expect(ids("v NOT IN (2, 'b', true)")).toEqual([3, 5, 6]);
    expect(ids("v NOT IN (2, NULL)")).toEqual([]);
    expect(ids("v IN $list", { list: ["a", 1.5, null] })).toEqual([3, 6]);
    expect(ids("v STARTS WITH 'a'")).toEqual([6]);
    expect(ids("NOT v STARTS WITH 'a'")).toEqual([1]);
    expect(ids("upper(v) = 'B'")).toEqual([1]);
    expect(ids("size(v) = 1")).toEqual([1, 6]);
    expect(ids("size(v) <> 5")).toEqual([1, 6]);
    expect(ids("v = v")).toEqual([0, 1, 2, 3, 5, 6]);
    expect(ids("v <> v")).toEqual([]);
    expect(ids("v IS NULL")).toEqual([4]);
    expect(ids("v = 2 OR v = 'a'")).toEqual([0, 6]);
    expect(ids("NOT (v = 2 AND v = 'a')")).toEqual([0, 1, 2, 3, 5, 6]);
    expect(() => nodes.where("v = $v", { v: Uint8Array.of(1) })).toThrow(TypeError);
    expect(() => nodes.where("v IN $v", { v: [1, Uint8Array.of(1)] })).toThrow(TypeError);
    for (const kind of ["hash", "sorted", "bitmap"] as const) {
      nodes.createIndex("v", { kind });
      expect(ids("v = 'b'")).toEqual([1]);
      expect(ids("v <> 'b'")).toEqual([0, 2, 3, 5, 6]);
      expect(ids("v >= 1")).toEqual([0, 3]);
      nodes.dropIndex("v");
    }
  });

  test("rows come in the language's order, groups and aggregates take numbers for one kind", () => {
    const graph = mixed();
    const order = graph.nodes
      .all()
      .rows({ orderBy: "v" })
      .map(({ id }) => id);
    const asked = graph.query<{ id: number }>("MATCH (n) RETURN id(n) AS id ORDER BY n.v").toArray();
    expect(order).toEqual(asked.map(({ id }) => id));
    expect(
      graph.nodes
        .all()
        .rows({ orderBy: { column: "v", order: "descending" } })
        .map(({ id }) => id),
    ).toEqual([...order.slice(0, -1).reverse(), 4]);
    graph.addNodes(2, { attributes: { v: Float64Array.of(2, 1.5) } });
    const groups = graph.nodes.all().groupBy("v").aggregate({ n: "count" });
    expect(new Map(groups.map(({ v, n }) => [v, n])).get(2)).toBe(2);
    expect(groups).toHaveLength(7);
    const { all } = { all: graph.nodes.all() };
    expect(all.aggregate({ least: { min: "v" }, most: { max: "v" }, kinds: { countDistinct: "v" } })).toEqual(
      {
        least: date("2024-02-29"),
        most: 2,
        kinds: 6,
      },
    );
    expect(() => all.aggregate({ sum: { sum: "v" } })).toThrow(TypeError);
    const numbers = graph.nodes.where("v >= 0");
    expect(numbers.aggregate({ sum: { sum: "v" }, mean: { mean: "v" } })).toEqual({ sum: 7, mean: 1.75 });
    expect(graph.nodes.select([4]).aggregate({ sum: { sum: "v" } })).toEqual({ sum: 0 });
    expect(numbers.column("v").values).toEqual(numbers.column("v").toArray());
    expect(graph.nodes.all().rows({ columns: ["v"], limit: 2 })).toEqual([
      { id: 0, labels: [], v: 2 },
      { id: 1, labels: [], v: "b" },
    ]);
    expect(Object.keys(graph.nodes.all().rows()[0] ?? {})).toEqual(["id", "labels", "v"]);
  });

  test("a disjoint union has the values of each graph with their types", () => {
    const other = new Graph();
    other.addNode({ v: "z" });
    const both = disjointUnion([mixed(), other]);
    expect(both.nodes.schema).toEqual({ v: TYPE });
    expect(both.nodes.column("v").toArray()).toEqual([...mixed().nodes.column("v").toArray(), "z"]);
  });

  test("numbers of two kinds are a column of numbers, for algorithms as well", () => {
    const graph = new Graph();
    graph.addNodes(3);
    graph.query("MATCH (a), (b) WHERE id(b) = id(a) + 1 CREATE (a)-[:R {w: id(b)}]->(b)");
    graph.query("MATCH ()-[r]->() WHERE r.w = 2 SET r.w = 2.5");
    expect(graph.edges.schema).toEqual({ w: "union<float64, integer>" });
    expect(graph.edges.column("w").values).toEqual(Float64Array.of(1, 2.5));
  });
});

describe("keys and rules", () => {
  test("a key is unique over all its types, numbers by what they are worth", () => {
    const graph = new Graph({ key: "k" });
    graph.query("CREATE ({k: 'a'}), ({k: 1}), ({k: 2.5})");
    expect(graph.node("a")).toBe(0);
    expect(graph.node(1)).toBe(1);
    expect(graph.node(1n as never)).toBe(1);
    expect(graph.node(2.5)).toBe(2);
    expect(graph.node("1")).toBeUndefined();
    expect(() => graph.query("CREATE ({k: 1.0})")).toThrow(/of its own/);
    expect(() => graph.addNode({ k: 1 })).toThrow(/of its own/);
    expect(() => graph.addNodes(2, { attributes: { k: ["b", "b"] } })).toThrow(/of its own/);
    graph.addNodes(2, { attributes: { k: ["1", 7] } });
    expect(() => graph.node(new Date(0) as never)).toThrow(TypeError);
    graph.query("MERGE ({k: 1})");
    graph.query("MERGE ({k: 'z'})");
    expect(graph.nodeCount).toBe(6);
    graph.query("MATCH (n {k: 1}) SET n.k = 'moved'");
    expect(graph.node(1)).toBeUndefined();
    expect(graph.node("moved")).toBe(1);
  });

  test("of merged keys those of one value are in conflict, whatever their types", () => {
    const graph = new Graph({ key: "k" });
    graph.query("CREATE ({k: 'a'}), ({k: 1})");
    graph.commit("base");
    graph.branch("other");
    graph.query("CREATE ({k: 2})");
    graph.commit("ours");
    graph.checkout("other");
    graph.query("CREATE ({k: 2.0}), ({k: '2'})");
    graph.commit("theirs");
    graph.checkout("main");
    const merge = graph.merge("other");
    expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["key"]);
    merge.abort();
  });

  test("two nodes of one key that become one have one value of it, whatever its type", () => {
    const graph = new Graph({ key: "k" });
    const peer = Graph.clone(graph);
    graph.query("CREATE ({k: 'x', a: 1, b: 'ours'}), ({k: 'y', a: 's', b: 2})");
    graph.commit("ours");
    peer.query("CREATE ({k: 'x', a: 's', c: true}), ({k: 'z', a: 7, b: 8, c: 'c'})");
    peer.commit("theirs");
    graph.history.fetch(peer, { remote: "peer" });
    for (const policy of ["ours", "theirs"] as const) {
      const { conflicts, status } = graph.merge("peer/main", { unify: true, policy });
      expect([status, conflicts.length > 0]).toEqual(["clean", true]);
      const merge = graph.merge("peer/main", { unify: true, policy });
      const view = merge.preview();
      const x = view.node("x") ?? -1;
      const mine = Object.entries(graph.nodes.get(graph.node("x") ?? -1));
      expect(view.nodeCount).toBe(3);
      expect(view.nodes.get(x)).toEqual({
        ...Object.fromEntries(mine),
        a: policy === "ours" ? 1 : "s",
        c: true,
      });
      expect(view.nodes.where("a = 's'").count).toBe(policy === "ours" ? 1 : 2);
      merge.abort();
    }
  });

  test("required attributes may have any type, and stay", () => {
    const graph = new Graph({ schema: { nodes: { P: { v: { required: true, unique: true } } } } });
    graph.query("CREATE (:P {v: 1}), (:P {v: 'a'})");
    expect(() => graph.query("CREATE (:P)")).toThrow(/v/);
    expect(() => graph.nodes.set(1, { v: null })).toThrow(/v/);
    expect(() => graph.query("CREATE (:P {v: 1.0})")).toThrow(/of its own/);
    graph.query("CREATE (:P {v: '1'})");
    graph.addNode("P", { v: 9 });
    expect(graph.nodeCount).toBe(4);
  });
});

describe("stores", () => {
  test("have both columns after reopening, collecting and a checkpoint", () => {
    const path = join(folder, "store");
    const store = mixed(Graph.open(path));
    store.commit("mixed");
    const root = store.head.commit?.root;
    set(store, 0, "v", "two");
    set(store, 1, "v", 7);
    store.commit("more");
    store.close();
    for (let round = 0; round < 3; round++) {
      const again = Graph.open(path);
      expect(again.nodes.schema).toEqual({ v: TYPE });
      expect(again.nodes.column("v").toArray()).toEqual([
        "two",
        7,
        true,
        1.5,
        undefined,
        date("2024-02-29"),
        "a",
      ]);
      expect(again.at("main~1").nodes.get(0, "v")).toBe(2);
      expect(again.at("main~1").nodes.where("v = 2").count).toBe(1);
      expect(again.at("main~1").nodes.get(1, "v")).toBe("b");
      expect(again.history.verify().ok).toBe(true);
      if (round === 0) again.history.gc();
      again.checkout("main~1");
      expect(again.head.commit?.root).toBe(root);
      expect(again.nodes.get(1, "v")).toBe("b");
      again.checkout("main");
      again.close();
    }
    const report = Graph.salvage(path, join(folder, "saved"));
    expect(report).toMatchObject({ commitsLost: 0, cellsLost: 0 });
    const saved = Graph.open(join(folder, "saved"));
    expect(saved.nodes.column("v").toArray()).toEqual([
      "two",
      7,
      true,
      1.5,
      undefined,
      date("2024-02-29"),
      "a",
    ]);
    expect(saved.at("main~1").nodes.get(0, "v")).toBe(2);
    saved.close();
  });

  test("keep uncommitted types in a draft, and a reader sees them", () => {
    const path = join(folder, "draft");
    const store = mixed(Graph.open(path, { autosave: true }));
    store.flush();
    store.close();
    const again = Graph.open(path, { autosave: true });
    expect(again.nodes.schema).toEqual({ v: TYPE });
    expect(again.nodes.get(1, "v")).toBe("b");
    again.close();
  });
});

describe("transactions, steps and listeners", () => {
  test("tell one change of a cell, and lead back and forward over types", () => {
    const graph = mixed();
    graph.commit("mixed");
    const told: unknown[] = [];
    graph.onChange((change) => {
      for (const fact of change.nodes) told.push(fact);
    });
    graph.transaction(() => set(graph, 0, "v", "two"), { label: "two" });
    expect(told).toEqual([
      { kind: "attribute", element: { kind: "node", id: 0 }, attribute: "v", before: 2, after: "two" },
    ]);
    graph.transaction(() => set(graph, 4, "v", ["new", "type"]), { label: "list" });
    expect(graph.nodes.schema.v).toContain("list<utf8>");
    graph.history.back();
    expect(graph.nodes.get(4, "v")).toBeUndefined();
    graph.history.back();
    expect(graph.nodes.get(0, "v")).toBe(2);
    expect(graph.status().clean).toBe(true);
    graph.history.forward();
    graph.history.forward();
    expect(graph.nodes.get(0, "v")).toBe("two");
    expect(graph.nodes.get(4, "v")).toEqual(["new", "type"]);
  });

  test("uncommitted changes of types are stashed, carried and refused where they meet others", () => {
    const graph = mixed();
    graph.commit("mixed");
    graph.branch("other");
    set(graph, 0, "v", "ours");
    graph.history.stash();
    expect(graph.nodes.get(0, "v")).toBe(2);
    set(graph, 4, "v", 5);
    graph.commit("five");
    graph.history.stashPop();
    expect(graph.nodes.get(0, "v")).toBe("ours");
    graph.checkout("other", { carry: true });
    expect(graph.nodes.get(0, "v")).toBe("ours");
    expect(graph.nodes.get(4, "v")).toBeUndefined();
    graph.checkout("main", { carry: true });
    graph.history.stash();
    graph.checkout("other");
    // the same cell, absent before, in two columns
    set(graph, 4, "v", "text");
    expect(() => graph.checkout("main", { carry: true })).toThrow(/"v" of node 4/);
    expect(graph.nodes.get(4, "v")).toBe("text");
  });

  test("parts of changes are committed by themselves", () => {
    const graph = new Graph();
    graph.addNodes(3, { attributes: { v: ["a", "b", "c"] } });
    graph.commit("texts");
    set(graph, 0, "v", 1);
    set(graph, 1, "v", 2);
    graph.commit("one", { only: graph.nodes.select([0]) });
    expect(graph.at("main").nodes.column("v").toArray()).toEqual([1, "b", "c"]);
    expect(graph.nodes.column("v").toArray()).toEqual([1, 2, "c"]);
    graph.commit("two");
    expect(graph.history.verify().ok).toBe(true);
  });
});

describe("tables and files", () => {
  test("Arrow has a dense union, which comes back", () => {
    const graph = mixed();
    const table = tableFromIPC(tableToIPC(toArrow(graph.nodes)));
    const field = table.schema.fields.find(({ name }) => name === "v");
    expect(String(field?.type)).toMatch(/^(Dense)?Union</);
    expect(field?.metadata.get("groggy:type")).toBe(TYPE);
    expect(((field?.type.children ?? []) as { name: string }[]).map(({ name }) => name)).toEqual([
      "bool",
      "date",
      "float64",
      "integer",
      "utf8",
      "null",
    ]);
    const column = table.getChild("v");
    expect([...Array(7).keys()].map((i) => column?.get(i))).toEqual([
      2n,
      "b",
      true,
      1.5,
      null,
      "2024-02-29",
      "a",
    ]);
    const back = new Graph();
    fromArrow(back, { nodes: table });
    expect(back.nodes.schema).toEqual({ v: TYPE });
    expect(back.nodes.column("v").toArray()).toEqual(graph.nodes.column("v").toArray());
    const part = toArrow(graph.nodes.where("v IS NOT NULL"));
    expect(part.schema.fields.find(({ name }) => name === "v")?.type.children).toHaveLength(5);
    fromArrow(back, { nodes: part });
    expect(back.nodeCount).toBe(13);
    const declared = new Graph({ schema: { nodes: { v: "utf8" } } });
    expect(() => fromArrow(declared, { nodes: part })).toThrow(/expected utf8/);
    expect(declared.nodeCount).toBe(0);
  });

  test("an import finds nodes by keys of several types, and adds to the types that there are", async () => {
    const graph = new Graph({ key: "k" });
    graph.query("CREATE ({k: 'ada'}), ({k: 7}), ({k: 1.5})");
    const rows = new TextEncoder().encode("k,name\nada,Ada\n7,Seven\nzoe,Zoe\n");
    await expect(importGraph(graph, { nodes: rows }, { format: "csv", key: "k" })).rejects.toThrow(
      /no node of the graph has/,
    );
    await importGraph(graph, { nodes: rows }, { format: "csv", key: "k", merge: true });
    expect(graph.nodeCount).toBe(4);
    expect([0, 1, 2, 3].map((id) => graph.nodes.get(id, "name"))).toEqual(["Ada", "Seven", undefined, "Zoe"]);
    expect(graph.nodes.column("k").toArray()).toEqual(["ada", 7, 1.5, "zoe"]);
    const days = new TextEncoder().encode("k,name\nq,true\n");
    await expect(
      importGraph(graph, { nodes: days }, { format: "csv", key: "k", types: { k: "binary" } }),
    ).rejects.toThrow();
    expect(graph.nodeCount).toBe(4);
  });

  test.each(["csv", "jsonl"])("%s says what is lost", async (format) => {
    const graph = mixed();
    let text = "";
    const write = (chunk: Uint8Array): void => {
      text += new TextDecoder().decode(chunk);
    };
    const report = await exportGraph(graph, format === "csv" ? { nodes: write } : write, { format });
    expect(report.losses.some(({ attribute }) => attribute === "v")).toBe(true);
    expect(text).toContain("2024-02-29");
    await expect(exportGraph(graph, write, { format: "jsonl", losses: "refuse" })).rejects.toThrow();
    if (format !== "jsonl") return;
    const back = new Graph();
    await importGraph(back, new TextEncoder().encode(text), { format, types: { v: "json" } });
    expect(back.nodes.column("v").toArray()).toEqual([2, "b", true, 1.5, undefined, "2024-02-29", "a"]);
  });
});
