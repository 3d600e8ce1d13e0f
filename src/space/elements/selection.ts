/** An immutable set of nodes, or of edges, of one graph. */
import { describe, GroggyError } from "../../errors.js";
import { ELEMENTS_MAX, type ElementKind, type ReadonlyElementPool } from "../../pool/pool.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { defineInspect } from "../../structures/inspect.js";
import type { Expression } from "../filter/expression.js";
import type { ColumnView } from "./column-view.js";
import type { ElementsReader } from "./elements-reader.js";
import { ID_SET } from "./id-owners.js";

/**
 * A set of ids of one kind, as `where` and its like give it. The set never changes; what is read through it
 * (`where`, `column`) is what the graph or view it came from holds at the time of reading.
 *
 * @example
 * const seniors = graph.nodes.where("age >= 65").and(graph.nodes.withLabel("Person"));
 * seniors.ids(); // => Uint32Array(3) [ 2, 3, 4 ]
 */
export class Selection<A extends object = Record<string, unknown>> implements Iterable<number> {
  /** The elements that this is a part of. */
  readonly elements: ElementsReader<A>;
  /** The set itself; never to be written to. @internal */
  readonly bitmap: Bitmap;

  /** Selections come from a graph: `where`, `select` and their like. @hidden */
  constructor(none: never, nothing: never);
  /** @internal */
  constructor(elements: ElementsReader<A>, bitmap: Bitmap);
  constructor(elements: ElementsReader<A>, bitmap: Bitmap) {
    this.elements = elements;
    this.bitmap = bitmap;
    inspectAsSelection();
  }

  /** @internal */
  get [ID_SET](): ReadonlyElementPool {
    return this.elements.state.pool;
  }

  get kind(): ElementKind {
    return this.elements.kind;
  }

  /** How many ids are in the set. */
  get count(): number {
    return this.bitmap.count;
  }

  /** The ids in ascending order, as a new array. */
  ids(): Uint32Array {
    return this.bitmap.toArray();
  }

  /** Whether an id is in the set. */
  has(id: number): boolean {
    return Number.isInteger(id) && id >= 0 && id < ELEMENTS_MAX && this.bitmap.has(id);
  }

  /** The ids that are in both sets. */
  and(other: Selection<A>): Selection<A> {
    return new Selection(this.elements, this.bitmap.and(this.#comparable(other)));
  }

  /** The ids that are in at least one of the sets. */
  or(other: Selection<A>): Selection<A> {
    return new Selection(this.elements, this.bitmap.or(this.#comparable(other)));
  }

  /** The elements that are in the graph and not in this set. */
  not(): Selection<A> {
    return new Selection(this.elements, this.elements.state.live.andNot(this.bitmap));
  }

  /** Those of the set for which a filter is true; see `where` of `graph.nodes`. */
  where(filter: string | Expression, parameters?: Readonly<Record<string, unknown>>): Selection<A> {
    return new Selection(this.elements, this.elements.filter(filter, parameters, this.bitmap));
  }

  /** The values of an attribute, aligned with `ids()`. */
  column<K extends keyof A & string>(name: K): ColumnView<A[K]> {
    return this.elements.read(name, this.ids());
  }

  [Symbol.iterator](): Iterator<number> {
    return this.ids()[Symbol.iterator]();
  }

  /** What `JSON.stringify` writes: how many ids there are; the ids themselves are `[...selection]`. */
  toJSON(): { kind: ElementKind; count: number } {
    return { kind: this.kind, count: this.count };
  }

  #comparable(other: unknown): Bitmap {
    if (!isSelection(other)) throw new TypeError(`"selection" expected a Selection, got ${describe(other)}`);
    if (other.elements.state.pool.root !== this.elements.state.pool.root) {
      const expected = `a selection of ${this.kind}s of the same graph`;
      const received =
        other.kind === this.kind ? `one of another graph's ${other.kind}s` : `one of ${other.kind}s`;
      throw new GroggyError("FOREIGN_SELECTION", `"selection" expected ${expected}, got ${received}`);
    }
    return other.bitmap;
  }
}

/** Not in the class: TypeScript gives a class that a private method names an alias, which bundlers cannot drop. */
function isSelection(value: unknown): value is Selection {
  return value instanceof Selection;
}

function inspectAsSelection(): void {
  defineInspect(Selection.prototype, "Selection", (selection) => ({
    kind: selection.kind,
    count: selection.count,
    ids: selection.ids(),
  }));
}
