// Goes once through the package as it is built: verbs, history, a store, algorithms with and without threads, tables.
// Prints what has to be the same on every version of Node. The store at the path given is one that the versions before
// have written to.
import assert from "node:assert/strict";
import { join } from "node:path";
import { Graph, GroggyError } from "groggy";
import { kroneckerGraph, louvain, pageRank, pageRankAsync, shortestPath } from "groggy/algorithms";
import { fromArrow, toArrow } from "groggy/arrow";

const folder = process.argv[2];
let time = 0;
const clock = () => ++time;
const same = [];

// verbs and history, in memory
const graph = new Graph({
  key: "name",
  clock,
  schema: { nodes: { born: "int32" }, edges: { at: "timestamp" } },
});
const ada = graph.mergeNode("Ada", { born: 1815, tags: ["a", "b"] }, "Person");
const [alan, grace] = graph.addNodes(2, {
  labels: "Person",
  attributes: {
    name: ["Alan", "Grace"],
    born: Int32Array.of(1912, 1906),
    vector: [null, Float32Array.of(1, 2)],
  },
});
graph.addEdge(ada, alan, "INSPIRED", { at: 5, doc: { a: [null, -0] } });
graph.nodes.createIndex("born", { kind: "sorted" });
graph.commit("three people");
graph.branch("side");
graph.nodes.set(ada, { born: 1816 });
graph.commit("ours");
graph.checkout("side");
graph.nodes.set(ada, { born: 1817, big: 2n ** 62n });
graph.addEdge(alan, grace, "KNEW");
graph.commit("theirs");
graph.checkout("main");
graph.merge("side", { attributes: { born: "max" } }).commit();
assert.deepEqual(graph.nodes.get(ada), { born: 1817, name: "Ada", tags: ["a", "b"], big: 2n ** 62n });
assert.equal(graph.at("main~1").nodes.get(ada, "born"), 1816);
assert.equal(graph.nodes.where("born > 1900 AND :Person").count, 2);
assert.deepEqual([...shortestPath(graph, ada, grace).nodes], [ada, alan, grace]);
assert.throws(() => graph.addEdge(0, 99), GroggyError);
assert.ok(graph.history.verify({ level: "deep" }).ok);
const copy = Graph.clone(graph);
assert.equal(copy.head.commit.id, graph.head.commit.id);
assert.equal(Graph.fromBundle(graph.history.bundle()).head.commit.root, graph.head.commit.root);
same.push(graph.head.commit.id);

// a store, which each version writes to and the next one reads
const path = join(folder, "store");
const store = Graph.open(path, { clock });
store.addNode("Run", { version: process.version });
store.commit(process.version);
store.history.gc();
store.addNode({ lost: true });
store[Symbol.dispose]();
const reader = Graph.open(path, { readOnly: true });
assert.equal(reader.nodes.get(reader.nodeCount - 1, "version"), process.version);
assert.equal(reader.history.log().length, reader.nodeCount);
assert.ok(reader.history.verify({ level: "deep" }).ok);
reader.close();

// algorithms: kernels on one thread, on two, and in the background
const web = kroneckerGraph(14).addTo(new Graph({ directed: false }));
assert.ok(web.edgeCount > 65_536);
const ranks = pageRank(web);
assert.deepEqual(pageRank(web, { threads: 2 }).values, ranks.values);
assert.deepEqual((await pageRankAsync(web, { threads: 2 })).values, ranks.values);
await assert.rejects(pageRankAsync(web, { signal: AbortSignal.abort(new Error("no")) }), /^Error: no$/);
same.push(ranks.values[0], ranks.values[5000], louvain(web).count);

// tables
const tables = fromArrow(new Graph(), { nodes: toArrow(graph.nodes) });
assert.equal(tables.nodes.length, 3);

console.log(JSON.stringify(same));
