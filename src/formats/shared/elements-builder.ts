/** The nodes, or the edges, of a file as they are read: rows, the attributes of each, and its labels or type. */
import { NAME_LENGTH_MAX } from "../../structures/arguments.js";
import type { ValueType } from "../../view.js";
import { ByteInterner, longer } from "./byte-interner.js";
import {
  type BuiltColumn,
  type ColumnBuilder,
  DoubtedTextColumn,
  InferredTextColumn,
  InferredValueColumn,
  ShortFloatColumn,
  SkippedColumn,
  typedBuilder,
  type ValueContext,
} from "./column-builder.js";
import { FormatError } from "./format-error.js";
import { beyondLimit, COLUMNS_MAX } from "./limits.js";
import type { AttributeNames } from "./names.js";

/**
 * How a column's type is known: the file states it; or it is told from texts, or from JavaScript values. `float` is
 * float32 where the digits of all numbers fit, else float64; `maybe` a type is it if all texts fit, else their own one.
 */
export type ColumnType = ValueType | "text" | "value" | "float" | `maybe ${ValueType}`;

/** The sets of labels, or the types, of some elements: for each the number of its set, negative for none. */
export interface BuiltLabelSets {
  readonly codes: Int32Array;
  readonly sets: readonly (readonly string[])[];
}

/** A graph's types of attributes, as far as it has any; a Map, so that no name is a property of every object. */
export type KnownTypes = ReadonlyMap<string, ValueType>;

export class ElementsBuilder {
  readonly kind: "node" | "edge";
  readonly #names: AttributeNames;
  readonly #known: KnownTypes;
  readonly #context: ValueContext;
  /** By the name in the file. */
  #columns = new Map<string, ColumnBuilder>();
  #labelSets: Int32Array | undefined;
  readonly #sets: string[][] = [];
  readonly #setOf = new Map<string, number>();
  /** Labels that came as bytes, and the set of each alone. */
  readonly #labelNames = new ByteInterner();
  readonly #codeOfName: number[] = [];
  /** The number of rows. */
  rowCount = 0;

  constructor(kind: "node" | "edge", names: AttributeNames, known: KnownTypes, context: ValueContext) {
    this.kind = kind;
    this.#names = names;
    this.#known = known;
    this.#context = context;
  }

  /** Whether a column of this name was begun; for readers that choose among names. */
  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** The names of the attributes that have columns, in the graph. */
  get attributeNames(): string[] {
    return [...this.#columns.values()].filter((column) => !column.isSkipped).map(({ name }) => name);
  }

  /** The type that the options ask for, or that the graph has, of an attribute by its name in the file. */
  typeFor(name: string): ValueType | undefined {
    const own = this.#names.nameOf(name);
    return this.#names.typeOf(own) ?? this.#known.get(own);
  }

  /**
   * The column of an attribute, by its name in the file; the same one each time. The type that the options ask for
   * counts first, then the graph's, then that of the file.
   */
  column(name: string, type: ColumnType = "value"): ColumnBuilder {
    return this.#columns.get(name) ?? this.#addColumn(name, type);
  }

  /** Takes an attribute back with all its values, by its name in the file. */
  drop(name: string): void {
    this.#columns.delete(name);
  }

  #addColumn(name: string, type: ColumnType): ColumnBuilder {
    if (this.#columns.size >= COLUMNS_MAX) throw beyondLimit(`attributes of ${this.kind}s`, COLUMNS_MAX, {});
    const column = this.#makeColumn(name, type);
    this.#columns.set(name, column);
    return column;
  }

  #makeColumn(name: string, type: ColumnType): ColumnBuilder {
    const names = this.#names;
    if (!names.isWanted(name)) return new SkippedColumn(name, this.#context);
    const own = names.nameOf(name);
    if (own.length === 0 || own.length > NAME_LENGTH_MAX || !own.isWellFormed())
      throw new FormatError(
        "FORMAT_VALUE",
        `attribute expected a name of 1 to ${NAME_LENGTH_MAX} characters, got one of ${own.length}; "rename" or "without" it`,
      );
    const known = names.typeOf(own) ?? this.#known.get(own);
    if (known !== undefined) return typedBuilder(own, known, this.#context);
    if (type === "text") return new InferredTextColumn(own, this.#context);
    if (type === "float") return new ShortFloatColumn(own, this.#context);
    if (type.startsWith("maybe "))
      return new DoubtedTextColumn(own, type.slice("maybe ".length) as ValueType, this.#context);
    return type === "value"
      ? new InferredValueColumn(own, this.#context)
      : typedBuilder(own, type as ValueType, this.#context);
  }

  /** Puts the labels of a node, or the type of an edge; what it was given before is forgotten. */
  labels(row: number, names: readonly string[]): void {
    if (row < 0 || names.length === 0) return;
    this.labelSet(row, this.setCode(names));
  }

  /** The number of a set of labels, for readers that keep it; negative if none of them can be one. */
  setCode(names: readonly string[]): number {
    const sorted = names.length > 1 ? [...new Set(names)].sort() : names;
    const id = sorted.length === 1 ? sorted[0] : JSON.stringify(sorted);
    // a label may look like a list of labels
    const key = sorted.length === 1 ? `1${id}` : `n${id}`;
    let code = this.#setOf.get(key);
    if (code === undefined) {
      // where faults are left out, those that cannot be labels are
      const kept = sorted.filter((name) => this.#isLabel(name));
      code = kept.length === 0 ? -1 : this.#sets.push(kept) - 1;
      this.#setOf.set(key, code);
    }
    return code;
  }

  #isLabel(name: string): boolean {
    const isLong = name.length === 0 || name.length > NAME_LENGTH_MAX;
    if (!isLong && name.isWellFormed()) return true;
    this.#context.misfit(
      this.kind === "node" ? "labels" : "type",
      `names of 1 to ${NAME_LENGTH_MAX} characters`,
      isLong ? `one of ${name.length}` : "one with a lone surrogate",
    );
    return false;
  }

  /** Puts one label of a node, or the type of an edge, by its bytes in UTF-8; no string is made of one seen before. */
  labelOfBytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    if (row < 0) return;
    const name = this.#labelNames.intern(bytes, start, end);
    let code = this.#codeOfName[name];
    if (code === undefined) {
      code = this.setCode([this.#labelNames.text(name)]);
      this.#codeOfName.push(code);
    }
    this.labelSet(row, code);
  }

  /** Puts a set of labels by its number. */
  labelSet(row: number, code: number): void {
    if (row < 0) return;
    if (this.#labelSets === undefined) this.#labelSets = new Int32Array(Math.max(16, row + 1)).fill(-1);
    else if (row >= this.#labelSets.length) {
      const { length } = this.#labelSets;
      this.#labelSets = longer(this.#labelSets, row + 1).fill(-1, length);
    }
    this.#labelSets[row] = code;
  }

  /** The set of labels of a row; negative for none. */
  labelSetAt(row: number): number {
    const labelSets = this.#labelSets;
    return labelSets === undefined || row >= labelSets.length ? -1 : labelSets[row];
  }

  /** All columns, and none is left. */
  takeColumns(): BuiltColumn[] {
    const columns = [...this.#columns.values()];
    this.#columns = new Map();
    return columns.flatMap((column) => column.finish() ?? []);
  }

  /** The labels or types of all rows, with `others` for those without; undefined if there are none. */
  takeLabelSets(others: readonly string[]): BuiltLabelSets | undefined {
    const other = others.length === 0 ? -1 : this.setCode(others);
    const given = this.#labelSets;
    this.#labelSets = undefined;
    if (given === undefined && other < 0) return undefined;
    const codes = new Int32Array(this.rowCount).fill(other);
    if (given !== undefined) {
      const count = Math.min(given.length, codes.length);
      for (let i = 0; i < count; i++) if (given[i] >= 0) codes[i] = given[i];
    }
    return { codes, sets: this.#sets };
  }
}
