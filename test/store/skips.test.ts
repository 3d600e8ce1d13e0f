// Skips of a store: read by a program written from the format's page, kept by sessions and collections, and done without
// where they are damaged.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { compareReaders } from "./compare-readers.js";
import type { IndependentStore } from "./independent-reader.js";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-skips-"));
  path = join(folder, "store");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NODES = 40;

/** The values of all nodes in each commit, by its id. */
type States = Map<string, Map<number, unknown>>;

function take(graph: Graph, states: States): void {
  const values = Array.from(graph.nodes.ids(), (id) => [id, graph.nodes.get(id, "n")] as const);
  states.set(graph.head.commit?.id ?? "", new Map(values));
}

/** So many commits that change a cell, now and then a node, an edge, or the graph itself; and some merges. */
function work(graph: Graph, from: number, to: number, states: States): void {
  for (let i = from; i < to; i++) {
    const ids = graph.nodes.ids();
    const id = ids[(i * 7) % ids.length];
    if (i % 11 === 4) graph.removeNode(graph.addNode("Gone"));
    if (i % 11 === 5) graph.addEdge(id, ids[0], "E", { n: i });
    if (i % 13 === 6) graph.attributes.set({ total: i });
    if (i % 17 === 7) graph.removeNode(id);
    else if (i % 17 === 9) graph.nodes.set(graph.addNode("New"), { n: i });
    else graph.nodes.set(id, { n: i % 5 === 0 ? null : i, m: `${i % 3}` });
    graph.commit(`${i}`, { allowEmpty: true });
    take(graph, states);
    if (i % 29 !== 8) continue;
    graph.branch(`side${i}`, { at: "main~1" });
    graph.checkout(`side${i}`);
    graph.nodes.set(graph.addNode(), { n: -i });
    graph.commit("on the side");
    take(graph, states);
    graph.checkout("main");
    graph.merge(`side${i}`).commit();
    take(graph, states);
  }
}

function checkStates(graph: Graph, states: States): void {
  for (const [i, [id, values]] of [...states].entries()) {
    if (i % 9 !== 0) continue;
    const view = graph.at(id);
    for (let node = 0; node < NODES + 20; node += 3) {
      expect(view.nodes.has(node)).toBe(values.has(node));
      if (values.has(node)) expect(view.nodes.get(node, "n")).toBe(values.get(node));
    }
  }
}

/** The commits of the skips of a store by level. */
function skipsOf(store: IndependentStore): number[] {
  return store.skips.map(({ commit }) => commit);
}

function begin(compression: "none" | "deflate"): Graph {
  const graph = Graph.open(path, { clock: () => 0, durability: "none", compression });
  graph.addNodes(NODES, { attributes: { n: Float64Array.from({ length: NODES }, (_, i) => i) } });
  graph.commit("import");
  return graph;
}

test.each(["none", "deflate"] as const)(
  "are those of the commits, whatever made them, %s",
  (compression) => {
    const states: States = new Map();
    let graph = begin(compression);
    work(graph, 0, 150, states);
    graph.close();
    const first = skipsOf(compareReaders(path));
    expect(first.length).toBeGreaterThanOrEqual(2);
    for (const [from, to] of [
      [150, 200],
      [200, 270],
      [270, 340],
    ]) {
      graph = Graph.open(path, { clock: () => 0, durability: "none", compression });
      work(graph, from, to, states);
      checkStates(graph, states);
      graph.close();
    }
    const later = skipsOf(compareReaders(path));
    expect(later).toEqual(expect.arrayContaining(first));
    expect(later.length).toBeGreaterThanOrEqual(6);
    // columns get other numbers, rows and commits too
    graph = Graph.open(path, { clock: () => 0, durability: "none", compression });
    graph.branch("short", { at: "main~100" });
    graph.history.reset("main~20");
    graph.checkout("main", { discard: true });
    graph.history.gc({ keepOperations: false });
    const kept = new Map(
      [...states].filter(([id]) => graph.history.log({ all: true }).some((c) => c.id === id)),
    );
    checkStates(graph, kept);
    graph.close();
    expect(skipsOf(compareReaders(path)).length).toBeGreaterThanOrEqual(5);
    graph = Graph.open(path, { readOnly: true });
    checkStates(graph, kept);
    expect(graph.history.verify({ level: "full" }).findings).toEqual([]);
    graph.close();
  },
  120_000,
);

test("that are damaged are told of by verify, and reads do without them", () => {
  const states: States = new Map();
  const graph = begin("none");
  work(graph, 0, 200, states);
  graph.close();
  const store = compareReaders(path);
  const damaged = [13, 14].flatMap((kind) =>
    store.files.flatMap((sections) => sections.filter((section) => section.kind === kind)),
  );
  expect(damaged.length).toBeGreaterThanOrEqual(2);
  for (const { name, offset, stored } of damaged) {
    const file = join(path, name);
    const whole = readFileSync(file);
    for (const at of [0, stored >> 1, stored - 1]) {
      const data = Buffer.from(whole);
      data[offset + at] ^= 0x41;
      writeFileSync(file, data);
      const reader = Graph.open(path, { readOnly: true });
      checkStates(reader, states);
      expect(reader.history.verify({ level: "full" }).findings).toMatchObject([{ kind: "file" }]);
      reader.close();
    }
    writeFileSync(file, whole);
  }
  const again = Graph.open(path, { durability: "none" });
  work(again, 200, 210, states);
  again.close();
  compareReaders(path);
}, 120_000);
