/** The page of what a store costs, made of figures made up. */
import { expect, test } from "vitest";

type Figure = { readonly median: number; readonly low: number; readonly high: number };

const { pageOf } = (await import(
  /* @vite-ignore */ new URL("../../benchmarks/shared/store-page.mjs", import.meta.url).href
)) as { pageOf(costs: Record<string, Figure>, about: Record<string, unknown>): string };

const about = {
  nodeCount: 1_000_000,
  edgeCount: 5_000_000,
  cellCount: 14_000_000,
  commitCount: 10_000,
  machine: "a machine",
  seconds: 60,
};
const figure = (median: number): Figure => ({ median, low: 0.9 * median, high: 1.1 * median });

test("figures have their unit and spread, and targets say whether they are missed", () => {
  const page = pageOf({ open: figure(49), openToWrite: figure(51), refresh: figure(0.2) }, about);
  expect(page).toContain("| open to read, to the first lookup | 49.0 ms ±10% | 50 ms |");
  expect(page).toContain("| open to write, to the first lookup, and close | 51.0 ms ±10% | 50 ms, missed |");
  expect(page).toContain("| refresh of a reader after a commit of one cell | 200 us ±10% | 1,000 us |");
});

test("what was not measured is not there", () => {
  expect(pageOf({ open: figure(49) }, about)).not.toContain("open to write");
});

test("a figure measured once has no spread", () => {
  const page = pageOf({ bytesInAll: { median: 132e6, low: 132e6, high: 132e6 } }, about);
  expect(page).toContain("| all of it | 132 MB |  |");
});
