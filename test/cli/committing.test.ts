// The commit that verbs end with: its line, its author, its message, and dry runs that leave nothing.
import { Graph } from "groggy";
import { describe, expect, it } from "vitest";
import {
  type CommitFlags,
  changesText,
  commitChanges,
  committedJson,
  noteCommit,
  openToCommit,
  readCommitChoices,
} from "../../src/cli/shared/committing.js";
import type { Invocation } from "../../src/cli/shared/invocation.js";

function begin(options: CommitFlags = {}, env: Record<string, string> = {}) {
  const graph = new Graph({ clock: () => 1 });
  const notes: string[] = [];
  const invocation = {
    options,
    env,
    now: () => 1_700_000_000_000,
    open: async () => graph,
    output: { note: (line: string) => notes.push(line) },
  } as unknown as Invocation<CommitFlags>;
  return { graph, notes, invocation };
}

describe("a verb that commits", () => {
  it("says what it committed, on which branch", async () => {
    const { notes, invocation } = begin();
    const graph = await openToCommit(invocation);
    const ada = graph.addNode({ name: "Ada" });
    graph.addEdge(ada, graph.addNode());
    const { commit } = commitChanges(invocation, graph, { message: "import people.csv", meta: { rows: 2 } });
    expect(commit).toMatchObject({
      message: "import people.csv",
      time: 1_700_000_000_000,
      meta: { rows: 2 },
    });
    expect(notes).toEqual([`[main ${commit?.id.slice(0, 7)}] import people.csv: 2 nodes and 1 edge added`]);
  });

  it("takes message and author from the options, the author else from $GROGGY_AUTHOR", async () => {
    const env = { GROGGY_AUTHOR: "Ada <ada@example.org>" };
    expect(readCommitChoices(begin({}, env).invocation).author).toBe("Ada <ada@example.org>");
    const { graph, invocation } = begin({ message: "mine\n\nmore", author: "Alan" }, env);
    graph.addNode();
    const done = commitChanges(invocation, graph, { message: "default" });
    expect(done.commit).toMatchObject({ message: "mine\n\nmore", author: "Alan" });
    expect(committedJson(done)).toMatchObject({
      commit: { id: done.commit?.id, branch: "main" },
      dryRun: false,
      changes: { nodes: { added: 1, removed: 0, changed: 0 } },
    });
  });

  it.each([
    [{ author: "" }, /--author expected a text, got ""/],
    [{ author: "a\nb" }, /--author expected one line without control characters, got "a\\nb"/],
    [{ message: " " }, /--message expected a text, got " "/],
    [{ "no-commit": true }, /--no-commit expected --dry-run beside it/],
  ])("refuses %j", (options, message) => {
    expect(() => readCommitChoices(begin(options).invocation)).toThrow(message);
  });

  it("refuses an author from the environment that is none, and takes an empty one for none", () => {
    expect(() => readCommitChoices(begin({}, { GROGGY_AUTHOR: "a\u001b" }).invocation)).toThrow(
      /GROGGY_AUTHOR/,
    );
    expect(readCommitChoices(begin({}, { GROGGY_AUTHOR: "" }).invocation).author).toBe("");
  });

  it.each([false, true])("leaves nothing behind in a dry run, with a commit before it: %s", (hasCommit) => {
    const { graph, notes, invocation } = begin({ "dry-run": true, "no-commit": true });
    if (hasCommit) {
      graph.addNode({ name: "Ada" });
      graph.commit("one");
    }
    const before = graph.nodeCount;
    graph.addNodes(1000);
    const done = commitChanges(invocation, graph, { message: "x" });
    expect(done).toMatchObject({ commit: null, isDryRun: true, changes: { nodes: { added: 1000 } } });
    expect(notes).toEqual(["would change: 1,000 nodes added"]);
    expect(graph.nodeCount).toBe(before);
    expect(graph.status().clean).toBe(true);
  });

  it("commits nothing where nothing changed", () => {
    const { graph, notes, invocation } = begin();
    expect(commitChanges(invocation, graph, { message: "x" }).commit).toBeNull();
    expect(notes).toEqual(["nothing to commit: nothing changed"]);
    expect(graph.head.commit).toBeNull();
  });

  it("refuses to begin with changes that it would commit as its own", async () => {
    const { graph, invocation } = begin();
    graph.addNode();
    await expect(openToCommit(invocation)).rejects.toThrow(
      /expected no uncommitted changes, got 1 node added/,
    );
  });

  it("leaves changes uncommitted in the shell, unless it is given a message", async () => {
    const { graph, notes, invocation } = begin();
    graph.addNode();
    const shell = { ...invocation, commits: false };
    expect(await openToCommit(shell)).toBe(graph);
    expect(commitChanges(shell, graph, { message: "x" }).commit).toBeNull();
    expect(notes).toEqual(["not committed yet: 1 node added"]);
    await expect(openToCommit({ ...shell, options: { message: "m" } })).rejects.toThrow(/no uncommitted/);
    expect(
      commitChanges({ ...shell, options: { message: "m" } }, graph, { message: "x" }).commit?.message,
    ).toBe("m");
  });

  it("tells of a commit that a verb of the library made", () => {
    const { graph, notes, invocation } = begin();
    const ada = graph.addNode({ name: "Ada" });
    graph.commit("one");
    graph.nodes.set(ada, { name: "Alan" });
    graph.attributes.set({ title: "people" });
    const commit = graph.commit("two");
    const { changes } = noteCommit(invocation, graph, commit);
    expect(notes).toEqual([
      `[main ${commit.id.slice(0, 7)}] two: 1 attribute of the graph added, 1 node changed`,
    ]);
    expect(changes.nodes).toEqual({ added: 0, removed: 0, changed: 1 });
  });
});

it("counts changes in words", () => {
  const none = { added: 0, removed: 0, changed: 0 };
  expect(changesText({ nodes: none, edges: none })).toBe("nothing changed");
  expect(changesText({ nodes: { added: 1, removed: 2, changed: 0 }, edges: { ...none, removed: 1 } })).toBe(
    "1 node added, 2 nodes and 1 edge removed",
  );
});
