/** Reads queries: clauses, single queries, unions, and what stands before them. */
import { type CypherFault, syntaxFault } from "./cypher-fault.js";
import { PatternParser } from "./parse-pattern.js";
import type {
  Clause,
  Name,
  Paging,
  Projection,
  ProjectionItem,
  QueryBody,
  QueryExpression,
  RemoveItem,
  SetItem,
  SingleQuery,
  SortItem,
  Statement,
  YieldItem,
} from "./tree.js";

/** The tree of a query. Throws a CypherFault for the first thing that cannot be read, a LimitError past a limit. */
export function parseStatement(text: string): Statement {
  return new QueryParser(text).statement();
}

class QueryParser extends PatternParser {
  statement(): Statement {
    const { start } = this.token;
    const mode = this.#mode();
    const body = this.#body();
    this.takeSymbol(";");
    if (this.token.kind !== "end") throw this.#misplaced();
    return { mode, body, start, end: this.end };
  }

  #mode(): Statement["mode"] {
    if (this.takeKeyword("EXPLAIN")) return "explain";
    return this.takeKeyword("PROFILE") ? "profile" : "run";
  }

  /** A clause that is well formed and stands where it may not, or anything else. */
  #misplaced(): CypherFault {
    const { start } = this.token;
    const clause = this.attempt(() => this.#clause());
    if (clause === undefined)
      return this.expected("a clause such as MATCH or RETURN, or the end of the query");
    return syntaxFault(
      "InvalidClauseComposition",
      `expected the end of the query, got another clause`,
      start,
    );
  }

  #body(): QueryBody {
    const { start } = this.token;
    const parts = [this.#single()];
    const all: boolean[] = [];
    while (this.isKeyword("UNION")) {
      const offset = this.next().start;
      const isAll = this.takeKeyword("ALL");
      if (!isAll) this.takeKeyword("DISTINCT");
      if (all.length > 0 && all[0] !== isAll)
        throw syntaxFault(
          "InvalidClauseComposition",
          "expected either UNION or UNION ALL throughout",
          offset,
        );
      all.push(isAll);
      parts.push(this.#single());
    }
    return { parts, all, start, end: this.end };
  }

  #single(): SingleQuery {
    const { start } = this.token;
    const clauses: Clause[] = [];
    for (;;) {
      const clause = this.#clause();
      if (clause === undefined) break;
      clauses.push(clause);
      if (clause.kind === "return" || clause.kind === "finish") break;
    }
    if (clauses.length === 0) throw this.expected("a clause such as MATCH, CREATE or RETURN");
    return { clauses, start, end: this.end };
  }

  protected override subqueryBody(): QueryBody {
    const { start } = this.token;
    const isPattern = this.isSymbol("(") || (this.isName() && this.isSymbol("=", 1)) || this.#isSelector();
    if (!isPattern) return this.#body();
    const patterns = this.patterns();
    const where = this.#where();
    const place = { start, end: this.end };
    const clause: Clause = { kind: "match", optional: false, patterns, where, ...place };
    return { parts: [{ clauses: [clause], ...place }], all: [], ...place };
  }

  #isSelector(): boolean {
    return ["ANY", "ALL", "SHORTEST", "SHORTESTPATH", "ALLSHORTESTPATHS"].includes(this.token.keyword);
  }

  #where(): QueryExpression | undefined {
    return this.takeKeyword("WHERE") ? this.expression() : undefined;
  }

  #clause(): Clause | undefined {
    const { start, keyword } = this.token;
    switch (keyword) {
      case "MATCH":
      case "OPTIONAL":
        return this.#match();
      case "CREATE":
      case "INSERT":
        this.at++;
        return { kind: "create", patterns: this.patterns(), start, end: this.end };
      case "MERGE":
        return this.#merge();
      case "SET":
        this.at++;
        return { kind: "set", items: this.#setItems(), start, end: this.end };
      case "REMOVE":
        return this.#remove();
      case "DELETE":
      case "DETACH":
      case "NODETACH":
        return this.#delete();
      case "UNWIND":
        return this.#unwind();
      case "FOR":
        return this.#for();
      case "WITH":
        return this.#projection("with");
      case "RETURN":
        return this.#projection("return");
      case "CALL":
        return this.#call(false);
      case "FOREACH":
        return this.#forEach();
      case "LOAD":
        return this.#loadCsv();
      case "FILTER":
        this.at++;
        this.takeKeyword("WHERE");
        return { kind: "filter", where: this.expression(), start, end: this.end };
      case "LET":
        return this.#let();
      case "ORDER":
        // a clause that takes nothing would be read for ever
        if (!this.isKeyword("BY", 1)) {
          this.at++;
          throw this.expected("BY");
        }
        return { kind: "page", ...this.#paging(), start, end: this.end };
      case "SKIP":
      case "OFFSET":
      case "LIMIT":
        return { kind: "page", ...this.#paging(), start, end: this.end };
      case "FINISH":
        this.at++;
        return { kind: "finish", start, end: this.end };
      case "USE":
        this.at++;
        return { kind: "use", graph: this.expression(), start, end: this.end };
      default:
        return undefined;
    }
  }

  #match(): Clause {
    const { start } = this.token;
    const optional = this.takeKeyword("OPTIONAL");
    if (optional && this.isKeyword("CALL")) return { ...this.#call(true), start };
    this.needKeyword("MATCH", optional ? " or CALL" : "");
    // each relationship once is how every MATCH works
    if (!this.takeKeyword("DIFFERENT", "RELATIONSHIPS")) this.takeKeyword("DIFFERENT", "EDGES");
    const patterns = this.patterns();
    const where = this.#where();
    return { kind: "match", optional, patterns, where, start, end: this.end };
  }

  #merge(): Clause {
    const { start } = this.next();
    const pattern = this.pattern();
    const actions: { on: "create" | "match"; items: SetItem[] }[] = [];
    while (this.takeKeyword("ON")) {
      const isMatch = this.takeKeyword("MATCH");
      if (!isMatch) this.needKeyword("CREATE", " or MATCH");
      this.needKeyword("SET");
      actions.push({ on: isMatch ? "match" : "create", items: this.#setItems() });
    }
    return { kind: "merge", pattern, actions, start, end: this.end };
  }

  #setItems(): SetItem[] {
    const items = [this.#setItem()];
    while (this.takeSymbol(",")) items.push(this.#setItem());
    return items;
  }

  #setItem(): SetItem {
    const { start } = this.token;
    if (this.isName() && (this.isSymbol("=", 1) || this.isSymbol("+=", 1))) {
      const variable = this.needName("a variable");
      const kind = this.next().text === "=" ? "replace" : "add";
      return { kind, variable, value: this.expression(), start, end: this.end };
    }
    const labels = this.#labelled();
    if (labels !== undefined) return labels;
    const { target, name } = this.#attribute();
    this.needSymbol("=");
    return { kind: "attribute", target, name, value: this.expression(), start, end: this.end };
  }

  /** `variable:Label:Label` or `variable IS Label`. */
  #labelled(): Extract<RemoveItem, { kind: "labels" }> | undefined {
    const { start } = this.token;
    if (!this.isName() || !(this.isSymbol(":", 1) || this.isKeyword("IS", 1))) return undefined;
    const variable = this.needName("a variable");
    this.at++;
    const labels = [this.needName("a label")];
    while (this.takeSymbol(":") || this.takeSymbol("&")) labels.push(this.needName("a label"));
    return { kind: "labels", variable, labels, start, end: this.end };
  }

  #attribute(): { target: QueryExpression; name: string } {
    const attribute = this.postfix();
    if (attribute.kind !== "property")
      throw syntaxFault(
        "UnexpectedSyntax",
        "expected an attribute such as n.name, got another expression",
        attribute.start,
      );
    return { target: attribute.of, name: attribute.name };
  }

  #remove(): Clause {
    const { start } = this.next();
    const items: RemoveItem[] = [];
    do {
      const { start: from } = this.token;
      const labels = this.#labelled();
      items.push(labels ?? { kind: "attribute", ...this.#attribute(), start: from, end: this.end });
    } while (this.takeSymbol(","));
    return { kind: "remove", items, start, end: this.end };
  }

  #delete(): Clause {
    const { start } = this.token;
    const detach = this.takeKeyword("DETACH");
    if (!detach) this.takeKeyword("NODETACH");
    this.needKeyword("DELETE");
    const items = [this.expression()];
    while (this.takeSymbol(",")) items.push(this.expression());
    return { kind: "delete", detach, items, start, end: this.end };
  }

  #unwind(): Clause {
    const { start } = this.next();
    const list = this.expression();
    this.needKeyword("AS");
    const variable = this.needName("a variable");
    return { kind: "unwind", list, variable, counter: undefined, start, end: this.end };
  }

  #for(): Clause {
    const { start } = this.next();
    const variable = this.needName("a variable");
    this.needKeyword("IN");
    const list = this.expression();
    const isCounted = this.areKeywords("WITH", "OFFSET") || this.areKeywords("WITH", "ORDINALITY");
    if (!isCounted) return { kind: "unwind", list, variable, counter: undefined, start, end: this.end };
    this.at++;
    const from = this.next().keyword === "OFFSET" ? 0 : 1;
    const counter = { variable: this.needName("a variable"), from } as const;
    return { kind: "unwind", list, variable, counter, start, end: this.end };
  }

  #projection(kind: "with" | "return"): Projection {
    const { start } = this.next();
    const distinct = this.#isDistinct() && this.takeKeyword("DISTINCT");
    if (!distinct && this.isKeyword("ALL") && !this.isSymbol("(", 1) && this.#startsItem(1)) this.at++;
    const star = this.takeSymbol("*");
    const items: ProjectionItem[] = [];
    if (!star || this.takeSymbol(",")) {
      do items.push(this.#item());
      while (this.takeSymbol(","));
    }
    const paging = this.#paging();
    const where = kind === "with" ? this.#where() : undefined;
    return { kind, distinct, star, items, ...paging, where, start, end: this.end };
  }

  #isDistinct(): boolean {
    return this.isKeyword("DISTINCT") && this.#startsItem(1);
  }

  /** Whether the token there may begin an expression, so that the word before it is no variable. */
  #startsItem(offset: number): boolean {
    const { kind, text, keyword } = this.peek(offset);
    if (kind === "symbol") return ["(", "[", "{", "*", "-", "+"].includes(text);
    return kind !== "end" && !["AS", "ORDER", "SKIP", "LIMIT", "WHERE", "UNION"].includes(keyword);
  }

  #item(): ProjectionItem {
    const { start } = this.token;
    const expression = this.expression();
    const written = this.text.slice(start, this.end);
    const alias = this.takeKeyword("AS") ? this.needName("a name") : undefined;
    const source = alias === undefined && expression.kind !== "variable" ? written : "";
    return { expression, alias, source, start, end: this.end };
  }

  #paging(): Paging {
    const orderBy: SortItem[] = [];
    if (this.takeKeyword("ORDER", "BY")) {
      do orderBy.push(this.#sortItem());
      while (this.takeSymbol(","));
    }
    const skip = this.takeKeyword("SKIP") || this.takeKeyword("OFFSET") ? this.expression() : undefined;
    const limit = this.takeKeyword("LIMIT") ? this.expression() : undefined;
    return { orderBy, skip, limit };
  }

  #sortItem(): SortItem {
    const { start } = this.token;
    const expression = this.expression();
    const descending = this.takeKeyword("DESC") || this.takeKeyword("DESCENDING");
    if (!descending && !this.takeKeyword("ASC")) this.takeKeyword("ASCENDING");
    return { expression, descending, start, end: this.end };
  }

  #call(optional: boolean): Clause {
    const { start } = this.next();
    if (this.isSymbol("{") || this.isSymbol("(")) return this.#callSubquery(start, optional);
    let { name } = this.needName("a procedure or {");
    while (this.takeSymbol(".")) name += `.${this.needName("a procedure").name}`;
    const inputs = this.takeSymbol("(") ? this.#inputs() : undefined;
    const yields = this.takeKeyword("YIELD") ? this.#yields() : undefined;
    const where = yields === undefined ? undefined : this.#where();
    return { kind: "callProcedure", optional, name, inputs, yields, where, start, end: this.end };
  }

  #inputs(): QueryExpression[] {
    const inputs: QueryExpression[] = [];
    if (!this.isSymbol(")")) {
      do inputs.push(this.expression());
      while (this.takeSymbol(","));
    }
    this.needSymbol(")", " or ,");
    return inputs;
  }

  #yields(): YieldItem[] | "*" {
    if (this.takeSymbol("*")) return "*";
    const items: YieldItem[] = [];
    do {
      const { start } = this.token;
      const output = this.needName("an output of the procedure");
      const alias = this.takeKeyword("AS") ? this.needName("a variable") : undefined;
      items.push({ output, alias, start, end: this.end });
    } while (this.takeSymbol(","));
    return items;
  }

  #callSubquery(start: number, optional: boolean): Clause {
    let imports: Name[] | "*" | undefined;
    if (this.takeSymbol("(")) {
      imports = [];
      if (this.takeSymbol("*")) imports = "*";
      else if (!this.isSymbol(")")) {
        do imports.push(this.needName("a variable"));
        while (this.takeSymbol(","));
      }
      this.needSymbol(")", " or ,");
    }
    this.needSymbol("{");
    const body = this.nested(() => this.#body());
    this.needSymbol("}");
    return { kind: "callSubquery", optional, imports, body, start, end: this.end };
  }

  #forEach(): Clause {
    const { start } = this.next();
    this.needSymbol("(");
    const variable = this.needName("a variable");
    this.needKeyword("IN");
    const list = this.within(true);
    this.needSymbol("|");
    const { clauses } = this.nested(() => this.#single());
    this.needSymbol(")");
    return { kind: "forEach", variable, list, clauses, start, end: this.end };
  }

  #loadCsv(): Clause {
    const { start } = this.next();
    this.needKeyword("CSV");
    const headers = this.takeKeyword("WITH", "HEADERS");
    this.needKeyword("FROM");
    const from = this.expression();
    this.needKeyword("AS");
    const variable = this.needName("a variable");
    const separator = this.takeKeyword("FIELDTERMINATOR") ? this.#separator() : undefined;
    return { kind: "loadCsv", headers, from, variable, separator, start, end: this.end };
  }

  #separator(): string {
    const { kind, text } = this.token;
    if (kind !== "string" || text.length !== 1) throw this.expected("a string of one character");
    this.at++;
    return text;
  }

  #let(): Clause {
    const { start } = this.next();
    const items: { variable: Name; value: QueryExpression }[] = [];
    do {
      const variable = this.needName("a variable");
      this.needSymbol("=");
      items.push({ variable, value: this.expression() });
    } while (this.takeSymbol(","));
    return { kind: "let", items, start, end: this.end };
  }
}
