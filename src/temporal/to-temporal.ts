/** The way to the runtime's own `Temporal`, where it has one. */
import { GroggyError } from "../errors.js";

interface TemporalClass {
  from(given: string | object): object;
}

/** The object of a class of `Temporal` that a text or its fields name. Throws a {@link GroggyError} if there is no `Temporal`. */
export function toTemporalObject(className: string, given: string | object): object {
  const classes = (globalThis as { Temporal?: Readonly<Record<string, TemporalClass>> }).Temporal;
  if (classes === undefined) {
    throw new GroggyError("UNSUPPORTED_PLATFORM", "toTemporal needs a runtime that has Temporal");
  }
  return classes[className].from(given);
}

/** Years as `Temporal` writes them: with six digits beyond four. Its range is ±271,821 years. */
export function toTemporalText(text: string): string {
  return text.replace(
    /^([+-])(\d{4,5})-/,
    (_, sign: string, year: string) => `${sign}${year.padStart(6, "0")}-`,
  );
}

/** A `Date` of that many ms. Throws a RangeError beyond its range of 100,000,000 days around 1970. */
export function toDateObject(ms: number, text: string): Date {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime()))
    throw new RangeError(`"${text}" expected a moment within the range of Date`);
  return date;
}
