/**
 * All that is in one or the other of two states of the same graph. What an element has it has from the first state if
 * it is there; the columns are worked out when they are first read.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { NO_ROW, type RowIndex } from "../../structures/row-index.js";
import { AttributeTable } from "./attribute-table.js";
import { type Attribute, ElementState } from "./element-state.js";
import type { GraphState } from "./graph-state.js";
import { pastState } from "./past-state.js";

/** The state of the elements of both, which share one pool. */
export function unitedState(a: GraphState, b: GraphState): GraphState {
  const [first, second] = [pastState(a, []), pastState(b, [])];
  return {
    ...first,
    nodes: new UnitedElements(first.nodes, second.nodes),
    edges: new UnitedElements(first.edges, second.edges),
  };
}

class UnitedElements extends ElementState {
  readonly live: Bitmap;
  readonly #first: ElementState;
  readonly #second: ElementState;
  /** Elements that are only in the second state. */
  readonly #added: Bitmap;
  readonly #attributes = new AttributeTable();
  readonly #joined = new Set<string>();
  #labelRows: RowIndex | undefined;

  constructor(first: ElementState, second: ElementState) {
    super(first.pool);
    this.#first = first;
    this.#second = second;
    this.#added = second.live.andNot(first.live);
    this.live = first.live.or(second.live);
  }

  get labelRows(): RowIndex {
    this.#labelRows ??= this.#join(this.#first.labelRows, this.#second.labelRows);
    return this.#labelRows;
  }

  attribute(name: string): Attribute | undefined {
    if (!this.#joined.has(name)) {
      this.#joined.add(name);
      this.#joinAttribute(name);
    }
    return this.#attributes.get(name);
  }

  *attributes(): Generator<Attribute> {
    for (const stored of this.schema()) yield this.attributeOf(stored) as Attribute;
  }

  *schema(): Generator<AttributeColumn> {
    yield* new Set([...this.#first.schema(), ...this.#second.schema()]);
  }

  /** Joins the columns of an attribute; where its types differ, it has those of both states. */
  #joinAttribute(name: string): void {
    const [first, second] = [this.#first, this.#second];
    const columns = new Set<AttributeColumn>();
    for (const state of [first, second]) {
      const attribute = state.attribute(name);
      if (attribute === undefined) continue;
      for (const { stored } of attribute.mixed ?? [attribute]) columns.add(stored);
    }
    for (const stored of columns) {
      const rows = this.#join(first.attributeOf(stored)?.rows, second.attributeOf(stored)?.rows);
      this.#attributes.add({ name, stored, rows, mixed: undefined });
    }
  }

  #join(first: RowIndex | undefined, second: RowIndex | undefined): RowIndex {
    if (first !== undefined) {
      const rows = first.clone();
      this.#added.forEach((element) => {
        rows.set(element, second?.get(element) ?? NO_ROW);
      });
      return rows;
    }
    // without the attribute in the first state, what it has of old rows there must not show
    const rows = (second as RowIndex).clone();
    this.#first.live.forEach((element) => {
      rows.set(element, NO_ROW);
    });
    return rows;
  }
}
