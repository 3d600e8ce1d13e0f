import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { rowMask, rowMaskWork } from "../../../src/space/index/row-mask.js";
import { indexWork } from "../../../src/space/index/value-index.js";
import type { ElementState } from "../../../src/space/states/element-state.js";
import type { GraphView } from "../../../src/view.js";
import { commands, runCommands } from "./programs.js";

/** The rows of each column that count, asked of each row by itself. */
function naiveMask(state: ElementState, name: string): Map<string, number[]> {
  const masks = new Map<string, number[]>();
  const attribute = state.attribute(name);
  for (const { stored, rows } of attribute?.mixed ?? (attribute === undefined ? [] : [attribute])) {
    const counted: number[] = [];
    for (let row = 0; row < stored.rowCount; row++) {
      const owner = stored.owner(row);
      if (state.live.has(owner) && rows.get(owner) === row) counted.push(row);
    }
    masks.set(stored.type, counted);
  }
  return masks;
}

function masksOf(state: ElementState, name: string): Map<string, number[]> {
  const attribute = state.attribute(name);
  const all = attribute?.mixed ?? (attribute === undefined ? [] : [attribute]);
  return new Map(all.map((each) => [each.stored.type, [...rowMask(state, each).toArray()]]));
}

function checkMasks({ nodes, edges }: GraphView): void {
  for (const [{ state }, name] of [
    [nodes, "vector"],
    [nodes, "n"],
    [edges, "vector"],
  ] as const)
    expect(masksOf(state, name)).toEqual(naiveMask(state, name));
}

test("a mask has the rows that live elements point at, in every state of random histories", () => {
  fc.assert(
    fc.property(commands, (list) => {
      runCommands(new Graph(), list, checkMasks);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test("a mask within some elements has their rows", () => {
  const graph = new Graph();
  graph.addNodes(10_000, { attributes: { n: Int32Array.from({ length: 10_000 }, (_, i) => i) } });
  for (let id = 0; id < 10_000; id += 7) graph.nodes.set(id, { n: -id });
  const { state } = graph.nodes;
  const attribute = state.attribute("n")!;
  const some = graph.nodes.where("n < 5000").bitmap;
  const expected = [...some.toArray()].map((id) => attribute.rows.get(id)).sort((a, b) => a - b);
  expect([...rowMask(state, attribute, some).toArray()]).toEqual(expected);
});

test("one changed value rereads one page, and the same state none", () => {
  const graph = new Graph();
  const count = 300_000;
  graph.addNodes(count, { attributes: { n: Int32Array.from({ length: count }, (_, i) => i) } });
  graph.commit("start");
  const maskNow = (view: GraphView) => rowMask(view.nodes.state, view.nodes.state.attribute("n")!);
  const first = maskNow(graph);
  expect(first.count).toBe(count);
  rowMaskWork.pagesRead = 0;
  expect(maskNow(graph)).toBe(first);
  expect(maskNow(graph.at("HEAD"))).toBe(first);
  expect(rowMaskWork.pagesRead).toBe(0);
  graph.nodes.set(123_456, { n: -1 });
  graph.removeNode(5);
  const second = maskNow(graph);
  expect(rowMaskWork.pagesRead).toBeLessThanOrEqual(8);
  expect([second.count, second.has(123_456), second.has(count), second.has(5)]).toEqual([
    count - 1,
    false,
    true,
    false,
  ]);
  // the past is remembered, and not touched by what was written since
  expect(maskNow(graph.at("HEAD"))).toBe(first);
  expect([first.count, first.has(123_456), first.has(count)]).toEqual([count, true, false]);
});

test("views of the past and parts filter by the graph's indices, and no row goes into one twice", () => {
  for (const kind of ["hash", "sorted", "bitmap"] as const) {
    const graph = new Graph();
    const count = 5000;
    graph.addNodes(count, { attributes: { n: Int32Array.from({ length: count }, (_, i) => i % 1000) } });
    graph.commit("start");
    graph.nodes.createIndex("n", { kind });
    indexWork.rowsInserted = 0;
    expect(graph.nodes.where("n = 7").count).toBe(5);
    expect(indexWork.rowsInserted).toBe(count);
    graph.branch("other");
    graph.checkout("other");
    graph.nodes.set(7, { n: 8 });
    graph.removeNode(1007);
    graph.commit("changed");
    graph.addNode("New", { n: 7 });
    const start = graph.at("main");
    expect(start.nodes.indexList).toEqual([{ name: "n", kind }]);
    expect([...start.nodes.where("n = 7").ids()]).toEqual([7, 1007, 2007, 3007, 4007]);
    expect([...graph.at("other").nodes.where("n = 7").ids()]).toEqual([2007, 3007, 4007]);
    const part = graph.subgraph(graph.nodes.select([2007, 5000, 8]));
    expect([...part.nodes.where("n = 7").ids()]).toEqual([2007, 5000]);
    graph.commit("added");
    graph.checkout("main");
    graph.merge("other").commit();
    expect([...graph.nodes.where("n = 7").ids()]).toEqual([2007, 3007, 4007, 5000]);
    expect([...start.nodes.where("n = 7").ids()]).toEqual([7, 1007, 2007, 3007, 4007]);
    expect(indexWork.rowsInserted).toBe(count + 2);
  }
});

test("filters with indices on views equal scans, in every state of random histories", () => {
  fc.assert(
    fc.property(commands, fc.constantFrom("hash", "sorted", "bitmap"), (list, kind) => {
      const graph = new Graph();
      graph.nodes.createIndex("n", { kind });
      runCommands(graph, list, ({ nodes }) => {
        // text cannot be compared with a number
        if (nodes.schema.n === "utf8") return;
        for (let value = 0; value < 7; value++) {
          const scanned = [...nodes].filter((id) => (nodes.get(id, "n") as unknown) === value);
          const found = nodes.where("n = $value", { value }, { unknown: "absent" });
          expect([...found.ids()]).toEqual(scanned);
        }
      });
    }),
    { numRuns: 60 },
  );
}, 60_000);
