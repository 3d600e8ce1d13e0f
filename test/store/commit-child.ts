// A process that opens the store it is started with and commits without end. Each commit's id is on its standard
// output once it is acknowledged. "takeOver" as second argument takes the lock from whoever has it.
import { writeSync } from "node:fs";
import { Graph } from "../../src/index.js";

const [folder, verb] = process.argv.slice(2);
const graph = Graph.open(folder, { takeOver: verb === "takeOver" });
writeSync(1, "open\n");
for (let i = 0; ; i++) {
  const node = graph.addNode("Person", { name: `${process.pid} ${i}`, number: i });
  if (i > 0) graph.addEdge(node - 1, node, "NEXT");
  if (i % 7 === 0) graph.nodes.set(0, { number: i + 0.5 });
  const commit = graph.commit(`commit ${i}`);
  // one call, so that a kill leaves whole lines but for the last one
  writeSync(1, `${commit.id}\n`);
  if (i % 50 === 49) graph.history.gc();
}
