// What each policy makes of a conflict, by hand; and what it leaves open.
import { describe, expect, test } from "vitest";
import { Graph, type MergeOptions } from "../../../src/index.js";

const coded = (code: string): object => expect.objectContaining({ code });

/** A graph whose node 0 has `base` for its attribute "a"; main made `ours` of it, side `theirs`. */
function conflicted(base: unknown, ours: unknown, theirs: unknown): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode({ a: base, b: 0 });
  graph.commit("base");
  graph.branch("side");
  for (const [branch, value] of [
    ["side", theirs],
    ["main", ours],
  ] as const) {
    graph.checkout(branch);
    graph.nodes.set(0, { a: value, [`by ${branch}`]: true });
    graph.commit(branch);
  }
  return graph;
}

/** What the policy of the attribute makes of it; "open" if the conflict is left open. */
function outcome(policy: NonNullable<MergeOptions["attributes"]>[string], values: unknown[]): unknown {
  const merge = conflicted(values[0], values[1], values[2]).merge("side", { attributes: { a: policy } });
  if (merge.status === "conflicted") return "open";
  return merge.preview().nodes.get(0, "a");
}

describe("sum", () => {
  test.each([
    [[10, 12, 15], 17],
    [[null, 2, 3], 5],
    [[-0, 1, -1], 0],
    [[10n, 12n, 15n], 17n],
    [[null, 2n, 3n], 5n],
    [[5n, 4n, 1n], 0n],
    // a side without a value, and what cannot be added
    [[10, null, 12], "open"],
    [["x", "y", "z"], "open"],
    [[0n, 2n ** 63n - 1n, 1n], "open"],
  ])("of %s is %s", (values, expected) => {
    expect(outcome("sum", values)).toBe(expected);
  });
});

describe("max and min", () => {
  test.each([
    [[0, 3, 2], 3, 2],
    [[0, 2, 3], 3, 2],
    [[0, Number.NaN, 3], Number.NaN, Number.NaN],
    [[0, 3, Number.NaN], Number.NaN, Number.NaN],
    [[1, -0, 0], 0, -0],
    [[1, 0, -0], 0, -0],
    [[1n, 3n, 2n], 3n, 2n],
    [["m", "b", "a"], "b", "a"],
    [["m", "a", "b"], "b", "a"],
    // a value beats none, on either side
    [[1, null, 3], 3, 3],
    [[1, 3, null], 3, 3],
    [[true, false, null], false, false],
  ])("of %s are %s and %s", (values, larger, smaller) => {
    expect(outcome("max", values)).toBe(larger);
    expect(outcome("min", values)).toBe(smaller);
  });

  test("of moments are the later and the earlier one", () => {
    const moments = [new Date(0), new Date(5), new Date(-5)];
    expect(outcome("max", moments)).toEqual(new Date(5));
    expect(outcome("min", moments)).toEqual(new Date(-5));
  });

  test("leave open what has no order", () => {
    for (const policy of ["max", "min"] as const) {
      expect(outcome(policy, [Uint8Array.of(0), Uint8Array.of(1), Uint8Array.of(2)])).toBe("open");
      expect(outcome(policy, [{ n: 0 }, { n: 1 }, { n: 2 }])).toBe("open");
      expect(outcome(policy, [[0], [1], [2]])).toBe("open");
      expect(outcome(policy, [{ n: 0 }, { n: 1 }, [2]])).toBe("open");
    }
  });
});

describe("union", () => {
  test("has what either side added and neither took away, ours first", () => {
    expect(
      outcome("union", [
        ["a", "b", "c"],
        ["a", "b", "d"],
        ["e", "b", "c"],
      ]),
    ).toEqual(["b", "d", "e"]);
    expect(outcome("union", [null, ["x"], ["y", "x"]])).toEqual(["x", "y"]);
    expect(outcome("union", [[1], [1, -0], [1, 0]])).toEqual([1, -0, 0]);
    expect(outcome("union", [[1n], [1n, 2n], [1n, 3n]])).toEqual([1n, 2n, 3n]);
    const [first, second, third] = [1, 2, 3].map((ms) => new Date(ms));
    expect(outcome("union", [[first], [first, second], [first, third]])).toEqual([first, second, third]);
  });

  test("leaves open what is no list", () => {
    expect(outcome("union", ["a", "b", "c"])).toBe("open");
    expect(outcome("union", [["a"], null, ["b"]])).toBe("open");
    expect(outcome("union", [{ n: 0 }, { n: 1 }, { n: 2 }])).toBe("open");
  });
});

describe("a function for an attribute", () => {
  test("gives the value; null takes it away, undefined leaves the conflict open", () => {
    expect(outcome(({ base, ours, theirs }) => `${base}${ours}${theirs}`, ["a", "b", "c"])).toBe("abc");
    expect(outcome(() => null, [1, 2, 3])).toBeUndefined();
    expect(outcome(() => undefined, [1, 2, 3])).toBe("open");
  });

  test("comes before the policy for all, which has what it leaves open", () => {
    const graph = conflicted(1, 2, 3);
    const merge = graph.merge("side", { policy: "theirs", attributes: { a: () => undefined } });
    expect(merge.preview().nodes.get(0, "a")).toBe(3);
    expect(graph.merge("side", { policy: "theirs", attributes: { a: "ours" } }).diff().nodes.counts).toEqual({
      added: 0,
      removed: 0,
      changed: 1,
    });
    const sides = ["ours", "theirs"] as const;
    for (const side of sides) {
      const { status, conflicts } = graph.merge("side", { attributes: { a: side } });
      expect([status, conflicts.length]).toEqual(["clean", 1]);
    }
  });
});

describe("a merge", () => {
  test("refuses policies and choices that are none", () => {
    const graph = conflicted(1, 2, 3);
    for (const options of [
      { policy: "mine" },
      { attributes: { a: "mine" } },
      { attributes: { a: 5 } },
      { fastForward: "yes" },
    ])
      expect(() => graph.merge("side", options as MergeOptions)).toThrow(TypeError);
  });

  test("tells the commits that it is of", () => {
    const graph = conflicted(1, 2, 3);
    const merge = graph.merge("side");
    expect(merge.base).toEqual(graph.history.resolve("main~1"));
    expect(merge.ours).toEqual(graph.history.resolve("main"));
    expect(merge.theirs).toEqual(graph.history.resolve("side"));
  });

  test("of a graph without a commit has no base and nothing of ours", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode();
    const { id } = graph.commit("undone");
    graph.history.undo();
    expect(() => graph.merge(id)).toThrow(coded("DIRTY_STATE"));
    const merge = graph.merge(id, { discard: true });
    expect([merge.status, merge.base, merge.ours, merge.theirs?.id]).toEqual(["fastForward", null, null, id]);
    merge.commit();
    expect([graph.head.commit?.id, graph.nodeCount]).toEqual([id, 1]);
  });

  test("that is refused by what happens after its commit has put back what was carried", () => {
    const graph = conflicted(1, 2, 2);
    graph.nodes.set(0, { b: 7 });
    graph.history.onAfterCommit(() => {
      throw new Error("after");
    });
    expect(() => graph.merge("side", { carry: true }).commit()).toThrow("after");
    expect(graph.head.commit?.parents).toHaveLength(2);
    expect(graph.nodes.get(0, "b")).toBe(7);
    expect(graph.status().nodes.changed).toBe(1);
  });
});
