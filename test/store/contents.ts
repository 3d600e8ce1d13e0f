// All that a store is to keep of a graph, as text: names, operations, stashes, and every element of every state that
// has a name; of commits the ids, which are hashes over all they hold.
import { Graph, type GraphView, type OpenOptions } from "../../src/index.js";
import { platform } from "../../src/platform/node.js";
import type { StoragePlatform } from "../../src/platform/platform.js";

export const FOLDER = "/store";

/** Opens a store on some storage, in the simulated folder unless another is given. */
export function openOn(storage: StoragePlatform, options: OpenOptions = {}, folder = FOLDER): Graph {
  const given = platform as { storage: StoragePlatform | undefined };
  const before = given.storage;
  given.storage = storage;
  try {
    return Graph.open(folder, options);
  } finally {
    given.storage = before;
  }
}

/** What is durable of a graph: uncommitted changes are not. */
export function durableContents(graph: Graph): string {
  const { history, head } = graph;
  const refs = [...history.branches(), ...history.tags(), ...history.remoteBranches()];
  const named = refs.map(({ commit }) => commit.id);
  if (head.commit !== null) named.push(head.commit.id);
  const states = [...new Set(named)].sort();
  const logOf = (id: string) =>
    history.log({ from: id }).map((commit) => `${short(commit.id)} ${commit.message}`);
  return [
    `policies ${JSON.stringify(history.policies)}`,
    `${graph.directed ? "directed" : "undirected"}, on ${head.branch} ${short(head.commit?.id)}`,
    ...history.branches().map(({ name, commit }) => `branch ${name} ${short(commit.id)}`),
    ...history.tags().map(({ name, commit, message }) => `tag ${name} ${short(commit.id)} ${message}`),
    ...history.stashes().map(({ message, time, commit, nodes, edges, graph }) => {
      return `stash ${message} ${time} ${short(commit?.id)} ${JSON.stringify([nodes, edges, graph])}`;
    }),
    ...history.operations().map(({ name, time, undone, branch, commit }) => {
      return `did ${name} ${time} ${undone ? "undone" : ""} on ${branch} ${short(commit)}`;
    }),
    ...states.flatMap((id) => [`state of ${short(id)}`, viewContents(graph.at(id)), logOf(id).join(", ")]),
  ].join("\n");
}

function short(id: string | null | undefined): string {
  return id?.slice(0, 12) ?? "nothing";
}

export function viewContents(view: GraphView): string {
  const nodes = Array.from(view.nodes.ids(), (id) => {
    return `${id} ${view.nodes.labels(id).join(":")} ${JSON.stringify(view.nodes.get(id))}`;
  });
  const edges = Array.from(view.edges.ids(), (id) => {
    const type = view.edges.labels(id).join(":");
    return `${id} ${view.source(id)}-${type}->${view.target(id)} ${JSON.stringify(view.edges.get(id))}`;
  });
  return `nodes ${nodes.join("; ")}\nedges ${edges.join("; ")}\ngraph ${JSON.stringify(view.attributes)}`;
}
