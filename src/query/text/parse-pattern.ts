/** Reads patterns: nodes in parentheses, relationships as arrows, quantified parts, and which paths are kept. */
import { syntaxFault } from "./cypher-fault.js";
import { ExpressionParser } from "./parse-expression.js";
import type {
  GroupPattern,
  LabelExpression,
  Name,
  NodePattern,
  PathPattern,
  PathSelector,
  PatternElement,
  QueryExpression,
  RelationshipPattern,
  Repetition,
} from "./tree.js";

export abstract class PatternParser extends ExpressionParser {
  /** Path patterns with commas between. */
  protected patterns(): PathPattern[] {
    const patterns = [this.pattern()];
    while (this.takeSymbol(",")) patterns.push(this.pattern());
    return patterns;
  }

  /** A path pattern of MATCH, CREATE or MERGE, with its variable. */
  protected pattern(): PathPattern {
    const { start } = this.token;
    const isNamed = this.isName() && this.isSymbol("=", 1);
    const variable = isNamed ? this.needName("a variable") : undefined;
    if (isNamed) this.at++;
    const isShortest = this.isKeyword("SHORTESTPATH") || this.isKeyword("ALLSHORTESTPATHS");
    if (isShortest && this.isSymbol("(", 1))
      return { ...this.shortestPathPattern(), variable, start, end: this.end };
    const selector = this.#selector();
    const elements = this.#elements(true);
    return { variable, selector, shortest: undefined, elements, start, end: this.end };
  }

  protected override shortestPathPattern(): PathPattern {
    const { start, keyword } = this.next();
    this.needSymbol("(");
    const elements = this.#elements(false);
    this.needSymbol(")");
    const shortest = keyword === "SHORTESTPATH" ? "shortestPath" : "allShortestPaths";
    return { variable: undefined, selector: undefined, shortest, elements, start, end: this.end };
  }

  protected override relationshipsPattern(): PathPattern {
    const { start } = this.token;
    const elements = this.#elements(false);
    if (elements.length < 3) throw this.expected("a relationship such as -->");
    return { variable: undefined, selector: undefined, shortest: undefined, elements, start, end: this.end };
  }

  /** ANY SHORTEST, ALL SHORTEST, SHORTEST 3, SHORTEST 2 GROUPS, ANY 5; each with PATH or PATHS behind it. */
  #selector(): PathSelector | undefined {
    const { start } = this.token;
    const selected = this.#selected();
    if (selected === undefined) return undefined;
    if (!this.takeKeyword("PATHS")) this.takeKeyword("PATH");
    const groups = this.takeKeyword("GROUPS") || this.takeKeyword("GROUP");
    if (groups) return { kind: "groups", count: selected.count, start, end: this.end };
    return { ...selected, start, end: this.end };
  }

  #selected(): Pick<PathSelector, "kind" | "count"> | undefined {
    if (this.takeKeyword("ALL", "SHORTEST")) return { kind: "allShortest", count: 1 };
    if (this.takeKeyword("ANY", "SHORTEST")) return { kind: "shortest", count: 1 };
    if (this.takeKeyword("SHORTEST")) return { kind: "shortest", count: this.#pathCount() };
    if (this.takeKeyword("ANY")) return { kind: "any", count: this.#pathCount() };
    if (this.isKeyword("ALL") && !this.isSymbol("(", 1)) this.at++;
    else if (!this.isKeyword("ALL")) return undefined;
    else this.at++;
    if (!this.takeKeyword("PATHS")) this.takeKeyword("PATH");
    return undefined;
  }

  #pathCount(): number {
    const { start } = this.token;
    const count = this.takeCount() ?? 1;
    if (count < 1)
      throw syntaxFault("InvalidArgumentValue", "expected a number of paths of at least 1, got 0", start);
    return count;
  }

  #elements(groups: boolean): PatternElement[] {
    const elements: PatternElement[] = [this.#node(groups)];
    for (;;) {
      if (this.isSymbol("-") || this.isSymbol("<")) {
        elements.push(this.#relationship(groups), this.#node(groups));
      } else if (groups && this.isSymbol("(")) elements.push(this.#node(groups));
      else return elements;
    }
  }

  #node(groups: boolean): NodePattern | GroupPattern {
    const { start } = this.token;
    if (groups && this.#opensGroup()) return this.nested(() => this.#group());
    this.needSymbol("(", " and a node");
    const variable = this.#variable(")");
    const labels = this.#labels();
    const properties = this.#properties();
    const where = this.takeKeyword("WHERE") ? this.expression() : undefined;
    this.needSymbol(")");
    return { kind: "node", variable, labels, properties, where, start, end: this.end };
  }

  /** A parenthesis opens a group if a node, or the name of a path, follows. */
  #opensGroup(): boolean {
    if (!this.isSymbol("(")) return false;
    return this.isSymbol("(", 1) || (this.isName(1) && this.isSymbol("=", 2));
  }

  #group(): GroupPattern {
    const { start } = this.next();
    const pattern = this.pattern();
    const where = this.takeKeyword("WHERE") ? this.expression() : undefined;
    this.needSymbol(")");
    const quantifier = this.#quantifier();
    return { kind: "group", pattern, where, quantifier, start, end: this.end };
  }

  /** `{2}`, `{1,3}`, `{1,}`, `{,3}`, `+` or `*`. */
  #quantifier(): Repetition | undefined {
    const { start } = this.token;
    if (this.takeSymbol("+")) return { from: 1, to: undefined, start, end: this.end };
    if (this.takeSymbol("*")) return { from: 0, to: undefined, start, end: this.end };
    if (!this.isSymbol("{")) return undefined;
    this.at++;
    const from = this.takeCount();
    if (from !== undefined && this.takeSymbol("}")) return this.#range(from, from, start);
    this.needSymbol(",", " or }");
    const to = this.takeCount();
    this.needSymbol("}");
    return this.#range(from ?? 0, to, start);
  }

  #range(from: number, to: number | undefined, start: number): Repetition {
    return { from, to, start, end: this.end };
  }

  /** A variable, unless the name begins an inline WHERE. */
  #variable(closing: string): Name | undefined {
    if (!this.isName()) return undefined;
    if (this.isKeyword("WHERE") && ![closing, ":", "{"].some((symbol) => this.isSymbol(symbol, 1)))
      return undefined;
    return this.needName("a variable");
  }

  #labels(): LabelExpression | undefined {
    if (this.takeSymbol(":")) return this.labelExpression(false);
    return this.takeKeyword("IS") ? this.labelExpression(false) : undefined;
  }

  #properties(): QueryExpression | undefined {
    if (this.isSymbol("{")) return this.mapLiteral();
    if (this.token.kind !== "parameter") return undefined;
    const { start, end, text } = this.next();
    return { kind: "parameter", name: text, start, end };
  }

  #relationship(groups: boolean): RelationshipPattern {
    const { start } = this.token;
    const isLeft = this.takeSymbol("<");
    this.needSymbol("-");
    const inner = this.takeSymbol("[") ? this.#inner() : NOTHING;
    this.needSymbol("-");
    const isRight = this.takeSymbol(">");
    const direction = isLeft === isRight ? "both" : isLeft ? "left" : "right";
    const quantifier = groups ? this.#quantifier() : undefined;
    return { kind: "relationship", direction, ...inner, quantifier, start, end: this.end };
  }

  #inner(): Pick<RelationshipPattern, "variable" | "types" | "length" | "properties" | "where"> {
    const variable = this.#variable("]");
    const types = this.#labels();
    const length = this.#length();
    const properties = this.#properties();
    const where = this.takeKeyword("WHERE") ? this.expression() : undefined;
    this.needSymbol("]");
    return { variable, types, length, properties, where };
  }

  /** `*`, `*2`, `*1..3`, `*..3`, `*1..` or `*..`. */
  #length(): Repetition | undefined {
    const { start } = this.token;
    const isMissing = this.isSymbol("..");
    if (!isMissing && !this.takeSymbol("*")) return undefined;
    if (isMissing || this.isSymbol("-")) {
      const message = "expected a length such as *, *2 or *1..3, of numbers of at least 0";
      throw syntaxFault("InvalidRelationshipPattern", message, start);
    }
    const from = this.takeCount();
    if (!this.takeSymbol("..")) return this.#range(from ?? 1, from, start);
    return this.#range(from ?? 1, this.takeCount(), start);
  }
}

const NOTHING = {
  variable: undefined,
  types: undefined,
  length: undefined,
  properties: undefined,
  where: undefined,
};
