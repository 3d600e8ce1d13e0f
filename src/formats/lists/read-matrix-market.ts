/**
 * Reads Matrix Market: an entry is an edge from its row to its column. All fields and symmetries, coordinate and array.
 * Nodes are numbered from 1 and made when all entries are there, so that a header alone makes none.
 */
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { LineScanner } from "./line-scanner.js";
import { NumberedNodes } from "./numbered-nodes.js";

const PERCENT = 37;
const FIELDS = ["real", "double", "integer", "unsigned-integer", "complex", "pattern"];
const SYMMETRIES = ["general", "symmetric", "skew-symmetric", "hermitian"];

export const readMatrixMarket: FormatReader = async ([{ input }], builder) => {
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  const reader = new MatrixReader(scanner, builder);
  for (;;) {
    while (scanner.next()) {
      if (builder.isDue) await builder.pause();
      if (scanner.line === 1) reader.banner();
      else if (scanner.firstByte() >= 0 && (scanner.firstByte() !== PERCENT || reader.isSized)) reader.line();
    }
    await builder.pause();
    if (!(await scanner.more())) break;
  }
  reader.finish();
};

class MatrixReader {
  readonly #scanner: LineScanner;
  readonly #builder: GraphBuilder;
  readonly #nodes: NumberedNodes;
  #isArray = false;
  #field = "real";
  #symmetry = "general";
  #rows = -1;
  #columns = 0;
  #announced = 0;
  #entries = 0;
  /** Of an array the entry that comes next. */
  #row = 1;
  #column = 1;

  constructor(scanner: LineScanner, builder: GraphBuilder) {
    this.#scanner = scanner;
    this.#builder = builder;
    this.#nodes = new NumberedNodes(builder);
  }

  get isSized(): boolean {
    return this.#rows >= 0;
  }

  /** `%%MatrixMarket matrix coordinate real general` */
  banner(): void {
    const text = this.#scanner.lineText();
    const [mark, object, format, field, symmetry] = text.trim().toLowerCase().split(/\s+/);
    const builder = this.#builder;
    if (mark !== "%%matrixmarket")
      builder.fail("FORMAT_SYNTAX", `"%%MatrixMarket" expected, got ${JSON.stringify(text.slice(0, 40))}`);
    if (object !== "matrix" || (format !== "coordinate" && format !== "array"))
      builder.fail(
        "FORMAT_UNSUPPORTED",
        `"matrix coordinate" or "matrix array" expected, got ${JSON.stringify(`${object} ${format}`)}`,
      );
    if (!FIELDS.includes(field))
      builder.fail("FORMAT_SYNTAX", `one of ${FIELDS.join(", ")} expected, got ${JSON.stringify(field)}`);
    if (!SYMMETRIES.includes(symmetry))
      builder.fail(
        "FORMAT_SYNTAX",
        `one of ${SYMMETRIES.join(", ")} expected, got ${JSON.stringify(symmetry)}`,
      );
    this.#isArray = format === "array";
    this.#field = field;
    this.#symmetry = symmetry;
    builder.directed = symmetry !== "symmetric";
  }

  line(): void {
    const scanner = this.#scanner;
    const count = scanner.words();
    if (!this.isSized) this.#size(count);
    else if (this.#isArray) this.#cells(count);
    else this.#entry(count);
  }

  #size(count: number): void {
    const scanner = this.#scanner;
    const sizes = Array.from({ length: count }, (_, i) => scanner.whole(i));
    const wanted = this.#isArray ? 2 : 3;
    if (count !== wanted || sizes.includes(-1))
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `${wanted} sizes expected, got ${JSON.stringify(scanner.lineText().slice(0, 40))}`,
      );
    const [rows, columns, entries] = sizes;
    this.#rows = rows;
    this.#columns = columns;
    const isSquare = rows === columns;
    if (!isSquare && this.#symmetry !== "general")
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `a square matrix expected, since it is ${this.#symmetry}, got ${rows} rows and ${columns} columns`,
      );
    if (!isSquare)
      this.#builder.warnings.add(
        "bipartite",
        `a matrix that is not square: rows are the nodes 1 to ${rows}, columns those behind them`,
      );
    this.#announced = this.#isArray ? this.#cellCount() : entries;
    if (this.#symmetry === "skew-symmetric") this.#row = 2;
  }

  #cellCount(): number {
    const [n, m] = [this.#rows, this.#columns];
    if (this.#symmetry === "general") return n * m;
    return this.#symmetry === "skew-symmetric" ? (n * (n - 1)) / 2 : (n * (n + 1)) / 2;
  }

  #entry(count: number): void {
    const scanner = this.#scanner;
    const builder = this.#builder;
    const values = this.#field === "pattern" ? 0 : this.#field === "complex" ? 2 : 1;
    if (count < 2 + values)
      builder.fail(
        "FORMAT_SYNTAX",
        `${2 + values} numbers expected, got ${JSON.stringify(scanner.lineText().slice(0, 40))}`,
      );
    if (++this.#entries > this.#announced)
      builder.fail("FORMAT_SYNTAX", `${this.#announced} entries expected, as announced, got more`);
    this.#put(this.#index(0, this.#rows), this.#index(1, this.#columns), 2);
  }

  #index(word: number, most: number): number {
    const index = this.#scanner.whole(word);
    if (index >= 1 && index <= most) return index;
    this.#scanner.word = word;
    return this.#builder.fail(
      "FORMAT_REFERENCE",
      `an index from 1 to ${most} expected, got ${JSON.stringify(this.#scanner.text(word))}`,
    );
  }

  /** Entries of an array, column by column. */
  #cells(count: number): void {
    const step = this.#field === "complex" ? 2 : 1;
    for (let word = 0; word + step <= count; word += step) {
      if (++this.#entries > this.#announced)
        this.#builder.fail("FORMAT_SYNTAX", `${this.#announced} entries expected, as announced, got more`);
      if (!this.#isZero(word, step)) this.#put(this.#row, this.#column, word);
      this.#row++;
      if (this.#row <= this.#rows) continue;
      this.#column++;
      const { isLower } = this;
      this.#row = isLower ? this.#column + (this.#symmetry === "skew-symmetric" ? 1 : 0) : 1;
    }
  }

  get isLower(): boolean {
    return this.#symmetry !== "general";
  }

  #isZero(word: number, count: number): boolean {
    for (let i = 0; i < count; i++) if (Number(this.#scanner.text(word + i)) !== 0) return false;
    return true;
  }

  #put(row: number, column: number, word: number): void {
    const isSquare = this.#rows === this.#columns;
    const source = this.#nodes.key(row);
    const target = this.#nodes.key(isSquare ? column : this.#rows + column);
    this.#edge(source, target, word, 1);
    const isTwice = (this.#symmetry === "skew-symmetric" || this.#symmetry === "hermitian") && row !== column;
    if (isTwice) this.#edge(target, source, word, -1);
  }

  #edge(source: number, target: number, word: number, sign: number): void {
    const builder = this.#builder;
    const scanner = this.#scanner;
    const edge = builder.edge(source, target);
    if (edge === NO_ROW || this.#field === "pattern") return;
    scanner.word = word;
    const isWhole = this.#field === "integer" || this.#field === "unsigned-integer";
    const text = scanner.text(word).replace(/[dD]/, "e");
    const isMinus = sign < 0 && this.#symmetry === "skew-symmetric";
    builder.edges.column("weight", isWhole ? "text" : "float64").text(edge, isMinus ? negated(text) : text);
    if (this.#field !== "complex") return;
    scanner.word = word + 1;
    const imaginary = scanner.text(word + 1).replace(/[dD]/, "e");
    builder.edges.column("imaginary", "float64").text(edge, sign < 0 ? negated(imaginary) : imaginary);
  }

  finish(): void {
    const builder = this.#builder;
    if (this.#scanner.line === 0)
      builder.fail("FORMAT_SYNTAX", '"%%MatrixMarket" expected, got an empty file');
    if (!this.isSized) builder.fail("FORMAT_SYNTAX", "a line of sizes expected, got the end of the file");
    if (this.#entries < this.#announced)
      builder.fail(
        "FORMAT_SYNTAX",
        `${this.#announced} entries expected, as announced, got ${this.#entries}`,
      );
    const isSquare = this.#rows === this.#columns;
    this.#nodes.make(isSquare ? this.#rows : this.#rows + this.#columns, this.#entries);
  }
}

function negated(text: string): string {
  return text.startsWith("-") ? text.slice(1) : `-${text.replace(/^\+/, "")}`;
}
