/** The problems in a report: losses, skipped parts, warnings; each kind once, with its first places. */
import type { FormatPlace } from "./format-error.js";
import { PROBLEM_PLACES_MAX, PROBLEMS_MAX } from "./limits.js";

/** One kind of loss, skipped part or warning. */
export interface FormatProblem {
  /** The kind, such as `undeclaredAttribute`. */
  readonly kind: string;
  /** A sentence for people. */
  readonly message: string;
  /** The attribute that it is about, if it is about one. */
  readonly attribute?: string;
  /** How often it occurred. */
  readonly count: number;
  /** Where it occurred first. */
  readonly places: readonly FormatPlace[];
}

interface Counted {
  readonly kind: string;
  readonly message: string;
  readonly attribute?: string;
  count: number;
  readonly places: FormatPlace[];
}

/** Collects problems of one sort. At most `PROBLEMS_MAX` kinds are kept; of the rest the number. */
export class ProblemList {
  readonly #problems = new Map<string, Counted>();
  #more: Counted | undefined;

  /** Counts a problem. Those of equal kind, attribute and message are one. */
  add(
    kind: string,
    message: string,
    options: {
      readonly attribute?: string | undefined;
      readonly place?: FormatPlace | undefined;
      readonly count?: number;
    } = {},
  ): void {
    const { attribute, place, count = 1 } = options;
    const problem = this.#problemOf(kind, message, attribute);
    problem.count += count;
    if (place !== undefined && problem.places.length < PROBLEM_PLACES_MAX) problem.places.push(place);
  }

  #problemOf(kind: string, message: string, attribute: string | undefined): Counted {
    const id = JSON.stringify([kind, attribute, message]);
    let problem = this.#problems.get(id);
    if (problem !== undefined) return problem;
    if (this.#problems.size >= PROBLEMS_MAX) {
      this.#more ??= { kind: "more", message: "problems that are counted only", count: 0, places: [] };
      return this.#more;
    }
    problem = { kind, message, ...(attribute === undefined ? {} : { attribute }), count: 0, places: [] };
    this.#problems.set(id, problem);
    return problem;
  }

  get size(): number {
    return this.#problems.size;
  }

  /** The problems in the order in which they came first. */
  list(): FormatProblem[] {
    const all = [...this.#problems.values(), ...(this.#more === undefined ? [] : [this.#more])];
    return all.map((problem) => ({ ...problem, places: [...problem.places] }));
  }
}
