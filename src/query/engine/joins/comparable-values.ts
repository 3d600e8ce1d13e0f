/** Values of two variables as numbers that compare as they do: numbers themselves, and places of texts in their order. */
import { compareText } from "../../../structures/text/compare.js";
import type { BoundExpression } from "../../bind/bound.js";
import type { EngineContext } from "../operator.js";
import { NONE, type Vector } from "../vector.js";
import { vectorExpression } from "../vector-expression.js";
import { NotCountable } from "./not-countable.js";

/** The nodes of a variable, and the slot that expressions know it by. */
export interface VariableNodes {
  readonly ids: Uint32Array;
  readonly slots: readonly number[];
}

/** Whether two expressions ask the same of different nodes. */
export function areSame(left: BoundExpression, right: BoundExpression): boolean {
  if (left.kind === "property" && right.kind === "property") return left.name === right.name;
  return left.kind === "call" && right.kind === "call" && left.spec === right.spec && left.spec.name === "id";
}

interface Comparable {
  readonly of: readonly [Float64Array, Float64Array];
  /** Whether no two nodes of both variables together have the same value, and each has one. */
  readonly areDistinct: boolean;
}

/** Values of two variables as numbers that compare as they do. Throws where they are not all numbers or texts. */
export function comparableValues(
  sources: readonly [BoundExpression, BoundExpression],
  variables: readonly [VariableNodes, VariableNodes],
  context: EngineContext,
): Comparable {
  const vectors = sources.map((source, i): Vector => {
    const { ids, slots } = variables[i];
    const columns = new Map(slots.map((slot) => [slot, { kind: "nodes", ids } as const]));
    return vectorExpression(source, context).of({ count: ids.length, columns });
  });
  const numbers = numbersOf(vectors);
  const limit = context.cache.nodeLimit;
  const idOf = new Map<number, number>();
  let areDistinct = true;
  const of = numbers.map((values, i) => {
    const byId = new Float64Array(limit).fill(Number.NaN);
    const { ids } = variables[i];
    for (let k = 0; k < ids.length; k++) {
      byId[ids[k]] = values[k];
      if (!areDistinct) continue;
      const known = idOf.get(values[k]);
      if (values[k] !== values[k] || (known !== undefined && known !== ids[k])) areDistinct = false;
      else idOf.set(values[k], ids[k]);
    }
    return byId;
  });
  return { of: of as [Float64Array, Float64Array], areDistinct };
}

function numbersOf(vectors: readonly Vector[]): Float64Array[] {
  const strings = vectors.map((vector) => (vector.kind === "texts" ? vector.strings : undefined));
  if (strings[0] !== undefined && strings[0] === strings[1]) return ranksOf(vectors, strings[0]);
  return vectors.map((vector) => {
    if (vector.kind !== "integers" && vector.kind !== "floats") throw new NotCountable();
    const { values, nulls, kind } = vector;
    const numbers = values.slice();
    for (let i = 0; i < numbers.length; i++) {
      // NaN as a value compares unlike null
      if (nulls?.[i] === 1) numbers[i] = Number.NaN;
      else if (kind === "floats" && numbers[i] !== numbers[i]) throw new NotCountable();
    }
    return numbers;
  });
}

/** Texts of one dictionary as their places in its order. */
function ranksOf(vectors: readonly Vector[], strings: readonly string[]): Float64Array[] {
  const used = new Set<number>();
  for (const vector of vectors) if (vector.kind === "texts") for (const code of vector.codes) used.add(code);
  used.delete(NONE);
  const order = [...used].sort((x, y) => compareText(strings[x], strings[y]));
  const rankOf = new Map<number, number>();
  let rank = 0;
  order.forEach((code, i) => {
    if (i > 0 && strings[order[i - 1]] !== strings[code]) rank++;
    rankOf.set(code, rank);
  });
  return vectors.map((vector) =>
    vector.kind === "texts"
      ? Float64Array.from(vector.codes, (code) => rankOf.get(code) ?? Number.NaN)
      : new Float64Array(0),
  );
}
