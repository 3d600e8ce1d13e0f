// Bundles: the same history again, and nothing else; what is damaged or lies is refused and changes nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph, type GraphSchema, GroggyError } from "../../../src/index.js";
import type { ElementState } from "../../../src/space/states/element-state.js";
import type { TrackedElements } from "../../../src/space/states/tracked-elements.js";
import { runs } from "../../model/arbitrary.js";
import { dump } from "../../model/state.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { readState } from "../merge/states.js";
import { seal, takeApart } from "./forge.js";

const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  flag: [true, false, null],
  float: [-0, Number.NaN, Number.NEGATIVE_INFINITY],
  text: ["", "😀", "a"],
  long: [2n ** 63n - 1n, -(2n ** 63n), null],
  moment: [new Date(0), new Date(-8.64e15), new Date(8.64e15)],
  bytes: [Uint8Array.of(), Uint8Array.of(0, 255), null],
  numbers: [[1, -0, Number.NaN], [2], [3]],
  words: [["a", ""], ["😀"], ["b"]],
  vector: [Float32Array.of(1, -0), Float32Array.of(Number.NaN, 2), null],
  json: [{ b: [1, { d: -0 }], a: "x" }, {}, []],
  ["__proto__"]: ["p", null, "q"],
};

/** A graph with every type of value, two branches, a merge, elements that come back, and tags. */
function history(): Graph {
  let time = 0;
  const schema: GraphSchema = { nodes: { int: "int32", single: "float32" } };
  const graph: Graph = new Graph({ clock: () => ++time, schema });
  for (let i = 0; i < 3; i++) {
    const values = Object.entries(VALUES).map(([name, list]) => [name, list[i]]);
    graph.addNode(i === 0 ? ["B", "A"] : i === 1 ? "A" : [], {
      ...Object.fromEntries(values),
      int: -i,
      single: 0.1,
    });
  }
  graph.addEdge(0, 1, "T", { weight: 1 });
  graph.addEdge(1, 1, null, { weight: -0, note: "loop" });
  graph.addEdge(2, 0);
  graph.commit("one", { author: "ada", meta: { b: 1, a: ["ä"] } });
  graph.history.tag("v1", { message: "the first", author: "ada" });
  graph.branch("side");
  graph.removeNode(1);
  graph.nodes.set(0, { text: "b", float: null });
  graph.commit("two");
  graph.checkout("side");
  graph.nodes.set(2, { late: "x" });
  graph.addEdge(2, 2, "U");
  graph.commit("three");
  graph.checkout("main");
  graph.merge("side").commit("four");
  graph.history.revert("main~1", { policy: "ours" });
  graph.history.tag("v2");
  return graph;
}

/** Everything about a graph that a refused bundle must leave as it was. */
function standing(graph: Graph): unknown {
  const { history: verbs } = graph;
  return {
    state: dump(readState(graph)),
    names: [verbs.branches(), verbs.tags(), verbs.remoteBranches(), graph.head, graph.status()],
    commits: verbs.commitCount,
    operations: verbs.operations().length,
    counts: [graph.nodes, graph.edges].map(({ state }) => {
      const { count, identities } = (state as ElementState).pool;
      return [count, identities.next, identities.count, [...identities.runs()]];
    }),
  };
}

/** The code of what an action throws; undefined if it throws nothing. Fails for anything but a typed error. */
function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof GroggyError) return error.code;
    throw error;
  }
}

describe("a bundle", () => {
  it("gives the same history again: commits, states, branches, tags with what they say, and where the graph stood", () => {
    const graph = history();
    const copy = Graph.fromBundle(graph.history.bundle());
    expect(copy.history.log({ from: "main" })).toEqual(graph.history.log({ from: "main" }));
    expect(copy.history.branches()).toEqual(graph.history.branches());
    expect(copy.history.tags()).toEqual(graph.history.tags());
    expect(copy.head).toEqual(graph.head);
    for (const commit of graph.history.log({ from: "main" })) {
      const differences = [copy.at(commit), graph.at(commit)].map((view) => dump(readState(view)));
      expect(differences[0]).toBe(differences[1]);
    }
    expect(copy.history.verify({ level: "deep" })).toMatchObject({ ok: true, commits: 5 });
    expect(() => copy.history.undo()).toThrow(expect.objectContaining({ code: "NOTHING_TO_UNDO" }));
  });

  it("gives elements that come back nothing of what they once had", () => {
    const graph = new Graph();
    graph.addNode("A", { x: 1 });
    graph.addNode();
    graph.addEdge(0, 1, "T", { w: 1 });
    graph.commit("little");
    const little = dump(readState(graph));
    graph.nodes.set(0, { y: 2 });
    graph.nodes.addLabel(0, "B");
    graph.edges.set(0, { v: 2 });
    graph.commit("more");
    graph.removeNode(0);
    graph.commit("gone");
    graph.history.apply(graph.history.diff("main", "main~2"));
    expect(dump(readState(graph))).toBe(little);
    graph.commit("little again");
    expect(graph.history.resolve("main").root).toBe(graph.history.resolve("main~3").root);
    for (const copy of [Graph.fromBundle(graph.history.bundle()), Graph.clone(graph)]) {
      expect(copy.head).toEqual(graph.head);
      expect(dump(readState(copy))).toBe(little);
    }
  });

  it("carries an attribute that changes its type, though elements that are gone had values", () => {
    const graph = new Graph();
    graph.addNodes(3);
    graph.commit("base");
    graph.branch("side");
    graph.nodes.setColumn("a", [0, 1, 2], [1, 2, 3]);
    graph.commit("numbers");
    graph.removeNode(1);
    graph.commit("one is gone");
    graph.checkout("side");
    graph.nodes.set(0, { a: "text" });
    graph.commit("text");
    graph.checkout("main");
    const merge = graph.merge("side");
    merge.resolveAll("theirs");
    merge.commit();
    expect(graph.nodes.schema).toEqual({ a: "utf8" });
    const copy = Graph.fromBundle(graph.history.bundle());
    expect(dump(readState(copy))).toBe(dump(readState(graph)));
    for (const commit of graph.history.log({ from: "main" })) {
      expect(naiveRoot(copy.at(commit))).toBe(commit.root);
    }
  });

  it("is the same bytes for the same history, wherever it is written", () => {
    const graph = history();
    const bytes = graph.history.bundle();
    expect(graph.history.bundle()).toEqual(bytes);
    expect(Graph.fromBundle(bytes).history.bundle()).toEqual(bytes);
  });

  it("of a graph without commits is one without commits", () => {
    const copy = Graph.fromBundle(new Graph({ directed: false }).history.bundle());
    expect([copy.directed, copy.head, copy.history.commitCount]).toEqual([
      false,
      { branch: "main", commit: null },
      0,
    ]);
  });

  it("of a detached graph stands detached, though no name leads there", () => {
    const graph = history();
    graph.checkout("main~1");
    graph.addNode();
    const commit = graph.commit("aside");
    const copy = Graph.fromBundle(graph.history.bundle());
    expect(copy.head).toEqual({ branch: null, commit });
  });

  it("of a range has what is in it, and is refused with what is missing where that is not known", () => {
    const graph = history();
    const since = graph.history.bundle({ since: "v1" });
    const range = graph.history.bundle({ range: "v1..main" });
    const v1 = graph.history.resolve("v1").id;
    const small = new Graph();
    for (const bytes of [since, range]) {
      expect(() => small.history.fetch(bytes)).toThrow(
        expect.objectContaining({ code: "INVALID_BUNDLE", data: { missing: [v1] } }),
      );
      expect(() => Graph.fromBundle(bytes)).toThrow(expect.objectContaining({ code: "INVALID_BUNDLE" }));
    }
    expect(codeOf(() => Graph.fromBundle(graph.history.bundle({ range: "main..v1" })))).toBe(
      "INVALID_BUNDLE",
    );
    const nameless = new Graph();
    nameless.history.fetch(graph, { branches: [] });
    expect([nameless.history.commitCount, nameless.history.remoteBranches()]).toEqual([5, []]);
    const partial = new Graph();
    graph.checkout("v1");
    graph.branch("old");
    graph.checkout("main");
    partial.history.fetch(graph, { branches: ["old"], tags: false });
    expect(partial.history.commitCount).toBe(1);
    expect(partial.history.fetch(range).commits).toBe(4);
    expect(partial.at("origin/main").nodeCount).toBe(graph.nodeCount);
    expect(() => graph.history.bundle({ range: "v1..main", since: "v1" })).toThrow(TypeError);
    expect(() => graph.history.bundle({ range: "v1...main" })).toThrow(TypeError);
    expect(() => graph.history.bundle({ since: "nowhere" })).toThrow(
      expect.objectContaining({ code: "REVISION_NOT_FOUND" }),
    );
  });

  it.each([0, 1, 255, 256, 257, 1023, 1024, 1025, 65535, 65536, 65537])(
    "carries %i nodes and edges",
    (count) => {
      const graph = new Graph();
      const ids = graph.addNodes(count, {
        labels: "A",
        attributes: {
          n: Int32Array.from({ length: count }, (_, i) => i * 5),
          text: Array.from({ length: count }, (_, i) => (i % 3 === 0 ? null : `t${i % 300}`)),
        },
      });
      graph.addEdges(ids, ids.slice().reverse(), {
        type: Array.from({ length: count }, (_, i) => `T${i % 2}`),
        attributes: { w: new Float64Array(count).fill(1) },
      });
      graph.commit("all", { allowEmpty: true });
      const copy = Graph.fromBundle(graph.history.bundle());
      expect(copy.head).toEqual(graph.head);
      expect(Graph.inspectBundle(graph.history.bundle()).commits).toEqual(graph.history.log());
      expect(copy.history.verify({ level: "deep" }).ok).toBe(true);
      expect([copy.nodeCount, copy.edgeCount]).toEqual([count, count]);
    },
  );
});

describe("the summary of a bundle", () => {
  const idOf = (graph: Graph, revision: string): string => graph.history.resolve(revision).id;

  it("has all commits, each after its parents, and the names of the graph", () => {
    for (const graph of [history(), new Graph({ directed: false })]) {
      const bytes = graph.history.bundle();
      const { commits, ...summary } = Graph.inspectBundle(bytes);
      const byId = (all: readonly { readonly id: string }[]) =>
        all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      // the side was merged
      expect(byId(commits)).toEqual(byId(graph.history.log()));
      commits.forEach(({ parents }, i) => {
        for (const parent of parents) expect(commits.findIndex(({ id }) => id === parent)).toBeLessThan(i);
      });
      const named = ({ commit, ...rest }: { readonly commit: { readonly id: string } }) => ({
        ...rest,
        commit: commit.id,
      });
      expect(summary).toEqual({
        sizeBytes: bytes.length,
        format: summary.format,
        directed: graph.directed,
        required: [],
        head: { branch: "main", commit: graph.head.commit?.id ?? null },
        branches: graph.history.branches().map(named),
        tags: graph.history.tags().map(named),
      });
    }
  });

  it("says what the receiver has to know, where the bundle is a part", () => {
    const graph = history();
    const { required, commits, branches } = Graph.inspectBundle(graph.history.bundle({ range: "v1..main" }));
    expect(required).toEqual([idOf(graph, "v1")]);
    expect(commits.map(({ id }) => id).toSorted()).toEqual(
      graph.history
        .log({ range: "v1..main" })
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(branches).toContainEqual({ name: "main", commit: idOf(graph, "main") });
  });

  it("is of bytes or of a path, and of nothing else", () => {
    for (const source of [undefined, null, 7, {}, new Graph()]) {
      expect(() => Graph.inspectBundle(source as never)).toThrow(
        /"source" expected the bytes of a bundle or its path, got/,
      );
    }
    expect(codeOf(() => Graph.inspectBundle("nowhere.bundle"))).toBe("STORE_IO");
    expect(codeOf(() => Graph.inspectBundle(new Uint8Array()))).toBe("INVALID_BUNDLE");
  });
});

describe("a bundle that is damaged", () => {
  it("is refused whichever bit it is", () => {
    const graph = new Graph({ clock: () => 1 });
    graph.addNode("A", { x: 1 });
    graph.commit("one");
    const bytes = graph.history.bundle();
    const receiver = new Graph();
    const before = standing(receiver);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >>> 3] ^= 1 << (bit & 7);
      const code = codeOf(() => receiver.history.fetch(damaged));
      expect(codeOf(() => Graph.inspectBundle(damaged))).toBe(code);
      if (code !== "INVALID_BUNDLE" && code !== "NEWER_FORMAT") throw new Error(`bit ${bit}: ${code}`);
    }
    expect(standing(receiver)).toEqual(before);
    expect(receiver.history.fetch(bytes).commits).toBe(1);
  });

  it("is refused wherever it is cut off, or goes on", () => {
    const bytes = history().history.bundle();
    for (let size = 0; size < bytes.length; size += size < 200 ? 1 : 97) {
      expect(codeOf(() => Graph.fromBundle(bytes.subarray(0, size)))).toBe("INVALID_BUNDLE");
    }
    expect(codeOf(() => Graph.fromBundle(Uint8Array.of(...bytes, 0)))).toBe("INVALID_BUNDLE");
  });

  it("is refused if it is of a newer format, or has flags that are not known", () => {
    const sections = takeApart(new Graph().history.bundle());
    expect(codeOf(() => Graph.fromBundle(seal(sections)))).toBe(undefined);
    expect(codeOf(() => Graph.fromBundle(seal(sections, { format: 2 })))).toBe("NEWER_FORMAT");
    expect(codeOf(() => Graph.fromBundle(seal(sections, { format: 0 })))).toBe("INVALID_BUNDLE");
    expect(codeOf(() => Graph.fromBundle(seal(sections, { flags: 2 })))).toBe("INVALID_BUNDLE");
  });
});

describe("a bundle that lies", () => {
  /** A graph that knows the first commit, has elements of its own, uncommitted ones among them. */
  function receiver(from: Graph): Graph {
    const graph = Graph.clone(from, { origin: 9, clock: () => 5 });
    graph.addNode("Own", { text: "own" });
    graph.commit("own");
    graph.addEdge(0, graph.addNode({ text: "uncommitted" }), "Own");
    graph.nodes.set(0, { text: "changed" });
    return graph;
  }

  /** Graphs that fetch forged bundles: after what was refused all is as it was, what was taken is the right data. */
  class Victim {
    readonly #honest = history();
    readonly #base = new Graph({ clock: () => 1 });
    #graph: Graph;
    #before: unknown;
    taken = 0;

    constructor() {
      this.#base.addNode({ text: "elsewhere" });
      this.#base.commit("elsewhere");
      this.#graph = receiver(this.#base);
      this.#before = standing(this.#graph);
    }

    /** The code with which a bundle is refused. */
    fetch(bytes: Uint8Array): string | undefined {
      const code = codeOf(() => this.#graph.history.fetch(bytes));
      if (code !== undefined) return code;
      const { history: verbs } = this.#graph;
      expect(verbs.verify({ level: "deep" }).findings).toEqual([]);
      expect(verbs.commitCount).toBe(2 + this.#honest.history.commitCount);
      for (const commit of this.#honest.history.log({ from: "main" }))
        expect(verbs.resolve(commit)).toEqual(commit);
      this.taken++;
      this.#graph = receiver(this.#base);
      this.#before = standing(this.#graph);
      return code;
    }

    check(): void {
      expect(standing(this.#graph)).toEqual(this.#before);
      expect(this.#graph.history.verify({ level: "deep" }).ok).toBe(true);
      const ids = this.#graph.nodes.ids();
      expect(this.#graph.addNode()).toBe(ids[ids.length - 1] + 1);
      const { root } = this.#graph.commit("after all");
      expect(root).toBe(naiveRoot(this.#graph));
      this.#graph.checkout("main~1");
      expect(naiveRoot(this.#graph)).toBe(this.#graph.head.commit?.root);
    }
  }

  it("is refused with hashes that fit, whichever byte it is, and nothing is changed", {
    timeout: 120_000,
  }, () => {
    const sections = takeApart(history().history.bundle());
    const victim = new Victim();
    sections.forEach(({ kind, body }, i) => {
      // names are for whoever writes a bundle to choose
      if (kind === 3) return;
      for (let at = 0; at < body.length; at++) {
        const forged = sections.slice();
        forged[i] = {
          kind,
          body: body.map((byte, place) => (place === at ? byte ^ (1 + (at % 255)) : byte)),
        };
        const code = victim.fetch(seal(forged));
        if (!["INVALID_BUNDLE", "LIMIT", undefined].includes(code))
          throw new Error(`section ${i}, ${at}: ${code}`);
      }
    });
    victim.check();
    // the payload of NaN and the bits behind the last boolean mean nothing
    expect(victim.taken).toBeLessThan(40);
  });

  it.each([
    ["the largest that there is", [255, 255, 255, 255]],
    ["large", [255, 255, 255, 0]],
  ])("is refused whichever number in it is %s, and takes no memory", { timeout: 120_000 }, (_, number) => {
    const sections = takeApart(history().history.bundle());
    const victim = new Victim();
    let mostBytes = 0;
    sections.forEach(({ kind, body }, i) => {
      for (let at = 0; at + 4 <= body.length; at += 3) {
        const forged = sections.slice();
        const bytes = body.slice();
        bytes.set(number, at);
        forged[i] = { kind, body: bytes };
        const sealed = seal(forged);
        const before = process.memoryUsage().arrayBuffers;
        const code = victim.fetch(sealed);
        mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - before);
        if (!["INVALID_BUNDLE", "LIMIT", undefined].includes(code))
          throw new Error(`section ${i}, ${at}: ${code}`);
      }
    });
    victim.check();
    expect(victim.taken).toBeLessThan(60);
    expect(mostBytes).toBeLessThan(32 * 2 ** 20);
  });

  it("is refused with commits before their parents, twice, or without them", () => {
    const [required, one, two, ...rest] = takeApart(history().history.bundle());
    for (const sections of [
      [required, two, one, ...rest],
      [required, one, one, two, ...rest],
      [required, two, ...rest],
      [required, one, two, ...rest.slice(0, -1)],
      [one, two, ...rest],
      [required, one, two, ...rest, required],
      [],
    ]) {
      expect(codeOf(() => Graph.fromBundle(seal(sections)))).toBe("INVALID_BUNDLE");
    }
  });

  /** What fetching the commit gives that a graph makes which breaks its own rules. */
  function evil(breakRules: (nodes: TrackedElements, edges: TrackedElements) => void): string | undefined {
    const graph = new Graph({ clock: () => 1 });
    graph.addNodes(3);
    graph.addEdge(0, 1, "T");
    graph.commit("all is well");
    const honest = Graph.clone(graph, { origin: 3 });
    breakRules(graph.nodes.state as TrackedElements, graph.edges.state as TrackedElements);
    graph.commit("evil");
    const before = standing(honest);
    const code = codeOf(() => honest.history.fetch(graph));
    if (code !== undefined) expect(standing(honest)).toEqual(before);
    return code;
  }

  it("is refused if a state in it has an edge without its ends, though its root is right", () => {
    expect(evil((nodes) => nodes.remove(0))).toBe("INVALID_BUNDLE");
    expect(evil((nodes) => nodes.remove(1))).toBe("INVALID_BUNDLE");
    expect(evil((nodes) => nodes.remove(2))).toBe(undefined);
    expect(
      evil((nodes, edges) => {
        nodes.remove(0);
        edges.remove(0);
      }),
    ).toBe(undefined);
  });

  it("is refused if an edge comes back with another type, though the root is right", () => {
    const graph = new Graph({ clock: () => 1 });
    graph.addNodes(2);
    graph.addEdge(0, 1, "T");
    graph.commit("one");
    graph.removeEdge(0);
    graph.commit("two");
    const honest = Graph.clone(graph, { origin: 3 });
    const edges = graph.edges.state as TrackedElements;
    edges.revive(0);
    edges.setLabelSet(0, edges.labelSets.single("U"));
    graph.commit("evil");
    const before = standing(honest);
    expect(codeOf(() => honest.history.fetch(graph))).toBe("INVALID_BUNDLE");
    expect(standing(honest)).toEqual(before);
  });

  it("is refused if it does not tell of leaves that elements come to, before any are made", () => {
    const graph = new Graph({ clock: () => 1 });
    graph.addNodes(1024);
    graph.commit("one leaf");
    const [required, commit, names] = takeApart(graph.history.bundle());
    const view = new DataView(commit.body.buffer);
    const places = Array.from({ length: commit.body.length - 3 }, (_, at) => at);
    const [at, ...others] = places.filter((place) => view.getUint32(place, true) === 1024);
    expect(others).toEqual([]);
    view.setUint32(at, 1025, true);
    expect(() => Graph.fromBundle(seal([required, commit, names]))).toThrow(/to tell of leaf 1 of "nodes"/);
    view.setUint32(at, 2 ** 31, true);
    expect(() => Graph.fromBundle(seal([required, commit, names]))).toThrow(/to tell of leaf 1 of "nodes"/);
    view.setUint32(at, 1024, true);
    expect(Graph.fromBundle(seal([required, commit, names])).nodeCount).toBe(1024);
  });

  it("leaves no trace in what nodes are next to", () => {
    const graph = new Graph({ clock: () => 1 });
    graph.addNodes(3);
    graph.commit("nodes");
    const honest = Graph.clone(graph, { origin: 3 });
    graph.addEdge(0, 1);
    graph.addEdge(0, 2);
    graph.commit("edges");
    (graph.nodes.state as TrackedElements).remove(0);
    graph.commit("evil");
    expect(codeOf(() => honest.history.fetch(graph))).toBe("INVALID_BUNDLE");
    honest.addEdge(1, 2);
    expect([0, 1, 2].map((node) => [...honest.neighbors(node, "both")])).toEqual([[], [2], [1]]);
    honest.removeNode(2);
    expect(honest.edgeCount).toBe(0);
  });

  it("is refused if an edge gets another type, though the root is right", () => {
    expect(evil((_, edges) => edges.setLabelSet(0, edges.labelSets.single("U")))).toBe("INVALID_BUNDLE");
    expect(evil((_, edges) => edges.setLabelSet(0, -1))).toBe("INVALID_BUNDLE");
  });

  it("is refused if an edge that is known here has other ends there", () => {
    const [one, two] = [0, 1].map((end) => {
      const graph = new Graph({ clock: () => end });
      graph.addNodes(2);
      graph.addEdge(0, end);
      graph.commit("one edge");
      return graph;
    });
    expect(codeOf(() => one.history.fetch(two))).toBe("INVALID_BUNDLE");
    expect(one.history.commitCount).toBe(1);
  });

  it("is refused by a graph with a key if a state in it has a key twice", () => {
    const graph = new Graph();
    graph.addNodes(2, { attributes: { email: ["a", "a"] } });
    graph.commit("twice");
    const keyed = new Graph({ key: "email" });
    expect(codeOf(() => keyed.history.fetch(graph))).toBe("DUPLICATE_KEY");
    expect(keyed.history.commitCount).toBe(0);
    graph.nodes.set(1, { email: "b" });
    expect(codeOf(() => Graph.clone(graph, { key: "email" }))).toBe("DUPLICATE_KEY");
  });

  it("is refused if it is of a graph whose edges lead the other way", () => {
    const graph = new Graph({ directed: false });
    graph.addNode();
    graph.commit("one");
    expect(codeOf(() => new Graph().history.fetch(graph))).toBe("INVALID_BUNDLE");
    expect(() => new Graph().history.fetch(graph)).toThrow(/is directed, got one that is undirected/);
  });
});

describe("the reader of bundles", () => {
  const bytes = history().history.bundle();

  it("gives the right data or a typed error for whatever bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, hasMagic) => {
        const given = hasMagic ? Uint8Array.of(...bytes.subarray(0, 20), ...noise) : noise;
        expect(codeOf(() => Graph.fromBundle(given))).toMatch(/INVALID_BUNDLE|NEWER_FORMAT/);
      }),
      runs(300),
    );
  });

  it("does so where pieces were cut out, put in or changed and hashes fit", () => {
    const sections = takeApart(bytes);
    const edit = fc.record({
      section: fc.nat(sections.length - 1),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      cut: fc.nat(12),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const forged = sections.slice();
        for (const { section, at, cut, put } of edits) {
          const { kind, body } = forged[section];
          const start = Math.floor(at * body.length);
          forged[section] = {
            kind,
            body: Uint8Array.of(...body.subarray(0, start), ...put, ...body.subarray(start + cut)),
          };
        }
        let copy: Graph | undefined;
        const code = codeOf(() => {
          copy = Graph.fromBundle(seal(forged));
        });
        if (code === undefined) expect(copy?.history.verify({ level: "deep" }).ok).toBe(true);
        else expect(code).toMatch(/INVALID_BUNDLE|NEWER_FORMAT|LIMIT/);
      }),
      runs(1500),
    );
  });
});
