/** The words of a segment by their stems: made when a language is first asked for, and kept with the segment. */
import { SortedStrings } from "./sorted-strings.js";
import type { Language } from "./text-leaf.js";
import type { TextSegment } from "./text-segment.js";

interface Stems {
  readonly stems: SortedStrings;
  /** Where the words of each stem begin among `ordinals`, and the end of the last ones. */
  readonly starts: Uint32Array;
  readonly ordinals: Uint32Array;
}

const kept = /* @__PURE__ */ new WeakMap<TextSegment, Map<Language, Stems>>();

/** The ordinals of the words that have the stem of `word`. */
export function stemmedWords(segment: TextSegment, language: Language, word: string): number[] {
  const { stems, starts, ordinals } = stemsOf(segment, language);
  const stem = stems.find(language.stem(word));
  return stem < 0 ? [] : [...ordinals.subarray(starts[stem], starts[stem + 1])];
}

/** Bytes of the stems made so far. */
export function stemBytes(segment: TextSegment): number {
  let bytes = 0;
  for (const { stems, starts, ordinals } of kept.get(segment)?.values() ?? [])
    bytes += stems.byteLength + starts.byteLength + ordinals.byteLength;
  return bytes;
}

function stemsOf(segment: TextSegment, language: Language): Stems {
  let languages = kept.get(segment);
  if (languages === undefined) {
    languages = new Map();
    kept.set(segment, languages);
  }
  let stems = languages.get(language);
  if (stems === undefined) {
    stems = stemsBy(segment, language);
    languages.set(language, stems);
  }
  return stems;
}

function stemsBy(segment: TextSegment, language: Language): Stems {
  const wordsOf = new Map<string, number[]>();
  for (const cursor = segment.words.first(); !cursor.isDone; cursor.next()) {
    const stem = language.stem(cursor.text());
    const ordinals = wordsOf.get(stem);
    if (ordinals === undefined) wordsOf.set(stem, [cursor.ordinal]);
    else ordinals.push(cursor.ordinal);
  }
  const sorted = [...wordsOf.keys()].sort();
  const starts = new Uint32Array(sorted.length + 1);
  const ordinals = new Uint32Array(segment.words.count);
  for (let i = 0; i < sorted.length; i++) {
    const found = wordsOf.get(sorted[i]) as number[];
    ordinals.set(found, starts[i]);
    starts[i + 1] = starts[i] + found.length;
  }
  return { stems: SortedStrings.of(sorted), starts, ordinals };
}
