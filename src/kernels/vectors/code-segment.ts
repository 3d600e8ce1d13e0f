/**
 * A segment of rows of vectors as int8 codes, in a memory of its own in which kernels encode and scan them: the codes,
 * then the parameters of each row, then room for what a call hands in and gets back. It grows by copying codes; no row is
 * encoded twice.
 */
import { createMemory, type Memory, PAGE_SIZE_BYTES } from "../core/wasm.js";
import { SCORED_ROWS, vectorKernels } from "./row-scores.js";
import type { VectorKernels } from "./vector-module.js";

/** The bytes of a row beside its codes. */
export const PARAMETERS_BYTES = 24;
const BOUND_BYTES = 24;
const HEAD_BYTES = 64;
/** Numbers of vectors are copied in parts of so many bytes to be encoded. */
const ENCODED_BYTES = 1 << 19;

/** A query as whole numbers, and what the bounds need to know of it. */
export interface CodedQuery {
  readonly codes: Int16Array;
  readonly unit: number;
  readonly norm: number;
  /** The norm of what the codes leave over. */
  readonly error: number;
  /** The share that rounding may have in sums. */
  readonly rounding: number;
}

/** The bytes of a row's codes. */
export function codePitch(dimensions: number): number {
  return Math.ceil(dimensions / 16) * 16;
}

/** A query of float32 numbers in whole numbers of up to 16 bits, so few that sums of products stay below 2^31. */
export function codeQuery(query: Float64Array, norm: number): CodedQuery {
  const codes = new Int16Array(codePitch(query.length));
  let largest = 0;
  for (let i = 0; i < query.length; i++) largest = Math.max(largest, Math.abs(query[i]));
  const levels = Math.min(32767, Math.floor(2 ** 31 / (128 * (codes.length + 16))));
  const unit = largest / levels;
  let squares = 0;
  for (let i = 0; i < query.length && unit > 0; i++) {
    codes[i] = Math.round(query[i] / unit);
    squares += (query[i] - unit * codes[i]) ** 2;
  }
  const rounding = (query.length + 32) * 2 ** -50;
  return { codes, unit, norm, error: Math.sqrt(squares) * (1 + 1e-9), rounding };
}

/** The metric by number, as the kernel has it. */
export const BOUND_METRICS = ["cosine", "dot", "euclidean"] as const;

export class CodeSegment {
  readonly #dimensions: number;
  readonly #pitch: number;
  readonly #capacity: number;
  readonly #memory: Memory;
  readonly #kernels: VectorKernels;
  #count = 0;

  /** A segment with room for some rows; undefined where there is no memory to be had, or no WebAssembly. */
  static create(dimensions: number, capacity: number): CodeSegment | undefined {
    const pitch = codePitch(dimensions);
    const scratch = HEAD_BYTES + 2 * pitch + SCORED_ROWS * (8 + BOUND_BYTES);
    const room = Math.max(scratch, Math.max(ENCODED_BYTES, 4 * dimensions));
    const bytes = capacity * (pitch + PARAMETERS_BYTES) + room;
    const memory = createMemory(Math.ceil(bytes / PAGE_SIZE_BYTES), false);
    const kernels = memory && vectorKernels(memory);
    return memory && kernels && new CodeSegment(dimensions, capacity, memory, kernels);
  }

  private constructor(dimensions: number, capacity: number, memory: Memory, kernels: VectorKernels) {
    this.#dimensions = dimensions;
    this.#pitch = codePitch(dimensions);
    this.#capacity = capacity;
    this.#memory = memory;
    this.#kernels = kernels;
  }

  get count(): number {
    return this.#count;
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** Bytes of codes and parameters. */
  get byteLength(): number {
    return this.#count * (this.#pitch + PARAMETERS_BYTES);
  }

  get #parametersAt(): number {
    return this.#capacity * this.#pitch;
  }

  get #scratchAt(): number {
    return this.#parametersAt + this.#capacity * PARAMETERS_BYTES;
  }

  /** Takes over the rows of a smaller segment. */
  copy(smaller: CodeSegment): void {
    this.appendParts(smaller.#count, ...smaller.parts(0, smaller.#count));
  }

  /** Views on the codes and the parameters of some rows. */
  parts(first: number, count: number): readonly [codes: Uint8Array, parameters: Uint8Array] {
    const { buffer } = this.#memory;
    return [
      new Uint8Array(buffer, first * this.#pitch, count * this.#pitch),
      new Uint8Array(buffer, this.#parametersAt + first * PARAMETERS_BYTES, count * PARAMETERS_BYTES),
    ];
  }

  /** Appends `count` rows that have been encoded before; there is room for them. */
  appendParts(count: number, codes: Uint8Array, parameters: Uint8Array): void {
    const [ownCodes, ownParameters] = this.parts(this.#count, count);
    ownCodes.set(codes);
    ownParameters.set(parameters);
    this.#count += count;
  }

  /** Encodes vectors, row after row, and appends them; there is room for them. */
  append(values: Float32Array): void {
    const dimensions = this.#dimensions;
    const rowsAtOnce = Math.max(1, Math.floor(ENCODED_BYTES / (4 * dimensions)));
    const rowCount = values.length / dimensions;
    for (let first = 0; first < rowCount; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rowCount - first);
      const part = values.subarray(first * dimensions, (first + count) * dimensions);
      new Float32Array(this.#memory.buffer, this.#scratchAt, part.length).set(part);
      this.#kernels.encodeRows(
        this.#scratchAt,
        count,
        dimensions,
        this.#pitch,
        this.#count * this.#pitch,
        this.#parametersAt + this.#count * PARAMETERS_BYTES,
      );
      this.#count += count;
    }
  }

  /**
   * Calls `visit` with the bounds on the scores of those of some rows, `SCORED_ROWS` at most, whose upper bound is
   * not below a threshold. Bounds on distances are on their negative squares.
   */
  bound(
    rows: Uint32Array,
    count: number,
    query: CodedQuery,
    metric: (typeof BOUND_METRICS)[number],
    threshold: number,
    visit: (row: number, low: number, high: number) => void,
  ): void {
    const { buffer } = this.#memory;
    const head = this.#scratchAt;
    const queryAt = head + HEAD_BYTES;
    const outAt = queryAt + 2 * this.#pitch;
    const rowsAt = outAt + SCORED_ROWS * BOUND_BYTES;
    const { unit, norm, error, rounding, codes } = query;
    new Float64Array(buffer, head, 5).set([unit, norm, error, rounding, threshold]);
    new Int16Array(buffer, queryAt, codes.length).set(codes);
    new Uint32Array(buffer, rowsAt, count).set(rows.subarray(0, count));
    const found = this.#kernels.boundRows(
      0,
      this.#parametersAt,
      rowsAt,
      count,
      this.#pitch,
      queryAt,
      head,
      BOUND_METRICS.indexOf(metric),
      rowsAt + SCORED_ROWS * 4,
      outAt,
    );
    const bounds = new Float64Array(buffer, outAt, found * 3);
    const numbers = new Uint32Array(buffer, outAt, found * 6);
    for (let i = 0; i < found; i++) visit(numbers[i * 6 + 4], bounds[i * 3], bounds[i * 3 + 1]);
  }
}
