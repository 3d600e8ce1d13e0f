/** The look of the cells of a table's columns, over its first rows or over all, from which types are inferred. */
import { platform } from "#platform";
import { CLASS_TEXT, classOfBytes } from "../shared/text-values.js";
import type { CsvReadOptions } from "./options.js";
import { ROW_BLANK, ROW_FAULTY, ROW_NONE, type RowScanner } from "./row-scanner.js";

const DOT = 46;
const COMMA = 44;

/** Bytes with a point for each comma. */
export function pointed(bytes: Uint8Array, start: number, end: number, to: Uint8Array): void {
  for (let i = start; i < end; i++) to[i - start] = bytes[i] === COMMA ? DOT : bytes[i];
}

/** The look of a column's cells. */
export class ColumnClasses {
  /** Classes of cells, with quoted cells as text, and with them as what is in them. */
  readonly strict: Uint8Array;
  readonly loose: Uint8Array;
  /** 1 for columns with quoted cells that are empty, which say nothing of a type but of text where there is no other. */
  readonly empties: Uint8Array;
  rows = 0;
  allQuoted = true;
  /** Whether the first column numbers the rows from 0. */
  firstNumbers = true;
  readonly #directions: Uint8Array;
  #scratch = new Uint8Array(64);

  constructor(width: number) {
    this.strict = new Uint8Array(width);
    this.loose = new Uint8Array(width);
    this.empties = new Uint8Array(width);
    this.#directions = new Uint8Array(width).fill(1);
  }

  areDirections(column: number): boolean {
    return this.rows > 0 && this.#directions[column] === 1 && this.strict[column] + this.loose[column] > 0;
  }

  /** Looks at rows until there are enough. */
  scan(scanner: RowScanner, rowsMax: number, { nulls, decimalComma, emptyIsText }: CsvReadOptions): void {
    const width = this.strict.length;
    while (this.rows < rowsMax) {
      const kind = scanner.next();
      if (kind === ROW_NONE) return;
      if (kind === ROW_BLANK || kind === ROW_FAULTY || scanner.count !== width) continue;
      const number = this.rows++;
      for (let i = 0; i < width; i++) {
        const isQuoted = scanner.kinds[i] !== 0;
        const bytes = scanner.kinds[i] === 2 ? scanner.texts : scanner.buffer;
        let start = scanner.starts[i];
        let end = scanner.ends[i];
        if (i === 0 && this.firstNumbers)
          this.firstNumbers = !isQuoted && isNumber(bytes, start, end, number);
        if (!isQuoted && start === end && !emptyIsText) continue;
        if (!isQuoted && nulls.size > 0 && nulls.has(platform.decodeUtf8(bytes, start, end))) continue;
        if (!isQuoted) this.allQuoted = false;
        if (start === end) {
          this.empties[i] = 1;
          this.#directions[i] = 0;
          continue;
        }
        let own = bytes;
        if (decimalComma && end - start <= 64) {
          pointed(bytes, start, end, this.#scratch);
          own = this.#scratch;
          end -= start;
          start = 0;
        }
        if (isQuoted) this.strict[i] |= CLASS_TEXT;
        if (this.#directions[i] === 1 && !isDirection(own, start, end)) this.#directions[i] = 0;
        // once a column is text there is nothing more to tell
        if ((this.loose[i] & CLASS_TEXT) !== 0 && (this.strict[i] & CLASS_TEXT) !== 0) continue;
        const found = classOfBytes(own, start, end);
        this.loose[i] |= found;
        if (!isQuoted) this.strict[i] |= found;
      }
    }
  }
}

function isNumber(bytes: Uint8Array, start: number, end: number, number: number): boolean {
  if (end - start > 10 || start === end) return false;
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + bytes[i] - 48;
  return value === number;
}

function isDirection(bytes: Uint8Array, start: number, end: number): boolean {
  const size = end - start;
  if (size !== 8 && size !== 10 && size !== 6) return false;
  return /^(?:un)?directed$|^mutual$/i.test(platform.decodeUtf8(bytes, start, end));
}
