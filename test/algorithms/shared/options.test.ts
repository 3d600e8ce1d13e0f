// Options that nothing reads are refused, by every function there is.
import { describe, expect, it } from "vitest";
import * as algorithms from "../../../src/algorithms/index.js";
import { begin, calls, graph } from "./calls.js";

describe("options", () => {
  it.each(calls)("of %s are refused if they are misspelt", async (_, call) => {
    const outcome = async () => begin(call({ wieght: 1 }));
    await expect(outcome).rejects.toThrow(TypeError);
    await expect(outcome).rejects.toThrow(/"options" expected only .*, got "wieght"/);
  });

  it.each(calls)("of %s are an object", async (_, call) => {
    await expect(async () => begin(call(null as never))).rejects.toThrow(
      '"options" expected an object, got null',
    );
  });

  it("that are no signal or no function are told", () => {
    for (const signal of [null, true, "x", {}, new AbortController()]) {
      const run = () => algorithms.infomap(graph, { signal: signal as never });
      expect(run).toThrow(/"signal" expected an AbortSignal, got /);
    }
    for (const onProgress of [null, true, "x", {}]) {
      const run = () => algorithms.infomap(graph, { onProgress: onProgress as never });
      expect(run).toThrow(/"onProgress" expected a function, got /);
      for (const search of [algorithms.breadthFirstSearch, algorithms.depthFirstSearch]) {
        const visited = () => search(graph, 0, { visit: onProgress as never });
        expect(visited).toThrow(/"visit" expected a function, got /);
      }
    }
  });

  it("of how a run goes are taken by all", () => {
    expect(algorithms.conductance(graph, [0, 1], { threads: 2 } as object)).toBeGreaterThan(0);
    expect(() => algorithms.conductance(graph, [0, 1], null as never)).toThrow(
      '"options" expected an object, got null',
    );
  });
});
