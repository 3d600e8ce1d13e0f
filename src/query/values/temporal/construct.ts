/**
 * Dates and times from text, from each other and from maps, as the language's functions `date`, `localtime`, `time`,
 * `localdatetime` and `datetime` make them. A new zone keeps the moment where the time selected had one, else the clock.
 */
import { NANOSECONDS_PER_DAY, NANOSECONDS_PER_SECOND } from "../../../temporal/calendar.js";
import { DateTime } from "../../../temporal/date-time.js";
import { Duration } from "../../../temporal/duration.js";
import {
  type DurationParts,
  durationOf,
  type Fraction,
  fractionOfNumber,
  isDurationUnit,
} from "../../../temporal/duration-parts.js";
import { LocalDate } from "../../../temporal/local-date.js";
import { LocalDateTime } from "../../../temporal/local-date-time.js";
import { LocalTime } from "../../../temporal/local-time.js";
import { OffsetTime } from "../../../temporal/offset-time.js";
import type { TemporalParts } from "../../../temporal/parse.js";
import { parseDuration, parseTemporal, type TextForm } from "../../../temporal/parse.js";
import { checkField, TemporalError } from "../../../temporal/temporal-error.js";
import { atMoment, atWallClock, parseZone, UTC, type Zone } from "../../../temporal/zones.js";
import { type CypherValue, describeValue, type InstantValue, isInstant } from "../value.js";
import { CLOCK_FIELDS, clockFromFields, DAY_FIELDS, dayOf, type FieldMap, fieldOf } from "./map-fields.js";
import { inZone, offsetWithoutDay, partsOf } from "./parts.js";

/** The kinds of dates and times, as the functions that make them are called. */
export type InstantForm = TextForm;

/** Makes a date or a time; null of null. `now` is asked for the moment where a map says no more than a zone. */
export function constructInstant(
  form: InstantForm,
  given: CypherValue,
  now: () => DateTime,
): InstantValue | null {
  if (given === null) return null;
  if (typeof given === "string") return instantOf(form, checkedOffset(parseTemporal(form, given)), now);
  if (isInstant(given)) return instantOf(form, partsOf(given), now);
  if (given instanceof Map) {
    for (const value of given.values()) if (value === null) return null;
    return fromMap(form, given, now);
  }
  throw new TemporalError(
    `"${form}" expected a STRING, a MAP, a date or a time, got ${describeValue(given)}`,
  );
}

/** A moment in the form, on the clocks of a zone. */
export function currentInstant(form: InstantForm, now: DateTime, zone: Zone): InstantValue {
  return instantOf(form, partsOf(inZone(now, zone)), () => now);
}

/** Text may say both a zone and an offset, and then the zone's clocks have to be that far from UTC. */
function checkedOffset(parts: TemporalParts): TemporalParts {
  const { zone, offsetSeconds, epochDay = 0, nanosecondOfDay = 0 } = parts;
  if (zone === undefined || zone.name === null || offsetSeconds === undefined) return parts;
  const value = atWallClock(zone, epochDay, nanosecondOfDay, offsetSeconds);
  if (value.offsetSeconds === offsetSeconds) return parts;
  throw new TemporalError(
    `"datetime" expected the offset that ${zone.name} has then, which gives ${value}, got another one`,
  );
}

function instantOf(form: InstantForm, parts: TemporalParts, now: () => DateTime): InstantValue {
  const zone = parts.zone ?? UTC;
  switch (form) {
    case "date":
      return new LocalDate(dayIn(form, parts));
    case "localtime":
      return new LocalTime(clockIn(form, parts));
    case "time": {
      const clock = clockIn(form, parts);
      return new OffsetTime(clock, parts.offsetSeconds ?? offsetWithoutDay(zone, now()));
    }
    case "localdatetime":
      return new LocalDateTime(dayIn(form, parts), parts.nanosecondOfDay ?? 0);
    case "datetime":
      return atWallClock(zone, dayIn(form, parts), parts.nanosecondOfDay ?? 0, parts.offsetSeconds);
  }
}

function dayIn(form: string, { epochDay }: TemporalParts): number {
  if (epochDay === undefined)
    throw new TemporalError(`"${form}" expected a value with a date, got a time alone`);
  return epochDay;
}

function clockIn(form: string, { nanosecondOfDay }: TemporalParts): number {
  if (nanosecondOfDay !== undefined) return nanosecondOfDay;
  throw new TemporalError(`"${form}" expected a value with a time, got a date alone`);
}

function hasDay(form: InstantForm): boolean {
  return form !== "localtime" && form !== "time";
}

function hasClock(form: InstantForm): boolean {
  return form !== "date";
}

function hasZone(form: InstantForm): boolean {
  return form === "time" || form === "datetime";
}

/** The names that a map may have, by the form. */
function namesOf(form: InstantForm): readonly string[] {
  const names = ["timezone"];
  if (hasDay(form)) names.push("date", ...DAY_FIELDS);
  if (hasClock(form)) names.push("time", ...CLOCK_FIELDS);
  if (hasDay(form) && hasClock(form)) names.push("datetime");
  if (form === "datetime") names.push("epochSeconds", "epochMillis");
  return names;
}

function checkNames(what: string, map: FieldMap, names: readonly string[]): void {
  for (const name of map.keys()) {
    if (!names.includes(name)) {
      throw new TemporalError(`"${what}" expected only ${names.join(", ")}, got ${JSON.stringify(name)}`);
    }
  }
}

function fromMap(form: InstantForm, map: FieldMap, now: () => DateTime): InstantValue {
  checkNames(form, map, namesOf(form));
  const zone = zoneIn(map);
  if (zone !== undefined && map.size === 1) return currentInstant(form, now(), zone);
  if (zone !== undefined && !hasZone(form)) {
    throw new TemporalError(`"timezone" expected no other field beside it, got ${map.size - 1}`);
  }
  if (map.has("epochSeconds") || map.has("epochMillis")) return fromEpochFields(map, zone ?? UTC);
  return zoned(form, changed(form, selectedParts(map), map), zone, now);
}

/** The zone that a map says; undefined if it says none. */
export function zoneIn(map: FieldMap): Zone | undefined {
  const given = map.get("timezone");
  return given === undefined ? undefined : readZone(given);
}

export function readZone(given: CypherValue): Zone {
  if (typeof given === "string") return parseZone(given);
  throw new TemporalError(`"timezone" expected a STRING, got ${describeValue(given)}`);
}

/** The parts that a map takes from other values: the day of `date`, the clock and the zone of `time`, all of `datetime`. */
function selectedParts(map: FieldMap): TemporalParts {
  const [date, time, datetime] = ["date", "time", "datetime"].map((name) => selectedIn(map, name));
  if (datetime !== undefined) {
    if (date !== undefined || time !== undefined) {
      throw new TemporalError(`"datetime" expected no "date" and no "time" beside it, got one`);
    }
    dayIn("datetime", datetime);
    clockIn("datetime", datetime);
    return datetime;
  }
  return {
    epochDay: date && dayIn("date", date),
    nanosecondOfDay: time && clockIn("time", time),
    zone: time?.zone,
    offsetSeconds: time?.offsetSeconds,
  };
}

function selectedIn(map: FieldMap, name: string): TemporalParts | undefined {
  const value = map.get(name);
  if (value === undefined) return undefined;
  if (isInstant(value)) return partsOf(value);
  throw new TemporalError(`"${name}" expected a date or a time, got ${describeValue(value)}`);
}

/** Parts with the fields of a map in place of their own. */
function changed(form: InstantForm, parts: TemporalParts, map: FieldMap): TemporalParts {
  return {
    ...parts,
    epochDay: hasDay(form) ? dayOf(map, parts.epochDay) : undefined,
    nanosecondOfDay: hasClock(form) ? clockFromFields(map, parts.nanosecondOfDay, hasDay(form)) : undefined,
  };
}

/** Parts in their form, in a zone that was asked for: at the same moment if they have a zone, else on the same clock. */
function zoned(
  form: InstantForm,
  parts: TemporalParts,
  zone: Zone | undefined,
  now: () => DateTime,
): InstantValue {
  if (zone === undefined) return instantOf(form, parts, now);
  if (parts.zone === undefined) return onClock(form, parts, zone, now);
  const value = instantOf(form, parts, now);
  if (value instanceof DateTime) return inZone(value, zone);
  const { nanosecondOfDay, offsetSeconds } = value as OffsetTime;
  const offset = offsetWithoutDay(zone, now());
  return new OffsetTime(wrapDay(nanosecondOfDay + (offset - offsetSeconds) * NANOSECONDS_PER_SECOND), offset);
}

/** Parts in their form, on the same clock in another zone. */
export function onClock(
  form: InstantForm,
  parts: TemporalParts,
  zone: Zone,
  now: () => DateTime,
): InstantValue {
  return instantOf(
    form,
    { ...parts, zone, offsetSeconds: zone.name === null ? zone.offsetSeconds : undefined },
    now,
  );
}

/** Parts with the fields of a map in place of their own, in the zone of the map or their own, on the same clock. */
export function changedOnClock(
  form: InstantForm,
  parts: TemporalParts,
  map: FieldMap,
  now: () => DateTime,
): InstantValue {
  const names = ["timezone", ...(hasDay(form) ? DAY_FIELDS : []), ...(hasClock(form) ? CLOCK_FIELDS : [])];
  checkNames(`${form}.truncate`, map, names);
  const zone = zoneIn(map);
  const result = changed(form, parts, map);
  return zone === undefined ? instantOf(form, result, now) : onClock(form, result, zone, now);
}

/** Nanoseconds that run over the end of a day begin another one. */
export function wrapDay(nanosecond: number): number {
  return nanosecond - Math.floor(nanosecond / NANOSECONDS_PER_DAY) * NANOSECONDS_PER_DAY;
}

function fromEpochFields(map: FieldMap, zone: Zone): DateTime {
  const names = ["timezone", "epochSeconds", "epochMillis", "millisecond", "microsecond", "nanosecond"];
  checkNames("datetime", map, names);
  if (map.has("epochSeconds") && map.has("epochMillis")) {
    throw new TemporalError(`"epochMillis" expected no "epochSeconds" beside it, got both`);
  }
  const isMs = map.has("epochMillis");
  const name = isMs ? "epochMillis" : "epochSeconds";
  fieldOf(map, name);
  const given = map.get(name) as bigint;
  const clock = new Map<string, CypherValue>([
    ["hour", 0n],
    ["minute", 0n],
    ["second", 0n],
  ]);
  for (const part of ["millisecond", "microsecond", "nanosecond"]) {
    const value = map.get(part);
    if (value !== undefined) clock.set(part, value);
  }
  const nanoseconds = clockFromFields(clock, undefined, false);
  if (isMs) checkField("nanosecond", nanoseconds, 0, 999_999);
  return fromEpoch(given * (isMs ? 1_000_000n : 1_000_000_000n) + BigInt(nanoseconds), zone);
}

/** The moment that many nanoseconds after 1970-01-01T00:00Z. */
export function fromEpoch(nanoseconds: bigint, zone: Zone): DateTime {
  const perDay = BigInt(NANOSECONDS_PER_DAY);
  let day = nanoseconds / perDay;
  if (nanoseconds < day * perDay) day -= 1n;
  return atMoment(zone, Number(day), Number(nanoseconds - day * perDay));
}

/** The moment of a `Date`, in UTC. */
export function fromDate(date: Date): DateTime {
  return fromEpoch(BigInt(date.getTime()) * 1_000_000n, UTC);
}

/** Makes a duration from text, a map of units, or another one; null of null. */
export function constructDuration(given: CypherValue): Duration | null {
  if (given === null) return null;
  if (typeof given === "string") return parseDuration(given);
  if (given instanceof Duration) return given;
  if (!(given instanceof Map)) {
    throw new TemporalError(`"duration" expected a STRING, a MAP or a DURATION, got ${describeValue(given)}`);
  }
  const parts: Record<string, Fraction> = {};
  for (const [name, value] of given as FieldMap) {
    if (!isDurationUnit(name)) {
      throw new TemporalError(
        `"duration" expected units such as years or seconds, got ${JSON.stringify(name)}`,
      );
    }
    if (value === null) return null;
    if (typeof value !== "bigint" && typeof value !== "number") {
      throw new TemporalError(`"${name}" expected a number, got ${describeValue(value)}`);
    }
    parts[name] = fractionOfNumber(value);
  }
  if (given.size === 0) throw new TemporalError(`"duration" expected at least one unit, got none`);
  return durationOf(parts satisfies DurationParts);
}
