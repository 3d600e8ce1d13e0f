/** Sums of dates, times and durations, and what lies between two dates or times. */
import { fromEpochDay, NANOSECONDS_PER_DAY, NANOSECONDS_PER_SECOND } from "../../../temporal/calendar.js";
import { type DateTime, momentOf } from "../../../temporal/date-time.js";
import type { Duration } from "../../../temporal/duration.js";
import { nanosecondsOf, wholeDuration } from "../../../temporal/duration-parts.js";
import { LocalDate } from "../../../temporal/local-date.js";
import { LocalDateTime } from "../../../temporal/local-date-time.js";
import { LocalTime } from "../../../temporal/local-time.js";
import { OffsetTime } from "../../../temporal/offset-time.js";
import type { TemporalParts } from "../../../temporal/parse.js";
import { atMoment, atWallClock, zoneOf } from "../../../temporal/zones.js";
import type { InstantValue } from "../value.js";
import { wrapDay } from "./construct.js";
import { plusMonths } from "./map-fields.js";
import { inZone, partsOf } from "./parts.js";

const DAY = BigInt(NANOSECONDS_PER_DAY);

/** A date or a time later by a duration: months first, then days, then the rest. */
export function plusDuration(value: InstantValue, duration: Duration): InstantValue {
  const nanoseconds = nanosecondsOf(duration);
  if (value instanceof LocalTime) return new LocalTime(laterClock(value.nanosecondOfDay, nanoseconds));
  if (value instanceof OffsetTime) {
    return new OffsetTime(laterClock(value.nanosecondOfDay, nanoseconds), value.offsetSeconds);
  }
  const day = plusMonths(value.epochDay, duration.months) + duration.days;
  if (value instanceof LocalDate) return new LocalDate(day + Number(nanoseconds / DAY));
  if (value instanceof LocalDateTime) {
    const [days, nanosecond] = split(BigInt(value.nanosecondOfDay) + nanoseconds);
    return new LocalDateTime(day + days, nanosecond);
  }
  const zone = zoneOf(value);
  const isSameDay = day === value.epochDay;
  const shifted = isSameDay ? value : atWallClock(zone, day, value.nanosecondOfDay, value.offsetSeconds);
  const moment = momentOf(shifted);
  const [days, nanosecond] = split(BigInt(moment.nanosecond) + nanoseconds);
  return atMoment(zone, moment.day + days, nanosecond);
}

function laterClock(nanosecondOfDay: number, nanoseconds: bigint): number {
  return wrapDay(nanosecondOfDay + Number(nanoseconds % DAY));
}

/** Nanoseconds as days, rounded down, and the rest. */
function split(nanoseconds: bigint): [number, number] {
  let days = nanoseconds / DAY;
  if (nanoseconds < days * DAY) days -= 1n;
  return [Number(days), Number(nanoseconds - days * DAY)];
}

export function plusDurations(a: Duration, b: Duration): Duration {
  return wholeDuration(a.months + b.months, a.days + b.days, nanosecondsOf(a) + nanosecondsOf(b));
}

export function negateDuration(duration: Duration): Duration {
  return wholeDuration(-duration.months, -duration.days, -nanosecondsOf(duration));
}

/** Two values made alike: on one day or each with its own, on clocks of one zone or of none. */
interface Pair {
  /** Undefined if neither has a date: then the clocks are in UTC. */
  readonly days?: readonly [number, number];
  readonly clocks: readonly [number, number];
  /** The moments, if there is a zone. */
  readonly moments?: readonly [DateTime, DateTime];
}

/** Two values with the parts that one lacks taken from the other: the date, then the zone. A date begins at midnight. */
function pairOf(from: InstantValue, to: InstantValue): Pair {
  let [a, b] = [partsOf(from), partsOf(to)] as [TemporalParts, TemporalParts];
  const epochDays = [a.epochDay ?? b.epochDay, b.epochDay ?? a.epochDay];
  const clocks = [a.nanosecondOfDay ?? 0, b.nanosecondOfDay ?? 0] as const;
  if (a.zone !== undefined && b.zone === undefined) b = { ...b, zone: a.zone };
  else if (b.zone !== undefined && a.zone === undefined) a = { ...a, zone: b.zone };
  const [first, second] = epochDays;
  if (first === undefined || second === undefined)
    return { clocks: [inUtc(a, clocks[0], b), inUtc(b, clocks[1], a)] };
  if (a.zone === undefined || b.zone === undefined) return { days: [first, second], clocks };
  const start = atWallClock(a.zone, first, clocks[0], a.offsetSeconds);
  const end = inZone(atWallClock(b.zone, second, clocks[1], b.offsetSeconds), zoneOf(start));
  return {
    days: [start.epochDay, end.epochDay],
    clocks: [start.nanosecondOfDay, end.nanosecondOfDay],
    moments: [start, end],
  };
}

function inUtc(parts: TemporalParts, clock: number, other: TemporalParts): number {
  return clock - (parts.offsetSeconds ?? other.offsetSeconds ?? 0) * NANOSECONDS_PER_SECOND;
}

/** Months, then days, then what is left: nothing but the latter where either value is a time alone. */
export function durationBetween(from: InstantValue, to: InstantValue): Duration {
  const pair = pairOf(from, to);
  const { days } = pair;
  if (days === undefined || isTimeAlone(from) || isTimeAlone(to))
    return wholeDuration(0, 0, nanosecondsBetween(pair));
  const months = monthsBetween(pair);
  const start = plusMonths(days[0], months);
  const dayCount = daysBetween({ ...pair, days: [start, days[1]] });
  const day = start + dayCount;
  if (pair.moments === undefined) {
    return wholeDuration(months, dayCount, nanosecondsBetween({ ...pair, days: [day, days[1]] }));
  }
  const [first, end] = pair.moments;
  const moved =
    day === first.epochDay
      ? first
      : atWallClock(zoneOf(first), day, first.nanosecondOfDay, first.offsetSeconds);
  return wholeDuration(months, dayCount, nanosecondsBetween({ ...pair, moments: [moved, end] }));
}

function isTimeAlone(value: InstantValue): boolean {
  return value instanceof LocalTime || value instanceof OffsetTime;
}

export function durationInMonths(from: InstantValue, to: InstantValue): Duration {
  return wholeDuration(monthsBetween(pairOf(from, to)), 0, 0n);
}

export function durationInDays(from: InstantValue, to: InstantValue): Duration {
  return wholeDuration(0, daysBetween(pairOf(from, to)), 0n);
}

export function durationInSeconds(from: InstantValue, to: InstantValue): Duration {
  return wholeDuration(0, 0, nanosecondsBetween(pairOf(from, to)));
}

/** The last day that is whole: one less if the clock has not come so far. */
function endDay({ days, clocks }: Pair): number {
  const [start, end] = days as readonly [number, number];
  if (end > start && clocks[1] < clocks[0]) return end - 1;
  return end < start && clocks[1] > clocks[0] ? end + 1 : end;
}

function daysBetween(pair: Pair): number {
  return pair.days === undefined ? 0 : endDay(pair) - pair.days[0] + 0;
}

function monthsBetween(pair: Pair): number {
  if (pair.days === undefined) return 0;
  const [start, end] = [fromEpochDay(pair.days[0]), fromEpochDay(endDay(pair))];
  const months = (end.year - start.year) * 12 + end.month - start.month;
  if (months > 0 && end.day < start.day) return months - 1;
  return months < 0 && end.day > start.day ? months + 1 : months;
}

function nanosecondsBetween({ days = [0, 0], clocks, moments }: Pair): bigint {
  if (moments === undefined) return BigInt(days[1] - days[0]) * DAY + BigInt(clocks[1] - clocks[0]);
  const [from, to] = [momentOf(moments[0]), momentOf(moments[1])];
  return BigInt(to.day - from.day) * DAY + BigInt(to.nanosecond - from.nanosecond);
}
