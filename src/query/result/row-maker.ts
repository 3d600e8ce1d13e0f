/**
 * Makes the objects of rows. Each is a copy of one template whose properties are then set, so that all objects of a result
 * have the same shape from the start, whatever their columns are named, and no code is made for it.
 */

export class RowMaker {
  readonly #names: readonly string[];
  readonly #template: Readonly<Record<string, unknown>>;

  constructor(names: readonly string[]) {
    this.#names = names;
    // makes properties of its own of all names, "__proto__" included
    this.#template = Object.fromEntries(names.map((name) => [name, null]));
  }

  /** A row from an array of its values. */
  ofRow(row: readonly unknown[]): Record<string, unknown> {
    const names = this.#names;
    const object: Record<string, unknown> = { ...this.#template };
    for (let place = 0; place < names.length; place++) object[names[place]] = row[place];
    return object;
  }

  /** A row from columns of values. */
  ofColumns(columns: readonly ArrayLike<unknown>[], at: number): Record<string, unknown> {
    const names = this.#names;
    const object: Record<string, unknown> = { ...this.#template };
    for (let place = 0; place < names.length; place++) object[names[place]] = columns[place][at];
    return object;
  }
}
