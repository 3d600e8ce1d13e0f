/** Each number in docs/limits.md is that of the constant it names, and each constant of that kind is named. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./check-examples.js";

const page = readFileSync(join(root, "docs/limits.md"), "utf8");
const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path: `src/${path}`, text: readFileSync(join(root, "src", path), "utf8") }));

/** The number of a constant's expression, such as `2 ** 32 - 1`, or of the page's `2^32 - 1` or `1,024`. */
function numberOf(expression: string): number {
  const [power, ...less] = expression.replaceAll(/[,_]/g, "").replaceAll("**", "^").split(" - ");
  const [base, exponent = "1"] = power.split("^");
  return Number(base) ** Number(exponent) - less.reduce((sum, term) => sum + Number(term), 0);
}

/** The numbers of all constants of a name, in one file or wherever they stand. */
function constants(name: string, path?: string): number[] {
  const definition = new RegExp(`^(?:export )?const ${name} = ([^;]+);`, "gm");
  return files
    .filter((file) => (path === undefined ? !isAlgorithm(file.path) : file.path === path))
    .flatMap(({ text }) => Array.from(text.matchAll(definition), ([, expression]) => numberOf(expression)));
}

/** Algorithms have constants of one name for different things, so the page says which file is meant. */
function isAlgorithm(path: string): boolean {
  return path.startsWith("src/algorithms/");
}

const rows = page.matchAll(/^\| [^|]+ \| ([\d,^ -]+) \| `(\w+)`(?: in `([^`]+)`)? \|/gm);
const limits = Array.from(rows, ([, value, name, path]) => ({ name, value: value.trim(), path }));

test("numbers are read as they are meant", () => {
  expect(["2^32 - 1", "2 ** 31 - 1", "65_536", "1,024", "8.64e15"].map(numberOf)).toEqual([
    2 ** 32 - 1,
    2 ** 31 - 1,
    65_536,
    1024,
    8.64e15,
  ]);
});

test("the page has all its tables", () => {
  expect(limits.length).toBeGreaterThan(20);
});

test.each(limits)("$name is $value", ({ name, value, path }) => {
  const found = constants(name, path);
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found)).toEqual(new Set([numberOf(value)]));
});

test("every constant that a LimitError is thrown for, and every exported _MAX, is on the page", () => {
  const missing = files.flatMap(({ path, text }) => {
    const thrown = text.matchAll(/new LimitError\([^;]*?, ([A-Z_]+), /g);
    const exported = text.matchAll(/^export const ([A-Z_]+_MAX) =/gm);
    const names = new Set([...thrown, ...exported].map(([, name]) => name));
    const place = isAlgorithm(path) ? ` in \`${path}\`` : "";
    return [...names].map((name) => `\`${name}\`${place}`).filter((shown) => !page.includes(shown));
  });
  expect(missing).toEqual([]);
});

test.each([
  ["docs/guide.md", "up to 16,384 distinct strings whatever", "DISTINCT_ALWAYS", 16_384],
  ["docs/guide.md", "at least 8 values for each distinct", "ROWS_PER_DISTINCT_MIN", 8],
  ["docs/guide.md", "up to 1,024 distinct values", "BITMAP_VALUES_MAX", 1024],
  ["docs/filters.md", "up to 4,096 UTF-16 units", "CACHED_LENGTH_MAX", 4096],
  ["docs/filters.md", "at most 64 elements", "FOUND_ALWAYS", 64],
  ["docs/history.md", "at least 4 digits", "PREFIX_LENGTH_MIN", 4],
  ["docs/history.md", "last 10,000 operations", "OPERATIONS_MAX", 10_000],
  ["docs/history.md", "last 10,000 steps", "STEPS_MAX", 10_000],
  ["docs/store.md", "a hundredth of a second later", "GROUP_MS", 10],
  ["docs/store.md", "once a second", "AUTOSAVE_MS", 1000],
  ["docs/store.md", "after four such", "RETIRED_MAX", 4],
  ["docs/store.md", "larger than 256 KiB", "JOURNAL_BYTES_MAX", 2 ** 18],
  ["docs/store.md", "for two seconds", "QUIET_MS", 2000],
  ["docs/internals/hashes.md", "for every 1,024 ids", "LEAF_SIZE", 1024],
])("%s says %j, and %s is %i", (path, text, name, value) => {
  expect(readFileSync(join(root, path), "utf8")).toContain(text);
  expect(new Set(constants(name))).toEqual(new Set([value]));
});

test("limits that no constant states", () => {
  expect([...constants("PAGE_COUNT_LIMIT"), ...constants("PAGE_SIZE_BYTES")]).toEqual([65536, 65536]);
  expect(Math.floor(constants("VALUE_BYTES_MAX")[0] / 3)).toBe(178_956_970);
  expect(page).toContain("has 4 digits (`PREFIX_LENGTH_MIN`)");
  expect(constants("PREFIX_LENGTH_MIN")).toEqual([4]);
});
