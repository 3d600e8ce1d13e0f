// Upserts in transactions that fail: what they wrote is found by no key, and later writes of the key are.
import fc from "fast-check";
import { expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { runs } from "../model/arbitrary.js";

class Refused extends Error {}

it("leave nothing that a key finds, whatever was written and taken back", () => {
  const write = fc.record({
    key: fc.constantFrom("a", "b", "c"),
    to: fc.constantFrom("a", "b", "c", "d", null),
    act: fc.constantFrom("merge", "set", "remove"),
  });
  const step = fc.record({
    writes: fc.array(write, { maxLength: 5 }),
    inner: fc.array(write, { maxLength: 3 }),
    fails: fc.boolean(),
    innerFails: fc.boolean(),
    commit: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const graph = new Graph({ key: "k" });
      const model = new Map<number, string | null>();
      const find = (key: string) => [...model].find(([, value]) => value === key)?.[0];
      const act = ({ key, to, act }: { key: string; to: string | null; act: string }): void => {
        const id = find(key);
        expect(graph.node(key)).toBe(id);
        if (act === "merge") model.set(graph.mergeNode(key), key);
        else if (id !== undefined && act === "remove") {
          graph.removeNode(id);
          model.delete(id);
        } else if (id !== undefined && (to === null || find(to) === undefined)) {
          graph.nodes.set(id, { k: to });
          model.set(id, to);
        }
      };
      const attempt = (fails: boolean, work: () => void): void => {
        const before = new Map(model);
        try {
          graph.transaction(() => {
            work();
            if (fails) throw new Refused();
          });
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          model.clear();
          for (const [id, value] of before) model.set(id, value);
        }
      };
      for (const { writes, inner, fails, innerFails, commit } of steps) {
        attempt(fails, () => {
          writes.forEach(act);
          attempt(innerFails, () => inner.forEach(act));
          writes.forEach(act);
        });
        for (const key of ["a", "b", "c", "d"]) expect(graph.node(key)).toBe(find(key));
        if (commit) graph.commit("c", { allowEmpty: true });
      }
      expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
    }),
    runs(150),
  );
});
