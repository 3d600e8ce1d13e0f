/** A difference as text: the numbers, then a line for each fact, cut to a width. */
import { describe } from "../../errors.js";
import { readOptions } from "../../structures/options.js";
import type { DiffFact, ElementDiff } from "./element-diff.js";
import { cutText, valueText } from "./value-text.js";

/** The layout of text. */
export interface TextOptions {
  /** The longest line, in characters. Defaults to 80. */
  readonly width?: number | undefined;
  /** The maximum number of facts; the number of those left out follows them. Defaults to 100. */
  readonly limit?: number | undefined;
}

const WIDTH = 80;
const LIMIT = 100;
/** The longest value of an element that came or went. */
const VALUE_LENGTH_MAX = 30;

/** The layout of text, checked. */
export interface TextLayout {
  readonly width: number;
  readonly limit: number;
}

/** The layout that options ask for. */
export function readLayout(options: TextOptions): TextLayout {
  const { width, limit = LIMIT } = readOptions(options, ["width", "limit"]);
  if (typeof limit !== "number" || !(limit >= 0))
    throw new RangeError(`"limit" expected a number of facts, got ${describe(limit)}`);
  return { width: checkWidth(width), limit };
}

/** The longest line, in characters, checked. */
export function checkWidth(width: unknown = WIDTH): number {
  if (typeof width === "number" && width >= 1) return width;
  throw new RangeError(`"width" expected a number of characters of at least 1, got ${describe(width)}`);
}

/** The numbers in one line, and the facts of both kinds. */
export function diffText(parts: readonly ElementDiff[], { width, limit }: TextLayout): string {
  const elements = parts.filter(({ kind }) => kind !== "graph");
  const numbers = elements.map(({ kind, counts }) => {
    return `${kind}s +${counts.added} -${counts.removed} ~${counts.changed}`;
  });
  for (const { kind, factCount } of parts)
    if (kind === "graph" && factCount > 0) numbers.push(`graph ~${factCount}`);
  const lines = [numbers.join(", ")];
  let left = limit;
  for (const part of parts) {
    for (const fact of part) {
      if (left-- <= 0) break;
      lines.push(cutText(factText(fact, width), width));
    }
  }
  let count = 0;
  for (const { factCount } of parts) count += factCount;
  if (count > limit) lines.push(`… and ${count - limit} more`);
  return lines.join("\n");
}

function factText(fact: DiffFact, width: number): string {
  const { kind, id } = fact.element;
  const name = kind === "graph" ? kind : `${kind} ${id}`;
  if (fact.kind === "label") return `~ ${name} ${labelText(fact.before)} → ${labelText(fact.after)}`;
  if (fact.kind === "attribute") {
    const start = `~ ${name} ${cutText(fact.attribute, VALUE_LENGTH_MAX)}: `;
    return start + changeText(fact.before, fact.after, width - start.length);
  }
  const parts = [`${fact.kind === "added" ? "+" : "-"} ${name}`];
  if (fact.labels.length > 0) parts.push(labelText(fact.labels));
  if (fact.ends !== undefined) parts.push(`${fact.ends.source} → ${fact.ends.target}`);
  const values = Object.entries(fact.attributes).map(
    ([attribute, value]) => `${attribute}: ${valueText(value, VALUE_LENGTH_MAX)}`,
  );
  if (values.length > 0) parts.push(values.join(", "));
  return parts.join(" ");
}

/** Two values in so many characters; a long one takes what a short one leaves. */
function changeText(before: unknown, after: unknown, width: number): string {
  const room = Math.max(width - " → ".length, 2 * "(absent)".length);
  const half = Math.floor(room / 2);
  const young = valueText(after, room - valueText(before, half).length);
  return `${valueText(before, Math.max(room - young.length, half))} → ${young}`;
}

function labelText(labels: readonly string[]): string {
  return labels.length === 0 ? "(no label)" : labels.map((label) => `:${label}`).join("");
}
