/** Reading what changed changes nothing: writes that follow are taken or refused as if nobody had read. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

const values = fc.constantFrom<unknown>(
  null,
  1,
  0.5,
  2n ** 60n,
  "text",
  true,
  [1, 2],
  new Date(5),
  Float32Array.of(1, 2),
  { a: 1 },
);
const columns = fc.constantFrom<ArrayLike<unknown>>(
  Int32Array.of(1, 2),
  Float32Array.of(0.5, 1),
  ["a", null],
  [null, null],
  [1, 2],
);
const names = fc.constantFrom("x", "y");
const ids = fc.nat(5);

type Step = (graph: Graph) => unknown;
const named = (name: string, value: unknown) => ({ [name]: value });
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.tuple(names, values).map(
      ([n, v]) =>
        (g: Graph) =>
          g.addNode(named(n, v)),
    ),
    weight: 3,
  },
  {
    arbitrary: fc.tuple(ids, names, values).map(
      ([i, n, v]) =>
        (g: Graph) =>
          g.nodes.set(i, named(n, v)),
    ),
    weight: 4,
  },
  {
    arbitrary: fc.tuple(ids, names).map(
      ([i, n]) =>
        (g: Graph) =>
          g.nodes.set(i, named(n, null)),
    ),
    weight: 3,
  },
  { arbitrary: ids.map((i) => (g: Graph) => g.removeNode(i)), weight: 3 },
  fc.tuple(names, columns).map(([n, c]) => (g: Graph) => [
    ...g.addNodes(2, { attributes: named(n, c) as never }),
  ]),
  fc.tuple(names, columns).map(
    ([n, c]) =>
      (g: Graph) =>
        g.nodes.setColumn(n, [0, 1], c as never),
  ),
  fc.tuple(names, values).map(
    ([n, v]) =>
      (g: Graph) =>
        g.attributes.set(n, v as never),
  ),
  fc.tuple(ids, names, values).map(
    ([i, n, v]) =>
      (g: Graph) =>
        g.transaction(() => {
          g.nodes.set(i, named(n, v));
          if (i % 2 === 0) throw new RangeError("taken back");
        }),
  ),
  fc.tuple(ids, names, fc.constantFrom("1", "'a'", "0.5", "null", "[1]")).map(
    ([i, n, v]) =>
      (g: Graph) =>
        g.query(`MATCH (n) WHERE id(n) = ${i} SET n.${n} = ${v}`).summary,
  ),
  fc.constant((g: Graph) => g.commit("commit").root),
  fc.constant((g: Graph) => g.checkout("main", { discard: true })),
  fc.constant((g: Graph) => g.history.undo()),
  fc.constant((g: Graph) => g.history.stash() && undefined),
  fc.constant((g: Graph) => g.history.reset("main", { discard: true })),
  fc.constant((g: Graph) => g.history.gc() && undefined),
);

const reads: readonly Step[] = [
  (g) => g.status(),
  (g) => g.nodes.schema,
  (g) => g.history.diff("main"),
  (g) => g.at("main").nodes.schema,
  (g) => [...g.nodes.where("x IS NULL").ids()],
];

function outcome(step: Step, graph: Graph): unknown {
  try {
    return ["given", step(graph)];
  } catch (error) {
    return ["thrown", (error as Error).message];
  }
}

test("a program gives the same, read or not read between its steps", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(steps, fc.nat(reads.length)), { maxLength: 24 }), (program) => {
      const clock = { now: 0 };
      const make = (): Graph => {
        const graph = new Graph({ clock: () => ++clock.now });
        graph.addNodes(3);
        graph.commit("first");
        return graph;
      };
      const [read, unread] = [make(), make()];
      for (const [step, which] of program) {
        expect(outcome(step, read)).toEqual(outcome(step, unread));
        if (which < reads.length) outcome(reads[which], read);
      }
      expect(read.nodes.schema).toEqual(unread.nodes.schema);
      expect(read.attributes.schema).toEqual(unread.attributes.schema);
      expect(read.status().nodes).toEqual(unread.status().nodes);
      expect(read.history.verify({ level: "deep" }).ok).toBe(true);
      expect(unread.history.verify({ level: "deep" }).ok).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("an attribute whose only values went gives its name free at once", () => {
  const graph = new Graph();
  const id = graph.addNode({ passing: 1 });
  graph.removeNode(id);
  expect(graph.nodes.schema).toEqual({});
  const other = graph.addNode({ passing: "text" });
  graph.nodes.set(other, { passing: null });
  graph.addNodes(1, { attributes: { passing: Float32Array.of(0.5) } });
  expect(graph.nodes.schema).toEqual({ passing: "float32" });
});

test("types are kept while one holder of many is left, wherever values went", () => {
  const graph = new Graph();
  graph.addNodes(1000, { attributes: { x: Int32Array.from({ length: 1000 }, (_, i) => i) } });
  for (let i = 0; i < 999; i++) {
    graph.nodes.set((i * 7) % 1000, { x: null });
    expect(graph.nodes.schema).toEqual({ x: "int32" });
  }
  const [last] = graph.nodes.where("x IS NOT NULL").ids();
  graph.removeNode(last);
  expect(graph.nodes.schema).toEqual({});
});
