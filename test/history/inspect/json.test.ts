/** Histories, changes, timelines, conflicts and facts are written by JSON.stringify as one expects, whatever their values. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

const values = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer().map(BigInt));

/** The value as it is read back from the text. */
const again = (value: unknown) => JSON.parse(JSON.stringify(value));

test("a history is its head and the number of its commits", () => {
  const graph = new Graph({ clock: () => 0 });
  expect(again(graph.history)).toEqual({ branch: "main", commit: null, commitCount: 0 });
  graph.addNode("A");
  const { id } = graph.commit("one");
  expect(again({ history: graph.history })).toEqual({
    history: { branch: "main", commit: id, commitCount: 1 },
  });
});

test("bigints and vectors within changes, timelines, conflicts and facts", () => {
  fc.assert(
    fc.property(values, values, values, (first, ours, theirs) => {
      fc.pre(first !== ours && first !== theirs && ours !== theirs);
      const graph = new Graph({
        clock: () => 0,
        schema: { nodes: { n: "int64", v: "vector<float32, 2>" } },
      } as never) as Graph;
      const node = graph.addNode("A", { n: first, v: [1, 2] });
      graph.commit("one");
      graph.branch("other");
      graph.nodes.set(node, { n: ours, v: [3, 4] });
      const facts = [...graph.history.diff("HEAD")];
      expect(
        again(facts).map(({ before, after }: { before: unknown; after: unknown }) => [before, after]),
      ).toEqual([
        [String(first), String(ours)],
        [
          [1, 2],
          [3, 4],
        ],
      ]);
      expect(again([...graph.history.diff("HEAD").nodes.changes()])).toEqual([
        { id: node, attribute: "n", before: String(first), after: String(ours) },
        { id: node, attribute: "v", before: [1, 2], after: [3, 4] },
      ]);
      graph.commit("two");
      const changes = again(graph.history.changesOf(node));
      expect(changes.map(({ attributes }: { attributes: object }) => attributes)).toEqual([
        { n: { before: String(first), after: String(ours) }, v: { before: [1, 2], after: [3, 4] } },
        { n: { after: String(first) }, v: { after: [1, 2] } },
      ]);
      expect(changes[0].commit.message).toBe("two");
      const added = [...graph.history.diff("HEAD~1", "HEAD").nodes];
      expect(added.every((fact) => Object.keys(fact).includes("toJSON") === false)).toBe(true);
      const timeline = graph.history.timeline((view) => view.nodes.get(node, "n"));
      expect(again(timeline).values).toEqual([String(first), String(ours)]);
      graph.checkout("other");
      graph.nodes.set(node, { n: theirs });
      graph.commit("three");
      const { conflicts } = graph.merge("main");
      const [conflict] = again([...conflicts]);
      expect([conflict.base, conflict.ours, conflict.theirs]).toEqual([first, theirs, ours].map(String));
      expect(again(conflicts[0])).toEqual(conflict);
      expect(Object.isFrozen(conflicts[0])).toBe(true);
    }),
    { numRuns: 50 },
  );
});
