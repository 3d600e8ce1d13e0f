// Groups and aggregates, held against plain loops over maps.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";
import { worlds } from "../traversal/arbitrary-views.js";

const rowsOf = fc.array(
  fc.record({
    labels: fc.subarray(["A", "B", "C"]),
    city: fc.option(fc.constantFrom("Rome", "Lyon", "Oslo"), { nil: undefined }),
    age: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
    big: fc.option(fc.constantFrom(1n, 2n ** 60n, -(2n ** 62n)), { nil: undefined }),
    score: fc.option(fc.constantFrom(0.5, 1.25, -2), { nil: undefined }),
    flag: fc.option(fc.boolean(), { nil: undefined }),
  }),
  { maxLength: 25 },
);

const AGGREGATES = {
  n: "count",
  ages: { count: "age" },
  total: { sum: "age" },
  exact: { sum: "big" },
  mean: { mean: "score" },
  least: { min: "age" },
  most: { max: "big" },
  first: { min: "city" },
  last: { max: "city" },
  some: { max: "flag" },
  kinds: { countDistinct: "city" },
  all: { collect: "age" },
} as const;

type Given = { [name: string]: unknown };

function expected(members: readonly Given[]): Given {
  const present = <T>(name: string) =>
    members.map((each) => each[name]).filter((value) => value !== undefined) as T[];
  const [ages, bigs, scores, cities, flags] = [
    present<number>("age"),
    present<bigint>("big"),
    present<number>("score"),
    present<string>("city").sort(),
    present<boolean>("flag"),
  ];
  const exact = bigs.reduce((sum, value) => sum + value, 0n);
  return {
    n: members.length,
    ages: ages.length,
    total: ages.reduce((sum, age) => sum + age, 0),
    exact,
    mean: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    least: ages.length === 0 ? null : Math.min(...ages),
    most: bigs.length === 0 ? null : bigs.reduce((a, b) => (a > b ? a : b)),
    first: cities[0] ?? null,
    last: cities.at(-1) ?? null,
    some: flags.length === 0 ? null : flags.includes(true),
    kinds: new Set(cities).size,
    all: ages,
  };
}

const SCHEMA = { city: "utf8", age: "int32", big: "int64", score: "float64", flag: "bool" } as const;

test("aggregates by group are those of plain loops", () => {
  fc.assert(
    fc.property(
      rowsOf,
      fc.constantFrom<string[]>(
        ["city"],
        ["label"],
        ["city", "flag"],
        ["age"],
        ["big"],
        ["labels"],
        ["score", "label", "flag"],
      ),
      fc.nat(2 ** 25 - 1),
      (given, by, left) => {
        const graph = new Graph({ schema: { nodes: SCHEMA } });
        for (const { labels, ...attributes } of given) graph.addNode(labels, attributes as never);
        const ids = given.map((_, id) => id).filter((id) => ((left >>> id) & 1) === 0);
        const groups = new Map<string, { key: unknown[]; members: Given[]; ids: number[] }>();
        for (const id of ids) {
          const labels = given[id]!.labels;
          for (const label of by.includes("label") && labels.length > 0 ? labels : [undefined]) {
            const one: Given = { ...given[id], label, labels };
            const key = by.map((name) => one[name] ?? null);
            const text = JSON.stringify(key, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
            if (!groups.has(text)) groups.set(text, { key, members: [], ids: [] });
            groups.get(text)!.members.push(one);
            groups.get(text)!.ids.push(id);
          }
        }
        const selection = graph.nodes.select(ids);
        const found = selection.groupBy(by.length === 1 ? by[0]! : by);
        const sums = [...groups.values()].map(({ members }) => expected(members).exact as bigint);
        if (sums.some((sum) => sum !== BigInt.asIntN(64, sum))) {
          expect(() => found.aggregate(AGGREGATES)).toThrow('"big" expected a sum within int64');
          return;
        }
        expect(found.aggregate(AGGREGATES)).toEqual(
          [...groups.values()].map(({ key, members }) => ({
            ...Object.fromEntries(by.map((name, i) => [name, key[i]])),
            ...expected(members),
          })),
        );
        expect(found.count).toBe(groups.size);
        expect(found.keys()).toEqual([...groups.values()].map(({ key }) => (by.length === 1 ? key[0] : key)));
        expect([...found.sizes()]).toEqual([...groups.values()].map(({ members }) => members.length));
        expect([...found].map(([, members]) => [...members])).toEqual(
          [...groups.values()].map((group) => group.ids),
        );
        if (by[0] === "city" && by.length === 1) {
          const all = ids.map((id) => given[id]! as Given);
          const whole = expected(all);
          if ((whole.exact as bigint) === BigInt.asIntN(64, whole.exact as bigint))
            expect(selection.aggregate(AGGREGATES)).toEqual(whole);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("edges are summed by their ends and types, on every view", () => {
  fc.assert(
    fc.property(
      worlds,
      fc.constantFrom("source" as const, "target" as const, "type" as const),
      ({ view, edges }, by) => {
        const sums = new Map<unknown, { n: number; total: number }>();
        for (const edge of edges) {
          const key = edge[by] ?? null;
          const { n, total } = sums.get(key) ?? { n: 0, total: 0 };
          sums.set(key, { n: n + 1, total: total + Number(edge.attributes.w ?? 0) });
        }
        expect(
          view.edges
            .all()
            .groupBy(by)
            .aggregate({ n: "count", total: { sum: "w" } }),
        ).toEqual([...sums].map(([key, sum]) => ({ [by]: key, ...sum })));
      },
    ),
    { numRuns: 200 },
  );
});

test("the least and the most are those that rows are ordered by, NaN the greatest number", () => {
  const values = fc.array(fc.constantFrom(Number.NaN, 0, -0, 1.5, -Infinity, Infinity, null), {
    minLength: 1,
  });
  fc.assert(
    fc.property(values, fc.constantFrom("float64", "float32"), (x, type) => {
      const graph = new Graph({ schema: { nodes: { x: type } } } as never);
      graph.addNodes(x.length, { attributes: { x } } as never);
      const { least, most } = graph.nodes.all().aggregate({ least: { min: "x" }, most: { max: "x" } });
      const ordered = graph.nodes
        .where("x IS NOT NULL")
        .rows({ columns: ["x"], orderBy: "x" })
        .map((row) => (row as { x?: unknown }).x);
      // 0 and -0 are equal, and either may come first
      const plain = (value: unknown): unknown => (typeof value === "number" ? value + 0 : (value ?? null));
      expect([least, most].map(plain)).toEqual([ordered[0], ordered.at(-1)].map(plain));
    }),
  );
});

describe("what cannot be aggregated is refused", () => {
  const graph = new Graph();
  graph.addNodes(2, { attributes: { name: ["a", "b"], age: [1, 2], many: [[1], [2]] } });
  const all = graph.nodes.all();
  test.each<[string, () => unknown, string]>([
    [
      "a typo",
      () => all.aggregate({ a: { sum: "agee" } }),
      '"aggregates.a" expected attributes of the nodes, got "agee"; did you mean "age"?',
    ],
    [
      "an unknown aggregate",
      () => all.aggregate({ a: { median: "age" } as never }),
      '"aggregates.a" expected "count" or one of sum, mean',
    ],
    [
      "two at once",
      () => all.aggregate({ a: { sum: "age", max: "age" } as never }),
      '"aggregates.a" expected "count" or one of',
    ],
    ["no aggregates", () => all.aggregate("count" as never), '"aggregates" expected an object such as'],
    [
      "a sum of text",
      () => all.aggregate({ a: { sum: "name" } }),
      '"name" expected numbers to aggregate, got "a"',
    ],
    [
      "a maximum of lists",
      () => all.aggregate({ a: { max: "many" } }),
      '"many" expected numbers to aggregate',
    ],
    [
      "a group of a typo",
      () => all.groupBy("nmae"),
      '"by" expected attributes of the nodes, got "nmae"; did you mean "name"?',
    ],
    ["no group", () => all.groupBy([]), '"by" expected at least one name, got none'],
    ["a number", () => all.groupBy(5 as never), '"by" expected a name of 1 to 1024 characters, got 5'],
    ["the same twice", () => all.groupBy(["age", "age"]), '"by" expected names that differ, got "age" twice'],
    [
      "the name of a key",
      () => all.groupBy("age").aggregate({ age: "count" }),
      '"aggregates" expected names that are not grouped by, got "age"',
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  test("a sum past what a float64 holds", () => {
    const large = new Graph();
    large.addNodes(2, { attributes: { x: [1e308, 1e308] } });
    expect(() => large.nodes.all().aggregate({ total: { sum: "x" } })).toThrow(
      "expected a sum below 1.8e308",
    );
    expect(large.nodes.all().aggregate({ mean: { mean: "x" } })).toEqual({ mean: 1e308 });
  });

  test("an attribute called type comes before the types of edges", () => {
    const own = new Graph();
    own.addNodes(2);
    own.addEdge(0, 1, "A", { type: "mine" });
    expect(own.edges.all().groupBy("type").keys()).toEqual(["mine"]);
    expect(JSON.stringify(own.edges.all().groupBy("source"))).toBe('{"keys":[0],"sizes":[1]}');
  });
});
