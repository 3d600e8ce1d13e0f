/** Dates and times cut down to a unit, as `date.truncate` and its like do. */
import {
  floorMod,
  fromEpochDay,
  isoWeekOf,
  NANOSECONDS_PER_SECOND,
  quarterOf,
  toEpochDay,
  weekDateToEpochDay,
  weekdayOf,
} from "../../../temporal/calendar.js";
import type { DateTime } from "../../../temporal/date-time.js";
import type { TemporalParts } from "../../../temporal/parse.js";
import { TemporalError } from "../../../temporal/temporal-error.js";
import { type CypherValue, describeValue, type InstantValue, isInstant } from "../value.js";
import { changedOnClock, type InstantForm } from "./construct.js";
import type { FieldMap } from "./map-fields.js";
import { partsOf } from "./parts.js";

const DAY_UNITS: Readonly<Record<string, (epochDay: number) => number>> = {
  millennium: (day) => firstOfYears(day, 1000),
  century: (day) => firstOfYears(day, 100),
  decade: (day) => firstOfYears(day, 10),
  year: (day) => firstOfYears(day, 1),
  weekyear: (day) => weekDateToEpochDay(isoWeekOf(day).weekYear, 1, 1),
  quarter: (day) => {
    const { year, month } = fromEpochDay(day);
    return toEpochDay(year, quarterOf(month) * 3 - 2, 1);
  },
  month: (day) => {
    const { year, month } = fromEpochDay(day);
    return toEpochDay(year, month, 1);
  },
  week: (day) => day - weekdayOf(day) + 1,
  day: (day) => day,
};

/** The nanoseconds of the units within a day. */
const CLOCK_UNITS: Readonly<Record<string, number>> = {
  hour: 3600 * NANOSECONDS_PER_SECOND,
  minute: 60 * NANOSECONDS_PER_SECOND,
  second: NANOSECONDS_PER_SECOND,
  millisecond: 1_000_000,
  microsecond: 1000,
};

function firstOfYears(epochDay: number, years: number): number {
  const { year } = fromEpochDay(epochDay);
  return toEpochDay(year - floorMod(year, years), 1, 1);
}

/** Cuts a value down to a unit, then puts the fields of a map in, which may name the zone for the same clock. */
export function truncateInstant(
  form: InstantForm,
  unit: string,
  value: CypherValue,
  fields: FieldMap,
  now: () => DateTime,
): InstantValue {
  if (!isInstant(value)) {
    throw new TemporalError(`"${form}.truncate" expected a date or a time, got ${describeValue(value)}`);
  }
  const name = unit.toLowerCase();
  const parts = partsOf(value);
  const cut = Object.hasOwn(DAY_UNITS, name) ? cutDay(form, unit, parts) : cutClock(form, unit, parts);
  return changedOnClock(form, cut, withPartsOfSecond(name, cut, fields), now);
}

function cutDay(form: InstantForm, unit: string, parts: TemporalParts): TemporalParts {
  const { epochDay } = parts;
  const isTime = form === "time" || form === "localtime";
  if ((isTime && unit.toLowerCase() !== "day") || (isTime && parts.nanosecondOfDay === undefined)) {
    throw refusedUnit(form, unit);
  }
  if (isTime) return { ...parts, nanosecondOfDay: 0 };
  if (epochDay === undefined) throw refusedUnit(form, unit);
  return {
    ...parts,
    epochDay: DAY_UNITS[unit.toLowerCase()](epochDay),
    nanosecondOfDay: 0,
    offsetSeconds: undefined,
  };
}

function cutClock(form: InstantForm, unit: string, parts: TemporalParts): TemporalParts {
  const size = Object.hasOwn(CLOCK_UNITS, unit.toLowerCase()) ? CLOCK_UNITS[unit.toLowerCase()] : undefined;
  const { nanosecondOfDay } = parts;
  if (size === undefined || form === "date" || nanosecondOfDay === undefined) throw refusedUnit(form, unit);
  return { ...parts, nanosecondOfDay: nanosecondOfDay - (nanosecondOfDay % size) };
}

/** Parts of the second that were given are added to those that are larger than they are and were left. */
function withPartsOfSecond(unit: string, { nanosecondOfDay = 0 }: TemporalParts, fields: FieldMap): FieldMap {
  const isGiven = (name: string): boolean => fields.has(name);
  const nanosecond = nanosecondOfDay % NANOSECONDS_PER_SECOND;
  const left: [string, number][] = [];
  if (
    unit === "millisecond" &&
    !isGiven("millisecond") &&
    (isGiven("microsecond") || isGiven("nanosecond"))
  ) {
    left.push(["millisecond", Math.floor(nanosecond / 1_000_000)]);
  }
  if (unit === "microsecond" && !isGiven("microsecond") && isGiven("nanosecond")) {
    if (!isGiven("millisecond")) left.push(["millisecond", Math.floor(nanosecond / 1_000_000)]);
    left.push(["microsecond", Math.floor(nanosecond / 1000) % 1000]);
  }
  return new Map([...fields, ...left.map(([name, value]): [string, CypherValue] => [name, BigInt(value)])]);
}

function refusedUnit(form: InstantForm, unit: string): TemporalError {
  return new TemporalError(
    `"${form}.truncate" expected a unit that the value and the result have, got ${JSON.stringify(unit)}`,
  );
}
