import { expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import * as languages from "../../src/search/languages/index.js";

const byName = new Map(Object.entries(languages));

test("each language has its name, and stems words without end or error", () => {
  const words = [
    "",
    "a",
    "running",
    "häuser",
    "бегущий",
    "δρόμοι",
    "مكتبات",
    "कहानियाँ",
    "x".repeat(255),
    "𐐨𐐨",
  ];
  expect(byName.size).toBe(28);
  for (const [name, language] of byName) {
    expect(language.name).toBe(name);
    for (const word of words) expect(typeof language.stem(word), `${name} ${word}`).toBe("string");
  }
});

test.each([
  ["english", "migrations", "migration"],
  ["english", "running", "runs"],
  ["german", "häuser", "häusern"],
  ["french", "continuellement", "continuelle"],
  ["spanish", "corriendo", "correr"],
  ["russian", "книги", "книга"],
  ["swedish", "flickorna", "flicka"],
] as const)("%s: %s and %s have one stem", (name, a, b) => {
  const { stem } = byName.get(name)!;
  expect(stem(a)).toBe(stem(b));
});

test("folding leaves stems alone", () => {
  const graph = new Graph();
  graph.nodes.createIndex("body", { kind: "text", language: languages.russian });
  graph.nodes.createIndex("title", { kind: "text", language: languages.german });
  graph.addNodes(2, { attributes: { body: ["красный дом", "красная роза"], title: ["Häuser", "Haus"] } });
  expect(graph.nodes.search("красного", { attributes: "body" }).count).toBe(2);
  expect(graph.nodes.search("hausern", { attributes: "title" }).ids).toEqual(Uint32Array.of(0, 1));
});

test("an index in a language finds words by their stems, and beginnings and phrases by the words", () => {
  const graph = new Graph();
  graph.nodes.createIndex("body", { kind: "text", language: languages.english });
  graph.addNodes(3, { attributes: { body: ["the migration of birds", "a bird migrates", "birdsong"] } });
  expect(graph.nodes.indexList).toEqual([
    { name: "body", kind: "text", language: "english", fold: true, positions: true },
  ]);
  expect([...graph.nodes.search("migrating bird", { operator: "and" }).ids].sort()).toEqual([0, 1]);
  expect([...graph.nodes.search("migrati", { prefix: true }).ids]).toEqual([0]);
  expect([...graph.nodes.search("birds*").ids].sort()).toEqual([0, 2]);
  expect([...graph.nodes.search('"birds"').ids]).toEqual([0]);
  expect(graph.nodes.highlight(1, "body", "migrations").ranges).toEqual([[7, 15]]);
});
