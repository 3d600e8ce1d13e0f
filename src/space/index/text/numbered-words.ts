/**
 * The words of many texts as numbers, given in the order in which words first come up. Words of ASCII are read from bytes
 * and found by their hashes, so that no string is made of them; what has other characters goes through `eachWord`. A text may
 * be taken apart at any character of ASCII that is in no word, and has the same words.
 */
import { platform } from "#platform";
import { grownPlain } from "../../../pool/buffers.js";
import { eachWord, WORD_UNITS_MAX } from "./words.js";

/** The lower case of letters and digits of ASCII; 0 for bytes that end a word, and for those of other characters. */
const LOWER = new Uint8Array(256);
for (const [first, count, lower] of [
  [48, 10, 48],
  [65, 26, 97],
  [97, 26, 97],
])
  for (let i = 0; i < count; i++) LOWER[first + i] = lower + i;

/** Distinct words in their order, and the number of each. */
export interface SortedWords {
  readonly words: readonly string[];
  readonly numbers: Uint32Array;
}

/** Numbers below this fit beside the 28 bits of a prefix in a float64. */
const NUMBER_SIZE = 2 ** 25;

const HASH_SEED = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

export class NumberedWords {
  readonly #fold: boolean;
  /** The number of each word, one after another. */
  #numbers = new Uint32Array(1024);
  #size = 0;
  /** Distinct words of ASCII one after another; where each begins, by number. Words of other characters have none. */
  #letters = new Uint8Array(1024);
  #starts = new Uint32Array(256);
  #hashes = new Uint32Array(256);
  #count = 0;
  readonly #others = new Map<string, number>();
  /** By hash, the number of a word plus one; 0 where there is none. Less than half full. */
  #slots = new Uint32Array(1024);
  readonly #addWord: (word: string) => void;

  constructor(fold: boolean) {
    this.#fold = fold;
    this.#addWord = (word) => this.#push(this.#numberOfText(word));
  }

  /** How many words were added. */
  get size(): number {
    return this.#size;
  }

  /** The number of each word: a view. */
  get numbers(): Uint32Array {
    return this.#numbers.subarray(0, this.#size);
  }

  /** Adds the words of a text. */
  addText(text: string): void {
    eachWord(text, this.#fold, this.#addWord);
  }

  /** Adds words once more: those from one place up to another. */
  addAgain(from: number, to: number): void {
    for (let i = from; i < to; i++) this.#push(this.#numbers[i]);
  }

  /** Adds the words of a text in UTF-8, from one byte up to another. */
  addBytes(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    while (at < to) {
      let letter = LOWER[bytes[at]];
      if (letter === 0 && bytes[at] < 128) {
        at++;
        continue;
      }
      const start = at;
      let hash = HASH_SEED;
      while (letter !== 0) {
        hash = Math.imul(hash ^ letter, HASH_PRIME);
        letter = ++at < to ? LOWER[bytes[at]] : 0;
      }
      if (at < to && bytes[at] >= 128) {
        at = endOfOthers(bytes, at, to);
        this.addText(platform.decodeUtf8(bytes, start, at));
      } else if (at - start <= WORD_UNITS_MAX) {
        this.#push(this.#numberOf(bytes, start, at - start, hash));
      } else this.addText(platform.decodeUtf8(bytes, start, at));
    }
  }

  sorted(): SortedWords {
    const words = this.#strings();
    const compare = (a: number, b: number): number =>
      words[a] < words[b] ? -1 : words[a] > words[b] ? 1 : 0;
    if (words.length > NUMBER_SIZE) {
      const numbers = Uint32Array.from(words, (_, number) => number).sort(compare);
      return { words: Array.from(numbers, (number) => words[number]), numbers };
    }
    const keys = Float64Array.from(words, (word, number) => prefixOf(word) * NUMBER_SIZE + number).sort();
    const numbers = Uint32Array.from(keys, (key) => key % NUMBER_SIZE);
    // words that begin alike come next to each other, not in their order
    for (let from = 0; from < keys.length; ) {
      const prefix = Math.floor(keys[from] / NUMBER_SIZE);
      let end = from + 1;
      while (end < keys.length && Math.floor(keys[end] / NUMBER_SIZE) === prefix) end++;
      if (end - from > 1) numbers.subarray(from, end).sort(compare);
      from = end;
    }
    return { words: Array.from(numbers, (number) => words[number]), numbers };
  }

  /** The distinct words by number. */
  #strings(): string[] {
    const all = platform.decodeUtf8(this.#letters, 0, this.#starts[this.#count]);
    const words: string[] = [];
    for (let i = 0; i < this.#count; i++) words.push(all.slice(this.#starts[i], this.#starts[i + 1]));
    for (const [word, number] of this.#others) words[number] = word;
    return words;
  }

  #push(number: number): void {
    if (this.#size === this.#numbers.length) this.#numbers = grownPlain(this.#numbers, this.#size * 2);
    this.#numbers[this.#size++] = number;
  }

  #numberOfText(word: string): number {
    let hash = HASH_SEED;
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i);
      if (code >= 128) return this.#numberOfOther(word);
      hash = Math.imul(hash ^ code, HASH_PRIME);
    }
    const bytes = new Uint8Array(word.length);
    for (let i = 0; i < word.length; i++) bytes[i] = word.charCodeAt(i);
    return this.#numberOf(bytes, 0, word.length, hash);
  }

  #numberOfOther(word: string): number {
    let number = this.#others.get(word);
    if (number === undefined) {
      number = this.#next(0, 0);
      this.#others.set(word, number);
    }
    return number;
  }

  #numberOf(bytes: Uint8Array, from: number, length: number, hash: number): number {
    const key = hash >>> 0;
    const letters = this.#letters;
    const last = this.#slots.length - 1;
    let slot = (key ^ (key >>> 15)) & last;
    for (; ; slot = (slot + 1) & last) {
      const number = this.#slots[slot] - 1;
      if (number < 0) break;
      if (this.#hashes[number] !== key) continue;
      const start = this.#starts[number];
      if (this.#starts[number + 1] - start !== length) continue;
      let i = 0;
      while (i < length && letters[start + i] === LOWER[bytes[from + i]]) i++;
      if (i === length) return number;
    }
    const number = this.#next(length, key);
    const start = this.#starts[number];
    for (let i = 0; i < length; i++) this.#letters[start + i] = LOWER[bytes[from + i]];
    this.#slots[slot] = number + 1;
    if (2 * this.#count > this.#slots.length) this.#spread();
    return number;
  }

  /** A new number, of a word of so many letters of ASCII. */
  #next(length: number, key: number): number {
    const number = this.#count++;
    if (number + 2 > this.#starts.length) {
      this.#starts = grownPlain(this.#starts, 2 * this.#starts.length);
      this.#hashes = grownPlain(this.#hashes, 2 * this.#hashes.length);
    }
    const end = this.#starts[number] + length;
    if (end > this.#letters.length) this.#letters = grownPlain(this.#letters, 2 * end);
    this.#starts[number + 1] = end;
    this.#hashes[number] = key;
    return number;
  }

  #spread(): void {
    const slots = new Uint32Array(4 * this.#slots.length);
    const last = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      if (this.#starts[number] === this.#starts[number + 1]) continue;
      const key = this.#hashes[number];
      let slot = (key ^ (key >>> 15)) & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** Where a run of words with characters beyond ASCII ends: at a byte that ends a word, before a word that begins with ASCII. */
function endOfOthers(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; ) {
    if (bytes[at] >= 128 || LOWER[bytes[at]] !== 0) {
      at++;
      continue;
    }
    const end = at;
    while (at < to && bytes[at] < 128 && LOWER[bytes[at]] === 0) at++;
    if (at === to || bytes[at] < 128) return end;
  }
  return to;
}

/** The first four units, seven bits each: the order of these is that of words, but for those that have them in common. */
function prefixOf(word: string): number {
  let prefix = 0;
  for (let i = 0; i < 4; i++) {
    const unit = i < word.length ? word.charCodeAt(i) : 0;
    if (unit >= 127) return (prefix + 1) * 128 ** (4 - i) - 1;
    prefix = prefix * 128 + unit;
  }
  return prefix;
}
