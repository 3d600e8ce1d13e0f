// Attributes of the graph itself: reading and writing them, and their way through versions, stores, bundles and patches.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, expectTypeOf, test } from "vitest";
import { exportGraph, importGraph, readGraph } from "../../src/formats/index.js";
import { type Diff, Graph, type GroggyError } from "../../src/index.js";
import { naiveRoot } from "../history/hashing/naive-root.js";

const folder = mkdtempSync(join(tmpdir(), "groggy-attributes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let stores = 0;
const newPath = (): string => join(folder, `store-${stores++}`);

const clock = () => 0;

/** One value of each type that follows from a value. */
const VALUES: Readonly<Record<string, unknown>> = {
  bool: true,
  float: 0.5,
  zero: -0,
  nan: Number.NaN,
  long: 2n ** 62n,
  text: "Ärger\n",
  empty: "",
  moment: new Date(1234),
  bytes: Uint8Array.of(1, 2, 255),
  texts: ["a", "b"],
  vector: Float32Array.of(1, 2.5),
  json: { deep: [1, { x: null }] },
  __proto__x: 1,
};

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as GroggyError).code ?? (error as Error).name;
  }
  throw new Error("expected an error, got none");
}

describe("the attributes of a graph itself", () => {
  test("are written one by one or together, and read back", () => {
    const graph = new Graph();
    expect(graph.attributes.get()).toEqual({});
    graph.attributes.set("title", "Papers");
    graph.attributes.set({ edition: 3, title: undefined, none: null });
    expect(graph.attributes.get()).toEqual({ title: "Papers", edition: 3 });
    expect(graph.attributes.get("title")).toBe("Papers");
    expect(graph.attributes.get("none")).toBeUndefined();
    expect([graph.attributes.has("edition"), graph.attributes.has("none")]).toEqual([true, false]);
    expect(graph.attributes.count).toBe(2);
    expect(graph.attributes.schema).toEqual({ title: "utf8", edition: "float64" });
    expect([...graph.attributes]).toEqual([
      ["edition", 3],
      ["title", "Papers"],
    ]);
    graph.attributes.set("title", null);
    expect(graph.attributes.get()).toEqual({ edition: 3 });
    expect([graph.nodeCount, graph.edgeCount]).toEqual([0, 0]);
  });

  test("have all types of values", () => {
    const graph = new Graph({ clock });
    graph.attributes.set(VALUES);
    for (const [name, value] of Object.entries(VALUES)) {
      expect(graph.attributes.get(name)).toEqual(value);
      expect(Object.is(graph.attributes.get("zero"), -0)).toBe(true);
    }
    graph.commit("all");
    expect(graph.head.commit?.root).toBe(naiveRoot(graph));
    expect(JSON.parse(JSON.stringify(graph.attributes))).toMatchObject({
      long: String(2n ** 62n),
      moment: new Date(1234).toISOString(),
      vector: [1, 2.5],
      json: { deep: [1, { x: null }] },
    });
  });

  test("keep the names that objects have anyway", () => {
    const graph = new Graph();
    graph.attributes.set("__proto__", "own");
    graph.attributes.set({ constructor: 1, toString: "text" });
    expect(Object.entries(graph.attributes.get()).sort()).toEqual([
      ["__proto__", "own"],
      ["constructor", 1],
      ["toString", "text"],
    ]);
    expect(new Graph().attributes.has("constructor")).toBe(false);
  });

  test("refuse what does not fit, and change nothing", () => {
    const schema = { graph: { edition: "int32" } } as const;
    const graph = new Graph({ clock, schema }) as unknown as Graph;
    graph.attributes.set({ title: "Papers", edition: 1 });
    const before = [graph.attributes.get(), graph.attributes.schema];
    const { attributes } = graph;
    expect(() => attributes.set("title", 5)).toThrow('attribute "title" expected utf8, got 5');
    expect(() => attributes.set({ fresh: 1, edition: 1.5 })).toThrow('attribute "edition" expected int32');
    expect(() => attributes.set("", 1)).toThrow('"attribute" expected a name of 1 to');
    expect(() => attributes.set("title", undefined as never)).toThrow(
      'attribute "title" expected a value, or null to take it away, got undefined',
    );
    for (const bad of [undefined, null, 5, [], new Map(), () => 1, Uint8Array.of(1)])
      expect(codeOf(() => attributes.set(bad as never))).toBe("TypeError");
    expect(() => attributes.set({ title: "x" } as never, 1)).toThrow("expected a name and a value");
    expect(codeOf(() => attributes.set("fresh", Symbol("x")))).toBe("TypeError");
    expect(codeOf(() => attributes.set("fresh", "\ud800"))).toBe("TypeError");
    expect(codeOf(() => attributes.get(5 as never))).toBe("TypeError");
    expect(codeOf(() => attributes.has(undefined as never))).toBe("TypeError");
    expect([graph.attributes.get(), graph.attributes.schema]).toEqual(before);
  });

  test("are read once, before anything is written", () => {
    const graph = new Graph();
    let reads = 0;
    graph.attributes.set({
      get title() {
        graph.attributes.set("title", 7);
        reads++;
        return 8;
      },
    });
    expect([reads, graph.attributes.get()]).toEqual([1, { title: 8 }]);
  });

  test("have types in TypeScript, stated or from the schema", () => {
    const stated = new Graph<{ graph: { title: string; edition: number } }>();
    stated.attributes.set({ title: "x" });
    stated.attributes.set("edition", null);
    expectTypeOf(stated.attributes.get("edition")).toEqualTypeOf<number | undefined>();
    expectTypeOf(stated.at).returns.toHaveProperty("attributes");
    // @ts-expect-error the title is text
    expect(() => stated.attributes.set("title", 5)).toThrow(TypeError);
    // @ts-expect-error there is no such attribute
    stated.attributes.set({ other: 5 });
    const declared = new Graph({ schema: { graph: { at: "timestamp", edition: "int32" } } });
    declared.attributes.set({ at: 5, edition: 1 });
    expectTypeOf(declared.attributes.get("at")).toEqualTypeOf<Date | undefined>();
    const any = new Graph();
    expectTypeOf(any.attributes.get("at")).toEqualTypeOf<unknown>();
    expect(codeOf(() => new Graph({ schema: { graph: { a: { b: "utf8" } } } as never }))).toBe("TypeError");
  });
});

describe("a graph without them", () => {
  test("has the root and the commits that it had", () => {
    const plain = new Graph({ clock });
    plain.addNode("A", { n: 1 });
    const { id, root } = plain.commit("one");
    const other = new Graph({ clock });
    other.addNode("A", { n: 1 });
    other.attributes.set("title", "x");
    other.attributes.set("title", null);
    expect(other.commit("one")).toMatchObject({ id, root });
    other.attributes.set("title", "x");
    expect(other.commit("two").root).not.toBe(root);
    other.attributes.set("title", null);
    expect(other.commit("three").root).toBe(root);
  });

  test("has the store and the bundle that it had", () => {
    const path = newPath();
    const graph = Graph.open(path, { clock });
    graph.addNode("A");
    graph.commit("one");
    const formatOf = (bytes: Uint8Array): number =>
      new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
    expect(formatOf(graph.history.bundle())).toBe(1);
    expect(featuresOf(path)).toBe(0);
    graph.attributes.set("title", "x");
    graph.commit("two");
    expect(featuresOf(path)).toBe(8);
    expect(formatOf(graph.history.bundle())).toBe(4);
    graph.close();
  });
});

/** The feature bits in the newest journal of a store. */
function featuresOf(path: string): number {
  const name = readdirSync(path)
    .filter((each) => each.startsWith("journal-"))
    .sort()
    .at(-1) as string;
  const bytes = readFileSync(join(path, name));
  return bytes.readUInt32LE(20);
}

describe("their versions", () => {
  function begin(): Graph {
    const graph = new Graph({ clock });
    graph.attributes.set({ title: "Papers", edition: 1 });
    graph.commit("first");
    return graph;
  }

  test("are committed, checked out, compared and looked at", () => {
    const graph = begin();
    graph.attributes.set({ edition: 2, note: "new" });
    expect(graph.status()).toMatchObject({ clean: false, graph: { added: 1, removed: 0, changed: 1 } });
    const diff = graph.history.diff();
    expect([...diff.graph.changes()]).toEqual([
      { id: 0, attribute: "edition", before: 1, after: 2 },
      { id: 0, attribute: "note", before: undefined, after: "new" },
    ]);
    expect(String(diff).split("\n")).toEqual([
      "nodes +0 -0 ~0, edges +0 -0 ~0, graph ~2",
      "~ graph edition: 1 → 2",
      '~ graph note: (absent) → "new"',
    ]);
    graph.commit("second");
    expect(graph.at("HEAD~1").attributes.get()).toEqual({ title: "Papers", edition: 1 });
    graph.checkout("HEAD~1");
    expect(graph.attributes.get()).toEqual({ title: "Papers", edition: 1 });
    graph.checkout("main");
    expect(graph.attributes.get()).toEqual({ title: "Papers", edition: 2, note: "new" });
    expect("set" in graph.at("main").attributes).toBe(false);
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  });

  test("may change their types when they were taken away in between", () => {
    const graph = begin();
    graph.attributes.set("edition", null);
    graph.commit("none");
    graph.history.apply({
      format: "groggy patch 3",
      directed: true,
      nodes: { added: [], removed: [], labels: { ids: [], before: [], after: [] }, attributes: {} },
      edges: {
        added: [],
        removed: [],
        labels: { ids: [], before: [], after: [] },
        attributes: {},
        ends: { ids: [], sources: [], targets: [] },
      },
      graph: { attributes: { edition: [{ type: "utf8", ids: [0], before: [null], after: ["II"] }] } },
    });
    expect(graph.attributes.get("edition")).toBe("II");
    graph.commit("text");
    expect(graph.at("HEAD~2").attributes.get("edition")).toBe(1);
    graph.checkout("HEAD~2");
    expect(graph.attributes.get("edition")).toBe(1);
  });

  test("are asked for who set them", () => {
    const graph = begin();
    const first = graph.head.commit?.id;
    graph.attributes.set("edition", 2);
    const second = graph.commit("second").id;
    graph.addNode();
    graph.commit("third");
    const { history } = graph;
    expect(history.blame(0, "edition", { kind: "graph" })?.id).toBe(second);
    expect(history.blame(0, "title", { kind: "graph" })?.id).toBe(first);
    expect(history.blame(0, undefined, { kind: "graph" })).toMatchObject({
      presence: undefined,
      attributes: { edition: { id: second }, title: { id: first } },
    });
    expect(history.changesOf(0, { kind: "graph" }).map(({ commit }) => commit?.id)).toEqual([second, first]);
    expect(history.log({ touching: { kind: "graph", id: 0 } }).map(({ id }) => id)).toEqual([second, first]);
    expect(codeOf(() => history.blame(1, "title", { kind: "graph" }))).toBe("TypeError");
    expect(codeOf(() => history.lifetimes(0, { kind: "graph" as never }))).toBe("TypeError");
    history.restore("HEAD~2", { graph: true, attributes: "edition" });
    expect(graph.attributes.get("edition")).toBe(1);
  });

  test("merge, with conflicts and policies by name", () => {
    const graph = begin();
    graph.branch("side");
    graph.attributes.set({ edition: 5, ours: true });
    graph.commit("ours");
    graph.checkout("side");
    graph.attributes.set({ edition: 3, theirs: true });
    graph.commit("theirs");
    graph.checkout("main");
    const merge = graph.merge("side");
    expect(merge.conflicts).toEqual([
      {
        kind: "attribute",
        element: { kind: "graph", id: 0 },
        attribute: "edition",
        base: 1,
        ours: 5,
        theirs: 3,
      },
    ]);
    expect(codeOf(() => merge.commit())).toBe("MERGE_CONFLICT");
    merge.resolve(merge.conflicts[0], { value: 9 });
    merge.commit();
    expect(graph.attributes.get()).toEqual({ edition: 9, ours: true, theirs: true, title: "Papers" });
    graph.history.undo();
    graph.merge("side", { attributes: { edition: "sum" } }).commit();
    expect(graph.attributes.get("edition")).toBe(7);
    graph.history.undo();
    graph
      .merge("side", { elements: ({ element }) => (element.kind === "graph" ? "theirs" : undefined) })
      .commit();
    expect(graph.attributes.get("edition")).toBe(3);
  });

  test("conflict where each side gives another type", () => {
    const graph = new Graph({ clock });
    graph.addNode();
    graph.commit("base");
    graph.branch("side");
    graph.attributes.set("edition", 5);
    graph.commit("ours");
    graph.checkout("side");
    graph.attributes.set("edition", "III");
    graph.commit("theirs");
    graph.checkout("main");
    const merge = graph.merge("side");
    expect(merge.conflicts).toMatchObject([{ kind: "schema", elements: "graph", attribute: "edition" }]);
    merge.resolve(merge.conflicts[0], "theirs");
    merge.commit();
    expect(graph.attributes.get("edition")).toBe("III");
    expect(graph.head.commit?.root).toBe(naiveRoot(graph));
  });

  test("take part in revert, cherry-pick, rebase, stash, carry and patches", () => {
    const graph = begin();
    graph.branch("side");
    graph.attributes.set("edition", 2);
    const second = graph.commit("second");
    graph.history.revert(second.id);
    expect(graph.attributes.get("edition")).toBe(1);
    graph.checkout("side");
    graph.history.cherryPick(second.id);
    expect(graph.attributes.get("edition")).toBe(2);
    graph.attributes.set("note", "stashed");
    graph.history.stash("note");
    expect(graph.history.stashes()[0].graph).toEqual({ added: 1, removed: 0, changed: 0 });
    expect(graph.attributes.has("note")).toBe(false);
    graph.history.stashPop();
    expect(graph.attributes.get("note")).toBe("stashed");
    graph.checkout("main", { carry: true });
    expect(graph.attributes.get()).toEqual({ edition: 1, note: "stashed", title: "Papers" });
    graph.attributes.set("edition", 4);
    expect(() => graph.checkout("side", { carry: true })).toThrow('a change of "edition" of the graph');
    const patch = JSON.parse(JSON.stringify(graph.history.diff()));
    expect(patch.format).toBe("groggy patch 3");
    const other = begin();
    other.history.apply(patch);
    expect(other.attributes.get()).toEqual({ edition: 4, note: "stashed", title: "Papers" });
    expect(codeOf(() => other.history.apply(patch))).toBe("PATCH_CONFLICT");
  });

  test("are part of transactions, of steps and of what is told", () => {
    const graph = begin();
    const told: string[] = [];
    const stop = graph.onChange((diff: Diff) => told.push(String(diff).split("\n").slice(1).join("; ")));
    graph.attributes.set("edition", 2);
    expect(() =>
      graph.transaction(() => {
        graph.attributes.set({ edition: 3, other: 1 });
        graph.transaction(() => graph.attributes.set("title", "x"));
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(graph.attributes.get()).toEqual({ edition: 2, title: "Papers" });
    expect(graph.attributes.schema).toEqual({ title: "utf8", edition: "float64" });
    graph.transaction(
      () => {
        try {
          graph.transaction(() => {
            graph.attributes.set("edition", 9);
            throw new Error("inner");
          });
        } catch {}
        graph.attributes.set("title", "Books");
      },
      { label: "rename" },
    );
    stop();
    expect(told).toEqual(["~ graph edition: 1 → 2", '~ graph title: "Papers" → "Books"']);
    graph.history.back();
    expect(graph.attributes.get()).toEqual({ edition: 2, title: "Papers" });
    graph.history.forward();
    expect(graph.attributes.get("title")).toBe("Books");
  });

  test("are each head's own", () => {
    const graph = begin();
    const bob = graph.worktree("bob", { create: true });
    bob.attributes.set("title", "Bob's");
    graph.attributes.set("edition", 7);
    expect([graph.attributes.get("title"), bob.attributes.get("edition")]).toEqual(["Papers", 1]);
    bob.commit("bob");
    graph.commit("main");
    graph.merge("bob").commit();
    expect(graph.attributes.get()).toEqual({ edition: 7, title: "Bob's" });
    graph.history.gc();
    expect(bob.attributes.get()).toEqual({ edition: 1, title: "Bob's" });
    bob.close();
  });
});

describe("elsewhere", () => {
  function filled(path: string, options: object = {}): Graph {
    const graph = Graph.open(path, { clock, ...options });
    graph.attributes.set(VALUES);
    graph.commit("values");
    graph.attributes.set({ text: "second", bool: null });
    graph.commit("second");
    return graph;
  }

  test("a store has them, through checkpoints, drafts, stashes and operations", () => {
    const path = newPath();
    const graph = filled(path, { autosave: true });
    graph.attributes.set("draft", 1);
    graph.history.stash("a stash");
    graph.attributes.set("draft", 2);
    graph.close();
    for (let round = 0; round < 2; round++) {
      const again = Graph.open(path, { clock, autosave: true });
      expect(again.attributes.get()).toEqual({ ...again.at("main").attributes.get(), draft: 2 });
      expect(again.at("HEAD~1").attributes.get()).toEqual(VALUES);
      expect(again.attributes.get("text")).toBe("second");
      expect(again.history.stashes()).toHaveLength(1);
      if (round === 0) again.history.gc();
      expect(again.history.verify({ level: "deep" }).ok).toBe(true);
      again.close();
    }
    const last = Graph.open(path, { clock, autosave: true });
    last.attributes.set("draft", null);
    last.history.stashPop();
    expect(last.attributes.get("draft")).toBe(1);
    last.attributes.set("draft", null);
    // the commit is undone, what it had is uncommitted again
    last.history.undo();
    expect(last.at("HEAD").attributes.get()).toEqual(VALUES);
    expect(last.status().graph).toEqual({ added: 0, removed: 1, changed: 1 });
    last.checkout("HEAD", { discard: true });
    expect(last.attributes.get()).toEqual(VALUES);
    last.close();
  });

  test("a reader sees them when the writer commits", () => {
    const path = newPath();
    const writer = filled(path);
    const reader = Graph.open(path, { readOnly: true });
    expect(reader.attributes.get("text")).toBe("second");
    expect(codeOf(() => reader.attributes.set("text", "x"))).toBe("STORE_READ_ONLY");
    writer.attributes.set("text", "third");
    writer.commit("third");
    reader.refresh();
    expect(reader.attributes.get("text")).toBe("third");
    reader.close();
    writer.close();
    expect(codeOf(() => writer.attributes.set("text", "x"))).toBe("STORE_CLOSED");
  });

  test("bundles, clones, fetches and backups bring them", () => {
    const graph = filled(newPath());
    const { root } = graph.head.commit as { root: string };
    const fromBundle = Graph.fromBundle(graph.history.bundle());
    expect(fromBundle.head.commit?.root).toBe(root);
    expect(fromBundle.attributes.get()).toEqual(graph.attributes.get());
    const clone = Graph.clone(graph);
    expect(clone.attributes.get()).toEqual(graph.attributes.get());
    clone.attributes.set("text", "cloned");
    clone.commit("cloned");
    graph.history.pull(clone);
    expect(graph.attributes.get("text")).toBe("cloned");
    const copy = newPath();
    graph.backup(copy);
    const restored = Graph.open(copy);
    expect(restored.attributes.get()).toEqual(graph.attributes.get());
    restored.close();
    graph.close();
    const into = newPath();
    expect(Graph.salvage(copy, into)).toMatchObject({ cellsLost: 0 });
    const salvaged = Graph.open(into);
    expect(salvaged.attributes.get("text")).toBe("cloned");
    salvaged.close();
  });

  test("declared types are kept by stores and clones", () => {
    const path = newPath();
    const store = Graph.open(path, { schema: { graph: { edition: "int32" } } });
    store.close();
    const again = Graph.open(path);
    expect(again.attributes.schema).toEqual({ edition: "int32" });
    expect(Graph.clone(again).attributes.schema).toEqual({ edition: "int32" });
    again.close();
    expect(codeOf(() => Graph.open(path, { schema: { graph: { edition: "utf8" } } }))).toBe("TypeError");
  });

  test("formats that hold them write and read them, all of a file or nothing", async () => {
    const graph = new Graph();
    graph.addEdge(graph.addNode("A"), graph.addNode("B"), "T");
    graph.attributes.set({
      title: "Papers",
      edition: 3,
      long: 5n,
      bytes: Uint8Array.of(1),
      at: new Date(0),
      z: -0,
    });
    const parts: Uint8Array[] = [];
    await exportGraph(graph, new WritableStream({ write: (part: Uint8Array) => void parts.push(part) }), {
      format: "jsonl",
    });
    const blob = new Blob(parts as BlobPart[]);
    const read = await readGraph(blob, { format: "jsonl" });
    expect(read.graph.attributes.get()).toEqual({
      ...{ title: "Papers", edition: 3, long: 5, bytes: "AQ==", at: "1970-01-01T00:00:00.000Z", z: -0 },
    });
    const other = new Graph();
    other.attributes.set("title", 5);
    await expect(importGraph(other, blob, { format: "jsonl" })).rejects.toThrow(
      'attribute "title" expected float64',
    );
    expect([other.nodeCount, other.edgeCount, other.attributes.get()]).toEqual([0, 0, { title: 5 }]);
  });

  test("parts and other views of a graph have those of the whole", () => {
    const graph = new Graph();
    const node = graph.addNode("A");
    graph.attributes.set("title", "x");
    const part = graph.subgraph(graph.nodes.select([node]));
    graph.attributes.set("title", "y");
    expect(part.attributes.get("title")).toBe("x");
  });
});
