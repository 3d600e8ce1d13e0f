// The memory of two agents: each learns on a branch of its own, at the same time and in one process; then what they
// learnt is merged, facts on which they differ are settled by how sure they were, and the past can be asked.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "groggy";

const folder = mkdtempSync(join(tmpdir(), "memory-"));
const memory = Graph.open(join(folder, "memory.groggy"), { keys: { Thing: "name" } });

/** Writes that a thing has a relation to another, and how sure one is of it. */
function learn(graph, subject, relation, object, certainty) {
  graph.transaction(() => {
    const [from, to] = [subject, object].map((name) => graph.mergeNode("Thing", { name }));
    graph.mergeEdge(from, to, relation, { certainty });
  });
}

learn(memory, "Ada", "WORKS_AT", "Analytical Engines", 0.9);
memory.commit("what is known");

// two heads over one store, each on a branch
const [ada, bob] = ["ada", "bob"].map((branch) => memory.worktree(branch, { create: true }));
learn(ada, "Ada", "KNOWS", "Charles", 0.8);
learn(bob, "Ada", "LIVES_IN", "London", 0.7);
learn(ada, "Charles", "LIVES_IN", "London", 0.6);
for (const [agent, certainty] of [
  [ada, 0.4],
  [bob, 0.95],
])
  agent.edges.set(agent.edges.where("type = 'WORKS_AT'").ids()[0], { certainty });
ada.commit("a talk with Ada", { author: "agent ada" });
bob.commit("the register of London", { author: "agent bob" });
for (const agent of [ada, bob]) agent.close();

memory.merge("ada").commit();
const merge = memory.merge("bob", { unify: true, attributes: { certainty: "max" } });
console.log("merge:", merge.status, "with", merge.unresolved.length, "open conflicts");
merge.commit("what both learnt");

const facts = (view) =>
  view
    .query(
      "MATCH (a)-[r]->(b) RETURN a.name + ' ' + type(r) + ' ' + b.name AS fact, r.certainty AS certainty ORDER BY fact",
    )
    .toArray()
    .map(({ fact, certainty }) => `${fact} (${certainty})`);
console.log("now:", facts(memory).join("; "));
console.log("at first:", facts(memory.at("main~2")).join("; "));
const [employer] = memory.edges.where("type = 'WORKS_AT'").ids();
console.log("who said so:", memory.history.blame(employer, "certainty", { kind: "edge" })?.author);
console.log(memory.history.drawLog());
memory.close();
rmSync(folder, { recursive: true });
