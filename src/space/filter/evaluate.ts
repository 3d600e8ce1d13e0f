/** Evaluates filters: the live elements for which an expression is true. */
import { Bitmap } from "../../structures/bitmap.js";
import type { IndexSet } from "../index/index-set.js";
import type { ElementState } from "../states/element-state.js";
import type { GraphState } from "../states/graph-state.js";
import { bindFilter } from "./bind.js";
import { always, type Condition, markAmong, never } from "./condition.js";
import type { Expression } from "./expression.js";
import { requireKnown } from "./known-names.js";
import { readParameters } from "./read-filter.js";
import { CHUNK_WORDS, countBits, keepBits } from "./words.js";

export interface EvaluateOptions {
  /** The values of the parameters that the filter names; null is an absent value. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** The elements to search. Defaults to all live ones. */
  readonly within?: Bitmap | undefined;
  /** The graph of which the elements are; needed for degrees. */
  readonly graph?: GraphState | undefined;
  /** "absent" takes a name that the graph has never had for that of an attribute without values. Defaults to "absent". */
  readonly unknown?: "error" | "absent" | undefined;
  /** The indices that may be used. */
  readonly indices?: IndexSet | undefined;
}

/** An index is used if it finds no more than so many elements, and a part of all that grows with a scan's cost. */
const FOUND_ALWAYS = 64;
const FOUND_PART = 1 / 512;
const FOUND_PART_MAX = 1 / 4;

/**
 * The live elements, of those `within` if given, for which `expression` is true. Throws a TypeError for a
 * parameter without a value and for a value that an attribute cannot be compared with. An attribute that the
 * state does not have is absent everywhere.
 *
 * O(elements / 32) words a condition at least, one comparison an element at most; with an index O(found).
 */
export function evaluateFilter(
  expression: Expression,
  state: ElementState,
  options: EvaluateOptions = {},
): Bitmap {
  return evaluate(bindTo(expression, state, options), state, options);
}

/** A filter with its parameters read, for tests of single elements or of all. */
export function boundFilter(
  expression: Expression,
  state: ElementState,
  options: EvaluateOptions = {},
): { matches(element: number): boolean; all(): Bitmap } {
  const condition = bindTo(expression, state, options);
  return {
    matches: (element) => condition.matches(element),
    all: () => evaluate(condition, state, options),
  };
}

function bindTo(expression: Expression, state: ElementState, options: EvaluateOptions): Condition {
  const parameters = readParameters(expression, options.parameters);
  if (options.unknown === "error") requireKnown(expression, state);
  return bindFilter(expression, { state, parameters, indices: options.indices, graph: options.graph });
}

function evaluate(condition: Condition, state: ElementState, { within, indices }: EvaluateOptions): Bitmap {
  if (condition === never) return new Bitmap();
  if (condition === always) return within === undefined ? state.live.clone() : state.live.and(within);
  if (indices !== undefined) {
    const { count } = state.live;
    const found = condition.find(
      FOUND_ALWAYS + count * Math.min(condition.cost * FOUND_PART, FOUND_PART_MAX),
    );
    if (found !== undefined) return checked(found, condition, state.live, within);
  }
  return scan(condition, state.live, within);
}

/** Those of `found` that count. */
function checked(
  found: readonly number[],
  condition: Condition,
  live: Bitmap,
  within: Bitmap | undefined,
): Bitmap {
  const result = new Bitmap();
  for (const element of found) {
    if (live.has(element) && within?.has(element) !== false && condition.matches(element))
      result.add(element);
  }
  return result;
}

function scan(condition: Condition, live: Bitmap, within: Bitmap | undefined): Bitmap {
  const result = new Bitmap();
  for (let chunk = 0; chunk < live.chunkCount; chunk++) {
    if (live.isEmptyChunk(chunk) || within?.isEmptyChunk(chunk) === true) continue;
    const out = new Uint32Array(CHUNK_WORDS);
    if (live.isFullChunk(chunk) && (within === undefined || within.isFullChunk(chunk))) {
      condition.mark(chunk, live.words(chunk), out);
    } else {
      const candidates = within === undefined ? live.words(chunk) : live.words(chunk).slice();
      if (within !== undefined) keepBits(candidates, within.words(chunk));
      markAmong(condition, chunk, candidates, countBits(candidates), out);
      keepBits(out, candidates);
    }
    result.setWords(chunk, out);
  }
  return result;
}
