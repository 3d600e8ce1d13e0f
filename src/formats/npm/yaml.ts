/**
 * YAML as package managers write their lock files: block and flow collections, texts plain, quoted, literal and folded.
 * Anchors, aliases, tags and several documents are refused. All scalars are texts but true, false and null, since
 * versions such as 1.10 are no numbers.
 */
import { NESTING_MAX } from "../shared/limits.js";

/** So many lines a text in quotes or a list in brackets may have. */
const FLOW_LINES_MAX = 1000;

/** A fault in YAML, at a line from 1 on. */
export class YamlFault extends Error {
  readonly line: number;
  readonly isLimit: boolean;

  constructor(message: string, line: number, isLimit = false) {
    super(message);
    this.line = line;
    this.isLimit = isLimit;
  }
}

export type YamlValue = string | boolean | null | YamlMap | readonly YamlValue[];
export interface YamlMap {
  readonly [key: string]: YamlValue;
}

/** The value that a text of YAML is. */
export function parseYaml(text: string): YamlValue {
  return new YamlReader(text).whole();
}

class YamlReader {
  readonly #lines: string[];
  #line = 0;
  #depth = 0;

  constructor(text: string) {
    this.#lines = text.split(/\r\n|\n|\r/);
  }

  whole(): YamlValue {
    this.#skip();
    if (this.#lines[this.#line]?.startsWith("---") === true) {
      if (this.#lines[this.#line].trim() !== "---") throw this.#fault("a line of --- alone expected");
      this.#line++;
      this.#skip();
    }
    if (this.#line >= this.#lines.length) return null;
    const value = this.#block(indentOf(this.#lines[this.#line]));
    this.#skip();
    if (this.#line < this.#lines.length && this.#lines[this.#line].trim() !== "...")
      throw this.#fault("the end of the file expected");
    return value;
  }

  #fault(expected: string): YamlFault {
    const line = this.#lines[this.#line];
    const got = line === undefined ? "the end of the file" : JSON.stringify(line.trim().slice(0, 40));
    return new YamlFault(`${expected}, got ${got}`, Math.min(this.#line, this.#lines.length - 1) + 1);
  }

  /** Goes to the next line that says something. */
  #skip(): void {
    while (this.#line < this.#lines.length && /^\s*(?:#|$)/.test(this.#lines[this.#line])) this.#line++;
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > NESTING_MAX)
      throw new YamlFault(`nesting of YAML expected at most ${NESTING_MAX}, got more`, this.#line + 1, true);
    const value = read();
    this.#depth--;
    return value;
  }

  /** A collection or a scalar whose first line is the present one. */
  #block(indent: number): YamlValue {
    const content = this.#lines[this.#line].slice(indent);
    if (/^-(?:\s|$)/.test(content)) return this.#deeper(() => this.#sequence(indent));
    if (/^\?(?:\s|$)/.test(content) || keyEnd(content) >= 0) return this.#deeper(() => this.#mapping(indent));
    this.#line++;
    return this.#scalar(content, indent - 1);
  }

  #sequence(indent: number): YamlValue[] {
    const values: YamlValue[] = [];
    for (;;) {
      this.#skip();
      const line = this.#lines[this.#line];
      if (line === undefined || indentOf(line) !== indent || !/^-(?:\s|$)/.test(line.slice(indent)))
        return values;
      const rest = line.slice(indent + 1);
      if (/^\s*(?:#|$)/.test(rest)) {
        this.#line++;
        values.push(this.#below(indent, false));
        continue;
      }
      // what follows the dash is a block of its own, as if it stood on a line
      const inner = indent + 1 + indentOf(rest);
      this.#lines[this.#line] = " ".repeat(inner) + rest.trimStart();
      values.push(this.#block(inner));
    }
  }

  #mapping(indent: number): YamlMap {
    const entries = new Map<string, YamlValue>();
    for (;;) {
      this.#skip();
      const line = this.#lines[this.#line];
      if (line === undefined || indentOf(line) !== indent || /^(?:---|\.\.\.)(?:\s|$)/.test(line)) break;
      const content = line.slice(indent);
      let key: string;
      let rest: string;
      if (/^\?(?:\s|$)/.test(content)) {
        this.#line++;
        key = scalarText(this.#scalar(content.slice(1).trim(), indent));
        this.#skip();
        const next = this.#lines[this.#line]?.slice(indent) ?? "";
        if (!/^:(?:\s|$)/.test(next) || indentOf(this.#lines[this.#line]) !== indent)
          throw this.#fault('":" expected behind a key of its own line');
        rest = next.slice(1).trim();
      } else {
        const end = keyEnd(content);
        if (end < 0) {
          if (/^-(?:\s|$)/.test(content)) break;
          throw this.#fault("a key expected");
        }
        key = keyText(content.slice(0, end).trim(), () => this.#fault("a key expected"));
        rest = content.slice(end + 1).trim();
      }
      if (entries.has(key))
        throw this.#fault(`keys of their own expected, got ${JSON.stringify(key.slice(0, 60))} twice`);
      this.#line++;
      entries.set(
        key,
        rest === "" || rest.startsWith("#") ? this.#below(indent, true) : this.#scalar(rest, indent),
      );
    }
    // defines properties, so that `__proto__` is one like any other
    return Object.fromEntries(entries);
  }

  /** The value on the lines below a key or a dash; null for none. */
  #below(indent: number, isMapping: boolean): YamlValue {
    this.#skip();
    const line = this.#lines[this.#line];
    if (line === undefined) return null;
    const own = indentOf(line);
    if (own > indent) return this.#block(own);
    // a list may stand below its key without more white space
    if (own === indent && isMapping && /^-(?:\s|$)/.test(line.slice(indent)))
      return this.#deeper(() => this.#sequence(indent));
    return null;
  }

  /** A scalar or a flow collection that begins with a text, and may go on below it. */
  #scalar(first: string, indent: number): YamlValue {
    const start = first.charAt(0);
    if (start === "|" || start === ">") return this.#literal(first, indent);
    if (start === "&" || start === "*" || start === "!") {
      this.#line--;
      throw this.#fault("a value without anchors, aliases and tags expected");
    }
    if (start === '"' || start === "'" || start === "{" || start === "[") {
      let text = first;
      for (let lines = 0; ; lines++) {
        if (lines > FLOW_LINES_MAX)
          throw this.#fault(`a text or a list of at most ${FLOW_LINES_MAX} lines expected`);
        const end = flowEnd(text);
        if (end >= 0) {
          if (!/^\s*(?:#.*)?$/.test(text.slice(end)) || text.slice(end).startsWith("#")) {
            this.#line--;
            throw this.#fault("the end of the line expected behind a value");
          }
          const flow = new FlowReader(text.slice(0, end), () => this.#fault("a value expected"));
          return this.#deeper(() => flow.whole());
        }
        const next = this.#lines[this.#line];
        if (next === undefined) throw this.#fault("the end of a text or a list expected");
        this.#line++;
        text += next.trim() === "" ? "\n" : `${/[\n[{,]$/.test(text) ? "" : " "}${next.trim()}`;
      }
    }
    let text = withoutComment(first);
    for (;;) {
      const next = this.#lines[this.#line];
      if (next === undefined || next.trim() === "" || indentOf(next) <= indent || /^\s*#/.test(next)) break;
      const more = withoutComment(next.trim());
      if (/:(?:\s|$)/.test(more)) throw this.#fault("the end of a text expected");
      text += ` ${more}`;
      this.#line++;
    }
    return plainValue(text);
  }

  /** A literal text behind `|`, a folded one behind `>`. */
  #literal(head: string, indent: number): string {
    const match = /^([|>])(?:(\d)([+-])?|([+-])(\d)?)?\s*(?:#.*)?$/.exec(head);
    if (match === null) {
      this.#line--;
      throw this.#fault("a sign of a text of several lines expected");
    }
    const given = match[2] ?? match[5];
    const chomp = match[3] ?? match[4];
    const lines: string[] = [];
    let own = given === undefined ? -1 : Math.max(indent, 0) + Number(given);
    for (; this.#line < this.#lines.length; this.#line++) {
      const line = this.#lines[this.#line];
      if (line.trim() === "") {
        lines.push(own >= 0 ? line.slice(own) : "");
        continue;
      }
      if (indentOf(line) <= indent) break;
      if (own < 0) own = indentOf(line);
      if (indentOf(line) < own) break;
      lines.push(line.slice(own));
    }
    let last = lines.length;
    while (last > 0 && lines[last - 1] === "") last--;
    const kept = lines.slice(0, last);
    const text = match[1] === "|" ? kept.join("\n") : folded(kept);
    if (chomp === "-" || kept.length === 0) return text;
    return chomp === "+" ? text + "\n".repeat(lines.length - last + 1) : `${text}\n`;
  }
}

function indentOf(line: string): number {
  let i = 0;
  while (line.charCodeAt(i) === 32) i++;
  return i;
}

/** Where the key of a line ends: at its colon; negative if there is none. */
function keyEnd(content: string): number {
  const start = content.charAt(0);
  let i = 0;
  if (start === '"' || start === "'") {
    i = quoteEnd(content, 0);
    if (i < 0) return -1;
    while (content.charAt(i) === " ") i++;
    return content.charAt(i) === ":" && /^(?:\s|$)/.test(content.slice(i + 1)) ? i : -1;
  }
  if (start === "{" || start === "[") return -1;
  for (; i < content.length; i++) {
    if (content.charAt(i) === "#" && content.charAt(i - 1) === " ") return -1;
    if (content.charAt(i) === ":" && (i + 1 === content.length || content.charAt(i + 1) === " ")) return i;
  }
  return -1;
}

/** Behind the quote that closes a text; negative if it is not there. */
function quoteEnd(text: string, from: number): number {
  const quote = text.charAt(from);
  for (let i = from + 1; i < text.length; i++) {
    if (quote === '"' && text.charAt(i) === "\\") i++;
    else if (text.charAt(i) === quote) {
      if (quote === "'" && text.charAt(i + 1) === "'") i++;
      else return i + 1;
    }
  }
  return -1;
}

/** Behind a quoted text or a flow collection; negative if it goes on. */
function flowEnd(text: string): number {
  if (text.startsWith('"') || text.startsWith("'")) return quoteEnd(text, 0);
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charAt(i);
    const isStart = /[[{,:\s]/.test(text.charAt(i - 1)) || i === 0;
    if ((sign === '"' || sign === "'") && isStart) {
      i = quoteEnd(text, i) - 1;
      if (i < 0) return -1;
    } else if (sign === "{" || sign === "[") depth++;
    else if ((sign === "}" || sign === "]") && --depth === 0) return i + 1;
  }
  return -1;
}

function withoutComment(text: string): string {
  const at = text.search(/\s#/);
  return (at < 0 ? text : text.slice(0, at)).trim();
}

function plainValue(text: string): YamlValue {
  if (text === "true") return true;
  if (text === "false") return false;
  return text === "null" || text === "~" || text === "" ? null : text;
}

function scalarText(value: YamlValue): string {
  return typeof value === "string" ? value : String(value);
}

function keyText(text: string, fault: () => YamlFault): string {
  return text.startsWith('"') || text.startsWith("'")
    ? scalarText(new FlowReader(text, fault).whole())
    : text;
}

function folded(lines: readonly string[]): string {
  let text = "";
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    if (i === 0) text = line;
    else if (line === "") text += "\n";
    else if (before === "" || /^\s/.test(line) || /^\s/.test(before))
      text += before === "" && !/^\s/.test(line) ? line : `\n${line}`;
    else text += ` ${line}`;
  });
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/** Collections in brackets and texts in quotes, on one line. */
class FlowReader {
  readonly #text: string;
  readonly #fault: () => YamlFault;
  #at = 0;
  #depth = 0;

  constructor(text: string, fault: () => YamlFault) {
    this.#text = text;
    this.#fault = fault;
  }

  whole(): YamlValue {
    const value = this.#value("");
    this.#skip();
    if (this.#at < this.#text.length) throw this.#fault();
    return value;
  }

  #skip(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
  }

  #value(ends: string): YamlValue {
    this.#skip();
    const sign = this.#text.charAt(this.#at);
    if (sign === "{" || sign === "[") {
      if (++this.#depth > NESTING_MAX) throw this.#fault();
      const value = sign === "{" ? this.#map() : this.#list();
      this.#depth--;
      return value;
    }
    if (sign === '"' || sign === "'") return this.#quoted(sign);
    const from = this.#at;
    for (; this.#at < this.#text.length; this.#at++) {
      const each = this.#text.charAt(this.#at);
      if (
        ends.includes(each) &&
        (each !== ":" || /^[\s,\]}]|^$/.test(this.#text.slice(this.#at + 1, this.#at + 2)))
      )
        break;
    }
    return plainValue(this.#text.slice(from, this.#at).trim());
  }

  #map(): YamlMap {
    const entries: [string, YamlValue][] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#text.charAt(this.#at) === "}") break;
      const key = scalarText(this.#value(":,}"));
      this.#skip();
      if (this.#text.charAt(this.#at) === ":") {
        this.#at++;
        entries.push([key, this.#value(",}")]);
      } else entries.push([key, null]);
      this.#separate("}");
    }
    this.#at++;
    return Object.fromEntries(entries);
  }

  #list(): YamlValue[] {
    const values: YamlValue[] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#text.charAt(this.#at) === "]") break;
      values.push(this.#value(",]"));
      this.#separate("]");
    }
    this.#at++;
    return values;
  }

  #separate(end: string): void {
    this.#skip();
    const sign = this.#text.charAt(this.#at);
    if (sign === ",") this.#at++;
    else if (sign !== end) throw this.#fault();
  }

  #quoted(quote: string): string {
    const end = quoteEnd(this.#text, this.#at);
    if (end < 0) throw this.#fault();
    const inner = this.#text.slice(this.#at + 1, end - 1);
    this.#at = end;
    if (quote === "'") return inner.replaceAll("''", "'");
    return inner.replace(
      /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gs,
      (_all, x, u, U, sign: string) => {
        const code = (x ?? u ?? U) as string | undefined;
        if (code !== undefined) {
          const number = Number.parseInt(code, 16);
          if (number > 0x10ffff) throw this.#fault();
          return String.fromCodePoint(number);
        }
        return ESCAPES[sign] ?? sign;
      },
    );
  }
}
