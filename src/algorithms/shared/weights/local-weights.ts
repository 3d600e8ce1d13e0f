/** Weights of single edges, for searches that stay near their start: no column is read as a whole. */
import type { GraphView } from "../../../view.js";
import type { Weight } from "./weights.js";

/** The weight of an edge, by id. */
export type WeightOfEdge = (edge: number) => number;

/**
 * The weights of 0 and more that an attribute holds, as they are now; undefined where all have to be looked at: in an
 * array, which is aligned with all edges, and where a value was ever written that is no such weight.
 */
export function localWeights(view: GraphView, weight: Weight, max = Infinity): WeightOfEdge | undefined {
  if (typeof weight !== "string") return undefined;
  const attribute = view.edges.state.attribute(weight);
  if (attribute === undefined || attribute.stored.type === "int64") return undefined;
  const raw = attribute.stored.column.raw();
  if (raw.kind !== "numbers" || raw.width !== 1 || raw.values instanceof BigInt64Array) return undefined;
  const { values } = raw;
  if (!areLengths(attribute.stored, values, max)) return undefined;
  // a copy, which what is written during the search does not reach
  const rows = attribute.rows.clone();
  return (edge) => {
    const row = rows.get(edge);
    return row < 0 ? 1 : values[row];
  };
}

/**
 * If the largest weight is below this, sums and shares lose digits in its unit, so such weights are scaled as a
 * whole.
 */
const SMALL = 2 ** -900;

/** The number of rows of a column that were read, and the largest value; NaN if one was not a weight. */
interface Survey {
  readonly rowCount: number;
  readonly most: number;
}

/** Rows are never written twice, so that only those have to be looked at that came since. */
const surveys = new WeakMap<object, Survey>();

/** Whether all rows of a column hold numbers 0 .. max. */
function areLengths(column: object, values: ArrayLike<number>, max: number): boolean {
  const known = surveys.get(column);
  let most = known?.most ?? 0;
  for (let row = known?.rowCount ?? 0; row < values.length; row++) {
    const value = values[row];
    if (!(value >= 0)) most = Number.NaN;
    else if (value > most) most = value;
  }
  surveys.set(column, { rowCount: values.length, most });
  return most <= max && !(most > 0 && most < SMALL);
}
