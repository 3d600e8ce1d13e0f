/** Salvage: what can be read of a damaged store in a new one, and what is said of the rest. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";

let folder: string;
let from: string;
let into: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-salvage-"));
  from = join(folder, "from");
  into = join(folder, "into");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Three commits on main and one on a branch; more nodes than a leaf has, so that there are packs. */
function fill(): { ids: string[] } {
  const graph = Graph.open(from, { clock: () => 1, durability: "none" });
  const names = Array.from({ length: 1500 }, (_, i) => `node ${i}`);
  const nodes = graph.addNodes(1500, {
    labels: "Person",
    attributes: { name: names, age: new Int32Array(1500).fill(7) },
  });
  graph.addEdges(nodes.slice(0, 500), nodes.slice(500, 1000), { type: "KNOWS" });
  graph.commit("one");
  graph.history.gc();
  graph.nodes.set(3, { age: 30 });
  graph.commit("two");
  graph.branch("side");
  graph.history.tag("v1", { message: "a tag" });
  graph.removeNode(5);
  graph.commit("three");
  const ids = graph.history.log().map(({ id }) => id);
  graph.close();
  return { ids };
}

const filesOf = (kind: string): string[] =>
  readdirSync(from)
    .filter((name) => name.startsWith(kind))
    .map((name) => join(from, name));

/** Changes one byte in every file of a kind, at a fraction of its size. */
function damage(kind: string, at: (bytes: Buffer) => number): void {
  for (const path of filesOf(kind)) {
    const bytes = readFileSync(path);
    bytes[at(bytes)] ^= 0x10;
    writeFileSync(path, bytes);
  }
}

describe("salvage", () => {
  it("makes the same store of one that is whole", () => {
    const { ids } = fill();
    const report = Graph.salvage(from, into);
    expect(report).toMatchObject({
      commitsKept: 3,
      commitsLost: 0,
      cellsLost: 0,
      edgesLost: 0,
      findings: [],
    });
    expect(report.refsMoved).toEqual([]);
    const graph = Graph.open(into);
    expect(graph.history.log().map(({ id }) => id)).toEqual(ids);
    expect(graph.head.branch).toBe("main");
    expect(graph.history.tags()[0]).toMatchObject({ name: "v1", message: "a tag" });
    expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
    graph.close();
  });

  it("leaves out the values of a section that is damaged, and keeps the rest of the history", () => {
    fill();
    // the names are the largest part of the pack
    damage("pack", (bytes) => bytes.indexOf("node 700"));
    expect(() => Graph.open(from).nodes.get(700, "name")).toThrow(/checksum/);
    rmSync(join(from, readdirSync(from).find((name) => name.startsWith("writer-")) as string));
    const report = Graph.salvage(from, into);
    expect(report).toMatchObject({ commitsKept: 3, commitsLost: 0, cellsLost: 1500, edgesLost: 0 });
    expect(report.commitsChanged.size).toBe(3);
    expect(report.findings[0].path).toContain("pack-");
    const graph = Graph.open(into);
    expect(graph.nodes.get(3)).toEqual({ age: 30 });
    expect(graph.edgeCount).toBe(499);
    expect(graph.hasNode(5)).toBe(false);
    expect(graph.at("v1").hasNode(5)).toBe(true);
    expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
    graph.close();
  });

  it("goes back to the last commit that can be read", () => {
    const { ids } = fill();
    const [journal] = filesOf("journal");
    const bytes = readFileSync(journal);
    bytes[bytes.length - 200] ^= 1;
    writeFileSync(journal, bytes);
    expect(() => Graph.open(from)).toThrow(/durable/);
    const report = Graph.salvage(from, into);
    expect(report.commitsKept).toBe(2);
    expect(report.findings.some(({ path }) => path === journal)).toBe(true);
    const graph = Graph.open(into);
    expect(graph.history.log().map(({ id }) => id)).toEqual(ids.slice(1));
    graph.close();
  });

  it("does without the journal, and without the state", () => {
    const { ids } = fill();
    for (const path of filesOf("journal")) truncateSync(path, 100);
    for (const path of filesOf("state")) truncateSync(path, 10);
    const report = Graph.salvage(from, into);
    expect(report.commitsKept).toBe(1);
    const graph = Graph.open(into);
    expect(graph.head.commit?.id).toBe(ids[2]);
    expect(graph.nodeCount).toBe(1500);
    graph.close();
  });

  it("keeps the state where the commits are lost", () => {
    fill();
    const graph = Graph.open(from, { durability: "none" });
    graph.history.gc();
    graph.close();
    damage("pack", (bytes) => bytes.indexOf("three"));
    damage("pack", (bytes) => bytes.indexOf("two"));
    damage("pack", (bytes) => bytes.indexOf("one"));
    const report = Graph.salvage(from, into);
    expect(report).toMatchObject({ commitsLost: 3, commitsKept: 1 });
    const salvaged = Graph.open(into);
    expect(salvaged.nodeCount).toBe(1499);
    expect(salvaged.nodes.get(3)).toEqual({ name: "node 3", age: 30 });
    expect(salvaged.edgesBetween(0, 500).length).toBe(1);
    expect(salvaged.history.verify({ level: "deep" })).toMatchObject({ ok: true });
    salvaged.close();
  });

  it("refuses a folder without a store, and one that has a store to be", () => {
    fill();
    expect(() => Graph.salvage(folder, into)).toThrow(/without any file/);
    expect(() => Graph.salvage(from, from)).toThrow(/"into" expected an empty folder/);
  });
});
