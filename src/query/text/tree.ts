/** The tree of a query as it is written. Each part knows the half-open range of the text that it was read from. */

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A name with its place. */
export interface Name extends TextRange {
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
  | (TextRange & { readonly kind: "literal"; readonly value: null | boolean | bigint | number | string })
  | (TextRange & { readonly kind: "parameter"; readonly name: string })
  | (TextRange & { readonly kind: "variable"; readonly name: string })
  | (TextRange & { readonly kind: "property"; readonly of: QueryExpression; readonly name: string })
  | (TextRange & { readonly kind: "index"; readonly of: QueryExpression; readonly at: QueryExpression })
  | (TextRange & {
      readonly kind: "slice";
      readonly of: QueryExpression;
      readonly from: QueryExpression | undefined;
      readonly to: QueryExpression | undefined;
    })
  | (TextRange & {
      readonly kind: "unary";
      readonly operator: "NOT" | "-" | "+";
      readonly operand: QueryExpression;
    })
  | (TextRange & {
      /** Operators of the same rank, from the left; as a list, since thousands of them may follow each other. */
      readonly kind: "binary";
      readonly operands: readonly QueryExpression[];
      readonly operators: readonly BinaryOperator[];
    })
  | (TextRange & {
      readonly kind: "comparison";
      readonly operands: readonly QueryExpression[];
      readonly operators: readonly ComparisonSymbol[];
    })
  | (TextRange & { readonly kind: "isNull"; readonly operand: QueryExpression; readonly negated: boolean })
  | (TextRange & {
      readonly kind: "isTyped";
      readonly operand: QueryExpression;
      readonly type: TypeName;
      readonly negated: boolean;
    })
  | (TextRange & { readonly kind: "cast"; readonly operand: QueryExpression; readonly type: TypeName })
  | (TextRange & {
      readonly kind: "hasLabels";
      readonly operand: QueryExpression;
      readonly labels: LabelExpression;
    })
  | (TextRange & { readonly kind: "list"; readonly items: readonly QueryExpression[] })
  | MapLiteral
  | (TextRange & {
      readonly kind: "listComprehension";
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly where: QueryExpression | undefined;
      readonly result: QueryExpression | undefined;
    })
  | (TextRange & {
      readonly kind: "patternComprehension";
      readonly pattern: PathPattern;
      readonly where: QueryExpression | undefined;
      readonly result: QueryExpression;
    })
  | (TextRange & {
      readonly kind: "quantifier";
      readonly quantifier: "all" | "any" | "none" | "single";
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly where: QueryExpression;
    })
  | (TextRange & {
      readonly kind: "reduce";
      readonly accumulator: Name;
      readonly initial: QueryExpression;
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly body: QueryExpression;
    })
  | CallExpression
  | (TextRange & {
      readonly kind: "case";
      readonly operand: QueryExpression | undefined;
      readonly branches: readonly { readonly when: QueryExpression; readonly result: QueryExpression }[];
      readonly otherwise: QueryExpression | undefined;
    })
  | (TextRange & { readonly kind: "patternPredicate"; readonly pattern: PathPattern })
  | (TextRange & { readonly kind: "shortestPath"; readonly pattern: PathPattern })
  | (TextRange & {
      readonly kind: "subquery";
      readonly form: "exists" | "count" | "collect";
      readonly body: QueryBody;
    })
  | (TextRange & {
      readonly kind: "mapProjection";
      readonly of: Name;
      readonly items: readonly ProjectedEntry[];
    });

/** A call of a function or an aggregate; `star` for `count(*)`. */
export interface CallExpression extends TextRange {
  readonly kind: "call";
  readonly name: string;
  readonly distinct: boolean;
  readonly star: boolean;
  readonly items: readonly QueryExpression[];
}

export interface MapLiteral extends TextRange {
  readonly kind: "map";
  readonly entries: readonly { readonly name: Name; readonly value: QueryExpression }[];
}

/** `.name`, `name: expression`, `variable` or `.*` within a map projection. */
export type ProjectedEntry =
  | (TextRange & { readonly kind: "attribute" | "own"; readonly name: string })
  | (TextRange & { readonly kind: "entry"; readonly name: string; readonly value: QueryExpression })
  | (TextRange & { readonly kind: "all" });

/** A type such as `LIST<INTEGER NOT NULL>` or `INTEGER | FLOAT`; a union has `members` and no name of its own. */
export interface TypeName extends TextRange {
  readonly name: string;
  readonly of: TypeName | undefined;
  readonly members: readonly TypeName[];
  readonly notNull: boolean;
}

export type LabelExpression =
  | (TextRange & { readonly kind: "label"; readonly name: string })
  | (TextRange & { readonly kind: "any" })
  | (TextRange & { readonly kind: "not"; readonly operand: LabelExpression })
  | (TextRange & {
      readonly kind: "and" | "or";
      readonly left: LabelExpression;
      readonly right: LabelExpression;
    });

export interface NodePattern extends TextRange {
  readonly kind: "node";
  readonly variable: Name | undefined;
  readonly labels: LabelExpression | undefined;
  readonly properties: QueryExpression | undefined;
  readonly where: QueryExpression | undefined;
}

/** How often something repeats; `to` is undefined where there is no end. */
export interface Repetition extends TextRange {
  readonly from: number;
  readonly to: number | undefined;
}

export interface RelationshipPattern extends TextRange {
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
export interface GroupPattern extends TextRange {
  readonly kind: "group";
  readonly pattern: PathPattern;
  readonly where: QueryExpression | undefined;
  readonly quantifier: Repetition | undefined;
}

export type PatternElement = NodePattern | RelationshipPattern | GroupPattern;

/** Which of the matches of a path pattern are kept for each pair of ends. */
export interface PathSelector extends TextRange {
  readonly kind: "any" | "shortest" | "allShortest" | "groups";
  readonly count: number;
}

export interface PathPattern extends TextRange {
  readonly variable: Name | undefined;
  readonly selector: PathSelector | undefined;
  /** Written as a function: `shortestPath((a)-[*]->(b))`. */
  readonly shortest: "shortestPath" | "allShortestPaths" | undefined;
  readonly elements: readonly PatternElement[];
}

export interface SortItem extends TextRange {
  readonly expression: QueryExpression;
  readonly descending: boolean;
}

export interface ProjectionItem extends TextRange {
  readonly expression: QueryExpression;
  readonly alias: Name | undefined;
  /** The name of a column that is given none: the expression as it is written. Else empty. */
  readonly source: string;
}

/** The order of a projection's rows, and which of them are taken. */
export interface Paging {
  readonly orderBy: readonly SortItem[];
  readonly skip: QueryExpression | undefined;
  readonly limit: QueryExpression | undefined;
}

export interface Projection extends TextRange, Paging {
  readonly kind: "with" | "return";
  readonly distinct: boolean;
  readonly star: boolean;
  readonly items: readonly ProjectionItem[];
  readonly where: QueryExpression | undefined;
}

export type SetItem =
  | (TextRange & {
      readonly kind: "attribute";
      readonly target: QueryExpression;
      readonly name: string;
      readonly value: QueryExpression;
    })
  | (TextRange & {
      readonly kind: "replace" | "add";
      readonly variable: Name;
      readonly value: QueryExpression;
    })
  | (TextRange & { readonly kind: "labels"; readonly variable: Name; readonly labels: readonly Name[] });

export type RemoveItem =
  | (TextRange & { readonly kind: "attribute"; readonly target: QueryExpression; readonly name: string })
  | (TextRange & { readonly kind: "labels"; readonly variable: Name; readonly labels: readonly Name[] });

export interface YieldItem extends TextRange {
  readonly output: Name;
  readonly alias: Name | undefined;
}

export type Clause =
  | (TextRange & {
      readonly kind: "match";
      readonly optional: boolean;
      readonly patterns: readonly PathPattern[];
      readonly where: QueryExpression | undefined;
    })
  | (TextRange & { readonly kind: "create"; readonly patterns: readonly PathPattern[] })
  | (TextRange & {
      readonly kind: "merge";
      readonly pattern: PathPattern;
      readonly actions: readonly { readonly on: "create" | "match"; readonly items: readonly SetItem[] }[];
    })
  | (TextRange & { readonly kind: "set"; readonly items: readonly SetItem[] })
  | (TextRange & { readonly kind: "remove"; readonly items: readonly RemoveItem[] })
  | (TextRange & {
      readonly kind: "delete";
      readonly detach: boolean;
      readonly items: readonly QueryExpression[];
    })
  | (TextRange & {
      readonly kind: "unwind";
      readonly list: QueryExpression;
      readonly variable: Name;
      /** FOR … WITH OFFSET or ORDINALITY: the place in the list, from 0 or from 1. */
      readonly counter: { readonly variable: Name; readonly from: 0 | 1 } | undefined;
    })
  | Projection
  | (TextRange & {
      readonly kind: "callProcedure";
      readonly optional: boolean;
      readonly name: string;
      /** Undefined without parentheses: inputs come from parameters. */
      readonly inputs: readonly QueryExpression[] | undefined;
      readonly yields: readonly YieldItem[] | "*" | undefined;
      readonly where: QueryExpression | undefined;
    })
  | (TextRange & {
      readonly kind: "callSubquery";
      readonly optional: boolean;
      /** The variables in parentheses; undefined where the subquery itself begins with a WITH that imports. */
      readonly imports: readonly Name[] | "*" | undefined;
      readonly body: QueryBody;
    })
  | (TextRange & {
      readonly kind: "forEach";
      readonly variable: Name;
      readonly list: QueryExpression;
      readonly clauses: readonly Clause[];
    })
  | (TextRange & {
      readonly kind: "loadCsv";
      readonly headers: boolean;
      readonly from: QueryExpression;
      readonly variable: Name;
      readonly separator: string | undefined;
    })
  | (TextRange & { readonly kind: "filter"; readonly where: QueryExpression })
  | (TextRange & {
      readonly kind: "let";
      readonly items: readonly { readonly variable: Name; readonly value: QueryExpression }[];
    })
  | (TextRange & { readonly kind: "page" } & Paging)
  | (TextRange & { readonly kind: "finish" })
  | (TextRange & { readonly kind: "use"; readonly graph: QueryExpression });

export interface SingleQuery extends TextRange {
  readonly clauses: readonly Clause[];
}

/** Single queries that are united; `all[i]` says whether rows that are the same stay between part i and i + 1. */
export interface QueryBody extends TextRange {
  readonly parts: readonly SingleQuery[];
  readonly all: readonly boolean[];
}

export interface Statement extends TextRange {
  readonly mode: "run" | "explain" | "profile";
  readonly body: QueryBody;
}
