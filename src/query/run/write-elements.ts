/** CREATE, MERGE, SET, REMOVE and DELETE, each for one row after the other. */
import type {
  BoundClause,
  BoundExpression,
  BoundNode,
  BoundPath,
  BoundProperties,
  BoundRelationship,
  BoundRemoveItem,
  BoundSetItem,
} from "../bind/bound.js";
import { readOnlyFault } from "../text/cypher-fault.js";
import type { LabelExpression } from "../text/tree.js";
import { NodeValue, PathValue, RelationshipValue } from "../values/elements.js";
import { type CypherValue, describeValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { entriesOf, evaluate } from "./evaluate.js";
import type { ElementKindWord } from "./graph-port.js";
import { type Row, type RunContext, withoutPauses } from "./run-context.js";
import { isStorable } from "./types-of-values.js";
import { pathValueOf } from "./walks.js";

type Of<K extends BoundClause["kind"]> = Extract<BoundClause, { readonly kind: K }>;

/** Makes what the patterns say and is not known yet; the row takes it up. */
export function createPaths(paths: readonly BoundPath[], row: Row, made: Set<number>, run: RunContext): void {
  for (const path of paths) {
    const { elements } = path;
    // all nodes first: a relationship needs both ends
    for (const element of elements) if (element.kind === "node") createNode(element, row, made, run);
    for (let i = 1; i < elements.length; i += 2) {
      const [left, element, right] = elements.slice(i - 1, i + 2);
      createRelationship(left as BoundNode, element as BoundRelationship, right as BoundNode, row, run);
    }
    if (path.slot !== undefined) row[path.slot.index] = pathValueOf(path, row, run);
  }
}

function createNode(node: BoundNode, row: Row, made: Set<number>, run: RunContext): void {
  const { slot } = node;
  if (made.has(slot.index)) {
    if (row[slot.index] instanceof NodeValue) return;
    throw run.fault(
      "TypeError",
      "InvalidArgumentValue",
      `"${slot.name}" expected a node, got null`,
      node.offset,
    );
  }
  made.add(slot.index);
  const labels = labelNames(node.labels);
  const attributes = attributesOf("node", node.properties, row, run);
  run.offset = node.offset;
  row[slot.index] = new NodeValue(run.graph, run.writable.createNode(labels, attributes));
  run.counts.nodesCreated++;
  run.counts.labelsAdded += labels.length;
  run.counts.attributesSet += attributes.size;
}

function createRelationship(
  left: BoundNode,
  relationship: BoundRelationship,
  right: BoundNode,
  row: Row,
  run: RunContext,
): void {
  const [from, to] = relationship.direction === "left" ? [right, left] : [left, right];
  const [source, target] = [row[from.slot.index], row[to.slot.index]] as [NodeValue, NodeValue];
  const { types, offset } = relationship;
  const attributes = attributesOf("relationship", relationship.properties, row, run);
  const type = types?.kind === "label" ? types.name : "";
  run.offset = offset;
  for (const { id } of [source, target]) {
    if (run.graph.hasElement("node", id)) continue;
    throw run.fault(
      "EntityNotFound",
      "DeletedEntityAccess",
      "a relationship expected a node that is there, got a deleted one",
      offset,
    );
  }
  for (const each of [source, target]) requirePresent(each, offset);
  const id = run.writable.createRelationship(source.id, target.id, type, attributes);
  row[relationship.slot.index] = new RelationshipValue(run.graph, id);
  run.counts.relationshipsCreated++;
  run.counts.attributesSet += attributes.size;
}

export function labelNames(labels: LabelExpression | undefined): string[] {
  if (labels?.kind === "label") return [labels.name];
  return labels?.kind === "and"
    ? [...new Set([...labelNames(labels.left), ...labelNames(labels.right)])]
    : [];
}

/** The attributes that a pattern gives, without those that are null. */
function attributesOf(
  kind: ElementKindWord,
  properties: BoundProperties | undefined,
  row: Row,
  run: RunContext,
): Map<string, CypherValue> {
  const attributes = new Map<string, CypherValue>();
  if (properties === undefined) return attributes;
  if (!Array.isArray(properties)) {
    const { offset } = properties as BoundExpression;
    const value = evaluate(properties as BoundExpression, row, run);
    if (!(value instanceof Map))
      throw run.fault(
        "TypeError",
        "InvalidArgumentType",
        `attributes expected a MAP, got ${describeValue(value)}`,
        offset,
      );
    for (const [name, each] of value)
      if (each !== null) attributes.set(name, storable(kind, name, each, offset, run));
    return attributes;
  }
  for (const { name, value } of properties) {
    const each = evaluate(value, row, run);
    if (each === null) attributes.delete(name);
    else attributes.set(name, storable(kind, name, each, value.offset, run));
  }
  return attributes;
}

function storable(
  kind: ElementKindWord,
  name: string,
  value: CypherValue,
  offset: number,
  run: RunContext,
): CypherValue {
  if (value === null || isStorable(value)) return value;
  // the port says what such an attribute cannot hold
  if (run.writable.holdsDocuments?.(kind, name) === true) return value;
  const message = `"${name}" expected a value that can be stored, or a list of such of one type, got ${describeValue(value)}`;
  throw run.fault("TypeError", "InvalidPropertyType", message, offset);
}

/** Rows in which the pattern is found, or one in which it is made. */
export function merged(clause: Of<"merge">, row: Row, run: RunContext): Row[] {
  const [path] = clause.match.paths;
  for (const element of path.elements) {
    if (element.kind === "group" || !Array.isArray(element.properties)) continue;
    for (const { name, value } of element.properties) {
      if (evaluate(value, row, run) !== null) continue;
      throw run.fault(
        "SemanticError",
        "MergeReadOwnWrites",
        `MERGE expected a value for "${name}", got null`,
        value.offset,
      );
    }
  }
  const found = [...withoutPauses(run.matchRows(clause.match, row))];
  for (const each of found) setItems(clause.onMatch, each, run);
  if (found.length > 0) return found;
  const made = row.slice();
  createPaths([path], made, new Set(clause.match.known), run);
  setItems(clause.onCreate, made, run);
  return [made];
}

export function setItems(items: readonly BoundSetItem[], row: Row, run: RunContext): void {
  for (const item of items) {
    const target = elementOf(item.target, row, run);
    const value = item.kind === "labels" ? null : evaluate(item.value, row, run);
    if (target === null) continue;
    run.offset = item.offset;
    if (item.kind === "labels") changeLabels(target, item.labels, true, run);
    else if (item.kind === "attribute") setAttribute(target, item.name, value, item.offset, run);
    else setAll(target, value, item.kind === "replace", item.offset, run);
  }
}

/** Throws for an element of a commit, which never changes. */
function requirePresent({ graph, kind }: NodeValue | RelationshipValue, offset: number): void {
  if (graph.commit === undefined) return;
  const message = `a write expected a ${kind} of the present state, got one of commit ${graph.commit.slice(0, 10)}`;
  throw readOnlyFault(message, offset);
}

function elementOf(
  expression: BoundExpression,
  row: Row,
  run: RunContext,
): NodeValue | RelationshipValue | null {
  const value = evaluate(expression, row, run);
  if (value === null) return null;
  if (value instanceof NodeValue || value instanceof RelationshipValue) {
    requirePresent(value, expression.offset);
    if (run.graph.hasElement(value.kind, value.id)) return value;
    throw run.fault(
      "EntityNotFound",
      "DeletedEntityAccess",
      `SET and REMOVE expected a ${value.kind} that is there, got one that was deleted`,
      expression.offset,
    );
  }
  throw run.fault(
    "TypeError",
    "InvalidArgumentType",
    `SET and REMOVE expected a NODE or a RELATIONSHIP, got ${describeValue(value)}`,
    expression.offset,
  );
}

function setAttribute(
  { kind, id }: NodeValue | RelationshipValue,
  name: string,
  value: CypherValue,
  offset: number,
  run: RunContext,
): void {
  storable(kind, name, value, offset, run);
  if (value === null && run.graph.attributeOf(kind, id, name) === null) return;
  run.writable.setAttribute(kind, id, name, value);
  run.counts.attributesSet++;
}

/** Gives an element all attributes of a map or of another element; with `replace`, those only. */
function setAll(
  target: NodeValue | RelationshipValue,
  value: CypherValue,
  replace: boolean,
  offset: number,
  run: RunContext,
): void {
  if (value === null) {
    throw run.fault(
      "TypeError",
      "InvalidArgumentType",
      "SET expected a MAP, a NODE or a RELATIONSHIP, got null",
      offset,
    );
  }
  const entries = new Map(entriesOf(value));
  for (const [name, each] of entries) storable(target.kind, name, each, offset, run);
  if (replace) {
    const before = run.graph.attributesOf(target.kind, target.id);
    for (const name of before.keys()) if (!entries.has(name)) entries.set(name, null);
  }
  for (const [name, each] of entries) setAttribute(target, name, each, offset, run);
}

function changeLabels(
  target: NodeValue | RelationshipValue,
  names: readonly string[],
  adds: boolean,
  run: RunContext,
): void {
  if (!(target instanceof NodeValue)) {
    throw new CypherValueError(
      "TypeError",
      "InvalidArgumentType",
      "labels expected a NODE, got a RELATIONSHIP",
    );
  }
  const before = run.graph.labelsOf(target.id);
  const after = adds ? [...new Set([...before, ...names])] : before.filter((label) => !names.includes(label));
  if (after.length === before.length) return;
  run.writable.setLabels(target.id, after);
  run.counts[adds ? "labelsAdded" : "labelsRemoved"] += Math.abs(after.length - before.length);
}

export function removeItems(items: readonly BoundRemoveItem[], row: Row, run: RunContext): void {
  for (const item of items) {
    const target = elementOf(item.target, row, run);
    if (target === null) continue;
    run.offset = item.offset;
    if (item.kind === "labels") changeLabels(target, item.labels, false, run);
    else setAttribute(target, item.name, null, item.offset, run);
  }
}

/** Deletes what the expressions of a row name, through lists, maps and paths; what is gone already is left alone. */
export function deleteItems({ items, detach, offset }: Of<"delete">, row: Row, run: RunContext): void {
  const nodes: NodeValue[] = [];
  const collect = (value: CypherValue): void => {
    if (value === null) return;
    if (value instanceof NodeValue || value instanceof RelationshipValue) requirePresent(value, offset);
    if (value instanceof NodeValue) nodes.push(value);
    else if (value instanceof RelationshipValue) deleteRelationship(value.id, run);
    else if (value instanceof PathValue) {
      value.relationships.forEach(collect);
      value.nodes.forEach(collect);
    } else if (Array.isArray(value)) value.forEach(collect);
    else if (value instanceof Map) value.forEach(collect);
    else
      throw run.fault(
        "TypeError",
        "InvalidArgumentType",
        `DELETE expected a NODE, a RELATIONSHIP or a PATH, got ${describeValue(value)}`,
        offset,
      );
  };
  for (const value of items.map((item) => evaluate(item, row, run))) collect(value);
  for (const { id } of nodes) deleteNode(id, detach, offset, run);
}

/** Deletes a node unless it is gone already. */
export function deleteNode(id: number, detach: boolean, offset: number, run: RunContext): void {
  if (!run.graph.hasElement("node", id)) return;
  if (detach) for (const edge of Array.from(run.graph.incident(id, "both"))) deleteRelationship(edge, run);
  run.writable.deleteNode(id);
  run.deletedNodes.set(id, offset);
  run.counts.nodesDeleted++;
}

/** Deletes a relationship unless it is gone already. */
export function deleteRelationship(id: number, run: RunContext): void {
  if (!run.graph.hasElement("relationship", id)) return;
  run.writable.deleteRelationship(id);
  run.counts.relationshipsDeleted++;
}

/** Throws if a node was deleted and a relationship of it was not. */
export function checkDeletedNodes(run: RunContext): void {
  for (const [node, offset] of run.deletedNodes) {
    if (run.graph.incident(node, "both").length === 0) continue;
    throw run.fault(
      "ConstraintVerificationFailed",
      "DeleteConnectedNode",
      "DELETE expected a node without relationships, got one that has some; DETACH DELETE takes them with it",
      offset,
    );
  }
}
