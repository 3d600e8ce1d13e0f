// The core beside graphology and ngraph.graph: building one by one and in bulk, single questions, filters.
// Answers are compared before anything is timed. Sizes: --nodes and --edges; --smoke runs small ones once, for
// CI. Run: npm run build && npm run bench:core
import { DirectedGraph } from "graphology";
import createGraph from "ngraph.graph";
import { Bench } from "tinybench";
import { Graph } from "../dist/index.js";
import {
  checkSame,
  digits,
  drawer,
  machine,
  measure,
  option,
  smoke,
  spread,
  uniformEdges,
} from "./shared/measure.mjs";

const nodeCount = option("nodes", smoke ? 1_000 : 200_000);
const edgeCount = option("edges", smoke ? 5_000 : 1_000_000);
const draw = drawer(0x2545f491);
const collect = globalThis.gc ?? (() => {});

const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(26) : cell.padStart(18))).join(""));
const heads = (text) => line(`\n${text}`.padEnd(27), "groggy", "graphology", "ngraph.graph");
/** One line: groggy's figure with its spread, the others' with how many times as long they take. */
const compare = (name, [own, ...others]) =>
  line(
    name,
    spread(own),
    ...others.map(({ median }) => `${digits(median)} (${digits(median / own.median)}x)`),
  );
/** Times in ms as times in ns for each of `count`. */
const each = (count, times) =>
  times.map(({ median, low, high }) => {
    const scale = 1e6 / count;
    return { median: median * scale, low: low * scale, high: high * scale };
  });

console.log(machine("graphology", "ngraph.graph"));
console.log(`${nodeCount} nodes, ${edgeCount} edges, uniform; medians`);

const { sources, targets } = uniformEdges(nodeCount, edgeCount, draw);
const people = Array.from({ length: nodeCount }, (_, i) => ({
  name: `name ${i}`,
  age: draw(100),
  city: `city ${draw(500)}`,
  score: draw(1000) / 7,
  active: draw(2) === 1,
  since: new Date(1.5e12 + draw(1e9)),
}));

// each implementation: nodes with attributes from objects, then edges, one by one
const implementations = [
  {
    nodes() {
      const graph = new Graph();
      for (let i = 0; i < nodeCount; i++) graph.addNode(people[i]);
      return graph;
    },
    edges(graph) {
      for (let i = 0; i < edgeCount; i++) graph.addEdge(sources[i], targets[i]);
      return graph;
    },
  },
  {
    nodes() {
      const graph = new DirectedGraph();
      for (let i = 0; i < nodeCount; i++) graph.addNode(i, people[i]);
      return graph;
    },
    edges(graph) {
      for (let i = 0; i < edgeCount; i++) graph.addEdge(sources[i], targets[i]);
      return graph;
    },
  },
  {
    nodes() {
      const graph = createGraph();
      graph.beginUpdate();
      for (let i = 0; i < nodeCount; i++) graph.addNode(i, people[i]);
      graph.endUpdate();
      return graph;
    },
    edges(graph) {
      graph.beginUpdate();
      for (let i = 0; i < edgeCount; i++) graph.addLink(sources[i], targets[i]);
      graph.endUpdate();
      return graph;
    },
  },
];
const after = (make) => () => {
  const made = make?.();
  collect();
  return made;
};

heads("building, ns an element");
const rounds = [7, 3, 3];
const nodeTimes = implementations.map(({ nodes }, i) => measure(rounds[i], nodes, after()));
compare("addNode, six attributes", each(nodeCount, nodeTimes));
const edgeTimes = implementations.map(({ nodes, edges }, i) => measure(rounds[i], edges, after(nodes)));
compare("addEdge", each(edgeCount, edgeTimes));
const bulkTime = measure(
  rounds[0],
  (graph) => graph.addEdges(sources, targets),
  after(() => {
    const graph = new Graph();
    graph.addNodes(nodeCount);
    return graph;
  }),
);
compare("edges from typed arrays", each(edgeCount, [bulkTime, ...edgeTimes.slice(1)]));

// upserts by a key, beside the one peer that has them; ours give a label as well
const upserts = people.map(({ age, city }) => ({ age, city }));
const upsert = [
  {
    make: () => new Graph({ key: "name" }),
    merge: (graph, i) => graph.mergeNode(people[i].name, upserts[i], "Person"),
  },
  { make: () => new DirectedGraph(), merge: (graph, i) => graph.mergeNode(people[i].name, upserts[i]) },
];
const mergeAll = (merge) => (graph) => {
  for (let i = 0; i < nodeCount; i++) merge(graph, i);
  return graph;
};
const newTimes = upsert.map(({ make, merge }, i) => measure(rounds[i], mergeAll(merge), after(make)));
compare("mergeNode, new", each(nodeCount, newTimes));
const againTimes = upsert.map(({ make, merge }, i) =>
  measure(
    rounds[i],
    mergeAll(merge),
    after(() => mergeAll(merge)(make())),
  ),
);
compare("mergeNode, again", each(nodeCount, againTimes));

const [groggy, graphology, ngraph] = implementations.map(({ nodes, edges }) => edges(nodes()));
checkSame("edges of graphology", graphology.size, edgeCount);
checkSame("edges of ngraph.graph", ngraph.getLinkCount(), edgeCount);
checkSame("edges of groggy", groggy.edgeCount, edgeCount);

const questionCount = 1000;
const askedNodes = Uint32Array.from({ length: questionCount }, () => draw(nodeCount));
const askedEdges = Uint32Array.from({ length: questionCount }, () => draw(edgeCount));
/** Asks about each of `ids` and adds up the answers. */
const sumOver = (ids, ask) => () => {
  let sum = 0;
  for (let i = 0; i < ids.length; i++) sum += ask(ids[i]);
  return sum;
};
const sumOf = (ids) => {
  let sum = 0;
  for (let i = 0; i < ids.length; i++) sum += Number(ids[i]);
  return sum;
};
const edgeKeys = graphology.edges();
const links = [];
ngraph.forEachLink((link) => {
  links.push(link);
});

heads("single questions, ns");
const questions = {
  "neighbors, out": [
    (id) => sumOf(groggy.neighbors(id)),
    (id) => sumOf(graphology.outNeighbors(id)),
    (id) => {
      let sum = 0;
      const add = (node) => {
        sum += node.id;
      };
      ngraph.forEachLinkedNode(id, add, true);
      return sum;
    },
  ],
  "degree, both": [
    (id) => groggy.degree(id, "both"),
    (id) => graphology.degree(id),
    (id) => ngraph.getLinks(id)?.size ?? 0,
  ],
  "one attribute": [
    (id) => groggy.nodes.get(id, "age"),
    (id) => graphology.getNodeAttribute(id, "age"),
    (id) => ngraph.getNode(id).data.age,
  ],
  "all attributes": [
    (id) => groggy.nodes.get(id).age,
    (id) => graphology.getNodeAttributes(id).age,
    (id) => ngraph.getNode(id).data.age,
  ],
  hasNode: [
    (id) => (groggy.hasNode(id * 2) ? 1 : 0),
    (id) => (graphology.hasNode(id * 2) ? 1 : 0),
    (id) => (ngraph.hasNode(id * 2) ? 1 : 0),
  ],
};
for (const [name, asks] of Object.entries(questions)) {
  const times = await timesOf(
    name,
    asks.map((ask) => sumOver(askedNodes, ask)),
  );
  compare(name, each(questionCount, times));
}
const ends = await timesOf("source of an edge", [
  sumOver(askedEdges, (edge) => groggy.source(edge)),
  sumOver(askedEdges, (edge) => Number(graphology.source(edgeKeys[edge]))),
  sumOver(askedEdges, (edge) => links[edge].fromId),
]);
compare("source of an edge", each(questionCount, ends));

heads("filters, us");
const wanted = people[nodeCount >> 1].name;
const peersCounting = (test) => [
  () => {
    let count = 0;
    graphology.forEachNode((_, attributes) => {
      count += test(attributes) ? 1 : 0;
    });
    return count;
  },
  () => {
    let count = 0;
    ngraph.forEachNode((node) => {
      count += test(node.data) ? 1 : 0;
    });
    return count;
  },
];
const where = (filter) => () => groggy.nodes.where(filter).count;
const byAge = await timesOf("age > 30", [
  where("age > 30"),
  ...peersCounting((attributes) => attributes.age > 30),
]);
compare("age > 30", each(1000, byAge));
const [byCity, byName] = [`city = 'city 7'`, `name = '${wanted}'`];
const cities = await timesOf(byCity, [where(byCity), ...peersCounting(({ city }) => city === "city 7")]);
compare("city = (500 values)", each(1000, cities));
const names = await timesOf(byName, [where(byName), ...peersCounting(({ name }) => name === wanted)]);
compare("name = (all distinct)", each(1000, names));
groggy.nodes.createIndex("name");
const indexed = await timesOf(byName, [where(byName)]);
compare("name =, hash index", each(1000, [...indexed, ...names.slice(1)]));

/** Times in ms, by tinybench, with the median's absolute deviation; the answers must agree. */
async function timesOf(name, runs) {
  for (const run of runs) checkSame(name, run(), runs[0]());
  const bench = new Bench({ time: smoke ? 5 : 400, warmupTime: smoke ? 1 : 150 });
  for (const [i, run] of runs.entries()) bench.add(`${name} ${i}`, run);
  await bench.run();
  return bench.tasks.map(({ result }) => {
    if (result.state === "errored") throw result.error;
    const { p50, mad } = result.latency;
    return { median: p50, low: p50 - mad, high: p50 + mad };
  });
}
