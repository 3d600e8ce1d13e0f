/** The places of a text that a query matches, and the part of it where they are closest. */
import { editsOf, isWithinEdits } from "./fuzzy-words.js";
import { isIdeograph } from "./pieces.js";
import type { Language } from "./text-leaf.js";
import type { QueryLeaf, QueryTree } from "./text-query.js";
import { eachIdeograph, eachWord } from "./words.js";

/** A text, or a part of one, and the places in it that a query matches. */
export interface Highlight {
  text: string;
  /** From and up to UTF-16 units of `text`, in order; none overlaps another. */
  ranges: [start: number, end: number][];
}

interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** How the words of a text are compared with those of a query. */
export interface HighlightRule {
  readonly fold: boolean;
  readonly language: Language | undefined;
}

/** Highlights what a query matches in a text; `length` is the most units of it that are wanted. */
export function highlightText(
  text: string,
  tree: QueryTree,
  rule: HighlightRule,
  length: number | undefined,
): Highlight {
  const words: Word[] = [];
  eachWord(text, rule.fold, (word, start, end) => words.push({ word, start, end }));
  const isHit = new Uint8Array(words.length);
  markHits(words, tree, rule, isHit);
  const hits = words.filter((_, i) => isHit[i] === 1);
  const wanted = new Set<string>();
  collectIdeographs(tree, rule.fold, wanted);
  if (wanted.size > 0) {
    eachIdeograph(text, rule.fold, (word, start, end) => {
      if (wanted.has(word)) hits.push({ word, start, end });
    });
    hits.sort((a, b) => a.start - b.start || a.end - b.end);
  }
  const ranges: [number, number][] = [];
  for (const { start, end } of hits) {
    const last = ranges[ranges.length - 1];
    // pairs of ideographs overlap, and a character may make several words
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return length === undefined || text.length <= length ? { text, ranges } : cut(text, words, ranges, length);
}

/** The ideographs that a query has alone, which are found one by one and not in pairs. */
function collectIdeographs(tree: QueryTree, fold: boolean, found: Set<string>): void {
  if (tree.kind === "any" || tree.kind === "all") {
    for (const part of tree.parts) collectIdeographs(part, fold, found);
    return;
  }
  const words: string[] = [];
  eachWord(tree.text, fold, (word) => words.push(word));
  const last = words[words.length - 1];
  if (last !== undefined && isIdeograph(last) && (words.length === 1 || isLastAlone(tree.kind)))
    found.add(last);
}

function markHits(words: readonly Word[], tree: QueryTree, rule: HighlightRule, isHit: Uint8Array): void {
  if (tree.kind === "any" || tree.kind === "all") {
    for (const part of tree.parts) markHits(words, part, rule, isHit);
    return;
  }
  const wanted: string[] = [];
  eachWord(tree.text, rule.fold, (word) => wanted.push(word));
  if (wanted.length === 0) return;
  if (wanted.length > 1 && !isLastAlone(tree.kind)) {
    for (let i = 0; i + wanted.length <= words.length; i++)
      if (wanted.every((word, j) => words[i + j].word === word)) isHit.fill(1, i, i + wanted.length);
    return;
  }
  if (isIdeograph(wanted[wanted.length - 1])) return;
  const isMeant = test(tree.kind, wanted[wanted.length - 1], rule);
  words.forEach(({ word }, i) => {
    if (isMeant(word)) isHit[i] = 1;
  });
}

/** Whether of several words of a leaf the last one alone counts; else they are one after another. */
function isLastAlone(kind: QueryLeaf["kind"]): boolean {
  return kind === "prefix" || kind === "fuzzy";
}

function test(
  kind: QueryLeaf["kind"],
  wanted: string,
  { language }: HighlightRule,
): (word: string) => boolean {
  if (kind === "prefix") return (word) => word.startsWith(wanted);
  if (kind === "fuzzy") {
    const edits = editsOf(wanted);
    return (word) => isWithinEdits(word, wanted, edits);
  }
  if (language === undefined || kind === "phrase") return (word) => word === wanted;
  const stem = language.stem(wanted);
  return (word) => word === wanted || language.stem(word) === stem;
}

/** The part of at most `length` units that has most ranges, the first of several, with as much before as after them. */
function cut(
  text: string,
  words: readonly Word[],
  ranges: readonly [number, number][],
  length: number,
): Highlight {
  let best = 0;
  let bestCount = 0;
  for (let i = 0, j = 0; i < ranges.length; i++) {
    while (j < ranges.length && ranges[j][1] - ranges[i][0] <= length) j++;
    if (j - i > bestCount) {
      bestCount = j - i;
      best = i;
    }
    j = Math.max(j, i + 1);
  }
  const from = ranges[best]?.[0] ?? 0;
  if (bestCount === 0 && ranges.length > 0) {
    // a match that is longer than the part
    const end = onCharacter(text, from + length);
    return { text: text.slice(from, end), ranges: end > from ? [[0, end - from]] : [] };
  }
  const to = bestCount === 0 ? from : ranges[best + bestCount - 1][1];
  let start = Math.max(0, Math.min(from - Math.floor((length - (to - from)) / 2), text.length - length));
  let end = Math.min(text.length, start + length);
  // no word that the part has nothing to say of is cut
  for (const word of words) {
    if (word.start < start && start < word.end && word.end <= from) start = word.end;
    if (word.start < end && end < word.end && word.start >= Math.max(to, start + 1)) {
      end = word.start;
      break;
    }
  }
  while (start < from && /\s/u.test(text[start])) start++;
  while (end > Math.max(to, start) && /\s/u.test(text[end - 1])) end--;
  // not the half of a character, and no longer than was asked
  if (onCharacter(text, start) < start) start++;
  end = onCharacter(text, end);
  const within: [number, number][] = [];
  for (const [rangeStart, rangeEnd] of ranges)
    if (rangeStart < end && rangeEnd > start)
      within.push([Math.max(rangeStart, start) - start, Math.min(rangeEnd, end) - start]);
  return { text: text.slice(start, end), ranges: within };
}

/** The beginning of the character at `at`. */
function onCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 && at > 0 ? at - 1 : at;
}
