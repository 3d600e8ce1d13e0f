// Rows of elements, their order and their JSON, held against sorting plain objects.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dijkstra, pageRank, shortestPath } from "../../../src/algorithms/index.js";
import { Graph, type OrderTerm } from "../../../src/index.js";
import { compareText } from "../../../src/structures/text/compare.js";
import { worlds } from "../traversal/arbitrary-views.js";

const SCHEMA = {
  i: "int32",
  l: "int64",
  f: "float64",
  s: "utf8",
  b: "bool",
  t: "timestamp",
  y: "binary",
} as const;
type Name = keyof typeof SCHEMA;
type Cells = Partial<Record<Name, unknown>>;

const cells: fc.Arbitrary<Cells> = fc.record(
  {
    i: fc.integer({ min: -2, max: 2 }),
    l: fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n),
    f: fc.constantFrom(0, -0, 1.5, -1, Number.NaN, Infinity),
    s: fc.constantFrom("", "a", "b", "\uff5e", "\u{1F600}"),
    b: fc.boolean(),
    t: fc.constantFrom(0, 1).map((ms) => new Date(ms)),
    y: fc.constantFrom([], [1], [1, 2]).map((list) => Uint8Array.from(list)),
  },
  { requiredKeys: [] },
);

/** By a plain rule for each kind of value; NaN is the greatest number. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === "string") return compareText(a, b as string);
  if (a instanceof Uint8Array)
    return compareText(String.fromCharCode(...a), String.fromCharCode(...(b as Uint8Array)));
  const [x, y] = [a, b].map((value) => (value instanceof Date ? value.getTime() : value)) as [number, number];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return x < y ? -1 : x > y ? 1 : 0;
}

const terms = fc.array(
  fc.record(
    {
      column: fc.constantFrom<Name>("i", "l", "f", "s", "b", "t", "y"),
      order: fc.constantFrom("ascending" as const, "descending" as const),
      absent: fc.constantFrom("first" as const, "last" as const),
    },
    { requiredKeys: ["column"] },
  ),
  { maxLength: 3 },
);

test("rows come in the order of several columns, of which a part may be taken", () => {
  fc.assert(
    fc.property(
      fc.array(cells, { maxLength: 30 }),
      terms,
      fc.option(fc.nat(12), { nil: undefined }),
      fc.option(fc.nat(12), { nil: undefined }),
      fc.nat(2 ** 30 - 1),
      (all, orderBy, limit, offset, left) => {
        const graph = new Graph({ schema: { nodes: SCHEMA } });
        for (const each of all) graph.addNode("P", each as never);
        const ids = all.map((_, id) => id).filter((id) => ((left >>> id) & 1) === 0);
        const sorted = [...ids].sort((a, b) => {
          for (const { column, order, absent } of orderBy as OrderTerm[]) {
            const [x, y] = [all[a]![column as Name], all[b]![column as Name]];
            if (x === undefined || y === undefined) {
              if ((x === undefined) === (y === undefined)) continue;
              return (x === undefined) === (absent === "first") ? -1 : 1;
            }
            const sign = compare(x, y) * (order === "descending" ? -1 : 1);
            if (sign !== 0) return sign;
          }
          return a - b;
        });
        const start = offset ?? 0;
        const expected = sorted.slice(start, start + (limit ?? 100));
        const rows = graph.nodes.select(ids).rows({ orderBy, limit, offset });
        expect(rows).toEqual(expected.map((id) => ({ id, labels: ["P"], ...all[id] })));
        expect(JSON.parse(JSON.stringify(rows))).toEqual(
          expected.map((id) => ({
            id,
            labels: ["P"],
            ...Object.fromEntries(Object.entries(all[id]!).map(([name, value]) => [name, asJson(value)])),
          })),
        );
      },
    ),
    { numRuns: 400 },
  );
});

function asJson(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return [...value];
  return JSON.parse(JSON.stringify(value));
}

test("rows of every view have what the view has", () => {
  fc.assert(
    fc.property(worlds, fc.array(fc.nat(), { maxLength: 5 }), ({ view, nodes, edges }, picks) => {
      expect(view.nodes.all().rows()).toEqual(
        [...nodes].map(([id, attributes]) => ({
          id,
          labels: [id % 2 === 0 ? "Even" : "Odd"],
          ...attributes,
        })),
      );
      const rows = edges.map(({ id, source, target, type, attributes }) => ({
        id,
        type,
        source,
        target,
        ...attributes,
      }));
      expect(view.edges.all().rows()).toEqual(rows);
      if (rows.length === 0) return;
      const some = picks.map((pick) => rows[pick % rows.length]!);
      expect(view.edges.rowsOf(some.map(({ id }) => id))).toEqual(some);
      expect(
        view.edges.values(
          some.map(({ id }) => id),
          "w",
        ),
      ).toEqual(some.map((row) => ("w" in row ? row.w : undefined)));
    }),
    { numRuns: 200 },
  );
});

function cities() {
  const graph = new Graph();
  graph.addNodes(4, {
    labels: [["City"], ["City", "Capital"], [], ["City"]],
    attributes: { name: ["Lyon", "Paris", "Rome", null], size: Int32Array.of(5, 21, 28, 1) },
  });
  graph.addEdges([0, 1], [1, 2], { type: ["ROAD", null], attributes: { km: [466, 1420] } });
  return graph;
}

describe("columns", () => {
  test("are the attributes that there are, or those that were named", () => {
    const graph = cities();
    expect(graph.nodes.all().rows({ limit: 1, offset: 3 })).toStrictEqual([
      { id: 3, labels: ["City"], size: 1 },
    ]);
    expect(graph.nodes.all().rows({ columns: ["name"], labels: false, limit: 1, offset: 3 })).toStrictEqual([
      { id: 3, name: undefined },
    ]);
    expect(
      graph.nodes.select([1]).rows({ columns: { town: "name", out: "degree" }, ids: false }),
    ).toStrictEqual([{ labels: ["Capital", "City"], town: "Paris", out: 1 }]);
    expect(graph.edges.all().rows({ columns: [], ends: false })).toStrictEqual([
      { id: 0, type: "ROAD" },
      { id: 1, type: undefined },
    ]);
    expect(
      graph.edges.all().rows({ orderBy: [{ column: "target", order: "descending" }], labels: false }),
    ).toEqual([
      { id: 1, source: 1, target: 2, km: 1420 },
      { id: 0, source: 0, target: 1, km: 466 },
    ]);
  });

  test("of an attribute that is called as something of the row's own are refused, unless renamed", () => {
    const graph = new Graph();
    graph.addNode("P", { id: "x1", labels: "none" });
    expect(() => graph.nodes.all().rows()).toThrow(
      '"columns" expected names that rows do not have already, got the attribute "id" of the nodes',
    );
    expect(() => graph.nodes.all().rows({ columns: ["labels"] })).toThrow(
      'give it another name there, as in { labels_: "labels" }',
    );
    expect(graph.nodes.all().rows({ ids: false, labels: false })).toStrictEqual([
      { id: "x1", labels: "none" },
    ]);
    expect(graph.nodes.all().rows({ columns: { key: "id" } })).toStrictEqual([
      { id: 0, labels: ["P"], key: "x1" },
    ]);
  });

  test("called __proto__ or toJSON are columns like others", () => {
    const graph = new Graph();
    graph.addNode({ ["__proto__"]: 5, toJSON: "text", big: 5n });
    const [row] = graph.nodes.all().rows();
    expect(Object.keys(row!)).toEqual(["id", "labels", "__proto__", "toJSON", "big"]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });
});

describe("what is no row is refused", () => {
  const graph = cities();
  const all = graph.nodes.all();
  test.each<[string, () => unknown, string]>([
    [
      "a typo",
      () => all.rows({ columns: ["nmae"] }),
      '"columns" expected attributes of the nodes, got "nmae"; did you mean "name"?',
    ],
    [
      "an order of none",
      () => all.rows({ orderBy: "hight" }),
      '"orderBy" expected attributes of the nodes, got "hight"',
    ],
    ["ends of nodes", () => all.rows({ orderBy: "source" }), '"orderBy" expected attributes of the nodes'],
    ["an unknown option", () => all.rows({ order: "name" } as never), '"options" expected only'],
    [
      "an unknown order",
      () => all.rows({ orderBy: { column: "name", order: "down" } as never }),
      '"orderBy.order" expected "ascending" or "descending"',
    ],
    [
      "an unknown place",
      () => all.rows({ orderBy: [{ column: "name", absent: "middle" } as never] }),
      '"orderBy[0].absent" expected "first" or "last"',
    ],
    [
      "a negative limit",
      () => all.rows({ limit: -1 }),
      '"limit" expected a whole number of at least 0, got -1',
    ],
    ["half an offset", () => all.rows({ offset: 0.5 }), '"offset" expected a whole number'],
    [
      "a limit of text",
      () => all.rows({ limit: "5" as never }),
      '"limit" expected a whole number of at least 0, got "5"',
    ],
    ["labels of text", () => all.rows({ labels: "yes" as never }), '"labels" expected a boolean'],
    ["columns of text", () => all.rows({ columns: "name" as never }), '"columns" expected an array of names'],
    [
      "no order",
      () => all.rows({ orderBy: "labels" }),
      '"orderBy" expected a column that has an order, got "labels" of list<utf8>',
    ],
    [
      "an order of rows given in order",
      () => graph.nodes.rowsOf([0], { limit: 1 } as never),
      '"options" expected only',
    ],
    ["a stranger", () => graph.nodes.rowsOf([0, 9]), '"ids[1]" expected a node of this graph, got 9'],
    [
      "values of edges",
      () => graph.nodes.values(graph.edges.all(), "name"),
      '"ids" expected a selection of nodes',
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

test("values follow a path, a selection made of it does not", () => {
  const graph = new Graph();
  graph.addNodes(4, { attributes: { name: ["a", "b", "c", "d"] } });
  graph.addEdges([3, 1], [1, 0]);
  const path = shortestPath(graph, 3, 0)!;
  expect(graph.nodes.values(path.nodes, "name")).toEqual(["d", "b", "a"]);
  expect(graph.nodes.values(path, "name")).toEqual(["d", "b", "a"]);
  expect([...graph.nodes.select(path)]).toEqual([0, 1, 3]);
  expect(JSON.stringify(path)).toBe('{"nodes":[3,1,0],"edges":[0,1],"distance":2}');
});

test("a column is read by id and by position", () => {
  const graph = cities();
  const names = graph.nodes.select([1, 3]).column("name");
  expect([names.get(1), names.get(0), names.get(3), names.has(1), names.has(3)]).toEqual([
    "Paris",
    undefined,
    undefined,
    true,
    false,
  ]);
  expect([names.at(0), names.at(1), names.at(-2), names.hasAt(0), names.hasAt(1)]).toEqual([
    "Paris",
    undefined,
    "Paris",
    true,
    false,
  ]);
  expect([names.get(0.5), names.get("1" as never), names.at(5)]).toEqual([undefined, undefined, undefined]);
});

describe("results", () => {
  test("give the greatest values", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }), fc.nat(40), (drawn, count) => {
        const graph = new Graph();
        graph.addNodes(6);
        graph.addEdges(
          drawn,
          drawn.map(() => 0),
        );
        const result = pageRank(graph);
        const sorted = [...result].sort(([a, x], [b, y]) => y - x || a - b);
        expect(result.top(count)).toEqual(sorted.slice(0, count));
        expect(result.top(Infinity)).toEqual(sorted);
      }),
      { numRuns: 100 },
    );
    expect(() => pageRank(new Graph()).top(-1)).toThrow(
      '"count" expected a whole number of at least 0, got -1',
    );
    expect(() => pageRank(new Graph()).top("1" as never)).toThrow('"count" expected a number');
  });

  test("give rows of what they are about", () => {
    const graph = cities();
    graph.removeNode(3);
    const ranks = pageRank(graph);
    graph.removeNode(0);
    expect(
      ranks.rows({ columns: ["name"], labels: false, orderBy: { column: "value", order: "descending" } }),
    ).toEqual([
      { id: 2, value: ranks.get(2), name: "Rome" },
      { id: 1, value: ranks.get(1), name: "Paris" },
    ]);
    const past = new Graph();
    past.addNode({ value: 5 });
    expect(() => pageRank(past).rows()).toThrow('got the attribute "value" of the nodes');
    expect(pageRank(past).rows({ columns: { own: "value" } })[0]).toMatchObject({ own: 5, value: 1 });
  });

  test("are JSON", () => {
    const graph = cities();
    const found = dijkstra(graph, 0, { weight: "km" });
    expect(JSON.parse(JSON.stringify(found)).distances).toEqual({
      ids: [0, 1, 2, 3],
      values: [0, 466, 1886, null],
    });
    expect(JSON.parse(JSON.stringify(pageRank(graph)))).toMatchObject({ ids: [0, 1, 2, 3], converged: true });
  });
});

test("selections, differences, merges and graphs are JSON", () => {
  const graph = cities();
  graph.commit("start");
  expect(JSON.parse(JSON.stringify(graph.nodes.where("size > 20")))).toEqual({
    kind: "node",
    count: 2,
    ids: [1, 2],
  });
  graph.branch("other");
  graph.nodes.set(0, { big: 5n });
  const diff = graph.history.diff("HEAD");
  expect(JSON.parse(JSON.stringify(diff))).toEqual(JSON.parse(JSON.stringify(diff.toPatch())));
  graph.commit("ours");
  graph.checkout("other");
  graph.nodes.set(0, { big: 6n });
  graph.commit("theirs");
  const merge = graph.merge("main");
  const told = JSON.parse(JSON.stringify(merge));
  expect(told).toMatchObject({ status: "conflicted", ours: graph.head.commit!.id, unresolved: 1 });
  expect(told.conflicts[0]).toMatchObject({ kind: "attribute", attribute: "big", ours: "6", theirs: "5" });
  expect(Object.keys(JSON.parse(JSON.stringify(graph))).sort()).toEqual([
    "branch",
    "commit",
    "directed",
    "edgeCount",
    "nodeCount",
  ]);
});
