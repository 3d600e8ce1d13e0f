// What the server answers is what the library says of the graph.
import fc from "fast-check";
import { Graph } from "groggy";
import { date } from "groggy/cypher";
import { describe, expect, test } from "vitest";
import {
  ADDED,
  CHANGED,
  type ColumnMeta,
  type GraphMeta,
  REMOVED,
  SAME,
  type SearchMeta,
  type ShownElement,
  type ShownHistory,
} from "../../src/viewer/protocol/messages.js";
import { ask, askFrame, askJson, pathOf, peopleGraph, served } from "./people.js";

const list = (block: unknown) => Array.from(block as ArrayLike<unknown>);

describe("the frame of a state", () => {
  test("has nodes, edges by the places of their ends, labels, types and captions", async () => {
    const { blocks, meta } = await askFrame<GraphMeta>(await served(peopleGraph()), "graph?at=v1");
    expect(list(blocks.nodeIds)).toEqual([0, 1, 2]);
    expect(blocks.captions).toEqual(["Ada", "Alan", "Grace"]);
    expect(list(blocks.labelSets).map((code) => meta.labelSets[code as number])).toEqual([
      ["Person"],
      ["Author", "Person"],
      ["Person"],
    ]);
    expect([list(blocks.sources), list(blocks.targets)]).toEqual([
      [0, 0],
      [1, 2],
    ]);
    expect(list(blocks.degrees)).toEqual([2, 1, 1]);
    expect(meta).toMatchObject({
      directed: true,
      nodeCount: 3,
      edgeCount: 2,
      found: null,
      leftOut: { nodes: 0, edges: 0 },
      types: ["INSPIRED"],
      nodeAttributes: { name: "utf8", born: "float64" },
      caption: "name",
      changes: null,
    });
  });

  test("of a comparison has what was removed, and marks what differs", async () => {
    const { blocks, meta } = await askFrame<GraphMeta>(await served(peopleGraph()), "graph?from=v1");
    expect(list(blocks.nodeIds)).toEqual([0, 2, 1]);
    expect(list(blocks.nodeChanges)).toEqual([CHANGED, SAME, REMOVED]);
    expect(blocks.captions).toEqual(["Ada Lovelace", "Grace", "Alan"]);
    expect(list(blocks.edgeIds)).toEqual([1, 0]);
    expect(list(blocks.edgeChanges)).toEqual([SAME, REMOVED]);
    expect(list(blocks.targets)).toEqual([1, 2]);
    expect(meta.changes).toEqual({
      nodes: { added: 0, removed: 1, changed: 1 },
      edges: { added: 0, removed: 1, changed: 0 },
    });
  });

  test("holds uncommitted changes, and one state for all answers between two changes", async () => {
    const graph = peopleGraph();
    const viewer = await served(graph);
    expect((await askFrame<GraphMeta>(viewer, "graph")).meta.nodeCount).toBe(2);
    graph.addNode("Person", { name: "Edsger" });
    const { blocks, meta } = await askFrame<GraphMeta>(viewer, "graph?from=HEAD");
    expect(meta.nodeCount).toBe(3);
    expect(list(blocks.nodeChanges)).toEqual([SAME, SAME, ADDED]);
  });

  test("of any two states has each element once, marked as their difference says", async () => {
    const steps = fc.array(
      fc.record({
        kind: fc.constantFrom("node", "edge", "set", "remove", "removeEdge", "commit"),
        a: fc.nat(),
        b: fc.nat(),
      }),
      { minLength: 1, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (list_) => {
        const graph = new Graph();
        graph.commit("empty", { allowEmpty: true });
        for (const { a, b, kind } of list_) {
          const nodes = graph.nodes.ids();
          const edges = graph.edges.ids();
          const [u, v] = [nodes[a % nodes.length]!, nodes[b % nodes.length]!];
          if (kind === "node") graph.addNode("N", { value: b });
          else if (kind === "commit") graph.commit("step", { allowEmpty: true });
          else if (kind === "removeEdge") edges.length > 0 && graph.removeEdge(edges[a % edges.length]!);
          else if (nodes.length === 0) continue;
          else if (kind === "edge") graph.addEdge(u, v, "E");
          else if (kind === "set") graph.nodes.set(u, { value: b });
          else graph.removeNode(u);
        }
        const first = graph.history.log().at(-1)!.id;
        const viewer = await served(graph);
        const { blocks } = await askFrame<GraphMeta>(viewer, `graph?from=${first}`);
        const diff = graph.history.diff(first);
        for (const kind of ["nodes", "edges"] as const) {
          const ids = list(kind === "nodes" ? blocks.nodeIds : blocks.edgeIds) as number[];
          const marks = list(kind === "nodes" ? blocks.nodeChanges : blocks.edgeChanges);
          const expected = [...graph[kind].ids(), ...diff[kind].removed];
          expect(ids.slice().sort((x, y) => x - y)).toEqual(expected.sort((x, y) => x - y));
          const marked = (mark: number) => ids.filter((_, i) => marks[i] === mark).sort((x, y) => x - y);
          expect(marked(ADDED)).toEqual(list(diff[kind].added));
          expect(marked(REMOVED)).toEqual(list(diff[kind].removed));
          expect(marked(CHANGED).length).toBe(diff[kind].counts.changed);
        }
        const nodeIds = list(blocks.nodeIds) as number[];
        list(blocks.edgeIds).forEach((id, e) => {
          const source = nodeIds[(blocks.sources as Uint32Array)[e]!]!;
          const target = nodeIds[(blocks.targets as Uint32Array)[e]!]!;
          const view = graph.hasEdge(id as number) ? graph : undefined;
          if (view !== undefined)
            expect([source, target]).toEqual([view.source(id as number), view.target(id as number)]);
        });
        await viewer.close();
      }),
      { numRuns: 25 },
    );
  });

  test("beyond the limit has the nodes with the most edges, and says how many are left out", async () => {
    const graph = new Graph();
    const nodes = graph.addNodes(50, {});
    for (let i = 1; i < 50; i++) for (let k = 0; k < i % 7; k++) graph.addEdge(nodes[0]!, nodes[i]!);
    const viewer = await served(graph, { limit: 8 });
    const { blocks, meta } = await askFrame<GraphMeta>(viewer, "graph");
    const ids = list(blocks.nodeIds) as number[];
    expect(ids.length).toBe(8);
    expect(ids).toContain(0);
    const least = Math.min(...ids.map((id) => graph.degree(id, "both")));
    const others = Array.from(graph.nodes.ids()).filter((id) => !ids.includes(id));
    expect(Math.max(...others.map((id) => graph.degree(id, "both")))).toBeLessThanOrEqual(least);
    expect(meta.leftOut).toEqual({ nodes: 42, edges: 0 });
    expect(meta.nodeCount).toBe(50);
    // changes come first
    graph.commit("stars");
    graph.nodes.set(49, { marked: true });
    const compared = await askFrame<GraphMeta>(viewer, "graph?from=HEAD");
    expect(list(compared.blocks.nodeIds)).toContain(49);
  });

  test("of a search has what it finds and the edges among it; of a query the edges that it returns", async () => {
    const viewer = await served(peopleGraph());
    const frame = (search: string) =>
      askFrame<GraphMeta>(viewer, `graph?at=v1&search=${encodeURIComponent(search)}`);
    const filtered = await frame(":Person AND born > 1850");
    expect([list(filtered.blocks.nodeIds), list(filtered.blocks.edgeIds)]).toEqual([[1, 2], []]);
    expect(filtered.meta.found).toEqual({ kind: "filter", nodes: 2, edges: 0 });
    const queried = await frame("MATCH (a)-[r]->(b {name: 'Grace'}) RETURN a, r, b");
    expect([list(queried.blocks.nodeIds), list(queried.blocks.edgeIds)]).toEqual([[0, 2], [1]]);
    const edges = await frame("since < 1940");
    expect([list(edges.blocks.nodeIds), list(edges.blocks.edgeIds)]).toEqual([[0, 1], [0]]);
    const nothing = await frame("name = 'Nobody'");
    expect([list(nothing.blocks.nodeIds), nothing.meta.found]).toEqual([
      [],
      { kind: "filter", nodes: 0, edges: 0 },
    ]);
  });

  test("has the positions that nodes have, with latitudes upward", async () => {
    const graph = new Graph();
    graph.addNode("City", { lat: 47, lon: 8 });
    graph.addNode("City");
    const { blocks } = await askFrame<GraphMeta>(await served(graph), "graph");
    expect([list(blocks.x), list(blocks.y)]).toEqual([
      [8, Number.NaN],
      [-47, Number.NaN],
    ]);
    const other = new Graph();
    other.addNode({ x: "left", y: 1 });
    expect((await askFrame(await served(other), "graph")).blocks.x).toBeUndefined();
  });

  test("of an empty graph, of a view and of a state of the past is there as well", async () => {
    const empty = await askFrame<GraphMeta>(await served(new Graph()), "graph");
    expect([list(empty.blocks.nodeIds), empty.meta.caption]).toEqual([[], null]);
    const graph = peopleGraph();
    const past = await served(graph.at("v1"));
    expect((await askFrame<GraphMeta>(past, "graph")).meta.nodeCount).toBe(3);
    expect(await askJson<ShownHistory>(past, "history")).toMatchObject({ hasHistory: false, commits: [] });
    const part = graph.at("v1");
    const authors = await served(part.subgraph(part.nodes.withLabel("Author")));
    expect((await askFrame<GraphMeta>(authors, "graph")).meta.nodeCount).toBe(1);
  });
});

describe("captions", () => {
  test.each([
    [{ key: "email" }, { email: "a@b", name: "Ada" }, "name", "Ada"],
    [{ key: "email" }, { email: "a@b" }, "email", "a@b"],
    [{}, { born: 1815 }, null, "#0"],
    [{}, { note: "a\n  note\t\u0000 \u202Eof" }, "note", "a note \u{FFFD} \u{FFFD}of"],
    [{}, { Title: "" }, "Title", "#0"],
    [{}, { name: "x".repeat(300) }, "name", `${"x".repeat(79)}…`],
    [{}, { name: `${"x".repeat(78)}😀😀` }, "name", `${"x".repeat(78)}…`],
  ] as const)("%j %j", async (options, attributes, attribute, caption) => {
    const graph = new Graph(options as object);
    graph.addNode("N", attributes as object);
    const { blocks, meta } = await askFrame<GraphMeta>(await served(graph), "graph");
    expect([meta.caption, blocks.captions]).toEqual([attribute, [caption]]);
  });
});

describe("a search", () => {
  const found = async (text: string, at = "v1") => {
    const viewer = await served(peopleGraph());
    const { blocks, meta } = await askFrame<SearchMeta>(
      viewer,
      `search?at=${at}&text=${encodeURIComponent(text)}`,
    );
    return { kind: meta.found.kind, nodes: list(blocks.nodeIds), edges: list(blocks.edgeIds), meta };
  };

  test.each([
    [":Author", "filter", [1], []],
    ["born < 1900", "filter", [0], []],
    ["since = 1943", "filter", [], [1]],
    [":INSPIRED", "filter", [], [0, 1]],
    ["MATCH (n:Author) RETURN n", "cypher", [1], []],
    ["  match p = (:Person)-[]->(:Author) return p", "cypher", [0, 1], [0]],
    ["RETURN [(a)-->(b) | {from: a, to: [b]}] AS all", "cypher", [0, 1, 2], []],
    ["ada", "words", [0], []],
    ["inspired", "words", [], [0, 1]],
    ["PERSON", "words", [0, 1, 2], []],
    ["set", "words", [], []],
    ["with Ada", "words", [], []],
    ["name", "words", [], []],
  ] as const)("%s", async (text, kind, nodes, edges) => {
    expect(await found(text)).toMatchObject({ kind, nodes, edges });
  });

  test("of words folds case and accents as searches by an index do", async () => {
    const graph = new Graph();
    const texts = ["straße", "STRASSE", "τῷ", "ὈΔΥΣΣΕΎΣ", "Istanbul", "ᏣᎳᎩ", "plain"];
    for (const text of texts) graph.addNode("Wort", { text });
    graph.addNode("Straße", {});
    graph.addEdge(0, 1, "GRÖSSE", { text: "ﬁne" });
    const viewer = await served(graph);
    const find = async (text: string) => {
      const frame = await askFrame<SearchMeta>(viewer, `search?text=${encodeURIComponent(text)}`);
      const { blocks, meta } = frame;
      expect(meta.found.kind).toBe("words");
      return [list(blocks.nodeIds), list(blocks.edgeIds)];
    };
    expect(await find("strasse")).toEqual([[0, 1, 7], []]);
    expect(await find("STRAẞE")).toEqual([[0, 1, 7], []]);
    expect(await find("ΤΩΙ")).toEqual([[2], []]);
    expect(await find("ὀδυσσεύς")).toEqual([[3], []]);
    expect(await find("ıSTANBUL")).toEqual([[4], []]);
    expect(await find("ꮳꮃꭹ")).toEqual([[5], []]);
    expect(await find("größe")).toEqual([[], [0]]);
    expect(await find("FINE")).toEqual([[], [0]]);
    expect(await find("odysseus")).toEqual([[], []]);
    expect(await find("οδυσσευς")).toEqual([[3], []]);
    expect(await find("PLÁIN")).toEqual([[6], []]);
    expect(await find("\u0301")).toEqual([[], []]);
  });

  test("that gives rows without elements shows the rows", async () => {
    const { meta } = await found("UNWIND range(1, 250) AS i RETURN i, 'a' + i AS text");
    expect([meta.rowCount, meta.rows.length, meta.columns, meta.rows[1]]).toEqual([
      250,
      100,
      ["i", "text"],
      ["2", "a2"],
    ]);
  });

  test("takes what looks like an element for the map that it is", async () => {
    const graph = new Graph();
    const maps = [
      { kind: "path" },
      { kind: "path", nodes: 3, edges: [] },
      { kind: "path", nodes: [], edges: [] },
      { kind: "path", nodes: [{ kind: "node", id: 1 }], edges: [] },
      { kind: "node", id: 7, labels: ["A"] },
      { kind: "edge", id: 0 },
    ];
    for (const json of maps) graph.addNode("A", { json });
    graph.addEdge(2, 3, "T");
    const viewer = await served(graph);
    const search = (text: string) => askFrame<SearchMeta>(viewer, `search?text=${encodeURIComponent(text)}`);
    const { blocks, meta } = await search(
      "MATCH (n) RETURN n.json AS json, {json: n.json} AS map ORDER BY id(n)",
    );
    expect([list(blocks.nodeIds), list(blocks.edgeIds)]).toEqual([[], []]);
    expect(meta.rows.map(([text]) => JSON.parse(text!))).toEqual(maps);
    const found = await search("MATCH p = ()-[r]->() RETURN {p: [p]} AS map, r, 9007199254740993 AS big");
    expect([list(found.blocks.nodeIds), list(found.blocks.edgeIds)]).toEqual([[2, 3], [0]]);
    expect(found.meta.rows[0]?.slice(1)).toEqual(["[#0 :T]", "9007199254740993"]);
  });

  test("never writes, neither to the live graph nor to the past", async () => {
    const graph = peopleGraph();
    const viewer = await served(graph);
    const root = graph.head.commit!.root;
    for (const query of [
      "CREATE (n) RETURN n",
      "MATCH (n) DETACH DELETE n",
      "MATCH (n) SET n.name = 'x' RETURN n",
    ])
      for (const at of ["", "v1"]) {
        const { status, text } = await ask(
          viewer,
          pathOf(viewer, `search?at=${at}&text=${encodeURIComponent(query)}`),
        );
        expect({ query, at, status }).toEqual({ query, at, status: 400 });
        expect(text).toMatch(/read|never change|write/i);
      }
    expect([graph.status().nodes, graph.head.commit!.root]).toEqual([
      { added: 0, removed: 0, changed: 0 },
      root,
    ]);
    expect(graph.nodeCount).toBe(2);
  });
});

describe("a column", () => {
  const column = async (graph: Graph, name: string, kind = "nodes") => {
    const viewer = await served(graph);
    const ids = graph[kind as "nodes"].ids();
    return await askFrame<ColumnMeta>(viewer, `column?kind=${kind}&name=${encodeURIComponent(name)}`, ids);
  };

  test("of many numbers is numbers, of few whole ones and of texts categories", async () => {
    const graph = new Graph();
    for (let i = 0; i < 30; i++)
      graph.addNode("N", {
        size: i / 2,
        group: i % 3,
        name: `n${i % 12}`,
        big: BigInt(i) * 2n ** 55n,
        ...(i === 0 ? {} : { some: i }),
      });
    const size = await column(graph, "size");
    expect([size.meta, list(size.blocks.values).slice(0, 3)]).toEqual([
      { kind: "numbers", type: "float64" },
      [0, 0.5, 1],
    ]);
    expect(list((await column(graph, "big")).blocks.values)[2]).toBe(2 ** 56);
    expect(list((await column(graph, "some")).blocks.values).slice(0, 2)).toEqual([Number.NaN, 1]);
    const group = await column(graph, "group");
    expect(group.meta).toEqual({
      kind: "categories",
      categories: ["0", "1", "2"].map((text) => ({ text, count: 10 })),
      others: 0,
      absent: 0,
    });
    const name = await column(graph, "name");
    expect(name.meta).toMatchObject({ kind: "categories", others: 8, absent: 0 });
    expect(new Set(list(name.blocks.codes))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]));
  });

  test("has no value for elements that are gone", async () => {
    const graph = peopleGraph();
    const viewer = await served(graph);
    const { meta } = await askFrame<ColumnMeta>(
      viewer,
      "column?kind=nodes&name=name",
      Uint32Array.of(1, 0, 77),
    );
    expect(meta).toEqual({
      kind: "categories",
      categories: [{ text: "Ada Lovelace", count: 1 }],
      others: 0,
      absent: 2,
    });
  });

  test("of an algorithm says what the algorithm says", async () => {
    const graph = new Graph();
    for (let i = 0; i < 12; i++) graph.addNode();
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 4],
      [4, 5],
      [5, 3],
      [2, 3],
      [6, 7],
    ] as const)
      graph.addEdge(a, b);
    const parts = await column(graph, "connectedComponents()");
    expect(parts.meta).toMatchObject({ kind: "categories", others: 0 });
    expect(list(parts.blocks.codes).slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
    const groups = list((await column(graph, "louvain()")).blocks.codes);
    expect(groups[0]).toBe(groups[1]);
    expect(groups[0]).not.toBe(groups[4]);
    const ranks = await column(graph, "pageRank()");
    expect(list(ranks.blocks.values).reduce((sum: number, each) => sum + (each as number), 0)).toBeCloseTo(1);
  });

  test("of a name that is none is refused", async () => {
    await expect(column(peopleGraph(), "nothing")).rejects.toThrow("expected an attribute of nodes");
    await expect(column(peopleGraph(), "louvain()", "edges")).rejects.toThrow(
      "expected an attribute of edges",
    );
    await expect(column(peopleGraph(), "constructor")).rejects.toThrow("expected an attribute of nodes");
  });
});

describe("an element", () => {
  test("has its attributes, neighbours and history", async () => {
    const viewer = await served(peopleGraph());
    const ada = await askJson<ShownElement>(viewer, "element?kind=node&id=0");
    expect(ada).toMatchObject({
      kind: "node",
      caption: "Ada Lovelace",
      labels: ["Person"],
      degree: { out: 1, in: 0 },
      neighbors: [{ edge: 1, node: 2, caption: "Grace", type: "INSPIRED", direction: "out" }],
      more: 0,
    });
    expect(ada.attributes).toEqual([
      { name: "name", type: "utf8", text: "Ada Lovelace" },
      { name: "born", type: "float64", text: "1815" },
    ]);
    expect(ada.changes.map(({ kind, message }) => [kind, message])).toEqual([
      ["changed", "without Alan"],
      ["added", "two people"],
    ]);
    expect(ada.changes[0]!.facts).toEqual([{ name: "name", before: "Ada", after: "Ada Lovelace" }]);
    const edge = await askJson<ShownElement>(viewer, "element?kind=edge&id=1");
    expect(edge).toMatchObject({
      kind: "edge",
      caption: "INSPIRED",
      ends: [{ node: 0 }, { node: 2, caption: "Grace" }],
    });
  });

  test("of a past state is as it was", async () => {
    const viewer = await served(peopleGraph());
    const alan = await askJson<ShownElement>(viewer, "element?kind=node&id=1&at=v1");
    expect([alan.caption, alan.labels]).toEqual(["Alan", ["Author", "Person"]]);
    expect((await ask(viewer, pathOf(viewer, "element?kind=node&id=1"))).status).toBe(400);
  });

  test("shows values of every kind as text, the long ones cut", async () => {
    const graph = new Graph();
    graph.addNode("N", {
      bytes: Uint8Array.of(1, 2),
      date: new Date(Date.UTC(2024, 0, 2)),
      big: 2n ** 62n,
      list: ["a", "b"],
      bigs: [2n ** 62n + 1n, -1n],
      floats: [0.5, Number.NaN, Number.NEGATIVE_INFINITY],
      days: [date("2024-02-29")],
      nested: { a: [1, { b: null }] },
      flag: false,
      long: "y".repeat(30_000),
    });
    const { attributes } = await askJson<ShownElement>(await served(graph), "element?kind=node&id=0");
    const shown = Object.fromEntries(attributes.map(({ cut, name, text }) => [name, cut ?? text]));
    expect(shown).toEqual({
      bytes: "2 bytes",
      date: "2024-01-02T00:00:00.000Z",
      big: String(2n ** 62n),
      list: '["a","b"]',
      bigs: `[${2n ** 62n + 1n},-1]`,
      floats: "[0.5,NaN,-Infinity]",
      days: '["2024-02-29"]',
      nested: '{"a":[1,{"b":null}]}',
      flag: "false",
      long: 10_000,
    });
  });

  test("of a node with many edges has the first of them, and the number of the others", async () => {
    const graph = new Graph();
    const nodes = graph.addNodes(120, {});
    for (let i = 1; i < 120; i++) graph.addEdge(nodes[0]!, nodes[i]!);
    const { more, neighbors } = await askJson<ShownElement>(await served(graph), "element?kind=node&id=0");
    expect([neighbors.length, more]).toEqual([50, 69]);
  });
});

describe("a part", () => {
  test("is some nodes, and those around one", async () => {
    const graph = new Graph();
    const nodes = graph.addNodes(30, {});
    for (let i = 1; i < 30; i++) graph.addEdge(nodes[0]!, nodes[i]!);
    const viewer = await served(graph);
    const part = await askFrame<GraphMeta>(viewer, "part?around=5", Uint32Array.of(7, 8, 99));
    expect([list(part.blocks.nodeIds), list(part.blocks.edgeIds).length]).toEqual([[0, 5, 7, 8], 3]);
  });
});

describe("the history", () => {
  test("is the commits of the head or of a branch, oldest first, with the names of each", async () => {
    const graph = peopleGraph();
    graph.branch("old", { at: "v1" });
    const viewer = await served(graph);
    const all = await askJson<ShownHistory>(viewer, "history");
    expect(all).toMatchObject({
      hasHistory: true,
      branch: "main",
      dirty: false,
      branches: ["main", "old"],
      tags: ["v1"],
      more: false,
    });
    expect(all.commits.map(({ message, names }) => [message, names])).toEqual([
      ["two people", []],
      ["Grace", ["old", "v1"]],
      ["without Alan", ["main"]],
    ]);
    expect((await askJson<ShownHistory>(viewer, "history?branch=old")).commits.length).toBe(2);
    graph.addNode();
    expect((await askJson<ShownHistory>(viewer, "history")).dirty).toBe(true);
  });

  test("of a graph without commits is empty", async () => {
    const graph = new Graph();
    const viewer = await served(graph);
    expect(await askJson(viewer, "history")).toMatchObject({
      hasHistory: true,
      head: null,
      dirty: false,
      commits: [],
    });
    graph.addNode();
    expect(await askJson(viewer, "history")).toMatchObject({ dirty: true });
  });
});
