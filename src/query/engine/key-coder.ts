/**
 * Gives equivalent values the same small number, in the order in which they come: for grouping, DISTINCT and joins. Ids,
 * codes of texts and numbers are looked up as such.
 */
import type { GraphPort } from "../run/graph-port.js";
import { NodeValue, RelationshipValue } from "../values/elements.js";
import { equivalenceKey } from "../values/relations.js";
import type { CypherValue } from "../values/value.js";
import { NONE, type Vector, valueAt } from "./vector.js";

type Key = string | number | bigint | boolean | null;

/** Pairs of codes are looked up by one double, which holds two of so many. */
const CODE_FACTOR = 2 ** 26;

/** Whole numbers below this are looked up in a table. */
const SMALL_NUMBERS = 1 << 20;

/** Pairs of codes are looked up in a table where there are no more of them. */
const PAIR_TABLE_MAX = 1 << 20;

/** A table by id is made where ids are few, or once a share of them has been asked for. */
const TABLE_ROWS_MIN = 4096;
const TABLE_SHARE = 4;

export class KeyCoder {
  readonly #graph: GraphPort;
  readonly #codeOf = new Map<Key, number>();
  /** The code of each small whole number, plus one. */
  #ofNumber = new Uint32Array(0);
  readonly #nodes: IdCodes;
  readonly #relationships = new IdCodes(0);
  /** The code of each text, plus one. */
  #ofText = new Uint32Array(0);
  #strings: readonly string[] = [];
  #size = 0;

  /** `idLimit` is above all ids of nodes. */
  constructor(graph: GraphPort, idLimit: number) {
    this.#graph = graph;
    this.#nodes = new IdCodes(idLimit);
  }

  get size(): number {
    return this.#size;
  }

  codes(vector: Vector, count: number): Uint32Array {
    const out = new Uint32Array(count);
    switch (vector.kind) {
      case "nodes":
      case "relationships": {
        const codes = vector.kind === "nodes" ? this.#nodes : this.#relationships;
        codes.expect(count);
        const { ids } = vector;
        for (let i = 0; i < count; i++)
          out[i] = ids[i] === NONE ? this.#code(null) : this.#codeOfId(codes, ids[i]);
        return out;
      }
      case "texts":
        this.#codesOfTexts(vector.codes, vector.strings, out, count);
        return out;
      case "integers":
      case "floats": {
        const { values, nulls } = vector;
        if (nulls === undefined) this.#codesOfNumbers(values, out, count);
        else
          for (let i = 0; i < count; i++) out[i] = this.#code(nulls[i] === 1 ? null : numberKey(values[i]));
        return out;
      }
      case "constant":
        return out.fill(this.#codeOfValue(vector.value));
    }
    for (let i = 0; i < count; i++) out[i] = this.#codeOfValue(valueAt(vector, i, this.#graph));
    return out;
  }

  #codeOfValue(value: CypherValue): number {
    if (value instanceof NodeValue) return this.#codeOfId(this.#nodes, value.id);
    if (value instanceof RelationshipValue) return this.#codeOfId(this.#relationships, value.id);
    return this.#code(equivalenceKey(value));
  }

  #codeOfId(codes: IdCodes, id: number): number {
    const known = codes.get(id);
    if (known >= 0) return known;
    codes.set(id, this.#size);
    return this.#size++;
  }

  #codesOfNumbers(values: Float64Array, out: Uint32Array, count: number): void {
    let table = this.#ofNumber;
    for (let i = 0; i < count; i++) {
      const value = values[i];
      const place = value | 0;
      const known = place === value && place >= 0 && place < table.length ? table[place] : 0;
      if (known !== 0) out[i] = known - 1;
      else {
        out[i] = this.#code(numberKey(value));
        table = this.#ofNumber;
      }
    }
  }

  #code(key: Key): number {
    if (typeof key === "number" && key >= 0 && key < SMALL_NUMBERS && Number.isInteger(key)) {
      if (key >= this.#ofNumber.length) {
        const grown = new Uint32Array(Math.min(SMALL_NUMBERS, Math.max(256, 2 * key)));
        grown.set(this.#ofNumber);
        this.#ofNumber = grown;
      }
      const known = this.#ofNumber[key];
      if (known !== 0) return known - 1;
      this.#ofNumber[key] = this.#size + 1;
      return this.#size++;
    }
    let code = this.#codeOf.get(key);
    if (code === undefined) {
      code = this.#size++;
      this.#codeOf.set(key, code);
    }
    return code;
  }

  #codesOfTexts(codes: Uint32Array, strings: readonly string[], out: Uint32Array, count: number): void {
    if (this.#strings !== strings) {
      this.#strings = strings;
      this.#ofText = new Uint32Array(strings.length);
    }
    let known = this.#ofText;
    for (let i = 0; i < count; i++) {
      const code = codes[i];
      if (code < known.length && known[code] !== 0) out[i] = known[code] - 1;
      else if (code === NONE) out[i] = this.#code(null);
      else {
        if (code >= known.length) this.#growTexts(code + 1);
        known = this.#ofText;
        known[code] = this.#code(equivalenceKey(strings[code])) + 1;
        out[i] = known[code] - 1;
      }
    }
  }

  #growTexts(length: number): void {
    const grown = new Uint32Array(Math.max(length, this.#ofText.length * 2, this.#strings.length));
    grown.set(this.#ofText);
    this.#ofText = grown;
  }
}

/** The codes of ids: in a table by id where many are asked for, else in a map. */
class IdCodes {
  readonly #limit: number;
  /** The code of each id, plus one; 0 for those that have not come. */
  #table: Uint32Array | undefined;
  readonly #map = new Map<number, number>();
  #asked = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Says that so many are about to be asked for. */
  expect(count: number): void {
    this.#asked += count;
    const pays = this.#limit <= TABLE_ROWS_MIN || this.#asked * TABLE_SHARE >= this.#limit;
    if (this.#limit === 0 || !pays || this.#table !== undefined) return;
    this.#table = new Uint32Array(this.#limit);
    for (const [id, code] of this.#map) this.#table[id] = code + 1;
  }

  /** Negative if there is none. */
  get(id: number): number {
    return this.#table === undefined ? (this.#map.get(id) ?? -1) : this.#table[id] - 1;
  }

  set(id: number, code: number): void {
    if (this.#table === undefined) this.#map.set(id, code);
    else this.#table[id] = code + 1;
  }
}

/** As equivalenceKey, for a number. */
function numberKey(value: number): number | bigint {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** Codes of pairs of codes: in a table while both are small, else in a map. */
class PairCoder {
  readonly #map = new Map<number, number>();
  /** The code of each pair, plus one; each first code has so many places. */
  #table: Uint32Array | undefined = new Uint32Array(0);
  #width = 0;
  size = 0;

  /** Replaces the codes in `codes` by those of pairs with `others`, which are below a limit each. */
  code(codes: Uint32Array, limit: number, others: Uint32Array, otherLimit: number, count: number): void {
    if (this.#table !== undefined) this.#makeRoom(limit, otherLimit);
    const table = this.#table;
    const width = this.#width;
    if (table !== undefined) {
      for (let i = 0; i < count; i++) {
        const place = codes[i] * width + others[i];
        if (table[place] === 0) table[place] = ++this.size;
        codes[i] = table[place] - 1;
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      const key = pairKey(codes[i], others[i]);
      let code = this.#map.get(key);
      if (code === undefined) {
        code = this.size++;
        this.#map.set(key, code);
      }
      codes[i] = code;
    }
  }

  #makeRoom(limit: number, otherLimit: number): void {
    const table = this.#table!;
    const height = this.#width === 0 ? 0 : table.length / this.#width;
    if (limit <= height && otherLimit <= this.#width) return;
    const width = otherLimit <= this.#width ? this.#width : 2 * otherLimit;
    const newHeight = limit <= height ? height : 2 * limit;
    const isSmall = width * newHeight <= PAIR_TABLE_MAX;
    const grown = isSmall ? new Uint32Array(width * newHeight) : undefined;
    table.forEach((code, place) => {
      if (code === 0) return;
      const [first, second] = [Math.floor(place / this.#width), place % this.#width];
      if (grown !== undefined) grown[first * width + second] = code;
      else this.#map.set(pairKey(first, second), code - 1);
    });
    this.#table = grown;
    this.#width = width;
  }
}

/** Codes of several values together. */
export class RowCoder {
  readonly #coders: readonly KeyCoder[];
  /** For each column but the first, the codes of what stands before it together with it. */
  readonly #pairs: readonly PairCoder[];

  constructor(columnCount: number, graph: GraphPort, idLimit: number) {
    this.#coders = Array.from({ length: columnCount }, () => new KeyCoder(graph, idLimit));
    this.#pairs = this.#coders.map(() => new PairCoder());
  }

  /** The number of different rows so far. */
  get size(): number {
    const { length } = this.#coders;
    if (length === 0) return 1;
    return length === 1 ? this.#coders[0].size : this.#pairs[length - 1].size;
  }

  codes(vectors: readonly Vector[], count: number): Uint32Array {
    if (vectors.length === 0) return new Uint32Array(count);
    const out = this.#coders[0].codes(vectors[0], count);
    let limit = this.#coders[0].size;
    for (let column = 1; column < vectors.length; column++) {
      const coder = this.#coders[column];
      const codes = coder.codes(vectors[column], count);
      this.#pairs[column].code(out, limit, codes, coder.size, count);
      limit = this.#pairs[column].size;
    }
    return out;
  }
}

/** The key of a pair of codes. */
export function pairKey(a: number, b: number): number {
  return a * CODE_FACTOR + b;
}
