// Filters and columns over rows in every kind of disorder, in the present, the past and on branches, against arrays.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph, type GraphView } from "../../../src/index.js";
import { DateTime } from "../../../src/temporal/date-time.js";
import { LocalDate } from "../../../src/temporal/local-date.js";
import { TemporalBase } from "../../../src/temporal/temporal-base.js";
import { runs } from "../../model/arbitrary.js";

interface Type {
  readonly type: string;
  readonly value: (n: number) => unknown;
  /** Filters, and whether a value, which is not null, is among what they find. */
  readonly filters: readonly (readonly [string, (value: never) => boolean])[];
}

const NUMBERS: Type["filters"] = [
  ["v > 30", (v: number | bigint) => v > 30],
  ["v = 5", (v: number | bigint) => Number(v) === 5],
  ["v <> 5", (v: number | bigint) => Number(v) !== 5],
  ["NOT v BETWEEN 10 AND 40", (v: number | bigint) => v < 10 || v > 40],
  ["v IN [1, 7, 60]", (v: number | bigint) => [1, 7, 60].includes(Number(v))],
];

const TYPES: readonly Type[] = [
  { type: "int32", value: (n) => n % 90, filters: NUMBERS },
  { type: "float64", value: (n) => n % 90, filters: NUMBERS },
  { type: "float32", value: (n) => n % 90, filters: NUMBERS },
  { type: "int64", value: (n) => BigInt(n % 90), filters: NUMBERS },
  { type: "integer", value: (n) => n % 90, filters: NUMBERS },
  {
    type: "date",
    value: (n) => new LocalDate(n % 90),
    filters: [
      ["v > '1970-01-31'", (v: LocalDate) => v.epochDay > 30],
      ["v <> '1970-W02-2'", (v: LocalDate) => v.epochDay !== 5],
      ["v BETWEEN '1970-01-10' AND '1970-041'", (v: LocalDate) => v.epochDay >= 9 && v.epochDay <= 40],
      ["v IN ['1970-01-02', '1970-01-09']", (v: LocalDate) => v.epochDay === 1 || v.epochDay === 8],
    ],
  },
  {
    type: "datetime",
    value: (n) => new DateTime(0, (n % 90) * 1e9, (n % 3) * 3600),
    filters: [["v < '1970-01-01T00:00Z'", (v: DateTime) => v.toDate().getTime() < 0]],
  },
  {
    type: "timestamp",
    value: (n) => new Date(n % 90),
    filters: [
      ["v > '1970-01-01T00:00:00.030Z'", (v: Date) => v.getTime() > 30],
      ["v <> '1970-01-01T00:00:00.005Z'", (v: Date) => v.getTime() !== 5],
    ],
  },
  {
    type: "bool",
    value: (n) => n % 3 === 0,
    filters: [
      ["v = true", (v: boolean) => v],
      ["v = false", (v: boolean) => !v],
    ],
  },
  {
    type: "utf8",
    value: (n) => `c${n % 90}`,
    filters: [
      ["v = 'c7'", (v: string) => v === "c7"],
      ["v IN ['c7', 'c8']", (v: string) => v === "c7" || v === "c8"],
      ["v STARTS WITH 'c4'", (v: string) => v.startsWith("c4")],
    ],
  },
];

/** Which elements are written, of `count`. */
const PATTERNS: Record<string, (count: number, draw: (below: number) => number) => number[]> = {
  few: (count, draw) => Array.from({ length: 1 + count / 1000 }, () => draw(count)),
  percent: (count, draw) => Array.from({ length: count / 100 }, () => draw(count)),
  tenth: (count, draw) => Array.from({ length: count / 10 }, () => draw(count)),
  most: (count, draw) => Array.from({ length: count }, () => draw(count)),
  periodic: (count) => Array.from({ length: Math.ceil(count / 64) }, (_, i) => 64 * i),
  borders: (count) => [0, 1, 4094, 4095, 4096, 4097, 8191, 8192, count - 1].filter((i) => i < count),
  block: (count) => Array.from({ length: count >> 1 }, (_, i) => i + (count >> 2)),
};

function drawer(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The values by id: undefined where absent, null where the node is gone. */
type Values = unknown[];

/** As `toEqual`, without its cost where lists are the same. */
function expectSame(found: readonly unknown[], expected: readonly unknown[], what: string): void {
  const isSame = (value: unknown, i: number): boolean =>
    Object.is(value, expected[i]) ||
    (value instanceof TemporalBase && value.equals(expected[i])) ||
    (value instanceof Date && +value === +(expected[i] as Date));
  if (found.length === expected.length && found.every(isSame)) return;
  expect(found, what).toEqual(expected);
}

function expectFound(view: Pick<GraphView, "nodes">, values: Values, { filters }: Type): void {
  const ids = values.map((_, id) => id).filter((id) => values[id] !== null);
  const where = (test: (value: unknown) => boolean): number[] => ids.filter((id) => test(values[id]));
  const found = (filter: string): number[] => [...view.nodes.where(filter, {}, { unknown: "absent" }).ids()];
  for (const [filter, test] of filters) {
    const matches = (value: unknown): boolean => value !== undefined && test(value as never);
    expectSame(found(filter), where(matches), filter);
    expectSame(
      found(`${filter} OR v IS NULL`),
      where((value) => value === undefined || matches(value)),
      filter,
    );
    expectSame(
      found(`half = 1 AND ${filter}`),
      where(matches).filter((id) => id % 2 === 1),
      filter,
    );
  }
  expectSame(
    found("v IS NULL"),
    where((value) => value === undefined),
    "absent",
  );
  expectSame(
    found("v IS NOT NULL"),
    where((value) => value !== undefined),
    "present",
  );
  const column = view.nodes.column("v").toArray();
  expectSame(
    column,
    ids.map((id) => values[id]),
    "column",
  );
}

const scenario = fc.record({
  type: fc.constantFrom(...TYPES),
  count: fc.constantFrom(1, 33, 4095, 4096, 4097, 8193, 16_385, 20_000),
  patterns: fc.array(fc.constantFrom(...Object.keys(PATTERNS)), { minLength: 1, maxLength: 3 }),
  /** One value in so many is absent; 0 for none. */
  absent: fc.constantFrom(0, 0, 2, 50),
  removed: fc.constantFrom(0, 0, 3, 500),
  isCommitted: fc.boolean(),
  seed: fc.nat(),
});

describe("scattered rows", () => {
  it("are found as rows in order are, now, before and on branches, before and after gc", {
    timeout: 300_000,
  }, () => {
    fc.assert(
      fc.property(scenario, ({ type, count, patterns, absent, removed, isCommitted, seed }) => {
        const draw = drawer(seed);
        const graph = new Graph({ schema: { nodes: { v: type.type } } } as never) as Graph;
        const first = Array.from({ length: count }, () =>
          absent > 0 && draw(absent) === 0 ? undefined : type.value(draw(1000)),
        );
        graph.addNodes(count, { attributes: { v: first, half: Int32Array.from(first, (_, i) => i % 2) } });
        if (isCommitted) graph.commit("loaded");
        if (isCommitted) graph.branch("side");
        const values: Values = [...first];
        for (const pattern of patterns) {
          for (const id of PATTERNS[pattern](count, draw)) {
            const value = draw(20) === 0 ? undefined : type.value(draw(1000));
            graph.nodes.set(id, { v: value ?? null });
            values[id] = value;
          }
          expectFound(graph, values, type);
        }
        for (let i = 0; i < removed && i < count; i++) {
          const id = draw(count);
          if (values[id] === null) continue;
          graph.removeNode(id);
          values[id] = null;
        }
        expectFound(graph, values, type);
        const root = graph.commit("scattered", { allowEmpty: true }).root;
        graph.history.gc({ keepOperations: false });
        expectFound(graph, values, type);
        expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
        expect(graph.head.commit?.root).toBe(root);
        if (!isCommitted) return;
        expectFound(graph.at("main~1"), first, type);
        graph.checkout("side");
        expectFound(graph, first, type);
        graph.checkout("main");
        expectFound(graph, values, type);
      }),
      runs(25),
    );
  });

  it("are put in order by gc, unless the past would need more memory for it than that gives back", () => {
    for (const [every, isCommitted, isInOrder] of [
      [100, false, true],
      [3, false, true],
      [100, true, true],
      [3, true, false],
    ] as const) {
      const count = 20_000;
      const graph = new Graph();
      graph.addNodes(count, { attributes: { v: Int32Array.from({ length: count }, (_, i) => i) } });
      if (isCommitted) graph.commit("loaded");
      for (let i = 0; i < count; i += every) graph.nodes.set(i, { v: -i - 1 });
      graph.commit("scattered");
      graph.history.gc({ keepOperations: false });
      const rows = graph.nodes.state.attribute("v")?.rows;
      expect(rows?.affineRun(0, count)?.count === count).toBe(isInOrder);
      expect(graph.nodes.where("v < 0").count).toBe(Math.ceil(count / every));
      if (isCommitted) expect(graph.at("main~1").nodes.where("v < 0").count).toBe(0);
    }
  });
});
