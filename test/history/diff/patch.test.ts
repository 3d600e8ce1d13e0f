/** Patches: a difference as JSON, made again on the state it was made from. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, invertPatch, type Patch } from "../../../src/index.js";

function sample(): Graph {
  const graph = new Graph({ clock: () => 0 });
  const [a, b] = graph.addNodes(3, { labels: "P", attributes: { n: [1, 2, null] } });
  graph.addEdge(a, b, "K", { w: 0.5 });
  graph.commit("base");
  return graph;
}

const sent = (patch: Patch): Patch => JSON.parse(JSON.stringify(patch));

describe("a patch", () => {
  test("sent as JSON makes the same state in another graph with the same ids", () => {
    const [here, there] = [sample(), sample()];
    here.nodes.set(0, {
      n: -0,
      big: 2n ** 60n,
      when: new Date(5),
      raw: Uint8Array.of(1, 255),
      v: Float32Array.of(1, 2),
    });
    here.nodes.set(1, { n: Number.NaN, list: ["x", "y"], json: { b: [1, null], a: -0 } });
    here.nodes.setLabels(2, ["Q", "P"]);
    const d = here.addNode("New", { n: 9 });
    here.addEdge(d, 0, "TO", { w: 1 });
    here.removeNode(1);
    const patch = here.history.diff().toPatch();
    there.history.apply(sent(patch));
    expect(here.commit("change").root).toBe(there.commit("change").root);
    there.history.apply(sent(invertPatch(patch)));
    expect(there.commit("back").root).toBe(sample().head.commit?.root);
  });

  test("is refused where the state is another, and nothing is changed", () => {
    const [here, there] = [sample(), sample()];
    here.nodes.set(0, { n: 5 });
    const patch = here.history.diff().toPatch();
    there.nodes.set(0, { n: 6 });
    const before = there.status();
    expect(() => there.history.apply(patch)).toThrow('"n" of node 0 expected 1, as the patch has it, got 6');
    expect(there.status()).toEqual(before);
    there.nodes.set(0, { n: 1 });
    there.removeNode(0);
    expect(() => there.history.apply(patch)).toThrow(expect.objectContaining({ code: "PATCH_CONFLICT" }));
    expect(() => there.history.apply({ format: "other" } as never)).toThrow(
      expect.objectContaining({ code: "INVALID_PATCH" }),
    );
    expect(() => there.history.apply({ ...patch, nodes: { ...patch.nodes, added: 3 } } as never)).toThrow(
      '"nodes.added" expected an array, got 3',
    );
  });

  test("a node that goes takes no edge with it that the patch does not know of", () => {
    const [here, there] = [sample(), sample()];
    here.removeNode(2);
    there.addEdge(0, 2);
    expect(() => there.history.apply(here.history.diff().toPatch())).toThrow("edge 1 of a node that goes");
  });

  test("gives no node the unique key of another", () => {
    const keyed = (): Graph => new Graph({ key: "k" });
    const [here, there] = [keyed(), keyed()];
    for (const graph of [here, there]) graph.addNodes(2, { attributes: { k: ["x", null] } });
    here.nodes.set(0, { k: "z" });
    here.commit("first");
    there.nodes.set(0, { k: "y" });
    there.commit("first");
    here.nodes.set(1, { k: "y" });
    expect(() => there.history.apply(here.history.diff().toPatch())).toThrow(
      'key "k" expected a value of its own in the patched state, got "y" for node 1, which node 0 has',
    );
  });

  test("applied to the first of any two states gives the second", () => {
    const step = fc.record({
      verb: fc.constantFrom("set", "add", "remove", "label", "link", "unlink"),
      x: fc.nat(20),
      y: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 12 }), (first, second) => {
        const graph = sample();
        const run = (steps: typeof first): void => {
          for (const { verb, x, y } of steps) {
            const ids = graph.nodes.ids();
            const edges = graph.edges.ids();
            const id = ids[x % ids.length];
            if (verb === "add" || ids.length === 0) graph.addNode(["A", "B"][y % 2], { n: y });
            else if (verb === "set")
              graph.nodes.set(id, y % 5 === 0 ? { n: null } : { n: y, [`a${y % 3}`]: `t${y}` });
            else if (verb === "remove") graph.removeNode(id);
            else if (verb === "label") graph.nodes.setLabels(id, y % 2 === 0 ? ["L"] : []);
            else if (verb === "link") graph.addEdge(id, ids[y % ids.length], "E", { w: x });
            else if (edges.length > 0) graph.removeEdge(edges[y % edges.length]);
          }
        };
        run(first);
        const one = graph.commit("one", { allowEmpty: true });
        run(second);
        const two = graph.commit("two", { allowEmpty: true });
        for (const [from, to] of [
          [one, two],
          [two, one],
        ]) {
          graph.checkout(from);
          graph.history.apply(sent(graph.history.diff(from, to).toPatch()));
          expect(graph.commit("applied", { allowEmpty: true }).root).toBe(to.root);
        }
        expect(graph.history.verify({ level: "deep" }).findings).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
