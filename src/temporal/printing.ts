/** ISO 8601 text of days, wall clocks and offsets: seconds only where they are not 0, fractions without final zeros. */
import { floorMod, fromEpochDay, NANOSECONDS_PER_SECOND } from "./calendar.js";

export function printDay(epochDay: number): string {
  const { year, month, day } = fromEpochDay(epochDay);
  const digits = String(Math.abs(year)).padStart(4, "0");
  let sign = "";
  if (year < 0) sign = "-";
  else if (year > 9999) sign = "+";
  return `${sign}${digits}-${two(month)}-${two(day)}`;
}

export function printClock(nanosecondOfDay: number): string {
  const nanosecond = floorMod(nanosecondOfDay, NANOSECONDS_PER_SECOND);
  const secondOfDay = (nanosecondOfDay - nanosecond) / NANOSECONDS_PER_SECOND;
  const second = secondOfDay % 60;
  const minute = Math.floor(secondOfDay / 60) % 60;
  const text = `${two(Math.floor(secondOfDay / 3600))}:${two(minute)}`;
  if (second === 0 && nanosecond === 0) return text;
  return `${text}:${two(second)}${printFraction(nanosecond)}`;
}

/** Nanoseconds as a decimal fraction of a second, the point included; nothing for 0. */
export function printFraction(nanosecond: number): string {
  return nanosecond === 0 ? "" : `.${String(nanosecond).padStart(9, "0").replace(/0+$/, "")}`;
}

/** `Z`, `+01:00`, or with seconds as before clocks were unified. */
export function printOffset(offsetSeconds: number): string {
  if (offsetSeconds === 0) return "Z";
  const seconds = Math.abs(offsetSeconds);
  const text = `${offsetSeconds < 0 ? "-" : "+"}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
