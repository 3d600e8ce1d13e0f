/** Scores of the rows of a leaf by BM25, and who takes them. */
import { KNOWN_FREQUENCY, KNOWN_LENGTHS, type ListScores } from "../../../kernels/texts/score-window.js";
import type { SegmentRows } from "./text-index.js";

const K1 = 1.2;
const B = 0.75;

/** No row of a leaf scores so many times its weight, whatever the rows of the state are. */
export const TERM_SCORE_BOUND = K1 + 1;

/** The rows of a leaf in a segment, and what makes scores of them. */
export interface ScoredRows extends SegmentRows {
  readonly weight: number;
  readonly norms: Norms;
}

/** Takes rows of a column whose score is not below the threshold, each once. */
export interface RowSink {
  /** Whether rows have to come in ascending order. */
  readonly isOrdered: boolean;
  readonly threshold: number;
  take(row: number, score: number): void;
}

/** The norm by which the frequency of a term is divided, by the number of words of a row: long rows count for less. */
export class Norms {
  readonly averageLength: number;
  /** Those of up to 255 words. */
  readonly known = new Float64Array(KNOWN_LENGTHS);
  #unweighted: Float64Array | undefined;

  /** The norms for an average length: those made last where it is the same, as in one state. */
  static of(averageLength: number): Norms {
    if (last?.averageLength !== averageLength) last = new Norms(averageLength);
    return last;
  }

  private constructor(averageLength: number) {
    this.averageLength = averageLength;
    for (let length = 0; length < KNOWN_LENGTHS; length++) this.known[length] = normOf(length, averageLength);
  }

  /** The scores of a leaf of weight 1, by the number of occurrences and of words. */
  get unweighted(): Float64Array {
    if (this.#unweighted === undefined) {
      const table = new Float64Array((KNOWN_FREQUENCY + 1) * KNOWN_LENGTHS);
      for (let at = 0; at < table.length; at++)
        table[at] = scoreOf(Math.floor(at / KNOWN_LENGTHS), at % KNOWN_LENGTHS, this, 1);
      this.#unweighted = table;
    }
    return this.#unweighted;
  }
}

let last: Norms | undefined;

function normOf(length: number, averageLength: number): number {
  return K1 * (1 - B + (B * length) / averageLength);
}

/** The score of a row with so many words in which a leaf occurs so often. */
export function scoreOf(
  frequency: number,
  length: number,
  { known, averageLength }: Norms,
  weight: number,
): number {
  const norm = length < KNOWN_LENGTHS ? known[length] : normOf(length, averageLength);
  return ((frequency * (K1 + 1)) / (frequency + norm)) * weight;
}

/** The figures that scores of a leaf of some weight are made of. */
export function scoresOf(norms: Norms, weight: number): ListScores {
  return { table: norms.unweighted, numbers: [weight, K1 + 1, K1, 1 - B, B, norms.averageLength] };
}
