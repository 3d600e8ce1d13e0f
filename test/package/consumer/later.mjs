// what Node loads when it is first called: a store, filters, indices, the frozen form, merging, differences, queries
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CorruptStoreError, CypherError, Graph, StoreError } from "groggy";
import { cypher } from "groggy/cypher";

const folder = mkdtempSync(join(tmpdir(), "groggy-later-"));
const store = Graph.open(join(folder, "store"));
const ada = store.addNode("Person", { name: "Ada", born: 1815 });
store.nodes.createIndex("name");
store.addEdge(ada, store.addNode({ name: "Alan" }));
store.commit("one");
store.branch("side");
store.nodes.set(ada, { born: 1816 });
const changed = store.history.diff().nodes.counts.changed;
store.commit("two");
const status = store.merge("side").status;
const found = store.nodes.where("name = 'Ada' AND born > 1800").count;
const arcs = store.csr().arcCount;
store.query("MATCH (n {name: 'Alan'}) SET n.born = 1912");
const [born] = store.query(cypher`MATCH (n {name: ${"Alan"}}) RETURN n.born AS born`).column("born");
let isPlaced = false;
try {
  store.query("RETURN x");
} catch (error) {
  isPlaced = error instanceof CypherError && error.column === 8;
}
store.commit("three");
store.close();
let isTyped = false;
try {
  Graph.open(join(folder, "nothing"), { create: false });
} catch (error) {
  // the class that is imported is the one that is thrown, whenever it was loaded
  isTyped = error instanceof StoreError && !(error instanceof CorruptStoreError);
}
console.log(
  changed,
  status,
  found,
  arcs,
  isTyped,
  born,
  isPlaced,
  Graph.open(join(folder, "store"), { readOnly: true }).nodeCount,
);
rmSync(folder, { recursive: true });
