/** Listeners to changes: what they are told, put together from nothing else, is the graph; and hostile ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Diff, Graph, type GraphView } from "../../src/index.js";
import { branchingPrograms, programs } from "../model/arbitrary.js";
import { runProgram } from "../model/program.js";
import { show } from "../model/show.js";
import { smallGraph } from "./fixture.js";

const coded = (code: string): object => expect.objectContaining({ code });

interface Copied {
  readonly ends: string;
  labels: readonly string[];
  readonly attributes: Map<string, unknown>;
}

/** A copy of a graph that is kept up by diffs alone. */
class Mirror {
  readonly elements = {
    node: new Map<number, Copied>(),
    edge: new Map<number, Copied>(),
    graph: new Map<number, Copied>(),
  };
  events = 0;

  constructor(graph: GraphView) {
    for (const [id, copied] of elementsOf(graph, "node")) this.elements.node.set(id, copied);
    for (const [id, copied] of elementsOf(graph, "edge")) this.elements.edge.set(id, copied);
    this.elements.graph.set(0, { ends: "", labels: [], attributes: new Map(graph.attributes) });
  }

  take(diff: Diff): void {
    this.events++;
    if (diff.isEmpty) throw new Error("told of a change that is none");
    checkForms(diff);
    for (const fact of diff) {
      const { kind, id } = fact.element;
      const known = this.elements[kind];
      const of = known.get(id);
      if (fact.kind === "added") {
        if (of !== undefined) throw new Error(`${kind} ${id} came twice`);
        const ends = fact.ends === undefined ? "" : `${fact.ends.source}>${fact.ends.target}`;
        known.set(id, { ends, labels: fact.labels, attributes: new Map(Object.entries(fact.attributes)) });
        continue;
      }
      if (of === undefined) throw new Error(`${fact.kind} of ${kind} ${id}, which is not there`);
      if (fact.kind === "removed") {
        const then = show([fact.labels, new Map(Object.entries(fact.attributes).sort())]);
        expect(then).toBe(show([of.labels, new Map([...of.attributes].sort())]));
        known.delete(id);
      } else if (fact.kind === "label") {
        expect(show(fact.before)).toBe(show(of.labels));
        of.labels = fact.after;
      } else if (fact.kind === "attribute") {
        expect(show(fact.before)).toBe(show(of.attributes.get(fact.attribute)));
        if (fact.after === undefined) of.attributes.delete(fact.attribute);
        else of.attributes.set(fact.attribute, fact.after);
      }
    }
  }

  check(graph: GraphView): void {
    for (const kind of ["node", "edge"] as const)
      expect(textOf(this.elements[kind])).toBe(textOf(elementsOf(graph, kind)));
    const { attributes } = this.elements.graph.get(0) as Copied;
    const present = [...attributes].filter(([, value]) => value !== undefined);
    expect(show(new Map(present.sort()))).toBe(show(new Map([...graph.attributes].sort())));
  }
}

/** Compares a difference as counts, statistics, columns and a patch, and turned round, with its facts. */
function checkForms(diff: Diff): void {
  const turned = Array.from(diff.invert(), (fact) => {
    if (fact.kind === "label" || fact.kind === "attribute")
      return { ...fact, before: fact.after, after: fact.before };
    return { ...fact, kind: fact.kind === "added" ? "removed" : "added" };
  });
  expect(turned.map(show).sort()).toEqual(Array.from(diff, show).sort());
  const patch = diff.toPatch();
  for (const kind of ["nodes", "edges"] as const) {
    const [labels, cells, counted] = [new Map<string, number>(), [] as string[], new Set<number>()];
    const statistics = new Map<string, number>();
    const count = (name: string): Map<string, number> =>
      statistics.set(name, (statistics.get(name) ?? 0) + 1);
    for (const fact of diff[kind]) {
      const { id } = fact.element;
      if (fact.kind === "label") {
        labels.set(`${id} ${show(fact.before)} ${show(fact.after)}`, id);
        counted.add(id);
        for (const name of fact.after) if (!fact.before.includes(name)) count(`added :${name}`);
        for (const name of fact.before) if (!fact.after.includes(name)) count(`removed :${name}`);
      } else if (fact.kind === "attribute") {
        const isAdded = fact.before === undefined;
        const change = isAdded ? "added" : fact.after === undefined ? "removed" : "changed";
        counted.add(id);
        cells.push(`${id} ${fact.attribute} ${change}`);
        count(`${change} ${fact.attribute}`);
      } else {
        const sides = [fact.labels, []];
        if (fact.kind === "added") sides.reverse();
        if (fact.labels.length > 0) labels.set(`${id} ${sides.map(show).join(" ")}`, id);
        for (const name of fact.labels) count(`${fact.kind} :${name}`);
        for (const name of Object.keys(fact.attributes)) {
          cells.push(`${id} ${name} ${fact.kind}`);
          count(`${fact.kind} ${name}`);
        }
      }
    }
    const elements = diff[kind];
    expect(elements.counts.changed).toBe(counted.size);
    const { labels: labelPatch, attributes, added, removed } = patch[kind];
    expect([added, removed]).toEqual([[...elements.added], [...elements.removed]]);
    const labelled = labelPatch.ids.map(
      (id, i) => `${id} ${show(labelPatch.before[i])} ${show(labelPatch.after[i])}`,
    );
    expect(labelled.sort()).toEqual([...labels.keys()].sort());
    const present = new Map<string, Set<string>>();
    for (const [name, columns] of Object.entries(attributes))
      for (const { ids, before, after } of columns)
        for (const [i, id] of ids.entries()) {
          const sides = present.get(`${id} ${name}`) ?? new Set();
          if (before[i] !== null) sides.add("removed");
          if (after[i] !== null) sides.add("added");
          present.set(`${id} ${name}`, sides);
        }
    const patched = Array.from(present, ([cell, sides]) =>
      sides.size === 2 ? `${cell} changed` : `${cell} ${[...sides].join()}`,
    );
    expect(patched.sort()).toEqual(cells.sort());
    const told = elements.statistics();
    for (const [list, mark] of [
      [told.attributes, ""],
      [told.labels, ":"],
    ] as const)
      for (const [name, counts] of Object.entries(list))
        for (const [change, times] of Object.entries(counts)) {
          expect(times).toBe(statistics.get(`${change} ${mark}${name}`) ?? 0);
          statistics.delete(`${change} ${mark}${name}`);
        }
    expect([...statistics]).toEqual([]);
  }
}

function elementsOf(graph: GraphView, kind: "node" | "edge"): Map<number, Copied> {
  const elements = kind === "node" ? graph.nodes : graph.edges;
  const copies = Array.from(elements, (id): [number, Copied] => {
    const ends = kind === "edge" ? `${graph.source(id)}>${graph.target(id)}` : "";
    return [id, { ends, labels: elements.labels(id), attributes: new Map(Object.entries(elements.get(id))) }];
  });
  return new Map(copies);
}

function textOf(copies: Map<number, Copied>): string {
  return [...copies]
    .sort(([a], [b]) => a - b)
    .map(
      ([id, { ends, labels, attributes }]) =>
        `${id} ${ends} ${show(labels)} ${show(new Map([...attributes].sort()))}`,
    )
    .join("\n");
}

describe("what listeners are told, put together, is the graph", () => {
  const follow = (program: Parameters<typeof runProgram>[0]): void => {
    let mirror: Mirror | undefined;
    const make = (options: object): Graph => {
      const graph = new Graph(options);
      const copy = new Mirror(graph);
      mirror = copy;
      graph.onChange((diff) => copy.take(diff));
      return graph;
    };
    runProgram(program, { make, after: ({ graph }) => mirror?.check(graph) });
  };

  test("under random programs", () => {
    fc.assert(
      fc.property(programs(40, [0]), (program) => follow(program)),
      { numRuns: 40 },
    );
  }, 60_000);

  test("where branches are merged, rebased, undone and collected", () => {
    fc.assert(
      fc.property(branchingPrograms(40), (program) => follow(program)),
      { numRuns: 40 },
    );
  }, 60_000);
});

/** Every way to write, once each. */
const WRITES: Readonly<Record<string, (graph: Graph) => void>> = {
  addNode: (graph) => graph.addNode("A", { age: 1 }),
  addEdge: (graph) => graph.addEdge(0, 2, "T"),
  addNodes: (graph) => graph.addNodes(3, { labels: "A", attributes: { age: [1, 2, 3] } }),
  addEdges: (graph) => graph.addEdges([0, 2], [2, 3]),
  removeNode: (graph) => graph.removeNode(3),
  removeNodes: (graph) => graph.removeNodes([0, 2]),
  removeEdge: (graph) => graph.removeEdge(0),
  removeEdges: (graph) => graph.removeEdges([0, 2]),
  mergeEdge: (graph) => graph.mergeEdge(0, 2, "T", { weight: 9 }),
  "mergeEdge of a new one": (graph) => graph.mergeEdge(2, 0, "NEW", { weight: 9 }),
  mergeEdges: (graph) =>
    graph.mergeEdges([0, 2, 2], [2, 0, 0], { type: "T", attributes: { weight: [9, 8, 7] } }),
  updateNode: (graph) => graph.updateNode(0, ({ age }) => ({ age: (age as number) + 1 })),
  updateEdge: (graph) => graph.updateEdge(0, () => ({ weight: 7 })),
  set: (graph) => graph.nodes.set(0, { age: 12, name: null }),
  "attributes.set": (graph) => graph.attributes.set("title", "new"),
  setColumn: (graph) => graph.nodes.setColumn("age", [0, 2], [7, 8]),
  setLabels: (graph) => graph.nodes.setLabels(0, ["Z"]),
  addLabel: (graph) => graph.nodes.addLabel(0, "Y", "Z"),
  removeLabel: (graph) => graph.nodes.removeLabel(0, "A"),
  apply: (graph) => graph.history.apply(graph.history.diff("HEAD", "HEAD~1")),
  "a transaction": (graph) =>
    graph.transaction(() => {
      graph.addEdge(graph.addNode(), 0);
      graph.transaction(() => graph.nodes.set(0, { age: 77 }));
    }),
  checkout: (graph) => graph.checkout("side", { discard: true }),
  "checkout with stash": (graph) => graph.checkout("side", { stash: true }),
  merge: (graph) => graph.merge("side", { carry: true }).commit("merged"),
  reset: (graph) => graph.history.reset("HEAD~1", { discard: true }),
  revert: (graph) => graph.history.revert("HEAD", { discard: true }),
  stash: (graph) => graph.history.stash(),
  undo: (graph) => graph.history.undo({ discard: true }),
  back: (graph) => graph.history.back(),
  "a commit whose hook writes": (graph) => {
    const stop = graph.history.onBeforeCommit(() => graph.addNode("Stamp"));
    graph.commit("stamped");
    stop();
  },
};

const SILENT: Readonly<Record<string, (graph: Graph) => void>> = {
  commit: (graph) => graph.commit("no change"),
  branch: (graph) => graph.branch("new"),
  "set to what is there": (graph) => graph.nodes.set(0, { age: 10 }),
  "a failed transaction": (graph) => {
    const fails = () => {
      graph.addNode();
      throw new RangeError();
    };
    expect(() => graph.transaction(fails)).toThrow(RangeError);
  },
  "a refused commit": (graph) => {
    const stop = graph.history.onBeforeCommit(() => {
      graph.addNode();
      throw new RangeError();
    });
    expect(() => graph.commit("no")).toThrow(RangeError);
    stop();
  },
  "what came and went in a transaction": (graph) =>
    graph.transaction(() => graph.removeNode(graph.addNode())),
  "what came in a transaction and went in one within it": (graph) =>
    graph.transaction(() => {
      const added = graph.addNodes(2, { labels: ["B"], attributes: { age: [1, null] } });
      graph.transaction(() => graph.nodes.set(added[1], { age: 5 }));
      graph.transaction(() => graph.removeNodes(added));
    }),
  reads: (graph) => [graph.status(), graph.history.diff("HEAD~1"), graph.at("side"), graph.history.verify()],
  "a merge that is not committed": (graph) => graph.merge("side", { carry: true }).abort(),
  fetch: (graph) => graph.history.fetch(smallGraph()),
  gc: (graph) => graph.history.gc(),
};

test.each(Object.entries(WRITES))("%s is told once, at once and by turns", async (_name, write) => {
  const graph = smallGraph();
  const [mirror, turns] = [new Mirror(graph), new Mirror(graph)];
  graph.onChange((diff) => {
    mirror.take(diff);
    mirror.check(graph);
  });
  graph.onChange((diff) => turns.take(diff), { batch: true });
  write(graph);
  expect([mirror.events, turns.events]).toEqual([1, 0]);
  await Promise.resolve();
  expect(turns.events).toBe(1);
  turns.check(graph);
});

test.each(Object.entries(SILENT))("%s is not told", async (_name, write) => {
  const graph = smallGraph();
  const heard: Diff[] = [];
  graph.onChange((diff) => heard.push(diff));
  graph.onChange((diff) => heard.push(diff), { batch: true });
  write(graph);
  await Promise.resolve();
  expect(heard.map(String)).toEqual([]);
});

test("a batch is one change for a turn, or several where a verb moved the graph in between", async () => {
  const graph = smallGraph();
  const mirror = new Mirror(graph);
  const stop = graph.onChange((diff) => mirror.take(diff), { batch: true });
  for (let i = 0; i < 10_000; i++) graph.nodes.set(0, { age: i });
  graph.removeNode(graph.addNode());
  await Promise.resolve();
  expect(mirror.events).toBe(1);
  mirror.check(graph);
  graph.removeNode(3);
  graph.history.gc();
  graph.commit("three is gone");
  graph.checkout("side");
  graph.nodes.set(0, { age: 5 });
  await Promise.resolve();
  expect(mirror.events).toBe(4);
  mirror.check(graph);
  graph.nodes.set(0, { age: 6 });
  stop();
  await Promise.resolve();
  expect(mirror.events).toBe(4);
});

test("listeners may not write, may throw and may go; the change stays", () => {
  const graph = smallGraph();
  const heard: string[] = [];
  const write = () => graph.addNode();
  const stop = graph.onChange(() => {
    heard.push("first");
    for (const refused of [
      write,
      () => graph.commit("no"),
      () => graph.history.back(),
      () => graph.transaction(write),
    ])
      expect(refused).toThrow(coded("VERB_UNDERWAY"));
    stop();
    throw new RangeError("first");
  });
  graph.onChange(() => {
    heard.push("second");
    throw new TypeError("second");
  });
  graph.onChange(() => heard.push("third"));
  const count = graph.nodeCount;
  expect(write).toThrow(new RangeError("first"));
  expect(graph.nodeCount).toBe(count + 1);
  expect(() => graph.transaction(() => [write(), write()])).toThrow(new TypeError("second"));
  expect(graph.nodeCount).toBe(count + 3);
  expect(heard).toEqual(["first", "second", "third", "second", "third"]);
  for (const bad of [undefined, null, {}, "f"]) expect(() => graph.onChange(bad as never)).toThrow(TypeError);
  expect(() => graph.onChange(() => {}, { batch: 5 as never })).toThrow(TypeError);
  expect(() => graph.history.onAfterMove(1 as never)).toThrow(TypeError);
});

test("hooks after a move are told from where to where, with what changed, and may write", () => {
  const graph = smallGraph();
  const heard: string[] = [];
  const stop = graph.history.onAfterMove(({ verb, from, to, diff }) => {
    heard.push(
      `${verb} ${from.branch}>${to.branch} ${from.commit === to.commit} ${diff.nodes.added}/${diff.nodes.removed}`,
    );
    if (verb === "checkout") graph.addNode("Written");
  });
  graph.commit("no move");
  graph.branch("new");
  graph.nodes.set(0, { age: 1 });
  graph.history.stash();
  graph.checkout("side");
  graph.merge("main", { discard: true, policy: "ours" }).commit("merged");
  graph.history.undo();
  graph.history.gc();
  expect(heard).toEqual([
    "stash main>main true /",
    "checkout main>side false 1,4/",
    "merge side>side false /1,5",
    "undo side>side false 1,5/",
  ]);
  stop();
  graph.checkout("main", { discard: true });
  expect(heard.length).toBe(4);
});

test("diffs that were told speak of the states they were made of, whatever became of the graph", () => {
  const graph = smallGraph();
  const diffs: Diff[] = [];
  graph.onChange((diff) => diffs.push(diff));
  graph.nodes.set(0, { age: 1 });
  graph.removeNode(0);
  graph.commit("gone");
  graph.history.gc();
  graph.addNodes(5000);
  expect(diffs.map((diff) => String(diff).split("\n").slice(1))).toEqual([
    ["~ node 0 age: 10 → 1"],
    ['- node 0 :A age: 1, name: "a"', "- edge 0 :T 0 → 2 weight: 1", "- edge 2 :U 3 → 0 weight: 3"],
    expect.any(Array),
  ]);
});
