// One question to WordNet in three ways: by its words, by its meaning, and by what is close in the graph to what was found;
// then all three in one ranking. Meaning takes the embeddings of the glosses: GROGGY_EMBEDDINGS names a file of float16
// numbers, 384 a row, beside which a file of the same name ending in .tsv has the synset and "lemma: gloss" of each row.
// There is no model here, so the question's meaning is that of the first synset its words find that has a vector. Without
// the file the question is asked by words and hops.
//
//   npm run build && GROGGY_EMBEDDINGS=… node examples/question.mjs "dog that guides"
import { readFileSync } from "node:fs";
import { Graph } from "groggy";
import { fuse, rankByDistance } from "groggy/search";
import { english } from "groggy/search/languages";
import { loadWordNet } from "./wordnet-loader.mjs";

const DIMENSIONS = 384;
const question = process.argv[2] ?? "dog that guides";
const embeddings = process.env.GROGGY_EMBEDDINGS;

const { synsets, pointers } = loadWordNet();
const graph = new Graph();
graph.addNodes(synsets.count, { labels: synsets.labels, attributes: synsets.attributes });
graph.addEdges(pointers.sources, pointers.targets, { type: pointers.types });
graph.nodes.createIndex("gloss", { kind: "text", language: english });
graph.nodes.createIndex("lemma", { kind: "text", language: english });

/** The number that 16 bits are. */
function float16(bits) {
  const [exponent, fraction] = [(bits >>> 10) & 31, bits & 1023];
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >>> 15 === 1 ? -size : size;
}

/** Gives the synsets whose text the file has their vectors; how many they are. */
function addVectors(path) {
  const bytes = readFileSync(path);
  const idOf = new Map();
  synsets.attributes.gloss.forEach((gloss, id) => {
    const [definition] = gloss.split('; "');
    idOf.set(`${synsets.attributes.lemma[id].replaceAll("_", " ")}: ${definition}`, id);
  });
  const ids = [];
  const vectors = [];
  const lines = readFileSync(path.replace(/\.[^.]*$/, ".tsv"), "utf8")
    .trimEnd()
    .split("\n");
  lines.forEach((line, row) => {
    const id = idOf.get(line.slice(line.indexOf("\t") + 1));
    if (id === undefined) return;
    ids.push(id);
    const at = row * DIMENSIONS * 2;
    vectors.push(
      Float32Array.from({ length: DIMENSIONS }, (_, d) => float16(bytes.readUInt16LE(at + 2 * d))),
    );
  });
  graph.nodes.setColumn("embedding", ids, vectors);
  graph.nodes.createIndex("embedding", { kind: "vector" });
  return ids.length;
}

function show(title, ranking) {
  console.log(`\n${title}`);
  for (const id of ranking.ids.subarray(0, 5)) {
    const { text } = graph.nodes.highlight(id, "gloss", question, { length: 70 });
    console.log(`  ${graph.nodes.get(id, "lemma").padEnd(22)} ${text}`);
  }
}

console.log(`${graph.nodeCount.toLocaleString("en")} synsets; the question: ${question}`);
const byWords = graph.nodes.search(question, { attributes: { gloss: 1, lemma: 2 }, limit: 50 });
show("BY WORDS", byWords);
const [first] = byWords.ids;
if (first === undefined) process.exit(0);
const rankings = [byWords];
if (embeddings !== undefined) {
  const count = addVectors(embeddings);
  const start = byWords.ids.find((id) => graph.nodes.get(id, "embedding") !== undefined);
  if (start !== undefined) {
    const byMeaning = graph.nodes.nearest("embedding", graph.nodes.get(start, "embedding"), { limit: 50 });
    show(`BY MEANING, among the ${count.toLocaleString("en")} that have a vector`, byMeaning);
    rankings.push(byMeaning);
  }
}
const byHops = rankByDistance(graph, first, { maxDepth: 2, direction: "both" });
show("BY HOPS from the first", byHops);
show("ALL IN ONE", fuse([...rankings, byHops], { limit: 5 }));
