/**
 * The proleptic Gregorian calendar by days since 1970-01-01, and ISO weeks. All figures stay below 2^53, so numbers
 * are exact. Source: the day counts of 400-year cycles, as in H. Hinnant, "chrono-compatible low-level date algorithms".
 */

/** The largest year; the smallest is its negative. */
export const YEAR_MAX = 999_999_999;

export const NANOSECONDS_PER_SECOND = 1e9;
export const SECONDS_PER_DAY = 86_400;
export const NANOSECONDS_PER_DAY = SECONDS_PER_DAY * NANOSECONDS_PER_SECOND;

/** Offsets from UTC are this many seconds at most, either way. */
export const OFFSET_SECONDS_MAX = 64_800;

const DAYS_PER_CYCLE = 146_097;

/** Days from 0000-03-01, where a cycle begins, to 1970-01-01. */
const EPOCH_SHIFT = 719_468;

/** A day by its year, its month from 1 to 12 and its day from 1 to 31. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The remainder that is never negative. */
export function floorMod(value: number, divisor: number): number {
  const rest = value % divisor;
  return rest < 0 ? rest + divisor : rest + 0;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The days from 1970-01-01 to a day; days beyond the month's end count on. */
export function toEpochDay(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(marchYear / 400);
  const yearOfCycle = marchYear - cycle * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfCycle =
    yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * DAYS_PER_CYCLE + dayOfCycle - EPOCH_SHIFT;
}

export function fromEpochDay(epochDay: number): CalendarDay {
  const shifted = epochDay + EPOCH_SHIFT;
  const cycle = Math.floor(shifted / DAYS_PER_CYCLE);
  const dayOfCycle = shifted - cycle * DAYS_PER_CYCLE;
  const yearOfCycle = Math.floor(
    (dayOfCycle -
      Math.floor(dayOfCycle / 1460) +
      Math.floor(dayOfCycle / 36_524) -
      Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}

/** The first and the last day that a date can be. */
export const EPOCH_DAY_MIN: number = /* @__PURE__ */ toEpochDay(-YEAR_MAX, 1, 1);
export const EPOCH_DAY_MAX: number = /* @__PURE__ */ toEpochDay(YEAR_MAX, 12, 31);

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(epochDay: number): number {
  return floorMod(epochDay + 3, 7) + 1;
}

/** The day's place in its year, from 1. */
export function ordinalDayOf(epochDay: number): number {
  return epochDay - toEpochDay(fromEpochDay(epochDay).year, 1, 1) + 1;
}

/** The year that the day's ISO week belongs to, and the week from 1 to 53. */
export function isoWeekOf(epochDay: number): { readonly weekYear: number; readonly week: number } {
  const thursday = epochDay + 4 - weekdayOf(epochDay);
  const weekYear = fromEpochDay(thursday).year;
  return { weekYear, week: Math.floor((thursday - toEpochDay(weekYear, 1, 1)) / 7) + 1 };
}

/** 52 or 53. */
export function weeksInYear(weekYear: number): number {
  return isoWeekOf(toEpochDay(weekYear, 12, 28)).week;
}

/** The day of an ISO week, which may lie in a year beside. */
export function weekDateToEpochDay(weekYear: number, week: number, weekday: number): number {
  const january4 = toEpochDay(weekYear, 1, 4);
  return january4 - weekdayOf(january4) + (week - 1) * 7 + weekday;
}

/** The quarter of a month, from 1 to 4. */
export function quarterOf(month: number): number {
  return Math.floor((month + 2) / 3);
}
