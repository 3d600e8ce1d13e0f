/** Arcs that are carried over writes, against the plain executor, which keeps none. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const queries = [
  "MATCH (a)-[:T]->(b)-[:T]->(c) RETURN count(*) AS n",
  "MATCH (a)-[:T]->(b)-[:U]->(a) RETURN count(*) AS n",
  "MATCH (a)<-[r:U]-(b) RETURN id(a) AS a, id(r) AS r, id(b) AS b ORDER BY a, r, b",
  "MATCH (a)-[r]-(b) RETURN id(a) AS a, count(r) AS n, sum(id(b)) AS s ORDER BY a",
  "MATCH (a)-[:T]->(b) RETURN id(b) AS b, count(*) AS n ORDER BY b",
];

const NODES = 6;
const node = fc.nat(NODES - 1);
const type = fc.constantFrom("T", "U");
const write = fc.oneof(
  fc.record({ verb: fc.constant("add" as const), source: node, target: node, type }),
  fc.record({ verb: fc.constant("fail" as const), source: node, target: node, type }),
  fc.record({ verb: fc.constant("remove" as const), at: fc.nat(50) }),
  fc.record({ verb: fc.constant("removeNode" as const), at: node }),
  fc.record({
    verb: fc.constantFrom("addNode" as const, "commit" as const, "back" as const, "forward" as const),
  }),
);

test("queries between writes, failed ones and checkouts see the edges that are there", () => {
  const program = fc.array(fc.tuple(write, fc.subarray(queries)), { maxLength: 12, size: "max" });
  fc.assert(
    fc.property(program, (steps) => {
      const graph = new Graph();
      graph.addNodes(NODES);
      for (let i = 0; i < 30; i++) graph.addEdge(i % NODES, (i * i) % NODES, i % 3 === 0 ? "U" : "T");
      const first = graph.commit("first").id;
      let isOnMain = true;
      const ask = (texts: readonly string[]): void => {
        for (const text of texts) {
          const [columns, rows] = (["columns", "rows"] as const).map((engine) => {
            tuning.queryEngine = engine;
            return graph.query(text).toArray({ rows: "array" });
          });
          tuning.queryEngine = "columns";
          expect(columns, text).toEqual(rows);
        }
      };
      ask(queries);
      const nodeAt = (at: number): number => graph.nodes.ids()[at % graph.nodeCount];
      for (const [step, asked] of steps) {
        if (step.verb === "add" || step.verb === "fail") {
          if (graph.nodeCount === 0) continue;
          const add = () => graph.addEdge(nodeAt(step.source), nodeAt(step.target), step.type);
          if (step.verb === "add") add();
          else {
            // the id that the edge had is given to another one
            const failed = (): void =>
              graph.transaction(() => {
                add();
                ask(asked);
                throw new RangeError("taken back");
              });
            expect(failed).toThrow("taken back");
          }
        } else if (step.verb === "remove") {
          const ids = graph.edges.ids();
          if (ids.length > 0) graph.removeEdge(ids[step.at % ids.length]);
        } else if (step.verb === "removeNode") {
          if (graph.nodeCount > 2) graph.removeNode(nodeAt(step.at));
        } else if (step.verb === "addNode") graph.addNode();
        else if (step.verb === "commit") {
          if (isOnMain) graph.commit("next", { allowEmpty: true });
        } else {
          isOnMain = step.verb === "forward";
          graph.checkout(isOnMain ? "main" : first, { discard: true });
        }
        if (step.verb !== "fail") ask(asked);
      }
      ask(queries);
    }),
    { numRuns: 60 },
  );
}, 120_000);
