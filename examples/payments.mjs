// Payments between accounts, and those that go round: rings in which nearly the same amount comes back, in order of time.
import { randomInt } from "node:crypto";
import { Graph } from "groggy";
import { stronglyConnectedComponents } from "groggy/algorithms";

const accountCount = 2000;
const graph = new Graph({ keys: { Account: "iban" } });
graph.addNodes(accountCount, {
  labels: "Account",
  attributes: { iban: Array.from({ length: accountCount }, (_, i) => `DE${String(i).padStart(6, "0")}`) },
});

// ordinary payments, each to an account further on, so that none goes round; and three rings, through which money goes
const day = 86_400_000;
const payments = Array.from({ length: 6000 }, () => {
  const source = randomInt(accountCount - 1);
  return [source, randomInt(source + 1, accountCount), randomInt(1, 5000), randomInt(365)];
});
for (const [a, b, c] of [
  [11, 703, 1500],
  [42, 77, 900],
  [5, 1999, 1000],
])
  payments.push([a, b, 90_000, 100], [b, c, 89_500, 101], [c, a, 89_000, 102]);
const column = (i) => payments.map((payment) => payment[i]);
const times = column(3).map((days) => new Date(Date.UTC(2025, 0, 1) + days * day));
graph.addEdges(column(0), column(1), { type: "PAID", attributes: { amount: column(2), time: times } });
graph.commit("a year of payments");

const sizes = [...stronglyConnectedComponents(graph).sizes.values()];
console.log("groups of accounts in which money can go round:", sizes.filter((size) => size > 1).length);

const rings = graph.query(`
  MATCH (a:Account)-[x:PAID]->(b)-[y:PAID]->(c)-[z:PAID]->(a)
  WHERE x.time < y.time AND y.time < z.time AND y.amount > 0.9 * x.amount AND z.amount > 0.9 * x.amount
  RETURN a.iban AS first, b.iban AS second, c.iban AS third, x.amount AS sent, z.amount AS back
  ORDER BY first`);
for (const { first, second, third, sent, back } of rings)
  console.log(`${first} > ${second} > ${third} > ${first}: ${sent} sent, ${back} came back`);

// what each account paid, in one call; those in rings get a label, in a commit that says why
const paid = graph.edges
  .all()
  .groupBy("source")
  .aggregate({ total: { sum: "amount" }, count: "count" });
const [most] = paid.sort((a, b) => b.total - a.total);
console.log("paid most:", graph.nodes.get(most.source, "iban"), most.total, "in", most.count, "payments");
graph.query("MATCH (a)-[x:PAID]->()-[:PAID]->()-[:PAID]->(a) WHERE x.amount >= 80000 SET a:Suspect");
graph.commit("accounts in rings", { author: "rule 17" });
console.log(
  graph.nodes.withLabel("Suspect").count,
  "suspects now,",
  graph.at("HEAD~1").nodes.withLabel("Suspect").count,
  "before",
);
