// Random histories with branches, merges and reverts, and full copies of the state of each commit beside them.
import fc from "fast-check";
import { type Commit, Graph, type GraphView } from "../../../src/index.js";

export type Kind = "node" | "edge";

/** One element, copied. */
export interface Copy {
  readonly labels: string[];
  readonly attributes: Record<string, unknown>;
  readonly ends: { source: number; target: number } | undefined;
}

/** All elements of a kind by id. */
export type Copies = Map<number, Copy>;
export type State = Record<Kind, Copies>;

export const NO_STATE: State = { node: new Map(), edge: new Map() };
export const KINDS: readonly Kind[] = ["node", "edge"];
export const NAMES = ["a", "b"];
const LABELS = ["X", "Y"];

/** A graph, its commits in the order in which they were made, and the state of each. */
export interface History {
  readonly graph: Graph;
  readonly commits: Commit[];
  readonly states: Map<string, State>;
}

export function copyOf(view: GraphView): State {
  const state: State = { node: new Map(), edge: new Map() };
  for (const id of view.nodes.ids()) {
    state.node.set(id, { labels: view.nodes.labels(id), attributes: view.nodes.get(id), ends: undefined });
  }
  for (const id of view.edges.ids()) {
    const ends = { source: view.source(id), target: view.target(id) };
    state.edge.set(id, { labels: view.edges.labels(id), attributes: view.edges.get(id), ends });
  }
  return state;
}

/** What steps are made of: a verb, and numbers for it to choose by. */
export type Step = readonly [verb: number, a: number, b: number, c: number];

export function programs(minLength: number, maxLength: number): fc.Arbitrary<readonly Step[]> {
  const step = fc.tuple(fc.nat(99), fc.nat(999), fc.nat(999), fc.nat(999));
  return fc.noBias(fc.array(step, { minLength, maxLength, size: "max" }));
}

export function playHistory(program: readonly Step[], graph: Graph = new Graph({ clock: () => 0 })): History {
  const history: History = { graph, commits: [], states: new Map() };
  const take = (commit: Commit): void => {
    if (history.states.has(commit.id)) return;
    history.commits.push(commit);
    history.states.set(commit.id, copyOf(graph));
  };
  for (const [i, step] of program.entries()) playStep(graph, step, i, take);
  if (!graph.status().clean || graph.head.commit === null) {
    take(graph.commit("last", { time: program.length * 10, allowEmpty: true }));
  }
  return history;
}

function playStep(graph: Graph, [verb, a, b, c]: Step, number: number, take: (commit: Commit) => void): void {
  const nodes = graph.nodes.ids();
  const edges = graph.edges.ids();
  const node = nodes[a % Math.max(nodes.length, 1)];
  const edge = edges[a % Math.max(edges.length, 1)];
  // clocks that go back now and then
  const time = number * 10 + (c % 37);
  const author = ["ada", "alan"][c % 2];
  const dirty = !graph.status().clean;
  const has = nodes.length > 0;
  if (verb < 2) graph.addNodes(5, { attributes: { [NAMES[b % 2]]: Float64Array.of(0, 1, 2, 0, 1) } });
  else if (verb < 9) graph.addNode(LABELS.slice(0, b % 3), { [NAMES[c % 2]]: b % 3 });
  else if (verb < 16 && has) graph.addEdge(node, nodes[b % nodes.length], LABELS[c % 2], { a: c % 3 });
  else if (verb < 30 && has) graph.nodes.set(node, { [NAMES[b % 2]]: [null, 1, 2, 3][c % 4] });
  else if (verb < 34 && edges.length > 0) graph.edges.set(edge, { [NAMES[b % 2]]: [null, 1, 2][c % 3] });
  else if (verb < 38 && has) graph.nodes.addLabel(node, LABELS[b % 2]);
  else if (verb < 41 && has) graph.nodes.removeLabel(node, LABELS[b % 2]);
  else if (verb < 43 && has) graph.removeNode(node);
  else if (verb < 45 && edges.length > 0) graph.removeEdge(edge);
  else if (verb < 65 && dirty) take(graph.commit(`step ${number}`, { time, author }));
  else if (graph.head.commit === null) return;
  else if (dirty) take(graph.commit(`clean ${number}`, { time, author }));
  if (verb < 65 || graph.head.commit === null) return;
  const branches = graph.history.branches();
  if (verb < 72 && branches.length < 4) {
    graph.branch(`branch-${number}`);
    graph.checkout(`branch-${number}`);
  } else if (verb < 83) graph.checkout(branches[a % branches.length].name);
  else if (verb < 96) mergeSome(graph, [verb, a, b, c], { time, author }, take);
  else revertSome(graph, a, take);
}

function mergeSome(
  graph: Graph,
  [, a, b]: Step,
  options: { time: number; author: string },
  take: (commit: Commit) => void,
): void {
  const branches = graph.history.branches();
  const merge = graph.merge(branches[a % branches.length].name, {
    fastForward: b % 5 === 0 ? "auto" : "never",
  });
  if (merge.status === "upToDate") return;
  for (const [i, conflict] of merge.conflicts.entries()) {
    const mix = conflict.kind === "attribute" && (b + i) % 3 === 2;
    merge.resolve(conflict, mix ? { value: 7 } : (b + i) % 3 === 1 ? "theirs" : "ours");
  }
  take(merge.commit(undefined, options));
}

/** Reverts some commit of the present line, where nothing since stands in the way. */
function revertSome(graph: Graph, a: number, take: (commit: Commit) => void): void {
  const line = [...graph.history.log({ firstParent: true })].filter(({ parents }) => parents.length < 2);
  const commit = line[a % Math.max(line.length, 1)];
  if (commit === undefined) return;
  try {
    take(graph.history.revert(commit));
  } catch (error) {
    if (!["MERGE_CONFLICT", "EMPTY_COMMIT"].includes((error as { code: string }).code)) throw error;
  }
}

/** All that lead to a commit, itself included, by the parents alone. */
export function ancestorsOf({ commits }: History, ids: Iterable<string>): Set<string> {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const found = new Set(ids);
  for (const id of found) for (const parent of byId.get(id)!.parents) found.add(parent);
  return found;
}

/** A commit and those before it along first parents. */
export function lineOf({ commits }: History, from: Commit): Commit[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const line: Commit[] = [];
  for (let at: Commit | undefined = from; at !== undefined; at = byId.get(at.parents[0])) line.push(at);
  return line;
}

/** A part of an element as text that is the same only if the part is; undefined if the element is not there. */
export function factOf(
  state: State,
  kind: Kind,
  id: number,
  part: "all" | "labels" | "presence" | { name: string },
): string | undefined {
  const copy = state[kind].get(id);
  if (copy === undefined) return undefined;
  if (part === "presence") return "present";
  if (part === "labels") return JSON.stringify(copy.labels);
  if (part === "all") return JSON.stringify([copy.labels, Object.entries(copy.attributes).sort()]);
  return copy.attributes[part.name] === undefined ? undefined : JSON.stringify(copy.attributes[part.name]);
}

/** Ids of elements of a kind that were in some state: all of them, or some drawn if there are many. */
export function someIds({ states }: History, kind: Kind, draw: (below: number) => number): number[] {
  const found = new Set<number>();
  for (const state of states.values()) for (const id of state[kind].keys()) found.add(id);
  const ids = [...found];
  return ids.length <= IDS_MAX ? ids : Array.from({ length: IDS_MAX }, () => ids[draw(ids.length)]);
}

const IDS_MAX = 25;
