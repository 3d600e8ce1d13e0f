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
}

export interface ProcedureDefinition {
  readonly name: string;
  readonly inputs: readonly ProcedureField[];
  readonly outputs: readonly ProcedureField[];
  /** Rows of values in the order of `outputs`. */
  readonly run: (
    inputs: readonly CypherValue[],
    view: unknown,
    graph: ElementSource,
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
