/** Procedures that come with graphs: how they are declared, and what they are given. */
import type { ProcedureDefinition } from "../query/bind/definitions.js";
import { valueOut } from "../query/result/elements-out.js";
import { checkedField, readFields } from "../query/result/procedure-fields.js";
import type { GraphPort } from "../query/run/graph-port.js";
import type { RunContext } from "../query/run/run-context.js";
import { toValue } from "../query/values/convert.js";
import { NodeValue, RelationshipValue } from "../query/values/elements.js";
import { type CypherValue, describeValue } from "../query/values/value.js";
import { CypherValueError } from "../query/values/value-error.js";
import type { GraphView } from "../view.js";

/** The surroundings of a call. */
export interface ProcedureCall {
  readonly name: string;
  readonly view: GraphView;
  readonly graph: GraphPort;
  readonly context: RunContext;
}

/** The parts of a procedure of a graph. */
export interface GraphProcedureOptions {
  readonly name: string;
  readonly description: string;
  /** Types by name, as `defineProcedure` has them; `=` behind one lets it be left out, with all behind it. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Gives rows in the order of the outputs. */
  readonly run: (inputs: readonly CypherValue[], call: ProcedureCall) => Iterable<readonly CypherValue[]>;
}

/** Makes the definition that queries call. */
export function defineGraphProcedure({
  name,
  description,
  inputs = {},
  outputs,
  run,
}: GraphProcedureOptions): ProcedureDefinition {
  const texts = Object.fromEntries(
    Object.entries(inputs).map(([field, text]) => [field, text.replace(/ =$/, "")]),
  );
  const ins = readFields("inputs", texts).map((field) =>
    inputs[field.name].endsWith(" =") ? { ...field, isOptional: true } : field,
  );
  return {
    name,
    description,
    inputs: ins,
    outputs: readFields("outputs", outputs),
    isImmediate: true,
    run: (values, view, graph, context) =>
      run(
        values.map((value, i) => checkedField(name, ins[i], value)),
        { name, view: view as GraphView, graph: graph as GraphPort, context: context as RunContext },
      ),
  };
}

/** A value of JavaScript as the language has it; what is no value is null. */
export function valueFrom(given: unknown): CypherValue {
  return typeof given === "function" || typeof given === "symbol" ? null : toValue(given, "value");
}

/** The value of an input as JavaScript has it. */
export function scriptValue(value: CypherValue, { graph }: ProcedureCall): unknown {
  return valueOut(value, "safe", graph);
}

/** A moment in ms as a ZONED DATETIME; null where it is beyond what a Date holds. */
export function timeOfCommit(ms: number): CypherValue {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : toValue(date, "time");
}

/** A node or an edge by its id. */
export function elementAt(graph: GraphPort, kind: "node" | "edge", id: number): CypherValue {
  return kind === "node" ? new NodeValue(graph, id) : new RelationshipValue(graph, id);
}

/** For an input of the right type, and of a wrong value. */
export function wrongInput(
  { name }: ProcedureCall,
  input: string,
  expected: string,
  got: string,
): CypherValueError {
  return new CypherValueError(
    "ArgumentError",
    "InvalidArgumentValue",
    `"${input}" of ${name} expected ${expected}, got ${got}`,
  );
}

/** The ids of the nodes, or of the edges, of a list. */
export function elementIds(
  list: readonly CypherValue[],
  kind: "node" | "edge",
  name: string,
  call: ProcedureCall,
): number[] {
  return list.map((item) => {
    const id = elementId(item, kind);
    if (id === undefined)
      throw wrongInput(
        call,
        name,
        `a list of ${kind === "node" ? "NODE" : "RELATIONSHIP"}s`,
        describeValue(item),
      );
    return id;
  });
}

/** The id of an element, or of an INTEGER that is one. */
export function elementId(value: CypherValue, kind: "node" | "edge"): number | undefined {
  if (typeof value === "bigint") return Number(value);
  const type = kind === "node" ? NodeValue : RelationshipValue;
  return value instanceof type ? value.id : undefined;
}
