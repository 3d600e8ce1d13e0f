/** The syntax of patterns: text to a tree, by recursive descent, as RE2 and Java write regular expressions. */
import { GroggyError, LimitError } from "../../errors.js";

/** The longest pattern, in UTF-16 units. */
export const PATTERN_LENGTH_MAX = 4_096;

/** How deep groups may be nested. */
export const PATTERN_DEPTH_MAX = 200;

/** How often a part may be repeated by a number. */
export const PATTERN_REPEAT_MAX = 1_000;

/** A part of a pattern. Characters are code points, -1 where there is none. */
export type PatternNode =
  | { readonly kind: "set"; readonly has: (point: number) => boolean }
  | { readonly kind: "assert"; readonly holds: (before: number, after: number) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly part: PatternNode; readonly min: number; readonly max: number };

type Has = (point: number) => boolean;

interface Flags {
  readonly ignoresCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

const NO_FLAGS: Flags = { ignoresCase: false, dotAll: false, multiline: false };
const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = { i: "ignoresCase", s: "dotAll", m: "multiline" };

const isBetween = (point: number, low: number, high: number) => point >= low && point <= high;
const isDigit: Has = (point) => isBetween(point, 0x30, 0x39);
const isSpace: Has = (point) => point === 0x20 || isBetween(point, 0x09, 0x0d);
const isWord: Has = (point) =>
  isDigit(point) || isBetween(point, 0x41, 0x5a) || isBetween(point, 0x61, 0x7a) || point === 0x5f;
const isLineEnd: Has = (point) =>
  point === 0x0a || point === 0x0d || point === 0x85 || isBetween(point, 0x2028, 0x2029);
const not =
  (has: Has): Has =>
  (point) =>
    !has(point);
const SETS: Readonly<Record<string, Has>> = {
  d: isDigit,
  D: not(isDigit),
  s: isSpace,
  S: not(isSpace),
  w: isWord,
  W: not(isWord),
};
const ESCAPED: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, r: 0x0d, f: 0x0c, a: 0x07, e: 0x1b };
const isBoundary = (before: number, after: number) => isWord(before) !== isWord(after);
const ASSERTIONS: Readonly<Record<string, (before: number, after: number) => boolean>> = {
  b: isBoundary,
  B: (before, after) => !isBoundary(before, after),
  A: (before) => before < 0,
  z: (_before, after) => after < 0,
};

export class TextPatternParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;
  #flags = NO_FLAGS;

  constructor(source: string) {
    if (source.length > PATTERN_LENGTH_MAX)
      throw new LimitError("length of a pattern", PATTERN_LENGTH_MAX, source.length);
    this.#source = source;
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#source.length)
      throw this.#fault("expected the end of the pattern, got an unopened )");
    return node;
  }

  #choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    return parts.length === 1 ? parts[0] : { kind: "choice", parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#source.length && !this.#isNext("|") && !this.#isNext(")")) {
      const part = this.#atom();
      if (part !== undefined) parts.push(this.#repeated(part));
    }
    return parts.length === 1 ? parts[0] : { kind: "sequence", parts };
  }

  /** One character, set, assertion or group; undefined for what only sets flags. */
  #atom(): PatternNode | undefined {
    const start = this.#at;
    const { multiline, dotAll } = this.#flags;
    if (this.#take("(")) return this.#group(start);
    if (this.#take("[")) return { kind: "set", has: this.#class(start) };
    if (this.#take(".")) return { kind: "set", has: dotAll ? () => true : not(isLineEnd) };
    if (this.#take("^"))
      return {
        kind: "assert",
        holds: multiline ? (before) => before < 0 || isLineEnd(before) : (before) => before < 0,
      };
    if (this.#take("$")) {
      return {
        kind: "assert",
        holds: multiline ? (_before, after) => after < 0 || isLineEnd(after) : (_before, after) => after < 0,
      };
    }
    if (this.#take("\\")) return this.#escape();
    if (this.#isOneOf("*+?{"))
      throw this.#fault(`expected something to repeat before ${this.#source[start]}`);
    return this.#character(this.#next());
  }

  #character(point: number): PatternNode {
    return { kind: "set", has: this.#folded((other) => other === point) };
  }

  /** A set that also has characters whose upper or lower case it has, where case is ignored. */
  #folded(has: Has): Has {
    if (!this.#flags.ignoresCase) return has;
    return (point) => has(point) || casesOf(point).some(has);
  }

  #group(start: number): PatternNode | undefined {
    this.#depth++;
    if (this.#depth > PATTERN_DEPTH_MAX)
      throw new LimitError("nesting of a pattern", PATTERN_DEPTH_MAX, this.#depth);
    const outer = this.#flags;
    if (this.#take("?") && !this.#take(":")) {
      if (this.#take("=") || this.#take("!")) throw this.#fault("expected a group without lookahead", start);
      if (this.#take(">"))
        throw this.#fault("expected a group that may be matched in any way, got an atomic one", start);
      if (this.#take("<") || this.#take("P<")) {
        if (this.#take("=") || this.#take("!"))
          throw this.#fault("expected a group without lookbehind", start);
        if (this.#match(/[A-Za-z_]\w*>/y) === undefined)
          throw this.#fault("expected the name of a group and >");
      } else if (this.#setFlags(start)) {
        this.#depth--;
        return undefined;
      }
    }
    const node = this.#choice();
    if (!this.#take(")")) throw this.#fault("expected ) to close this group", start);
    this.#flags = outer;
    this.#depth--;
    return node;
  }

  /** Reads `i-s)` or `i-s:` after `(?`; true if that is all there is of the group. */
  #setFlags(start: number): boolean {
    const found = this.#match(/([ims]*)(?:-([ims]+))?([):])/y);
    if (found === undefined) throw this.#fault("expected flags among i, m and s, : or a name in < >", start);
    const [, on, off = "", end] = found;
    const flags = { ...this.#flags };
    for (const flag of on) flags[FLAG_NAMES[flag]] = true;
    for (const flag of off) flags[FLAG_NAMES[flag]] = false;
    this.#flags = flags;
    return end === ")";
  }

  #repeated(part: PatternNode): PatternNode {
    let node = part;
    for (;;) {
      const start = this.#at;
      const range = this.#range();
      if (range === undefined) return node;
      if (start !== this.#at && node.kind === "repeat" && node !== part)
        throw this.#fault("expected one repetition, got two in a row", start);
      node = { kind: "repeat", part: node, ...range };
      // as few as possible matches the same texts as as many as possible
      if (this.#take("?")) continue;
      if (this.#isNext("+"))
        throw this.#fault(
          "expected a repetition that may be matched in any way, got a possessive one",
          start,
        );
    }
  }

  #range(): { min: number; max: number } | undefined {
    if (this.#take("*")) return { min: 0, max: Infinity };
    if (this.#take("+")) return { min: 1, max: Infinity };
    if (this.#take("?")) return { min: 0, max: 1 };
    if (!this.#isNext("{")) return undefined;
    const start = this.#at;
    const found = this.#match(/\{(\d{1,6})(?:(,)(\d{1,6})?)?\}/y);
    if (found === undefined)
      throw this.#fault("expected a number of times such as {2}, {2,} or {2,5}; \\{ is the character");
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === undefined ? Infinity : Number(found[3]);
    if (max < min) throw this.#fault(`expected at least ${min} times at most, got ${max}`, start);
    const most = max === Infinity ? min : max;
    if (most > PATTERN_REPEAT_MAX) throw new LimitError("repetitions in a pattern", PATTERN_REPEAT_MAX, most);
    return { min, max };
  }

  #escape(): PatternNode {
    const start = this.#at - 1;
    const letter = this.#source[this.#at];
    if (letter === "Q") {
      this.#at++;
      const end = this.#source.indexOf("\\E", this.#at);
      const text = this.#source.slice(this.#at, end < 0 ? undefined : end);
      this.#at = end < 0 ? this.#source.length : end + 2;
      return {
        kind: "sequence",
        parts: Array.from(text, (each) => this.#character(each.codePointAt(0) as number)),
      };
    }
    if (letter !== undefined && Object.hasOwn(ASSERTIONS, letter)) {
      this.#at++;
      return { kind: "assert", holds: ASSERTIONS[letter] };
    }
    if (letter >= "1" && letter <= "9") throw this.#fault("expected no back-reference", start);
    const has = this.#escapedSet();
    return has === undefined
      ? this.#character(this.#escapedPoint(start))
      : { kind: "set", has: this.#folded(has) };
  }

  /** A set such as `\d` or `\p{L}`, after its backslash. */
  #escapedSet(): Has | undefined {
    const letter = this.#source[this.#at];
    if (letter !== undefined && Object.hasOwn(SETS, letter)) {
      this.#at++;
      return SETS[letter];
    }
    const start = this.#at - 1;
    const found = this.#match(/([pP])(?:\{(\^?)([\w=]{1,64})\}|([A-Z]))/y);
    if (found === undefined) {
      if (letter === "p" || letter === "P") throw this.#fault("expected a property such as \\p{L}", start);
      return undefined;
    }
    const [, way, turned, braced, single] = found;
    const has = propertySet(braced ?? single);
    if (has === undefined)
      throw this.#fault(`expected a property of Unicode, got ${braced ?? single}`, start);
    return (way === "P") !== (turned === "^") ? not(has) : has;
  }

  #escapedPoint(start: number): number {
    const code = this.#match(/x([0-9a-fA-F]{2})|[xu]\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})/y);
    if (code !== undefined) {
      const point = Number.parseInt(code[1] ?? code[2] ?? code[3], 16);
      if (point > 0x10ffff) throw this.#fault("expected a code point up to 10FFFF", start);
      return point;
    }
    const letter = this.#source[this.#at];
    if (letter === undefined) throw this.#fault("expected a character after \\", start);
    if (Object.hasOwn(ESCAPED, letter)) {
      this.#at++;
      return ESCAPED[letter];
    }
    if (/[A-Za-z0-9]/.test(letter))
      throw this.#fault(`expected an escape such as \\d, \\. or \\n, got \\${letter}`, start);
    return this.#next();
  }

  #class(start: number): Has {
    const negated = this.#take("^");
    const singles = new Set<number>();
    const ranges: (readonly [number, number])[] = [];
    const sets: Has[] = [];
    for (let isFirst = true; isFirst || !this.#isNext("]"); isFirst = false) {
      if (this.#at >= this.#source.length) throw this.#fault("expected ] to close this set", start);
      if (this.#isNext("[")) throw this.#fault("expected no set within a set; \\[ is the character");
      if (this.#source.startsWith("&&", this.#at))
        throw this.#fault("expected no intersection of sets; \\& is the character");
      const low = this.#classItem();
      if (typeof low === "function") {
        sets.push(low);
        continue;
      }
      if (!this.#isNext("-") || this.#source[this.#at + 1] === "]") {
        singles.add(low);
        continue;
      }
      const place = this.#at++;
      const high = this.#classItem();
      if (typeof high === "function" || high < low)
        throw this.#fault("expected a range from low to high", place);
      ranges.push([low, high]);
    }
    this.#at++;
    const has: Has = (point) =>
      singles.has(point) ||
      ranges.some(([low, high]) => isBetween(point, low, high)) ||
      sets.some((set) => set(point));
    // of a character that is left out no case may match
    return negated ? not(this.#folded(has)) : this.#folded(has);
  }

  #classItem(): Has | number {
    if (this.#at >= this.#source.length) throw this.#fault("expected ] to close this set");
    if (!this.#take("\\")) return this.#next();
    const start = this.#at - 1;
    return this.#escapedSet() ?? this.#escapedPoint(start);
  }

  #next(): number {
    const point = this.#source.codePointAt(this.#at) as number;
    this.#at += point > 0xffff ? 2 : 1;
    return point;
  }

  #isNext(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #isOneOf(characters: string): boolean {
    return characters.includes(this.#source[this.#at]);
  }

  #take(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }

  #fault(message: string, offset = this.#at): GroggyError {
    const pattern = this.#source;
    return new GroggyError("PATTERN_SYNTAX", `${message}\n  ${pattern}\n  ${" ".repeat(offset)}^`, {
      pattern,
      offset,
    });
  }
}

/** The other cases of a character, where they are single characters. */
function casesOf(point: number): number[] {
  const text = String.fromCodePoint(point);
  return [text.toLowerCase(), text.toUpperCase(), text.toUpperCase().toLowerCase()]
    .map((other) => other.codePointAt(0) as number)
    .filter((other, i, all) => other !== point && all.indexOf(other) === i);
}

/** The characters that have a property of Unicode; one character is asked at a time, so nothing can take long. */
function propertySet(name: string): Has | undefined {
  try {
    const pattern = new RegExp(`^\\p{${name}}$`, "u");
    return (point) => pattern.test(String.fromCodePoint(point));
  } catch {
    return undefined;
  }
}
