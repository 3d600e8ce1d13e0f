// Limits of verbs, times that no calendar has, values as text, and arguments that are none.
import { describe, expect, test } from "vitest";
import { cutText, valueText } from "../../../src/history/diff/value-text.js";
import { STASHES_MAX } from "../../../src/history/repository/stashes.js";
import { Graph } from "../../../src/index.js";

const coded = (code: string): object => expect.objectContaining({ code });

function start(): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(2, { attributes: { n: [1, 2] } });
  graph.addEdge(0, 1);
  graph.commit("start");
  return graph;
}

test("there are as many stashes as the limit says, and changes that find no room stay", () => {
  const graph = start();
  const put = (n: number): void => {
    graph.nodes.set(0, { n });
    graph.history.stash();
  };
  for (let i = 0; i < STASHES_MAX; i++) put(10 + i);
  expect(() => put(5)).toThrow(coded("LIMIT"));
  expect(graph.nodes.get(0, "n")).toBe(5);
  expect(() => graph.checkout("HEAD", { stash: true })).toThrow(coded("LIMIT"));
  expect(graph.nodes.get(0, "n")).toBe(5);
  graph.checkout("HEAD", { discard: true });
  expect(graph.history.stashes()).toHaveLength(STASHES_MAX);
  graph.history.stashPop(STASHES_MAX - 1);
  expect(graph.nodes.get(0, "n")).toBe(10);
  for (const index of [STASHES_MAX - 1, -1, 0.5, "0", null])
    expect(() => graph.history.stashDrop(index as number)).toThrow(coded("STASH_NOT_FOUND"));
});

test("stashes and operations of before the first commit have no commit", () => {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode();
  expect(graph.history.stash("early")).toMatchObject({ message: "early", commit: null, nodes: { added: 1 } });
  expect(graph.history.stashes()[0].commit).toBeNull();
  graph.history.renameBranch("main", "trunk");
  expect(graph.history.operations()).toEqual([
    { name: "renameBranch", time: 0, undone: false, branch: "trunk", commit: null },
  ]);
});

describe("times that no calendar has", () => {
  const end = 8.64e15 + 1;

  test("are shown as milliseconds", () => {
    const graph = start();
    graph.nodes.set(0, { n: 5 });
    graph.commit("far", { time: end });
    expect(String(graph.history.show())).toContain(`${end} ms`);
    expect(() => graph.at(-end)).toThrow(`got ${-end} ms`);
    expect(() => graph.at(-1)).toThrow("got 1969-12-31T23:59:59.999Z");
  });

  test("are times of a commit all the same", () => {
    const graph = start();
    graph.nodes.set(0, { n: 5 });
    graph.commit("far", { time: end });
    expect(graph.at(end).nodes.get(0, "n")).toBe(5);
    expect(graph.at(end - 1).nodes.get(0, "n")).toBe(1);
  });
});

describe("what is no argument is refused:", () => {
  const graph = start();
  const { history } = graph;
  const none = undefined as never;
  test.each<[string, () => unknown, unknown]>([
    ["steps of half a commit", () => history.timeline(() => 0, { every: 1.5 }), RangeError],
    ["no function for a timeline", () => history.timeline(none), TypeError],
    ["no function for a hook", () => history.onBeforeCommit(none), TypeError],
    ["no function for the other hook", () => history.onAfterCommit(5 as never), TypeError],
    ["no number for an edge", () => history.changesOf("0" as never, { kind: "edge" }), TypeError],
    ["no name of an attribute", () => history.blame(0, 5 as never), TypeError],
    ["no number for a node", () => history.changesOf(0.5), TypeError],
    ["no name of a tag", () => history.deleteTag(5 as never), coded("REF_NOT_FOUND")],
    ["a patch that is null", () => history.apply(null as never), coded("INVALID_PATCH")],
    ["a patch that is text", () => history.apply("patch" as never), coded("INVALID_PATCH")],
    ["no function for bisecting", () => history.bisect("main", "main", none), TypeError],
    ["a commit of another graph", () => history.resolve(otherCommit()), coded("REVISION_NOT_FOUND")],
  ])("%s", (_, action, error) => {
    expect(action).toThrow(error as Error);
  });

  function otherCommit() {
    const other = start();
    other.addNode();
    return other.commit("other");
  }
});

test("a difference has no changes of an attribute that did not change", () => {
  const graph = start();
  graph.nodes.set(0, { m: 5 });
  const { nodes } = graph.history.diff();
  expect(nodes.attributes).toEqual(["m"]);
  const { ids, before, after } = nodes.column("n");
  expect([ids.length, before.length, after.length]).toEqual([0, 0, 0]);
  expect(nodes.column("m").after.toArray()).toEqual([5]);
});

test("a verification is of detached and of unborn heads as well", () => {
  const graph = new Graph({ clock: () => 0 });
  expect(graph.history.verify()).toMatchObject({ ok: true, findings: [] });
  graph.addNode();
  const { id } = graph.commit("one");
  graph.checkout(id);
  graph.history.deleteBranch("main");
  expect(graph.history.verify({ level: "full" })).toMatchObject({ ok: true, findings: [] });
});

test("text of values fits a line", () => {
  const shown = (value: unknown, length = 12) => valueText(value, length);
  expect(shown(undefined)).toBe("(absent)");
  expect(shown(5n)).toBe("5n");
  expect(shown(-0)).toBe("-0");
  expect(shown(null)).toBe("null");
  expect(shown(new Date(Number.NaN))).toBe("Invalid Date");
  expect(shown(new Date(0), 40)).toBe("1970-01-01T00:00:00.000Z");
  expect(shown(Uint8Array.of(1, 2, 3))).toBe("3 bytes");
  expect(shown([1, "a", null, -0], 20)).toBe('[1, "a", null, -0]');
  expect(shown(Float32Array.of(0.5, 1))).toBe("[0.5, 1]");
  expect(shown({ a: [1] })).toBe('{"a":[1]}');
  expect(shown({ a: "a long text" })).toBe('{"a":"a lon…');
  expect(shown("a\nb")).toBe('"a\\nb"');
  expect(shown("a long text of words")).toBe('"a long te…"');
  for (const length of [0, 1, 2, 5])
    expect(cutText("😀😀😀😀", length)).toBe(
      length >= 4 ? "😀😀😀😀" : `${"😀".repeat(Math.max(length - 1, 0))}…`,
    );
});
