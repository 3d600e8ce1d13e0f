/** Indices with settings are kept by stores, clones and bundles as the others are; an older reader is told of them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BUNDLE_MAGIC } from "../../src/history/exchange/bundle.js";
import { Graph } from "../../src/index.js";
import { compareReaders } from "./compare-readers.js";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-search-indices-"));
  path = join(folder, "store");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stems = { name: "two letters", stem: (word: string): string => word.slice(0, 2) };

const NODES = [
  { name: "body", kind: "text", language: "two letters", fold: false, positions: true },
  { name: "body", kind: "trigram", ignoreCase: true },
  { name: "vector", kind: "vector", metric: "dot" },
];
const EDGES = [{ name: "note", kind: "text", fold: true, positions: false }];

function fill(graph: Graph): void {
  graph.addNodes(3, {
    attributes: {
      body: ["small dogs", "Dozing cats", "nothing"],
      vector: [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(1, 1)],
    },
  });
  graph.addEdge(0, 1, "KNOWS", { note: "since a small day" });
  graph.nodes.createIndex("body", { kind: "text", language: stems, fold: false });
  graph.nodes.createIndex("body", { kind: "trigram", ignoreCase: true });
  graph.nodes.createIndex("vector", { kind: "vector", metric: "dot" });
  graph.edges.createIndex("note", { kind: "text", positions: false });
}

function check(graph: Graph): void {
  expect(graph.nodes.indexList).toEqual(NODES);
  expect(graph.edges.indexList).toEqual(EDGES);
  // the store knows the name of the language alone
  expect([...graph.nodes.search("dopey", { language: stems }).ids]).toEqual([0, 1]);
  expect([...graph.edges.search('"small day"').ids]).toEqual([0]);
  expect([...graph.nodes.where("body CONTAINS 'DOG' IGNORING CASE")]).toEqual([0]);
  expect([...graph.nodes.nearest("vector", [1, 0], { limit: 1 }).ids]).toEqual([0]);
}

function features(): number {
  const journal = readdirSync(path)
    .filter((name) => name.startsWith("journal"))
    .sort()
    .at(-1) as string;
  return readFileSync(join(path, journal)).readUInt32LE(20);
}

describe("indices for search of a store", () => {
  it("are there when it is opened again, and in clones and bundles", () => {
    const graph = Graph.open(path);
    fill(graph);
    graph.commit("one");
    const bundle = graph.history.bundle();
    for (const copy of [
      Graph.clone(graph),
      Graph.fromBundle(bundle),
      Graph.clone(graph, { path: join(folder, "clone") }),
    ]) {
      check(copy);
      copy.close();
    }
    expect(new DataView(bundle.buffer, bundle.byteOffset).getUint32(BUNDLE_MAGIC.length, true)).toBe(7);
    graph.close();
    for (const options of [{ readOnly: true }, {}, { autosave: true }]) {
      const again = Graph.open(path, options);
      check(again);
      again.close();
    }
    compareReaders(path);
  });

  it("are a feature of a store as long as there are any", () => {
    let graph = Graph.open(path);
    graph.addNode({ body: "x" });
    graph.nodes.createIndex("body");
    graph.commit("one");
    graph.close();
    expect(features()).toBe(1);
    graph = Graph.open(path);
    graph.nodes.createIndex("body", { kind: "trigram" });
    graph.nodes.dropIndex("body", { kind: "trigram" });
    graph.nodes.createIndex("body", { kind: "trigram", ignoreCase: true });
    graph.close();
    expect(features()).toBe(65);
    compareReaders(path);
    graph = Graph.open(path);
    expect(graph.nodes.indexList).toEqual([
      { name: "body", kind: "hash" },
      { name: "body", kind: "trigram", ignoreCase: true },
    ]);
    graph.nodes.dropIndex("body", { kind: "trigram" });
    graph.history.gc();
    graph.close();
    expect(features()).toBe(1);
    compareReaders(path);
  });

  it("with other settings take the place of those dropped, within one transaction as well", () => {
    const graph = Graph.open(path);
    graph.nodes.createIndex("body", { kind: "trigram" });
    graph.transaction(() => {
      graph.nodes.dropIndex("body", { kind: "trigram" });
      graph.nodes.createIndex("body", { kind: "trigram", ignoreCase: true });
    });
    graph.close();
    const again = Graph.open(path);
    expect(again.nodes.indexList).toEqual([{ name: "body", kind: "trigram", ignoreCase: true }]);
    again.close();
  });

  it("in a language that is not given say so", () => {
    const graph = Graph.open(path);
    fill(graph);
    graph.close();
    const again = Graph.open(path);
    const message =
      'the text index of "body" is in two letters, which a store knows by name alone: "language" expected it, got ';
    expect(() => again.nodes.search("dog")).toThrow(expect.objectContaining({ code: "LANGUAGE_NOT_GIVEN" }));
    expect(() => again.nodes.search("dog")).toThrow(`${message}none`);
    expect(() => again.nodes.search("dog", { language: { name: "other", stem: String } })).toThrow(
      `${message}other`,
    );
    again.close();
  });
});
