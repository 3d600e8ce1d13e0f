/** The time of a verb: the moment that is given, or that of the graph's clock. */
import { describe, GroggyError } from "../../errors.js";
import { timeOf } from "../../pool/given-value.js";
import type { Gate } from "./gate.js";

/** The time of the clock. It is read before anything is changed, and once for each verb. */
export function readClock(clock: () => number, gate: Gate): number {
  let time: unknown;
  try {
    time = gate.guardWrites("clock", clock);
  } catch (cause) {
    if (cause instanceof GroggyError) throw cause;
    const received = cause instanceof Error ? cause.message : describe(cause);
    throw new TypeError(`"clock" expected milliseconds since 1970, got an error: ${received}`, { cause });
  }
  if (typeof time === "number" && Number.isFinite(time)) return time;
  throw new TypeError(`"clock" expected milliseconds since 1970, got ${describe(time)}`);
}

/** The moment that is given, or that of the clock. */
export function chosenTime(given: unknown, now: () => number): number {
  if (given === undefined) return now();
  const time = typeof given === "object" && given !== null ? timeOf(given) : given;
  if (typeof time === "number" && Number.isFinite(time)) return time;
  throw new TypeError(`"time" expected a Date or milliseconds, got ${describe(given)}`);
}
