/**
 * Statements that set attributes of the one node with a key, `MATCH (n:L {k: $k}) SET n.a = $a`, or that merge it,
 * `MERGE (n:L {k: $k}) ON CREATE SET n.a = $a SET n += $rest`: where the attributes hold such values as they are, the node
 * is found by its key and written at once, with no plan, no rows and no transaction. Any other statement goes the general
 * way, which also says what is wrong with what is refused.
 */
import { InvariantError } from "../../errors.js";
import type { NodeRules } from "../../space/elements/node-rules.js";
import type { TrackedElements } from "../../space/states/tracked-elements.js";
import type { BoundEntry, BoundExpression, BoundNode, BoundSetItem, BoundStatement } from "../bind/bound.js";
import type { WriteCounts } from "../run/run-context.js";
import type { CypherValue } from "../values/value.js";
import { givenValue, heldAsGiven } from "./create-one.js";
import type { LiveGraph } from "./live-bulk.js";

/** A value that an attribute gets, or a map of such values. */
interface GivenItem {
  readonly name: string | undefined;
  readonly value: BoundExpression;
}

interface NodePlan {
  readonly isMerged: boolean;
  readonly label: string;
  readonly key: { readonly name: string; readonly value: BoundExpression };
  /** The attributes set on a new node, and on one that was found. */
  readonly ifNew: readonly GivenItem[];
  readonly ifFound: readonly GivenItem[];
}

/** The live graph while nothing else is under way and nobody listens. */
export interface LoneGraph {
  readonly graph: LiveGraph;
  readonly nodes: TrackedElements;
  readonly rules: NodeRules;
}

/** Statements that have been looked at: null for those that go the general way. */
const plans = new WeakMap<BoundStatement, NodePlan | null>();

/** Writes the node of a statement; undefined, with nothing written, where it has to go the general way. */
export function writtenNode(
  statement: BoundStatement,
  { graph, nodes, rules }: LoneGraph,
  parameters: ReadonlyMap<string, CypherValue>,
): Partial<WriteCounts> | undefined {
  let plan = plans.get(statement);
  if (plan === undefined) {
    plan = planOf(statement) ?? null;
    plans.set(statement, plan);
  }
  if (plan === null) return undefined;
  const { label, key, isMerged } = plan;
  const rule = rules.keyOf(label);
  if (rule === undefined || rule.names.length !== 1 || rule.names[0] !== key.name) return undefined;
  const wanted = givenValue(key.value, parameters);
  if (typeof wanted !== "string" && typeof wanted !== "bigint") return undefined;
  const value = heldAsGiven(nodes, key.name, wanted);
  if (value === undefined) return undefined;
  const [id, ...others] = rules.findAll(nodes, rule, [value]);
  if (others.length > 0) return undefined;
  const items = id === undefined && isMerged ? plan.ifNew : plan.ifFound;
  const attributes: Record<string, unknown> = {};
  const attributesSet = readItems(items, parameters, nodes, rules, attributes);
  if (attributesSet === undefined) return undefined;
  try {
    if (id !== undefined) {
      graph.nodes.set(id, attributes);
      return { attributesSet };
    }
    if (!isMerged) return {};
    // a node is checked before more is set of it
    if (rules.required.some((each) => each.label === label)) return undefined;
    attributes[key.name] = value;
    graph.addNode([label], attributes);
  } catch (error) {
    if (error instanceof InvariantError) throw error;
    return undefined;
  }
  return { nodesCreated: 1, labelsAdded: 1, attributesSet: attributesSet + 1 };
}

/** Adds the values of items to attributes; how many there were, undefined if one is not held as it is given. */
function readItems(
  items: readonly GivenItem[],
  parameters: ReadonlyMap<string, CypherValue>,
  nodes: TrackedElements,
  rules: NodeRules,
  attributes: Record<string, unknown>,
): number | undefined {
  let count = 0;
  const read = (name: string, given: CypherValue | undefined): boolean => {
    if (given === undefined || given === null || name === "__proto__") return false;
    if (rules.uniques.some(({ names }) => names.includes(name))) return false;
    const held = heldAsGiven(nodes, name, given);
    if (held === undefined) return false;
    attributes[name] = held;
    count++;
    return true;
  };
  for (const { name, value } of items) {
    const given = givenValue(value, parameters);
    if (name !== undefined) {
      if (!read(name, given)) return undefined;
      continue;
    }
    if (!(given instanceof Map)) return undefined;
    for (const [each, one] of given) if (!read(each, one)) return undefined;
  }
  return count;
}

function planOf({ mode, body, revisions }: BoundStatement): NodePlan | undefined {
  const [part, ...others] = body.parts;
  if (mode !== "run" || others.length + revisions.length + body.columns.length > 0) return undefined;
  const [first, ...after] = part.clauses;
  if (first?.kind !== "merge" && first?.kind !== "match") return undefined;
  const { paths, where, known } = first.match;
  const isMerged = first.kind === "merge";
  if (paths.length !== 1 || where !== undefined || (first.kind === "match" && first.optional))
    return undefined;
  const [{ elements, slot, selector }] = paths;
  const [node] = elements;
  if (slot !== undefined || selector !== undefined || elements.length !== 1 || node.kind !== "node")
    return undefined;
  const { labels, properties } = node;
  if (known.has(node.slot.index) || node.where !== undefined || labels?.kind !== "label") return undefined;
  if (!Array.isArray(properties) || properties.length !== 1) return undefined;
  const [{ name, value }] = properties as readonly BoundEntry[];
  // MERGE compares with what would be stored, which is the value itself where it is held as given
  const key = { name, value: value.kind === "stored" ? value.operand : value };
  const sets: BoundSetItem[] = [];
  for (const clause of after) {
    if (clause.kind !== "set") return undefined;
    sets.push(...clause.items);
  }
  const itemsOf = (given: readonly BoundSetItem[]): GivenItem[] | undefined => {
    const items = [...given, ...sets].map((item) => itemOf(item, node));
    return items.includes(undefined) ? undefined : (items as GivenItem[]);
  };
  const ifNew = itemsOf(isMerged ? first.onCreate : []);
  const ifFound = itemsOf(isMerged ? first.onMatch : []);
  if (ifNew === undefined || ifFound === undefined || !isGiven(key.value)) return undefined;
  return { isMerged, label: labels.name, key, ifNew, ifFound };
}

function itemOf(item: BoundSetItem, node: BoundNode): GivenItem | undefined {
  const { target } = item;
  if (target.kind !== "slot" || target.slot.index !== node.slot.index) return undefined;
  if (item.kind !== "attribute" && item.kind !== "add") return undefined;
  if (!isGiven(item.value)) return undefined;
  return { name: item.kind === "attribute" ? item.name : undefined, value: item.value };
}

function isGiven({ kind }: BoundExpression): boolean {
  return kind === "constant" || kind === "parameter";
}
