/**
 * Conditions on single nodes, or single relationships, of a path, worked out for many at once and remembered by id. None of
 * them can go wrong, so that it does not matter for which elements they are asked.
 */
import type { BoundExpression } from "../../bind/bound.js";
import { slotsIn } from "../../plan/slots-in.js";
import { truthsOf } from "../compare-vectors.js";
import type { EngineContext } from "../operator.js";
import { type Batch, type Vector, valueAt } from "../vector.js";
import { type VectorExpression, vectorExpression } from "../vector-expression.js";

/** A condition that has to be true of each element, or false where `holds` says so. */
export interface ElementCondition {
  readonly condition: BoundExpression;
  readonly holds: boolean;
}

const UNKNOWN = 0;
const FITS = 1;
const FAILS = 2;

export class ElementPredicate {
  readonly #kind: "nodes" | "relationships";
  readonly #slot: number;
  readonly #tests: readonly { readonly expression: VectorExpression; readonly truth: number }[];
  /** Slots of the row that conditions read: with another row answers are other ones. */
  readonly #rowSlots: readonly number[];
  readonly #context: EngineContext;
  #known = new Uint8Array(0);
  #asked: number[] = [];
  #ofRow = new Map<number, Vector>();

  /** `slot` is that of the element in the conditions. */
  constructor(
    kind: "nodes" | "relationships",
    slot: number,
    conditions: readonly ElementCondition[],
    context: EngineContext,
  ) {
    this.#kind = kind;
    this.#slot = slot;
    this.#context = context;
    this.#tests = conditions.map(({ condition, holds }) => ({
      expression: vectorExpression(condition, context),
      truth: Number(holds),
    }));
    const slots = new Set(conditions.flatMap(({ condition }) => [...slotsIn(condition)]));
    slots.delete(slot);
    this.#rowSlots = [...slots];
  }

  /** Whether answers are the same for all rows. */
  get isFixed(): boolean {
    return this.#rowSlots.length === 0;
  }

  /** Turns to a row. */
  begin(batch: Batch, row: number): void {
    if (this.isFixed) return;
    for (const id of this.#asked) this.#known[id] = UNKNOWN;
    this.#asked = [];
    this.#ofRow = new Map();
    for (const slot of this.#rowSlots) {
      const vector = batch.columns.get(slot);
      const value = vector === undefined ? null : valueAt(vector, row, this.#context.run.graph);
      this.#ofRow.set(slot, { kind: "constant", value });
    }
  }

  /** Works out the answers for ids, from `first` up to `end` of a list, that are not known yet. */
  learn(ids: Uint32Array, first: number, end: number): void {
    const { pool } = this.#context.state;
    if (this.#known.length === 0)
      this.#known = new Uint8Array((this.#kind === "nodes" ? pool.nodes : pool.edges).count);
    const known = this.#known;
    let count = 0;
    const asked = new Uint32Array(end - first);
    for (let i = first; i < end; i++) {
      if (known[ids[i]] !== UNKNOWN) continue;
      known[ids[i]] = FITS;
      asked[count++] = ids[i];
    }
    if (count === 0) return;
    const columns = new Map(this.#ofRow);
    columns.set(this.#slot, {
      kind: this.#kind,
      ids: count === asked.length ? asked : asked.slice(0, count),
    });
    for (const { expression, truth } of this.#tests) {
      const truths = truthsOf(expression.of({ count, columns }), count);
      for (let i = 0; i < count; i++) if (truths[i] !== truth) known[asked[i]] = FAILS;
    }
    if (!this.isFixed) for (let i = 0; i < count; i++) this.#asked.push(asked[i]);
  }

  /** Whether an element fits whose answer is known. */
  fits(id: number): boolean {
    return this.#known[id] === FITS;
  }

  fitsOne(id: number): boolean {
    this.learn(Uint32Array.of(id), 0, 1);
    return this.fits(id);
  }
}
