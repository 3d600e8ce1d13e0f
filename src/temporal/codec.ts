/**
 * Dates, times and durations as bytes, in an order that is theirs: two values compare as their bytes do. Figures are
 * big-endian and shifted so that the least is 0.
 *
 * date: 5 bytes of days; localtime: 6 of ns; time: 6 of ns in UTC and 18 hours, 3 of offset; localdatetime: date,
 * localtime; datetime: day and ns in UTC, 3 of offset, the zone's name; duration: 12 of seconds with average months,
 * 4 of ns, 7 of months, 7 of days. `docs/internals/format.md` has them as well.
 */
import { NANOSECONDS_PER_DAY, NANOSECONDS_PER_SECOND, OFFSET_SECONDS_MAX } from "./calendar.js";
import { DateTime, momentOf } from "./date-time.js";
import { Duration } from "./duration.js";
import { LocalDate } from "./local-date.js";
import { LocalDateTime } from "./local-date-time.js";
import { LocalTime } from "./local-time.js";
import { OffsetTime } from "./offset-time.js";
import { parseDuration, parseTemporal } from "./parse.js";
import type { TemporalBase, TemporalType } from "./temporal-base.js";
import { checkField, TemporalError } from "./temporal-error.js";
import { atWallClock, UTC } from "./zones.js";

const DAY_SHIFT = 2 ** 39;
const PART_SHIFT = 2n ** 55n;
const SECONDS_SHIFT = 2n ** 95n;
const AVERAGE_MONTH_SECONDS = 2_629_746n;
const DAY_SECONDS = 86_400n;

/** Zones' names as they are stored; longer ones there are none. */
const ZONE = /^[A-Za-z][A-Za-z0-9._+/-]{0,63}$/;

class Bytes {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  put(value: number, size: number): this {
    let rest = value;
    for (let i = this.at + size - 1; i >= this.at; i--) {
      this.bytes[i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    this.at += size;
    return this;
  }

  putBig(value: bigint, size: number): this {
    let rest = value;
    for (let i = this.at + size - 1; i >= this.at; i--) {
      this.bytes[i] = Number(rest & 255n);
      rest >>= 8n;
    }
    this.at += size;
    return this;
  }

  take(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.bytes[this.at++];
    return value;
  }

  takeBig(size: number): bigint {
    let value = 0n;
    for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(this.bytes[this.at++]);
    return value;
  }
}

/** The bytes that every value of a type has, and those at least of a datetime, whose zone's name follows. */
const SIZES: Readonly<Record<TemporalType, number>> = {
  date: 5,
  localtime: 6,
  time: 9,
  localdatetime: 11,
  datetime: 14,
  duration: 30,
};

/** A value as bytes. */
export function encodeTemporal(value: TemporalBase): Uint8Array {
  const { temporalType } = value;
  const zone = value instanceof DateTime ? (value.zone ?? "") : "";
  const out = new Bytes(new Uint8Array(SIZES[temporalType] + zone.length));
  if (value instanceof LocalDate) out.put(value.epochDay + DAY_SHIFT, 5);
  else if (value instanceof LocalTime) out.put(value.nanosecondOfDay, 6);
  else if (value instanceof OffsetTime) {
    out.put(value.nanosecondOfDay + (OFFSET_SECONDS_MAX - value.offsetSeconds) * NANOSECONDS_PER_SECOND, 6);
    out.put(value.offsetSeconds + OFFSET_SECONDS_MAX, 3);
  } else if (value instanceof LocalDateTime) {
    out.put(value.epochDay + DAY_SHIFT, 5).put(value.nanosecondOfDay, 6);
  } else if (value instanceof DateTime) {
    const { day, nanosecond } = momentOf(value);
    out
      .put(day + DAY_SHIFT, 5)
      .put(nanosecond, 6)
      .put(value.offsetSeconds + OFFSET_SECONDS_MAX, 3);
    for (let i = 0; i < zone.length; i++) out.put(zone.charCodeAt(i), 1);
  } else putDuration(value as Duration, out);
  return out.bytes;
}

function putDuration({ months, days, seconds, nanoseconds }: Duration, out: Bytes): void {
  const average = BigInt(months) * AVERAGE_MONTH_SECONDS + BigInt(days) * DAY_SECONDS + BigInt(seconds);
  out.putBig(average + SECONDS_SHIFT, 12).put(nanoseconds, 4);
  out.putBig(BigInt(months) + PART_SHIFT, 7).putBig(BigInt(days) + PART_SHIFT, 7);
}

/** The value that bytes stand for. Throws a RangeError unless they are what `encodeTemporal` gives for one. */
export function decodeTemporal(type: TemporalType, bytes: Uint8Array): TemporalBase {
  const isOfSize = type === "datetime" ? bytes.length >= SIZES.datetime : bytes.length === SIZES[type];
  if (!isOfSize) throw new TemporalError(`"${type}" expected ${SIZES[type]} bytes, got ${bytes.length}`);
  const from = new Bytes(bytes);
  switch (type) {
    case "date":
      return new LocalDate(from.take(5) - DAY_SHIFT);
    case "localtime":
      return new LocalTime(from.take(6));
    case "time": {
      const nanosecond = from.take(6);
      const offset = from.take(3) - OFFSET_SECONDS_MAX;
      return new OffsetTime(nanosecond - (OFFSET_SECONDS_MAX - offset) * NANOSECONDS_PER_SECOND, offset);
    }
    case "localdatetime":
      return new LocalDateTime(from.take(5) - DAY_SHIFT, from.take(6));
    case "datetime":
      return decodeDateTime(from);
    case "duration":
      return decodeDuration(from);
  }
}

function decodeDateTime(from: Bytes): DateTime {
  const utcDay = from.take(5) - DAY_SHIFT;
  const utcNanosecond = from.take(6);
  const offset = from.take(3) - OFFSET_SECONDS_MAX;
  checkField("nanosecond", utcNanosecond, 0, NANOSECONDS_PER_DAY - 1);
  const nanosecond = utcNanosecond + offset * NANOSECONDS_PER_SECOND;
  const days = Math.floor(nanosecond / NANOSECONDS_PER_DAY);
  const name = String.fromCharCode(...from.bytes.subarray(from.at, from.at + 65));
  if (name !== "" && !ZONE.test(name))
    throw new TemporalError(`"timezone" expected a name, got another text`);
  const zone = name === "" ? null : name;
  return new DateTime(utcDay + days, nanosecond - days * NANOSECONDS_PER_DAY, offset, zone);
}

function decodeDuration(from: Bytes): Duration {
  const average = from.takeBig(12) - SECONDS_SHIFT;
  const nanoseconds = from.take(4);
  const months = from.takeBig(7) - PART_SHIFT;
  const days = from.takeBig(7) - PART_SHIFT;
  const seconds = average - months * AVERAGE_MONTH_SECONDS - days * DAY_SECONDS;
  return new Duration(Number(months), Number(days), seconds, nanoseconds);
}

/** A value that is what it seems, whatever was made of the object; undefined if it is none. Reads its fields once. */
export function steadyTemporal(given: TemporalBase): TemporalBase | undefined {
  // frozen objects of these very classes have nothing that could be asked twice
  try {
    if (given instanceof LocalDate) return new LocalDate(given.epochDay);
    if (given instanceof LocalTime) return new LocalTime(given.nanosecondOfDay);
    if (given instanceof OffsetTime) return new OffsetTime(given.nanosecondOfDay, given.offsetSeconds);
    if (given instanceof LocalDateTime) return new LocalDateTime(given.epochDay, given.nanosecondOfDay);
    if (given instanceof DateTime) return steadyDateTime(given);
    if (given instanceof Duration) {
      return new Duration(given.months, given.days, given.seconds, given.nanoseconds);
    }
  } catch (error) {
    if (!(error instanceof TemporalError)) throw error;
  }
  return undefined;
}

function steadyDateTime({ epochDay, nanosecondOfDay, offsetSeconds, zone }: DateTime): DateTime | undefined {
  if (zone !== null && (typeof zone !== "string" || !ZONE.test(zone))) return undefined;
  return new DateTime(epochDay, nanosecondOfDay, offsetSeconds, zone);
}

/** The value that a text stands for, as `toString` writes it or in another form of ISO 8601. Throws a RangeError. */
export function temporalFromText(type: TemporalType, text: string): TemporalBase {
  if (type === "duration") return parseDuration(text);
  const { epochDay = 0, nanosecondOfDay = 0, zone = UTC, offsetSeconds } = parseTemporal(type, text);
  switch (type) {
    case "date":
      return new LocalDate(epochDay);
    case "localtime":
      return new LocalTime(nanosecondOfDay);
    case "time":
      return new OffsetTime(nanosecondOfDay, offsetSeconds ?? 0);
    case "localdatetime":
      return new LocalDateTime(epochDay, nanosecondOfDay);
    case "datetime":
      // what was written once stays what it was, though the clocks of the zone may have been changed since
      return offsetSeconds === undefined
        ? atWallClock(zone, epochDay, nanosecondOfDay)
        : new DateTime(epochDay, nanosecondOfDay, offsetSeconds, zone.name);
  }
}

/** The moment of a valid Date, in UTC. */
export function dateToTemporal(date: Date): DateTime {
  const ms = date.getTime();
  const day = Math.floor(ms / 86_400_000);
  return new DateTime(day, (ms - day * 86_400_000) * 1e6, 0);
}

/** As `temporalFromText`; undefined if the text is none of the type. */
export function tryTemporalFromText(type: TemporalType, text: string): TemporalBase | undefined {
  try {
    return temporalFromText(type, text);
  } catch (error) {
    if (error instanceof TemporalError) return undefined;
    throw error;
  }
}
