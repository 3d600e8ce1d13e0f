/**
 * Nodes, relationships and paths as values of a query: an id, and the source that reads the element of the id. Two of
 * them are the same element if their ids are the same, since a query has one graph; of two commits as well.
 */

/** Access to the elements of the graph that a query runs on. Attributes are values of the language. */
export interface ElementSource {
  /** The commit of a state that never changes: elements of one go on reading from it. Defaults to the state of the query. */
  readonly commit?: string | undefined;
  /** Whether the element is there; one that the query has deleted is not. */
  hasElement(kind: "node" | "relationship", id: number): boolean;
  /** The labels of a node, sorted. Throws a CypherValueError DeletedEntityAccess if it is not there. */
  labelsOf(node: number): readonly string[];
  /** The type of a relationship, "" if it has none; also of one that was deleted. */
  typeOf(relationship: number): string;
  /** The node it starts at; also of one that was deleted. */
  sourceOf(relationship: number): number;
  /** The node it ends at; also of one that was deleted. */
  targetOf(relationship: number): number;
  /** The value of an attribute, null if there is none. Throws as `labelsOf`. */
  attributeOf(kind: "node" | "relationship", id: number, name: string): unknown;
  /** The attributes that an element has, as a new map. Throws as `labelsOf`. */
  attributesOf(kind: "node" | "relationship", id: number): Map<string, unknown>;
}

export class NodeValue {
  readonly kind = "node";
  readonly graph: ElementSource;
  readonly id: number;

  constructor(graph: ElementSource, id: number) {
    this.graph = graph;
    this.id = id;
  }
}

export class RelationshipValue {
  readonly kind = "relationship";
  readonly graph: ElementSource;
  readonly id: number;

  constructor(graph: ElementSource, id: number) {
    this.graph = graph;
    this.id = id;
  }
}

/** A walk: nodes and the relationships between them, one fewer than nodes. */
export class PathValue {
  readonly kind = "path";
  readonly nodes: readonly NodeValue[];
  readonly relationships: readonly RelationshipValue[];

  constructor(nodes: readonly NodeValue[], relationships: readonly RelationshipValue[]) {
    this.nodes = nodes;
    this.relationships = relationships;
  }
}
