import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { all, any, fuzzy, not, phrase, prefix } from "../../../src/search/build-query.js";
import { treeOf } from "../../../src/space/index/text/text-query.js";
import { indexWork } from "../../../src/space/index/value-index.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";
import type { ElementsView, GraphView } from "../../../src/view.js";
import { naiveSearch } from "../index/naive-text-search.js";
import { commands, runCommands } from "./programs.js";

const QUERIES = [
  "red",
  "blue stone",
  '"red stone"',
  "gre*",
  "stone -red",
  "-red",
  "nowhere",
  "ston red stone",
];
const options = { operator: "or", prefix: false, fuzzy: false } as const;

function checkSearch(elements: ElementsView, query: string, within?: ReadonlySet<number>): void {
  const texts = [...elements.ids()].flatMap((id) => {
    const text = elements.get(id, "text");
    if (Array.isArray(text)) return [{ id, text: text.join("\n") }];
    return typeof text === "string" ? [{ id, text }] : [];
  });
  const scores = naiveSearch(treeOf(query, options), texts, { fold: true });
  const expected = [...scores]
    .filter(([id]) => within === undefined || within.has(id))
    .sort(([a, x], [b, y]) => (Math.abs(x - y) < 1e-9 ? a - b : y - x));
  const scope = within === undefined ? elements : elements.select([...within]);
  const found = scope.search(query, { attributes: "text", limit: 1000 });
  expect([...found.ids].sort((a, b) => a - b)).toEqual(expected.map(([id]) => id).sort((a, b) => a - b));
  for (const [id, score] of found) expect(score).toBeCloseTo(scores.get(id) as number, 9);
  for (let i = 1; i < found.count; i++) expect(found.scores[i - 1]).toBeGreaterThanOrEqual(found.scores[i]!);
}

describe("search", () => {
  test("finds and scores what BM25 over the texts of each state does, whatever happened", () => {
    fc.assert(
      fc.property(commands, fc.constantFrom(...QUERIES), fc.boolean(), (list, query, isLate) => {
        const graph = new Graph();
        if (!isLate) graph.nodes.createIndex("text", { kind: "text" });
        runCommands(graph, list, (view: GraphView, { nodes }) => {
          if (!nodes.indexList.some(({ kind }) => kind === "text"))
            nodes.createIndex("text", { kind: "text" });
          checkSearch(view.nodes, query);
          const some = new Set([...view.nodes.ids()].filter((id) => id % 3 !== 0));
          checkSearch(view.nodes, query, some);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("takes in each row once, in segments of any size, while others search and write", async () => {
    for (const textSegmentWordsMax of [1, 700, DEFAULT_TUNING.textSegmentWordsMax]) {
      Object.assign(tuning, { textSegmentWordsMax });
      const graph = new Graph();
      const text = (i: number): string => (i % 2 === 0 ? `red stone ${i}` : `Straße ${i % 7}`);
      const add = (count: number): void => {
        const first = graph.nodeCount;
        graph.addNodes(count, {
          attributes: { text: Array.from({ length: count }, (_, i) => text(first + i)) },
        });
      };
      graph.nodes.createIndex("text", { kind: "text" });
      add(textSegmentWordsMax === 1 ? 300 : 9000);
      const { rowsInserted } = indexWork;
      const all = [
        graph.nodes.searchAsync("strasse", { limit: 5 }),
        graph.nodes.searchAsync("red", { limit: 5 }),
      ];
      add(100);
      await new Promise((resolve) => setTimeout(resolve));
      const { nodeCount } = graph;
      expect(graph.nodes.search("red strasse", { limit: nodeCount }).count).toBe(nodeCount);
      for (const ranking of await Promise.all(all)) expect(ranking.count).toBe(5);
      expect(graph.nodes.search(`${nodeCount - 2}`).ids).toEqual(Uint32Array.of(nodeCount - 2));
      expect(graph.nodes.search("6", { limit: nodeCount }).count).toBe(Math.floor((nodeCount + 1) / 14) + 1);
      expect(indexWork.rowsInserted).toBe(rowsInserted + nodeCount);
    }
    Object.assign(tuning, DEFAULT_TUNING);
  });

  test("takes in no row twice, whatever is checked out, viewed or merged", () => {
    const graph = new Graph();
    graph.nodes.createIndex("text", { kind: "text" });
    graph.addNodes(200, { attributes: { text: Array.from({ length: 200 }, (_, i) => `number ${i}`) } });
    graph.commit("one");
    graph.branch("other");
    const before = indexWork.rowsInserted;
    graph.nodes.search("number");
    expect(indexWork.rowsInserted - before).toBe(200);
    graph.nodes.set(7, { text: "seven" });
    graph.commit("two");
    graph.checkout("other");
    graph.nodes.set(8, { text: "eight" });
    graph.commit("three");
    graph.merge("main").commit();
    for (const view of [
      graph,
      graph.at("main"),
      graph.at("main~1"),
      graph.subgraph(graph.nodes.select([7, 8])),
    ]) {
      view.nodes.search("seven eight");
      view.nodes.search("number");
    }
    expect(indexWork.rowsInserted - before).toBe(202);
    expect([...graph.nodes.search("seven eight").ids].sort()).toEqual([7, 8]);
    expect([...graph.at("main").nodes.search("seven eight").ids]).toEqual([7]);
    expect(graph.at("main~1").nodes.search("number").count).toBe(10);
  });

  test("scores of a state do not change with what others hold", () => {
    const graph = new Graph();
    graph.nodes.createIndex("text", { kind: "text" });
    graph.addNodes(3, { attributes: { text: ["a red stone", "red red", "green"] } });
    graph.commit("few");
    const scores = [...graph.nodes.search("red stone").scores];
    graph.branch("many");
    graph.checkout("many");
    graph.addNodes(500, {
      attributes: { text: Array.from({ length: 500 }, () => "red stone and much more") },
    });
    graph.commit("many");
    graph.checkout("main");
    expect([...graph.nodes.search("red stone").scores]).toEqual(scores);
    expect([...graph.at("many").nodes.search("red stone", { limit: 3 }).scores]).not.toEqual(scores);
  });

  test("adds up attributes by their weights, and finds all words in any of them", () => {
    const graph = new Graph();
    for (const name of ["title", "body"]) graph.nodes.createIndex(name, { kind: "text" });
    graph.addNodes(3, {
      attributes: { title: ["red", "stone", "green"], body: ["stone wall", "red house", "red stone"] },
    });
    const of = (weights: Record<string, number>): number[] => [
      ...graph.nodes.search("red", { attributes: weights }).ids,
    ];
    expect(of({ title: 9, body: 1 })[0]).toBe(0);
    expect(of({ title: 1, body: 9 })[0]).toBe(1);
    expect([...graph.nodes.search("red stone", { operator: "and" }).ids].sort()).toEqual([0, 1, 2]);
    expect([...graph.nodes.search("red stone", { operator: "and", attributes: "body" }).ids]).toEqual([2]);
    expect([...graph.nodes.search("wall", { attributes: ["title", "body"] }).ids]).toEqual([0]);
  });

  test("searches edges, lists of texts, and what was put together", async () => {
    const graph = new Graph();
    graph.nodes.createIndex("tags", { kind: "text" });
    graph.edges.createIndex("note", { kind: "text" });
    graph.addNodes(3, { attributes: { tags: [["graph theory", "small"], ["grammar"], ["theory"]] } });
    graph.addEdges([0, 1], [1, 2], { type: "T", attributes: { note: ["a migration", "migrants"] } });
    expect([...graph.nodes.search(all(prefix("gra"), not("theory"))).ids]).toEqual([1]);
    expect([...graph.nodes.search(any("small", "grammar")).ids].sort()).toEqual([0, 1]);
    expect([...graph.nodes.search(phrase("graph theory")).ids]).toEqual([0]);
    expect([...graph.edges.search(fuzzy("migraiton")).ids]).toEqual([0]);
    expect([...graph.edges.search("migr", { prefix: true }).ids].sort()).toEqual([0, 1]);
    expect([...(await graph.edges.searchAsync("migrants")).ids]).toEqual([1]);
    expect(graph.edges.highlight(1, "note", "migr*")).toEqual({ text: "migrants", ranges: [[0, 8]] });
    expect(graph.edges.all().highlight(0, "note", "migration").ranges).toEqual([[2, 11]]);
    expect(graph.nodes.highlight(0, "tags", "small").text).toBe("graph theory\nsmall");
  });

  test("long lists of sparse and of common words, in short and long texts, score as BM25 does", () => {
    for (const longest of [3, 300]) {
      const textOf = (i: number): string =>
        `all ${i % 9 === 0 ? "some " : ""}${i % 13 === 0 ? "sparse " : ""}${i % 17 === 0 ? "sparks ".repeat(1 + (i % 5)) : ""}${i % 1000 === 0 ? "word ".repeat(longest) : "end"}`;
      const graph = new Graph();
      graph.addNodes(70_000, { attributes: { text: Array.from({ length: 70_000 }, (_, i) => textOf(i)) } });
      graph.nodes.createIndex("text", { kind: "text" });
      for (let round = 0; round < 2; round++) {
        const texts = [...graph.nodes.ids()].map((id) => ({ id, text: textOf(id) }));
        for (const query of [
          "some sparse",
          "sparse some sparks",
          "some spar*",
          "all sparks",
          "sparse word",
        ]) {
          const expected = [...naiveSearch(treeOf(query, options), texts, { fold: true })]
            .sort(([a, x], [b, y]) => (Math.abs(x - y) < 1e-9 ? a - b : y - x))
            .slice(0, 20);
          const found = graph.nodes.search(query, { limit: 20 });
          expect([...found.ids], query).toEqual(expected.map(([id]) => id));
          for (const [id, score] of expected) expect(found.get(id)).toBeCloseTo(score, 9);
        }
        graph.removeNodes(graph.nodes.ids().filter((id) => id % 3 === 1));
      }
    }
  }, 60_000);

  test("queries of plain words are taken apart as all others are", () => {
    const ascii = fc.string({ unit: fc.constantFrom(..."aZ09 _.,-*\"'\t()é"), maxLength: 24 });
    fc.assert(
      fc.property(
        ascii,
        fc.constantFrom("and", "or"),
        fc.boolean(),
        fc.boolean(),
        (query, operator, prefix, fuzzy) => {
          const given = { operator, prefix, fuzzy } as const;
          // a character beyond ASCII that is in no word
          expect(treeOf(query, given)).toEqual(treeOf(`\u2003${query}`, given));
        },
      ),
    );
  });

  test("what cannot be searched says what is missing", () => {
    const graph = new Graph();
    graph.addNode({ text: "red", n: 1 });
    const noIndex =
      'search expected an attribute of nodes with a text index, got none; graph.nodes.createIndex("…", { kind: "text" }) creates one';
    expect(() => graph.nodes.search("red")).toThrow(noIndex);
    expect(() => graph.nodes.search("red", { attributes: "text" })).toThrow(
      'attribute "text" has no text index; graph.nodes.createIndex("text", { kind: "text" }) creates one',
    );
    expect(() => graph.nodes.createIndex("text", { kind: "hash", fold: false })).toThrow(
      '"fold" expected an index of kind "text", got one of kind "hash"',
    );
    expect(() => graph.nodes.createIndex("text", { kind: "text", language: "english" as never })).toThrow(
      TypeError,
    );
    graph.nodes.createIndex("text", { kind: "text" });
    expect(() => graph.nodes.search(7 as never)).toThrow('"query" expected a string or a built query, got 7');
    expect(() => graph.nodes.search("red", { limit: -1 })).toThrow(RangeError);
    expect(() => graph.nodes.search("red", { attributes: { text: 0 } })).toThrow(RangeError);
    expect(() => graph.nodes.search("x".repeat(65_537))).toThrow(/characters of a query/);
    expect(() => graph.nodes.search("red", { signal: AbortSignal.abort(new Error("stop")) })).toThrow("stop");
    expect(() => all(not("red"))).toThrow(TypeError);
    expect(() => any(not("red") as never)).toThrow(TypeError);
    expect(() => graph.nodes.highlight(0, "n", "red")).toThrow(
      '"attribute" expected one of texts, got "n", which has 1',
    );
    expect(() => graph.nodes.highlight(9, "text", "red")).toThrow(/NODE_NOT_FOUND|expected a node/);
    expect(graph.nodes.search('" - * ( ) : \\ ~ "" -"').count).toBe(0);
  });

  test("hostile texts and queries take no more than their length", () => {
    const graph = new Graph();
    graph.nodes.createIndex("text", { kind: "text" });
    const words = Array.from({ length: 200_000 }, (_, i) => `w${i}`).join(" ");
    graph.addNodes(4, {
      attributes: { text: [words, "e\u0301".repeat(500_000), `${"x".repeat(1_000_000)} w7`, ""] },
    });
    expect(graph.nodes.search("w7").count).toBe(2);
    expect(graph.nodes.search("w1999*").count).toBe(1);
    expect(graph.nodes.search(`w7 ${"q ".repeat(32_000)}`).count).toBe(2);
    expect(graph.nodes.search("w199998", { fuzzy: true }).count).toBe(1);
    expect(graph.nodes.highlight(0, "text", "w100000", { length: 30 }).ranges).toHaveLength(1);
  });
});
