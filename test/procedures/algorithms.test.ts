/** Every function of groggy/algorithms as a procedure: its rows are what the function itself gives. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { algorithmFiles } from "../../scripts/algorithm-list.mjs";
import * as algorithms from "../../src/algorithms/index.js";
import { Graph } from "../../src/graph.js";
import type { AlgorithmArgument, AlgorithmEntry } from "../../src/procedures/algorithm-entry.js";
import { algorithmList } from "../../src/procedures/algorithm-list.js";
import { edgeResults } from "../../src/procedures/algorithm-results.js";
import { findGraphProcedure } from "../../src/procedures/procedure-registry.js";
import type { GraphView } from "../../src/view.js";

/** Two triangles and a square with a tail, of persons with attributes; directed, with a loop and a parallel edge. */
function sample(directed = true): Graph {
  const graph = new Graph({ directed });
  graph.addNodes(9, {
    labels: "P",
    attributes: { group: [0, 0, 0, 1, 1, 1, 2, 2, 2], score: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
  });
  const pairs = [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 3],
    [5, 6],
    [6, 7],
    [7, 8],
    [8, 6],
    [1, 2],
    [4, 4],
  ];
  pairs.forEach(([a, b], i) => {
    graph.addEdge(a, b, i % 2 === 0 ? "T" : "U", { w: 1 + (i % 3), c: 2 });
  });
  graph.commit("a graph");
  return graph;
}

/** A graph without cycles, for what needs one. */
function acyclic(): Graph {
  const graph = new Graph();
  graph.addNodes(5, { labels: "P", attributes: { group: [0, 0, 1, 1, 1], score: [1, 2, 3, 4, 5] } });
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [0, 3],
    [3, 4],
  ])
    graph.addEdge(a, b, "T", { w: 1, c: 1 });
  graph.commit("a graph");
  return graph;
}

const ACYCLIC = new Set(["topologicalSort", "topologicalGenerations", "transitiveReduction"]);
const UNDIRECTED = new Set(["tripletCensus", "eulerianCircuit", "minimumSpanningForest"]);

/** Values of an argument, as a query has it and as the function takes it. */
function given({ kind, name, words }: AlgorithmArgument, graph: Graph): [text: string, value: unknown] {
  switch (kind) {
    case "node":
      return name === "target" ? ["t", 4] : ["s", 0];
    case "nodes":
      return ["[s, t]", [0, 4]];
    case "pairs":
      return [
        "[[s, t], [t, s]]",
        [
          [0, 4],
          [4, 0],
        ],
      ];
    case "number":
      if (["probability", "inside", "between"].includes(name)) return ["0.5", 0.5];
      return name === "nodeCount" ? ["6", 6] : name === "k" ? ["2", 2] : ["3", 3];
    case "boolean":
      return ["true", true];
    case "attribute":
      return ["'vector'", "vector"];
    case "edge attribute":
      return ["'w'", "w"];
    case "node attribute":
      return ["'group'", "group"];
    case "estimate":
      return ["[[s, 0.0], [t, 0]]", () => 0];
    case "types":
      return ["['T']", ["T"]];
    case "filter":
      return ["'w > 1'", "w > 1"];
    case "numbers":
      if (name === "sizes") return ["[3, 2]", [3, 2]];
      return name === "probabilities" ? ["[0.5, 0.2, 0.2]", [0.5, 0.2, 0.2]] : ["[2, 2, 2, 2]", [2, 2, 2, 2]];
    case "json":
      return name === "probabilities"
        ? [
            "[[0.5, 0.1], [0.1, 0.5]]",
            [
              [0.5, 0.1],
              [0.1, 0.5],
            ],
          ]
        : ["{total: {sum: 'score'}}", { total: { sum: "score" } }];
    case "view":
      return ["'main'", graph.at("main")];
    case "views":
      return ["['main', 'main']", [graph.at("main"), graph.at("main")]];
    default:
      return [`'${words?.[0]}'`, words?.[0]];
  }
}

interface Call {
  readonly graph: Graph;
  readonly text: string;
  readonly result: unknown;
}

function call(entry: AlgorithmEntry, options: readonly AlgorithmArgument[]): Call {
  const graph = ACYCLIC.has(entry.name) ? acyclic() : sample(!UNDIRECTED.has(entry.name));
  if (entry.name === "similarityGraph") {
    const vectors = Array.from({ length: 9 }, (_, i) => Float32Array.of(i + 1, 9 - i));
    graph.nodes.setColumn("vector", graph.nodes.all(), vectors);
  }
  const isOnGraph = entry.arguments[0]?.kind === "view";
  const values = entry.arguments.slice(isOnGraph ? 1 : 0).map((argument) => given(argument, graph));
  const named = options.map((option) => [option.name, given(option, graph)] as const);
  const map = named.length === 0 ? "" : `{${named.map(([name, [text]]) => `${name}: ${text}`).join(", ")}}`;
  const list = [...values.map(([text]) => text), map].filter((text) => text !== "").join(", ");
  const outputs = findGraphProcedure(`groggy.${entry.name}`)!
    .outputs.map(({ name }) => name)
    .join(", ");
  const ends = "MATCH (s), (t) WHERE id(s) = 0 AND id(t) = 4";
  const text = `${ends} CALL groggy.${entry.name}(${list}) YIELD ${outputs} RETURN ${outputs}`;
  const all = algorithms as unknown as Record<string, (...given: unknown[]) => unknown>;
  const args: unknown[] = [...(isOnGraph ? [graph] : []), ...values.map(([, value]) => value)];
  if (named.length > 0) args.push(Object.fromEntries(named.map(([name, [, value]]) => [name, value])));
  return { graph, text, result: all[entry.name](...args) };
}

type Row = Record<string, unknown>;

/** Rows with elements as their ids. */
function plainRows(graph: Graph, text: string): Row[] {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const { kind, id, nodes, edges } = value as { kind?: string; id?: number; nodes?: Row[]; edges?: Row[] };
    if ((kind === "node" || kind === "edge") && Object.getPrototypeOf(value) !== Object.prototype) return id;
    if (kind === "path")
      return { nodes: nodes!.map((each) => each.id), edges: edges!.map((each) => each.id) };
    return value;
  };
  return graph
    .query(text)
    .toArray()
    .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
}

const listOf = (values: Iterable<number>): number[] => [...values];

/** The rows that a result should have: written apart from what makes them, by what the result is. */
function expected(result: unknown): unknown {
  if (result === undefined) return [];
  if (typeof result !== "object" || result === null) return [{ value: result }];
  if (result instanceof algorithms.EdgeList)
    return {
      nodes: result.nodeCount,
      edges: Array.from(result.sources, (source, i) => [source, result.targets[i]]),
    };
  if ("nodeCount" in result) {
    const view = result as GraphView;
    return {
      nodes: view.nodeCount,
      edges: Array.from(view.edges, (id) => [view.source(id), view.target(id)]),
      attributes: Array.from(view.nodes, (id) => view.nodes.get(id)),
    };
  }
  return result;
}

/** Rows and result where that is one thing after the other. */
function comparableItems(rows: readonly Row[], result: object): [got: unknown, wanted: unknown] {
  const outputs = Object.keys(rows[0] ?? {});
  const items = [...(result as Iterable<unknown>)];
  if (items[0] instanceof algorithms.Communities)
    return [
      rows.map(({ division, node, community, modularity }) => [division, node, community, modularity]),
      items.flatMap((each, i) => {
        const { ids, values, modularity } = each as algorithms.Communities;
        return Array.from(ids, (id, at) => [i, id, values[at], modularity]);
      }),
    ];
  if (items[0] instanceof algorithms.Result)
    return [
      rows.map(({ match, pattern, node }) => [match, pattern, node]),
      items.flatMap((each, i) => Array.from(each as algorithms.Result, ([id, value]) => [i, id, value])),
    ];
  if (outputs.includes("path"))
    return [
      rows,
      items.map((each) => {
        const { nodes, edges, distance } = each as {
          nodes: Uint32Array;
          edges: Uint32Array;
          distance: number;
        };
        return { path: { nodes: listOf(nodes), edges: listOf(edges) }, distance: distance ?? edges.length };
      }),
    ];
  return [rows.map((row) => row.nodes), items.map((each) => listOf(each as Uint32Array))];
}

/** What rows say, in the form of a result. */
function comparable(name: string, rows: readonly Row[], result: unknown): [got: unknown, wanted: unknown] {
  const wanted = expected(result);
  if (typeof result !== "object" || result === null) return [rows, wanted];
  const column = (key: string): unknown[] => rows.map((row) => row[key]);
  if (result instanceof algorithms.EdgeList || "nodeCount" in (result as object)) {
    const nodes = rows.filter(({ kind }) => kind === "node");
    const edges = rows.filter(({ kind }) => kind === "edge").map(({ source, target }) => [source, target]);
    const isView = !(result instanceof algorithms.EdgeList);
    return [
      {
        nodes: nodes.length,
        edges,
        ...(isView ? { attributes: nodes.map(({ attributes }) => attributes) } : {}),
      },
      wanted,
    ];
  }
  if (Array.isArray(result)) return comparableItems(rows, result);
  const outputs = Object.keys(rows[0] ?? {});
  const given = result as Record<string, never>;
  if (result instanceof algorithms.Result)
    return [
      [column(outputs[0]), column(outputs[1])],
      [listOf(result.ids), listOf(result.values)],
    ];
  if (result instanceof Uint32Array) return [column(outputs[0]), listOf(result)];
  if (result instanceof Float64Array) return [column("value"), listOf(result)];
  if (typeof given.ids === "function")
    return [column(outputs[0]), listOf((given.ids as () => Uint32Array)())];
  if ("sources" in result! && "targets" in result!) {
    const {
      sources,
      targets,
      scores,
      values = scores,
    } = result as {
      sources: Uint32Array;
      targets: Uint32Array;
      values?: Float64Array;
      scores?: Float64Array;
    };
    return [
      [column("source"), column("target"), values === undefined ? [] : column("score")],
      [listOf(sources), listOf(targets), listOf(values ?? [])],
    ];
  }
  if ("hubs" in result!) {
    const { hubs, authorities } = result as { hubs: algorithms.Result; authorities: algorithms.Result };
    return [
      [column("node"), column("hub"), column("authority")],
      [listOf(hubs.ids), listOf(hubs.values), listOf(authorities.values)],
    ];
  }
  if ("order" in result!) {
    const tree = result as { order: Uint32Array; depths: algorithms.Result; predecessors: algorithms.Result };
    return [
      [column("node"), column("depth"), column("predecessor")],
      [
        listOf(tree.order),
        Array.from(tree.order, (id) => tree.depths.get(id)),
        Array.from(tree.order, (id) => (tree.predecessors.get(id)! < 0 ? null : tree.predecessors.get(id))),
      ],
    ];
  }
  if ("distances" in result!) {
    const paths = result as { distances: algorithms.Result; predecessors: algorithms.Result };
    return [
      [column("node"), column("distance"), column("predecessor")],
      [
        listOf(paths.distances.ids),
        listOf(paths.distances.values),
        Array.from(paths.predecessors.values, (id) => (id < 0 ? null : id)),
      ],
    ];
  }
  if ("flow" in result!) {
    const { flow } = result as { flow: algorithms.Result };
    return [
      [column("edge"), column("flow")],
      [listOf(flow.ids), listOf(flow.values)],
    ];
  }
  if (name.endsWith("Cut")) {
    const { value, edges, nodes } = result as { value: number; edges: Uint32Array; nodes: Uint32Array };
    return [rows, [{ value, edges: listOf(edges), nodes: listOf(nodes) }]];
  }
  if ("distance" in result! || name === "findCycle") {
    const { nodes, edges } = result as { nodes: Uint32Array; edges: Uint32Array };
    const closed = name === "findCycle" ? [...nodes, nodes[0]] : listOf(nodes);
    return [column("path"), [{ nodes: closed, edges: listOf(edges) }]];
  }
  if ("edges" in result!) return [column("edge"), listOf(result!.edges as Uint32Array)];
  if ("values" in result!) {
    const { ids, values } = result as { ids: Uint32Array; values: Float64Array };
    const cells = Array.from(values, (value, i) => [
      ids[Math.floor(i / ids.length)],
      ids[i % ids.length],
      value,
    ]);
    return [rows.map((row) => [row.source, row.target, row.distance ?? row.score]), cells];
  }
  if (Symbol.iterator in result!) return comparableItems(rows, result as object);
  return [Object.fromEntries(rows.map(({ name: key, count }) => [key, count])), result];
}

test("the table is that of the declarations: npm run algorithms:update writes it", () => {
  for (const [path, text] of Object.entries(algorithmFiles())) expect(readFileSync(path, "utf8")).toBe(text);
});

test("every function that is exported is a procedure", () => {
  const names = Object.entries(algorithms).flatMap(([name, value]) =>
    typeof value === "function" && /^[a-z]/.test(name) && !name.endsWith("Async") ? [name] : [],
  );
  expect(algorithmList.map(({ name }) => name).sort()).toEqual(names.sort());
  for (const name of names) expect(findGraphProcedure(`groggy.${name}`)?.description, name).toMatch(/\w{3}/);
});

test.each(algorithmList.map((entry) => [entry.name, entry] as const))(
  "groggy.%s gives the rows of the function's result",
  (name, entry) => {
    const required = entry.options.filter((option) => option.required === true || option.name === "seed");
    const more =
      name === "erdosRenyiGraph" ? entry.options.filter((option) => option.name === "edgeCount") : [];
    const { graph, text, result } = call(entry, [...required, ...more]);
    const [got, wanted] = comparable(name, plainRows(graph, text), result);
    expect(got).toEqual(wanted);
    const [first] = findGraphProcedure(`groggy.${name}`)!.outputs;
    if (result instanceof algorithms.Result && result.kind !== undefined) {
      expect(edgeResults.has(name)).toBe(result.kind === "edge");
      expect(first.name).toBe(result.kind);
    }
  },
);

test("every option reaches the function", () => {
  for (const entry of algorithmList)
    for (const option of entry.options) {
      const required = entry.options.filter((each) => each.required === true && each !== option);
      const isRandom = entry.options.some(({ name }) => name === "seed") && option.name !== "seed";
      const seed = isRandom ? entry.options.filter(({ name }) => name === "seed") : [];
      let made: Call | unknown;
      try {
        made = call(entry, [...required.filter((each) => !seed.includes(each)), ...seed, option]);
      } catch (error) {
        made = error;
      }
      if (made instanceof Error) continue;
      const { graph, text, result } = made as Call;
      const [got, wanted] = comparable(entry.name, plainRows(graph, text), result);
      expect(got, `${entry.name} ${option.name}`).toEqual(wanted);
    }
});
