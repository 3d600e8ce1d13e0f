/** A graph of plain objects for the executor: what a query should do, with nothing of the real graph in it. */
import type { ElementKindWord, WritableGraphPort } from "../../src/query/run/graph-port.js";
import type { CypherValue } from "../../src/query/values/value.js";
import { CypherValueError } from "../../src/query/values/value-error.js";

interface PlainElement {
  labels: string[];
  attributes: Map<string, CypherValue>;
  deleted: boolean;
}

interface PlainRelationship extends PlainElement {
  readonly source: number;
  readonly target: number;
}

export class PlainGraph implements WritableGraphPort {
  readonly directed: boolean;
  readonly nodes: PlainElement[] = [];
  readonly relationships: PlainRelationship[] = [];

  constructor(directed = true) {
    this.directed = directed;
  }

  get view(): this {
    return this;
  }

  get nodeCount(): number {
    return this.nodes.filter(({ deleted }) => !deleted).length;
  }

  get relationshipCount(): number {
    return this.relationships.filter(({ deleted }) => !deleted).length;
  }

  nodeIds(label: string | undefined): number[] {
    return [...this.nodes.keys()].filter((id) => {
      const { deleted, labels } = this.nodes[id];
      return !deleted && (label === undefined || labels.includes(label));
    });
  }

  incident(node: number, direction: "out" | "in" | "both"): number[] {
    return [...this.relationships.keys()].filter((id) => {
      const { source, target, deleted } = this.relationships[id];
      if (deleted) return false;
      return (direction !== "in" && source === node) || (direction !== "out" && target === node);
    });
  }

  hasElement(kind: ElementKindWord, id: number): boolean {
    return this.#all(kind)[id]?.deleted === false;
  }

  labelsOf(node: number): readonly string[] {
    return this.#live("node", node).labels;
  }

  typeOf(relationship: number): string {
    return this.relationships[relationship].labels[0];
  }

  sourceOf(relationship: number): number {
    return this.relationships[relationship].source;
  }

  targetOf(relationship: number): number {
    return this.relationships[relationship].target;
  }

  attributeOf(kind: ElementKindWord, id: number, name: string): CypherValue {
    return this.#live(kind, id).attributes.get(name) ?? null;
  }

  attributesOf(kind: ElementKindWord, id: number): Map<string, CypherValue> {
    return new Map(this.#live(kind, id).attributes);
  }

  createNode(labels: readonly string[], attributes: ReadonlyMap<string, CypherValue>): number {
    return (
      this.nodes.push({ labels: [...labels].sort(), attributes: new Map(attributes), deleted: false }) - 1
    );
  }

  createRelationship(
    source: number,
    target: number,
    type: string,
    attributes: ReadonlyMap<string, CypherValue>,
  ): number {
    const element = { labels: [type], attributes: new Map(attributes), deleted: false, source, target };
    return this.relationships.push(element) - 1;
  }

  setAttribute(kind: ElementKindWord, id: number, name: string, value: CypherValue): void {
    const { attributes } = this.#live(kind, id);
    if (value === null) attributes.delete(name);
    else attributes.set(name, value);
  }

  setLabels(node: number, labels: readonly string[]): void {
    this.#live("node", node).labels = [...labels].sort();
  }

  deleteNode(node: number): void {
    this.nodes[node].deleted = true;
  }

  deleteRelationship(relationship: number): void {
    this.relationships[relationship].deleted = true;
  }

  #all(kind: ElementKindWord): readonly PlainElement[] {
    return kind === "node" ? this.nodes : this.relationships;
  }

  #live(kind: ElementKindWord, id: number): PlainElement {
    const element = this.#all(kind)[id];
    if (element.deleted)
      throw new CypherValueError(
        "EntityNotFound",
        "DeletedEntityAccess",
        `expected a ${kind} that is there, got a deleted one`,
      );
    return element;
  }
}
