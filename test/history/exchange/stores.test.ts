// Exchange between stores on disk, by their paths, and bundles in files.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeBundleFile } from "../../../src/history/exchange/bundle-file.js";
import { Graph } from "../../../src/index.js";
import { naiveRoot } from "../hashing/naive-root.js";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-exchange-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Makes a store with one commit and closes it. */
function makeStore(path: string): void {
  const graph = Graph.open(path, { key: "email", clock: () => 1 });
  graph.mergeNode("ada", { name: "Ada" }, "Person");
  graph.mergeNode("alan", { name: "Alan" }, "Person");
  graph.addEdge(0, 1, "KNOWS");
  graph.commit("two people");
  graph.history.tag("v1", { message: "first" });
  graph.close();
}

describe("stores on one machine", () => {
  it("are cloned, fetched from, pushed to and pulled from by their paths", () => {
    makeStore(at("hub"));
    const one = Graph.clone(at("hub"), { path: at("one"), origin: 1, clock: () => 2 });
    const two = Graph.clone(at("hub"), { path: at("two"), origin: 2, clock: () => 3 });
    const grace = one.mergeNode("grace", { name: "Grace" });
    one.addEdge(grace, 0, "ADMIRES", { since: new Date(5), tags: ["a", "b"] });
    one.nodes.set(grace, {
      born: 1906n,
      bytes: Uint8Array.of(0, 255),
      vector: Float32Array.of(1, -0),
      more: { a: [1] },
    });
    one.commit("Grace");
    expect(one.history.push(at("hub")).commits).toBe(1);
    two.mergeNode("kurt", { name: "Kurt" });
    two.commit("Kurt");
    expect(() => two.history.push(at("hub"))).toThrow(expect.objectContaining({ code: "NOT_FAST_FORWARD" }));
    expect(two.history.pull(at("hub")).status).toBe("clean");
    two.history.push(at("hub"));
    expect(one.history.fetch(at("hub")).commits).toBe(2);
    const { root } = one.history.pull(at("hub")).commit;
    one.close();
    two.close();
    for (const name of ["hub", "one", "two"]) {
      const store = Graph.open(at(name), { readOnly: true });
      expect(store.head.commit?.root).toBe(root);
      expect(naiveRoot(store)).toBe(root);
      expect(store.history.verify({ level: "deep" }).findings).toEqual([]);
      expect(store.nodes.identity(store.node("grace") as number)).toEqual({ origin: 1, sequence: 0 });
      expect(store.nodes.get(store.node("grace") as number)).toEqual({
        email: "grace",
        name: "Grace",
        born: 1906n,
        bytes: Uint8Array.of(0, 255),
        vector: Float32Array.of(1, -0),
        more: { a: [1] },
      });
      expect(store.nodes.identity(store.node("kurt") as number)).toEqual({ origin: 2, sequence: 0 });
      store.close();
    }
  });

  it("keep the origin, the sequence and the names for other graphs' branches when they are opened again", () => {
    makeStore(at("hub"));
    Graph.clone(at("hub"), { path: at("one"), origin: 1 }).close();
    for (let sequence = 0; sequence < 3; sequence++) {
      const one = Graph.open(at("one"));
      const id = one.mergeNode(`new${sequence}`);
      expect(one.nodes.identity(id)).toEqual({ origin: 1, sequence });
      const commit = one.commit("one more");
      expect(naiveRoot(one)).toBe(commit.root);
      expect(one.history.remoteBranches()).toMatchObject([
        { name: "origin/main", commit: { message: "two people" } },
      ]);
      expect(one.history.tags()).toMatchObject([{ name: "v1", message: "first" }]);
      expect(() => one.history.undo()).not.toThrow();
      one.history.redo();
      one.close();
    }
    const empty = Graph.clone(new Graph(), { path: at("empty"), origin: 5 });
    empty.close();
    const again = Graph.open(at("empty"));
    expect(again.nodes.identity(again.addNode())).toEqual({ origin: 5, sequence: 0 });
    again.close();
  });

  it("take up and forget what a refused bundle brought", () => {
    makeStore(at("hub"));
    const one = Graph.clone(at("hub"), { path: at("one"), origin: 1 });
    const evil = new Graph();
    evil.addNodes(2, { attributes: { email: ["x", "x"] } });
    evil.commit("a key twice");
    expect(() => one.history.fetch(evil)).toThrow(expect.objectContaining({ code: "DUPLICATE_KEY" }));
    one.mergeNode("grace");
    const { root } = one.commit("Grace");
    one.close();
    const again = Graph.open(at("one"));
    expect([again.nodeCount, naiveRoot(again), again.history.commitCount]).toEqual([3, root, 2]);
    expect(again.history.verify({ level: "deep" }).ok).toBe(true);
    again.close();
  });

  it("are refused where there is none, or where a clone is to be and something is", () => {
    makeStore(at("hub"));
    const graph = new Graph();
    for (const use of [() => graph.history.fetch(at("none")), () => Graph.clone(at("none"))]) {
      expect(use).toThrow(expect.objectContaining({ code: "NOT_A_STORE" }));
    }
    const one = Graph.clone(at("hub"), { origin: 1 });
    one.mergeNode("new");
    one.commit("new");
    const open = Graph.open(at("hub"));
    // a graph of this thread that has the store open is told
    one.history.push(at("hub"));
    expect(open.head.commit?.message).toBe("new");
    expect(one.history.fetch(at("hub")).commits).toBe(0);
    open.close();
    expect(() => Graph.clone(at("hub"), { path: at("hub") })).toThrow(
      expect.objectContaining({ code: "STORE_IO" }),
    );
    const reader = Graph.open(at("hub"), { readOnly: true });
    expect(() => reader.history.fetch(one)).toThrow(expect.objectContaining({ code: "STORE_READ_ONLY" }));
    expect(reader.head.commit?.message).toBe("new");
    reader.close();
  });
});

describe("bundles in files", () => {
  it("are written whole, replace what was there, and are read by their path", () => {
    makeStore(at("hub"));
    const store = Graph.open(at("hub"), { readOnly: true });
    writeFileSync(at("all.bundle"), "something else");
    const { sizeBytes } = store.history.bundle(at("all.bundle"));
    expect(readFileSync(at("all.bundle"))).toHaveLength(sizeBytes);
    expect(new Uint8Array(readFileSync(at("all.bundle")))).toEqual(store.history.bundle());
    expect(readdirSync(folder).sort()).toEqual(["all.bundle", "hub"]);
    const copy = Graph.fromBundle(at("all.bundle"), { path: at("copy"), key: "email" });
    expect(copy.head).toEqual(store.head);
    copy.close();
    expect(Graph.open(at("copy"), { readOnly: true }).node("alan")).toBe(1);
    expect(new Graph().history.fetch(at("all.bundle")).commits).toBe(1);
    store.close();
  });

  it("leave what was there, and nothing else, if they cannot be written", () => {
    const graph = new Graph();
    graph.addNode();
    graph.commit("one");
    expect(() => graph.history.bundle(at("none/all.bundle"))).toThrow(
      expect.objectContaining({ code: "STORE_IO", path: at("none/all.bundle") }),
    );
    expect(() => Graph.fromBundle(at("none"))).toThrow(expect.objectContaining({ code: "STORE_IO" }));
    expect(existsSync(at("none"))).toBe(false);
  });

  it.each(["open", "write", "sync", "close", "rename", "syncFolder"])("fail typed where %s fails", (verb) => {
    const calls: string[] = [];
    const call = (name: string): void => {
      calls.push(name);
      if (name === verb) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    };
    const file = {
      path: "",
      size: () => 0,
      read: () => 0,
      write: () => call("write"),
      truncate: () => {},
      sync: () => call("sync"),
      close: () => call("close"),
    };
    const disk = {
      kindOf: () => undefined,
      list: () => [],
      makeFolder: () => {},
      open: () => {
        call("open");
        return file;
      },
      rename: () => call("rename"),
      remove: () => call("remove"),
      syncFolder: () => call("syncFolder"),
    };
    const storage = {
      disk,
      joinPath: (...names: string[]) => names.join("/"),
      randomBytes: () => new Uint8Array(4),
    };
    expect(() => writeBundleFile("a.bundle", new Uint8Array(3), storage)).toThrow(
      expect.objectContaining({
        code: "STORE_IO",
        path: "a.bundle",
        data: { path: "a.bundle", systemCode: "ENOSPC" },
      }),
    );
    const order = ["open", "write", "sync", "close", "rename", "syncFolder"];
    expect(calls.slice(0, order.indexOf(verb) + 1)).toEqual(order.slice(0, order.indexOf(verb) + 1));
    expect(calls.includes("remove")).toBe(!["open", "syncFolder"].includes(verb));
  });
});

it.each([5, {}, null, "", ["a"], true])("a path that is %j is refused", (path) => {
  const graph = new Graph();
  const options = { path: path as string };
  const refusal = {
    name: "TypeError",
    message: expect.stringContaining('"path" expected the path of a folder'),
  };
  expect(() => Graph.clone(graph, options)).toThrow(expect.objectContaining(refusal));
  expect(() => Graph.fromBundle(graph.history.bundle(), options)).toThrow(expect.objectContaining(refusal));
});

it.each(["\0", `${"a".repeat(5000)}`])("a path that cannot be is a StoreError (%#)", (path) => {
  const graph = new Graph();
  graph.commit("one", { allowEmpty: true });
  for (const call of [
    () => graph.history.fetch(path),
    () => graph.history.pull(path),
    () => graph.history.push(path),
    () => graph.history.bundle(path),
    () => Graph.fromBundle(path),
    () => Graph.clone(path),
    () => Graph.clone(graph, { path }),
  ])
    expect(call).toThrow(expect.objectContaining({ code: "STORE_IO" }));
});
