/** Nodes with attributes of all types, and the answers of both executors. */
import fc from "fast-check";
import { Graph } from "../../../../src/graph.js";
import { tuning } from "../../../../src/structures/tuning.js";

const ABSENT = fc.constant(undefined);
export const columns = {
  small: fc.oneof(ABSENT, fc.integer({ min: -3, max: 3 })),
  int: fc.oneof(ABSENT, fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0, 5), fc.integer({ min: -9, max: 9 })),
  long: fc.oneof(
    ABSENT,
    fc.bigInt({ min: -5n, max: 5n }),
    fc.constantFrom(2n ** 53n - 1n, -(2n ** 53n) + 1n, 2n ** 40n),
  ),
  huge: fc.oneof(fc.bigInt({ min: -5n, max: 5n }), fc.constantFrom(2n ** 53n + 1n, 2n ** 62n, -(2n ** 63n))),
  float: fc.oneof(
    ABSENT,
    fc.constantFrom(Number.NaN, -0, 0, 1e308, -1e308, Number.POSITIVE_INFINITY, 0.1, 0.2),
    fc.double({ noNaN: true, min: -10, max: 10 }),
  ),
  text: fc.oneof(ABSENT, fc.constantFrom("", "a", "b", "ä")),
  flag: fc.oneof(ABSENT, fc.boolean()),
  list: fc.oneof(ABSENT, fc.constantFrom([1], [1, 2])),
};
const TYPES = { small: "int32", int: "int32", long: "int64", huge: "int64", float: "float64" } as const;
type Drawn = readonly [label: string, attributes: Readonly<Record<string, unknown>>];

export function drawnNodes(most: number): fc.Arbitrary<Drawn[]> {
  return fc.array(fc.tuple(fc.constantFrom("A", "B"), fc.record(columns)), { maxLength: most, size: "max" });
}

export function drawnGraph(nodes: readonly Drawn[]): Graph {
  const graph = new Graph({ schema: { nodes: TYPES } });
  for (const [label, attributes] of nodes) {
    const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
    graph.addNode(label, Object.fromEntries(given));
  }
  return graph;
}

/** A row as text: what rows hold may be NaN, -0 and BigInt. */
function textOf(row: unknown): string {
  return JSON.stringify(row, (_, value) => {
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value !== "number") return value;
    return Object.is(value, -0) ? "-0" : String(value);
  });
}

/** The rows of an engine, or its error. */
export function answer(graph: Graph, text: string, engine: "columns" | "rows"): string[] {
  tuning.queryEngine = engine;
  try {
    return graph.query(text, { two: 2 }, { integers: "bigint" }).toArray({ rows: "array" }).map(textOf);
  } catch (error) {
    return [`${(error as Error).name}: ${(error as Error).message}`];
  }
}
