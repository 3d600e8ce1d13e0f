// Offsets of zones against Intl itself, and wall clocks against all moments around.
import fc from "fast-check";
import { expect, test } from "vitest";
import { momentOf } from "../../../src/temporal/date-time.js";
import { atMoment, atWallClock, offsetAt, parseZone } from "../../../src/temporal/zones.js";

const NAMES = [
  ...[
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Tehran",
  ],
  ...[
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Asia/Gaza",
  ],
  ...["Antarctica/Troll", "America/Juneau", "Europe/Moscow", "Etc/GMT+5", "UTC", "Pacific/Kiritimati"],
];
const zone = fc.constantFrom(...NAMES);

/** The offset as Intl prints it. */
function printedOffset(timeZone: string, ms: number): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset", year: "numeric" });
  const text = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")!.value;
  const match = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?/.exec(text)!;
  const seconds = Number(match[2] ?? 0) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  return match[1] === "-" ? 0 - seconds : seconds;
}

const moment = fc.integer({ min: Date.UTC(1840, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 });

test("an offset is what Intl prints", () => {
  fc.assert(
    fc.property(zone, moment, (name, second) => {
      const day = Math.floor(second / 86_400);
      expect(offsetAt(parseZone(name), day, second - day * 86_400)).toBe(printedOffset(name, second * 1000));
    }),
    { numRuns: 1000 },
  );
});

test("a moment has one wall clock, which leads back to it", () => {
  fc.assert(
    fc.property(zone, moment, (name, second) => {
      const day = Math.floor(second / 86_400);
      const shown = atMoment(parseZone(name), day, (second - day * 86_400) * 1e9);
      const again = atWallClock(parseZone(name), shown.epochDay, shown.nanosecondOfDay, shown.offsetSeconds);
      expect(again).toEqual(shown);
      expect(momentOf(again)).toEqual({ day, nanosecond: (second - day * 86_400) * 1e9 });
    }),
    { numRuns: 1000 },
  );
});

test("a wall clock is the first moment that shows it, or lies behind the change that skips it", () => {
  const changes: readonly (readonly [string, string])[] = [
    ["Europe/Paris", "2024-03-31T01:00:00Z"],
    ["Europe/Paris", "2024-10-27T01:00:00Z"],
    ["Australia/Lord_Howe", "2024-10-05T15:30:00Z"],
    ["Australia/Lord_Howe", "2024-04-06T15:00:00Z"],
    ["Pacific/Apia", "2011-12-30T10:00:00Z"],
    ["America/New_York", "1883-11-18T17:00:00Z"],
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      fc.integer({ min: -30 * 60, max: 30 * 60 }),
      ([name, text], minutes) => {
        const change = Date.parse(text) / 1000;
        const local = change + printedOffset(name, (change - 1) * 1000) + minutes * 60;
        const day = Math.floor(local / 86_400);
        const value = atWallClock(parseZone(name), day, (local - day * 86_400) * 1e9);
        const [before, after] = [printedBefore(name, change), printedAfter(name, change)];
        const found = [local - before, local - after].filter(
          (second) => second + (second < change ? before : after) === local,
        );
        const { day: utcDay, nanosecond } = momentOf(value);
        const second = utcDay * 86_400 + nanosecond / 1e9;
        expect(second).toBe(found.sort((a, b) => a - b)[0] ?? local - before);
      },
    ),
    { numRuns: 60 },
  );
});

function printedBefore(name: string, change: number): number {
  return printedOffset(name, (change - 1) * 1000);
}

function printedAfter(name: string, change: number): number {
  return printedOffset(name, change * 1000);
}

test("clocks go on changing beyond the range of Date, and never did before 1000", () => {
  const paris = parseZone("Europe/Paris");
  expect(String(atWallClock(paris, 365_000_000_000, 0))).toMatch(/\+0[12]:00\[Europe\/Paris\]$/);
  expect(offsetAt(paris, -365_000_000_000, 0)).toBe(offsetAt(paris, -350_000, 0));
});

test("names are told apart by letters, not by their case", () => {
  expect(parseZone("europe/paris").name).toBe("Europe/Paris");
  expect(parseZone("Z")).toEqual({ name: null, offsetSeconds: 0 });
  for (const text of ["", "+1", "+19:00", "Europe/../Paris", "x".repeat(1000), "\u0000", "+01:60"]) {
    expect(() => parseZone(text)).toThrow(RangeError);
  }
});
