/**
 * Random histories of a graph whose nodes and edges have vectors and numbers: bulk writes, single ones, removals,
 * commits, branches, checkouts, merges, undo, stash, collection, clones, and attributes whose type changes.
 */
import fc from "fast-check";
import { GroggyError } from "../../../src/errors.js";
import { Graph } from "../../../src/graph.js";
import type { GraphView } from "../../../src/view.js";

export type Command = readonly [verb: string, a: number, b: number];

const VERBS = [
  "add",
  "bulk",
  "set",
  "set",
  "setColumn",
  "clear",
  "remove",
  "edge",
  "commit",
  "commit",
  "branch",
  "checkout",
  "merge",
  "undo",
  "stash",
  "pop",
  "gc",
  "retype",
  "clone",
];

export const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.tuple(fc.constantFrom(...VERBS), fc.nat(1000), fc.nat(1000)),
  { minLength: 5, maxLength: 40 },
);

export const DIMENSIONS = 5;

/** One of few vectors, so that duplicates, zeros and NaN occur. */
export function vectorOf(seed: number): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  if (seed % 11 === 0) return vector;
  for (let i = 0; i < DIMENSIONS; i++) vector[i] = Math.fround(Math.sin((seed % 37) * 7.3 + i * 1.7));
  if (seed % 13 === 0) vector[seed % DIMENSIONS] = Number.NaN;
  if (seed % 17 === 0) vector[seed % DIMENSIONS] = 1e38;
  if (seed % 19 === 0) vector.fill(1e-44);
  return vector;
}

/** One of few texts of few words. */
export function textOf(seed: number): string {
  const words = ["red", "stone", "blue", "green", "greed", "Réd"];
  return Array.from(
    { length: seed % 6 },
    (_, i) => words[(seed * 7 + i * (1 + (seed % 4))) % words.length],
  ).join(" ");
}

/** Runs commands; `look` sees the live graph and all of its branches after every few. */
export function runCommands(
  graph: Graph,
  list: readonly Command[],
  look: (view: GraphView, graph: Graph) => void,
): Graph {
  let current = graph;
  let names = 0;
  list.forEach(([verb, a, b], step) => {
    current = runCommand(current, verb, a, b, () => `b${names++}`);
    look(current, current);
    if (step % 5 === 4) for (const { name } of current.history.branches()) look(current.at(name), current);
  });
  return current;
}

/** Runs a command; those that the graph refuses change nothing. */
function runCommand(graph: Graph, verb: string, a: number, b: number, newName: () => string): Graph {
  try {
    return writeOrMove(graph, verb, a, b, newName);
  } catch (error) {
    if (error instanceof GroggyError) return graph;
    // the attribute has another type by now
    if (error instanceof TypeError && /^attribute "/.test(error.message)) return graph;
    throw error;
  }
}

function writeOrMove(graph: Graph, verb: string, a: number, b: number, newName: () => string): Graph {
  const { nodes, history } = graph;
  const ids = nodes.ids();
  const id = ids[a % Math.max(1, ids.length)];
  const branches = history.branches();
  if (verb === "add") graph.addNode("N", { vector: vectorOf(b), n: b % 7, text: textOf(b) });
  else if (verb === "bulk") {
    const count = 1 + (a % 9);
    const vector = Array.from({ length: count }, (_, i) => (i % 4 === 3 ? null : vectorOf(b + i)));
    const n = Array.from({ length: count }, (_, i) => (b + i) % 7);
    const text = Array.from({ length: count }, (_, i) => (i % 5 === 4 ? null : textOf(b + i)));
    graph.addNodes(count, { labels: "N", attributes: { vector, n, text } });
  } else if (verb === "commit") graph.commit("c");
  else if (verb === "branch") graph.branch(newName());
  else if (verb === "checkout" && branches.length > 0)
    graph.checkout(branches[a % branches.length]!.name, { discard: true });
  else if (verb === "merge" && branches.length > 0) {
    const merge = graph.merge(branches[b % branches.length]!.name, { policy: "theirs", stash: true });
    if (merge.status === "conflicted") merge.abort();
    else if (merge.status !== "upToDate") merge.commit("merged");
  } else if (verb === "undo") history.undo({ discard: true });
  else if (verb === "stash") history.stash();
  else if (verb === "pop") history.stashPop();
  else if (verb === "gc") history.gc({ keepOperations: a % 2 === 0 });
  else if (verb === "clone" && graph.head.commit !== null && graph.status().clean) return Graph.clone(graph);
  if (id === undefined) return graph;
  if (verb === "set") nodes.set(id, { vector: vectorOf(b), n: b % 7, text: textOf(b) });
  else if (verb === "clear") nodes.set(id, { vector: null });
  else if (verb === "setColumn") {
    const some = ids.filter((_, i) => (i + b) % 3 !== 0);
    nodes.setColumn(
      "vector",
      some,
      Array.from(some, (_, i) => vectorOf(a + i)),
    );
  } else if (verb === "remove") graph.removeNode(id);
  else if (verb === "edge") graph.addEdge(id, ids[b % ids.length]!, "E", { vector: vectorOf(b) });
  else if (verb === "retype")
    graph.query("MATCH (n) WHERE id(n) = $id SET n.vector = $value, n.n = $value, n.text = $list", {
      id,
      value: "text",
      list: [textOf(b), textOf(b + 1)],
    });
  return graph;
}
