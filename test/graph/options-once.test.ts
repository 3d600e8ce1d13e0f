/** Options are read once each, so that what was checked is what is used. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Graph } from "../../src/index.js";

const GRAPH = {
  clock: () => 1,
  origin: 3,
  types: "open",
  policies: { policy: "ours" },
  schema: { nodes: { a: "int32" } },
} as const;
const STORE = { durability: "none", autosave: false, create: true, readOnly: false, wait: 0 } as const;
const RUN = { onProgress: () => {}, signal: new AbortController().signal };

function source(): Graph {
  const graph = new Graph({ key: "k" });
  graph.addNode({ k: "a" });
  graph.commit("one");
  return graph;
}

/** Calls with options. */
const CALLS: Record<string, [options: object, call: (options: never) => unknown]> = {
  "new Graph": [{ ...GRAPH, key: "k", directed: false }, (options) => new Graph(options)],
  "new Graph with keys": [{ keys: { P: ["k", "l"] } }, (options) => new Graph(options)],
  "new Graph with a schema": [
    { nodes: { a: "int32" }, edges: {}, graph: {} },
    (schema) => new Graph({ schema }),
  ],
  "Graph.open": [
    { ...GRAPH, ...STORE, key: "k", directed: false },
    (options) => {
      const folder = mkdtempSync(join(tmpdir(), "groggy-options-"));
      try {
        Graph.open(folder, options).close();
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  ],
  "Graph.clone": [{ ...GRAPH, ...RUN, key: "k", remote: "r" }, (options) => Graph.clone(source(), options)],
  "Graph.fromBundle": [
    { ...GRAPH, ...RUN, key: "k" },
    (options) => Graph.fromBundle(source().history.bundle(), options),
  ],
  gc: [{ ...RUN, keepOperations: true }, (options) => source().history.gc(options)],
  verify: [{ ...RUN, level: "deep" }, (options) => source().history.verify(options)],
  bisect: [
    { signal: RUN.signal },
    (options) => {
      const graph = source();
      graph.commit("two", { allowEmpty: true });
      graph.history.bisect("HEAD~1", "HEAD", () => false, options);
    },
  ],
};

test.each(Object.entries(CALLS))("%s reads each option once", (_, [options, call]) => {
  expectReadOnce(options, call);
});

test.each([
  "MATCH (a {k: $k}) RETURN a.n AS n",
  "MATCH (a {k: $k})-[:T]->(b) RETURN b.n AS n",
  "MATCH (a) WHERE $k IN [a.k] RETURN a.n AS n",
  "CREATE ({n: $k})",
])("%s reads each parameter and option once, also when it is prepared", (text) => {
  const options = { integers: "bigint", memory: 1e6, timeout: 1e5 };
  // values that go different ways: by the key, by hops, and by neither
  for (const k of ["a", "b", 1, -0, 2n, true, null, undefined]) {
    const given = { k, other: k };
    expectReadOnce(given, (parameters: never) => source().query(text, parameters));
    expectReadOnce(given, (parameters: never) => source().prepare(text)(parameters).plan);
    expectReadOnce(options, (read: never) => source().query(text, given, read));
    expectReadOnce(options, (read: never) => source().prepare(text)(given, read).plan);
  }
});

function expectReadOnce(options: object, call: (options: never) => unknown): void {
  const reads: Record<string, number> = {};
  const given = {};
  for (const [name, value] of Object.entries(options))
    Object.defineProperty(given, name, {
      enumerable: true,
      get() {
        reads[name] = (reads[name] ?? 0) + 1;
        return value;
      },
    });
  call(given as never);
  expect(reads).toEqual(Object.fromEntries(Object.keys(options).map((name) => [name, 1])));
}
