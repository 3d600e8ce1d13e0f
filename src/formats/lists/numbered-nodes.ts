/** Nodes that a file numbers from 1: their ids are the numbers, as text. */
import { longer } from "../shared/byte-interner.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { beyondLimit } from "../shared/limits.js";

/** So many nodes are made whatever a file announces; beyond, so many for each entry or row that there is. */
export const ANNOUNCED_NODES_MAX = 2 ** 24;
const NODES_PER_ENTRY = 64;

export class NumberedNodes {
  readonly #builder: GraphBuilder;
  readonly #digits = new Uint8Array(16);
  /** The key of each small number, plus 1. */
  #keys = new Int32Array(1024);

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** The key of a number. */
  key(number: number): number {
    const isSmall = number < ANNOUNCED_NODES_MAX;
    if (isSmall && number < this.#keys.length && this.#keys[number] !== 0) return this.#keys[number] - 1;
    let at = 16;
    let rest = number;
    do {
      this.#digits[--at] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    } while (rest > 0);
    const key = this.#builder.key(this.#digits, at, 16);
    if (isSmall) {
      if (number >= this.#keys.length) this.#keys = longer(this.#keys, number + 1);
      this.#keys[number] = key + 1;
    }
    return key;
  }

  /** Makes the nodes 1 to `count`, which a header announced. */
  make(count: number, entries: number): void {
    const most = Math.max(ANNOUNCED_NODES_MAX, entries * NODES_PER_ENTRY);
    if (count > most)
      throw beyondLimit(`nodes that a header announces for ${entries} entries`, most, this.#builder.place());
    for (let number = 1; number <= count; number++) this.#builder.node(this.key(number));
  }
}
