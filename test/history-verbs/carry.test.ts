// Uncommitted changes that are taken along to another commit.
import { describe, expect, test } from "vitest";
import { Graph } from "../../src/index.js";

const coded = (code: string): object => expect.objectContaining({ code });

describe("carrying changes along", () => {
  test("works where an element of theirs came and went before", () => {
    const graph = new Graph({ clock: () => 0 });
    const node = graph.addNode("A", { float: 0 });
    graph.commit("came");
    const gone = graph.history.revert("HEAD");
    graph.history.undo();
    graph.history.undo();
    expect(graph.status()).toMatchObject({ commit: null, nodes: { added: 1 } });
    graph.checkout(gone, { carry: true });
    expect(graph.status()).toMatchObject({ commit: gone.id, nodes: { added: 1, changed: 0 } });
    expect(graph.nodes.get(node)).toEqual({ float: 0 });
    const again = graph.commit("came again");
    expect(again.root).toBe(graph.history.resolve("HEAD~2").root);
    graph.checkout(gone);
    expect(graph.nodeCount).toBe(0);
    graph.checkout(again);
    expect(graph.nodes.get(node)).toEqual({ float: 0 });
  });

  test("is refused where both states differ in what they change", () => {
    const graph = new Graph({ clock: () => 0 });
    const node = graph.addNode({ n: 0 });
    graph.commit("one");
    graph.nodes.set(node, { n: 1 });
    graph.commit("two");
    graph.nodes.set(node, { n: 2 });
    expect(() => graph.checkout("HEAD~1", { carry: true })).toThrow(coded("DIRTY_STATE"));
    expect(graph.nodes.get(node, "n")).toBe(2);
  });
});
