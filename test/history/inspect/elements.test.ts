// What became of one element: blame, changes, lifetimes, series; and states at a time.
import { describe, expect, it, vi } from "vitest";
import { Graph, GroggyError } from "../../../src/index.js";
import { IdRuns } from "../../../src/structures/id-runs.js";

/** A graph with node 0, whose `a` and `b` are set in turn, and as many commits that touch another node as told. */
function longHistory(commitCount: number): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode({ a: 1 });
  graph.addNode({ a: 1 });
  graph.commit("first");
  graph.nodes.set(0, { a: 2 });
  graph.commit("second");
  for (let i = 2; i < commitCount; i++) {
    graph.nodes.set(1, { a: i });
    graph.commit(`${i}`);
  }
  return graph;
}

describe("blame", () => {
  it("names the commit that gave a value, labels and presence", () => {
    const graph = new Graph();
    const ada = graph.addNode("Person", { name: "Ada", born: 1815 });
    const first = graph.commit("first");
    graph.nodes.set(ada, { name: "Ada Lovelace" });
    const second = graph.commit("second");
    graph.nodes.addLabel(ada, "Author");
    const third = graph.commit("third");
    expect(graph.history.blame(ada, "name")).toBe(second);
    expect(graph.history.blame(ada, "name", { at: first })).toBe(first);
    expect(graph.history.blame(ada, "absent")).toBeUndefined();
    expect(graph.history.blame(ada)).toEqual({
      presence: first,
      labels: third,
      attributes: { name: second, born: first },
    });
  });

  it("blames no commit for what is absent or uncommitted", () => {
    const graph = new Graph();
    const ada = graph.addNode({ name: "Ada" });
    expect(graph.history.blame(ada, "name")).toBeUndefined();
    const first = graph.commit("first");
    graph.nodes.set(ada, { name: "Ada Lovelace", born: 1815 });
    expect(graph.history.blame(ada)).toEqual({
      presence: first,
      labels: first,
      attributes: { name: undefined, born: undefined },
    });
    expect(graph.history.blame(ada, "name", { at: "HEAD" })).toBe(first);
    graph.nodes.set(ada, { name: "Ada" });
    expect(graph.history.blame(ada, "name")).toBe(first);
    graph.removeNode(ada);
    expect(graph.history.blame(ada, "name")).toBeUndefined();
    expect(() => graph.history.blame(7, "name")).toThrow(
      '"id" expected a node that is or was in this graph, got 7',
    );
    expect(() => graph.history.blame("ada" as never)).toThrow(TypeError);
  });

  it("follows the parent of a merge that has the value, and blames a merge that made it", () => {
    const graph = new Graph();
    graph.addNode({ a: 1, b: 1, c: 1 });
    const first = graph.commit("first");
    graph.branch("side");
    graph.nodes.set(0, { a: 2, c: 2 });
    const ours = graph.commit("ours");
    graph.checkout("side");
    graph.nodes.set(0, { b: 3, c: 3 });
    const theirs = graph.commit("theirs");
    graph.checkout("main");
    const merge = graph.merge("side", { attributes: { c: "sum" } }).commit();
    expect(graph.history.blame(0)).toEqual({
      presence: first,
      labels: first,
      attributes: { a: ours, b: theirs, c: merge },
    });
  });

  it("blames the revert that took an element back", () => {
    const graph = new Graph();
    const node = graph.addNode("Person", { a: 1 });
    const first = graph.commit("first");
    graph.removeNode(node);
    const second = graph.commit("second");
    const back = graph.history.revert(second);
    expect(graph.history.blame(node)).toEqual({ presence: back, labels: back, attributes: { a: back } });
    expect(graph.history.lifetimes(node)).toEqual([
      { from: first, to: second },
      { from: back, to: null },
    ]);
    expect(Array.from(graph.history.changesOf(node), ({ kind }) => kind)).toEqual([
      "added",
      "removed",
      "added",
    ]);
  });
});

describe("over long histories", () => {
  it("blame and its like look at few of the commits that do not touch the element", () => {
    const graph = longHistory(5000);
    const { history } = graph;
    const work = (verb: () => unknown): number => {
      verb(); // makes the skips
      const looks = vi.spyOn(IdRuns.prototype, "has");
      verb();
      const count = looks.mock.calls.length;
      looks.mockRestore();
      return count;
    };
    expect(history.blame(0, "a")?.message).toBe("second");
    // at most 63 single steps at either end of each length of skips, with three questions for each
    expect(work(() => history.blame(0, "a"))).toBeLessThan(800);
    expect(work(() => [...history.changesOf(0)])).toBeLessThan(800);
    expect(work(() => history.lifetimes(0))).toBeLessThan(800);
    expect(work(() => [...history.changesOf(1, { from: "main~4990" })])).toBeLessThan(800);
    expect(Array.from(history.changesOf(0), ({ commit }) => commit.message)).toEqual(["second", "first"]);
    expect(history.lifetimes(0)).toEqual([{ from: history.resolve("main~4999"), to: null }]);
  });

  it("changesOf finds what merged branches did, also where nothing of it was left", () => {
    const graph = longHistory(70);
    graph.branch("side");
    graph.checkout("side");
    graph.nodes.set(0, { a: 3 });
    graph.commit("there");
    graph.nodes.set(0, { a: 2 });
    graph.commit("and back");
    graph.checkout("main");
    graph.merge("side", { fastForward: "never" }).commit("merge");
    for (let i = 0; i < 140; i++) {
      graph.nodes.set(1, { a: -i });
      graph.commit(`after ${i}`);
    }
    const changes = [...graph.history.changesOf(0, { attribute: "a" })];
    expect(changes.map(({ commit }) => commit.message)).toEqual(["and back", "there", "second", "first"]);
    expect(changes.map(({ attributes }) => [attributes.a.before, attributes.a.after])).toEqual([
      [3, 2],
      [2, 3],
      [1, 2],
      [undefined, 1],
    ]);
    const touching = Array.from(graph.history.log({ touching: { id: 0 } }), ({ message }) => message);
    expect(touching).toEqual(["and back", "there", "second", "first"]);
  });

  it("bisect tests log2 of the commits", () => {
    const graph = longHistory(1030);
    let tests = 0;
    const first = graph.history.bisect("main~1024", "main", (view) => {
      tests++;
      return (view.nodes.get(1, "a") as number) < 400;
    });
    expect(first.message).toBe("400");
    expect(tests).toBeLessThanOrEqual(10);
    expect(tests).toBeGreaterThanOrEqual(9);
  });
});

describe("bisect", () => {
  it("parts merges as well as what was merged", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode({ n: 0 });
    const { id } = graph.commit("good");
    for (let i = 1; i <= 32; i++) {
      graph.branch(`side${i}`, { at: id });
      graph.checkout(`side${i}`);
      graph.addNode({ n: i });
      graph.commit(`side ${i}`);
      graph.checkout("main");
      graph.merge(`side${i}`, { fastForward: "never" }).commit(`merge ${i}`);
    }
    let tests = 0;
    const first = graph.history.bisect(id, "main", (view) => {
      tests++;
      return view.nodes.where("n = 20").count === 0;
    });
    expect(first.message).toBe("side 20");
    expect(tests).toBeLessThanOrEqual(8);
  });

  it("counts what merges brought to the commits after them", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode({ n: 0 });
    const { id } = graph.commit("good");
    const [sides, line] = [12, 40];
    const add = (n: number): void => {
      graph.addNode({ n });
      graph.commit(`commit ${n}`);
    };
    for (let i = 1; i <= sides; i++) {
      graph.branch(`side${i}`, { at: id });
      graph.checkout(`side${i}`);
      add(i);
      graph.checkout("main");
      graph.merge(`side${i}`, { fastForward: "never" }).commit();
    }
    for (let i = sides + 1; i <= sides + line; i++) add(i);
    // 12 sides, 12 merges and 40 commits: 64 candidates
    for (let bad = 1; bad <= sides + line; bad++) {
      let tests = 0;
      const first = graph.history.bisect(id, "main", (view) => {
        tests++;
        return view.nodes.where(`n = ${bad}`).count === 0;
      });
      expect(first.message).toBe(`commit ${bad}`);
      expect(tests).toBeLessThanOrEqual(6);
    }
  });

  it("refuses ends that do not follow each other, and verdicts that are none", () => {
    const { history } = longHistory(5);
    expect(() => history.bisect("main", "main~1", () => true)).toThrow(RangeError);
    expect(() => history.bisect("main", "main", () => true)).toThrow(RangeError);
    expect(() => history.bisect("main~3", "main", (() => Promise.resolve(true)) as never)).toThrow(
      '"test" expected to return true, false or "skip", got a Promise',
    );
    expect(() => history.bisect("main~3", "main", 5 as never)).toThrow(TypeError);
    expect(() => history.bisect("main~3", "main", () => "skip")).toThrow(
      expect.objectContaining({ code: "BISECT_UNDECIDED" }),
    );
    expect(history.bisect("main~1", "main", () => "skip").message).toBe("4");
  });
});

describe("series", () => {
  it("sums int64 over windows exactly, and rounds once", () => {
    const graph = new Graph({ schema: { nodes: { big: "int64" } } });
    graph.addNode();
    // of float64 the second would be lost beside the first, and the third not make up for it
    const values = [2n ** 53n, 1n, 2n, 2n ** 60n + 1n, -(2n ** 60n), 4n];
    for (const big of values) {
      graph.nodes.set(0, { big });
      graph.commit(`${big}`);
    }
    const { sum, mean } = graph.history.series(0, "big", { window: 3 }).windows;
    expect([...sum]).toEqual([2 ** 53 + 4, 5]);
    expect([...mean]).toEqual([3002399751580331.5, 5 / 3]);
  });

  it("gives an attribute's values over commits, whatever its type", () => {
    const graph = new Graph();
    const node = graph.addNode();
    const commits = [graph.commit("none")];
    for (const value of [1n, 2n, null, 5n]) {
      graph.nodes.set(node, { whole: value, text: value === null ? null : `${value}` });
      commits.push(graph.commit(`${value}`));
    }
    const { column, commits: over, windows } = graph.history.series(node, "whole", { window: 2 });
    expect(over).toEqual(commits);
    expect(column.type).toBe("int64");
    expect(column.toArray()).toEqual([undefined, 1n, 2n, undefined, 5n]);
    expect(windows.commits).toEqual([commits[1], commits[3], commits[4]]);
    expect([...windows.count]).toEqual([1, 1, 1]);
    expect([...windows.sum]).toEqual([1, 2, 5]);
    expect(graph.history.series(node, "text", { range: "main~2.." }).column.toArray()).toEqual([
      undefined,
      "5",
    ]);
    expect(() => graph.history.series(node, "text", { window: 2 })).toThrow(
      '"window" expected an attribute of numbers, got "text" with "1"',
    );
    expect(() => graph.history.series(node, "whole", { window: 0 })).toThrow(RangeError);
    expect(() => graph.history.series(node, "whole", { window: 1.5 })).toThrow(RangeError);
    expect(graph.history.series(node, "nothing").column.toArray()).toEqual(new Array(5).fill(undefined));
    expect(graph.history.series(node, "nothing").column.type).toBeUndefined();
  });

  it("has no one type where the attribute's changed", () => {
    const graph = new Graph();
    const node = graph.addNode({ other: 1 });
    graph.commit("no value");
    graph.branch("side");
    graph.nodes.set(node, { a: 1 });
    graph.commit("a number");
    graph.checkout("side");
    graph.nodes.set(node, { a: "one" });
    graph.commit("a text");
    const merge = graph.merge("main", { policy: "theirs" });
    merge.commit("their number");
    const { column } = graph.history.series(node, "a");
    expect(column.toArray()).toEqual([undefined, "one", 1]);
    expect(column.type).toBeUndefined();
    const change = { id: node, attribute: "a", before: "one", after: 1 };
    expect([...graph.history.show().diff.nodes.changes()]).toEqual([change]);
    expect(graph.history.show().diff.nodes.column("a").before.type).toBe("utf8");
    expect(graph.history.show().diff.nodes.column("a").after.type).toBe("float64");
    expect([...graph.history.show().diff.invert().nodes.changes()]).toEqual([
      { ...change, before: 1, after: "one" },
    ]);
    expect(graph.history.blame(node, "a")?.message).toBe("a number");
  });
});

describe("states at a time", () => {
  function timed(times: readonly number[]): Graph {
    const graph = new Graph();
    for (const time of times) {
      graph.addNode();
      graph.commit(`${time}`, { time });
    }
    return graph;
  }

  it("are those of the newest commit made then or before", () => {
    const graph = timed([1000, 2000, 3000]);
    expect(graph.at(new Date(2000)).nodeCount).toBe(2);
    expect(graph.at(2999).nodeCount).toBe(2);
    expect(graph.at(1e15).nodeCount).toBe(3);
    expect(graph.at(Number.POSITIVE_INFINITY).nodeCount).toBe(3);
    expect(() => graph.at(999)).toThrow(GroggyError);
    expect(() => graph.at(new Date(999))).toThrow("got 1970-01-01T00:00:00.999Z");
    expect(() => graph.at(new Date(Number.NaN))).toThrow(TypeError);
  });

  it("where clocks went back go by the order of the commits", () => {
    const graph = timed([1000, 5000, 2000, 6000]);
    expect(graph.at(3000).nodeCount).toBe(3);
    expect(graph.at(5500).nodeCount).toBe(3);
    expect(graph.at(1500).nodeCount).toBe(1);
  });
});

describe("timeline", () => {
  it("evaluates views of which each stays what it is", () => {
    const graph = longHistory(200);
    graph.nodes.set(1, { a: -1 });
    const { commits, values } = graph.history.timeline((view) => view, { limit: 130, every: 2 });
    expect(commits).toHaveLength(65);
    expect(values.map((view) => view.nodes.get(1, "a"))).toEqual(
      commits.map(({ message }) => Number(message)),
    );
    expect(graph.history.timeline((_, { message }) => message, { range: "main~2..main" }).values).toEqual([
      "198",
      "199",
    ]);
    expect(() => graph.history.timeline(() => 1, { every: 0 })).toThrow(RangeError);
    expect(() => graph.history.timeline(5 as never)).toThrow(TypeError);
  });
});
