// Policies for elements: asked once for each, with all attributes of both sides, between those of attributes and all.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ElementConflict, Graph, type MergeOptions } from "../../../src/index.js";

type Values = Record<string, number | null>;

/** A merge of two sides of some nodes and an edge, each a list of values by element. */
function mergeOf(base: Values[], ours: Values[], theirs: Values[], options: MergeOptions) {
  const graph = new Graph({ clock: () => 0 });
  for (const values of base) graph.addNode(values);
  graph.addEdge(0, 0, base[0]);
  graph.commit("base", { allowEmpty: true });
  graph.branch("theirs");
  const write = (side: Values[]) => {
    for (const [id, values] of side.entries()) graph.nodes.set(id, values);
    graph.edges.set(0, side[0]);
    graph.commit("side", { allowEmpty: true });
  };
  write(ours);
  graph.checkout("theirs");
  write(theirs);
  graph.checkout("main");
  return { graph, merge: graph.merge("theirs", options) };
}

/** The side whose `at` is larger has its way. */
const newest = ({ ours, theirs }: ElementConflict) =>
  ((ours?.at ?? 0) as number) >= ((theirs?.at ?? 0) as number) ? ("ours" as const) : ("theirs" as const);

const values = fc.record({ at: fc.nat(3), a: fc.nat(2), b: fc.nat(2), n: fc.nat(2) });
const sides = fc.array(fc.tuple(values, values, values), { minLength: 1, maxLength: 4 });

test("the newest side of each element has its way in every attribute that both changed", () => {
  let conflicts = 0;
  fc.assert(
    fc.property(sides, (elements) => {
      const [base, ours, theirs] = [0, 1, 2].map((side) => elements.map((all) => all[side]));
      const asked: string[] = [];
      const policy = (conflict: ElementConflict) => {
        asked.push(`${conflict.element.kind} ${conflict.element.id}`);
        return newest(conflict);
      };
      const { merge } = mergeOf(base, ours, theirs, { elements: policy, attributes: { n: "sum" } });
      expect(merge.unresolved).toEqual([]);
      expect(new Set(asked).size).toBe(asked.length);
      conflicts += asked.length;
      const merged = merge.preview();
      for (const [id, [before, mine, others]] of elements.entries()) {
        const winner = mine.at >= others.at ? mine : others;
        const expected: Record<string, number> = {};
        for (const name of ["at", "a", "b"] as const) {
          const [was, left, right] = [before[name], mine[name], others[name]];
          expected[name] = left === was ? right : right === was || left === right ? left : winner[name];
        }
        expected.n = mine.n + others.n - before.n;
        expect(merged.nodes.get(id)).toEqual(expected);
        if (id === 0) expect(merged.edges.get(0)).toEqual(expected);
      }
    }),
  );
  expect(conflicts).toBeGreaterThan(50);
});

test("what it leaves open goes to the policy for all, and an answer may be values", () => {
  const [base, ours, theirs] = [[{ a: 1, b: 1, c: 1 }], [{ a: 2, b: 2, c: 2 }], [{ a: 3, b: 3, c: 3 }]];
  const seen: ElementConflict[] = [];
  const { merge } = mergeOf(base, ours, theirs, {
    elements: (conflict) => {
      seen.push(conflict);
      return conflict.element.kind === "node" ? { a: 23, b: null } : undefined;
    },
    policy: "theirs",
  });
  expect(merge.preview().nodes.get(0)).toEqual({ a: 23, c: 3 });
  expect(merge.preview().edges.get(0)).toEqual({ a: 3, b: 3, c: 3 });
  expect(seen[0]).toEqual({
    element: { kind: "node", id: 0 },
    attributes: ["a", "b", "c"],
    base: { a: 1, b: 1, c: 1 },
    ours: { a: 2, b: 2, c: 2 },
    theirs: { a: 3, b: 3, c: 3 },
  });
});

test("wrong answers are named, and nothing is written meanwhile", () => {
  const [base, ours, theirs] = [[{ a: 1, b: 1 }], [{ a: 2, b: 1 }], [{ a: 3, b: 1 }]];
  const merge = (elements: unknown) => () => mergeOf(base, ours, theirs, { elements } as MergeOptions);
  expect(merge("newest")).toThrow('"elements" expected a function, got "newest"');
  expect(merge(() => "mine")).toThrow(
    '"elements" expected "ours", "theirs", an object of values or undefined, got "mine"',
  );
  expect(merge(() => ({ b: 5 }))).toThrow(
    '"elements" expected values of attributes in conflict at node 0, got one of "b"',
  );
  expect(merge(() => ({ a: "text" }))).toThrow('resolution of attribute "a" expected float64, got "text"');
  const { graph } = mergeOf(base, ours, theirs, { policy: "ours" });
  expect(() => graph.merge("theirs", { elements: () => ({ a: graph.addNode() }) })).toThrow(
    'expected no write while "merge" is under way',
  );
});

test("reverts, cherry-picks and rebases ask it as well", () => {
  const [base, ours, theirs] = [[{ a: 1 }], [{ a: 2 }], [{ a: 3 }]];
  const { graph, merge } = mergeOf(base, ours, theirs, {});
  merge.abort();
  graph.history.cherryPick("theirs", { elements: () => "theirs" });
  expect(graph.nodes.get(0)).toEqual({ a: 3 });
  graph.checkout("theirs");
  graph.history.rebase("main~1", { elements: () => "ours" });
  expect(graph.nodes.get(0)).toEqual({ a: 2 });
});
