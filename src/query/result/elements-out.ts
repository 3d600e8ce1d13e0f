/** Nodes, edges and paths as results give them: light objects that read what they are asked for. */
import { jsonFields } from "../../structures/text/json-value.js";
import { fromValue, type IntegersOut } from "../values/convert.js";
import { type ElementSource, NodeValue, PathValue, RelationshipValue } from "../values/elements.js";
import type { CypherValue } from "../values/value.js";

/** A node in a result. Its attributes are those of the state that the query saw. */
export interface ResultNode {
  readonly kind: "node";
  readonly id: number;
  readonly labels: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An edge in a result. */
export interface ResultEdge {
  readonly kind: "edge";
  readonly id: number;
  readonly type: string;
  readonly source: number;
  readonly target: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A path in a result: one node more than edges. */
export interface ResultPath {
  readonly kind: "path";
  readonly nodes: readonly ResultNode[];
  readonly edges: readonly ResultEdge[];
  /** The number of edges. */
  readonly length: number;
}

/** A value of a result as JavaScript has it; elements are read from `source` when they are asked. */
export function valueOut(value: CypherValue, integers: IntegersOut, source: ElementSource): unknown {
  return fromValue(value, integers, (element) => elementOut(element, integers, source));
}

/** The element of a graph that an object of a result stands for; undefined for any other object. */
export function elementIn(given: object, graph: ElementSource): CypherValue | undefined {
  if (given instanceof NodeOut) return new NodeValue(given.commitOr(graph), given.id);
  if (given instanceof EdgeOut) return new RelationshipValue(given.commitOr(graph), given.id);
  const { kind, nodes, edges } = given as Partial<ResultPath>;
  if (kind !== "path" || !Array.isArray(nodes) || !Array.isArray(edges)) return undefined;
  if (!nodes.every((node) => node instanceof NodeOut) || !edges.every((edge) => edge instanceof EdgeOut))
    return undefined;
  return new PathValue(
    nodes.map((node: NodeOut) => new NodeValue(node.commitOr(graph), node.id)),
    edges.map((edge: EdgeOut) => new RelationshipValue(edge.commitOr(graph), edge.id)),
  );
}

function elementOut(
  element: NodeValue | RelationshipValue | PathValue,
  integers: IntegersOut,
  source: ElementSource,
): ResultNode | ResultEdge | ResultPath {
  if (element instanceof NodeValue) return new NodeOut(element, integers, source);
  if (element instanceof RelationshipValue) return new EdgeOut(element, integers, source);
  const nodes = element.nodes.map((each) => new NodeOut(each, integers, source));
  const edges = element.relationships.map((each) => new EdgeOut(each, integers, source));
  return { kind: "path", nodes, edges, length: edges.length };
}

abstract class ElementOut {
  abstract readonly kind: "node" | "edge";
  readonly id: number;
  readonly #integers: IntegersOut;
  readonly #source: ElementSource;

  constructor({ id, graph }: NodeValue | RelationshipValue, integers: IntegersOut, source: ElementSource) {
    this.id = id;
    this.#integers = integers;
    this.#source = graph.commit === undefined ? source : graph;
  }

  /** The commit that it was read from, or a graph that is given. @internal */
  commitOr(graph: ElementSource): ElementSource {
    return this.#source.commit === undefined ? graph : this.#source;
  }

  /** The attributes that it has; none if the query has deleted it. */
  get attributes(): Readonly<Record<string, unknown>> {
    const kind = this.kind === "node" ? "node" : "relationship";
    if (!this.#source.hasElement(kind, this.id)) return {};
    const values = this.#source.attributesOf(kind, this.id) as Map<string, CypherValue>;
    return valueOut(values, this.#integers, this.#source) as Record<string, unknown>;
  }

  protected get source_(): ElementSource {
    return this.#source;
  }

  toJSON(): object {
    const { kind, id, attributes } = this;
    return { kind, id, attributes: jsonFields(attributes) };
  }
}

class NodeOut extends ElementOut implements ResultNode {
  override readonly kind = "node";

  get labels(): readonly string[] {
    return this.source_.hasElement("node", this.id) ? [...this.source_.labelsOf(this.id)] : [];
  }

  override toJSON(): object {
    const { kind, id, labels, attributes } = this;
    return { kind, id, labels, attributes: jsonFields(attributes) };
  }
}

class EdgeOut extends ElementOut implements ResultEdge {
  override readonly kind = "edge";
  readonly type: string;
  readonly source: number;
  readonly target: number;

  constructor(value: RelationshipValue, integers: IntegersOut, source: ElementSource) {
    super(value, integers, source);
    // of an edge that was deleted its value knows more than the state
    this.type = value.graph.typeOf(value.id);
    this.source = value.graph.sourceOf(value.id);
    this.target = value.graph.targetOf(value.id);
  }

  override toJSON(): object {
    const { kind, id, type, source, target, attributes } = this;
    return { kind, id, type, source, target, attributes: jsonFields(attributes) };
  }
}
