/** What a reader holds stays as it is, whatever the writer does to the files and whenever the reader looks again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Graph } from "../../src/index.js";

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

test("views that were taken before a refresh hold what they held, read or not", () => {
  const revisions = ["main", "main~1", "main~2", "side"];
  const [read, unread] = [0, 1].map(() => revisions.map((revision) => reader.at(revision)));
  const contents = (view: (typeof read)[number]) =>
    JSON.stringify([
      Array.from(view.nodes.ids(), (id) => [view.nodes.labels(id), view.nodes.get(id)]),
      Array.from(view.edges.ids(), (id) => [view.source(id), view.target(id), view.edges.get(id)]),
    ]);
  const before = read.map(contents);
  rewrite();
  expect(reader.refresh()).toBe(true);
  expect(reader.nodes.get(0)).toEqual({ a: 5, name: "x", other: "new" });
  expect(unread.map(contents)).toEqual(before);
  expect(read.map(contents)).toEqual(before);
  expect(reader.at("main~3").nodes.get(0)).toEqual({ a: 2, name: "x" });
});

test("a reader that looks again after many rewrites sees the last, and what it held before is let go", () => {
  const held = [];
  for (let round = 0; round < 30; round++) {
    held.push([1000 + round - 1, reader.at("main")] as const);
    commit(1000 + round);
    writer.history.gc({ keepOperations: false });
    expect(reader.refresh()).toBe(true);
    expect(reader.nodes.get(0, "a")).toBe(1000 + round);
  }
  expect(held.slice(1).map(([, view]) => view.nodes.get(0, "a"))).toEqual(
    held.slice(1).map(([value]) => value),
  );
});
