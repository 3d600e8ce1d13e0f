// A graph of papers: who wrote what, what cites what; questions along edges, a ranking, and the same in Cypher.
import { Graph } from "groggy";
import { pageRank } from "groggy/algorithms";

const graph = new Graph({
  keys: { Author: "name", Paper: "title" },
  schema: { nodes: { name: "utf8", title: "utf8", year: "int32" } },
});

// one line a paper: title, year, authors, and what it cites
const papers = `
On Computable Numbers|1936|Turing|
A Mathematical Theory of Communication|1948|Shannon|
Computing Machinery and Intelligence|1950|Turing|On Computable Numbers
Recursive Functions of Symbolic Expressions|1960|McCarthy|On Computable Numbers
A Note on Two Problems in Connexion with Graphs|1959|Dijkstra|
Go To Statement Considered Harmful|1968|Dijkstra|
Structured Programming|1972|Dahl,Dijkstra,Hoare|Go To Statement Considered Harmful
An Axiomatic Basis for Computer Programming|1969|Hoare|Recursive Functions of Symbolic Expressions
Communicating Sequential Processes|1978|Hoare|Structured Programming,Go To Statement Considered Harmful
The Anatomy of a Search Engine|1998|Brin,Page|A Mathematical Theory of Communication`;
graph.transaction(() => {
  for (const [title, year, authors, cited] of papers
    .trim()
    .split("\n")
    .map((line) => line.split("|"))) {
    const paper = graph.mergeNode("Paper", { title, year: Number(year) });
    for (const name of authors.split(","))
      graph.mergeEdge(graph.mergeNode("Author", { name }), paper, "WROTE");
    for (const other of cited.split(",").filter(Boolean))
      graph.mergeEdge(paper, graph.mergeNode("Paper", { title: other }), "CITES");
  }
});
graph.attributes.set({ title: "Some papers", license: "CC0" });
graph.commit("ten papers");

const authorsOf = (selection) =>
  selection
    .rows({ columns: ["name"], orderBy: "name" })
    .map(({ name }) => name)
    .join(", ");
const turing = graph.nodes.where("name = 'Turing'");
console.log("cite Turing:", authorsOf(turing.out("WROTE").in("CITES").in("WROTE")));
console.log(
  "wrote with Hoare:",
  authorsOf(graph.nodes.where("name = 'Hoare'").out("WROTE").in("WROTE").where("name <> 'Hoare'")),
);

const ranks = pageRank(graph.subgraph(graph.edges.withType("CITES")));
console.log(
  "most cited, and by the cited:",
  ranks.rows({ columns: ["title"], orderBy: { column: "value", order: "descending" }, limit: 3 }),
);

const chains = graph.query(`
  MATCH path = (late:Paper)-[:CITES*2..]->(early:Paper)
  RETURN late.title AS late, early.title AS early, length(path) AS steps ORDER BY steps DESC, late`);
for (const { late, early, steps } of chains) console.log(`${late} rests on ${early}, ${steps} steps away`);
