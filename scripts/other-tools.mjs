// Asks other tools whether they read what groggy/formats writes, and writes docs/results/other-tools.md. Not a part of
// the tests, since the tools are not: a folder is given in which py/ is a virtual environment with networkx and igraph.
// Run: npm run build && node scripts/other-tools.mjs <folder>
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Graph } from "groggy";
import { exportGraph } from "groggy/formats";

const [, , tools] = process.argv;
if (tools === undefined) throw new TypeError("expected a folder with py/bin/python, got none");
const folder = mkdtempSync(join(tmpdir(), "groggy-tools-"));

/** A graph with what trips readers. */
function awkward(directed) {
  const graph = new Graph({ directed, key: "id", schema: { nodes: { big: "int64", tags: "list<utf8>" } } });
  const more = { big: 2n ** 53n + 1n, tags: ["x", "y, z"], when: new Date(0), bytes: Uint8Array.of(1, 2) };
  graph.addNode(["Person", "Ship"], { id: "a <&> é", age: 36.5, ok: true, name: 'A\n"b"\t]]>', ...more });
  graph.addNode({ id: "007", name: "", x: 1, y: 2 });
  graph.addNode({ id: "🚢" });
  graph.addEdge(0, 1, "KNOWS", { weight: 0.5 });
  graph.addEdge(0, 1, { weight: 2 });
  graph.addEdge(1, 2);
  graph.addEdge(2, 2);
  graph.attributes.set({ title: "Ships & <harbours>" });
  return graph;
}

const script = `
import importlib.metadata, json, sys
tool, format, path = sys.argv[1:]
if tool == "networkx":
    import networkx
    graph = (networkx.read_graphml if format == "graphml" else networkx.read_gexf)(path)
    nodes = dict(graph.nodes(data=True))
    edges = list(graph.edges(data=True))
    directed = graph.is_directed()
else:
    import igraph
    graph = igraph.Graph.Read_GraphML(path)
    # it leaves & in values of XML attributes as a reference
    nodes = {v["id"].replace("&#38;", "&"): v.attributes() for v in graph.vs}
    edges = [(e.source, e.target, e.attributes()) for e in graph.es]
    directed = graph.is_directed()
weights = sum(w for _, _, d in edges for w in [d.get("weight")] if w is not None and w == w)
first = nodes["a <&> é"]
print(json.dumps([importlib.metadata.version(tool), sorted(nodes), len(edges), directed, weights, first["name"], first["ok"], first["big"]]))
`;

const wanted = (directed) => [["007", "a <&> é", "🚢"], 4, directed, 2.5, 'A\n"b"\t]]>', true];
const rows = [];
for (const directed of [true, false])
  for (const [format, tool] of [
    ["graphml", "networkx"],
    ["graphml", "igraph"],
    ["gexf", "networkx"],
  ]) {
    const path = join(folder, `${directed}.${format}`);
    await exportGraph(awkward(directed), path);
    const { stdout, stderr } = spawnSync(join(tools, "py/bin/python"), ["-c", script, tool, format, path], {
      encoding: "utf8",
    });
    const [version, ...answer] = stdout === "" ? ["?"] : JSON.parse(stdout);
    const big = String(answer.pop());
    const same = JSON.stringify(answer) === JSON.stringify(wanted(directed));
    // JSON.parse rounds it, as igraph does, which has no whole numbers
    const exact = big === String(Number(2n ** 53n + 1n));
    const note = tool === "igraph" ? "as written, but for & in ids, which it makes &#38;" : "as written";
    const told = same && exact ? note : stderr.trim().split("\n").at(-1) || JSON.stringify(answer);
    rows.push(`| ${format} | ${directed ? "directed" : "undirected"} | ${tool} ${version} | ${told} |`);
  }
rmSync(folder, { recursive: true });

const page = `# What other tools read

Graphs with awkward ids, texts, parallel edges, self-loops, absent values, lists, moments and bytes, written by groggy and
read by others: nodes by id, edges, direction, weights, texts, booleans and whole numbers are compared.
\`node scripts/other-tools.mjs <folder>\` asks them again.

| format | graph | tool | what it reads |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
writeFileSync(fileURLToPath(new URL("../docs/results/other-tools.md", import.meta.url)), page);
process.stdout.write(page);
