/** Patterns that are looked for on behalf of rows, a batch at a time: OPTIONAL MATCH, and whether or how often there is one. */
import type { Slot } from "../bind/bound.js";
import { TYPE_BITS } from "../bind/static-type.js";
import { BatchSource, type EngineContext, type Operator, type SettledRows } from "./operator.js";
import { type Batch, EMPTY_BATCH, gatheredBatch, NONE, type Vector } from "./vector.js";

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

/** Each row with what a pattern finds for it, or once with nulls. */
export class OptionalRows implements Operator {
  readonly #source: Operator;
  readonly #slots: readonly Slot[];
  readonly #wanted: ReadonlySet<number>;
  readonly #numbers: number;
  readonly #given = new BatchSource();
  readonly #inner: Operator;
  #batch: Batch | undefined;
  #isFound = new Uint8Array(0);

  /** `slots` are the variables of the pattern. */
  constructor(
    source: Operator,
    inner: InnerRows,
    slots: readonly Slot[],
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) {
    this.#source = source;
    this.#slots = slots;
    this.#wanted = wanted;
    this.#numbers = context.hiddenSlots.next();
    this.#inner = inner(this.#given, this.#numbers);
  }

  next(): Batch | undefined {
    if (this.#batch === undefined) {
      const batch = this.#source.next();
      if (batch === undefined || batch.count === 0) return batch;
      this.#batch = batch;
      this.#isFound = new Uint8Array(batch.count);
      this.#given.put(numbered(batch, this.#numbers));
    }
    const found = this.#inner.next();
    if (found !== undefined) {
      const numbers = numbersOf(found, this.#numbers);
      for (let i = 0; i < found.count; i++) this.#isFound[numbers[i]] = 1;
      return found;
    }
    const batch = this.#batch;
    this.#batch = undefined;
    return this.#unmatched(batch);
  }

  #unmatched(batch: Batch): Batch {
    const index = new Uint32Array(batch.count);
    let count = 0;
    for (let i = 0; i < batch.count; i++) if (this.#isFound[i] === 0) index[count++] = i;
    if (count === 0) return EMPTY_BATCH;
    const columns = gatheredBatch(batch, index, count, this.#wanted);
    for (const { index: slot, type } of this.#slots)
      if (this.#wanted.has(slot)) columns.set(slot, nulls(type.mask, count));
    return { count, columns };
  }
}

function nulls(mask: number, count: number): Vector {
  const isNode = mask === TYPE_BITS.NODE;
  if (!isNode && mask !== TYPE_BITS.RELATIONSHIP) return { kind: "constant", value: null };
  return { kind: isNode ? "nodes" : "relationships", ids: new Uint32Array(count).fill(NONE) };
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
