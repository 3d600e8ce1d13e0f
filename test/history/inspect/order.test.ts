// Orders and texts that do not depend on how things came about.
import { expect, test } from "vitest";
import type { CommitNode } from "../../../src/history/commits/commit-node.js";
import { CommitWalk } from "../../../src/history/commits/commit-walk.js";
import { intersectIds } from "../../../src/history/diff/side-changes.js";
import { valueText } from "../../../src/history/diff/value-text.js";
import { LeafChanges } from "../../../src/history/hashing/leaf-changes.js";
import { hashLeafChanges } from "../../../src/history/hashing/state-root.js";
import { Graph } from "../../../src/index.js";
import { Laboratory } from "../merge/laboratory.js";

function start(): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(2, { attributes: { n: [1, 2] } });
  graph.commit("start");
  return graph;
}

test("a commit's id does not depend on the order in which attributes were set", () => {
  const [left, right] = [start(), start()];
  const names = ["d", "a", "c", "b"];
  for (const name of names) left.nodes.set(0, { [name]: 1 });
  for (const name of names.toReversed()) right.nodes.set(0, { [name]: 1 });
  expect(left.commit("four").id).toBe(right.commit("four").id);
});

test("a commit's id does not tell that a value was set to what it was", () => {
  const [left, right] = [start(), start()];
  left.nodes.set(0, { n: 5 });
  left.nodes.set(0, { n: 1 });
  right.nodes.set(1, { n: 2 });
  const ids = [left, right, start()].map((graph) => graph.commit("same", { allowEmpty: true }).id);
  expect(new Set(ids).size).toBe(1);
});

test("of commits made at one time the walk gives the larger generation first", () => {
  const add = (generation: number, parent?: CommitNode): CommitNode =>
    ({ commit: { time: 0 }, generation, parent, parents: parent ? [parent] : [] }) as unknown as CommitNode;
  const root = add(1);
  const short = add(2, root);
  const long = add(3, add(2, root));
  for (const tips of [
    [short, long],
    [long, short],
  ]) {
    const walked = [...new CommitWalk(tips)];
    expect(walked[0]).toBe(long);
    expect(walked[3]).toBe(root);
  }
});

test("values are shown as JSON, null and objects included", () => {
  expect(valueText({ a: [1, null] }, 40)).toBe('{"a":[1,null]}');
  expect(valueText(null, 40)).toBe("null");
  expect(valueText([null, 1], 40)).toBe("[null, 1]");
  expect(valueText(true, 40)).toBe("true");
});

test("what is longer than there is room for ends in a mark, inside its quotes", () => {
  expect(valueText("aaaaaaaa", 5)).toBe('"aa…"');
  expect(valueText([1, 2, 3, 4], 7)).toBe("[1, 2,…");
});

test("numbers in both of two lists are found, the first ones included", () => {
  const both = (a: number[], b: number[]) => [...intersectIds(Uint32Array.from(a), Uint32Array.from(b))];
  expect(both([1, 2, 3], [1, 2, 3])).toEqual([1, 2, 3]);
  expect(both([1, 4, 6, 9], [0, 1, 5, 6, 9, 10])).toEqual([1, 6, 9]);
  expect(both([], [1])).toEqual([]);
});

test("a commit's id does not depend on whether values were set one by one or many at once", () => {
  const graphs = [0, 1].map(() => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(9000);
    graph.commit("nodes");
    return graph;
  });
  const ids = Uint32Array.from({ length: 3000 }, (_, i) => 6000 + i);
  graphs[0].nodes.setColumn("n", ids, new Float64Array(3000).fill(1));
  graphs[0].nodes.set(0, { n: 1 });
  graphs[0].nodes.set(2500, { n: 1 });
  graphs[1].nodes.set(2500, { n: 1 });
  graphs[1].nodes.set(0, { n: 1 });
  for (const id of ids.toReversed()) graphs[1].nodes.set(id, { n: 1 });
  expect(graphs[0].commit("set").id).toBe(graphs[1].commit("set").id);
});

test("a commit's id does not tell what an element had that came and went again", () => {
  const graphs = [0, 1].map(() => {
    const graph = start();
    graph.nodes.set(1, { m: 1 });
    graph.commit("came");
    graph.removeNode(1);
    graph.commit("went");
    return graph;
  });
  graphs[0].history.apply(graphs[0].history.diff("HEAD", "HEAD~1"));
  graphs[0].nodes.set(1, { m: 5, n: null });
  graphs[0].nodes.setLabels(1, ["A"]);
  graphs[0].removeNode(1);
  for (const graph of graphs) graph.nodes.addLabel(0, "B");
  const ids = graphs.map((graph) => graph.commit("labelled").id);
  expect(ids[0]).toBe(ids[1]);
});

test("the leaves that a commit touched are on record in ascending order, whatever came before in it", () => {
  const { graph, core } = new Laboratory();
  graph.addNodes(5000, { attributes: { n: new Float64Array(5000) } });
  core.commitPresent(core.checkCommit("many", {}));
  graph.addNodes(3000, { attributes: { n: new Float64Array(3000).fill(1) } });
  for (const id of [4500, 2500, 5]) graph.removeNode(id);
  for (const id of [3500, 1500]) graph.nodes.set(id, { n: 7 });
  const { leaves } = core.commitPresent(core.checkCommit("others", {}));
  const numbers = leaves.map((changes) => [changes.column, Array.from(changes.leaves)]);
  expect(numbers).toEqual([
    ["node float64 n", [0, 1, 2, 3, 4, 5, 6, 7]],
    ["nodes", [0, 2, 4, 5, 6, 7]],
  ]);
});

test("the hash of a change tells its column, its leaves and both their hashes", () => {
  const hash = (column: string, leaf: number, before: number, after: number): string => {
    const of = (byte: number) => new Uint8Array(32).fill(byte);
    return hashLeafChanges([LeafChanges.of(column, [leaf], of(before), of(after)) as LeafChanges]);
  };
  const all = [
    hash("a", 1, 2, 3),
    hash("b", 1, 2, 3),
    hash("a", 9, 2, 3),
    hash("a", 1, 9, 3),
    hash("a", 1, 2, 9),
  ];
  expect(new Set(all).size).toBe(all.length);
});
