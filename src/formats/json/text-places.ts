/** Lines, columns and offsets in bytes of positions in a text that is counted in UTF-16 units, in ascending order. */
import type { FormatPlace } from "../shared/format-error.js";

/** Text is gone through in blocks of so many units. */
const BLOCK_UNITS = 65_536;

interface Block {
  readonly text: string;
  /** Where it begins: in units, in bytes, and on which line; and where that line began, in units. */
  readonly at: number;
  readonly bytes: number;
  readonly line: number;
  readonly lineAt: number;
}

export class TextPlaces {
  #blocks: Block[] = [];
  #next = { at: 0, bytes: 0, line: 1, lineAt: 0 };
  /** Text that was added and not gone through yet. */
  #pending: string[] = [];

  /** Adds the text that follows. */
  add(text: string): void {
    this.#pending.push(text);
  }

  /** Forgets blocks before a position. */
  forget(before: number): void {
    this.#goThrough();
    let count = 0;
    while (count + 1 < this.#blocks.length && this.#blocks[count + 1].at <= before) count++;
    if (count > 0) this.#blocks = this.#blocks.slice(count);
  }

  /** The place of a position. O(units of a block), and all of the text once. */
  at(unit: number): FormatPlace {
    this.#goThrough();
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#blocks[middle].at <= unit) low = middle;
      else high = middle - 1;
    }
    const block = this.#blocks[low];
    if (block === undefined) return { line: 1, column: 1, offset: 0 };
    const { line, lineAt, bytes } = after(block, block.text.slice(0, unit - block.at));
    return { line, column: unit - lineAt + 1, offset: bytes };
  }

  #goThrough(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const text of pending)
      for (let from = 0; from < text.length; from += BLOCK_UNITS) {
        const block = { text: text.slice(from, from + BLOCK_UNITS), ...this.#next };
        this.#blocks.push(block);
        this.#next = after(block, block.text);
      }
  }
}

/** Where one is after some text. */
function after({ at, bytes, line, lineAt }: Omit<Block, "text">, text: string): Omit<Block, "text"> {
  let size = bytes;
  let lines = line;
  let start = lineAt;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // each half of a pair is two bytes of four
    size += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
    if (unit !== 0x0a) continue;
    lines++;
    start = at + i + 1;
  }
  return { at: at + text.length, bytes: size, line: lines, lineAt: start };
}
