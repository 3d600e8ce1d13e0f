/** The fields of a wall clock, which times and moments share. */
import { fromEpochDay, NANOSECONDS_PER_SECOND } from "./calendar.js";
import { TemporalBase } from "./temporal-base.js";

/** A value with a time of day. */
export abstract class ClockBase extends TemporalBase {
  /** From 0 to 86,399,999,999,999. */
  abstract readonly nanosecondOfDay: number;

  get hour(): number {
    return Math.floor(this.nanosecondOfDay / 3.6e12);
  }

  get minute(): number {
    return Math.floor(this.nanosecondOfDay / 6e10) % 60;
  }

  get second(): number {
    return Math.floor(this.nanosecondOfDay / NANOSECONDS_PER_SECOND) % 60;
  }

  /** The nanoseconds within the second. */
  get nanosecond(): number {
    return this.nanosecondOfDay % NANOSECONDS_PER_SECOND;
  }
}

/** A value with a day and a time of day. */
export abstract class DayClockBase extends ClockBase {
  /** Days since 1970-01-01 on the wall clock. */
  abstract readonly epochDay: number;

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
}
