// The attributes that programs write, and their values.
import { DateTime } from "../../src/temporal/date-time.js";
import { Duration } from "../../src/temporal/duration.js";
import { LocalDate } from "../../src/temporal/local-date.js";
import { LocalTime } from "../../src/temporal/local-time.js";

/** Numbers that a program takes its choices from; they shrink to 0, which is always the plainest choice. */
export class Tape {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A whole number below `bound`. */
  next(bound: number): number {
    const round = Math.floor(this.#at / this.#numbers.length);
    const number = this.#numbers[this.#at++ % this.#numbers.length];
    // the tape is read again and again, each time as other numbers, save that 0 stays 0
    return (round === 0 ? number : Math.imul(number, 0x9e3779b1 + 2 * round) >>> 0) % bound;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.next(items.length)];
  }

  chance(outOf: number): boolean {
    return this.next(outOf) === outOf - 1;
  }
}

/** The attributes by the type they take from a value; `mixed` has values of two types. */
export const NATURAL_TYPES: Readonly<Record<string, string>> = {
  float: "float64",
  whole: "float64",
  single: "float64",
  text: "utf8",
  flag: "bool",
  long: "int64",
  moment: "timestamp",
  bytes: "binary",
  numbers: "list<float64>",
  words: "list<utf8>",
  vector: "vector<float32, 3>",
  json: "json",
  day: "date",
  meeting: "datetime",
  length: "duration",
  times: "list<localtime>",
  constructor: "utf8",
};

export const MIXED_NAME = "mixed";
const MIXED_TYPES: Readonly<Record<string, string>> = { number: "float64", string: "utf8", boolean: "bool" };

export const NAMES: readonly string[] = [...Object.keys(NATURAL_TYPES), "__proto__", MIXED_NAME];

const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  float: [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1e308, 5e-324],
  whole: [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 7],
  single: [0, -0, 0.5, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 24],
  text: ["", "a", "b", "é", "😀", "\u0000", "long ".repeat(40)],
  flag: [true, false],
  long: [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)],
  moment: [new Date(0), new Date(-1), new Date(8.64e15), new Date(1.7e12)],
  bytes: [new Uint8Array(0), Uint8Array.of(0), Uint8Array.of(1, 2, 255)],
  numbers: [[1], [-0, Number.NaN], [1, 2, 3]],
  words: [["a"], ["", "😀"], ["a", "b"]],
  vector: [new Float32Array(3), Float32Array.of(1, -0, Number.NaN), Float32Array.of(1, 2, 3)],
  day: [new LocalDate(0), new LocalDate(-1), new LocalDate(365_000_000_000)],
  meeting: [new DateTime(0, 0, 0), new DateTime(0, 1, -3600), new DateTime(1, 0, 3600, "Europe/Paris")],
  length: [new Duration(1, 0, 0, 0), new Duration(0, -30, 2n ** 60n, 1)],
  times: [[new LocalTime(0)], [new LocalTime(1), new LocalTime(2)]],
  json: [{}, { a: 1 }, { a: [1, null, { b: -0 }] }, [], [1, "a"]],
  constructor: ["x", "y"],
  ["__proto__"]: ["p", "q"],
  [MIXED_NAME]: [1, "one", true],
};

/** A value for an attribute. */
export function valueFor(tape: Tape, name: string): unknown {
  return tape.pick(Object.hasOwn(VALUES, name) ? VALUES[name] : ["p", "q"]);
}

/** The type that an attribute without one takes from a value. */
export function typeOfValue(name: string, value: unknown): string {
  if (name === MIXED_NAME) return MIXED_TYPES[typeof value];
  return Object.hasOwn(NATURAL_TYPES, name) ? NATURAL_TYPES[name] : "utf8";
}

/** Values as a typed array, with the type that an attribute takes from it; undefined where there is none. */
export function typedArrayOf(
  tape: Tape,
  name: string,
  count: number,
): { values: ArrayLike<unknown>; type: string } | undefined {
  const of = (_: unknown, i: number) => VALUES[name][(i + tape.next(7)) % VALUES[name].length];
  const indices = Array.from({ length: count }, (_, i) => i);
  if (name === "float") return { values: Float64Array.from(indices, of as () => number), type: "float64" };
  if (name === "long") return { values: BigInt64Array.from(indices.map(of as () => bigint)), type: "int64" };
  if (name === "single") return { values: Float32Array.from(indices, of as () => number), type: "float32" };
  if (name !== "whole") return undefined;
  const small = (i: number) => (i * 31) % 100;
  return tape.pick([
    { values: Int32Array.from(indices, of as () => number), type: "int32" },
    { values: Uint8Array.from(indices, small), type: "int32" },
    { values: Int16Array.from(indices, small), type: "int32" },
    { values: Uint32Array.from(indices, small), type: "float64" },
  ]);
}

export const LABELS: readonly string[] = ["A", "B", "__proto__", "constructor"];
