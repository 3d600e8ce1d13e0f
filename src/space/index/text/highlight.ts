/** The places of a text that a query matches, and the part of it where they are closest. */
import { editsOf, isWithinEdits } from "./fuzzy-words.js";
import type { Language } from "./text-leaf.js";
import type { QueryTree } from "./text-query.js";
import { eachWord } from "./words.js";

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
  const ranges: [number, number][] = [];
  words.forEach(({ start, end }, i) => {
    if (isHit[i] === 0) return;
    const last = ranges[ranges.length - 1];
    // pairs of ideographs overlap, and a character may make several words
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  });
  return length === undefined || text.length <= length ? { text, ranges } : cut(text, words, ranges, length);
}

function markHits(words: readonly Word[], tree: QueryTree, rule: HighlightRule, isHit: Uint8Array): void {
  if (tree.kind === "any" || tree.kind === "all") {
    for (const part of tree.parts) markHits(words, part, rule, isHit);
    return;
  }
  const wanted: string[] = [];
  eachWord(tree.text, rule.fold, (word) => wanted.push(word));
  if (wanted.length === 0) return;
  if (tree.kind === "phrase" || (tree.kind === "word" && wanted.length > 1)) {
    for (let i = 0; i + wanted.length <= words.length; i++)
      if (wanted.every((word, j) => words[i + j].word === word)) isHit.fill(1, i, i + wanted.length);
    return;
  }
  const isMeant = test(tree.kind, wanted[wanted.length - 1], rule);
  words.forEach(({ word }, i) => {
    if (isMeant(word)) isHit[i] = 1;
  });
}

function test(
  kind: "word" | "prefix" | "fuzzy",
  wanted: string,
  { language }: HighlightRule,
): (word: string) => boolean {
  if (kind === "prefix") return (word) => word.startsWith(wanted);
  if (kind === "fuzzy") {
    const edits = editsOf(wanted);
    return (word) => isWithinEdits(word, wanted, edits);
  }
  if (language === undefined) return (word) => word === wanted;
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
  start = onCharacter(text, start);
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
