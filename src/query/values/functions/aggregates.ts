/** Functions of many rows. Nulls are left out of all of them; DISTINCT leaves out what is equivalent to one before. */
import { Duration } from "../../../temporal/duration.js";
import { addValues, checkedInteger, divideValues } from "../arithmetic.js";
import { equivalenceKey, orderValues } from "../relations.js";
import type { CypherValue } from "../value.js";
import { outOfRange, type SignatureType, wrongArgument } from "./signature.js";

/** One aggregate over the rows of one group. */
export interface Aggregate {
  /** Takes the arguments of a row. */
  add(args: readonly CypherValue[]): void;
  /** How many values were not left out. */
  readonly kept: number;
  result(): CypherValue;
}

type Accumulator = Pick<Aggregate, "add" | "result">;

export interface AggregateSpec {
  readonly name: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly parameterTypes: readonly (readonly SignatureType[])[];
  readonly resultType: readonly SignatureType[];
  create(distinct: boolean): Aggregate;
}

function defineAggregate(
  name: string,
  parameterTypes: readonly (readonly SignatureType[])[],
  resultType: readonly SignatureType[],
  make: () => Accumulator,
): AggregateSpec {
  const { length } = parameterTypes;
  const create = (distinct: boolean): Aggregate => withoutNulls(make(), distinct);
  return { name, minArguments: length, maxArguments: length, parameterTypes, resultType, create };
}

function withoutNulls(aggregate: Accumulator, distinct: boolean): Aggregate {
  const seen = distinct ? new Set<unknown>() : undefined;
  let kept = 0;
  return {
    get kept() {
      return kept;
    },
    add(args) {
      const [value] = args;
      if (value === null) return;
      if (seen !== undefined) {
        const key = equivalenceKey(value);
        if (seen.has(key)) return;
        seen.add(key);
      }
      kept++;
      aggregate.add(args);
    },
    result: () => aggregate.result(),
  };
}

function count(): Accumulator {
  let rows = 0;
  return { add: () => void rows++, result: () => BigInt(rows) };
}

function collect(): Accumulator {
  const items: CypherValue[] = [];
  return { add: ([value]) => void items.push(value), result: () => items };
}

/** The largest if `sign` is 1, the smallest if it is -1. */
function extreme(sign: number): Accumulator {
  let best: CypherValue = null;
  return {
    add([value]) {
      if (best === null || orderValues(value, best) * sign > 0) best = value;
    },
    result: () => best,
  };
}

/** Sums of INTEGERs are exact on the way and checked at the end; those with a FLOAT among them are compensated. */
class Sum {
  rows = 0;
  #integers = 0n;
  #floats: number | undefined;
  #lost = 0;
  #durations: Duration | undefined;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  add(value: CypherValue): void {
    const hasNumbers = this.rows > 0 && this.#durations === undefined;
    if (value instanceof Duration && !hasNumbers) {
      this.#durations =
        this.#durations === undefined ? value : (addValues(this.#durations, value) as Duration);
    } else if (typeof value === "bigint" && this.#durations === undefined) this.#integers += value;
    else if (typeof value === "number" && this.#durations === undefined) this.#addFloat(value);
    else throw wrongArgument(this.#name, 0, "NUMBERs alone or DURATIONs alone", value);
    this.rows++;
  }

  /** Neumaier's variant of Kahan's summation, which keeps what additions lose. */
  #addFloat(value: number): void {
    const before = this.#floats ?? 0;
    const sum = before + value;
    if (Number.isFinite(sum)) {
      this.#lost += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
    }
    this.#floats = sum;
  }

  total(): bigint | number | Duration {
    if (this.#durations !== undefined) return this.#durations;
    if (this.#floats === undefined) return checkedInteger(this.#name, this.#integers);
    return this.#floats + this.#lost + Number(this.#integers);
  }

  mean(): CypherValue {
    if (this.rows === 0) return null;
    if (this.#durations !== undefined) return divideValues(this.#durations, BigInt(this.rows));
    // the sum of INTEGERs may have more than 64 bits here
    const total = this.#floats === undefined ? this.#integers : this.total();
    return Number(total) / this.rows;
  }
}

function sum(): Accumulator {
  const total = new Sum("sum");
  return { add: ([value]) => total.add(value), result: () => total.total() };
}

function average(): Accumulator {
  const total = new Sum("avg");
  return { add: ([value]) => total.add(value), result: () => total.mean() };
}

/** Welford's algorithm; 0 where there are too few rows. */
function deviation(name: string, isOfPopulation: boolean): Accumulator {
  let rows = 0;
  let mean = 0;
  let squares = 0;
  return {
    add([value]) {
      if (typeof value !== "bigint" && typeof value !== "number")
        throw wrongArgument(name, 0, "a NUMBER", value);
      const number = Number(value);
      const difference = number - mean;
      mean += difference / ++rows;
      squares += difference * (number - mean);
    },
    result() {
      if (rows < 2) return 0;
      return Math.sqrt(squares / (isOfPopulation ? rows : rows - 1));
    },
  };
}

/** Percentiles: the value at the nearest rank, or between the two values around. */
function percentile(name: string, isContinuous: boolean): Accumulator {
  const values: (bigint | number)[] = [];
  let fraction: number | undefined;
  return {
    add([value, share]) {
      if (typeof value !== "bigint" && typeof value !== "number")
        throw wrongArgument(name, 0, "a NUMBER", value);
      if (typeof share !== "bigint" && typeof share !== "number")
        throw wrongArgument(name, 1, "a NUMBER", share);
      const given = Number(share);
      if (!(given >= 0 && given <= 1)) throw outOfRange(name, "a percentile from 0.0 to 1.0", share);
      fraction ??= given;
      values.push(value);
    },
    result() {
      if (values.length === 0 || fraction === undefined) return null;
      values.sort(orderValues);
      if (isContinuous) return interpolated(values, fraction);
      return values[Math.max(0, Math.ceil(fraction * values.length) - 1)];
    },
  };
}

function interpolated(values: readonly (bigint | number)[], fraction: number): number {
  const place = fraction * (values.length - 1);
  const low = Number(values[Math.floor(place)]);
  const high = Number(values[Math.ceil(place)]);
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}

const ANY: readonly SignatureType[] = ["ANY"];
const NUMBER: readonly SignatureType[] = ["NUMBER"];
const SUMMABLE: readonly SignatureType[] = ["NUMBER", "DURATION"];

export const AGGREGATES: readonly AggregateSpec[] = [
  defineAggregate("count", [ANY], ["INTEGER"], count),
  defineAggregate("sum", [SUMMABLE], SUMMABLE, sum),
  defineAggregate("avg", [SUMMABLE], ["FLOAT", "DURATION"], average),
  defineAggregate("min", [ANY], ANY, () => extreme(-1)),
  defineAggregate("max", [ANY], ANY, () => extreme(1)),
  defineAggregate("collect", [ANY], ["LIST"], collect),
  defineAggregate("stDev", [NUMBER], ["FLOAT"], () => deviation("stDev", false)),
  defineAggregate("stDevP", [NUMBER], ["FLOAT"], () => deviation("stDevP", true)),
  defineAggregate("percentileCont", [NUMBER, NUMBER], ["FLOAT"], () => percentile("percentileCont", true)),
  defineAggregate("percentileDisc", [NUMBER, NUMBER], NUMBER, () => percentile("percentileDisc", false)),
];
