/**
 * The history as procedures: commits, names, differences, and who changed what. They read the whole history whatever
 * state the query reads; elements that were matched at a commit are asked about as of that commit.
 */

import type { Commit } from "../history/commits/commit.js";
import type { DiffFact } from "../history/diff/element-diff.js";
import type { History } from "../history/history.js";
import { LOG_OPTIONS } from "../history/inspect/log-options.js";
import type { ProcedureDefinition } from "../query/bind/definitions.js";
import type { GraphPort } from "../query/run/graph-port.js";
import type { NodeValue, RelationshipValue } from "../query/values/elements.js";
import type { CypherValue } from "../query/values/value.js";
import { DateTime } from "../temporal/date-time.js";
import {
  defineGraphProcedure,
  elementAt,
  type ProcedureCall,
  scriptValue,
  timeOfCommit,
  valueFrom,
  wrongInput,
} from "./graph-procedure.js";

type Rows = Generator<readonly CypherValue[], void, undefined>;
type ElementValue = NodeValue | RelationshipValue;

/** A name of a commit, or a moment as a datetime or in milliseconds. */
export const REVISION_TYPE = "STRING | INTEGER | ZONED DATETIME";
const ELEMENT_TYPE = "NODE | RELATIONSHIP";
const COMMIT_OUTPUTS = {
  commit: "STRING",
  author: "STRING",
  time: "ZONED DATETIME?",
  message: "STRING",
} as const;
const CHANGE_OUTPUTS = { attribute: "STRING?", before: "ANY?", after: "ANY?" } as const;

export const historyProcedures: readonly ProcedureDefinition[] = [
  defineGraphProcedure({
    name: "groggy.log",
    description:
      "The commits that led to HEAD, or to the commit that the query reads, each before its parents",
    inputs: { options: "MAP? =" },
    outputs: { ...COMMIT_OUTPUTS, parents: "LIST<STRING>", meta: "MAP" },
    *run([options], call) {
      for (const commit of historyOf(call).log(logOptions(options, call)))
        yield [...commitValues(commit), [...commit.parents], valueFrom(commit.meta)];
    },
  }),
  defineGraphProcedure({
    name: "groggy.branches",
    description: "The branches, with the commits that they name",
    outputs: { name: "STRING", commit: "STRING", isCurrent: "BOOLEAN" },
    *run(_inputs, call) {
      const history = historyOf(call);
      for (const { name, commit } of history.branches())
        yield [name, commit.id, name === history.head.branch];
    },
  }),
  defineGraphProcedure({
    name: "groggy.tags",
    description: "The tags, with the commits that they name",
    outputs: { name: "STRING", commit: "STRING" },
    *run(_inputs, call) {
      for (const { name, commit } of historyOf(call).tags()) yield [name, commit.id];
    },
  }),
  defineGraphProcedure({
    name: "groggy.diff",
    description:
      "The differences between two revisions, fact by fact: elements that came and went, labels, attributes",
    inputs: { from: `${REVISION_TYPE}? =`, to: `${REVISION_TYPE}? =` },
    outputs: { change: "STRING", kind: "STRING", element: `${ELEMENT_TYPE}?`, ...CHANGE_OUTPUTS },
    *run([from, to], call) {
      const { before, after } = sidesOf(from, to, call);
      const facts = historyOf(call).diff(before.commit, after.commit);
      for (const fact of facts) yield factValues(fact, before, after);
    },
  }),
  defineGraphProcedure({
    name: "groggy.blame",
    description:
      "The commits that gave an element its present attribute, or all attributes, its labels and its presence",
    inputs: { element: ELEMENT_TYPE, attribute: "STRING? =" },
    outputs: { of: "STRING", attribute: "STRING?", ...nullable(COMMIT_OUTPUTS) },
    *run([element, attribute], call) {
      yield* blamed(element as ElementValue, attribute as string | null, call);
    },
  }),
  defineGraphProcedure({
    name: "groggy.changes",
    description: "Every commit that changed an element, the newest first, with what it changed",
    inputs: { element: ELEMENT_TYPE, options: "MAP? =" },
    outputs: { ...COMMIT_OUTPUTS, change: "STRING", ...CHANGE_OUTPUTS },
    *run([element, options], call) {
      yield* changes(element as ElementValue, options, call);
    },
  }),
];

function nullable(outputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, type]) => [name, `${type.replace(/\?$/, "")}?`]),
  );
}

/** The history that a call reads. */
export function historyOf(call: ProcedureCall): History {
  const { history } = call.graph;
  if (history !== undefined) return history as History;
  throw wrongInput(call, "graph", "a graph with a history", "a view without one");
}

function commitValues({ id, author, time, message }: Commit): CypherValue[] {
  return [id, author, timeOfCommit(time), message];
}

/** The state at a revision. */
export function portAt(revision: CypherValue, input: string, call: ProcedureCall): GraphPort {
  historyOf(call);
  const name = revision instanceof DateTime ? revision.toDate().getTime() : revision;
  if (typeof name === "bigint") return call.graph.at!(Number(name));
  if (typeof name === "string" || typeof name === "number") return call.graph.at!(name);
  throw wrongInput(call, input, "a revision", "null");
}

/** The states that are compared: by default HEAD, and what the query reads. */
export function sidesOf(
  from: CypherValue,
  to: CypherValue,
  call: ProcedureCall,
): { readonly before: GraphPort; readonly after: GraphPort } {
  const after = to === null ? call.graph : portAt(to, "to", call);
  return { before: portAt(from ?? "HEAD", "from", call), after };
}

function factValues(fact: DiffFact, before: GraphPort, after: GraphPort): CypherValue[] {
  const { kind, element } = fact;
  const port = kind === "removed" ? before : after;
  const value = element.kind === "graph" ? null : elementAt(port, element.kind, element.id);
  const start = [kind === "added" || kind === "removed" ? kind : "changed", element.kind, value];
  return [...start, ...("before" in fact ? changeValues(fact) : [null, null, null])];
}

/** The attribute and its values; labels have no attribute. */
function changeValues(fact: {
  readonly attribute?: string;
  readonly before: unknown;
  readonly after: unknown;
}): CypherValue[] {
  return [fact.attribute ?? null, storedValue(fact.before), storedValue(fact.after)];
}

/** A value as the graph stores it. */
function storedValue(value: unknown): CypherValue {
  return valueFrom(value instanceof Uint8Array ? Array.from(value) : value);
}

function kindOf({ kind }: ElementValue): "node" | "edge" {
  return kind === "node" ? "node" : "edge";
}

function* blamed(element: ElementValue, attribute: string | null, call: ProcedureCall): Rows {
  const history = historyOf(call);
  const { graph, id } = element;
  const options = { kind: kindOf(element), at: graph.commit };
  const rowOf = (of: string, name: string | null, commit: Commit | undefined): CypherValue[] => [
    of,
    name,
    ...(commit === undefined ? [null, null, null, null] : commitValues(commit)),
  ];
  const { presence, labels, attributes } = history.blame(id, undefined, options);
  if (attribute === null) {
    if (!graph.hasElement(element.kind, id)) return;
    yield rowOf("presence", null, presence);
    yield rowOf("labels", null, labels);
  }
  for (const [name, commit] of Object.entries(attributes))
    if (attribute === null || attribute === name) yield rowOf("attribute", name, commit);
}

function* changes(element: ElementValue, options: CypherValue, call: ProcedureCall): Rows {
  const { attribute, from = element.graph.commit } = optionsOf(options, ["attribute", "from"], call);
  const found = historyOf(call).changesOf(element.id, {
    kind: kindOf(element),
    attribute: attribute as string | undefined,
    from: from as string | undefined,
  });
  for (const { commit, kind, labels, attributes } of found) {
    const start = [...commitValues(commit), kind];
    const facts = Object.entries(attributes);
    if (labels === undefined && facts.length === 0) yield [...start, null, null, null];
    if (labels !== undefined) yield [...start, ...changeValues(labels)];
    for (const [name, sides] of facts) yield [...start, ...changeValues({ attribute: name, ...sides })];
  }
}

/** The options of a map, each of a name that is known. */
function optionsOf(
  options: CypherValue,
  names: readonly string[],
  call: ProcedureCall,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of (options ?? []) as ReadonlyMap<string, CypherValue>) {
    if (!names.includes(name)) throw wrongInput(call, "options", names.join(", "), `"${name}"`);
    if (value !== null) read[name] = scriptValue(value, call);
  }
  return read;
}

/** In a query `touching` is an element, so its attribute is an option of its own. */
const LOG_OPTION_NAMES = [...LOG_OPTIONS, "attribute"];

function logOptions(options: CypherValue, call: ProcedureCall): Record<string, unknown> {
  const { touching, attribute, ...read } = optionsOf(options, LOG_OPTION_NAMES, call);
  for (const name of ["since", "until"])
    if (read[name] instanceof DateTime) read[name] = (read[name] as DateTime).toDate();
  if (
    read.from === undefined &&
    read.range === undefined &&
    read.all !== true &&
    call.graph.commit !== undefined
  )
    read.from = call.graph.commit;
  if (touching === undefined) {
    if (attribute !== undefined) throw wrongInput(call, "attribute", '"touching" beside it', "none");
    return read;
  }
  const { kind, id } = touching as { kind?: unknown; id?: unknown };
  if (kind !== "node" && kind !== "edge")
    throw wrongInput(call, "touching", "a NODE or a RELATIONSHIP", String(kind));
  return { ...read, touching: { kind, id, attribute } };
}
