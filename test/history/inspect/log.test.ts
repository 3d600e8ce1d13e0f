// The log: ranges, filters, laziness; the log as a drawing; a commit shown.
import { describe, expect, it, vi } from "vitest";
import { Lanes } from "../../../src/history/inspect/lanes.js";
import { Graph, GroggyError } from "../../../src/index.js";
import { Heap } from "../../../src/structures/heap.js";

/** main: one - two - three - merge; side: one - left - right, which is merged. */
function forked(): Graph {
  const graph = new Graph({ clock: () => 0 });
  let time = 0;
  const commit = (message: string, author: string): void => {
    graph.addNode("Step", { message });
    graph.commit(message, { author, time: ++time * 1000 });
  };
  commit("one", "ada");
  graph.branch("side");
  commit("two", "ada");
  graph.checkout("side");
  commit("left", "alan");
  commit("right", "alan");
  graph.checkout("main");
  commit("three", "ada");
  graph.merge("side").commit("merge", { author: "ada", time: ++time * 1000 });
  graph.history.tag("v1", { at: "main~1" });
  return graph;
}

const messages = (graph: Graph, options?: Parameters<Graph["history"]["log"]>[0]): string[] =>
  Array.from(graph.history.log(options), ({ message }) => message);

describe("log", () => {
  it("gives what leads to a commit, the newest first", () => {
    expect(messages(forked())).toEqual(["merge", "three", "right", "left", "two", "one"]);
    expect(messages(forked(), { from: "side", limit: 2 })).toEqual(["right", "left"]);
    expect(messages(forked(), { limit: 0 })).toEqual([]);
    expect(messages(new Graph())).toEqual([]);
  });

  it("understands ranges, of which an empty side is HEAD", () => {
    const graph = forked();
    expect(messages(graph, { range: "v1..main" })).toEqual(["merge", "right", "left"]);
    expect(messages(graph, { range: "side...v1" })).toEqual(["three", "right", "left", "two"]);
    expect(messages(graph, { range: "v1.." })).toEqual(["merge", "right", "left"]);
    expect(messages(graph, { range: "..v1" })).toEqual([]);
    expect(messages(graph, { range: "main~2..main", firstParent: true })).toEqual(["merge", "three"]);
  });

  it("filters by author, message, time and element", () => {
    const graph = forked();
    expect(messages(graph, { author: "alan" })).toEqual(["right", "left"]);
    expect(messages(graph, { author: /^a[dl]a/, message: "t" })).toEqual(["three", "right", "left", "two"]);
    expect(messages(graph, { message: /^t/g })).toEqual(["three", "two"]);
    expect(messages(graph, { since: new Date(4000), until: 5000 })).toEqual(["three", "right"]);
    expect(messages(graph, { touching: { id: 2 } })).toEqual(["left"]);
    expect(messages(graph, { touching: { id: 2, attribute: "other" } })).toEqual([]);
    expect(messages(graph, { firstParent: true })).toEqual(["merge", "three", "two", "one"]);
  });

  it("gives with all what leads to any name, and to a detached head", () => {
    const graph = forked();
    graph.checkout("v1");
    graph.addNode();
    graph.commit("beside", { author: "eve", time: 9000 });
    expect(messages(graph)).toEqual(["beside", "three", "two", "one"]);
    expect(messages(graph, { all: true })).toEqual([
      "beside",
      "merge",
      "three",
      "right",
      "left",
      "two",
      "one",
    ]);
    expect(messages(graph, { all: true, author: "alan", limit: 1 })).toEqual(["right"]);
    expect(messages(graph, { all: true, firstParent: true })).toContain("right");
    expect(messages(new Graph(), { all: true })).toEqual([]);
    expect(() => graph.history.log({ all: true, from: "main" })).toThrow(
      '"all" expected to be given alone, got "from" or "range" as well',
    );
  });

  it("refuses options that say nothing, before the first commit is asked for", () => {
    const { history } = forked();
    expect(() => history.log({ limit: -1 })).toThrow('"limit" expected a number of commits, got -1');
    expect(() => history.log({ range: "main" })).toThrow(
      '"range" expected two revisions with ".." or "..." between them, got "main"',
    );
    expect(() => history.log({ range: "a..b..c" })).toThrow(GroggyError);
    expect(() => history.log({ range: "main..nowhere" })).toThrow('got "nowhere"');
    expect(() => history.log({ range: "v1..main", from: "main" })).toThrow(TypeError);
    expect(() => history.log({ range: 5 as never })).toThrow(TypeError);
    expect(() => history.log({ author: 5 as never })).toThrow(
      '"author" expected a string or a RegExp, got 5',
    );
    expect(() => history.log({ since: new Date(Number.NaN) })).toThrow(TypeError);
    expect(() => history.log({ until: "now" as never })).toThrow('"until" expected a Date or milliseconds');
    expect(() => history.log({ touching: 5 as never })).toThrow(TypeError);
    expect(() => history.log({ touching: { id: 99 } })).toThrow(
      expect.objectContaining({ code: "NODE_NOT_FOUND" }),
    );
    expect(() => history.log({ touching: { id: 0, kind: "edge" } })).toThrow(
      expect.objectContaining({ code: "EDGE_NOT_FOUND" }),
    );
    expect(() => history.log({ touching: { id: 0, kind: "thing" as never } })).toThrow(
      '"kind" expected "node", "edge" or "graph", got "thing"',
    );
  });

  it("looks at few commits of a long history with many merges to give the first ones", () => {
    const graph = new Graph({ clock: () => 0 });
    let time = 0;
    const commit = (): void => {
      graph.commit("a step", { allowEmpty: true, time: ++time });
    };
    commit();
    for (let i = 0; i < 300; i++) {
      graph.branch(`side-${i}`);
      commit();
      graph.checkout(`side-${i}`);
      commit();
      graph.checkout("main");
      graph.merge(`side-${i}`).commit("a merge", { time: ++time });
    }
    const looks = vi.spyOn(Heap.prototype, "push");
    const countOf = (options: Parameters<Graph["history"]["log"]>[0]): number => {
      looks.mockClear();
      graph.history.log(options);
      return looks.mock.calls.length;
    };
    try {
      expect(countOf({})).toBeGreaterThan(900);
      expect(countOf({ limit: 10 })).toBeLessThan(60);
      expect(countOf({ range: "main~3..main" })).toBeLessThan(60);
      expect(countOf({ range: "main~3...side-299" })).toBeLessThan(60);
    } finally {
      looks.mockRestore();
    }
  });

  it("goes on as it began, whatever is committed meanwhile", () => {
    const graph = forked();
    const log = graph.history.walk();
    expect(log.next().value?.message).toBe("merge");
    graph.commit("later", { allowEmpty: true });
    expect(Array.from(log, ({ message }) => message)).toEqual(["three", "right", "left", "two", "one"]);
  });
});

describe("the drawn log", () => {
  const drawn = (graph: Graph, options?: Parameters<Graph["history"]["drawLog"]>[0]): string[] =>
    graph.history
      .drawLog(options)
      .replace(/[0-9a-f]{7}/g, "id")
      .split("\n");

  it("shows lanes, names and messages", () => {
    const graph = forked();
    expect(drawn(graph)).toEqual([
      "* id (HEAD -> main) merge",
      "|\\",
      "* | id (tag: v1) three",
      "| * id (side) right",
      "| * id left",
      "* | id two",
      "|/",
      "* id one",
    ]);
    graph.checkout("side~1");
    expect(drawn(graph)).toEqual(["* id (HEAD) left", "* id one"]);
    expect(drawn(graph, { all: true, limit: 2 })).toEqual([
      "* id (main) merge",
      "|\\",
      "* | id (tag: v1) three",
    ]);
    expect(drawn(graph, { range: "v1..main" })).toEqual([
      "* id (main) merge",
      "* id (side) right",
      "* id (HEAD) left",
    ]);
    expect(new Graph().history.drawLog()).toBe("");
  });

  it("cuts lines to the width and messages to their first line", () => {
    const graph = new Graph();
    graph.commit("a message that is long\nand has two lines", { allowEmpty: true });
    expect(drawn(graph, { width: 200 })).toEqual(["* id (HEAD -> main) a message that is long"]);
    expect(graph.history.drawLog({ width: 30 })).toHaveLength(30);
    expect(graph.history.drawLog({ width: 30 }).endsWith("…")).toBe(true);
    for (const width of [0, Number.NaN, -1, "9", null, 9n])
      for (const text of [
        () => graph.history.drawLog({ width: width as never }),
        () => graph.history.show().toString({ width: width as never }),
        () => graph.history.diff().toString({ width: width as never }),
      ])
        expect(text).toThrow(/^"width" expected a number of characters of at least 1, got /);
    for (const limit of [Number.NaN, -1, "9", null])
      expect(() => graph.history.diff().toString({ limit: limit as never })).toThrow(
        /^"limit" expected a number of facts, got /,
      );
    expect(() => graph.history.diff().toString(null as never)).toThrow(
      '"options" expected an object, got null',
    );
    expect(() => graph.history.show().toString({ with: 3 } as never)).toThrow(/^"options" expected only/);
    expect(() => graph.history.drawLog({ all: true, from: "main" })).toThrow(TypeError);
  });

  /** The rows of commits given by name with the names of their parents. */
  function rows(commits: readonly (readonly [name: string, ...parents: string[]])[]): string[] {
    const lanes = new Lanes<string>();
    return commits.flatMap(([name, ...parents]) => [lanes.place(name), ...lanes.lead(name, parents)]);
  }

  it("crosses lanes in two rows, however many there are between", () => {
    expect(rows([["a", "r"], ["b", "s"], ["c", "t"], ["d", "r"], ["r"], ["s"], ["t"]])).toEqual([
      "*",
      "| *",
      "| | *",
      "| | | *",
      "| |_|/",
      "|/| |",
      "* | |",
      " / /",
      "* |",
      " /",
      "*",
    ]);
  });

  it("draws a criss-cross, and a merge of a lane further right", () => {
    expect(rows([["m", "a", "b"], ["a", "x", "y"], ["b", "y", "x"], ["x", "r"], ["y", "r"], ["r"]])).toEqual([
      "*",
      "|\\",
      "* |",
      "|\\ \\",
      "| | *",
      "| |/|",
      "| |/",
      "|/|",
      "* |",
      "| *",
      "|/",
      "*",
    ]);
    expect(rows([["a", "p"], ["b", "q"], ["c", "r"], ["p", "z", "r"], ["z"]])).toEqual([
      "*",
      "| *",
      "| | *",
      "* | |",
      "|\\| |",
      "| |\\|",
      "* | |",
      " / /",
    ]);
  });

  it("draws a merge of three", () => {
    expect(rows([["m", "a", "b", "c"], ["a", "r"], ["b", "r"], ["c", "r"], ["r"]])).toEqual([
      "*",
      "|\\",
      "|\\ \\",
      "* | |",
      "| | *",
      "| |/",
      "|/|",
      "| *",
      "|/",
      "*",
    ]);
  });
});

describe("show", () => {
  it("gives a commit with its diff against its first parent, or another one", () => {
    const graph = forked();
    const shown = graph.history.show("main");
    expect(shown.commit).toBe(graph.head.commit);
    expect(shown.parent?.message).toBe("three");
    expect([...shown.diff.nodes.added]).toEqual([2, 3]);
    expect([...graph.history.show("main", { mainline: 2 }).diff.nodes.added]).toEqual([1, 4]);
    expect(graph.history.show("main~3").parent).toBeNull();
    expect([...graph.history.show("main~3").diff.nodes.added]).toEqual([0]);
    expect(() => graph.history.show("main", { mainline: 3 })).toThrow(
      '"mainline" expected the number of one of 2 parents, from 1 on, got 3',
    );
  });

  it("is text to read, no line longer than the width", () => {
    const graph = new Graph();
    const [ada, alan] = [graph.addNode(["Person", "Author"], { name: "Ada", born: 1815 }), graph.addNode()];
    const knows = graph.addEdge(ada, alan, "KNOWS", { since: new Date(0) });
    graph.commit("people", { time: 0 });
    graph.nodes.set(ada, {
      name: "Ada Lovelace, who wrote the first program, as people say, and quite some letters",
    });
    graph.nodes.set(ada, { born: null, tags: ["a", "b"] });
    graph.nodes.addLabel(alan, "Person");
    graph.removeEdge(knows);
    graph.addEdge(alan, ada);
    graph.history.tag("v0");
    const commit = graph.commit("names\n\nin full", { author: "ada", time: 1000, meta: { of: "people" } });
    expect(String(graph.history.show())).toBe(
      [
        `commit ${commit.id}`,
        "names  HEAD -> main",
        "author ada",
        "time   1970-01-01T00:00:01.000Z",
        'meta   {"of":"people"}',
        "",
        "    names",
        "",
        "    in full",
        "",
        "nodes +0 -0 ~2, edges +1 -1 ~0",
        "~ node 1 (no label) → :Person",
        "~ node 0 born: 1815 → (absent)",
        '~ node 0 name: "Ada" → "Ada Lovelace, who wrote the first program, as people s…"',
        '~ node 0 tags: (absent) → ["a", "b"]',
        "- edge 0 :KNOWS 0 → 1 since: 1970-01-01T00:00:00.000Z",
        "+ edge 1 1 → 0",
      ].join("\n"),
    );
    for (const line of graph.history.show("v0").toString({ width: 50 }).split("\n")) {
      expect(line.length).toBeLessThanOrEqual(50);
    }
    expect(graph.history.show("v0").diff.toString({ limit: 1 }).split("\n").slice(1)).toEqual([
      '+ node 0 :Author:Person born: 1815, name: "Ada"',
      "… and 2 more",
    ]);
  });
});
