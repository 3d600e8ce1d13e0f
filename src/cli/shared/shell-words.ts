/** The words of a command line as shells part them: quotes, backslashes, spaces. */

export interface ShellWord {
  readonly text: string;
  /** Where it begins in the line. */
  readonly start: number;
  /** The quote that is open at its end, where the line ends within one. */
  readonly quote: string;
}

/** Parts a line; a last word that is empty is there if the line ends in a space. */
export function shellWords(line: string): ShellWord[] {
  const words: ShellWord[] = [];
  let i = 0;
  while (i <= line.length) {
    while (line[i] === " " || line[i] === "\t") i++;
    const start = i;
    let text = "";
    let quote = "";
    for (; i < line.length; i++) {
      const char = line[i]!;
      if (quote === "" && (char === " " || char === "\t")) break;
      if (quote === "" && (char === '"' || char === "'")) quote = char;
      else if (char === quote) quote = "";
      else if (char === "\\" && quote !== "'" && (quote === "" || /["\\$`]/.test(line[i + 1] ?? ""))) {
        i++;
        text += line[i] ?? "";
      } else text += char;
    }
    if (i > start || i >= line.length) words.push({ text, start, quote });
    if (i >= line.length) break;
  }
  return words;
}

/** A word as a shell reads it back. */
export function shellQuoted(text: string, quote = ""): string {
  if (quote === "'") return text.replaceAll("'", "'\\''");
  if (quote === '"') return text.replaceAll(/["\\$`]/g, "\\$&");
  if (text.startsWith("~")) return `\\${text.replaceAll(/[^\w@%+=:,./~-]/g, "\\$&")}`;
  return text.replaceAll(/[^\p{L}\p{N}@%+=:,./~_-]/gu, "\\$&");
}
