/** Matches that are counted without rows look at the signal within a message, not only between them. */
import { expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";

const COUNT = 20_000;

function ring(): Graph {
  const graph = new Graph();
  graph.addNodes(COUNT, { labels: ["N"], attributes: { v: Array.from({ length: COUNT }, (_, i) => i % 7) } });
  const sources = Array.from({ length: 2 * COUNT }, (_, i) => i % COUNT);
  graph.addEdges(
    sources,
    sources.map((i, k) => (i + 1 + (k < COUNT ? 0 : 7)) % COUNT),
    { type: "T" },
  );
  return graph;
}

/** A signal that is aborted once it was looked at so often. */
function signalAfter(looks: number): { readonly signal: AbortSignal; seen(): number } {
  const controller = new AbortController();
  const { signal } = controller;
  let seen = 0;
  const watched = new Proxy(signal, {
    get(target, name) {
      if (name === "aborted" && ++seen > looks && !target.aborted) controller.abort(new Error("called off"));
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { signal: watched, seen: () => seen };
}

const TEXTS = [
  "MATCH (a:N)-[:T]->(b:N)-[:T]->(c) WHERE c.v < 6 RETURN count(*) AS n",
  "MATCH (a)-[:T]->(b)-[:T]-(c:N) WHERE c.v > 0 RETURN a.v AS v, sum(c.v) AS s, max(c.v) AS m",
  "MATCH (a:N)-[:T]->(b:N), (a)-[:T]-(b) WHERE b.v > 1 RETURN count(*) AS n",
] as const;

test.each(TEXTS)("%s", async (text) => {
  const graph = ring();
  const wanted = graph.query(text).toArray();
  const all = signalAfter(Number.POSITIVE_INFINITY);
  expect(graph.query(text, {}, { signal: all.signal }).toArray()).toEqual(wanted);
  // every 2,048 nodes of each message
  expect(all.seen()).toBeGreaterThan(COUNT / 2048);
  for (const looks of [3, all.seen() >> 1]) {
    expect(() => graph.query(text, {}, { signal: signalAfter(looks).signal }).toArray()).toThrow(
      "called off",
    );
    await expect(graph.queryAsync(text, {}, { signal: signalAfter(looks).signal })).rejects.toThrow(
      "called off",
    );
  }
  expect((await graph.queryAsync(text)).toArray()).toEqual(wanted);
});
