/** Situations in which indices that other databases keep on disk were lost, stale, or in the way. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors.js";
import { Graph } from "../../src/index.js";
import { AttributeColumn } from "../../src/pool/attribute-column.js";
import { offerSegments, SEGMENT_LAYOUTS, segmentChain } from "../../src/space/index/stored-segments.js";
import { indexWork } from "../../src/space/index/value-index.js";
import { ByteReader } from "../../src/structures/byte-reader.js";
import { Prng } from "../../src/structures/prng.js";
import { DEFAULT_TUNING, tuning } from "../../src/structures/tuning.js";
import { openOn } from "./contents.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

const layouts = { ...SEGMENT_LAYOUTS };

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-index-reports-"));
  path = join(folder, "store");
  Object.assign(tuning, { indexSegmentBytesMin: 1, vectorSegmentRowsMax: 32, codedRowCountMin: 0 });
});

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
  Object.assign(SEGMENT_LAYOUTS, layouts);
  rmSync(folder, { recursive: true, force: true });
});

const TEXTS = ["a red stone", "a blue stone", "green", "small red dog"];

function fill(graph: Graph, count = 40): void {
  graph.addNodes(count, {
    attributes: {
      body: Array.from({ length: count }, (_, i) => `${TEXTS[i % 4]} ${i}`),
      vector: Array.from({ length: count }, (_, i) => Float32Array.of(Math.sin(i), Math.cos(i), 1)),
    },
  });
  graph.nodes.createIndex("body", { kind: "text" });
  graph.nodes.createIndex("vector", { kind: "vector" });
  graph.commit("filled");
  ask(graph);
}

const ask = ({ nodes }: Graph): number[][] => [
  [...nodes.search("red", { limit: 100 }).ids].sort((a, b) => a - b),
  [...nodes.nearest("vector", [0, 1, 1], { limit: 3 }).ids],
];

function reopened(graph: Graph): Graph {
  graph.close();
  return Graph.open(path);
}

describe("an index on disk", () => {
  it("has rows that were added while it was not used, whenever packs were written", () => {
    let graph = Graph.open(path);
    fill(graph);
    for (let round = 0; round < 3; round++) {
      graph = reopened(graph);
      graph.addNode({ body: "red again", vector: Float32Array.of(0, 1, 1) });
      // a large commit makes a checkpoint at once
      if (round === 1) graph.addNodes(20_000, { attributes: { other: new Float64Array(20_000) } });
      graph.commit(`round ${round}`);
    }
    graph = reopened(graph);
    expect(ask(graph)[0].length).toBe(20 + 3);
    // as near as the first one, which has the lowest id
    expect(ask(graph)[1]).toEqual([0, 40, 41]);
    graph.close();
  });

  it("finds no value that was changed or removed after it was stored", () => {
    let graph = Graph.open(path);
    fill(graph);
    graph = reopened(graph);
    graph.nodes.set(0, { body: "blue", vector: Float32Array.of(0, -1, 0) });
    graph.removeNode(3);
    graph.commit("changed");
    graph = reopened(graph);
    const [red, nearest] = ask(graph);
    expect(red).not.toContain(0);
    expect(red).not.toContain(3);
    expect(nearest).not.toContain(0);
    expect(graph.nodes.search("blue", { limit: 100 }).get(0)).toBeGreaterThan(0);
    // and finds it in the past
    expect([...graph.at("main~1").nodes.search("red", { limit: 100 }).ids]).toContain(3);
    graph.close();
  });

  it("is dropped, made again with other settings, and stored as that", () => {
    let graph = Graph.open(path);
    fill(graph);
    graph = reopened(graph);
    graph.nodes.dropIndex("body", { kind: "text" });
    graph.nodes.createIndex("body", { kind: "text", positions: false });
    graph.nodes.set(1, { body: "red" });
    graph.commit("other settings");
    expect(ask(graph)[0]).toContain(1);
    graph = reopened(graph);
    const { rowsInserted } = indexWork;
    expect([...graph.nodes.search('"red dog"', { limit: 100 }).ids].length).toBe(10);
    expect(ask(graph)[0]).toContain(1);
    expect(indexWork.rowsInserted).toBe(rowsInserted);
    graph.close();
  });

  it("of words taken apart in another way is made anew", () => {
    let graph = Graph.open(path);
    fill(graph);
    const expected = ask(graph);
    graph.close();
    SEGMENT_LAYOUTS.text++;
    let { rowsInserted } = indexWork;
    graph = Graph.open(path);
    expect(ask(graph)).toEqual(expected);
    expect(indexWork.rowsInserted).toBe(rowsInserted + 40);
    // and is stored in that way
    graph = reopened(graph);
    ({ rowsInserted } = indexWork);
    expect(ask(graph)).toEqual(expected);
    expect(indexWork.rowsInserted).toBe(rowsInserted);
    graph.close();
  });

  it("is taken up as far as it goes on without a gap, and never beyond the rows there are", () => {
    const stored = new AttributeColumn("n", "int32");
    const segment = (firstRow: number, rowCount: number, isWhole = true) => ({
      firstRow,
      rowCount,
      read: <T>(decode: (reader: ByteReader) => T): T | undefined =>
        isWhole ? decode(new ByteReader(new Uint8Array(0))) : undefined,
    });
    const chain = (rowCount: number, ...segments: ReturnType<typeof segment>[]): string => {
      offerSegments(stored, () => segments);
      const spans = segmentChain(stored, "any", rowCount, (_, span) => `${span.firstRow}+${span.rowCount}`);
      return [...spans].join(" ");
    };
    expect(chain(10)).toBe("");
    expect(chain(10, segment(0, 4), segment(4, 6))).toBe("0+4 4+6");
    expect(chain(10, segment(4, 6), segment(0, 3))).toBe("0+3");
    expect(chain(10, segment(1, 9))).toBe("");
    expect(chain(9, segment(0, 4), segment(4, 6), segment(4, 2))).toBe("0+4 4+2");
    expect(chain(10, segment(0, 4), segment(0, 8), segment(8, 0), segment(8, 1))).toBe("0+8 8+1");
    expect(chain(10, segment(0, 8, false), segment(0, 4), segment(4, 4))).toBe("0+4 4+4");
  });

  it("that a full disk cuts short leaves the store and its answers as they are", () => {
    const machine = new SimulatedMachine();
    const disk = new SimulatedDisk();
    const open = (on: SimulatedDisk): Graph => openOn(simulatedStorage(on, machine.start(), new Prng(1)));
    const graph = open(disk);
    fill(graph);
    const expected = ask(graph);
    const before = disk.callCount;
    const filled = disk.clone();
    graph.close();
    const callCount = disk.callCount - before;
    let failed = 0;
    for (let call = 1; call <= callCount; call++) {
      const copy = filled.clone();
      machine.start();
      const again = openOn(simulatedStorage(copy, new SimulatedMachine().start(), new Prng(1)), {
        takeOver: true,
      });
      expect(ask(again)).toEqual(expected);
      copy.failAt(copy.callCount + call, "ENOSPC");
      try {
        again.close();
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError);
        failed++;
      }
      const last = openOn(simulatedStorage(copy, new SimulatedMachine().start(), new Prng(1)), {
        takeOver: true,
      });
      expect(ask(last)).toEqual(expected);
      expect([...last.history.verify().findings]).toEqual([]);
    }
    // most of the calls are those of a checkpoint that may fail
    expect(failed).toBeLessThan(callCount);
  });
});
