// Ladybug, the successor of Kuzu, in memory: what Cypher says, and its extension of algorithms where that could be
// installed, which takes a network at the first run. Edges lie in a CSV file, which is how it takes them in bulk.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { folder: peers } = JSON.parse(process.argv[2]);
const { Connection, Database, VERSION } = createRequire(join(peers, "package.json"))("@ladybugdb/core");

export const packages = [];
export const versions = { "@ladybugdb/core": VERSION };

const folder = mkdtempSync(join(tmpdir(), "groggy-ladybug-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
/** More hops than any shortest path here has. */
const hopCountMax = 200;

export function prepare({ nodeCount, edgeCount, sources, targets, weights }) {
  const lines = (count, line) => {
    const parts = [];
    for (let i = 0; i < count; i++) parts.push(line(i));
    return `${parts.join("\n")}\n`;
  };
  writeFileSync(join(folder, "nodes.csv"), lines(nodeCount, String));
  const edge = (i) => `${sources[i]},${targets[i]},${weights[i]}`;
  writeFileSync(join(folder, "edges.csv"), lines(edgeCount, edge));
}

export async function build() {
  const database = new Database(":memory:");
  const connection = new Connection(database);
  const graph = { database, connection };
  await rowsOf(graph, "CREATE NODE TABLE Node(id INT64, PRIMARY KEY(id))");
  await rowsOf(graph, "CREATE REL TABLE Edge(FROM Node TO Node, weight INT64)");
  await rowsOf(graph, `COPY Node FROM "${join(folder, "nodes.csv")}"`);
  await rowsOf(graph, `COPY Edge FROM "${join(folder, "edges.csv")}"`);
  return graph;
}

export async function weigh(graph) {
  await rowsOf(graph, `CALL var_length_extend_max_depth=${hopCountMax}`);
  graph.hasAlgorithms = await installs(graph);
  if (graph.hasAlgorithms) await rowsOf(graph, "CALL project_graph('G', ['Node'], ['Edge'])");
}

export async function close(graph) {
  await graph?.connection.close();
  await graph?.database.close();
}

async function rowsOf({ connection }, query) {
  const result = await connection.query(query);
  return result.getAll();
}

async function installs(graph) {
  try {
    await rowsOf(graph, "INSTALL algo");
    await rowsOf(graph, "LOAD EXTENSION algo");
    return true;
  } catch {
    // no network to fetch it from: the tasks that need it are reported as lacking
    return false;
  }
}

/** Rows of a query whose columns are named `node` and `value`, as an array. */
function asking(graph, threads, query, answer) {
  graph.connection.setMaxNumThreadForExec(threads);
  return { run: () => rowsOf(graph, query), answer };
}

function valuesOf(nodeCount, rows) {
  const values = new Float64Array(nodeCount).fill(-1);
  for (const { node, value } of rows) values[Number(node)] = Number(value);
  return values;
}

/** Distances to others; that of a source to itself is not among them. */
function distances(nodeCount, source) {
  return (rows) => valuesOf(nodeCount, [...rows, { node: source, value: 0 }]);
}

const algorithm =
  (call, value) =>
  (graph, { nodeCount }, threads) => {
    if (!graph.hasAlgorithms) return undefined;
    return asking(graph, threads, `CALL ${call} RETURN node.id AS node, ${value} AS value`, (rows) =>
      valuesOf(nodeCount, rows),
    );
  };

export const tasks = {
  components: algorithm("weakly_connected_components('G')", "group_id"),
  pageRank: algorithm("page_rank('G', tolerance := 0.000001)", "rank"),
  louvain: algorithm("louvain('G')", "louvain_id"),
  breadthFirst: (graph, { nodeCount, source }, threads) =>
    asking(
      graph,
      threads,
      `MATCH (a:Node {id: ${source}})-[e:Edge* SHORTEST 1..${hopCountMax}]-(b:Node)
       RETURN b.id AS node, length(e) AS value`,
      distances(nodeCount, source),
    ),
  paths: (graph, { nodeCount, source }, threads) =>
    asking(
      graph,
      threads,
      `MATCH (a:Node {id: ${source}})-[e:Edge* WSHORTEST(weight) 1..${hopCountMax}]-(b:Node)
       RETURN b.id AS node, cost(e) AS value`,
      distances(nodeCount, source),
    ),
  path: (graph, { source, target }, threads) =>
    asking(
      graph,
      threads,
      `MATCH (a:Node {id: ${source}})-[e:Edge* WSHORTEST(weight) 1..${hopCountMax}]-(b:Node {id: ${target}})
       RETURN cost(e) AS value`,
      ([{ value }]) => Number(value),
    ),
  triangles: (graph, _, threads) =>
    asking(
      graph,
      threads,
      `MATCH (a:Node)-[:Edge]-(b:Node)-[:Edge]-(c:Node)-[:Edge]-(a)
       WHERE a.id < b.id AND b.id < c.id RETURN count(*) AS value`,
      ([{ value }]) => Number(value),
    ),
};
