/**
 * A full segment of rows of vectors as one bit a number around the segment's mean, in a memory of its own in which kernels
 * encode and scan them. It is made once, when its rows are complete.
 */
import { createMemory, type Memory, PAGE_SIZE_BYTES } from "../core/wasm.js";
import { BOUND_METRICS, codePitch } from "./code-segment.js";
import { vectorKernels } from "./row-scores.js";
import type { VectorKernels } from "./vector-module.js";

/** Sums of tables stay below 2^16 for vectors of up to so many numbers. */
export const BIT_DIMENSIONS_MAX = 4096;

/** So many rows at most are asked for at once. */
export const CANDIDATES_MAX = 8192;

const HEAD_BYTES = 192;
/** Numbers of vectors are copied in parts of so many bytes to be encoded. */
const ENCODED_BYTES = 1 << 19;
const LEVELS = 63;

/** The squares of lengths between which products with a query are far from the ends of float32. */
const SHORTEST_SQUARE = 2 ** -80;
const LONGEST_SQUARE = 2 ** 80;

/** A query as tables of the sums of every four of its numbers with either sign. */
export interface TabledQuery {
  readonly tables: Uint8Array;
  readonly step: number;
  /** The sum of the absolute values: sums of tables begin at its negative. */
  readonly start: number;
  /** The query, to be multiplied with means. */
  readonly query: Float64Array;
}

export function tableQuery(query: Float64Array): TabledQuery {
  const pitch = codePitch(query.length);
  const of = (d: number): number => (d < query.length ? query[d] : 0);
  let widest = 0;
  let start = 0;
  for (let d = 0; d < pitch; d += 4) {
    const width = Math.abs(of(d)) + Math.abs(of(d + 1)) + Math.abs(of(d + 2)) + Math.abs(of(d + 3));
    widest = Math.max(widest, width);
    start += width;
  }
  const step = (2 * widest) / LEVELS;
  const tables = new Uint8Array(pitch * 4);
  for (let d = 0; d < pitch && step > 0; d += 4) {
    const width = Math.abs(of(d)) + Math.abs(of(d + 1)) + Math.abs(of(d + 2)) + Math.abs(of(d + 3));
    for (let signs = 0; signs < 16; signs++) {
      let sum = width;
      for (let i = 0; i < 4; i++) sum += (signs >>> i) & 1 ? of(d + i) : -of(d + i);
      tables[d * 4 + signs] = Math.round(sum / step);
    }
  }
  return { tables, step, start, query };
}

export class BitSegment {
  readonly #dimensions: number;
  readonly #pitch: number;
  readonly #rowCount: number;
  readonly #memory: Memory;
  readonly #kernels: VectorKernels;
  #mean: Float64Array = new Float64Array(0);
  #isInRange: boolean | undefined;

  /**
   * The segment of the rows that `parts` gives, each time from the first on; undefined where there is no memory.
   */
  static create(
    dimensions: number,
    rowCount: number,
    parts: (rowsAtOnce: number) => Iterable<Float32Array>,
  ): BitSegment | undefined {
    const segment = BitSegment.#empty(dimensions, rowCount);
    if (segment === undefined) return undefined;
    segment.#mean = segment.#meanOf(parts);
    segment.#encode(parts);
    return segment;
  }

  /** The segment that `mean` and `bytes` of another are of. Throws a RangeError if they are of other rows. */
  static from(
    dimensions: number,
    rowCount: number,
    mean: Float64Array,
    bytes: Uint8Array,
  ): BitSegment | undefined {
    const segment = BitSegment.#empty(dimensions, rowCount);
    if (segment === undefined) return undefined;
    if (mean.length !== dimensions || bytes.length !== segment.byteLength)
      throw new RangeError("bits of other vectors");
    segment.#mean = mean;
    segment.bytes.set(bytes);
    return segment;
  }

  static #empty(dimensions: number, rowCount: number): BitSegment | undefined {
    const pitch = codePitch(dimensions);
    const room = HEAD_BYTES + pitch * 4 + rowCount / 8 + (4 * CANDIDATES_MAX + 64) * 8;
    const scratch = Math.max(room, Math.max(ENCODED_BYTES, 4 * dimensions) + 8 * dimensions);
    const bytes = rowCount * (pitch / 8 + 12) + scratch;
    const memory = createMemory(Math.ceil(bytes / PAGE_SIZE_BYTES), false);
    const kernels = memory && vectorKernels(memory);
    return memory && kernels && new BitSegment(dimensions, rowCount, memory, kernels);
  }

  private constructor(dimensions: number, rowCount: number, memory: Memory, kernels: VectorKernels) {
    this.#dimensions = dimensions;
    this.#pitch = codePitch(dimensions);
    this.#rowCount = rowCount;
    this.#memory = memory;
    this.#kernels = kernels;
  }

  /** The mean of the rows. */
  get mean(): Float64Array {
    return this.#mean;
  }

  /** A view on the bits and the numbers of all rows. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, 0, this.byteLength);
  }

  get byteLength(): number {
    return this.#rowCount * (this.#pitch / 8 + 12);
  }

  /** Whether estimates in float32 tell the rows apart: not where vectors are so long or so short that products over- or underflow. */
  get isInRange(): boolean {
    this.#isInRange ??= this.#lengthsAreInRange();
    return this.#isInRange;
  }

  #lengthsAreInRange(): boolean {
    const { buffer } = this.#memory;
    const shares = new Float32Array(buffer, this.#sharesAt, this.#rowCount);
    const inverses = new Float32Array(buffer, this.#sharesAt + 4 * this.#rowCount, this.#rowCount);
    const squares = new Float32Array(buffer, this.#sharesAt + 8 * this.#rowCount, this.#rowCount);
    for (let row = 0; row < this.#rowCount; row++) {
      // rows that are not finite are never found, and rows of zeros are zero in every product
      if (Number.isNaN(shares[row]) || Number.isNaN(inverses[row])) continue;
      if (!(squares[row] >= SHORTEST_SQUARE && squares[row] <= LONGEST_SQUARE)) return false;
    }
    return true;
  }

  get #sharesAt(): number {
    return (this.#rowCount * this.#pitch) / 8;
  }

  get #scratchAt(): number {
    return this.#sharesAt + this.#rowCount * 12;
  }

  get #rowsAtOnce(): number {
    return Math.max(1, Math.floor(ENCODED_BYTES / (4 * this.#dimensions)));
  }

  #put(part: Float32Array): number {
    const at = this.#scratchAt + 8 * this.#dimensions;
    new Float32Array(this.#memory.buffer, at, part.length).set(part);
    return at;
  }

  #meanOf(parts: (rowsAtOnce: number) => Iterable<Float32Array>): Float64Array {
    const sums = new Float64Array(this.#memory.buffer, this.#scratchAt, this.#dimensions);
    sums.fill(0);
    let count = 0;
    for (const part of parts(this.#rowsAtOnce)) {
      const rows = part.length / this.#dimensions;
      count += this.#kernels.sumRows(this.#put(part), rows, this.#dimensions, this.#scratchAt);
    }
    return sums.map((sum) => (count === 0 ? 0 : sum / count));
  }

  #encode(parts: (rowsAtOnce: number) => Iterable<Float32Array>): void {
    new Float64Array(this.#memory.buffer, this.#scratchAt, this.#dimensions).set(this.#mean);
    let first = 0;
    for (const part of parts(this.#rowsAtOnce)) {
      const rows = part.length / this.#dimensions;
      this.#kernels.encodeBits(
        this.#put(part),
        first,
        rows,
        this.#dimensions,
        this.#pitch,
        this.#scratchAt,
        0,
        this.#sharesAt,
        this.#sharesAt + 4 * this.#rowCount,
        this.#sharesAt + 8 * this.#rowCount,
      );
      first += rows;
    }
  }

  /**
   * Calls `visit` with estimates of the best rows of a mask, `keep` of them at least if so many are above the threshold,
   * and returns the threshold that the others did not reach. Estimates are of the cosine times the query's norm, of the
   * dot product, or of twice the dot product less the row's square.
   */
  estimate(
    mask: Uint32Array,
    query: TabledQuery,
    metric: (typeof BOUND_METRICS)[number],
    threshold: number,
    keep: number,
    visit: (row: number, estimate: number) => void,
  ): number {
    const { buffer } = this.#memory;
    const head = Math.ceil(this.#scratchAt / 16) * 16;
    const tablesAt = head + HEAD_BYTES - 16;
    const maskAt = tablesAt + query.tables.length;
    const bufferAt = maskAt + this.#rowCount / 8;
    let base = 0;
    for (let d = 0; d < this.#dimensions; d++) base += query.query[d] * this.#mean[d];
    const constants = new Float32Array(buffer, head, 4);
    constants.set([query.step, query.start, base, threshold]);
    new Uint8Array(buffer, tablesAt, query.tables.length).set(query.tables);
    new Uint32Array(buffer, maskAt, mask.length).set(mask);
    const found = this.#kernels.scanBits(
      0,
      this.#sharesAt,
      this.#sharesAt + 4 * this.#rowCount,
      this.#sharesAt + 8 * this.#rowCount,
      maskAt,
      this.#rowCount / 32,
      this.#pitch,
      tablesAt,
      head,
      BOUND_METRICS.indexOf(metric),
      bufferAt,
      4 * keep + 32,
      keep,
    );
    const estimates = new Float32Array(buffer, bufferAt, found * 2);
    const rows = new Uint32Array(buffer, bufferAt, found * 2);
    for (let i = 0; i < found; i++) visit(rows[2 * i + 1], estimates[2 * i]);
    return constants[3];
  }
}
