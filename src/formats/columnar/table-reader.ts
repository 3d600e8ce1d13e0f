/**
 * Puts the columns of a table into a builder, block by block: finds out which column is what, makes the rows, and
 * puts each column's values in the type that it states, that `types` asks for or that the graph has.
 */
import { platform } from "#platform";
import { describe } from "../../errors.js";
import { NO_ROW } from "../../structures/row-index.js";
import { createColumn, type ValueType } from "../../view.js";
import { type NamedColumns, plainColumns } from "../csv/columns.js";
import {
  type BlockNumbers,
  type BuiltColumn,
  type ColumnBuilder,
  typedBuilder,
} from "../shared/column-builder.js";
import type { FormatPart, ReaderInput } from "../shared/contract.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { AttributeNames } from "../shared/names.js";
import {
  type ColumnKind,
  type Conversion,
  converterFor,
  isReadableKind,
  kindName,
  listAsJson,
  textInBytes,
  typeOfKind,
} from "./kinds.js";
import type { OwnMetadata } from "./own-metadata.js";

/** The values of a column in some rows that follow each other. */
export interface FieldValues {
  readonly count: number;
  /** All values, where none is null and they are numbers. */
  readonly numbers?: BlockNumbers | undefined;
  /** The raw value of a row; null if there is none. */
  get(row: number): unknown;
  /** Where the bytes of a row lie, for kinds `text` and `json`; false if it is null. They are well-formed UTF-8. */
  find?(row: number, at: BytesAt): boolean;
}

/** Bytes that lie somewhere. */
export interface BytesAt {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** A column as the file states it. */
export interface StatedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

type Role = "id" | "source" | "target" | "labels" | "type" | "attribute" | "none";

interface PlacedColumn extends StatedColumn {
  readonly role: Role;
  /** The type that a file of groggy's own states. */
  readonly type: ValueType | undefined;
}

/** Names of the columns that pandas makes of an index without a name. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

const NO_BYTES = new Uint8Array(0);

export class TableReader {
  readonly part: "nodes" | "edges";
  readonly columns: readonly PlacedColumn[];
  readonly #builder: GraphBuilder;
  readonly #names: AttributeNames;
  readonly #elements: ElementsBuilder;
  readonly #refused = new Set<string>();
  readonly #at: BytesAt = { bytes: NO_BYTES, start: 0, end: 0 };
  /** Rows of the table so far, and the column that is being put. */
  #row = 0;
  #attribute: string | undefined;
  #rows = new Int32Array(0);

  constructor(
    builder: GraphBuilder,
    { part, options }: ReaderInput,
    stated: readonly StatedColumn[],
    own: OwnMetadata | undefined,
  ) {
    this.#builder = builder;
    this.#names = new AttributeNames(builder.options);
    const placed = placedColumns(stated, part, (options.columns ?? {}) as NamedColumns, own);
    this.part = placed.part;
    this.columns = placed.columns;
    this.#elements = this.part === "nodes" ? builder.nodes : builder.edges;
    if (this.part === "edges" && !this.columns.some(({ role }) => role === "source"))
      builder.fail(
        "FORMAT_SYNTAX",
        `columns of edges expected "source" and "target", got ${describe(
          stated
            .map(({ name }) => name)
            .slice(0, 10)
            .join(", "),
        )}; "columns" can name them`,
      );
    for (const { role, name } of this.columns)
      if (role === "none")
        builder.warnings.add("index", "a column that numbers the rows, as pandas writes its index", {
          attribute: name,
        });
    if (own !== undefined) this.#takeOwn(own);
    else if (this.part === "nodes") this.#takeId();
  }

  #takeOwn({ directed, key, graph }: OwnMetadata): void {
    const builder = this.#builder;
    builder.directed = directed;
    for (const [name, type, text] of graph) {
      const tell = this.#tell(name, type);
      const column = typedBuilder(name, type, {
        misfit: (_name, expected, received) => tell.misfit(expected, received),
        converted: () => undefined,
        repeated: () => undefined,
        mixed: () => undefined,
      });
      column.text(0, text);
      const { values, count } = column.finish() as BuiltColumn;
      const read = createColumn(type);
      if (count > 0) read.appendRaw(values);
      if (count > 0) builder.graphAttribute(name, read.get(0));
    }
    if (this.part !== "nodes") return;
    if (key === null) builder.keysAreShared = true;
    else builder.keyName = key;
    if (key !== null) builder.keyType = this.columns.find(({ role }) => role === "id")?.type;
  }

  #takeId(): void {
    const id = this.columns.find(({ role }) => role === "id");
    if (id === undefined) return;
    if (!PANDAS_INDEX.test(id.name)) this.#builder.keyName = id.name;
    const type = typeOfKind(id.kind);
    if (type === "int32" || type === "int64") this.#builder.keyType = type;
  }

  /** Whether the values of a column are needed. */
  isWanted(name: string): boolean {
    const column = this.columns.find((each) => each.name === name);
    if (column === undefined || column.role === "none" || column.kind.kind === "null") return false;
    return column.role !== "attribute" || (this.#names.isWanted(name) && !this.#isRefused(column));
  }

  /** Whether no attribute can hold a column, and nobody asked for a type that can; reported once, or refused. */
  #isRefused({ name, kind }: PlacedColumn): boolean {
    if (this.#refused.has(name)) return true;
    if (typeOfKind(kind) !== undefined) return false;
    const builder = this.#builder;
    const isAsked = this.#elements.typeFor(name) !== undefined && isReadableKind(kind);
    if (isAsked) return false;
    this.#refused.add(name);
    const shown = /^\w+$/.test(name) ? name : JSON.stringify(name);
    const wayOut = isReadableKind(kind)
      ? `"types" can give it another type: { ${shown}: "${kind.kind === "decimal" ? "float64" : "json"}" }`
      : `"without" can leave it out: [${JSON.stringify(name)}]`;
    builder.refuse(
      isReadableKind(kind) ? "FORMAT_VALUE" : "FORMAT_UNSUPPORTED",
      "column",
      `"${name}" expected values that an attribute can have, got ${kindName(kind)}; ${wayOut}`,
      { attribute: name },
    );
    return true;
  }

  /** Where the reader is, for `builder.where`. */
  get place(): { readonly row: number; readonly attribute?: string } {
    const row = this.#row + 1;
    return this.#attribute === undefined ? { row } : { row, attribute: this.#attribute };
  }

  /** Puts rows; `valuesOf` gives a column's values, and is asked for those that are wanted alone. */
  async put(count: number, valuesOf: (name: string) => FieldValues): Promise<void> {
    const builder = this.#builder;
    const columns = this.columns.filter(({ name }) => this.isWanted(name));
    const values = new Map(columns.map(({ name }) => [name, valuesOf(name)]));
    for (const [name, { count: own }] of values)
      if (own < count) builder.fail("FORMAT_SYNTAX", `"${name}" expected ${count} values, got ${own}`);
    if (columns.length === 0 && count > ROWS_WITHOUT_VALUES_MAX)
      builder.fail(
        "FORMAT_UNSUPPORTED",
        `rows without a value expected at most ${ROWS_WITHOUT_VALUES_MAX}, got ${count}`,
      );
    if (this.#rows.length < count) this.#rows = new Int32Array(count);
    for (let from = 0; from < count; ) {
      const to = this.#makeRows(values, from, count);
      const first = this.#row;
      for (const column of columns) {
        if (column.role === "attribute")
          this.#putColumn(column, values.get(column.name) as FieldValues, from, to, first);
        else if (column.role === "labels" || column.role === "type")
          this.#putLabels(column, values.get(column.name) as FieldValues, from, to, first);
      }
      this.#attribute = undefined;
      this.#row = first + (to - from);
      from = to;
      if (builder.isDue) await builder.pause();
    }
  }

  /** Makes nodes or edges of rows until a pause is due; the row behind the last one. */
  #makeRows(values: ReadonlyMap<string, FieldValues>, from: number, count: number): number {
    const builder = this.#builder;
    const first = this.#row;
    const rows = this.#rows;
    const keyer = (role: Role): ((row: number) => number) | undefined => {
      const column = this.columns.find((each) => each.role === role);
      const own = column === undefined ? undefined : values.get(column.name);
      return column === undefined || own === undefined ? undefined : this.#keyer(column, own);
    };
    let i = from;
    if (this.part === "nodes") {
      const id = keyer("id");
      for (; i < count; i++) {
        if (i > from && builder.isDue) break;
        this.#row = first + (i - from);
        const key = id === undefined ? NO_KEY : id(i);
        rows[i] = key === NO_KEY ? builder.anonymousNode() : builder.node(key);
      }
    } else {
      const [source, target] = [keyer("source"), keyer("target")] as ((row: number) => number)[];
      for (; i < count; i++) {
        if (i > from && builder.isDue) break;
        this.#row = first + (i - from);
        const [a, b] = [source(i), target(i)];
        if (a === NO_KEY || b === NO_KEY) {
          const attribute = this.columns.find(
            ({ role }) => role === (a === NO_KEY ? "source" : "target"),
          )?.name;
          builder.refuse("FORMAT_VALUE", "row", `"${attribute}" expected an id, got null`, { attribute });
          rows[i] = NO_ROW;
        } else rows[i] = builder.edge(a, b);
      }
    }
    this.#row = first;
    return i;
  }

  /** Gives the key of a row, `NO_KEY` for null. */
  #keyer({ name, kind }: PlacedColumn, values: FieldValues): (row: number) => number {
    const builder = this.#builder;
    const at = this.#at;
    if (values.find !== undefined) {
      const { find } = values;
      return (row) => (find.call(values, row, at) ? builder.key(at.bytes, at.start, at.end) : NO_KEY);
    }
    const textOf = this.#texts(name, kind);
    return (row) => {
      const value = values.get(row);
      const text = value === null ? undefined : textOf(value);
      return text === undefined ? NO_KEY : builder.keyOf(text);
    };
  }

  /** Values of any kind as the text of an id, a label or a type. */
  #texts(name: string, kind: ColumnKind): (value: unknown) => string | undefined {
    if (kind.kind === "bytes")
      return (value) => {
        const text = textInBytes(value as Uint8Array);
        if (text === undefined)
          this.#builder.refuse(
            "FORMAT_ENCODING",
            "value",
            `"${name}" expected text, got bytes that are no UTF-8`,
            {
              attribute: name,
            },
          );
        return text;
      };
    const convert = converterFor(kind, "utf8", true, this.#tell(name, "utf8"));
    return (value) => {
      const text = convert === undefined ? value : convert(value);
      return text === undefined ? undefined : String(text);
    };
  }

  #tell(name: string, type: ValueType): Conversion {
    const builder = this.#builder;
    return {
      converted: (what) =>
        builder.warnings.add("converted", what, {
          attribute: name,
          place: builder.place({ attribute: name }),
        }),
      misfit: (expected, received) => {
        const shown = /^\w+$/.test(name) ? name : JSON.stringify(name);
        const way = type === "timestamp" ? `"timestamp" cuts to it, "utf8" keeps all` : '"utf8"';
        builder.refuse(
          "FORMAT_VALUE",
          "value",
          `"${name}" expected ${expected}, got ${received}; "types" can give it a type: { ${shown}: … }, ${way}`,
          { attribute: name },
        );
      },
    };
  }

  #putColumn(column: PlacedColumn, values: FieldValues, from: number, to: number, first: number): void {
    const { name, kind } = column;
    const builder = this.#builder;
    const stated = column.type ?? typeOfKind(kind) ?? "value";
    const target = this.#elements.column(name, stated);
    if (target.isSkipped) return;
    const own = this.#names.nameOf(name);
    const type = target.type ?? "utf8";
    this.#attribute = name;
    const rows = this.#rows;
    const isBlock = values.numbers !== undefined && isAsItLies(kind, type, values.numbers, from, to);
    if (isBlock && target.putNumbers(rows[from], rows[to - 1], values.numbers as BlockNumbers, from, to))
      return;
    if (values.find !== undefined && (kind.kind === "text" || kind.kind === "json")) {
      this.#putTexts(target, values, from, to, first);
      return;
    }
    const isAsked = this.#names.typeOf(own) !== undefined;
    if (kind.kind === "union" && type === "json" && from < to)
      builder.warnings.add("mixedTypes", "values of different types, kept as json", {
        attribute: own,
        count: to - from,
      });
    const tell = this.#tell(name, type);
    let convert = converterFor(kind, type, isAsked, tell);
    // a list that nobody asks to be one may have absent items, and is json then
    let mayBeJson =
      kind.kind === "list" &&
      type !== "json" &&
      column.type === undefined &&
      this.#elements.typeFor(name) === undefined;
    const isText = kind.kind === "json";
    for (let i = from; i < to; i++) {
      const value = values.get(i);
      if (value === null || value === undefined) continue;
      this.#row = first + (i - from);
      if (mayBeJson && (value as readonly unknown[]).includes(null)) {
        mayBeJson = false;
        const jsonOf = listAsJson(kind, tell);
        if (jsonOf !== undefined && target.becomeJson(jsonOf)) {
          convert = converterFor(kind, "json", false, this.#tell(name, "json"));
          this.#builder.warnings.add("absentItems", "lists with absent items, kept as json", {
            attribute: own,
            place: this.#builder.place({ attribute: own }),
          });
        }
      }
      const converted = convert === undefined ? value : convert(value);
      if (isText) target.text(rows[i], converted as string);
      else if (converted !== undefined) target.value(rows[i], converted);
    }
    this.#row = first;
    if (builder.options.lenient === true) this.#attribute = undefined;
  }

  #putTexts(target: ColumnBuilder, values: FieldValues, from: number, to: number, first: number): void {
    const at = this.#at;
    const rows = this.#rows;
    for (let i = from; i < to; i++) {
      if (!(values.find as NonNullable<FieldValues["find"]>).call(values, i, at)) continue;
      this.#row = first + (i - from);
      target.bytes(rows[i], at.bytes, at.start, at.end);
    }
    this.#row = first;
  }

  #putLabels(column: PlacedColumn, values: FieldValues, from: number, to: number, first: number): void {
    const { name, kind } = column;
    const elements = this.#elements;
    const rows = this.#rows;
    this.#attribute = name;
    const isList = kind.kind === "list";
    const textOf = this.#texts(name, isList ? kind.item : kind);
    const codes = new Map<string, number>();
    const at = this.#at;
    for (let i = from; i < to; i++) {
      if (rows[i] === NO_ROW) continue;
      this.#row = first + (i - from);
      let names: readonly string[];
      if (values.find !== undefined) {
        if (!values.find(i, at)) continue;
        names = [platform.decodeUtf8(at.bytes, at.start, at.end)];
      } else {
        const value = values.get(i);
        if (value === null || value === undefined) continue;
        const texts = (isList ? (value as readonly unknown[]) : [value]).map((each) =>
          each === null ? undefined : textOf(each),
        );
        names = texts.filter((text) => text !== undefined);
      }
      names = names.filter((text) => text !== "");
      if (names.length === 0) continue;
      const id = names.length === 1 ? names[0] : JSON.stringify(names);
      let code = codes.get(id);
      if (code === undefined) {
        code = elements.setCode(names);
        codes.set(id, code);
      }
      elements.labelSet(rows[i], code);
    }
    this.#row = first;
  }
}

/** Whether numbers of a kind lie as a column of the type has them. */
function isAsItLies(
  kind: ColumnKind,
  type: ValueType,
  numbers: BlockNumbers,
  from: number,
  to: number,
): boolean {
  if (kind.kind === "number" || kind.kind === "whole") return type !== "timestamp";
  if (kind.kind !== "moment" || kind.digits !== 3 || type !== "timestamp") return false;
  const moments = numbers as BigInt64Array;
  const halves = new Int32Array(moments.buffer, moments.byteOffset, 2 * moments.length);
  for (let i = from; i < to; i++) {
    const ms = halves[2 * i + 1] * 2 ** 32 + (halves[2 * i] >>> 0);
    if (Math.abs(ms) > 8.64e15) return false;
  }
  return true;
}

/** No node. */
const NO_KEY = -1;

/** So many rows that no byte of the file stands for are still made. */
const ROWS_WITHOUT_VALUES_MAX = 65_536;

/** Whether a column of a kind can be ids or ends; or labels, or a type. */
function canBe(role: Role, kind: ColumnKind): boolean {
  const { kind: own } = kind;
  if (role === "labels" && kind.kind === "list")
    return kind.item.kind === "text" || kind.item.kind === "bytes";
  if (role === "labels" || role === "type") return own === "text" || own === "bytes";
  return (
    own !== "list" &&
    own !== "struct" &&
    own !== "map" &&
    own !== "union" &&
    own !== "other" &&
    own !== "null" &&
    own !== "interval"
  );
}

/** Texts of which the file says that they are JSON. */
function jsonKind(kind: ColumnKind): ColumnKind {
  if (kind.kind === "list") return { ...kind, item: jsonKind(kind.item) };
  return kind.kind === "text" ? { kind: "json" } : kind;
}

function placedColumns(
  stated: readonly StatedColumn[],
  part: FormatPart,
  named: NamedColumns,
  own: OwnMetadata | undefined,
): { readonly part: "nodes" | "edges"; readonly columns: readonly PlacedColumn[] } {
  if (own !== undefined && (part === "graph" || part === own.part) && Object.keys(named).length === 0) {
    const known = new Map(own.columns.map((column) => [column.name, column]));
    const columns = stated.map((column): PlacedColumn => {
      const { role, type } = known.get(column.name) ?? { role: "attribute", type: undefined };
      return { ...column, role, type, kind: type?.includes("json") ? jsonKind(column.kind) : column.kind };
    });
    return { part: own.part, columns };
  }
  const plain = plainColumns(
    stated.map(({ name }) => name),
    part,
    named,
  );
  const hasId = plain.columns.some(({ role }) => role === "id");
  const isFirstIndex = (name: string): boolean =>
    stated.find((each) => PANDAS_INDEX.test(each.name))?.name === name;
  const columns = stated.map((column, i): PlacedColumn => {
    const { role } = plain.columns[i];
    if (PANDAS_INDEX.test(column.name) && role === "attribute") {
      // texts name the rows, numbers number them
      const isId =
        plain.part === "nodes" && !hasId && column.kind.kind === "text" && isFirstIndex(column.name);
      return { ...column, role: isId ? "id" : "none", type: undefined };
    }
    const isRole = role !== "attribute" && role !== "direction" && canBe(role, column.kind);
    return { ...column, role: isRole ? role : "attribute", type: undefined };
  });
  return { part: plain.part, columns };
}
