// The arcs of a directed graph's two halves as one list a node: those that leave it, then those that enter it.

import { word } from "./address";

// The items are the places of offsets, one more than there are nodes.
export function symmetrizeOffsets(
  first: u32, last: u32, outOffsets: usize, inOffsets: usize, offsets: usize,
): void {
  for (let u = first; u < last; u++) {
    store<u32>(word(offsets, u), load<u32>(word(outOffsets, u)) + load<u32>(word(inOffsets, u)));
  }
}

// Copies a word an arc, such as its end or its edge.
export function symmetrizeArcs(
  first: u32, last: u32,
  outOffsets: usize, inOffsets: usize, outWords: usize, inWords: usize, offsets: usize, words: usize,
): void {
  for (let u = first; u < last; u++) {
    const out = load<u32>(word(outOffsets, u));
    const outCount = load<u32>(word(outOffsets, u + 1)) - out;
    const into = load<u32>(word(inOffsets, u));
    const inCount = load<u32>(word(inOffsets, u + 1)) - into;
    const to = word(words, load<u32>(word(offsets, u)));
    for (let i: u32 = 0; i < outCount; i++) store<u32>(word(to, i), load<u32>(word(outWords, out + i)));
    const back = word(to, outCount);
    for (let i: u32 = 0; i < inCount; i++) store<u32>(word(back, i), load<u32>(word(inWords, into + i)));
  }
}
