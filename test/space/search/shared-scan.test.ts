import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Graph } from "../../../src/graph.js";
import { runStep } from "../../../src/kernels/runtime/steps.js";
import { endThreads, openStep, threadsStart } from "../../../src/kernels/runtime/threads.js";
import { CodeScan, type CodeScanTask } from "../../../src/kernels/vectors/code-scan.js";
import { codeQuery } from "../../../src/kernels/vectors/code-segment.js";
import { AttributeColumn } from "../../../src/pool/attribute-column.js";
import { indexWork } from "../../../src/space/index/value-index.js";
import { VectorCodes } from "../../../src/space/search/vector-codes.js";
import { Prng } from "../../../src/structures/prng.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";

const METRICS = ["cosine", "dot", "euclidean"] as const;
const ROW_COUNT = 30_000;

beforeEach(() => {
  tuning.codedRowCountMin = 0;
});
afterEach(() => {
  vi.unstubAllGlobals();
  Object.assign(tuning, DEFAULT_TUNING);
});

/** Vectors, some of them far more than once. */
function vectorsOf(dimensions: number, copies: number): Float32Array[] {
  const prng = new Prng(5);
  const own = Array.from({ length: Math.ceil(ROW_COUNT / copies) }, () =>
    Float32Array.from({ length: dimensions }, () => prng.float() - 0.4),
  );
  return Array.from({ length: ROW_COUNT }, (_, i) => own[(i * 7) % own.length]!);
}

function graphOf(vector: readonly Float32Array[]): Graph {
  const graph = new Graph();
  graph.addNodes(vector.length, { attributes: { vector } });
  return graph;
}

describe("a search on several threads", () => {
  test.each([
    ["in one memory", 1 << 14, 1, true],
    ["in segments of few rows", 64, 1, true],
    ["of rows that are mostly the same", 1 << 14, 10_000, true],
    ["where no memory is shared", 4096, 1, false],
    ["where no memory is shared, of the same rows", 512, 10_000, false],
  ])("finds what a scan does, in every bit, for any number, %s", (_, segmentRows, copies, isShared) => {
    if (!isShared) vi.stubGlobal("SharedArrayBuffer", undefined);
    tuning.vectorSegmentRowsMax = segmentRows;
    const vector = vectorsOf(20, copies);
    const graph = graphOf(vector);
    const few = graph.nodes.select(graph.nodes.ids().filter((id) => id % 3 !== 1));
    const queries = [3, 11_000, 29_999].map((i) => vector[i]!.map((x, d) => x + (d % 5) / 50));
    const cases = METRICS.flatMap((metric) =>
      queries.flatMap((query) => [1, 10, 700].map((limit) => ({ metric, query, limit }))),
    );
    const search = (threads: number) =>
      cases.flatMap(({ metric, query, limit }) =>
        [graph.nodes, few].map((nodes) => {
          const { ids, scores } = nodes.nearest("vector", query, { metric, limit, threads });
          return { ids, scores };
        }),
      );
    const expected = search(1);
    graph.nodes.createIndex("vector", { kind: "vector" });
    for (const threads of [1, 2, 5]) expect(search(threads)).toEqual(expected);
    const many = graph.nodes.nearestMany("vector", queries, { limit: 10, threads: 3 });
    many.forEach((found, i) => {
      expect(found.ids).toEqual(expected[6 * i + 2]!.ids);
    });
  });

  test("is one in which other threads see the codes", async () => {
    const stored = new AttributeColumn("vector", "vector<float32, 20>");
    for (const [i, each] of vectorsOf(20, 1).entries()) stored.append(i, each);
    const codes = new VectorCodes(stored);
    expect(codes.extend()).toBe(true);
    const segments = [0, 1].map((index) => codes.segment(index)!);
    const query = vectorsOf(20, 1)[5]!;
    const numbers = Float64Array.from(query);
    const task: CodeScanTask = {
      memory: segments[0]!.memory,
      dimensions: 20,
      mask: new Uint32Array(Math.ceil(ROW_COUNT / 32)).fill(0xffffffff),
      addresses: Uint32Array.from(segments, ({ address }) => address),
      segmentRowCount: codes.segmentRowCount,
      lastRow: ROW_COUNT,
      query: codeQuery(numbers, Math.hypot(...numbers)),
      metric: "cosine",
      limit: 10,
    };
    expect(segments[1]!.memory).toBe(task.memory);
    const scan = CodeScan.open(task, 4)!;
    const left = (): number[][] => {
      const entries: number[][] = [];
      for (let place = 0; place < 4; place++)
        expect(scan.take(place, (...entry) => entries.push(entry))).toBe(true);
      return entries;
    };
    const run = scan.run(0, 4, Number.NEGATIVE_INFINITY);
    runStep(run);
    const expected = left();
    expect(expected.length).toBeGreaterThanOrEqual(10);
    expect(await threadsStart(1, 30_000)).toBe(true);
    // where the areas begin to be written is not told: what is left of the run before must not be taken for this one's
    const bytes = new Uint8Array(task.memory.arena.memory.buffer);
    bytes.fill(0, run.values[9], run.values[9]! + 4 * run.values[10]!);
    expect(left()).toEqual([]);
    const open = openStep(run, 1);
    expect(open).toBeDefined();
    while (open?.isOver === false) await open.someoneLeft(5);
    open?.close();
    expect(left()).toEqual(expected);
    scan.close();
    endThreads();
  });

  test("that is approximate encodes by eight bits the rows alone that fill no segment", () => {
    tuning.vectorSegmentRowsMax = 4096;
    const graph = graphOf(vectorsOf(20, 1));
    graph.nodes.createIndex("vector", { kind: "vector" });
    indexWork.rowsInserted = 0;
    const query = vectorsOf(20, 1)[5]!;
    const exact = () => graph.nodes.nearest("vector", query, { threads: 2 });
    const found = graph.nodes.nearest("vector", query, { approximate: true, candidates: 8000, threads: 2 });
    expect(indexWork.rowsInserted).toBe(ROW_COUNT % 4096);
    expect(found.ids).toEqual(exact().ids);
    expect(indexWork.rowsInserted).toBe(ROW_COUNT);
    exact();
    expect(indexWork.rowsInserted).toBe(ROW_COUNT);
  });
});
