/** One node, edge or graph of GML while it is read: its keys with their values, and lists as json. */
import { platform } from "#platform";
import { longer } from "../shared/byte-interner.js";
import type { ColumnBuilder } from "../shared/column-builder.js";
import { namedNumber } from "./gml-scanner.js";

/** The mark of networkx before the one value of a list of one, so that it is a list. */
export const LIST_START = "_networkx_list_start";

export type GmlKind = "text" | "whole" | "real";

/** A key of an element. Its value is text between `start` and `stop`, or a list in brackets, or several of these. */
export interface GmlItem {
  name: number;
  kind: GmlKind;
  start: number;
  stop: number;
  /** A list in brackets. */
  list: object | undefined;
  /** All values, of a key that is there several times. */
  values: unknown[] | undefined;
  hasReal: boolean;
}

/** Keys and values of an element, in one buffer; used again for the next element. */
export class GmlElement {
  bytes = new Uint8Array(256);
  readonly items: GmlItem[] = [];
  count = 0;
  #size = 0;
  /** For each name the item that has it, where its stamp is that of this element. */
  #slots = new Int32Array(32);
  #stamps = new Int32Array(32);
  #stamp = 1;

  clear(): void {
    this.count = 0;
    this.#size = 0;
    this.#stamp++;
  }

  addScalar(name: number, bytes: Uint8Array, start: number, stop: number, kind: GmlKind): void {
    const from = this.#size;
    const to = from + stop - start;
    if (to > this.bytes.length) this.bytes = longer(this.bytes, to);
    if (stop - start > 24) this.bytes.set(bytes.subarray(start, stop), from);
    else for (let i = start, k = from; i < stop; i++, k++) this.bytes[k] = bytes[i];
    this.#size = to;
    const item = this.#itemFor(name);
    if (item === undefined) {
      this.#again(name, scalarOf(bytes, start, stop, kind), kind);
      return;
    }
    item.kind = kind;
    item.start = from;
    item.stop = to;
  }

  addList(name: number, list: object): void {
    const item = this.#itemFor(name);
    if (item === undefined) this.#again(name, list, "text");
    else item.list = list;
  }

  /** The item for a name that is new; undefined if there is one. */
  #itemFor(name: number): GmlItem | undefined {
    if (name >= this.#stamps.length) {
      this.#stamps = longer(this.#stamps, name + 1);
      this.#slots = longer(this.#slots, name + 1);
    }
    if (this.#stamps[name] === this.#stamp) return undefined;
    this.#stamps[name] = this.#stamp;
    this.#slots[name] = this.count;
    const item = this.items[this.count];
    if (item === undefined) {
      const added: GmlItem = {
        name,
        kind: "text",
        start: 0,
        stop: 0,
        list: undefined,
        values: undefined,
        hasReal: false,
      };
      this.items[this.count++] = added;
      return added;
    }
    this.count++;
    item.name = name;
    item.list = undefined;
    item.values = undefined;
    item.hasReal = false;
    return item;
  }

  #again(name: number, value: unknown, kind: GmlKind): void {
    const item = this.items[this.#slots[name]];
    if (item.values === undefined) {
      item.hasReal = item.list === undefined && item.kind === "real";
      item.values = this.valuesOf(item);
    }
    item.values.push(value);
    item.hasReal ||= kind === "real";
  }

  /** The item of a name that has one value, and no list. */
  scalar(name: number): GmlItem | undefined {
    if (name < 0 || name >= this.#stamps.length || this.#stamps[name] !== this.#stamp) return undefined;
    const item = this.items[this.#slots[name]];
    return item.list === undefined && item.values === undefined ? item : undefined;
  }

  /** The values of an item: one, or those of a list. */
  valuesOf({ values, list, kind, start, stop }: GmlItem): unknown[] {
    if (values !== undefined) return values[0] === LIST_START ? values.slice(1) : values;
    return [list ?? scalarOf(this.bytes, start, stop, kind)];
  }
}

/** A number or a text as JavaScript has it. Whole numbers beyond 2^53 are bigints. */
function scalarOf(bytes: Uint8Array, start: number, stop: number, kind: GmlKind): unknown {
  const text = platform.decodeUtf8(bytes, start, stop);
  if (kind === "text") return text;
  const value = namedNumber(text) ?? Number(text);
  if (kind === "real" || Number.isSafeInteger(value)) return value;
  // beyond 64 bits by far, and converting costs the square of the length
  return text.length > 400 ? value : BigInt(text.replace("+", ""));
}

/** Puts a value, or the list of those that a key has, into a column. */
export function putItem(column: ColumnBuilder, row: number, element: GmlElement, item: GmlItem): void {
  const { type } = column;
  const isBool = type === "list<bool>";
  const isList = type !== undefined && (type.startsWith("list<") || type.startsWith("vector<"));
  if (item.values !== undefined) {
    const values = element.valuesOf(item);
    const isReal = item.hasReal && values.every((value) => typeof value === "number");
    if (isBool) column.value(row, values.map(booleanOf));
    else column.value(row, isReal ? Float64Array.from(values as number[]) : values);
    return;
  }
  if (item.list !== undefined) {
    column.value(row, item.list);
    return;
  }
  const { bytes } = element;
  const { start, stop, kind } = item;
  if (isList) {
    const text = platform.decodeUtf8(bytes, start, stop);
    if (kind === "text" && (text === "[]" || text === "()")) column.value(row, []);
    else if (kind === "text" && text.startsWith("[")) column.text(row, text);
    else column.value(row, isBool ? element.valuesOf(item).map(booleanOf) : element.valuesOf(item));
    return;
  }
  if (kind === "text" || type === "utf8") column.bytes(row, bytes, start, stop);
  else if (kind === "real") column.float(row, element.valuesOf(item)[0] as number);
  else column.value(row, element.valuesOf(item)[0]);
}

/** GML has 1 and 0 for true and false. */
function booleanOf(value: unknown): unknown {
  return value === 1 || value === 0 ? value === 1 : value;
}

/** A list in brackets while it is read. */
export class GmlList {
  readonly #values = new Map<string, unknown[]>();

  addScalar(name: string, bytes: Uint8Array, start: number, stop: number, kind: GmlKind): void {
    this.add(name, scalarOf(bytes, start, stop, kind));
  }

  add(name: string, value: unknown): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }

  /** The list as an object, in which a key that is there several times has an array. */
  value(): object {
    const entries = Array.from(this.#values, ([name, values]): [string, unknown] => {
      if (values.length === 1) return [name, values[0]];
      return [name, values[0] === LIST_START ? values.slice(1) : values];
    });
    // defines properties, so that `__proto__` is one like any other
    return Object.fromEntries(entries);
  }
}
