/** What a reader holds stays as it is, whatever the writer does to the files and whenever the reader looks again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Graph, type GraphView } from "../../src/index.js";
import { durableContents } from "./contents.js";
import { drawWorkload } from "./workload.js";

let folder: string;
let writer: Graph;
let reader: Graph;

/** Sets a cell of node 0, and commits. */
function commit(value: number): void {
  writer.nodes.set(0, { a: value });
  writer.commit(`${value}`);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-reader-"));
  writer = Graph.open(join(folder, "store"));
  writer.addNodes(3, { labels: "Person", attributes: { a: [0, 10, 20], name: ["x", "y", "z"] } });
  writer.addEdge(0, 1, "KNOWS", { since: 7 });
  writer.commit("0");
  writer.branch("side");
  writer.checkout("side");
  commit(100);
  writer.checkout("main");
  for (const value of [1, 2]) commit(value);
  writer.history.gc(); // all of it is in packs
  reader = Graph.open(join(folder, "store"), { readOnly: true });
});

afterEach(() => {
  reader.close();
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Rows and commits get other numbers, and columns as well. */
function rewrite(): void {
  writer.history.deleteBranch("side", { force: true });
  writer.nodes.set(0, { other: "new" });
  for (const value of [3, 4, 5]) commit(value);
  writer.history.gc({ keepOperations: false });
}

const contents = (view: GraphView): string =>
  JSON.stringify([
    Array.from(view.nodes.ids(), (id) => [view.nodes.labels(id), view.nodes.get(id)]),
    Array.from(view.edges.ids(), (id) => [view.source(id), view.target(id), view.edges.get(id)]),
  ]);

const REVISIONS = ["main", "main~1", "main~2", "side"];

test("views that were taken before a refresh hold what they held, though nothing of them was read", () => {
  const before = REVISIONS.map((revision) => contents(writer.at(revision)));
  const views = REVISIONS.map((revision) => reader.at(revision));
  rewrite();
  expect(reader.refresh()).toBe(true);
  expect(views.map(contents)).toEqual(before);
  expect(reader.nodes.get(0)).toEqual({ a: 5, name: "x", other: "new" });
  expect(reader.at("main~3").nodes.get(0)).toEqual({ a: 2, name: "x" });
});

test("views that were read before a refresh hold what they held", () => {
  const views = REVISIONS.map((revision) => reader.at(revision));
  const before = views.map(contents);
  rewrite();
  expect(reader.refresh()).toBe(true);
  expect(views.map(contents)).toEqual(before);
});

test("a reader that looks again after many rewrites sees the last; files of long ago are closed", () => {
  const views: GraphView[] = [reader.at("main")];
  for (let round = 1; round <= 30; round++) {
    commit(1000 + round);
    writer.history.gc({ keepOperations: false });
    expect(reader.refresh()).toBe(true);
    expect(reader.nodes.get(0, "a")).toBe(1000 + round);
    views.push(reader.at("main"));
  }
  // the present one, and the four before it
  for (let round = 26; round <= 30; round++) expect(views[round].nodes.get(1, "name")).toBe("y");
  expect(() => views[25].nodes.get(1, "name")).toThrow(expect.objectContaining({ code: "STORE_CLOSED" }));
  expect(views[25].nodes.get(0, "a")).toBe(1025);
});

test("a reader follows any program of verbs, whenever it looks", () => {
  fc.assert(
    fc.property(fc.nat(), fc.infiniteStream(fc.boolean()), (seed, looks) => {
      const path = join(folder, `drawn-${seed}`);
      let time = 0;
      const options = { durability: "none", clock: () => time++ } as const;
      let graph = Graph.open(path, options);
      const follower = Graph.open(path, { readOnly: true });
      const held: { view: GraphView; before: string }[] = [];
      for (const { act } of drawWorkload(seed, 20)) {
        if (typeof act === "function") act(graph);
        else {
          graph.close();
          graph = Graph.open(path, options);
        }
        graph.flush();
        if (looks.next().value === false) continue;
        follower.refresh();
        expect(durableContents(follower)).toBe(durableContents(graph));
        if (graph.head.commit !== null && held.length < 3)
          held.push({ view: follower.at("HEAD"), before: contents(graph.at("HEAD")) });
      }
      for (const { view, before } of held) expect([before, "closed"]).toContain(contentsOrClosed(view));
      follower.close();
      graph.close();
      rmSync(path, { recursive: true });
    }),
    { numRuns: 25 },
  );
});

/** Files of long ago may be closed, which is told, and nothing else. */
function contentsOrClosed(view: GraphView): string {
  try {
    return contents(view);
  } catch (error) {
    expect(error).toMatchObject({ code: "STORE_CLOSED" });
    return "closed";
  }
}
