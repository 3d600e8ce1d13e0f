/** Sections of indices: what indices made is found again after opening, and is not made twice. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph, type GraphView, type OpenOptions, type Ranking } from "../../src/index.js";
import type { DiskFile, OpenMode } from "../../src/platform/disk.js";
import { platform } from "../../src/platform/node.js";
import { indexWork } from "../../src/space/index/value-index.js";
import { Prng } from "../../src/structures/prng.js";
import { DEFAULT_TUNING, tuning } from "../../src/structures/tuning.js";
import { RUNS_FACTOR } from "../model/arbitrary.js";
import { commands, vectorOf as randomVector, runCommands, textOf } from "../space/search/programs.js";
import { compareReaders } from "./compare-readers.js";
import { openOn } from "./contents.js";
import { crashEverywhere } from "./crash-run.js";
import type { Step } from "./workload.js";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-index-sections-"));
  path = join(folder, "store");
  Object.assign(tuning, { indexSegmentBytesMin: 1, vectorSegmentRowsMax: 256, codedRowCountMin: 0 });
});

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
  rmSync(folder, { recursive: true, force: true });
});

const WORDS =
  "red green blue stone greed Réd river lake small dog cat houses house Straße STRAẞE ﬁn ΟΔΟΣ".split(" ");
const DIMENSIONS = 24;

function vectorOf(prng: Prng): Float32Array {
  return Float32Array.from({ length: DIMENSIONS }, () => prng.float() - 0.5);
}

function addSome(graph: Graph, prng: Prng, count: number): void {
  const text = (): string =>
    Array.from({ length: prng.below(9) }, () => WORDS[prng.below(WORDS.length)]).join(" ");
  const attributes = {
    vector: Array.from({ length: count }, () => vectorOf(prng)),
    body: Array.from({ length: count }, text),
    tags: Array.from({ length: count }, () => [text(), text()]),
    code: Array.from({ length: count }, text),
  };
  const first = graph.nodeCount;
  graph.addNodes(count, { attributes });
  const sources = Uint32Array.from({ length: count }, (_, i) => first + i);
  graph.addEdges(sources, sources, { type: "E", attributes: { note: Array.from({ length: count }, text) } });
}

function createAll({ nodes, edges }: Graph): void {
  nodes.createIndex("vector", { kind: "vector" });
  nodes.createIndex("body", { kind: "text" });
  nodes.createIndex("body", { kind: "trigram", ignoreCase: true });
  nodes.createIndex("tags", { kind: "text", fold: false, positions: false });
  nodes.createIndex("code", { kind: "trigram" });
  edges.createIndex("note", { kind: "text" });
}

/** The answers of all indices. */
function answers({ nodes, edges }: GraphView): unknown {
  const query = Float32Array.from({ length: DIMENSIONS }, (_, i) => Math.sin(i));
  return [
    nodes.nearest("vector", query, { limit: 7 }),
    nodes.nearest("vector", query, { limit: 7, metric: "euclidean", approximate: true }),
    nodes.search("red", { attributes: "body" }),
    nodes.search("STRASSE fin οδος", { attributes: "body", limit: 100 }),
    nodes.search('"small dog" gre*', { attributes: "body", limit: 100 }),
    nodes.search("hous", { attributes: "body", prefix: true, fuzzy: true }),
    nodes.search('"small dog" Réd', { attributes: "tags" }),
    edges.search("stone lake"),
  ]
    .map(({ ids, scores }) => [[...ids], [...scores]])
    .concat([
      [[...nodes.where("body CONTAINS 'E STO' IGNORING CASE").ids()]],
      [[...nodes.where("code CONTAINS 'e sto'").ids()]],
    ]);
}

function features(): number {
  const journal = readdirSync(path)
    .filter((name) => name.startsWith("journal"))
    .sort()
    .at(-1) as string;
  return readFileSync(join(path, journal)).readUInt32LE(20);
}

/** Sections of indices: the file, the rows and the place of each. */
function sections(): { file: string; first: number; count: number; at: number; size: number }[] {
  const { files } = compareReaders(path);
  return files.flatMap((list) =>
    list
      .filter(({ kind }) => kind === 11)
      .map(({ name, first, count, offset, stored }) => ({
        file: name,
        first,
        count,
        at: offset,
        size: stored,
      })),
  );
}

describe("indices of a store", () => {
  it("are read after opening, and nothing is encoded or taken apart twice", () => {
    const prng = new Prng(1);
    let graph = Graph.open(path);
    addSome(graph, prng, 1000);
    createAll(graph);
    graph.commit("one");
    const expected = answers(graph);
    graph.close();
    expect(features()).toBe(1 + 64 + 128);
    expect(sections().length).toBeGreaterThan(9);
    expect(new Set(compareReaders(path).indexSections).size).toBe(6);
    const { rowsInserted } = indexWork;
    graph = Graph.open(path, { readOnly: true });
    expect(answers(graph)).toEqual(expected);
    expect(answers(graph.at("main"))).toEqual(expected);
    expect(indexWork.rowsInserted).toBe(rowsInserted);
    graph.close();
    // and nothing is written again
    const names = readdirSync(path).filter((name) => name.startsWith("pack"));
    graph = Graph.open(path);
    expect(answers(graph)).toEqual(expected);
    graph.close();
    expect(readdirSync(path).filter((name) => name.startsWith("pack"))).toEqual(names);
    // rows that come are taken in, and they alone
    graph = Graph.open(path);
    addSome(graph, prng, 10);
    graph.commit("two");
    answers(graph);
    // vectors and each of the texts, of which two indices go over one attribute
    expect(indexWork.rowsInserted).toBe(rowsInserted + 6 * 10);
    const more = answers(graph);
    graph.close();
    graph = Graph.open(path);
    expect(answers(graph)).toEqual(more);
    expect(indexWork.rowsInserted).toBe(rowsInserted + 6 * 10);
    graph.close();
  });

  it("go along when packs are merged, used or not, and leave hashes as they are", () => {
    const prng = new Prng(2);
    const graph = Graph.open(path);
    addSome(graph, prng, 600);
    createAll(graph);
    graph.commit("one", { time: 1, author: "a" });
    const expected = answers(graph);
    graph.close();
    const { rowsInserted } = indexWork;
    const again = Graph.open(path);
    // so much more that no pack stays
    again.addNodes(20_000, {
      attributes: { other: Float64Array.from({ length: 20_000 }, () => prng.float()) },
    });
    again.commit("two");
    again.close();
    expect(readdirSync(path).filter((name) => name.startsWith("pack")).length).toBe(1);
    const reader = Graph.open(path, { readOnly: true });
    expect(answers(reader)).toEqual(expected);
    expect(indexWork.rowsInserted).toBe(rowsInserted);
    expect([...reader.history.verify({ level: "deep" }).findings]).toEqual([]);
    const plain = Graph.clone(reader);
    expect(plain.head.commit?.id).toBe(reader.head.commit?.id);
    reader.close();
  });

  it("are found in every state of random histories that are closed and opened again", {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(commands, fc.nat(1000), fc.boolean(), (list, seed, readOnly) => {
        rmSync(path, { recursive: true, force: true });
        let graph = Graph.open(path);
        const create = ({ nodes, edges }: Graph): void => {
          nodes.createIndex("vector", { kind: "vector" });
          nodes.createIndex("text", { kind: "text" });
          nodes.createIndex("text", { kind: "trigram" });
          edges.createIndex("vector", { kind: "vector", metric: "dot" });
        };
        create(graph);
        graph.addNodes(40, {
          attributes: {
            vector: Array.from({ length: 40 }, (_, i) => vectorIn(i + seed)),
            text: Array.from({ length: 40 }, (_, i) => textOf(i + seed)),
          },
        });
        graph.commit("all");
        for (let at = 0; at < list.length; at += 6) {
          const part = list.slice(at, at + 6).filter(([verb]) => verb !== "clone");
          runCommands(graph, part, (view) => found(view, seed));
          // what is not committed would be lost
          if (!graph.status().clean) graph.commit("rest");
          const expected = graph.history.branches().map(({ name }) => found(graph.at(name), seed));
          graph.close();
          const { rowsInserted } = indexWork;
          graph = Graph.open(path, { readOnly: readOnly && at % 4 === 0 });
          expect(graph.history.branches().map(({ name }) => found(graph.at(name), seed))).toEqual(expected);
          expect(indexWork.rowsInserted).toBe(rowsInserted);
          // an index made anew of the state alone
          expect(found(Graph.clone(graph), seed)).toEqual(found(graph, seed));
          if (graph.readOnly) {
            graph.close();
            graph = Graph.open(path);
          }
        }
        graph.close();
      }),
      { numRuns: 10 },
    );
  });
});

/** A vector without numbers that are not finite. */
function vectorIn(seed: number): Float32Array {
  return randomVector(seed).map((x) => (Number.isFinite(x) ? x : 1));
}

/** What is found, elements by their place among all: clones number them anew. */
function found({ nodes }: GraphView, seed: number): unknown {
  const all = nodes.ids();
  const places = (ids: Uint32Array): number[] => Array.from(ids, (id) => all.indexOf(id));
  const lists: unknown[] = [];
  if (String(nodes.schema.vector).includes("vector"))
    for (const approximate of [false, true]) {
      const { ids, scores } = nodes.nearest("vector", vectorIn(seed), { limit: 3, approximate });
      lists.push([places(ids), [...scores]]);
    }
  const { ids, scores } = nodes.search("red stone", { limit: 1000 });
  // a clone of a state without texts has never had the attribute
  const hasTexts = nodes.schema.text !== undefined;
  const parts = hasTexts ? nodes.where("text CONTAINS 'een'").ids() : new Uint32Array(0);
  lists.push([places(ids), [...scores]], places(parts));
  return lists;
}

describe("damage of a section of an index", () => {
  it("at any byte gives the same answers, is told by verify, and is made anew", { timeout: 120_000 }, () => {
    tuning.vectorSegmentRowsMax = 32;
    const prng = new Prng(3);
    let graph = Graph.open(path);
    graph.addNodes(33, {
      attributes: {
        vector: Array.from({ length: 33 }, () => Float32Array.of(prng.float(), prng.float(), 1)),
        body: Array.from({ length: 33 }, (_, i) => (i % 3 === 0 ? "a red dog" : `dog ${i}`)),
      },
    });
    graph.nodes.createIndex("vector", { kind: "vector" });
    graph.nodes.createIndex("body", { kind: "text" });
    graph.nodes.createIndex("body", { kind: "trigram" });
    const ask = ({ nodes }: GraphView): unknown => [
      nodes.nearest("vector", [1, 2, 3], { limit: 3 }),
      nodes.nearest("vector", [1, 2, 3], { limit: 3, approximate: true }),
      nodes.search("red", { limit: 4 }),
      [...nodes.where("body CONTAINS 'red'").ids()],
    ];
    const expected = JSON.stringify(ask(graph));
    graph.commit("one");
    graph.close();
    const places = sections();
    expect(places.length).toBe(5);
    // the first bytes are those of the specification, whose checksum is another
    const stride = RUNS_FACTOR < 10 ? 11 : 1;
    const healthy = readFileSync(join(path, places[0].file));
    for (const { file, at, size } of places) {
      for (let byte = at + prng.below(stride); byte < at + size; byte += stride) {
        const bytes = Buffer.from(healthy);
        bytes[byte] ^= 1 << prng.below(8);
        writeFileSync(join(path, file), bytes);
        graph = Graph.open(path, { readOnly: true });
        const { rowsInserted } = indexWork;
        expect(JSON.stringify(ask(graph))).toBe(expected);
        // none of bits, the last row of codes, those before it, or all of texts
        expect([0, 1, 32, 33]).toContain(indexWork.rowsInserted - rowsInserted);
        const findings = [...graph.history.verify({ level: byte % 16 === 0 ? "full" : "quick" }).findings];
        expect(findings).toMatchObject([{ kind: "file", path: join(path, file), offset: at }]);
        expect(findings[0].message).toMatch(/an index of attribute "(vector|body)" is damaged for rows/);
        graph.close();
      }
    }
    // a writer makes a sound one, beside it or in its place, and a collection leaves nothing else
    graph = Graph.open(path);
    expect(JSON.stringify(ask(graph))).toBe(expected);
    graph.close();
    const { rowsInserted } = indexWork;
    graph = Graph.open(path);
    expect(JSON.stringify(ask(graph))).toBe(expected);
    expect(indexWork.rowsInserted).toBe(rowsInserted);
    graph.history.gc();
    expect(graph.history.verify().ok).toBe(true);
    graph.close();
    graph = Graph.open(path, { readOnly: true });
    expect(JSON.stringify(ask(graph))).toBe(expected);
    expect(indexWork.rowsInserted).toBe(rowsInserted);
    graph.close();
  });

  it("leaves what is salvaged as it is", () => {
    const prng = new Prng(4);
    let graph = Graph.open(path);
    addSome(graph, prng, 300);
    createAll(graph);
    graph.commit("one");
    const expected = answers(graph);
    graph.close();
    for (const { file, at } of sections()) {
      const bytes = readFileSync(join(path, file));
      bytes[at + 100] ^= 1;
      writeFileSync(join(path, file), bytes);
    }
    const { commitsKept, findings } = Graph.salvage(path, join(folder, "saved"));
    expect([commitsKept, findings]).toEqual([1, []]);
    graph = Graph.open(join(folder, "saved"));
    expect(answers(graph)).toEqual(expected);
    graph.close();
  });
});

describe("a store that loses power while sections of indices are written", () => {
  it("opens to what was acknowledged, and answers by it", { timeout: 300_000 }, () => {
    const steps: Step[] = [];
    const step = (name: string, act: Step["act"]): void => void steps.push({ name, act });
    const commit =
      (number: number) =>
      (graph: Graph): void => {
        const texts = ["red dog", "a small red", "green", "house"];
        graph.addNodes(8, {
          attributes: {
            body: Array.from({ length: 8 }, (_, i) => `${texts[(i + number) % 4]} ${number}`),
            vector: Array.from({ length: 8 }, (_, i) => Float32Array.of(i, number, 1)),
          },
        });
        graph.commit(`commit ${number}`);
      };
    step("index", ({ nodes }) => {
      nodes.createIndex("body", { kind: "text" });
      nodes.createIndex("body", { kind: "trigram" });
      nodes.createIndex("vector", { kind: "vector" });
    });
    for (const i of [1, 2]) {
      step("commit", commit(i));
      // the checkpoint comes when the store is closed
      step("reopen", "reopen");
    }
    step("drop", ({ nodes }) => nodes.dropIndex("body", { kind: "trigram" }));
    step("reopen", "reopen");
    step("gc", (graph) => void graph.history.gc());
    step("takeOver", "takeOver");
    const more = ({ nodes }: Graph): string => {
      if (nodes.count === 0 || !nodes.indexList.some(({ kind }) => kind === "vector")) return "";
      const rankings = [nodes.search("red"), nodes.nearest("vector", [2, 1, 1], { limit: 3 })];
      return JSON.stringify([rankings, [...nodes.where("body CONTAINS 'red'").ids()]]);
    };
    const counts = crashEverywhere(steps, 5, { choiceBitsMax: 4, drawCount: 6, secondEvery: 50, more });
    expect(counts.cuts).toBeGreaterThan(500);
  });
});

describe("the rows that are scored again", () => {
  /** The bytes read of the packs of a store by what `act` does with a graph over it. */
  function bytesRead(act: (graph: Graph) => void, options: OpenOptions = { readOnly: true }): number {
    const { storage } = platform;
    if (storage === undefined) throw new Error("there are no files");
    const { disk } = storage;
    let bytes = 0;
    const counting = {
      ...disk,
      open(at: string, mode: OpenMode): DiskFile {
        const file = disk.open(at, mode);
        if (!at.includes("pack")) return file;
        return {
          path: file.path,
          size: () => file.size(),
          read(into: Uint8Array, position: number): number {
            const count = file.read(into, position);
            bytes += count;
            return count;
          },
          write: (from: Uint8Array, position: number) => file.write(from, position),
          truncate: (size: number) => file.truncate(size),
          sync: () => file.sync(),
          close: () => file.close(),
        };
      },
    };
    const graph = openOn({ ...storage, disk: counting }, options, path);
    act(graph);
    graph.close();
    return bytes;
  }

  const COUNT = 5000;
  const vectorsOf = (prng: Prng, count: number): Float32Array[] =>
    Array.from({ length: count }, () => Float32Array.from({ length: 256 }, () => prng.float() - 0.5));
  const vectorBytes = COUNT * 256 * 4;

  beforeEach(() => Object.assign(tuning, { vectorSegmentRowsMax: 4096, vectorChunkBytesMax: 2 ** 21 }));

  it("are read without the others, and found the same in every bit", { timeout: 120_000 }, () => {
    const prng = new Prng(8);
    const query = vectorsOf(prng, 1)[0];
    let graph = Graph.open(path);
    graph.addNodes(COUNT, { attributes: { vector: vectorsOf(prng, COUNT) } });
    graph.nodes.createIndex("vector", { kind: "vector" });
    graph.commit("one");
    const searches: ((view: GraphView) => Ranking)[] = [
      ({ nodes }) => nodes.nearest("vector", query),
      ({ nodes }) => nodes.nearest("vector", query, { metric: "euclidean" }),
      ({ nodes }) => nodes.nearest("vector", query, { metric: "dot", limit: 3 }),
      ({ nodes }) => nodes.nearest("vector", query, { approximate: true }),
    ];
    const ask = (view: GraphView): unknown =>
      searches.map((search) => [[...search(view).ids], [...search(view).scores]]);
    const expected = ask(graph);
    graph.close();
    expect(
      compareReaders(path)
        .files.flat()
        .some(({ kind }) => kind === 12),
    ).toBe(true);
    const codes = COUNT * (256 + 24);
    for (const search of searches) {
      const bytes = bytesRead((reader) => void search(reader));
      expect(bytes).toBeLessThan(codes + vectorBytes * 0.6);
    }
    expect(bytesRead((reader) => expect(ask(reader)).toEqual(expected))).toBeLessThan(
      codes * 2 + vectorBytes,
    );
    // a search again and again comes to read all, once
    const often = bytesRead((reader) => {
      for (let i = 0; i < 200; i++) reader.nodes.nearest("vector", vectorsOf(prng, 1)[0]);
    });
    expect(often).toBeLessThan(codes + 2.5 * vectorBytes);
    // values as they are, in whatever way they are asked for
    graph = Graph.open(path, { readOnly: true });
    const plain = Graph.clone(graph);
    expect([...graph.nodes.ids()].map((id) => graph.nodes.get(id, "vector"))).toEqual(
      [...plain.nodes.ids()].map((id) => plain.nodes.get(id, "vector")),
    );
    graph.close();
  });

  it("are there with rows that come, when packs are merged, and after a collection", {
    timeout: 120_000,
  }, () => {
    const prng = new Prng(9);
    const query = vectorsOf(prng, 1)[0];
    let graph = Graph.open(path);
    let memory = new Graph();
    const add = (to: Graph, seed: number, count: number): void => {
      to.addNodes(count, { attributes: { vector: vectorsOf(new Prng(seed), count) } });
      to.commit(`commit ${seed}`);
    };
    for (const each of [graph, memory]) add(each, 1, COUNT);
    graph.nodes.createIndex("vector", { kind: "vector" });
    graph.nodes.nearest("vector", query);
    const check = (): void => {
      for (const metric of ["cosine", "dot", "euclidean"] as const) {
        const [found, expected] = [graph, memory].map(({ nodes }) =>
          nodes.nearest("vector", query, { metric }),
        );
        expect([[...found.ids], [...found.scores]]).toEqual([[...expected.ids], [...expected.scores]]);
      }
    };
    const reopen = (): void => {
      graph.close();
      compareReaders(path);
      graph = Graph.open(path);
    };
    reopen();
    check();
    // behind rows that have not been read, in the last chunk
    for (const each of [graph, memory]) add(each, 2, 3);
    check();
    reopen();
    for (const each of [graph, memory]) add(each, 3, 700);
    check();
    reopen();
    // so much that the packs are merged
    for (const each of [graph, memory]) add(each, 4, 2 * COUNT);
    reopen();
    check();
    const view = graph.at("main~1");
    for (const each of [graph, memory]) {
      each.removeNodes(each.nodes.ids().filter((id) => id % 3 === 0));
      each.commit("fewer");
    }
    graph.history.gc({ keepOperations: false });
    check();
    expect(view.nodes.nearest("vector", query).count).toBe(10);
    reopen();
    check();
    graph.close();
    memory = Graph.clone(memory);
  });

  it("are damage where their part does not have its checksum", () => {
    const prng = new Prng(10);
    const query = vectorsOf(prng, 1)[0];
    let graph = Graph.open(path);
    graph.addNodes(COUNT, { attributes: { vector: vectorsOf(prng, COUNT) } });
    graph.nodes.createIndex("vector", { kind: "vector" });
    graph.commit("one");
    const [best] = graph.nodes.nearest("vector", query).ids;
    graph.close();
    const rows = compareReaders(path)
      .files.flat()
      .find(({ kind, count }) => kind === 2 && count === COUNT)!;
    const file = join(path, rows.name);
    const healthy = readFileSync(file);
    const at = rows.offset + rows.size - (COUNT - best) * 1024;
    const flip = (byte: number): void => {
      const bytes = Buffer.from(healthy);
      bytes[byte] ^= 4;
      writeFileSync(file, bytes);
      graph = Graph.open(path, { readOnly: true });
    };
    flip(at);
    expect(() => graph.nodes.nearest("vector", query)).toThrow(
      expect.objectContaining({ code: "CORRUPT_STORE" }),
    );
    expect(() => graph.nodes.get(best, "vector")).toThrow("a part of a section does not have its checksum");
    graph.close();
    // of checksums themselves: rows are read as a whole
    const checksums = compareAfter(healthy, file)
      .files.flat()
      .find(({ kind }) => kind === 12)!;
    flip(checksums.offset + 20);
    expect(graph.nodes.nearest("vector", query).ids[0]).toBe(best);
    expect(graph.history.verify().findings).toMatchObject([{ kind: "file", offset: checksums.offset }]);
    graph.close();
  });
});

function compareAfter(bytes: Buffer, file: string): ReturnType<typeof compareReaders> {
  writeFileSync(file, bytes);
  return compareReaders(path);
}
