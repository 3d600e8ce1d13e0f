// A signal that was aborted before a verb is heeded by all verbs that take one, and nothing is changed.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "groggy-signal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Verb = (graph: Graph, other: Graph, options: { readonly signal: AbortSignal }) => unknown;

const verbs: Record<string, Verb> = {
  gc: (graph, _, options) => graph.history.gc({ keepOperations: false, ...options }),
  verify: (graph, _, options) => graph.history.verify({ level: "deep", ...options }),
  fetch: (graph, other, options) => graph.history.fetch(other, options),
  "fetch of a bundle": (graph, other, options) => graph.history.fetch(other.history.bundle(), options),
  push: (graph, other, options) => graph.history.push(other, { to: "theirs", ...options }),
  pull: (graph, other, options) => graph.history.pull(other, options),
  bundle: (graph, _, options) => graph.history.bundle(options),
  "bundle to a file": (graph, _, options) => graph.history.bundle(join(folder, "file.bundle"), options),
  bisect: (graph, _, options) => graph.history.bisect("main~2", "main", () => true, options),
  clone: (graph, _, options) => Graph.clone(graph, options),
  "clone to a folder": (graph, _, options) => Graph.clone(graph, { path: join(folder, "clone"), ...options }),
  fromBundle: (graph, _, options) => Graph.fromBundle(graph.history.bundle(), options),
};

/** Two graphs of one origin, each with commits that the other lacks. */
function pair(): [Graph, Graph] {
  const graph = new Graph();
  for (let i = 0; i < 3; i++) {
    graph.addNode({ i });
    graph.commit(`${i}`);
  }
  const other = Graph.clone(graph);
  other.addNode({ theirs: true });
  other.commit("theirs");
  graph.addNode({ ours: true });
  graph.commit("ours");
  return [graph, other];
}

/** All that a verb could change. */
const known = (graph: Graph) => ({
  head: graph.head.commit?.id,
  branches: graph.history.branches(),
  log: graph.history.log().map(({ id }) => id),
  operations: graph.history.operations(),
  nodes: [...graph.nodes].map((id) => graph.nodes.get(id)),
});

describe("a signal that is aborted already", () => {
  it.each(Object.entries(verbs))("stops %s with its reason, and nothing is changed", (_, verb) => {
    const [graph, other] = pair();
    const before = [known(graph), known(other)];
    const reason = new Error("enough");
    expect(() => verb(graph, other, { signal: AbortSignal.abort(reason) })).toThrow(reason);
    expect([known(graph), known(other)]).toEqual(before);
    expect(existsSync(join(folder, "file.bundle"))).toBe(false);
    expect(existsSync(join(folder, "clone"))).toBe(false);
  });

  it.each(Object.entries(verbs))("has to be a signal for %s", (_, verb) => {
    const [graph, other] = pair();
    for (const signal of [null, "x", {}, new AbortController()]) {
      expect(() => verb(graph, other, { signal: signal as never })).toThrow(
        '"signal" expected an AbortSignal, got ',
      );
    }
  });
});

describe("a signal that is aborted on the way", () => {
  it("stops bisecting before the next test", () => {
    const [graph] = pair();
    const controller = new AbortController();
    let tests = 0;
    const test = () => {
      tests++;
      controller.abort(new Error("enough"));
      return true;
    };
    expect(() => graph.history.bisect("main~3", "main", test, { signal: controller.signal })).toThrow(
      "enough",
    );
    expect(tests).toBe(1);
  });

  it("stops a bundle between commits", () => {
    const [graph] = pair();
    let looks = 0;
    const { signal } = new AbortController();
    Object.defineProperty(signal, "reason", { value: new Error("enough") });
    Object.defineProperty(signal, "aborted", { get: () => ++looks > 2 });
    expect(() => graph.history.bundle({ signal })).toThrow("enough");
    expect(looks).toBe(3);
  });
});
