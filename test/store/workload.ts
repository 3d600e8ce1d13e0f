// What is done to a store that is to be crashed: verbs drawn by a seed, so that a graph in memory can do the same.
import { GroggyError, StoreError } from "../../src/errors.js";
import { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";

/** A verb, or what is done to the handle: flushed, closed and opened again, or taken over by another process. */
export interface Step {
  readonly name: string;
  readonly act: ((graph: Graph) => void) | "flush" | "reopen" | "takeOver";
}

type Verb = (graph: Graph, prng: Prng, number: number) => void;

const WORDS = [
  "ada",
  "alan",
  "grace",
  "",
  "ünïcode",
  "a string that is longer than others so that pages fill",
];
const BRANCHES = ["main", "left", "right"];

function pick<T>(prng: Prng, items: ArrayLike<T>): T {
  return items[prng.below(items.length)];
}

function change(graph: Graph, prng: Prng, number: number): void {
  const ids = graph.nodes.ids();
  const choice = prng.below(5);
  if (choice === 0 || ids.length < 2) {
    for (let i = 0; i < 1 + prng.below(3); i++)
      graph.addNode(pick(prng, ["Person", "Place"]), { name: pick(prng, WORDS), age: prng.below(100) });
  } else if (choice === 1) {
    graph.addEdge(pick(prng, ids), pick(prng, ids), "KNOWS", { since: number, close: prng.below(2) === 1 });
  } else if (choice === 2) {
    graph.nodes.set(pick(prng, ids), { name: pick(prng, WORDS), [`extra${prng.below(3)}`]: [number, 0.5] });
  } else if (choice === 3) {
    graph.nodes.set(pick(prng, ids), { age: number });
  } else {
    graph.removeNode(pick(prng, ids));
  }
}

function clean(graph: Graph): void {
  if (graph.status().clean) return;
  if (graph.head.commit === null) graph.removeNodes(graph.nodes.ids());
  else graph.history.reset("HEAD", { discard: true });
}

/** A clone with a commit of its own. */
function peerOf(graph: Graph, prng: Prng, number: number): Graph {
  const peer = Graph.clone(graph, { origin: number + 1, clock: () => number });
  clean(peer);
  change(peer, prng, number);
  peer.commit(`there ${number}`, { allowEmpty: true });
  return peer;
}

/** Discards what is uncommitted, which a store would lose. */
export const CLEAN: Step = { name: "clean", act: clean };

const VERBS: Record<string, Verb> = {
  commit(graph, prng, number) {
    for (let i = 0; i < 1 + prng.below(3); i++) change(graph, prng, number);
    graph.commit(`commit ${number}`, { allowEmpty: true });
  },
  bulk(graph, prng, number) {
    const count = 20 + prng.below(100);
    graph.addNodes(count, {
      labels: "Bulk",
      attributes: { age: Float64Array.from({ length: count }, () => prng.below(9)) },
    });
    graph.commit(`bulk ${number}`);
  },
  branch: (graph, prng) => graph.branch(pick(prng, BRANCHES)),
  checkout: (graph, prng) => graph.checkout(pick(prng, BRANCHES)),
  merge(graph, prng, number) {
    const merge = graph.merge(pick(prng, [...BRANCHES, "peer/main"]));
    if (merge.status === "conflicted") merge.resolveAll(prng.below(2) === 0 ? "ours" : "theirs");
    merge.commit(`merge ${number}`);
  },
  tag: (graph, prng, number) => graph.history.tag(`tag${prng.below(3)}`, { message: `tag ${number}` }),
  deleteTag: (graph, prng) => graph.history.deleteTag(`tag${prng.below(3)}`),
  stash(graph, prng, number) {
    change(graph, prng, number);
    graph.history.stash(`stash ${number}`);
  },
  stashPop: (graph) => graph.history.stashPop(),
  stashDrop: (graph) => graph.history.stashDrop(),
  undo: (graph) => graph.history.undo(),
  redo: (graph) => graph.history.redo(),
  revert: (graph) => graph.history.revert("HEAD"),
  reset: (graph) => graph.history.reset("HEAD~1"),
  rename: (graph, prng) => graph.history.renameBranch(pick(prng, BRANCHES), pick(prng, BRANCHES)),
  deleteBranch: (graph, prng) => graph.history.deleteBranch(pick(prng, BRANCHES), { force: true }),
  fetch: (graph, prng, number) => void graph.history.fetch(peerOf(graph, prng, number), { remote: "peer" }),
  push: (graph, prng, number) =>
    void peerOf(graph, prng, number).history.push(graph, { to: pick(prng, BRANCHES) }),
  gc: (graph, prng) => void graph.history.gc({ keepOperations: prng.below(2) === 0 }),
  graphAttributes(graph, prng, number) {
    const choice = prng.below(3);
    graph.attributes.set(
      choice === 0
        ? { title: pick(prng, WORDS) }
        : choice === 1
          ? { title: null, revision: number }
          : { weights: [number, 0.5] },
    );
    graph.commit(`attributes ${number}`, { allowEmpty: true });
  },
  policies(graph, prng) {
    graph.history.policies = {
      ...(prng.below(2) === 0 ? {} : { attributes: { age: pick(prng, ["sum", "max", "ours"]) } }),
      ...(prng.below(3) === 0 ? { policy: "theirs" } : {}),
    };
  },
};

/** How often each comes, 2 unless given. */
const WEIGHTS: Record<string, number> = {
  commit: 8,
  bulk: 1,
  branch: 3,
  checkout: 3,
  merge: 3,
  gc: 1,
  stashDrop: 1,
  policies: 1,
};
const HANDLES = ["reopen", "takeOver", "flush"] as const;

/**
 * Verbs that do something and some that are refused. What is left uncommitted after each is discarded, unless it is
 * to be kept; then there are changes that are never committed as well.
 */
export function drawWorkload(seed: number, length: number, keepsChanges = false): Step[] {
  const prng = new Prng(seed);
  const names = Object.keys(VERBS).flatMap((name) => Array.from({ length: WEIGHTS[name] ?? 2 }, () => name));
  const steps: Step[] = [stepOf("commit", prng.next(), 0)];
  while (steps.length < length) {
    const number = steps.length;
    if (prng.below(8) === 0) {
      const act = pick(prng, HANDLES);
      steps.push({ name: act, act });
    } else if (keepsChanges) {
      steps.push(stepOf(prng.below(2) === 0 ? "change" : pick(prng, names), prng.next(), number));
    } else {
      steps.push(stepOf(pick(prng, names), prng.next(), number), CLEAN);
    }
  }
  return steps;
}

/** A verb by its name, with numbers of its own; what it refuses, it refuses in memory as well. */
export function stepOf(
  name: string,
  seed: number,
  number: number,
): Step & { readonly act: (graph: Graph) => void } {
  const act = (graph: Graph): void => {
    try {
      (name === "change" ? change : VERBS[name])(graph, new Prng(seed), number);
    } catch (error) {
      if (!(error instanceof GroggyError) || error instanceof StoreError) throw error;
    }
  };
  return { name: `${name} ${number}`, act };
}
