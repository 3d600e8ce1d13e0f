/**
 * Tells by the first lines of a list how its words are parted: by white space; or by one delimiter, where ids have
 * spaces; or by white space outside of brackets, where ids are tuples as Python prints them.
 */
import type { LineScanner } from "./line-scanner.js";

const TAB = 9;

/** Parts the line of a scanner into words, and returns how many there are. */
export type WordSplit = (scanner: LineScanner) => number;

const byWhiteSpace: WordSplit = (scanner) => scanner.words();
const byBrackets: WordSplit = (scanner) => scanner.bracketedWords();

/** Parts lines at one delimiter; white space around words counts where the delimiter is a tab. */
export function byDelimiter(delimiter: string): WordSplit {
  const code = delimiter.charCodeAt(0);
  return (scanner) => scanner.words(code, code !== TAB);
}

/** The first lines of a file that are neither empty nor comments. */
export function firstRows(head: string, comments: string): string[] {
  const lines = head.split(/\r\n|\n|\r/).slice(0, 200);
  // the last one may be cut
  if (head.length >= 60_000) lines.pop();
  return lines.filter((line) => line.trim() !== "" && !comments.includes(line.trimStart()[0]));
}

/** Two ids or more between one of these: lists of the Network Repository, and networkx's with `delimiter`. */
const DELIMITED = [",", ";", "|"].map((delimiter) => ({
  delimiter,
  row: new RegExp(`^[^\\s,;|]+[ \\t]*[${delimiter}][ \\t]*[^\\s,;|]+[ \\t]*(?:[${delimiter}].*)?$`),
}));

/** The split of a list of edges. */
export function edgeSplit(rows: readonly string[]): WordSplit {
  if (rows.length === 0) return byWhiteSpace;
  for (const { delimiter, row } of DELIMITED)
    if (rows.every((line) => row.test(line))) return byDelimiter(delimiter);
  if (rows.every((line) => /^\s*\(.*\)\s+\(.*\)/.test(line))) return byBrackets;
  const hasTabs = rows.every((line) => /^[^\t]+\t[^\t]+/.test(line));
  const hasSpaces = rows.some((line) => line.includes(" "));
  return hasTabs && hasSpaces ? byDelimiter("\t") : byWhiteSpace;
}

/** The split of lists of neighbors, in which a node may stand alone. */
export function neighborSplit(rows: readonly string[]): WordSplit {
  const heads = rows.map((line) => line.replace(/\{.*$/, ""));
  if (heads.some((line) => /\S\t/.test(line))) return byDelimiter("\t");
  if (heads.every((line) => /^\s*\(.*\)/.test(line))) return byBrackets;
  for (const { delimiter } of DELIMITED)
    if (heads.some((line) => line.includes(delimiter)) && heads.every((line) => !/\S\s+\S/.test(line)))
      return byDelimiter(delimiter);
  return byWhiteSpace;
}
