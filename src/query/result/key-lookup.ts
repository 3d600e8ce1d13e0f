/**
 * Statements that ask for attributes of the node with a key, `MATCH (n:L {key: $key}) RETURN n.a AS a`: they are answered
 * by the key at once, with no plan, no clauses and no rows in between. Any other statement goes the general way.
 */
import type { Attribute } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import type { BoundEntry, BoundMatch, BoundNode, BoundStatement } from "../bind/bound.js";
import { equals } from "../values/relations.js";
import type { CypherValue } from "../values/value.js";
import { RowMaker } from "./row-maker.js";
import type { StatePort } from "./state-port.js";

interface KeyLookup {
  readonly label: string | undefined;
  readonly labels: readonly string[];
  readonly properties: readonly BoundEntry[];
  readonly names: readonly string[];
  /** The attributes that come out, in the order of the columns. */
  readonly columns: readonly string[];
  /** Makes the row of a result. */
  readonly maker: RowMaker;
}

/** The row that a key finds, if there is one, as values that come out. */
export interface FoundRow {
  readonly row: readonly unknown[] | undefined;
  /** For each column 1 if its value is an INTEGER, and 2 if it is a FLOAT. */
  readonly numberKinds: readonly number[];
  readonly maker: RowMaker;
}

/** Statements that have been looked at: null for those that go the general way. */
const lookups = new WeakMap<BoundStatement, KeyLookup | null>();

/**
 * The rows of a statement, in the order of its columns; undefined if it has to go the general way.
 *
 * @param port the state as it is at the time of the call.
 */
export function keyLookupRows(
  statement: BoundStatement,
  port: StatePort,
  parameters: ReadonlyMap<string, CypherValue>,
): CypherValue[][] | undefined {
  const lookup = keptLookup(statement);
  if (lookup === null || port.access.wayTo(lookup.labels, lookup.names)?.kind !== "key") return undefined;
  const wanted = new Map<string, readonly CypherValue[]>();
  for (const { name, value } of lookup.properties) {
    const given = givenValue(value, parameters);
    if (given === undefined) return undefined;
    wanted.set(name, [given]);
  }
  const found = port.access.find(lookup.labels, wanted);
  if (found === undefined || found.length > 1) return undefined;
  const { label, columns } = lookup;
  return found
    .filter((node) => label === undefined || port.labelsOf(node).includes(label))
    .filter((node) => {
      for (const [name, [value]] of wanted)
        if (equals(port.attributeOf("node", node, name), value) !== true) return false;
      return true;
    })
    .map((node) => columns.map((name) => port.attributeOf("node", node, name)));
}

function keptLookup(statement: BoundStatement): KeyLookup | null {
  let lookup = lookups.get(statement);
  if (lookup === undefined) {
    lookup = lookupOf(statement) ?? null;
    lookups.set(statement, lookup);
  }
  return lookup;
}

/** Whether a statement may be answered by a key. */
export function isLookedUp(statement: BoundStatement): boolean {
  return keptLookup(statement) !== null;
}

/**
 * The row of a statement that asks for one node by a key of one attribute, straight from the columns: for values that are
 * the same in JavaScript and in the language. Undefined where anything is less simple; then the statement has to go
 * another way, which also says what is wrong with what was given.
 */
export function foundRow(
  statement: BoundStatement,
  state: GraphState,
  parameters: Readonly<Record<string, unknown>>,
): FoundRow | undefined {
  const lookup = keptLookup(statement);
  const { keys, nodes } = state;
  if (lookup === null || keys === undefined || lookup.properties.length !== 1) return undefined;
  const [{ name, value }] = lookup.properties;
  if (value.kind !== "parameter") return undefined;
  for (const each of Object.keys(parameters)) if (!isPlain(parameters[each])) return undefined;
  const given = Object.hasOwn(parameters, value.name) ? parameters[value.name] : undefined;
  const rule = keys.keyOf(lookup.label);
  const attribute = nodes.attribute(name);
  const isKey = rule !== undefined && rule.names.length === 1 && rule.names[0] === name;
  if (!isKey || attribute === undefined || !isHeldAs(given, attribute)) return undefined;
  const { columns, maker } = lookup;
  const [node, ...others] = keys.findAll(nodes, rule, [given]);
  if (others.length > 0) return undefined;
  if (node === undefined) return { row: undefined, numberKinds: columns.map(() => 0), maker };
  const row: unknown[] = [];
  const numberKinds: number[] = [];
  for (const column of columns) {
    const from = nodes.attribute(column);
    const kind = from === undefined ? 0 : numberKindOfType(from);
    if (kind === undefined) return undefined;
    const at = from === undefined ? -1 : from.rows.get(node);
    row.push(at < 0 ? null : from!.stored.column.get(at));
    numberKinds.push(at < 0 ? 0 : kind);
  }
  return { row, numberKinds, maker };
}

/** Whether a parameter is one that nothing can be wrong with. */
function isPlain(given: unknown): boolean {
  if (typeof given === "string") return given.isWellFormed();
  return typeof given === "number" || typeof given === "boolean" || given === null || given === undefined;
}

/** Whether a column holds the value as it is given, if it has it. */
function isHeldAs(given: unknown, { mixed, stored }: Attribute): boolean {
  if (mixed !== undefined) return false;
  if (typeof given === "string") return stored.type === "utf8";
  if (!Number.isSafeInteger(given) || Object.is(given, -0)) return false;
  return stored.type === "int32" || stored.type === "integer" || stored.type === "float64";
}

/** The kind of number that an attribute has, 0 for none; undefined where its values do not come out as they are stored. */
function numberKindOfType({ mixed, stored }: Attribute): number | undefined {
  if (mixed !== undefined) return undefined;
  switch (stored.type) {
    case "int32":
    case "integer":
      return 1;
    case "float32":
    case "float64":
      return 2;
    case "utf8":
    case "bool":
      return 0;
    default:
      return undefined;
  }
}

function givenValue(
  value: BoundEntry["value"],
  parameters: ReadonlyMap<string, CypherValue>,
): CypherValue | undefined {
  if (value.kind === "constant") return value.value;
  return value.kind === "parameter" ? parameters.get(value.name) : undefined;
}

function lookupOf({ body, mode }: BoundStatement): KeyLookup | undefined {
  const [part] = body.parts;
  if (mode !== "run" || body.writes || body.parts.length !== 1 || part.clauses.length !== 2) return undefined;
  const [match, project] = part.clauses;
  if (match.kind !== "match" || match.optional || project.kind !== "project" || !project.isReturn)
    return undefined;
  const node = onlyNode(match.match);
  if (node === undefined || match.match.where !== undefined) return undefined;
  const { groups, distinct, where, orderBy, skip, limit, items } = project;
  const isCut = orderBy.length > 0 || skip !== undefined || limit !== undefined;
  if (groups !== undefined || distinct || where !== undefined || isCut) return undefined;
  const columns: string[] = [];
  for (const { slot } of body.columns) {
    const value = items.find((item) => item.slot === slot)?.value;
    if (value?.kind !== "property" || value.of.kind !== "slot" || value.of.slot !== node.slot)
      return undefined;
    columns.push(value.name);
  }
  const label = node.labels?.kind === "label" ? node.labels.name : undefined;
  const properties = node.properties as readonly BoundEntry[];
  const names = properties.map(({ name }) => name);
  const maker = new RowMaker(body.columns.map((column) => column.name));
  return { label, labels: label === undefined ? [] : [label], properties, names, columns, maker };
}

/** The node of a pattern that is one node, new, with one label or none and attributes one by one. */
function onlyNode({ paths, known }: BoundMatch): BoundNode | undefined {
  const [path] = paths;
  if (paths.length !== 1 || path.selector !== undefined || path.slot !== undefined) return undefined;
  const [node] = path.elements;
  if (path.elements.length !== 1 || node.kind !== "node" || known.has(node.slot.index)) return undefined;
  if (node.where !== undefined || !Array.isArray(node.properties) || node.properties.length === 0)
    return undefined;
  const names = new Set((node.properties as readonly BoundEntry[]).map(({ name }) => name));
  if (names.size !== node.properties.length) return undefined;
  return node.labels === undefined || node.labels.kind === "label" ? node : undefined;
}
