/** An attribute of a state on disk: the rows of its values are read when they are first asked for. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { TableAttribute } from "../../space/states/attribute-table.js";
import type { Attribute } from "../../space/states/element-state.js";
import type { RowIndex } from "../../structures/row-index.js";

export class LazyAttribute implements TableAttribute {
  mixed: readonly Attribute[] | undefined;
  readonly stored: AttributeColumn;
  readonly #read: () => RowIndex;
  #rows: RowIndex | undefined;

  constructor(stored: AttributeColumn, read: () => RowIndex) {
    this.stored = stored;
    this.#read = read;
  }

  get name(): string {
    return this.stored.name;
  }

  get rows(): RowIndex {
    this.#rows ??= this.#read();
    return this.#rows;
  }
}
