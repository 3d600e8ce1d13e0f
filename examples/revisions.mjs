// A question about two revisions at once: which suppliers does a product depend on now, and did it a release ago? One
// query reads both, and joins them by the ids that they share.
import { Graph } from "groggy";

const graph = new Graph({ keys: { Part: "name", Supplier: "name" } });
graph.query(`
  UNWIND [['board', 'Acme', 4.5], ['screen', 'Borg', 30.0], ['case', 'Acme', 7.0], ['battery', 'Cyan', 12.0]] AS row
  MERGE (s:Supplier {name: row[1]})
  CREATE (:Part {name: row[0], price: row[2]})-[:FROM]->(s)
`);
graph.query(
  "CREATE (:Product {name: 'phone'}) WITH 1 AS x MATCH (p:Product), (q:Part) CREATE (p)-[:NEEDS]->(q)",
);
graph.commit("release 1", { author: "ada" });
graph.history.tag("v1");

graph.query(`
  MATCH (p:Part {name: 'screen'})-[old:FROM]->() DELETE old
  MERGE (s:Supplier {name: 'Acme'}) CREATE (p)-[:FROM]->(s) SET p.price = 24.0
`);
graph.query("MATCH (p:Part {name: 'battery'}) SET p.price = 15.0");
graph.commit("screens by Acme, dearer batteries", { author: "grace" });

const reliance = `
  MATCH (:Product {name: 'phone'})-[:NEEDS]->(part:Part)-[:FROM]->(s:Supplier)
  RETURN s AS supplier, count(part) AS parts, sum(part.price) AS cost`;
const before = reliance.replace("parts,", "partsBefore,").replace("cost", "costBefore");
console.log("suppliers, at v1 and now:");
const both = graph.query(
  `
  CALL { USE at($release) ${before} }
  OPTIONAL CALL (supplier) { MATCH (supplier)<-[:FROM]-(part) RETURN count(part) AS parts, sum(part.price) AS cost }
  RETURN supplier.name AS name, partsBefore, parts, costBefore, cost ORDER BY name`,
  { release: "v1" },
);
for (const { name, partsBefore, parts, costBefore, cost } of both)
  console.log(`  ${name}: ${partsBefore} parts for ${costBefore}, now ${parts} for ${cost}`);

console.log("rows of the same query that are new or gone:");
const rows = graph.query(
  `
  CALL groggy.diffQuery($query, 'v1', 'main') YIELD change, row
  RETURN change, row.supplier.name AS name, row.parts AS parts, row.cost AS cost ORDER BY name, change`,
  { query: reliance },
);
for (const { change, name, parts, cost } of rows)
  console.log(`  ${change}: ${name}, ${parts} parts for ${cost}`);

const dearer = graph.query(`
  MATCH (now:Part)
  CALL (now) { USE at('v1') MATCH (was:Part) WHERE was = now RETURN was }
  WITH now, was WHERE now.price <> was.price
  CALL groggy.blame(now, 'price') YIELD author, message
  RETURN now.name AS name, was.price AS was, now.price AS is, author, message ORDER BY name`);
for (const { name, was, is, author, message } of dearer)
  console.log(`${name}: ${was} to ${is}, by ${author} in "${message}"`);
