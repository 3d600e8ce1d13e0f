/** Rules that a merge would break, several at one node, and counters that clones go on counting. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { runs } from "../../model/arbitrary.js";

const schema = {
  nodes: {
    Part: {
      a: { type: "utf8", unique: true },
      b: { type: "utf8", unique: true },
      c: { type: "utf8", required: true },
      d: { type: "utf8", required: true },
    },
  },
} as const;

function fork(graph: Graph, ours: () => void, theirs: () => void): Graph {
  graph.commit("base", { allowEmpty: true });
  graph.branch("side");
  ours();
  graph.commit("ours", { allowEmpty: true });
  graph.checkout("side");
  theirs();
  graph.commit("theirs", { allowEmpty: true });
  graph.checkout("main");
  return graph;
}

describe("rules", () => {
  test("each that one node breaks is a conflict of its own", () => {
    const graph = new Graph({ schema }) as unknown as Graph;
    const node = graph.addNode({ a: "x", b: "y", c: "c", d: "d" });
    fork(
      graph,
      () => {
        graph.addNode("Part", { a: "x", b: "1", c: "c", d: "d" });
        graph.addNode("Part", { a: "2", b: "y", c: "c", d: "d" });
        graph.nodes.set(node, { c: null, d: null });
      },
      () => graph.nodes.addLabel(node, "Part"),
    );
    const merge = graph.merge("side");
    expect(merge.conflicts.map((each) => [each.kind, "attribute" in each && each.attribute]).sort()).toEqual([
      ["key", "a"],
      ["key", "b"],
      ["required", "c"],
      ["required", "d"],
    ]);
    for (const conflict of merge.conflicts) {
      if (conflict.kind === "required") merge.resolve(conflict, { value: `new ${conflict.attribute}` });
      else merge.resolve(conflict, "ours");
    }
    merge.commit();
    expect(graph.nodes.get(node)).toEqual({ c: "new c", d: "new d" });
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  });

  test("of each group of nodes with the same values of several attributes is a conflict", () => {
    const graph = new Graph({ keys: { T: ["x", "y", "z"] } }) as unknown as Graph;
    const add = (z: string, by: number) => graph.addNode("T", { x: "v", y: "v", z, by });
    fork(
      graph,
      () => ["1", "2", "3"].forEach((z) => void add(z, 0)),
      () => ["1", "2", "4"].forEach((z) => void add(z, 1)),
    );
    const { conflicts } = graph.merge("side");
    expect(conflicts.map((each) => each.kind === "key" && each.value)).toEqual(["1", "2"]);
    expect(graph.merge("side", { unify: true, policy: "theirs" }).preview().nodeCount).toBe(4);
  });

  test("absent values are not the same value, and a value that was let go is free", () => {
    const graph = new Graph({ schema }) as unknown as Graph;
    const rest = { c: "c", d: "d" };
    const first = graph.addNode("Part", { a: "x", ...rest });
    fork(
      graph,
      () => {
        graph.addNode("Part", rest);
        graph.nodes.set(first, { a: "moved" });
      },
      () => {
        graph.addNode("Part", rest);
        graph.nodes.set(first, { b: "z" });
      },
    );
    graph.checkout("side");
    graph.nodes.set(first, { a: null });
    graph.addNode("Part", { a: "x", ...rest });
    graph.commit("takes what it let go");
    graph.checkout("main");
    const merge = graph.merge("side", { policy: "ours" });
    expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["attribute"]);
    merge.commit();
    expect(graph.nodes.where("a = 'x' OR a = 'moved'").count).toBe(2);
  });

  test("nodes that lack what is required are found by a filter, in states that do not keep the rule", () => {
    const graph = new Graph({ schema }) as unknown as Graph;
    const node = graph.addNode({ c: "c", d: "d" });
    fork(
      graph,
      () => graph.nodes.addLabel(node, "Part"),
      () => graph.nodes.set(node, { c: null }),
    );
    // resolved as ours while it is open
    const merge = graph.merge("side");
    expect(merge.preview().nodes.where("c IS NULL").count).toBe(0);
    merge.resolve(merge.conflicts[0], "theirs");
    expect([...merge.preview().nodes.where("c IS NULL")]).toEqual([node]);
    expect(graph.query("MATCH (n:Part) WHERE n.c IS NULL RETURN count(n) AS n").column("n")).toEqual([0]);
  });
});

describe("policies that are kept", () => {
  test("hold for branches that are older than they are, whatever the verb", () => {
    const graph = new Graph();
    graph.addNode({ log: ["a", "b"] });
    fork(
      graph,
      () => graph.nodes.set(0, { log: ["a", "b", "ours"] }),
      () => graph.nodes.set(0, { log: ["b", "theirs"] }),
    );
    graph.history.policies = { attributes: { log: "union" } };
    // what one side took out does not come back
    const united = ["b", "ours", "theirs"];
    expect(graph.merge("side").preview().nodes.get(0, "log")).toEqual(united);
    graph.history.cherryPick("side");
    expect(graph.nodes.get(0, "log")).toEqual(united);
    graph.history.undo();
    graph.history.rebase("side");
    expect(new Set(graph.nodes.get(0, "log") as string[])).toEqual(new Set(united));
    expect(graph.history.policies).toEqual({ attributes: { log: "union" } });
    graph.history.undo();
    graph.addNode();
    graph.history.stash("a node");
    expect(graph.history.policies).toEqual({ attributes: { log: "union" } });
  });

  test("a counter of clones that pull from each other loses nothing and counts nothing twice", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 4 }), (seed, count) => {
        const prng = new Prng(seed);
        const first = new Graph({ policies: { attributes: { n: "sum", most: "max" } }, clock: () => 0 });
        first.addNode({ n: 0, most: 0 });
        first.commit("zero");
        const clones = [first];
        for (let i = 1; i < count; i++) clones.push(Graph.clone(first, { origin: i, clock: () => i }));
        let total = 0;
        let most = 0;
        const pull = (to: number, from: number) => {
          if (to !== from) clones[to].history.pull(clones[from], { remote: `peer${from}` });
        };
        for (let step = 0; step < 12; step++) {
          const at = prng.below(count);
          if (prng.below(2) === 0) pull(at, prng.below(count));
          else {
            const by = prng.below(5) - 1;
            const { n, most: known } = clones[at].nodes.get(0) as { n: number; most: number };
            total += by;
            most = Math.max(most, total);
            clones[at].nodes.set(0, { n: n + by, most: Math.max(known, total) });
            clones[at].commit(`by ${by}`, { allowEmpty: true });
          }
        }
        for (let from = 1; from < count; from++) pull(0, from);
        for (let to = 1; to < count; to++) pull(to, 0);
        for (const clone of clones) expect(clone.nodes.get(0)).toEqual({ n: total, most });
        expect(new Set(clones.map(({ head }) => head.commit?.root)).size).toBe(1);
      }),
      runs(40),
    );
  });
});
