/** Times in words, as in revisions: "2025-01-06", "2025-01-06T12:00Z", "yesterday", "3 days ago". */
import { describe } from "../../errors.js";

/** The units of a fixed length, in ms. */
const UNIT_MS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** ISO 8601: a date, or a date and a time, which is in UTC if it has no offset. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/i;

const AGO = /^(\d{1,9}) (second|minute|hour|day|week|month|year)s? ago$/;

/**
 * The time that words mean, in ms since 1970; undefined if they mean none. They are those of a revision's `@{}`: a date
 * or a time in ISO 8601, "now", "yesterday" or "3 days ago". A date alone is its first moment in UTC, as `new Date` has
 * it. "yesterday" is a day ago, to the moment. Months and years go by the calendar, in UTC.
 *
 * @param now the clock, in ms since 1970; asked where the words need it. Defaults to `Date.now`.
 * @throws TypeError unless `text` is a string.
 * @example
 * parseMoment("2025-01-06"); // => 1736121600000
 * parseMoment("2 hours ago", () => 7_200_000); // => 0
 * parseMoment("soon"); // => undefined
 */
export function parseMoment(text: string, now: () => number = Date.now): number | undefined {
  if (typeof text !== "string") throw new TypeError(`"text" expected a string, got ${describe(text)}`);
  const words = text.trim().toLowerCase();
  if (ISO.test(words)) return parseIso(words.toUpperCase());
  if (words === "now") return now();
  if (words === "yesterday") return now() - UNIT_MS.day;
  const ago = AGO.exec(words);
  if (ago === null) return undefined;
  const count = Number(ago[1]);
  const unit = ago[2];
  if (unit !== "month" && unit !== "year") return now() - count * UNIT_MS[unit];
  return monthsBefore(now(), unit === "year" ? count * 12 : count);
}

function parseIso(text: string): number | undefined {
  const [date, time] = text.split(/[T ]/);
  const zoned = time === undefined || /(?:Z|[+-]\d{2}:\d{2})$/.test(time) ? time : `${time}Z`;
  const ms = Date.parse(zoned === undefined ? date : `${date}T${zoned}`);
  // the engine takes the 31st of February for a day of March
  const day = new Date(`${date}T00:00Z`);
  return Number.isNaN(ms) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)
    ? undefined
    : ms;
}

/** The same day and time some months before; the last day of the month where it has no such day. */
function monthsBefore(now: number, months: number): number | undefined {
  const then = new Date(now);
  const day = then.getUTCDate();
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - months);
  const last = new Date(then);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  then.setUTCDate(Math.min(day, last.getUTCDate()));
  const ms = then.getTime();
  return Number.isNaN(ms) ? undefined : ms;
}
