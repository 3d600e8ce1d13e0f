/** The nodes, or the edges, of a graph, to read and to write. */

import { describe, GroggyError } from "../../errors.js";
import type { PlainObject } from "../../pool/value-type.js";
import { checkName, readNames } from "../../structures/arguments.js";
import { checkOptions } from "../../structures/options.js";
import { NO_ROW } from "../../structures/row-index.js";
import { type CreateIndexOptions, checkIndexKind, readCreateOptions } from "../index/create-options.js";
import type { IndexKind, IndexSet } from "../index/index-set.js";
import type { TrackedElements } from "../states/tracked-elements.js";
import { type AttributeList, AttributeWriter, type CheckedColumn, readColumn } from "./attribute-writer.js";
import { ElementsView } from "./elements-view.js";
import { readAligned, readIdArray } from "./given-ids.js";
import type { NodeRules } from "./node-rules.js";
import { MixedColumn, RawColumn } from "./raw-column.js";
import { checkChangedNode, checkNewNode, checkNodeColumns } from "./rule-checks.js";
import type { Selection } from "./selection.js";

/** The values of one attribute for many elements: an array or a typed array; null and undefined are absent values. */
export type WritableColumn<V> =
  | (object & ArrayLike<V | null | undefined>)
  // the 0 and 1 that a column of booleans is read as
  | (boolean extends V ? Uint8Array : never);

/** Values aligned with the ids they belong to, as every algorithm's result is. */
export interface AlignedValues {
  readonly ids: ArrayLike<number>;
  readonly values: ArrayLike<unknown>;
}

/** Attributes of one element; null is an absent value, and what is undefined is not mentioned. */
export type AttributeValues<A extends object> = string extends keyof A
  ? Readonly<Record<string, unknown>> | PlainObject
  : { readonly [K in keyof A]?: A[K] | null | undefined };

/**
 * The elements of one kind of a {@link Graph}: reading as in a view, and writing.
 *
 * @typeParam A the attributes as they are read.
 * @typeParam W the attributes with all the forms in which a value can be written.
 * @typeParam O the attributes of the others: of edges for nodes, and vice versa.
 */
export class Elements<
  A extends object = Record<string, unknown>,
  W extends object = A,
  O extends object = Record<string, unknown>,
> extends ElementsView<A, O> {
  /** @internal */
  readonly writer: AttributeWriter;
  readonly #space: TrackedElements;
  /** The rules of nodes; undefined for edges. */
  readonly #rules: NodeRules | undefined;

  /** @internal */
  constructor(space: TrackedElements, indices: IndexSet, rules?: NodeRules) {
    super(space, indices);
    this.#space = space;
    this.#rules = rules;
    this.writer = new AttributeWriter(space);
  }

  /**
   * Sets attributes of one element; null takes a value away. Attributes that are not mentioned, or undefined, stay.
   *
   * @throws TypeError if a value does not fit; then nothing is changed.
   */
  set(id: number, attributes: AttributeValues<W>): void {
    this.setRead(id, this.writer.read(attributes));
  }

  /** Checks and sets attributes that were read. @internal */
  setRead(id: number, list: AttributeList): void {
    this.#space.guard?.();
    this.check(id);
    this.writer.check(list);
    this.checkChange(id, list);
    this.writer.write(list, id);
    this.#space.written?.();
  }

  /**
   * Sets one attribute of many elements: from values aligned with ids, or from an algorithm's result. Typed
   * arrays are copied by block.
   *
   * @throws TypeError if a value does not fit, RangeError if the lengths differ, GroggyError FOREIGN_SELECTION for a
   *   selection or a result of the other kind or of another graph; then nothing is changed.
   */
  setColumn<K extends keyof W & string>(
    name: K,
    ids: ArrayLike<number> | Selection<A, O>,
    values: WritableColumn<W[K]>,
  ): void;
  setColumn<K extends keyof W & string>(
    name: K,
    result: AlignedValues & { readonly values: WritableColumn<W[K]> },
  ): void;
  setColumn(
    name: string,
    target: ArrayLike<number> | Selection<A, O> | AlignedValues,
    given?: ArrayLike<unknown>,
  ): void {
    checkName("attribute", name);
    const aligned = readAligned(target, given, this.state.pool);
    const ids = readIdArray("ids", aligned.ids, (id, place) => this.check(id, place));
    const values = readColumn(name, aligned.values, ids.length);
    this.#space.guard?.();
    for (let i = 0; i < ids.length; i++) if (!this.has(ids[i])) this.check(ids[i], `ids[${i}]`);
    const column = this.writer.checkColumn(values);
    this.checkColumns([column], [values.values], { ids });
    this.writer.writeColumn(column, ids);
    this.#space.written?.();
  }

  /**
   * Creates an index, so that `where` finds values of an attribute without reading every element. `hash` finds single
   * values, `sorted` also ranges and prefixes, `bitmap` suits few distinct values, `trigram` finds parts of strings. An
   * index of kind `text` is what `search` needs, one of kind `vector` makes `nearest` faster.
   *
   * It is built when first used and serves every state: rows are taken in once, whatever is checked out or viewed.
   *
   * @throws GroggyError DUPLICATE_INDEX; TypeError for an option of another kind of index.
   */
  createIndex(name: keyof A & string, options: CreateIndexOptions = {}): void {
    checkName("attribute", name);
    const { kind, settings, language } = readCreateOptions(options);
    if (this.indices.has(name, kind)) {
      throw new GroggyError(
        "DUPLICATE_INDEX",
        `"${name}" expected an attribute without a ${kind} index, got one with`,
        {
          attribute: name,
          kind,
        },
      );
    }
    this.indices.create(name, kind, settings);
    if (language !== undefined) this.indices.giveLanguage(name, language);
  }

  /** Drops the indices of an attribute, or the one of a kind; false if there was none. */
  dropIndex(name: keyof A & string, options: { readonly kind?: IndexKind } = {}): boolean {
    checkName("attribute", name);
    checkOptions(options, ["kind"]);
    const { kind } = options;
    if (kind !== undefined) checkIndexKind(kind);
    return this.indices.drop(name, kind);
  }

  /** Throws if an element with checked attributes would break a rule. @internal */
  checkChange(id: number, list: AttributeList | undefined, set = this.#space.labelRows.get(id)): void {
    if (this.#rules === undefined || this.#rules.uniques.length + this.#rules.required.length === 0) return;
    const { key, isPlain } = this.#rules;
    if (isPlain && key !== undefined && list?.get(key.name) === undefined) return;
    checkChangedNode(this.#rules, this.state, id, Math.max(set, NO_ROW), list);
  }

  /** Throws if a new element with a set of labels and checked attributes would break a rule. @internal */
  checkNew(set: number, list: AttributeList): void {
    if (this.#rules === undefined || this.#rules.uniques.length + this.#rules.required.length === 0) return;
    checkNewNode(this.#rules, this.state, set, list);
  }

  /** Throws if elements with the values of checked columns would break a rule. @internal */
  checkColumns(
    columns: readonly CheckedColumn[],
    given: readonly (ArrayLike<unknown> | RawColumn | MixedColumn)[],
    target: { readonly ids: Uint32Array } | { readonly sets: number | Int32Array; readonly count: number },
  ): void {
    const rules = this.#rules;
    if (rules === undefined || rules.uniques.length + rules.required.length === 0) return;
    const valuesOf = (at: number): ArrayLike<unknown> => {
      const values = given[at];
      // in Arrow's layout values that are absent are left out
      if (values instanceof RawColumn) return values.toArray();
      if (values instanceof MixedColumn) return values.values;
      return columns[at].stored === undefined ? values : (columns[at].values as ArrayLike<unknown>);
    };
    checkNodeColumns(rules, this.state, columns, valuesOf, target);
  }

  /** The set of labels of a node with those of another set. @internal */
  labelsWith(id: number, set: number): number {
    const before = Math.max(this.#space.labelRows.get(id), NO_ROW);
    if (before === set || set < 0) return before;
    if (before < 0) return set;
    const { labelSets } = this.#space;
    const names = labelSets.set(before);
    const more = labelSets.set(set);
    return more.every((name) => names.includes(name)) ? before : labelSets.intern([...names, ...more]);
  }

  /** Gives a node a set of labels. @internal */
  setLabelSet(id: number, set: number): void {
    if (Math.max(this.#space.labelRows.get(id), NO_ROW) !== set) this.#space.setLabelSet(id, set);
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
    const names = readNames(labels);
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
    const set = labelSetOf(this.#space, "labels", names);
    this.checkChange(id, undefined, set);
    this.#space.setLabelSet(id, set);
    this.#space.written?.();
  }
}

/** The number of the set of labels, or of the one type; NO_ROW for none. Throws unless all are names. */
export function labelSetOf(space: TrackedElements, what: "labels" | "type", names: unknown): number {
  if (names === undefined || names === null) return NO_ROW;
  if (typeof names === "string") {
    checkName(what, names);
    return space.labelSets.single(names);
  }
  if (what === "type" || !Array.isArray(names)) {
    throw new TypeError(
      `"${what}" expected a name${what === "labels" ? " or an array of names" : ""}, got ${describe(names)}`,
    );
  }
  for (const name of names) checkName(what, name);
  if (names.length === 0) return NO_ROW;
  return names.length === 1 ? space.labelSets.single(names[0]) : space.labelSets.intern(names);
}
