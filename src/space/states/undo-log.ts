/**
 * The log that rolls back the elements of one kind: for each bit, label set and cell that was written the value
 * before, the latest last. Rows stand for values, so that none is copied. Elements that came after the savepoint are
 * not on record: they go all at once.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { RowIndex } from "../../structures/row-index.js";
import type { ElementDelta } from "../deltas/delta.js";
import type { Attribute } from "./element-state.js";

/** The subject of an entry. */
export const UndoKind = { live: 0, labels: 1, cell: 2, rows: 3, action: 4 } as const;

/** The number of an entry's kind. */
export type UndoKind = (typeof UndoKind)[keyof typeof UndoKind];

/** Many cells of one attribute, which were written at one go: its rows as they were. */
export interface RowsEntry {
  readonly attribute: Attribute;
  readonly first: number;
  readonly count: number;
  readonly copy: RowIndex;
}

/** The kinds of entries and whether the write was logged as a change since the last commit take four bits. */
const SLOT_SCALE = 16;
const LOGGED = 8;

/** So many of the latest slots are looked through for an object before it gets another one. */
const SLOTS_SEARCHED = 8;

/** Up to so many entries the memory is kept for the next transaction. */
const KEPT_ENTRIES = 1024;

export class UndoLog {
  // written over from the start by the next transaction: to shorten arrays costs more than to write to them
  #codes: number[] = [];
  #elements: number[] = [];
  #before: number[] = [];
  #length = 0;
  /** Attributes, and what entries of the kinds `rows` and `action` have; slots are numbers in it. */
  readonly #objects: object[] = [];

  /** The number of entries. */
  get length(): number {
    return this.#length;
  }

  live(element: number, wasLive: boolean): void {
    this.#push(UndoKind.live, element, wasLive ? 1 : 0);
  }

  labels(element: number, before: number, isLogged: boolean): void {
    this.#push(isLogged ? UndoKind.labels + LOGGED : UndoKind.labels, element, before);
  }

  cell(attribute: Attribute, element: number, before: number, isLogged: boolean): void {
    const kind = isLogged ? UndoKind.cell + LOGGED : UndoKind.cell;
    this.#push(this.#slotOf(attribute) * SLOT_SCALE + kind, element, before);
  }

  rows(entry: RowsEntry): void {
    this.#push(this.#slotOf(entry) * SLOT_SCALE + UndoKind.rows, 0, 0);
  }

  /** A function that rolls back what no other entry covers. */
  action(takeBack: () => void): void {
    this.#push(this.#slotOf(takeBack) * SLOT_SCALE + UndoKind.action, 0, 0);
  }

  #push(code: number, element: number, before: number): void {
    const at = this.#length++;
    this.#codes[at] = code;
    this.#elements[at] = element;
    this.#before[at] = before;
  }

  #slotOf(object: object): number {
    const objects = this.#objects;
    // writes to few attributes mostly follow each other
    const first = Math.max(0, objects.length - SLOTS_SEARCHED);
    for (let slot = objects.length - 1; slot >= first; slot--) if (objects[slot] === object) return slot;
    return objects.push(object) - 1;
  }

  kind(entry: number): UndoKind {
    return (this.#codes[entry] % LOGGED) as UndoKind;
  }

  isLogged(entry: number): boolean {
    return this.#codes[entry] % SLOT_SCALE >= LOGGED;
  }

  element(entry: number): number {
    return this.#elements[entry];
  }

  before(entry: number): number {
    return this.#before[entry];
  }

  /** The attribute, the rows or the function that an entry has. */
  object(entry: number): object {
    return this.#objects[Math.floor(this.#codes[entry] / SLOT_SCALE)];
  }

  /** Forgets all but the first `length` entries. */
  truncate(length: number): void {
    this.#length = length;
    if (length > 0) return;
    if (this.#codes.length > KEPT_ENTRIES) [this.#codes, this.#elements, this.#before] = [[], [], []];
    if (this.#objects.length > 0) this.#objects.length = 0;
  }
}

/** Which attributes there are, and how they stand to the last commit. */
export interface SchemaRecord {
  readonly columns: ReadonlySet<AttributeColumn>;
  readonly restore: () => void;
}

/** Where the elements of one kind stood when a transaction began. */
export interface Savepoint {
  /** How many ids there were, and the sequence number to go on with. */
  readonly count: number;
  readonly next: number;
  readonly entryCount: number;
  readonly toggledCount: number;
  /** The changes since the last commit, if they were computed. */
  readonly delta: ElementDelta | undefined;
  /** The attributes at the first change of them since; undefined while there was none. */
  schema: SchemaRecord | undefined;
  /** How many there are with those around it. */
  readonly depth: number;
  /** That of the transaction which this one is part of. */
  readonly outer: Savepoint | undefined;
}
