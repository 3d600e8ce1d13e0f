// What formats write with: columns whose type is stated, new elements and old ones.
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";
import { RawColumn } from "../../../src/view.js";

const ints = (...values: number[]) =>
  ({ kind: "numbers", values: Int32Array.from(values), width: 1 }) as const;

describe("a raw column", () => {
  test("tells what is absent from its bits", () => {
    const column = new RawColumn("int32", ints(5, 6, 7), { validity: Uint8Array.of(0b11111101) });
    expect([column.length, column.absentCount, column.has(0), column.has(1)]).toEqual([3, 1, true, false]);
    expect(column.presentRows()).toEqual(Int32Array.of(0, 2));
    expect(column.toArray()).toEqual([5, undefined, 7]);
    expect(new RawColumn("int32", ints(5)).presentRows()).toBeUndefined();
  });

  test.each([
    [
      "new elements",
      (graph: Graph, column: RawColumn) => graph.addNodes(3, { attributes: { a: column as never } }),
    ],
    [
      "elements that were there",
      (graph: Graph, column: RawColumn) => graph.nodes.setColumn("a", graph.addNodes(3), column as never),
    ],
  ])("is written to %s", (_, write) => {
    const graph = new Graph();
    write(graph, new RawColumn("int32", ints(5, 6, 7)));
    write(graph, new RawColumn("int32", ints(8, 0, 9), { validity: Uint8Array.of(0b101) }));
    write(graph, new RawColumn("int32", [1, undefined, 3]));
    expect(graph.nodes.schema).toEqual({ a: "int32" });
    expect(graph.nodes.column("a").toArray()).toEqual([5, 6, 7, 8, undefined, 9, 1, undefined, 3]);
  });

  test("takes values away where it has none", () => {
    const graph = new Graph();
    graph.addNodes(2, { attributes: { a: Int32Array.of(1, 2) } });
    graph.commit("two");
    graph.nodes.setColumn(
      "a",
      [0, 1],
      new RawColumn("int32", ints(9, 0), { validity: Uint8Array.of(1) }) as never,
    );
    expect(graph.nodes.column("a").toArray()).toEqual([9, undefined]);
    expect(graph.at("main").nodes.column("a").toArray()).toEqual([1, 2]);
  });

  test("without a value makes no attribute", () => {
    const graph = new Graph();
    const none = () => new RawColumn("int32", ints(0, 0), { validity: Uint8Array.of(0) }) as never;
    graph.addNodes(2, { attributes: { a: none(), b: new RawColumn("json", [undefined, null]) as never } });
    graph.nodes.setColumn("a", [0, 1], none());
    expect(graph.nodes.schema).toEqual({});
  });

  test("of another type is put to the attribute value by value", () => {
    const graph = new Graph({ schema: { nodes: { a: "float64" } } });
    graph.addNodes(2, { attributes: { a: new RawColumn("int32", ints(1, 2)) as never } });
    expect(graph.nodes.column("a").toArray()).toEqual([1, 2]);
    const texts = new RawColumn("utf8", { kind: "codes", codes: Uint32Array.of(0), strings: ["x"] });
    expect(() => graph.addNodes(1, { attributes: { a: texts as never } })).toThrow(
      new TypeError('attribute "a" expected float64, got "x" at position 0'),
    );
  });

  test("of other lengths is refused", () => {
    const graph = new Graph();
    expect(() => graph.addNodes(2, { attributes: { a: new RawColumn("int32", ints(1)) as never } })).toThrow(
      new RangeError('attribute "a" expected 2 values, got 1'),
    );
  });
});
