// Fetch, push and pull: which names move, what is refused, and that nothing has changed then.
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";
import { naiveRoot } from "../hashing/naive-root.js";

function ticking(): () => number {
  let time = 0;
  return () => ++time;
}

/** A graph with one commit, and two clones of it. */
function three(options: { readonly key?: string } = {}): [hub: Graph, one: Graph, two: Graph] {
  const hub = new Graph({ clock: ticking(), ...options });
  hub.addNode("Person", { name: "Ada", email: "ada@example.org" });
  hub.addNode("Person", { name: "Alan", email: "alan@example.org" });
  hub.addEdge(0, 1, "KNOWS");
  hub.commit("two people");
  const one = Graph.clone(hub, { origin: 1, clock: ticking() });
  return [hub, one, Graph.clone(hub, { origin: 2, clock: ticking() })];
}

/** Every name of a graph and what it means. */
function names({ history }: Graph): Record<string, string> {
  const refs = [...history.branches(), ...history.remoteBranches(), ...history.tags()];
  return Object.fromEntries(refs.map(({ name, commit }) => [name, commit.message]));
}

describe("fetch", () => {
  it("moves names for the other graph's branches, and nothing else", () => {
    const [hub, one] = three();
    hub.branch("side");
    hub.addNode("Person", { name: "Grace" });
    hub.commit("Grace");
    const before = one.head;
    const result = one.history.fetch(hub);
    expect(result).toEqual({
      commits: 1,
      updates: [
        { kind: "remote", name: "origin/main", before: before.commit?.id, after: hub.head.commit?.id },
        { kind: "remote", name: "origin/side", before: null, after: before.commit?.id },
      ],
      rejected: [],
    });
    expect(one.head).toEqual(before);
    expect(names(one)).toEqual({ main: "two people", "origin/main": "Grace", "origin/side": "two people" });
    expect(one.history.fetch(hub)).toEqual({ commits: 0, updates: [], rejected: [] });
    expect(one.at("origin/main").nodeCount).toBe(3);
    one.history.undo();
    expect(names(one)["origin/main"]).toBe("two people");
  });

  it("keeps uncommitted changes as they are", () => {
    const [hub, one] = three();
    one.nodes.set(0, { name: "Ada L." });
    const own = one.addNode("Own");
    one.addEdge(own, 0);
    one.removeEdge(0);
    const status = one.status();
    hub.removeNode(0);
    hub.addNode();
    hub.commit("without Ada");
    one.history.fetch(hub);
    expect(one.status()).toEqual(status);
    expect(one.nodes.get(0)).toEqual({ name: "Ada L.", email: "ada@example.org" });
    expect(one.edges.ids()).toEqual(Uint32Array.of(1));
    const commit = one.commit("own");
    expect(naiveRoot(one)).toBe(commit.root);
    one.checkout("origin/main");
    expect([one.nodeCount, one.head.branch]).toEqual([2, null]);
  });

  it("brings tags with what they say, and leaves a tag that means another commit as it is unless forced", () => {
    const [hub, one] = three();
    hub.history.tag("v1", { message: "the first", author: "ada" });
    hub.history.tag("v0");
    one.addNode();
    one.commit("own");
    one.history.tag("v0");
    expect(one.history.fetch(hub, { tags: false }).updates).toEqual([]);
    expect(one.history.fetch(hub).rejected).toEqual(["v0"]);
    expect(one.history.tags()).toMatchObject([
      { name: "v0", commit: { message: "own" } },
      { name: "v1", commit: { message: "two people" }, message: "the first", author: "ada" },
    ]);
    expect(one.history.fetch(hub, { force: true }).rejected).toEqual([]);
    expect(names(one).v0).toBe("two people");
    expect(one.history.fetch(hub)).toEqual({ commits: 0, updates: [], rejected: [] });
  });

  it("takes some branches alone, under another name for the graph, and drops names that are gone if asked to", () => {
    const [hub, one] = three();
    hub.branch("a");
    hub.branch("b");
    one.history.fetch(hub, { branches: ["a"], remote: "upstream" });
    expect(one.history.remoteBranches().map(({ name }) => name)).toEqual(["origin/main", "upstream/a"]);
    one.history.fetch(hub, { remote: "upstream" });
    hub.history.deleteBranch("a");
    one.history.fetch(hub, { remote: "upstream", branches: ["b"], prune: true });
    expect(names(one)["upstream/a"]).toBe("two people");
    one.history.fetch(hub, { remote: "upstream", prune: true });
    expect(one.history.remoteBranches().map(({ name }) => name)).toEqual([
      "origin/main",
      "upstream/b",
      "upstream/main",
    ]);
    expect(() => one.history.fetch(hub, { branches: ["a"] })).toThrow(
      expect.objectContaining({ code: "REF_NOT_FOUND" }),
    );
    expect(() => one.history.fetch(hub, { remote: "a b" })).toThrow(
      expect.objectContaining({ code: "INVALID_REF_NAME" }),
    );
  });

  it("keeps what only such a name leads to from being collected", () => {
    const [hub, one] = three();
    hub.addNode();
    hub.commit("more");
    one.history.fetch(hub);
    expect(one.history.gc({ keepOperations: false }).commitsDropped).toBe(0);
    expect(one.at("origin/main").nodeCount).toBe(3);
  });

  it("refuses what is no other graph", () => {
    const [hub] = three();
    expect(() => hub.history.fetch(hub)).toThrow(TypeError);
    expect(() => hub.history.fetch({} as never)).toThrow(TypeError);
    expect(() => hub.history.fetch(undefined as never)).toThrow(TypeError);
    expect(() => hub.history.fetch("test/exchange/nothing.bundle")).toThrow(
      expect.objectContaining({ code: "NOT_A_STORE" }),
    );
    expect(() => hub.history.fetch("test/history/exchange/verbs.test.ts")).toThrow(
      expect.objectContaining({ code: "INVALID_BUNDLE" }),
    );
    expect(() => Graph.clone({} as never)).toThrow(TypeError);
    expect(() => Graph.fromBundle(5 as never)).toThrow(TypeError);
  });
});

describe("what takes long", () => {
  it("tells how far it is, and changes nothing when it is stopped", () => {
    const hub = new Graph();
    for (let i = 0; i < 5; i++) {
      hub.addNode();
      hub.commit(`${i}`);
    }
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      seen.push(done, total);
    };
    const clone = Graph.clone(hub, { onProgress });
    Graph.fromBundle(hub.history.bundle(), { onProgress });
    const told = [0, 5, 1, 5, 2, 5, 3, 5, 4, 5, 5, 5];
    expect(seen).toEqual([...told, ...told]);
    clone.addNode();
    clone.commit("one more");
    clone.addNode();
    clone.commit("and one");
    const stop = new AbortController();
    const signal = stop.signal;
    const use = { signal, onProgress: ({ done }: { done: number }) => done === 1 && stop.abort() };
    for (const action of [
      () => hub.history.fetch(clone, use as never),
      () => clone.history.push(hub, { signal }),
      () => hub.history.pull(clone, { signal }),
      () => Graph.clone(clone, { signal }),
      () => Graph.fromBundle(clone.history.bundle(), { signal }),
    ]) {
      expect(action).toThrow(expect.objectContaining({ name: "AbortError" }));
    }
    expect([hub.history.commitCount, hub.nodeCount, hub.history.remoteBranches()]).toEqual([5, 5, []]);
    expect(hub.addNode()).toBe(5);
  });
});

describe("push", () => {
  it("moves the branch that the other graph stands on, and its state", () => {
    const [hub, one] = three();
    one.nodes.set(0, { name: "Ada L." });
    const commit = one.commit("full name");
    expect(one.history.push(hub)).toEqual({
      commits: 1,
      updates: [{ kind: "branch", name: "main", before: commit.parents[0], after: commit.id }],
    });
    expect(hub.head).toEqual({ branch: "main", commit });
    expect(hub.nodes.get(0, "name")).toBe("Ada L.");
    expect(names(one)["origin/main"]).toBe("full name");
    expect(one.history.push(hub)).toEqual({ commits: 0, updates: [] });
    expect(hub.history.undo()).toBe("push");
    expect(hub.nodes.get(0, "name")).toBe("Ada");
  });

  it("makes a branch that the other graph does not have, and leaves its state alone", () => {
    const [hub, one] = three();
    hub.addNode("uncommitted");
    one.branch("idea");
    one.checkout("idea");
    one.addNode();
    one.commit("an idea");
    one.history.push(hub);
    expect(names(hub)).toEqual({ main: "two people", idea: "an idea" });
    expect([hub.head.branch, hub.nodeCount]).toEqual(["main", 3]);
    one.history.push(hub, { branch: "main", to: "copy" });
    expect(names(hub).copy).toBe("two people");
    expect(names(one)).toMatchObject({ "origin/idea": "an idea", "origin/copy": "two people" });
  });

  it("fills a graph that has no commits", () => {
    const [, one] = three();
    const empty = new Graph();
    one.history.push(empty);
    expect(empty.head).toEqual(one.head);
    expect(empty.nodeCount).toBe(2);
  });

  it("is refused where the other branch has commits of its own, unless forced; then nothing has changed", () => {
    const [hub, one, two] = three();
    one.addNode();
    one.commit("of one");
    two.addNode();
    two.commit("of two");
    one.history.push(hub);
    const before = [names(hub), hub.history.commitCount, hub.nodeCount];
    expect(() => two.history.push(hub)).toThrow(expect.objectContaining({ code: "NOT_FAST_FORWARD" }));
    two.history.fetch(hub);
    expect(() => two.history.push(hub)).toThrow(/does not lead to/);
    expect([names(hub), hub.history.commitCount, hub.nodeCount]).toEqual(before);
    two.history.push(hub, { force: true });
    expect(names(hub).main).toBe("of two");
    expect(hub.nodes.identity(3)).toEqual({ origin: 2, sequence: 0 });
  });

  it("is refused where the other branch is not at the commit that is expected", () => {
    const [hub, one] = three();
    one.addNode();
    one.commit("of one");
    expect(() => one.history.push(hub, { expected: null })).toThrow(
      expect.objectContaining({
        code: "NOT_FAST_FORWARD",
        data: { branch: "main", at: hub.head.commit?.id },
      }),
    );
    expect(() => one.history.push(hub, { expected: "main", force: true })).toThrow(
      expect.objectContaining({ code: "NOT_FAST_FORWARD" }),
    );
    one.history.push(hub, { expected: "origin/main" });
    expect(names(hub).main).toBe("of one");
    one.history.push(hub, { to: "fresh", expected: null });
    expect(names(hub).fresh).toBe("of one");
  });

  it("is refused where the other graph stands on the branch with uncommitted changes", () => {
    const [hub, one] = three();
    one.addNode();
    one.commit("of one");
    hub.nodes.set(0, { name: "A." });
    expect(() => one.history.push(hub)).toThrow(expect.objectContaining({ code: "DIRTY_STATE" }));
    expect([names(hub), hub.history.commitCount, hub.nodes.get(0, "name")]).toEqual([
      { main: "two people" },
      1,
      "A.",
    ]);
    hub.checkout("main", { discard: true });
    one.history.push(hub);
    expect(hub.nodeCount).toBe(3);
  });

  it("takes tags along if asked to, and refuses one that means another commit there", () => {
    const [hub, one] = three();
    one.addNode();
    one.commit("of one");
    one.history.tag("v1", { message: "first" });
    one.history.tag("v2", { at: "main~1" });
    one.history.push(hub, { tags: ["v1"] });
    expect(names(hub)).toEqual({ main: "of one", v1: "of one" });
    hub.history.tag("v2");
    expect(() => one.history.push(hub, { tags: true })).toThrow(
      expect.objectContaining({ code: "DUPLICATE_REF" }),
    );
    one.history.push(hub, { tags: true, force: true });
    expect(names(hub).v2).toBe("two people");
    expect(hub.history.tags()[0]).toMatchObject({ name: "v1", message: "first" });
  });

  it("needs a branch and a commit", () => {
    const [hub, one] = three();
    expect(() => new Graph().history.push(hub)).toThrow(expect.objectContaining({ code: "NO_COMMIT" }));
    one.checkout("origin/main");
    expect(() => one.history.push(hub)).toThrow(expect.objectContaining({ code: "REF_NOT_FOUND" }));
    expect(() => one.history.push(hub, { branch: "none" })).toThrow(
      expect.objectContaining({ code: "REF_NOT_FOUND" }),
    );
    expect(() => one.history.push(hub.history.bundle() as never)).toThrow(TypeError);
  });
});

describe("pull", () => {
  it("moves forward where it can, says so where there is nothing, and merges else", () => {
    const [hub, one, two] = three();
    one.addNode("Person", { name: "Grace" });
    one.commit("Grace");
    one.history.push(hub);
    expect(two.history.pull(hub)).toMatchObject({ status: "fastForward", commit: { message: "Grace" } });
    expect(two.history.pull(hub).status).toBe("upToDate");
    one.nodes.set(0, { name: "Ada L." });
    one.commit("full name");
    two.nodes.set(0, { born: 1815 });
    two.commit("born");
    two.history.push(hub);
    const pulled = one.history.pull(hub, { message: "both", author: "one" });
    expect(pulled).toMatchObject({ status: "clean", commit: { message: "both", author: "one" } });
    expect(one.nodes.get(0)).toEqual({ name: "Ada L.", email: "ada@example.org", born: 1815 });
    one.history.push(hub);
    expect(two.history.pull(hub).commit.root).toBe(pulled.commit.root);
  });

  it("throws with the merge to resolve where both sides contradict each other, or follows a policy", () => {
    const [hub, one] = three();
    hub.nodes.set(0, { name: "A." });
    hub.commit("A.");
    one.nodes.set(0, { name: "Ada L." });
    one.commit("Ada L.");
    const before = one.head;
    let merge: ReturnType<Graph["merge"]> | undefined;
    try {
      one.history.pull(hub);
    } catch (error) {
      merge = (error as { data: { merge: ReturnType<Graph["merge"]> } }).data.merge;
    }
    expect(one.head).toEqual(before);
    expect(merge?.conflicts).toMatchObject([{ kind: "attribute", ours: "Ada L.", theirs: "A." }]);
    merge?.resolveAll("theirs");
    merge?.commit();
    expect(one.nodes.get(0, "name")).toBe("A.");
    one.nodes.set(1, { name: "Al" });
    one.commit("Al");
    hub.nodes.set(1, { name: "Turing" });
    hub.commit("Turing");
    expect(one.history.pull(hub, { policy: "ours" }).status).toBe("clean");
    expect(one.nodes.get(1, "name")).toBe("Al");
  });

  it("finds keys that were given on both sides", () => {
    const [hub, one, two] = three({ key: "email" });
    one.mergeNode("grace@example.org", { name: "Grace" });
    one.commit("Grace");
    two.mergeNode("grace@example.org", { name: "Hopper" });
    two.commit("Hopper");
    one.history.push(hub);
    expect(() => two.history.pull(hub)).toThrow(expect.objectContaining({ code: "MERGE_CONFLICT" }));
    two.history.pull(hub, { policy: "theirs" });
    const holder = two.node("grace@example.org") as number;
    expect(two.nodes.identity(holder)).toEqual({ origin: 1, sequence: 0 });
  });

  it("merges several common ancestors first", () => {
    const [hub, one, two] = three();
    one.nodes.set(0, { a: 1 });
    one.commit("a");
    two.nodes.set(1, { b: 1 });
    two.commit("b");
    one.history.fetch(two, { remote: "two" });
    two.history.fetch(one, { remote: "one" });
    one.merge("two/main").commit("left");
    two.merge("one/main").commit("right");
    one.nodes.set(0, { a: 2 });
    one.commit("a is 2");
    two.nodes.set(1, { b: 2 });
    two.commit("b is 2");
    expect(one.history.mergeBases("main", "main")).toHaveLength(1);
    one.history.fetch(two, { remote: "two" });
    expect(one.history.mergeBases("main", "two/main")).toHaveLength(2);
    const { commit } = one.history.pull(two, { remote: "two" });
    two.history.pull(one, { remote: "one" });
    expect(two.head.commit?.id).toBe(commit.id);
    expect(two.nodes.get(0)).toMatchObject({ a: 2 });
    expect(two.nodes.get(1)).toMatchObject({ b: 2 });
    hub.history.pull(two);
    expect(naiveRoot(hub)).toBe(commit.root);
  });

  it("needs a branch of that name", () => {
    const [hub, one] = three();
    one.branch("idea");
    one.checkout("idea");
    expect(() => one.history.pull(hub)).toThrow(expect.objectContaining({ code: "REF_NOT_FOUND" }));
    expect(one.history.pull(hub, { branch: "main" }).status).toBe("upToDate");
    one.checkout("origin/main");
    expect(() => one.history.pull(hub)).toThrow(expect.objectContaining({ code: "REF_NOT_FOUND" }));
  });
});

describe("a clone", () => {
  it("takes the key and declared types along, or what it is given", () => {
    const graph = new Graph({ key: "email", schema: { nodes: { age: "int32" } } });
    const clone = Graph.clone(graph) as unknown as Graph;
    clone.mergeNode("a", { age: 5 });
    expect(clone.node("a")).toBe(0);
    expect(clone.nodes.schema.age).toBe("int32");
    const other = Graph.clone(graph as unknown as Graph, { key: "name", schema: {} });
    expect([other.mergeNode("x"), other.nodes.schema]).toEqual([0, { name: "utf8" }]);
  });

  it("of a graph that is detached, or has no commit, is so as well", () => {
    const [hub] = three();
    hub.checkout("main~0");
    expect(Graph.clone(hub).head).toEqual({ branch: null, commit: hub.head.commit });
    expect(Graph.clone(new Graph()).head).toEqual({ branch: "main", commit: null });
  });

  it("has an origin by chance that is never 0, or the one given", () => {
    const [hub] = three();
    const origins = Array.from({ length: 20 }, () => {
      const clone = Graph.clone(hub);
      return clone.nodes.identity(clone.addNode()).origin;
    });
    expect(new Set(origins).size).toBe(20);
    expect(origins).not.toContain(0);
    const exact = Graph.clone(hub, { origin: 2 ** 32 - 1 });
    expect(exact.nodes.identity(exact.addNode())).toEqual({ origin: 2 ** 32 - 1, sequence: 0 });
    for (const origin of [-1, 2 ** 32, 0.5, Number.NaN]) {
      expect(() => new Graph({ origin })).toThrow(RangeError);
    }
  });

  it("of a clone knows elements by the same identities, and finds them by them", () => {
    const [, one] = three();
    const grace = one.addNode({ name: "Grace" });
    one.commit("Grace");
    const next = Graph.clone(one, { origin: 3 });
    next.addNode();
    expect(next.nodes.withIdentity(one.nodes.identity(grace))).toBe(2);
    expect(next.nodes.withIdentity({ origin: 1, sequence: 1 })).toBe(undefined);
    expect(next.nodes.withIdentity({ origin: 8, sequence: 0 })).toBe(undefined);
    next.removeNode(2);
    expect(next.nodes.withIdentity({ origin: 1, sequence: 0 })).toBe(undefined);
    expect(() => next.nodes.identity(2)).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND" }));
  });
});
