/**
 * Reads tables in one value of JSON, as pandas' `to_json` writes them: `split`, `table`, `index`, `columns`, lists by
 * column, and rows in an array. The index, which has no name in them, has the ids where it has texts; one that numbers the rows is left out.
 */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import type { ValueType } from "../../view.js";
import { type JsonRow, type RowNames, RowReader, rowNamesIn } from "../jsonl/rows.js";
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import { JsonFault, parseExactJson } from "../shared/exact-json.js";
import type { FormatPlace } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { COLUMNS_MAX, WHOLE_UNITS_MAX } from "../shared/limits.js";
import { frameKindOf, type TableOrient } from "./frame-kind.js";
import { define } from "./members.js";
import { outlineOf } from "./outline.js";
import { isJsonId, plainOf } from "./shape.js";
import { TextPlaces } from "./text-places.js";

/** So much of a text tells its layout. */
const OUTLINE_UNITS = 65_536;

/** Types of a schema of a table that values do not show, or not all of them. */
const TABLE_TYPES: Readonly<Record<string, ValueType>> = {
  boolean: "bool",
  number: "float64",
  string: "utf8",
  datetime: "timestamp",
};

/** A table: names of columns, and for each row its name in the index and its values. */
interface Frame {
  readonly columns: readonly string[];
  /** Undefined where there is none. */
  readonly index: readonly unknown[] | undefined;
  readonly rows: readonly (readonly unknown[])[];
}

export const readFrames: FormatReader = async (inputs, builder) => {
  const nodes = inputs.filter(({ part }) => part === "nodes");
  const others = inputs.filter(({ part }) => part !== "nodes");
  if (inputs.every(({ part }) => part === "edges")) builder.endsMakeNodes();
  for (const given of [...nodes, ...others]) await new FrameRun(given, builder).read();
};

class FrameRun {
  readonly #given: ReaderInput;
  readonly #builder: GraphBuilder;
  #place: FormatPlace = {};

  constructor(given: ReaderInput, builder: GraphBuilder) {
    this.#given = given;
    this.#builder = builder;
    builder.where = () => ({ ...given.input.place, ...this.#place });
  }

  async read(): Promise<void> {
    const { part, options } = this.#given;
    const builder = this.#builder;
    const text = await this.#text();
    const kind =
      (options.orient as TableOrient | "records" | undefined) ??
      kindOf(text) ??
      (/^\s*\{\s*\}/.test(text) ? "columns" : /^\s*\{/.test(text) ? "either" : "records");
    const value = this.#parsed(text);
    const names = rowNamesIn(options);
    const rows =
      kind === "records" ? this.#array(value, "an array of rows") : this.#rowsOf(kind, value, names);
    if (part === "graph" && rows.some((row) => isRecord(row) && hasEnds(row as JsonRow, names)))
      builder.endsMakeNodes();
    const reader = new RowReader(builder, names, part, false);
    for (let i = 0; i < rows.length; i++) {
      this.#place = { row: i + 1 };
      reader.put(rows[i]);
      if (builder.isDue) await builder.pause();
    }
  }

  async #text(): Promise<string> {
    const { input } = this.#given;
    const parts: string[] = [];
    let units = 0;
    for await (const part of input.text()) {
      parts.push(part);
      units += part.length;
      input.checkWhole(Math.min(units, WHOLE_UNITS_MAX));
      if (units > WHOLE_UNITS_MAX)
        this.#builder.fail(
          "FORMAT_UNSUPPORTED",
          `at most ${WHOLE_UNITS_MAX} characters in one value expected, got more; orient="records" has no such limit`,
        );
      await this.#builder.pause();
    }
    return parts.join("");
  }

  #parsed(text: string): unknown {
    try {
      return parseExactJson(text);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const places = new TextPlaces();
      places.add(text);
      this.#place = places.at(error.at);
      return this.#builder.fail(error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX", error.message);
    }
  }

  #rowsOf(kind: TableOrient, value: unknown, names: RowNames): JsonRow[] {
    const builder = this.#builder;
    switch (kind) {
      case "values":
        return builder.fail(
          "FORMAT_UNSUPPORTED",
          'a table with names of its columns expected, got rows of values alone, as orient="values" has them; orient="split" writes the names too',
        );
      case "either":
        return builder.fail(
          "FORMAT_UNSUPPORTED",
          'columns with names such as "id" or "source" and "target" expected, got an object of objects whose outer names may be those of columns or of rows; orient: "columns", which is pandas\' default, or "index" says which',
        );
      case "table": {
        const table = this.#table(value);
        this.#declare(value, names);
        return this.#withIndex(table, names);
      }
      case "split":
        return this.#withIndex(this.#split(value), names);
      case "list":
        return this.#withIndex(this.#lists(value), names);
      default:
        return this.#withIndex(kind === "index" ? this.#byIndex(value) : this.#byColumns(value), names);
    }
  }

  #split(value: unknown): Frame {
    const { columns, index, data } = this.#object(value, "an object") as JsonRow;
    const names = this.#names(this.#array(columns, '"columns"'));
    const lists = this.#array(data, '"data"').map((row, i) => {
      this.#place = { row: i + 1 };
      const cells = this.#array(row, "a row");
      if (cells.length !== names.length)
        this.#fail(`${names.length} values expected, as "columns" has names, got ${cells.length}`);
      return cells;
    });
    this.#place = {};
    const labels = index === undefined ? undefined : this.#array(index, '"index"');
    if (labels !== undefined && labels.length !== lists.length)
      this.#fail(`"index" expected ${lists.length} names, one for each row, got ${labels.length}`);
    return { columns: names, index: labels, rows: lists };
  }

  /** Begins columns of the types that the schema of a table states. */
  #declare(value: unknown, names: RowNames): void {
    const { fields } = (value as { schema: { fields: JsonRow[] } }).schema;
    const isEdges =
      this.#given.part === "edges" ||
      (this.#given.part === "graph" &&
        hasEnds(Object.fromEntries(fields.map(({ name }) => [name, 0])), names));
    const ends = names.ends.find((each) => each.every((end) => fields.some(({ name }) => name === end)));
    const others = new Set<unknown>(isEdges ? [...(ends ?? []), names.type] : [...names.id, names.labels]);
    const elements = isEdges ? this.#builder.edges : this.#builder.nodes;
    for (const { name, type } of fields) {
      const own = TABLE_TYPES[String(type)];
      if (
        own === undefined ||
        others.has(name) ||
        name === "index" ||
        !Object.hasOwn(TABLE_TYPES, String(type))
      )
        continue;
      elements.column(String(name), own);
    }
  }

  /** Of the schema of a table the names of columns, and which is the index, if that has no name of its own. */
  #table(value: unknown): Frame {
    const { schema, data } = this.#object(value, "an object") as JsonRow;
    const { fields, primaryKey } = this.#object(schema, '"schema"') as JsonRow;
    const given = this.#array(fields, '"schema.fields"').map(
      (field) => (this.#object(field, "a field") as JsonRow).name,
    );
    const names = this.#names(given);
    const hasIndex = Array.isArray(primaryKey) && primaryKey.length === 1 && primaryKey[0] === "index";
    const at = hasIndex ? names.indexOf("index") : -1;
    const rows = this.#array(data, '"data"').map((row, i) => {
      this.#place = { row: i + 1 };
      const cells = this.#object(row, "a row") as JsonRow;
      for (const name of Object.keys(cells))
        if (!names.includes(name)) this.#fail(`a column of the schema expected, got ${JSON.stringify(name)}`);
      return names.map((name) => (Object.hasOwn(cells, name) ? cells[name] : null));
    });
    this.#place = {};
    if (at < 0) return { columns: names, index: undefined, rows };
    return {
      columns: names.filter((_, i) => i !== at),
      index: rows.map((row) => row[at]),
      rows: rows.map((row) => row.filter((_, i) => i !== at)),
    };
  }

  /** Rows by their names: all of the columns that one of them has. */
  #byIndex(value: unknown): Frame {
    const object = this.#object(value, "an object of rows") as JsonRow;
    const index = Object.keys(object);
    const columns = new Set<string>();
    const rows = index.map((name) => this.#object(object[name], `row ${JSON.stringify(name)}`) as JsonRow);
    for (const row of rows) for (const name of Object.keys(row)) columns.add(name);
    const names = this.#names([...columns]);
    return {
      columns: names,
      index,
      rows: rows.map((row) => names.map((name) => (Object.hasOwn(row, name) ? row[name] : null))),
    };
  }

  /** Columns of values by the names of their rows, which are alike in all of them. */
  #byColumns(value: unknown): Frame {
    const object = this.#object(value, "an object of columns") as JsonRow;
    const names = this.#names(Object.keys(object));
    const columns = names.map(
      (name) => this.#object(object[name], `column ${JSON.stringify(name)}`) as JsonRow,
    );
    const index = columns.length === 0 ? [] : Object.keys(columns[0]);
    for (let i = 1; i < columns.length; i++) {
      const isAlike =
        Object.keys(columns[i]).length === index.length &&
        index.every((name) => Object.hasOwn(columns[i], name));
      if (!isAlike)
        this.#fail(
          `column ${JSON.stringify(names[i])} expected the rows of ${JSON.stringify(names[0])}, got others`,
        );
    }
    return { columns: names, index, rows: index.map((name) => columns.map((column) => column[name])) };
  }

  /** Columns as lists, as `to_dict(orient="list")` has them, without an index. */
  #lists(value: unknown): Frame {
    const object = this.#object(value, "an object of columns") as JsonRow;
    const names = this.#names(Object.keys(object));
    const columns = names.map((name) => this.#array(object[name], `column ${JSON.stringify(name)}`));
    const count = columns[0]?.length ?? 0;
    columns.forEach((column, i) => {
      if (column.length !== count)
        this.#fail(`column ${JSON.stringify(names[i])} expected ${count} values, got ${column.length}`);
    });
    const rows = Array.from({ length: count }, (_, i) => columns.map((column) => column[i]));
    return { columns: names, index: undefined, rows };
  }

  #names(given: readonly unknown[]): string[] {
    const names = given.map((name) => {
      if (typeof name === "string" || typeof name === "number") return String(name);
      return this.#fail(`names of columns expected to be texts, got ${describe(plainOf(name))}`);
    });
    if (names.length > COLUMNS_MAX)
      this.#fail(`at most ${COLUMNS_MAX} columns expected, got ${names.length}`);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined)
      this.#builder.fail(
        "FORMAT_DUPLICATE",
        `columns of different names expected, got ${JSON.stringify(twice)} twice`,
      );
    return names;
  }

  /** Rows as objects, with the index as their ids if they have none and it does not number them. */
  #withIndex({ columns, index = [], rows }: Frame, names: RowNames): JsonRow[] {
    const { part } = this.#given;
    const labels = index.map((name) => String(plainOf(name)));
    const isCount = labels.every((name, i) => name === String(i));
    const isIds =
      !isCount &&
      index.every(isJsonId) &&
      new Set(labels).size === labels.length &&
      part !== "edges" &&
      !names.id.some((name) => columns.includes(name)) &&
      !(part === "graph" && names.ends.some((ends) => ends.every((name) => columns.includes(name))));
    if (!isIds && index.length > 0) {
      const what = isCount ? "an index that numbers the rows" : "an index without a name";
      this.#builder.warnings.add("namelessColumn", `${what}, as pandas writes it`);
    }
    return rows.map((row, i) => {
      const object = {};
      if (isIds) define(object, names.id.at(-1) as string, index[i]);
      for (let column = 0; column < columns.length; column++) define(object, columns[column], row[column]);
      return object;
    });
  }

  #object(value: unknown, what: string): object {
    return isRecord(value)
      ? value
      : this.#fail(`${what} expected an object, got ${describe(plainOf(value))}`);
  }

  #array(value: unknown, what: string): readonly unknown[] {
    return Array.isArray(value)
      ? value
      : this.#fail(`${what} expected an array, got ${describe(plainOf(value))}`);
  }

  #fail(message: string): never {
    return this.#builder.fail("FORMAT_SYNTAX", message);
  }
}

function kindOf(text: string): TableOrient | undefined {
  return frameKindOf(outlineOf(text.slice(0, OUTLINE_UNITS)));
}

function hasEnds(row: JsonRow, names: RowNames): boolean {
  return names.ends.some((ends) => ends.every((name) => Object.hasOwn(row, name)));
}
