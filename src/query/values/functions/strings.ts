/** Functions of strings. Places and lengths count characters, which are code points. */
import type { CypherValue } from "../value.js";
import { CypherValueError } from "../value-error.js";
import { codePointCount } from "./scalars.js";
import { defineBuiltIn, type FunctionSpec, outOfRange } from "./signature.js";

/** UTF-16 units of a string that `replace` makes at most. */
const TEXT_LENGTH_MAX = 2 ** 29 - 24;

/** Whether UTF-16 units are characters, so that places need no counting. */
function isPlain(text: string): boolean {
  return codePointCount(text) === text.length;
}

/** The characters from `start` to `end`. */
function slice(text: string, start: number, end: number): string {
  return isPlain(text) ? text.slice(start, end) : [...text].slice(start, end).join("");
}

function checkedPlace(name: string, value: CypherValue): number {
  const place = value as bigint;
  if (place < 0n) throw outOfRange(name, "a number of characters of at least 0", value);
  return Number(place);
}

function reversed(value: CypherValue): CypherValue {
  if (typeof value === "string") return [...value].reverse().join("");
  return [...(value as readonly CypherValue[])].reverse();
}

/** Replaces all occurrences; between all characters, and at both ends, if what is looked for is empty. */
function replaceAll(text: string, search: string, replacement: string, limit: bigint | undefined): string {
  if (limit !== undefined && limit < 0n) throw outOfRange("replace", "a limit of at least 0", limit);
  const parts = search === "" ? ["", ...text, ""] : text.split(search);
  const count = Math.min(parts.length - 1, limit === undefined ? parts.length : Number(limit));
  if (text.length + count * (replacement.length - search.length) > TEXT_LENGTH_MAX) {
    throw outOfRange("replace", `a text of at most ${TEXT_LENGTH_MAX} units`, BigInt(count));
  }
  return (
    parts.slice(0, count + 1).join(replacement) +
    parts
      .slice(count + 1)
      .map((part) => search + part)
      .join("")
  );
}

function splitBy(text: string, separators: CypherValue): string[] {
  const all = typeof separators === "string" ? [separators] : (separators as readonly CypherValue[]);
  let parts = [text];
  for (const separator of all) {
    if (typeof separator !== "string") {
      throw new CypherValueError(
        "TypeError",
        "InvalidArgumentValue",
        "split() expected separators that are STRINGs",
      );
    }
    parts = parts.flatMap((part) => (separator === "" ? [...part] : part.split(separator)));
  }
  return parts;
}

const FORMS: readonly string[] = ["NFC", "NFD", "NFKC", "NFKD"];

/** Strips the characters given, or white space, from the ends. */
function trimmed(
  text: string,
  characters: CypherValue | undefined,
  atStart: boolean,
  atEnd: boolean,
): string {
  if (characters === undefined) {
    if (atStart && atEnd) return text.trim();
    return atStart ? text.trimStart() : text.trimEnd();
  }
  const stripped = new Set(characters as string);
  const units = [...text];
  let [start, end] = [0, units.length];
  while (atStart && start < end && stripped.has(units[start])) start++;
  while (atEnd && end > start && stripped.has(units[end - 1])) end--;
  return units.slice(start, end).join("");
}

export const STRING_FUNCTIONS: readonly FunctionSpec[] = [
  defineBuiltIn("left(STRING, INTEGER) :: STRING", ([text, length]) =>
    slice(text as string, 0, checkedPlace("left", length)),
  ),
  defineBuiltIn("right(STRING, INTEGER) :: STRING", ([text, length]) => {
    const count = codePointCount(text as string);
    return slice(text as string, Math.max(0, count - checkedPlace("right", length)), count);
  }),
  defineBuiltIn("substring(STRING, INTEGER, INTEGER?) :: STRING", ([text, start, length]) => {
    const first = checkedPlace("substring", start);
    const end = length === undefined ? Number.POSITIVE_INFINITY : first + checkedPlace("substring", length);
    return slice(text as string, first, end);
  }),
  ...(
    [
      ["trim", true, true],
      ["btrim", true, true],
      ["lTrim", true, false],
      ["rTrim", false, true],
    ] as const
  ).map(([name, atStart, atEnd]) =>
    defineBuiltIn(`${name}(STRING, STRING?) :: STRING`, ([text, characters]) =>
      trimmed(text as string, characters, atStart, atEnd),
    ),
  ),
  ...["toLower", "lower"].map((name) =>
    defineBuiltIn(`${name}(STRING) :: STRING`, ([text]) => (text as string).toLowerCase()),
  ),
  ...["toUpper", "upper"].map((name) =>
    defineBuiltIn(`${name}(STRING) :: STRING`, ([text]) => (text as string).toUpperCase()),
  ),
  defineBuiltIn("reverse(STRING | LIST) :: STRING | LIST", ([value]) => reversed(value)),
  defineBuiltIn("replace(STRING, STRING, STRING, INTEGER?) :: STRING", ([text, search, replacement, limit]) =>
    replaceAll(text as string, search as string, replacement as string, limit as bigint | undefined),
  ),
  defineBuiltIn("split(STRING, STRING | LIST) :: LIST", ([text, separators]) =>
    splitBy(text as string, separators),
  ),
  defineBuiltIn("normalize(STRING, STRING?) :: STRING", ([text, form = "NFC"]) => {
    if (FORMS.includes(form as string)) return (text as string).normalize(form as string);
    throw new CypherValueError(
      "ArgumentError",
      "InvalidArgumentValue",
      `normalize() expected one of ${FORMS.join(", ")}, got ${JSON.stringify(form)}`,
    );
  }),
];

/** `a STARTS WITH b` and its like: null unless both are strings. */
export function textStartsWith(a: CypherValue, b: CypherValue): boolean | null {
  return typeof a === "string" && typeof b === "string" ? a.startsWith(b) : null;
}

export function textEndsWith(a: CypherValue, b: CypherValue): boolean | null {
  return typeof a === "string" && typeof b === "string" ? a.endsWith(b) : null;
}

export function textContains(a: CypherValue, b: CypherValue): boolean | null {
  return typeof a === "string" && typeof b === "string" ? a.includes(b) : null;
}
