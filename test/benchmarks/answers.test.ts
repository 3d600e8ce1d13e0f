/** How the answers of peers are compared with groggy's: what agrees and what does not. */
import fc from "fast-check";
import { expect, test } from "vitest";

interface Comparison {
  readonly agrees: boolean;
  readonly by: string;
  readonly modularity?: number;
}
interface Task {
  readonly name: string;
  compare(own: unknown, other: unknown, data?: unknown, peer?: unknown): Comparison;
}
interface Data {
  readonly edgeCount: number;
  readonly sources: number[];
  readonly targets: number[];
}

// the benchmarks are plain JavaScript
const path = new URL("../../benchmarks/peers/tasks.mjs", import.meta.url).href;
const { tasks, modularityOf, correlationOf } = (await import(path)) as {
  tasks: readonly Task[];
  modularityOf(data: Data, labels: ArrayLike<number>): number;
  correlationOf(a: ArrayLike<number>, b: ArrayLike<number>): number;
};

function compare(name: string, own: unknown, other: unknown, data?: unknown, peer?: unknown): Comparison {
  return tasks.find((task) => task.name === name)!.compare(own, other, data, peer);
}

/** Two triangles and an edge between them. */
const data: Data = { edgeCount: 7, sources: [0, 0, 1, 3, 3, 4, 2], targets: [1, 2, 2, 4, 5, 5, 3] };

test("partitions agree whatever their parts are called, and not if a node is elsewhere", () => {
  expect(compare("components", [0, 0, 2, 2], [7, 7, -1, -1])).toEqual({ agrees: true, by: "2 parts" });
  expect(compare("components", [0, 0, 2, 2], [7, -1, -1, 7]).agrees).toBe(false);
  expect(compare("components", [0, 0, 2, 2], [1, 1, 1, 1]).agrees).toBe(false);
});

test("partitions agree if and only if any two nodes are together in both or in neither", () => {
  const labels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(labels, labels, (a, b) => {
      const same = a.every((_, u) => a.every((_, v) => (a[u] === a[v]) === (b[u] === b[v])));
      expect(compare("components", a, b).agrees).toBe(same);
    }),
  );
});

test.each([-1, Infinity, Number.NaN, Number.MAX_VALUE, 2 ** 31 - 1])(
  "a distance of %d is that of a node that is not reached",
  (unreached) => {
    expect(compare("breadthFirst", [0, 1, 2, -1], [0, 1, 2, unreached])).toEqual({
      agrees: true,
      by: "sum 3",
    });
    expect(compare("breadthFirst", [0, 1, 2, 0], [0, 1, 2, unreached]).agrees).toBe(false);
  },
);

test("ranks agree up to what the last round may leave to come", () => {
  expect(compare("pageRank", [0.5, 0.5], [0.500009, 0.499991]).agrees).toBe(true);
  expect(compare("pageRank", [0.5, 0.5], [0.50002, 0.49998]).agrees).toBe(false);
  expect(compare("pageRank", [0.5, 0.5], [0.5, Number.NaN]).agrees).toBe(false);
});

test("numbers of triangles agree if they are the same", () => {
  expect(compare("triangles", 12, 12).agrees).toBe(true);
  expect(compare("triangles", 12, 11).agrees).toBe(false);
});

test("modularity is what Newman's formula gives over all pairs of nodes", () => {
  const nodes = [0, 1, 2, 3, 4, 5];
  const degree = (u: number) => [...data.sources, ...data.targets].filter((end) => end === u).length;
  const joined = (u: number, v: number) =>
    data.sources.filter((source, i) => {
      const target = data.targets[i];
      return (source === u && target === v) || (source === v && target === u);
    }).length;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }), (labels) => {
      let sum = 0;
      for (const u of nodes) {
        for (const v of nodes) {
          if (labels[u] === labels[v]) sum += joined(u, v) - (degree(u) * degree(v)) / 14;
        }
      }
      expect(modularityOf(data, labels)).toBeCloseTo(sum / 14, 12);
    }),
  );
  expect(modularityOf(data, [0, 0, 0, 1, 1, 1])).toBeCloseTo(6 / 7 - 0.5, 12);
  expect(modularityOf({ edgeCount: 0, sources: [], targets: [] }, [0, 1])).toBe(0);
});

test("communities are worth their modularity, and are no answer unless every node has one", () => {
  const own = [0, 0, 0, 1, 1, 1];
  expect(compare("louvain", own, [0, 0, 0, 0, 0, 0], data)).toEqual({
    agrees: true,
    by: "modularity 0.0000",
    modularity: 0,
  });
  expect(compare("louvain", own, [0, 0, 0], data).agrees).toBe(false);
});

test("betweenness agrees in any scale, and not in another order", () => {
  expect(compare("betweenness", [0, 1, 5, 2], [0, 2, 10, 4]).agrees).toBe(true);
  expect(compare("betweenness", [0, 1, 5, 2], [0, 2, 4, 10]).agrees).toBe(false);
  expect(correlationOf([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
});

test("an estimate from other pivots is shown and not judged", () => {
  const answers = [
    [0, 1, 5, 2],
    [1, 1, 4, 4],
  ] as const;
  expect(compare("sampledBetweenness", ...answers).agrees).toBe(false);
  expect(compare("sampledBetweenness", ...answers, undefined, { drawsPivots: true }).agrees).toBe(true);
});
