/** Functions, aggregates and procedures as binding and running know them, wherever they come from. */
import type { ElementSource } from "../values/elements.js";
import type { CypherValue } from "../values/value.js";
import type { StaticType } from "./static-type.js";

export interface FunctionDefinition {
  readonly name: string;
  readonly minArguments: number;
  /** Infinity where any number is taken. */
  readonly maxArguments: number;
  /** The last counts for all arguments behind it. */
  readonly parameterTypes: readonly StaticType[];
  readonly resultType: StaticType;
  readonly description?: string | undefined;
  /** `context` is what the executor hands to functions. */
  readonly call: (values: readonly CypherValue[], context: never) => CypherValue;
}

export interface AggregateState {
  add(values: readonly CypherValue[]): void;
  /** How many values were not left out. */
  readonly kept: number;
  result(): CypherValue;
}

export interface AggregateDefinition {
  readonly name: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly parameterTypes: readonly StaticType[];
  readonly resultType: StaticType;
  readonly create: (distinct: boolean) => AggregateState;
}

export interface ProcedureField {
  readonly name: string;
  readonly type: StaticType;
  /** The type as it was declared, for messages. */
  readonly typeText: string;
  readonly nullable: boolean;
  /** An input that may be left out, with all behind it; then it is null. */
  readonly isOptional?: boolean;
}

export interface ProcedureDefinition {
  readonly name: string;
  readonly inputs: readonly ProcedureField[];
  readonly outputs: readonly ProcedureField[];
  readonly description?: string | undefined;
  /** Whether it reads the graph as a whole or its history, so that a query that calls it is done at the call. */
  readonly isImmediate?: boolean;
  /** The procedure as it knows of others that a query can call. */
  readonly beside?: (
    procedures: readonly ProcedureDefinition[],
    functions: readonly FunctionDefinition[],
  ) => ProcedureDefinition;
  /** Rows of values in the order of `outputs`. `context` is that of the statement that calls it. */
  readonly run: (
    inputs: readonly CypherValue[],
    view: unknown,
    graph: ElementSource,
    context: unknown,
  ) => Iterable<readonly CypherValue[]>;
}

/** Where names are looked up, in any case; and all names, for what was perhaps meant. */
export interface Definitions {
  readonly findFunction: (name: string) => FunctionDefinition | undefined;
  readonly findAggregate: (name: string) => AggregateDefinition | undefined;
  readonly findProcedure: (name: string) => ProcedureDefinition | undefined;
  readonly functionNames: () => readonly string[];
  readonly procedureNames: () => readonly string[];
}
