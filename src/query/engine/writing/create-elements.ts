/** CREATE for all rows at one go: its nodes, then its relationships, each with its attributes column by column. */
import type { BoundClause, BoundNode, BoundPath, BoundRelationship } from "../../bind/bound.js";
import type { BulkWrites } from "../../run/graph-port.js";
import { labelNames } from "../../run/write-elements.js";
import type { EngineContext } from "../operator.js";
import type { Batch, Vector } from "../vector.js";
import {
  attributeColumns,
  type Columns,
  expressionsOf,
  idsOfPart,
  interleaved,
  presentCount,
} from "./created-columns.js";
import { heldElements } from "./element-ids.js";
import { graphReads } from "./graph-reads.js";

type CreateClause = Extract<BoundClause, { readonly kind: "create" }>;

interface CreatePlan {
  readonly nodes: readonly BoundNode[];
  readonly relationships: readonly {
    readonly element: BoundRelationship;
    readonly source: number;
    readonly target: number;
  }[];
}

/**
 * The elements that paths create, in the order in which they are created; undefined where values may depend on what is
 * created for the rows before, or a path is wanted as a value.
 */
export function createPlan(paths: readonly BoundPath[], known: ReadonlySet<number>): CreatePlan | undefined {
  const nodes: BoundNode[] = [];
  const relationships: CreatePlan["relationships"][number][] = [];
  const made = new Set<number>();
  for (const { elements, slot } of paths) {
    if (slot !== undefined) return undefined;
    for (const element of elements) {
      if (element.kind !== "node" || known.has(element.slot.index) || made.has(element.slot.index)) continue;
      made.add(element.slot.index);
      nodes.push(element);
    }
    for (let i = 1; i < elements.length; i += 2) {
      const [left, element, right] = elements.slice(i - 1, i + 2) as [
        BoundNode,
        BoundRelationship,
        BoundNode,
      ];
      made.add(element.slot.index);
      const [from, to] = element.direction === "left" ? [right, left] : [left, right];
      relationships.push({ element, source: from.slot.index, target: to.slot.index });
    }
  }
  const given = [...nodes, ...relationships.map(({ element }) => element)];
  const isSteady = given.every(({ properties }) =>
    expressionsOf(properties).every((expression) => {
      const { anything, anyAttribute, attributes } = graphReads(expression);
      // what is there has the attributes that it had
      return (
        !anything && (!anyAttribute || made.size === 0) && !attributes.some(({ slot }) => made.has(slot))
      );
    }),
  );
  return isSteady ? { nodes, relationships } : undefined;
}

/** The rows with what was created; undefined where rows have to be gone through one by one. */
export function createdBatch(
  { paths, known }: CreateClause,
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
): Batch | undefined {
  const plan = createPlan(paths, known);
  if (plan === undefined) return undefined;
  return createdElements(plan, batch, context, bulk);
}

/** The rows with the elements of a plan; `columnsFor` gives the attributes of one, which its properties say otherwise. */
export function createdElements(
  { nodes, relationships }: CreatePlan,
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
  columnsFor = (element: BoundNode | BoundRelationship): Columns | undefined =>
    attributeColumns(element.properties, batch, context),
): Batch | undefined {
  const { count } = batch;
  const { counts } = context.run;
  const columns = new Map<number, Vector>(batch.columns);
  const columnsOfAll = (elements: readonly (BoundNode | BoundRelationship)[]): Columns[] | undefined => {
    const all = elements.map((element) => columnsFor(element));
    return all.includes(undefined) ? undefined : (all as Columns[]);
  };
  const ofNodes = columnsOfAll(nodes);
  const ofRelationships = columnsOfAll(relationships.map(({ element }) => element));
  if (ofNodes === undefined || ofRelationships === undefined) return undefined;
  if (nodes.length > 0) {
    const width = nodes.length;
    const attributes = interleaved(ofNodes, count, context);
    if (attributes === undefined) return undefined;
    const labels = nodes.map((node) => labelNames(node.labels));
    const each = width === 1 ? labels[0] : Array.from({ length: count * width }, (_, i) => labels[i % width]);
    const ids = bulk.createNodes(count * width, each, attributes);
    if (ids === undefined) return undefined;
    nodes.forEach(({ slot }, at) => {
      columns.set(slot.index, { kind: "nodes", ids: idsOfPart(ids, at, width, count) });
      counts.labelsAdded += labels[at].length * count;
    });
    counts.nodesCreated += count * width;
  }
  if (relationships.length > 0) {
    const width = relationships.length;
    const attributes = interleaved(ofRelationships, count, context);
    const sources = new Uint32Array(count * width);
    const targets = new Uint32Array(count * width);
    const isFilled = relationships.every(
      ({ source, target }, at) =>
        fill(sources, at, width, columns.get(source), count) &&
        fill(targets, at, width, columns.get(target), count),
    );
    if (attributes === undefined || !isFilled) return undefined;
    const types = relationships.map(({ element: { types } }) => (types?.kind === "label" ? types.name : ""));
    const each = width === 1 ? types[0] : Array.from({ length: count * width }, (_, i) => types[i % width]);
    const ids = bulk.createRelationships(sources, targets, each, attributes);
    if (ids === undefined) return undefined;
    relationships.forEach(({ element: { slot } }, at) => {
      columns.set(slot.index, { kind: "relationships", ids: idsOfPart(ids, at, width, count) });
    });
    counts.relationshipsCreated += count * width;
  }
  for (const each of [...ofNodes, ...ofRelationships])
    for (const vector of each.values()) counts.attributesSet += presentCount(vector, count);
  return { count, columns };
}

/** Puts the nodes of a variable where they belong; false if one is none. */
function fill(
  out: Uint32Array,
  at: number,
  width: number,
  vector: Vector | undefined,
  count: number,
): boolean {
  const held = heldElements(vector, count);
  if (held?.kind !== "node" || held.nulls > 0) return false;
  for (let i = 0; i < count; i++) out[i * width + at] = held.ids[i];
  return true;
}
