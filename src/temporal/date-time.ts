/** A moment, with the wall clock and the offset of a time zone. */
import {
  EPOCH_DAY_MAX,
  EPOCH_DAY_MIN,
  NANOSECONDS_PER_DAY,
  NANOSECONDS_PER_SECOND,
  OFFSET_SECONDS_MAX,
  SECONDS_PER_DAY,
} from "./calendar.js";
import { DayClockBase } from "./clock-base.js";
import { compareNumbers } from "./compare-numbers.js";
import { printClock, printDay, printOffset } from "./printing.js";
import { checkField } from "./temporal-error.js";
import { toDateObject, toTemporalObject, toTemporalText } from "./to-temporal.js";

/** A moment to the nanosecond at an offset or in a named zone: the language's ZONED DATETIME. Immutable. */
export class DateTime extends DayClockBase {
  override get temporalType(): "datetime" {
    return "datetime";
  }

  /** Days since 1970-01-01 on the wall clock. */
  readonly epochDay: number;
  /** The wall clock's, from 0 to 86,399,999,999,999. */
  readonly nanosecondOfDay: number;
  /** Seconds east of UTC, from -64,800 to 64,800. */
  readonly offsetSeconds: number;
  /** The zone's name, such as "Europe/Stockholm"; null if there is an offset alone. */
  readonly zone: string | null;

  /**
   * Takes the offset as it is given; whether the zone has it at that moment is not looked at. Throws a RangeError for
   * figures out of range.
   */
  constructor(epochDay: number, nanosecondOfDay: number, offsetSeconds: number, zone: string | null = null) {
    super();
    checkField("epochDay", epochDay, EPOCH_DAY_MIN, EPOCH_DAY_MAX);
    checkField("nanosecondOfDay", nanosecondOfDay, 0, NANOSECONDS_PER_DAY - 1);
    checkField("offsetSeconds", offsetSeconds, -OFFSET_SECONDS_MAX, OFFSET_SECONDS_MAX);
    this.epochDay = epochDay + 0;
    this.nanosecondOfDay = nanosecondOfDay + 0;
    this.offsetSeconds = offsetSeconds + 0;
    this.zone = zone;
    Object.freeze(this);
  }

  /** Seconds since 1970-01-01T00:00Z, rounded down: a bigint beyond ±(2^53 - 1). */
  get epochSeconds(): number | bigint {
    const second = Math.floor(this.nanosecondOfDay / NANOSECONDS_PER_SECOND) - this.offsetSeconds;
    const sum = this.epochDay * SECONDS_PER_DAY + second;
    if (Number.isSafeInteger(sum)) return sum;
    return BigInt(this.epochDay) * BigInt(SECONDS_PER_DAY) + BigInt(second);
  }

  /** Whether both are the same moment on the same clock in the same zone. */
  override equals(other: unknown): boolean {
    return (
      other instanceof DateTime &&
      this.epochDay === other.epochDay &&
      this.nanosecondOfDay === other.nanosecondOfDay &&
      this.offsetSeconds === other.offsetSeconds &&
      this.zone === other.zone
    );
  }

  /** By the moment; where the moments are the same by the offset, then by the zone's name. */
  compare(other: DateTime): number {
    const [ours, theirs] = [momentOf(this), momentOf(other)];
    return (
      compareNumbers(ours.day, theirs.day) ||
      compareNumbers(ours.nanosecond, theirs.nanosecond) ||
      compareNumbers(this.offsetSeconds, other.offsetSeconds) ||
      compareZones(this.zone, other.zone)
    );
  }

  /** ISO 8601 with the zone's name behind it, such as "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]". */
  override toString(): string {
    const zone = this.zone === null ? "" : `[${this.zone}]`;
    return `${printDay(this.epochDay)}T${printClock(this.nanosecondOfDay)}${printOffset(this.offsetSeconds)}${zone}`;
  }

  /** As `toString`. */
  override toJSON(): string {
    return this.toString();
  }

  /** The moment, its ms rounded down. Throws a RangeError beyond the range of `Date`. */
  toDate(): Date {
    const ms = Math.floor(this.nanosecondOfDay / 1e6) - this.offsetSeconds * 1000;
    return toDateObject(this.epochDay * 86_400_000 + ms, this.toString());
  }

  /** A `Temporal.ZonedDateTime`. Throws where the runtime has no `Temporal`, and for what that cannot say. */
  toTemporal(): object {
    const text = toTemporalText(this.toString());
    if (this.zone !== null) return toTemporalObject("ZonedDateTime", text);
    const offset = this.offsetSeconds === 0 ? "UTC" : printOffset(this.offsetSeconds);
    return toTemporalObject("ZonedDateTime", `${text}[${offset}]`);
  }
}

/** The day and the nanosecond of it in UTC; seconds since the epoch would pass 2^53. */
export function momentOf(value: DateTime): { readonly day: number; readonly nanosecond: number } {
  const nanosecond = value.nanosecondOfDay - value.offsetSeconds * NANOSECONDS_PER_SECOND;
  const days = Math.floor(nanosecond / NANOSECONDS_PER_DAY);
  return { day: value.epochDay + days, nanosecond: nanosecond - days * NANOSECONDS_PER_DAY };
}

function compareZones(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null || a > b ? 1 : -1;
}
