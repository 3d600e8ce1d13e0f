/** The keys of GraphML: which attribute of what, of which type, in the words of all the tools that write them. */
import { formatType, parseType, type ScalarType, type ValueType } from "../../view.js";
import type { ColumnType } from "../shared/elements-builder.js";
import { listReader } from "./attribute-slots.js";

/** The type that a key gives its values. */
export interface KeyType {
  readonly type: ColumnType;
  readonly read?: ((text: string) => unknown) | undefined;
}

/** The names of types, in lower case and without the package of Java's or the prefix of XML Schema's. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  boolean: "bool",
  bool: "bool",
  byte: "int32",
  short: "int32",
  int: "int32",
  int8_t: "int32",
  int16_t: "int32",
  int32_t: "int32",
  uint8_t: "int32",
  integer: "int64",
  long: "int64",
  int64_t: "int64",
  biginteger: "int64",
  float: "float",
  double: "float64",
  "long double": "float64",
  real: "float64",
  number: "float64",
  bigdecimal: "float64",
  string: "utf8",
  str: "utf8",
  char: "utf8",
  character: "utf8",
  anyuri: "utf8",
  python_object: "utf8",
};

/** graph-tool's names: what it calls float has 64 bits. */
const VECTORS: Readonly<Record<string, ScalarType>> = {
  boolean: "bool",
  short: "int32",
  int: "int32",
  long: "int64",
  float: "float64",
  double: "float64",
  string: "utf8",
};

/** The type of a name; undefined for one that is not known. */
export function keyTypeOf(name: string | undefined): KeyType | undefined {
  if (name === undefined) return { type: "text" };
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/^(?:java\.(?:lang|math)\.|xsd?:)/, "");
  if (Object.hasOwn(TYPES, plain)) return { type: TYPES[plain] };
  const vector = /^vector_(\w+)$/.exec(plain)?.[1] ?? /^vector<([\w ]+)>$/.exec(plain)?.[1];
  if (vector === undefined || !Object.hasOwn(VECTORS, vector)) return undefined;
  const element = VECTORS[vector];
  const split = element === "utf8" ? splitVector : splitNumbers;
  return { type: `list<${element}>`, read: listReader(split, element) };
}

/** The type of a list in APOC's `attr.list`, whose values are JSON. */
export function listTypeOf(name: string): ValueType {
  const item = keyTypeOf(name)?.type;
  const element = item === "float" ? "float64" : item;
  const parsed = element === undefined ? undefined : parseType(`list<${element}>`);
  return parsed === undefined ? "list<utf8>" : formatType(parsed);
}

/**
 * The items of graph-tool's vectors: between a comma and a space, which a backslash makes a part of an item, as it does
 * with itself.
 */
export function splitVector(text: string): string[] {
  if (text === "") return [];
  if (!text.includes("\\")) return text.split(", ");
  const items: string[] = [];
  let item = "";
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\" && i + 1 < text.length) item += text[++i];
    else if (text[i] === "," && text[i + 1] === " ") {
      items.push(item);
      item = "";
      i++;
    } else item += text[i];
  }
  items.push(item);
  return items;
}

function splitNumbers(text: string): string[] {
  return text.trim() === "" ? [] : text.split(",");
}
