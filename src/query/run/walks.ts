/** Walks through a graph, and the paths that rows hold. */
import type { BoundPath, BoundRelationship } from "../bind/bound.js";
import { NodeValue, PathValue, RelationshipValue } from "../values/elements.js";
import { PAUSE, type Row, type RunContext } from "./run-context.js";

export interface Trail {
  readonly node: number;
  readonly relationships: readonly RelationshipValue[];
}

/** All walks from a node that have no relationship twice; the relationships of a walk are in use while it is out. */
export function* walksFrom(
  start: number,
  way: "out" | "in" | "both",
  { min, max }: { readonly min: number; readonly max: number },
  fits: (relationship: RelationshipValue) => boolean,
  used: Set<number>,
  run: RunContext,
): Generator<Trail | typeof PAUSE, void, undefined> {
  const { graph } = run;
  const relationships: RelationshipValue[] = [];
  const open = [{ node: start, edges: max > 0 ? graph.incident(start, way) : [], next: 0 }];
  if (min === 0) yield { node: start, relationships };
  while (open.length > 0) {
    const top = open[open.length - 1];
    if (top.next >= top.edges.length) {
      open.pop();
      const last = relationships.pop();
      if (last !== undefined) used.delete(last.id);
      continue;
    }
    if (run.tick()) yield PAUSE;
    const edge = top.edges[top.next++];
    if (used.has(edge)) continue;
    const value = new RelationshipValue(graph, edge);
    if (!fits(value)) continue;
    const node = otherEnd(run, edge, top.node);
    relationships.push(value);
    used.add(edge);
    if (relationships.length >= min) yield { node, relationships };
    open.push({ node, edges: relationships.length < max ? graph.incident(node, way) : [], next: 0 });
  }
}

export function wayOf(
  { direction }: BoundRelationship,
  forward: boolean,
  directed: boolean,
): "out" | "in" | "both" {
  if (!directed || direction === "both") return "both";
  return (direction === "right") === forward ? "out" : "in";
}

export function otherEnd({ graph }: RunContext, edge: number, node: number): number {
  const source = graph.sourceOf(edge);
  return source === node ? graph.targetOf(edge) : source;
}

/** The path that a row has for a path pattern. */
export function pathValueOf(path: BoundPath, row: Row, run: RunContext): PathValue {
  const nodes: NodeValue[] = [];
  const relationships: RelationshipValue[] = [];
  for (const element of path.elements) {
    if (element.kind === "node") {
      const node = row[element.slot.index] as NodeValue;
      // behind a list or a group the node is there already
      if (nodes.length === relationships.length) nodes.push(node);
    } else if (element.kind === "group") {
      const walk = row[element.walk.index] as PathValue;
      nodes.push(...walk.nodes.slice(1));
      relationships.push(...walk.relationships);
    } else if (element.length === undefined) relationships.push(row[element.slot.index] as RelationshipValue);
    else {
      for (const each of row[element.slot.index] as readonly RelationshipValue[]) {
        relationships.push(each);
        nodes.push(new NodeValue(run.graph, otherEnd(run, each.id, nodes[nodes.length - 1].id)));
      }
    }
  }
  return new PathValue(nodes, relationships);
}
