/**
 * Statements that follow few relationships from nodes that are found at once: their rows are made at the call, from what
 * is kept of the statement, with no context, no operators and no copy of the state. Any other statement goes the general way.
 */
import { hopQuery } from "#lazy/query-hops";
import type { BoundStatement } from "../../bind/bound.js";
import { hopPlan } from "../../engine/hops/hop-plan.js";
import type { HopQuery } from "../../engine/hops/hop-rows.js";
import type { HopBinding } from "../../engine/hops/hop-values.js";
import type { ResultBatch } from "../../engine/output/result-items.js";
import type { MatchPlans } from "../../plan/match-plan.js";
import type { CypherValue } from "../../values/value.js";
import { keepMade } from "../keep-compiled.js";
import type { StatePort } from "../state-port.js";
import { plansFor } from "./statement-plans.js";

interface KeptHops {
  readonly plans: MatchPlans;
  readonly query: HopQuery | undefined;
  /** Calls before counts are looked at again, by which the plans were made. */
  left: number;
  readonly version: number;
  readonly owner: WeakRef<object>;
}

/** The rows of a plan are right whatever the counts are. */
const CALLS_BETWEEN_COUNTS = 64;

/** Lookups by statement, each made for the plan that the statement had then. */
const kept = new WeakMap<BoundStatement, KeptHops>();

/** The statement as few hops, by its plans; undefined for one that goes the general way. */
export function hopsOf(statement: BoundStatement, plans: MatchPlans, port: StatePort): HopQuery | undefined {
  const { version, graph } = port.access;
  const left = CALLS_BETWEEN_COUNTS;
  const known = kept.get(statement);
  if (known?.plans === plans && known.owner.deref() === graph) {
    known.left = left;
    return known.query;
  }
  const plan = hopPlan(statement, plans);
  const query = plan && hopQuery(plan);
  kept.set(statement, { plans, query, left, version, owner: new WeakRef(graph) });
  return query;
}

/**
 * All rows of a statement; undefined if it has to go the general way.
 *
 * @param present the state as it is now.
 * @param pinned gives the same state, as it will stay: elements are read when somebody asks them.
 */
export function hopBatch(
  statement: BoundStatement,
  present: StatePort,
  pinned: () => StatePort,
  parameter: HopBinding["parameter"],
): ResultBatch | undefined {
  const known = kept.get(statement);
  const { version, graph: owner } = present.access;
  const isKnown = known?.version === version && known.left-- > 0 && known.owner.deref() === owner;
  const query = isKnown ? known.query : hopsOf(statement, plansFor(statement, present), present);
  if (query === undefined) return undefined;
  const graph = query.givesElements ? pinned() : present;
  const binding = { state: present.state, parameter };
  const found = query.columns(binding, present.access, graph);
  keepMade(() => query.ready(binding));
  return found && { ...found, graph };
}

/** Parameters that are the same in JavaScript and in the language, read once; undefined if one of them is not. */
export function plainParameters(
  parameters: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, CypherValue> | undefined {
  const values = new Map<string, CypherValue>();
  for (const name of Object.keys(parameters)) {
    const value = parameters[name];
    const isPlain =
      typeof value === "string"
        ? value.isWellFormed()
        : value === null ||
          typeof value === "boolean" ||
          (typeof value === "number" && !Object.is(value, -0));
    if (!isPlain) return undefined;
    values.set(name, value as CypherValue);
  }
  return values;
}
