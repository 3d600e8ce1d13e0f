/**
 * The elements of one kind in one state: which are live, the labels or type of each, and for each attribute the row
 * that holds each element's value. Elements that are not live keep their rows, so that restoring an element costs one
 * bit; readers check the bitmap of live elements first.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { LabelSets } from "../../pool/label-sets.js";
import type { OwnerKind, ReadonlyElementPool } from "../../pool/pool.js";
import type { Bitmap } from "../../structures/bitmap.js";
import type { RowIndex } from "../../structures/row-index.js";

/** An attribute in one state: its column in the pool and, for each element, the row that holds its value. */
export interface Attribute {
  readonly name: string;
  readonly stored: AttributeColumn;
  readonly rows: RowIndex;
  /**
   * All attributes of the name, this one among them, in the order of their types; undefined where it has one type. An
   * element has a row in at most one of them.
   */
  readonly mixed?: readonly Attribute[] | undefined;
}

/** A value of one element: its column and its row there. */
export interface Cell {
  readonly stored: AttributeColumn;
  readonly row: number;
}

/** The one of an attribute's columns in which an element has a value; undefined if it has none. */
export function attributeWith(attribute: Attribute, element: number): Attribute | undefined {
  if (attribute.mixed === undefined) return attribute.rows.get(element) < 0 ? undefined : attribute;
  return attribute.mixed.find(({ rows }) => rows.get(element) >= 0);
}

/** The value of an element; undefined if it has none. */
export function valueOfElement(attribute: Attribute | undefined, element: number): unknown {
  const found = attribute === undefined ? undefined : attributeWith(attribute, element);
  return found?.stored.column.get(found.rows.get(element));
}

export abstract class ElementState {
  readonly pool: ReadonlyElementPool;

  constructor(pool: ReadonlyElementPool) {
    this.pool = pool;
  }

  abstract get live(): Bitmap;
  /** The number of each element's set of labels, or of the set that holds its type. */
  abstract get labelRows(): RowIndex;
  /** The attribute of a name: of several types the first, which knows the others. */
  abstract attribute(name: string): Attribute | undefined;
  /** All attributes; one with several types is listed once for each. */
  abstract attributes(): Iterable<Attribute>;
  /** The column of each attribute, without reading rows. */
  abstract schema(): Iterable<AttributeColumn>;

  /** As `schema`, in an array that stays as it is. */
  get columns(): readonly AttributeColumn[] {
    return [...this.schema()];
  }

  /** Whether an element is in the state. Here and below, one element is read without working out the others. */
  isLive(element: number): boolean {
    return this.live.has(element);
  }

  /** The number of the set of labels of one element, or of the set that holds its type; negative if it has none. */
  labelSetOf(element: number): number {
    return this.labelRows.get(element);
  }

  /**
   * The cells of one element, by column, where reading columns would first have to work them out; undefined where
   * columns are at hand.
   *
   * @param name of the attribute whose cells are wanted; of all if it is not given.
   */
  cellsOf(_element: number, _name?: string): readonly Cell[] | undefined {
    return undefined;
  }

  /** The attribute of a column; undefined if the state does not have it. */
  attributeOf(stored: AttributeColumn): Attribute | undefined {
    const first = this.attribute(stored.name);
    if (first === undefined || first.stored === stored) return first;
    return first.mixed?.find((each) => each.stored === stored);
  }

  get kind(): OwnerKind {
    return this.pool.kind;
  }

  get labelSets(): LabelSets {
    return this.pool.labelSets;
  }
}

/** Some of the elements of another state, with the labels and values that they have there. */
export class PartOfElements extends ElementState {
  readonly live: Bitmap;
  readonly #whole: ElementState;

  constructor(whole: ElementState, live: Bitmap) {
    super(whole.pool);
    this.#whole = whole;
    this.live = live;
  }

  get labelRows(): RowIndex {
    return this.#whole.labelRows;
  }

  attribute(name: string): Attribute | undefined {
    return this.#whole.attribute(name);
  }

  attributes(): Iterable<Attribute> {
    return this.#whole.attributes();
  }

  schema(): Iterable<AttributeColumn> {
    return this.#whole.schema();
  }
}
