/** Deltas that are bytes, given the new numbers of rows and columns where they are. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Compaction } from "./compact.js";
import type { ColumnNumbers } from "./delta-codec.js";
import {
  type DeltaVisitor,
  RUN_BYTES,
  RUN_ROW,
  readI32,
  readRun,
  readU32,
  visitDelta,
  write32,
} from "./delta-rows.js";

/** Gives columns other numbers, and rows those of a compaction, in deltas that are bytes. */
export class DeltaMover implements DeltaVisitor {
  readonly #compaction: Compaction;
  readonly #to: ColumnNumbers;
  #from: ColumnNumbers | undefined;
  /** By the number before: the column that took its place, its new number, and where its rows are now. */
  #moved: { readonly number: number; readonly rows: Int32Array | undefined }[] = [];
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(compaction: Compaction, to: ColumnNumbers) {
    this.#compaction = compaction;
    this.#to = to;
  }

  /** Takes the numbers of columns that deltas have from now on. */
  beginWith(from: ColumnNumbers): void {
    if (this.#from === from) return;
    this.#from = from;
    this.#moved = [];
  }

  #of(number: number): { readonly number: number; readonly rows: Int32Array | undefined } {
    const known = this.#moved[number];
    if (known !== undefined) return known;
    const stored: AttributeColumn = (this.#from as ColumnNumbers).columnOf(number);
    const moved = {
      number: this.#to.numberOf(this.#compaction.column(stored)),
      rows: this.#compaction.rows(stored),
    };
    this.#moved[number] = moved;
    return moved;
  }

  /** Where the delta at `start` ends; undefined if its runs would be cut, so that it would have another length. */
  endOf(bytes: Uint8Array, start: number): number | undefined {
    let isCut = false;
    const end = visitDelta(bytes, start, {
      column: () => {},
      cells: (number, runsAt, runCount) => {
        const rows = runCount === 0 ? undefined : this.#of(number).rows;
        if (rows === undefined) return;
        for (let run = 0; run < runCount; run++) {
          const { row, count, stride } = readRun(bytes, runsAt, run);
          for (let i = 1; i < count * stride && !isCut; i++) isCut = rows[row + i] !== rows[row] + i;
        }
      },
    });
    return isCut ? undefined : end;
  }

  /** Moves the delta at `start`, of which `endOf` has said that no run is cut. */
  move(bytes: Uint8Array, start: number): void {
    this.#bytes = bytes;
    visitDelta(bytes, start, this);
  }

  column(at: number): void {
    write32(this.#bytes, at, this.#of(readU32(this.#bytes, at)).number);
  }

  cells(number: number, runsAt: number, runCount: number, rowsAt: number, rowCount: number): void {
    const { rows } = this.#of(number);
    if (rows === undefined) return;
    const bytes = this.#bytes;
    for (let i = 0; i < runCount; i++) moveRow(bytes, runsAt + i * RUN_BYTES + RUN_ROW, rows);
    for (let i = 0; i < rowCount; i++) moveRow(bytes, rowsAt + 4 * i, rows);
  }
}

function moveRow(bytes: Uint8Array, at: number, rows: Int32Array): void {
  const row = readI32(bytes, at);
  if (row >= 0) write32(bytes, at, rows[row]);
}
