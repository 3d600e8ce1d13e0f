/** The result of algorithms that approach their answer round by round. */
import { Result } from "./result.js";

/** A value for each node, and how far the rounds came. */
export class IteratedResult extends Result<Float64Array> {
  /** The number of rounds that were run. */
  readonly iterations: number;
  /** Whether the last round changed less than the tolerance; if not, `maxIterations` ended it. */
  readonly converged: boolean;

  constructor(ids: Uint32Array, values: Float64Array, iterations: number, converged: boolean) {
    super(ids, values);
    this.iterations = iterations;
    this.converged = converged;
  }
}

/** Options of what runs in rounds. */
export interface IterationOptions {
  /** The run ends when a round changes all values together (the sum of the differences) by less than this. */
  readonly tolerance?: number;
  /** After this many rounds the run ends in any case. */
  readonly maxIterations?: number;
}
