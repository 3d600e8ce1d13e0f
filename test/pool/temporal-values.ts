// Dates, times and durations of every type, for properties; and their bytes, written once more from the specification.
import fc from "fast-check";
import { EPOCH_DAY_MAX, EPOCH_DAY_MIN } from "../../src/temporal/calendar.js";
import { DateTime } from "../../src/temporal/date-time.js";
import { Duration } from "../../src/temporal/duration.js";
import { LocalDate } from "../../src/temporal/local-date.js";
import { LocalDateTime } from "../../src/temporal/local-date-time.js";
import { LocalTime } from "../../src/temporal/local-time.js";
import { OffsetTime } from "../../src/temporal/offset-time.js";
import type { TemporalBase, TemporalType } from "../../src/temporal/temporal-base.js";

const day = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: EPOCH_DAY_MIN, max: EPOCH_DAY_MAX }));
const clock = fc.oneof(fc.constantFrom(0, 1, 86_399_999_999_999), fc.nat(86_399_999_999_999));
const offset = fc.oneof(fc.constantFrom(0, 3600, -64_800, 64_800), fc.integer({ min: -64_800, max: 64_800 }));
const part = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
);
const seconds = fc.oneof(
  fc.bigInt({ min: -2n, max: 2n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

export const temporalValues: Readonly<Record<TemporalType, fc.Arbitrary<TemporalBase>>> = {
  date: day.map((value) => new LocalDate(value)),
  localtime: clock.map((value) => new LocalTime(value)),
  time: fc.tuple(clock, offset).map(([value, east]) => new OffsetTime(value, east)),
  localdatetime: fc.tuple(day, clock).map(([value, time]) => new LocalDateTime(value, time)),
  datetime: fc
    .tuple(day, clock, offset, fc.constantFrom(null, "Europe/Paris", "UTC"))
    .map(([value, time, east, zone]) => new DateTime(value, time, east, zone)),
  duration: fc
    .tuple(part, part, seconds, fc.nat(999_999_999))
    .map(([months, days, second, nanosecond]) => new Duration(months, days, second, nanosecond)),
};

/** Integers that read as numbers, and those that are bigints. */
export const integers: fc.Arbitrary<number | bigint> = fc.oneof(
  fc.maxSafeInteger().map((value) => value + 0),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value)),
);

/** The bytes of a value, of which docs/internals/format.md speaks. */
export function temporalBytes(value: TemporalBase): Buffer {
  const figure = (given: bigint | number, size: number): Buffer =>
    Buffer.from(
      BigInt(given)
        .toString(16)
        .padStart(size * 2, "0"),
      "hex",
    );
  const days = (given: bigint | number): Buffer => figure(BigInt(given) + 2n ** 39n, 5);
  if (value instanceof LocalDate) return days(value.epochDay);
  if (value instanceof LocalTime) return figure(value.nanosecondOfDay, 6);
  if (value instanceof LocalDateTime)
    return Buffer.concat([days(value.epochDay), figure(value.nanosecondOfDay, 6)]);
  if (value instanceof Duration) {
    const { months, days: dayCount, seconds: second, nanoseconds } = value;
    const average = BigInt(months) * 2_629_746n + BigInt(dayCount) * 86_400n + BigInt(second);
    return Buffer.concat([
      figure(average + 2n ** 95n, 12),
      figure(nanoseconds, 4),
      figure(BigInt(months) + 2n ** 55n, 7),
      figure(BigInt(dayCount) + 2n ** 55n, 7),
    ]);
  }
  const { nanosecondOfDay, offsetSeconds } = value as OffsetTime | DateTime;
  const inUtc = BigInt(nanosecondOfDay) - BigInt(offsetSeconds) * 1_000_000_000n;
  const east = figure(offsetSeconds + 64_800, 3);
  if (!(value instanceof DateTime)) return Buffer.concat([figure(inUtc + 64_800n * 1_000_000_000n, 6), east]);
  const perDay = 86_400_000_000_000n;
  const nanosecond = ((inUtc % perDay) + perDay) % perDay;
  const utcDay = BigInt(value.epochDay) + (inUtc - nanosecond) / perDay;
  return Buffer.concat([days(utcDay), figure(nanosecond, 6), east, Buffer.from(value.zone ?? "", "latin1")]);
}
