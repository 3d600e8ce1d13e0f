// Puts what a benchmark found into a page of the documentation, under a heading of its own.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Replaces what stands under `## heading` in docs/`page`, or adds it at the end. */
export function writeSection(page, heading, text) {
  const path = new URL(`../../docs/${page}`, import.meta.url);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const section = `## ${heading}\n\n${text.trim()}\n`;
  const start = before.indexOf(`## ${heading}\n`);
  if (start < 0) {
    writeFileSync(path, `${before.trimEnd()}\n\n${section}`);
    return;
  }
  const next = before.indexOf("\n## ", start + 1);
  writeFileSync(path, before.slice(0, start) + section + (next < 0 ? "" : before.slice(next)));
}

/** Rows of text as a table of Markdown, the first one its head; columns but the first to the right. */
export function table(rows) {
  const rule = rows[0].map((_, i) => (i === 0 ? "---" : "--:"));
  return [rows[0], rule, ...rows.slice(1)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
