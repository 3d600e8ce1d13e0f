/**
 * Statements that create nodes and edges from literals and nothing else: they take no longer than their text is long, and
 * a long list that one unwinds can be run in parts, row for row to the same effect.
 */

/** A statement, or a part of one, with the position of its first row in the text of all of it. */
export interface StatementPart {
  readonly text: string;
  readonly at: number;
}

/** Longer texts are not taken by the engine as one query. */
const WHOLE_UNITS = 2 ** 20;
const PART_UNITS = 2 ** 18;

/** Words that look at the graph, repeat work or join rows, where they stand outside of texts. */
const OTHER_WORDS =
  /\b(?:MATCH|MERGE|CALL|FOREACH|IN|WITH|LOAD|DELETE|REMOVE|RETURN|UNION|CASE|EXISTS|COUNT|COLLECT|WHERE|ALL|ANY|NONE|SINGLE|REDUCE)\b|\|/i;
const CALLS = /([\p{L}_][\p{L}\p{N}_.]*)\s*\(/gu;
const FUNCTIONS: ReadonlySet<string> = new Set([
  "create",
  "date",
  "datetime",
  "localdatetime",
  "time",
  "localtime",
  "duration",
  "point",
  "tointeger",
  "tofloat",
]);

/** The parts in which a statement runs; undefined if it does more than to create from literals. */
export function literalParts(text: string): readonly StatementPart[] | undefined {
  const scan = scanOf(text);
  if (scan === undefined || !isCreating(scan.bare)) return undefined;
  const { list, commas } = scan;
  if (text.length <= WHOLE_UNITS || list === undefined) return [{ text, at: 0 }];
  const [start, end] = list;
  const [head, tail] = [text.slice(0, start + 1), text.slice(end)];
  const parts: StatementPart[] = [];
  let from = start + 1;
  let last = from;
  for (const comma of [...commas, end]) {
    if (comma - from > PART_UNITS && last > from) {
      parts.push({ text: head + text.slice(from, last) + tail, at: from - head.length });
      from = last + 1;
    }
    last = comma;
  }
  parts.push({ text: head + text.slice(from, end) + tail, at: from - head.length });
  return parts;
}

function isCreating(bare: string): boolean {
  if (!/^\s*(?:CREATE|UNWIND)\b/i.test(bare) || !/\bCREATE\b/i.test(bare) || OTHER_WORDS.test(bare))
    return false;
  if ((bare.match(/\bUNWIND\b/gi)?.length ?? 0) > 1) return false;
  for (const [, name] of bare.matchAll(CALLS)) if (!FUNCTIONS.has(name.toLowerCase())) return false;
  return true;
}

interface StatementScan {
  /** The text without what is in quotes and comments. */
  readonly bare: string;
  /** The brackets of the list that the statement unwinds first, and the commas between its items. */
  readonly list: readonly [start: number, end: number] | undefined;
  readonly commas: readonly number[];
}

/** Undefined for a text that is not closed, which the parser tells of. */
function scanOf(text: string): StatementScan | undefined {
  const start = /^\s*UNWIND\s*\[/i.exec(text)?.[0].length ?? 0;
  const sign = start === 0 ? /['"`]|\/\/|\/\*/g : /['"`,[\](){}]|\/\/|\/\*/g;
  const bare: string[] = [];
  const commas: number[] = [];
  let [from, depth, end] = [0, start === 0 ? -1 : 1, -1];
  sign.lastIndex = start;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    const [found] = match;
    const at = match.index;
    if (/^['"`/]/.test(found)) {
      const behind = behindOf(text, found, at);
      if (behind < 0) return undefined;
      bare.push(text.slice(from, at), " ");
      from = behind;
      sign.lastIndex = behind;
    } else if (end >= 0) continue;
    else if (found === ",") {
      if (depth === 1) commas.push(at);
    } else if ("[({".includes(found)) depth++;
    else if (--depth === 0) end = at;
  }
  bare.push(text.slice(from));
  return { bare: bare.join(""), list: end < 0 ? undefined : [start - 1, end], commas };
}

/** The position behind a text, a quoted name or a comment. */
function behindOf(text: string, sign: string, at: number): number {
  if (sign.startsWith("/")) {
    const close = sign === "//" ? "\n" : "*/";
    const end = text.indexOf(close, at + 2);
    return end < 0 ? (sign === "//" ? text.length : -1) : end + close.length;
  }
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === sign) return i + 1;
    if (text[i] === "\\" && sign !== "`") i++;
  }
  return -1;
}
