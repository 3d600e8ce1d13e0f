// Questions about ancestors look at no more commits than they must, and count each once however they come by it.
import { expect, test } from "vitest";
import { aheadBehind, isAncestor, mergeBases } from "../../../src/history/commits/ancestry.js";
import type { CommitNode } from "../../../src/history/commits/commit-node.js";

/** Commits as ancestry needs them, which tell how many were asked for their parents. */
function commitGraph(): { add: (...parents: CommitNode[]) => CommitNode; asked: Set<CommitNode> } {
  const asked = new Set<CommitNode>();
  let count = 0;
  const add = (...parents: CommitNode[]): CommitNode => {
    const generation = Math.max(0, ...parents.map((parent) => parent.generation)) + 1;
    const node = {
      commit: { id: String(count++).padStart(6, "0") },
      depth: (parents[0]?.depth ?? 0) + 1,
      generation,
      parent: parents[0],
      jump: parents[0],
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
