/** The nodes, or the edges, of a graph, to read and to write. */
import { describe, GroggyError } from "../../errors.js";
import { checkOptions } from "../../structures/options.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { IndexEntry, IndexKind, IndexSet } from "../index/index-set.js";
import type { TrackedElements } from "../states/tracked-elements.js";
import { checkName, isArrayLike } from "./arguments.js";
import { AttributeWriter } from "./attribute-writer.js";
import { ElementsView } from "./elements-view.js";
import { RawColumn } from "./raw-column.js";
import { Selection } from "./selection.js";

/** Values aligned with the ids they belong to, as every algorithm's result is. */
export interface AlignedValues {
  readonly ids: ArrayLike<number>;
  readonly values: ArrayLike<unknown>;
}

const INDEX_KINDS: readonly string[] = ["hash", "sorted", "bitmap"] satisfies IndexKind[];

/** The elements of one kind of a {@link Graph}: what a view can be asked, and writing. */
export class Elements<A extends object = Record<string, unknown>> extends ElementsView<A> {
  /** @internal */
  readonly writer: AttributeWriter;
  readonly #space: TrackedElements;
  /** An attribute whose values are unique, if there is one. */
  readonly #key: string | undefined;

  /** @internal */
  constructor(space: TrackedElements, indices: IndexSet, key?: string) {
    super(space, indices);
    this.#space = space;
    this.#key = key;
    this.writer = new AttributeWriter(space);
  }

  /**
   * Sets attributes of one element; null or undefined takes a value away. Attributes not mentioned stay.
   *
   * @throws TypeError if a value does not fit; then nothing is changed.
   */
  set(id: number, attributes: Partial<{ [K in keyof A]: A[K] | null }>): void {
    this.#space.guard?.();
    this.check(id);
    this.writer.prepare(attributes);
    this.checkKey(id);
    this.writer.write(id);
  }

  /**
   * Sets one attribute of many elements: from values aligned with ids, or from an algorithm's result. Typed
   * arrays are copied by block.
   *
   * @throws TypeError if a value does not fit, RangeError if the lengths differ; then nothing is changed.
   */
  setColumn(name: keyof A & string, ids: ArrayLike<number> | Selection<A>, values: ArrayLike<unknown>): void;
  setColumn(name: keyof A & string, result: AlignedValues): void;
  setColumn(
    name: string,
    target: ArrayLike<number> | Selection<A> | AlignedValues,
    given?: ArrayLike<unknown>,
  ): void {
    this.#space.guard?.();
    const [ids, values] = this.#aligned(target, given);
    for (let i = 0; i < ids.length; i++) if (!this.has(ids[i])) this.check(ids[i], `ids[${i}]`);
    const column = this.writer.prepareColumn(name, values, ids.length);
    if (name === this.#key) this.checkKeys(values, ids);
    this.writer.writeColumn(column, name, ids);
  }

  /** Ids and the values that belong to them, of which `prepareColumn` knows whether they are values. */
  #aligned(target: unknown, given: unknown): [ArrayLike<number>, ArrayLike<unknown>] {
    if (target instanceof Selection && target.elements.state.pool !== this.state.pool) {
      const received = target.kind === this.kind ? "one of another graph" : `one of ${target.kind}s`;
      throw new GroggyError(
        "FOREIGN_SELECTION",
        `"ids" expected a selection of ${this.kind}s of this graph, got ${received}`,
      );
    }
    let [ids, values] = [target, given];
    if (!isArrayLike(target) && typeof target === "object" && target !== null && "ids" in target) {
      ids = typeof target.ids === "function" ? target.ids() : target.ids;
      values ??= (target as AlignedValues).values;
    }
    if (isArrayLike(ids)) return [ids as ArrayLike<number>, values as ArrayLike<unknown>];
    throw new TypeError(`"ids" expected an array of ids, a selection or a result, got ${describe(target)}`);
  }

  /**
   * Lets `where` find values of an attribute without looking at every element. `hash` finds single values,
   * `sorted` ranges and beginnings as well, `bitmap` suits few distinct values.
   *
   * @param options.kind `hash` unless given.
   */
  createIndex(name: keyof A & string, options: { readonly kind?: IndexKind } = {}): void {
    checkName("attribute", name);
    checkOptions(options, ["kind"]);
    const kind = options.kind ?? "hash";
    if (!INDEX_KINDS.includes(kind)) {
      throw new TypeError(`"kind" expected one of ${INDEX_KINDS.join(", ")}, got ${describe(kind)}`);
    }
    if (this.indices.has(name, kind)) {
      throw new GroggyError(
        "DUPLICATE_INDEX",
        `"${name}" expected an attribute without a ${kind} index, got one with`,
        {
          name,
          kind,
        },
      );
    }
    this.indices.create(name, kind);
  }

  /** Drops the indices of an attribute, or the one of a kind; false if there was none. */
  dropIndex(name: keyof A & string, options: { readonly kind?: IndexKind } = {}): boolean {
    checkOptions(options, ["kind"]);
    return this.indices.drop(name, options.kind);
  }

  /** The indices there are. */
  get indexList(): IndexEntry[] {
    return this.indices.list();
  }

  /** Throws if the prepared value of the key belongs to another element. @internal */
  checkKey(id: number | undefined): void {
    if (this.#key === undefined) return;
    const value = this.writer.prepared(this.#key);
    if (value === undefined) return;
    requireKey(this.#key, value);
    const holder = this.findKey(value);
    if (holder !== undefined && holder !== id) throw duplicateKey(this.#key, value, `node ${holder} has`);
  }

  /** Throws if values of the key repeat, or belong to elements other than `ids`. @internal */
  checkKeys(values: ArrayLike<unknown> | RawColumn, ids: ArrayLike<number> | undefined): void {
    if (this.#key === undefined) return;
    if (values instanceof RawColumn) values = values.toArray();
    const writing = new Set(ids === undefined ? [] : Array.from(ids));
    const seen = new Set<unknown>();
    const isFloat32 = this.state.attribute(this.#key)?.stored.type === "float32";
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      requireKey(this.#key, value);
      const same = isFloat32 ? Math.fround(value as number) : identityOf(value);
      if (seen.has(same)) throw duplicateKey(this.#key, value, `position ${i} repeats`);
      seen.add(same);
      const holder = this.findKey(values[i]);
      if (holder !== undefined && !writing.has(holder))
        throw duplicateKey(this.#key, values[i], `node ${holder} has`);
    }
  }

  /** The element that has a value of the key. @internal */
  findKey(value: unknown): number | undefined {
    const attribute = this.state.attribute(this.#key as string);
    if (attribute === undefined || !attribute.stored.column.accepts(value)) return undefined;
    return this.indices.findElement(attribute, this.state.live, value);
  }

  /** Gives a node more labels. */
  addLabel(id: number, ...labels: readonly string[]): void {
    this.setLabels(id, [...this.labels(id), ...labels]);
  }

  /** Takes labels from a node; those it does not have do not matter. */
  removeLabel(id: number, ...labels: readonly string[]): void {
    for (const label of labels) checkName("labels", label);
    this.setLabels(
      id,
      this.labels(id).filter((label) => !labels.includes(label)),
    );
  }

  /** Gives a node these labels and no others. An edge's type is for good: for edges this throws. */
  setLabels(id: number, labels: readonly string[]): void {
    this.#space.guard?.();
    this.check(id);
    if (this.kind === "edge") {
      throw new GroggyError(
        "IMMUTABLE_TYPE",
        `"edge" expected a node, got edge ${id}: an edge's type never changes`,
        {
          id,
        },
      );
    }
    this.#space.setClass(id, classOf(this.#space, "labels", labels));
  }
}

/** The number of the set of labels, or of the one type; NO_ROW for none. Throws unless all are names. */
export function classOf(
  space: TrackedElements,
  what: "labels" | "type",
  names: string | readonly string[] | null | undefined,
): number {
  if (names === undefined || names === null) return NO_ROW;
  if (typeof names === "string") {
    checkName(what, names);
    return space.classes.single(names);
  }
  if (what === "type" || !Array.isArray(names)) {
    throw new TypeError(
      `"${what}" expected a name${what === "labels" ? " or an array of names" : ""}, got ${describe(names)}`,
    );
  }
  for (const name of names) checkName(what, name);
  if (names.length === 0) return NO_ROW;
  return names.length === 1 ? space.classes.single(names[0]) : space.classes.intern(names);
}

/** Throws unless a value can be told from others by looking it up, as NaN, lists and objects cannot. */
function requireKey(key: string, value: unknown): void {
  if (value === value && (typeof value !== "object" || value instanceof Date || value instanceof Uint8Array))
    return;
  throw new TypeError(
    `key "${key}" expected a boolean, number, bigint, string, Date or Uint8Array, got ${describe(value)}`,
  );
}

/** The same for values that a column holds as the same, whatever the form in which they are given. */
function identityOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return value.join();
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function duplicateKey(key: string, value: unknown, who: string): GroggyError {
  return new GroggyError(
    "DUPLICATE_KEY",
    `key "${key}" expected a value of its own, got ${describe(value)}, which ${who}`,
    {
      key,
      value,
    },
  );
}
