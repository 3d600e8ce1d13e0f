/**
 * Reads CSV, TSV and the like, and tables with neo4j-admin's headers. The dialect and the types of columns are found
 * over the first rows; then bytes go to typed columns, row by row, without a string made of them. Over 500 lines: one
 * table from its first byte to its last, whose parts share where they are.
 */
import { platform } from "#platform";
import { NO_ROW } from "../../structures/row-index.js";
import type { ValueType } from "../../view.js";
import type { ColumnBuilder } from "../shared/column-builder.js";
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import type { FormatPlace } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import type { Input } from "../shared/sources.js";
import { CLASS_TEXT, classFits, classOfBytes, typeOfClasses } from "../shared/text-values.js";
import { ColumnClasses, pointed } from "./column-classes.js";
import {
  isNeo4jHeader,
  namesWithoutHeader,
  neo4jColumns,
  plainColumns,
  plainHeader,
  type TableColumn,
} from "./columns.js";
import { findDialect, widthBehindFirst } from "./dialect.js";
import { type CsvReadOptions, readCsvOptions } from "./options.js";
import { type Dialect, ROW_BLANK, ROW_FAULTY, ROW_NONE, RowScanner } from "./row-scanner.js";

/** So many bytes are sampled at most, where rows are long. */
const SAMPLE_BYTES_MAX = 2 ** 24;

/** The sample that the dialect is told by. */
const DIALECT_BYTES = 65_536;

const UNIT_SEPARATOR = 0x1f;
const COMMA = 44;

export const readCsv: FormatReader = async (inputs, builder) => {
  const tables: Table[] = [];
  for (const input of inputs) tables.push(await Table.open(input, builder));
  // nodes first, so that edges find them
  const ordered = [
    ...tables.filter(({ part }) => part === "nodes"),
    ...tables.filter(({ part }) => part === "edges"),
  ];
  if (!tables.some(({ part }) => part === "nodes")) builder.endsMakeNodes();
  scopeIds(tables, builder);
  for (const table of ordered) await table.read();
};

/** Ids that are unique within their group only are distinguished by it, if there are several. */
function scopeIds(tables: readonly Table[], builder: GraphBuilder): void {
  const groups = new Set<string>();
  for (const { part, columns } of tables)
    if (part === "nodes") for (const { role, group } of columns) if (role === "id") groups.add(group ?? "");
  const isShared = groups.size > 1;
  builder.keysAreShared = isShared;
  for (const table of tables) table.isScoped = isShared;
  const ids = tables.flatMap(({ part, columns }) =>
    part === "nodes" ? columns.filter(({ role }) => role === "id") : [],
  );
  const names = new Set(ids.map(({ name }) => name));
  if (!isShared && names.size === 1) {
    const [name] = names;
    if (name !== "") builder.keyName = name;
  }
}

/** A column while rows are read. */
interface Target {
  readonly column: TableColumn;
  readonly at: number;
  readonly type: ValueType | undefined;
  /** Whether the type was told from the sample, so that texts that do not fit are refused. */
  readonly isInferred: boolean;
  builder: ColumnBuilder;
}

class Table {
  readonly #input: Input;
  readonly #builder: GraphBuilder;
  readonly #options: CsvReadOptions;
  #chunks: AsyncIterator<Uint8Array>;
  #scanner: RowScanner;
  #sample: Uint8Array;
  #isWhole: boolean;
  part: "nodes" | "edges" = "nodes";
  columns: readonly TableColumn[] = [];
  isScoped = false;
  /** Rows that types were told from. */
  #sampledRows = 0;
  #types: (ValueType | undefined)[] = [];
  /** Whether a quoted cell is text, whatever it looks like; not where all cells are quoted. */
  #quotesMatter = true;
  #hasHeader = true;
  /** Rows of data so far. */
  #row = 0;
  #badRows = 0;
  #field = -1;
  #targets: Target[] = [];
  #scratch = new Uint8Array(64);

  static async open(given: ReaderInput, builder: GraphBuilder): Promise<Table> {
    const table = new Table(given, builder);
    await table.#open(given.part, given.options);
    return table;
  }

  private constructor({ input, options }: ReaderInput, builder: GraphBuilder) {
    this.#input = input;
    this.#builder = builder;
    this.#options = readCsvOptions(options);
    this.#chunks = input.chunks();
    this.#sample = new Uint8Array(0);
    this.#isWhole = false;
    this.#scanner = new RowScanner({ delimiter: COMMA, quote: 34, escape: 34, plainEscape: -1, comment: -1 });
  }

  /** Reads enough to tell dialect, header and types. */
  async #open(part: ReaderInput["part"], given: Readonly<Record<string, unknown>>): Promise<void> {
    const options = this.#options;
    this.#builder.where = () => this.#input.place;
    await this.#fill(DIALECT_BYTES);
    const isTsv = /\.tsv(?:\.\w+)?$/i.test(this.#input.name ?? "");
    const { skipped, line, separator } = this.#skipLines();
    const rest = this.#sample.subarray(skipped);
    const delimiter = options.delimiter ?? separator ?? (isTsv ? 9 : undefined);
    const dialect = findDialect(
      rest.subarray(0, DIALECT_BYTES),
      this.#isWhole && rest.length <= DIALECT_BYTES,
      {
        ...options,
        delimiter,
      },
    );
    const scanner = new RowScanner(dialect, skipped, line);
    scanner.feed(rest);
    scanner.isFinal = this.#isWhole;
    this.#scanner = scanner;
    this.#builder.where = () => this.#where();
    const header = await this.#firstRow();
    const names = this.#namesOf(header, part);
    this.#setColumns(names, part, given);
    if (names.length === 1 && options.delimiter === undefined) this.#doubtHeader(rest, dialect);
    await this.#tellTypes();
  }

  /** Tells of a table of one column whose rows have several fields, as behind a line of title. */
  #doubtHeader(rest: Uint8Array, dialect: Dialect): void {
    const isWhole = this.#isWhole && rest.length <= DIALECT_BYTES;
    const found = widthBehindFirst(rest.subarray(0, DIALECT_BYTES), isWhole, dialect);
    if (found === undefined) return;
    this.#builder.warnings.add(
      "header",
      `one column, as the first line has it, in a table whose other lines have ${found.width} fields between ${JSON.stringify(found.delimiter)}; "skip" passes over lines before the header`,
      { place: { ...this.#input.place, line: 1 } },
    );
  }

  /** Reads on until so many bytes are there. */
  async #fill(size: number): Promise<void> {
    const parts = [this.#sample];
    let total = this.#sample.length;
    while (total < size && !this.#isWhole) {
      const { done, value } = await this.#chunks.next();
      if (done === true) this.#isWhole = true;
      else {
        parts.push(value);
        total += value.length;
      }
    }
    if (parts.length === 1) return;
    const all = new Uint8Array(total);
    let at = 0;
    for (const each of parts) {
      all.set(each, at);
      at += each.length;
    }
    this.#sample = all;
  }

  /** Passes over lines as asked, and one that says `sep=;`, as Excel reads and others write it. */
  #skipLines(): { skipped: number; line: number; separator: number | undefined } {
    let at = 0;
    let line = 1;
    const sample = this.#sample;
    for (let left = this.#options.skip; left > 0 && at < sample.length; left--, line++) {
      while (at < sample.length && sample[at] !== 10 && sample[at] !== 13) at++;
      if (at < sample.length) at += sample[at] === 13 && sample[at + 1] === 10 ? 2 : 1;
    }
    const head = new TextDecoder().decode(sample.subarray(at, at + 12));
    const said = /^"?sep=([!-~\t])"?(?:\r\n|\n|\r)/i.exec(head);
    if (said === null) return { skipped: at, line, separator: undefined };
    return { skipped: at + said[0].length, line: line + 1, separator: said[1].charCodeAt(0) };
  }

  /** Reads on into the scanner; false at the end. */
  async #more(): Promise<boolean> {
    if (this.#scanner.isFinal) return false;
    const { done, value } = await this.#chunks.next();
    if (done === true) this.#scanner.isFinal = true;
    else this.#scanner.feed(value);
    this.#checkOpenField(this.#scanner.openField, this.#scanner.openLine);
    return true;
  }

  /** A field that goes on and on is refused before it fills the memory. */
  #checkOpenField(openField: number, openLine: number): void {
    const { end, buffer, dialect } = this.#scanner;
    if (openField < 0 || end - openField <= this.#input.fieldBytesMax) return;
    const isQuoted = buffer[openField] === dialect.quote;
    this.#builder.where = () => ({ ...this.#input.place, line: openLine });
    this.#input.checkField(
      end - openField,
      isQuoted ? `a field whose quote opens in line ${openLine}` : "a field",
      { line: openLine },
    );
  }

  /** Scans up to the first row, which is left to be read again if it is no header. */
  async #firstRow(): Promise<string[]> {
    for (;;) {
      const kind = this.#scanner.next();
      if (kind === ROW_NONE) {
        if (await this.#more()) continue;
        this.#builder.fail("FORMAT_SYNTAX", "a header expected, got an empty file");
      }
      if (kind === ROW_BLANK) continue;
      if (kind === ROW_FAULTY) this.#builder.fail("FORMAT_SYNTAX", this.#scanner.fault, this.#openPlace());
      return Array.from({ length: this.#scanner.count }, (_, i) => this.#text(i));
    }
  }

  #namesOf(first: readonly string[], part: ReaderInput["part"]): string[] {
    const { header } = this.#options;
    const scanner = this.#scanner;
    this.#hasHeader = header ?? !this.#looksLikeData();
    if (this.#hasHeader) {
      return first.map((name, i) => (scanner.kinds[i] === 0 ? name.trim() : name));
    }
    // the row is one of data: it is scanned again
    scanner.at = scanner.rowStart;
    scanner.rowLines = 0;
    return namesWithoutHeader(first.length, part);
  }

  /** Whether the first row has a value in each field, and no name. */
  #looksLikeData(): boolean {
    const { count, kinds, starts, ends, buffer } = this.#scanner;
    let values = 0;
    for (let i = 0; i < count; i++) {
      if (kinds[i] !== 0) return false;
      if (starts[i] === ends[i]) continue;
      if (classOfBytes(buffer, starts[i], ends[i]) === CLASS_TEXT) return false;
      values++;
    }
    return values > 0;
  }

  #setColumns(names: string[], part: ReaderInput["part"], given: Readonly<Record<string, unknown>>): void {
    const builder = this.#builder;
    const { columns: named } = this.#options;
    for (const [role, name] of Object.entries(named))
      if (!names.includes(name))
        builder.fail(
          "FORMAT_SYNTAX",
          `"columns.${role}" expected a column of the header, got ${JSON.stringify(name)}; there are ${names.map((each) => JSON.stringify(each)).join(", ")}`,
        );
    if (this.#hasHeader && isNeo4jHeader(names)) {
      const columns = neo4jColumns(names);
      const isEdges = columns.some(({ role }) => role === "source" || role === "target");
      this.part = isEdges ? "edges" : "nodes";
      this.columns = this.#distinct(columns);
    } else {
      const key = given.key;
      const withKey =
        part !== "edges" && typeof key === "string" && names.includes(key) && named.id === undefined
          ? { ...named, id: key }
          : named;
      const found = plainColumns(names, part, withKey);
      this.part = found.part;
      this.columns = this.#distinct(found.columns);
    }
    const roles = new Set(this.columns.map(({ role }) => role));
    if (this.part === "edges" && !(roles.has("source") && roles.has("target"))) {
      const shown = names.map((name) => JSON.stringify(name)).join(", ");
      builder.fail(
        "FORMAT_SYNTAX",
        `a header with the columns "source" and "target" expected, got ${shown}; "columns" says which they are: { source: "von", target: "nach" }`,
      );
    }
    if (part === "nodes" && this.part === "edges" && roles.has("source"))
      builder.fail("FORMAT_SYNTAX", 'a table of nodes expected, got one of edges, with ":START_ID"');
  }

  /** Columns of one name: an error, or the later ones are left out. */
  #distinct(columns: readonly TableColumn[]): TableColumn[] {
    const seen = new Set<string>();
    return columns.map((column) => {
      if (column.role !== "attribute" || column.name === "") return column;
      if (!seen.has(column.name)) {
        seen.add(column.name);
        return column;
      }
      this.#builder.refuse(
        "FORMAT_DUPLICATE",
        "duplicateColumn",
        `columns of different names expected, got ${JSON.stringify(column.name)} twice`,
      );
      return { ...column, role: "none" as const };
    });
  }

  /** Tells the types of columns over the first rows, or over all. */
  async #tellTypes(): Promise<void> {
    const { inferAll, sampleRows } = this.#options;
    if (inferAll) {
      if (!this.#input.isRepeatable)
        this.#builder.fail(
          "FORMAT_UNSUPPORTED",
          'a source that can be read twice expected for infer: "all", got a stream',
        );
      const other = this.#input.reopen();
      const classes = new ColumnClasses(this.columns.length);
      const scanner = new RowScanner(this.#scanner.dialect);
      for await (const chunk of other.chunks()) {
        scanner.feed(chunk);
        classes.scan(scanner, Number.POSITIVE_INFINITY, this.#options);
        if (scanner.openField >= 0 && scanner.end - scanner.openField > other.fieldBytesMax)
          other.checkField(scanner.end - scanner.openField, "a field", { line: scanner.openLine });
      }
      scanner.isFinal = true;
      classes.scan(scanner, Number.POSITIVE_INFINITY, this.#options);
      this.#takeTypes(classes, this.#hasHeader ? 1 : 0);
      return;
    }
    // from the row behind the header on, without moving the scanner
    for (;;) {
      const scanner = this.#scanner;
      const classes = new ColumnClasses(this.columns.length);
      const own = new RowScanner(scanner.dialect, 0, scanner.line + scanner.rowLines);
      own.feed(scanner.buffer.subarray(scanner.at, scanner.end));
      own.isFinal = scanner.isFinal;
      classes.scan(own, sampleRows, this.#options);
      const { openField, openLine } = own;
      const isEnough =
        classes.rows >= sampleRows ||
        scanner.isFinal ||
        scanner.end - scanner.at >= Math.min(SAMPLE_BYTES_MAX, this.#input.fieldBytesMax);
      if (isEnough) {
        this.#takeTypes(classes, 0);
        return;
      }
      // twice as much each time, so that what is sampled is scanned twice at most
      const wanted = 2 * (scanner.end - scanner.at) + 1024;
      do if (openField >= 0) this.#checkOpenField(scanner.at + openField, openLine);
      while (scanner.end - scanner.at < wanted && (await this.#more()));
    }
  }

  #takeTypes(classes: ColumnClasses, headerRows: number): void {
    this.#sampledRows = this.#options.inferAll ? Number.POSITIVE_INFINITY : classes.rows;
    const isHeaderQuoted = this.#hasHeader ? this.#headerIsQuoted : true;
    this.#quotesMatter =
      !(isHeaderQuoted && classes.allQuoted) &&
      !(this.#options.decimalComma && this.#scanner.dialect.delimiter === COMMA);
    this.#types = this.columns.map((_, i) => {
      const type = typeOfClasses(this.#quotesMatter ? classes.strict[i] : classes.loose[i]);
      return type ?? (classes.empties[i] === 1 ? "utf8" : undefined);
    });
    if (headerRows > 0) this.#sampledRows = Number.POSITIVE_INFINITY;
    this.#nameless(classes);
    this.#directions(classes);
  }

  get #headerIsQuoted(): boolean {
    const { kinds } = this.#scanner;
    for (let i = 0; i < this.columns.length; i++) if (kinds[i] === 0) return false;
    return true;
  }

  /** A first column without a name that numbers the rows is pandas' index; one that does not has the ids. */
  #nameless(classes: ColumnClasses): void {
    const builder = this.#builder;
    this.columns = this.columns.map((column, i) => {
      if (column.role !== "attribute" || column.name !== "") return column;
      const hasId = this.columns.some(({ role }) => role === "id");
      if (i === 0 && this.part === "nodes" && !hasId && !classes.firstNumbers)
        return { ...column, role: "id" as const };
      const what =
        i === 0 && classes.firstNumbers
          ? "a column without a name that numbers the rows, as pandas writes its index"
          : "a column without a name";
      builder.warnings.add("namelessColumn", what, { place: { ...this.#input.place, line: 1 } });
      return { ...column, role: "none" as const };
    });
  }

  /** Gephi's column of types says which edges have directions. */
  #directions(classes: ColumnClasses): void {
    if (this.part !== "edges" || this.#options.columns.type !== undefined) return;
    this.columns = this.columns.map((column, i) => {
      const isIt =
        column.role === "type" &&
        column.name !== "" &&
        plainHeader(column.name) === "type" &&
        classes.areDirections(i);
      return isIt ? { ...column, role: "direction" as const } : column;
    });
  }

  /** Reads all rows. */
  async read(): Promise<void> {
    const builder = this.#builder;
    builder.where = () => this.#where();
    this.#bind();
    let { generation } = builder;
    const pause = async (): Promise<void> => {
      this.#field = -1;
      await builder.pause();
      if (builder.generation === generation) return;
      generation = builder.generation;
      this.#bind();
    };
    for (;;) {
      if (this.#rows()) {
        await pause();
        continue;
      }
      await pause();
      if (!(await this.#more())) return;
    }
  }

  /** Where the columns with a meaning are; -1 for none. */
  #roles = rolesIn([]);

  /** Gets the builders of columns. */
  #bind(): void {
    this.#roles = rolesIn(this.columns);
    const { nodes, edges } = this.#builder;
    const elements = this.part === "nodes" ? nodes : edges;
    this.#targets = this.columns.flatMap((column, at) => {
      const isId = column.role === "id" && this.isScoped;
      if (column.role !== "attribute" && !isId) return [];
      const name = isId && column.name === "" ? "key" : column.name;
      const own = this.#types[at];
      const type = isId ? "utf8" : (column.type ?? own ?? "text");
      const builder = elements.column(name, type);
      if (builder.isSkipped) return [];
      const isInferred =
        column.type === undefined && own !== undefined && builder.type === own && own !== "utf8";
      return [{ column, at, type: builder.type, isInferred, builder }];
    });
  }

  /** Reads the rows that are there; true if a pause is due before the rest. */
  #rows(): boolean {
    const builder = this.#builder;
    const scanner = this.#scanner;
    const width = this.columns.length;
    const isNodes = this.part === "nodes";
    for (;;) {
      if (builder.isDue) return true;
      this.#field = -1;
      const kind = scanner.next();
      if (kind === ROW_NONE) return false;
      if (kind === ROW_BLANK) continue;
      this.#row++;
      if (kind === ROW_FAULTY) this.#badRow("FORMAT_SYNTAX", scanner.fault, this.#openPlace());
      else if (scanner.count !== width)
        this.#badRow("FORMAT_SYNTAX", `${width} fields expected, as in the header, got ${scanner.count}`, {});
      else if (isNodes) this.#node();
      else this.#edge();
    }
  }

  #badRow(code: "FORMAT_SYNTAX" | "FORMAT_VALUE", message: string, place: FormatPlace): void {
    const builder = this.#builder;
    if (!this.#options.skipsBadRows)
      builder.fail(code, `${message}; onBadRow: "skip" leaves such rows out`, place);
    builder.skipped.add("badRow", message, { place: builder.place(place) });
    if (++this.#badRows > this.#options.badRowsMax)
      builder.fail(
        code,
        `at most ${this.#options.badRowsMax} rows that cannot be read expected, as "badRowsMax" says, got more`,
        place,
      );
  }

  #node(): void {
    const builder = this.#builder;
    const { id: at, labels } = this.#roles;
    let row: number;
    if (at < 0) row = builder.anonymousNode();
    else {
      this.#field = at;
      const key = this.#key(at, this.columns[at].group);
      if (key < 0) {
        this.#badRow("FORMAT_VALUE", `"${this.columns[at].name}" expected an id, got nothing`, {});
        return;
      }
      row = builder.node(key);
    }
    if (row === NO_ROW) return;
    if (labels >= 0) this.#labels(row, labels);
    this.#attributes(row);
  }

  #edge(): void {
    const builder = this.#builder;
    const { source, target, direction, type } = this.#roles;
    this.#field = source;
    const from = this.#key(source, this.columns[source].group);
    this.#field = target;
    const to = this.#key(target, this.columns[target].group);
    if (from < 0 || to < 0) {
      this.#field = from < 0 ? source : target;
      this.#badRow("FORMAT_VALUE", `"${from < 0 ? "source" : "target"}" expected an id, got nothing`, {});
      return;
    }
    const row =
      direction < 0
        ? builder.edge(from, to)
        : builder.edge(from, to, this.#text(direction).trim().toLowerCase() === "directed");
    if (row === NO_ROW) return;
    if (type >= 0 && !this.#isAbsent(type)) {
      const { kinds, starts, ends, buffer, texts } = this.#scanner;
      const bytes = kinds[type] === 2 ? texts : buffer;
      if (starts[type] < ends[type]) builder.edges.labelOfBytes(row, bytes, starts[type], ends[type]);
    }
    this.#attributes(row);
  }

  /** The key in a field; negative if there is none. */
  #key(at: number, group: string | undefined): number {
    if (this.#isAbsent(at)) return -1;
    const scanner = this.#scanner;
    const bytes = scanner.kinds[at] === 2 ? scanner.texts : scanner.buffer;
    if (!this.isScoped) return this.#builder.key(bytes, scanner.starts[at], scanner.ends[at]);
    const prefix = encoder.encode(group ?? "");
    const size = scanner.ends[at] - scanner.starts[at];
    const all = new Uint8Array(prefix.length + 1 + size);
    all.set(prefix);
    all[prefix.length] = UNIT_SEPARATOR;
    all.set(bytes.subarray(scanner.starts[at], scanner.ends[at]), prefix.length + 1);
    return this.#builder.key(all, 0, all.length);
  }

  #labels(row: number, at: number): void {
    if (this.#isAbsent(at)) return;
    const names = labelsIn(this.#text(at), this.#options.arrayDelimiter);
    this.#builder.nodes.labels(row, names);
  }

  #attributes(row: number): void {
    const scanner = this.#scanner;
    const targets = this.#targets;
    const isSampled = this.#row <= this.#sampledRows;
    const { decimalComma } = this.#options;
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i];
      const { at } = target;
      if (this.#isAbsent(at)) continue;
      this.#field = at;
      const kind = scanner.kinds[at];
      const bytes = kind === 2 ? scanner.texts : scanner.buffer;
      const start = scanner.starts[at];
      const end = scanner.ends[at];
      if (start === end && target.isInferred && !target.column.isParted) {
        this.#emptyCell(target);
        continue;
      }
      if (target.column.isParted && target.column.role === "attribute") this.#parted(target, row);
      else if (decimalComma && target.type !== "utf8")
        this.#decimal(target, row, bytes, start, end, kind, isSampled);
      else if (isSampled || !target.isInferred || this.#fits(target, bytes, start, end, kind))
        target.builder.bytes(row, bytes, start, end);
      else this.#beyondSample(target);
    }
  }

  /** An empty cell among numbers that is no text, as Python's writers have it in quotes where there is no value. */
  #emptyCell({ column: { name } }: Target): void {
    this.#builder.warnings.add("emptyCell", "cells that are empty, among values that are no texts", {
      attribute: name,
      place: this.#builder.place({ attribute: name }),
    });
  }

  #fits(target: Target, bytes: Uint8Array, start: number, end: number, kind: number): boolean {
    if (kind !== 0 && this.#quotesMatter) return false;
    return classFits(classOfBytes(bytes, start, end), target.type as ValueType);
  }

  #beyondSample(target: Target): void {
    const { name } = target.column;
    const received = JSON.stringify(this.#text(target.at).slice(0, 40));
    const own = /^\w+$/.test(name) ? name : JSON.stringify(name);
    this.#builder.refuse(
      "FORMAT_VALUE",
      "value",
      `"${name}" expected ${target.type}, as in the first ${this.#sampledRows} rows, got ${received}; types: { ${own}: "utf8" } or infer: "all" reads it`,
      { attribute: name },
    );
  }

  /** A number with a comma for the point. */
  #decimal(
    target: Target,
    row: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    kind: number,
    isSampled: boolean,
  ): void {
    const size = end - start;
    if (size > this.#scratch.length) this.#scratch = new Uint8Array(size * 2);
    const own = this.#scratch;
    pointed(bytes, start, end, own);
    if (isSampled || !target.isInferred || this.#fits(target, own, 0, size, kind))
      target.builder.bytes(row, own, 0, size);
    else this.#beyondSample(target);
  }

  /** A list whose items stand between delimiters, as neo4j-admin has them; a quoted empty field is an empty list. */
  #parted(target: Target, row: number): void {
    const text = this.#text(target.at);
    if (text === "") target.builder.value(row, []);
    else if (text.startsWith("[") && isJsonList(text)) target.builder.text(row, text);
    else target.builder.value(row, text.split(this.#options.arrayDelimiter));
  }

  /** An unquoted empty field, unless that is a text, or one of the texts that mean nothing. */
  #isAbsent(at: number): boolean {
    const { kinds, starts, ends } = this.#scanner;
    if (kinds[at] !== 0) return false;
    const { nulls, emptyIsText } = this.#options;
    if (starts[at] === ends[at] && !emptyIsText) return true;
    return nulls.size > 0 && nulls.has(this.#text(at));
  }

  #text(at: number): string {
    const { kinds, starts, ends, buffer, texts } = this.#scanner;
    return platform.decodeUtf8(kinds[at] === 2 ? texts : buffer, starts[at], ends[at]);
  }

  /** Where the field is that is looked at. */
  #where(): FormatPlace {
    const scanner = this.#scanner;
    const row = this.#row === 0 ? {} : { row: this.#row };
    if (this.#field < 0 || scanner.kinds[this.#field] === 2)
      return { ...this.#input.place, line: scanner.line, ...row };
    return {
      ...this.#input.place,
      ...row,
      ...this.#placeOf(scanner.starts[this.#field] - (scanner.kinds[this.#field] === 1 ? 1 : 0)),
    };
  }

  #openPlace(): FormatPlace {
    const { openField, openLine } = this.#scanner;
    return openField < 0 ? {} : { ...this.#placeOf(openField), line: openLine };
  }

  /** The line, the column and the offset of a place of the row. */
  #placeOf(place: number): FormatPlace {
    const { buffer, rowStart, line } = this.#scanner;
    let lineStart = rowStart;
    let lines = 0;
    for (let i = rowStart; i < place; i++) {
      if (buffer[i] !== 10 && !(buffer[i] === 13 && buffer[i + 1] !== 10)) continue;
      lines++;
      lineStart = i + 1;
    }
    const column = platform.decodeUtf8(buffer, lineStart, place).length + 1;
    return { line: line + lines, column, offset: this.#scanner.offsetOf(place) };
  }
}

const encoder = new TextEncoder();

function rolesIn(columns: readonly TableColumn[]) {
  const at = (wanted: TableColumn["role"]): number => columns.findIndex(({ role }) => role === wanted);
  return {
    id: at("id"),
    labels: at("labels"),
    source: at("source"),
    target: at("target"),
    direction: at("direction"),
    type: at("type"),
  };
}

/** Labels in a field: `A;B`, `:A:B` or a list in JSON. */
export function labelsIn(text: string, delimiter: string): string[] {
  if (text.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list) && list.every((name) => typeof name === "string" && name !== ""))
        return list as string[];
    } catch {
      // a label may begin with a bracket
    }
  }
  const parts = text.startsWith(":") ? text.split(":") : text.split(delimiter);
  return parts.filter((name) => name !== "");
}

function isJsonList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
