// What parties do: each on the graph and on the copy beside it.
import { Graph } from "../../../src/index.js";
import { agree, thrownBy } from "../../model/show.js";
import { copyState, type Element, type Kind } from "../../model/state.js";
import { LABELS, NAMES, type Tape, typeOfValue, valueFor } from "../../model/values.js";
import { conflictsOf, mergeStates } from "../merge/oracle.js";
import type { Party, World } from "./world.js";

type Step = (world: World, party: Party, tape: Tape) => void;

function someId(party: Party, tape: Tape, kind: Kind): number | undefined {
  const ids = party.graph[kind].ids();
  return ids.length === 0 ? undefined : tape.pick([...ids]);
}

function drawValues(tape: Tape): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (let i = tape.next(4); i > 0; i--) {
    const name = tape.pick(NAMES);
    values.push([name, tape.chance(4) ? null : valueFor(tape, name)]);
  }
  return Object.fromEntries(values);
}

/** Writes values to the copy. */
function note(element: Element, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === null) element.cells.delete(name);
    else element.cells.set(name, { type: typeOfValue(name, value), value });
  }
}

/** Runs a write that is refused where a value is of another type than its attribute; whether it was made. */
function wrote(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const addNode: Step = (world, { graph, state }, tape) => {
  const labels = LABELS.filter(() => tape.chance(3));
  const values = drawValues(tape);
  let id = -1;
  if (!wrote(() => (id = graph.addNode(labels, values)))) return;
  const element: Element = { source: 0, target: 0, labels: [...labels].sort(), cells: new Map() };
  note(element, values);
  state.nodes.byId.set(world.numberOf(graph, "nodes", id), element);
};

const addNodes: Step = (world, { graph, state }, tape) => {
  const count = tape.pick([2, 5, 3, 3, 1030]);
  const ids = graph.addNodes(count, {
    labels: "A",
    attributes: { whole: Float64Array.from({ length: count }, (_, i) => i) },
  });
  ids.forEach((id, i) => {
    const cells = new Map([["whole", { type: "float64", value: i }]]);
    state.nodes.byId.set(world.numberOf(graph, "nodes", id), { source: 0, target: 0, labels: ["A"], cells });
  });
};

const addEdge: Step = (world, party, tape) => {
  const { graph, state } = party;
  const [source, target] = [someId(party, tape, "nodes"), someId(party, tape, "nodes")];
  if (source === undefined || target === undefined) return;
  const type = tape.chance(3) ? null : tape.pick(LABELS);
  const values = drawValues(tape);
  let id = -1;
  if (!wrote(() => (id = graph.addEdge(source, target, type, values)))) return;
  const [from, to] = [source, target].map((end) => world.numberOf(graph, "nodes", end));
  const element: Element = {
    source: from,
    target: to,
    labels: type === null ? [] : [type],
    cells: new Map(),
  };
  note(element, values);
  state.edges.byId.set(world.numberOf(graph, "edges", id), element);
};

const remove: Step = (world, party, tape) => {
  const { graph, state } = party;
  const kind = tape.pick(["nodes", "edges"] as const);
  const id = someId(party, tape, kind);
  if (id === undefined) return;
  const number = world.numberOf(graph, kind, id);
  if (kind === "nodes") graph.removeNode(id);
  else graph.removeEdge(id);
  state[kind].byId.delete(number);
  if (kind === "edges") return;
  for (const [edge, { source, target }] of state.edges.byId) {
    if (source === number || target === number) state.edges.byId.delete(edge);
  }
};

const change: Step = (world, party, tape) => {
  const { graph, state } = party;
  if (tape.chance(5)) {
    const own = drawValues(tape);
    if (wrote(() => graph.attributes.set(own))) note(state.graph.byId.get(0) as Element, own);
    return;
  }
  const kind = tape.pick(["nodes", "edges"] as const);
  const id = someId(party, tape, kind);
  if (id === undefined) return;
  const element = state[kind].byId.get(world.numberOf(graph, kind, id)) as Element;
  if (kind === "nodes" && tape.chance(3)) {
    const labels = LABELS.filter(() => tape.chance(2));
    graph.nodes.setLabels(id, labels);
    element.labels = [...labels].sort();
    return;
  }
  const values = drawValues(tape);
  if (wrote(() => graph[kind].set(id, values))) note(element, values);
};

const commit: Step = (world, party, tape) => {
  const message = tape.pick(["one", "two"]);
  world.made(party, party.graph.commit(message, { allowEmpty: true, meta: { by: party.name } }));
};

/** Puts a party in a state without uncommitted changes. */
function settle(world: World, party: Party): void {
  if (!party.graph.status().clean) world.made(party, party.graph.commit("as it is"));
}

const checkout: Step = (world, party, tape) => {
  const { graph } = party;
  const { history } = graph;
  const names = [...history.branches(), ...history.remoteBranches(), ...history.tags()].map(
    ({ name }) => name,
  );
  if (names.length === 0) return;
  graph.checkout(tape.pick(names), { discard: true });
  party.state = copyState(world.stateOf(graph.head.commit));
};

const branch: Step = (world, party, tape) => {
  const { graph } = party;
  if (graph.head.commit === null) return;
  const name = `branch${tape.next(3)}`;
  if (!graph.history.branches().some((each) => each.name === name)) graph.branch(name);
  graph.checkout(name, { discard: true });
  party.state = copyState(world.stateOf(graph.head.commit));
};

const tag: Step = (_world, { graph, name }, tape) => {
  if (graph.head.commit === null) return;
  const tagName = `v${tape.next(4)}`;
  if (graph.history.tags().some((each) => each.name === tagName)) return;
  graph.history.tag(tagName, tape.chance(2) ? { message: `by ${name}`, author: name } : {});
};

const revert: Step = (world, party) => {
  const { graph } = party;
  settle(world, party);
  const { commit: last } = graph.head;
  if (last === null || last.parents.length !== 1) return;
  const made = graph.history.revert("HEAD", { policy: "ours", allowEmpty: true });
  party.state = copyState(world.states.get(last.parents[0]) as typeof party.state);
  world.made(party, made);
};

function other(world: World, party: Party, tape: Tape): Party {
  return tape.pick(world.parties.filter((each) => each !== party));
}

const fetch: Step = (world, party, tape) => {
  const from = other(world, party, tape);
  const { history } = from.graph;
  const viaBundle = tape.chance(3);
  const result = party.graph.history.fetch(viaBundle ? history.bundle() : from.graph, {
    remote: from.name,
    force: tape.chance(2),
  });
  const known = party.graph.history.remoteBranches();
  for (const { name, commit: tip } of history.branches()) {
    agree(
      `${from.name}/${name}`,
      known.find((each) => each.name === `${from.name}/${name}`)?.commit.id,
      tip.id,
    );
  }
  agree("fetching again", party.graph.history.fetch(from.graph, { remote: from.name }).commits, 0);
  for (const name of result.rejected)
    agree(
      "rejected",
      history.tags().some((each) => each.name === name),
      true,
    );
};

const push: Step = (world, party, tape) => {
  const to = other(world, party, tape);
  const { graph } = party;
  const { branch: name, commit: node } = graph.head;
  if (node === null || name === null) return;
  const there = to.graph.history.branches().find((each) => each.name === name)?.commit;
  const isKnown = there === undefined || isCommit(graph, there.id);
  const forward = there === undefined || (isKnown && graph.history.isAncestor(there.id, node.id));
  const isPresent = to.graph.head.branch === name;
  const act = () => graph.history.push(to.graph, { remote: to.name });
  if (!forward) agree("push", thrownBy("push", act).code, "NOT_FAST_FORWARD");
  else if (isPresent && !to.graph.status().clean && there?.id !== node.id) {
    agree("push", thrownBy("push", act).code, "DIRTY_STATE");
  } else {
    act();
    agree(`${name} of ${to.name}`, to.graph.history.resolve(name).id, node.id);
    if (isPresent && there?.id !== node.id) to.state = copyState(world.stateOf(node));
  }
};

function isCommit(graph: Graph, id: string): boolean {
  try {
    return graph.history.resolve(id).id === id;
  } catch {
    return false;
  }
}

const pull: Step = (world, party, tape) => {
  const from = other(world, party, tape);
  const { graph } = party;
  const names = from.graph.history.branches().map(({ name }) => name);
  if (names.length === 0) return;
  settle(world, party);
  const name = tape.pick(names);
  const ours = graph.head.commit;
  graph.history.fetch(from.graph, { remote: from.name });
  const theirs = from.graph.history.resolve(name);
  const base = ours === null ? undefined : world.baseOf(graph, ours.id, theirs.id);
  if (graph.head.branch === null) return;
  const options = { branch: name, remote: from.name, message: "pulled" };
  const triple = base && { base, ours: world.stateOf(ours), theirs: world.stateOf(theirs) };
  const isForward = ours === null || graph.history.isAncestor(ours.id, theirs.id);
  const isOld = ours !== null && graph.history.isAncestor(theirs.id, ours.id);
  if (triple !== undefined && !isForward && !isOld && conflictsOf(triple).length > 0 && tape.chance(2)) {
    agree("pull", thrownBy("pull", () => graph.history.pull(from.graph, options)).code, "MERGE_CONFLICT");
    return;
  }
  const { status, commit: made } = graph.history.pull(from.graph, { ...options, policy: "ours" });
  agree("status", status, isOld ? "upToDate" : isForward ? "fastForward" : "clean");
  if (status === "upToDate") return;
  if (status === "fastForward") party.state = copyState(world.stateOf(made));
  else {
    party.state = triple === undefined ? world.read(graph) : copyState(mergeStates(triple, () => "ours"));
    world.made(party, made);
  }
};

/** Goes on with a copy of the graph, made by way of a clone or of a bundle. */
const copy: Step = (world, party, tape) => {
  const { clock } = world;
  const origin = world.nextOrigin();
  settle(world, party);
  if (party.graph.head.commit === null) return;
  const before = party.graph.head;
  party.graph = tape.chance(2)
    ? Graph.clone(party.graph, { clock, origin })
    : Graph.fromBundle(party.graph.history.bundle(), { clock, origin });
  agree("head", party.graph.head, before);
};

const collect: Step = (_world, { graph }) => {
  graph.history.gc({ keepOperations: false });
};

export const STEPS = {
  addNode,
  addNodes,
  addEdge,
  remove,
  change,
  commit,
  checkout,
  branch,
  tag,
  revert,
  fetch,
  push,
  pull,
  copy,
  collect,
};

export type Verb = keyof typeof STEPS;
