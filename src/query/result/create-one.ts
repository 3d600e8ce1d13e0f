/**
 * Statements that create one node of constants and parameters, `CREATE (:L {a: $a})`: where its attributes hold such values
 * as they are, the node is added at once, with no plan, no rows and no transaction, since adding a node is whole by itself.
 * Any other statement goes the general way, which also says what is wrong with a node that is refused.
 */
import { InvariantError } from "../../errors.js";
import type { TrackedElements } from "../../space/states/tracked-elements.js";
import type { BoundEntry, BoundExpression, BoundStatement } from "../bind/bound.js";
import type { WriteCounts } from "../run/run-context.js";
import { labelNames } from "../run/write-elements.js";
import type { CypherValue } from "../values/value.js";
import type { LiveGraph } from "./live-bulk.js";

interface NodePlan {
  readonly labels: readonly string[];
  readonly entries: readonly BoundEntry[];
}

/** Statements that have been looked at: null for those that go the general way. */
const plans = new WeakMap<BoundStatement, NodePlan | null>();

/** Creates the node of a statement; undefined, with nothing written, where it has to go the general way. */
export function createdNode(
  statement: BoundStatement,
  graph: LiveGraph,
  nodes: TrackedElements,
  parameters: ReadonlyMap<string, CypherValue>,
): Partial<WriteCounts> | undefined {
  let plan = plans.get(statement);
  if (plan === undefined) {
    plan = planOf(statement) ?? null;
    plans.set(statement, plan);
  }
  if (plan === null) return undefined;
  const { labels, entries } = plan;
  const attributes: Record<string, unknown> = {};
  let attributesSet = 0;
  for (const { name, value } of entries) {
    const given = givenValue(value, parameters);
    if (given === undefined) return undefined;
    if (given === null) continue;
    const held = heldAsGiven(nodes, name, given);
    if (held === undefined) return undefined;
    attributes[name] = held;
    attributesSet++;
  }
  try {
    graph.addNode(labels, attributes);
  } catch (error) {
    if (error instanceof InvariantError) throw error;
    return undefined;
  }
  return { nodesCreated: 1, labelsAdded: labels.length, attributesSet };
}

function planOf({ mode, body, revisions }: BoundStatement): NodePlan | undefined {
  const [part, ...others] = body.parts;
  if (mode !== "run" || others.length + revisions.length + body.columns.length > 0) return undefined;
  const [clause, ...after] = part.clauses;
  if (clause?.kind !== "create" || after.length + clause.paths.length !== 1) return undefined;
  const [{ elements, slot }] = clause.paths;
  const [node] = elements;
  if (slot !== undefined || elements.length !== 1 || node.kind !== "node") return undefined;
  if (clause.known.has(node.slot.index)) return undefined;
  const { properties = [] } = node;
  if (!Array.isArray(properties)) return undefined;
  const entries = properties as readonly BoundEntry[];
  const names = new Set(entries.map(({ name }) => name));
  const isPlain = entries.every(({ value }) => value.kind === "constant" || value.kind === "parameter");
  if (!isPlain || names.size < entries.length || names.has("__proto__")) return undefined;
  return { labels: labelNames(node.labels), entries };
}

/** The value of an entry; undefined for a parameter that was not given. */
export function givenValue(
  value: BoundExpression,
  parameters: ReadonlyMap<string, CypherValue>,
): CypherValue | undefined {
  if (value.kind === "constant") return value.value;
  return value.kind === "parameter" ? parameters.get(value.name) : undefined;
}

/** A value as an attribute of one type takes it, where that is the value itself; undefined otherwise. */
export function heldAsGiven(nodes: TrackedElements, name: string, value: CypherValue): unknown {
  const attribute = nodes.attribute(name);
  if (attribute === undefined || attribute.mixed !== undefined) return undefined;
  const { type } = attribute.stored;
  const declared = nodes.declared.get(name);
  if (declared !== undefined && declared !== type) return undefined;
  switch (typeof value) {
    case "string":
      return type === "utf8" ? value : undefined;
    case "boolean":
      return type === "bool" ? value : undefined;
    case "number":
      return type === "float64" ? value : undefined;
    case "bigint": {
      const number = Number(value);
      if (type === "integer") return Number.isSafeInteger(number) ? number : undefined;
      return type === "int32" && (number | 0) === number ? number : undefined;
    }
    default:
      return undefined;
  }
}
