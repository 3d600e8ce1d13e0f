/**
 * Everything that was ever written: for edges their ends, for each attribute a column of values, the label sets in
 * use. Nothing in it changes once written, so states refer to it by id and row; all branches share the one pool.
 */
import { LimitError } from "../errors.js";
import { AttributeColumn } from "./attribute-column.js";
import { grownPlain } from "./buffers.js";
import { type GivenIds, Identities, type Identity } from "./identities.js";
import { LabelSets } from "./label-sets.js";
import type { ValueType } from "./value-type.js";

/** The nodes, and likewise the edges, that one graph can ever have had. */
export const ELEMENTS_MAX = 2 ** 32 - 1;

/** One of the two kinds of element. */
export type ElementKind = "node" | "edge";

/** The kinds of what has attributes: the elements, and the graph itself, which is one thing with id 0. */
export type OwnerKind = ElementKind | "graph";

/** The part of a pool's elements of one kind that states read, however it is laid out. */
export interface ReadonlyElementPool {
  readonly kind: OwnerKind;
  readonly labelSets: LabelSets;
  readonly identities: Identities;
  /** The number of ids given out. */
  readonly count: number;
  /** Whether any state has had an attribute of this name, or a schema declares it. */
  hasAttribute(name: string): boolean;
  /** The names of all attributes that any state has had, or a schema declares. */
  attributeNames(): Iterable<string>;
  /** The pool that gave out the ids: itself, or the one that it is a view of. */
  readonly root: ReadonlyElementPool;
  /** How often ids were taken back, to be given out again: an id is one element's for as long as this stays. */
  readonly takeBacks: number;
}

/** The part of a pool's edges that states read. */
export interface ReadonlyEdgePool extends ReadonlyElementPool {
  /** The source of each edge ever added, by id. May be longer than `count`. */
  readonly sources: Uint32Array;
  /** The target of each edge ever added, by id. May be longer than `count`. */
  readonly targets: Uint32Array;
}

/** The part of a pool that states read. */
export interface ReadonlyPool {
  readonly nodes: ReadonlyElementPool;
  readonly edges: ReadonlyEdgePool;
  /** The graph itself: its own attributes. */
  readonly graph: ReadonlyElementPool;
}

/** The elements of one kind: how many ids were given out, their columns, the sets of labels or types. */
export class ElementPool implements ReadonlyElementPool {
  readonly kind: OwnerKind;
  readonly labelSets = new LabelSets();
  /** The identity of each element, whichever graph it came from. */
  readonly identities: Identities;
  /** Whether an attribute has, or had in some state, several types at once. */
  isMixed = false;
  takeBacks = 0;
  readonly #columns = new Map<string, AttributeColumn>();
  readonly #given: GivenIds = { count: 0 };

  constructor(kind: OwnerKind, origin = 0) {
    this.kind = kind;
    this.identities = new Identities(origin, this.#given);
  }

  /** The pool whose ids these are: this one, unless it shows the elements of another in another way. */
  get root(): ElementPool {
    return this;
  }

  /** The number of ids given out; the next one is this. */
  get count(): number {
    return this.#given.count;
  }

  /** Gives out `count` ids, to elements made here or to such that came from elsewhere; the first. */
  take(count: number, from?: Identity): number {
    const first = this.#given.count;
    if (first + count > ELEMENTS_MAX) throw new LimitError(`${this.kind}s`, ELEMENTS_MAX, first + count);
    // a call that is not inlined would cost as much as all the rest
    if (from === undefined && this.identities.isPlain) this.#given.count = first + count;
    else this.identities.take(count, from);
    return first;
  }

  /** Takes back all ids from `count` on, which nothing refers to; `next` is the sequence number to go on with. */
  shrink(count: number, next: number): void {
    this.takeBacks++;
    this.identities.shrink(count, next);
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

  /** Begins with ids, columns and sets of labels that were given out before. What there was is gone. */
  restore(count: number, columns: Iterable<AttributeColumn>): void {
    this.identities.restore(0, count, [{ count, origin: 0, sequence: 0 }]);
    this.isMixed = false;
    this.takeBacks++;
    this.#columns.clear();
    for (const column of columns) this.replace(column);
  }

  /** All columns, in the order in which they came. */
  columns(): Iterable<AttributeColumn> {
    return this.#columns.values();
  }

  hasAttribute(name: string): boolean {
    for (const column of this.#columns.values()) if (column.name === name) return true;
    return false;
  }

  *attributeNames(): Generator<string> {
    for (const { name } of this.#columns.values()) yield name;
  }

  /** Replaces the column of a name and type by a rewritten one. */
  replace(column: AttributeColumn): void {
    this.#columns.set(`${column.type} ${column.name}`, column);
  }

  /** Drops all columns but those in `used`, which are replaced by rewritten ones. */
  compact(used: ReadonlySet<AttributeColumn>, successor: (column: AttributeColumn) => AttributeColumn): void {
    for (const [key, column] of this.#columns) {
      if (used.has(column)) this.#columns.set(key, successor(column));
      else this.#columns.delete(key);
    }
  }

  /** Bytes of all columns. */
  get byteLength(): number {
    let bytes = 0;
    for (const column of this.#columns.values()) bytes += column.byteLength;
    return bytes;
  }
}

/** The source and the target of each edge, by id. */
export type PooledEnds = readonly [sources: Uint32Array<ArrayBuffer>, targets: Uint32Array<ArrayBuffer>];

/** The edges: besides what every element has, a source and a target. */
export class EdgePool extends ElementPool implements ReadonlyEdgePool {
  #sources = new Uint32Array(0);
  #targets = new Uint32Array(0);
  #load: (() => PooledEnds) | undefined;

  constructor(origin = 0) {
    super("edge", origin);
  }

  /** The source of each edge ever added, by id. May be longer than `count`. */
  get sources(): Uint32Array {
    if (this.#load !== undefined) this.#loadEnds();
    return this.#sources;
  }

  /** The target of each edge ever added, by id. May be longer than `count`. */
  get targets(): Uint32Array {
    if (this.#load !== undefined) this.#loadEnds();
    return this.#targets;
  }

  /** Starts with edges whose ends are stored elsewhere, as on disk, until they are needed. */
  restoreEnds(load: () => PooledEnds): void {
    this.#load = load;
  }

  #loadEnds(): void {
    [this.#sources, this.#targets] = this.#load?.() ?? [this.#sources, this.#targets];
    this.#load = undefined;
  }

  /** Gives the ends of edges whose ids were given out before, from `first` on. */
  extend(first: number, sources: Uint32Array, targets: Uint32Array): void {
    const load = this.#load ?? (() => [this.#sources, this.#targets] as const);
    const extended = (): PooledEnds => {
      const [before, after] = [load(), [sources, targets]];
      const [all, allTargets] = before.map((ends, i) => {
        const longer = grownPlain(ends, first + sources.length);
        longer.set(after[i], first);
        return longer;
      });
      return [all, allTargets];
    };
    if (this.#load !== undefined) this.#load = extended;
    else [this.#sources, this.#targets] = extended();
  }

  /** Adds one edge and returns its id. */
  append(source: number, target: number): number {
    if (this.#load !== undefined) this.#loadEnds();
    const id = this.take(1);
    if (id === this.#sources.length) this.#reserve(id + 1);
    this.#sources[id] = source;
    this.#targets[id] = target;
    return id;
  }

  /** Adds edges in order, made here or elsewhere, and returns the id of the first. */
  appendMany(sources: ArrayLike<number>, targets: ArrayLike<number>, from?: Identity): number {
    if (this.#load !== undefined) this.#loadEnds();
    const first = this.take(sources.length, from);
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

export class Pool implements ReadonlyPool {
  readonly nodes: ElementPool;
  readonly edges: EdgePool;
  /** The graph itself, which has the one id 0, and the same identity in every clone. */
  readonly graph: ElementPool;

  /** The origin is that of the graph whose elements these are: 0, or that of a clone. */
  constructor(origin = 0) {
    this.nodes = new ElementPool("node", origin);
    this.edges = new EdgePool(origin);
    this.graph = new ElementPool("graph");
    this.graph.take(1);
  }

  /** Bytes of all columns and ends. */
  get byteLength(): number {
    return this.nodes.byteLength + this.edges.byteLength + this.graph.byteLength;
  }
}
