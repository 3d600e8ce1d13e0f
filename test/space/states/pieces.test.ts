// Parts of the space that programs on a graph do not show one by one.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GroggyError, InvariantError, LimitError } from "../../../src/errors.js";
import { Graph } from "../../../src/index.js";
import { CellLog } from "../../../src/space/deltas/cell-log.js";
import { runs } from "../../model/arbitrary.js";

describe("a log of changed cells", () => {
  it("gives each element once, ascending, with what was recorded first", () => {
    const element = fc.oneof(fc.nat(20), fc.constantFrom(2 ** 32 - 2, 65536));
    const record = fc.tuple(element, fc.integer({ min: -1, max: 9 }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (records) => {
        const log = new CellLog();
        const first = new Map<number, number>();
        for (const [id, before] of records) {
          log.record(id, before);
          if (!first.has(id)) first.set(id, before);
        }
        const seen: [number, number][] = [];
        log.forEachFirst((id, before) => {
          seen.push([id, before]);
        });
        expect(seen).toEqual([...first].sort(([a], [b]) => a - b));
      }),
      runs(100),
    );
  });
});

describe("a column view", () => {
  const graph = new Graph({ schema: { nodes: { i: "int32", f: "float32", empty: "utf8" } } });
  graph.addNode({ i: 1, f: 0.5, d: -0, l: 5n, t: new Date(7), b: false, s: "a", j: { x: 1 } } as never);
  graph.addNode();
  graph.addNode({ i: -1, f: Number.NaN, d: 2, l: -1n, t: new Date(-7), b: true, s: "", j: [] } as never);
  const column = (name: string) => graph.nodes.column(name as "i");

  it.each<[string, unknown, unknown[]]>([
    ["i", Int32Array.of(1, 0, -1), [1, undefined, -1]],
    ["f", Float32Array.of(0.5, 0, Number.NaN), [0.5, undefined, Number.NaN]],
    ["d", Float64Array.of(-0, 0, 2), [-0, undefined, 2]],
    ["l", BigInt64Array.of(5n, 0n, -1n), [5n, undefined, -1n]],
    ["t", Float64Array.of(7, 0, -7), [new Date(7), undefined, new Date(-7)]],
    ["b", Uint8Array.of(0, 0, 1), [false, undefined, true]],
    ["s", ["a", undefined, ""], ["a", undefined, ""]],
    ["j", [{ x: 1 }, undefined, []], [{ x: 1 }, undefined, []]],
    ["empty", [undefined, undefined, undefined], [undefined, undefined, undefined]],
    ["unknown", [undefined, undefined, undefined], [undefined, undefined, undefined]],
  ])("of %s has values by position, and tells those that are absent", (name, values, items) => {
    const view = column(name);
    expect(view.values).toEqual(values);
    expect([view.name, view.length]).toEqual([name, 3]);
    expect(view.absentCount).toBe(items.filter((item) => item === undefined).length);
    expect(view.toArray()).toEqual(items);
    expect([...view]).toEqual(items);
    expect([0, 1, 2].map((i) => view.has(i))).toEqual(items.map((item) => item !== undefined));
    expect([view.at(-1), view.at(-4), view.get(3)]).toEqual([items[2], undefined, undefined]);
    expect([view.get(-1), view.has(3), view.has(-1)]).toEqual([undefined, false, false]);
  });

  it("is a copy: what is written later does not show in it", () => {
    const own = new Graph();
    own.addNodes(2, { attributes: { x: Float64Array.of(1, 2) } });
    const before = own.nodes.column("x");
    own.nodes.set(0, { x: 9 });
    own.removeNode(1);
    expect(before.toArray()).toEqual([1, 2]);
    (before.values as Float64Array).fill(0);
    expect(own.nodes.get(0, "x")).toBe(9);
  });

  it("of a selection is aligned with its ids", () => {
    const selection = graph.nodes.select([2, 0]);
    expect([[...selection.ids()], selection.column("i" as never).toArray()]).toEqual([
      [0, 2],
      [1, -1],
    ]);
  });
});

describe("a selection", () => {
  const graph = new Graph();
  graph.addNodes(70_000, { labels: "A" });
  graph.addEdges([0, 1, 2], [1, 2, 0]);
  graph.removeNode(5);
  const select = (...ids: number[]) => graph.nodes.select(ids);

  it("is a set: and, or, not", () => {
    expect([...select(1, 2, 65_536).and(select(2, 65_536, 7))]).toEqual([2, 65_536]);
    expect([...select(2, 1).or(select(7, 1))]).toEqual([1, 2, 7]);
    expect(select(1, 2).not().count).toBe(70_000 - 1 - 2);
    expect(select(1).not().has(5)).toBe(false);
    expect([select(1).kind, graph.edges.all().kind, [...select()].length]).toEqual(["node", "edge", 0]);
  });

  it("stays as it was while the graph moves on", () => {
    const own = new Graph();
    own.addNodes(3);
    const all = own.nodes.all();
    own.removeNode(1);
    own.addNode();
    expect([...all]).toEqual([0, 1, 2]);
    expect([...own.nodes.all().and(all)]).toEqual([0, 2]);
    expect([...own.subgraph(all).nodes]).toEqual([0, 2]);
  });

  it("makes the same subgraph of few nodes, which are asked, and of many, which are filtered", () => {
    const own = new Graph();
    const ids = own.addNodes(100);
    const edges = own.addEdges(
      Array.from({ length: 5000 }, (_, i) => (i * 7) % 100),
      Array.from({ length: 5000 }, (_, i) => (i * i) % 100),
    );
    for (const count of [0, 1, 3, 50, 100]) {
      const kept = ids.slice(0, count);
      const expected = edges.filter((edge) => own.source(edge) < count && own.target(edge) < count);
      expect([...own.subgraph(own.nodes.select(kept)).edges.ids()]).toEqual([...expected]);
    }
  });

  it("of another graph is refused", () => {
    const message =
      '"selection" expected a selection of nodes of the same graph, got one of another graph\'s nodes';
    expect(() => select(1).and(new Graph().nodes.all())).toThrow(
      expect.objectContaining({ code: "FOREIGN_SELECTION", message }),
    );
  });
});

describe("a node with many edges", () => {
  it.each([23, 24, 25, 63, 64, 65, 1000])(
    "has its %i neighbours once each, in the order of the oldest edge",
    (count) => {
      const graph = new Graph();
      graph.addNodes(count + 1);
      const ends = Array.from({ length: count }, (_, i) => count - i);
      const hub = ends.map(() => 0);
      graph.addEdges(hub, ends);
      graph.addEdges(hub, ends.toReversed());
      expect([...graph.neighbors(0)]).toEqual(ends);
      expect(graph.degree(0)).toBe(2 * count);
      expect(graph.incidentEdges(0, "both")).toHaveLength(2 * count);
      graph.removeNode(ends[0]);
      expect([...graph.neighbors(0)]).toEqual(ends.slice(1));
    },
  );
});

describe("errors", () => {
  it("say what they are, with their data and cause", () => {
    const cause = new Error("inner");
    const error = new GroggyError("NO_COMMIT", "message", { a: 1 }, cause);
    expect([error.name, error.code, error.data, error.cause]).toEqual([
      "GroggyError",
      "NO_COMMIT",
      { a: 1 },
      cause,
    ]);
    const limit = new LimitError("things", 5, 6);
    expect([limit.name, limit.code, limit.message, limit.data]).toEqual([
      "LimitError",
      "LIMIT",
      "things expected at most 5, got 6",
      { what: "things", limit: 5, received: 6 },
    ]);
    expect(new InvariantError("x").message).toBe("groggy broke an invariant of its own: x");
  });
});
