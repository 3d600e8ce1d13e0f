/** All functions and aggregates of the language by name, in any case. */
import { AGGREGATES, type AggregateSpec } from "./aggregates.js";
import { ELEMENT_FUNCTIONS } from "./elements-and-lists.js";
import { MATHEMATICAL_FUNCTIONS } from "./mathematics.js";
import { POINT_FUNCTIONS } from "./points.js";
import { SCALAR_FUNCTIONS } from "./scalars.js";
import type { FunctionSpec } from "./signature.js";
import { STRING_FUNCTIONS } from "./strings.js";
import { TEMPORAL_FUNCTIONS } from "./temporal-functions.js";

let functions: ReadonlyMap<string, FunctionSpec> | undefined;
let aggregates: ReadonlyMap<string, AggregateSpec> | undefined;

function byName<T extends { readonly name: string }>(specs: readonly T[]): ReadonlyMap<string, T> {
  return new Map(specs.map((spec) => [spec.name.toLowerCase(), spec]));
}

function allFunctions(): ReadonlyMap<string, FunctionSpec> {
  functions ??= byName([
    ...SCALAR_FUNCTIONS,
    ...ELEMENT_FUNCTIONS,
    ...MATHEMATICAL_FUNCTIONS,
    ...STRING_FUNCTIONS,
    ...TEMPORAL_FUNCTIONS,
    ...POINT_FUNCTIONS,
  ]);
  return functions;
}

/** A function by its name, in any case; undefined if there is none. */
export function findFunction(name: string): FunctionSpec | undefined {
  return allFunctions().get(name.toLowerCase());
}

/** An aggregate by its name, in any case; undefined if there is none. `count(*)` has no argument and is not here. */
export function findAggregate(name: string): AggregateSpec | undefined {
  aggregates ??= byName(AGGREGATES);
  return aggregates.get(name.toLowerCase());
}

/** The names of all functions and aggregates, for those who misspell one. */
export function functionNames(): string[] {
  return [...allFunctions().values(), ...AGGREGATES].map(({ name }) => name);
}
