// What toArrow makes, fromArrow gives back, whatever the types, the gaps, the state and the way in between.
import { type Table, tableFromIPC, tableToIPC } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromArrow, toArrow } from "../../../src/formats/arrow/index.js";
import { Graph, type GraphView, type Selection } from "../../../src/index.js";
import { attributes, schema } from "./arbitraries.js";

/** What a graph holds, told without its ids: edges name their ends by position. */
function contents(view: GraphView, part?: Selection) {
  const ids = [...(part ?? view.nodes)];
  const position = new Map(ids.map((id, i) => [id, i]));
  return {
    nodes: ids.map((id) => ({ labels: view.nodes.labels(id), ...view.nodes.get(id) })),
    edges: part
      ? []
      : [...view.edges].map((id) => ({
          ends: [position.get(view.source(id)), position.get(view.target(id))],
          type: view.edges.type(id),
          ...view.edges.get(id),
        })),
  };
}

const ways: [string, (table: Table) => Table][] = [
  ["in memory", (table) => table],
  ["by IPC bytes", (table) => tableFromIPC(tableToIPC(table, "stream"))],
];

function roundTrip(view: GraphView, way: (table: Table) => Table): Graph {
  const copy = new Graph();
  fromArrow(copy, { nodes: way(toArrow(view.nodes)), edges: way(toArrow(view.edges)) });
  return copy;
}

/** What is done to a graph, one thing after another; numbers are taken modulo what there is. */
const deeds = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ node: attributes, labels: fc.subarray(["A", "B", "Ü"]) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        edge: attributes,
        ends: fc.tuple(fc.nat(), fc.nat()),
        type: fc.option(fc.constantFrom("KNOWS", "LIKES")),
      }),
    },
    { weight: 2, arbitrary: fc.record({ set: attributes, at: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat() }) },
  ),
  { maxLength: 25 },
);

type Deeds = typeof deeds extends fc.Arbitrary<infer D> ? D : never;

function build(list: Deeds): Graph {
  const graph = new Graph({ schema: { nodes: schema, edges: schema } });
  for (const deed of list) {
    const ids = graph.nodes.ids();
    if ("node" in deed) graph.addNode(deed.labels, deed.node);
    else if (ids.length === 0) continue;
    else if ("edge" in deed) {
      const [source, target] = deed.ends.map((end) => ids[end % ids.length]);
      graph.addEdge(source, target, deed.type, deed.edge);
    } else if ("set" in deed) graph.nodes.set(ids[deed.at % ids.length], deed.set);
    else graph.removeNode(ids[deed.remove % ids.length]);
  }
  return graph;
}

describe.each(ways)("%s", (_, way) => {
  test("a graph comes back attribute by attribute", () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const graph = build(list);
        expect(contents(roundTrip(graph, way))).toEqual(contents(graph));
      }),
    );
  });

  test("so does a past state, and a part of one", () => {
    fc.assert(
      fc.property(deeds, deeds, fc.nat(), (first, second, pick) => {
        const graph = build(first);
        graph.commit("first", { allowEmpty: true });
        const before = contents(graph);
        for (const id of graph.nodes.ids())
          if (id % 3 === pick % 3) graph.nodes.set(id, { a: null, b: 7, f: "new" });
        graph.addNodes(second.length);
        graph.commit("second", { allowEmpty: true });
        const past = graph.at("main~1");
        expect(contents(roundTrip(past, way))).toEqual(before);
        const part = past.subgraph(past.nodes.select([...past.nodes].filter((id) => id % 2 === pick % 2)));
        expect(contents(roundTrip(part, way))).toEqual(contents(part));
      }),
      { numRuns: 50 },
    );
  });

  test("so does a selection", () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.boolean(), { maxLength: 25 }), (list, picks) => {
        const graph = build(list);
        const some = graph.nodes.select([...graph.nodes].filter((_, i) => picks[i]));
        const copy = new Graph();
        fromArrow(copy, { nodes: way(toArrow(some)) });
        expect(contents(copy)).toEqual(contents(graph, some));
      }),
    );
  });

  test("types stay what they were, for attributes that have a value", () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const graph = build(list);
        const copy = roundTrip(graph, way);
        for (const kind of ["nodes", "edges"] as const) {
          const { schema: types } = graph[kind];
          const used = Object.keys(types).filter(
            (name) => graph[kind].column(name).absentCount < graph[kind].count,
          );
          expect(copy[kind].schema).toEqual(Object.fromEntries(used.map((name) => [name, types[name]])));
        }
      }),
    );
  });
});
