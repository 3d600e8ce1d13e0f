/** A length of time in months, days, seconds and nanoseconds, none of which runs over into another but the last. */
import { compareNumbers } from "./compare-numbers.js";
import { printFraction } from "./printing.js";
import { TemporalBase } from "./temporal-base.js";
import { checkField, TemporalError } from "./temporal-error.js";
import { toTemporalObject } from "./to-temporal.js";

const SECONDS_MAX = 2n ** 63n - 1n;

/** The seconds of an average month, 30.436875 days, and of a day, by which durations are put in order. */
const AVERAGE_MONTH_SECONDS = 2_629_746n;
const DAY_SECONDS = 86_400n;

/** Months, days, seconds and nanoseconds, each with a sign of its own: the language's DURATION. Immutable. */
export class Duration extends TemporalBase {
  override get temporalType(): "duration" {
    return "duration";
  }

  /** From -(2^53 - 1) to 2^53 - 1. */
  readonly months: number;
  /** From -(2^53 - 1) to 2^53 - 1. */
  readonly days: number;
  /** Whole seconds, rounded down: a bigint beyond ±(2^53 - 1). */
  readonly seconds: number | bigint;
  /** From 0 to 999,999,999, to be added to the seconds, negative seconds included. */
  readonly nanoseconds: number;

  /** Throws a RangeError for figures out of range; seconds have 64 bits. */
  constructor(months: number, days: number, seconds: number | bigint, nanoseconds: number) {
    super();
    checkField("months", months, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    checkField("days", days, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    checkField("nanoseconds", nanoseconds, 0, 999_999_999);
    this.months = months + 0;
    this.days = days + 0;
    this.seconds = checkedSeconds(seconds);
    this.nanoseconds = nanoseconds + 0;
    Object.freeze(this);
  }

  /** Whether all four parts are the same: 24 hours are no day. */
  override equals(other: unknown): boolean {
    return (
      other instanceof Duration &&
      this.months === other.months &&
      this.days === other.days &&
      this.seconds === other.seconds &&
      this.nanoseconds === other.nanoseconds
    );
  }

  /** By the length with months of 30.436875 days and days of 24 hours, then part by part. */
  compare(other: Duration): number {
    return (
      compareNumbers(averageSeconds(this), averageSeconds(other)) ||
      compareNumbers(this.nanoseconds, other.nanoseconds) ||
      compareNumbers(this.months, other.months) ||
      compareNumbers(this.days, other.days)
    );
  }

  /** ISO 8601 with a sign at each part, such as "P1Y-2M3DT-4H5.6S"; "PT0S" for none. */
  override toString(): string {
    const years = Math.trunc(this.months / 12);
    let text = `${part(years, "Y")}${part(this.months % 12, "M")}${part(this.days, "D")}`;
    const time = printTime(BigInt(this.seconds), this.nanoseconds);
    if (time !== "") text += `T${time}`;
    return text === "" ? "PT0S" : `P${text}`;
  }

  /** As `toString`. */
  override toJSON(): string {
    return this.toString();
  }

  /** A `Temporal.Duration`. Throws where the runtime has no `Temporal`, and for parts of different signs. */
  toTemporal(): object {
    const { months, days, nanoseconds } = this;
    const seconds = Number(this.seconds);
    // its parts have one sign: -1.6 s is kept as -2 s and 400,000,000 ns
    const carries = seconds < 0 && nanoseconds > 0;
    return toTemporalObject("Duration", {
      months,
      days,
      seconds: carries ? seconds + 1 : seconds,
      nanoseconds: carries ? nanoseconds - 1e9 : nanoseconds,
    });
  }
}

function checkedSeconds(seconds: number | bigint): number | bigint {
  if (typeof seconds === "number") {
    checkField("seconds", seconds, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    return seconds + 0;
  }
  if (seconds > SECONDS_MAX || seconds < -SECONDS_MAX - 1n) {
    throw new TemporalError(`"seconds" expected a whole number of 64 bits, got ${seconds}`);
  }
  const safe = Number(seconds);
  return Number.isSafeInteger(safe) ? safe : seconds;
}

function averageSeconds({ months, days, seconds }: Duration): bigint {
  return BigInt(months) * AVERAGE_MONTH_SECONDS + BigInt(days) * DAY_SECONDS + BigInt(seconds);
}

function part(count: number | bigint, unit: string): string {
  return Number(count) === 0 ? "" : `${count}${unit}`;
}

/** Hours, minutes and seconds run towards 0, so that the parts have one sign. */
function printTime(seconds: bigint, nanoseconds: number): string {
  // -1.6 s is kept as -2 s and 400,000,000 ns
  const isNegative = seconds < 0n;
  const carries = isNegative && nanoseconds > 0;
  const whole = carries ? seconds + 1n : seconds;
  const fraction = printFraction(carries ? 1e9 - nanoseconds : nanoseconds);
  const text = part(whole / 3600n, "H") + part((whole / 60n) % 60n, "M");
  const second = whole % 60n;
  if (second === 0n && fraction === "") return text;
  const sign = second === 0n && isNegative ? "-" : "";
  return `${text}${sign}${second}${fraction}S`;
}
