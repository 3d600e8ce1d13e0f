/** The types of GEXF's attributes, and its lists, which tools write in five ways. */
import type { ScalarType } from "../../view.js";
import type { ColumnType } from "../shared/elements-builder.js";
import { listReader } from "./attribute-slots.js";
import type { KeyType } from "./graphml-keys.js";

/** By name in lower case. */
const SCALARS: Readonly<Record<string, ColumnType>> = {
  boolean: "bool",
  byte: "int32",
  short: "int32",
  integer: "int32",
  int: "int32",
  long: "int64",
  biginteger: "maybe int64",
  float: "float",
  double: "float64",
  bigdecimal: "float64",
  string: "utf8",
  char: "utf8",
  character: "utf8",
  anyuri: "utf8",
};

/** The type of a name; undefined for one that is not known. GEXF has `string` where nothing is said. */
export function gexfTypeOf(name: string | undefined): KeyType | undefined {
  if (name === undefined) return { type: "text" };
  const plain = name.trim().toLowerCase();
  if (Object.hasOwn(SCALARS, plain)) return { type: SCALARS[plain] };
  const item = /^list-?(\w+)$/.exec(plain)?.[1];
  if (item === undefined || !Object.hasOwn(SCALARS, item)) return undefined;
  const type = SCALARS[item];
  const element = (type === "float" ? "float64" : type === "maybe int64" ? "int64" : type) as ScalarType;
  return { type: `list<${element}>`, read: listReader(splitGexfList, element) };
}

/**
 * The items of a list: in brackets, each bare or in quotes of either kind; or without brackets between bars, semicolons
 * or commas, the first of these that is there.
 */
export function splitGexfList(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (trimmed.startsWith("[") && trimmed.endsWith("]")) return bracketed(trimmed.slice(1, -1));
  const separator = ["|", ";", ","].find((each) => trimmed.includes(each));
  return separator === undefined ? [trimmed] : trimmed.split(separator).map((item) => item.trim());
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** Items between commas. In quotes a backslash makes of the next character what it stands for. */
function bracketed(text: string): string[] {
  const items: string[] = [];
  let at = 0;
  const { length } = text;
  for (;;) {
    while (at < length && isSpace(text[at])) at++;
    if (at >= length) return items;
    const quote = text[at];
    let item = "";
    if (quote === '"' || quote === "'") {
      at++;
      while (at < length && text[at] !== quote) {
        if (text[at] !== "\\" || at + 1 >= length) {
          item += text[at++];
          continue;
        }
        const code = /^u([0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[1];
        if (code !== undefined) {
          item += String.fromCharCode(Number.parseInt(code, 16));
          at += 6;
        } else {
          item += ESCAPES[text[at + 1]] ?? text[at + 1];
          at += 2;
        }
      }
      at++;
      while (at < length && text[at] !== ",") at++;
    } else {
      const end = text.indexOf(",", at);
      const to = end < 0 ? length : end;
      item = text.slice(at, to).trim();
      at = to;
    }
    items.push(item);
    // behind the comma
    at++;
  }
}

function isSpace(char: string): boolean {
  return char === " " || char === "\t" || char === "\n" || char === "\r";
}

/** A text as a JSON value of an attribute's type, for values that hold for a time. */
export function jsonOfText(type: ColumnType, text: string): unknown {
  switch (type) {
    case "bool":
      return text.trim().toLowerCase() === "true" || text.trim() === "1";
    case "int32":
    case "int64":
    case "float":
    case "float32":
    case "float64": {
      const number = text.trim() === "" ? Number.NaN : Number(text);
      const isExact =
        Number.isFinite(number) && (Number.isSafeInteger(number) || !/^\s*-?\d+\s*$/.test(text));
      return isExact ? number : text;
    }
    default:
      return text;
  }
}
