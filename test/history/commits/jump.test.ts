// Jumps along first parents against walking back one by one.
import { describe, expect, it } from "vitest";
import type { CommitNode } from "../../../src/history/commits/commit-node.js";
import {
  ancestorAt,
  lastCommitBefore,
  lastCommonAncestor,
  makeJump,
} from "../../../src/history/commits/jump.js";

/** A forest of commits as jumps need them: each on an earlier one that `choose` says, or on none. */
function forest(size: number, choose: (i: number) => number, timeOf: (i: number) => number): CommitNode[] {
  const nodes: CommitNode[] = [];
  for (let i = 0; i < size; i++) {
    const parent: CommitNode | undefined = nodes[choose(i)];
    const time = timeOf(i);
    const depth = (parent?.depth ?? 0) + 1;
    nodes.push({ commit: { time }, parent, depth, ...makeJump(parent, time) } as unknown as CommitNode);
  }
  return nodes;
}

const lineOf = (node: CommitNode | undefined): CommitNode[] =>
  node === undefined ? [] : [node, ...lineOf(node.parent)];

describe("jumps", () => {
  const scatter = (i: number, below: number): number => (Math.imul(i + 7, 2654435761) >>> 8) % below;
  const shapes = {
    "on a line": (i: number) => i - 1,
    "on a bush": (i: number) => (i === 0 ? -1 : Math.max(0, i - 1 - scatter(i, 12))),
    "on lines that never meet": (i: number) => i - 3,
  };
  for (const [name, choose] of Object.entries(shapes)) {
    it(`${name} lead where single steps do`, () => {
      const nodes = forest(130, choose, (i) => scatter(i, 1000));
      for (const a of nodes) {
        const line = lineOf(a);
        for (let depth = 0; depth <= a.depth; depth++)
          expect(ancestorAt(a, depth)).toBe(line[a.depth - depth]);
        for (const time of [0, 10, 100, 500, 999]) {
          expect(lastCommitBefore(a, time)).toBe(line.find(({ commit }) => commit.time <= time));
        }
        for (const b of nodes) {
          const onLine = new Set(line);
          expect(lastCommonAncestor(a, b)).toBe(lineOf(b).find((each) => onLine.has(each)));
        }
      }
      expect(lastCommonAncestor(undefined, nodes[5])).toBeUndefined();
      expect(lastCommonAncestor(nodes[5], undefined)).toBeUndefined();
    });
  }

  it("take a few steps for each doubling of the way", () => {
    const nodes = forest(
      100_000,
      (i) => i - 1,
      (i) => i,
    );
    let steps = 0;
    for (const node of nodes) {
      for (const name of ["parent", "jump"] as const) {
        const value = node[name];
        const get = (): unknown => {
          steps++;
          return value;
        };
        Object.defineProperty(node, name, { get });
      }
    }
    expect(ancestorAt(nodes[99_999], 12_345)).toBe(nodes[12_344]);
    // two looks a step
    expect(steps).toBeLessThan(2 * 3 * 17);
    steps = 0;
    expect(lastCommitBefore(nodes[99_999], 12_345)).toBe(nodes[12_345]);
    expect(steps).toBeLessThan(2 * 3 * 17);
  });
});
