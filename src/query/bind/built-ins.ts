/** The functions and aggregates of the language as binding knows them. */
import { findAggregate, findFunction, functionNames } from "../values/functions/registry.js";
import type { AggregateDefinition, Definitions, FunctionDefinition } from "./definitions.js";
import { providedProcedures } from "./provided-procedures.js";
import { type StaticType, staticType } from "./static-type.js";

const functions = new Map<string, FunctionDefinition | undefined>();
const aggregates = new Map<string, AggregateDefinition | undefined>();

/** The language's own, and the procedures that come with graphs. */
export const BUILT_INS: Definitions = {
  findFunction: (name) => remembered(functions, name, () => withTypes(findFunction(name))),
  findAggregate: (name) => remembered(aggregates, name, () => withTypes(findAggregate(name))),
  findProcedure: (name) => (name.startsWith("groggy.") ? providedProcedures()?.find(name) : undefined),
  functionNames,
  procedureNames: () => providedProcedures()?.names() ?? [],
};

function remembered<T>(
  found: Map<string, T | undefined>,
  name: string,
  find: () => T | undefined,
): T | undefined {
  const key = name.toLowerCase();
  if (found.has(key)) return found.get(key);
  const definition = find();
  // names that there are no functions of may be many
  if (definition !== undefined) found.set(key, definition);
  return definition;
}

interface Typed {
  readonly parameterTypes: readonly (readonly string[])[];
  readonly resultType: readonly string[];
}

function withTypes<S extends Typed>(
  spec: S | undefined,
): (Omit<S, keyof Typed> & { parameterTypes: StaticType[]; resultType: StaticType }) | undefined {
  if (spec === undefined) return undefined;
  return {
    ...spec,
    parameterTypes: spec.parameterTypes.map((words) => staticType(...words)),
    resultType: staticType(...spec.resultType),
  };
}
