// The dependencies of a project, from its lock file: what there is, why a package is installed, what removing one frees,
// and what an update changed.
import { readFileSync } from "node:fs";
import { shortestPath } from "groggy/algorithms";
import { importGraph, readGraph } from "groggy/formats";

const path = new URL("../package-lock.json", import.meta.url);
const { graph, report } = await readGraph(readFileSync(path), { format: "npm-lock", commit: "as installed" });
const project = graph.nodes.where("key = ''");
const kinds = graph.edges.all().groupBy("type").aggregate({ count: "count" });
console.log(`${report.nodeCount} packages;`, kinds.map(({ type, count }) => `${count} ${type}`).join(", "));

const versions = graph.nodes.all().groupBy("name").aggregate({ count: "count" });
const several = versions.filter(({ count }) => count > 1).map(({ name }) => name);
console.log("in several versions:", several.slice(0, 5).join(", "), `and ${several.length - 5} more`);

/** The chain of packages from the project to one. */
function why(name) {
  const [root] = project;
  const [wanted] = graph.nodes.where("name = $name", { name });
  return graph.nodes.values(shortestPath(graph, root, wanted).nodes, "name").join(" > ");
}
console.log("why:", why("flatbuffers"));
console.log("why:", why("undici-types"));

/** How many packages would go with each dependency of the project's own: those that nothing else leads to. */
const installed = project.out({ maxDepth: Infinity }).count;
const freed = project.edges().rows({ columns: ["name"] });
for (const row of freed)
  row.count =
    installed - project.out({ maxDepth: Infinity, where: "id <> $id", parameters: { id: row.id } }).count;
freed.sort((a, b) => b.count - a.count);
console.log(
  "heaviest:",
  freed
    .slice(0, 3)
    .map(({ name, count }) => `${name} (${count})`)
    .join(", "),
);

// an update: the same file with another version of one package; the graph becomes what it says
const lock = JSON.parse(readFileSync(path, "utf8"));
lock.packages["node_modules/vitest"].version = "99.0.0";
const updated = new Blob([JSON.stringify(lock)]);
await importGraph(graph, updated, { format: "npm-lock", replace: true, commit: "update vitest" });
for (const { id, attribute, before, after } of graph.history.diff("HEAD~1", "HEAD").nodes.changes())
  console.log(`update: ${graph.nodes.get(id, "name")} ${attribute} ${before} to ${after}`);
