// A verb that the disk refuses is taken back whole: names, place, changes, stashes, and the number of commits.
import { describe, expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { openOn } from "./contents.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

/** A store on a disk whose next write is refused once `refuse` was called. */
function start(): { graph: Graph; refuse: () => void } {
  const disk = new SimulatedDisk();
  const graph = openOn(simulatedStorage(disk, new SimulatedMachine().start(), new Prng(1)), {
    clock: () => 0,
  });
  graph.addNodes(2, { attributes: { n: [1, 2] } });
  graph.commit("base");
  graph.branch("side");
  graph.nodes.set(0, { n: 3 });
  graph.commit("ours");
  graph.checkout("side");
  graph.nodes.set(1, { n: 4 });
  graph.commit("theirs");
  graph.addNode({ n: 5 });
  graph.commit("more");
  graph.checkout("main");
  graph.nodes.set(1, { n: 2, dirty: true });
  const refuse = (): void => {
    let left = 1;
    disk.beforeCall = (call) => {
      if (call.action === "write" && left-- > 0) disk.failAt(call.number, "ENOSPC");
    };
  };
  return { graph, refuse };
}

function everything({ history, nodes, head }: Graph): unknown {
  return {
    head,
    commitCount: history.commitCount,
    status: history.status(),
    names: [history.branches(), history.tags(), history.remoteBranches()],
    stashes: history.stashes(),
    operations: history.operations(),
    contents: [...nodes].map((id) => nodes.get(id)),
  };
}

function other(): Graph {
  const graph = new Graph({ clock: () => 9 });
  graph.addNode();
  graph.commit("of another graph");
  return Graph.clone(graph, { origin: 7 });
}

const VERBS: Record<string, (graph: Graph) => unknown> = {
  commit: (graph) => graph.commit("refused"),
  "commit with a hook that writes": (graph) => {
    const stop = graph.history.onBeforeCommit(() => void graph.addNode("hook"));
    try {
      graph.commit("refused");
    } finally {
      stop();
    }
  },
  merge: (graph) => graph.merge("side", { discard: true }).commit(),
  "merge that carries": (graph) => graph.merge("side", { carry: true, policy: "ours" }).commit(),
  "merge that stashes": (graph) => graph.merge("side", { stash: true }).commit(),
  revert: (graph) => graph.history.revert("main", { discard: true }),
  cherryPick: (graph) => graph.history.cherryPick("side", { discard: true }),
  rebase: (graph) => graph.history.rebase("side", { discard: true }),
  "rebase that stashes": (graph) => graph.history.rebase("side", { stash: true }),
  fetch: (graph) => graph.history.fetch(other()),
  stash: (graph) => graph.history.stash(),
};

describe.each(Object.entries(VERBS))("%s", (name, verb) => {
  test("leaves nothing behind when the disk refuses it, and can be done again", () => {
    const { graph, refuse } = start();
    if (name === "merge that carries") {
      graph.nodes.set(1, { dirty: null });
      graph.nodes.set(0, { dirty: true });
    }
    const before = everything(graph);
    refuse();
    expect(() => verb(graph)).toThrow(expect.objectContaining({ code: "STORE_IO" }));
    expect(everything(graph)).toEqual(before);
    verb(graph);
    expect(graph.history.verify({ level: "deep" }).findings).toEqual([]);
    graph.close();
  });
});
