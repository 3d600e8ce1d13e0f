/** The base class by which dates, times and durations are told from other objects, without loading their classes. */

/** The types of attributes that are dates, times and durations. */
export type TemporalType = "date" | "localtime" | "time" | "localdatetime" | "datetime" | "duration";

/** A date, a time or a duration. Immutable. */
export abstract class TemporalBase {
  /** The type of attribute that holds it. */
  abstract get temporalType(): TemporalType;
  /** Whether another value says the same. */
  abstract equals(other: unknown): boolean;
  /** In a form of ISO 8601. */
  abstract toString(): string;
  /** As `toString`. */
  abstract toJSON(): string;
}
