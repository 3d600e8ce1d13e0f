/**
 * Values as text. For people: dates in ISO 8601, bytes in base64, lists and json compact, dates and times of queries as
 * Cypher prints them, nodes as `(:Person {name: "Ada"})`. As JSON: the same, with bigints as texts.
 */
import { Buffer } from "node:buffer";

interface ElementLike {
  readonly kind: "node" | "edge" | "path";
  readonly labels?: readonly string[];
  readonly type?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly source: number;
  readonly nodes: readonly (ElementLike & { readonly id: number })[];
  readonly edges: readonly ElementLike[];
}

/** A value that is not absent as text, with nothing escaped. */
export function plainText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return numberText(value);
    case "object":
      return value === null ? "" : objectText(value);
    case "undefined":
      return "";
    default:
      return String(value);
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function objectText(value: object): string {
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return jsonOf(value, false);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return elementText(value) ?? jsonOf(value, false);
  const element = elementText(value);
  if (element !== undefined) return element;
  return value.toString === Object.prototype.toString || value instanceof Map
    ? jsonOf(value, false)
    : String(value);
}

function dateText(value: Date): string {
  return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** A node, an edge or a path of a query's result; undefined if it is something else. */
function elementText(value: object): string | undefined {
  const { kind, labels, type, attributes, nodes, edges } = value as Partial<ElementLike>;
  // elements are objects of classes, and json is not; a path is a plain object with elements in it
  if (kind === "path" && Array.isArray(nodes) && Array.isArray(edges)) return pathText(value as ElementLike);
  if (Object.getPrototypeOf(value) === Object.prototype || typeof attributes !== "object") return undefined;
  if (kind === "node" && Array.isArray(labels))
    return `(${labelsText(labels as readonly string[], attributes)})`;
  return kind === "edge" && typeof type === "string"
    ? `[${labelsText(type === "" ? [] : [type], attributes)}]`
    : undefined;
}

function pathText({ nodes, edges }: ElementLike): string | undefined {
  const isNodes = nodes.every((node) => Object.getPrototypeOf(node) !== Object.prototype);
  if (!isNodes || nodes.length !== edges.length + 1) return undefined;
  let text = plainText(nodes[0]);
  edges.forEach((edge, i) => {
    const isForward = edge.source === nodes[i].id;
    text += `${isForward ? "-" : "<-"}${plainText(edge)}${isForward ? "->" : "-"}${plainText(nodes[i + 1])}`;
  });
  return text;
}

function labelsText(labels: readonly string[], attributes: Readonly<Record<string, unknown>>): string {
  const names = labels.map((label) => `:${label}`).join("");
  const members = Object.entries(attributes).map(([name, value]) => `${name}: ${jsonOf(value, false)}`);
  return [names, members.length === 0 ? "" : `{${members.join(", ")}}`]
    .filter((part) => part !== "")
    .join(" ");
}

/** A value as compact JSON, with bigints and numbers that are not finite as texts, absent as null. */
export function compactJson(value: unknown): string {
  return jsonOf(value, true);
}

// of what JSON may hold as it is, a terminal would obey these
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const OBEYED_ALL = new RegExp(OBEYED, "g");

/** A character that JSON, or a terminal, does not take as it is. */
export const JSON_ESCAPED = /[^ !#-[\]-~]/;

function stringJson(text: string): string {
  if (!JSON_ESCAPED.test(text)) return `"${text}"`;
  const json = JSON.stringify(text);
  if (!OBEYED.test(json)) return json;
  return json.replace(OBEYED_ALL, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function jsonOf(value: unknown, isBigintText: boolean): string {
  switch (typeof value) {
    case "string":
      return stringJson(value);
    case "number":
      return Number.isFinite(value) ? numberText(value) : `"${value}"`;
    case "bigint":
      return isBigintText ? `"${value}"` : String(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : objectJson(value, isBigintText);
    default:
      return "null";
  }
}

function objectJson(value: object, isBigintText: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => jsonOf(item, isBigintText)).join(",")}]`;
  if (value instanceof Date) return stringJson(dateText(value));
  if (value instanceof Uint8Array) return `"${base64(value)}"`;
  if (ArrayBuffer.isView(value))
    return `[${Array.from(value as unknown as ArrayLike<unknown>, (item) => jsonOf(item, isBigintText)).join(",")}]`;
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === "function") return jsonOf((toJSON as () => unknown).call(value), isBigintText);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const members = entries.flatMap(([name, item]) =>
    item === undefined ? [] : [`${stringJson(String(name))}:${jsonOf(item, isBigintText)}`],
  );
  return `{${members.join(",")}}`;
}
