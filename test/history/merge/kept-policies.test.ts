/** Policies that a graph keeps: the same as the same policies given each time, where options say nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, type GroggyError, type KeptPolicies, type Policies } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { runs } from "../../model/arbitrary.js";
import { keptPolicies } from "./kept-policies.js";

const coded = (code: string): object => expect.objectContaining({ code });

const VALUES = [0, 1, 5, null, ["x"], ["x", "y"], ["z"]];

/** Changes drawn by a seed: sums, lists, the same key on two branches, edges that double each other. */
function change(graph: Graph, prng: Prng): void {
  for (let left = 1 + prng.below(4); left > 0; left--) {
    const ids = graph.nodes.ids();
    const pick = () => ids[prng.below(ids.length)];
    const verb = prng.below(5);
    const key = `k${prng.below(3)}`;
    const values = { a: prng.below(4), b: prng.below(4), "ünï code": VALUES[prng.below(VALUES.length)] };
    if (verb === 0 || ids.length === 0) graph.mergeNode(key, { a: prng.below(3) }, "P");
    else if (verb === 1) graph.addEdge(pick(), pick(), ["A", "B"][prng.below(2)], { a: prng.below(2) });
    else if (verb === 2 && ids.length > 1) graph.removeNode(pick());
    else {
      const attribute = ["a", "b", "ünï code"][prng.below(3)] as "a";
      try {
        graph.nodes.set(pick(), { [attribute]: values[attribute] });
      } catch (error) {
        // of another type than the attribute has by now
        if (!(error instanceof TypeError)) throw error;
      }
    }
  }
}

/** Two branches that have met once, a clone, and commits to be taken elsewhere. */
function world(seed: number, kept: KeptPolicies): { graph: Graph; other: Graph } {
  const prng = new Prng(seed);
  const graph = new Graph({ key: "k", clock: () => 0 });
  graph.history.policies = kept;
  for (let i = 0; i < 3; i++) graph.addNode("P", { a: i, "ünï code": ["x"] });
  graph.commit("base");
  const other = Graph.clone(graph, { origin: 7 });
  graph.branch("side");
  for (const each of ["main", "side", "main"]) {
    graph.checkout(each);
    change(graph, prng);
    graph.commit(each, { allowEmpty: true });
  }
  if (prng.below(2) === 0) {
    // a criss-cross, so that the base is a merge itself
    const [main, side] = [graph.history.resolve("main"), graph.history.resolve("side")];
    for (const [branch, from] of [
      ["main", side],
      ["side", main],
    ] as const) {
      graph.checkout(branch);
      const merge = graph.merge(from, { kept: false });
      merge.resolveAll("ours");
      if (merge.unresolved.length > 0) merge.abort();
      else merge.commit();
      change(graph, prng);
      graph.commit(branch, { allowEmpty: true });
    }
  }
  graph.checkout("main");
  change(other, prng);
  other.commit("there", { allowEmpty: true });
  return { graph, other };
}

/** What a verb comes to: the root of the state, or the error. */
function outcome(graph: Graph, verb: () => unknown): unknown {
  try {
    verb();
    return graph.head.commit?.root;
  } catch (error) {
    const { code, message, data } = error as GroggyError & { data?: { conflicts?: unknown } };
    return [code, message, JSON.stringify(data?.conflicts)];
  }
}

const VERBS = {
  merge: ({ graph }, options) => {
    const merge = graph.merge("side", options);
    if (merge.unresolved.length === 0) merge.commit();
    return JSON.stringify(merge);
  },
  pull: ({ graph, other }, options) => void graph.history.pull(other, options),
  cherryPick: ({ graph }, options) => void graph.history.cherryPick("side", { ...options, mainline: 1 }),
  revert: ({ graph }, options) => void graph.history.revert("main~1", { ...options, mainline: 1 }),
  rebase: ({ graph }, options) => void graph.history.rebase("side", options),
} satisfies Record<string, (world: { graph: Graph; other: Graph }, options: Policies) => unknown>;

describe("policies that are kept", () => {
  test.each(Object.entries(VERBS))("%s: are those of the options, unless these say otherwise", (_, verb) => {
    const given = fc.oneof(fc.constant<KeptPolicies>({}), keptPolicies);
    fc.assert(
      fc.property(fc.integer(), keptPolicies, given, fc.boolean(), (seed, kept, own, usesKept) => {
        const keeps = world(seed, kept);
        const result = outcome(keeps.graph, () =>
          verb(keeps, usesKept ? (own as Policies) : { ...own, kept: false }),
        );
        const plain = world(seed, {});
        const all: Policies = usesKept
          ? { ...kept, ...own, attributes: { ...kept.attributes, ...own.attributes } }
          : own;
        expect(result).toEqual(outcome(plain.graph, () => verb(plain, all)));
      }),
      runs(30),
    );
  });

  test("two clones that keep the same come to the same, whichever of them pulls", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const attributes = { a: "sum", b: "max", "ünï code": "union" } as const;
        const [mine, theirs] = [world(seed, { attributes }), world(seed, { attributes })];
        const roots = [
          outcome(mine.graph, () => mine.graph.history.pull(mine.other)),
          outcome(theirs.other, () => theirs.other.history.pull(theirs.graph)),
        ];
        expect(typeof roots[0]).toBe(typeof roots[1]);
        if (typeof roots[0] !== "string") return;
        // lists are in the order of the side that merges
        const sorted = ({ nodes }: Graph) =>
          Array.from(nodes.ids(), (id) => {
            const { "ünï code": list, ...values } = nodes.get(id);
            return JSON.stringify([
              nodes.identity(id),
              Object.entries(values).sort(),
              Array.isArray(list) ? [...list].sort() : list,
              nodes.labels(id),
            ]);
          }).sort();
        expect(sorted(mine.graph)).toEqual(sorted(theirs.other));
      }),
      runs(30),
    );
  });

  const diverged = (ours: KeptPolicies, theirs: KeptPolicies): { graph: Graph; other: Graph } => {
    const graph = new Graph({ clock: () => 0, policies: ours });
    graph.addNode({ n: 10, name: "base" });
    graph.commit("base");
    const other = Graph.clone(graph, { policies: theirs });
    graph.nodes.set(0, { n: 12 });
    graph.commit("here");
    other.nodes.set(0, { n: 15 });
    other.commit("there");
    return { graph, other };
  };

  test.each<[KeptPolicies, KeptPolicies, Policies, unknown]>([
    [{ attributes: { n: "sum" } }, { attributes: { n: "sum" } }, {}, 17],
    [{ attributes: { n: "sum" } }, {}, {}, 17],
    [{}, { attributes: { n: "sum" } }, {}, 17],
    [{}, { attributes: { n: "sum" } }, { kept: false }, "MERGE_CONFLICT"],
    [{}, { attributes: { n: "sum" } }, { kept: false, policy: "theirs" }, 15],
    [{}, { attributes: { n: "sum" } }, { attributes: { n: "max" } }, 15],
    [{ attributes: { n: "min" } }, { attributes: { n: "max" } }, {}, "POLICY_MISMATCH"],
    [{ attributes: { n: "ours" } }, { attributes: { n: "max" } }, {}, "POLICY_MISMATCH"],
    [{ attributes: { n: "max" } }, { attributes: { n: "theirs" } }, {}, "POLICY_MISMATCH"],
    [{ attributes: { n: "min" } }, { attributes: { n: "max" } }, { attributes: { n: "sum" } }, 17],
    [{ attributes: { n: "min" } }, { attributes: { n: "max" } }, { kept: false, policy: "ours" }, 12],
    // sides are those of the graph that says so
    [{ attributes: { n: "ours" } }, { attributes: { n: "theirs" } }, {}, 12],
    [{}, { attributes: { n: "ours" } }, {}, "MERGE_CONFLICT"],
    [{}, { policy: "ours" }, {}, "MERGE_CONFLICT"],
    [{ policy: "theirs" }, { policy: "ours" }, {}, 15],
  ])("%j here and %j there, pulled with %j: %j", (ours, theirs, options, expected) => {
    const fetched = (source: (other: Graph) => Graph | Uint8Array): unknown => {
      const { graph, other } = diverged(ours, theirs);
      try {
        graph.history.pull(source(other), options);
        return graph.nodes.get(0, "n");
      } catch (error) {
        const { code, data } = error as GroggyError;
        expect(graph.nodes.get(0, "n")).toBe(12);
        if (code === "POLICY_MISMATCH") {
          expect(data).toEqual({ attributes: ["n"], ours, theirs });
          expect(graph.history.remoteBranches()).toEqual([]);
        }
        return code;
      } finally {
        expect(graph.history.policies).toEqual(ours);
      }
    };
    expect(fetched((other) => other)).toBe(expected);
    expect(fetched((other) => other.history.bundle())).toBe(expected);
  });

  test("types whose edges are unique are put together", () => {
    const graph = new Graph({ clock: () => 0, policies: { uniqueEdges: "A" } });
    graph.addNodes(2);
    graph.commit("base");
    const other = Graph.clone(graph, { policies: { uniqueEdges: ["B"] } });
    for (const each of [graph, other]) {
      for (const type of ["A", "B", "C"]) each.addEdge(0, 1, type);
      each.commit("edges");
    }
    graph.history.pull(other);
    expect(graph.edges.ids().map((id) => id)).toHaveLength(4);
  });

  test("are a worktree's as well, and refused while a verb or a transaction is under way", () => {
    const graph = new Graph({ policies: { policy: "ours" } });
    graph.addNode();
    graph.commit("one");
    const tree = graph.worktree("side", { create: true });
    tree.history.policies = { unify: true };
    expect(graph.history.policies).toEqual({ unify: true });
    const set = () => {
      graph.history.policies = {};
    };
    expect(() => graph.transaction(set)).toThrow(coded("VERB_UNDERWAY"));
    const stop = graph.history.onBeforeCommit(set);
    graph.addNode();
    expect(() => graph.commit("two")).toThrow(coded("VERB_UNDERWAY"));
    stop();
    tree.close();
    expect(() => {
      tree.history.policies = {};
    }).toThrow(coded("WORKTREE_CLOSED"));
    expect(graph.history.policies).toEqual({ unify: true });
  });

  test("are data, in one form, and nothing else", () => {
    const graph = new Graph();
    const { history } = graph;
    history.policies = { uniqueEdges: ["B", "A", "B"], unify: false, attributes: { z: "sum", a: "ours" } };
    expect(JSON.stringify(history.policies)).toBe(
      '{"attributes":{"a":"ours","z":"sum"},"uniqueEdges":["A","B"]}',
    );
    for (const frozen of [history.policies, history.policies.attributes, history.policies.uniqueEdges])
      expect(Object.isFrozen(frozen)).toBe(true);
    const before = history.policies;
    const throwing = {
      get policy(): never {
        throw new Error("mine");
      },
    };
    const writing = {
      get unify(): boolean {
        graph.addNode();
        return true;
      },
    };
    for (const [given, wanted] of [
      [null, /^"policies" expected an object, got null/],
      [undefined, /^"policies" expected an object, got undefined/],
      [5, /got 5/],
      [[], /got an array of 0/],
      [new Map(), /got a Map/],
      [() => {}, /got a function/],
      [{ elements: () => "ours" }, /^"policies" expected only? ?.*"policy".* got "elements"/],
      [{ Policy: "ours" }, /got "Policy"/],
      [{ policy: "sum" }, /^"policy" expected "ours" or "theirs", which can be kept, got "sum"/],
      [{ policy: () => "ours" }, /^"policy" expected .* got a function/],
      [{ policy: null }, /got null/],
      [{ attributes: ["sum"] }, /^"attributes" expected an object of policies by name, got an array of 1/],
      [{ attributes: { n: "Sum" } }, /^policy of attribute "n" expected "ours", .*got "Sum"/],
      [{ attributes: { n: () => 1 } }, /got a function/],
      [{ attributes: { n: undefined } }, /got undefined/],
      [{ attributes: { "": "sum" } }, /^"attributes" expected a name/],
      [{ attributes: { "\ud800": "sum" } }, /lone surrogate/],
      [{ unify: "yes" }, /^"unify" expected a boolean, got "yes"/],
      [{ uniqueEdges: [5] }, /^"uniqueEdges" expected a boolean, a type or an array of types, got 5/],
      [{ uniqueEdges: [null] }, /got null/],
      [{ uniqueEdges: {} }, /got an object/],
      [{ uniqueEdges: "" }, /^"uniqueEdges" expected a name/],
      [throwing, /^mine$/],
      [writing, /no write while "policies" is under way/],
    ] as const) {
      expect(() => {
        history.policies = given as never;
      }).toThrow(wanted);
      expect(history.policies).toBe(before);
      if (given !== undefined && given !== writing)
        expect(() => new Graph({ policies: given as never })).toThrow(wanted);
    }
    expect(graph.nodeCount).toBe(0);
    expect(() => graph.merge("main", { kept: 1 as never })).toThrow();
    graph.addNode();
    graph.commit("one");
    expect(() => graph.merge("main", { kept: 1 as never })).toThrow('"kept" expected a boolean, got 1');
  });
});
