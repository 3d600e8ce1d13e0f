/** Binds patterns: of MATCH, which find, and of CREATE and MERGE, which make. */
import { type CypherFault, syntaxFault } from "../text/cypher-fault.js";
import type {
  GroupPattern,
  LabelExpression,
  Name,
  NodePattern,
  PathPattern,
  PatternElement,
  QueryExpression,
  RelationshipPattern,
  Repetition,
} from "../text/tree.js";
import { ExpressionBinder } from "./bind-expression.js";
import type {
  BoundGroup,
  BoundMatch,
  BoundNode,
  BoundPath,
  BoundProperties,
  BoundRelationship,
  Slot,
} from "./bound.js";
import type { VariableScope } from "./scope.js";
import {
  isNever,
  listOf,
  MAP_TYPE,
  NODE_TYPE,
  PATH_TYPE,
  RELATIONSHIP_TYPE,
  type StaticType,
} from "./static-type.js";

/** How patterns of one clause are read. */
interface PatternUse {
  readonly scope: VariableScope;
  readonly clause: "MATCH" | "CREATE" | "MERGE";
  /** Whether variables that are not known may be bound. */
  readonly mayBind: boolean;
  /** Relationships that are in the clause already. */
  readonly relationships: Set<string>;
  /** Conditions of groups without a quantifier, which belong to the whole. */
  readonly conditions: QueryExpression[];
  /** Variables of a group around this pattern that it may not share. */
  readonly before: VariableScope;
}

export abstract class PatternBinder extends ExpressionBinder {
  /** Binds path patterns that find; new variables are put into `scope`. */
  protected match(
    patterns: readonly PathPattern[],
    where: QueryExpression | undefined,
    scope: VariableScope,
    offset: number,
    mayBind = true,
  ): BoundMatch {
    const known = scope.known();
    const use: PatternUse = {
      scope,
      clause: "MATCH",
      mayBind,
      relationships: new Set(),
      conditions: [],
      // nothing but a group asks for what there was before
      before: patterns.some(hasGroup) ? scope.copy() : scope,
    };
    const paths = patterns.map((pattern) => this.#path(pattern, use));
    const conditions = where === undefined ? use.conditions : [...use.conditions, where];
    const bound = conditions.map((condition) => this.predicate(condition, scope));
    const all =
      bound.length < 2
        ? bound[0]
        : ({ kind: "logic", operator: "AND", operands: bound, type: bound[0]!.type, offset } as const);
    return { paths, where: all, known, offset };
  }

  protected override patternMatch(
    pattern: PathPattern,
    where: QueryExpression | undefined,
    scope: VariableScope,
    mayBind: boolean,
  ): { match: BoundMatch; scope: VariableScope } {
    const inner = scope.copy();
    return { match: this.match([pattern], where, inner, pattern.start, mayBind), scope: inner };
  }

  /** Binds path patterns that make something; new variables are put into `scope`. */
  protected create(
    patterns: readonly PathPattern[],
    scope: VariableScope,
    clause: "CREATE" | "MERGE",
  ): BoundPath[] {
    const use: PatternUse = {
      scope,
      clause,
      mayBind: true,
      relationships: new Set(),
      conditions: [],
      before: scope,
    };
    for (const pattern of patterns) {
      const what = pattern.shortest ?? (pattern.selector && "a choice of paths");
      if (what !== undefined)
        throw syntaxFault(
          "UnexpectedSyntax",
          `${clause} expected a plain pattern, got ${what}`,
          pattern.start,
        );
    }
    return patterns.map((pattern) => this.#path(pattern, use));
  }

  #path(pattern: PathPattern, use: PatternUse): BoundPath {
    const elements = this.#withNodes(this.#flat(pattern.elements, use), pattern.start);
    if (pattern.shortest !== undefined) checkShortest(pattern, elements);
    const isAlone = elements.length === 1;
    const bound = elements.map((element) => {
      if (element.kind === "node") return this.#node(element, use, isAlone);
      return element.kind === "relationship" ? this.#relationship(element, use) : this.#group(element, use);
    });
    const slot = pattern.variable && this.#pathSlot(pattern.variable, use);
    const selector = pattern.shortest
      ? ({ kind: pattern.shortest === "shortestPath" ? "shortest" : "allShortest", count: 1 } as const)
      : pattern.selector && { kind: pattern.selector.kind, count: pattern.selector.count };
    return {
      slot,
      elements: bound,
      selector,
      isFunction: pattern.shortest !== undefined,
      offset: pattern.start,
    };
  }

  /** Takes parentheses away that repeat nothing. */
  #flat(elements: readonly PatternElement[], use: PatternUse): PatternElement[] {
    return elements.flatMap((element): PatternElement[] => {
      if (element.kind === "relationship" && element.quantifier !== undefined) return [asGroup(element)];
      if (element.kind !== "group") return [element];
      if (use.clause !== "MATCH") {
        const message = `${use.clause} expected nodes and relationships, got a pattern in parentheses`;
        throw syntaxFault("UnexpectedSyntax", message, element.start);
      }
      if (element.quantifier !== undefined) return [element];
      if (element.pattern.variable !== undefined || element.pattern.selector !== undefined) {
        const message = "expected a plain pattern in parentheses that have no quantifier";
        throw syntaxFault("UnexpectedSyntax", message, element.start);
      }
      if (element.where !== undefined) use.conditions.push(element.where);
      return this.#flat(element.pattern.elements, use);
    });
  }

  /** Puts nodes without a name wherever a group stands at an end or beside another one, or two nodes meet. */
  #withNodes(elements: readonly PatternElement[], offset: number): PatternElement[] {
    const complete: PatternElement[] = [];
    for (const element of elements) {
      const last = complete.at(-1);
      const needsNode = element.kind !== "node" && last?.kind !== "node";
      if (element.kind === "node" && last?.kind === "node") {
        const message = "expected a relationship between two nodes, got another node";
        throw syntaxFault("UnexpectedSyntax", message, element.start);
      }
      if (needsNode) complete.push(nameless(element.start));
      complete.push(element);
    }
    if (complete.at(-1)?.kind !== "node") complete.push(nameless(offset));
    return complete;
  }

  #pathSlot(variable: Name, use: PatternUse): Slot {
    const { name, start } = variable;
    if (use.scope.find(name) !== undefined) throw alreadyBound(name, start);
    const slot = this.newSlot(name, PATH_TYPE);
    use.scope.own.set(name, slot);
    return slot;
  }

  /** The slot of a variable of a pattern: a new one, or the one that is known, which must be of the kind. */
  #slotOf(variable: Name | undefined, type: StaticType, use: PatternUse): Slot {
    if (variable === undefined) return this.newSlot("", type);
    const { name, start } = variable;
    const known = use.scope.find(name);
    if (known === undefined) {
      if (!use.mayBind) return this.find(name, start, use.scope);
      const slot = this.newSlot(name, type);
      use.scope.own.set(name, slot);
      return slot;
    }
    if (isNever(known.type, type)) {
      throw syntaxFault(
        "VariableTypeConflict",
        `"${name}" expected the kind that it has already, got another`,
        start,
      );
    }
    return known;
  }

  #node(node: NodePattern, use: PatternUse, isAlone: boolean): BoundNode {
    const { variable, start: offset } = node;
    if (use.clause !== "MATCH" && variable !== undefined && use.scope.find(variable.name) !== undefined) {
      const isPlain = node.labels === undefined && node.properties === undefined;
      if (isAlone || !isPlain) throw alreadyBound(variable.name, variable.start);
    }
    if (use.clause !== "MATCH") this.#checkMade(node, use);
    // attributes of what is made cannot ask for it
    const early = use.clause === "MATCH" ? undefined : this.#properties(node.properties, use, use.scope);
    const slot = this.#slotOf(variable, NODE_TYPE, use);
    const properties = early ?? this.#properties(node.properties, use, use.scope);
    const where = node.where && this.predicate(node.where, use.scope);
    return { kind: "node", slot, labels: node.labels, properties, where, offset };
  }

  #checkMade(element: NodePattern | RelationshipPattern, use: PatternUse): void {
    if (element.where !== undefined)
      throw syntaxFault("UnexpectedSyntax", `${use.clause} expected no WHERE within it`, element.where.start);
    if (element.kind === "node" && element.labels !== undefined && namesIn(element.labels) === undefined)
      throw syntaxFault(
        "UnexpectedSyntax",
        `${use.clause} expected labels such as :A:B`,
        element.labels.start,
      );
  }

  #properties(
    properties: QueryExpression | undefined,
    use: PatternUse,
    scope: VariableScope,
  ): BoundProperties | undefined {
    if (properties === undefined) return undefined;
    if (properties.kind === "map") return this.entries(properties, scope);
    if (use.clause !== "CREATE") {
      const message = `${use.clause} expected attributes such as {name: $name}, got a parameter for all of them`;
      throw syntaxFault("InvalidParameterUse", message, properties.start);
    }
    return this.requireType(this.bind(properties, scope), MAP_TYPE, "attributes");
  }

  #relationship(relationship: RelationshipPattern, use: PatternUse): BoundRelationship {
    const { variable, length, start: offset, types } = relationship;
    if (use.clause !== "MATCH") this.#checkRelationshipMade(relationship, use);
    const early =
      use.clause === "MATCH" ? undefined : this.#properties(relationship.properties, use, use.scope);
    const type = length === undefined ? RELATIONSHIP_TYPE : listOf(RELATIONSHIP_TYPE);
    const slot = this.#slotOf(variable, type, use);
    if (variable !== undefined) {
      if (use.relationships.has(variable.name)) {
        const message = `"${variable.name}" expected each relationship once in a MATCH, got it twice`;
        throw syntaxFault("RelationshipUniquenessViolation", message, variable.start);
      }
      use.relationships.add(variable.name);
    }
    const each = length === undefined ? slot : this.newSlot(variable?.name ?? "", RELATIONSHIP_TYPE);
    // of a list of relationships, what is said within the brackets is said of each
    const inner = variable !== undefined && length !== undefined ? use.scope.with([each]) : use.scope;
    const properties = early ?? this.#properties(relationship.properties, use, inner);
    const where = relationship.where && this.predicate(relationship.where, inner);
    const { direction } = relationship;
    return { kind: "relationship", slot, each, direction, types, length, properties, where, offset };
  }

  #checkRelationshipMade(relationship: RelationshipPattern, use: PatternUse): void {
    const { variable, types, length, direction, start } = relationship;
    this.#checkMade(relationship, use);
    if (variable !== undefined && use.scope.find(variable.name) !== undefined)
      throw alreadyBound(variable.name, variable.start);
    if (length !== undefined)
      throw syntaxFault("CreatingVarLength", `${use.clause} expected one relationship, got *`, length.start);
    if (types?.kind !== "label")
      throw syntaxFault(
        "NoSingleRelationshipType",
        `${use.clause} expected exactly one type such as :KNOWS`,
        start,
      );
    if (use.clause === "CREATE" && direction === "both")
      throw syntaxFault(
        "RequiresDirectedRelationship",
        "CREATE expected a relationship with one direction",
        start,
      );
  }

  #group(group: GroupPattern, use: PatternUse): BoundGroup {
    const { quantifier, pattern, start: offset } = group;
    if (pattern.selector !== undefined || pattern.shortest !== undefined) {
      throw syntaxFault(
        "UnexpectedSyntax",
        "expected no choice of paths within a quantified pattern",
        pattern.start,
      );
    }
    if (!pattern.elements.some(({ kind }) => kind === "relationship"))
      throw syntaxFault(
        "UnexpectedSyntax",
        "expected a relationship within a quantified pattern",
        pattern.start,
      );
    if (pattern.elements.some(({ kind }) => kind === "group"))
      throw syntaxFault(
        "UnexpectedSyntax",
        "expected no quantified pattern within another one",
        pattern.start,
      );
    if (quantifier!.to !== undefined && (quantifier!.to < quantifier!.from || quantifier!.to === 0)) {
      throw syntaxFault(
        "UnexpectedSyntax",
        "expected a quantifier whose end is at least 1 and its beginning",
        quantifier!.start,
      );
    }
    const scope = use.before.copy();
    const match = this.match([pattern], group.where, scope, offset);
    const lists = [...scope.own].flatMap(([name, one]) => {
      if (use.before.own.get(name) === one) return [];
      if (use.scope.find(name) !== undefined) throw alreadyBound(name, offset);
      const all = this.newSlot(name, listOf(one.type));
      use.scope.own.set(name, all);
      return [{ one, all }];
    });
    const walk = this.newSlot("", PATH_TYPE);
    return { kind: "group", match, quantifier: quantifier as Repetition, lists, walk, offset };
  }
}

function hasGroup({ elements }: PathPattern): boolean {
  return elements.some(
    (element) =>
      element.kind === "group" || (element.kind === "relationship" && element.quantifier !== undefined),
  );
}

/** `-[r:T]->{1,3}` as `(()-[r:T]->()){1,3}`. */
function asGroup(relationship: RelationshipPattern): GroupPattern {
  const { start, end, quantifier } = relationship;
  const elements = [nameless(start), { ...relationship, quantifier: undefined }, nameless(end)];
  const pattern = { variable: undefined, selector: undefined, shortest: undefined, elements, start, end };
  return { kind: "group", pattern, where: undefined, quantifier, start, end };
}

function nameless(offset: number): NodePattern {
  const nothing = { variable: undefined, labels: undefined, properties: undefined, where: undefined };
  return { kind: "node", ...nothing, start: offset, end: offset };
}

function alreadyBound(name: string, offset: number): CypherFault {
  return syntaxFault(
    "VariableAlreadyBound",
    `"${name}" expected a name that is free, got one that is bound already`,
    offset,
  );
}

/** The names of labels of which an element has all; undefined where there is a choice. */
export function namesIn(labels: LabelExpression): readonly string[] | undefined {
  if (labels.kind === "label") return [labels.name];
  if (labels.kind !== "and") return undefined;
  const [left, right] = [namesIn(labels.left), namesIn(labels.right)];
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}

function checkShortest(pattern: PathPattern, elements: readonly PatternElement[]): void {
  if (elements.length === 3 && elements[1]!.kind === "relationship") return;
  const message = `"${pattern.shortest}" expected one relationship such as -[*]-> between two nodes`;
  throw syntaxFault("InvalidRelationshipPattern", message, pattern.start);
}
