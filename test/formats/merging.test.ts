// A second import: nodes by key and edges by ends and type are those of the graph, or the graph becomes what the file says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, formats, importGraph, readGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";

const csv = (text: string) => new Blob([text]);
const knows = (...rows: string[]) => ({ edges: csv(`source,target,type,since\n${rows.join("\n")}\n`) });

async function twice(options: object, first: string[], second: string[]) {
  const { graph } = await readGraph(knows(...first), { format: "csv" });
  const report = await importGraph(graph, knows(...second), { format: "csv", merge: true, ...options });
  return { graph, report };
}

describe("mergeEdges", () => {
  test("an edge of the same ends and type takes the values of the file, and keeps what the file does not say", async () => {
    const { graph, report } = await twice(
      { mergeEdges: true, missingNodes: "add" },
      ["a,b,KNOWS,1", "a,b,LIKES,2", "b,a,KNOWS,3"],
      ["a,b,KNOWS,4", "b,a,KNOWS,", "b,c,KNOWS,5"],
    );
    expect(graph.edgeCount).toBe(4);
    expect([...graph.edges.column("since")]).toEqual([4, 2, 3, 5]);
    expect(report).toMatchObject({ nodeCount: 1, edgeCount: 1, mergedEdgeCount: 2, removedEdgeCount: 0 });
    expect([...report.edgeIds]).toEqual([3]);
  });

  test("holds for every format with edges: what is written is read again to the same graph", async () => {
    const graph = new Graph({ key: "id" });
    for (const id of ["a", "b", "c"]) graph.addNode({ id });
    graph.addEdges([0, 1, 2], [1, 2, 0], { attributes: { weight: [1, 2, 3] } });
    for (const { name, tables } of formats.filter(({ reads, writes }) => reads && writes)) {
      const parts: Record<string, Uint8Array[]> = { graph: [], nodes: [], edges: [] };
      const to = (part: string) => (chunk: Uint8Array) => void parts[part]!.push(chunk);
      await exportGraph(graph, tables ? { nodes: to("nodes"), edges: to("edges") } : to("graph"), {
        format: name,
      });
      const blob = (part: string) => new Blob(parts[part] as never);
      const file = () => (tables ? { nodes: blob("nodes"), edges: blob("edges") } : blob("graph"));
      const { graph: read } = await readGraph(file(), { format: name });
      for (const options of [{ merge: true, mergeEdges: true }, { replace: true }]) {
        const { root } = read.commit("before", { allowEmpty: true });
        const report = await importGraph(read, file(), { format: name, missingNodes: "add", ...options });
        expect([name, report.edgeCount, report.removedEdgeCount]).toEqual([name, 0, 0]);
        expect([name, read.edgeCount, report.mergedEdgeCount]).toEqual([name, 3, 3]);
        expect(read.commit("after", { allowEmpty: true }).root).toBe(root);
      }
    }
  });

  test("edges without direction are the same either way", async () => {
    const list = (text: string) => new Blob([text]);
    const { graph } = await readGraph(list("a b 1\n"), { format: "edgelist" });
    expect(graph.directed).toBe(false);
    await importGraph(graph, list("b a 2\n"), { format: "edgelist", merge: true, mergeEdges: true });
    expect(graph.edgeCount).toBe(1);
    expect(graph.edges.get(0)).toEqual({ weight: 2 });
  });

  test("attributes tell edges of the same ends and type apart, absent from present as well", async () => {
    const { graph, report } = await twice(
      { mergeEdges: "since" },
      ["a,b,KNOWS,1", "a,b,KNOWS,2", "a,b,KNOWS,"],
      ["a,b,KNOWS,2", "a,b,KNOWS,3", "a,b,KNOWS,", "a,b,KNOWS,"],
    );
    expect([...graph.edges.column("since")]).toEqual([1, 2, undefined, 3]);
    expect(report.warnings).toMatchObject([{ kind: "parallelEdge", count: 1 }]);
  });

  test("names of attributes that no edge has are refused, with nothing changed", async () => {
    const { graph } = await readGraph(knows("a,b,KNOWS,1"), { format: "csv" });
    const before = graph.commit("before", { allowEmpty: true }).root;
    for (const mergeEdges of ["sinse", ["since", "x"]])
      await expect(
        importGraph(graph, knows("a,b,KNOWS,2"), { format: "csv", merge: true, mergeEdges }),
      ).rejects.toThrow(/"mergeEdges" expected attributes that edges have, got/);
    for (const mergeEdges of [7, [7], [""], ""])
      await expect(
        importGraph(graph, knows("a,b,KNOWS,2"), { format: "csv", mergeEdges: mergeEdges as never }),
      ).rejects.toThrow(/"mergeEdges" expected/);
    expect(graph.commit("after", { allowEmpty: true }).root).toBe(before);
  });

  test("an edge without direction is none of those that have one", async () => {
    const dot = (text: string) => new Blob([text]);
    const gexf = (edges: string) =>
      dot(
        `<gexf version="1.3"><graph defaultedgetype="directed"><nodes><node id="a"/><node id="b"/></nodes><edges>${edges}</edges></graph></gexf>`,
      );
    const mixed = '<edge source="a" target="b"/><edge source="a" target="b" type="undirected"/>';
    const { graph } = await readGraph(gexf(mixed), { format: "gexf" });
    await importGraph(graph, gexf(mixed), { format: "gexf", merge: true, mergeEdges: true });
    expect([...graph.edges.column("undirected")]).toEqual([undefined, true]);
  });

  test("with batches it comes to the same, killed and gone on with as well", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `n${i % 9},n${i % 4},T${i % 2},${i}`);
    const options = { format: "csv", merge: true, mergeEdges: true, missingNodes: "add" } as const;
    const whole = new Graph({ key: "key" });
    await importGraph(whole, knows(...rows), options);
    const { root } = whole.commit("end");
    const source = (isCut: boolean) => {
      const bytes = new TextEncoder().encode(`source,target,type,since\n${rows.join("\n")}\n`);
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += 300) {
          if (isCut && at > 1200) throw new Error("killed");
          yield bytes.subarray(at, at + 300);
        }
      }
      return { edges: { source: pieces(), name: "knows.csv" } };
    };
    const parts = new Graph({ key: "key" });
    await expect(importGraph(parts, source(true), { ...options, batch: 30 })).rejects.toThrow("killed");
    await importGraph(parts, source(false), { ...options, batch: 30, resume: true });
    expect(parts.edgeCount).toBe(whole.edgeCount);
    expect(parts.commit("end", { allowEmpty: true }).root).toBe(root);
  });
});

describe("replace", () => {
  test("the graph becomes what the file says, and what stays keeps its id", async () => {
    const nodes = (text: string) => csv(`id,labels,name,age\n${text}`);
    const { graph } = await readGraph(
      {
        nodes: nodes("a,Person;Author,Ada,36\nb,Person,Bob,\nc,Person,Cy,9\n"),
        edges: csv("source,target,type,w\na,b,KNOWS,1\na,b,KNOWS,2\nb,c,KNOWS,3\n"),
      },
      { format: "csv" },
    );
    graph.nodes.set(0, { mine: "kept" });
    graph.commit("first");
    const report = await importGraph(
      graph,
      {
        nodes: nodes("d,,Dan,1\nb,Author,,2\na,Person,Ada,\n"),
        edges: csv("source,target,type,w\na,b,KNOWS,1\nb,d,KNOWS,4\n"),
      },
      { format: "csv", replace: true, without: ["mine"], commit: "second" },
    );
    expect(report).toMatchObject({
      nodeCount: 1,
      edgeCount: 1,
      mergedCount: 2,
      mergedEdgeCount: 1,
      removedNodeCount: 1,
      removedEdgeCount: 2,
    });
    expect([...graph.nodes.ids()]).toEqual([0, 1, 3]);
    expect(graph.nodes.get(0)).toEqual({ id: "a", name: "Ada", mine: "kept" });
    expect(graph.nodes.get(1)).toEqual({ id: "b", age: 2 });
    expect([0, 1, 3].map((id) => graph.nodes.labels(id))).toEqual([["Person"], ["Author"], []]);
    expect([...graph.edges.ids()]).toEqual([0, 3]);
    const { nodes: changed, edges } = graph.history.diff("HEAD~1", "HEAD");
    expect(changed.counts).toEqual({ added: 1, removed: 1, changed: 2 });
    expect(edges.counts).toEqual({ added: 1, removed: 2, changed: 0 });
  });

  test("a table of edges alone leaves nodes as they are; one of nodes takes edges of removed nodes along", async () => {
    const { graph } = await readGraph(
      { nodes: csv("id,n\na,1\nb,2\nc,3\n"), edges: csv("source,target\na,b\nb,c\n") },
      { format: "csv" },
    );
    await importGraph(graph, { edges: csv("source,target\nc,b\nb,c\n") }, { format: "csv", replace: true });
    expect([...graph.nodes.column("n")]).toEqual([1, 2, 3]);
    expect([...graph.edges.ids()]).toEqual([1, 2]);
    await importGraph(graph, { nodes: csv("id,n\nb,7\na,\n") }, { format: "csv", replace: true });
    expect([graph.nodeCount, graph.edgeCount]).toEqual([2, 0]);
    expect([...graph.nodes.column("n")]).toEqual([undefined, 7]);
  });

  test("reading the same file again changes nothing", async () => {
    const rows = ["a,b,T,1", "a,b,T,2", "a,b,,3", "b,b,T,", "b,b,T,"];
    const { graph } = await readGraph(knows(...rows), { format: "csv" });
    const { root } = graph.commit("first");
    const report = await importGraph(graph, knows(...rows), { format: "csv", replace: true });
    expect(report).toMatchObject({ edgeCount: 0, removedEdgeCount: 0, mergedEdgeCount: 5 });
    expect(graph.status().clean).toBe(true);
    expect(graph.commit("again", { allowEmpty: true }).root).toBe(root);
  });

  test("a file that fails leaves the graph as it was", async () => {
    const { graph } = await readGraph(knows("a,b,T,1"), { format: "csv" });
    const { root } = graph.commit("first");
    const broken = { edges: csv("source,target,type,since\na,c,T,1\na,b,T,x\n") };
    await expect(
      importGraph(graph, broken, { format: "csv", replace: true, missingNodes: "add" }),
    ).rejects.toMatchObject({ code: "FORMAT_VALUE" });
    const ruled = new Graph({
      key: "id",
      schema: { nodes: { Ship: { id: "utf8", n: { type: "int32", required: true } } } },
    });
    ruled.addNode("Ship", { id: "a", n: 1 });
    const before = ruled.commit("first").root;
    await expect(
      importGraph(ruled, { nodes: csv("id,n\nb,2\na,\n") }, { format: "csv", labels: "Ship", replace: true }),
    ).rejects.toMatchObject({ code: "CONSTRAINT_VIOLATION" });
    expect(ruled.commit("after", { allowEmpty: true }).root).toBe(before);
    expect(graph.commit("after", { allowEmpty: true }).root).toBe(root);
  });

  test("is refused with batches, with skipped nodes, and where the graph cannot find nodes by the file's ids", async () => {
    const graph = new Graph();
    graph.addNode({ id: "a" });
    const source = () => ({ nodes: csv("id\na\n") });
    for (const more of [{ batch: 3 }, { resume: true }, { merge: false }, { duplicateNodes: "skip" }])
      await expect(
        importGraph(graph, source(), { format: "csv", replace: true, ...more } as never),
      ).rejects.toThrow(TypeError);
    for (const more of [{ replace: true }, { merge: true }])
      await expect(importGraph(graph, source(), { format: "csv", ...more })).rejects.toMatchObject({
        code: "FORMAT_UNSUPPORTED",
      });
    expect(graph.nodeCount).toBe(1);
  });
});

/** A graph as a plain model: values of nodes by key, and edges as rows. */
interface Row {
  readonly source: number;
  readonly target: number;
  readonly type: number;
  readonly key: number | undefined;
  readonly value: number | undefined;
}

const row = fc.record({
  source: fc.nat(4),
  target: fc.nat(4),
  type: fc.nat(1),
  key: fc.option(fc.nat(2), { nil: undefined }),
  value: fc.option(fc.nat(9), { nil: undefined }),
});
function jsonLines(rows: readonly Row[], directed: boolean): Blob {
  const lines: object[] = [{ directed, graph: {} }, ...[0, 1, 2, 3, 4].map((id) => ({ id: String(id) }))];
  for (const { source, target, type, key, value } of rows)
    lines.push({ source: String(source), target: String(target), type: `T${type}`, key, value });
  return new Blob([lines.map((line) => JSON.stringify(line)).join("\n")]);
}

const shown = (graph: Graph) =>
  [...graph.edges.ids()].map((id) => [
    graph.nodes.get(graph.source(id), "id"),
    graph.nodes.get(graph.target(id), "id"),
    graph.edges.type(id),
    graph.edges.get(id, "key"),
    graph.edges.get(id, "value"),
  ]);

/** The edges after the rows were merged one by one, the oldest of those alike taken. */
function model(first: readonly Row[], second: readonly Row[], byKey: boolean, directed: boolean) {
  const edges: { -readonly [P in keyof Row]: Row[P] }[] = first.map((each) => ({ ...each }));
  for (const each of second) {
    const found = edges.find(
      (edge) =>
        edge.type === each.type &&
        (!byKey || edge.key === each.key) &&
        ((edge.source === each.source && edge.target === each.target) ||
          (!directed && edge.source === each.target && edge.target === each.source)),
    );
    if (found === undefined) edges.push({ ...each });
    else Object.assign(found, { key: each.key ?? found.key, value: each.value ?? found.value });
  }
  return edges.map(({ source, target, type, key, value }) => [
    String(source),
    String(target),
    `T${type}`,
    key,
    value,
  ]);
}

describe("against a model", () => {
  test("merged edges are those of mergeEdge one by one", async () => {
    const property = fc.asyncProperty(
      fc.array(row, { maxLength: 12 }),
      fc.array(row, { maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      async (first, second, byKey, directed, batch) => {
        const { graph } = await readGraph(jsonLines(first, directed), { format: "jsonl" });
        const hasKey = [...first, ...second].some(({ key }) => key !== undefined);
        await importGraph(graph, jsonLines(second, directed), {
          format: "jsonl",
          merge: true,
          mergeEdges: byKey && hasKey ? ["key"] : true,
          batch,
        });
        expect(shown(graph)).toEqual(model(first, second, byKey && hasKey, directed));
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  test("a graph that is replaced has what a new one has, and merged edges keep their ids", async () => {
    const property = fc.asyncProperty(
      fc.array(row, { maxLength: 10 }),
      fc.array(row, { maxLength: 10 }),
      fc.boolean(),
      async (first, second, directed) => {
        const { graph } = await readGraph(jsonLines(first, directed), { format: "jsonl" });
        const { graph: fresh } = await readGraph(jsonLines(second, directed), { format: "jsonl" });
        const ends = (g: Graph) =>
          shown(g)
            .map(([a, b, ...rest]) => JSON.stringify([...(directed ? [a, b] : [a, b].sort()), ...rest]))
            .sort();
        const report = await importGraph(graph, jsonLines(second, directed), {
          format: "jsonl",
          replace: true,
        });
        expect(ends(graph)).toEqual(ends(fresh));
        expect(graph.nodeCount).toBe(5);
        expect(report.mergedEdgeCount + report.removedEdgeCount).toBe(first.length);
        expect(report.mergedEdgeCount + report.edgeCount).toBe(second.length);
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});
