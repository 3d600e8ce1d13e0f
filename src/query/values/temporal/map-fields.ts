/** Days and clocks from the fields of a map, alone or changed in one that was selected. */
import {
  daysInMonth,
  fromEpochDay,
  isoWeekOf,
  NANOSECONDS_PER_SECOND,
  quarterOf,
  toEpochDay,
  weekDateToEpochDay,
  weekdayOf,
  weeksInYear,
  YEAR_MAX,
} from "../../../temporal/calendar.js";
import {
  clockOf,
  dayOfCalendarDate,
  dayOfOrdinalDate,
  dayOfQuarterDate,
  dayOfWeekDate,
} from "../../../temporal/parse.js";
import { checkField, TemporalError } from "../../../temporal/temporal-error.js";
import { type CypherValue, describeValue } from "../value.js";

export type FieldMap = ReadonlyMap<string, CypherValue>;

/** The ways to say a day within a year, each by its fields in order: a later one needs those before it. */
const DAY_WAYS = [
  ["month", "day"],
  ["week", "dayOfWeek"],
  ["quarter", "dayOfQuarter"],
  ["ordinalDay"],
] as const;

export const DAY_FIELDS: readonly string[] = ["year", ...DAY_WAYS.flat()];

const CLOCK_UNITS = ["hour", "minute", "second"] as const;
const SECOND_PARTS = ["millisecond", "microsecond", "nanosecond"] as const;
export const CLOCK_FIELDS: readonly string[] = [...CLOCK_UNITS, ...SECOND_PARTS];

/** A field as a whole number; undefined if the map lacks it. Throws a TemporalError for any other value. */
export function fieldOf(map: FieldMap, name: string): number | undefined {
  const value = map.get(name);
  if (value === undefined) return undefined;
  if (typeof value === "bigint") return Number(value);
  throw new TemporalError(`"${name}" expected an INTEGER, got ${describeValue(value)}`);
}

function hasAny(map: FieldMap, names: readonly string[]): boolean {
  return names.some((name) => map.has(name));
}

/** The day that the fields say, or those of `selected` that they do not say left as they are. */
export function dayOf(map: FieldMap, selected: number | undefined): number {
  const ways = DAY_WAYS.filter((names) => hasAny(map, names));
  if (ways.length > 1) {
    const names = ways.map((way) => way.find((name) => map.has(name)));
    throw new TemporalError(`"${names[1]}" expected no "${names[0]}" beside it, got both`);
  }
  return selected === undefined ? dayFromFields(map) : changedDay(map, selected);
}

function dayFromFields(map: FieldMap): number {
  const year = fieldOf(map, "year");
  if (year === undefined) throw new TemporalError(`"year" expected an INTEGER, got nothing`);
  checkField("year", year, -YEAR_MAX, YEAR_MAX);
  const [month, day] = inOrder(map, "month", "day");
  const [week, weekday] = inOrder(map, "week", "dayOfWeek");
  const [quarter, dayOfQuarter] = inOrder(map, "quarter", "dayOfQuarter");
  const ordinalDay = fieldOf(map, "ordinalDay");
  if (week !== undefined) return dayOfWeekDate(year, week, weekday ?? 1);
  if (quarter !== undefined) return dayOfQuarterDate(year, quarter, dayOfQuarter ?? 1);
  if (ordinalDay !== undefined) return dayOfOrdinalDate(year, ordinalDay);
  return dayOfCalendarDate(year, month ?? 1, day ?? 1);
}

/** Two fields of which the second makes no sense without the first. */
function inOrder(map: FieldMap, first: string, second: string): [number | undefined, number | undefined] {
  const values: [number | undefined, number | undefined] = [fieldOf(map, first), fieldOf(map, second)];
  if (values[0] === undefined && values[1] !== undefined) {
    throw new TemporalError(`"${first}" expected an INTEGER where there is "${second}", got nothing`);
  }
  return values;
}

/** Field by field, the largest first; a day that the month does not have becomes its last. */
function changedDay(map: FieldMap, selected: number): number {
  let day = selected;
  for (const [name, change] of DAY_CHANGES) {
    const value = fieldOf(map, name);
    if (value !== undefined) day = change(day, value, map);
  }
  return day;
}

type DayChange = (epochDay: number, value: number, map: FieldMap) => number;

const DAY_CHANGES: readonly (readonly [string, DayChange])[] = [
  [
    "year",
    (day, year, map) => {
      checkField("year", year, -YEAR_MAX, YEAR_MAX);
      if (map.has("week")) return inWeek(year, isoWeekOf(day).week, weekdayOf(day));
      return inMonth(year, fromEpochDay(day).month, fromEpochDay(day).day);
    },
  ],
  [
    "quarter",
    (epochDay, quarter) => {
      checkField("quarter", quarter, 1, 4);
      const { year, month, day } = fromEpochDay(epochDay);
      return inMonth(year, month + (quarter - quarterOf(month)) * 3, day);
    },
  ],
  [
    "month",
    (epochDay, month) => {
      checkField("month", month, 1, 12);
      const { year, day } = fromEpochDay(epochDay);
      return inMonth(year, month, day);
    },
  ],
  ["week", (day, week) => dayOfWeekDate(isoWeekOf(day).weekYear, week, weekdayOf(day))],
  ["ordinalDay", (day, ordinalDay) => dayOfOrdinalDate(fromEpochDay(day).year, ordinalDay)],
  [
    "dayOfQuarter",
    (day, value) => {
      const { year, month } = fromEpochDay(day);
      return dayOfQuarterDate(year, quarterOf(month), value);
    },
  ],
  [
    "dayOfWeek",
    (day, weekday) => {
      checkField("dayOfWeek", weekday, 1, 7);
      return day + weekday - weekdayOf(day);
    },
  ],
  [
    "day",
    (epochDay, day) => {
      const { year, month } = fromEpochDay(epochDay);
      return dayOfCalendarDate(year, month, day);
    },
  ],
];

function inMonth(year: number, month: number, day: number): number {
  return toEpochDay(year, month, Math.min(day, daysInMonth(year, month)));
}

function inWeek(weekYear: number, week: number, weekday: number): number {
  return weekDateToEpochDay(weekYear, Math.min(week, weeksInYear(weekYear)), weekday);
}

/** The day that lies `months` later, its last if the month is shorter. */
export function plusMonths(epochDay: number, months: number): number {
  const { year, month, day } = fromEpochDay(epochDay);
  const months0 = year * 12 + month - 1 + months;
  const newYear = Math.floor(months0 / 12);
  checkField("year", newYear, -YEAR_MAX, YEAR_MAX);
  return inMonth(newYear, months0 - newYear * 12 + 1, day);
}

/** The clock that the fields say, or those of `selected` that they do not say left as they are. */
export function clockFromFields(map: FieldMap, selected: number | undefined, isOptional: boolean): number {
  if (!hasAny(map, CLOCK_FIELDS)) {
    if (selected !== undefined) return selected;
    if (isOptional) return 0;
  }
  if (selected === undefined) checkUnitsInOrder(map);
  const base = selected ?? 0;
  const second = Math.floor(base / NANOSECONDS_PER_SECOND);
  return clockOf(
    fieldOf(map, "hour") ?? Math.floor(second / 3600),
    fieldOf(map, "minute") ?? Math.floor(second / 60) % 60,
    fieldOf(map, "second") ?? second % 60,
    hasAny(map, SECOND_PARTS) ? partsOfSecond(map) : base % NANOSECONDS_PER_SECOND,
  );
}

function checkUnitsInOrder(map: FieldMap): void {
  const given = [...CLOCK_UNITS.map((name) => map.has(name)), hasAny(map, SECOND_PARTS)];
  const missing = given.indexOf(false);
  if (missing >= 0 && missing < 3 && (missing === 0 || given.includes(true, missing))) {
    throw new TemporalError(`"${CLOCK_UNITS[missing]}" expected an INTEGER, got nothing`);
  }
}

/** Milli-, micro- and nanoseconds together: each has only what the larger ones given beside it leave. */
function partsOfSecond(map: FieldMap): number {
  const [milliseconds, microseconds, nanoseconds] = SECOND_PARTS.map((name) => fieldOf(map, name));
  if (milliseconds !== undefined) checkField("millisecond", milliseconds, 0, 999);
  if (microseconds !== undefined) {
    checkField("microsecond", microseconds, 0, milliseconds === undefined ? 999_999 : 999);
  }
  if (nanoseconds !== undefined) {
    let max = 999_999_999;
    if (milliseconds !== undefined) max = 999_999;
    if (microseconds !== undefined) max = 999;
    checkField("nanosecond", nanoseconds, 0, max);
  }
  return (milliseconds ?? 0) * 1_000_000 + (microseconds ?? 0) * 1000 + (nanoseconds ?? 0);
}

/** The day's parts that accessors and truncation need. */
export function quarterDayOf(epochDay: number): { readonly quarter: number; readonly dayOfQuarter: number } {
  const { year, month } = fromEpochDay(epochDay);
  const quarter = quarterOf(month);
  return { quarter, dayOfQuarter: epochDay - toEpochDay(year, quarter * 3 - 2, 1) + 1 };
}
