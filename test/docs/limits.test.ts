/** Each number in docs/limits.md is that of the constant it names, and each constant of that kind is named. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./check-examples.ts";

const page = readFileSync(join(root, "docs/limits.md"), "utf8");
const source = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  // options of generators have bounds of their own, which their doc comments state
  .filter((path) => path.endsWith(".ts") && !path.startsWith("algorithms"))
  .map((path) => readFileSync(join(root, "src", path), "utf8"))
  .join("\n");

/** The number of a constant's expression, such as `2 ** 32 - 1`, or of the page's `2^32 - 1` or `1,024`. */
function numberOf(expression: string): number {
  const [power, ...less] = expression.replaceAll(/[,_]/g, "").replaceAll("**", "^").split(" - ");
  const [base, exponent = "1"] = power.split("^");
  return Number(base) ** Number(exponent) - less.reduce((sum, term) => sum + Number(term), 0);
}

/** The numbers of all constants of a name. */
function constants(name: string): number[] {
  const definitions = source.matchAll(new RegExp(`^(?:export )?const ${name} = ([^;]+);`, "gm"));
  return Array.from(definitions, ([, expression]) => numberOf(expression));
}

const rows = page.matchAll(/^\| [^|]+ \| ([\d,^ -]+) \| `(\w+)` \|/gm);
const limits = Array.from(rows, ([, value, name]) => ({ name, value: value.trim() }));

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

test.each(limits)("$name is $value wherever it stands", ({ name, value }) => {
  const found = constants(name);
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found)).toEqual(new Set([numberOf(value)]));
});

test("every constant that a LimitError is thrown for, and every exported _MAX, is on the page", () => {
  const thrown = source.matchAll(/new LimitError\([^;]*?, ([A-Z_]+), /g);
  const exported = source.matchAll(/^export const ([A-Z_]+_MAX) =/gm);
  const names = new Set([...thrown, ...exported].map(([, name]) => name));
  expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("limits that no constant states", () => {
  expect([...constants("pageCountMax"), ...constants("pageSizeBytes")]).toEqual([65536, 65536]);
  expect(Math.floor(constants("VALUE_BYTES_MAX")[0] / 3)).toBe(178_956_970);
  expect(page).toContain("has 4 digits (`PREFIX_LENGTH_MIN`)");
  expect(constants("PREFIX_LENGTH_MIN")).toEqual([4]);
});
