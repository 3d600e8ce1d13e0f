/**
 * Scores the rows of the rarest leaves first and stops once those of the others cannot be among the best. A leaf adds less
 * than (k1 + 1) times its weight to any row, so the bound holds in every state and nothing is kept for it. What is taken
 * has its exact score, summed in the order of the leaves.
 *
 * Source: Turtle and Flood, Query evaluation: strategies and optimizations (1995): MaxScore, term at a time.
 */
import type { RowCursor } from "./leaf-postings.js";
import { type RowSink, type ScoredRows, scoreOf, TERM_SCORE_BOUND } from "./score-rows.js";

/** More than sums in another order may differ by. */
const ROUNDING = 1 + 1e-9;

/** The rows of a leaf are looked up in the others where these have so many times as many. */
const RARE_SHARE = 4;

/** About what a cursor reads to get to a row that is far away: half a block. */
const READ_A_LOOKUP = 64;

/**
 * Gives rows of some leaves of one segment, each once.
 *
 * @returns the leaves all of whose rows that can be among the best were given, and the others, in their order; none
 *   where no other row can be.
 */
export function takeRarest(
  all: readonly ScoredRows[],
  sink: RowSink,
): { readonly taken: readonly ScoredRows[]; readonly left: readonly ScoredRows[] } {
  const order = [...all].sort((a, b) => b.weight - a.weight);
  /** The most that the leaves from one on can add, and the rows they have. */
  const bounds = new Float64Array(order.length + 1);
  const sizes = new Float64Array(order.length + 1);
  for (let i = order.length - 1; i >= 0; i--) {
    bounds[i] = bounds[i + 1] + order[i].weight * TERM_SCORE_BOUND;
    sizes[i] = sizes[i + 1] + order[i].rows.size;
  }
  /** Where rows are looked up more often, adding up all of them is as fast. */
  let budget = sizes[0];
  let count = 0;
  while (count < order.length && bounds[count] * ROUNDING >= sink.threshold) {
    const rest = sizes[count + 1];
    if (rest > 0 && (order[count].rows.size * RARE_SHARE > rest || budget <= 0)) break;
    budget -= READ_A_LOOKUP * takeRows(all, order, count++, bounds, sink);
  }
  const taken = order.slice(0, count);
  const isOver = count === order.length || bounds[count] * ROUNDING < sink.threshold;
  return { taken, left: isOver ? [] : all.filter((rows) => !taken.includes(rows)) };
}

/** Gives the rows of the leaf at `place` that those before it do not have; how often rows were looked up. */
function takeRows(
  all: readonly ScoredRows[],
  order: readonly ScoredRows[],
  place: number,
  bounds: Float64Array,
  sink: RowSink,
): number {
  const { segment, norms, weight, rows: leaf } = order[place];
  const { firstRow, lengths } = segment;
  const { rows, frequencies, count } = leaf.read();
  const cursors = order.map(({ rows: other }, i) => (i === place ? undefined : other.cursor()));
  /** Where the score of each leaf in the order stands in the order of a sum. */
  const places = order.map((each) => all.indexOf(each));
  const scores = new Float64Array(all.length);
  let { threshold } = sink;
  let lookups = 0;
  next: for (let k = 0; k < count; k++) {
    const row = rows[k];
    for (let i = 0; i < place; i++) if (isAt(cursors[i], row)) continue next;
    const length = lengths[row];
    scores.fill(0);
    let partial = scoreOf(frequencies[k], length, norms, weight);
    scores[places[place]] = partial;
    for (let i = place + 1; i < order.length; i++) {
      if ((partial + bounds[i]) * ROUNDING < threshold) continue next;
      const cursor = cursors[i];
      lookups++;
      if (!isAt(cursor, row)) continue;
      const score = scoreOf(cursor.frequency, length, norms, order[i].weight);
      scores[places[i]] = score;
      partial += score;
    }
    let sum = 0;
    for (let i = 0; i < scores.length; i++) sum += scores[i];
    if (!(sum >= threshold)) continue;
    sink.take(firstRow + row, sum);
    threshold = sink.threshold;
  }
  return lookups;
}

function isAt(cursor: RowCursor | undefined, row: number): cursor is RowCursor {
  return cursor?.advance(row) === true && cursor.row === row;
}
