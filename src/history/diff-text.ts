/** A difference as text: the numbers, then a line for each fact, cut to a width. */
import type { DiffFact, ElementDiff } from "./element-diff.js";
import { cutText, valueText } from "./value-text.js";

/** How text is laid out. */
export interface TextOptions {
  /** The longest line, in characters; 80 unless given. */
  readonly width?: number | undefined;
  /** At most so many facts, and the number of those left out; 100 unless given. */
  readonly limit?: number | undefined;
}

const WIDTH = 80;
const LIMIT = 100;
/** The longest value of an element that came or went. */
const VALUE_LENGTH_MAX = 30;

/** The numbers in one line, and the facts of both kinds. */
export function diffText(
  parts: readonly ElementDiff[],
  { width = WIDTH, limit = LIMIT }: TextOptions,
): string {
  const numbers = parts.map(({ kind, counts }) => {
    return `${kind}s +${counts.added} -${counts.removed} ~${counts.changed}`;
  });
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
  const name = `${fact.element.kind} ${fact.element.id}`;
  if (fact.kind === "label") return `~ ${name} ${labelText(fact.before)} → ${labelText(fact.after)}`;
  if (fact.kind === "attribute") {
    const start = `~ ${name} ${cutText(fact.attribute, VALUE_LENGTH_MAX)}: `;
    const length = Math.max(Math.floor((width - start.length - " → ".length) / 2), "(absent)".length);
    return `${start}${valueText(fact.before, length)} → ${valueText(fact.after, length)}`;
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

function labelText(labels: readonly string[]): string {
  return labels.length === 0 ? "(no label)" : labels.map((label) => `:${label}`).join("");
}
