/**
 * What was ever written: for edges their ends, for each attribute a column of values, the sets of labels in
 * use. Nothing in it changes once written, so states refer to it by id and row; all branches share the one pool.
 */
import { LimitError } from "../errors.js";
import { AttributeColumn } from "./attribute-column.js";
import { grownPlain } from "./buffers.js";
import { ClassTable } from "./class-table.js";
import type { ValueType } from "./value-type.js";

/** The nodes, and likewise the edges, that one graph can ever have had. */
export const ELEMENTS_MAX = 2 ** 32 - 1;

/** Which of the two kinds of element. */
export type ElementKind = "node" | "edge";

/** The elements of one kind: how many ids were given out, their columns, the sets of labels or types. */
export class ElementPool {
  readonly kind: ElementKind;
  readonly classes = new ClassTable();
  readonly #columns = new Map<string, AttributeColumn>();
  #count = 0;

  constructor(kind: ElementKind) {
    this.kind = kind;
  }

  /** How many ids were given out; the next one is this. */
  get count(): number {
    return this.#count;
  }

  /** Gives out `count` ids and returns the first. */
  take(count: number): number {
    const first = this.#count;
    if (first + count > ELEMENTS_MAX) throw new LimitError(`${this.kind}s`, ELEMENTS_MAX, first + count);
    this.#count = first + count;
    return first;
  }

  /** The column of an attribute: one for each type the attribute has had in some branch. */
  column(name: string, type: ValueType): AttributeColumn {
    const key = `${type} ${name}`;
    let column = this.#columns.get(key);
    if (column === undefined) {
      column = new AttributeColumn(name, type);
      this.#columns.set(key, column);
    }
    return column;
  }

  /** Takes a column, written anew, for the one of its name and type. */
  replace(column: AttributeColumn): void {
    this.#columns.set(`${column.type} ${column.name}`, column);
  }

  /** Lets go of all columns but those in `kept`. */
  retain(kept: ReadonlySet<AttributeColumn>): void {
    for (const [key, column] of this.#columns) if (!kept.has(column)) this.#columns.delete(key);
  }

  /** Bytes of all columns. */
  get byteLength(): number {
    let bytes = 0;
    for (const column of this.#columns.values()) bytes += column.byteLength;
    return bytes;
  }
}

/** The edges: besides what every element has, a source and a target. */
export class EdgePool extends ElementPool {
  #sources = new Uint32Array(0);
  #targets = new Uint32Array(0);

  constructor() {
    super("edge");
  }

  /** The source of each edge ever added, by id. May be longer than `count`. */
  get sources(): Uint32Array {
    return this.#sources;
  }

  /** The target of each edge ever added, by id. May be longer than `count`. */
  get targets(): Uint32Array {
    return this.#targets;
  }

  /** Adds one edge and returns its id. */
  append(source: number, target: number): number {
    const id = this.take(1);
    if (id === this.#sources.length) this.#reserve(id + 1);
    this.#sources[id] = source;
    this.#targets[id] = target;
    return id;
  }

  /** Adds edges in order and returns the id of the first. */
  appendMany(sources: ArrayLike<number>, targets: ArrayLike<number>): number {
    const first = this.take(sources.length);
    this.#reserve(first + sources.length);
    this.#sources.set(sources, first);
    this.#targets.set(targets, first);
    return first;
  }

  #reserve(length: number): void {
    this.#sources = grownPlain(this.#sources, length);
    this.#targets = grownPlain(this.#targets, length);
  }

  override get byteLength(): number {
    return super.byteLength + this.#sources.byteLength + this.#targets.byteLength;
  }
}

export class Pool {
  readonly nodes = new ElementPool("node");
  readonly edges = new EdgePool();
}
