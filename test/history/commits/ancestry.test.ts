// Questions about ancestors look at no more commits than they must, and count each once however they come by it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { aheadBehind, isAncestor, mergeBases } from "../../../src/history/commits/ancestry.js";
import type { CommitNode } from "../../../src/history/commits/commit-node.js";
import { placeOfCommit } from "../../../src/history/commits/forest.js";

/** Commits as ancestry needs them, which tell how many were asked for their parents. */
function commitGraph(): { add: (...parents: CommitNode[]) => CommitNode; asked: Set<CommitNode> } {
  const asked = new Set<CommitNode>();
  let count = 0;
  const add = (...parents: CommitNode[]): CommitNode => {
    const place = placeOfCommit(parents, 0);
    const node = {
      ordinal: count,
      commit: { id: String(count++).padStart(6, "0") },
      ...place,
      get parents() {
        asked.add(node);
        return parents;
      },
    } as unknown as CommitNode;
    return node;
  };
  return { add, asked };
}

/** A line of so many commits, and two branches of three that leave its end. */
function fork(length: number): {
  left: CommitNode;
  right: CommitNode;
  base: CommitNode;
  asked: Set<CommitNode>;
} {
  const { add, asked } = commitGraph();
  let base = add();
  for (let i = 1; i < length; i++) base = add(base);
  const left = add(add(add(base)));
  const right = add(add(add(base)));
  return { left, right, base, asked };
}

test("merge bases are found without a look at what is below them", () => {
  const { left, right, base, asked } = fork(100);
  expect(mergeBases([left], [right])).toEqual([base]);
  expect(asked.size).toBeLessThanOrEqual(7);
});

test("ahead and behind are counted without a look at what both have", () => {
  const { left, right, asked } = fork(100);
  expect(aheadBehind(left, right)).toEqual({ ahead: 3, behind: 3 });
  expect(asked.size).toBeLessThanOrEqual(6);
});

test("what both have, come by on two ways, does not end the count of what one has", () => {
  const { add } = commitGraph();
  const root = add();
  const own = add(root);
  const shared = add(add(root));
  const both = add(add(shared), add(shared));
  expect(aheadBehind(add(both, own), both)).toEqual({ ahead: 2, behind: 0 });
  expect(aheadBehind(both, add(both, own))).toEqual({ ahead: 0, behind: 2 });
});

test("ahead and behind of unrelated commits are all of theirs", () => {
  const { add } = commitGraph();
  expect(aheadBehind(add(add()), add(add(add())))).toEqual({ ahead: 2, behind: 3 });
});

test("ancestors along second parents are looked for down to their own generation", () => {
  const { add, asked } = commitGraph();
  let base = add();
  for (let i = 1; i < 50; i++) base = add(base);
  const side = add(add(base));
  const other = add(add(base));
  const merged = add(side, other);
  expect(isAncestor(other, merged)).toBe(true);
  expect(isAncestor(other, side)).toBe(false);
  asked.clear();
  expect(isAncestor(add(base), merged)).toBe(false);
  expect(asked.size).toBeLessThanOrEqual(5);
});

test("several merge bases come in the order of their ids", () => {
  const { add } = commitGraph();
  const root = add();
  const [first, second] = [add(root), add(root)];
  for (const [a, b] of [
    [first, second],
    [second, first],
  ])
    expect(mergeBases([add(a, b)], [add(b, a)])).toEqual([first, second]);
});

/** All that leads to a commit, itself included, one by one. */
function naiveAncestors(node: CommitNode): Set<CommitNode> {
  const found = new Set([node]);
  for (const each of found) for (const parent of each.parents) found.add(parent);
  return found;
}

/** Graphs of commits: for each how far back its parents are. Mostly lines, with forks, merges and several roots. */
const graphs = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant([1]) },
    { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 1, max: 30 })) },
    { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 30 })) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 })),
    },
    { weight: 1, arbitrary: fc.constant([]) },
  ),
  { minLength: 1, maxLength: 60 },
);

function build(shape: readonly (readonly number[])[]): CommitNode[] {
  const { add } = commitGraph();
  const nodes: CommitNode[] = [];
  for (const distances of shape) {
    const parents = new Set(distances.map((distance) => nodes[Math.max(0, nodes.length - distance)]));
    nodes.push(add(...[...parents].filter((node) => node !== undefined)));
  }
  return nodes;
}

test("questions about ancestors are answered as by walking all of them", () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (shape, picks) => {
      const nodes = build(shape);
      const [a, b, c, d] = picks.map((pick) => nodes[pick % nodes.length]);
      const [ofA, ofB] = [a, b].map(naiveAncestors);
      expect(isAncestor(a, b)).toBe(ofB.has(a));
      expect(aheadBehind(a, b)).toEqual({
        ahead: [...ofA].filter((node) => !ofB.has(node)).length,
        behind: [...ofB].filter((node) => !ofA.has(node)).length,
      });
      const left = new Set([a, c].flatMap((node) => [...naiveAncestors(node)]));
      const right = new Set([b, d].flatMap((node) => [...naiveAncestors(node)]));
      const common = [...left].filter((node) => right.has(node));
      const best = common.filter(
        (node) => !common.some((other) => other !== node && naiveAncestors(other).has(node)),
      );
      const ids = best.map(({ commit }) => commit.id).sort();
      expect(mergeBases([a, c], [b, d]).map(({ commit }) => commit.id)).toEqual(ids);
    }),
    { numRuns: 2000 },
  );
});

test("a line that is merged again and again into another is asked for few of its commits", () => {
  const { add, asked } = commitGraph();
  let main = add();
  const base = main;
  let side = add(base);
  for (let i = 0; i < 200; i++) {
    for (let j = 0; j < 10; j++) main = add(main);
    if (i % 2 === 0) side = add(side, main);
  }
  const other = add(base);
  asked.clear();
  expect(mergeBases([side], [main])).toHaveLength(1);
  expect(mergeBases([other], [side])).toEqual([base]);
  expect(aheadBehind(other, side)).toEqual({ ahead: 1, behind: 101 + 1990 });
  expect(isAncestor(other, side)).toBe(false);
  expect(asked.size).toBeLessThanOrEqual(102);
});
