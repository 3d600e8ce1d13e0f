/** Options with a name that nobody knows are refused, and nothing is changed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";

function history() {
  const graph = new Graph({ clock: () => 0 });
  const ada = graph.addNode("Person", { name: "Ada" });
  graph.commit("first");
  graph.nodes.set(ada, { name: "Ada Lovelace" });
  graph.commit("second");
  return graph;
}

/** Calls as a JavaScript user might write them, each with one name that is wrong. */
const calls: Record<string, (graph: Graph, options: never) => unknown> = {
  commit: (graph, options) => graph.commit("third", options),
  branch: (graph, options) => graph.history.branch("other", options),
  tag: (graph, options) => graph.history.tag("v1", options),
  checkout: (graph, options) => graph.checkout("main~1", options),
  merge: (graph, options) => graph.merge("main", options),
  revert: (graph, options) => graph.history.revert("main", options),
  cherryPick: (graph, options) => graph.history.cherryPick("main", options),
  rebase: (graph, options) => graph.history.rebase("main~1", options),
  reset: (graph, options) => graph.history.reset("main~1", options),
  undo: (graph, options) => graph.history.undo(options),
  redo: (graph, options) => graph.history.redo(options),
  gc: (graph, options) => graph.history.gc(options),
  verify: (graph, options) => graph.history.verify(options),
  log: (graph, options) => graph.history.log(options),
  walk: (graph, options) => graph.history.walk(options),
  drawLog: (graph, options) => graph.history.drawLog(options),
  show: (graph, options) => graph.history.show("main", options),
  blame: (graph, options) => graph.history.blame(0, "name", options),
  changesOf: (graph, options) => graph.history.changesOf(0, options),
  lifetimes: (graph, options) => graph.history.lifetimes(0, options),
  series: (graph, options) => graph.history.series(0, "name", options),
  timeline: (graph, options) => graph.history.timeline((view) => view.nodeCount, options),
  bundle: (graph, options) => graph.history.bundle(options),
  fetch: (graph, options) => graph.history.fetch(history(), options),
  push: (graph, options) => graph.history.push(history(), options),
  pull: (graph, options) => graph.history.pull(history(), options),
  addNodes: (graph, options) => graph.addNodes(2, options),
  addEdges: (graph, options) => graph.addEdges([0], [0], options),
  mergeEdges: (graph, options) => graph.mergeEdges([0], [0], options),
  mergeNodes: (graph, options) => graph.mergeNodes({ name: ["x"] }, options),
  createIndex: (graph, options) => graph.nodes.createIndex("name", options),
  clone: (graph, options) => Graph.clone(graph, options),
  fromBundle: (graph, options) => Graph.fromBundle(graph.history.bundle(), options),
  "new Graph": (_, options) => new Graph(options),
};

describe("an option that nobody knows", () => {
  it.each(Object.keys(calls))("is refused by %s, and nothing is changed", (verb) => {
    const graph = history();
    const before = graph.history.operations().length;
    expect(() => calls[verb]!(graph, { nonsense: true } as never)).toThrow(
      /^"options" expected only .*, got "nonsense"$/,
    );
    expect(graph.history.operations()).toHaveLength(before);
    expect(graph.status()).toMatchObject({ branch: "main", clean: true });
    expect([graph.nodeCount, graph.edgeCount]).toEqual([1, 0]);
  });

  it("is refused by open, which does not make a store or write to one", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "groggy-options-")), "store");
    try {
      expect(() => Graph.open(folder, { readonly: true } as never)).toThrow('got "readonly"');
      expect(() => Graph.open(folder, { readOnly: true })).toThrow("expected a store");
    } finally {
      rmSync(join(folder, ".."), { recursive: true });
    }
  });

  it("is named with all that are known", () => {
    expect(() => history().checkout("main", { forced: true } as never)).toThrow(
      new TypeError('"options" expected only "create", "at", "carry", "stash" and "discard", got "forced"'),
    );
    expect(() => history().nodes.dropIndex("name", { type: "hash" } as never)).toThrow(
      new TypeError('"options" expected only "kind", got "type"'),
    );
  });
});

it("a clone takes what it was given on to the store, and no more", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "groggy-options-")), "store");
  const clone = Graph.clone(history(), { path: folder, remote: "up", durability: "full", onProgress() {} });
  expect(clone.history.branches().map(({ name }) => name)).toEqual(["main"]);
  expect(clone.path).toBe(folder);
  clone.close();
  rmSync(join(folder, ".."), { recursive: true });
});
