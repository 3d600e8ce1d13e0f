/**
 * The attributes of nodes, or of edges, that a file declares, found by the ids that its elements name. Several may have
 * one name: they are one column, of a type that has the values of all. What is named before it is declared is kept
 * as text until the end of the file, or is a text if it never is.
 */
import { parseType, type ScalarType, type ValueType } from "../../view.js";
import { longer } from "../shared/byte-interner.js";
import type { ColumnBuilder } from "../shared/column-builder.js";
import type { ColumnType } from "../shared/elements-builder.js";
import type { FormatPlace } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";

/** An attribute as a file declares it. */
export interface DeclaredAttribute {
  readonly id: string;
  readonly name: string;
  readonly type: ColumnType;
  /** Reads a value where it is not the text that a column of the type takes, as in lists. */
  readonly read?: ((text: string) => unknown) | undefined;
  readonly default?: string | undefined;
}

/** An attribute with the column of the rows at hand. */
export class AttributeSlot {
  readonly id: string;
  readonly name: string;
  readonly default: string | undefined;
  type: ColumnType;
  read: ((text: string) => unknown) | undefined;
  /** Whether whole numbers go to a float64 column, which not all of them fit. */
  isRounded = false;
  column: ColumnBuilder | undefined;
  generation = -1;
  /** The row that was given a value last. */
  row = -1;
  /** How many rows there were before it was declared. */
  rowsBefore = 0;

  constructor({ id, name, type, read, default: value }: DeclaredAttribute) {
    this.id = id;
    this.name = name;
    this.type = type;
    this.read = read;
    this.default = value;
  }
}

/** The types of which an empty text is a value. */
export const EMPTY_TYPES: ReadonlySet<ColumnType> = new Set<ColumnType>(["utf8", "text", "binary"]);

export class AttributeSlots {
  readonly #builder: GraphBuilder;
  readonly #kind: "nodes" | "edges";
  readonly #byId = new Map<string, AttributeSlot>();
  readonly #byName = new Map<string, AttributeSlot[]>();
  readonly #defaults: AttributeSlot[] = [];
  readonly #pending = new Map<string, PendingTexts>();
  /** Slots that were declared behind elements that may have values of theirs. */
  #late: AttributeSlot[] = [];
  /** Slots that are no declared attribute: what the format has words for. */
  readonly #own = new Map<string, AttributeSlot>();

  constructor(builder: GraphBuilder, kind: "nodes" | "edges") {
    this.#builder = builder;
    this.#kind = kind;
  }

  declare(declared: DeclaredAttribute): AttributeSlot {
    const slot = new AttributeSlot(declared);
    if (!this.#byId.has(slot.id)) this.#byId.set(slot.id, slot);
    else
      this.#builder.warnings.add(
        "declaredTwice",
        "attributes that are declared again; the first one counts",
        {
          attribute: slot.name,
          place: this.#builder.place(),
        },
      );
    const named = this.#byName.get(slot.name);
    if (named === undefined) this.#byName.set(slot.name, [slot]);
    else named.push(slot);
    if (slot.default !== undefined) this.#defaults.push(slot);
    slot.rowsBefore = this.#builder[this.#kind].rowCount;
    if (slot.rowsBefore > 0) this.#late.push(slot);
    return slot;
  }

  /** The attribute of an id. */
  find(id: string): AttributeSlot | undefined {
    return this.#byId.get(id);
  }

  /** Whether an attribute of a name is declared. */
  isDeclared(name: string): boolean {
    return this.#byName.has(name);
  }

  /** A slot for what the format has a word for; under another name where a declared attribute has that one. */
  own(name: string, type: ColumnType, prefix: string): AttributeSlot {
    let slot = this.#own.get(name);
    if (slot === undefined) {
      const free = this.#byName.has(name) ? `${prefix}${name}` : name;
      slot = new AttributeSlot({ id: name, name: free, type });
      this.#own.set(name, slot);
    }
    return slot;
  }

  /** Puts a value as the file has it. An empty text is no value of any type but text. */
  put(slot: AttributeSlot, row: number, text: string): void {
    if (row < 0) return;
    const column = slot.generation === this.#builder.generation ? slot.column : this.#open(slot);
    slot.row = row;
    if (text === "" && slot.read === undefined && !EMPTY_TYPES.has(slot.type)) {
      this.#empty(slot);
      return;
    }
    if (slot.read !== undefined) column?.value(row, slot.read(text));
    else {
      if (slot.isRounded && text.length > 15) this.#checkRounded(slot, text);
      column?.text(row, text);
    }
  }

  /** Puts a JavaScript value. */
  putValue(slot: AttributeSlot, row: number, value: unknown): void {
    if (row < 0) return;
    const column = slot.generation === this.#builder.generation ? slot.column : this.#open(slot);
    slot.row = row;
    column?.value(row, value);
  }

  #empty({ name, type }: AttributeSlot): void {
    this.#builder.warnings.add("emptyValue", `empty values of type ${type}, which are absent`, {
      attribute: name,
      place: this.#builder.place({ attribute: name }),
    });
  }

  #checkRounded({ name }: AttributeSlot, text: string): void {
    if (!/^\s*-?\d+\s*$/.test(text) || BigInt(Number(text)) === BigInt(text)) return;
    this.#builder.warnings.add("converted", "whole number rounded to float64", {
      attribute: name,
      place: this.#builder.place({ attribute: name }),
    });
  }

  /** Gives the rows before a declaration what waited for it. */
  #settle(): void {
    const late = this.#late;
    this.#late = [];
    for (const slot of late) {
      const pending = this.#pending.get(slot.id);
      this.#pending.delete(slot.id);
      let next = 0;
      for (const [row, text] of pending?.all() ?? []) {
        if (slot.default !== undefined) for (; next < row; next++) this.put(slot, next, slot.default);
        this.put(slot, row, text);
        next = row + 1;
      }
      if (slot.default !== undefined)
        for (; next < slot.rowsBefore; next++) this.put(slot, next, slot.default);
    }
  }

  #open(slot: AttributeSlot): ColumnBuilder {
    if (this.#late.length > 0) this.#settle();
    const named = this.#byName.get(slot.name) ?? [slot];
    if (named.length > 1 && slot.column === undefined) {
      const type = named.reduce((wide: ColumnType, each) => wideType(wide, each.type), slot.type);
      slot.isRounded = type === "float64" && (slot.type === "int64" || slot.type === "integer");
      if (type === "utf8" && named.some((each) => each.type !== "utf8"))
        this.#builder.warnings.add("mixedTypes", "declared with several types, kept as text", {
          attribute: slot.name,
        });
      if (type === "utf8") slot.read = undefined;
      slot.type = type;
    }
    slot.column = this.#builder[this.#kind].column(slot.name, slot.type);
    slot.generation = this.#builder.generation;
    return slot.column;
  }

  /** Puts the value of an attribute that is not declared so far. */
  putUndeclared(id: string, row: number, text: string): void {
    if (row < 0) return;
    let pending = this.#pending.get(id);
    if (pending === undefined) {
      pending = new PendingTexts(this.#builder.place({ attribute: id }));
      this.#pending.set(id, pending);
    }
    pending.add(row, text);
  }

  /** Gives an element the values that attributes have where nothing is said. */
  fillDefaults(row: number): void {
    for (const slot of this.#defaults) if (slot.row !== row) this.put(slot, row, slot.default as string);
  }

  /** Puts what waited for a declaration; to be called at the end, and before the builder forgets its rows. */
  finish(): void {
    this.#settle();
    for (const [id, pending] of this.#pending) {
      this.#builder.warnings.add(
        "undeclaredAttribute",
        "values of an attribute that is not declared, kept as text",
        { attribute: id, place: pending.place, count: pending.count },
      );
      const slot = new AttributeSlot({ id, name: id, type: "utf8" });
      for (const [row, text] of pending.all()) this.put(slot, row, text);
    }
    this.#pending.clear();
    for (const slot of this.#defaults) slot.row = -1;
  }
}

/** The type that has the values of two. Texts do where nothing else does. */
function wideType(a: ColumnType, b: ColumnType): ColumnType {
  if (a === b) return a;
  const [one, other] = [a, b].map((type) => NUMBERS.indexOf(type));
  if (one < 0 || other < 0) return "utf8";
  const wide = NUMBERS[Math.max(one, other)];
  // a float32 does not hold all integers of 32 bits
  return wide === "float" || wide === "float32"
    ? Math.min(one, other) >= NUMBERS.indexOf("float32")
      ? "float"
      : "float64"
    : wide;
}

/** From the narrowest on. */
const NUMBERS: readonly ColumnType[] = ["int32", "int64", "float32", "float", "float64"];

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts of rows, as bytes, so that they hold no chunk of the file. */
class PendingTexts {
  /** Where the first one stands. */
  readonly place: FormatPlace;
  count = 0;
  #rows = new Uint32Array(16);
  #offsets = new Uint32Array(17);
  #bytes = new Uint8Array(256);

  constructor(place: FormatPlace) {
    this.place = place;
  }

  add(row: number, text: string): void {
    const at = this.count++;
    if (at >= this.#rows.length) {
      this.#rows = longer(this.#rows, at + 1);
      this.#offsets = longer(this.#offsets, this.#rows.length + 1);
    }
    const start = this.#offsets[at];
    if (start + text.length * 3 > this.#bytes.length)
      this.#bytes = longer(this.#bytes, start + text.length * 3);
    this.#rows[at] = row;
    this.#offsets[at + 1] = start + encoder.encodeInto(text, this.#bytes.subarray(start)).written;
  }

  *all(): Generator<[row: number, text: string]> {
    for (let i = 0; i < this.count; i++)
      yield [this.#rows[i], decoder.decode(this.#bytes.subarray(this.#offsets[i], this.#offsets[i + 1]))];
  }
}

/** The type that a file of our own writer states; undefined for anything else. */
export function ownType(text: string | undefined): ValueType | undefined {
  return text === undefined || parseType(text) === undefined ? undefined : (text as ValueType);
}

/** Reads the items of a list in text, each as the type has it. */
export function listReader(
  split: (text: string) => string[],
  element: ScalarType,
): (text: string) => unknown {
  return element === "utf8" ? split : (text) => split(text).map((item) => item.trim());
}
