/** Collects values from vectors into one vector, typed as long as all are of one kind. */
import type { BytesStore } from "../../pool/bytes-store.js";
import type { GraphPort } from "../run/graph-port.js";
import type { Records } from "../values/records.js";
import type { CypherValue } from "../values/value.js";
import { decodedTexts, RecordRows, type Vector, valueAt } from "./vector.js";

type Kind = Vector["kind"] | "records";

export class VectorBuilder {
  readonly #graph: GraphPort;
  #kind: Kind | undefined;
  #words: Uint32Array = new Uint32Array(0);
  #numbers: Float64Array = new Float64Array(0);
  #bytes: Uint8Array = new Uint8Array(0);
  #hasNulls = false;
  #strings: readonly string[] = [];
  #rows: Int32Array = new Int32Array(0);
  #store: BytesStore | undefined;
  #records: Records | undefined;
  #values: CypherValue[] = [];
  length = 0;

  constructor(graph: GraphPort) {
    this.#graph = graph;
  }

  /** Appends the values of some rows of a vector; of the first `count` rows where no others are named. */
  append(vector: Vector, index: Uint32Array | undefined, count: number): void {
    const kind = kindOf(vector);
    if (this.#kind === undefined) {
      this.#kind = kind;
      if (vector.kind === "texts") this.#strings = vector.strings;
      if (vector.kind === "bytes") this.#store = vector.store;
      if (vector instanceof RecordRows) this.#records = vector.records;
    }
    const isOther =
      kind !== this.#kind ||
      (vector.kind === "texts" && vector.strings !== this.#strings) ||
      (vector instanceof RecordRows && vector.records !== this.#records) ||
      (vector.kind === "bytes" && vector.store !== this.#store);
    if (isOther && this.#kind !== "values") this.#loosen();
    const at = this.length;
    this.length += count;
    if (this.#kind === "values") {
      if (vector.kind === "bytes" && index === undefined) {
        for (const text of decodedTexts(vector, count)) this.#values.push(text);
        return;
      }
      for (let i = 0; i < count; i++)
        this.#values.push(valueAt(vector, index === undefined ? i : index[i], this.#graph));
      return;
    }
    if (vector instanceof RecordRows) {
      this.#words = copied(this.#words, at, vector.rows, index, count);
      return;
    }
    switch (vector.kind) {
      case "nodes":
      case "relationships":
        this.#words = copied(this.#words, at, vector.ids, index, count);
        return;
      case "texts":
        this.#words = copied(this.#words, at, vector.codes, index, count);
        return;
      case "bytes":
        this.#rows = copied(this.#rows, at, vector.rows, index, count);
        return;
      case "booleans":
        this.#bytes = copied(this.#bytes, at, vector.values, index, count);
        return;
      case "integers":
      case "floats":
        this.#numbers = copied(this.#numbers, at, vector.values, index, count);
        if (vector.nulls !== undefined) {
          if (!this.#hasNulls) this.#bytes = new Uint8Array(this.#numbers.length);
          this.#hasNulls = true;
          this.#bytes = copied(this.#bytes, at, vector.nulls, index, count);
        } else if (this.#hasNulls)
          this.#bytes = copied(this.#bytes, at, new Uint8Array(count), undefined, count);
    }
  }

  /** Goes over to values of any kind. */
  #loosen(): void {
    const vector = this.vector();
    this.#values = vector.kind === "bytes" ? decodedTexts(vector, this.length) : [];
    for (let i = this.#values.length; i < this.length; i++)
      this.#values.push(valueAt(vector, i, this.#graph));
    this.#kind = "values";
  }

  /** The values appended so far. Valid until the next append. */
  vector(): Vector {
    const { length } = this;
    switch (this.#kind) {
      case "nodes":
      case "relationships":
        return { kind: this.#kind, ids: this.#words.subarray(0, length) };
      case "texts":
        return { kind: "texts", codes: this.#words.subarray(0, length), strings: this.#strings };
      case "bytes":
        return { kind: "bytes", store: this.#store!, rows: this.#rows.subarray(0, length) };
      case "booleans":
        return { kind: "booleans", values: this.#bytes.subarray(0, length) };
      case "records":
        return new RecordRows(this.#records!, this.#words.subarray(0, length));
      case "integers":
      case "floats":
        return {
          kind: this.#kind,
          values: this.#numbers.subarray(0, length),
          nulls: this.#hasNulls ? this.#bytes.subarray(0, length) : undefined,
        };
      default:
        return { kind: "values", values: this.#values };
    }
  }
}

function kindOf(vector: Vector): Kind {
  if (vector instanceof RecordRows) return "records";
  return vector.kind === "constant" ? "values" : vector.kind;
}

type Numbers = Uint32Array | Int32Array | Float64Array | Uint8Array;

function copied<T extends Numbers>(
  array: T,
  at: number,
  from: T,
  index: Uint32Array | undefined,
  count: number,
): T {
  const out = withRoom(array, at + count);
  if (index === undefined) out.set(from.length === count ? from : (from.subarray(0, count) as T), at);
  else for (let i = 0; i < count; i++) out[at + i] = from[index[i]];
  return out;
}

function withRoom<T extends Numbers>(array: T, length: number): T {
  if (length <= array.length) return array;
  const Class = array.constructor as new (length: number) => T;
  const grown = new Class(Math.max(length, array.length * 2, 64));
  grown.set(array);
  return grown;
}
