// Dates, times and durations: examples checked by hand, and calendars against oracles of their own.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CypherValueError } from "../../../src/query/values/value-error.js";
import {
  daysInMonth,
  EPOCH_DAY_MAX,
  EPOCH_DAY_MIN,
  fromEpochDay,
  isoWeekOf,
  toEpochDay,
  weekDateToEpochDay,
  weekdayOf,
} from "../../../src/temporal/calendar.js";
import { Duration } from "../../../src/temporal/duration.js";
import { LocalDate } from "../../../src/temporal/local-date.js";
import { evaluate, rowOf, shown } from "./expression.js";

const epochDay = fc.integer({ min: EPOCH_DAY_MIN, max: EPOCH_DAY_MAX });

describe("the calendar", () => {
  /** Days by counting whole cycles and years, with BigInt. */
  function naiveEpochDay(year: number, month: number, day: number): number {
    const y = BigInt(year) - 1n;
    const floor = (n: bigint, d: bigint): bigint => (n >= 0n ? n / d : -((-n + d - 1n) / d));
    let days = y * 365n + floor(y, 4n) - floor(y, 100n) + floor(y, 400n);
    for (let m = 1; m < month; m++) days += BigInt(daysInMonth(year, m));
    return Number(days + BigInt(day) - 1n - 719_162n);
  }

  test("days and dates are each other's inverse, over all years", () => {
    fc.assert(
      fc.property(epochDay, (value) => {
        const { year, month, day } = fromEpochDay(value);
        expect(toEpochDay(year, month, day)).toBe(value);
        expect(naiveEpochDay(year, month, day)).toBe(value);
        expect(day).toBeLessThanOrEqual(daysInMonth(year, month));
      }),
      { numRuns: 500 },
    );
  });

  test("a day is what Date says, in Date's range", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (value) => {
        const date = new Date(value * 86_400_000);
        const { year, month, day } = fromEpochDay(value);
        expect([year, month, day]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
        ]);
        expect(weekdayOf(value) % 7).toBe(date.getUTCDay());
        expect(new LocalDate(value).toDate()).toEqual(date);
      }),
      { numRuns: 500 },
    );
  });

  test("a week begins on Monday, and the year's first is that of its first Thursday", () => {
    fc.assert(
      fc.property(epochDay, (value) => {
        const { weekYear, week } = isoWeekOf(value);
        expect(weekDateToEpochDay(weekYear, week, weekdayOf(value))).toBe(value);
        const thursday = fromEpochDay(value - weekdayOf(value) + 4);
        expect(weekYear).toBe(thursday.year);
        expect(week).toBe(
          Math.ceil((toEpochDay(weekYear, thursday.month, thursday.day) - toEpochDay(weekYear, 1, 0)) / 7),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("text", () => {
  test.each([
    ["date('2024-02-29')", "2024-02-29"],
    ["date('20240229')", "2024-02-29"],
    ["date('2024-060')", "2024-02-29"],
    ["date('2024060')", "2024-02-29"],
    ["date('2024-W09-4')", "2024-02-29"],
    ["date('2024W094')", "2024-02-29"],
    ["date('2024-W09')", "2024-02-26"],
    ["date('2024-Q1-60')", "2024-02-29"],
    ["date('2024Q160')", "2024-02-29"],
    ["date('2024-Q3')", "2024-07-01"],
    ["date('2024-02')", "2024-02-01"],
    ["date('202402')", "2024-02-01"],
    ["date('2024')", "2024-01-01"],
    ["date('-0044-03-15')", "-0044-03-15"],
    ["date('+12024-01-01')", "+12024-01-01"],
    ["date('+999999999-12-31')", "+999999999-12-31"],
    ["date('-999999999-01-01')", "-999999999-01-01"],
    ["localtime('23:59:59.999999999')", "23:59:59.999999999"],
    ["localtime('235959,5')", "23:59:59.5"],
    ["localtime('2359')", "23:59"],
    ["localtime('23')", "23:00"],
    ["time('08:30Z')", "08:30Z"],
    ["time('0830-0330')", "08:30-03:30"],
    ["time('08+14')", "08:00+14:00"],
    ["time('08:30')", "08:30Z"],
    ["localdatetime('2024-W09-4T08')", "2024-02-29T08:00"],
    ["localdatetime('20240229T083015.25')", "2024-02-29T08:30:15.25"],
    ["localdatetime('2024-060')", "2024-02-29T00:00"],
    ["datetime('2024-02-29T08:30+01:00')", "2024-02-29T08:30+01:00"],
    ["datetime('2024-02-29T08:30[Asia/Kathmandu]')", "2024-02-29T08:30+05:45[Asia/Kathmandu]"],
    ["datetime('2024-10-27T02:30+01:00[Europe/Paris]')", "2024-10-27T02:30+01:00[Europe/Paris]"],
    ["datetime('2024-10-27T02:30+02:00[Europe/Paris]')", "2024-10-27T02:30+02:00[Europe/Paris]"],
    ["datetime('1850-01-01T00[America/New_York]')", "1850-01-01T00:00-04:56:02[America/New_York]"],
    ["duration('P1Y2M3W4DT5H6M7.008S')", "P1Y2M25DT5H6M7.008S"],
    ["duration('-P1Y2M')", "P-1Y-2M"],
    ["duration('P-1DT-0.5S')", "P-1DT-0.5S"],
    ["duration('PT0S')", "PT0S"],
    ["duration('P1.5M')", "P1M15DT5H14M33S"],
    ["duration('P0001-02-03T04:05:06')", "P1Y2M3DT4H5M6S"],
    ["duration('P00010203T040506')", "P1Y2M3DT4H5M6S"],
  ])("%s is %s", (text, expected) => {
    expect(String(evaluate(text))).toBe(expected);
  });

  test.each([
    "date('2023-02-29')",
    "date('2023-13-01')",
    "date('2023-W53')",
    "date('2023-366')",
    "date('2023-Q1-91')",
    "date('2023-Q5')",
    "date('12023-01-01')",
    "date('')",
    "date('2023-')",
    "date('2023-01-01T00:00')",
    "date('+1000000000-01-01')",
    "localtime('24:00')",
    "localtime('23:60')",
    "localtime('23:5959')",
    "localtime('2359:59')",
    "localtime('23:59:59.1234567890')",
    "localtime('12:00+01:00')",
    "time('12:00+18:01')",
    "time('12:00[Europe/Paris]')",
    "datetime('2024-01-01T00:00+05:00[Europe/Paris]')",
    "datetime('2024-01-01T00:00[Atlantis/Poseidonis]')",
    "datetime('2024-01-01T')",
    "duration('P')",
    "duration('PT')",
    "duration('P1S')",
    "duration('1Y')",
    "date({year: 2023, month: 2, day: 29})",
    "date({year: 2023, day: 1})",
    "date({year: 2023, month: 1, week: 1})",
    "date({month: 1})",
    "date({year: 2023.0})",
    "date({year: '2023'})",
    "date({year: 2023, hour: 1})",
    "date({})",
    "localtime({minute: 1})",
    "localtime({hour: 1, second: 1})",
    "localtime({hour: 1, minute: 1, second: 1, millisecond: 1000})",
    "localtime({hour: 1, minute: 1, second: 1, millisecond: 1, microsecond: 1000})",
    "datetime({year: 2023, timezone: 'Nowhere'})",
    "datetime({time: localtime('12:00')})",
    "date(localtime('12:00'))",
    "localtime(date('2023-01-01'))",
    "date.truncate('hour', date('2023-01-01'))",
    "datetime.truncate('hour', date('2023-01-01'))",
    "date.truncate('fortnight', date('2023-01-01'))",
    "date.truncate('constructor', date('2023-01-01'))",
    "duration({fortnights: 1})",
    "duration({days: 0.0 / 0.0})",
    "duration({months: 1}) / 0.0 + date('2023-01-01')",
    "date('+999999999-12-31') + duration('P1D')",
    "date('-999999999-01-01') - duration('P1M')",
  ])("%s is an error of the language", (text) => {
    expect(() => evaluate(text)).toThrow(CypherValueError);
  });

  test("every date prints as it is read", () => {
    fc.assert(
      fc.property(epochDay, (value) => {
        const date = new LocalDate(value);
        expect(evaluate(`date('${date}')`)).toEqual(date);
      }),
    );
  });

  test("every duration prints as it is read", () => {
    const part = fc.integer({ min: -1e9, max: 1e9 });
    const seconds = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
    fc.assert(
      fc.property(part, part, seconds, fc.nat(999_999_999), (months, days, second, nanosecond) => {
        const value = new Duration(months, days, second, nanosecond);
        expect(evaluate(`duration('${value}')`)).toEqual(value);
      }),
    );
  });
});

describe("maps and selections", () => {
  test.each([
    ["date({year: 2020, week: 53})", "2020-12-28"],
    ["date({year: 2020, week: 53, dayOfWeek: 7})", "2021-01-03"],
    ["date({year: 2024, quarter: 1, dayOfQuarter: 91})", "2024-03-31"],
    ["date({date: date('2024-02-29'), year: 2023})", "2023-02-28"],
    ["date({date: date('2024-03-31'), month: 2})", "2024-02-29"],
    ["date({date: date('2024-05-31'), quarter: 1})", "2024-02-29"],
    ["date({date: date('2020-12-31'), year: 2021, week: 53 - 1})", "2021-12-30"],
    ["date({date: datetime('2024-02-29T23:00-05:00'), ordinalDay: 1})", "2024-01-01"],
    ["date({date: date('2024-02-29'), dayOfWeek: 7})", "2024-03-03"],
    ["localtime({time: time('10:11:12.5+03:00'), minute: 0})", "10:00:12.5"],
    ["time({time: localtime('10:11'), timezone: '+02:00'})", "10:11+02:00"],
    ["time({time: time('10:11+01:00'), timezone: '-02:00'})", "07:11-02:00"],
    ["time({time: time('01:00+12:00'), timezone: '-12:00'})", "01:00-12:00"],
    ["time(datetime('2024-07-01T10:00[Europe/Paris]'))", "10:00+02:00"],
    [
      "datetime({year: 2024, month: 3, day: 31, hour: 2, minute: 30, timezone: 'Europe/Paris'})",
      "2024-03-31T03:30+02:00[Europe/Paris]",
    ],
    [
      "datetime({year: 2024, month: 10, day: 27, hour: 2, timezone: 'Europe/Paris'})",
      "2024-10-27T02:00+02:00[Europe/Paris]",
    ],
    [
      "datetime({datetime: datetime('2024-10-27T02:30+01:00[Europe/Paris]'), second: 5})",
      "2024-10-27T02:30:05+01:00[Europe/Paris]",
    ],
    [
      "datetime({datetime: localdatetime('2024-07-01T10:00'), timezone: 'America/Lima'})",
      "2024-07-01T10:00-05:00[America/Lima]",
    ],
    [
      "datetime({datetime: datetime('2024-07-01T10:00+02:00'), timezone: 'America/Lima'})",
      "2024-07-01T03:00-05:00[America/Lima]",
    ],
    [
      "datetime({datetime: datetime('2024-07-01T01:00+02:00'), timezone: 'America/Lima'})",
      "2024-06-30T18:00-05:00[America/Lima]",
    ],
    ["datetime({date: date('2024-07-01'), time: time('10:00+02:00')})", "2024-07-01T10:00+02:00"],
    ["datetime({epochSeconds: 1, nanosecond: 42})", "1970-01-01T00:00:01.000000042Z"],
    ["datetime({epochMillis: -1})", "1969-12-31T23:59:59.999Z"],
    ["datetime({epochMillis: 0, timezone: 'Asia/Tokyo'})", "1970-01-01T09:00+09:00[Asia/Tokyo]"],
    ["datetime.fromepoch(416779, 999999999)", "1970-01-05T19:46:19.999999999Z"],
    ["datetime.fromepochmillis(-86400000)", "1969-12-31T00:00Z"],
    ["date({year: null})", "null"],
    ["date.truncate('millennium', date('-0001-06-01'))", "-1000-01-01"],
    ["date.truncate('decade', date('2024-02-29'))", "2020-01-01"],
    ["date.truncate('weekYear', date('2021-01-02'))", "2019-12-30"],
    ["date.truncate('week', date('2024-02-29'), {dayOfWeek: 3})", "2024-02-28"],
    ["localdatetime.truncate('quarter', datetime('2024-06-30T10:00Z'), {hour: 1})", "2024-04-01T01:00"],
    [
      "localtime.truncate('microsecond', localtime('10:11:12.123456789'), {nanosecond: 1})",
      "10:11:12.123456001",
    ],
    [
      "localtime.truncate('millisecond', localtime('10:11:12.123456789'), {microsecond: 7})",
      "10:11:12.123007",
    ],
    ["time.truncate('hour', time('10:11+03:00'), {timezone: '-03:00'})", "10:00-03:00"],
    [
      "datetime.truncate('day', datetime('2024-07-01T10:00+02:00'), {timezone: 'Asia/Tokyo'})",
      "2024-07-01T00:00+09:00[Asia/Tokyo]",
    ],
    ["duration({months: 0.5})", "P15DT5H14M33S"],
    ["duration({days: -0.5})", "PT-12H"],
    ["duration({seconds: 2, milliseconds: -1})", "PT1.999S"],
    ["duration({seconds: -2, milliseconds: 1})", "PT-1.999S"],
    ["duration({minutes: -1, milliseconds: -1})", "PT-1M-0.001S"],
    ["duration({nanoseconds: 0.9})", "PT0S"],
    ["duration({nanoseconds: -0.9})", "PT0S"],
    ["duration({years: 1, months: -13})", "P-1M"],
    ["duration({quarters: 5, weeks: 1})", "P1Y3M7D"],
  ])("%s is %s", (text, expected) => {
    expect(String(evaluate(text))).toBe(expected);
  });
});

describe("sums and distances", () => {
  test.each([
    ["date('2024-01-31') + duration('P1M')", "2024-02-29"],
    ["date('2024-02-29') + duration('P1Y')", "2025-02-28"],
    ["date('2024-03-31') - duration('P1M1D')", "2024-02-28"],
    ["date('2024-03-31') + duration('PT47H')", "2024-04-01"],
    ["localtime('23:00') + duration('PT2H')", "01:00"],
    ["localtime('01:00') - duration('P5DT2H')", "23:00"],
    ["time('23:00+01:00') + duration('PT0.000000001S')", "23:00:00.000000001+01:00"],
    ["duration('PT36H') + localdatetime('2024-02-28T12:00')", "2024-03-01T00:00"],
    // a day keeps the clock, 24 hours pass as they do
    ["datetime('2024-03-30T12:00[Europe/Paris]') + duration('P1D')", "2024-03-31T12:00+02:00[Europe/Paris]"],
    [
      "datetime('2024-03-30T12:00[Europe/Paris]') + duration('PT24H')",
      "2024-03-31T13:00+02:00[Europe/Paris]",
    ],
    [
      "datetime('2024-10-27T02:30+02:00[Europe/Paris]') + duration('PT1H')",
      "2024-10-27T02:30+01:00[Europe/Paris]",
    ],
    [
      "datetime('2024-02-29T02:30[Europe/Paris]') + duration('P1M2D')",
      "2024-03-31T03:30+02:00[Europe/Paris]",
    ],
    ["duration('P1Y') + duration('P-1M1DT1S')", "P11M1DT1S"],
    ["duration('P1Y') - duration('P1Y')", "PT0S"],
    ["duration('P2D') + duration('P-3D')", "P-1D"],
    [
      "datetime('2017-10-29T00:00+02:00[Europe/Stockholm]') + duration('P1D')",
      "2017-10-30T00:00+01:00[Europe/Stockholm]",
    ],
    ["date('2015-10-01') - duration('P21M')", "2014-01-01"],
    ["duration('P1M') * 1.5", "P1M15DT5H14M33S"],
    ["duration('P10D') / 4", "P2DT12H"],
    ["duration('PT1S') / 3", "PT0.333333333S"],
    ["duration('P3D') / -2", "P-1DT-12H"],
    ["2 * duration('P1DT-1S')", "P2DT-2S"],
    ["-duration('P1DT-1.5S')", "P-1DT1.5S"],
    ["duration.between(date('2024-01-31'), date('2024-02-29'))", "P29D"],
    ["duration.between(date('2024-02-29'), date('2024-01-31'))", "P-29D"],
    ["duration.between(date('2023-02-28'), date('2024-02-29'))", "P1Y1D"],
    ["duration.between(localdatetime('2024-01-01T12:00'), localdatetime('2024-03-01T11:00'))", "P1M28DT23H"],
    [
      "duration.between(localdatetime('2024-03-01T11:00'), localdatetime('2024-01-01T12:00'))",
      "P-1M-30DT-23H",
    ],
    ["duration.between(date('2024-01-01'), localtime('12:00'))", "PT12H"],
    ["duration.between(time('12:00+01:00'), time('12:00-01:00'))", "PT2H"],
    [
      "duration.between(datetime('2024-03-30T12:00[Europe/Paris]'), datetime('2024-03-31T12:00[Europe/Paris]'))",
      "P1D",
    ],
    [
      "duration.inSeconds(datetime('2024-03-30T12:00[Europe/Paris]'), datetime('2024-03-31T12:00[Europe/Paris]'))",
      "PT23H",
    ],
    [
      "duration.inSeconds(datetime('2024-10-27T02:30+02:00[Europe/Paris]'), datetime('2024-10-27T02:30+01:00[Europe/Paris]'))",
      "PT1H",
    ],
    ["duration.inDays(date('-999999999-01-01'), date('+999999999-12-31'))", "P730484999633D"],
    ["duration.inMonths(date('2024-01-31'), date('2024-02-29'))", "PT0S"],
    ["duration.inSeconds(localtime('12:00:00.5'), localtime('12:00:00'))", "PT-0.5S"],
  ])("%s is %s", (text, expected) => {
    expect(String(evaluate(text))).toBe(expected);
  });

  test("what lies between two local datetimes leads from one to the other", () => {
    const text = fc
      .record({
        day: fc.integer({ min: -200_000, max: 200_000 }),
        second: fc.nat(86_399),
        fraction: fc.nat(999_999_999),
      })
      .map(({ day, second, fraction }) => {
        const date = new Date((day * 86_400 + second) * 1000).toISOString().replace(".000Z", "");
        return `localdatetime('${date}.${String(fraction).padStart(9, "0")}')`;
      });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const row = rowOf(
          `WITH ${a} AS a, ${b} AS b RETURN a + duration.between(a, b) = b, a + duration.inSeconds(a, b) = b, ` +
            "duration.inSeconds(a, b) + duration.inSeconds(b, a) = duration('PT0S')",
        );
        expect(row.map(shown)).toEqual(["true", "true", "true"]);
      }),
      { numRuns: 300 },
    );
  });

  test("days of a duration run down as exact fractions do", () => {
    const decimal = fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.nat(99_999)).map(([whole, part]) => ({
      text: `${whole}.${String(part).padStart(5, "0")}`,
      // in units of 10^-5
      units: BigInt(whole) * 100_000n + (whole < 0 ? -1n : 1n) * BigInt(part),
    }));
    fc.assert(
      fc.property(decimal, decimal, (months, days) => {
        const value = evaluate(`duration('P${months.text}M${days.text}D')`) as Duration;
        // everything in units of 10^-11 days, and then in nanoseconds
        const monthRest = (months.units % 100_000n) * 30_436_875n;
        const allDays = monthRest + days.units * 1_000_000n;
        const nanoseconds = ((allDays % 100_000_000_000n) * 86_400n * 1_000_000_000n) / 100_000_000_000n;
        expect(value.months).toBe(Number(months.units / 100_000n));
        expect(value.days).toBe(Number(allDays / 100_000_000_000n));
        expect(BigInt(value.seconds) * 1_000_000_000n + BigInt(value.nanoseconds)).toBe(nanoseconds);
      }),
    );
  });
});

test("fields are told by name", () => {
  const fields = rowOf(
    "WITH datetime('1850-12-31T10:11:12.123456789[America/New_York]') AS d RETURN d.weekYear, d.week, d.quarter, " +
      "d.dayOfQuarter, d.ordinalDay, d.weekDay, d.millisecond, d.microsecond, d.nanosecond, d.timezone, d.offset, " +
      "d.offsetMinutes, d.offsetSeconds, d.epochSeconds, d.epochMillis, d.nothing",
  );
  expect(fields.map(shown)).toEqual([
    ...[
      "1851",
      "1",
      "4",
      "92",
      "365",
      "2",
      "123",
      "123456",
      "123456789",
      "'America/New_York'",
      "'-04:56:02'",
    ],
    ...["-296", "-17762", "-3755321566", "-3755321565877", "null"],
  ]);
  const parts = rowOf(
    "WITH duration('P1Y4M10DT1H1M1.111111111S') AS d RETURN d.years, d.quarters, d.months, d.weeks, d.days, d.hours, " +
      "d.minutes, d.seconds, d.milliseconds, d.quartersOfYear, d.monthsOfQuarter, d.monthsOfYear, d.daysOfWeek, " +
      "d.minutesOfHour, d.secondsOfMinute, d.millisecondsOfSecond, d.microsecondsOfSecond, d.nanosecondsOfSecond",
  );
  expect(parts.map(Number)).toEqual([
    1, 5, 16, 1, 10, 1, 61, 3661, 3_661_111, 1, 1, 4, 3, 1, 1, 111, 111_111, 111_111_111,
  ]);
});

test("values are frozen, print as JSON and are ordered", () => {
  const date = new LocalDate(0);
  expect(Object.isFrozen(date)).toBe(true);
  expect(JSON.stringify({ date })).toBe('{"date":"1970-01-01"}');
  expect(date.compare(new LocalDate(1))).toBeLessThan(0);
  expect(date.equals(new LocalDate(0))).toBe(true);
  expect(() => new LocalDate(0.5)).toThrow(RangeError);
  expect(() => new LocalDate(EPOCH_DAY_MAX).toDate()).toThrow(RangeError);
});
