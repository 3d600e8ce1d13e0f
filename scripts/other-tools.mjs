// Asks other tools whether they read what groggy/formats writes, and writes docs/results/other-tools.md. Not a part of
// the tests, since the tools are not: a folder is given in which py/ is a virtual environment with networkx, igraph,
// pyarrow and duckdb; graphviz is asked where `dot` and `gvpr` are installed.
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

/** The same without what graph6 has no place for. */
function plain(directed) {
  const graph = new Graph({ directed });
  graph.addNodes(70);
  graph.addEdges([0, 5, 68, 3, 64], [1, 69, 69, 68, 63]);
  return graph;
}

const script = String.raw`
import importlib.metadata, json, sys
tool, format, *paths = sys.argv[1:]
path = paths[0]
def of_networkx(graph):
    edges = list(graph.edges(data=True))
    return dict(graph.nodes(data=True)), edges, graph.is_directed()
def of_rows(nodes, edges):
    nodes = {row["id"]: row for row in nodes}
    return nodes, [(row["source"], row["target"], row) for row in edges], None
if tool == "networkx":
    import networkx
    def json_graph(path):
        data = json.load(open(path, encoding="utf8"))
        if format == "node-link": return networkx.node_link_graph(data, edges="edges")
        return networkx.cytoscape_graph({**data, "data": list(data["data"].items()), "directed": data.get("directed", True), "multigraph": True})
    # groggy's note beside the graph is no part of GML for it
    read = {
        "graphml": networkx.read_graphml, "gexf": networkx.read_gexf, "gml": networkx.read_gml,
        "node-link": json_graph, "pajek": networkx.read_pajek,
        "graph6": networkx.read_graph6, "sparse6": networkx.read_sparse6,
        "mtx": lambda path: networkx.from_scipy_sparse_array(__import__("scipy.io").io.mmread(path)),
    }[format]
    nodes, edges, directed = of_networkx(read(path))
elif tool == "igraph":
    import igraph
    graph = (igraph.Graph.Read_GraphML if format == "graphml" else igraph.Graph.Read_GML)(path)
    # it leaves & in values of XML attributes as a reference
    names = [name.replace("&#38;", "&") for name in (graph.vs["label"] if format == "gml" else graph.vs["id"])]
    nodes = {name: v.attributes() for name, v in zip(names, graph.vs)}
    # of references in GML it knows those by name
    for values in nodes.values() if format == "gml" else []:
        values["name"] = values["name"].replace("&#10;", "\n").replace("&#9;", "\t")
    edges = [(e.source, e.target, e.attributes()) for e in graph.es]
    directed = graph.is_directed()
elif tool == "pyarrow":
    import pyarrow.feather, pyarrow.parquet
    read = pyarrow.parquet.read_table if format == "parquet" else pyarrow.feather.read_table
    nodes, edges, directed = of_rows(*[read(each).to_pylist() for each in paths])
else:
    import duckdb
    def rows(path):
        found = duckdb.sql(f"select * from '{path}'")
        return [dict(zip(found.columns, row)) for row in found.fetchall()]
    nodes, edges, directed = of_rows(*map(rows, paths))
version = importlib.metadata.version(tool)
if format in ("graph6", "sparse6"):
    print(json.dumps([version, len(nodes), sorted(sorted(e[:2]) for e in edges), directed]))
else:
    weights = sum(w for _, _, d in edges for w in [d.get("weight")] if w is not None and w == w)
    first = nodes["a <&> é"]
    print(json.dumps([version, sorted(nodes), len(edges), directed, weights, first["name"], bool(first["ok"]), first["big"]]))
`;

const wanted = (directed) => [["007", "a <&> é", "🚢"], 4, directed, 2.5, 'A\n"b"\t]]>', true];

/** Asks a tool of Python what a file has. */
function asked(tool, format, paths) {
  const { stdout, stderr } = spawnSync(join(tools, "py/bin/python"), ["-c", script, tool, format, ...paths], {
    encoding: "utf8",
  });
  const [version, ...answer] = stdout === "" ? ["?"] : JSON.parse(stdout);
  return { version, answer, fault: stderr.trim().split("\n").at(-1) ?? "" };
}

/** Asks Graphviz for nodes, edges and an attribute, by gvpr. */
function askedGraphviz(path) {
  const program =
    'BEG_G { printf("%d\\t%d\\t%s\\n", nNodes($G), nEdges($G), isDirect($G) ? "directed" : "undirected"); }';
  const { stdout } = spawnSync("gvpr", [program, path], { encoding: "utf8" });
  const version =
    /version (\S+)/.exec(spawnSync("dot", ["-V"], { encoding: "utf8" }).stderr ?? "")?.[1] ?? "?";
  return { version, answer: stdout.trim().split(/[\t\n]/) };
}

const rows = [];
const add = (format, directed, tool, told) =>
  rows.push(
    `| ${format} | ${directed === undefined ? "" : directed ? "directed" : "undirected"} | ${tool} | ${told} |`,
  );
const notes = {
  igraph: {
    graphml: "as written, but for & in ids, which it makes &#38;",
    gml: "as written, with `ascii: false`, but for line ends and tabs in texts, which it leaves as &#10; and &#9;",
  },
};

for (const directed of [true, false])
  for (const [format, tool, options] of [
    ["graphml", "networkx"],
    ["graphml", "igraph"],
    ["gexf", "networkx"],
    ["gml", "networkx"],
    ["gml", "igraph", { ascii: false }],
    ["node-link", "networkx"],
  ]) {
    const path = join(folder, `${directed}.${format}`);
    await exportGraph(awkward(directed), path, { format, ...options });
    const { version, answer, fault } = asked(tool, format, [path]);
    const big = String(answer.pop());
    const same = JSON.stringify(answer) === JSON.stringify(wanted(directed));
    // JSON.parse rounds it, as igraph does, which has no whole numbers
    const exact = big === String(Number(2n ** 53n + 1n));
    const note = notes[tool]?.[format] ?? "as written";
    add(
      format,
      directed,
      `${tool} ${version}`,
      same && exact ? note : fault || JSON.stringify([...answer, big]),
    );
  }

for (const [format, extension, tool] of [
  ["parquet", "parquet", "pyarrow"],
  ["parquet", "parquet", "duckdb"],
  ["arrow", "feather", "pyarrow"],
  ["csv", "csv", "duckdb"],
]) {
  const files = ["nodes", "edges"].map((part) => join(folder, `${part}.${extension}`));
  await exportGraph(awkward(true), { nodes: files[0], edges: files[1] });
  const { version, answer, fault } = asked(tool, format, files);
  const big = String(answer.pop());
  const same = JSON.stringify(answer) === JSON.stringify(wanted(null));
  const isExact = big === String(Number(2n ** 53n + 1n));
  add(
    format,
    undefined,
    `${tool} ${version}`,
    same && isExact ? "as written" : fault || JSON.stringify([...answer, big]),
  );
}

for (const format of ["graph6", "sparse6"]) {
  const path = join(folder, `plain.${format}`);
  await exportGraph(plain(false), path, { format });
  const { version, answer, fault } = asked("networkx", format, [path]);
  const expected = [
    70,
    [
      [0, 1],
      [3, 68],
      [5, 69],
      [63, 64],
      [68, 69],
    ],
    false,
  ];
  const same = JSON.stringify(answer) === JSON.stringify(expected);
  add(format, false, `networkx ${version}`, same ? "as written" : fault || JSON.stringify(answer));
}

if (spawnSync("gvpr", ["-V"]).error === undefined)
  for (const directed of [true, false]) {
    const path = join(folder, `${directed}.dot`);
    await exportGraph(awkward(directed), path);
    const { version, answer } = askedGraphviz(path);
    const same = answer.join() === `3,4,${directed ? "directed" : "undirected"}`;
    add("dot", directed, `graphviz ${version}`, same ? "as written" : JSON.stringify(answer));
  }
rmSync(folder, { recursive: true });

const page = `# What other tools read

Graphs with awkward ids, texts, parallel edges, self-loops, absent values, lists, moments and bytes, written by groggy and
read by others: nodes by id, edges, direction, weights, texts, booleans and whole numbers are compared; of graph6 and
sparse6 nodes and edges; by Graphviz numbers of both and direction.
\`node scripts/other-tools.mjs <folder>\` asks them again.

| format | graph | tool | what it reads |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
writeFileSync(fileURLToPath(new URL("../docs/results/other-tools.md", import.meta.url)), page);
process.stdout.write(page);
