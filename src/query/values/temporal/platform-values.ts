/** Values of the runtime's own `Temporal`, where it has one, as ours. */

import { UTC } from "../../../temporal/zones.js";
import type { CypherValue, TemporalValue } from "../value.js";
import { constructDuration, constructInstant, fromEpoch, type InstantForm } from "./construct.js";

const FORMS: Readonly<Record<string, InstantForm>> = {
  "Temporal.PlainDate": "date",
  "Temporal.PlainTime": "localtime",
  "Temporal.PlainDateTime": "localdatetime",
  "Temporal.ZonedDateTime": "datetime",
};

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Whether a value is one of `Temporal`'s that the language has too. */
export function isTemporalObject(value: object): boolean {
  const tag = tagOf(value);
  return Object.hasOwn(FORMS, tag) || tag === "Temporal.Duration" || tag === "Temporal.Instant";
}

export function fromTemporalObject(value: object): CypherValue {
  const tag = tagOf(value);
  const text = String(value);
  if (tag === "Temporal.Duration") return constructDuration(text);
  if (tag === "Temporal.Instant") return constructInstant("datetime", text, noClock) as TemporalValue;
  // a zone that is an offset, and the name of a calendar, are in brackets of their own
  const plain = text.replace(/\[u-ca=[^\]]*\]/, "").replace(/\[[+-][^\]]*\]/, "");
  return constructInstant(FORMS[tag], plain, noClock);
}

function noClock() {
  return fromEpoch(0n, UTC);
}
