/**
 * Queries with every name resolved: variables are slots of a row, functions their definitions, forms that mean the
 * same are one. `offset` is the position of a part in the text, for messages of errors that show while it runs.
 */

import type {
  ArithmeticSymbol,
  BinaryOperator,
  ComparisonSymbol,
  LabelExpression,
  Repetition,
  TypeName,
} from "../text/tree.js";
import type { CypherValue } from "../values/value.js";
import type { AggregateDefinition, FunctionDefinition, ProcedureDefinition } from "./definitions.js";
import type { StaticType } from "./static-type.js";

/** A place in the rows of a query. No two variables share one, so that a row never forgets. */
export interface Slot {
  readonly index: number;
  readonly name: string;
  readonly type: StaticType;
}

interface Bound {
  readonly offset: number;
  readonly type: StaticType;
}

export type BoundExpression =
  | (Bound & { readonly kind: "constant"; readonly value: CypherValue })
  | (Bound & { readonly kind: "parameter"; readonly name: string })
  | (Bound & { readonly kind: "slot"; readonly slot: Slot })
  | (Bound & { readonly kind: "property"; readonly of: BoundExpression; readonly name: string })
  | (Bound & { readonly kind: "index"; readonly of: BoundExpression; readonly at: BoundExpression })
  | (Bound & {
      readonly kind: "slice";
      readonly of: BoundExpression;
      readonly from: BoundExpression | undefined;
      readonly to: BoundExpression | undefined;
    })
  | (Bound & { readonly kind: "not" | "negate" | "plus"; readonly operand: BoundExpression })
  | (Bound & {
      readonly kind: "logic";
      readonly operator: "AND" | "OR" | "XOR";
      readonly operands: readonly BoundExpression[];
    })
  | (Bound & {
      readonly kind: "chain";
      readonly operands: readonly BoundExpression[];
      readonly operators: readonly (ArithmeticSymbol | Exclude<BinaryOperator, "AND" | "OR" | "XOR">)[];
    })
  | (Bound & {
      readonly kind: "comparison";
      readonly operands: readonly BoundExpression[];
      readonly operators: readonly ComparisonSymbol[];
    })
  | (Bound & { readonly kind: "isNull"; readonly operand: BoundExpression; readonly negated: boolean })
  | (Bound & {
      readonly kind: "isTyped";
      readonly operand: BoundExpression;
      readonly of: TypeName;
      readonly negated: boolean;
    })
  /** A value as an attribute of the written graph would hold it. */
  | (Bound & {
      readonly kind: "stored";
      readonly operand: BoundExpression;
      readonly element: "node" | "relationship";
      readonly name: string;
    })
  | (Bound & { readonly kind: "cast"; readonly operand: BoundExpression; readonly to: TypeName })
  | (Bound & {
      readonly kind: "hasLabels";
      readonly operand: BoundExpression;
      readonly labels: LabelExpression;
    })
  | (Bound & { readonly kind: "list"; readonly items: readonly BoundExpression[] })
  | (Bound & { readonly kind: "map"; readonly entries: readonly BoundEntry[] })
  | (Bound & {
      readonly kind: "listComprehension";
      readonly slot: Slot;
      readonly list: BoundExpression;
      readonly where: BoundExpression | undefined;
      readonly result: BoundExpression | undefined;
    })
  | (Bound & {
      readonly kind: "quantifier";
      readonly quantifier: "all" | "any" | "none" | "single";
      readonly slot: Slot;
      readonly list: BoundExpression;
      readonly where: BoundExpression;
    })
  | (Bound & {
      readonly kind: "reduce";
      readonly accumulator: Slot;
      readonly initial: BoundExpression;
      readonly slot: Slot;
      readonly list: BoundExpression;
      readonly body: BoundExpression;
    })
  | (Bound & {
      readonly kind: "call";
      readonly spec: FunctionDefinition;
      readonly items: readonly BoundExpression[];
    })
  | (Bound & {
      readonly kind: "case";
      readonly operand: BoundExpression | undefined;
      readonly branches: readonly { readonly when: BoundExpression; readonly result: BoundExpression }[];
      readonly otherwise: BoundExpression | undefined;
    })
  | (Bound & {
      readonly kind: "subquery";
      readonly form: "exists" | "count" | "collect";
      readonly body: BoundBody;
    })
  | (Bound & { readonly kind: "patternExists"; readonly match: BoundMatch })
  | (Bound & {
      readonly kind: "patternCollect";
      readonly match: BoundMatch;
      readonly result: BoundExpression;
    })
  | (Bound & {
      readonly kind: "shortestPath";
      readonly match: BoundMatch;
      readonly all: boolean;
      readonly slot: Slot;
    })
  | (Bound & {
      readonly kind: "mapProjection";
      readonly of: BoundExpression;
      /** `undefined` stands for all that it has. */
      readonly items: readonly (BoundEntry | undefined)[];
    });

export interface BoundEntry {
  readonly name: string;
  readonly value: BoundExpression;
}

/** Attributes that an element is to have; a parameter that is a map gives them in CREATE. */
export type BoundProperties = readonly BoundEntry[] | BoundExpression;

export interface BoundNode {
  readonly kind: "node";
  readonly slot: Slot;
  readonly labels: LabelExpression | undefined;
  readonly properties: BoundProperties | undefined;
  readonly where: BoundExpression | undefined;
  readonly offset: number;
}

export interface BoundRelationship {
  readonly kind: "relationship";
  /** A relationship, or with a length a list of them. */
  readonly slot: Slot;
  /** One relationship of the list, for what is said of each. */
  readonly each: Slot;
  readonly direction: "left" | "right" | "both";
  readonly types: LabelExpression | undefined;
  readonly length: Repetition | undefined;
  readonly properties: BoundProperties | undefined;
  readonly where: BoundExpression | undefined;
  readonly offset: number;
}

/** A path pattern that is repeated: begins and ends with a node, which it shares with its neighbours. */
export interface BoundGroup {
  readonly kind: "group";
  readonly match: BoundMatch;
  readonly quantifier: Repetition;
  /** Variables of one repetition, and those that hold their values of all repetitions as lists. */
  readonly lists: readonly { readonly one: Slot; readonly all: Slot }[];
  /** The walk through all repetitions. */
  readonly walk: Slot;
  readonly offset: number;
}

export interface BoundPath {
  readonly slot: Slot | undefined;
  /** A node, and then again and again a relationship or a group and a node. */
  readonly elements: readonly (BoundNode | BoundRelationship | BoundGroup)[];
  readonly selector:
    | { readonly kind: "any" | "shortest" | "allShortest" | "groups"; readonly count: number }
    | undefined;
  /** Written as shortestPath(…): what WHERE says of the path counts before the shortest is chosen. */
  readonly isFunction: boolean;
  readonly offset: number;
}

/** Path patterns that hold together: no relationship is in them twice. */
export interface BoundMatch {
  readonly paths: readonly BoundPath[];
  readonly where: BoundExpression | undefined;
  /** The slots that have values before. */
  readonly known: ReadonlySet<number>;
  readonly offset: number;
}

export interface BoundAggregate {
  readonly slot: Slot;
  readonly spec: AggregateDefinition;
  readonly distinct: boolean;
  readonly star: boolean;
  readonly items: readonly BoundExpression[];
  readonly offset: number;
}

export interface BoundAssignment {
  readonly slot: Slot;
  readonly value: BoundExpression;
}

export interface BoundPaging {
  readonly orderBy: readonly { readonly value: BoundExpression; readonly descending: boolean }[];
  readonly skip: BoundExpression | undefined;
  readonly limit: BoundExpression | undefined;
}

export interface BoundProjection extends BoundPaging {
  readonly kind: "project";
  readonly isReturn: boolean;
  /** Present where rows are grouped: then `keys` are worked out of the rows before, and `items` of groups. */
  readonly groups:
    | { readonly keys: readonly BoundAssignment[]; readonly aggregates: readonly BoundAggregate[] }
    | undefined;
  readonly items: readonly BoundAssignment[];
  readonly distinct: boolean;
  /** The columns that come out. */
  readonly slots: readonly Slot[];
  readonly where: BoundExpression | undefined;
  readonly offset: number;
}

export type BoundSetItem =
  | {
      readonly kind: "attribute";
      readonly target: BoundExpression;
      readonly name: string;
      readonly value: BoundExpression;
      readonly offset: number;
    }
  | {
      readonly kind: "replace" | "add";
      readonly target: BoundExpression;
      readonly value: BoundExpression;
      readonly offset: number;
    }
  | {
      readonly kind: "labels";
      readonly target: BoundExpression;
      readonly labels: readonly string[];
      readonly offset: number;
    };

export type BoundRemoveItem =
  | {
      readonly kind: "attribute";
      readonly target: BoundExpression;
      readonly name: string;
      readonly offset: number;
    }
  | {
      readonly kind: "labels";
      readonly target: BoundExpression;
      readonly labels: readonly string[];
      readonly offset: number;
    };

export type BoundClause =
  | {
      readonly kind: "match";
      readonly optional: boolean;
      readonly match: BoundMatch;
      readonly slots: readonly Slot[];
      readonly offset: number;
    }
  | {
      readonly kind: "create";
      readonly paths: readonly BoundPath[];
      readonly known: ReadonlySet<number>;
      readonly offset: number;
    }
  | {
      readonly kind: "merge";
      readonly match: BoundMatch;
      readonly onCreate: readonly BoundSetItem[];
      readonly onMatch: readonly BoundSetItem[];
      readonly offset: number;
    }
  | { readonly kind: "set"; readonly items: readonly BoundSetItem[]; readonly offset: number }
  | { readonly kind: "remove"; readonly items: readonly BoundRemoveItem[]; readonly offset: number }
  | {
      readonly kind: "delete";
      readonly detach: boolean;
      readonly items: readonly BoundExpression[];
      readonly offset: number;
    }
  | {
      readonly kind: "unwind";
      readonly list: BoundExpression;
      readonly slot: Slot;
      readonly counter: { readonly slot: Slot; readonly from: 0 | 1 } | undefined;
      readonly offset: number;
    }
  | BoundProjection
  | {
      readonly kind: "callProcedure";
      readonly procedure: ProcedureDefinition;
      readonly optional: boolean;
      readonly inputs: readonly BoundExpression[];
      readonly outputs: readonly { readonly name: string; readonly slot: Slot }[];
      readonly where: BoundExpression | undefined;
      readonly offset: number;
    }
  | {
      readonly kind: "callSubquery";
      readonly optional: boolean;
      readonly body: BoundBody;
      /** Without a RETURN within, rows come out as they went in. */
      readonly isUnit: boolean;
      readonly offset: number;
    }
  | {
      readonly kind: "forEach";
      readonly slot: Slot;
      readonly list: BoundExpression;
      readonly clauses: readonly BoundClause[];
      readonly offset: number;
    }
  | {
      readonly kind: "loadCsv";
      readonly headers: boolean;
      readonly from: BoundExpression;
      readonly slot: Slot;
      readonly separator: string;
      readonly offset: number;
    }
  /** First of its clauses: those after it read the graph at a revision. */
  | { readonly kind: "use"; readonly revision: BoundExpression; readonly offset: number }
  | { readonly kind: "filter"; readonly where: BoundExpression; readonly offset: number }
  | { readonly kind: "let"; readonly items: readonly BoundAssignment[]; readonly offset: number }
  | ({ readonly kind: "page"; readonly offset: number } & BoundPaging)
  | { readonly kind: "finish"; readonly offset: number };

export interface BoundColumn {
  readonly name: string;
  readonly slot: Slot;
}

/** Single queries that are united; the columns of each part go to the slots of the first one's. */
export interface BoundBody {
  readonly parts: readonly {
    readonly clauses: readonly BoundClause[];
    readonly columns: readonly BoundColumn[];
  }[];
  readonly distinct: boolean;
  readonly columns: readonly BoundColumn[];
  readonly writes: boolean;
}

export interface BoundStatement {
  readonly mode: "run" | "explain" | "profile";
  readonly body: BoundBody;
  /** How many slots a row has. */
  readonly slotCount: number;
  readonly parameters: ReadonlySet<string>;
  readonly notes: readonly string[];
  /** The revisions that any USE names. */
  readonly revisions: readonly BoundExpression[];
  /** Whether it calls a procedure that reads the graph as a whole, or its history, and so has to be done at the call. */
  readonly isImmediate: boolean;
}
