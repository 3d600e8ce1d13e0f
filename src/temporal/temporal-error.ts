/** Errors of temporal values. */

/** Thrown where a text, a field or a sum gives no date, time or duration. */
export class TemporalError extends RangeError {
  constructor(message: string) {
    super(message);
    this.name = "RangeError";
  }
}

/** Throws unless `value` is a whole number from `min` to `max`. */
export function checkField(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TemporalError(`"${name}" expected a whole number from ${min} to ${max}, got ${value}`);
}
