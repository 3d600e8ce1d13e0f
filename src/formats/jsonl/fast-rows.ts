/**
 * Reads plain rows of JSON Lines from their bytes: flat objects of texts without escapes, numbers, booleans and nulls,
 * which are most. A row with anything else is left to `RowReader`, before anything of it was put; both do the same.
 */
import { platform } from "#platform";
import { NO_ROW } from "../../structures/row-index.js";
import { ByteInterner } from "../shared/byte-interner.js";
import type { ColumnBuilder } from "../shared/column-builder.js";
import type { FormatPart } from "../shared/contract.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { fastNumber } from "../shared/text-values.js";
import type { RowNames } from "./rows.js";

/** Kinds of values. */
const TEXT = 0;
const WHOLE = 1;
const DECIMAL = 2;
const TRUE = 3;
const FALSE = 4;
const NULL = 5;

/** Digits of whole numbers that a double holds, whatever they are. */
const DIGITS_MAX = 15;

/** A property by its name, with what is known of it. */
interface Property {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The last row that has it. */
  row: number;
  /** Its place in that row. */
  at: number;
  generation: number;
  nodes: ColumnBuilder | undefined;
  edges: ColumnBuilder | undefined;
}

export class FastRows {
  readonly #builder: GraphBuilder;
  readonly #part: FormatPart;
  readonly #properties = new Map<string, Property>();
  /** The properties that rows have had by their place, which the next row most likely has too. */
  readonly #usual: Property[] = [];
  #found: Property[] = [];
  #kinds = new Uint8Array(16);
  #starts = new Int32Array(16);
  #ends = new Int32Array(16);
  #count = 0;
  #row = 0;
  readonly #types = new ByteInterner();
  readonly #typeCodes: number[] = [];
  readonly #labels: Property;
  readonly #type: Property;
  readonly #pairs: readonly (readonly [Property, Property])[];
  readonly #ids: readonly Property[];

  constructor(builder: GraphBuilder, names: RowNames, part: FormatPart) {
    this.#builder = builder;
    this.#part = part;
    this.#labels = this.#property(names.labels);
    this.#type = this.#property(names.type);
    this.#pairs = names.ends.map(([source, target]) => [this.#property(source), this.#property(target)]);
    this.#ids = names.id.map((name) => this.#property(name));
  }

  /** Puts the row in a line; false, and nothing is put, if it is not a plain one. */
  put(bytes: Uint8Array, start: number, end: number): boolean {
    this.#row++;
    this.#count = 0;
    if (!this.#scan(bytes, start, end) || this.#count === 0 || this.#mayBeApoc(bytes)) return false;
    const ends = this.#part === "nodes" ? undefined : this.#endsOfRow();
    if (ends !== undefined) return this.#edge(bytes, ends);
    return this.#part === "edges" ? false : this.#node(bytes);
  }

  /** Goes through a line, and keeps where its properties are. */
  #scan(bytes: Uint8Array, start: number, end: number): boolean {
    let i = start;
    if (bytes[i++] !== 0x7b) return false;
    for (;;) {
      while (bytes[i] === 0x20 && i < end) i++;
      if (bytes[i] !== 0x22) return false;
      const nameAt = ++i;
      const usual = this.#usual[this.#count];
      let property: Property;
      if (usual !== undefined && isAt(bytes, nameAt, end, usual.bytes)) {
        property = usual;
        i += usual.bytes.length;
      } else {
        i = endOfText(bytes, i, end);
        if (i < 0) return false;
        property = this.#property(platform.decodeUtf8(bytes, nameAt, i));
        this.#usual[this.#count] = property;
      }
      if (property.row === this.#row) return false;
      i++;
      while (bytes[i] === 0x20 && i < end) i++;
      if (bytes[i] !== 0x3a) return false;
      i++;
      while (bytes[i] === 0x20 && i < end) i++;
      const after = this.#value(bytes, i, end, property);
      if (after < 0) return false;
      i = after;
      while (bytes[i] === 0x20 && i < end) i++;
      if (i >= end) return false;
      if (bytes[i] === 0x2c) {
        i++;
        continue;
      }
      if (bytes[i++] !== 0x7d) return false;
      while (i < end && (bytes[i] === 0x20 || bytes[i] === 0x0d || bytes[i] === 0x09)) i++;
      return i === end;
    }
  }

  /** Keeps the value that begins at a position, and returns where it ends; negative if it is none of the plain ones. */
  #value(bytes: Uint8Array, start: number, end: number, property: Property): number {
    const first = bytes[start];
    if (first === 0x22) {
      const close = endOfText(bytes, start + 1, end);
      if (close < 0) return -1;
      this.#keep(property, TEXT, start + 1, close);
      return close + 1;
    }
    if (first === 0x74) return this.#word(bytes, start, end, property, TRUE);
    if (first === 0x66) return this.#word(bytes, start, end, property, FALSE);
    if (first === 0x6e) return this.#word(bytes, start, end, property, NULL);
    return this.#number(bytes, start, end, property);
  }

  #word(bytes: Uint8Array, start: number, end: number, property: Property, kind: number): number {
    const word = WORD_BYTES[kind];
    if (start + word.length >= end) return -1;
    for (let k = 0; k < word.length; k++) if (bytes[start + k] !== word[k]) return -1;
    this.#keep(property, kind, start, start + word.length);
    return start + word.length;
  }

  /** Whole and decimal numbers of a few digits; -0 and exponents are left to others. */
  #number(bytes: Uint8Array, start: number, end: number, property: Property): number {
    let i = bytes[start] === 0x2d ? start + 1 : start;
    const digitsAt = i;
    while (i < end && bytes[i] >= 0x30 && bytes[i] <= 0x39) i++;
    const digits = i - digitsAt;
    if (digits === 0 || digits > DIGITS_MAX || (bytes[digitsAt] === 0x30 && (digits > 1 || digitsAt > start)))
      return -1;
    if (bytes[i] !== 0x2e) {
      if ((bytes[i] | 0x20) === 0x65) return -1;
      this.#keep(property, WHOLE, start, i);
      return i;
    }
    const fractionAt = ++i;
    while (i < end && bytes[i] >= 0x30 && bytes[i] <= 0x39) i++;
    if (i === fractionAt || (bytes[i] | 0x20) === 0x65) return -1;
    this.#keep(property, DECIMAL, start, i);
    return i;
  }

  #keep(property: Property, kind: number, start: number, end: number): void {
    const at = this.#count++;
    if (at === this.#kinds.length) this.#grow();
    property.row = this.#row;
    property.at = at;
    this.#found[at] = property;
    this.#kinds[at] = kind;
    this.#starts[at] = start;
    this.#ends[at] = end;
  }

  #grow(): void {
    const length = this.#kinds.length * 2;
    const [kinds, starts, ends] = [new Uint8Array(length), new Int32Array(length), new Int32Array(length)];
    kinds.set(this.#kinds);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#kinds = kinds;
    this.#starts = starts;
    this.#ends = ends;
  }

  #property(name: string): Property {
    const known = this.#properties.get(name);
    if (known !== undefined) return known;
    const property: Property = {
      name,
      bytes: encoder.encode(name),
      row: -1,
      at: -1,
      generation: -1,
      nodes: undefined,
      edges: undefined,
    };
    if (this.#properties.size < PROPERTIES_MAX) this.#properties.set(name, property);
    return property;
  }

  #has(property: Property): boolean {
    return property.row === this.#row;
  }

  /** Whether `type` says what APOC's rows are. */
  #mayBeApoc(bytes: Uint8Array): boolean {
    const type = this.#properties.get("type");
    if (type === undefined || !this.#has(type) || this.#kinds[type.at] !== TEXT) return false;
    const [start, end] = [this.#starts[type.at], this.#ends[type.at]];
    const length = end - start;
    return (length === 4 && bytes[start] === 0x6e) || (length === 12 && bytes[start] === 0x72);
  }

  #endsOfRow(): readonly [Property, Property] | undefined {
    for (const pair of this.#pairs) if (this.#has(pair[0]) && this.#has(pair[1])) return pair;
    return undefined;
  }

  #isId({ at }: Property): boolean {
    return this.#kinds[at] === TEXT || this.#kinds[at] === WHOLE;
  }

  #key(bytes: Uint8Array, { at }: Property): number {
    return this.#builder.key(bytes, this.#starts[at], this.#ends[at]);
  }

  #edge(bytes: Uint8Array, [source, target]: readonly [Property, Property]): boolean {
    if (!this.#isId(source) || !this.#isId(target)) return false;
    const builder = this.#builder;
    const row = builder.edge(this.#key(bytes, source), this.#key(bytes, target));
    if (row === NO_ROW) return true;
    const { edges } = builder;
    for (let at = 0; at < this.#count; at++) {
      const property = this.#found[at];
      if (property === source || property === target) continue;
      const isText = this.#kinds[at] === TEXT && this.#ends[at] > this.#starts[at];
      if (property === this.#type && isText) edges.labelSet(row, this.#typeCode(bytes, at));
      else this.#put(edges, row, property, bytes, at);
    }
    return true;
  }

  #typeCode(bytes: Uint8Array, at: number): number {
    const number = this.#types.intern(bytes, this.#starts[at], this.#ends[at]);
    this.#typeCodes[number] ??= this.#builder.edges.setCode([this.#types.text(number)]);
    return this.#typeCodes[number];
  }

  #node(bytes: Uint8Array): boolean {
    const builder = this.#builder;
    let id: Property | undefined;
    for (const each of this.#ids) {
      if (!this.#has(each)) continue;
      // ids with a fraction are for others to write
      if (this.#kinds[each.at] === DECIMAL) return false;
      if (!this.#isId(each)) continue;
      id = each;
      break;
    }
    if (id !== undefined) builder.keyName ??= id.name;
    const row = id === undefined ? builder.anonymousNode() : builder.node(this.#key(bytes, id));
    if (row === NO_ROW) return true;
    const { nodes } = builder;
    for (let at = 0; at < this.#count; at++) {
      const property = this.#found[at];
      if (property === id) continue;
      const isText = this.#kinds[at] === TEXT && this.#ends[at] > this.#starts[at];
      if (property === this.#labels && isText)
        nodes.labelOfBytes(row, bytes, this.#starts[at], this.#ends[at]);
      else this.#put(nodes, row, property, bytes, at);
    }
    return true;
  }

  #put(elements: ElementsBuilder, row: number, property: Property, bytes: Uint8Array, at: number): void {
    const kind = this.#kinds[at];
    if (kind === NULL) return;
    const column = this.#column(elements, property);
    const [start, end] = [this.#starts[at], this.#ends[at]];
    if (kind === TEXT) {
      const isTexts = column.type === "utf8" && !mayNameNumber(bytes[start]);
      if (isTexts) column.bytes(row, bytes, start, end);
      else column.value(row, platform.decodeUtf8(bytes, start, end));
    } else if (kind === TRUE || kind === FALSE) column.value(row, kind === TRUE);
    else {
      const fast = fastNumber(bytes, start, end);
      const number = fast === fast ? fast : Number(platform.decodeUtf8(bytes, start, end));
      if (kind === DECIMAL && Number.isInteger(number)) column.float(row, number);
      else column.value(row, number);
    }
  }

  #column(elements: ElementsBuilder, property: Property): ColumnBuilder {
    const { generation } = this.#builder;
    if (property.generation !== generation) {
      property.generation = generation;
      property.nodes = undefined;
      property.edges = undefined;
    }
    if (elements.kind === "node") {
      property.nodes ??= elements.column(property.name);
      return property.nodes;
    }
    property.edges ??= elements.column(property.name);
    return property.edges;
  }
}

const encoder = new TextEncoder();
const PROPERTIES_MAX = 65_536;

const WORD_BYTES = ["", "", "", "true", "false", "null"].map((word) => encoder.encode(word));

/** Whether a text that begins so may be NaN or an infinity. */
function mayNameNumber(first: number): boolean {
  return first === 0x4e || first === 0x49 || first === 0x2d;
}

/** Whether some bytes and a quote stand at a position. */
function isAt(bytes: Uint8Array, at: number, end: number, name: Uint8Array): boolean {
  const { length } = name;
  if (at + length >= end || bytes[at + length] !== 0x22) return false;
  for (let k = 0; k < length; k++) if (bytes[at + k] !== name[k]) return false;
  return true;
}

/** The position of the quote that ends a text; negative if it has escapes or control characters, or does not end. */
function endOfText(bytes: Uint8Array, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0x22) return i;
    if (byte === 0x5c || byte < 0x20) return -1;
  }
  return -1;
}
