/**
 * Lines of the shell as statements: which kind one is, whether it goes on with the next line, and its words. A statement
 * is a filter of nodes, `edges` and a filter, Cypher, or a verb with a dot before it.
 */
import { parse } from "groggy/cypher";
import { CliError } from "../shared/cli-error.js";

export type ShellStatement =
  | { readonly kind: "empty" }
  /** Without the dot. */
  | { readonly kind: "verb"; readonly words: readonly string[] }
  | {
      readonly kind: "filter";
      readonly verb: "nodes" | "edges";
      readonly filter: string;
      readonly options: string[];
    }
  | { readonly kind: "cypher"; readonly text: string };

/** Keywords that a query begins with. */
const QUERY =
  /^(?:MATCH|OPTIONAL\s+MATCH|MERGE|CREATE|WITH|UNWIND|RETURN|CALL|FOREACH|LOAD\s+CSV|EXPLAIN|PROFILE|CYPHER|SHOW|USE|SET|REMOVE|DETACH\s+DELETE|DELETE)\b/i;
/** Keywords that a query goes on with, and that no statement begins with. */
const CONTINUATION =
  /^(?:WHERE|ORDER\s+BY|SKIP|OFFSET|LIMIT|UNION|ON\s+(?:CREATE|MATCH)|YIELD|AND|OR|XOR|DETACH|DELETE|SET|REMOVE)\b/i;
/** The text that follows an attribute named as a keyword. */
const COMPARISON = /^\s*(?:[=<>!+*/%.]|IS\b|IN\b|STARTS\b|ENDS\b|CONTAINS\b|BETWEEN\b|LIKE\b|-(?!-))/i;
/** A filter that ends so is not whole. */
const UNFINISHED = /(?:\b(?:AND|OR|NOT|XOR|IN|IS|STARTS|ENDS|WITH|CONTAINS|BETWEEN)|[=<>+*/%,:&|!])\s*$/i;
const UNFINISHED_CLAUSES: ReadonlySet<string> = new Set(["match", "unwind", "with"]);
const ELEMENTS = /^(nodes|edges)(?=$|\s|[:(])/;

/** Whether a text is Cypher by how it begins. */
export function isCypher(text: string): boolean {
  const start = withoutComments(text).trimStart();
  const match = QUERY.exec(start);
  return match !== null && !COMPARISON.test(start.slice(match[0].length));
}

/** Whether a statement goes on with the line after it: brackets or quotes are open, or a query is not whole. */
export function isOpen(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.startsWith("#")) return false;
  if (/(?:^|[^\\])\\$/.test(trimmed)) return true;
  if (trimmed.startsWith(".")) return wordsOf(trimmed) === undefined;
  const { isOpen: hasOpen, code } = scan(trimmed);
  if (hasOpen) return true;
  if (code.trim() === "" || code.trimEnd().endsWith(";")) return false;
  const last = trimmed.slice(code.lastIndexOf(";") + 1);
  return isCypher(last) ? isCutOff(last) : UNFINISHED.test(scan(last).code);
}

/** The statements of a text that semicolons divide; a verb takes the rest of its line. */
export function splitStatements(text: string): string[] {
  const start = text.trimStart();
  if (start.startsWith(".") || start.startsWith("#")) return [text];
  const { code } = scan(text);
  const parts: string[] = [];
  let from = 0;
  for (let at = code.indexOf(";"); at >= 0; at = code.indexOf(";", from)) {
    parts.push(text.slice(from, at + 1));
    from = at + 1;
  }
  return code.slice(from).trim() === ""
    ? parts.length === 0
      ? [text]
      : parts
    : [...parts, text.slice(from)];
}

/** Whether a query that is whole goes on all the same with a line that is there already, as where lines are pasted. */
export function goesOn(text: string, next: string): boolean {
  if (!isCypher(text) || withoutComments(text).trimEnd().endsWith(";")) return false;
  const start = withoutComments(next).trimStart();
  const match = CONTINUATION.exec(start);
  return match !== null && !COMPARISON.test(start.slice(match[0].length));
}

/** Whether a query is one as far as it goes. */
function isCutOff(text: string): boolean {
  try {
    const { parts } = parse(text).body;
    // clauses that read are there for one that returns or writes
    return UNFINISHED_CLAUSES.has(parts.at(-1)?.clauses.at(-1)?.kind ?? "");
  } catch (error) {
    const { offset } = error as { offset?: number };
    return offset !== undefined && offset >= withoutComments(text).trimEnd().length;
  }
}

/** Reads a statement that is not open. */
export function readStatement(text: string): ShellStatement {
  // lines that end with a backslash go on
  const joined = text.replace(/\\\n/g, "\n").trim();
  if (joined === "" || joined.startsWith("#")) return { kind: "empty" };
  if (joined.startsWith(".")) {
    const words = wordsOf(joined.slice(1));
    if (words === undefined) throw new CliError("expected a closing quote, got the end of the line");
    return words.length === 0 ? { kind: "empty" } : { kind: "verb", words };
  }
  const code = withoutComments(joined)
    .trim()
    .replace(/;+\s*$/, "")
    .trim();
  if (code === "") return { kind: "empty" };
  if (/^(?:exit|quit|help)$/i.test(code)) return { kind: "verb", words: [code.toLowerCase()] };
  if (isCypher(joined)) return { kind: "cypher", text: joined.replace(/[;\s]+$/, "") };
  const [, verb] = ELEMENTS.exec(code) ?? [];
  const isNamed = verb !== undefined && !COMPARISON.test(code.slice(verb.length));
  const rest = isNamed ? code.slice(verb.length).trim() : code;
  const { filter, options } = splitOptions(rest);
  return { kind: "filter", verb: isNamed && verb === "edges" ? "edges" : "nodes", filter, options };
}

/** A filter, and the options of the verb behind it: `:Person --limit 5`. */
function splitOptions(text: string): { readonly filter: string; readonly options: string[] } {
  const { code } = scan(text);
  const at = /(?:^|\s)--[a-z]/.exec(code);
  if (at === null) return { filter: text, options: [] };
  const options = wordsOf(text.slice(at.index));
  if (options === undefined) throw new CliError("expected a closing quote, got the end of the line");
  return { filter: text.slice(0, at.index).trim(), options };
}

/** The words of a line, as a shell divides them; undefined if a quote is open. */
export function wordsOf(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const each = line[i]!;
    if (quote !== "") {
      if (each === quote) quote = "";
      else if (each === "\\" && quote === '"' && /["\\]/.test(line[i + 1] ?? "")) word += line[++i]!;
      else word += each;
    } else if (each === "'" || each === '"') {
      quote = each;
      word ??= "";
    } else if (each === "\\" && i + 1 < line.length) word = (word ?? "") + line[++i]!;
    else if (/\s/.test(each)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + each;
  }
  if (quote !== "") return undefined;
  return word === undefined ? words : [...words, word];
}

/** A text with the contents of quotes and comments as spaces, of the same length; and whether something is open. */
function scan(text: string): { readonly code: string; readonly isOpen: boolean } {
  let code = "";
  let depth = 0;
  let within = "";
  for (let i = 0; i < text.length; i++) {
    const each = text[i]!;
    const two = text.slice(i, i + 2);
    if (within === "//") {
      if (each === "\n") within = "";
      code += each === "\n" ? each : " ";
    } else if (within === "/*") {
      if (two === "*/") {
        within = "";
        code += " ";
        i++;
      }
      code += " ";
    } else if (within !== "") {
      if (each === "\\" && within !== "`" && i + 1 < text.length) {
        code += "xx";
        i++;
      } else {
        code += "x";
        if (each === within) within = "";
      }
    } else if (two === "//" || two === "/*") {
      within = two;
      code += "  ";
      i++;
    } else {
      if (each === "'" || each === '"' || each === "`") within = each;
      if ("([{".includes(each)) depth++;
      if (")]}".includes(each)) depth--;
      code += within === "" ? each : "x";
    }
  }
  return { code, isOpen: depth > 0 || (within !== "" && within !== "//") };
}

/** A text without comments, quotes as they are. */
function withoutComments(text: string): string {
  const { code } = scan(text);
  // quotes are x in the code, comments are spaces
  return Array.from({ length: text.length }, (_, i) => (code[i] === " " ? " " : text[i]!)).join("");
}

/** A statement of several lines as one, as the history keeps it. */
export function onOneLine(text: string): string {
  if (!text.includes("\n")) return text;
  if (text.trimStart().startsWith(".")) return text.replace(/\\?\n/g, " ");
  const { code } = scan(text);
  return Array.from(text, (each, i) =>
    each !== "\n" ? (code[i] === " " ? " " : each) : code[i] === "x" ? "\\n" : " ",
  )
    .join("")
    .replace(/\\ /g, " ")
    .trim();
}
