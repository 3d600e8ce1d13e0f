/** Reads have no effect: the types of attributes that have no value any more do not depend on what was asked. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";

const NAMES = ["a", "b"] as const;
const VALUES = [1, "text", true, 7n] as const;

type Step = (graph: Graph) => unknown;

const name = fc.constantFrom(...NAMES);
const value = fc.constantFrom(...VALUES, null, null, null);
const pick = fc.nat(3);

/** The node, or the edge, that a number chooses among those that are there. */
function chosen(ids: Iterable<number>, at: number): number {
  const list = [...ids];
  return list.length === 0 ? 0 : list[at % list.length];
}

const write: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.tuple(name, value).map(
      ([at, to]): Step =>
        (graph) =>
          graph.addNode({ [at]: to }),
    ),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(pick, name, value).map(
      ([at, of, to]): Step =>
        (graph) =>
          graph.nodes.set(chosen(graph.nodes, at), { [of]: to }),
    ),
    weight: 6,
  },
  fc.tuple(pick, name, value).map(
    ([at, of, to]): Step =>
      (graph) =>
        graph.edges.set(chosen(graph.edges, at), { [of]: to }),
  ),
  fc.tuple(name, value).map(
    ([of, to]): Step =>
      (graph) =>
        graph.attributes.set(of, to),
  ),
  fc.tuple(pick, pick).map(
    ([from, to]): Step =>
      (graph) =>
        graph.addEdge(chosen(graph.nodes, from), chosen(graph.nodes, to), { a: 1 }),
  ),
  fc.tuple(pick).map(
    ([at]): Step =>
      (graph) =>
        graph.removeNode(chosen(graph.nodes, at)),
  ),
  fc.tuple(name, fc.constantFrom("1", "'text'", "true", "null")).map(
    ([of, to]): Step =>
      (graph) =>
        graph.query(`MATCH (n) SET n.${of} = ${to}`).summary.attributesSet,
  ),
  fc.tuple(name, value).map(
    ([of, to]): Step =>
      (graph) => {
        graph.transaction(() => {
          graph.nodes.set(chosen(graph.nodes, 0), { [of]: to });
          throw new Error("taken back");
        });
      },
  ),
);

const branch = fc.constantFrom("main", "side", "other");
const verb: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.constant<Step>((graph) => graph.commit("step").root), weight: 4 },
  branch.map(
    (at): Step =>
      (graph) =>
        graph.branch(at),
  ),
  fc.tuple(branch, fc.constantFrom({}, { discard: true }, { carry: true }, { stash: true })).map(
    ([at, options]): Step =>
      (graph) =>
        graph.checkout(at, options),
  ),
  branch.map(
    (at): Step =>
      (graph) =>
        graph.merge(at, { policy: "ours" }).commit()?.root,
  ),
  branch.map(
    (at): Step =>
      (graph) =>
        graph.merge(at, { carry: true, policy: "theirs" }).commit()?.root,
  ),
  fc.constant<Step>((graph) => graph.history.stash("aside").message),
  fc.constant<Step>((graph) => graph.history.stashPop()),
  fc.constant<Step>((graph) => graph.history.undo({ discard: true })),
  fc.constant<Step>((graph) => graph.history.revert("HEAD").root),
  branch.map(
    (at): Step =>
      (graph) =>
        graph.history.restore(at, { nodes: [...graph.nodes] }),
  ),
  branch.map(
    (at): Step =>
      (graph) =>
        graph.history.apply(graph.history.diff("HEAD", at)),
  ),
  fc.constant<Step>((graph) => graph.history.reset("HEAD~1", { keep: true })),
);

const step = fc.oneof({ arbitrary: write, weight: 3 }, { arbitrary: verb, weight: 2 });

const READS: readonly ((graph: Graph) => unknown)[] = [
  (graph) => graph.status(),
  (graph) => graph.history.diff("HEAD").isEmpty,
  (graph) => graph.at("HEAD").nodes.schema,
  (graph) => graph.history.blame(chosen(graph.nodes, 0)),
  (graph) => [...graph.history.log()],
  (graph) => graph.history.bundle(),
  (graph) => graph.nodes.schema,
];

function outcome(run: () => unknown): unknown {
  try {
    return run() ?? null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : error;
  }
}

function contents(graph: Graph): unknown {
  const { nodes, edges, attributes } = graph;
  return {
    schemas: [nodes.schema, edges.schema, attributes.schema],
    nodes: [...nodes].map((id) => [id, nodes.get(id)]),
    edges: [...edges].map((id) => [id, edges.get(id)]),
    attributes: attributes.get(),
  };
}

function told(diffs: unknown[]): (diff: { readonly isEmpty: boolean; toPatch(): unknown }) => void {
  return (diff) => diffs.push(diff.toPatch());
}

describe.each([
  { types: "open", listens: false },
  { types: "strict", listens: false },
  { types: "open", listens: true },
] as const)("a graph with %o", ({ types, listens }) => {
  const make = (): Graph => new Graph({ types, clock: () => 0 });

  it("answers and stores the same, whatever was read in between", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(step, fc.option(fc.nat(READS.length - 1))), { maxLength: 24 }),
        (program) => {
          const [read, plain] = [make(), make()];
          const heard: [unknown[], unknown[]] = [[], []];
          if (listens) {
            read.onChange(told(heard[0]));
            plain.onChange(told(heard[1]));
          }
          for (const [run, asks] of program) {
            expect(outcome(() => run(read))).toEqual(outcome(() => run(plain)));
            if (asks !== null) outcome(() => READS[asks](read));
            expect(contents(read)).toEqual(contents(plain));
          }
          expect(heard[0]).toEqual(heard[1]);
          const [a, b] = [read, plain].map((graph) => graph.commit("end", { allowEmpty: true }).root);
          expect(a).toBe(b);
          expect(read.history.verify({ level: "deep" }).ok).toBe(true);
          expect(contents(read)).toEqual(contents(plain));
        },
      ),
      { numRuns: 120 },
    );
  });

  it("takes values of another type where none is left, and has the types of its commit after one", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (program) => {
        const graph = make();
        for (const run of program) outcome(() => run(graph));
        const node = graph.addNode();
        for (const each of NAMES) {
          const isKept = [...graph.nodes].some((id) => graph.nodes.get(id, each) !== undefined);
          const isCommitted = graph.head.commit !== null && each in graph.at("HEAD").nodes.schema;
          if (isKept || isCommitted) continue;
          for (const to of VALUES) {
            graph.nodes.set(node, { [each]: to });
            // a bigint, where the type that is left takes it
            expect(String(graph.nodes.get(node, each))).toBe(String(to));
            graph.nodes.set(node, { [each]: null });
          }
        }
        graph.commit("end", { allowEmpty: true });
        const { nodes, edges, attributes } = graph.at("HEAD");
        const schemas = [nodes.schema, edges.schema, attributes.schema];
        expect([graph.nodes.schema, graph.edges.schema, graph.attributes.schema]).toEqual(schemas);
      }),
      { numRuns: 60 },
    );
  });
});
