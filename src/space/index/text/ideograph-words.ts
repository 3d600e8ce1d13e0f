/**
 * The words that have an ideograph. Runs of ideographs are indexed as overlapping pairs, so one that is searched for alone is
 * in those that begin with it, and in those that end with it, which a table lists: made from the words of a segment
 * when it is first needed, and kept with it.
 */
import { ideographsOf } from "./pieces.js";
import type { TextSegment } from "./text-segment.js";

/** No ideograph is below this. */
const LOWEST = "\u1100";

const kept = /* @__PURE__ */ new WeakMap<TextSegment, ReadonlyMap<string, readonly number[]>>();

/** The ordinals of the words of a segment that have an ideograph, each once. */
export function ideographWords(segment: TextSegment, ideograph: string): number[] {
  const { words } = segment;
  const found: number[] = [];
  for (const cursor = words.seek(ideograph); !cursor.isDone && cursor.startsWith(ideograph); cursor.next())
    if (ideographsOf(cursor.text())[0] === ideograph) found.push(cursor.ordinal);
  const known = new Set(found);
  for (const ordinal of endingsOf(segment).get(ideograph) ?? []) if (!known.has(ordinal)) found.push(ordinal);
  return found;
}

/** The ordinals of the pairs by their second ideograph. */
function endingsOf(segment: TextSegment): ReadonlyMap<string, readonly number[]> {
  const known = kept.get(segment);
  if (known !== undefined) return known;
  const endings = new Map<string, number[]>();
  for (const cursor = segment.words.seek(LOWEST); !cursor.isDone; cursor.next()) {
    const ideographs = ideographsOf(cursor.text());
    if (ideographs.length !== 2) continue;
    const ordinals = endings.get(ideographs[1]);
    if (ordinals === undefined) endings.set(ideographs[1], [cursor.ordinal]);
    else ordinals.push(cursor.ordinal);
  }
  kept.set(segment, endings);
  return endings;
}
