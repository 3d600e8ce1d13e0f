/** The fields of dates, times and durations by name, such as `weekYear` or `nanosecondsOfSecond`. */
import {
  fromEpochDay,
  isoWeekOf,
  ordinalDayOf,
  SECONDS_PER_DAY,
  weekdayOf,
} from "../../../temporal/calendar.js";
import { DateTime, momentOf } from "../../../temporal/date-time.js";
import { Duration } from "../../../temporal/duration.js";
import { nanosecondsOf } from "../../../temporal/duration-parts.js";
import { printOffset } from "../../../temporal/printing.js";
import type { CypherValue, TemporalValue } from "../value.js";
import { quarterDayOf } from "./map-fields.js";
import { partsOf } from "./parts.js";

const DAY: Readonly<Record<string, (epochDay: number) => number>> = {
  year: (day) => fromEpochDay(day).year,
  quarter: (day) => quarterDayOf(day).quarter,
  month: (day) => fromEpochDay(day).month,
  week: (day) => isoWeekOf(day).week,
  weekYear: (day) => isoWeekOf(day).weekYear,
  day: (day) => fromEpochDay(day).day,
  ordinalDay: ordinalDayOf,
  weekDay: weekdayOf,
  dayOfWeek: weekdayOf,
  dayOfQuarter: (day) => quarterDayOf(day).dayOfQuarter,
};

const CLOCK: Readonly<Record<string, (nanosecondOfDay: number) => number>> = {
  hour: (clock) => Math.floor(clock / 3.6e12),
  minute: (clock) => Math.floor(clock / 6e10) % 60,
  second: (clock) => Math.floor(clock / 1e9) % 60,
  millisecond: (clock) => Math.floor((clock % 1e9) / 1e6),
  microsecond: (clock) => Math.floor((clock % 1e9) / 1e3),
  nanosecond: (clock) => clock % 1e9,
};

const MOMENT: Readonly<Record<string, (value: DateTime) => bigint>> = {
  epochSeconds: (value) => epochNanoseconds(value, 1_000_000_000n),
  epochMillis: (value) => epochNanoseconds(value, 1_000_000n),
};

const DURATION: Readonly<Record<string, (value: Duration) => bigint>> = {
  years: ({ months }) => BigInt(Math.trunc(months / 12)),
  quarters: ({ months }) => BigInt(Math.trunc(months / 3)),
  months: ({ months }) => BigInt(months),
  weeks: ({ days }) => BigInt(Math.trunc(days / 7)),
  days: ({ days }) => BigInt(days),
  hours: ({ seconds }) => BigInt(seconds) / 3600n,
  minutes: ({ seconds }) => BigInt(seconds) / 60n,
  seconds: ({ seconds }) => BigInt(seconds),
  milliseconds: (value) => floorDivide(nanosecondsOf(value), 1_000_000n),
  microseconds: (value) => floorDivide(nanosecondsOf(value), 1000n),
  nanoseconds: nanosecondsOf,
  quartersOfYear: ({ months }) => BigInt(Math.trunc((months % 12) / 3)),
  monthsOfYear: ({ months }) => BigInt(months % 12),
  monthsOfQuarter: ({ months }) => BigInt(months % 3),
  daysOfWeek: ({ days }) => BigInt(days % 7),
  minutesOfHour: ({ seconds }) => (BigInt(seconds) / 60n) % 60n,
  secondsOfMinute: ({ seconds }) => BigInt(seconds) % 60n,
  millisecondsOfSecond: ({ nanoseconds }) => BigInt(Math.floor(nanoseconds / 1e6)),
  microsecondsOfSecond: ({ nanoseconds }) => BigInt(Math.floor(nanoseconds / 1e3)),
  nanosecondsOfSecond: ({ nanoseconds }) => BigInt(nanoseconds),
};

/** A field of a temporal value; undefined if it has none of that name. */
export function temporalField(value: TemporalValue, name: string): CypherValue | undefined {
  if (value instanceof Duration) return entryOf(DURATION, name)?.(value);
  const { epochDay, nanosecondOfDay, zone, offsetSeconds } = partsOf(value);
  const day = epochDay === undefined ? undefined : entryOf(DAY, name)?.(epochDay);
  if (day !== undefined) return BigInt(day);
  const clock = nanosecondOfDay === undefined ? undefined : entryOf(CLOCK, name)?.(nanosecondOfDay);
  if (clock !== undefined) return BigInt(clock);
  if (zone === undefined || offsetSeconds === undefined) return undefined;
  switch (name) {
    case "timezone":
      return zone.name ?? printOffset(offsetSeconds);
    case "offset":
      return printOffset(offsetSeconds);
    case "offsetMinutes":
      return BigInt(Math.trunc(offsetSeconds / 60));
    case "offsetSeconds":
      return BigInt(offsetSeconds);
    default:
      return value instanceof DateTime ? entryOf(MOMENT, name)?.(value) : undefined;
  }
}

function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Nanoseconds since the epoch, in units of that many, rounded down. */
function epochNanoseconds(value: DateTime, unit: bigint): bigint {
  const { day, nanosecond } = momentOf(value);
  return floorDivide(BigInt(day) * BigInt(SECONDS_PER_DAY) * 1_000_000_000n + BigInt(nanosecond), unit);
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < quotient * divisor ? quotient - 1n : quotient;
}
