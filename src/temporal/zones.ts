/**
 * Time zones: offsets, and names that the platform knows through `Intl`. An offset is asked for at the midnights around a
 * moment, and at seconds between only where the two differ; answers are kept. One call of `Intl` takes 1 to 10 us.
 */
import {
  floorMod,
  NANOSECONDS_PER_DAY,
  NANOSECONDS_PER_SECOND,
  OFFSET_SECONDS_MAX,
  SECONDS_PER_DAY,
  toEpochDay,
} from "./calendar.js";
import { DateTime } from "./date-time.js";
import { TemporalError } from "./temporal-error.js";

/** A zone by its name, or an offset alone. */
export interface Zone {
  readonly name: string | null;
  /** Seconds east of UTC; means nothing where there is a name. */
  readonly offsetSeconds: number;
}

export const UTC: Zone = { name: null, offsetSeconds: 0 };

/** Names of zones that are kept with what is known of them; a program may ask for the same one in many spellings. */
const ZONES_MAX = 1024;

/** Days kept of each zone, which are some 270 years. */
const DAYS_MAX = 100_000;

/** From this year on, clocks change as they do 400 years before; before the other one they never did. */
const LAST_DAY = /* @__PURE__ */ toEpochDay(2400, 1, 1);
const FIRST_DAY = /* @__PURE__ */ toEpochDay(1000, 1, 1);
const DAYS_PER_CYCLE = 146_097;

interface KnownZone {
  readonly name: string;
  readonly format: Intl.DateTimeFormat;
  /** Day -> offset at its midnight in UTC. */
  readonly midnights: Map<number, number>;
  /** Day -> the second of the day, in UTC, at which the offset changes. */
  readonly changes: Map<number, number>;
}

const known = new Map<string, KnownZone>();

/** Reads a zone: `Z`, `+01:00` in its forms, or a name such as "Europe/Stockholm". Throws a TemporalError. */
export function parseZone(text: string): Zone {
  const offsetSeconds = parseOffset(text);
  if (offsetSeconds !== undefined) return { name: null, offsetSeconds };
  return { name: knownZone(text).name, offsetSeconds: 0 };
}

/** The seconds of an offset from UTC; undefined if the text has none. */
export function parseOffset(text: string): number | undefined {
  if (text === "Z" || text === "z") return 0;
  const match = /^([+-])(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [minute, second] = [Number(match[3] ?? 0), Number(match[4] ?? 0)];
  const seconds = Number(match[2]) * 3600 + minute * 60 + second;
  if (minute > 59 || second > 59 || seconds > OFFSET_SECONDS_MAX) {
    throw new TemporalError(`"timezone" expected an offset of at most 18 hours, got ${JSON.stringify(text)}`);
  }
  return match[1] === "-" ? 0 - seconds : seconds;
}

function knownZone(name: string): KnownZone {
  const found = known.get(name);
  if (found !== undefined) return found;
  const format = formatOf(name);
  // a name that differs in case alone is the one in the table; links to other names stay as they are
  const resolved = format.resolvedOptions().timeZone;
  const zone: KnownZone = {
    name: resolved.toLowerCase() === name.toLowerCase() ? resolved : name,
    format,
    midnights: new Map(),
    changes: new Map(),
  };
  if (known.size >= ZONES_MAX) known.clear();
  known.set(name, zone);
  return zone;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  if (/^[A-Za-z][A-Za-z0-9._+/-]{0,63}$/.test(timeZone)) {
    try {
      return new Intl.DateTimeFormat("en-US", {
        timeZone,
        calendar: "gregory",
        numberingSystem: "latn",
        hourCycle: "h23",
        era: "short",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  const text = timeZone.length > 64 ? `${timeZone.slice(0, 61)}…` : timeZone;
  throw new TemporalError(
    `"timezone" expected an offset or the name of a time zone, got ${JSON.stringify(text)}`,
  );
}

/** The offset of a zone at a moment, which is given by its day and its second of the day in UTC. */
export function offsetAt(zone: Zone, utcDay: number, utcSecond: number): number {
  if (zone.name === null) return zone.offsetSeconds;
  const found = knownZone(zone.name);
  let day = utcDay;
  if (day < FIRST_DAY) day = FIRST_DAY;
  else if (day >= LAST_DAY) day = LAST_DAY - DAYS_PER_CYCLE + floorMod(day - LAST_DAY, DAYS_PER_CYCLE);
  const before = offsetAtMidnight(found, day);
  const after = offsetAtMidnight(found, day + 1);
  if (before === after) return before;
  return utcSecond < changeWithin(found, day, before) ? before : after;
}

function offsetAtMidnight(zone: KnownZone, day: number): number {
  const kept = zone.midnights.get(day);
  if (kept !== undefined) return kept;
  const offset = askOffset(zone.format, day, 0);
  if (zone.midnights.size >= DAYS_MAX) zone.midnights.clear();
  zone.midnights.set(day, offset);
  return offset;
}

/** The first second of a day at which the offset is no longer `before`. */
function changeWithin(zone: KnownZone, day: number, before: number): number {
  const kept = zone.changes.get(day);
  if (kept !== undefined) return kept;
  let [low, high] = [0, SECONDS_PER_DAY];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (askOffset(zone.format, day, middle) === before) low = middle;
    else high = middle;
  }
  if (zone.changes.size >= DAYS_MAX) zone.changes.clear();
  zone.changes.set(day, high);
  return high;
}

function askOffset(format: Intl.DateTimeFormat, day: number, second: number): number {
  const fields: Record<string, string> = {};
  for (const { type, value } of format.formatToParts((day * SECONDS_PER_DAY + second) * 1000))
    fields[type] = value;
  const year = Number(fields.year);
  const localDay = toEpochDay(
    fields.era.startsWith("B") ? 1 - year : year,
    Number(fields.month),
    Number(fields.day),
  );
  const localSecond = Number(fields.hour) * 3600 + Number(fields.minute) * 60 + Number(fields.second);
  return (localDay - day) * SECONDS_PER_DAY + localSecond - second;
}

/**
 * The moment at which the clocks of a zone show a day and a time. Where they show it twice, that at the offset
 * preferred, else the first; where they never do, as long after the change as that is after the last time shown.
 */
export function atWallClock(
  zone: Zone,
  epochDay: number,
  nanosecondOfDay: number,
  preferred?: number,
): DateTime {
  if (zone.name === null) return new DateTime(epochDay, nanosecondOfDay, zone.offsetSeconds);
  const second = Math.floor(nanosecondOfDay / NANOSECONDS_PER_SECOND);
  const before = offsetAt(zone, epochDay - 1, second);
  const after = offsetAt(zone, epochDay + 1, second);
  const isShown = (offset: number): boolean => offsetOfUtc(zone, epochDay, second - offset) === offset;
  const { name } = zone;
  if (preferred !== undefined && isShown(preferred)) {
    return new DateTime(epochDay, nanosecondOfDay, preferred, name);
  }
  for (const offset of [before, after, offsetOfUtc(zone, epochDay, second - before)]) {
    if (isShown(offset)) return new DateTime(epochDay, nanosecondOfDay, offset, name);
  }
  return atMoment(zone, epochDay, nanosecondOfDay - before * NANOSECONDS_PER_SECOND);
}

function offsetOfUtc(zone: Zone, day: number, second: number): number {
  const days = Math.floor(second / SECONDS_PER_DAY);
  return offsetAt(zone, day + days, second - days * SECONDS_PER_DAY);
}

/** A moment on the clocks of a zone; nanoseconds beyond the day run over into days. */
export function atMoment(zone: Zone, utcDay: number, utcNanosecond: number): DateTime {
  const second = Math.floor(utcNanosecond / NANOSECONDS_PER_SECOND);
  const offset = offsetOfUtc(zone, utcDay, second);
  const nanosecond = utcNanosecond + offset * NANOSECONDS_PER_SECOND;
  const days = Math.floor(nanosecond / NANOSECONDS_PER_DAY);
  return new DateTime(utcDay + days, nanosecond - days * NANOSECONDS_PER_DAY, offset, zone.name);
}

/** The zone of a datetime. */
export function zoneOf({ zone, offsetSeconds }: DateTime): Zone {
  return { name: zone, offsetSeconds };
}
