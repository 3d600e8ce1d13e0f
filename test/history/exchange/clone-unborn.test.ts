/** A clone of a graph that is on a branch without a commit. */
import { expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

test("a clone is on the same branch, also where that has no commit and others have", () => {
  const graph = new Graph();
  graph.addNodes(2);
  graph.commit("one");
  graph.branch("side");
  graph.history.back();
  expect(graph.head).toEqual({ branch: "main", commit: null });
  const clone = Graph.clone(graph);
  expect(clone.head).toEqual(graph.head);
  expect(clone.nodeCount).toBe(graph.nodeCount);
  expect(clone.history.remoteBranches().map(({ name }) => name)).toEqual(["origin/side"]);
  clone.addNode();
  expect(clone.commit("first").parents).toEqual([]);
  clone.checkout("origin/side");
  expect(clone.nodeCount).toBe(2);
});
