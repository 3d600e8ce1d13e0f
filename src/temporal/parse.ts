/** ISO 8601 text of dates, times and durations: calendar, week, quarter and ordinal dates, basic and extended. */
import {
  daysInMonth,
  daysInYear,
  NANOSECONDS_PER_SECOND,
  toEpochDay,
  weekDateToEpochDay,
  weeksInYear,
  YEAR_MAX,
} from "./calendar.js";
import type { Duration } from "./duration.js";
import { type DurationParts, durationOf, fractionOf } from "./duration-parts.js";
import { checkField, TemporalError } from "./temporal-error.js";
import { parseOffset, parseZone, type Zone } from "./zones.js";

/** Longer texts are none of a date or a time: nine digits of year, nine of a second, and a zone's name. */
const TEXT_LENGTH_MAX = 160;

const DATE =
  /^(?:([+-]\d{1,9})(?=$|-)|(\d{4}))(?:-?W(\d{2})(?:-?(\d))?|-?Q([1-4])(?:-?(\d{2}))?|-(\d{1,2})(?:-(\d{1,2}))?|-?(\d{3})|(\d{2})(\d{2})?)?$/;
const CLOCK = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?$/;
const OFFSET = /(?:Z|z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)$/;

/** The parts of a date or a time: a day, a clock and a zone, each of which may be missing. */
export interface TemporalParts {
  readonly epochDay?: number | undefined;
  readonly nanosecondOfDay?: number | undefined;
  readonly zone?: Zone | undefined;
  /** The offset that the clock has, where the zone has a name. */
  readonly offsetSeconds?: number | undefined;
}

/** The expected form of a text, and which parts it may have. */
export type TextForm = "date" | "localtime" | "time" | "localdatetime" | "datetime";

/** Takes a text apart. Throws a TemporalError for one that is not of the form. */
export function parseTemporal(form: TextForm, text: string): TemporalParts {
  if (text.length > TEXT_LENGTH_MAX) throw refused(form, text);
  const hasDay = form === "date" || form.endsWith("datetime");
  const hasClock = form !== "date";
  const split = text.indexOf("T");
  let rest = text;
  let epochDay: number | undefined;
  if (hasDay) {
    const end = hasClock && split >= 0 ? split : text.length;
    epochDay = parseDay(form, text.slice(0, end), text);
    if (end === text.length) return { epochDay, nanosecondOfDay: hasClock ? 0 : undefined };
    rest = text.slice(end + 1);
  } else if (split === 0) rest = text.slice(1);
  const zoned = form === "time" || form === "datetime" ? cutZone(form, rest) : { clock: rest };
  return { epochDay, nanosecondOfDay: parseClock(form, zoned.clock, text), ...zoneParts(zoned) };
}

interface CutZone {
  readonly clock: string;
  readonly offset?: string;
  readonly name?: string;
}

function cutZone(form: TextForm, text: string): CutZone {
  const named = form === "datetime" ? /^(.*)\[([^[\]]+)\]$/.exec(text) : null;
  const before = named === null ? text : named[1];
  const offset = OFFSET.exec(before)?.[0];
  return {
    clock: offset === undefined ? before : before.slice(0, before.length - offset.length),
    ...(offset !== undefined && { offset }),
    ...(named !== null && { name: named[2] }),
  };
}

function zoneParts({ offset, name }: CutZone): { zone?: Zone; offsetSeconds?: number } {
  const offsetSeconds = offset === undefined ? undefined : parseOffset(offset);
  if (name !== undefined)
    return { zone: parseZone(name), ...(offsetSeconds !== undefined && { offsetSeconds }) };
  return offsetSeconds === undefined ? {} : { zone: { name: null, offsetSeconds }, offsetSeconds };
}

function parseDay(form: TextForm, text: string, whole: string): number {
  const match = DATE.exec(text);
  if (match === null) throw refused(form, whole);
  const [, signed, plain, week, weekday, quarter, dayOfQuarter, month, day, ordinal, basicMonth, basicDay] =
    match;
  const year = Number(signed ?? plain);
  checkField("year", year, -YEAR_MAX, YEAR_MAX);
  if (week !== undefined) return dayOfWeekDate(year, Number(week), Number(weekday ?? 1));
  if (quarter !== undefined) return dayOfQuarterDate(year, Number(quarter), Number(dayOfQuarter ?? 1));
  if (ordinal !== undefined) return dayOfOrdinalDate(year, Number(ordinal));
  return dayOfCalendarDate(year, Number(month ?? basicMonth ?? 1), Number(day ?? basicDay ?? 1));
}

/** Days by year and whatever else names them. Each throws a TemporalError for fields out of range. */
export function dayOfCalendarDate(year: number, month: number, day: number): number {
  checkField("month", month, 1, 12);
  checkField("day", day, 1, daysInMonth(year, month));
  return toEpochDay(year, month, day);
}

export function dayOfWeekDate(year: number, week: number, weekday: number): number {
  checkField("week", week, 1, weeksInYear(year));
  checkField("dayOfWeek", weekday, 1, 7);
  return weekDateToEpochDay(year, week, weekday);
}

export function dayOfQuarterDate(year: number, quarter: number, day: number): number {
  checkField("quarter", quarter, 1, 4);
  const first = toEpochDay(year, quarter * 3 - 2, 1);
  const next = quarter === 4 ? toEpochDay(year + 1, 1, 1) : toEpochDay(year, quarter * 3 + 1, 1);
  checkField("dayOfQuarter", day, 1, next - first);
  return first + day - 1;
}

export function dayOfOrdinalDate(year: number, ordinalDay: number): number {
  checkField("ordinalDay", ordinalDay, 1, daysInYear(year));
  return toEpochDay(year, 1, 1) + ordinalDay - 1;
}

function parseClock(form: TextForm, text: string, whole: string): number {
  const match = CLOCK.exec(text);
  // 21:40 and 214032 are whole, 21:4032 is neither basic nor extended
  if (match === null || !isOneStyle(text, match)) throw refused(form, whole);
  const [, hour, minute = "0", second = "0", fraction = ""] = match;
  return clockOf(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(9, "0")));
}

function isOneStyle(text: string, [, , minute, second]: RegExpExecArray): boolean {
  if (minute === undefined || second === undefined) return true;
  return (text[2] === ":") === (text[text[2] === ":" ? 5 : 4] === ":");
}

/** The nanosecond of the day. Throws a TemporalError for fields out of range. */
export function clockOf(hour: number, minute: number, second: number, nanosecond: number): number {
  checkField("hour", hour, 0, 23);
  checkField("minute", minute, 0, 59);
  checkField("second", second, 0, 59);
  checkField("nanosecond", nanosecond, 0, NANOSECONDS_PER_SECOND - 1);
  return (hour * 3600 + minute * 60 + second) * NANOSECONDS_PER_SECOND + nanosecond;
}

const NUMBER = "([+-]?\\d+(?:[.,]\\d+)?)";
const DURATION = new RegExp(
  `^([+-]?)P(?=.)(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?=.)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
);
const DATED_DURATION =
  /^([+-]?)P(\d{1,9})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?)?$|^([+-]?)P(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}(?:[.,]\d{1,9})?)?)?$/;

/** Reads "P1Y2M10DT2H30M" and its forms, and "P2012-02-02T14:37:21.545". Throws a TemporalError. */
export function parseDuration(text: string): Duration {
  if (text.length > TEXT_LENGTH_MAX * 2) throw refused("duration", text);
  const parts = unitParts(text) ?? datedParts(text);
  if (parts === undefined) throw refused("duration", text);
  return durationOf(parts);
}

function unitParts(text: string): DurationParts | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const [, sign, years, months, weeks, days, hours, minutes, seconds] = match;
  return signedParts(sign, { years, months, weeks, days, hours, minutes, seconds });
}

function datedParts(text: string): DurationParts | undefined {
  const match = DATED_DURATION.exec(text);
  if (match === null) return undefined;
  const at = match[2] === undefined ? 8 : 1;
  const [sign, years, months, days, hours, minutes, seconds] = match.slice(at, at + 7);
  const isWithin = (given: string | undefined, max: number): boolean =>
    Number((given ?? "0").replace(",", ".")) <= max;
  if (!isWithin(months, 12) || !isWithin(days, 31) || !isWithin(hours, 24)) return undefined;
  if (!isWithin(minutes, 59) || !isWithin(seconds, 59.999999999)) return undefined;
  return signedParts(sign, { years, months, days, hours, minutes, seconds });
}

function signedParts(sign: string, given: Readonly<Record<string, string | undefined>>): DurationParts {
  const parts: Record<string, { n: bigint; d: bigint }> = {};
  for (const [name, text] of Object.entries(given)) {
    if (text === undefined) continue;
    const { n, d } = fractionOf(text.replace(",", "."));
    parts[name] = { n: sign === "-" ? -n : n, d };
  }
  return parts;
}

function refused(form: string, text: string): TemporalError {
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return new TemporalError(`"${form}" expected a text in a form of ISO 8601, got ${JSON.stringify(shown)}`);
}
