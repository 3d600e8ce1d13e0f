/** The tree of a query as it is written. Each part knows the half-open range of the text that it was read from. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A name with its place. */
export interface Name extends Place {
  readonly name: string;
}

export type ComparisonSymbol = "=" | "<>" | "<" | "<=" | ">" | ">=";
export type ArithmeticSymbol = "+" | "-" | "*" | "/" | "%" | "^";
export type BinaryOperator =
  | "OR"
  | "XOR"
  | "AND"
  | "IN"
  | "STARTS WITH"
  | "ENDS WITH"
  | "CONTAINS"
  | "=~"
  | "||"
  | ArithmeticSymbol;

export type QueryExpression =
  | (Place & { readonly kind: "literal"; readonly value: null | boolean | bigint | number | string })
  | (Place & { readonly kind: "parameter"; readonly name: string })
  | (Place & { readonly kind: "variable"; readonly name: string })
  | (Place & { readonly kind: "property"; readonly of: QueryExpression; readonly name: string })
  | (Place & { readonly kind: "index"; readonly of: QueryExpression; readonly at: QueryExpression })
  | (Place & {
      readonly kind: "slice";
      readonly of: QueryExpression;
      readonly from: QueryExpression | undefined;
      readonly to: QueryExpression | undefined;
    })
  | (Place & {
      readonly kind: "unary";
      readonly operator: "NOT" | "-" | "+";
      readonly operand: QueryExpression;
    })
  | (Place & {
      /** Operators of the same rank, from the left; as a list, since thousands of them may follow each other. */
      readonly kind: "binary";
      readonly operands: readonly QueryExpression[];
      readonly operators: readonly BinaryOperator[];
    })
  | (Place & {
      readonly kind: "comparison";
      readonly operands: readonly QueryExpression[];
      readonly operators: readonly ComparisonSymbol[];
    })
  | (Place & { readonly kind: "isNull"; readonly operand: QueryExpression; readonly negated: boolean })
  | (Place & {
      readonly kind: "isTyped";
      readonly operand: QueryExpression;
      readonly type: TypeName;
      readonly negated: boolean;
    })
  | (Place & { readonly kind: "cast"; readonly operand: QueryExpression; readonly type: TypeName })
  | (Place & {
      readonly kind: "hasLabels";
      readonly operand: QueryExpression;
      readonly labels: LabelExpression;
    })
  | (Place & { readonly kind: "list"; readonly items: readonly QueryExpression[] })
  | MapLiteral
  | (Place & {
      readonly kind: "listComprehension";
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly where: QueryExpression | undefined;
      readonly result: QueryExpression | undefined;
    })
  | (Place & {
      readonly kind: "patternComprehension";
      readonly pattern: PathPattern;
      readonly where: QueryExpression | undefined;
      readonly result: QueryExpression;
    })
  | (Place & {
      readonly kind: "quantifier";
      readonly quantifier: "all" | "any" | "none" | "single";
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly where: QueryExpression;
    })
  | (Place & {
      readonly kind: "reduce";
      readonly accumulator: Name;
      readonly initial: QueryExpression;
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly body: QueryExpression;
    })
  | CallExpression
  | (Place & {
      readonly kind: "case";
      readonly operand: QueryExpression | undefined;
      readonly branches: readonly { readonly when: QueryExpression; readonly result: QueryExpression }[];
      readonly otherwise: QueryExpression | undefined;
    })
  | (Place & { readonly kind: "patternPredicate"; readonly pattern: PathPattern })
  | (Place & { readonly kind: "shortestPath"; readonly pattern: PathPattern })
  | (Place & {
      readonly kind: "subquery";
      readonly form: "exists" | "count" | "collect";
      readonly body: QueryBody;
    })
  | (Place & {
      readonly kind: "mapProjection";
      readonly of: Name;
      readonly items: readonly ProjectedEntry[];
    });

/** A call of a function or an aggregate; `star` for `count(*)`. */
export interface CallExpression extends Place {
  readonly kind: "call";
  readonly name: string;
  readonly distinct: boolean;
  readonly star: boolean;
  readonly items: readonly QueryExpression[];
}

export interface MapLiteral extends Place {
  readonly kind: "map";
  readonly entries: readonly { readonly name: Name; readonly value: QueryExpression }[];
}

/** `.name`, `name: expression`, `variable` or `.*` within a map projection. */
export type ProjectedEntry =
  | (Place & { readonly kind: "attribute" | "own"; readonly name: string })
  | (Place & { readonly kind: "entry"; readonly name: string; readonly value: QueryExpression })
  | (Place & { readonly kind: "all" });

/** A type such as `LIST<INTEGER NOT NULL>` or `INTEGER | FLOAT`; a union has `members` and no name of its own. */
export interface TypeName extends Place {
  readonly name: string;
  readonly of: TypeName | undefined;
  readonly members: readonly TypeName[];
  readonly notNull: boolean;
}

export type LabelExpression =
  | (Place & { readonly kind: "label"; readonly name: string })
  | (Place & { readonly kind: "any" })
  | (Place & { readonly kind: "not"; readonly operand: LabelExpression })
  | (Place & {
      readonly kind: "and" | "or";
      readonly left: LabelExpression;
      readonly right: LabelExpression;
    });

export interface NodePattern extends Place {
  readonly kind: "node";
  readonly variable: Name | undefined;
  readonly labels: LabelExpression | undefined;
  readonly properties: QueryExpression | undefined;
  readonly where: QueryExpression | undefined;
}

/** How often something repeats; `to` is undefined where there is no end. */
export interface Repetition extends Place {
  readonly from: number;
  readonly to: number | undefined;
}

export interface RelationshipPattern extends Place {
  readonly kind: "relationship";
  readonly direction: "left" | "right" | "both";
  readonly variable: Name | undefined;
  readonly types: LabelExpression | undefined;
  /** `*1..3` within the brackets: the variable is a list. */
  readonly length: Repetition | undefined;
  /** `{1,3}`, `+` or `*` behind the arrow: a quantified relationship. */
  readonly quantifier: Repetition | undefined;
  readonly properties: QueryExpression | undefined;
  readonly where: QueryExpression | undefined;
}

/** A path pattern in parentheses: repeated if it has a quantifier. */
export interface GroupPattern extends Place {
  readonly kind: "group";
  readonly pattern: PathPattern;
  readonly where: QueryExpression | undefined;
  readonly quantifier: Repetition | undefined;
}

export type PatternElement = NodePattern | RelationshipPattern | GroupPattern;

/** Which of the matches of a path pattern are kept for each pair of ends. */
export interface PathSelector extends Place {
  readonly kind: "any" | "shortest" | "allShortest" | "groups";
  readonly count: number;
}

export interface PathPattern extends Place {
  readonly variable: Name | undefined;
  readonly selector: PathSelector | undefined;
  /** Written as a function: `shortestPath((a)-[*]->(b))`. */
  readonly shortest: "shortestPath" | "allShortestPaths" | undefined;
  readonly elements: readonly PatternElement[];
}

export interface SortItem extends Place {
  readonly expression: QueryExpression;
  readonly descending: boolean;
}

export interface ProjectionItem extends Place {
  readonly expression: QueryExpression;
  readonly alias: Name | undefined;
  /** The column if there is no alias: the expression as it is written. */
  readonly source: string;
}

/** What stands behind a projection: order, and which rows of it. */
export interface Paging {
  readonly orderBy: readonly SortItem[];
  readonly skip: QueryExpression | undefined;
  readonly limit: QueryExpression | undefined;
}

export interface Projection extends Place, Paging {
  readonly kind: "with" | "return";
  readonly distinct: boolean;
  readonly star: boolean;
  readonly items: readonly ProjectionItem[];
  readonly where: QueryExpression | undefined;
}

export type SetItem =
  | (Place & {
      readonly kind: "attribute";
      readonly target: QueryExpression;
      readonly name: string;
      readonly value: QueryExpression;
    })
  | (Place & { readonly kind: "replace" | "add"; readonly variable: Name; readonly value: QueryExpression })
  | (Place & { readonly kind: "labels"; readonly variable: Name; readonly labels: readonly Name[] });

export type RemoveItem =
  | (Place & { readonly kind: "attribute"; readonly target: QueryExpression; readonly name: string })
  | (Place & { readonly kind: "labels"; readonly variable: Name; readonly labels: readonly Name[] });

export interface YieldItem extends Place {
  readonly output: Name;
  readonly alias: Name | undefined;
}

export type Clause =
  | (Place & {
      readonly kind: "match";
      readonly optional: boolean;
      readonly patterns: readonly PathPattern[];
      readonly where: QueryExpression | undefined;
    })
  | (Place & { readonly kind: "create"; readonly patterns: readonly PathPattern[] })
  | (Place & {
      readonly kind: "merge";
      readonly pattern: PathPattern;
      readonly actions: readonly { readonly on: "create" | "match"; readonly items: readonly SetItem[] }[];
    })
  | (Place & { readonly kind: "set"; readonly items: readonly SetItem[] })
  | (Place & { readonly kind: "remove"; readonly items: readonly RemoveItem[] })
  | (Place & {
      readonly kind: "delete";
      readonly detach: boolean;
      readonly items: readonly QueryExpression[];
    })
  | (Place & {
      readonly kind: "unwind";
      readonly list: QueryExpression;
      readonly variable: Name;
      /** FOR … WITH OFFSET or ORDINALITY: the place in the list, from 0 or from 1. */
      readonly counter: { readonly variable: Name; readonly from: 0 | 1 } | undefined;
    })
  | Projection
  | (Place & {
      readonly kind: "callProcedure";
      readonly optional: boolean;
      readonly name: string;
      /** Undefined without parentheses: inputs come from parameters. */
      readonly inputs: readonly QueryExpression[] | undefined;
      readonly yields: readonly YieldItem[] | "*" | undefined;
      readonly where: QueryExpression | undefined;
    })
  | (Place & {
      readonly kind: "callSubquery";
      readonly optional: boolean;
      /** The variables in parentheses; undefined where the subquery itself begins with a WITH that imports. */
      readonly imports: readonly Name[] | "*" | undefined;
      readonly body: QueryBody;
    })
  | (Place & {
      readonly kind: "forEach";
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly clauses: readonly Clause[];
    })
  | (Place & {
      readonly kind: "loadCsv";
      readonly headers: boolean;
      readonly from: QueryExpression;
      readonly variable: Name;
      readonly separator: string | undefined;
    })
  | (Place & { readonly kind: "filter"; readonly where: QueryExpression })
  | (Place & {
      readonly kind: "let";
      readonly items: readonly { readonly variable: Name; readonly value: QueryExpression }[];
    })
  | (Place & { readonly kind: "page" } & Paging)
  | (Place & { readonly kind: "finish" })
  | (Place & { readonly kind: "use"; readonly graph: QueryExpression });

export interface SingleQuery extends Place {
  readonly clauses: readonly Clause[];
}

/** Single queries that are united; `all[i]` says whether rows that are the same stay between part i and i + 1. */
export interface QueryBody extends Place {
  readonly parts: readonly SingleQuery[];
  readonly all: readonly boolean[];
}

export interface Statement extends Place {
  readonly mode: "run" | "explain" | "profile";
  readonly body: QueryBody;
}
