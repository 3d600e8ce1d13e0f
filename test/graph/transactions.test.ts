/** Transactions: what a failed one leaves is what was there before, down to roots, ids, indices and bytes to come. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { dumpGraph, smallGraph } from "./fixture.js";

const coded = (code: string): object => expect.objectContaining({ code });

class Refused extends Error {}

/** Runs a function in a transaction that fails. */
function fail(graph: Graph, write: (graph: Graph) => void): void {
  const refused = new Refused();
  const run = () =>
    graph.transaction((given) => {
      write(given);
      throw refused;
    });
  expect(run).toThrow(refused);
}

/** The graph, and what becomes of it next, are what they are without the transaction. */
function leavesNoTrace(make: () => Graph, write: (graph: Graph) => void): void {
  const [graph, twin] = [make(), make()];
  fail(graph, write);
  expect(dumpGraph(graph)).toBe(dumpGraph(twin));
  expect(graph.history.diff().toPatch()).toEqual(twin.history.diff().toPatch());
  const goOn = (each: Graph) => {
    const id = each.addNode("New", { fresh: "x" });
    const edge = each.addEdge(id, id, "SELF");
    expect(each.nodes.get(id)).toEqual({ fresh: "x" });
    expect(each.edges.get(edge)).toEqual({});
    expect([...each.neighbors(id)]).toEqual([id]);
    expect(each.degree(id, "both")).toBe(2);
    const { root } = each.commit("after", { allowEmpty: true });
    expect(each.history.verify({ level: "deep" }).ok).toBe(true);
    return [id, edge, root, dumpGraph(each)];
  };
  expect(goOn(graph)).toEqual(goOn(twin));
}

const WRITES: Readonly<Record<string, (graph: Graph) => void>> = {
  nothing: () => {},
  addNode: (graph) => graph.addNode("A", { age: 7, newest: 1 }),
  addEdge: (graph) => graph.addEdge(0, 2, "T", { weight: 3, other: "o" }),
  addNodes: (graph) => graph.addNodes(5000, { attributes: { age: new Float64Array(5000) } }),
  addEdges: (graph) => graph.addEdges(new Array(2000).fill(0), new Array(2000).fill(3)),
  removeNode: (graph) => graph.removeNode(3),
  removeEdge: (graph) => graph.removeEdge(0),
  "a node that came and went": (graph) => graph.removeNode(graph.addNode("A", { age: 1 })),
  set: (graph) => graph.nodes.set(0, { age: 11, name: null, more: [1, 2] }),
  "set of what was removed": (graph) => {
    graph.nodes.set(3, { age: 12 });
    graph.removeNode(3);
    graph.status();
  },
  "an attribute of another type": (graph) => {
    graph.nodes.set(0, { later: 1 });
    graph.nodes.set(0, { later: null });
    graph.status();
    graph.nodes.set(0, { later: "text" });
  },
  "a column": (graph) => graph.nodes.setColumn("age", [0, 2, 3], Float64Array.of(5, 6, 7)),
  labels: (graph) => {
    graph.nodes.addLabel(0, "C", "B");
    graph.nodes.setLabels(2, []);
  },
  "a patch": (graph) => {
    const side = graph.history.branches().some(({ name }) => name === "side") ? "side" : "origin/side";
    graph.history.apply(graph.history.diff("HEAD", side));
  },
  "a patch that changes a type": (graph) => {
    const ids = [...graph.nodes].filter((id) => typeof graph.nodes.get(id, "age") === "number");
    const before = ids.map((id) => graph.nodes.get(id, "age") as number);
    const none = ids.map(() => null);
    const patch = graph.history.diff("HEAD", "HEAD").toPatch();
    const age = [
      { type: "float64", ids, before, after: none },
      { type: "utf8", ids, before: none, after: ids.map((id) => `age ${id}`) },
    ] as const;
    graph.history.apply({ ...patch, nodes: { ...patch.nodes, attributes: { age } } });
    graph.nodes.set(0, { age: "text" });
  },
  "an index": (graph) => {
    graph.nodes.createIndex("age");
    expect(graph.nodes.where("age = 4").count).toBe(1);
    graph.nodes.createIndex("age", { kind: "sorted" });
  },
};

describe("a transaction that fails leaves no trace", () => {
  test.each(Object.entries(WRITES))("of %s", (_name, write) => {
    leavesNoTrace(smallGraph, write);
    const clean = () => {
      const graph = smallGraph();
      graph.commit("third");
      return graph;
    };
    leavesNoTrace(clean, write);
    const indexed = () => {
      const graph = smallGraph();
      for (const kind of ["hash", "sorted", "bitmap"] as const) graph.nodes.createIndex("name", { kind });
      graph.addNode("Uncommitted", { age: 99, name: "u" });
      graph.addEdge(0, 0, "LOOP");
      graph.incidentEdges(0);
      return graph;
    };
    leavesNoTrace(indexed, write);
    leavesNoTrace(() => Graph.clone(clean(), { origin: 7, clock: () => 0 }) as Graph, write);
  });

  test("of any of them after any other, in transactions of their own or not", () => {
    const writes = fc.constantFrom(...Object.values(WRITES));
    const isTried = (graph: Graph, write: (graph: Graph) => void): void => {
      try {
        graph.transaction(write);
      } catch {
        // refused after those before it: gone as well
      }
    };
    const property = fc.property(
      fc.array(writes, { maxLength: 3 }),
      fc.array(writes, { maxLength: 4 }),
      (before, within) => {
        const make = (): Graph => {
          const graph = smallGraph();
          for (const write of before) isTried(graph, write);
          return graph;
        };
        leavesNoTrace(make, (graph) => {
          for (const write of within) isTried(graph, write);
        });
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  test("across pages of rows, chunks of bits and packed lists of edges", () => {
    const make = (): Graph => {
      const graph = new Graph({ clock: () => 0 });
      const count = 70_000;
      const numbers = Float64Array.from({ length: count }, (_, i) => i);
      graph.addNodes(count, { labels: "N", attributes: { n: numbers } });
      const ends = Uint32Array.from({ length: 5000 }, (_, i) => (i * 7) % 50);
      graph.addEdges(ends, ends.toReversed());
      graph.commit("many");
      graph.nodes.set(4096, { n: -1 });
      return graph;
    };
    const count = 3000;
    leavesNoTrace(make, (graph) => {
      graph.addNodes(count, { attributes: { n: new Float64Array(count), m: new Int32Array(count) } });
      const ids = Uint32Array.from({ length: count }, (_, i) => i + 3000);
      graph.nodes.setColumn("n", ids, new Float64Array(count));
      graph.nodes.setColumn("n", ids.toReversed(), new Float64Array(count));
      graph.nodes.setColumn("n", ids.subarray(0, 9), new Float64Array(9));
      expect(graph.incidentEdges(3).length).toBe(100);
      graph.addEdges(new Uint32Array(4000), new Uint32Array(4000).fill(69_999));
      for (let i = 0; i < 4; i++) expect(graph.degree(0)).toBe(4100);
      graph.removeNodes([0, 4095, 4096, 65_535, 65_536, 70_001]);
      expect(graph.nodes.where("n < 0").count).toBe(0);
    });
  });

  test("of what had been frozen for algorithms", () => {
    const graph = smallGraph();
    const before = graph.csr();
    fail(graph, () => {});
    expect(graph.csr()).toBe(before);
    fail(graph, () => {
      graph.addEdge(0, 3);
      expect(graph.csr().edgeCount).toBe(before.edgeCount + 1);
    });
    expect(graph.csr().edgeCount).toBe(before.edgeCount);
  });
});

test("a transaction returns what its function returns, and keeps what it wrote", () => {
  const graph = new Graph();
  const given = {};
  expect(graph.transaction(() => given)).toBe(given);
  expect(graph.transaction((same) => same === graph)).toBe(true);
  const id: number = graph.transaction(() => graph.addNode({ n: 1 }));
  expect(graph.transaction(() => undefined)).toBeUndefined();
  expect(graph.nodes.get(id)).toEqual({ n: 1 });
  graph.commit("kept");
  expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
});

test("ids of a failed transaction are given again, in a clone with its sequence numbers", () => {
  const origin = smallGraph();
  for (const graph of [origin, Graph.clone(origin)]) {
    const id = graph.addNode();
    const before = graph.nodes.identity(id);
    fail(graph as Graph, (given) => given.addNodes(10));
    expect(graph.addNode()).toBe(id + 1);
    graph.removeNode(id);
    fail(graph as Graph, (given) => given.addNode());
    expect(graph.nodes.identity(graph.addNode()).sequence).toBe(before.sequence + 2);
  }
});

test("an inner transaction that fails takes back its own part alone", () => {
  const graph = new Graph({ key: "k" });
  const kept = graph.transaction(() => {
    const a = graph.addNode({ k: "a" });
    fail(graph, () => {
      graph.nodes.set(a, { k: "b", extra: 1 });
      graph.transaction(() => graph.addNode({ k: "c" }));
      expect(graph.node("c")).toBe(1);
    });
    expect(graph.node("a")).toBe(a);
    expect(graph.node("b")).toBeUndefined();
    expect(graph.node("c")).toBeUndefined();
    graph.transaction(() => graph.nodes.set(a, { extra: "text" }));
    return a;
  });
  expect(graph.nodes.get(kept)).toEqual({ k: "a", extra: "text" });
  expect(graph.addNode({ k: "c" })).toBe(1);
  fail(graph, () => {
    graph.transaction(() => graph.nodes.set(kept, { extra: "inner" }));
    graph.transaction(() => graph.addNode({ k: "d" }));
  });
  expect(graph.nodes.get(kept)).toEqual({ k: "a", extra: "text" });
  expect(graph.node("d")).toBeUndefined();
  expect(graph.mergeNode("d", { extra: "again" })).toBe(2);
});

test("what a function throws comes out as it is, whatever it is", () => {
  const graph = new Graph();
  for (const thrown of [undefined, null, 0, "text", Object.freeze(new Error("frozen"))]) {
    let caught: unknown = "nothing";
    try {
      graph.transaction(() => {
        graph.addNode();
        throw thrown;
      });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
    expect(graph.nodeCount).toBe(0);
  }
});

test("asynchronous functions are refused, and what they wrote is taken back", async () => {
  const graph = new Graph();
  const untyped = graph as unknown as { transaction(fn: unknown): unknown };
  const refused = /"fn" expected a function that is done when it returns, got one/;
  const kinds = [async () => graph.addNode(), function* () {}, async function* () {}];
  for (const fn of kinds) expect(() => untyped.transaction(fn)).toThrow(refused);
  const thenable = (then: unknown) => Object.defineProperty({}, [..."then"].join(""), { value: then });
  const returned = [Promise.reject(new Error("nobody looks")), thenable(() => {})];
  for (const result of returned) {
    const run = () =>
      untyped.transaction(() => {
        graph.addNode();
        return result;
      });
    expect(run).toThrow(refused);
    expect(graph.nodeCount).toBe(0);
  }
  const hostile = Object.defineProperty({}, [..."then"].join(""), {
    get() {
      graph.addNode();
      throw new Refused();
    },
  });
  expect(() => untyped.transaction(() => hostile)).toThrow(Refused);
  expect(graph.nodeCount).toBe(0);
  const harmless = thenable(1);
  expect(untyped.transaction(() => harmless)).toBe(harmless);
  for (const fn of [undefined, null, 1, {}, "graph.addNode()"])
    expect(() => untyped.transaction(fn)).toThrow(TypeError);
  // a rejection that nobody handled would end the process here
  await new Promise((resolve) => setTimeout(resolve, 5));
});

const VERBS: Readonly<Record<string, (graph: Graph) => unknown>> = {
  commit: (graph) => graph.commit("no"),
  branch: (graph) => graph.branch("no"),
  checkout: (graph) => graph.checkout("side", { carry: true }),
  merge: (graph) => graph.merge("side", { carry: true }),
  tag: (graph) => graph.history.tag("no"),
  stash: (graph) => graph.history.stash(),
  undo: (graph) => graph.history.undo({ discard: true }),
  redo: (graph) => graph.history.redo({ discard: true }),
  reset: (graph) => graph.history.reset("HEAD", { discard: true }),
  revert: (graph) => graph.history.revert("HEAD", { carry: true }),
  rebase: (graph) => graph.history.rebase("side", { carry: true }),
  gc: (graph) => graph.history.gc(),
  pull: (graph) => graph.history.pull(smallGraph()),
  "push from another": (graph) => Graph.clone(graph).history.push(graph),
  flush: (graph) => graph.flush(),
  refresh: (graph) => graph.refresh(),
  close: (graph) => graph.close(),
};

test.each(Object.entries(VERBS))("%s is refused in a transaction", (_name, verb) => {
  const graph = smallGraph();
  const before = dumpGraph(graph);
  graph.transaction(() => {
    expect(() => verb(graph)).toThrow(coded("VERB_UNDERWAY"));
    graph.transaction(() => expect(() => verb(graph)).toThrow(coded("VERB_UNDERWAY")));
  });
  expect(() => graph.transaction(() => verb(graph))).toThrow(coded("VERB_UNDERWAY"));
  expect(dumpGraph(graph)).toBe(before);
  graph.commit("it goes on");
});

test("a hook before a commit may write in transactions; callbacks that may not write may not do so in one", () => {
  const graph = smallGraph();
  graph.history.onBeforeCommit(() => {
    fail(graph, () => graph.addNode("Gone"));
    graph.transaction(() => graph.addNode("Stamp"));
  });
  graph.commit("with a stamp");
  expect(graph.nodes.withLabel("Stamp").count).toBe(1);
  expect(graph.nodes.withLabel("Gone").count).toBe(0);
  expect(graph.status().clean).toBe(true);
  graph.history.bisect(
    "HEAD~1",
    "HEAD",
    () => {
      expect(() => graph.transaction(() => graph.addNode())).toThrow(coded("VERB_UNDERWAY"));
      return graph.transaction(() => true) && "skip";
    },
    {},
  );
});

test("getters of what is written may throw, and may run transactions", () => {
  const graph = smallGraph();
  const before = dumpGraph(graph);
  const attributes = {
    age: 1,
    get name(): string {
      graph.transaction(() => graph.nodes.set(0, { age: 50 }));
      throw new Refused();
    },
  };
  expect(() => graph.transaction(() => graph.addNode("A", attributes))).toThrow(Refused);
  expect(dumpGraph(graph)).toBe(before);
});

test("what a store keeps is what is left: after a failed transaction, and after a crash in one that was kept", () => {
  const folder = mkdtempSync(join(tmpdir(), "groggy-transactions-"));
  try {
    const path = join(folder, "store");
    const store = Graph.open(path, { autosave: true });
    store.addNode("A", { n: 1 });
    store.commit("one");
    store.addNode("A", { n: 2 });
    fail(store as Graph, () => {
      store.addNodes(3000, { attributes: { n: new Float64Array(3000), gone: new Float64Array(3000) } });
      store.nodes.createIndex("n");
      store.nodes.set(0, { n: 5 });
    });
    store.transaction(() => {
      store.addNode("A", { n: 3 });
      store.nodes.createIndex("n", { kind: "sorted" });
      expect(() => store.flush()).toThrow(coded("VERB_UNDERWAY"));
    });
    store.flush();
    const again = Graph.open(path, { readOnly: true });
    expect(again.nodes.column("n").toArray()).toEqual([1, 2, 3]);
    expect(again.nodes.indexList).toEqual([{ name: "n", kind: "sorted" }]);
    again.close();
    store.commit("two");
    store.close();
    const last = Graph.open(path);
    expect(last.history.verify({ level: "deep" }).ok).toBe(true);
    expect(last.addNode()).toBe(3);
    last.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a failed transaction costs what it wrote, and leaves nothing behind that grows", () => {
  const graph = smallGraph();
  graph.nodes.set(0, { age: 20 });
  const patch = graph.history.diff().toPatch();
  for (let i = 0; i < 2000; i++) fail(graph, () => graph.nodes.set(2, { age: i, [`attribute ${i % 3}`]: i }));
  expect(graph.history.diff().toPatch()).toEqual(patch);
  expect(graph.status()).toMatchObject({ nodes: { added: 0, removed: 0, changed: 2 } });
  graph.history.gc();
  expect(graph.history.diff().toPatch()).toEqual(patch);
});

test("transactions within each other until the stack ends are taken back to the last", () => {
  const graph = smallGraph();
  const twin = smallGraph();
  const descend = (): void => {
    graph.transaction(() => {
      graph.nodes.set(0, { age: graph.addNode("Deep", { deep: 1 }) });
      descend();
    });
  };
  for (let i = 0; i < 5; i++) expect(descend).toThrow(RangeError);
  expect(dumpGraph(graph)).toBe(dumpGraph(twin));
  expect(graph.addNode()).toBe(twin.addNode());
  graph.transaction(() => graph.addNode("After"));
  expect(graph.commit("after").root).not.toBe(twin.commit("after").root);
  expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
});
