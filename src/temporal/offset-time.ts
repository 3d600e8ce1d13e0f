/** A time of day with an offset from UTC. */
import { NANOSECONDS_PER_DAY, NANOSECONDS_PER_SECOND, OFFSET_SECONDS_MAX } from "./calendar.js";
import { ClockBase } from "./clock-base.js";
import { compareNumbers } from "./compare-numbers.js";
import { printClock, printOffset } from "./printing.js";
import { checkField } from "./temporal-error.js";

/** A time of day to the nanosecond with its offset from UTC: the language's ZONED TIME. Immutable. */
export class OffsetTime extends ClockBase {
  override get temporalType(): "time" {
    return "time";
  }

  /** The wall clock's, from 0 to 86,399,999,999,999. */
  readonly nanosecondOfDay: number;
  /** Seconds east of UTC, from -64,800 to 64,800. */
  readonly offsetSeconds: number;

  /** Throws a RangeError for nanoseconds that are not within a day, or an offset of more than 18 hours. */
  constructor(nanosecondOfDay: number, offsetSeconds: number) {
    super();
    checkField("nanosecondOfDay", nanosecondOfDay, 0, NANOSECONDS_PER_DAY - 1);
    checkField("offsetSeconds", offsetSeconds, -OFFSET_SECONDS_MAX, OFFSET_SECONDS_MAX);
    this.nanosecondOfDay = nanosecondOfDay + 0;
    this.offsetSeconds = offsetSeconds + 0;
    Object.freeze(this);
  }

  /** Whether both show the same clock at the same offset. */
  override equals(other: unknown): boolean {
    return (
      other instanceof OffsetTime &&
      this.nanosecondOfDay === other.nanosecondOfDay &&
      this.offsetSeconds === other.offsetSeconds
    );
  }

  /** By the moment in UTC, and by the offset where the moments are the same. */
  compare(other: OffsetTime): number {
    return (
      compareNumbers(
        this.nanosecondOfDay - this.offsetSeconds * NANOSECONDS_PER_SECOND,
        other.nanosecondOfDay - other.offsetSeconds * NANOSECONDS_PER_SECOND,
      ) || compareNumbers(this.offsetSeconds, other.offsetSeconds)
    );
  }

  /** ISO 8601, such as "21:40:32.142+01:00" or "21:40Z". */
  override toString(): string {
    return printClock(this.nanosecondOfDay) + printOffset(this.offsetSeconds);
  }

  /** As `toString`. */
  override toJSON(): string {
    return this.toString();
  }
}
