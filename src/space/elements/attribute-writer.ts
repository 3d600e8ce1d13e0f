/**
 * Writes attributes in three steps: first what is given is read, once and in full, which may run code of the caller's;
 * then everything is checked, then everything is written, so that a value that does not fit leaves nothing changed.
 * Over 500 lines, since what is checked stands beside what is written of it.
 */
import { describe, LimitError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { BULK_PART_ROWS } from "../../pool/buffers.js";
import { VALUE_BYTES_MAX } from "../../pool/bytes-store.js";
import { placed } from "../../pool/canonical-json.js";
import type { Column } from "../../pool/column.js";
import { readValue, steadyArray } from "../../pool/given-value.js";
import { gatherRaw, type RawValues, rawCount } from "../../pool/raw-values.js";
import { faultIn } from "../../pool/value-fault.js";
import { inferType, typeOfTypedArray, type ValueType } from "../../pool/value-type.js";
import { checkName, isArrayLike, isRecord, notAttributes } from "../../structures/arguments.js";
import type { HashedTexts } from "../../structures/encode-texts.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { Attribute } from "../states/element-state.js";
import type { TrackedElements } from "../states/tracked-elements.js";
import { MixedColumn, RawColumn } from "./raw-column.js";

/** The values of a bulk write, one for each element, by attribute. */
export type BulkValues = Readonly<Record<string, ArrayLike<unknown> | RawColumn | MixedColumn>>;

/** A column of a bulk write that has been read. */
export interface ReadColumn {
  readonly name: string;
  readonly values: ArrayLike<unknown> | RawColumn | MixedColumn;
}

/** A column of a bulk write that has been checked. */
export interface CheckedColumn {
  readonly name: string;
  /** The column to be written to; undefined where nothing is present, of an attribute that has no type yet. */
  readonly stored: AttributeColumn | undefined;
  /** One for each element; in Arrow's layout, one for each that is present. */
  readonly values: ArrayLike<unknown> | RawValues;
  /** Positions of the values that are present; undefined if all are. */
  readonly present: Uint32Array | undefined;
  /** The values, if they are texts that are all distinct and were hashed. */
  readonly texts?: HashedTexts | undefined;
  /** Of an attribute with several types, the column of each value that is present, where they are not all one. */
  readonly columns?: readonly (AttributeColumn | undefined)[];
}

/**
 * The attributes of one element, as they were read: names, values and, once checked, what they are written to, side by
 * side. Objects of one shape come one after another, so names and attributes of the last one mostly fit the next.
 */
export class AttributeList {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  readonly columns: (AttributeColumn | undefined)[] = [];
  /** The attribute of each name while `bindings` is the space's; undefined where none was looked up, or there is none. */
  readonly attributes: (Attribute | undefined)[] = [];
  bindings = -1;
  count = 0;

  /** Adds a name with a value. */
  put(name: string, value: unknown): void {
    const at = this.count++;
    if (this.names[at] !== name) {
      this.names[at] = name;
      this.attributes[at] = undefined;
    }
    this.values[at] = value;
  }

  /** Takes an attribute for one that is not mentioned, once all were checked. */
  leaveOut(name: string): void {
    for (let i = 0; i < this.count; i++) {
      if (this.names[i] !== name) continue;
      this.values[i] = undefined;
      this.columns[i] = undefined;
      this.attributes[i] = undefined;
    }
  }

  /** The value of an attribute, null if it is to be absent; undefined if it was not mentioned. */
  get(name: string): unknown {
    for (let i = 0; i < this.count; i++) if (this.names[i] === name) return this.values[i];
    return undefined;
  }
}

export class AttributeWriter {
  readonly #space: TrackedElements;
  /** A list not in use: attributes that the caller's getters add meanwhile are read into another. */
  #spare: AttributeList | undefined;

  constructor(space: TrackedElements) {
    this.#space = space;
  }

  /** Reads the attributes of one element that are mentioned, but for the attribute `except`; undefined is no mention. */
  read(attributes: unknown, except?: string): AttributeList {
    const list = this.#spare ?? new AttributeList();
    this.#spare = undefined;
    list.count = 0;
    if (attributes === undefined || attributes === null) return list;
    if (typeof attributes !== "object" || Array.isArray(attributes) || ArrayBuffer.isView(attributes))
      throw notAttributes("values", attributes);
    // asking of each name whether the object has it itself would cost twice as much as all the rest
    const isPlain = Object.getPrototypeOf(attributes) === Object.prototype && !isObjectExtended();
    for (const name in attributes) {
      if (name === except || !(isPlain || Object.hasOwn(attributes, name))) continue;
      const value = (attributes as Record<string, unknown>)[name];
      if (value !== undefined) list.put(name, typeof value === "object" ? readValue(value) : value);
    }
    if (list.count === 0 && !isRecord(attributes)) throw notAttributes("values", attributes);
    return list;
  }

  /** Checks what was read. Throws a TypeError that names the first attribute that does not fit. */
  check(list: AttributeList): void {
    const { names, values, columns, attributes, count } = list;
    const { bindings } = this.#space;
    if (list.bindings !== bindings) {
      attributes.length = 0;
      list.bindings = bindings;
    }
    for (let i = 0; i < count; i++) {
      const value = values[i];
      let attribute = attributes[i];
      if (attribute === undefined) {
        attribute = this.#space.attribute(names[i]);
        attributes[i] = attribute;
      }
      if (value === null) columns[i] = undefined;
      else columns[i] = this.#columnFor(list, i, names[i], value);
    }
  }

  /** Checks one more attribute of the element, which was looked at before, and adds it to what was read. */
  add(list: AttributeList, name: string, value: unknown): void {
    const at = list.count;
    list.put(name, value);
    let attribute = list.attributes[at];
    if (attribute === undefined) {
      attribute = this.#space.attribute(name);
      list.attributes[at] = attribute;
    }
    list.columns[at] = this.#columnFor(list, at, name, value);
  }

  /** The column for a value of an attribute: a new one if that has no type, or one that none keeps. */
  #columnFor(list: AttributeList, at: number, name: string, value: unknown): AttributeColumn {
    const attribute = list.attributes[at];
    if (attribute === undefined) return this.#newColumn(name, value);
    const { stored, mixed } = attribute;
    if (mixed !== undefined) return chooseColumn(mixed, value, undefined);
    if (stored.accepts(value)) return stored;
    if (!this.#space.isUnused(attribute)) throw misfit(stored, value);
    list.attributes[at] = undefined;
    return this.#newColumn(name, value);
  }

  /** The column of an attribute that has none yet, by its first value. */
  #newColumn(name: string, value: unknown): AttributeColumn {
    checkName("attribute", name);
    const stored = this.#space.pool.column(name, typeOf(name, value));
    if (!stored.accepts(value)) throw misfit(stored, value);
    return stored;
  }

  /** Writes what was checked to an element. The list is not to be used again. */
  write(list: AttributeList, element: number): void {
    const { values, columns, attributes, count } = list;
    for (let i = 0; i < count; i++) {
      const stored = columns[i];
      const attribute = attributes[i];
      if (attribute?.mixed !== undefined) {
        this.#writeMixed(attribute, stored, element, values[i]);
        continue;
      }
      if (stored === undefined) {
        if (attribute !== undefined) this.#space.setRow(attribute, element, NO_ROW);
        continue;
      }
      const value = values[i];
      const { rows } = attribute ?? this.#bind(list, i, stored);
      const row = rows.get(element);
      if (row >= 0 && stored.holds(row, value)) continue;
      this.#space.setRow(attributes[i] as Attribute, element, stored.append(element, value));
    }
    this.#spare = list;
  }

  /** Writes a value to one of the columns of an attribute with several types, or to none of them. */
  #writeMixed(
    attribute: Attribute,
    stored: AttributeColumn | undefined,
    element: number,
    value: unknown,
  ): void {
    for (const each of attribute.mixed ?? []) {
      if (stored === undefined) this.#space.setRow(each, element, NO_ROW);
      if (each.stored !== stored) continue;
      const row = each.rows.get(element);
      if (row < 0 || !stored.holds(row, value))
        this.#space.setRow(each, element, stored.append(element, value));
    }
  }

  /** Writes what was checked to an element that was added just now. The list is not to be used again. */
  writeNew(list: AttributeList, element: number): void {
    const { values, columns, attributes, count } = list;
    for (let i = 0; i < count; i++) {
      const stored = columns[i];
      if (stored === undefined) continue;
      const attribute = attributes[i] ?? this.#bind(list, i, stored);
      const { rows } =
        attribute.mixed === undefined ? attribute : (this.#space.attributeOf(stored) as Attribute);
      rows.set(element, stored.append(element, values[i]));
    }
    this.#spare = list;
  }

  /** Binds an attribute to its first column here. */
  #bind(list: AttributeList, at: number, stored: AttributeColumn): Attribute {
    const attribute = this.#space.addType(stored.name, stored.type);
    list.attributes[at] = attribute;
    list.bindings = this.#space.bindings;
    return attribute;
  }

  /** Reads columns of values for `count` elements. */
  readBulk(attributes: unknown, count: number): ReadColumn[] {
    if (attributes === undefined) return [];
    if (!isRecord(attributes)) throw notAttributes("columns", attributes);
    return Object.entries(attributes).map(([name, values]) => readColumn(name, values, count));
  }

  /** Checks columns that were read. Throws a TypeError that names the first that does not fit. */
  checkBulk(columns: readonly ReadColumn[]): CheckedColumn[] {
    return columns.map((column) => this.checkColumn(column));
  }

  /** Reads and checks columns of values for `count` elements. */
  prepareBulk(attributes: BulkValues | undefined, count: number): CheckedColumn[] {
    return this.checkBulk(this.readBulk(attributes, count));
  }

  /** Checks one column that was read. */
  checkColumn(read: ReadColumn): CheckedColumn {
    const attribute = this.#space.attribute(read.name);
    try {
      return this.#checkColumnOf(attribute, read);
    } catch (error) {
      if (attribute === undefined || !this.#space.isUnused(attribute)) throw error;
      return this.#checkColumnOf(undefined, read);
    }
  }

  #checkColumnOf(attribute: Attribute | undefined, { name, values }: ReadColumn): CheckedColumn {
    if (values instanceof MixedColumn) return checkGivenTypes(this.#space, name, values);
    if (attribute?.mixed !== undefined) return checkMixed(attribute, attribute.mixed, values);
    const bound = attribute?.stored;
    if (values instanceof RawColumn) {
      return checkRaw(bound ?? this.#space.pool.column(name, values.type), values);
    }
    const stored = bound ?? this.#columnForBulk(name, values);
    return stored === undefined
      ? { name, stored, values: [], present: NO_POSITIONS }
      : checkValues(stored, values);
  }

  #columnForBulk(name: string, values: ArrayLike<unknown>): AttributeColumn | undefined {
    const typed = typeOfTypedArray(values);
    if (typed !== undefined) return this.#space.pool.column(name, typed);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value !== null && value !== undefined) return this.#space.pool.column(name, typeOf(name, value));
    }
    return undefined;
  }

  /** Writes checked columns to elements that were added just now and follow each other from `first` on. */
  writeNewRun(columns: readonly CheckedColumn[], first: number): void {
    for (const { stored, values, present, texts, columns: each } of columns) {
      if (stored === undefined) continue;
      if (each !== undefined) {
        for (let i = 0; i < each.length; i++)
          this.#append(each[i], first + i, (values as ArrayLike<unknown>)[i]);
        continue;
      }
      if ("kind" in values) {
        this.#writeNewRawRun(stored, values, present, first);
        continue;
      }
      if (values.length === 0 || present?.length === 0) continue;
      const attribute = this.#attributeOf(stored);
      if (present === undefined) {
        const row =
          texts === undefined
            ? stored.appendRun(first, values)
            : stored.appendDistinctRun(first, texts.texts, texts.encoded);
        attribute.rows.setRange(first, values.length, row, 1);
        if (texts !== undefined) this.#space.rowFinder?.extendBy(stored, row, texts.hashes);
        continue;
      }
      for (const i of present) attribute.rows.set(first + i, stored.append(first + i, values[i]));
    }
  }

  /** The attribute of a column, which is bound if it was not. */
  #attributeOf(stored: AttributeColumn): Attribute {
    return this.#space.attributeOf(stored) ?? this.#space.addType(stored.name, stored.type);
  }

  /** Appends a value to a column, if there is one, and points its element there. */
  #append(stored: AttributeColumn | undefined, element: number, value: unknown): void {
    if (stored === undefined) return;
    this.#space.setRow(this.#space.addType(stored.name, stored.type), element, stored.append(element, value));
  }

  #allOf(name: string): readonly Attribute[] {
    const attribute = this.#space.attribute(name);
    return attribute === undefined ? [] : (attribute.mixed ?? [attribute]);
  }

  /** Takes away the value that an element has of an attribute, of whichever type. */
  #clear(attribute: Attribute, element: number): void {
    for (const each of attribute.mixed ?? [attribute]) this.#space.setRow(each, element, NO_ROW);
  }

  #writeNewRawRun(
    stored: AttributeColumn,
    values: RawValues,
    present: Uint32Array | undefined,
    first: number,
  ): void {
    const count = rawCount(values);
    if (count === 0) return;
    const { rows } = this.#attributeOf(stored);
    if (present === undefined) {
      rows.setRange(first, count, stored.appendRawRun(first, values), 1);
      return;
    }
    const elements = present.map((position) => first + position);
    const row = stored.appendRawEach(elements, values);
    for (let i = 0; i < count; i++) rows.set(elements[i], row + i);
  }

  /** Writes a checked column to the elements given. */
  writeColumn({ name, stored, values, present, columns }: CheckedColumn, ids: ArrayLike<number>): void {
    const bound = this.#space.attribute(name);
    if (stored === undefined) {
      if (bound !== undefined) for (let i = 0; i < ids.length; i++) this.#clear(bound, ids[i]);
      return;
    }
    if (columns !== undefined) {
      for (let i = 0; i < ids.length; i++) {
        if (columns[i] === undefined)
          for (const each of this.#allOf(name)) this.#space.setRow(each, ids[i], NO_ROW);
        else this.#append(columns[i], ids[i], (values as ArrayLike<unknown>)[i]);
      }
      return;
    }
    if ("kind" in values) {
      this.#writeRawColumn(stored, values, present, ids);
      return;
    }
    if (present === undefined && values.length > 0) {
      const attribute = this.#attributeOf(stored);
      if (isSequence(ids)) {
        const row = stored.appendRun(ids[0], values);
        this.#space.setRowRun(attribute, ids[0], ids.length, row);
        return;
      }
      const first = stored.appendEach(ids, values);
      for (let i = 0; i < ids.length; i++) this.#space.setRow(attribute, ids[i], first + i);
      return;
    }
    const attribute = present?.length ? this.#attributeOf(stored) : this.#space.attributeOf(stored);
    if (attribute === undefined) return;
    for (let i = 0; i < ids.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) this.#clear(attribute, ids[i]);
      else this.#space.setRow(attribute, ids[i], stored.append(ids[i], value));
    }
  }

  #writeRawColumn(
    stored: AttributeColumn,
    values: RawValues,
    present: Uint32Array | undefined,
    ids: ArrayLike<number>,
  ): void {
    let attribute = this.#space.attributeOf(stored);
    if (attribute === undefined && rawCount(values) === 0) return;
    attribute ??= this.#attributeOf(stored);
    const row = stored.appendRawEach(present?.map((position) => ids[position]) ?? ids, values);
    let next = 0;
    for (let i = 0; i < ids.length; i++) {
      const isPresent = present === undefined || present[next] === i;
      if (isPresent) this.#space.setRow(attribute, ids[i], row + next++);
      else this.#clear(attribute, ids[i]);
    }
  }
}

/** Whether every object has a name of somebody's that loops over names come by. */
function isObjectExtended(): boolean {
  for (const _ in Object.prototype) return true;
  return false;
}

const NO_POSITIONS = new Uint32Array(0);

/** Whether each number is the one before it and one. */
export function isSequence(ids: ArrayLike<number>): boolean {
  const first = ids[0];
  for (let i = 1; i < ids.length; i++) if (ids[i] !== first + i) return false;
  return true;
}

/** Reads one column of values for `count` elements. */
export function readColumn(name: string, values: unknown, count: number): ReadColumn {
  checkName("attribute", name);
  if (values instanceof RawColumn || values instanceof MixedColumn) {
    checkCount(name, values.length, count);
    return { name, values };
  }
  if (!isArrayLike(values))
    throw new TypeError(`attribute "${name}" expected an array of ${count} values, got ${describe(values)}`);
  const steady = ArrayBuffer.isView(values) ? steadyArray(values) : values;
  const { length } = steady;
  checkCount(name, length, count);
  return { name, values: steady === values ? readItems(values, length) : steady };
}

function checkCount(name: string, length: number, count: number): void {
  if (length !== count) throw new RangeError(`attribute "${name}" expected ${count} values, got ${length}`);
}

/** The items of an array, or of something like one, each read once. */
function readItems(values: ArrayLike<unknown>, length: number): unknown[] {
  // copies by block where it can, into an array of our own whatever is given
  let items = Array.isArray(values) ? NO_ITEMS.concat(values) : [];
  if (items.length !== length) {
    items = [];
    for (let i = 0; i < length; i++) items.push(values[i]);
  }
  for (let at = 0; at < length; at += BULK_PART_ROWS)
    readObjects(items, at, Math.min(at + BULK_PART_ROWS, length));
  return items;
}

function readObjects(items: unknown[], start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const value = items[i];
    if (typeof value === "object" && value !== null) items[i] = readValue(value);
  }
}

const NO_ITEMS: readonly unknown[] = [];

/** Values in Arrow's layout of the column's own type fit as they are; others are looked at one by one. */
function checkRaw(stored: AttributeColumn, column: RawColumn): CheckedColumn {
  const { values } = column;
  const { name } = stored;
  if (!("kind" in values) || column.type !== stored.type) return checkValues(stored, column.toArray());
  checkLengths(name, values);
  const rows = column.presentRows();
  if (rows === undefined) return { name, stored, values, present: undefined };
  return { name, stored, values: gatherRaw(values, rows), present: new Uint32Array(rows.buffer) };
}

function checkLengths(name: string, values: RawValues): void {
  if (values.kind === "list") checkLengths(name, values.elements);
  if (values.kind !== "bytes") return;
  const { offsets } = values;
  for (let i = 1; i < offsets.length; i++) {
    const size = offsets[i] - offsets[i - 1];
    if (size > VALUE_BYTES_MAX) throw new LimitError(`bytes of attribute "${name}"`, VALUE_BYTES_MAX, size);
  }
}

function checkValues(stored: AttributeColumn, given: ArrayLike<unknown>): CheckedColumn {
  const values = stored.type === "bool" && given instanceof Uint8Array ? booleans(stored, given) : given;
  const { name, column } = stored;
  if (typeOfTypedArray(values) === stored.type && !(values instanceof BigUint64Array)) {
    return { name, stored, values, present: undefined };
  }
  let absent = 0;
  for (let at = 0; at < values.length; at += BULK_PART_ROWS)
    absent += checkPart(stored, column, values, at, Math.min(at + BULK_PART_ROWS, values.length));
  if (absent === 0) return { name, stored, values, present: undefined };
  const present = new Uint32Array(values.length - absent);
  for (let i = 0, n = 0; i < values.length; i++) {
    if (values[i] !== null && values[i] !== undefined) present[n++] = i;
  }
  return { name, stored, values, present };
}

/** The number of values that are absent. Throws if the column does not accept one of the others. */
function checkPart(
  stored: AttributeColumn,
  column: Column,
  values: ArrayLike<unknown>,
  start: number,
  end: number,
): number {
  let absent = 0;
  for (let i = start; i < end; i++) {
    const value = values[i];
    if (value === null || value === undefined) absent++;
    else if (!column.accepts(value)) throw misfit(stored, value, i);
  }
  return absent;
}

/** The 0 and 1 that a column of booleans is read out as. */
function booleans(stored: AttributeColumn, bytes: Uint8Array): boolean[] {
  return Array.from(bytes, (byte, i) => {
    if (byte > 1) throw misfit(stored, byte, i);
    return byte === 1;
  });
}

/** Of columns of several types that of the type that a value has by itself, or else the first that accepts it. */
function chooseColumn(
  mixed: readonly Attribute[],
  value: unknown,
  position: number | undefined,
): AttributeColumn {
  const own = inferType(value);
  const accepting = mixed.filter(({ stored }) => stored.accepts(value));
  const found =
    accepting.find(({ stored }) => stored.type === own) ??
    // a document accepts what others have a type for
    accepting.find(({ stored }) => stored.type !== "json") ??
    accepting[0];
  if (found !== undefined) {
    // the last one asked is the one that is written to
    found.stored.accepts(value);
    return found.stored;
  }
  const [{ name }] = mixed;
  const types = mixed.map(({ stored }) => stored.type).join(" or ");
  const place = position === undefined ? "" : ` at position ${position}`;
  throw new TypeError(`attribute "${name}" expected ${types}, got ${describe(value)}${place}`);
}

/** Checks a column for an attribute with several types. */
function checkMixed(
  { name }: Attribute,
  mixed: readonly Attribute[],
  given: ArrayLike<unknown> | RawColumn,
): CheckedColumn {
  const type = given instanceof RawColumn ? given.type : typeOfTypedArray(given);
  const own = mixed.find(({ stored }) => stored.type === type)?.stored;
  if (own !== undefined) return given instanceof RawColumn ? checkRaw(own, given) : checkValues(own, given);
  const values = given instanceof RawColumn ? given.toArray() : given;
  const columns = Array.from(values, (value, i) =>
    value === null || value === undefined ? undefined : chooseColumn(mixed, value, i),
  );
  return { name, stored: mixed[0].stored, values, present: undefined, columns };
}

/**
 * Checks values that come with their types. Throws if the attribute has not all of these and may not get others: if a
 * schema declares it, or the graph is strict.
 */
function checkGivenTypes(
  space: TrackedElements,
  name: string,
  { types, values }: MixedColumn,
): CheckedColumn {
  const columnOf = new Map<ValueType, AttributeColumn>();
  const columns = types.map((type, i) => {
    if (type === undefined) return undefined;
    const stored = columnOf.get(type) ?? space.pool.column(name, type);
    columnOf.set(type, stored);
    if (!stored.accepts(values[i])) throw misfit(stored, values[i], i);
    return stored;
  });
  const own = space.declared.get(name) ?? (space.isStrict ? space.attribute(name)?.stored.type : undefined);
  const isClosed = own !== undefined || (space.isStrict && columnOf.size > 1);
  for (const [type, stored] of columnOf) {
    if (!isClosed || type === own || space.attributeOf(stored) !== undefined) continue;
    throw new TypeError(
      `attribute "${name}" expected ${own ?? "one type"}, got ${[...columnOf.keys()].join(" and ")}`,
    );
  }
  const [stored] = columnOf.values();
  return stored === undefined
    ? { name, stored, values: [], present: NO_POSITIONS }
    : { name, stored, values, present: undefined, columns };
}

function typeOf(name: string, value: unknown): ValueType {
  const type = inferType(value);
  if (type === undefined) {
    throw new TypeError(
      `attribute "${name}" expected a boolean, number, bigint, string, Date, array, typed array or plain object, got ${describe(value)}`,
    );
  }
  return type;
}

function misfit({ name, type, column }: AttributeColumn, value: unknown, position?: number): TypeError {
  const place = position === undefined ? "" : ` at position ${position}`;
  const fault = faultIn(column, value);
  if (fault !== undefined) {
    const { path, expected, received } = fault;
    return new TypeError(`attribute "${placed(name, path)}" expected ${expected}, got ${received}${place}`);
  }
  const detail =
    typeof value === "string" && !value.isWellFormed() ? "a string with a lone surrogate" : describe(value);
  return new TypeError(`attribute "${name}" expected ${type}, got ${detail}${place}`);
}
