/** Worktrees of a store that was opened again, over checkpoints that replace the files that it was read from. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { runs } from "../model/arbitrary.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-worktrees-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** More than one range of elements that are hashed together. */
const COUNT = 2_500;

function build(path: string, commits: number): void {
  const graph = Graph.open(path);
  for (let i = 0; i < commits; i++) {
    graph.addNodes(COUNT, { attributes: { n: new Float64Array(COUNT).fill(i) } });
    graph.commit(`commit ${i}`);
  }
  graph.close();
}

/** The root of the same state, made anew: nodes by the same ids, and their values. */
function rootOf(graph: Graph): string {
  const copy = new Graph();
  const ids = graph.nodes.ids();
  copy.addNodes((ids.at(-1) ?? -1) + 1);
  copy.nodes.setColumn("n", ids, graph.nodes.values(ids, "n"));
  copy.removeNodes([...copy.nodes].filter((id) => !graph.hasNode(id)));
  return copy.commit("copy").root;
}

describe("a worktree of a store that was opened again", () => {
  it.each([1, 2, 5])(
    "commits with the root of its state, after %d commits that the journal holds",
    (commits) => {
      build(folder, commits);
      const graph = Graph.open(folder);
      const tree = graph.worktree("tree", { create: true });
      tree.addNode({ n: -1 });
      expect(tree.commit("in the tree").root).toBe(rootOf(tree));
      graph.nodes.set(0, { n: 7 });
      expect(graph.commit("beside it").root).toBe(rootOf(graph));
      expect(graph.history.verify({ level: "deep" }).findings).toEqual([]);
      graph.close();
      const reader = Graph.open(folder, { readOnly: true });
      expect(reader.history.verify({ level: "deep" }).findings).toEqual([]);
      expect(Graph.clone(reader).history.commitCount).toBe(commits + 2);
      reader.close();
    },
  );

  const checkpoints: Record<string, (graph: Graph) => unknown> = {
    "a new index": (graph) => graph.nodes.createIndex("n"),
    gc: (graph) => graph.history.gc(),
    "the first attribute of the graph itself": (graph) => {
      graph.attributes.set({ x: 1 });
      graph.commit("x");
    },
  };

  for (const [name, checkpoint] of Object.entries(checkpoints))
    it.each([0, 1])(`goes on after ${name}, with %d commits before`, (commits) => {
      build(folder, commits);
      const graph = Graph.open(folder);
      const tree = graph.worktree("tree", { create: true });
      checkpoint(graph);
      tree.addNode({ n: -1 });
      expect(tree.commit("in the tree").root).toBe(rootOf(tree));
      expect(tree.nodeCount).toBe(COUNT * commits + 1);
      expect(graph.history.verify({ level: "deep" }).findings).toEqual([]);
      graph.close();
    });

  it("has the roots of what is there whatever is done in either, and whenever the store is opened again", () => {
    const step = fc.record({
      verb: fc.constantFrom("add", "set", "commit", "worktree", "leave", "index", "gc", "reopen", "merge"),
      inTree: fc.boolean(),
      at: fc.nat(COUNT * 3),
    });
    let run = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const path = join(folder, `run ${run++}`);
        build(path, 1);
        let graph = Graph.open(path);
        let count = 0;
        const plant = (): Graph => graph.worktree(`tree-${count++}`, { create: true });
        let tree: Graph | undefined = plant();
        for (const { verb, inTree, at } of steps) {
          const here: Graph = (inTree ? tree : undefined) ?? graph;
          const ids = here.nodes.ids();
          if (verb === "add") here.addNode({ n: at });
          else if (verb === "set") here.nodes.set(ids[at % ids.length], { n: at });
          else if (verb === "commit" && !here.status().clean)
            expect(here.commit("commit").root).toBe(rootOf(here));
          else if (verb === "worktree") tree ??= plant();
          else if (verb === "leave") {
            tree?.close();
            tree = undefined;
          } else if (verb === "index" && !graph.nodes.dropIndex("n")) graph.nodes.createIndex("n");
          else if (verb === "gc") graph.history.gc();
          else if (verb === "merge" && tree !== undefined && graph.status().clean && tree.status().clean) {
            graph.merge(tree.head.branch as string, { policy: "theirs" }).commit();
            expect(graph.head.commit?.root).toBe(rootOf(graph));
          } else if (verb === "reopen") {
            graph.close();
            graph = Graph.open(path);
            tree = plant();
          }
        }
        expect(graph.history.verify({ level: "deep" }).findings).toEqual([]);
        graph.close();
      }),
      runs(15),
    );
  });
});
