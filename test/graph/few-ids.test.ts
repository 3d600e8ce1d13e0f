// Selections of few ids, which are lists, beside those of many, which are bitmaps.
import fc from "fast-check";
import { expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { insertDistinct } from "../../src/structures/binary-search.js";
import { runs } from "../model/arbitrary.js";

it("a selection of few ids answers as one of many does", () => {
  const ids = fc.array(fc.oneof(fc.nat(40), fc.constantFrom(0, 199, 70_000)), { maxLength: 20 });
  fc.assert(
    fc.property(ids, ids, fc.nat(70_000), (first, second, asked) => {
      const graph = new Graph();
      graph.addNodes(70_001);
      const model = [...new Set(first)].sort((a, b) => a - b);
      const few = graph.nodes.select(first);
      const many = graph.nodes.all().and(few);
      const read = few.ids();
      for (const each of [few, many]) {
        expect([...each.ids()]).toEqual(model);
        expect(each.count).toBe(model.length);
        for (const id of [...second, asked, -1, 0.5, Number.NaN, 2 ** 32])
          expect(each.has(id)).toBe(model.includes(id));
        const other = graph.nodes.select(second);
        expect([...each.and(other).ids()]).toEqual(model.filter((id) => second.includes(id)));
        expect([...each.or(other)]).toEqual([...new Set([...model, ...second])].sort((a, b) => a - b));
        expect(each.not().count).toBe(70_001 - model.length);
      }
      // the ids are a copy
      read.fill(7);
      expect([...few.ids()]).toEqual(model);
      expect(() => graph.nodes.select([...first, 70_001])).toThrow(
        expect.objectContaining({ code: "NODE_NOT_FOUND" }),
      );
    }),
    runs(30),
  );
});

for (const directed of [true, false])
  it(`the nodes along edges are those of a loop, ${directed ? "" : "un"}directed, at hubs of every size`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 63, 64, 65, 200, 5000),
        fc.array(fc.tuple(fc.nat(5200), fc.nat(3)), { maxLength: 10 }),
        fc.array(fc.nat(3), { maxLength: 4 }),
        fc.constantFrom("out", "in", "both"),
        fc.constantFrom(undefined, "A", ["A", "B"], "never"),
        fc.constantFrom(undefined, "w > 1"),
        fc.array(fc.nat(5200), { maxLength: 5 }),
        (degree, extra, starts, direction, type, where, removed) => {
          const graph = new Graph({ directed, schema: { edges: { w: "float64" } } });
          graph.addNodes(5300);
          const [sources, targets]: [number[], number[]] = [[], []];
          for (let i = 0; i < degree; i++) {
            sources.push(i % 3 === 0 ? i + 10 : 1);
            targets.push(i % 3 === 0 ? 1 : i + 10);
          }
          for (const [a, b] of extra) {
            sources.push(a);
            targets.push(b);
          }
          const types = sources.map((_, i) => ["A", "B", null][i % 3]);
          const w = sources.map((_, i) => i % 5);
          graph.addEdges(sources, targets, { type: types, attributes: { w } });
          for (const id of removed) if (graph.hasNode(id)) graph.removeNode(id);
          const from = starts.filter((id) => graph.hasNode(id));
          const expected = new Set<number>();
          for (const edge of graph.edges) {
            const [source, target] = [sources[edge], targets[edge]];
            if (type !== undefined && ![type].flat().includes(types[edge] as string)) continue;
            if (where !== undefined && !(w[edge] > 1)) continue;
            if ((direction !== "in" || !directed) && from.includes(source)) expected.add(target);
            if ((direction !== "out" || !directed) && from.includes(target)) expected.add(source);
          }
          const selection = graph.nodes.select(from);
          const found =
            where === undefined ? selection[direction](type) : selection[direction](type, { where });
          expect([...found.ids()]).toEqual([...expected].sort((a, b) => a - b));
          expect([...found.ids()]).toEqual([
            ...graph.nodes
              .all()
              .and(selection)
              [direction](type, where === undefined ? {} : { where })
              .ids(),
          ]);
          // a node that went since is no start any more
          if (from.length > 0) {
            graph.removeNode(from[0]);
            const left = graph.nodes.select(from.filter((id) => graph.hasNode(id)));
            expect([...selection[direction](type).ids()]).toEqual([...left[direction](type).ids()]);
          }
        },
      ),
      runs(40),
    );
  });

it("a value is put into a list once, in its place", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 40 }), (values) => {
      const list = new Uint32Array(40);
      let count = 0;
      for (const value of values) count = insertDistinct(list, count, value);
      expect([...list.subarray(0, count)]).toEqual([...new Set(values)].sort((a, b) => a - b));
    }),
    runs(100),
  );
});
