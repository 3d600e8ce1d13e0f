// Unique keys: single, in bulk, within one call, over branches and checkouts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph, GroggyError } from "../../src/index.js";
import { runs } from "../model/arbitrary.js";
import { dumpGraph } from "./fixture.js";

function people(): Graph {
  const graph = new Graph({ key: "email", clock: () => 0 });
  graph.addNodes(3, { attributes: { email: ["a", "b", null], n: [1, 2, 3] } });
  graph.commit("people");
  return graph;
}

function expectRefused(graph: Graph, action: () => unknown, message: string | RegExp): void {
  const before = dumpGraph(graph);
  expect(action).toThrow(
    expect.objectContaining({ code: "DUPLICATE_KEY", message: expect.stringMatching(message) }),
  );
  expect(dumpGraph(graph)).toBe(before);
}

describe("a key", () => {
  it("finds its node, as long as the node is there and has it", () => {
    const graph = people();
    expect(["a", "b", "c", null, undefined].map((key) => graph.node(key))).toEqual([
      0,
      1,
      undefined,
      undefined,
      undefined,
    ]);
    for (const key of [5, {}]) expect(() => graph.node(key)).toThrow('key "email" expected utf8');
    graph.nodes.set(0, { email: "z" });
    expect([graph.node("a"), graph.node("z")]).toEqual([undefined, 0]);
    graph.removeNode(1);
    expect(graph.node("b")).toBeUndefined();
    const next = graph.addNode({ email: "b" });
    expect(graph.node("b")).toBe(next);
    graph.nodes.set(next, { email: null });
    expect(graph.node("b")).toBeUndefined();
  });

  it("is refused where another node has it", () => {
    const graph = people();
    const message = /^key "email" expected a value of its own, got "a", which node 0 has$/;
    expectRefused(graph, () => graph.addNode({ email: "a" }), message);
    expectRefused(graph, () => graph.nodes.set(1, { email: "a", n: 9 }), message);
    expectRefused(graph, () => graph.nodes.set(2, { email: "a" }), message);
    expectRefused(graph, () => graph.addNodes(2, { attributes: { email: ["c", "a"] } }), message);
    expectRefused(graph, () => graph.nodes.setColumn("email", [1, 2], ["c", "a"]), message);
  });

  it("is refused where one call gives it twice", () => {
    const graph = people();
    const message = /^key "email" expected a value of its own, got "x", which position 2 repeats$/;
    expectRefused(graph, () => graph.addNodes(3, { attributes: { email: ["x", "y", "x"] } }), message);
    expectRefused(graph, () => graph.nodes.setColumn("email", [0, 1, 2], ["x", "y", "x"]), message);
    expect(graph.addNodes(3, { attributes: { email: [null, "x", undefined] } })).toHaveLength(3);
  });

  it("may stay, be exchanged between nodes, or be taken over in one call", () => {
    const graph = people();
    graph.nodes.set(0, { email: "a", n: 5 });
    graph.nodes.setColumn("email", [0, 1], ["b", "a"]);
    expect([graph.node("a"), graph.node("b")]).toEqual([1, 0]);
    graph.nodes.setColumn("email", [0, 2], [null, "b"]);
    expect([graph.node("b"), graph.nodes.get(0, "email")]).toEqual([2, undefined]);
  });

  it("is free on a branch that does not have it, whatever other branches do", () => {
    const graph = people();
    graph.branch("side");
    graph.addNode({ email: "c" });
    graph.nodes.set(0, { email: "main" });
    graph.commit("on main");
    graph.checkout("side");
    expect([graph.node("a"), graph.node("c"), graph.node("main")]).toEqual([0, undefined, undefined]);
    const mine = graph.addNode({ email: "c" });
    graph.addNode({ email: "main" });
    graph.commit("on side");
    expect(graph.node("c")).toBe(mine);
    graph.checkout("main");
    expect([graph.node("main"), graph.node("a"), graph.node("c")]).toEqual([0, undefined, 3]);
    expectRefused(graph, () => graph.addNode({ email: "c" }), /node 3 has/);
    graph.checkout("HEAD~1");
    expect([graph.node("a"), graph.node("c")]).toEqual([0, undefined]);
  });

  it("is not carried to where another node has it", () => {
    const graph = people();
    graph.branch("side");
    graph.checkout("side");
    graph.addNode({ email: "c" });
    graph.commit("on side");
    graph.checkout("main");
    const added = graph.addNode({ email: "c" });
    const before = dumpGraph(graph);
    expect(() => graph.checkout("side", { carry: true })).toThrow(
      expect.objectContaining({
        code: "DIRTY_STATE",
        message: `"carry" expected uncommitted changes that both states agree on, got a change of "email" of node ${added}, whose value is node 3's, in which they differ`,
      }),
    );
    expect(dumpGraph(graph)).toBe(before);
    graph.nodes.set(added, { email: null });
    graph.nodes.set(2, { email: "c" });
    expect(() => graph.checkout("side", { carry: true })).toThrow(GroggyError);
    graph.nodes.set(2, { email: "d" });
    graph.checkout("side", { carry: true });
    expect([graph.node("c"), graph.node("d")]).toEqual([3, 2]);
  });

  it("is carried to where its node has given it up, and with what takes it from the other node", () => {
    const graph = people();
    graph.branch("side");
    graph.checkout("side");
    graph.nodes.set(2, { email: "c" });
    graph.commit("on side");
    graph.nodes.set(0, { email: null });
    graph.nodes.set(1, { email: "a" });
    graph.checkout("main", { carry: true });
    expect([graph.node("a"), graph.node("b"), graph.node("c")]).toEqual([1, undefined, undefined]);
    graph.checkout("side", { carry: true });
    expect([graph.node("a"), graph.node("c")]).toEqual([1, 2]);
  });

  it("is not brought back by a stash when another node has it by then", () => {
    const graph = people();
    graph.addNode({ email: "c" });
    graph.history.stash("c");
    const other = graph.addNode({ email: "c" });
    const before = dumpGraph(graph);
    expect(() => graph.history.stashPop()).toThrow(GroggyError);
    expect(dumpGraph(graph)).toBe(before);
    graph.removeNode(other);
    graph.history.stashPop();
    expect(graph.node("c")).toBe(3);
  });

  it.each<[string, unknown, unknown[], unknown]>([
    ["numbers", 1.5, [1.5], 2],
    ["zeros", 0, [-0], 1],
    ["bigints", 5n, [5n, 5], 6n],
    ["large bigints", 2n ** 60n + 1n, [2n ** 60n + 1n], 2n ** 60n],
    ["moments", new Date(5), [new Date(5), 5, 5n], new Date(6)],
    ["bytes", Uint8Array.of(1, 2), [Uint8Array.of(1, 2)], Uint8Array.of(12)],
    ["booleans", true, [true], false],
    ["strings", "1,2", ["1,2"], "1"],
  ])("may be of %s, whatever the form they are given in", (_, value, same, other) => {
    for (const again of same) {
      const graph = new Graph({ key: "k" });
      graph.addNode({ k: value });
      graph.addNode({ k: other });
      expect([graph.node(again), graph.node(other)]).toEqual([0, 1]);
      expectRefused(graph, () => graph.addNode({ k: again }), /which node 0 has/);
      graph.nodes.setColumn("k", [0, 1], [null, null]);
      expectRefused(
        graph,
        () => graph.addNodes(3, { attributes: { k: [value, other, again] } }),
        /position 2 repeats/,
      );
      expect(graph.addNodes(2, { attributes: { k: [value, other] } })).toHaveLength(2);
    }
  });

  it("is the same in a column of float32 if it is the same there", () => {
    const graph = new Graph({ key: "k", schema: { nodes: { k: "float32" } } });
    const add = () => graph.addNodes(2, { attributes: { k: [0.1, Math.fround(0.1)] } });
    expect(add).toThrow(expect.objectContaining({ code: "DUPLICATE_KEY" }));
  });

  it.each([[[1]], [{ a: 1 }], [Number.NaN], [Float32Array.of(1)]])(
    "is never %o, which cannot be looked up",
    (value) => {
      const graph = new Graph({ key: "k" });
      for (const action of [
        () => graph.addNode({ k: value }),
        () => graph.addNodes(1, { attributes: { k: [value] } }),
        () => graph.mergeNode(value),
      ]) {
        expect(action).toThrow(TypeError);
        expect(action).toThrow(
          /^key "k" expected a boolean, number, bigint, string, Date, Uint8Array, date, time or duration, got /,
        );
      }
      expect([graph.nodeCount, graph.nodes.schema, graph.addNode({ k: "text" })]).toEqual([0, {}, 0]);
    },
  );
});

describe("mergeNode", () => {
  it("adds the node or sets what is given, and adds labels", () => {
    const graph = people();
    expect(graph.mergeNode("c", { n: 5 }, "New")).toBe(3);
    expect(graph.mergeNode("c", { x: true }, ["Other", "New"])).toBe(3);
    expect(graph.mergeNode("c", { n: null as never })).toBe(3);
    expect(graph.nodes.get(3)).toEqual({ email: "c", x: true });
    expect(graph.nodes.labels(3)).toEqual(["New", "Other"]);
    expect(graph.mergeNode("a")).toBe(0);
    expect(graph.nodes.get(0)).toEqual({ email: "a", n: 1 });
  });

  it.each<[unknown[], string, string]>([
    [[null], "MISSING_KEY", 'key "email" expected a value, got null'],
    [[undefined], "MISSING_KEY", 'key "email" expected a value, got undefined'],
    [[5], "TypeError", 'attribute "email" expected utf8, got 5'],
    [["a", 5], "TypeError", '"attributes" expected an object of values by name, got 5'],
    [["a", "x"], "TypeError", '"attributes" expected an object of values by name, got "x"'],
    [["a", [1]], "TypeError", '"attributes" expected an object of values by name, got an array of 1'],
    [["a", { n: "x" }], "TypeError", 'attribute "n" expected float64, got "x"'],
    [["a", {}, 5], "TypeError", '"labels" expected a name or an array of names, got 5'],
    [["a", { n: 7 }, ["ok", ""]], "TypeError", '"labels" expected a name of 1 to 1024 characters, got ""'],
    [["new", { n: 7 }, [5]], "TypeError", '"labels" expected a name of 1 to 1024 characters, got 5'],
  ])("refuses %o and changes nothing", (given, code, message) => {
    const graph = people();
    const before = dumpGraph(graph);
    let error: unknown;
    try {
      graph.mergeNode(...(given as [string]));
    } catch (thrown) {
      error = thrown;
    }
    expect(error instanceof GroggyError ? error.code : (error as Error).name).toBe(code);
    expect((error as Error).message).toBe(message);
    expect(dumpGraph(graph)).toBe(before);
  });
});

describe("keys under random programs", () => {
  const step = fc.record({
    verb: fc.constantFrom(
      "add",
      "addMany",
      "set",
      "clear",
      "remove",
      "merge",
      "commit",
      "checkout",
      "carry",
      "setColumn",
    ),
    node: fc.nat(20),
    key: fc.nat(6),
    other: fc.nat(6),
  });

  it("are unique in every state, and find the node that has them", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
        const graph = new Graph({ key: "k", clock: () => 0 });
        graph.addNode({ k: "k0" });
        graph.commit("start");
        const commits = [graph.head.commit?.id as string];
        let refusals = 0;
        for (const { verb, node, key, other } of steps) {
          const ids = graph.nodes.ids();
          const id = ids[node % ids.length];
          const [k, l] = [`k${key}`, `k${other}`];
          const holders = new Set(
            [...ids].filter((each) => [k, l].includes(graph.nodes.get(each, "k") as string)),
          );
          try {
            if (verb === "add") graph.addNode({ k });
            else if (verb === "addMany") graph.addNodes(3, { attributes: { k: [k, null, l] } });
            else if (verb === "set" && id !== undefined) graph.nodes.set(id, { k });
            else if (verb === "clear" && id !== undefined) graph.nodes.set(id, { k: null });
            else if (verb === "remove" && id !== undefined) graph.removeNode(id);
            else if (verb === "merge") graph.mergeNode(k, { n: other });
            else if (verb === "setColumn" && ids.length > 1)
              graph.nodes.setColumn("k", ids.slice(0, 2), [k, l]);
            else if (verb === "commit") commits.push(graph.commit("c", { allowEmpty: true }).id);
            else if (verb === "checkout") graph.checkout(commits[node % commits.length], { discard: true });
            else if (verb === "carry") graph.checkout(commits[node % commits.length], { carry: true });
          } catch (error) {
            const { code } = error as GroggyError;
            expect(["DUPLICATE_KEY", "DIRTY_STATE"]).toContain(code);
            if (code === "DUPLICATE_KEY") expect(holders.size > 0 || k === l).toBe(true);
            refusals++;
          }
          const values = [...graph.nodes.ids()].flatMap((each) => {
            const value = graph.nodes.get(each, "k");
            return value === undefined ? [] : [[value, each] as const];
          });
          expect(new Set(values.map(([value]) => value)).size).toBe(values.length);
          for (const [value, each] of values) expect(graph.node(value)).toBe(each);
          const taken = new Map(values);
          for (let i = 0; i <= 6; i++) if (!taken.has(`k${i}`)) expect(graph.node(`k${i}`)).toBeUndefined();
        }
        expect(refusals).toBeLessThanOrEqual(steps.length);
      }),
      runs(60),
    );
  });
});
