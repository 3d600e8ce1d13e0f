/**
 * Weights in a unit of their own, so that no result depends on the caller's: divided by a power of two, which rounds
 * nothing, where sums of them or products of two sums could pass 1.8e308 or vanish.
 */
import { exponentOf } from "../../../structures/numbers/power-of-two.js";
import type { GraphView } from "../../../view.js";
import { type Weight, weightsOf } from "./weights.js";

/** The use of weights: sums of them alone, or also products of two sums. */
export type WeightUse = "sums" | "products";

/**
 * The exponents between which weights are left as they are, and that of the largest once they are not: 2^33 of them
 * have a finite sum, and where products are needed its square is finite too. Sums allow smaller values.
 */
const EXPONENTS = {
  sums: { min: -900, max: 900, largest: 980 },
  products: { min: -400, max: 400, largest: 0 },
} as const;

export interface ScaledWeights {
  /** By edge; undefined if none are asked for. Not to be written to. */
  readonly weights: Float64Array | undefined;
  /** The divisor of the weights. */
  readonly unit: number;
}

/** The largest magnitude of some numbers; 0 if there are none. */
export function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) > largest) largest = Math.abs(values[i]);
  return largest;
}

/** Finite weights in a unit in which they may be added up, and their sums multiplied if `use` says so. */
export function scaleWeights(weights: Float64Array | undefined, use: WeightUse): ScaledWeights {
  if (weights === undefined) return { weights, unit: 1 };
  const { min, max, largest } = EXPONENTS[use];
  let most = 0;
  let least = Infinity;
  for (let i = 0; i < weights.length; i++) {
    const weight = Math.abs(weights[i]);
    if (weight > most) most = weight;
    if (weight < least && weight > 0) least = weight;
  }
  // of products only those of the largest weights matter
  const isSafe = most < 2 ** max && (use === "sums" ? least : most) > 2 ** min;
  if (most === 0 || isSafe) return { weights, unit: 1 };
  const unit = 2 ** Math.max(-1074, exponentOf(most) - largest);
  return { weights: weights.map((weight) => weight / unit), unit };
}

/** The weights of a view's edges as `scaleWeights` gives them: finite, and none below 0. */
export function unitlessWeightsOf(
  view: GraphView,
  weight: Weight | undefined,
  use: WeightUse,
): Float64Array | undefined {
  return scaleWeights(weightsOf(view, weight, { min: 0, max: Number.MAX_VALUE }), use).weights;
}
