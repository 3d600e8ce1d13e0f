/** A schema that contradicts the types that a store, a graph or a bundle has is refused, and nothing is changed. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph, type GraphSchema } from "../../src/index.js";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-schema-"));
  path = join(folder, "store");
  const schema: GraphSchema = { nodes: { code: "utf8", place: "vector<float32, 2>" } };
  const graph: Graph = Graph.open(path, { schema });
  graph.addNodes(2, { attributes: { born: [1815, 1912], past: [1, 2] } });
  graph.addEdge(0, 1, "KNOWS", { since: 1n });
  graph.commit("one");
  graph.nodes.set(0, { past: null });
  graph.nodes.set(1, { past: null });
  graph.commit("two");
  graph.close();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const image = (): string[] =>
  readdirSync(path)
    .sort()
    .map((name) => `${name} ${readFileSync(join(path, name)).toString("base64")}`);

const CONTRADICTIONS: readonly [GraphSchema, RegExp][] = [
  [{ nodes: { born: "utf8" } }, /"born" of nodes expected float64, .*got "utf8"/],
  [{ nodes: { code: "int32" } }, /"code" of nodes expected utf8, .*got "int32"/],
  [{ nodes: { place: "vector<float32, 3>" } }, /"place" of nodes expected vector<float32, ?2>/],
  [{ edges: { since: "float64" } }, /"since" of edges expected int64/],
  [{ nodes: { born: "float64" }, edges: { since: "list<int64>" } }, /"since" of edges expected int64/],
];

const AGREEING: readonly GraphSchema[] = [
  { nodes: { born: "float64", code: "utf8", place: "vector<float32, 2>" }, edges: { since: "int64" } },
  { nodes: { fresh: "bool" }, edges: { fresh: "bool" } },
  {},
];

describe("a schema", () => {
  it.each(CONTRADICTIONS)("%o contradicts the types there are", (schema, message) => {
    const before = image();
    for (const options of [
      {},
      { readOnly: true },
      { create: false },
      { takeOver: true },
      { autosave: true },
    ]) {
      expect(() => Graph.open(path, { ...options, schema })).toThrow(TypeError);
      expect(() => Graph.open(path, { ...options, schema })).toThrow(message);
    }
    expect(image()).toEqual(before);
    const graph = Graph.open(path, { readOnly: true });
    const bundle = graph.history.bundle();
    const into = join(folder, "into");
    // a schema is no part of a bundle: only what has values has a type there
    const isInBundle = !("code" in (schema.nodes ?? {})) && !("place" in (schema.nodes ?? {}));
    for (const copy of [{}, { path: into }]) {
      expect(() => Graph.clone(graph, { ...copy, schema })).toThrow(message);
      expect(() => Graph.clone(path, { ...copy, schema })).toThrow(message);
      if (isInBundle) expect(() => Graph.fromBundle(bundle, { ...copy, schema })).toThrow(message);
      expect(existsSync(into)).toBe(false);
    }
    graph.close();
  });

  it.each(AGREEING)("%o goes with them", (schema) => {
    for (const options of [{}, { readOnly: true }]) {
      const graph = Graph.open(path, { ...options, schema });
      expect(graph.nodes.get(1, "born")).toBe(1912);
      expect(graph.status().clean).toBe(true);
      graph.close();
    }
    const graph = Graph.open(path, { readOnly: true });
    for (const copy of [
      Graph.clone(graph, { schema }),
      Graph.fromBundle(graph.history.bundle(), { schema, path: join(folder, "into") }),
    ]) {
      expect(copy.nodes.get(1, "born")).toBe(1912);
      copy.close();
    }
    graph.close();
  });
});
