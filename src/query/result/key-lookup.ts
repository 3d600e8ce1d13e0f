/**
 * Statements that ask for attributes of the node with a key, `MATCH (n:L {key: $key}) RETURN n.a AS a`: they are answered
 * by the key at once, with no plan, no clauses and no rows in between. Any other statement goes the general way.
 */
import type { BoundEntry, BoundMatch, BoundNode, BoundStatement } from "../bind/bound.js";
import { equals } from "../values/relations.js";
import type { CypherValue } from "../values/value.js";
import type { StatePort } from "./state-port.js";

interface KeyLookup {
  readonly label: string | undefined;
  readonly labels: readonly string[];
  readonly properties: readonly BoundEntry[];
  readonly names: readonly string[];
  /** The attributes that come out, in the order of the columns. */
  readonly columns: readonly string[];
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
  let lookup = lookups.get(statement);
  if (lookup === undefined) {
    lookup = lookupOf(statement) ?? null;
    lookups.set(statement, lookup);
  }
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
  return { label, labels: label === undefined ? [] : [label], properties, names, columns };
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
