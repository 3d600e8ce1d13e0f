/** The clock, the hooks and the operation log keep step. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Operation, OperationLog } from "../../../src/history/repository/operation-log.js";
import { Graph } from "../../../src/index.js";

describe("a commit", () => {
  test("asks the clock once", () => {
    let time = 0;
    const graph = new Graph({ clock: () => ++time });
    const times = ["a", "b", "c"].map((message) => graph.commit(message, { allowEmpty: true }).time);
    expect(times).toEqual([1, 2, 3]);
    expect(graph.history.operations().map((operation) => operation.time)).toEqual([1, 2, 3]);
  });

  test("can be undone even if a hook that is called after it throws", () => {
    const graph = new Graph();
    graph.addNode("P");
    graph.history.onAfterCommit(() => {
      expect(graph.head.commit?.message).toBe("one");
      throw new Error("after");
    });
    expect(() => graph.commit("one")).toThrow("after");
    expect(graph.history.undo()).toBe("commit");
    expect(graph.status()).toMatchObject({ commit: null, nodes: { added: 1 } });
  });
});

test("a weight that no edge has is an error, not a weight of 1", async () => {
  const { pageRank } = await import("../../../src/algorithms/index.js");
  const graph = new Graph();
  const [a, b] = graph.addNodes(2);
  expect(pageRank(graph, { weight: "w" }).length).toBe(2);
  graph.addEdge(a, b);
  expect(() => pageRank(graph, { weight: "w" })).toThrow(
    '"weight" expected an attribute of the edges, got "w"',
  );
});

test("a log that begins with stored operations answers as one that has them, and reads none to record more", () => {
  const operation = (name: string): Operation => ({ name }) as unknown as Operation;
  const step = fc.constantFrom("push", "undo", "redo", "fail", "look", "clear");
  const names = fc.array(
    fc.nat({ max: 99 }).map((n) => operation(`stored ${n}`)),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(names, names, fc.array(step, { maxLength: 10 }), (done, undone, steps) => {
      let reads = 0;
      const log = new OperationLog(() => {});
      log.restore(() => {
        reads++;
        return { done, undone };
      });
      let model = { done: [...done], undone: [...undone] };
      for (const [i, kind] of steps.entries()) {
        const before = reads;
        if (kind === "push" || kind === "fail") log.push(operation(`new ${i}`));
        if (kind === "push") model = { done: [...model.done, operation(`new ${i}`)], undone: [] };
        if (kind === "fail") log.retract();
        if (kind === "push" || kind === "fail") expect(reads).toBe(before);
        if (kind === "undo" && model.done.length > 0) {
          log.undo();
          model.undone.push(model.done.pop() as Operation);
        }
        if (kind === "redo" && model.undone.length > 0) {
          log.redo();
          model.done.push(model.undone.pop() as Operation);
        }
        if (kind === "clear") {
          log.clear();
          model = { done: [], undone: [] };
        }
        if (kind === "look") expect({ done: log.done, undone: log.undone }).toEqual(model);
      }
      expect({ done: log.done, undone: log.undone }).toEqual(model);
      expect(reads).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});
