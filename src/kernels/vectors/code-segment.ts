/**
 * A segment of rows of vectors as int8 codes, in a memory in which kernels encode and scan them: the codes, then the
 * parameters of each row. It has room for all of its rows from the start, which takes addresses only; no row is encoded
 * twice.
 */
import { type Arena, createArena } from "../core/arena.js";
import type { WasmCode } from "../core/wasm.js";
import type { StepMemory } from "../runtime/steps.js";
import { SCORED_ROWS, vectorCode, vectorKernels } from "./row-scores.js";
import type { VectorKernels } from "./vector-module.js";

/** The bytes of a row beside its codes. */
export const PARAMETERS_BYTES = 24;
const BOUND_BYTES = 24;
const HEAD_BYTES = 64;
/** Numbers of vectors are copied in parts of so many bytes to be encoded. */
const ENCODED_BYTES = 1 << 19;

/** Beyond so many bytes the next segment is put into another memory. */
const MEMORY_BYTES_MAX = 2 ** 30;

/** The room for scans in a memory that cannot grow. */
const SCAN_BYTES = 2 ** 19;

/** The bytes of a segment with room for so many rows. */
function segmentBytes(dimensions: number, capacity: number): number {
  return capacity * (codePitch(dimensions) + PARAMETERS_BYTES);
}

/** A memory for segments: for all of them where it is shared with threads and can grow, else for one. */
export class CodeMemory implements StepMemory {
  readonly arena: Arena;
  readonly kernels: VectorKernels;
  /** Room for what one call hands in and gets back. */
  readonly scratchAt: number;

  /** A memory with room for a segment of so many rows; undefined where there is none, or no WebAssembly. */
  static create(dimensions: number, capacity: number): CodeMemory | undefined {
    const calls = HEAD_BYTES + 2 * codePitch(dimensions) + SCORED_ROWS * (8 + BOUND_BYTES);
    const scratch = Math.max(calls, ENCODED_BYTES, 4 * dimensions);
    const arena = createArena(scratch + segmentBytes(dimensions, capacity) + 256, SCAN_BYTES);
    const kernels = arena && vectorKernels(arena.memory, arena.isShared);
    const scratchAt = arena?.reserve(scratch);
    if (arena === undefined || kernels === undefined || scratchAt === undefined) return undefined;
    return new CodeMemory(arena, kernels, scratchAt);
  }

  private constructor(arena: Arena, kernels: VectorKernels, scratchAt: number) {
    this.arena = arena;
    this.kernels = kernels;
    this.scratchAt = scratchAt;
  }

  get code(): WasmCode | null {
    return vectorCode(this.arena.isShared);
  }

  /** Whether it has grown so far that the next segment goes elsewhere. */
  get isFull(): boolean {
    return !this.arena.isShared || this.arena.memory.buffer.byteLength > MEMORY_BYTES_MAX;
  }
}

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

/** Writes what kernels need to know of a query: its head at one address, its codes at another. */
export function writeQuery(
  buffer: ArrayBuffer,
  { unit, norm, error, rounding, codes }: CodedQuery,
  threshold: number,
  headAt: number,
  codesAt: number,
): void {
  new Float64Array(buffer, headAt, 5).set([unit, norm, error, rounding, threshold]);
  new Int16Array(buffer, codesAt, codes.length).set(codes);
}

/** The metric by number, as the kernel has it. */
export const BOUND_METRICS = ["cosine", "dot", "euclidean"] as const;

export class CodeSegment {
  readonly #dimensions: number;
  readonly #pitch: number;
  readonly #capacity: number;
  readonly #address: number;
  readonly memory: CodeMemory;
  #count = 0;

  /** A segment with room for some rows in a memory; undefined where that has no room for it. */
  static create(memory: CodeMemory, dimensions: number, capacity: number): CodeSegment | undefined {
    const address = memory.arena.reserve(segmentBytes(dimensions, capacity));
    return address === undefined ? undefined : new CodeSegment(memory, dimensions, capacity, address);
  }

  private constructor(memory: CodeMemory, dimensions: number, capacity: number, address: number) {
    this.memory = memory;
    this.#dimensions = dimensions;
    this.#pitch = codePitch(dimensions);
    this.#capacity = capacity;
    this.#address = address;
  }

  /** Where the codes begin in the memory. */
  get address(): number {
    return this.#address;
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
    return this.#address + this.#capacity * this.#pitch;
  }

  /** Views on the codes and the parameters of some rows. */
  parts(first: number, count: number): readonly [codes: Uint8Array, parameters: Uint8Array] {
    const { buffer } = this.memory.arena.memory;
    return [
      new Uint8Array(buffer, this.#address + first * this.#pitch, count * this.#pitch),
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
      const { arena, kernels, scratchAt } = this.memory;
      new Float32Array(arena.memory.buffer, scratchAt, part.length).set(part);
      kernels.encodeRows(
        scratchAt,
        count,
        dimensions,
        this.#pitch,
        this.#address + this.#count * this.#pitch,
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
    const { kernels, scratchAt: head } = this.memory;
    const { buffer } = this.memory.arena.memory;
    const queryAt = head + HEAD_BYTES;
    const outAt = queryAt + 2 * this.#pitch;
    const rowsAt = outAt + SCORED_ROWS * BOUND_BYTES;
    writeQuery(buffer, query, threshold, head, queryAt);
    new Uint32Array(buffer, rowsAt, count).set(rows.subarray(0, count));
    const found = kernels.boundRows(
      this.#address,
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
