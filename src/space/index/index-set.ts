/**
 * The indices over the attributes of one kind of element. They belong to the graph and have no versions: an
 * index finds rows of a column in the pool, and a row counts in a state if the element it was written for
 * still points at it there.
 */
import {
  bitmapIndexOver,
  equalLookup,
  hashIndexOver,
  sortedIndexOver,
  trigramIndexOver,
} from "#lazy/indices";
import { assert, GroggyError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ReadonlyElementPool } from "../../pool/pool.js";
import type { ValueType } from "../../pool/value-type.js";
import type { Bitmap } from "../../structures/bitmap.js";
import type { Attribute } from "../states/element-state.js";
import type { BitmapValueIndex } from "./bitmap-value-index.js";
import type { HashValueIndex } from "./hash-value-index.js";
import type { Key, Lookup, PartLookup } from "./lookup.js";
import type { SortedValueIndex } from "./sorted-value-index.js";
import type { StorableIndex } from "./stored-segments.js";
import type { Language } from "./text/text-leaf.js";
import type { TrigramIndex } from "./text/trigram-index.js";
import type { IndexKind, IndexSettings, ValueIndex } from "./value-index.js";

export type { IndexKind, IndexSettings } from "./value-index.js";

/** An index that was created. */
export interface IndexEntry extends IndexSettings {
  readonly name: string;
  readonly kind: IndexKind;
}

/** The indices of one column, each built when first used; undefined where its type has none of the kind. */
interface Built {
  hash: HashValueIndex | undefined;
  sorted: SortedValueIndex | undefined;
  bitmap: BitmapValueIndex | undefined;
  trigram: TrigramIndex | undefined;
  /** Built by searches, each by itself. */
  vector: Sized | undefined;
  text: Sized | undefined;
}

function noneBuilt(): Built {
  return {
    hash: undefined,
    sorted: undefined,
    bitmap: undefined,
    trigram: undefined,
    vector: undefined,
    text: undefined,
  };
}

/** An index that searches build. */
interface Sized extends StorableIndex {
  readonly byteLength: number;
}

const sets = /* @__PURE__ */ new WeakMap<ReadonlyElementPool, IndexSet>();

/** The indices over the columns of a pool: of the live graph, of its worktrees and of every view of it. */
export function indicesOver(pool: ReadonlyElementPool): IndexSet {
  let set = sets.get(pool.root);
  if (set === undefined) {
    set = new IndexSet();
    sets.set(pool.root, set);
  }
  return set;
}

export class IndexSet {
  /** Has a change kept, where the graph is; if it throws, or the transaction fails, the change is taken back. */
  keep: ((takeBack: () => void) => void) | undefined;
  /** Grows with every change of the list. */
  version = 0;
  readonly #kinds = new Map<string, Map<IndexKind, IndexSettings>>();
  /** The languages of texts that were given, by attribute: a store knows their names alone. */
  readonly #languages = new Map<string, Language>();
  readonly #namesWith = new Map<IndexKind, { readonly version: number; readonly names: readonly string[] }>();
  /** The indices declared by a store, by kind and name. */
  readonly #stored = new Set<string>();
  /** An attribute may have columns of several types in several branches. */
  readonly #built = new Map<AttributeColumn, Built>();
  /** Of columns that the pool has no longer: kept for as long as a view has them. */
  #past = new WeakMap<AttributeColumn, Built>();
  /** Those used last. */
  #lastStored: AttributeColumn | undefined;
  #lastBuilt = noneBuilt();

  /**
   * Lets filters on an attribute use an index. It is built when first used, for the whole column of the attribute,
   * and extended by new rows when it is used again.
   */
  create(name: string, kind: IndexKind = "hash", settings: IndexSettings = {}): void {
    if (this.has(name, kind)) {
      throw new GroggyError(
        "DUPLICATE_INDEX",
        `attribute ${JSON.stringify(name)} has a ${kind} index already`,
        {
          attribute: name,
          kind,
        },
      );
    }
    const before = this.list();
    this.#add(name, kind, settings);
    this.#keepOr(before);
  }

  #add(name: string, kind: IndexKind, settings: IndexSettings): void {
    this.#kinds.set(name, (this.#kinds.get(name) ?? new Map<IndexKind, IndexSettings>()).set(kind, settings));
    this.version++;
  }

  #keepOr(before: readonly IndexEntry[]): void {
    const takeBack = (): void => {
      this.#kinds.clear();
      this.version++;
      for (const { name, kind, ...settings } of before) this.#add(name, kind, settings);
    };
    try {
      this.keep?.(takeBack);
    } catch (error) {
      takeBack();
      throw error;
    }
  }

  /** Takes up what a store says of an index. */
  restore(name: string, kind: IndexKind, isThere: boolean, settings: IndexSettings = {}): void {
    const key = `${kind} ${name}`;
    if (isThere) {
      this.#stored.add(key);
      this.#add(name, kind, settings);
    } else if (this.#stored.delete(key)) this.#remove(name, kind);
  }

  /** Forgets the indices declared by a store, before it declares them again; other indices stay. */
  forgetStored(): void {
    for (const { name, kind } of this.list()) this.restore(name, kind, false);
  }

  /** Drops one index of an attribute, or all of them; false if there was none. */
  drop(name: string, kind?: IndexKind): boolean {
    if (!this.has(name, kind)) return false;
    const before = this.list();
    this.#remove(name, kind);
    this.#keepOr(before);
    return true;
  }

  /** Lets go of what was built for columns other than these, which the pool has: views of the past may still use it. */
  retain(columns: Iterable<AttributeColumn>): void {
    this.#lastStored = undefined;
    const kept = new Set(columns);
    for (const [stored, built] of this.#built) {
      if (kept.has(stored)) continue;
      this.#built.delete(stored);
      this.#past.set(stored, built);
    }
  }

  #remove(name: string, kind?: IndexKind): void {
    this.#lastStored = undefined;
    this.#past = new WeakMap();
    this.version++;
    const kinds = this.#kinds.get(name);
    if (kinds === undefined) return;
    if (kind === undefined) kinds.clear();
    else kinds.delete(kind);
    if (kinds.size === 0) this.#kinds.delete(name);
    for (const [stored, built] of this.#built) {
      if (stored.name !== name) continue;
      if (kind === undefined) this.#built.delete(stored);
      else built[kind] = undefined;
    }
  }

  /** Whether an attribute has an index, or one of a kind. */
  has(name: string, kind?: IndexKind): boolean {
    const kinds = this.#kinds.get(name);
    return kinds !== undefined && (kind === undefined || kinds.has(kind));
  }

  list(): IndexEntry[] {
    return [...this.#kinds].flatMap(([name, kinds]) =>
      [...kinds].map(([kind, settings]) => ({ name, kind, ...settings })),
    );
  }

  /** The settings that an index was created with; undefined if there is none. */
  settingsOf(name: string, kind: IndexKind): IndexSettings | undefined {
    return this.#kinds.get(name)?.get(kind);
  }

  /** The names of the attributes that have an index of a kind. */
  namesWith(kind: IndexKind): readonly string[] {
    // searches ask before each query
    let known = this.#namesWith.get(kind);
    if (known === undefined || known.version !== this.version) {
      const names = [...this.#kinds].flatMap(([name, kinds]) => (kinds.has(kind) ? [name] : []));
      known = { version: this.version, names };
      this.#namesWith.set(kind, known);
    }
    return known.names;
  }

  /** The language given for the texts of an attribute. */
  languageOf(name: string): Language | undefined {
    return this.#languages.get(name);
  }

  giveLanguage(name: string, language: Language): void {
    this.#languages.set(name, language);
  }

  /** The index of a column that a search builds, made when first asked for and kept until it is dropped. */
  over<T extends Sized>(
    stored: AttributeColumn,
    kind: "vector" | "text",
    make: () => T | undefined,
  ): T | undefined {
    const built = this.#builtOf(stored);
    built[kind] ??= make();
    return built[kind] as T | undefined;
  }

  /** The indices built over a column that stores keep segments of. */
  storable(stored: AttributeColumn): StorableIndex[] {
    const { vector, text, trigram } = this.#built.get(stored) ?? {};
    return [vector, text, trigram].filter((index) => index !== undefined);
  }

  /** Bytes of all indices built. */
  get byteLength(): number {
    let bytes = 0;
    for (const built of this.#built.values()) {
      for (const index of Object.values(built) as (ValueIndex | undefined)[]) bytes += index?.byteLength ?? 0;
    }
    return bytes;
  }

  /**
   * A live element whose value of `attribute` is `value`, or undefined. It needs no index to have been
   * created: unique keys are looked up by this. Throws a TypeError for a value that the attribute cannot be
   * compared with, and for a type that has no single values to look up.
   *
   * @param isWanted tells which elements count; all by default.
   */
  findElement(
    attribute: Attribute,
    live: Bitmap,
    value: unknown,
    isWanted?: (element: number) => boolean,
  ): number | undefined {
    const { rows, stored } = attribute;
    const index = this.#hashOf(attribute);
    const key = this.#keyIn(attribute, value);
    if (key === undefined) return undefined;
    for (let row = index.first(key); row >= 0; row = index.next(row)) {
      const element = stored.owner(row);
      if (live.has(element) && rows.get(element) === row && (isWanted === undefined || isWanted(element)))
        return element;
    }
    return undefined;
  }

  /**
   * The index of an attribute by value, with the newest row of each number in `out`, negative where there is none, whether
   * an element points at it or not; undefined for an attribute of other values.
   */
  numbersOf(
    attribute: Attribute,
    keys: Float64Array,
    count: number,
    out: Int32Array,
  ): HashValueIndex | undefined {
    const index = this.#hashOf(attribute);
    return index.firstOfNumbers(keys, count, out) ? index : undefined;
  }

  /**
   * A function that gives the elements, live or not, whose value of `attribute` is `value`, one at a call; a negative
   * number after the last. Throws as `findElement` does.
   */
  walk(attribute: Attribute, value: unknown): () => number {
    const { rows, stored } = attribute;
    const index = this.#hashOf(attribute);
    const key = this.#keyIn(attribute, value);
    let row = key === undefined ? -1 : index.first(key);
    return () => {
      while (row >= 0) {
        const found = row;
        row = index.next(row);
        const element = stored.owner(found);
        if (rows.get(element) === found) return element;
      }
      return -1;
    };
  }

  /** The index of an attribute by value, for texts that are looked up by their hashes. */
  textsOf(attribute: Attribute): HashValueIndex {
    return this.#hashOf(attribute);
  }

  /** Tells the index of texts, if it was built, of the hashes of rows that were added from `first` on. */
  extendBy(stored: AttributeColumn, first: number, hashes: Uint32Array): void {
    this.#built.get(stored)?.hash?.extendBy(first, hashes);
  }

  /** Whether the hash index of a column was built. */
  knows(stored: AttributeColumn): boolean {
    return this.#built.get(stored)?.hash !== undefined;
  }

  /** Leaves out a row that was written and taken back, so that nothing points at it. */
  forget(stored: AttributeColumn, row: number): void {
    this.#built.get(stored)?.hash?.forget(row);
  }

  #hashOf({ name, stored }: Attribute): HashValueIndex {
    const index = this.#hash(stored);
    if (index !== undefined) return index;
    throw new TypeError(`attribute ${JSON.stringify(name)} is ${stored.type}, which cannot be a key`);
  }

  /** A value as it is looked up in an attribute's index; undefined if no row can have it. */
  #keyIn({ name, stored }: Attribute, value: unknown): Key | undefined {
    // strings and numbers are what keys mostly are, and look for themselves
    if (stored.type === "utf8" && typeof value === "string" && value.isWellFormed()) return value;
    if (typeof value === "number" && isOwnNumber(stored.type, value)) return value + 0;
    // keys are compared as they are stored, other than in filters
    const given = stored.type === "float32" && typeof value === "number" ? Math.fround(value) : value;
    const lookup = equalLookup(name, stored.column, given);
    if (lookup === undefined)
      throw new TypeError(`attribute ${JSON.stringify(name)} is ${stored.type}, which cannot be a key`);
    assert(lookup.kind === "points" && lookup.keys.length <= 1, "one value is looked up at one point");
    return lookup.keys[0];
  }

  /**
   * The elements, live or not, whose value of `attribute` is among those of a lookup; undefined if no index
   * can tell, or if it finds more than `limit` rows.
   */
  find(attribute: Attribute, lookup: Lookup | PartLookup, limit: number): number[] | undefined {
    const { name, rows, stored } = attribute;
    for (const kind of this.#kinds.get(name)?.keys() ?? []) {
      const found = this.#index(stored, kind)?.find(lookup, limit);
      if (found === undefined) continue;
      const elements: number[] = [];
      for (let i = 0; i < found.length; i++) {
        const element = stored.owner(found[i]);
        if (rows.get(element) === found[i]) elements.push(element);
      }
      return elements;
    }
    return undefined;
  }

  /** The rows a lookup selects, if a bitmap index of the attribute has them ready. */
  rowsOf({ name, stored }: Attribute, lookup: Lookup): Bitmap | undefined {
    return this.has(name, "bitmap") ? this.#bitmap(stored)?.rowsOf(lookup) : undefined;
  }

  #index(stored: AttributeColumn, kind: IndexKind): ValueIndex | undefined {
    if (kind === "hash") return this.#hash(stored);
    if (kind === "sorted") return this.#sorted(stored);
    if (kind === "bitmap") return this.#bitmap(stored);
    return kind === "trigram" ? this.#trigram(stored) : undefined;
  }

  #trigram(stored: AttributeColumn): TrigramIndex | undefined {
    const built = this.#builtOf(stored);
    built.trigram ??= trigramIndexOver(stored, this.settingsOf(stored.name, "trigram")?.ignoreCase === true);
    built.trigram?.extend();
    return built.trigram;
  }

  #hash(stored: AttributeColumn): HashValueIndex | undefined {
    const built = this.#builtOf(stored);
    built.hash ??= hashIndexOver(stored.column);
    built.hash?.extend();
    return built.hash;
  }

  #sorted(stored: AttributeColumn): SortedValueIndex | undefined {
    const built = this.#builtOf(stored);
    built.sorted ??= sortedIndexOver(stored.column);
    built.sorted?.extend();
    return built.sorted;
  }

  #bitmap(stored: AttributeColumn): BitmapValueIndex | undefined {
    const built = this.#builtOf(stored);
    built.bitmap ??= bitmapIndexOver(stored.column);
    built.bitmap?.extend();
    return built.bitmap;
  }

  #builtOf(stored: AttributeColumn): Built {
    // keys are looked up in one column over and over
    if (this.#lastStored === stored) return this.#lastBuilt;
    let built = this.#built.get(stored) ?? this.#past.get(stored);
    if (built === undefined) {
      built = noneBuilt();
      this.#built.set(stored, built);
    }
    this.#lastStored = stored;
    this.#lastBuilt = built;
    return built;
  }
}

/** Whether a number is a value of a type as it is. */
function isOwnNumber(type: ValueType, value: number): boolean {
  if (type === "int32") return (value | 0) === value;
  if (type === "float64") return value === value;
  return (type === "integer" || type === "int64") && Number.isSafeInteger(value);
}
