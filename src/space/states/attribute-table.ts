/**
 * The attributes of one state by name. A name mostly has one column. Where it has several, one a type, each of these
 * attributes knows all of them, in the order of their types' names, and the first stands under the name.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Attribute } from "./element-state.js";

/** An attribute as a table has it. */
export interface TableAttribute extends Attribute {
  mixed?: readonly Attribute[] | undefined;
}

export class AttributeTable<T extends TableAttribute = TableAttribute> {
  readonly #first = new Map<string, T>();
  /** The number of names with several columns. */
  #mixedCount = 0;

  /** Whether a name has several columns for which a test is true; asked only where a name has several. */
  isMixed(counts: (attribute: T) => boolean): boolean {
    if (this.#mixedCount === 0) return false;
    for (const { mixed } of this.#first.values())
      if (mixed !== undefined && (mixed as readonly T[]).filter(counts).length > 1) return true;
    return false;
  }

  /** The attribute of a name: of several the first. */
  get(name: string): T | undefined {
    return this.#first.get(name);
  }

  /** The attribute of a column. */
  of(stored: AttributeColumn): T | undefined {
    const first = this.#first.get(stored.name);
    if (first === undefined || first.stored === stored) return first;
    return first.mixed?.find((each) => each.stored === stored) as T | undefined;
  }

  /** All attributes; those of one name follow each other. */
  values(): Iterable<T> {
    return this.#mixedCount === 0 ? this.#first.values() : this.#all();
  }

  *#all(): Generator<T> {
    for (const first of this.#first.values()) {
      if (first.mixed === undefined) yield first;
      else yield* first.mixed as readonly T[];
    }
  }

  /** Adds the attribute of a column that has none here. */
  add(attribute: T): void {
    const { name, stored } = attribute;
    const first = this.#first.get(name);
    if (first === undefined) {
      attribute.mixed = undefined;
      this.#first.set(name, attribute);
      return;
    }
    const others = (first.mixed ?? [first]) as readonly T[];
    this.#link(name, [...others.filter((each) => each.stored !== stored), attribute]);
  }

  /** Removes the attribute of a column, if there is one. */
  delete(stored: AttributeColumn): void {
    const first = this.#first.get(stored.name);
    if (first === undefined) return;
    const all = (first.mixed ?? [first]) as readonly T[];
    this.#link(
      stored.name,
      all.filter((each) => each.stored !== stored),
    );
  }

  #link(name: string, attributes: readonly T[]): void {
    if (this.#first.get(name)?.mixed !== undefined) this.#mixedCount--;
    if (attributes.length === 0) {
      this.#first.delete(name);
      return;
    }
    const ordered = attributes.toSorted((a, b) => (a.stored.type < b.stored.type ? -1 : 1));
    const mixed = ordered.length > 1 ? ordered : undefined;
    for (const attribute of ordered) attribute.mixed = mixed;
    if (mixed !== undefined) this.#mixedCount++;
    this.#first.set(name, ordered[0]);
  }

  clear(): void {
    this.#first.clear();
    this.#mixedCount = 0;
  }
}
