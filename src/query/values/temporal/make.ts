/** Dates, times and durations for programs: as the language's functions of the same names make them. */
import { describe } from "../../../errors.js";
import type { DateTime } from "../../../temporal/date-time.js";
import type { Duration } from "../../../temporal/duration.js";
import type { LocalDate } from "../../../temporal/local-date.js";
import type { LocalDateTime } from "../../../temporal/local-date-time.js";
import type { LocalTime } from "../../../temporal/local-time.js";
import type { OffsetTime } from "../../../temporal/offset-time.js";
import { UTC } from "../../../temporal/zones.js";
import { toValue } from "../convert.js";
import type { CypherValue } from "../value.js";
import {
  constructDuration,
  constructInstant,
  currentInstant,
  fromDate,
  type InstantForm,
} from "./construct.js";

/**
 * The input that a date or a time is made of: a text of ISO 8601, another date or time, a `Date`, or fields such as
 * `{ year: 2024, month: 2, day: 29 }`, `{ date: other, hour: 12, timezone: "Europe/Paris" }`.
 */
export type InstantGiven =
  | string
  | Date
  | LocalDate
  | LocalTime
  | OffsetTime
  | LocalDateTime
  | DateTime
  | Readonly<Record<string, unknown>>;

function made(form: InstantForm, given: InstantGiven | undefined): CypherValue {
  const now = (): DateTime => fromDate(new Date());
  if (given === undefined) return currentInstant(form, now(), UTC);
  return present(form, given, constructInstant(form, toValue(given, form), now));
}

function present<T>(form: string, given: unknown, value: T | null): T {
  if (value !== null) return value;
  throw new TypeError(
    `"${form}" expected a text, fields without nulls, a date or a time, got ${describe(given)}`,
  );
}

/**
 * A day: the language's DATE. Without an argument it is today in UTC.
 *
 * @throws RangeError for what is no date, TypeError for null.
 * @example
 * import { date } from "groggy/cypher";
 *
 * String(date("2024-W09-4")); // => '2024-02-29'
 * String(date({ year: 2024, ordinalDay: 60 })); // => '2024-02-29'
 */
export function date(given?: InstantGiven): LocalDate {
  return made("date", given) as LocalDate;
}

/** A time of day: the language's LOCAL TIME. Without an argument it is now in UTC. Throws as {@link date}. */
export function localtime(given?: InstantGiven): LocalTime {
  return made("localtime", given) as LocalTime;
}

/** A time of day with an offset: the language's ZONED TIME. Without an argument it is now in UTC. Throws as {@link date}. */
export function time(given?: InstantGiven): OffsetTime {
  return made("time", given) as OffsetTime;
}

/** A day and a time of day: the language's LOCAL DATETIME. Without an argument it is now in UTC. Throws as {@link date}. */
export function localdatetime(given?: InstantGiven): LocalDateTime {
  return made("localdatetime", given) as LocalDateTime;
}

/**
 * A moment at an offset or in a named zone: the language's ZONED DATETIME. Without an argument it is now in UTC. Throws as
 * {@link date}.
 *
 * @example
 * import { datetime } from "groggy/cypher";
 *
 * String(datetime("2024-07-01T12:00[Europe/Paris]")); // => '2024-07-01T12:00+02:00[Europe/Paris]'
 */
export function datetime(given?: InstantGiven): DateTime {
  return made("datetime", given) as DateTime;
}

/**
 * A length of time: the language's DURATION, from text or units. Fractions run down, a month of 30.436875 days.
 *
 * @throws RangeError for what is no duration, TypeError for null.
 * @example
 * import { duration } from "groggy/cypher";
 *
 * String(duration({ months: 1.5, hours: -2 })); // => 'P1M15DT3H14M33S'
 */
export function duration(given: string | Duration | Readonly<Record<string, number | bigint>>): Duration {
  return present("duration", given, constructDuration(toValue(given, "duration")));
}
