/** Indices are part of what a store, a clone and a bundle keep: that they are there, not what is in them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { compareReaders } from "./compare-readers.js";
import { openOn } from "./contents.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-indices-"));
  path = join(folder, "store");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NODES = [
  { name: "name", kind: "hash" },
  { name: "name", kind: "sorted" },
  { name: "born", kind: "bitmap" },
];
const EDGES = [{ name: "since", kind: "sorted" }];

function fill(graph: Graph): void {
  graph.addNodes(3, { attributes: { name: ["Ada", "Alan", "Grace"], born: [1815, 1912, 1906] } });
  graph.addEdge(0, 1, "INSPIRED", { since: 1936 });
  for (const { name, kind } of NODES) graph.nodes.createIndex(name, { kind: kind as "hash" });
  graph.edges.createIndex("since", { kind: "sorted" });
}

const listsOf = (graph: Graph): object[] => [graph.nodes.indexList, graph.edges.indexList];

/** What the journal's header says that a reader has to know. */
function features(): number {
  const journal = readdirSync(path)
    .filter((name) => name.startsWith("journal"))
    .sort()
    .at(-1) as string;
  return readFileSync(join(path, journal)).readUInt32LE(20);
}

describe("indices of a store", () => {
  it("are there when it is opened again, to writers and readers, and find what they did", () => {
    const graph = Graph.open(path);
    fill(graph);
    const { root } = graph.commit("one");
    graph.close();
    for (const options of [{ readOnly: true }, {}, { autosave: true }]) {
      const again = Graph.open(path, options);
      expect(listsOf(again)).toEqual([NODES, EDGES]);
      expect([...again.nodes.where("name = 'Alan'")]).toEqual([1]);
      expect([...again.nodes.where("born = 1906")]).toEqual([2]);
      expect(again.head.commit?.root).toBe(root);
      again.close();
    }
    compareReaders(path);
  });

  it("are kept when they are made, without a commit, and gone when they are dropped", () => {
    let graph = Graph.open(path);
    fill(graph);
    graph.commit("one");
    graph.close();
    graph = Graph.open(path);
    expect(graph.nodes.dropIndex("name", { kind: "sorted" })).toBe(true);
    graph.edges.createIndex("weight");
    graph.close();
    graph = Graph.open(path);
    const nodes = NODES.filter(({ kind }) => kind !== "sorted");
    expect(listsOf(graph)).toEqual([nodes, [...EDGES, { name: "weight", kind: "hash" }]]);
    graph.history.gc();
    graph.close();
    compareReaders(path);
    graph = Graph.open(path);
    expect(listsOf(graph)).toEqual([nodes, [...EDGES, { name: "weight", kind: "hash" }]]);
    for (const name of ["name", "born"]) graph.nodes.dropIndex(name);
    for (const name of ["since", "weight"]) graph.edges.dropIndex(name);
    expect(features()).toBe(1);
    graph.history.gc();
    // a store without them is as it was before there were any
    expect(features()).toBe(0);
    graph.close();
    compareReaders(path);
    graph = Graph.open(path);
    expect(listsOf(graph)).toEqual([[], []]);
    graph.close();
  });

  it("make no difference to commits", () => {
    const [plain, indexed] = [false, true].map((hasIndices) => {
      const graph = Graph.open(`${path} ${hasIndices}`, { clock: () => 0 });
      graph.addNode({ name: "Ada" });
      if (hasIndices) graph.nodes.createIndex("name");
      graph.commit("one");
      graph.close();
      return graph.head.commit?.id;
    });
    expect(indexed).toBe(plain);
  });

  it("are seen by readers as they come and go, who keep their own", () => {
    const writer = Graph.open(path);
    fill(writer);
    writer.commit("one");
    const reader = Graph.open(path, { readOnly: true });
    reader.nodes.createIndex("own");
    const own = { name: "own", kind: "hash" };
    expect(reader.nodes.indexList).toEqual([...NODES, own]);
    writer.nodes.dropIndex("born");
    reader.refresh();
    expect(reader.nodes.indexList).toEqual([...NODES.slice(0, 2), own]);
    writer.nodes.createIndex("born");
    writer.history.gc();
    reader.refresh();
    const names = reader.nodes.indexList.map(({ name, kind }) => `${kind} ${name}`).sort();
    expect(names).toEqual(["hash born", "hash name", "hash own", "sorted name"]);
    reader.close();
    writer.close();
    const again = Graph.open(path, { readOnly: true });
    expect(again.nodes.indexList).not.toContainEqual(own);
    again.close();
  });

  it("are those of clones and of what is made of bundles", () => {
    const graph = Graph.open(path);
    fill(graph);
    graph.commit("one");
    const bundle = graph.history.bundle();
    const copies = [
      Graph.clone(graph),
      Graph.clone(path),
      Graph.clone(graph, { path: join(folder, "clone") }),
      Graph.fromBundle(bundle),
      Graph.fromBundle(bundle, { path: join(folder, "restored") }),
    ];
    for (const copy of copies) {
      expect(listsOf(copy)).toEqual([NODES, EDGES]);
      expect(copy.history.verify({ level: "deep" }).ok).toBe(true);
      copy.close();
    }
    graph.close();
    for (const name of ["clone", "restored"]) {
      const again = Graph.open(join(folder, name));
      expect(listsOf(again)).toEqual([NODES, EDGES]);
      again.close();
      compareReaders(join(folder, name));
    }
  });

  it("are not brought by a fetch, and are salvaged", () => {
    const graph = Graph.open(path);
    fill(graph);
    graph.commit("one");
    const other = Graph.clone(new Graph());
    other.history.fetch(graph);
    expect(listsOf(other)).toEqual([[], []]);
    graph.close();
    Graph.salvage(path, join(folder, "saved"));
    const saved = Graph.open(join(folder, "saved"));
    expect(listsOf(saved)).toEqual([NODES, EDGES]);
    saved.close();
  });

  it("that cannot be kept are not made", () => {
    const graph = Graph.open(path);
    graph.nodes.createIndex("name");
    graph.close();
    const refused = expect.objectContaining({ code: "STORE_CLOSED" });
    expect(() => graph.nodes.createIndex("born")).toThrow(refused);
    expect(() => graph.nodes.dropIndex("name")).toThrow(refused);
    expect(graph.nodes.indexList).toEqual([{ name: "name", kind: "hash" }]);
  });

  it("are durable when they have been made, and go with a draft", () => {
    const disk = new SimulatedDisk();
    const machine = new SimulatedMachine();
    const prng = new Prng(1);
    const graph = openOn(simulatedStorage(disk, machine.start(), prng), { autosave: true });
    graph.addNode({ name: "uncommitted" });
    graph.nodes.createIndex("name");
    const found = openOn(simulatedStorage(disk.clone(), new SimulatedMachine().start(), prng));
    expect(found.nodes.indexList).toEqual([{ name: "name", kind: "hash" }]);
    expect(found.nodes.get(0, "name")).toBe("uncommitted");
  });
});

describe("a bundle", () => {
  it("of a graph with indices that is damaged is refused", () => {
    const graph = new Graph();
    fill(graph);
    graph.commit("one");
    const bytes = graph.history.bundle();
    for (let at = bytes.length - 120; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 1;
      expect(() => Graph.fromBundle(damaged)).toThrow(expect.objectContaining({ code: "INVALID_BUNDLE" }));
    }
  });
});
