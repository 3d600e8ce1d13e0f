/** The procedures and functions that a query can call, as rows: names, signatures and descriptions. */
import { BUILT_INS } from "../query/bind/built-ins.js";
import type { FunctionDefinition, ProcedureDefinition, ProcedureField } from "../query/bind/definitions.js";
import { describeType, type StaticType } from "../query/bind/static-type.js";
import type { CypherValue } from "../query/values/value.js";
import { describeFunction } from "./function-descriptions.js";
import { defineGraphProcedure } from "./graph-procedure.js";

/** `groggy.procedures` and `groggy.functions`. `all` gives those that come with graphs. */
export function listingProcedures(all: () => Iterable<ProcedureDefinition>): readonly ProcedureDefinition[] {
  return [proceduresBeside(all, []), functionsBeside([])];
}

function proceduresBeside(
  all: () => Iterable<ProcedureDefinition>,
  others: readonly ProcedureDefinition[],
): ProcedureDefinition {
  return {
    ...defineGraphProcedure({
      name: "groggy.procedures",
      description: "The procedures that a query can call",
      outputs: { name: "STRING", signature: "STRING", description: "STRING" },
      *run() {
        const byName = new Map([...all(), ...others].map((each) => [each.name, each]));
        for (const name of [...byName.keys()].sort()) {
          const each = byName.get(name) as ProcedureDefinition;
          yield [name, signatureOf(each), each.description ?? ""];
        }
      },
    }),
    beside: (procedures) => proceduresBeside(all, procedures),
  };
}

function functionsBeside(others: readonly FunctionDefinition[]): ProcedureDefinition {
  return {
    ...defineGraphProcedure({
      name: "groggy.functions",
      description: "The functions and aggregates that a query can call",
      outputs: { name: "STRING", signature: "STRING", description: "STRING", isAggregate: "BOOLEAN" },
      *run() {
        const byName = new Map(others.map((each) => [each.name, each]));
        for (const name of [...new Set([...BUILT_INS.functionNames(), ...byName.keys()])].sort(byWords))
          yield functionRow(name, byName.get(name));
      },
    }),
    beside: (_procedures, functions) => functionsBeside(functions),
  };
}

/** Names by their letters, whatever their case. */
function byWords(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}

function functionRow(name: string, own: FunctionDefinition | undefined): CypherValue[] {
  const aggregate = own === undefined ? BUILT_INS.findAggregate(name) : undefined;
  const definition = own ?? aggregate ?? BUILT_INS.findFunction(name);
  const { minArguments, maxArguments, parameterTypes, resultType } = definition as FunctionDefinition;
  const types = parameterTypes.map((type, i) => {
    const isMany = maxArguments === Number.POSITIVE_INFINITY && i === parameterTypes.length - 1;
    return `${typeText(type)}${isMany ? "..." : i >= minArguments ? "?" : ""}`;
  });
  const description = own === undefined ? describeFunction(name) : (own.description ?? "");
  const signature = `${name}(${types.join(", ")}) :: ${typeText(resultType)}`;
  return [name, signature, description, aggregate !== undefined];
}

function typeText(type: StaticType): string {
  const text = describeType(type).replaceAll(", ", " | ").replaceAll(" or ", " | ");
  return text === "any value" ? "ANY" : text;
}

/** A procedure as it is called: its inputs, those that may be left out with "= null", and its columns. */
export function signatureOf({ name, inputs, outputs }: ProcedureDefinition): string {
  const ins = inputs.map((field) => fieldText(field) + (field.isOptional === true ? " = null" : ""));
  const outs = outputs.map(fieldText).join(", ");
  return `${name}(${ins.join(", ")})${outs === "" ? "" : ` :: (${outs})`}`;
}

function fieldText({ name, typeText: type }: ProcedureField): string {
  return `${name} :: ${type}`;
}
