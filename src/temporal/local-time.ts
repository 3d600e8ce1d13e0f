/** A time of day, without a time zone. */
import { NANOSECONDS_PER_DAY } from "./calendar.js";
import { ClockBase } from "./clock-base.js";
import { compareNumbers } from "./compare-numbers.js";
import { printClock } from "./printing.js";
import { checkField } from "./temporal-error.js";
import { toTemporalObject } from "./to-temporal.js";

/** A time of day to the nanosecond: the language's LOCAL TIME. Immutable. */
export class LocalTime extends ClockBase {
  override get temporalType(): "localtime" {
    return "localtime";
  }

  /** From 0 to 86,399,999,999,999. */
  readonly nanosecondOfDay: number;

  /** Throws a RangeError for nanoseconds that are not within a day. */
  constructor(nanosecondOfDay: number) {
    super();
    checkField("nanosecondOfDay", nanosecondOfDay, 0, NANOSECONDS_PER_DAY - 1);
    this.nanosecondOfDay = nanosecondOfDay + 0;
    Object.freeze(this);
  }

  /** Whether another value is the same time. */
  override equals(other: unknown): boolean {
    return other instanceof LocalTime && this.nanosecondOfDay === other.nanosecondOfDay;
  }

  /** Negative if this time comes before `other`, positive if after, 0 if they are the same. */
  compare(other: LocalTime): number {
    return compareNumbers(this.nanosecondOfDay, other.nanosecondOfDay);
  }

  /** ISO 8601, such as "21:40:32.142" or "21:40". */
  override toString(): string {
    return printClock(this.nanosecondOfDay);
  }

  /** As `toString`. */
  override toJSON(): string {
    return this.toString();
  }

  /** A `Temporal.PlainTime`. Throws where the runtime has no `Temporal`. */
  toTemporal(): object {
    return toTemporalObject("PlainTime", this.toString());
  }
}
