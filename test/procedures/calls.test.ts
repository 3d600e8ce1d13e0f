/** Algorithms called by queries: options, parts of the graph, the past, errors, limits; and the lists of what there is. */
import { expect, test } from "vitest";
import { connectedComponents, pageRank, shortestPath } from "../../src/algorithms/index.js";
import { lineGraph } from "../../src/algorithms/operators/line-graph.js";
import { reverse } from "../../src/algorithms/operators/reverse.js";
import { Graph } from "../../src/graph.js";
import { findGraphProcedure as webProcedure } from "../../src/platform/web-procedures.js";
import { graphProcedures } from "../../src/procedures/procedure-registry.js";
import { defineFunction, defineProcedure } from "../../src/query/index.js";

/** A path of five and a triangle beside it. */
function sample(): Graph {
  const graph = new Graph();
  graph.query(`
    UNWIND range(0, 7) AS i CREATE (:P {i: i, h: 7 - i})
    WITH count(*) AS n
    UNWIND [[0, 1], [1, 2], [2, 3], [3, 4], [5, 6], [6, 7], [7, 5]] AS pair
    MATCH (a:P {i: pair[0]}), (b:P {i: pair[1]})
    CREATE (a)-[:K {w: pair[0] + 1.5}]->(b)
  `);
  graph.commit("one");
  return graph;
}

test("options are those of the function", () => {
  const graph = sample();
  const rows = graph
    .query(
      "CALL groggy.pageRank({damping: 0.5, weight: 'w', maxIterations: 7}) YIELD node, score, iterations RETURN id(node) AS id, score, iterations",
    )
    .toArray();
  const result = pageRank(graph, { damping: 0.5, weight: "w", maxIterations: 7 });
  expect(rows).toEqual(Array.from(result, ([id, score]) => ({ id, score, iterations: result.iterations })));
  const empty = graph.query("CALL groggy.pageRank() YIELD score RETURN count(*) AS n").column("n");
  for (const call of [
    "CALL groggy.pageRank(null)",
    "CALL groggy.pageRank({})",
    "CALL groggy.pageRank({damping: null})",
  ])
    expect(graph.query(`${call} YIELD score RETURN count(*) AS n`).column("n")).toEqual(empty);
  expect(graph.query("CALL groggy.pageRank").columns).toEqual(["node", "score", "iterations", "converged"]);
  expect(
    graph
      .query("CALL groggy.pageRank($options) YIELD score RETURN count(*) AS n", { options: { damping: 1 } })
      .column("n"),
  ).toEqual(empty);
  // a whole number where a fraction is asked
  expect(
    graph.query("CALL groggy.pageRank({damping: 1}) YIELD score RETURN count(*) AS n").column("n"),
  ).toEqual(empty);
});

test("lists of nodes and edges that the query gathers narrow the graph", () => {
  const graph = sample();
  const components = (text: string): unknown =>
    graph
      .query(`${text} YIELD node, component RETURN node.i AS i, component ORDER BY i`)
      .toArray({ rows: "array" });
  expect(
    components(
      "MATCH (p:P) WHERE p.i < 3 WITH collect(p) AS ps CALL groggy.connectedComponents({nodes: ps})",
    ),
  ).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
  ]);
  expect(
    components(
      "MATCH (p:P) WHERE p.i <> 2 WITH collect(p) AS ps CALL groggy.connectedComponents({nodes: ps})",
    ),
  ).toEqual([
    [0, 0],
    [1, 0],
    [3, 3],
    [4, 3],
    [5, 5],
    [6, 5],
    [7, 5],
  ]);
  expect(
    components(
      "MATCH ()-[k:K]->() WHERE k.w > 5 WITH collect(k) AS ks CALL groggy.connectedComponents({edges: ks})",
    ),
  ).toEqual([
    [5, 5],
    [6, 5],
    [7, 5],
  ]);
  expect(
    components(
      "MATCH (p:P) WHERE p.i > 2 MATCH (p)-[k:K]->() WHERE k.w > 6 WITH collect(DISTINCT p) AS ps, collect(k) AS ks MATCH (q:P) WHERE q.i > 4 WITH ks, collect(q) AS qs CALL groggy.connectedComponents({nodes: qs, edges: ks})",
    ),
  ).toEqual([
    [5, 5],
    [6, 5],
    [7, 5],
  ]);
  expect(components("WITH [] AS none CALL groggy.connectedComponents({nodes: none})")).toEqual([]);
  expect(
    components(
      "MATCH (p:P) WHERE p.i < 2 WITH collect(p) AS ps CALL groggy.connectedComponents({nodes: ps, edges: []})",
    ),
  ).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test("a result goes on through the query, and can be written", () => {
  const graph = sample();
  graph.query("CALL groggy.pageRank() YIELD node, score SET node.rank = score");
  const ranks = pageRank(graph);
  expect(graph.nodes.column("rank").toArray()).toEqual([...ranks.values]);
  const [path] = graph
    .query<{ path: { length: number }; km: number }>(
      "MATCH (a:P {i: 0}), (b:P {i: 4}) CALL groggy.shortestPath(a, b, {weight: 'w'}) YIELD path, distance RETURN path, distance AS km",
    )
    .toArray();
  expect([path.path.length, path.km]).toEqual([4, shortestPath(graph, 0, 4, { weight: "w" })!.distance]);
  expect(
    graph
      .query("MATCH (a:P {i: 4}), (b:P {i: 0}) CALL groggy.shortestPath(a, b) YIELD path RETURN path")
      .toArray(),
  ).toEqual([]);
  expect(
    graph
      .query(
        "MATCH (a:P {i: 4}), (b:P {i: 0}) OPTIONAL CALL groggy.shortestPath(a, b) YIELD path RETURN path",
      )
      .toArray(),
  ).toEqual([{ path: null }]);
  expect(
    graph
      .query("UNWIND [0, 1, 2] AS s CALL groggy.shortestPath(s, 4) YIELD path RETURN s, length(path) AS n")
      .toArray(),
  ).toEqual([
    { s: 0, n: 4 },
    { s: 1, n: 3 },
    { s: 2, n: 2 },
  ]);
  expect(
    graph
      .query(
        "MATCH (a:P {i: 0}), (b:P {i: 4}) CALL groggy.aStar(a, b, {heuristic: 'h'}) YIELD path RETURN [n IN nodes(path) | n.i] AS is",
      )
      .column("is"),
  ).toEqual([[0, 1, 2, 3, 4]]);
});

test("a procedure reads the state that the query reads, at the time of the call", () => {
  const graph = sample();
  graph.query("MATCH (p:P) WHERE p.i > 4 DETACH DELETE p");
  graph.commit("two");
  const count = "CALL groggy.connectedComponents() YIELD component RETURN count(DISTINCT component) AS n";
  expect(graph.query(count).column("n")).toEqual([1]);
  expect(graph.query(`USE at('main~1') ${count}`).column("n")).toEqual([2]);
  expect(graph.at("main~1").query(count).column("n")).toEqual([2]);
  expect(graph.subgraph(graph.nodes.where("i < 1 OR i > 2")).query(count).column("n")).toEqual([2]);
  expect(reverse(graph).query(count).column("n")).toEqual([1]);
  expect(lineGraph(graph).query(count).column("n")).toEqual([1]);
  const later = graph.query(count);
  graph.addNode("P");
  expect(later.column("n")).toEqual([1]);
  const both =
    "CALL { USE at('main~1') CALL groggy.pageRank() YIELD node, score RETURN node AS a, score AS was } CALL (a) { MATCH (b) WHERE b = a RETURN b } RETURN count(*) AS n";
  expect(graph.query(both).column("n")).toEqual([5]);
  expect(connectedComponents(graph).count).toBe(2);
});

test("an asynchronous query reads the state of its call", async () => {
  const graph = sample();
  const running = graph.queryAsync("CALL groggy.connectedComponents() YIELD node RETURN count(*) AS n");
  graph.addNode("P");
  expect((await running).column("n")).toEqual([8]);
});

test("a graph beside comes by a revision, or by lists", () => {
  const graph = sample();
  graph.query("MATCH (p:P {i: 0}) DETACH DELETE p");
  expect(graph.query("CALL groggy.isIsomorphic('main') YIELD value RETURN value").column("value")).toEqual([
    false,
  ]);
  expect(
    graph
      .query(
        "MATCH (p:P) WHERE p.i > 4 WITH collect(p) AS ps CALL groggy.isIsomorphic({nodes: ps}, {nodes: ps}) YIELD value RETURN value",
      )
      .column("value"),
  ).toEqual([true]);
  expect(
    graph
      .query(
        "MATCH (p:P) WHERE p.i > 4 WITH collect(p) AS ps CALL groggy.subgraphIsomorphisms({nodes: ps}) YIELD match, node RETURN count(DISTINCT match) AS n",
      )
      .column("n"),
  ).toEqual([3]);
  expect(
    graph.query("CALL groggy.union({at: 'main'}) YIELD kind RETURN kind, count(*) AS n").toArray(),
  ).toEqual([
    { kind: "node", n: 8 },
    { kind: "edge", n: 7 },
  ]);
});

test.each([
  ["CALL groggy.pageRnk()", /did you mean "groggy.pageRank"/],
  ["CALL groggy.pagerank()", /did you mean "groggy.pageRank"/],
  [
    "CALL groggy.pageRank({dampin: 0.5})",
    /"options" of groggy.pageRank expected a map of damping, .*, nodes, edges, got "dampin"; did you mean "damping"/,
  ],
  ["CALL groggy.pageRank({damping: 'x'})", /"damping" of groggy.pageRank expected a number, got STRING "x"/],
  ["CALL groggy.pageRank({damping: 2})", /"damping" expected 0..1, got 2/],
  [
    "CALL groggy.pageRank({direction: 'up'})",
    /"direction" of groggy.pageRank expected one of out, in, both, got STRING "up"/,
  ],
  [
    "CALL groggy.pageRank({weight: 1})",
    /"weight" of groggy.pageRank expected a list of numbers, got INTEGER 1/,
  ],
  ["CALL groggy.pageRank({weight: 'nothing'})", /"weight" expected .*"nothing"/],
  ["CALL groggy.pageRank({nodes: 1})", /"options" of groggy.pageRank expected a map/],
  [
    "CALL groggy.pageRank({nodes: ['a']})",
    /"nodes" of groggy.pageRank expected a list of NODEs, got STRING "a"/,
  ],
  [
    "MATCH ()-[r]->() WITH collect(r) AS rs CALL groggy.pageRank({nodes: rs}) YIELD node RETURN node",
    /expected a list of NODEs, got RELATIONSHIP/,
  ],
  ["CALL groggy.pageRank({nodes: [99]})", /99/],
  ["CALL groggy.pageRank(1)", /"options" expected MAP/],
  ["CALL groggy.pageRank({}, 1)", /expected 0 to 1 inputs, got 2/],
  ["CALL groggy.shortestPath(0)", /expected 2 to 3 inputs, got 1/],
  ["CALL groggy.shortestPath(0, 'x')", /"target" expected NODE | INTEGER/],
  ["CALL groggy.shortestPath(0, 99)", /"target" expected a node of this graph, got 99/],
  ["CALL groggy.shortestPath(0, null)", /"target" of groggy.shortestPath expected NODE | INTEGER, got null/],
  ["CALL groggy.kCore('x')", /"k" expected NUMBER/],
  [
    "CALL groggy.pageRank() YIELD value RETURN value",
    /YIELD expected an output of "groggy.pageRank", got "value"/,
  ],
  [
    "MATCH (n) CALL groggy.jaccard({pairs: [n]}) YIELD score RETURN score",
    /"pairs" of groggy.jaccard expected a list of pairs/,
  ],
  [
    "CALL groggy.isIsomorphic({graph: 1}) YIELD value RETURN value",
    /"second" of groggy.isIsomorphic expected a map of nodes, edges and at, got "graph"/,
  ],
  ["CALL groggy.isIsomorphic('nowhere') YIELD value RETURN value", /"revision" expected a branch/],
  ["CALL groggy.topologicalSort()", /expected a graph without directed cycles/],
  ["RETURN groggy.pageRank() AS x", /expected a function that is known/],
])("%s says what is wrong", (text, message) => {
  const graph = sample();
  expect(() => graph.query(text).toArray()).toThrow(message);
});

test("a query that runs an algorithm ends by its timeout", () => {
  const graph = new Graph();
  graph.addNodes(20_000);
  const ends = Uint32Array.from({ length: 100_000 }, (_, i) => (i * 7919 + 13 * (i % 31)) % 20_000);
  graph.addEdges(
    ends,
    Uint32Array.from(ends, (_, i) => ends[(i * 31 + 7) % ends.length]),
  );
  expect(() =>
    graph.query(
      "CALL groggy.betweennessCentrality() YIELD score RETURN sum(score) AS s",
      {},
      { timeout: 50 },
    ),
  ).toThrow(expect.objectContaining({ name: "TimeoutError" }));
});

test("groggy.procedures and groggy.functions list all that a query can call", () => {
  const graph = sample();
  graph.procedures.add(
    defineProcedure({
      name: "my.rows",
      inputs: { n: "INTEGER", all: "BOOLEAN?" },
      outputs: { i: "INTEGER" },
      description: "Rows of mine",
      run: () => [],
    }),
    defineFunction({
      name: "my.twice",
      inputs: { n: "NUMBER" },
      output: "NUMBER",
      description: "Twice as much",
      run: (_view, [n]) => Number(n) * 2,
    }),
  );
  const procedures = graph
    .query<{ name: string; signature: string; description: string }>("CALL groggy.procedures()")
    .toArray();
  const names = procedures.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(new Set(names)).toEqual(new Set(["my.rows", ...graphProcedures().map(({ name }) => name)]));
  const of = (wanted: string) => procedures.find(({ name }) => name === wanted);
  expect(of("my.rows")).toEqual({
    name: "my.rows",
    signature: "my.rows(n :: INTEGER, all :: BOOLEAN?) :: (i :: INTEGER)",
    description: "Rows of mine",
  });
  expect(of("groggy.pageRank")?.signature).toBe(
    "groggy.pageRank(options :: MAP? = null) :: (node :: NODE, score :: FLOAT, iterations :: INTEGER, converged :: BOOLEAN)",
  );
  for (const { name, description, signature } of procedures) {
    expect(description, name).not.toBe("");
    expect(signature.startsWith(`${name}(`), name).toBe(true);
  }
  const functions = graph
    .query<{ name: string; signature: string; description: string; isAggregate: boolean }>(
      "CALL groggy.functions()",
    )
    .toArray();
  for (const { name, description } of functions)
    expect([name, description]).toEqual([name, expect.stringMatching(/\w/)]);
  const functionOf = (wanted: string) => functions.find(({ name }) => name === wanted);
  expect(functionOf("my.twice")).toEqual({
    name: "my.twice",
    signature: "my.twice(INTEGER | FLOAT) :: INTEGER | FLOAT",
    description: "Twice as much",
    isAggregate: false,
  });
  expect(functionOf("left")?.signature).toBe("left(STRING, INTEGER) :: STRING");
  expect(functionOf("sum")?.isAggregate).toBe(true);
  expect(functionOf("coalesce")?.signature).toBe("coalesce(ANY...) :: ANY");
  const brought = defineProcedure({ name: "my.brought", run: () => [] });
  const options = { procedures: [brought] };
  expect(
    graph
      .query("CALL groggy.procedures() YIELD name WHERE name STARTS WITH 'my.' RETURN name", {}, options)
      .column("name"),
  ).toEqual(["my.brought", "my.rows"]);
});

test("in a bundle procedures are added by hand, and the error says how", () => {
  expect(() => webProcedure("groggy.pageRank")).toThrow(/graph.procedures.add\(...graphProcedures\(\)\)/);
  const graph = sample();
  graph.procedures.add(...graphProcedures());
  expect(graph.query("CALL groggy.density() YIELD value RETURN value").column("value")).toHaveLength(1);
});

test("batches give rows as records do, and are checked as these are", () => {
  const graph = sample();
  const outputs = { node: "NODE", score: "FLOAT", rank: "INTEGER", name: "STRING?" } as const;
  const batched = defineProcedure({
    name: "my.batches",
    outputs,
    *batches(view: Graph) {
      yield {
        node: view.nodes.ids(),
        score: new Float64Array(8).fill(0.5),
        rank: Int32Array.from({ length: 8 }, (_, i) => i),
        name: Array(8).fill("x"),
      };
      yield { node: [0, 1], score: [1, 2], rank: [9n, 10], name: [null, "y"] };
      yield { node: [], score: [], rank: [] };
      yield { node: new Uint32Array([3]), score: new Int32Array([7]), rank: new Float64Array([7]) };
    },
  });
  const rows = graph
    .query(
      "CALL my.batches() YIELD node, score, rank, name RETURN id(node) AS node, score, rank, name",
      {},
      { procedures: [batched] },
    )
    .toArray({ rows: "array" });
  expect(rows).toEqual([
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i, 0.5, i, "x"]),
    [0, 1, 9, null],
    [1, 2, 10, "y"],
    [3, 7, 7, null],
  ]);
  for (const [batch, message] of [
    [[1], /"batches" of my.wrong expected to give batches that are objects of columns by name/],
    [{ node: [0], score: [1] }, /an array for "rank"/],
    [{ node: [0], score: [1, 2], rank: [1] }, /expected 1 values of "score"/],
    [{ node: [99], score: [1], rank: [1] }, /expected the id of a node that is there, got 99/],
    [
      { node: new Uint32Array([99]), score: [1], rank: [1] },
      /expected the id of a node that is there, got 99/,
    ],
    [{ node: [0], score: ["x"], rank: [1] }, /"score" of my.wrong expected FLOAT, got STRING/],
    [{ node: [0], score: [1], rank: [1.5] }, /"rank" of my.wrong expected INTEGER, got FLOAT/],
    [
      { node: [0], score: [1], rank: new Float64Array([1.5]) },
      /"rank" of my.wrong expected INTEGER, got FLOAT/,
    ],
    [{ node: "ab", score: [1], rank: [1] }, /an array for "node"/],
    [null, /objects of columns/],
  ] as const) {
    const wrong = defineProcedure({ name: "my.wrong", outputs, batches: () => [batch as object] });
    expect(() =>
      graph.query("CALL my.wrong() YIELD score RETURN score", {}, { procedures: [wrong] }).toArray(),
    ).toThrow(message);
  }
  expect(() => defineProcedure({ name: "my.both", run: () => [], batches: () => [] })).toThrow(
    /either "run" or "batches", got both/,
  );
  expect(() => defineProcedure({ name: "my.none" })).toThrow(/"run" expected a function, got undefined/);
  expect(() => defineProcedure({ name: "my.none", description: 1 as never, run: () => [] })).toThrow(
    /"description" expected a string/,
  );
});

test("groggy.vector.search finds what nodes.nearest finds", () => {
  const graph = new Graph({ schema: { nodes: { at: "vector<float32, 2>", name: "utf8" } } });
  const names = ["east", "north", "west", "far east"];
  const vectors = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [4, 1],
  ];
  names.forEach((name, i) => void graph.addNode("P", { name, at: vectors[i] as never }));
  graph.addNode("P", { name: "nowhere" });
  graph.commit("five");
  graph.nodes.set(1, { at: [2, 0] as never });
  const search = (call: string, parameters = {}): unknown[][] =>
    graph.query(`${call} YIELD node, score RETURN node.name, score`, parameters).toArray({ rows: "array" });
  const nearest = (limit: number, options = {}): unknown[][] =>
    Array.from(graph.nodes.nearest("at" as never, [1, 0], { limit, ...options }), ([id, score]) => [
      names[id],
      score,
    ]);
  expect(search("CALL groggy.vector.search('at', [1, 0], 3)")).toEqual(nearest(3));
  expect(search("CALL groggy.vector.search('at', $v, 10)", { v: new Float32Array([1, 0]) })).toEqual(
    nearest(10),
  );
  expect(search("CALL groggy.vector.search('at', [1.0, 0], 2, {metric: 'euclidean'})")).toEqual(
    nearest(2, { metric: "euclidean" }),
  );
  expect(search("CALL groggy.vector.search('at', [1, 0], 5, {minScore: 0.99})")).toEqual(
    nearest(5, { minScore: 0.99 }),
  );
  expect(
    search(
      "MATCH (p:P) WHERE p.name STARTS WITH 'w' OR p.name = 'far east' WITH collect(p) AS ps CALL groggy.vector.search('at', [1, 0], 5, {nodes: ps})",
    ).map(([name]) => name),
  ).toEqual(["far east", "west"]);
  expect(search("CALL groggy.vector.search('at', [1, 0], 0)")).toEqual([]);
  expect(search("USE at('main') CALL groggy.vector.search('at', [0, 1], 1)")).toEqual([["north", 1]]);
  for (const [call, message] of [
    ["'at', [1, 0, 0], 1", /"vector" expected/],
    [
      "'at', ['a', 0], 1",
      /"vector" of groggy.vector.search expected LIST<FLOAT>, got LIST of STRING, INTEGER|"vector" expected/,
    ],
    ["'name', [1, 0], 1", /"attribute" expected|"name"/],
    ["'nothing', [1, 0], 1", /"nothing"/],
    ["'at', [1, 0], -1", /"k" of groggy.vector.search expected an INTEGER of 0 or more, got -1/],
    ["'at', [1, 0], 1.5", /"k" expected INTEGER/],
    [
      "'at', [1, 0], 1, {metrics: 'dot'}",
      /"options" of groggy.vector.search expected metric, minScore, nodes, got "metrics"/,
    ],
    ["'at', [1, 0], 1, {metric: 'up'}", /"metric" expected/],
    ["'at', [1, 0], 1, {nodes: 1}", /"nodes" of groggy.vector.search expected a list of NODEs/],
  ] as const)
    expect(() => search(`CALL groggy.vector.search(${call})`), call).toThrow(message);
});

test("inputs have types, and an INTEGER is taken where a FLOAT or a NUMBER is asked for", () => {
  const graph = sample();
  const given: unknown[] = [];
  const typed = (type: string) =>
    defineProcedure({
      name: "my.typed",
      inputs: { x: type },
      run: (_view, inputs) => {
        given.push(...inputs);
        return [];
      },
    });
  const call = (type: string, value: string): unknown => {
    given.length = 0;
    graph
      .query(`WITH [${value}] AS list CALL my.typed(list[0])`, {}, { procedures: [typed(type)] })
      .toArray();
    graph.query(`CALL my.typed(${value})`, {}, { procedures: [typed(type)] }).toArray();
    expect(given[0]).toEqual(given[1]);
    return given[0];
  };
  expect(call("FLOAT", "1")).toBe(1);
  expect(call("NUMBER", "1")).toBe(1);
  expect(call("NUMBER", "1.5")).toBe(1.5);
  expect(call("FLOAT", "9007199254740993")).toBe(9007199254740992);
  expect(call("NUMBER", "9007199254740993")).toBe(9007199254740993n);
  expect(call("LIST<FLOAT>", "[1, 2.5]")).toEqual([1, 2.5]);
  expect(call("STRING | INTEGER", "'a'")).toBe("a");
  expect(call("STRING | INTEGER?", "null")).toBe(null);
  for (const [type, value] of [
    ["INTEGER", "1.5"],
    ["FLOAT", "'1'"],
    ["LIST<FLOAT>", "[1, 'a']"],
    ["STRING | BOOLEAN", "1"],
    ["STRING", "null"],
    ["NUMBER", "true"],
  ])
    expect(() => call(type, value), `${type} ${value}`).toThrow(/"x"/);
  for (const type of ["FLOT", "LIST<FLOT>", "STRING | FLOT", "", "?"])
    expect(() => typed(type)).toThrow(/"inputs.x" expected a type such as "STRING\?"/);
});
