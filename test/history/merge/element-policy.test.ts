// Policies for elements: asked once for each, with all attributes of both sides, between those of attributes and all.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ElementConflict, type ElementPolicy, Graph, type MergeOptions } from "../../../src/index.js";

type Values = Record<string, number | null>;

/** A merge of two sides of some nodes and an edge, each a list of values by element. */
function mergeOf(base: Values[], ours: Values[], theirs: Values[], options: MergeOptions) {
  const graph = new Graph({ clock: () => 0 });
  for (const values of base) graph.addNode(values);
  graph.addEdge(0, 0, base[0]);
  graph.commit("base", { allowEmpty: true });
  graph.branch("theirs");
  // each with a message of its own: equal sides would be one commit
  const write = (name: string, side: Values[]) => {
    for (const [id, values] of side.entries()) graph.nodes.set(id, values);
    graph.edges.set(0, side[0]);
    graph.commit(name, { allowEmpty: true });
  };
  write("ours", ours);
  graph.checkout("theirs");
  write("theirs", theirs);
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

test("are asked once for nodes, and for edges, that become one, with all that both have", () => {
  const asked: unknown[] = [];
  const policy: ElementPolicy = ({ element, attributes, base, ours, theirs }) => {
    asked.push([element.kind, [...attributes].sort(), base, ours, theirs]);
    if (element.kind === "edge") return "theirs";
    return Number(theirs?.updated) > Number(ours?.updated) ? "theirs" : { city: "said" };
  };
  const graph = new Graph({ key: "email", clock: () => 0 });
  const london = graph.addNode({ email: "london" });
  graph.commit("base");
  graph.branch("side");
  for (const [branch, updated] of [
    ["main", 1],
    ["side", 2],
  ] as const) {
    graph.checkout(branch);
    const values = { email: "ada", updated, city: branch, n: 5, [branch]: true };
    const ada = graph.addNode("Person", values);
    const second = { ...values, email: "alan", updated: 3 - updated };
    graph.addNode("Person", second);
    graph.addEdge(ada, london, "IN", { since: updated });
    graph.commit(branch);
  }
  graph.checkout("main");
  const merge = graph.merge("side", {
    unify: true,
    uniqueEdges: true,
    elements: policy,
    attributes: { n: "sum" },
    policy: (conflict) =>
      conflict.kind === "attribute" && conflict.attribute === "updated" ? "ours" : undefined,
  });
  expect(merge.unresolved).toEqual([]);
  const both = (main: number, side: number, email: string) => [
    { email, updated: main, city: "main", n: 5, main: true },
    { email, updated: side, city: "side", n: 5, side: true },
  ];
  expect(asked).toHaveLength(3);
  expect(asked).toEqual(
    expect.arrayContaining([
      ["node", ["city", "updated"], undefined, ...both(1, 2, "ada")],
      ["node", ["city", "updated"], undefined, ...both(2, 1, "alan")],
      ["edge", ["since"], undefined, { since: 1 }, { since: 2 }],
    ]),
  );
  merge.commit();
  expect(asked).toHaveLength(3);
  const [ada, alan] = ["ada", "alan"].map((key) => graph.nodes.get(graph.node(key) as number));
  expect(ada).toEqual({ email: "ada", updated: 2, city: "side", n: 10, main: true, side: true });
  expect(alan).toEqual({ email: "alan", updated: 2, city: "said", n: 10, main: true, side: true });
  expect(graph.edges.get(graph.edges.ids()[0])).toEqual({ since: 2 });
  expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
});
