/** A day and a time of day, without a time zone. */
import { EPOCH_DAY_MAX, EPOCH_DAY_MIN, NANOSECONDS_PER_DAY } from "./calendar.js";
import { DayClockBase } from "./clock-base.js";
import { compareNumbers } from "./compare-numbers.js";
import { printClock, printDay } from "./printing.js";
import { checkField } from "./temporal-error.js";
import { toDateObject, toTemporalObject, toTemporalText } from "./to-temporal.js";

/** A day and a wall clock to the nanosecond: the language's LOCAL DATETIME. Immutable. */
export class LocalDateTime extends DayClockBase {
  override get temporalType(): "localdatetime" {
    return "localdatetime";
  }

  /** Days since 1970-01-01. */
  readonly epochDay: number;
  /** From 0 to 86,399,999,999,999. */
  readonly nanosecondOfDay: number;

  /** Throws a RangeError for a day out of range, or nanoseconds that are not within a day. */
  constructor(epochDay: number, nanosecondOfDay: number) {
    super();
    checkField("epochDay", epochDay, EPOCH_DAY_MIN, EPOCH_DAY_MAX);
    checkField("nanosecondOfDay", nanosecondOfDay, 0, NANOSECONDS_PER_DAY - 1);
    this.epochDay = epochDay + 0;
    this.nanosecondOfDay = nanosecondOfDay + 0;
    Object.freeze(this);
  }

  /** Whether another value is the same day and the same time. */
  override equals(other: unknown): boolean {
    return (
      other instanceof LocalDateTime &&
      this.epochDay === other.epochDay &&
      this.nanosecondOfDay === other.nanosecondOfDay
    );
  }

  /** Negative if this comes before `other`, positive if after, 0 if they are the same. */
  compare(other: LocalDateTime): number {
    return (
      compareNumbers(this.epochDay, other.epochDay) ||
      compareNumbers(this.nanosecondOfDay, other.nanosecondOfDay)
    );
  }

  /** ISO 8601, such as "2015-07-21T21:40:32.142". */
  override toString(): string {
    return `${printDay(this.epochDay)}T${printClock(this.nanosecondOfDay)}`;
  }

  /** As `toString`. */
  override toJSON(): string {
    return this.toString();
  }

  /** The moment at which clocks in UTC show this, its ms rounded down. Throws a RangeError beyond the range of `Date`. */
  toDate(): Date {
    return toDateObject(this.epochDay * 86_400_000 + Math.floor(this.nanosecondOfDay / 1e6), this.toString());
  }

  /** A `Temporal.PlainDateTime`. Throws where the runtime has no `Temporal`, and beyond its range. */
  toTemporal(): object {
    return toTemporalObject("PlainDateTime", toTemporalText(this.toString()));
  }
}
