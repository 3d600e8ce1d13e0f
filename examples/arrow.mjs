// Airports and flights from Arrow tables into a graph, and an answer back into a table.
//
//   node examples/arrow.mjs
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import { Graph } from "groggy";
import { fromArrow, toArrow } from "groggy/arrow";

// tables as another tool may send them, by IPC bytes
const airports = tableFromArrays({
  code: ["BER", "LIS", "OSL", "NRT"],
  city: ["Berlin", "Lisboa", "Oslo", "Tokyo"],
  metres: Int32Array.of(37, 114, 208, 43),
});
const flights = tableFromArrays({
  from: ["BER", "LIS", "OSL", "BER"],
  to: ["OSL", "BER", "NRT", "LIS"],
  km: Float64Array.of(838, 2313, 8394, 2313),
});

const graph = new Graph({ key: "code" });
fromArrow(
  graph,
  { nodes: tableFromIPC(tableToIPC(airports)), edges: tableFromIPC(tableToIPC(flights)) },
  { labels: "Airport", type: "FLIGHT", idColumn: "code", sourceColumn: "from", targetColumn: "to" },
);
graph.commit("airports");
console.log(`${graph.nodeCount} airports, ${graph.edgeCount} flights`);

const reached = [...graph.neighbors(graph.node("BER"))].map((id) => graph.nodes.get(id, "city"));
console.log(`From Berlin one flies to ${reached.join(" and ")}.`);

function show(title, table) {
  console.log(`\n${title}`);
  for (const { name, type, metadata } of table.schema.fields) {
    console.log(`  ${name.padEnd(8)}${String(type).padEnd(28)}${metadata.get("groggy:storage")}`);
  }
  for (const row of table) console.log(`  ${JSON.stringify(row)}`);
}

// loaded in order, so the columns are the graph's own memory
show("All airports:", toArrow(graph.nodes, { labels: false }));

// a change puts one value elsewhere, so that column is gathered; the past is what it was
graph.nodes.set(graph.node("OSL"), { city: "Kristiania" });
show(
  "Those above 100 m, renamed:",
  toArrow(graph.nodes.where("metres > 100"), { columns: ["city", "metres"] }),
);
show(
  "The same at the last commit:",
  toArrow(graph.at("main").nodes.where("metres > 100"), { columns: ["city"] }),
);
