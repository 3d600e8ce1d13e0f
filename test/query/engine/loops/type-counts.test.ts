/** Numbers of edges by type and node, and lists of edges, against a loop over all edges; across pages and chunks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../../src/graph.js";

const COUNTS = {
  T: "MATCH (a)-[:T]->(b) RETURN count(*) AS n",
  U: "MATCH (a)-[:U]->(b) RETURN count(*) AS n",
  none: "MATCH (a)-[:!(T|U)]->(b) RETURN count(*) AS n",
};

interface Run {
  readonly type: "T" | "U" | undefined;
  readonly count: number;
}

/** Edges in runs of one type, or of types in turn, some of which are then removed. */
const graphs = fc.record({
  nodes: fc.integer({ min: 1, max: 40 }),
  runs: fc.array(
    fc.record({
      type: fc.constantFrom("T" as const, "U" as const, undefined),
      count: fc.oneof(fc.nat(60), fc.constantFrom(4095, 4096, 4097, 9000, 66_000)),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  removed: fc.array(fc.record({ at: fc.nat(), count: fc.oneof(fc.nat(5), fc.constantFrom(100, 5000)) }), {
    maxLength: 4,
  }),
});

interface Edge {
  readonly source: number;
  readonly target: number;
  readonly type: Run["type"];
}

test("edges of types are counted by node as a loop over all of them counts", () => {
  fc.assert(
    fc.property(graphs, ({ nodes, runs, removed }) => {
      const graph = new Graph();
      graph.addNodes(nodes);
      const edges = new Map<number, Edge>();
      let drawn = 7;
      for (const { type, count } of runs) {
        const ends = [0, 1].map(() =>
          Uint32Array.from({ length: count }, () => {
            drawn = (Math.imul(drawn, 1_103_515_245) + 12_345) >>> 0;
            return (drawn >>> 8) % nodes;
          }),
        );
        const ids = graph.addEdges(ends[0], ends[1], type === undefined ? {} : { type });
        ids.forEach((id, i) => {
          edges.set(id, { source: ends[0][i], target: ends[1][i], type });
        });
      }
      const check = (): void => {
        for (const type of ["T", "U"] as const) {
          const own = [...edges.values()].filter((edge) => edge.type === type);
          const number = (text: string) => graph.query<{ n: number }>(text).column("n")[0];
          expect(number(COUNTS[type])).toBe(own.length);
          const loops = own.filter(({ source, target }) => source === target).length;
          expect(number(`MATCH (a)-[:${type}]->(a) RETURN count(*) AS n`)).toBe(loops);
          for (const [text, end] of [
            [`MATCH (a)-[:${type}]->() RETURN id(a) AS id, count(*) AS n ORDER BY id`, "source"],
            [`MATCH (a)<-[:${type}]-() RETURN id(a) AS id, count(*) AS n ORDER BY id`, "target"],
          ] as const) {
            const degrees = new Map<number, number>();
            for (const edge of own) degrees.set(edge[end], (degrees.get(edge[end]) ?? 0) + 1);
            const expected = [...degrees].sort(([a], [b]) => a - b);
            expect(graph.query(text).toArray({ rows: "array" }), text).toEqual(expected);
          }
          // the far ends are listed
          const pairs = graph
            .query(
              `MATCH (a)-[:${type}]->(b) WHERE id(b) <= id(a) RETURN id(a) AS a, sum(id(b)) AS s ORDER BY a`,
            )
            .toArray({ rows: "array" });
          const sums = new Map<number, number>();
          for (const { source, target } of own)
            if (target <= source) sums.set(source, (sums.get(source) ?? 0) + target);
          expect(pairs).toEqual([...sums].sort(([a], [b]) => a - b));
        }
        const untyped = [...edges.values()].filter(({ type }) => type === undefined).length;
        expect(graph.query<{ n: number }>(COUNTS.none).column("n")[0]).toBe(untyped);
      };
      check();
      for (const { at, count } of removed) {
        const ids = [...edges.keys()];
        if (ids.length === 0) break;
        const gone = ids.slice(at % ids.length, (at % ids.length) + count);
        graph.removeEdges(gone);
        for (const id of gone) edges.delete(id);
        check();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
