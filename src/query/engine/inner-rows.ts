/** Patterns that are looked for on behalf of rows, a batch at a time: OPTIONAL MATCH, and whether or how often there is one. */
import type { Slot } from "../bind/bound.js";
import { TYPE_BITS } from "../bind/static-type.js";
import { BatchSource, type EngineContext, type Operator, type SettledRows } from "./operator.js";
import { type Batch, EMPTY_BATCH, gatheredBatch, NONE, type Vector, valueAt } from "./vector.js";

/**
 * Makes the operators of a pattern over a source; `numbers` is a slot that each row that comes out has to keep, and
 * `settled` the rows of which no more need come.
 */
export type InnerRows = (source: Operator, numbers: number, settled?: SettledRows) => Operator;

/** Rows that know, in a slot of no variable, which row of a batch they come of. */
function numbered({ count, columns }: Batch, numbers: number): Batch {
  const ids = new Uint32Array(count);
  for (let i = 0; i < count; i++) ids[i] = i;
  return { count, columns: new Map([...columns, [numbers, { kind: "relationships", ids }]]) };
}

function numbersOf({ columns }: Batch, numbers: number): Uint32Array {
  const vector = columns.get(numbers);
  return vector?.kind === "relationships" ? vector.ids : new Uint32Array(0);
}

/** Each row with what a pattern finds for it, or once with nulls, in the order of the rows. */
export class OptionalRows implements Operator {
  readonly #source: Operator;
  readonly #slots: readonly Slot[];
  /** The variables of the rows themselves that are read later. */
  readonly #wanted: ReadonlySet<number>;
  readonly #numbers: number;
  readonly #context: EngineContext;
  readonly #given = new BatchSource();
  readonly #inner: Operator;
  #batch: Batch | undefined;
  /** The first row of the batch for which nothing has been given yet. */
  #next = 0;

  /** `slots` are the variables of the pattern. `inner` gives what it finds in the order of the rows. */
  constructor(
    source: Operator,
    inner: InnerRows,
    slots: readonly Slot[],
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) {
    this.#source = source;
    this.#slots = slots.filter(({ index }) => wanted.has(index));
    const made = new Set(slots.map(({ index }) => index));
    this.#wanted = new Set([...wanted].filter((slot) => !made.has(slot)));
    this.#numbers = context.hiddenSlots.next();
    this.#context = context;
    this.#inner = inner(this.#given, this.#numbers);
  }

  next(): Batch | undefined {
    if (this.#batch === undefined) {
      const batch = this.#source.next();
      if (batch === undefined || batch.count === 0) return batch;
      this.#batch = batch;
      this.#next = 0;
      this.#given.put(numbered(batch, this.#numbers));
    }
    const batch = this.#batch;
    const found = this.#inner.next();
    if (found !== undefined) return found.count === 0 ? EMPTY_BATCH : this.#withUnmatched(batch, found);
    this.#batch = undefined;
    const rows = new Uint32Array(batch.count - this.#next);
    for (let i = 0; i < rows.length; i++) rows[i] = this.#next + i;
    return this.#joined(batch, rows, EMPTY_BATCH, new Uint32Array(rows.length).fill(NONE));
  }

  /** The rows that are found, and before each of them those for which nothing is found. */
  #withUnmatched(batch: Batch, found: Batch): Batch {
    const numbers = numbersOf(found, this.#numbers).subarray(0, found.count);
    let next = this.#next;
    let unmatched = 0;
    for (const number of numbers) {
      if (number > next) unmatched += number - next;
      next = number + 1;
    }
    if (unmatched > 0) {
      const rows = new Uint32Array(found.count + unmatched);
      const places = new Uint32Array(rows.length).fill(NONE);
      let count = 0;
      let row = this.#next;
      for (let i = 0; i < found.count; i++) {
        while (row < numbers[i]) rows[count++] = row++;
        row = numbers[i] + 1;
        rows[count] = numbers[i];
        places[count++] = i;
      }
      this.#next = next;
      return this.#joined(batch, rows, found, places);
    }
    this.#next = next;
    return this.#joined(batch, numbers, found, undefined);
  }

  /** Rows of the batch, each with the row that was found for it; NONE stands for none. */
  #joined(batch: Batch, rows: Uint32Array, found: Batch, places: Uint32Array | undefined): Batch {
    const columns = gatheredBatch(batch, rows, rows.length, this.#wanted);
    for (const { index, type } of this.#slots) {
      const vector = found.columns.get(index) ?? nulls(type.mask, rows.length);
      columns.set(index, places === undefined ? vector : gatheredOrNull(vector, places, this.#context));
    }
    return { count: rows.length, columns };
  }
}

function nulls(mask: number, count: number): Vector {
  const isNode = mask === TYPE_BITS.NODE;
  if (!isNode && mask !== TYPE_BITS.RELATIONSHIP) return { kind: "constant", value: null };
  return { kind: isNode ? "nodes" : "relationships", ids: new Uint32Array(count).fill(NONE) };
}

/** The values of the rows that `index` names, and null where it is NONE. */
function gatheredOrNull(vector: Vector, index: Uint32Array, { run }: EngineContext): Vector {
  if (vector.kind === "nodes" || vector.kind === "relationships") {
    const { kind, ids } = vector;
    return { kind, ids: index.map((row) => (row === NONE ? NONE : ids[row])) };
  }
  if (vector.kind === "constant" && vector.value === null) return vector;
  return {
    kind: "values",
    values: Array.from(index, (row) => (row === NONE ? null : valueAt(vector, row, run.graph))),
  };
}

/**
 * For each row how many ways there are to meet a pattern, or 1 where there is one. `weights` is the slot that says how many
 * ways a row stands for, if there is one.
 */
export function innerCounts(
  inner: InnerRows,
  form: "exists" | "count",
  weights: number | undefined,
  context: EngineContext,
): (batch: Batch) => Float64Array {
  const numbers = context.hiddenSlots.next();
  const given = new BatchSource();
  const settled: SettledRows | undefined =
    form === "exists" ? { numbers, done: new Uint8Array(0) } : undefined;
  const rows = inner(given, numbers, settled);
  return (batch) => {
    const counts = new Float64Array(batch.count);
    if (settled !== undefined) settled.done = new Uint8Array(batch.count);
    given.put(numbered(batch, numbers));
    for (let found = rows.next(); found !== undefined; found = rows.next()) {
      context.run.limits.check();
      const ids = numbersOf(found, numbers);
      const weight = weights === undefined ? undefined : found.columns.get(weights);
      if (settled !== undefined) {
        for (let i = 0; i < found.count; i++) {
          counts[ids[i]] = 1;
          settled.done[ids[i]] = 1;
        }
      } else if (weight?.kind === "integers") {
        for (let i = 0; i < found.count; i++) counts[ids[i]] += weight.values[i];
      } else for (let i = 0; i < found.count; i++) counts[ids[i]]++;
    }
    return counts;
  };
}
