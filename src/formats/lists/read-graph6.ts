/**
 * Reads graph6, sparse6 and digraph6 of nauty, six bits a byte: a matrix of a graph without directions, a list of edges
 * of one, or a matrix of one with directions. Ids are positions from 0. Source: McKay, "Description of graph6, sparse6
 * and digraph6 encodings".
 */
import { describe } from "../../errors.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { beyondLimit } from "../shared/limits.js";
import { LineScanner } from "./line-scanner.js";
import { ANNOUNCED_NODES_MAX } from "./numbered-nodes.js";

const COLON = 0x3a;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const LEAST = 63;
const MOST = 126;

export const readGraph6: FormatReader = async ([{ input, options }], builder) => {
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  const wanted = (options.graph as number | undefined) ?? 0;
  let graphs = 0;
  do {
    while (scanner.next()) {
      if (scanner.firstByte() < 0) continue;
      if (graphs++ === wanted) await graph(scanner, builder);
    }
    await builder.pause();
  } while (await scanner.more());
  if (graphs <= wanted)
    builder.fail(
      "FORMAT_REFERENCE",
      `"graph" expected a position below ${graphs}, the number of graphs, got ${wanted}`,
    );
  if (graphs > 1 && options.graph === undefined)
    builder.losses.add("graphs", 'graphs besides the first; "graph" says which is read', {
      count: graphs - 1,
    });
};

/** Six bits a byte, from the highest one. */
class SixBits {
  readonly #scanner: LineScanner;
  readonly #builder: GraphBuilder;
  at: number;
  #left = 0;
  #byte = 0;

  constructor(scanner: LineScanner, builder: GraphBuilder, at: number) {
    this.#scanner = scanner;
    this.#builder = builder;
    this.at = at;
  }

  /** The bits that there are. */
  get count(): number {
    return (this.#scanner.end - this.at) * 6 + this.#left;
  }

  /** The six bits of the next byte. */
  byte(): number {
    const { buffer, end } = this.#scanner;
    const byte = this.at < end ? buffer[this.at] : -1;
    if (byte < LEAST || byte > MOST)
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `a byte of 63 to 126 expected, got ${byte < 0 ? "the end of the line" : byte}`,
        { column: this.at - this.#scanner.start + 1 },
      );
    this.at++;
    return byte - LEAST;
  }

  bit(): number {
    if (this.#left === 0) {
      this.#byte = this.byte();
      this.#left = 6;
    }
    return (this.#byte >>> --this.#left) & 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + this.bit();
    return value;
  }

  /** The number of nodes: a byte, or 126 and 18 bits, or 126 twice and 36 bits. */
  size(): number {
    const bytes = (count: number): number => {
      let value = 0;
      for (let i = 0; i < count; i++) value = value * 64 + this.byte();
      return value;
    };
    const first = this.byte();
    if (first < LEAST) return first;
    const { buffer, end } = this.#scanner;
    if (this.at >= end || buffer[this.at] !== MOST) return bytes(3);
    this.at++;
    return bytes(6);
  }
}

async function graph(scanner: LineScanner, builder: GraphBuilder): Promise<void> {
  const { buffer, end } = scanner;
  let at = scanner.start;
  const header = />>(?:graph6|sparse6|digraph6)<</.exec(
    new TextDecoder("latin1").decode(buffer.subarray(at, Math.min(end, at + 16))),
  );
  if (header?.index === 0) at += header[0].length;
  const mark = buffer[at];
  if (mark === SEMICOLON)
    builder.fail(
      "FORMAT_UNSUPPORTED",
      "a graph of its own expected, got incremental sparse6, which tells differences alone",
    );
  const isSparse = mark === COLON;
  const isDirected = mark === AMPERSAND;
  const bits = new SixBits(scanner, builder, at + (isSparse || isDirected ? 1 : 0));
  const count = bits.size();
  builder.directed = isDirected;
  const pairs = isDirected ? count * count : (count * (count - 1)) / 2;
  if (!isSparse && (bits.count < pairs || bits.count - pairs >= 6))
    builder.fail(
      "FORMAT_SYNTAX",
      `${Math.ceil(pairs / 6)} bytes expected for ${count} nodes, got ${describe(bits.count / 6)}`,
    );
  if (count > ANNOUNCED_NODES_MAX)
    throw beyondLimit("nodes that a header announces", ANNOUNCED_NODES_MAX, builder.place());
  const keys = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    keys[i] = builder.keyOf(String(i));
    builder.node(keys[i]);
    if (builder.isDue) await builder.pause();
  }
  if (isSparse) await sparse(bits, builder, keys);
  else if (isDirected)
    for (let row = 0; row < count; row++)
      for (let column = 0; column < count; column++) {
        if (bits.bit() === 1) builder.edge(keys[row], keys[column]);
        if (builder.isDue) await builder.pause();
      }
  else
    for (let column = 1; column < count; column++)
      for (let row = 0; row < column; row++) {
        if (bits.bit() === 1) builder.edge(keys[row], keys[column]);
        if (builder.isDue) await builder.pause();
      }
}

/** Edges in the order of their higher end; bits that say no edge fill up the last byte. */
async function sparse(bits: SixBits, builder: GraphBuilder, keys: Int32Array): Promise<void> {
  const count = keys.length;
  const size = count < 2 ? 0 : 32 - Math.clz32(count - 1);
  let high = 0;
  while (bits.count > size) {
    high += bits.bit();
    const end = bits.bits(size);
    if (end >= count || high >= count) return;
    if (end > high) high = end;
    else builder.edge(keys[end], keys[high]);
    if (builder.isDue) await builder.pause();
  }
}
