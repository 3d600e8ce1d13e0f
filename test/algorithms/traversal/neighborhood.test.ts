// Ego networks along some edges, with the start or without it, held against plain rounds over lists of edges.
import fc from "fast-check";
import { expect, test } from "vitest";
import { neighborhood } from "../../../src/algorithms/index.js";
import { type Direction, Graph } from "../../../src/index.js";
import { worlds } from "../../space/traversal/arbitrary-views.js";

test("a neighborhood follows the edges that were asked for", () => {
  fc.assert(
    fc.property(
      worlds,
      fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      fc.constantFrom<Direction>("out", "in", "both"),
      fc.constantFrom(undefined, "A", ["A", "B"], []),
      fc.constantFrom(0, 1, 2, Infinity),
      fc.boolean(),
      fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      ({ view, directed, nodes, edges }, picks, direction, type, maxDepth, includeStart, least) => {
        fc.pre(nodes.size > 0);
        const starts = picks.map((pick) => [...nodes.keys()][pick % nodes.size]!);
        const reached = new Set(starts);
        for (let depth = 0, before = -1; depth < maxDepth && reached.size > before; depth++) {
          before = reached.size;
          const next: number[] = [];
          for (const edge of edges) {
            if (type !== undefined && (edge.type === undefined || ![type].flat().includes(edge.type)))
              continue;
            if (least !== undefined && !(Number(edge.attributes.w) >= least)) continue;
            if ((!directed || direction !== "in") && reached.has(edge.source)) next.push(edge.target);
            if ((!directed || direction !== "out") && reached.has(edge.target)) next.push(edge.source);
          }
          for (const node of next) reached.add(node);
        }
        if (!includeStart) for (const start of starts) reached.delete(start);
        const found = neighborhood(view, starts, {
          direction,
          maxDepth,
          includeStart,
          ...(type === undefined ? {} : { type }),
          ...(least === undefined ? {} : { where: "w >= $least", parameters: { least } }),
        });
        expect([...found]).toEqual([...reached].sort((a, b) => a - b));
      },
    ),
    { numRuns: 300 },
  );
});

test("options that mean nothing are refused", () => {
  const graph = new Graph();
  graph.addNode();
  expect(() => neighborhood(graph, 0, { includeStart: 1 as never })).toThrow(
    '"includeStart" expected a boolean, got 1',
  );
  expect(() => neighborhood(graph, 0, { type: 1 as never })).toThrow('"type" expected a type of edges');
  expect(() => neighborhood(graph, 0, { where: "" })).toThrow("expected a condition");
  expect(() => neighborhood(graph, 0, { direction: "up" as never })).toThrow('"direction" expected "out"');
});
