/** Reads columns of numbers, truths and codes of texts for a part of the nodes at a time, into arrays that are used again. */
import type { BoolColumn } from "../../../pool/bool-column.js";
import type { LongColumn } from "../../../pool/long-column.js";
import type { NumberColumn } from "../../../pool/number-column.js";
import type { Utf8Column } from "../../../pool/utf8-column.js";
import type { Attribute } from "../../../space/states/element-state.js";
import { PART } from "../loops/walk-loops.js";
import * as groupLoops from "./group-loops.js";

/** Reads the values of an attribute for the nodes of a part. */
export interface ColumnReader {
  readonly kind: "integers" | "floats" | "texts" | "booleans";
  /** The values of all rows as words of 32 bits, where they are that. */
  readonly words: Int32Array | undefined;
  readRows(ids: Uint32Array, scratch: PartArrays): void;
  /** Rows and values of nodes; false where a value is none that a double holds. */
  read(ids: Uint32Array, scratch: PartArrays): boolean;
  /** The strings of codes of texts. */
  readonly strings: readonly string[];
}

/** Arrays for one part of the nodes, which are used again. */
export class PartArrays {
  readonly rows = new Int32Array(PART);
  readonly values = new Float64Array(PART);
  readonly groups = new Int32Array(PART);
}

/** Undefined for an attribute whose values lie in no typed column. */
export function columnReader(attribute: Attribute | undefined): ColumnReader | undefined {
  if (attribute === undefined || attribute.mixed !== undefined) return undefined;
  const { rows: rowOf } = attribute;
  const { column, type } = attribute.stored;
  const reader = (
    kind: ColumnReader["kind"],
    read: (scratch: PartArrays, count: number) => boolean,
    words?: Int32Array,
    strings: readonly string[] = [],
  ): ColumnReader => ({
    kind,
    strings,
    words,
    readRows(ids, { rows }) {
      rowOf.gather(ids, rows);
    },
    read(ids, scratch) {
      rowOf.gather(ids, scratch.rows);
      return read(scratch, ids.length);
    },
  });
  switch (type) {
    case "int32":
    case "float32":
    case "float64": {
      const numbers = (column as NumberColumn).values;
      const read = ({ rows, values }: PartArrays, count: number): boolean => {
        groupLoops.readNumbers(numbers, rows, values, count);
        return true;
      };
      return numbers instanceof Int32Array ? reader("integers", read, numbers) : reader("floats", read);
    }
    case "int64":
    case "integer": {
      const longs = (column as LongColumn).values;
      const halves = new Int32Array(longs.buffer, longs.byteOffset, 2 * longs.length);
      return reader("integers", ({ rows, values }, count) =>
        groupLoops.readLongs(halves, rows, values, count),
      );
    }
    case "bool": {
      const { bits } = column as BoolColumn;
      return reader("booleans", ({ rows, values }, count) => {
        groupLoops.readBits(bits, rows, values, count);
        return true;
      });
    }
    case "utf8": {
      const { dictionary } = column as Utf8Column;
      if (dictionary === undefined) return undefined;
      const { codes, strings } = dictionary;
      const words = new Int32Array(codes.buffer, codes.byteOffset, codes.length);
      // only their codes are asked for
      return reader("texts", () => false, words, strings);
    }
    default:
      return undefined;
  }
}

/** Whether the values of an attribute lie in a typed column of numbers or truths. */
export function isColumnOfNumbers(attribute: Attribute | undefined): boolean {
  const reader = columnReader(attribute);
  return reader !== undefined && reader.kind !== "texts";
}
