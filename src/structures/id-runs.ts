/** An ascending list of ids as runs of ids that follow each other: what a bulk import adds is one run. */
import { partitionPoint } from "./binary-search.js";
import { Bitmap } from "./bitmap.js";

export class IdRuns {
  static readonly none = new IdRuns(new Uint32Array(0), new Uint32Array(0));

  /** The first id of each run, ascending; runs neither touch nor overlap. */
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  /** The number of ids in all runs together. */
  readonly count: number;

  private constructor(starts: Uint32Array, lengths: Uint32Array) {
    this.starts = starts;
    this.lengths = lengths;
    let count = 0;
    for (const length of lengths) count += length;
    this.count = count;
  }

  static #of(starts: readonly number[], lengths: readonly number[]): IdRuns {
    if (starts.length === 0) return IdRuns.none;
    return new IdRuns(Uint32Array.from(starts), Uint32Array.from(lengths));
  }

  /** Runs that ascend and neither touch nor overlap. */
  static ofRuns(starts: Uint32Array, lengths: Uint32Array): IdRuns {
    return starts.length === 0 ? IdRuns.none : new IdRuns(starts, lengths);
  }

  /** The runs of ids given in strictly ascending order. */
  static ofSorted(ids: ArrayLike<number>): IdRuns {
    const starts: number[] = [];
    const lengths: number[] = [];
    for (let i = 0; i < ids.length; i++) append(starts, lengths, ids[i], 1);
    return IdRuns.#of(starts, lengths);
  }

  /** The runs of `ids`, which ascend, followed by those ids of `bitmap` that are at or above `from`. */
  static ofSortedAndBitmap(ids: ArrayLike<number>, bitmap: Bitmap, from: number, to: number): IdRuns {
    const starts: number[] = [];
    const lengths: number[] = [];
    for (let i = 0; i < ids.length; i++) append(starts, lengths, ids[i], 1);
    let id = from;
    while (id < to) {
      const start = bitmap.next(id, true);
      if (start >= to) break;
      const end = Math.min(bitmap.next(start, false), to);
      append(starts, lengths, start, end - start);
      id = end;
    }
    return IdRuns.#of(starts, lengths);
  }

  /** The runs of the ids in a bitmap. */
  static ofBitmap(bitmap: Bitmap): IdRuns {
    return IdRuns.ofSortedAndBitmap([], bitmap, 0, 2 ** 32);
  }

  /** Whether an id is in one of the runs. O(log runs). */
  has(id: number): boolean {
    return this.hasRun(id, 1);
  }

  /** Whether `count` ids from `id` on are all in one of the runs. O(log runs). */
  hasRun(id: number, count: number): boolean {
    const { starts, lengths } = this;
    const next = partitionPoint(starts.length, (i) => starts[i] > id);
    return next > 0 && id + count - starts[next - 1] <= lengths[next - 1];
  }

  /** The ids that are in two lists of runs, ascending. O(runs + ids that are in both). */
  and(other: IdRuns): Uint32Array {
    const ids: number[] = [];
    for (let i = 0, j = 0; i < this.starts.length && j < other.starts.length; ) {
      const end = this.starts[i] + this.lengths[i];
      const otherEnd = other.starts[j] + other.lengths[j];
      const stop = Math.min(end, otherEnd);
      for (let id = Math.max(this.starts[i], other.starts[j]); id < stop; id++) ids.push(id);
      if (end === stop) i++;
      if (otherEnd === stop) j++;
    }
    return Uint32Array.from(ids);
  }

  forEachRun(visit: (start: number, length: number) => void): void {
    for (let i = 0; i < this.starts.length; i++) visit(this.starts[i], this.lengths[i]);
  }

  forEach(visit: (id: number) => void): void {
    for (let i = 0; i < this.starts.length; i++) {
      const end = this.starts[i] + this.lengths[i];
      for (let id = this.starts[i]; id < end; id++) visit(id);
    }
  }

  /** The ids as a bitmap. */
  toBitmap(): Bitmap {
    const bitmap = new Bitmap();
    this.forEachRun((start, length) => bitmap.addRange(start, start + length));
    return bitmap;
  }

  /** The ids in ascending order, as a new array. */
  toArray(): Uint32Array {
    const ids = new Uint32Array(this.count);
    let n = 0;
    this.forEach((id) => {
      ids[n++] = id;
    });
    return ids;
  }

  get byteLength(): number {
    return this.starts.byteLength + this.lengths.byteLength;
  }
}

function append(starts: number[], lengths: number[], id: number, length: number): void {
  const last = starts.length - 1;
  if (last >= 0 && starts[last] + lengths[last] === id) lengths[last] += length;
  else {
    starts.push(id);
    lengths.push(length);
  }
}
