/** A place among the tokens of a query, and what is asked of it: the ground on which the parser stands. */
import { LimitError } from "../../errors.js";
import { type CypherFault, syntaxFault } from "./cypher-fault.js";
import { describeQueryToken, type QueryToken, tokenize } from "./query-tokens.js";
import type { Name } from "./tree.js";

/** The longest query, in UTF-16 units. */
export const QUERY_LENGTH_MAX = 1_048_576;
/** How deep the parts of a query may be nested. */
export const QUERY_DEPTH_MAX = 1000;

export class QueryCursor {
  readonly text: string;
  protected readonly tokens: readonly QueryToken[];
  protected at = 0;
  // the outermost part is nested in nothing
  #depth = -1;

  constructor(text: string) {
    if (text.length > QUERY_LENGTH_MAX)
      throw new LimitError("length of a query", QUERY_LENGTH_MAX, text.length);
    this.text = text;
    this.tokens = tokenize(text);
    this.#checkNesting();
  }

  #checkNesting(): void {
    let depth = 0;
    for (const { kind, text } of this.tokens) {
      if (kind !== "symbol") continue;
      if (text === "(" || text === "[" || text === "{") this.checkDepth(++depth);
      else if (text === ")" || text === "]" || text === "}") depth--;
    }
  }

  protected checkDepth(depth: number): void {
    if (depth > QUERY_DEPTH_MAX) throw new LimitError("nesting of a query", QUERY_DEPTH_MAX, depth);
  }

  /** Begins a part that may contain others of its kind; `leave` ends it. */
  protected enter(): void {
    this.checkDepth(++this.#depth);
  }

  protected leave(): void {
    this.#depth--;
  }

  /** Reads a part that may contain others of its kind. */
  protected nested<R>(read: () => R): R {
    this.enter();
    const part = read();
    this.leave();
    return part;
  }

  /** Tries to read something; undefined, and back at the same place, if the text there is something else. */
  protected attempt<R>(read: () => R): R | undefined {
    const { at } = this;
    const depth = this.#depth;
    try {
      return read();
    } catch (error) {
      if (error instanceof LimitError) throw error;
      this.at = at;
      this.#depth = depth;
      return undefined;
    }
  }

  protected get token(): QueryToken {
    return this.tokens[this.at]!;
  }

  protected peek(offset = 1): QueryToken {
    return this.tokens[Math.min(this.at + offset, this.tokens.length - 1)]!;
  }

  /** The end of the last token that was taken. */
  protected get end(): number {
    return this.at === 0 ? 0 : this.tokens[this.at - 1]!.end;
  }

  protected next(): QueryToken {
    const { token } = this;
    if (token.kind !== "end") this.at++;
    return token;
  }

  protected isSymbol(symbol: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token.kind === "symbol" && token.text === symbol;
  }

  protected isKeyword(keyword: string, offset = 0): boolean {
    return this.peek(offset).keyword === keyword;
  }

  /** Whether these keywords follow each other here. */
  protected areKeywords(...keywords: string[]): boolean {
    return keywords.every((keyword, i) => this.isKeyword(keyword, i));
  }

  protected takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.at++;
    return true;
  }

  protected takeKeyword(...keywords: string[]): boolean {
    if (!this.areKeywords(...keywords)) return false;
    this.at += keywords.length;
    return true;
  }

  protected needSymbol(symbol: string, context = ""): void {
    if (!this.takeSymbol(symbol)) throw this.expected(`${symbol}${context}`);
  }

  protected needKeyword(keyword: string, context = ""): void {
    if (!this.takeKeyword(keyword)) throw this.expected(`${keyword}${context}`);
  }

  protected isName(offset = 0): boolean {
    return this.peek(offset).kind === "name";
  }

  protected needName(what: string): Name {
    if (!this.isName()) throw this.expected(what);
    const { start, end, text } = this.next();
    return { name: text, start, end };
  }

  /** A whole number below 2^53, as in `*1..3`. */
  protected takeCount(): number | undefined {
    if (this.token.kind !== "integer") return undefined;
    const count = Number(this.token.text);
    if (!Number.isSafeInteger(count)) throw this.expected("a number below 2^53");
    this.at++;
    return count;
  }

  protected expected(what: string): CypherFault {
    const got = describeQueryToken(this.text, this.token);
    return syntaxFault("UnexpectedSyntax", `expected ${what}, got ${got}`, this.token.start);
  }
}
