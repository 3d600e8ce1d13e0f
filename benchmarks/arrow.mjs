// A million nodes with six attributes as an Arrow table and back, beside the same by way of plain values.
// Run: npm run build && node benchmarks/arrow.mjs [--smoke]
import { Table, tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from "apache-arrow";
import { Graph } from "groggy";
import { fromArrow, toArrow } from "groggy/arrow";
import { drawer, measure, smoke, spread } from "./shared/measure.mjs";

const count = smoke ? 20_000 : 1_000_000;
const draw = drawer(7);
const attributes = {
  age: Int32Array.from({ length: count }, () => draw(100)),
  score: Float64Array.from({ length: count }, () => draw(1e6) / 7),
  kind: Array.from({ length: count }, () => `kind ${draw(50)}`),
  name: Array.from({ length: count }, (_, i) => `name ${i}`),
  active: Array.from({ length: count }, () => draw(2) === 1),
  seen: Array.from({ length: count }, () => new Date(draw(2 ** 31))),
};
const names = Object.keys(attributes);

/** One graph for each way that rows can lie. */
function graphOf(change = () => undefined) {
  const graph = new Graph();
  graph.addNodes(count, { labels: "Person", attributes });
  change(graph);
  return graph;
}

const inOrder = graphOf();
const withGaps = graphOf((graph) => {
  const some = graph.nodes.ids().filter((id) => id % 10 === 3);
  for (const name of names) graph.nodes.setColumn(name, some, new Array(some.length).fill(null));
});
const shuffled = graphOf((graph) => {
  const ids = graph.nodes.ids();
  for (let i = ids.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    [ids[i], ids[j]] = [ids[j], ids[i]];
  }
  for (const name of names) graph.nodes.setColumn(name, ids, attributes[name]);
});

/** The same table without groggy/arrow: values out of the graph, and one by one into Arrow. */
function byValues({ nodes }) {
  return new Table(
    Object.fromEntries(names.map((name) => [name, vectorFromArray(nodes.column(name).toArray())])),
  );
}

function check(table, graph, storage) {
  for (const name of names) {
    const field = table.schema.fields.find((each) => each.name === name);
    if (field.metadata.get("groggy:storage") !== storage) throw new Error(`${name} is not ${storage}`);
    const column = graph.nodes.column(name);
    const vector = table.getChild(name);
    for (let i = 0; i < count; i += 997) {
      const expected = column.get(i) ?? null;
      const same = expected instanceof Date ? +expected === vector.get(i) : expected === vector.get(i);
      if (!same) throw new Error(`${name} ${i}: ${vector.get(i)} is not ${expected}`);
    }
  }
}

const line = (what, summary) => console.log(`${what.padEnd(52)}${spread(summary).padStart(14)} ms`);

const own = { ids: false, labels: false };
console.log(`${count} nodes, six attributes; medians`);
check(toArrow(inOrder.nodes), inOrder, "shared");
check(toArrow(withGaps.nodes), withGaps, "gathered");
check(toArrow(shuffled.nodes), shuffled, "gathered");
line(
  "toArrow, shared",
  measure(41, () => toArrow(inOrder.nodes, own)),
);
line(
  "toArrow, shared, with ids and labels",
  measure(9, () => toArrow(inOrder.nodes)),
);
line(
  "toArrow, gathered: a tenth absent",
  measure(9, () => toArrow(withGaps.nodes, own)),
);
line(
  "toArrow, gathered: rows in random order",
  measure(9, () => toArrow(shuffled.nodes, own)),
);
line(
  "by values: column().toArray(), vectorFromArray",
  measure(3, () => byValues(inOrder)),
);

const whole = toArrow(inOrder.nodes);
const gaps = toArrow(withGaps.nodes);
const bytes = tableToIPC(whole);
const foreign = tableFromArrays({ ...attributes, seen: attributes.seen });
const load = (nodes) => {
  const graph = new Graph();
  fromArrow(graph, { nodes });
  return graph;
};
check(toArrow(load(tableFromIPC(bytes)).nodes), inOrder, "shared");
line(
  "fromArrow",
  measure(9, () => load(whole)),
);
line(
  "fromArrow, a tenth absent",
  measure(9, () => load(gaps)),
);
line(
  "fromArrow, a table of tableFromArrays",
  measure(5, () => load(foreign)),
);
line(
  "tableFromIPC and fromArrow",
  measure(5, () => load(tableFromIPC(bytes))),
);
line(
  "addNodes with the same arrays",
  measure(5, () => graphOf()),
);

const edges = new Graph();
const ids = edges.addNodes(count);
const sources = ids.map(() => draw(count));
edges.addEdges(sources, ids, { type: "LIKES", attributes: { weight: attributes.score } });
const tables = { nodes: toArrow(edges.nodes), edges: toArrow(edges.edges) };
const copy = new Graph();
fromArrow(copy, tables);
if (copy.source(count - 1) !== sources[count - 1]) throw new Error("edges lead elsewhere");
line(
  "toArrow of as many edges",
  measure(9, () => toArrow(edges.edges)),
);
line(
  "fromArrow of nodes and as many edges, by id",
  measure(5, () => fromArrow(new Graph(), tables)),
);
