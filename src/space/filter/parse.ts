/**
 * Reads filters: text to expressions, by recursive descent.
 *
 *   or        = and { OR and }
 *   and       = not { AND not }
 *   not       = NOT not | "(" or ")" | ":" name { "|" name } | condition
 *   condition = operand [ comparison operand | IS [NOT] NULL | [NOT] IN list | [NOT] BETWEEN operand AND operand
 *             | ( STARTS WITH | ENDS WITH | CONTAINS ) operand [IGNORING CASE] | =~ operand ]
 *   list      = "(" [ operand { "," operand } ] ")" | "[" … "]" | parameter | operand
 *   operand   = name { "." name | "[" number "]" } | function "(" [ operand ] ")" | $name | literal
 */
import { FilterSyntaxError, LimitError } from "../../errors.js";
import {
  type ComparisonOperator,
  combinable,
  type Expression,
  FILTER_DEPTH_MAX,
  type Filter,
  type FilterFunction,
  isElementPart,
  type MatchOperator,
  type Operand,
  type ParameterOperand,
} from "./expression.js";
import { describeToken, readToken, type Token } from "./tokens.js";

/** The longest filter, in UTF-16 units. */
export const FILTER_LENGTH_MAX = 65_536;

const CACHE_SIZE_MAX = 256;
const CACHED_LENGTH_MAX = 4096;
const cache = new Map<string, Filter>();

/**
 * Parses an expression. Throws a FilterSyntaxError that says what was expected and what was found, and a LimitError
 * for a text that is too long or nested too deep.
 *
 * @example
 * parseFilter("age > 30 AND name STARTS WITH 'A'")
 */
export function parseFilter(text: string): Filter {
  const cached = cache.get(text);
  if (cached !== undefined) return cached;
  if (text.length > FILTER_LENGTH_MAX) {
    throw new LimitError("length of a filter", FILTER_LENGTH_MAX, text.length);
  }
  const filter = new Parser(text).parse();
  if (text.length > CACHED_LENGTH_MAX) return filter;
  if (cache.size >= CACHE_SIZE_MAX) cache.delete(cache.keys().next().value as string);
  cache.set(text, filter);
  return filter;
}

const COMPARISONS: Readonly<Record<string, ComparisonOperator>> = {
  "=": "=",
  "<>": "<>",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]" };
/** Functions by their names in lower case; those of Cypher are understood as well. */
const FUNCTIONS: Readonly<Record<string, FilterFunction>> = {
  lower: "lower",
  tolower: "lower",
  upper: "upper",
  toupper: "upper",
  size: "size",
  id: "id",
  labels: "labels",
  type: "type",
  source: "source",
  target: "target",
  degree: "degree",
};
const TRUE: Operand = { kind: "literal", value: true };

class Parser {
  readonly #text: string;
  #token: Token;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#token = readToken(text, 0);
  }

  parse(): Filter {
    const filter = this.#or();
    if (this.#token.kind !== "end") throw this.#expected("AND, OR or the end of the filter");
    return filter;
  }

  #or(): Filter {
    const terms = [this.#and()];
    while (this.#takeKeyword("OR")) terms.push(this.#and());
    return terms.length === 1 ? terms[0] : combinable({ kind: "or", terms });
  }

  #and(): Filter {
    const terms = [this.#not()];
    while (this.#takeKeyword("AND")) terms.push(this.#not());
    return terms.length === 1 ? terms[0] : combinable({ kind: "and", terms });
  }

  #not(): Filter {
    if (this.#takeKeyword("NOT")) {
      this.#enter();
      const term = this.#not();
      this.#depth--;
      return combinable({ kind: "not", term });
    }
    if (this.#takeSymbol("(")) {
      this.#enter();
      const inner = this.#or();
      this.#depth--;
      if (!this.#takeSymbol(")")) throw this.#expected("AND, OR or )");
      return inner;
    }
    if (this.#takeSymbol(":")) return this.#labels();
    return this.#condition();
  }

  #enter(): void {
    this.#depth++;
    if (this.#depth > FILTER_DEPTH_MAX)
      throw new LimitError("nesting of a filter", FILTER_DEPTH_MAX, this.#depth);
  }

  #labels(): Filter {
    const names: string[] = [];
    do {
      if (this.#token.kind !== "name") throw this.#expected("a label or a type");
      names.push(this.#token.text);
      this.#advance();
    } while (this.#takeSymbol("|"));
    return combinable({ kind: "class", names });
  }

  #condition(): Filter {
    const left = this.#operand("a condition");
    const token = this.#token;
    if (token.kind === "symbol" && Object.hasOwn(COMPARISONS, token.text)) {
      const operator = COMPARISONS[token.text];
      this.#advance();
      return combinable({ kind: "compare", operator, left, right: this.#operand("a value") });
    }
    if (this.#takeKeyword("IS")) {
      const negated = this.#takeKeyword("NOT");
      if (!this.#takeKeyword("NULL")) throw this.#expected(negated ? "NULL" : "NULL or NOT NULL");
      return unless(negated, { kind: "isNull", operand: left });
    }
    if (this.#takeKeyword("STARTS")) return this.#match("startsWith", left);
    if (this.#takeKeyword("ENDS")) return this.#match("endsWith", left);
    if (this.#takeKeyword("CONTAINS")) return this.#folding("contains", left, this.#operand("a value"));
    if (this.#takeSymbol("=~"))
      return combinable({ kind: "match", operator: "matches", left, right: this.#operand("a pattern") });
    const negated = this.#takeKeyword("NOT");
    if (this.#takeKeyword("IN")) return unless(negated, this.#in(left));
    if (this.#takeKeyword("BETWEEN")) return unless(negated, this.#between(left));
    if (negated) throw this.#expected("IN or BETWEEN");
    if (left.kind === "literal" && left.value !== null && typeof left.value !== "boolean") {
      throw this.#expected("a comparison");
    }
    return combinable({ kind: "compare", operator: "=", left, right: TRUE });
  }

  #match(operator: MatchOperator, left: Operand): Filter {
    if (!this.#takeKeyword("WITH")) throw this.#expected("WITH");
    return this.#folding(operator, left, this.#operand("a value"));
  }

  /** A match, with `IGNORING CASE` after it where that is so. These are keywords nowhere else. */
  #folding(operator: MatchOperator, left: Operand, right: Operand): Filter {
    if (!this.#takeWord("IGNORING")) return combinable({ kind: "match", operator, left, right });
    if (!this.#takeWord("CASE")) throw this.#expected("CASE");
    return combinable({ kind: "match", operator, left, right, ignoringCase: true });
  }

  #takeWord(word: string): boolean {
    if (this.#token.kind !== "name" || this.#token.text.toUpperCase() !== word) return false;
    this.#advance();
    return true;
  }

  /** In a list that is written out or given, or, of an element's own list, whether that contains the value. */
  #in(left: Operand): Expression {
    if (this.#token.kind !== "name") return { kind: "in", operand: left, list: this.#list() };
    return { kind: "match", operator: "contains", left: this.#operand("a list"), right: left };
  }

  #between(operand: Operand): Expression {
    const low = this.#operand("a value");
    if (!this.#takeKeyword("AND")) throw this.#expected("AND and the upper end");
    return { kind: "between", operand, low, high: this.#operand("a value") };
  }

  #list(): Operand[] | ParameterOperand {
    const token = this.#token;
    if (token.kind === "parameter") {
      this.#advance();
      return { kind: "parameter", name: token.text };
    }
    if (token.kind !== "symbol" || !Object.hasOwn(CLOSING, token.text)) {
      throw this.#expected("a list in ( ) or [ ], or a parameter");
    }
    this.#advance();
    const closing = CLOSING[token.text];
    const list: Operand[] = [];
    if (this.#takeSymbol(closing)) return list;
    do list.push(this.#operand("a value"));
    while (this.#takeSymbol(","));
    if (!this.#takeSymbol(closing)) throw this.#expected(`, or ${closing}`);
    return list;
  }

  #operand(what: string): Operand {
    const token = this.#token;
    const operand = operandOf(token);
    if (operand === undefined) throw this.#expected(what);
    this.#advance();
    return operand.kind === "attribute" ? this.#parts(operand.name, token) : operand;
  }

  /** Parses the part that follows a name: the argument of a function, or the way into a document. */
  #parts(name: string, token: Token): Operand {
    if (this.#isSymbol("(")) return this.#call(token);
    const path: (string | number)[] = [];
    for (;;) {
      if (this.#takeSymbol(".")) {
        const part = this.#token;
        if (part.kind !== "name" && part.kind !== "keyword") throw this.#expected("the name of a part");
        path.push(part.kind === "name" ? part.text : this.#text.slice(part.start, part.end));
        this.#advance();
      } else if (this.#takeSymbol("[")) {
        const at = this.#token;
        const position = at.kind === "literal" ? at.value : undefined;
        if (!Number.isSafeInteger(position) || (position as number) < 0) throw this.#expected("a position");
        path.push(position as number);
        this.#advance();
        if (!this.#takeSymbol("]")) throw this.#expected("]");
      } else return path.length === 0 ? { kind: "attribute", name } : { kind: "path", name, path };
    }
  }

  #call(token: Token): Operand {
    const word = this.#text.slice(token.start, token.end);
    const name = FUNCTIONS[word.toLowerCase()];
    if (name === undefined || !Object.hasOwn(FUNCTIONS, word.toLowerCase()))
      throw this.#expected("AND, OR or the end of the filter");
    this.#advance();
    if (this.#takeSymbol(")")) {
      if (!isElementPart(name)) throw this.#expected("a value", token);
      return { kind: "call", name };
    }
    this.#enter();
    const argument = this.#operand("a value");
    this.#depth--;
    if (!this.#takeSymbol(")")) throw this.#expected(")");
    return { kind: "call", name, argument };
  }

  #advance(): void {
    this.#token = readToken(this.#text, this.#token.end);
  }

  #takeKeyword(keyword: string): boolean {
    if (this.#token.kind !== "keyword" || this.#token.text !== keyword) return false;
    this.#advance();
    return true;
  }

  #isSymbol(symbol: string): boolean {
    return this.#token.kind === "symbol" && this.#token.text === symbol;
  }

  #takeSymbol(symbol: string): boolean {
    if (!this.#isSymbol(symbol)) return false;
    this.#advance();
    return true;
  }

  #expected(what: string, token = this.#token): FilterSyntaxError {
    const message = `expected ${what}, got ${describeToken(this.#text, token)}`;
    return new FilterSyntaxError(message, this.#text, token.start);
  }
}

function unless(negated: boolean, expression: Expression): Filter {
  const filter = combinable(expression);
  return negated ? filter.not() : filter;
}

function operandOf(token: Token): Operand | undefined {
  switch (token.kind) {
    case "name":
      return { kind: "attribute", name: token.text };
    case "parameter":
      return { kind: "parameter", name: token.text };
    case "literal":
      return { kind: "literal", value: token.value };
    case "keyword":
      if (token.text === "NULL") return { kind: "literal", value: null };
      if (token.text === "TRUE" || token.text === "FALSE") {
        return { kind: "literal", value: token.text === "TRUE" };
      }
      return undefined;
    default:
      return undefined;
  }
}
