/** Nodes that a scan need look at, where the graph finds them by an id, a key or the value of an attribute. */
import type { BoundExpression } from "../bind/bound.js";
import type { MatchStep } from "../plan/match-plan.js";
import { CypherFault } from "../text/cypher-fault.js";
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { evaluate } from "./evaluate.js";
import type { GraphPort } from "./graph-port.js";
import type { Row, RunContext } from "./run-context.js";

/** Ids among which are all of nodes that fit; undefined where the graph cannot find them by what is asked of them. */
export function nodeCandidates(
  { labels, lookups }: Extract<MatchStep, { readonly kind: "scan" }>,
  row: Row,
  run: RunContext,
): readonly number[] | undefined {
  const { graph } = run;
  if (lookups.length === 0) return undefined;
  const wanted = new Map<string, readonly CypherValue[]>();
  for (const { name, value: expression, isList } of lookups) {
    const value = valueIfAny(expression, row, run);
    if (value === undefined || (isList && value !== null && !Array.isArray(value))) return undefined;
    const values = isList ? (value as readonly CypherValue[] | null) : [value];
    if (name === undefined) return liveIds(values ?? [], graph);
    wanted.set(name, values ?? []);
  }
  return graph.access?.find(labels, wanted);
}

/** Undefined where the value cannot be worked out: the error shows where a node is there to ask it of. */
function valueIfAny(expression: BoundExpression, row: Row, run: RunContext): CypherValue | undefined {
  try {
    return evaluate(expression, row, run);
  } catch (error) {
    if (error instanceof CypherValueError || error instanceof CypherFault) return undefined;
    throw error;
  }
}

/** The nodes that are there of ids, ascending and each once. */
function liveIds(values: readonly CypherValue[], graph: GraphPort): number[] {
  const ids = new Set<number>();
  for (const value of values) {
    if (typeof value !== "bigint" && typeof value !== "number") continue;
    const id = Number(value);
    if (Number.isInteger(id) && id >= 0 && id < 2 ** 32 && graph.hasElement("node", id)) ids.add(id);
  }
  return [...ids].sort((a, b) => a - b);
}
