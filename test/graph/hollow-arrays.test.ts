/** Arrays whose memory is gone, and objects that look like typed arrays and are none. */
import { describe, expect, test } from "vitest";
import { Graph } from "../../src/index.js";

function build(): Graph {
  const graph = new Graph();
  graph.addNodes(3, { attributes: { n: [1, 2, 3], v: [1, 2, 3].map((x) => Float32Array.of(x, 1)) } });
  graph.addEdges([0, 1], [1, 2]);
  graph.commit("one");
  graph.removeNode(2);
  graph.commit("two");
  return graph;
}

function transferred<A extends ArrayBufferView>(array: A): A {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

/** Calls that take ids, each with an array of them. */
const CALLS: Record<string, (graph: Graph, ids: never) => unknown> = {
  select: (graph, ids) => [...graph.nodes.select(ids)],
  values: (graph, ids) => graph.nodes.values(ids, "n"),
  rowsOf: (graph, ids) => graph.nodes.rowsOf(ids),
  degrees: (graph, ids) => [...graph.degrees(ids)],
  removeNodes: (graph, ids) => graph.removeNodes(ids),
  removeEdges: (graph, ids) => graph.removeEdges(ids),
  restore: (graph, ids) => graph.history.restore("HEAD~1", { nodes: ids }),
  setColumn: (graph, ids) => graph.nodes.setColumn("n", ids, []),
  addEdges: (graph, ids) => [...graph.addEdges(ids, [])],
  mergeEdges: (graph, ids) => [...graph.mergeEdges(ids, []).ids],
};

describe.each(Object.entries(CALLS))("%s", (_, call) => {
  test.each([
    ["float64", () => Float64Array.of(0, 1)],
    ["int32", () => Int32Array.of(0, 1)],
    ["uint32", () => Uint32Array.of(0, 1)],
  ])("an array of %s whose memory was transferred has no items", (_, make) => {
    const graph = build();
    const whole = call(build(), [] as never);
    expect(call(graph, transferred(make()) as never)).toEqual(whole);
    expect(graph.status().clean).toBe(true);
  });

  test.each([
    ["a proxy of a typed array", new Proxy(Float64Array.of(0, 1), {})],
    ["an object with the prototype of one", Object.create(Uint32Array.prototype)],
    ["a DataView", new DataView(new ArrayBuffer(8))],
    ["a DataView whose memory was transferred", transferred(new DataView(new ArrayBuffer(8)))],
  ])("%s is refused by name", (_, ids) => {
    const graph = build();
    expect(() => call(graph, ids as never)).toThrow(/^"(ids|sources|nodes)" expected .*, got a /);
    expect(graph.status().clean).toBe(true);
  });
});

test.each([
  ["a DataView", new DataView(new ArrayBuffer(8))],
  ["a proxy of a typed array", new Proxy(Float32Array.of(0, 1), {})],
])("%s is no vector to search for", (_, vector) => {
  const { nodes } = build();
  const given = vector as unknown as Float32Array;
  expect(() => nodes.nearest("v", given)).toThrow(/^"vector" expected an array of numbers, got a /);
  expect(() => nodes.nearestMany("v", [given])).toThrow(
    /^"vectors\[0\]" expected an array of numbers, got a /,
  );
  expect(() => nodes.nearestMany("v", given)).toThrow(
    /^"vectors" expected a Float32Array of rows, .*, got a /,
  );
});
