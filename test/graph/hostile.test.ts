// Public functions of a graph, its elements, selections and filters given every plain value there is: each succeeds or
// throws an error of groggy's own words, never one of the engine's, and changes nothing where it throws.
import { describe, expect, it } from "vitest";
import { attribute, Graph, label, parameter, type } from "../../src/index.js";
import { dumpGraph } from "./fixture.js";

const circular: Record<string, unknown> = {};
circular.self = { list: [circular] };

const VALUES: readonly unknown[] = [
  null,
  undefined,
  true,
  Number.NaN,
  Infinity,
  -1,
  0,
  0.5,
  2 ** 53,
  1n,
  -(2n ** 70n),
  "",
  "\ud800",
  "a",
  {},
  [],
  [null],
  [[]],
  [undefined],
  new Array(5),
  Symbol("s"),
  () => 1,
  circular,
  Object.create(null),
  new Date(Number.NaN),
  /x/,
  new Map([[1, 2]]),
  new Set(["a"]),
  new Uint8Array(2),
  new Float32Array(0),
  new DataView(new ArrayBuffer(1)),
  { length: 3 },
  { length: -1 },
  { constructor: { name: Symbol("n") } },
  { constructor: null },
  { kind: "and" },
  { kind: "compare", operator: "=" },
  { kind: "in", operand: { kind: "attribute", name: "n" }, list: 5 },
  { kind: "between", operand: null },
  { kind: "not", term: circular },
  { origin: "x" },
  { ids: [0], values: null },
  new Array(2 ** 32 - 1),
  { [Symbol.iterator]: 5 },
]; // prettier-ignore

const any = (value: unknown) => value as never;
type Call = (graph: Graph, a: never, b: never) => unknown;

const CALLS: Record<string, Call> = {
  addNode: (g, a, b) => g.addNode(a, b),
  "addNode of a value": (g, a) => g.addNode({ fresh: a }),
  "addNode of a nested value": (g, a) => g.addNode({ fresh: { deep: [a] } }),
  "addNode, list": (g, a) => g.addNode({ list: [1, a] as never }),
  addEdge: (g, a, b) => g.addEdge(a, b),
  "addEdge with": (g, a, b) => g.addEdge(0, 2, a, b),
  addNodes: (g, a, b) => g.addNodes(a === 2 ** 53 ? 1 : a, b),
  "addNodes with": (g, a, b) => g.addNodes(1, { labels: a, attributes: b }),
  "addNodes, column": (g, a) => g.addNodes(2, { attributes: { fresh: a } }),
  addEdges: (g, a, b) => g.addEdges(a, b),
  "addEdges with": (g, a, b) => g.addEdges([0], [2], { type: a, attributes: b }),
  removeNode: (g, a) => g.removeNode(a),
  removeNodes: (g, a) => g.removeNodes(a),
  removeEdge: (g, a) => g.removeEdge(a),
  removeEdges: (g, a) => g.removeEdges(a),
  node: (g, a) => g.node(a),
  mergeNode: (g, a, b) => g.mergeNode(a, b),
  "mergeNode with labels": (g, a) => g.mergeNode("x", {}, a),
  mergeEdge: (g, a, b) => g.mergeEdge(a, b),
  "mergeEdge with": (g, a, b) => g.mergeEdge(0, 2, a, b),
  mergeNodes: (g, a, b) => g.mergeNodes(a, b),
  "mergeNodes with": (g, a, b) => g.mergeNodes({ name: ["x"], fresh: a }, b),
  "mergeNodes, keys": (g, a) => g.mergeNodes({ name: a }),
  "mergeNodes, a key": (g, a) => g.mergeNodes({ name: ["x", a] }, { labels: a }),
  mergeEdges: (g, a, b) => g.mergeEdges(a, b),
  "mergeEdges with": (g, a, b) => g.mergeEdges([0], [2], { type: a, attributes: b }),
  "mergeEdges by": (g, a, b) => g.mergeEdges([0], [2], { by: a, label: b }),
  "addEdges by key": (g, a, b) => g.addEdges(a, b, { by: "key" }),
  "addEdges, a key": (g, a, b) => g.addEdges([a], [b], { by: "key" }),
  updateNode: (g, a, b) => g.updateNode(a, b),
  "updateNode to": (g, a) => g.updateNode(0, () => a),
  "updateEdge to a value": (g, a) => g.updateEdge(0, () => ({ fresh: a })),
  hasNode: (g, a) => g.hasNode(a),
  source: (g, a) => g.source(a),
  edgesBetween: (g, a, b) => g.edgesBetween(a, b),
  neighbors: (g, a, b) => g.neighbors(a, b),
  incidentEdges: (g, a) => g.incidentEdges(a),
  degree: (g, a, b) => g.degree(a, b),
  subgraph: (g, a) => g.subgraph(a),
  get: (g, a, b) => g.nodes.get(a, b),
  "get by name": (g, a) => g.nodes.get(0, a),
  set: (g, a, b) => g.nodes.set(a, b),
  "set a value": (g, a) => g.nodes.set(0, { age: a }),
  setColumn: (g, a, b) => g.nodes.setColumn("n", a, b),
  "setColumn by name": (g, a) => g.nodes.setColumn(a, [0], [1]),
  "setColumn, values": (g, a) => g.nodes.setColumn("fresh", [0, 2], a),
  column: (g, a) => g.nodes.column(a),
  labels: (g, a) => g.nodes.labels(a),
  addLabel: (g, a, b) => g.nodes.addLabel(a, b),
  removeLabel: (g, a) => g.nodes.removeLabel(0, a),
  setLabels: (g, a, b) => g.nodes.setLabels(a, b),
  "setLabels of": (g, a) => g.nodes.setLabels(0, a),
  identity: (g, a) => g.nodes.identity(a),
  withIdentity: (g, a) => g.nodes.withIdentity(a),
  select: (g, a) => g.nodes.select(a),
  withLabel: (g, a) => g.nodes.withLabel(a),
  createIndex: (g, a, b) => g.nodes.createIndex(a, b),
  dropIndex: (g, a, b) => g.nodes.dropIndex(a, b),
  where: (g, a, b) => g.nodes.where(a, b),
  "where with parameters": (g, a) => g.nodes.where("age = $x", a),
  "where with a parameter": (g, a) => g.nodes.where("age = $x", { x: a }),
  "where with a list": (g, a) => g.nodes.where("age IN $x", { x: a }),
  "where between": (g, a, b) => g.nodes.where("age BETWEEN $x AND $y", { x: a, y: b }),
  "where on text": (g, a) => g.nodes.where("name STARTS WITH $x", { x: a }),
  "where on parameters": (g, a, b) => g.nodes.where("$x < $y", { x: a, y: b }),
  "where built": (g, a) => g.nodes.where(attribute("age").equals(a)),
  "where built of": (g, a) => g.nodes.where(attribute(a).isNull()),
  "where in": (g, a) => g.nodes.where(attribute("age").in(a)),
  "where contains": (g, a) => g.nodes.where(attribute("name").contains(a)),
  "where of a nested expression": (g, a, b) =>
    g.nodes.where(any({ kind: "and", terms: [{ kind: "not", term: a }, b] })),
  "where of operands": (g, a, b) => g.nodes.where(any({ kind: "compare", operator: "<", left: a, right: b })),
  "where of names": (g, a) => g.nodes.where(any({ kind: "class", names: a })),
  label: (_, a) => label(a),
  type: (_, a) => type(a),
  parameter: (_, a) => parameter(a),
  "and, or": (_, a, b) => label("A").and(a).or(b),
  "selection.has": (g, a) => g.nodes.all().has(a),
  "selection.and": (g, a) => g.nodes.all().and(a),
  "selection.or": (g, a) => g.nodes.all().or(a),
  "selection.where": (g, a, b) => g.nodes.all().where(a, b),
  "selection.column": (g, a) => g.nodes.all().column(a),
  at: (g, a) => g.at(a),
  commit: (g, a, b) => g.commit(a, b),
  "commit with meta": (g, a) => g.commit("m", { meta: a }),
  branch: (g, a, b) => g.branch(a, b),
  checkout: (g, a, b) => g.checkout(a, b),
  merge: (g, a, b) => g.merge(a, b),
  "new Graph": (_, a) => new Graph(a),
  "new Graph with": (_, a, b) => new Graph({ key: a, schema: b }),
  "Graph.clone": (_, a, b) => Graph.clone(any(typeof a === "string" ? new Graph() : a), b),
};

const OWN = /expected|cannot be compared|cannot be a key|already/;

function world(): Graph {
  const graph = new Graph({ key: "name", clock: () => 0 });
  graph.addNodes(3, { labels: "A", attributes: { age: [1, 2, 3], name: ["a", "b", null] } });
  graph.addEdges([0, 2], [2, 0], { type: "T" });
  graph.commit("first");
  graph.nodes.set(0, { age: 10 });
  return graph;
}

function expectHandled(graph: Graph, before: string, call: Call, a: unknown, b: unknown): boolean {
  try {
    call(graph, any(a), any(b));
    return true;
  } catch (error) {
    const { name, message } = error as Error;
    expect(name).toMatch(/^(TypeError|RangeError|GroggyError|FilterSyntaxError|LimitError)$/);
    expect(message).toMatch(OWN);
    expect(dumpGraph(graph)).toBe(before);
    return false;
  }
}

describe.each(Object.entries(CALLS))("%s", (_, call) => {
  it("takes every plain value or refuses it in words of its own", () => {
    let graph = world();
    const before = dumpGraph(graph);
    const pairs = [
      ...VALUES.map((a) => [a, undefined]),
      ...VALUES.flatMap((a) => VALUES.filter((_, i) => i % 5 === 0).map((b) => [a, b])),
      ...VALUES.map((b) => [0, b]),
    ];
    for (const [a, b] of pairs) if (expectHandled(graph, before, call, a, b)) graph = world();
  });
});

describe("a fault inside of a value", () => {
  const at = (value: unknown) => () => new Graph().addNode({ doc: value as never });

  it.each<[unknown, string]>([
    [{ items: [1, 2, 3, { when: 1n }] }, '"doc.items[3].when" expected a JSON value, got 1n'],
    [{ "odd key": [Number.NaN] }, '"doc["odd key"][0]" expected a finite number, got NaN'],
    [{ a: { b: "\ud800" } }, '"doc.a.b" expected a string without lone surrogates, got "\\ud800"'],
    [{ a: { "\ud800": 1 } }, '"doc.a" expected keys without lone surrogates, got "\\ud800"'],
    [{ a: [new Map()] }, '"doc.a[0]" expected a plain object or an array, got a Map'],
    [{ a: () => 1 }, '"doc.a" expected a JSON value, got a function'],
    [circular, '"doc.self.list[0]" expected a value without cycles, got an object that contains itself'],
    [[[1, undefined]], '"doc[0][1]" expected a JSON value, got undefined'],
  ])("is placed", (value, message) => {
    expect(at(value)).toThrow(message);
  });

  it("is placed in lists, vectors, columns and the meta of a commit", () => {
    const graph = new Graph({
      schema: { nodes: { l: "list<float64>", v: "vector<float32, 2>", j: "json", d: "list<json>" } },
    });
    const add = (attributes: object) => () => graph.addNode(attributes);
    expect(add({ l: [1, null] })).toThrow('"l[1]" expected float64, got null');
    expect(add({ l: [1, "x"] })).toThrow('"l[1]" expected float64, got "x"');
    expect(add({ v: [1, "x"] })).toThrow('"v[1]" expected float32, got "x"');
    expect(add({ v: [1] })).toThrow('attribute "v" expected vector<float32, 2>, got an array of 1');
    expect(add({ d: [1, { a: 1n }] })).toThrow('"d[1].a" expected a JSON value, got 1n');
    expect(() => graph.addNodes(2, { attributes: { j: [{}, { a: [1n] }] } })).toThrow(
      '"j.a[0]" expected a JSON value, got 1n at position 1',
    );
    expect(() => graph.commit("m", { meta: { a: { b: [Number.NaN] } } })).toThrow(
      '"meta.a.b[0]" expected a finite',
    );
    const deep = JSON.parse("[".repeat(1002) + "]".repeat(1002));
    expect(add({ j: deep })).toThrow(/^attribute "j\[0\].*….*" expected at most 1000 levels, got more$/);
    expect(graph.nodeCount).toBe(0);
  });

  it("is placed in an expression", () => {
    const graph = world();
    const find = (filter: unknown) => () => graph.nodes.where(filter as never);
    expect(find({ kind: "or", terms: [label("A"), { kind: "compare", operator: "~" }] })).toThrow(
      '"filter.terms[1].operator" expected one of "=", "<>", "<", "<=", ">", ">=", got "~"',
    );
    expect(find({ kind: "between", operand: { kind: "attribute", name: "age" } })).toThrow(
      '"filter.low" expected an operand, got undefined',
    );
    expect(find({ kind: "class" })).toThrow('"filter.names" expected an array of names, got undefined');
    expect(find(attribute("age"))).toThrow(/^"filter.kind" expected one of/);
  });
});
