// What is handed to the runtime's Temporal, where it has one; and what is said where it has none.
import { afterEach, expect, test } from "vitest";
import { GroggyError } from "../../../src/errors.js";
import {
  date,
  datetime,
  duration,
  localdatetime,
  localtime,
} from "../../../src/query/values/temporal/make.js";

const host = globalThis as { Temporal?: unknown };
const before = host.Temporal;

afterEach(() => {
  if (before === undefined) delete host.Temporal;
  else host.Temporal = before;
});

function stand(): void {
  const named = (name: string) => [name, { from: (given: unknown) => ({ name, given }) }];
  host.Temporal = Object.fromEntries(
    ["PlainDate", "PlainTime", "PlainDateTime", "ZonedDateTime", "Duration"].map(named),
  );
}

test("each class gets the text or the fields that it reads", () => {
  stand();
  const given: [{ toTemporal(): object }, string, unknown][] = [
    [date("2024-02-29"), "PlainDate", "2024-02-29"],
    [date("-0044-03-15"), "PlainDate", "-000044-03-15"],
    [date("+12024-01-01"), "PlainDate", "+012024-01-01"],
    [localtime("12:30"), "PlainTime", "12:30"],
    [localdatetime("2024-02-29T12:30:15.5"), "PlainDateTime", "2024-02-29T12:30:15.5"],
    [datetime("2024-02-29T12:30Z"), "ZonedDateTime", "2024-02-29T12:30Z[UTC]"],
    [datetime("2024-02-29T12:30+01:00"), "ZonedDateTime", "2024-02-29T12:30+01:00[+01:00]"],
    [datetime("2024-02-29T12:30[Europe/Paris]"), "ZonedDateTime", "2024-02-29T12:30+01:00[Europe/Paris]"],
    [duration("P1M2DT3.5S"), "Duration", { months: 1, days: 2, seconds: 3, nanoseconds: 500_000_000 }],
    [duration("-P1MT3.5S"), "Duration", { months: -1, days: 0, seconds: -3, nanoseconds: -500_000_000 }],
  ];
  for (const [value, name, expected] of given) expect(value.toTemporal()).toEqual({ name, given: expected });
});

test("without Temporal it is UNSUPPORTED_PLATFORM", () => {
  delete host.Temporal;
  expect(() => date("2024-02-29").toTemporal()).toThrow(GroggyError);
});
