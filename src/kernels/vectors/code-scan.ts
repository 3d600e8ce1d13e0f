/**
 * The scan of the segments of one memory for one query, an area of rows at a time: kernels bound the scores of the rows of
 * a mask and keep those that may be among the best. Areas have nothing in common but the threshold that they begin with,
 * so threads may share them; what they leave out cannot be among the best of all.
 */
import type { KernelRun } from "../runtime/steps.js";
import { BOUND_METRICS, type CodedQuery, type CodeMemory, codePitch, writeQuery } from "./code-segment.js";

/** Rows of an area, where segments have as many. */
const AREA_ROWS = 8192;

const AREA_HEAD_BYTES = 48;
/** As in the kernel. */
const BLOCK_ROWS = 256;
const ENTRY_BYTES = 24;
const HEAD_BYTES = 64;

/** Areas of so many bytes in all, and of at least one, are scanned at a time. */
const AREAS_BYTES_MAX = 2 ** 23;

/** A scan of rows for the best of them. */
export interface CodeScanTask {
  readonly memory: CodeMemory;
  readonly dimensions: number;
  /** The bits of rows from row 0 on, up to `lastRow`. */
  readonly mask: Uint32Array;
  /** The address of each segment, from that of row 0 on; those of other memories are not used. */
  readonly addresses: Uint32Array;
  readonly segmentRowCount: number;
  readonly lastRow: number;
  readonly query: CodedQuery;
  readonly metric: (typeof BOUND_METRICS)[number];
  readonly limit: number;
}

export class CodeScan {
  readonly #task: CodeScanTask;
  readonly #start: number;
  readonly #areasAt: number;
  readonly #areaBytes: number;
  readonly #capacity: number;
  /** Rows of an area: no area has rows of two memories. */
  readonly areaRows: number;
  /** The number of areas that can be scanned at a time. */
  readonly areaCountMax: number;

  /** Takes the room for a scan, until it is closed; undefined where the memory has none. */
  static open(task: CodeScanTask, areaCount: number): CodeScan | undefined {
    const { memory, limit, mask, addresses, dimensions } = task;
    const capacity = 4 * limit + 4 * BLOCK_ROWS;
    const bytes = AREA_HEAD_BYTES + 8 * limit + 8 * BLOCK_ROWS + ENTRY_BYTES * capacity;
    const areaBytes = Math.ceil(bytes / 64) * 64;
    const count = Math.max(1, Math.min(areaCount, Math.floor(AREAS_BYTES_MAX / areaBytes)));
    const inputBytes = HEAD_BYTES + 2 * codePitch(dimensions) + 4 * (addresses.length + mask.length);
    const start = memory.arena.reserve(Math.ceil(inputBytes / 64) * 64 + count * areaBytes);
    if (start === undefined) return undefined;
    const areasAt = start + Math.ceil(inputBytes / 64) * 64;
    return new CodeScan(task, start, areasAt, areaBytes, capacity, count);
  }

  private constructor(
    task: CodeScanTask,
    start: number,
    areasAt: number,
    areaBytes: number,
    capacity: number,
    areaCountMax: number,
  ) {
    this.#task = task;
    this.#start = start;
    this.#areasAt = areasAt;
    this.#areaBytes = areaBytes;
    this.#capacity = capacity;
    this.areaCountMax = areaCountMax;
    this.areaRows = Math.min(AREA_ROWS, task.segmentRowCount);
    const { buffer } = task.memory.arena.memory;
    writeQuery(buffer, task.query, 0, start, this.#queryAt);
    new Uint32Array(buffer, this.#addressesAt, task.addresses.length).set(task.addresses);
    new Uint32Array(buffer, this.#maskAt, task.mask.length).set(task.mask);
  }

  get #queryAt(): number {
    return this.#start + HEAD_BYTES;
  }

  get #addressesAt(): number {
    return this.#queryAt + 2 * codePitch(this.#task.dimensions);
  }

  get #maskAt(): number {
    return this.#addressesAt + 4 * this.#task.addresses.length;
  }

  /** The run of the kernel over some areas, `areaCountMax` at most, from that of a row on. */
  run(firstRow: number, areaCount: number, threshold: number): KernelRun {
    const { memory, metric, limit, segmentRowCount, dimensions, lastRow } = this.#task;
    const pitch = codePitch(dimensions);
    new Float64Array(memory.arena.memory.buffer, this.#start, 5)[4] = threshold;
    const { areaRows } = this;
    const firstArea = Math.floor(firstRow / areaRows);
    return {
      scratch: memory,
      kernel: "boundRange",
      first: firstArea * areaRows,
      last: Math.min(lastRow, (firstArea + areaCount) * areaRows),
      values: [
        this.#maskAt,
        this.#addressesAt,
        Math.log2(segmentRowCount),
        segmentRowCount * pitch,
        pitch,
        this.#queryAt,
        this.#start,
        BOUND_METRICS.indexOf(metric),
        limit,
        this.#areasAt,
        this.#areaBytes,
        areaRows,
        firstArea,
        this.#capacity,
      ],
      chunkSize: areaRows,
      inOrder: false,
    };
  }

  /** Calls `visit` with what the area at `place` of the last run left; false if there was no room for all of it. */
  take(place: number, visit: (row: number, low: number, high: number) => void): boolean {
    const { buffer } = this.#task.memory.arena.memory;
    const at = this.#areasAt + place * this.#areaBytes;
    const [count, isCut] = new Int32Array(buffer, at, 2);
    if (isCut !== 0) return false;
    const entriesAt = at + AREA_HEAD_BYTES + 8 * this.#task.limit + 8 * BLOCK_ROWS;
    const bounds = new Float64Array(buffer, entriesAt, count * 3);
    const numbers = new Uint32Array(buffer, entriesAt, count * 6);
    for (let i = 0; i < count; i++) visit(numbers[i * 6 + 4], bounds[i * 3], bounds[i * 3 + 1]);
    return true;
  }

  /** Gives the room back. */
  close(): void {
    this.#task.memory.arena.release(this.#start);
  }
}
