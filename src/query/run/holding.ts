/** The memory of what an operator holds, estimated by values; what several rows share counts once. */
import { NodeValue, PathValue, RelationshipValue } from "../values/elements.js";
import type { Records } from "../values/records.js";
import type { CypherValue } from "../values/value.js";

const POINTER_BYTES = 8;
const OBJECT_BYTES = 16;
const BIGINT_BYTES = 24;
const ELEMENT_BYTES = 40;
const ENTRY_BYTES = 64;
const TEMPORAL_BYTES = 64;
/** Longer texts are counted once, however often they stand somewhere. */
const SHARED_LENGTH = 64;

type ValueMap = ReadonlyMap<string, CypherValue>;

/** The memory that an operator holds, until it releases it. */
export class Holding {
  readonly #take: (bytes: number) => void;
  #seen: Set<unknown> | undefined;
  #bytes = 0;

  /** `take` is told of bytes that come, and of negative ones as they go. */
  constructor(take: (bytes: number) => void) {
    this.#take = take;
  }

  keep(value: CypherValue): void {
    this.#count(POINTER_BYTES + this.#sizeOf(value));
  }

  /** Holds so many items that are neither lists nor maps nor long texts. */
  keepSmall(count: number): void {
    this.#count(count * (POINTER_BYTES + BIGINT_BYTES));
  }

  /** Holds so many maps out of some that are held by columns, which are counted once. */
  keepRecords(records: Records, count: number): void {
    const { columns } = records;
    let bytes = POINTER_BYTES * count;
    if (this.#once(records, 1) > 0) {
      bytes += records.count * (OBJECT_BYTES + ENTRY_BYTES * columns.size);
      for (const column of columns.values()) {
        if (column.kind === "integers") bytes += BIGINT_BYTES * records.count;
        else if (column.kind === "values") for (const value of column.values) bytes += this.#sizeOf(value);
      }
    }
    this.#count(bytes);
  }

  keepRow(row: readonly CypherValue[]): void {
    let bytes = OBJECT_BYTES + POINTER_BYTES * row.length;
    for (const value of row) if (value !== null) bytes += this.#sizeOf(value);
    this.#count(bytes);
  }

  release(): void {
    this.#take(-this.#bytes);
    this.#bytes = 0;
    this.#seen = undefined;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#take(bytes);
  }

  #sizeOf(value: CypherValue): number {
    if (typeof value === "bigint") return BIGINT_BYTES;
    if (typeof value === "string") {
      const bytes = OBJECT_BYTES + 2 * value.length;
      return value.length <= SHARED_LENGTH ? bytes : this.#once(value, bytes);
    }
    if (typeof value !== "object" || value === null) return 0;
    if (value instanceof NodeValue || value instanceof RelationshipValue) return ELEMENT_BYTES;
    if (Array.isArray(value) || value instanceof Map) {
      const isNew = this.#once(value, 1) > 0;
      if (!isNew) return 0;
      return Array.isArray(value) ? this.#sizeOfItems(value) : this.#sizeOfMap(value as ValueMap);
    }
    if (value instanceof PathValue)
      return this.#once(
        value,
        OBJECT_BYTES + ELEMENT_BYTES * (value.nodes.length + value.relationships.length),
      );
    return TEMPORAL_BYTES;
  }

  /** The bytes of something, 0 if they have been counted before. */
  #once(value: unknown, bytes: number): number {
    this.#seen ??= new Set();
    if (this.#seen.has(value)) return 0;
    this.#seen.add(value);
    return bytes;
  }

  #sizeOfMap(map: ValueMap): number {
    let bytes = OBJECT_BYTES + ENTRY_BYTES * map.size;
    for (const value of map.values()) bytes += this.#sizeOf(value);
    return bytes;
  }

  #sizeOfItems(items: readonly CypherValue[]): number {
    let bytes = sizeOfList(items);
    for (const item of items) bytes += this.#sizeOf(item);
    return bytes;
  }
}

/** The bytes of a list without those of its items. */
export function sizeOfList(list: { readonly length: number }): number {
  return OBJECT_BYTES + POINTER_BYTES * list.length;
}

/** So many numbers and the like are counted at one go. */
const SMALL_ITEMS = 256;

function isSmall(value: CypherValue): boolean {
  return typeof value === "string"
    ? value.length <= SHARED_LENGTH
    : !Array.isArray(value) && !(value instanceof Map);
}

/** A list that is made item by item, whose memory is counted while it is. */
export class HeldList {
  readonly #holding: Holding;
  readonly #values: CypherValue[] = [];

  constructor(holding: Holding) {
    this.#holding = holding;
  }

  push(value: CypherValue): void {
    this.#values.push(value);
    if (isSmall(value)) {
      if (this.#values.length % SMALL_ITEMS === 0) this.#holding.keepSmall(SMALL_ITEMS);
    } else this.#holding.keep(value);
  }

  /** The list, which who asked for it holds from now on. */
  done(): CypherValue[] {
    this.#holding.release();
    return this.#values;
  }
}
