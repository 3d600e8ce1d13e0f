/** Where there are no files, a store says so, and a graph in memory works. */
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { platform } from "../../src/platform/node.js";

const own = platform as { storage: typeof platform.storage };
const { storage } = platform;

afterEach(() => {
  own.storage = storage;
});

test("a platform without files has graphs in memory and no stores", () => {
  own.storage = undefined;
  const unsupported = expect.objectContaining({ code: "UNSUPPORTED_PLATFORM" });
  expect(() => Graph.open("people.groggy")).toThrow(unsupported);
  const graph = new Graph();
  graph.addNode();
  graph.commit("one");
  expect(graph.head.commit?.message).toBe("one");
  expect(() => graph.history.bundle("people.bundle")).toThrow(unsupported);
  expect(() => Graph.clone("people.groggy")).toThrow(unsupported);
});
