// The verbs of a graph beside graphology, each as its own users would write it: upserts one by one and in bulk, steps
// along edges, groups, rows, transactions, listeners. Answers are compared before anything is timed; both take turns in
// one process. Sizes: --nodes and --edges; --rounds; --write puts the table into docs/results/verbs.md; --smoke runs
// small ones once. Run: npm run build && npm run bench:verbs -- --write
import { existsSync, writeFileSync } from "node:fs";
import { MultiDirectedGraph } from "graphology";
import { Graph } from "../dist/index.js";
import {
  checkSame,
  count,
  cpuTimeOf,
  digits,
  drawer,
  machine,
  option,
  smoke,
  summarize,
} from "./shared/measure.mjs";
import { table, writeSection } from "./shared/section.mjs";

const nodeCount = option("nodes", smoke ? 500 : 50_000);
const edgeCount = option("edges", smoke ? 2_000 : 200_000);
const rounds = option("rounds", smoke ? 1 : 5);
const draw = drawer(0x2545f491);

const email = Array.from({ length: nodeCount }, (_, i) => `person${i}@example.org`);
const city = Array.from(email, () => `city ${draw(200)}`);
const age = Int32Array.from(email, () => draw(90));
const older = age.map((each) => each + 1);
const sources = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
const targets = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
const weight = Float64Array.from(sources, () => draw(1000) / 8);
const [from, to] = [sources, targets].map((ends) => Array.from(ends, (end) => email[end]));
const type = Array.from(sources, () => ["KNOWS", "LIKES"][draw(2)]);

const lines = [];

/** Work with an answer that is read after it. */
const then = (work, answer) => () => {
  work();
  return answer();
};
/** What a graph has before: its nodes, and the edges as well unless these are to be new. */
const before = (addNodes, merge, isNew) => (graph) => {
  addNodes(graph);
  if (!isNew) merge(graph);
};

/**
 * Measures one line. `own` and `peer` make what they work on and return the work, which returns an answer; `each` is how
 * many things the work does.
 */
function line(what, each, own, peer) {
  checkSame(what, own()(), peer()());
  const times = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const work = [own, peer][side]();
      globalThis.gc?.();
      times[side].push((cpuTimeOf(work) * 1e6) / each);
    }
  }
  const [mine, other] = times.map((list) => summarize(list).median);
  const ratio = `${digits(mine <= other ? other / mine : mine / other)} times as ${mine <= other ? "fast" : "slow"}`;
  lines.push([what, `${digits(mine)} ns`, `${digits(other)} ns`, ratio]);
  console.log(
    what.padEnd(58),
    lines
      .at(-1)
      .slice(1)
      .map((cell) => cell.padStart(20))
      .join(""),
  );
}

const attributesAt = (i) => ({ city: city[i], age: age[i] });
const people = (write = () => {}) => {
  const graph = new Graph({ key: "email" });
  write(graph);
  return graph;
};
const peers = (write = () => {}) => {
  const graph = new MultiDirectedGraph();
  write(graph);
  return graph;
};
/** A loop over nodes one by one; the answer is the sum of what `each` returns. */
const loop = (length, each) => {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += each(i);
  return sum;
};
const addAll = (graph) => graph.mergeNodes({ email, city, age });
const addPeers = (graph) => loop(nodeCount, (i) => graph.mergeNode(email[i], attributesAt(i)).length);
const load = (graph) => {
  addAll(graph);
  graph.addEdges(sources, targets, { type, attributes: { weight } });
  graph.neighbors(0);
};
const loadPeers = (graph) => {
  addPeers(graph);
  for (let i = 0; i < edgeCount; i++)
    graph.addEdgeWithKey(i, from[i], to[i], { type: type[i], weight: weight[i] });
};

console.log(machine("graphology"));
const shape = `${count(nodeCount)} nodes with a key of text and two attributes, ${count(edgeCount)} edges with a type and a weight`;
console.log(`${shape}; ns of the processor's time for each\n`);

// upserts one by one
for (const [what, start, startPeers, values] of [
  ["of a new node", () => {}, () => {}, attributesAt],
  ["of a node that is there, nothing changes", addAll, addPeers, attributesAt],
  ["of a node that is there, one value changes", addAll, addPeers, (i) => ({ age: older[i] })],
])
  line(
    `mergeNode ${what}`,
    nodeCount,
    () => {
      const graph = people(start);
      return then(
        () => loop(nodeCount, (i) => graph.mergeNode(email[i], values(i))),
        () => graph.nodeCount,
      );
    },
    () => {
      const graph = peers(startPeers);
      return then(
        () => loop(nodeCount, (i) => graph.mergeNode(email[i], values(i)).length),
        () => graph.order,
      );
    },
  );
line(
  "updateNode",
  nodeCount,
  () => {
    const graph = people(addAll);
    const grow = ({ age }) => ({ age: age + 1 });
    return then(
      () => loop(nodeCount, (i) => graph.updateNode(i, grow) ?? 0),
      () => graph.nodes.get(7, "age"),
    );
  },
  () => {
    const graph = peers(addPeers);
    const grow = (attributes) => ({ ...attributes, age: attributes.age + 1 });
    return then(
      () => loop(nodeCount, (i) => graph.updateNode(email[i], grow).length),
      () => graph.getNodeAttribute(email[7], "age"),
    );
  },
);
const pairKey = (i) => `${from[i]} ${type[i]} ${to[i]}`;
for (const isNew of [true, false]) {
  const merge = (graph) =>
    loop(edgeCount, (i) => graph.mergeEdge(sources[i], targets[i], type[i], { weight: weight[i] }));
  // graphology finds an edge by its key alone
  const mergePeers = (graph) =>
    loop(edgeCount, (i) => graph.mergeEdgeWithKey(pairKey(i), from[i], to[i], { weight: weight[i] }).length);
  line(
    `mergeEdge of ${isNew ? "a new edge" : "an edge that is there"}`,
    edgeCount,
    () => {
      const graph = people(before(addAll, merge, isNew));
      return then(
        () => merge(graph),
        () => graph.edgeCount,
      );
    },
    () => {
      const graph = peers(before(addPeers, mergePeers, isNew));
      return then(
        () => mergePeers(graph),
        () => graph.size,
      );
    },
  );
}

const own = (write) => () => {
  const graph = people(load);
  return then(
    () => write(graph),
    () => graph.edges.get(7, "weight"),
  );
};
const theirs = (write) => () => {
  const graph = peers(loadPeers);
  return then(
    () => write(graph),
    () => graph.getEdgeAttribute(7, "weight"),
  );
};
line(
  "updateEdge",
  edgeCount,
  own((graph) => loop(edgeCount, (i) => graph.updateEdge(i, ({ weight }) => ({ weight: weight + 1 })) ?? 0)),
  theirs((graph) => {
    const grow = (attributes) => ({ ...attributes, weight: attributes.weight + 1 });
    for (let i = 0; i < edgeCount; i++) graph.updateEdgeAttributes(i, grow);
  }),
);
line(
  "graph.attributes.set of one of three",
  nodeCount,
  own((graph) => loop(nodeCount, (i) => graph.attributes.set({ [`count${i % 3}`]: i }) ?? 0)),
  theirs((graph) => loop(nodeCount, (i) => graph.setAttribute(`count${i % 3}`, i).order)),
);

// in bulk
for (const [what, start, startPeers, columns, values] of [
  ["new nodes", () => {}, () => {}, { email, city, age }, attributesAt],
  ["nodes that are there, nothing changes", addAll, addPeers, { email, city, age }, attributesAt],
  [
    "nodes that are there, one column changes",
    addAll,
    addPeers,
    { email, age: older },
    (i) => ({ age: older[i] }),
  ],
])
  line(
    `mergeNodes of ${what}, beside one by one`,
    nodeCount,
    () => {
      const graph = people(start);
      graph.node(email[0]);
      return then(
        () => graph.mergeNodes(columns),
        () => graph.nodeCount,
      );
    },
    () => {
      const graph = peers(startPeers);
      return then(
        () => loop(nodeCount, (i) => graph.mergeNode(email[i], values(i)).length),
        () => graph.order,
      );
    },
  );
for (const by of ["id", "key"])
  for (const isNew of [true, false]) {
    const ends = by === "id" ? [sources, targets] : [from, to];
    const merge = (graph) => graph.mergeEdges(...ends, { by, type, attributes: { weight } });
    const mergePeers = (graph) =>
      loop(
        edgeCount,
        (i) => graph.mergeEdgeWithKey(pairKey(i), from[i], to[i], { weight: weight[i] }).length,
      );
    line(
      `mergeEdges by ${by}, ${isNew ? "new edges" : "edges that are there"}, beside one by one`,
      edgeCount,
      () => {
        const graph = people(before(addAll, merge, isNew));
        return then(
          () => merge(graph),
          () => graph.edgeCount,
        );
      },
      () => {
        const graph = peers(before(addPeers, mergePeers, isNew));
        return then(
          () => mergePeers(graph),
          () => graph.size,
        );
      },
    );
  }
line(
  "addEdges by key, beside one by one",
  edgeCount,
  () => {
    const graph = people(addAll);
    return () => graph.addEdges(from, to, { by: "key", type, attributes: { weight } }).length;
  },
  () => {
    const graph = peers(addPeers);
    return () => {
      for (let i = 0; i < edgeCount; i++) graph.addEdge(from[i], to[i], { type: type[i], weight: weight[i] });
      return graph.size;
    };
  },
);

// reads
const graph = people(load);
const peer = peers(loadPeers);
const read = (what, each, own, other) =>
  line(
    what,
    each,
    () => own,
    () => other,
  );
const neighborsOf = (i, keep = () => true) => {
  const found = new Set();
  peer.forEachOutEdge(email[i], (_edge, attributes, _source, target) => {
    if (keep(attributes)) found.add(target);
  });
  return found;
};
const few = Array.from({ length: 1000 }, (_, i) => (i * 37) % nodeCount);
const distinctFew = [...new Set(few)];
read(
  "select([id]).out() of one node",
  few.length,
  () => loop(few.length, (i) => graph.nodes.select([few[i]]).out().count),
  () => loop(few.length, (i) => neighborsOf(few[i]).size),
);
read(
  'select(ids).out("KNOWS") of 1,000 nodes',
  distinctFew.length,
  () => graph.nodes.select(distinctFew).out("KNOWS").count,
  () => {
    const found = new Set();
    for (const i of distinctFew)
      for (const target of neighborsOf(i, (attributes) => attributes.type === "KNOWS")) found.add(target);
    return found.size;
  },
);
read(
  'select(ids).out("KNOWS", { maxDepth: 3 }) of 10 nodes',
  10,
  () => graph.nodes.select(distinctFew.slice(0, 10)).out("KNOWS", { maxDepth: 3 }).count,
  () => {
    const found = new Set();
    let frontier = distinctFew.slice(0, 10).map((i) => email[i]);
    for (let depth = 0; depth < 3; depth++) {
      const next = [];
      for (const start of frontier)
        peer.forEachOutEdge(start, (_edge, attributes, _source, target) => {
          if (attributes.type !== "KNOWS" || found.has(target)) return;
          found.add(target);
          next.push(target);
        });
      frontier = next;
    }
    return found.size;
  },
);
const someEdges = Uint32Array.from({ length: nodeCount }, (_, i) => (i * 7919) % edgeCount);
const place = new Map(email.map((key, i) => [key, i]));
read(
  "edges.sources(ids)",
  nodeCount,
  () => graph.edges.sources(someEdges).reduce((sum, each) => sum + each, 0),
  () => loop(nodeCount, (i) => place.get(peer.source(someEdges[i]))),
);
read(
  'neighbors(id, { type: "KNOWS" })',
  few.length,
  () => loop(few.length, (i) => graph.neighbors(few[i], { type: "KNOWS" }).length),
  () => loop(few.length, (i) => neighborsOf(few[i], (attributes) => attributes.type === "KNOWS").size),
);
read(
  "degrees() of all nodes",
  nodeCount,
  () => graph.degrees().reduce((sum, degree) => sum + degree, 0),
  () => peer.reduceNodes((sum, node) => sum + peer.outDegree(node), 0),
);
read(
  'edges.all().groupBy("source").aggregate(sum, count)',
  edgeCount,
  () => {
    const rows = graph.edges
      .all()
      .groupBy("source")
      .aggregate({ total: { sum: "weight" }, n: "count" });
    return Math.round(rows.reduce((sum, { total, n }) => sum + total * n, 0));
  },
  () => {
    const sums = new Map();
    peer.forEachEdge((_edge, attributes, source) => {
      const each = sums.get(source) ?? { total: 0, n: 0 };
      each.total += attributes.weight;
      each.n++;
      sums.set(source, each);
    });
    return Math.round([...sums.values()].reduce((sum, { total, n }) => sum + total * n, 0));
  },
);
read(
  'nodes.all().groupBy("city").aggregate(mean)',
  nodeCount,
  () => {
    const rows = graph.nodes
      .all()
      .groupBy("city")
      .aggregate({ mean: { mean: "age" } });
    return Math.round(rows.reduce((sum, { mean }) => sum + mean, 0));
  },
  () => {
    const sums = new Map();
    peer.forEachNode((_node, { city, age }) => {
      const each = sums.get(city) ?? { total: 0, n: 0 };
      each.total += age;
      each.n++;
      sums.set(city, each);
    });
    return Math.round([...sums.values()].reduce((sum, { total, n }) => sum + total / n, 0));
  },
);
read(
  "edges.all().rows()",
  edgeCount,
  () =>
    graph.edges
      .all()
      .rows()
      .reduce((sum, { id, weight }) => sum + id * weight, 0),
  () =>
    peer
      .mapEdges((edge, attributes, source, target) => ({ id: Number(edge), source, target, ...attributes }))
      .reduce((sum, { id, weight }) => sum + id * weight, 0),
);
read(
  "rows({ orderBy, limit: 10 }) of all edges",
  edgeCount,
  () =>
    graph.edges
      .all()
      .rows({ columns: ["weight"], orderBy: { column: "weight", order: "descending" }, limit: 10 })
      .reduce((sum, { id }) => sum + id, 0),
  () =>
    peer
      .mapEdges((edge, { weight }) => ({ id: Number(edge), weight }))
      .sort((a, b) => b.weight - a.weight || a.id - b.id)
      .slice(0, 10)
      .reduce((sum, { id }) => sum + id, 0),
);
const ids = Uint32Array.from(email, (_, i) => (i * 7919) % nodeCount);
read(
  'nodes.values(ids, "age")',
  nodeCount,
  () => graph.nodes.values(ids, "age").reduce((sum, each) => sum + each, 0),
  () => loop(nodeCount, (i) => peer.getNodeAttribute(email[ids[i]], "age")),
);

// transactions and listeners: graphology has no transactions
const writes = Math.min(nodeCount, 20_000);
line(
  "transaction around one set, beside the write alone",
  writes,
  () => {
    const one = people(addAll);
    return then(
      () => loop(writes, (i) => one.transaction(() => one.nodes.set(i, { age: i })) ?? 0),
      () => one.nodes.get(9, "age"),
    );
  },
  () => {
    const one = peers(addPeers);
    return then(
      () => loop(writes, (i) => one.setNodeAttribute(email[i], "age", i).length),
      () => one.getNodeAttribute(email[9], "age"),
    );
  },
);
line(
  "set with a listener on every write",
  writes,
  () => {
    const one = people(addAll);
    let heard = 0;
    one.onChange(({ nodes }) => (heard += nodes.counts.changed));
    return then(
      () => loop(writes, (i) => one.nodes.set(i, { age: i + 100 }) ?? 0),
      () => heard,
    );
  },
  () => {
    const one = peers(addPeers);
    let heard = 0;
    one.on("nodeAttributesUpdated", () => heard++);
    return then(
      () => loop(writes, (i) => one.setNodeAttribute(email[i], "age", i + 100).length),
      () => heard,
    );
  },
);

if (process.argv.includes("--write")) {
  const text = [
    `\`\`\`\n${machine("graphology")}\n\`\`\``,
    `${shape}. Nanoseconds of the processor's time for each node, edge or call; medians of ${rounds} rounds in one process, in turns.`,
    table([["", "groggy", "graphology", "groggy is"], ...lines]),
  ].join("\n\n");
  const page = new URL("../docs/results/verbs.md", import.meta.url);
  const opening =
    "# The verbs beside graphology\n\nMade by a command, not by hand: ratios hold on other machines, times do not.";
  if (!existsSync(page))
    writeFileSync(page, `${opening}\n\n\`\`\`sh\nnpm run build && npm run bench:verbs -- --write\n\`\`\`\n`);
  writeSection("results/verbs.md", "Verb by verb", text);
}
