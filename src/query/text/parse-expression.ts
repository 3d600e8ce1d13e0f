/**
 * Reads expressions by precedence, from the loosest: OR; XOR; AND; NOT; comparisons, which chain; predicates on
 * strings, lists, null and types; + - ||; * / %; ^; signs; and what stands behind a value: .name, [index], :Label.
 * Over 500 lines, since the forms of expressions hold each other.
 */
import { type CypherFault, syntaxFault } from "./cypher-fault.js";
import { QueryCursor } from "./query-cursor.js";
import type {
  BinaryOperator,
  ComparisonSymbol,
  LabelExpression,
  MapLiteral,
  Name,
  PathPattern,
  ProjectedEntry,
  QueryBody,
  QueryExpression,
  TypeName,
} from "./tree.js";

const OR = 1;
const NOT = 4;
const COMPARISON = 5;
const PREDICATE = 6;
const SUM = 7;
const PRODUCT = 8;
const POWER = 9;
const RANKS: Readonly<Record<string, number>> = {
  OR,
  XOR: 2,
  AND: 3,
  "=": COMPARISON,
  "<>": COMPARISON,
  "!=": COMPARISON,
  "<": COMPARISON,
  "<=": COMPARISON,
  ">": COMPARISON,
  ">=": COMPARISON,
  IN: PREDICATE,
  STARTS: PREDICATE,
  ENDS: PREDICATE,
  CONTAINS: PREDICATE,
  IS: PREDICATE,
  "=~": PREDICATE,
  "::": PREDICATE,
  "+": SUM,
  "-": SUM,
  "||": SUM,
  "*": PRODUCT,
  "/": PRODUCT,
  "%": PRODUCT,
  "^": POWER,
};
const QUANTIFIERS: Readonly<Record<string, "all" | "any" | "none" | "single">> = {
  ALL: "all",
  ANY: "any",
  NONE: "none",
  SINGLE: "single",
};
const SUBQUERIES: Readonly<Record<string, "exists" | "count" | "collect">> = {
  EXISTS: "exists",
  COUNT: "count",
  COLLECT: "collect",
};
/** Types whose names have several words, or several names. */
const TYPE_NAMES: readonly (readonly [words: readonly string[], name: string])[] = [
  [["PROPERTY", "VALUE"], "PROPERTY VALUE"],
  [["ANY", "PROPERTY", "VALUE"], "PROPERTY VALUE"],
  [["ANY", "VALUE"], "ANY"],
  [["ANY", "NODE"], "NODE"],
  [["ANY", "VERTEX"], "NODE"],
  [["ANY", "RELATIONSHIP"], "RELATIONSHIP"],
  [["ANY", "EDGE"], "RELATIONSHIP"],
  [["ANY", "MAP"], "MAP"],
  [["SIGNED", "INTEGER"], "INTEGER"],
  [["LOCAL", "TIME"], "LOCAL TIME"],
  [["LOCAL", "DATETIME"], "LOCAL DATETIME"],
  [["ZONED", "TIME"], "ZONED TIME"],
  [["ZONED", "DATETIME"], "ZONED DATETIME"],
  [["TIME", "WITH", "TIMEZONE"], "ZONED TIME"],
  [["TIME", "WITH", "TIME", "ZONE"], "ZONED TIME"],
  [["TIME", "WITHOUT", "TIMEZONE"], "LOCAL TIME"],
  [["TIME", "WITHOUT", "TIME", "ZONE"], "LOCAL TIME"],
  [["TIMESTAMP", "WITH", "TIMEZONE"], "ZONED DATETIME"],
  [["TIMESTAMP", "WITH", "TIME", "ZONE"], "ZONED DATETIME"],
  [["TIMESTAMP", "WITHOUT", "TIMEZONE"], "LOCAL DATETIME"],
  [["TIMESTAMP", "WITHOUT", "TIME", "ZONE"], "LOCAL DATETIME"],
  [["BOOL"], "BOOLEAN"],
  [["VARCHAR"], "STRING"],
  [["INT"], "INTEGER"],
  [["VERTEX"], "NODE"],
  [["EDGE"], "RELATIONSHIP"],
  [["ARRAY"], "LIST"],
  [["TIME"], "ZONED TIME"],
  [["DATETIME"], "ZONED DATETIME"],
  [["LOCALTIME"], "LOCAL TIME"],
  [["LOCALDATETIME"], "LOCAL DATETIME"],
  ..."BOOLEAN STRING INTEGER FLOAT DATE DURATION POINT NODE RELATIONSHIP MAP PATH LIST NOTHING NULL ANY NUMBER"
    .split(" ")
    .map((name) => [[name], name] as const),
];

export abstract class ExpressionParser extends QueryCursor {
  /** Whether a bar ends what is being read, as in `[x IN xs WHERE x:A | x]`. */
  #barEnds = false;
  /** Places of tokens where reading a pattern, or a comprehension, has failed. */
  readonly #noPattern = new Set<number>();
  readonly #noComprehension = new Set<number>();

  /** One path pattern as it is written in expressions: nodes and relationships. */
  protected abstract relationshipsPattern(): PathPattern;
  /** `shortestPath(…)` or `allShortestPaths(…)`. */
  protected abstract shortestPathPattern(): PathPattern;
  /** The text between the braces of a subquery. */
  protected abstract subqueryBody(): QueryBody;

  protected expression(): QueryExpression {
    this.enter();
    const expression = this.#operation(OR);
    this.leave();
    return expression;
  }

  protected override attempt<R>(read: () => R): R | undefined {
    const before = this.#barEnds;
    const found = super.attempt(read);
    this.#barEnds = before;
    return found;
  }

  /** An expression within brackets, where a bar ends nothing; or one that a bar ends. */
  protected within(barEnds: boolean): QueryExpression {
    const before = this.#barEnds;
    this.#barEnds = barEnds;
    const part = this.expression();
    this.#barEnds = before;
    return part;
  }

  #rank(): number {
    const { token } = this;
    if (token.kind === "symbol") return RANKS[token.text] ?? 0;
    return token.keyword !== "" && Object.hasOwn(RANKS, token.keyword) ? RANKS[token.keyword]! : 0;
  }

  #operation(rankMin: number): QueryExpression {
    let left = this.isKeyword("NOT") ? this.#negation() : this.#signed();
    for (;;) {
      const rank = this.#rank();
      if (rank < rankMin || rank === 0) return left;
      if (rank === COMPARISON) left = this.#comparison(left);
      else if (rank === PREDICATE) left = this.#predicate(left);
      else left = this.#chain(left, rank);
    }
  }

  #negation(): QueryExpression {
    const { start } = this.next();
    this.enter();
    const operand = this.#operation(NOT);
    this.leave();
    return { kind: "unary", operator: "NOT", operand, start, end: operand.end };
  }

  #chain(first: QueryExpression, rank: number): QueryExpression {
    const operands = [first];
    const operators: BinaryOperator[] = [];
    while (this.#rank() === rank) {
      const token = this.next();
      if (token.text === "-") this.#checkDash(token.start);
      operators.push((token.keyword || token.text) as BinaryOperator);
      operands.push(this.#operation(rank + 1));
    }
    return { kind: "binary", operands, operators, start: first.start, end: this.end };
  }

  /** Patterns may be drawn with any dash; a difference is written with a hyphen. */
  #checkDash(offset: number): void {
    if (this.text[offset] === "-") return;
    const got = JSON.stringify(this.text[offset]);
    throw syntaxFault("InvalidUnicodeCharacter", `expected an operator such as -, got ${got}`, offset);
  }

  #comparison(first: QueryExpression): QueryExpression {
    const operands = [first];
    const operators: ComparisonSymbol[] = [];
    while (this.#rank() === COMPARISON) {
      const { text } = this.next();
      operators.push(text === "!=" ? "<>" : (text as ComparisonSymbol));
      operands.push(this.#operation(COMPARISON + 1));
    }
    return { kind: "comparison", operands, operators, start: first.start, end: this.end };
  }

  #predicate(first: QueryExpression): QueryExpression {
    let left = first;
    for (let depth = 1; this.#rank() === PREDICATE; depth++) {
      this.checkDepth(depth);
      left = this.#predicateOn(left);
    }
    return left;
  }

  #predicateOn(operand: QueryExpression): QueryExpression {
    const { start } = operand;
    if (this.takeSymbol("::")) return this.#typed(operand, false);
    if (!this.takeKeyword("IS")) {
      const operator = this.#predicateOperator();
      const right = this.#operation(PREDICATE + 1);
      return { kind: "binary", operands: [operand, right], operators: [operator], start, end: this.end };
    }
    const negated = this.takeKeyword("NOT");
    if (this.takeKeyword("TYPED") || this.takeSymbol("::")) return this.#typed(operand, negated);
    this.needKeyword("NULL", " or TYPED");
    return { kind: "isNull", operand, negated, start, end: this.end };
  }

  #typed(operand: QueryExpression, negated: boolean): QueryExpression {
    const type = this.#type();
    return { kind: "isTyped", operand, type, negated, start: operand.start, end: this.end };
  }

  #predicateOperator(): BinaryOperator {
    const token = this.next();
    if (token.keyword !== "STARTS" && token.keyword !== "ENDS")
      return (token.keyword || token.text) as BinaryOperator;
    this.needKeyword("WITH");
    return token.keyword === "STARTS" ? "STARTS WITH" : "ENDS WITH";
  }

  #signed(): QueryExpression {
    if (!this.isSymbol("-") && !this.isSymbol("+")) return this.#rest(this.#atom());
    const { start, text } = this.next();
    if (text === "-") this.#checkDash(start);
    if (text === "-" && (this.token.kind === "integer" || this.token.kind === "float")) {
      // the smallest integer has no positive counterpart
      const number = this.#number(start, true);
      return this.#rest(number);
    }
    this.enter();
    const operand = this.isKeyword("NOT") ? this.#negation() : this.#signed();
    this.leave();
    return { kind: "unary", operator: text as "-" | "+", operand, start, end: operand.end };
  }

  /** A value and what stands behind it. */
  protected postfix(): QueryExpression {
    return this.#rest(this.#atom());
  }

  #rest(atom: QueryExpression): QueryExpression {
    let value = atom;
    const { start } = atom;
    for (let depth = 1; ; depth++) {
      this.checkDepth(depth);
      if (this.isSymbol(".")) {
        this.at++;
        const { name } = this.needName("the name of an attribute");
        value = { kind: "property", of: value, name, start, end: this.end };
      } else if (this.isSymbol("[")) value = this.#indexed(value);
      else if (this.isSymbol(":") && this.#mayHaveLabels(value)) {
        this.at++;
        const labels = this.labelExpression(this.#barEnds);
        value = { kind: "hasLabels", operand: value, labels, start, end: this.end };
      } else return value;
    }
  }

  #mayHaveLabels(value: QueryExpression): boolean {
    return value.kind !== "literal" && value.kind !== "map";
  }

  #indexed(of: QueryExpression): QueryExpression {
    const { start } = of;
    this.at++;
    const from = this.isSymbol("..") ? undefined : this.within(false);
    if (from !== undefined && this.takeSymbol("]"))
      return { kind: "index", of, at: from, start, end: this.end };
    this.needSymbol("..", " or ]");
    const to = this.isSymbol("]") ? undefined : this.within(false);
    this.needSymbol("]");
    return { kind: "slice", of, from, to, start, end: this.end };
  }

  #atom(): QueryExpression {
    const { kind, start, end, text } = this.token;
    switch (kind) {
      case "integer":
      case "float":
        return this.#number(start, false);
      case "string":
        this.at++;
        return { kind: "literal", value: text, start, end };
      case "parameter":
        this.at++;
        return { kind: "parameter", name: text, start, end };
      case "malformed":
        throw malformedNumber(text, start);
      case "name":
        return this.#named();
      case "symbol":
        if (text === "(") return this.#parenthesized();
        if (text === "[") return this.#bracketed();
        if (text === "{") return this.mapLiteral();
    }
    throw this.expected("an expression");
  }

  #number(start: number, negative: boolean): QueryExpression {
    const { kind, text, end } = this.next();
    if (kind === "integer") {
      const magnitude = BigInt(text.toLowerCase());
      if (magnitude > 2n ** 63n - (negative ? 0n : 1n)) {
        const got = `${negative ? "-" : ""}${text}`;
        throw syntaxFault("IntegerOverflow", `expected an integer of 64 bits, got ${got}`, start);
      }
      return { kind: "literal", value: negative ? -magnitude : magnitude, start, end };
    }
    const value = Number(text);
    if (!Number.isFinite(value))
      throw syntaxFault(
        "FloatingPointOverflow",
        `expected a number that a float can hold, got ${text}`,
        start,
      );
    return { kind: "literal", value: negative ? -value : value, start, end };
  }

  #parenthesized(): QueryExpression {
    const pattern = this.#patternHere(() => this.relationshipsPattern());
    if (pattern !== undefined) {
      return { kind: "patternPredicate", pattern, start: pattern.start, end: pattern.end };
    }
    this.at++;
    const inner = this.within(false);
    this.needSymbol(")");
    return inner;
  }

  /** A pattern, if what is in these parentheses may be a node with an arrow behind it. */
  #patternHere(read: () => PathPattern): PathPattern | undefined {
    const { partner } = this.token;
    if (partner < 0 || this.#noPattern.has(this.at) || !this.#isArrow(partner + 1 - this.at))
      return undefined;
    const place = this.at;
    const pattern = this.attempt(read);
    if (pattern === undefined) this.#noPattern.add(place);
    return pattern;
  }

  #isArrow(offset: number): boolean {
    const dash = this.isSymbol("<", offset) ? offset + 1 : offset;
    return this.isSymbol("-", dash) && (this.isSymbol("[", dash + 1) || this.isSymbol("-", dash + 1));
  }

  #bracketed(): QueryExpression {
    if (this.isName(1) && this.isKeyword("IN", 2) && !this.#noComprehension.has(this.at)) {
      const place = this.at;
      const comprehension = this.#listComprehension();
      if (comprehension !== undefined) return comprehension;
      this.#noComprehension.add(place);
      this.at = place;
    }
    const pattern = this.#patternComprehension();
    if (pattern !== undefined) return pattern;
    const { start } = this.next();
    const items: QueryExpression[] = [];
    if (!this.isSymbol("]")) {
      do items.push(this.within(false));
      while (this.takeSymbol(","));
    }
    this.needSymbol("]", " or ,");
    return { kind: "list", items, start, end: this.end };
  }

  /** Undefined where a comma shows that it is a list, whose first item asks what is IN another one. */
  #listComprehension(): QueryExpression | undefined {
    const { start } = this.next();
    const variable = this.needName("a variable");
    this.at++;
    const list = this.within(true);
    const where = this.takeKeyword("WHERE") ? this.within(true) : undefined;
    const result = this.takeSymbol("|") ? this.within(false) : undefined;
    if (where === undefined && result === undefined && !this.isSymbol("]")) {
      if (this.isSymbol(",") || this.#rank() > 0) return undefined;
    }
    this.needSymbol("]", " or |");
    return { kind: "listComprehension", variable, list, where, result, start, end: this.end };
  }

  #patternComprehension(): QueryExpression | undefined {
    const isNamed = this.isName(1) && this.isSymbol("=", 2) && this.isSymbol("(", 3);
    if (!isNamed && !this.isSymbol("(", 1)) return undefined;
    const place = this.at;
    const { start } = this.next();
    const variable = isNamed ? this.needName("a variable") : undefined;
    if (isNamed) this.at++;
    const pattern = this.#patternHere(() => this.relationshipsPattern());
    if (pattern === undefined || !(this.isKeyword("WHERE") || this.isSymbol("|"))) {
      this.at = place;
      return undefined;
    }
    const where = this.takeKeyword("WHERE") ? this.within(true) : undefined;
    this.needSymbol("|");
    const result = this.within(false);
    this.needSymbol("]");
    return {
      kind: "patternComprehension",
      pattern: { ...pattern, variable, start: variable?.start ?? pattern.start },
      where,
      result,
      start,
      end: this.end,
    };
  }

  /** A map such as `{name: 'Ada', born: 1815}`. */
  protected mapLiteral(): MapLiteral {
    const { start } = this.token;
    this.needSymbol("{");
    const entries: { name: Name; value: QueryExpression }[] = [];
    if (!this.isSymbol("}")) {
      do {
        const name = this.needName("the name of an entry");
        this.needSymbol(":");
        entries.push({ name, value: this.within(false) });
      } while (this.takeSymbol(","));
    }
    this.needSymbol("}", " or ,");
    return { kind: "map", entries, start, end: this.end };
  }

  #named(): QueryExpression {
    const { token } = this;
    const { keyword, start, end } = token;
    if (keyword === "NULL" || keyword === "TRUE" || keyword === "FALSE") {
      this.at++;
      return { kind: "literal", value: keyword === "NULL" ? null : keyword === "TRUE", start, end };
    }
    if (keyword === "CASE" && this.#opensCase()) return this.#case();
    if (Object.hasOwn(SUBQUERIES, keyword) && this.isSymbol("{", 1) && !this.#opensProjection()) {
      return this.#subquery(SUBQUERIES[keyword]!);
    }
    if (this.isSymbol("(", 1)) return this.#calledOrRead();
    if (this.#isNamespaced()) return this.#call();
    if (this.isSymbol("{", 1)) return this.#mapProjection();
    this.at++;
    return { kind: "variable", name: token.text, start, end };
  }

  /** A variable may be called "case": then an operator, a comma or the like stands behind it. */
  #opensCase(): boolean {
    const { kind, text } = this.peek();
    if (kind === "end") return false;
    return kind !== "symbol" || ["(", "[", "{", "-", "+"].includes(text);
  }

  /** `count {.name}` is a projection of a variable that is called so. */
  #opensProjection(): boolean {
    return this.isSymbol(".", 2) || this.isSymbol("}", 2);
  }

  #isNamespaced(): boolean {
    let offset = 1;
    while (this.isSymbol(".", offset) && this.isName(offset + 1)) offset += 2;
    return offset > 1 && this.isSymbol("(", offset);
  }

  #calledOrRead(): QueryExpression {
    const { keyword } = this.token;
    if (keyword === "SHORTESTPATH" || keyword === "ALLSHORTESTPATHS") {
      const pattern = this.shortestPathPattern();
      return { kind: "shortestPath", pattern, start: pattern.start, end: pattern.end };
    }
    const isIteration = this.isName(2) && this.isKeyword("IN", 3);
    if (Object.hasOwn(QUANTIFIERS, keyword) && isIteration) return this.#quantifier(QUANTIFIERS[keyword]!);
    if (keyword === "REDUCE" && this.isName(2) && this.isSymbol("=", 3)) return this.#reduce();
    if (keyword === "CAST") {
      const cast = this.attempt(() => this.#cast());
      if (cast !== undefined) return cast;
    }
    return this.#call();
  }

  #call(): QueryExpression {
    const { start } = this.token;
    let { name } = this.needName("a function");
    while (this.takeSymbol(".")) name += `.${this.needName("a function").name}`;
    this.needSymbol("(");
    if (this.isSymbol("*") && this.isSymbol(")", 1)) {
      this.at += 2;
      return { kind: "call", name, distinct: false, star: true, items: [], start, end: this.end };
    }
    const distinct = !this.isSymbol(")", 1) && !this.isSymbol(",", 1) && this.takeKeyword("DISTINCT");
    const items: QueryExpression[] = [];
    if (!this.isSymbol(")")) {
      do items.push(this.within(false));
      while (this.takeSymbol(","));
    }
    this.needSymbol(")", " or ,");
    return { kind: "call", name, distinct, star: false, items, start, end: this.end };
  }

  #quantifier(quantifier: "all" | "any" | "none" | "single"): QueryExpression {
    const { start } = this.next();
    this.at++;
    const variable = this.needName("a variable");
    this.at++;
    const list = this.within(false);
    this.needKeyword("WHERE");
    const where = this.within(false);
    this.needSymbol(")");
    return { kind: "quantifier", quantifier, variable, list, where, start, end: this.end };
  }

  #reduce(): QueryExpression {
    const { start } = this.next();
    this.at++;
    const accumulator = this.needName("a variable");
    this.needSymbol("=");
    const initial = this.within(false);
    this.needSymbol(",");
    const variable = this.needName("a variable");
    this.needKeyword("IN");
    const list = this.within(true);
    this.needSymbol("|");
    const body = this.within(false);
    this.needSymbol(")");
    return { kind: "reduce", accumulator, initial, variable, list, body, start, end: this.end };
  }

  #cast(): QueryExpression {
    const { start } = this.next();
    this.needSymbol("(");
    const operand = this.within(false);
    this.needKeyword("AS");
    const type = this.#type();
    this.needSymbol(")");
    return { kind: "cast", operand, type, start, end: this.end };
  }

  #case(): QueryExpression {
    const { start } = this.next();
    const operand = this.isKeyword("WHEN") ? undefined : this.within(false);
    const branches: { when: QueryExpression; result: QueryExpression }[] = [];
    this.needKeyword("WHEN");
    do {
      const when = this.within(false);
      this.needKeyword("THEN");
      branches.push({ when, result: this.within(false) });
    } while (this.takeKeyword("WHEN"));
    const otherwise = this.takeKeyword("ELSE") ? this.within(false) : undefined;
    this.needKeyword("END", ", ELSE or WHEN");
    return { kind: "case", operand, branches, otherwise, start, end: this.end };
  }

  #subquery(form: "exists" | "count" | "collect"): QueryExpression {
    const { start } = this.next();
    this.needSymbol("{");
    const before = this.#barEnds;
    this.#barEnds = false;
    const body = this.nested(() => this.subqueryBody());
    this.#barEnds = before;
    this.needSymbol("}");
    return { kind: "subquery", form, body, start, end: this.end };
  }

  #mapProjection(): QueryExpression {
    const of = this.needName("a variable");
    this.needSymbol("{");
    const items: ProjectedEntry[] = [];
    if (!this.isSymbol("}")) {
      do items.push(this.#projectedEntry());
      while (this.takeSymbol(","));
    }
    this.needSymbol("}", " or ,");
    return { kind: "mapProjection", of, items, start: of.start, end: this.end };
  }

  #projectedEntry(): ProjectedEntry {
    const { start } = this.token;
    if (this.takeSymbol(".")) {
      if (this.takeSymbol("*")) return { kind: "all", start, end: this.end };
      const { name } = this.needName("the name of an attribute or *");
      return { kind: "attribute", name, start, end: this.end };
    }
    const { name } = this.needName("the name of an entry, a variable or .");
    if (!this.takeSymbol(":")) return { kind: "own", name, start, end: this.end };
    return { kind: "entry", name, value: this.within(false), start, end: this.end };
  }

  /** A type such as INTEGER or `LIST<STRING NOT NULL>`, or several with bars between. */
  #type(): TypeName {
    return this.nested(() => {
      const first = this.#typeMember();
      const members = [first];
      while (this.isSymbol("|") && !this.#barEnds) {
        this.at++;
        members.push(this.#typeMember());
      }
      if (members.length === 1) return first;
      return { name: "", of: undefined, members, notNull: false, start: first.start, end: this.end };
    });
  }

  #typeMember(): TypeName {
    const { start } = this.token;
    const found = TYPE_NAMES.find(([words]) => this.areKeywords(...words)) ?? this.#sizedInteger();
    if (found === undefined) throw this.expected("a type such as INTEGER, STRING or LIST<FLOAT>");
    const [words, name] = found;
    this.at += words.length;
    if ((name === "LIST" || name === "ANY") && this.takeSymbol("<")) {
      const before = this.#barEnds;
      this.#barEnds = false;
      const of = this.#type();
      this.#barEnds = before;
      this.needSymbol(">");
      if (name === "ANY") return { ...of, start, end: this.end };
      return { name, of, members: [], notNull: this.#notNull(), start, end: this.end };
    }
    return { name, of: undefined, members: [], notNull: this.#notNull(), start, end: this.end };
  }

  /** INT64 and its like have digits, and so are no keywords. */
  #sizedInteger(): readonly [readonly string[], string] | undefined {
    const { kind, text } = this.token;
    if (kind !== "name") return undefined;
    if (/^int(eger)?(8|16|32|64)$/i.test(text)) return [["INTEGER"], "INTEGER"];
    return /^float(32|64)$/i.test(text) ? [["FLOAT"], "FLOAT"] : undefined;
  }

  #notNull(): boolean {
    return this.takeKeyword("NOT", "NULL") || this.takeSymbol("!");
  }

  /** Labels or types after their colon: names with `&`, `:`, `|`, `!`, `%` and parentheses. */
  protected labelExpression(barEnds: boolean): LabelExpression {
    return this.nested(() => {
      let left = this.#labelConjunction();
      for (let depth = 1; !barEnds && this.takeSymbol("|"); depth++) {
        this.checkDepth(depth);
        this.takeSymbol(":");
        const right = this.#labelConjunction();
        left = { kind: "or", left, right, start: left.start, end: this.end };
      }
      return left;
    });
  }

  #labelConjunction(): LabelExpression {
    let left = this.#labelTerm();
    for (let depth = 1; this.takeSymbol("&") || this.takeSymbol(":"); depth++) {
      this.checkDepth(depth);
      const right = this.#labelTerm();
      left = { kind: "and", left, right, start: left.start, end: this.end };
    }
    return left;
  }

  #labelTerm(): LabelExpression {
    const { start } = this.token;
    if (this.takeSymbol("!")) {
      const operand = this.nested(() => this.#labelTerm());
      return { kind: "not", operand, start, end: this.end };
    }
    if (this.takeSymbol("%")) return { kind: "any", start, end: this.end };
    if (this.takeSymbol("(")) {
      const inner = this.labelExpression(false);
      this.needSymbol(")");
      return inner;
    }
    const { name } = this.needName("a label or a type");
    return { kind: "label", name, start, end: this.end };
  }
}

function malformedNumber(text: string, offset: number): CypherFault {
  return syntaxFault(
    "InvalidNumberLiteral",
    `expected a number such as 42, 1.5e3, 0x2A or 0o52, got ${text}`,
    offset,
  );
}
