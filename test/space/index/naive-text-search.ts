/** BM25 over plain texts, term by term, with nothing kept: the model of searches over texts. */
import type { QueryTree } from "../../../src/space/index/text/text-query.js";
import { eachWord } from "../../../src/space/index/text/words.js";

export interface NaiveText {
  id: number;
  text: string;
}

export interface NaiveRule {
  fold: boolean;
  stem?: (word: string) => string;
}

export function wordsOf(text: string, fold: boolean): string[] {
  const words: string[] = [];
  eachWord(text, fold, (word) => words.push(word));
  return words;
}

/** The elements that a query selects, with their scores. */
export function naiveSearch(
  tree: QueryTree,
  texts: readonly NaiveText[],
  rule: NaiveRule,
): Map<number, number> {
  if (tree.kind === "any") {
    const total = new Map<number, number>();
    for (const part of tree.parts)
      for (const [id, score] of naiveSearch(part, texts, rule)) total.set(id, (total.get(id) ?? 0) + score);
    return total;
  }
  if (tree.kind === "all") {
    const parts = tree.parts.map((part) => naiveSearch(part, texts, rule));
    const none = tree.none.map((part) => naiveSearch(part, texts, rule));
    const total = new Map<number, number>();
    for (const { id } of texts) {
      if (parts.length === 0 || !parts.every((part) => part.has(id)) || none.some((part) => part.has(id)))
        continue;
      total.set(
        id,
        parts.reduce((score, part) => score + (part.get(id) as number), 0),
      );
    }
    return total;
  }
  const wanted = wordsOf(tree.text, rule.fold);
  if (wanted.length === 0) return new Map();
  const word = wanted[wanted.length - 1];
  const isAlone = wanted.length === 1 || tree.kind === "prefix" || tree.kind === "fuzzy";
  const single = isAlone && naiveIdeographs(word)[0] === word;
  const phrase =
    !single && (tree.kind === "phrase" || (tree.kind === "word" && wanted.length > 1)) ? wanted : undefined;
  const isMeant = (found: string): boolean => {
    if (single) return naiveIdeographs(found).includes(word);
    if (tree.kind === "prefix") return found.startsWith(word);
    if (tree.kind === "fuzzy") return distance(found, word) <= naiveEdits(word);
    return rule.stem === undefined ? found === word : rule.stem(found) === rule.stem(word);
  };
  const lengths = texts.map(({ text }) => wordsOf(text, rule.fold).length);
  const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const frequencies = texts.map(({ text }) => {
    const words = wordsOf(text, rule.fold);
    if (phrase === undefined) return words.filter(isMeant).length;
    return words.filter((_, i) => phrase.every((each, j) => words[i + j] === each)).length;
  });
  const rows = frequencies.filter((frequency) => frequency > 0).length;
  const idf = Math.log(1 + (texts.length - rows + 0.5) / (rows + 0.5));
  const scores = new Map<number, number>();
  texts.forEach(({ id }, i) => {
    const frequency = frequencies[i];
    if (frequency === 0) return;
    const norm = 1.2 * (1 - 0.75 + (0.75 * lengths[i]) / average);
    scores.set(id, (idf * frequency * 2.2) / (frequency + norm));
  });
  return scores;
}

/** The ideographs of a word with their marks. */
function naiveIdeographs(word: string): string[] {
  const parts: string[] = [];
  for (const character of word) {
    if (/^\p{M}$/u.test(character) && parts.length > 0) parts[parts.length - 1] += character;
    else if (/^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]$/u.test(character)) parts.push(character);
    else return [];
  }
  return parts;
}

export function naiveEdits(word: string): number {
  const letters = [...word].length;
  return letters >= 8 ? 2 : letters >= 4 ? 1 : 0;
}

/** Edits of letters between two words, a swap of neighbours being one. */
export function distance(wordA: string, wordB: string): number {
  const [a, b] = [[...wordA], [...wordB]];
  const memo = new Map<string, number>();
  const between = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i} ${j}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    let least = Math.min(between(i - 1, j), between(i, j - 1)) + 1;
    least = Math.min(least, between(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
      least = Math.min(least, between(i - 2, j - 2) + 1);
    memo.set(key, least);
    return least;
  };
  return between(a.length, b.length);
}
