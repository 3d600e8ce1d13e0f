// Times in revisions, times on other branches, and branches that are made on the way to them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMoment } from "../../../src/history/repository/moment.js";
import { Graph } from "../../../src/index.js";

const DAY = 86_400_000;
const NOW = Date.UTC(2025, 2, 31, 12);
const parse = (text: string) => parseMoment(text, () => NOW);

test("words mean times", () => {
  expect(parse("now")).toBe(NOW);
  expect(parse("yesterday")).toBe(NOW - DAY);
  expect(parse("1 day ago")).toBe(NOW - DAY);
  expect(parse("36 Hours ago")).toBe(NOW - 1.5 * DAY);
  expect(parse("2 weeks ago")).toBe(NOW - 14 * DAY);
  expect(parse("1 month ago")).toBe(Date.UTC(2025, 1, 28, 12));
  expect(parse("13 months ago")).toBe(Date.UTC(2024, 1, 29, 12));
  expect(parse("1 year ago")).toBe(Date.UTC(2024, 2, 31, 12));
  expect(parse("2025-01-06")).toBe(Date.UTC(2025, 0, 6));
  expect(parse(" 2025-01-06T12:30 ")).toBe(Date.UTC(2025, 0, 6, 12, 30));
  expect(parse("2025-01-06 12:30:15.5")).toBe(Date.UTC(2025, 0, 6, 12, 30, 15, 500));
  expect(parse("2025-01-06T12:30+02:00")).toBe(Date.UTC(2025, 0, 6, 10, 30));
  for (const text of [
    "",
    "2",
    "tomorrow",
    "2025-02-30",
    "2025-13-01",
    "2025-01-06T25:00",
    "1 fortnight ago",
    "6.1.2025",
  ]) {
    expect(parse(text), text).toBeUndefined();
  }
  expect(parse("999999999 years ago")).toBeUndefined();
});

test("every moment in ISO 8601 is itself", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("0001-01-01"), max: new Date("9999-01-01"), noInvalidDate: true }),
      (date) => {
        expect(parse(date.toISOString())).toBe(date.getTime());
        expect(parse(date.toISOString().slice(0, 10))).toBe(Math.floor(date.getTime() / DAY) * DAY);
      },
    ),
  );
});

/** Commits on main at days 1, 3 and 5, on "side", which begins at the first, at day 4; the clock is at day 6. */
function lines(): Graph {
  let day = 1;
  const graph = new Graph({ clock: () => day * DAY });
  const commit = (name: string, at: number) => {
    day = at;
    graph.addNode({ name });
    graph.commit(name);
  };
  commit("one", 1);
  graph.branch("side");
  commit("three", 3);
  graph.checkout("side");
  commit("four", 4);
  graph.checkout("main");
  commit("five", 5);
  day = 6;
  return graph;
}

const last = (graph: Graph, revision: string) => graph.history.show(revision).commit.message;

test("a revision may have a time", () => {
  const graph = lines();
  expect(last(graph, "main@{1970-01-04}")).toBe("three");
  expect(last(graph, "main@{yesterday}")).toBe("five");
  expect(last(graph, "@{2 days ago}")).toBe("three");
  expect(last(graph, "side@{now}~1")).toBe("one");
  expect(last(graph, "HEAD@{1970-01-03T23:59Z}")).toBe("one");
  expect(graph.at("side@{3 days ago}").nodeCount).toBe(1);
  expect(() => graph.at("main@{1970-01-01}")).toThrow(
    '"revision" expected a branch, a tag or a commit id, got "main@{1970-01-01}", which had no commit yet at 1970-01-01T00:00:00.000Z',
  );
  expect(() => graph.at("main@{2}")).toThrow("which has no time in @{}");
  for (const text of ["main@", "main@{", "main@{now", "@", "main@{now}x", "~1"])
    expect(() => graph.at(text), text).toThrow('"revision" expected');
});

test("a time may be one of another branch", () => {
  const graph = lines();
  const at = (time: number, branch?: string) =>
    graph.at(time, branch === undefined ? {} : { branch }).nodeCount;
  expect(at(4.5 * DAY)).toBe(2);
  expect(at(4.5 * DAY, "side")).toBe(2);
  expect(at(3.5 * DAY, "side")).toBe(1);
  expect(graph.at(new Date(4.5 * DAY), { branch: "side" }).nodes.get(2)).toEqual({ name: "four" });
  expect(() => at(DAY / 2, "side")).toThrow('"time" expected a time at which "side" had a commit');
  expect(() => at(DAY, "gone")).toThrow('"branch" expected the name of a branch, got "gone"');
  expect(() => graph.at("main", { branch: "side" })).toThrow('"branch" expected a time to go with it');
  const clone = Graph.clone(graph);
  expect(clone.at(3.5 * DAY, { branch: "origin/side" }).nodeCount).toBe(1);
});

test("a branch can be made on the way to it", () => {
  const graph = lines();
  graph.addNode({ name: "six" });
  const status = graph.status();
  graph.checkout("next", { create: true });
  expect(graph.status()).toEqual({ ...status, branch: "next" });
  graph.commit("six");
  expect(graph.history.branches().map(({ name }) => name)).toEqual(["main", "next", "side"]);
  expect(last(graph, "main")).toBe("five");
  graph.history.undo();
  expect(graph.history.undo()).toBe("checkout");
  expect(graph.status()).toEqual(status);
  expect(() => graph.checkout("side", { create: true })).toThrow('"branch" expected a new name, got "side"');
  expect(() => graph.checkout("old", { create: true, at: "main~1" })).toThrow(
    '"checkout" expected no uncommitted changes',
  );
  graph.checkout("old", { create: true, at: "main~2", discard: true });
  expect(graph.head.branch).toBe("old");
  expect(graph.nodeCount).toBe(1);
  expect(() => graph.checkout("main", { at: "main" })).toThrow('"at" expected "create" to go with it');
  expect(() => graph.checkout("a b", { create: true })).toThrow('"branch" expected a name');
});

test("a branch can be made before the first commit", () => {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode();
  graph.checkout("trunk", { create: true });
  expect(graph.status().branch).toBe("trunk");
  graph.commit("first");
  expect(graph.history.branches().map(({ name }) => name)).toEqual(["trunk"]);
});

test("leaving commits without a name is told of, but not where the new branch names them", () => {
  const graph = lines();
  graph.checkout("main~1");
  graph.addNode();
  graph.commit("nameless");
  expect(graph.checkout("kept", { create: true })).toBeUndefined();
  graph.checkout("kept~0");
  graph.addNode();
  graph.commit("lost");
  expect(graph.checkout("other", { create: true, at: "main" })?.data.unreachable).toHaveLength(1);
});

test("takes text alone, and the clock of the machine unless there is another", () => {
  expect(() => parseMoment(5 as never)).toThrow('"text" expected a string, got 5');
  const before = Date.now();
  expect(parseMoment("now")).toBeGreaterThanOrEqual(before);
});
