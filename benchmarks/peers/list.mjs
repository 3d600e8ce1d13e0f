// The peers: where each has its driver, what it bears, and how it is installed. What is no dependency of ours is
// looked for in a folder of its own, which --peers names.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const given = process.argv.indexOf("--peers");
export const folder = given < 0 ? join(homedir(), ".cache", "groggy-peers") : process.argv[given + 1];

const python = (name, driver, install, rest = {}) => ({ name, kind: "python", driver, install, ...rest });
const pip = (packages) => `~/.cache/groggy-peers/bin/pip install numpy ${packages}`;

/**
 * `edgesMax`: the edges a peer is tried with; `taskEdgesMax` the same for single tasks. Found by running it: beyond,
 * it takes longer than the limit or more memory than most machines have. `drawsPivots`: its sampled betweenness
 * is that of other nodes than groggy's, so that their correlation is shown and not judged.
 */
export const javascriptPeers = [
  {
    name: "graphology",
    kind: "node",
    driver: "graphology.mjs",
    edgesMax: 6_000_000,
    note: "with its standard library",
  },
  {
    name: "ngraph",
    kind: "node",
    driver: "ngraph.mjs",
    note: "components and breadth-first search are loops over its links, since it has none of its own",
    edgesMax: 6_000_000,
    // it is given each edge twice for its PageRank; its Louvain takes minutes for half a million edges
    taskEdgesMax: { pageRank: 2_500_000, louvain: 60_000 },
  },
  {
    name: "cytoscape",
    kind: "node",
    driver: "cytoscape.mjs",
    edgesMax: 60_000,
    // its PageRank works on a matrix of nodes by nodes
    taskEdgesMax: { pageRank: 6_000, betweenness: 6_000 },
  },
];

export const nativePeers = [
  python("igraph", "igraph_peer.py", pip("igraph"), { taskEdgesMax: { louvain: 600_000 } }),
  python("networkit", "networkit_peer.py", pip("networkit scipy"), { threads: true, drawsPivots: true }),
  python("graph-tool", "graph_tool_peer.py", "apt install python3-graph-tool", { threads: true }),
  python("SciPy", "scipy_peer.py", pip("scipy"), {
    note: "csgraph; PageRank and triangles as products of its sparse matrices",
  }),
  python("GraphBLAS", "graphblas_peer.py", pip("python-graphblas scipy"), {
    threads: true,
    note: "SuiteSparse:GraphBLAS through python-graphblas, its algorithms written here as LAGraph has them",
  }),
  python("networkx", "networkx_peer.py", pip("networkx scipy"), { edgesMax: 600_000 }),
  python("rustworkx", "rustworkx_peer.py", pip("rustworkx"), { edgesMax: 6_000_000 }),
  {
    name: "Ladybug",
    kind: "node",
    driver: "ladybug.mjs",
    note: "in memory, filled from CSV; its extension of algorithms only where it can be fetched",
    install: "npm install --prefix ~/.cache/groggy-peers @ladybugdb/core",
    threads: true,
    edgesMax: 6_000_000,
  },
];

export const groggy = { name: "groggy", kind: "node", driver: "groggy.mjs", threads: true };

/** The Pythons that may have a peer's package: that of the folder, the one on the path, the system's. */
export function pythons() {
  const own = join(folder, "bin", "python");
  return [...(existsSync(own) ? [own] : []), "python3", "/usr/bin/python3"];
}
