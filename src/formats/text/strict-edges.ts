/**
 * The edges of a strict graph while it is read: one between two nodes, to which later statements add attributes. Edges
 * are found by their ends in an open table; the attributes of each are a chain of values, the latest first.
 */
import { longer } from "../shared/byte-interner.js";

export class StrictEdges {
  readonly #directed: boolean;
  #slots = new Int32Array(64);
  count = 0;
  sources = new Int32Array(32);
  targets = new Int32Array(32);
  /** For each edge its latest value, from 1 on; for each value the one before it. */
  #last = new Int32Array(32);
  #before = new Int32Array(32);
  #names = new Int32Array(32);
  #offsets = new Uint32Array(33);
  #bytes = new Uint8Array(1024);
  #values = 0;

  constructor(directed: boolean) {
    this.#directed = directed;
  }

  /** The number of the edge between two nodes; a new one if there was none. */
  edge(source: number, target: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(source, target) & mask;
    for (let held = this.#slots[slot]; held !== 0; held = this.#slots[slot]) {
      if (this.#is(held - 1, source, target)) return held - 1;
      slot = (slot + 1) & mask;
    }
    const edge = this.count++;
    if (edge >= this.sources.length) {
      this.sources = longer(this.sources, edge + 1);
      this.targets = longer(this.targets, edge + 1);
      this.#last = longer(this.#last, edge + 1);
    }
    this.sources[edge] = source;
    this.targets[edge] = target;
    this.#slots[slot] = edge + 1;
    if (2 * this.count > this.#slots.length) this.#grow();
    return edge;
  }

  #is(edge: number, source: number, target: number): boolean {
    const [u, v] = [this.sources[edge], this.targets[edge]];
    return (u === source && v === target) || (!this.#directed && u === target && v === source);
  }

  #hash(source: number, target: number): number {
    const isTurned = !this.#directed && source > target;
    const [a, b] = isTurned ? [target, source] : [source, target];
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let edge = 0; edge < this.count; edge++) {
      let slot = this.#hash(this.sources[edge], this.targets[edge]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = edge + 1;
    }
    this.#slots = slots;
  }

  /** Whether an edge was stated first the other way round. */
  isTurned(edge: number, source: number, target: number): boolean {
    return source !== target && this.sources[edge] === target;
  }

  /** Puts an attribute, instead of the one that the edge may have. */
  put(edge: number, name: number, bytes: Uint8Array, start: number, stop: number): void {
    const value = this.#values++;
    if (value >= this.#names.length) {
      this.#names = longer(this.#names, value + 1);
      this.#before = longer(this.#before, value + 1);
      this.#offsets = longer(this.#offsets, value + 2);
    }
    if (value + 1 >= this.#offsets.length) this.#offsets = longer(this.#offsets, value + 2);
    this.#names[value] = name;
    this.#before[value] = this.#last[edge];
    this.#last[edge] = value + 1;
    const from = this.#offsets[value];
    const to = from + stop - start;
    if (to > this.#bytes.length) this.#bytes = longer(this.#bytes, to);
    for (let i = start, k = from; i < stop; i++, k++) this.#bytes[k] = bytes[i];
    this.#offsets[value + 1] = to;
  }

  /** The attributes of an edge, each once. */
  attributes(
    edge: number,
    visit: (name: number, bytes: Uint8Array, start: number, stop: number) => void,
  ): void {
    const seen = new Set<number>();
    for (let value = this.#last[edge] - 1; value >= 0; value = this.#before[value] - 1) {
      const name = this.#names[value];
      if (seen.has(name)) continue;
      seen.add(name);
      visit(name, this.#bytes, this.#offsets[value], this.#offsets[value + 1]);
    }
  }
}
