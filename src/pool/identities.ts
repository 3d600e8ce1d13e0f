/**
 * The durable identity of elements: the origin of the graph that made one, and its place in the sequence of all
 * that were made there. Ids are local: what this graph knows as 7 another may know as 1,000,007.
 *
 * Identities are kept as runs, ids that follow each other with sequence numbers that do. While every id is of
 * origin 0 and its own sequence number, as in a graph that never met another, there are no runs and no cost.
 */

import { assert, LimitError } from "../errors.js";
import { upperBound } from "../structures/binary-search.js";
import { SequenceRuns } from "./sequence-runs.js";

/** Origins, and likewise sequence numbers, are below this. */
export const IDENTITY_MAX = 2 ** 32 - 1;

/** The identity of an element, whatever id it has here. */
export interface Identity {
  /** The graph that made it: 0 unless that one is a clone. */
  readonly origin: number;
  readonly sequence: number;
}

/** Ids from `first` on whose sequence numbers follow each other from `sequence` on. */
export interface IdentityRun extends Identity {
  readonly first: number;
  readonly count: number;
}

/** The number of ids given out. An object of its own, so that a graph whose ids are plain can count them alone. */
export interface GivenIds {
  count: number;
}

export class Identities {
  #origin: number;
  readonly #given: GivenIds;
  /** Whether all are of origin 0 and their own sequence numbers; then there are no runs. */
  #isPlain: boolean;
  /** The runs by id: where each begins, the number of its origin, its first sequence number. */
  #firsts: number[] = [];
  #slots: number[] = [];
  #sequences: number[] = [];
  /** The origins in the order in which they came, with their runs; number 0 is origin 0. */
  #origins: number[] = [0];
  #bySlot: SequenceRuns[] = [new SequenceRuns()];
  readonly #slotOf = new Map<number, number>([[0, 0]]);
  /** The sequence number of the next element made here. */
  #next = 0;

  constructor(origin: number, given: GivenIds = { count: 0 }) {
    this.#given = given;
    this.#origin = origin;
    this.#isPlain = origin === 0;
  }

  /** The origin of what is made here. */
  get origin(): number {
    return this.#origin;
  }

  get isPlain(): boolean {
    return this.#isPlain;
  }

  /** The number of ids that have an identity. */
  get count(): number {
    return this.#given.count;
  }

  /** The sequence number of the next element made here. */
  get next(): number {
    return this.#isPlain ? this.#given.count : this.#next;
  }

  /** Gives the next `count` ids the next sequence numbers of this origin, or an identity from elsewhere. */
  take(count: number, from?: Identity): void {
    if (count === 0) return;
    if (this.#isPlain) {
      if (from === undefined || (from.origin === 0 && from.sequence === this.#given.count)) {
        this.#given.count += count;
        return;
      }
      this.#leavePlain();
    }
    const { origin, sequence } = from ?? { origin: this.#origin, sequence: this.#next };
    if (sequence + count > IDENTITY_MAX) throw new LimitError("sequence", IDENTITY_MAX, sequence + count);
    this.#append(this.#slot(origin), sequence, count);
    if (origin === this.#origin) this.#next = Math.max(this.#next, sequence + count);
  }

  #leavePlain(): void {
    const count = this.#given.count;
    this.#isPlain = false;
    this.#given.count = 0;
    this.#next = count;
    if (count > 0) this.#append(0, 0, count);
  }

  #append(slot: number, sequence: number, count: number): void {
    const last = this.#firsts.length - 1;
    const goesOn =
      last >= 0 &&
      this.#slots[last] === slot &&
      this.#sequences[last] + this.#given.count - this.#firsts[last] === sequence;
    if (!goesOn) {
      this.#firsts.push(this.#given.count);
      this.#slots.push(slot);
      this.#sequences.push(sequence);
    }
    this.#bySlot[slot].add(sequence, count, this.#given.count);
    this.#given.count += count;
  }

  #slot(origin: number): number {
    const known = this.#slotOf.get(origin);
    if (known !== undefined) return known;
    const slot = this.#origins.push(origin) - 1;
    this.#bySlot.push(new SequenceRuns());
    this.#slotOf.set(origin, slot);
    return slot;
  }

  /** The origin that has a number here. */
  originOf(slot: number): number {
    return this.#origins[slot];
  }

  /** The number of the run that an id is in. */
  #runOf(id: number): number {
    return upperBound(this.#firsts, id) - 1;
  }

  /** The identity of an element. */
  of(id: number): Identity {
    assert(id < this.#given.count, `id ${id} was not given out`);
    if (this.#isPlain) return { origin: 0, sequence: id };
    const run = this.#runOf(id);
    return {
      origin: this.#origins[this.#slots[run]],
      sequence: this.#sequences[run] + id - this.#firsts[run],
    };
  }

  /** The id that an element has here; undefined if it is not known. O(log runs). */
  find(origin: number, sequence: number): number | undefined {
    if (this.#isPlain) return origin === 0 && sequence < this.#given.count ? sequence : undefined;
    const slot = this.#slotOf.get(origin);
    return slot === undefined ? undefined : this.#bySlot[slot].find(sequence);
  }

  /**
   * Writes the ids of elements by sequence numbers and origins, which default to 0. The position of the first that is
   * not known here; -1 if all are.
   */
  findMany(sequences: Uint32Array, origins: Uint32Array | undefined, ids: Uint32Array): number {
    let [origin, start, end, shift] = [-1, 0, 0, 0];
    for (let i = 0; i < sequences.length; i++) {
      const sequence = sequences[i];
      const from = origins === undefined ? 0 : origins[i];
      if (from !== origin || sequence < start || sequence >= end) {
        const found = this.#stretchAt(from, sequence);
        if (found === undefined) return i;
        origin = from;
        start = found.sequence;
        end = start + found.count;
        shift = found.first - start;
      }
      ids[i] = sequence + shift;
    }
    return -1;
  }

  /** The stretch of sequence numbers and ids that has one; undefined if it is not known here. */
  #stretchAt(origin: number, sequence: number): Omit<IdentityRun, "origin"> | undefined {
    if (this.#isPlain) {
      const isKnown = origin === 0 && sequence < this.#given.count;
      return isKnown ? { first: 0, count: this.#given.count, sequence: 0 } : undefined;
    }
    const slot = this.#slotOf.get(origin);
    return slot === undefined ? undefined : this.#bySlot[slot].stretchAt(sequence);
  }

  /** Calls `visit` with each stretch of `count` ids from `first` on whose sequence numbers follow each other. */
  split(
    first: number,
    count: number,
    visit: (slot: number, sequence: number, id: number, count: number) => void,
  ): void {
    if (this.#isPlain) {
      visit(0, first, first, count);
      return;
    }
    const end = first + count;
    for (let id = first, run = this.#runOf(first); id < end; run++) {
      const stop = Math.min(this.#firsts[run + 1] ?? this.#given.count, end);
      visit(this.#slots[run], this.#sequences[run] + id - this.#firsts[run], id, stop - id);
      id = stop;
    }
  }

  /** Writes the sequence numbers of some ids, and with `slots` the numbers of their origins. */
  gather(ids: Uint32Array, sequences: Uint32Array, slots: Uint32Array): void {
    if (this.#isPlain) {
      sequences.set(ids);
      slots.fill(0, 0, ids.length);
      return;
    }
    let [start, end, shift, slot] = [0, 0, 0, 0];
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i];
      if (id < start || id >= end) {
        const run = this.#runOf(id);
        start = this.#firsts[run];
        end = this.#firsts[run + 1] ?? this.#given.count;
        shift = this.#sequences[run] - start;
        slot = this.#slots[run];
      }
      sequences[i] = id + shift;
      slots[i] = slot;
    }
  }

  /** Calls `visit` with each stretch of sequence numbers of an origin that has ids which follow each other. */
  locate(
    slot: number,
    sequence: number,
    count: number,
    visit: (sequence: number, id: number, count: number) => void,
  ): void {
    if (!this.#isPlain) this.#bySlot[slot].locate(sequence, count, visit);
    else if (sequence < this.#given.count)
      visit(sequence, sequence, Math.min(count, this.#given.count - sequence));
  }

  /** As `locate`, by origin, with what is not known here as well: there the id is undefined. */
  lookUp(
    { origin, sequence }: Identity,
    count: number,
    visit: (sequence: number, id: number | undefined, count: number) => void,
  ): void {
    let next = sequence;
    const gap = (end: number): void => {
      if (end > next) visit(next, undefined, end - next);
      next = end;
    };
    const slot = this.#slotOf.get(origin);
    if (slot !== undefined) {
      this.locate(slot, sequence, count, (from, id, length) => {
        gap(from);
        visit(from, id, length);
        next = from + length;
      });
    }
    gap(sequence + count);
  }

  /** All identities as runs, by id. */
  *runs(): Generator<IdentityRun> {
    if (this.#isPlain && this.#given.count > 0)
      yield { first: 0, count: this.#given.count, origin: 0, sequence: 0 };
    for (let run = 0; run < this.#firsts.length; run++) {
      const first = this.#firsts[run];
      const end = this.#firsts[run + 1] ?? this.#given.count;
      const origin = this.#origins[this.#slots[run]];
      yield { first, count: end - first, origin, sequence: this.#sequences[run] };
    }
  }

  /** Replaces the contents by ids with given identities. */
  restore(origin: number, next: number, runs: Iterable<Omit<IdentityRun, "first">>): void {
    this.#origin = origin;
    this.#isPlain = origin === 0;
    this.#given.count = 0;
    this.#next = 0;
    for (const list of [this.#firsts, this.#slots, this.#sequences]) list.length = 0;
    this.#origins = [0];
    this.#bySlot = [new SequenceRuns()];
    this.#slotOf.clear();
    this.#slotOf.set(0, 0);
    for (const run of runs) this.take(run.count, run);
    if (next <= this.next) return;
    if (this.#isPlain) this.#leavePlain();
    this.#next = next;
  }

  /** Takes back all ids from `count` on, with the sequence numbers that were given out with them. */
  shrink(count: number, next: number): void {
    if (this.#isPlain) this.#given.count = Math.min(this.#given.count, count);
    else if (count < this.#given.count)
      this.restore(
        this.#origin,
        next,
        [...this.runs()].flatMap((run) =>
          run.first >= count ? [] : [{ ...run, count: Math.min(run.count, count - run.first) }],
        ),
      );
    this.#next = next;
  }

  get byteLength(): number {
    return this.#firsts.length * 48;
  }
}
