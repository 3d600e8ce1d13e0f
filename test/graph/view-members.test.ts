// Every member of the elements of every kind of view, found by reflection: a view that shares elements with a graph
// answers as the graph does, one that is built answers for itself, and none leaves a member out.
import { describe, expect, it } from "vitest";
import {
  complement,
  condensation,
  connectedComponents,
  contract,
  difference,
  disjointUnion,
  intersection,
  lineGraph,
  reverse,
  sampleNodes,
  toUndirected,
  union,
} from "../../src/algorithms/index.js";
import { attribute, Graph, type GraphView } from "../../src/index.js";

type Elements = GraphView["nodes"];

/** Views that are built have no attribute of the graph that they are made of. */
const absent = { unknown: "absent" } as const;

/** What a member answers for an element, as plain data. */
const members: Record<string, (elements: Elements, id: number) => unknown> = {
  all: (elements, id) => elements.all().has(id),
  bindFilter: (elements, id) => elements.bindFilter("id >= 0", undefined).matches(id),
  check: (elements, id) => elements.check(id),
  column: (elements, id) =>
    Object.keys(elements.schema).map((name) => elements.column(name).toArray()[[...elements].indexOf(id)]),
  count: (elements) => elements.count > 0,
  filter: (elements, id) => elements.filter("rank >= 0", undefined, undefined, absent).has(id),
  get: (elements, id) => [elements.get(id), elements.get(id, "rank"), elements.get(id, "name")],
  has: (elements, id) => [elements.has(id), elements.has(1e6), elements.has(-1), elements.has(0.5)],
  identity: (elements, id) => elements.identity(id),
  home: (elements) => elements.home[`${elements.kind}s`] === elements,
  ids: (elements, id) => elements.ids().includes(id),
  indexList: (elements) => elements.indexList,
  indices: () => undefined,
  kind: (elements) => elements.kind,
  labels: (elements, id) => elements.labels(id),
  rawLabelSets: (elements, id) => {
    const { codes, sets } = elements.rawLabelSets(Uint32Array.of(id));
    return sets[codes[0]] ?? [];
  },
  rawColumn: (elements, id) =>
    Object.keys(elements.schema).map((name) => elements.rawColumn(name, Uint32Array.of(id)) !== undefined),
  rawColumns: (elements, id) =>
    Object.keys(elements.schema).map((name) => elements.rawColumns(name, Uint32Array.of(id))?.length),
  rowsOf: (elements, id) => elements.rowsOf([id], { ends: false }),
  values: (elements, id) => elements.values([id], "rank"),
  rawEnds: (elements, id) =>
    elements.kind === "edge" && Object.keys(elements.rawEnds(Uint32Array.of(id))).sort(),
  read: (elements, id) =>
    Object.keys(elements.schema).map((name) => [...elements.read(name, Uint32Array.of(id)).toArray()]),
  schema: (elements) => Object.keys(elements.schema).length > 0 && elements.schema,
  select: (elements, id) => [...elements.select([id]).ids()],
  settleIn: () => undefined,
  sources: (elements, id) => elements.kind === "edge" && elements.sources([id]).length,
  state: (elements) => elements.state.kind,
  targets: (elements, id) => elements.kind === "edge" && elements.targets([id]).length,
  toJSON: (elements) => Object.keys(JSON.parse(JSON.stringify(elements))),
  type: (elements, id) => elements.type(id),
  where: (elements, id) => [
    elements.where("rank > $least", { least: 1 }, absent).has(id),
    elements.where(attribute("rank").greaterThan(1), {}, absent).has(id),
  ],
  withIdentity: (elements, id) => [
    elements.withIdentity(elements.identity(id)),
    elements.withIdentity({ origin: 77, sequence: 0 }),
  ],
  search: (elements, id) => textsOf(elements, () => elements.search("ada alan x", { limit: 100 }).has(id)),
  searchAsync: (elements, id) =>
    textsOf(elements, () => elements.all().search("ada", { limit: 100 }).has(id)),
  highlight: (elements, id) => elements.highlight(id, "name", "ada").ranges,
  nearest: (elements, id) => scoreIn(elements, () => elements.nearest("vector", [1, 2], ALL).get(id)),
  nearestAsync: (elements, id) =>
    scoreIn(elements, () => elements.all().nearest("vector", [2, 1], ALL).get(id)),
  nearestMany: (elements, id) =>
    scoreIn(elements, () => elements.nearestMany("vector", [[1, 2]], ALL)[0]?.get(id)),
  withLabel: (elements, id) => [elements.withLabel("A").has(id), elements.withLabel("None").count],
  withType: (elements, id) => elements.withType("A").has(id),
  [Symbol.iterator as never]: (elements: Elements, id: number) => [...elements].includes(id),
};

const ALL = { limit: 1000 };

/** The score that a search gives an element where there are vectors. */
function scoreIn(elements: Elements, search: () => number | undefined): number | undefined {
  return "vector" in elements.schema ? search() : undefined;
}

/** What a search over texts says where there is an index of them. */
function textsOf(elements: Elements, search: () => boolean): boolean | undefined {
  return elements.indexList.some(({ kind }) => kind === "text") ? search() : undefined;
}

/** Members that answer for each attribute of the view, of which others may have more. */
const bySchema = ["rawColumn", "rawColumns", "column", "read"];

/** The names of all members that the elements of a view have, or get from their classes. */
function namesOf(elements: object): PropertyKey[] {
  const names = new Set<PropertyKey>();
  for (let at = elements; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Reflect.ownKeys(at)) names.add(name);
  }
  names.delete("constructor");
  return [...names].filter((name) => typeof name === "string" || name === Symbol.iterator);
}

/** A graph that was cloned and went on, so that ids and identities differ, with removed elements and a past. */
function sampleGraph(directed: boolean): Graph {
  const first = new Graph({ directed });
  for (let i = 0; i < 4; i++) first.addNode(i % 2 === 0 ? "A" : ["A", "B"], { rank: i, name: `n${i}` });
  first.addEdge(0, 1, "A", { rank: 0, name: "e0" });
  first.addEdge(1, 2, "B", { rank: 1 });
  first.commit("first");
  const graph = Graph.clone(first);
  for (let i = 4; i < 9; i++) graph.addNode("A", { rank: i });
  for (let i = 2; i < 12; i++) graph.addEdge(i % 4, (i * 3) % 9, i % 3 === 0 ? "A" : null, { rank: i });
  graph.addEdge(5, 5, "A", { rank: 20 });
  graph.addEdge(0, 1, "A", { rank: 21 });
  for (const id of graph.nodes.ids()) graph.nodes.set(id, { vector: Float32Array.of(id, 1) });
  for (const id of graph.edges.ids()) graph.edges.set(id, { vector: Float32Array.of(1, id) });
  graph.commit("second");
  graph.removeEdge(graph.edges.ids()[3]);
  graph.removeNode(graph.nodes.ids()[7]);
  graph.nodes.set(2, { rank: 30 });
  return graph;
}

const sharing: Record<string, (graph: Graph) => GraphView> = {
  "a past state": (graph) => graph.at("HEAD"),
  "a subgraph of nodes": (graph) => graph.subgraph(graph.nodes.where("rank < 6")),
  "a subgraph of edges": (graph) => graph.subgraph(graph.edges.where("rank > 1")),
  "a sample": (graph) => graph.subgraph(sampleNodes(graph, 6, { seed: 1 })),
  "turned round": reverse,
  "turned round twice": (graph) => reverse(reverse(graph)),
  "turned round in the past": (graph) => reverse(graph.at("HEAD~1")),
  "part of what is turned round": (graph) => {
    const turned = reverse(graph);
    return turned.subgraph(turned.nodes.where("rank < 6"));
  },
  "without direction": (graph) => toUndirected(graph),
  "united with the past": (graph) => union(graph, graph.at("HEAD~1")),
  "united and turned round": (graph) => reverse(union(graph, graph.at("HEAD"))),
  "in common with the past": (graph) => intersection(graph, graph.at("HEAD~1")),
  "less the past": (graph) => difference(graph, graph.at("HEAD~1")),
};

const built: Record<string, (graph: Graph) => GraphView> = {
  "a line graph": lineGraph,
  "a complement": (graph) => complement(graph),
  "several side by side": (graph) => disjointUnion([graph, graph.at("HEAD~1")]),
  "a condensation": (graph) => condensation(graph),
  "a contraction": (graph) => contract(graph, connectedComponents(graph)),
  "a line graph turned round": (graph) => reverse(lineGraph(graph)),
  "a complement turned round": (graph) => reverse(complement(graph)),
};

describe.each([true, false])("the elements of a view of a graph that is directed: %s", (directed) => {
  const graph = sampleGraph(directed);

  it("have members that are all named here", () => {
    for (const view of [graph.at("HEAD"), reverse(graph)]) {
      for (const elements of [view.nodes, view.edges]) {
        expect(namesOf(elements).filter((name) => !(name in members))).toEqual([]);
      }
    }
  });

  it.each(Object.entries(sharing))("answer as the graph does: %s", (name, make) => {
    const view = make(graph);
    // what an element is like is told by the first of these that has it
    const states = name.includes("past state")
      ? [graph.at("HEAD")]
      : name.includes("in the past")
        ? [graph.at("HEAD~1")]
        : [graph, graph.at("HEAD"), graph.at("HEAD~1")];
    for (const kind of ["nodes", "edges"] as const) {
      expect(view[kind].count).toBeGreaterThan(0);
      for (const id of view[kind].ids()) {
        const source = states.find((state) => state[kind].has(id))!;
        for (const [member, answer] of Object.entries(members)) {
          if (bySchema.includes(member)) continue;
          expect([member, id, answer(view[kind], id)]).toEqual([member, id, answer(source[kind], id)]);
        }
        for (const name of Object.keys(view[kind].schema)) {
          const [value] = view[kind].read(name as never, Uint32Array.of(id)).toArray();
          expect(value ?? undefined).toEqual(source[kind].get(id, name as never));
        }
      }
    }
  });

  it.each(Object.entries(built))("answer for themselves: %s", (_, make) => {
    const view = make(graph);
    for (const kind of ["nodes", "edges"] as const) {
      for (const id of view[kind].ids()) {
        for (const answer of Object.values(members)) answer(view[kind], id);
        expect(view[kind].withIdentity(view[kind].identity(id))).toBe(id);
      }
    }
  });

  it("of one that is turned round have the graph's own identities", () => {
    const turned = reverse(graph);
    for (const id of graph.edges.ids()) {
      const identity = graph.edges.identity(id);
      expect(turned.edges.identity(id)).toEqual(identity);
      expect(turned.edges.withIdentity(identity)).toBe(id);
      expect([turned.source(id), turned.target(id)]).toEqual([graph.target(id), graph.source(id)]);
    }
  });
});
