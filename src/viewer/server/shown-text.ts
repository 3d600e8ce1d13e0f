/** Values, and the names of elements, as the page shows them. */
import type { GraphView } from "groggy";

/** Characters of a caption, and of a value, that are sent. */
const CAPTION_LENGTH_MAX = 80;
/** Control characters, and those that turn the direction of what comes after them. */
const UNSEEN = /[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;
export const VALUE_LENGTH = 20_000;

/** Attributes that nodes are called by, in the order in which they are looked for. */
const CAPTION_NAMES = [
  "name",
  "title",
  "label",
  "caption",
  "display_name",
  "displayname",
  "text",
  "word",
  "words",
];

/** The attribute that the nodes of a view are called by: its key, one with a usual name, or the first text. */
export function captionAttribute({ nodes }: GraphView, key: string | undefined): string | null {
  const { schema } = nodes;
  const names = Object.keys(schema);
  const lower = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const usual of CAPTION_NAMES) {
    const name = lower.get(usual);
    if (name !== undefined && isText(schema[name])) return name;
  }
  if (key !== undefined && names.includes(key)) return key;
  return names.find((name) => isText(schema[name])) ?? null;
}

function isText(type: unknown): boolean {
  return type === "utf8";
}

/** The captions of nodes, in the order of their ids. */
export function captionsOf({ nodes }: GraphView, ids: Uint32Array, attribute: string | null): string[] {
  if (attribute === null) return Array.from(ids, (id) => `#${id}`);
  const values = nodes.values(ids, attribute);
  return values.map((value, i) => (value === undefined ? `#${ids[i]}` : captionText(value, ids[i]!)));
}

function captionText(value: unknown, id: number): string {
  const text = shownText(value).replace(/\s+/g, " ").replace(UNSEEN, "\u{FFFD}").trim();
  if (text === "") return `#${id}`;
  return text.length <= CAPTION_LENGTH_MAX ? text : `${clippedText(text, CAPTION_LENGTH_MAX - 1)}…`;
}

/** The beginning of a text, not cut within a character. */
export function clippedText(text: string, length: number): string {
  const end = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end;
}

/** A value as text: a text as it is, a date in ISO 8601, lists and objects as JSON, bytes by their number. */
export function shownText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} ${value.length === 1 ? "byte" : "bytes"}`;
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as unknown as ArrayLike<number>).join(", ")}]`;
  // dates, times and durations
  const write = (value as { readonly toString?: unknown }).toString;
  if (typeof write === "function" && write !== Object.prototype.toString && !Array.isArray(value))
    return String(value);
  return jsonText(value);
}

/** A list or an object as JSON, with numbers that JSON does not have as they are. */
function jsonText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value ?? null);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (value instanceof Uint8Array) return JSON.stringify(shownText(value));
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === "function") return jsonText((toJSON as () => unknown).call(value));
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`).join(",")}}`;
}
