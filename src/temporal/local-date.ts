/** A day of the calendar, without a time zone. */

import { EPOCH_DAY_MAX, EPOCH_DAY_MIN, fromEpochDay } from "./calendar.js";
import { compareNumbers } from "./compare-numbers.js";
import { printDay } from "./printing.js";
import { TemporalBase } from "./temporal-base.js";
import { checkField } from "./temporal-error.js";
import { toDateObject, toTemporalObject, toTemporalText } from "./to-temporal.js";

/** A day from -999999999-01-01 to +999999999-12-31: the language's DATE. Immutable. */
export class LocalDate extends TemporalBase {
  override get temporalType(): "date" {
    return "date";
  }

  /** Days since 1970-01-01. */
  readonly epochDay: number;

  /** Throws a RangeError for a day out of range. */
  constructor(epochDay: number) {
    super();
    checkField("epochDay", epochDay, EPOCH_DAY_MIN, EPOCH_DAY_MAX);
    this.epochDay = epochDay + 0;
    Object.freeze(this);
  }

  get year(): number {
    return fromEpochDay(this.epochDay).year;
  }

  /** From 1 to 12. */
  get month(): number {
    return fromEpochDay(this.epochDay).month;
  }

  /** From 1 to 31. */
  get day(): number {
    return fromEpochDay(this.epochDay).day;
  }

  /** Whether another value is the same day. */
  override equals(other: unknown): boolean {
    return other instanceof LocalDate && this.epochDay === other.epochDay;
  }

  /** Negative if this day comes before `other`, positive if after, 0 if they are the same. */
  compare(other: LocalDate): number {
    return compareNumbers(this.epochDay, other.epochDay);
  }

  /** ISO 8601, such as "2015-07-21". */
  override toString(): string {
    return printDay(this.epochDay);
  }

  /** As `toString`. */
  override toJSON(): string {
    return this.toString();
  }

  /** Midnight of the day in UTC. Throws a RangeError beyond the range of `Date`. */
  toDate(): Date {
    return toDateObject(this.epochDay * 86_400_000, this.toString());
  }

  /** A `Temporal.PlainDate`. Throws where the runtime has no `Temporal`, and beyond its range. */
  toTemporal(): object {
    return toTemporalObject("PlainDate", toTemporalText(this.toString()));
  }
}
