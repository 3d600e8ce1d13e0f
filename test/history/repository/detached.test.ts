/** The head on no branch: how it comes about, what status tells of it, and what checkout warns of. */
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

function start(): Graph {
  const graph = new Graph({ clock: () => 0 });
  for (const message of ["one", "two", "three"]) {
    graph.addNode();
    graph.commit(message);
  }
  return graph;
}

function add(graph: Graph, message: string): void {
  graph.addNode();
  graph.commit(message);
}

describe('checkout("HEAD")', () => {
  test("stays on the branch", () => {
    const graph = start();
    expect(graph.checkout("HEAD")).toBeUndefined();
    expect(graph.head.branch).toBe("main");
    add(graph, "four");
    expect(graph.history.branches().map(({ commit }) => commit.message)).toEqual(["four"]);
  });

  test("throws changes away, carries them or puts them aside, on the branch", () => {
    const graph = start();
    graph.addNode();
    expect(() => graph.checkout("HEAD")).toThrow(expect.objectContaining({ code: "DIRTY_STATE" }));
    graph.checkout("HEAD", { carry: true });
    expect(graph.status()).toMatchObject({ branch: "main", clean: false });
    graph.checkout("HEAD", { stash: true });
    expect(graph.status()).toMatchObject({ branch: "main", clean: true });
    expect(graph.history.stashes()).toHaveLength(1);
    graph.history.stashPop();
    graph.checkout("HEAD", { discard: true });
    expect(graph.status()).toMatchObject({ branch: "main", clean: true, detached: false });
    expect(graph.nodeCount).toBe(3);
  });

  test("stays on a branch that has no commit yet, and throws changes away there", () => {
    const graph = new Graph();
    graph.addNode();
    graph.checkout("HEAD", { discard: true });
    expect([graph.head, graph.nodeCount]).toEqual([{ branch: "main", commit: null }, 0]);
  });

  test("stays detached where it was", () => {
    const graph = start();
    graph.checkout("main~1");
    graph.checkout("HEAD");
    expect(graph.head).toMatchObject({ branch: null, commit: { message: "two" } });
  });

  test("leaves the branch where a way leads from it, as a commit does", () => {
    for (const revision of ["HEAD~0", "HEAD~1", "HEAD^"]) {
      const graph = start();
      graph.checkout(revision);
      expect(graph.head.branch).toBeNull();
    }
    const graph = start();
    graph.checkout(graph.head.commit as never);
    expect(graph.status()).toMatchObject({ branch: null, detached: true, unreachable: 0 });
  });
});

describe("commits on no branch", () => {
  test("are told of by status, and warned of when they are left", () => {
    const graph = start();
    graph.checkout("main~1");
    expect(graph.status()).toMatchObject({ detached: true, unreachable: 0 });
    add(graph, "a");
    add(graph, "b");
    expect(graph.status()).toMatchObject({ detached: true, unreachable: 2 });
    const warning = graph.checkout("main");
    expect(warning?.code).toBe("UNREACHABLE_COMMITS");
    expect(warning?.data.unreachable.map(({ message }) => message)).toEqual(["b", "a"]);
    expect(graph.status()).toMatchObject({ detached: false, unreachable: 0 });
    graph.branch("kept", { at: warning?.data.unreachable[0] ?? "HEAD" });
    expect(graph.at("kept").nodeCount).toBe(4);
    expect(graph.history.undo()).toBe("branch");
    expect(graph.history.undo()).toBe("checkout");
    expect(graph.status().unreachable).toBe(2);
  });

  test.each([
    ["a branch", (graph: Graph) => graph.branch("name")],
    ["a tag", (graph: Graph) => graph.history.tag("name")],
  ])("are not warned of if %s leads to them", (_, name) => {
    const graph = start();
    graph.checkout("main~1");
    add(graph, "a");
    name(graph);
    expect(graph.status()).toMatchObject({ detached: true, unreachable: 0 });
    expect(graph.checkout("main")).toBeUndefined();
  });

  test("are not warned of while the head stays after them, and only those that are left are", () => {
    const graph = start();
    graph.checkout("main~1");
    add(graph, "a");
    add(graph, "b");
    const b = graph.head.commit as never;
    expect(graph.checkout("HEAD", { discard: true })).toBeUndefined();
    const warning = graph.checkout("HEAD~1");
    expect(warning?.data.unreachable.map(({ message }) => message)).toEqual(["b"]);
    expect(graph.checkout(b)).toBeUndefined();
    graph.checkout("main");
    graph.merge(b).commit();
    expect(graph.checkout("main~1")).toBeUndefined();
    expect(graph.status().unreachable).toBe(0);
  });

  test("a checkout that is refused warns of nothing and leaves all as it was", () => {
    const graph = start();
    graph.checkout("main~1");
    add(graph, "a");
    graph.addNode();
    expect(() => graph.checkout("main")).toThrow(expect.objectContaining({ code: "DIRTY_STATE" }));
    expect(graph.status()).toMatchObject({ detached: true, unreachable: 1, clean: false });
    expect(graph.checkout("main", { discard: true })?.data.unreachable).toHaveLength(1);
  });
});
