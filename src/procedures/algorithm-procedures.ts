/**
 * Every function of groggy/algorithms as a procedure, made from the list of them: arguments in their order, options as a
 * map, and `nodes` and `edges` in it to narrow the graph to lists that the query has gathered.
 */
import type { ProcedureDefinition } from "../query/bind/definitions.js";
import { suggestion } from "../query/bind/nearest-name.js";
import { NodeValue } from "../query/values/elements.js";
import { type CypherValue, describeValue } from "../query/values/value.js";
import type { GraphView } from "../view.js";
import type { AlgorithmArgument, AlgorithmEntry } from "./algorithm-entry.js";
import { algorithmFunctions } from "./algorithm-functions.js";
import { algorithmList } from "./algorithm-list.js";
import { shapeOf } from "./algorithm-results.js";
import {
  defineGraphProcedure,
  elementId,
  elementIds,
  type ProcedureCall,
  scriptValue,
  wrongInput,
} from "./graph-procedure.js";
import { portAt } from "./history-procedures.js";

/** The types of arguments by their kind in the list. */
const ARGUMENT_TYPES: Readonly<Record<string, string>> = {
  view: "STRING | MAP",
  views: "LIST",
  node: "NODE | INTEGER",
  nodes: "NODE | INTEGER | LIST",
  pairs: "LIST",
  number: "NUMBER",
  boolean: "BOOLEAN",
  attribute: "STRING",
  "edge attribute": "STRING | LIST",
  "node attribute": "STRING | LIST",
  types: "STRING | LIST",
  filter: "STRING",
  numbers: "LIST",
  json: "LIST | MAP",
  word: "STRING",
  estimate: "STRING | LIST",
};

/** The procedures, one for each function. */
export function algorithmProcedures(): ProcedureDefinition[] {
  return algorithmList.map((entry) => {
    const { outputs, rows } = shapeOf(entry);
    const given = argumentsOf(entry);
    return defineGraphProcedure({
      name: `groggy.${entry.name}`,
      description: entry.summary,
      inputs: {
        ...Object.fromEntries(given.map(({ name, kind }) => [name, ARGUMENT_TYPES[kind]])),
        options: "MAP? =",
      },
      outputs,
      run: (inputs, call) => rows(run(entry, inputs, call) as never, call.graph),
    });
  });
}

/** The arguments behind the graph itself. */
function argumentsOf({ arguments: given }: AlgorithmEntry): readonly AlgorithmArgument[] {
  return given[0]?.kind === "view" ? given.slice(1) : given;
}

function run(entry: AlgorithmEntry, inputs: readonly CypherValue[], call: ProcedureCall): unknown {
  const options = (inputs.at(-1) ?? new Map()) as ReadonlyMap<string, CypherValue>;
  const view = narrowed(entry, options, call);
  const values = argumentsOf(entry).map((argument, i) => argumentOf(argument, inputs[i], view, call));
  const read = optionsOf(entry, options, view, call);
  // what makes or combines graphs takes no word of progress; all others end with the query by it
  const isRun = entry.family !== "generators" && entry.family !== "operators";
  if (isRun) read.onProgress = () => call.context.limits.check();
  const onGraph = entry.arguments[0]?.kind === "view" ? [view, ...values] : values;
  const call_ = algorithmFunctions[entry.name as keyof typeof algorithmFunctions] as (
    ...given: unknown[]
  ) => unknown;
  return call_(...onGraph, ...(Object.keys(read).length === 0 ? [] : [read]));
}

/** The part of the graph that lists of nodes and edges select. */
function narrowed(
  entry: AlgorithmEntry,
  options: ReadonlyMap<string, CypherValue>,
  call: ProcedureCall,
): GraphView {
  return part(call.view, options.get("nodes"), options.get("edges"), entry.name, call);
}

function part(
  view: GraphView,
  nodes: CypherValue | undefined,
  edges: CypherValue | undefined,
  what: string,
  call: ProcedureCall,
): GraphView {
  const nodeIds = Array.isArray(nodes) ? elementIds(nodes, "node", "nodes", call) : undefined;
  const edgeIds = Array.isArray(edges) ? elementIds(edges, "edge", "edges", call) : undefined;
  if (nodeIds === undefined && edgeIds === undefined) return view;
  if (what === "") throw wrongInput(call, "options", "lists", "others");
  if (edgeIds === undefined) return view.subgraph(view.nodes.select(nodeIds as number[]));
  const selected = view.edges.select(edgeIds);
  if (nodeIds === undefined) return view.subgraph(selected);
  const all = view.subgraph(view.nodes.select(nodeIds));
  return all.part(all.state.nodes.live, all.state.edges.live.and(selected.bitmap));
}

function optionsOf(
  entry: AlgorithmEntry,
  options: ReadonlyMap<string, CypherValue>,
  view: GraphView,
  call: ProcedureCall,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of options) {
    const isPart = (name === "nodes" || name === "edges") && Array.isArray(value);
    if (value === null || isPart) continue;
    const option = entry.options.find((each) => each.name === name);
    if (option === undefined) {
      const names = [...entry.options.map((each) => each.name), "nodes", "edges"];
      const got = `"${name}"${suggestion(name, names)}`;
      throw wrongInput(call, "options", `a map of ${names.join(", ")}`, got);
    }
    read[name] = argumentOf(option, value, view, call);
  }
  return read;
}

/** An argument, or an option, as the function takes it. */
function argumentOf(
  { kind, name, words }: AlgorithmArgument,
  value: CypherValue,
  view: GraphView,
  call: ProcedureCall,
): unknown {
  const wrong = (expected: string): Error => wrongInput(call, name, expected, describeValue(value));
  switch (kind) {
    case "number":
      if (typeof value !== "bigint" && typeof value !== "number") throw wrong("a number");
      return Number(value);
    case "boolean":
      if (typeof value !== "boolean") throw wrong("a BOOLEAN");
      return value;
    case "word":
      if (!words?.includes(value as string)) throw wrong(`one of ${words?.join(", ")}`);
      return value;
    case "filter":
      if (typeof value !== "string") throw wrong("a filter as a STRING");
      return value;
    case "node": {
      const id = elementId(value, "node");
      if (id === undefined) throw wrong("a NODE");
      return id;
    }
    case "nodes": {
      const id = elementId(value, "node");
      if (id !== undefined) return id;
      if (!Array.isArray(value)) throw wrong("a NODE or a list of NODEs");
      return elementIds(value, "node", name, call);
    }
    case "pairs":
      if (!isPairs(value)) throw wrong("a list of pairs of NODEs");
      return value.map((pair) => elementIds(pair, "node", name, call));
    case "types":
      return Array.isArray(value) || typeof value === "string" ? scriptValue(value, call) : undefined;
    case "attribute":
      if (typeof value !== "string") throw wrong("the name of an attribute as a STRING");
      return value;
    case "edge attribute":
      return typeof value === "string" ? value : numbersOf(value, wrong);
    case "node attribute":
      return typeof value === "string" ? value : valuesOfNodes(value, wrong, call);
    case "estimate":
      return estimateOf(value, view, wrong, call);
    case "numbers":
      return numbersOf(value, wrong);
    case "json":
      return scriptValue(value, call);
    case "view":
      return viewOf(value, name, call);
    case "views":
      if (!Array.isArray(value)) throw wrong("a list of revisions");
      return value.map((each: CypherValue) => viewOf(each, name, call));
    default:
      throw wrong("nothing");
  }
}

function isPairs(value: CypherValue): value is readonly (readonly CypherValue[])[] {
  return Array.isArray(value) && value.every((pair: CypherValue) => Array.isArray(pair) && pair.length === 2);
}

function numbersOf(value: CypherValue, wrong: (expected: string) => Error): number[] {
  if (!Array.isArray(value)) throw wrong("a list of numbers");
  return value.map((each: CypherValue) => {
    if (typeof each !== "bigint" && typeof each !== "number") throw wrong("a list of numbers");
    return Number(each);
  });
}

/** Values by node: pairs of a node and a value, or a value for each node in the order of their ids. */
function valuesOfNodes(value: CypherValue, wrong: (expected: string) => Error, call: ProcedureCall): unknown {
  if (!Array.isArray(value))
    throw wrong("the name of an attribute, or a list of values or of pairs [node, value]");
  const isPaired = isPairs(value) && value.every(([node]) => node instanceof NodeValue);
  if (!isPaired) return scriptValue(value, call);
  const pairs = value as readonly (readonly CypherValue[])[];
  return new Map(pairs.map(([node, each]) => [(node as NodeValue).id, scriptValue(each, call)]));
}

/** A guess at the way that is left: an attribute, or pairs of a node and a number. */
function estimateOf(
  value: CypherValue,
  view: GraphView,
  wrong: (expected: string) => Error,
  call: ProcedureCall,
): (id: number) => number {
  if (typeof value === "string") return (id) => Number(view.nodes.get(id, value as never) ?? 0);
  const values = valuesOfNodes(value, wrong, call);
  if (!(values instanceof Map)) throw wrong("the name of an attribute, or pairs [node, number]");
  return (id) => (values.get(id) as number | undefined) ?? 0;
}

/** A graph beside: the whole at a revision, or the part that lists of nodes and edges select. */
function viewOf(value: CypherValue, name: string, call: ProcedureCall): GraphView {
  if (!(value instanceof Map)) return portAt(value, name, call).view as GraphView;
  const { nodes, edges, at, ...others } = Object.fromEntries(value) as Record<string, CypherValue>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw wrongInput(call, name, "a map of nodes, edges and at", `"${other}"`);
  const view = at === undefined ? call.view : (portAt(at, `${name}.at`, call).view as GraphView);
  return part(view, nodes, edges, name, call);
}
