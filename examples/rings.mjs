// Rings of payments within a day: money that comes back to where it began, through three to five accounts, in order of
// time. One query narrows the graph to the accounts among which money can go round at all, and looks there.
import { Graph } from "groggy";

const hour = 3_600_000;
const begin = Date.UTC(2025, 0, 1);
const accountCount = 3000;
let seed = 1;
const below = (limit) => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % limit;
};

const graph = new Graph({ keys: { Account: "iban" } });
graph.addNodes(accountCount, {
  labels: "Account",
  attributes: { iban: Array.from({ length: accountCount }, (_, i) => `DE${String(i).padStart(6, "0")}`) },
});
// ordinary payments lead from each account to a later one, so that none of them goes round
const payments = Array.from({ length: 20_000 }, () => {
  const source = below(accountCount - 1);
  return [
    source,
    source + 1 + below(accountCount - source - 1),
    1 + below(5000),
    begin + below(365 * 24) * hour,
  ];
});
/** Money that goes round through some accounts, with so many hours between two payments. */
function addRing(accounts, amount, hours) {
  accounts.forEach((source, i) => {
    const target = accounts[(i + 1) % accounts.length];
    payments.push([source, target, amount - i * 100, begin + (1000 + i * hours) * hour]);
  });
}
addRing([11, 703, 1500], 90_000, 2);
addRing([5, 42, 77, 900], 40_000, 5);
addRing([8, 30, 1999], 70_000, 60); // goes round, and takes five days
const column = (i) => payments.map((payment) => payment[i]);
const time = column(3).map((ms) => new Date(ms));
graph.addEdges(column(0), column(1), { type: "PAID", attributes: { amount: column(2), time } });

const rings = graph.query(`
  CALL groggy.stronglyConnectedComponents() YIELD node, component
  WITH component, collect(node) AS accounts WHERE size(accounts) > 2
  CALL groggy.simpleCycles({nodes: accounts, maxLength: 5}) YIELD nodes
  WITH nodes + [nodes[0]] AS ring
  CALL (ring) {
    UNWIND range(0, size(ring) - 2) AS i
    WITH ring[i] AS source, ring[i + 1] AS target
    MATCH (source)-[paid:PAID]->(target)
    RETURN min(paid.time) AS first, max(paid.time) AS last, min(paid.amount) AS least
  }
  WITH ring, first, last, least WHERE last < first + duration('P1D')
  RETURN [account IN ring | account.iban] AS accounts, least, duration.between(first, last).hours AS hours
  ORDER BY least DESC`);
for (const { accounts, least, hours } of rings)
  console.log(`${accounts.join(" > ")}: at least ${least} came back within ${hours} hours`);
