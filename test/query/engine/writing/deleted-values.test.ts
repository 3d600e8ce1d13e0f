// Clauses behind a DELETE that read what is gone: a fault, however many rows there are.
import { expect, test } from "vitest";
import { CypherError } from "../../../../src/errors.js";
import { Graph } from "../../../../src/index.js";

test.each([
  "MATCH (a:K) DELETE a CREATE (:C {v: a.v})",
  "MATCH (a:K) DELETE a WITH a CREATE (:C {v: a.v})",
  "MATCH (a:K), (b:L) DELETE a SET b.v = a.v",
])("%s", (text) => {
  const graph = new Graph();
  graph.query("UNWIND range(0, 9) AS i CREATE (:K {v: i}), (:L)");
  expect(() => graph.query(text)).toThrow(CypherError);
  expect(graph.nodeCount).toBe(20);
});
