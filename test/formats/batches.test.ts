// With `batch` an import is made of commits; one that was killed at any moment goes on to the same root.
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importGraph, readGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";
import { inPieces } from "./fixtures.js";

const nodes = new TextEncoder().encode(
  `id,born\n${Array.from({ length: 500 }, (_, i) => `n${i},${1800 + i}`).join("\n")}\n`,
);
const edges = new TextEncoder().encode(
  `source,target,weight\n${Array.from({ length: 900 }, (_, i) => `n${(i * 7) % 500},n${(i * 13) % 500},${i / 4}`).join("\n")}\n`,
);

async function* failing(bytes: Uint8Array, chunks: number): AsyncGenerator<Uint8Array> {
  for await (const piece of inPieces(bytes, 512)) {
    if (chunks-- === 0) throw new Error("killed");
    yield piece;
  }
}

const sources = (killedAt?: number) => ({
  nodes: { source: nodes, name: "people.csv" },
  edges: { source: killedAt === undefined ? edges : failing(edges, killedAt), name: "knows.csv" },
});

test("what is imported is told to listeners, as all that is written", async () => {
  const graph = new Graph({ key: "id" });
  const told: number[] = [];
  graph.onChange(({ nodes: changed }) => told.push(changed.added.length));
  await importGraph(graph, sources(), { format: "csv" });
  expect(told).toEqual([500]);
  await importGraph(graph, { nodes: new Blob(["id\nx\n"]) }, { format: "csv", batch: 1 });
  expect(told).toEqual([500, 1]);
});

describe("the commit of an import", () => {
  test("has the message, the author and the time that are given", async () => {
    const graph = new Graph({ key: "id", clock: () => 5 });
    const commit = { message: "people", author: "Ada <ada@example.org>", time: 7 };
    await importGraph(graph, sources(), { format: "csv", batch: 1000, commit });
    expect(graph.history.commitCount).toBeGreaterThan(1);
    for (const each of graph.history.log()) expect(each).toMatchObject(commit);
    const { graph: other } = await readGraph(sources(), { format: "csv", commit: { author: "Alan" } });
    expect(other.head.commit).toMatchObject({ message: "import people.csv", author: "Alan" });
  });

  test("is refused where it is none, before anything is written", async () => {
    const graph = new Graph({ key: "id" });
    for (const commit of [
      5,
      null,
      { message: 5 },
      { author: {} },
      { time: "now" },
      { time: Number.NaN },
      { by: "" },
    ])
      await expect(importGraph(graph, sources(), { format: "csv", commit: commit as never })).rejects.toThrow(
        /"commit/,
      );
    expect(graph.nodeCount).toBe(0);
  });
});

describe("a store that an import makes", () => {
  const begin = () => join(mkdtempSync(join(tmpdir(), "groggy-import-")), "new.groggy");

  test("is gone where writing fails before the first commit", async () => {
    const path = begin();
    const gexf = `<gexf version="1.3"><graph><nodes><node id="a"/></nodes><edges>
      <edge source="a" target="a" type="directed"/><edge source="a" target="a" type="undirected"/></edges></graph></gexf>`;
    const options = { format: "gexf", mixed: "refuse", path } as const;
    await expect(readGraph(new Blob([gexf]), options)).rejects.toThrow();
    expect(existsSync(path) ? readdirSync(path) : []).toEqual([]);
    await readGraph(new Blob([gexf]), { ...options, mixed: "flag" }).then(({ graph }) => graph.close());
  });

  test("is closed where a later batch fails, and can be gone on with", async () => {
    const path = begin();
    await expect(readGraph(sources(9), { format: "csv", batch: 200, path })).rejects.toThrow("killed");
    const { graph } = await readGraph(sources(), { format: "csv", batch: 200, path, resume: true });
    expect([graph.nodeCount, graph.edgeCount]).toEqual([500, 900]);
    graph.close();
  });
});

describe("batches", () => {
  test("each commit says where it stands", async () => {
    const graph = new Graph({ key: "id" });
    await importGraph(graph, sources(), { format: "csv", batch: 200, commit: "people" });
    const metas = graph.history.log().map(({ meta }) => (meta as { import: { rows: number } }).import.rows);
    expect(metas[0]).toBe(1400);
    expect(metas.length).toBeGreaterThanOrEqual(7);
    expect(graph.nodeCount).toBe(500);
    expect(graph.edgeCount).toBe(900);
  });

  test("an import that was killed goes on behind its last commit, to the same root", async () => {
    const whole = new Graph({ key: "id" });
    await importGraph(whole, sources(), { format: "csv", batch: 200 });
    const { root } = whole.commit("end", { allowEmpty: true });
    const { graph: atOnce } = await readGraph(sources(), { format: "csv" });
    expect(atOnce.commit("end", { allowEmpty: true }).root).toBe(root);
    for (const killedAt of [2, 9, 16, 20]) {
      const graph = new Graph({ key: "id" });
      await expect(importGraph(graph, sources(killedAt), { format: "csv", batch: 200 })).rejects.toThrow(
        "killed",
      );
      await importGraph(graph, sources(), { format: "csv", batch: 200, resume: true });
      expect(graph.commit("end", { allowEmpty: true }).root).toBe(root);
    }
  });
});
