// Upserts of many nodes and edges: the same as one by one, in one piece.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { runs } from "../model/arbitrary.js";
import { dumpGraph } from "./fixture.js";

const any = (value: unknown) => value as never;
const code = (expected: string, data: object = {}) =>
  expect.objectContaining({ code: expected, data: expect.objectContaining(data) });

/** All that can be read of a graph, and the root of a commit of it. */
function stateOf(graph: Graph): string[] {
  const dump = dumpGraph(graph);
  return [dump, graph.commit("state", { time: 0, allowEmpty: true }).root];
}

const KEYS: Record<string, fc.Arbitrary<unknown>> = {
  utf8: fc.constantFrom("a", "b", "c", "é", "e\u0301", ""),
  float64: fc.constantFrom(0, -0, 1, 0.1, Infinity),
  float32: fc.constantFrom(0, -0, 0.1, Math.fround(0.1), 16777216, 16777217),
  int64: fc.constantFrom(1, 1n, 2n ** 53n, 2n ** 53n + 1n, 0),
  bool: fc.boolean(),
  timestamp: fc.constantFrom(0, new Date(0), 5, 5n),
  binary: fc.constantFrom(Uint8Array.of(1), Buffer.from([1]), Uint8Array.of(2)),
};

const row = fc.record({
  n: fc.option(fc.constantFrom(0, -0, 1, 2.5, Number.NaN), { freq: 3 }),
  s: fc.option(fc.constantFrom("x", "y", ""), { freq: 3, nil: undefined }),
  labels: fc.subarray(["A", "B", "C"]),
});

describe("mergeNodes", () => {
  for (const [type, keys] of Object.entries(KEYS)) {
    it(`is mergeNode row by row, with keys of ${type}`, () => {
      const batch = fc.record({
        rows: fc.array(fc.tuple(keys, row), { maxLength: 12 }),
        columns: fc.subarray(["n", "s"] as const),
        labels: fc.constantFrom("none", "same", "each"),
        commit: fc.boolean(),
        remove: fc.nat(20),
      });
      fc.assert(
        fc.property(fc.array(batch, { maxLength: 4 }), (batches) => {
          const make = () => new Graph({ key: "k", schema: { nodes: { k: any(type) } }, clock: () => 0 });
          const [bulk, single] = [make(), make()];
          for (const { rows, columns, labels, commit, remove } of batches) {
            const given: Record<string, unknown[]> = { k: rows.map(([key]) => key) };
            for (const name of columns) given[name] = rows.map(([, each]) => each[name]);
            const labelsOf = (each: (typeof rows)[0][1]) =>
              labels === "none" ? undefined : labels === "same" ? ["A", "B"] : each.labels;
            const options =
              labels === "none"
                ? {}
                : { labels: any(labels === "same" ? ["A", "B"] : rows.map(([, each]) => each.labels)) };
            const before = new Set(single.nodes);
            const ids = rows.map(([key, each]) =>
              single.mergeNode(
                key,
                Object.fromEntries(columns.map((name) => [name, each[name] ?? null])),
                labelsOf(each),
              ),
            );
            const merged = bulk.mergeNodes(any(given), rows.length > 0 ? options : {});
            expect([...merged.ids]).toEqual(ids);
            expect([...merged.added]).toEqual([...new Set(ids)].filter((id) => !before.has(id)));
            for (const graph of [bulk, single]) {
              if (commit) graph.commit("c", { allowEmpty: true });
              if (graph.hasNode(remove)) graph.removeNode(remove);
            }
          }
          expect(stateOf(bulk)).toEqual(stateOf(single));
        }),
        runs(60),
      );
    });
  }

  it("is mergeNode row by row, with rules by label, and fails where that fails", () => {
    const value = fc.constantFrom<(string | null | undefined)[]>("a", "b", "c", "d", null, undefined);
    const rows = fc.array(
      fc.record({
        k: fc.constantFrom("a", "b", "c", null),
        j: fc.constantFrom(1, 2),
        name: value,
        badge: value,
        more: value,
        labels: fc.subarray(["L", "M"]),
      }),
      { minLength: 1, maxLength: 5 },
    );
    const batch = fc.record({
      rows,
      columns: fc.subarray(["name", "badge", "more"] as const),
      label: fc.constantFrom("One", "Two"),
      withLabels: fc.boolean(),
    });
    let failed = 0;
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 6 }), (batches) => {
        const make = () =>
          new Graph({
            keys: { One: "k", Two: ["k", "j"] },
            schema: {
              nodes: {
                One: { name: { required: true }, badge: { unique: true } },
                L: { more: { unique: true } },
                M: { more: { required: true } },
              },
            },
            clock: () => 0,
          }) as unknown as Graph;
        const [bulk, single] = [make(), make()];
        for (const { rows, columns, label, withLabels } of batches) {
          const names = label === "One" ? (["k", ...columns] as const) : (["k", "j", ...columns] as const);
          const given = Object.fromEntries(names.map((name) => [name, rows.map((each) => each[name])]));
          const options = withLabels ? { labels: rows.map((each) => each.labels) } : {};
          const loop = () =>
            single.transaction(() =>
              rows.map((each) =>
                single.mergeNode(
                  label,
                  any(Object.fromEntries(names.map((name) => [name, each[name] ?? null]))),
                  withLabels ? each.labels : undefined,
                ),
              ),
            );
          let ids: number[] | undefined;
          try {
            ids = loop();
          } catch {
            failed++;
          }
          if (ids === undefined)
            expect(() => bulk.mergeNodes(label, any(given), options)).toThrow(/expected/);
          else expect([...bulk.mergeNodes(label, any(given), options).ids]).toEqual(ids);
          expect(dumpGraph(bulk)).toBe(dumpGraph(single));
        }
        expect(stateOf(bulk)).toEqual(stateOf(single));
      }),
      runs(300),
    );
    expect(failed).toBeGreaterThan(20);
  });

  it("takes typed arrays, whose types attributes get", () => {
    const graph = new Graph({ key: "id" });
    const id = Int32Array.of(7, 8, 7);
    const { ids, added } = graph.mergeNodes({
      id,
      a: Float32Array.of(1, 2, 3),
      b: BigInt64Array.of(1n, 2n, 3n),
      c: Uint8Array.of(1, 0, 1),
    });
    expect([...ids, ...added]).toEqual([0, 1, 0, 0, 1]);
    expect(graph.nodes.schema).toEqual({ id: "int32", a: "float32", b: "int64", c: "int32" });
    expect(graph.nodes.get(0)).toEqual({ id: 7, a: 3, b: 3n, c: 1 });
    expect(graph.mergeNodes({ id: Int32Array.of(9, 8), a: Float32Array.of(9, 9) }).ids).toEqual(
      Uint32Array.of(2, 1),
    );
    expect([graph.node(9), graph.nodes.get(1, "a"), graph.nodes.get(2, "b")]).toEqual([2, 9, undefined]);
  });

  it("keeps the type of a typed column where a rule has rows written one by one", () => {
    const graph: Graph = new Graph({ key: "k", schema: any({ nodes: { A: { u: { unique: true } } } }) });
    graph.mergeNodes({ k: ["a", "b"], u: Int32Array.of(1, 2), w: Float32Array.of(1, 2) }, { labels: "A" });
    expect(() => graph.mergeNodes({ k: ["a", "b"], u: Int32Array.of(2, 1) })).toThrow(
      code("DUPLICATE_KEY", { row: 0, value: 2 }),
    );
    graph.mergeNodes({ k: ["a", "b", "a"], u: Int32Array.of(3, 1, 2), x: Int32Array.of(1, 2, 3) });
    expect(graph.nodes.column("u").toArray()).toEqual([2, 1]);
    expect(graph.nodes.schema).toMatchObject({ u: "int32", w: "float32", x: "int32" });
  });

  it("writes to the types that an attribute has", () => {
    const make = () => {
      const graph = new Graph({ key: "k", clock: () => 0 });
      graph.query(
        "CREATE (:A {k: 'a', v: 1.5}), (:A {k: 7.0, v: 'text'}), (:A {k: 'c'})-[:T {v: 1.5}]->(:A {k: true})",
      );
      graph.query("MATCH ()-[t:T]->() SET t.v = 'text'");
      return graph;
    };
    const [bulk, single] = [make(), make()];
    const keys = ["a", 7, "new", "a", true, "c", 8];
    const v = ["x", 2, 3, null, "y", 1.5, "z"];
    const ids = keys.map((key, i) => single.mergeNode(key, any({ v: v[i] })));
    expect([...bulk.mergeNodes(any({ k: keys, v })).ids]).toEqual(ids);
    for (const value of ["x", 2.5]) {
      const edge = single.mergeEdge(2, 3, "T", any({ v: value }));
      const merged = bulk.mergeEdges(any(["c"]), any([true]), {
        by: "key",
        type: "T",
        attributes: any({ v: [value] }),
      });
      expect([...merged.ids]).toEqual([edge]);
    }
    expect(stateOf(bulk)).toEqual(stateOf(single));
  });

  it("names the row and the column of what does not fit, and changes nothing", () => {
    const graph = new Graph({ key: "k" });
    graph.addNode({ k: "a", n: 1 });
    const before = dumpGraph(graph);
    const merge = (columns: unknown, options?: unknown) => () => graph.mergeNodes(any(columns), any(options));
    expect(merge({ k: ["a", "b"], n: [1, "x"] })).toThrow(
      'attribute "n" expected float64, got "x" at position 1',
    );
    expect(merge({ k: ["a", 5] })).toThrow('attribute "k" expected utf8, got 5 at position 1');
    expect(merge({ k: ["a", null] })).toThrow(code("MISSING_KEY", { key: "k", row: 1 }));
    expect(merge({ n: [1] })).toThrow(code("MISSING_KEY", { key: "k" }));
    expect(merge({ k: ["a"], n: [1, 2] })).toThrow('attribute "n" expected 1 values, got 2');
    expect(merge({ k: 5 })).toThrow('attribute "k" expected an array');
    expect(merge(["a"])).toThrow('"attributes" expected an object of columns');
    expect(merge(undefined)).toThrow('"attributes" expected an object of columns');
    expect(merge({ k: ["a"] }, { label: "A" })).toThrow('"options" expected only "labels"');
    expect(merge({ k: ["a"] }, { labels: [["A"], ["B"]] })).toThrow('"labels" expected 1, one for each node');
    expect(merge({ k: ["a"] }, { labels: [5] })).toThrow('"labels" expected a name');
    expect(() => graph.mergeNodes("A", { k: ["a"] })).toThrow(code("MISSING_KEY"));
    expect(() => new Graph().mergeNodes({ k: ["a"] })).toThrow(code("MISSING_KEY"));
    expect(() => new Graph({ keys: { A: "k" } }).mergeNodes({ k: ["a"] })).toThrow(code("MISSING_KEY"));
    const floats = new Graph({ key: "f" });
    expect(() => floats.mergeNodes({ f: [1, Number.NaN] })).toThrow('key "f" expected a boolean');
    expect(() => floats.mergeNodes({ f: [[1], [2]] })).toThrow("got an array of 1 at position 0");
    expect([dumpGraph(graph), floats.nodeCount]).toEqual([before, 0]);
  });

  it("is one change to those who listen, and part of a transaction that is taken back", () => {
    const graph = new Graph({ key: "k" });
    graph.addNode({ k: "a" });
    const told: unknown[] = [];
    graph.onChange(({ nodes, edges }) => told.push([nodes.counts, edges.counts]));
    graph.mergeNodes({ k: ["a", "b", "b"], n: [1, 2, 3] });
    graph.mergeEdges([0, 0], [1, 1], { type: "T" });
    expect(told).toEqual([
      [
        { added: 1, removed: 0, changed: 1 },
        { added: 0, removed: 0, changed: 0 },
      ],
      [
        { added: 0, removed: 0, changed: 0 },
        { added: 1, removed: 0, changed: 0 },
      ],
    ]);
    const before = dumpGraph(graph);
    expect(() =>
      graph.transaction(() => {
        graph.mergeNodes({ k: ["c", "a"], n: [1, null], fresh: [true, false] }, { labels: "L" });
        graph.mergeEdges(["a", "b"], ["c", "b"], { by: "key", attributes: { w: [1, 2] } });
        throw new Error("back");
      }),
    ).toThrow("back");
    expect(dumpGraph(graph)).toBe(before);
    expect(graph.mergeNodes({ k: ["c"] }).added).toEqual(Uint32Array.of(2));
    expect(told).toHaveLength(3);
  });
});

describe("mergeEdges", () => {
  it("is mergeEdge row by row", () => {
    const edge = fc.record({
      source: fc.nat(4),
      target: fc.nat(4),
      type: fc.constantFrom("A", "B", null),
      w: fc.option(fc.constantFrom(0, -0, 1), { freq: 3 }),
      s: fc.option(fc.constantFrom("x", "y"), { freq: 3, nil: undefined }),
    });
    const batch = fc.record({
      rows: fc.array(edge, { maxLength: 15 }),
      columns: fc.subarray(["w", "s"] as const),
      types: fc.constantFrom("none", "same", "each"),
      extra: fc.nat(3),
      commit: fc.boolean(),
      remove: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.boolean(), fc.array(batch, { maxLength: 5 }), (directed, batches) => {
        const make = () => {
          const graph = new Graph({ directed, key: "k", clock: () => 0 });
          graph.addNodes(5, { attributes: { k: ["0", "1", "2", "3", "4"] } });
          return graph;
        };
        const [bulk, single, keyed] = [make(), make(), make()];
        for (const { rows, columns, types, extra, commit, remove } of batches) {
          const typeOf = (each: (typeof rows)[0]) =>
            types === "none" ? null : types === "same" ? "A" : each.type;
          const before = new Set(single.edges);
          const ids = rows.map((each) =>
            single.mergeEdge(
              each.source,
              each.target,
              typeOf(each),
              any(Object.fromEntries(columns.map((name) => [name, each[name] ?? null]))),
            ),
          );
          const sources = rows.map(({ source }) => source);
          const targets = rows.map(({ target }) => target);
          const options = {
            ...(types === "none" ? {} : { type: any(types === "same" ? "A" : rows.map(typeOf)) }),
            attributes: any(
              Object.fromEntries(columns.map((name) => [name, rows.map((each) => each[name])])),
            ),
          };
          const merged = bulk.mergeEdges(sources, targets, options);
          expect([...merged.ids]).toEqual(ids);
          expect([...merged.added]).toEqual([...new Set(ids)].filter((id) => !before.has(id)));
          expect(
            keyed.mergeEdges(sources.map(String), targets.map(String), { by: "key", ...options }),
          ).toEqual(merged);
          for (const graph of [bulk, single, keyed]) {
            // so many that edges are found by their ends
            if (extra === 0)
              graph.addEdges(new Uint32Array(200).fill(1), new Uint32Array(200).fill(2), { type: "B" });
            if (commit) graph.commit("c", { allowEmpty: true });
            if (graph.hasEdge(remove)) graph.removeEdge(remove);
          }
        }
        const state = stateOf(single);
        expect([stateOf(bulk), stateOf(keyed)]).toEqual([state, state]);
      }),
      runs(150),
    );
  });

  it("takes keys by label, of one and of several attributes", () => {
    const graph = new Graph({ keys: { Person: "email", Paper: ["venue", "number"] } }) as unknown as Graph;
    graph.mergeNodes("Person", { email: ["a", "b"] });
    graph.mergeNodes("Paper", { venue: ["V", "V", "W"], number: Int32Array.of(1, 2, 1) }, { labels: "New" });
    const label = { source: "Person", target: "Paper" };
    const wrote = graph.addEdges(["a", "b"], [["V", 2], { number: 1, venue: "W" }], {
      by: "key",
      label,
      type: "WROTE",
    });
    expect([...wrote].map((id) => [graph.source(id), graph.target(id)])).toEqual([
      [0, 3],
      [1, 4],
    ]);
    const cites = graph.mergeEdges([["V", 1]], [["V", 2]], { by: "key", label: "Paper" });
    expect([graph.source(cites.ids[0]!), graph.target(cites.ids[0]!)]).toEqual([2, 3]);
    const before = dumpGraph(graph);
    const add = (sources: unknown, targets: unknown, options: object) => () =>
      graph.addEdges(any(sources), any(targets), any({ by: "key", ...options }));
    expect(add(["a"], ["b"], {})).toThrow(code("MISSING_KEY"));
    expect(add(["a", "z"], ["b", "b"], { label: "Person" })).toThrow(
      code("NODE_NOT_FOUND", { key: "z", row: 1 }),
    );
    expect(add(["a"], [["V", 9]], { label })).toThrow(code("NODE_NOT_FOUND", { key: ["V", 9], row: 0 }));
    expect(add(["a"], [["V"]], { label })).toThrow('"targets[0]" expected values of "venue", "number"');
    expect(add(["a"], ["V"], { label })).toThrow('"targets[0]" expected an array or an object');
    expect(add(["a"], [["V", "1"]], { label })).toThrow(
      '"targets[0]" expected int32, as key "number" is, got "1"',
    );
    expect(add(["a", null], ["b", "b"], { label: "Person" })).toThrow(
      '"sources[1]" expected the key "email"',
    );
    expect(add([1], ["b"], { label: "Person" })).toThrow(
      '"sources[0]" expected utf8, as key "email" is, got 1',
    );
    expect(add(["a"], [], { label: "Person" })).toThrow('"targets" expected 1 keys');
    expect(add("ab", ["b"], { label: "Person" })).toThrow('"sources" expected an array of keys');
    expect(add(["a"], ["b"], { label: { source: "Person" } })).toThrow(code("MISSING_KEY"));
    expect(add(["a"], ["b"], { label: { from: "Person" } })).toThrow(
      '"options" expected only "source" and "target"',
    );
    expect(() => graph.addEdges([0], [1], any({ by: "name" }))).toThrow(
      '"by" expected "id" or "key", got "name"',
    );
    expect(() => graph.addEdges([0], [1], any({ label: "Person" }))).toThrow(
      '"label" expected "by" to be "key"',
    );
    expect(() => graph.mergeEdges([0, 1], [1, 9])).toThrow(code("NODE_NOT_FOUND", { id: 9 }));
    expect(() => graph.mergeEdges([0], [1], { type: ["A", "B"] })).toThrow(RangeError);
    expect(dumpGraph(graph)).toBe(before);
  });

  it("compares keys as their column stores them", () => {
    const graph = new Graph({ key: "k", schema: { nodes: { k: "float32" } } });
    graph.mergeNodes({ k: [0.1, 0, 5] });
    expect([...graph.addEdges(Float64Array.of(Math.fround(0.1), -0), [5, 0.1], { by: "key" })]).toEqual([
      0, 1,
    ]);
    expect([graph.source(0), graph.source(1), graph.target(1)]).toEqual([0, 1, 0]);
    expect(() => graph.addEdges([Number.NaN], [5], { by: "key" })).toThrow(code("NODE_NOT_FOUND"));
  });
});
