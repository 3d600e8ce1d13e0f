// The first query of a process, and the first reading of a long text: a line of JSON with ms of the processor. Loading
// what queries need is part of the first; `import "groggy"` is not. The long text is read once more from memory.
import { Graph } from "../../dist/index.js";
import { cpuTimeOf } from "../shared/measure.mjs";

const graph = new Graph();
const [ada, alan] = ["Ada", "Alan"].map((name) => graph.addNode("Person", { name }));
graph.addEdge(ada, alan, "KNOWS");
const firstMs = cpuTimeOf(() => {
  graph
    .query("MATCH (p:Person)-[:KNOWS]->(f:Person) WHERE f.name = $name RETURN p.name AS name ORDER BY name", {
      name: "Alan",
    })
    .toArray();
});
const long = `MATCH (p:Person)-[:LIVES_IN]->(:City)-[:CITY_IN]->(s:State)
  WHERE p.age >= $low AND p.age <= $high AND s.country = $country
  WITH p, s MATCH (p)-[:HAS_INTEREST]->(i:Interest) WHERE lower(i.interest) = lower($interest)
  OPTIONAL MATCH (p)-[r:FOLLOWS]->(other:Person {gender: 'female'}) WHERE other.age > p.age
  WITH s, i, count(DISTINCT p.id) AS persons, collect(other.name)[0..3] AS some
  RETURN persons, s.id AS id, s.state AS state, some, CASE WHEN persons > 10 THEN 'many' ELSE 'few' END AS size
  ORDER BY persons DESC, id LIMIT 1`;
const planned = () => cpuTimeOf(() => graph.query(`EXPLAIN ${long}`).plan);
const coldMs = planned();
let warmMs = Number.POSITIVE_INFINITY;
for (let i = 0; i < 200; i++) warmMs = Math.min(warmMs, planned());
process.stdout.write(JSON.stringify({ firstMs, coldMs, warmMs }));
