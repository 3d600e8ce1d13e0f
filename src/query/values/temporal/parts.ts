/** The parts of a date or a time: a day, a clock and a zone, each of which may be missing. */
import { type DateTime, momentOf } from "../../../temporal/date-time.js";
import { LocalDate } from "../../../temporal/local-date.js";
import { LocalDateTime } from "../../../temporal/local-date-time.js";
import { LocalTime } from "../../../temporal/local-time.js";
import { OffsetTime } from "../../../temporal/offset-time.js";
import type { TemporalParts } from "../../../temporal/parse.js";
import { atMoment, offsetAt, type Zone, zoneOf } from "../../../temporal/zones.js";
import type { InstantValue } from "../value.js";

export function partsOf(value: InstantValue): TemporalParts {
  if (value instanceof LocalDate) return { epochDay: value.epochDay };
  if (value instanceof LocalTime) return { nanosecondOfDay: value.nanosecondOfDay };
  if (value instanceof OffsetTime) {
    const { nanosecondOfDay, offsetSeconds } = value;
    return { nanosecondOfDay, zone: { name: null, offsetSeconds }, offsetSeconds };
  }
  const { epochDay, nanosecondOfDay } = value;
  if (value instanceof LocalDateTime) return { epochDay, nanosecondOfDay };
  return { epochDay, nanosecondOfDay, zone: zoneOf(value), offsetSeconds: value.offsetSeconds };
}

/** The moment of a datetime on the clocks of another zone. */
export function inZone(value: DateTime, zone: Zone): DateTime {
  const { day, nanosecond } = momentOf(value);
  return atMoment(zone, day, nanosecond);
}

/** The offset of a zone at a time of day without a date: that of `today`, as a moment, for zones by name. */
export function offsetWithoutDay(zone: Zone, today: DateTime): number {
  const { day, nanosecond } = momentOf(today);
  return offsetAt(zone, day, Math.floor(nanosecond / 1e9));
}
