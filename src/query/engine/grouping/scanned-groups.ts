/**
 * Groups of the nodes of one scan by attributes whose columns are typed: keys become the digits of one number, which is
 * looked up in a table, and aggregates are added up, a part of the nodes at a time, in arrays that are used again. O(nodes).
 */
import type { BoundAggregate, BoundExpression } from "../../bind/bound.js";
import type { CypherValue } from "../../values/value.js";
import type { CountQuery } from "../count-query.js";
import { PART } from "../loops/walk-loops.js";
import type { EngineContext } from "../operator.js";
import { type Batch, keepVectors, NONE, UNKNOWN, type Vector } from "../vector.js";
import { type ColumnReader, columnReader, PartArrays } from "./column-reader.js";
import * as groupLoops from "./group-loops.js";

/** Codes of keys together are below this, or no more than nodes. */
const CODES_MIN = 1 << 12;
const CODES_MAX = 1 << 20;

interface Digit {
  readonly column: ColumnReader;
  readonly least: number;
  readonly digits: number;
}

/** The groups of nodes; undefined where a key or an aggregate is of another kind. */
export function scannedGroups(
  { projection, nodes: [{ slot }] }: CountQuery,
  ids: Uint32Array,
  context: EngineContext,
): Batch | undefined {
  const { keys, aggregates } = projection.groups!;
  const columnOf = (value: BoundExpression): ColumnReader | undefined => {
    if (value.kind !== "property" || value.of.kind !== "slot" || value.of.slot.index !== slot.index)
      return undefined;
    return columnReader(context.state.nodes.attribute(value.name));
  };
  const keyColumns = keys.map(({ value }) => columnOf(value));
  const sums = aggregates.map((aggregate) => groupSums(aggregate, columnOf));
  if (!keyColumns.every((column) => column !== undefined && column.kind !== "floats")) return undefined;
  if (!sums.every((each) => each !== undefined)) return undefined;
  const scratch = new PartArrays();
  const digits = digitsOf(keyColumns as ColumnReader[], ids, scratch);
  if (digits === undefined) return undefined;
  const codeCount = digits.reduce((product, digit) => product * digit.digits, 1);
  const numbers = new Int32Array(codeCount);
  const first = new Int32Array(Math.min(codeCount, ids.length));
  let groupCount = 0;
  for (const each of sums) each.makeRoom(keys.length === 0 ? 1 : first.length);
  for (let at = 0; at < ids.length; at += PART) {
    context.run.limits.check();
    const part = ids.subarray(at, at + PART);
    const { groups, rows, values } = scratch;
    groups.fill(0);
    for (const { column, least, digits: base } of digits) {
      if (column.words !== undefined) {
        column.readRows(part, scratch);
        groupLoops.addWordDigit(groups, column.words, rows, least, base, part.length);
      } else {
        if (!column.read(part, scratch)) return undefined;
        groupLoops.addDigit(groups, values, rows, least, base, part.length);
      }
    }
    if (digits.length > 0)
      groupCount = groupLoops.numberCodes(groups, numbers, first, groupCount, part.length);
    for (const each of sums) if (!each.add(part, scratch)) return undefined;
  }
  if (keys.length === 0) groupCount = 1;
  const columns = new Map<number, Vector>();
  // the last key is the lowest digit
  let place = 1;
  for (let i = keys.length - 1; i >= 0; i--) {
    columns.set(keys[i].slot.index, keyVector(digits[i], first.subarray(0, groupCount), place));
    place *= digits[i].digits;
  }
  keepVectors(context.run.holding("an aggregation"), columns.values(), undefined, groupCount);
  for (const [i, { slot: out }] of aggregates.entries()) columns.set(out.index, sums[i].result(groupCount));
  return { count: groupCount, columns };
}

/** The least value of each key and the number of its digits, one of them for null; undefined where there are too many. */
function digitsOf(
  columns: readonly ColumnReader[],
  ids: Uint32Array,
  scratch: PartArrays,
): Digit[] | undefined {
  const most = Math.max(CODES_MIN, Math.min(CODES_MAX, ids.length));
  let codeCount = 1;
  const digits: Digit[] = [];
  for (const column of columns) {
    const range = Float64Array.of(0, column.kind === "texts" ? column.strings.length - 1 : 1);
    if (column.kind === "integers") {
      range.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
      for (let at = 0; at < ids.length; at += PART) {
        const part = ids.subarray(at, at + PART);
        if (column.words !== undefined) {
          column.readRows(part, scratch);
          groupLoops.widenWords(column.words, scratch.rows, range, part.length);
        } else {
          if (!column.read(part, scratch)) return undefined;
          groupLoops.widenRange(scratch.values, scratch.rows, range, part.length);
        }
        if (range[1] - range[0] >= most) return undefined;
      }
    }
    const [least, greatest] = range[0] <= range[1] ? range : [0, -1];
    const count = greatest - least + 2;
    codeCount *= count;
    if (codeCount > most) return undefined;
    digits.push({ column, least, digits: count });
  }
  return digits;
}

/** The values of a key: the digit at a place of each code. */
function keyVector({ column, least, digits }: Digit, codes: Int32Array, place: number): Vector {
  const { length } = codes;
  const digitOf = (code: number): number => Math.floor(code / place) % digits;
  const last = digits - 1;
  if (column.kind === "texts") {
    const words = new Uint32Array(length);
    for (let i = 0; i < length; i++) words[i] = digitOf(codes[i]) === last ? NONE : digitOf(codes[i]);
    return { kind: "texts", codes: words, strings: column.strings };
  }
  if (column.kind === "booleans") {
    const truths = new Uint8Array(length);
    for (let i = 0; i < length; i++) truths[i] = digitOf(codes[i]) === last ? UNKNOWN : digitOf(codes[i]);
    return { kind: "booleans", values: truths };
  }
  const values = new Float64Array(length);
  let nulls: Uint8Array | undefined;
  for (let i = 0; i < length; i++) {
    const digit = digitOf(codes[i]);
    if (digit !== last) values[i] = least + digit;
    else {
      nulls ??= new Uint8Array(length);
      nulls[i] = 1;
    }
  }
  return { kind: "integers", values, nulls };
}

/** One aggregate of all groups. */
interface GroupSums {
  makeRoom(groupCount: number): void;
  /** False where the sums are no longer exact. */
  add(ids: Uint32Array, scratch: PartArrays): boolean;
  result(groupCount: number): Vector;
}

function groupSums(
  { spec, distinct, star, items }: BoundAggregate,
  columnOf: (value: BoundExpression) => ColumnReader | undefined,
): GroupSums | undefined {
  if (star) return new RowCounts();
  const name = spec.name.toLowerCase();
  const column = items.length === 1 ? columnOf(items[0]) : undefined;
  const isExtreme = name === "min" || name === "max";
  // what stands twice is no less and no greater than itself
  if (column === undefined || (distinct && !isExtreme)) return undefined;
  if (name === "count") return new ColumnSums(column, name);
  if (column.kind !== "integers" && column.kind !== "floats") return undefined;
  return isExtreme || name === "sum" || name === "avg" ? new ColumnSums(column, name) : undefined;
}

class RowCounts implements GroupSums {
  #counts = new Float64Array(0);

  makeRoom(groupCount: number): void {
    this.#counts = new Float64Array(groupCount);
  }

  add(ids: Uint32Array, { groups }: PartArrays): boolean {
    groupLoops.countGroups(groups, this.#counts, ids.length);
    return true;
  }

  result(groupCount: number): Vector {
    return { kind: "integers", values: this.#counts.subarray(0, groupCount), nulls: undefined };
  }
}

class ColumnSums implements GroupSums {
  readonly #column: ColumnReader;
  readonly #name: "count" | "sum" | "avg" | "min" | "max";
  #counts = new Float64Array(0);
  #sums = new Float64Array(0);
  #lost = new Float64Array(0);
  /** No sum of whole numbers is further from 0 than this. */
  #bound = 0;

  constructor(column: ColumnReader, name: "count" | "sum" | "avg" | "min" | "max") {
    this.#column = column;
    this.#name = name;
  }

  makeRoom(groupCount: number): void {
    this.#counts = new Float64Array(groupCount);
    this.#sums = new Float64Array(groupCount);
    this.#lost = new Float64Array(groupCount);
  }

  add(ids: Uint32Array, scratch: PartArrays): boolean {
    const { groups, rows, values } = scratch;
    const count = ids.length;
    const [counts, sums] = [this.#counts, this.#sums];
    const { words, kind } = this.#column;
    if (this.#name === "count") {
      this.#column.readRows(ids, scratch);
      groupLoops.countPresent(groups, rows, counts, count);
      return true;
    }
    const isExtreme = this.#name === "min" || this.#name === "max";
    if (words !== undefined && !isExtreme) {
      if (!this.#isExact(count * 2 ** 31)) return false;
      this.#column.readRows(ids, scratch);
      groupLoops.addWords(groups, rows, words, counts, sums, count);
      return true;
    }
    if (!this.#column.read(ids, scratch)) return false;
    if (isExtreme) groupLoops.addExtremes(groups, rows, values, counts, sums, this.#name === "max", count);
    else if (kind === "floats") groupLoops.addFloats(groups, rows, values, counts, sums, this.#lost, count);
    else {
      const range = Float64Array.of(0, 0);
      groupLoops.widenRange(values, rows, range, count);
      const most = Math.max(-range[0], range[1]) * count;
      if (!this.#isExact(most)) return false;
      groupLoops.addWhole(groups, rows, values, counts, sums, count);
    }
    return true;
  }

  /** Whether sums stay exact that may each come to be so much further from 0. */
  #isExact(more: number): boolean {
    if (this.#bound + more > Number.MAX_SAFE_INTEGER) this.#bound = groupLoops.furthest(this.#sums);
    this.#bound += more;
    return this.#bound <= Number.MAX_SAFE_INTEGER;
  }

  result(groupCount: number): Vector {
    const counts = this.#counts.subarray(0, groupCount);
    const sums = this.#sums.subarray(0, groupCount);
    const { kind } = this.#column;
    switch (this.#name) {
      case "count":
        return { kind: "integers", values: counts, nulls: undefined };
      case "sum": {
        if (kind === "integers") return { kind, values: sums, nulls: undefined };
        const values: CypherValue[] = [];
        // the sum of nothing is the INTEGER 0
        for (let group = 0; group < groupCount; group++)
          values.push(counts[group] === 0 ? 0n : sums[group] + this.#lost[group]);
        return { kind: "values", values };
      }
      default: {
        const nulls = new Uint8Array(groupCount);
        const isMean = this.#name === "avg";
        const values = new Float64Array(groupCount);
        for (let group = 0; group < groupCount; group++) {
          if (counts[group] === 0) nulls[group] = 1;
          else values[group] = isMean ? (sums[group] + this.#lost[group]) / counts[group] : sums[group];
        }
        return { kind: isMean || kind === "floats" ? "floats" : "integers", values, nulls };
      }
    }
  }
}
