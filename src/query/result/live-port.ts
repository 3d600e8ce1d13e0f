/** The live graph as the executor writes to it. What is refused there is refused in the language's words. */
import { GroggyError } from "../../errors.js";
import type { Elements } from "../../space/elements/elements.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { BulkWrites, ElementKindWord, WritableGraphPort } from "../run/graph-port.js";
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { LiveBulk, type LiveGraph } from "./live-bulk.js";
import { type PastOfQuery, StatePort } from "./state-port.js";
import { readBack, storedIn } from "./stored-values.js";

export class LivePort extends StatePort implements WritableGraphPort {
  readonly bulk: BulkWrites;
  readonly #space: GraphSpace;
  readonly #graph: LiveGraph;
  /** Types of relationships that this statement has deleted, which may still be asked for. */
  readonly #deletedTypes = new Map<number, string>();

  constructor(space: GraphSpace, graph: LiveGraph, past: PastOfQuery | undefined) {
    super(space, graph, space.indices.node, past);
    this.#space = space;
    this.#graph = graph;
    this.bulk = new LiveBulk(space, graph, this.access);
  }

  override typeOf(relationship: number): string {
    return this.#deletedTypes.get(relationship) ?? super.typeOf(relationship);
  }

  createNode(labels: readonly string[], attributes: ReadonlyMap<string, CypherValue>): number {
    const node = refused(() => this.#graph.addNode(labels, this.#stored("node", attributes)));
    for (const name of attributes.keys()) this.access.wrote(node, name);
    return node;
  }

  createRelationship(
    source: number,
    target: number,
    type: string,
    attributes: ReadonlyMap<string, CypherValue>,
  ): number {
    return refused(() => this.#graph.addEdge(source, target, type, this.#stored("relationship", attributes)));
  }

  setAttribute(kind: ElementKindWord, id: number, name: string, value: CypherValue): void {
    const values =
      value === null ? Object.fromEntries([[name, null]]) : this.#stored(kind, new Map([[name, value]]));
    refused(() => this.#elements(kind).set(id, values));
    if (kind === "node") this.access.wrote(id, name);
  }

  asStored(kind: ElementKindWord, name: string, value: CypherValue): CypherValue {
    if (value === null) return null;
    return readBack(kind === "node" ? this.#space.nodes : this.#space.edges, name, value);
  }

  setLabels(node: number, labels: readonly string[]): void {
    refused(() => this.#graph.nodes.setLabels(node, labels));
  }

  deleteNode(node: number): void {
    this.#space.guard?.();
    this.#space.nodes.remove(node);
    this.#space.structureVersion++;
  }

  deleteRelationship(relationship: number): void {
    this.#space.guard?.();
    this.#deletedTypes.set(relationship, this.typeOf(relationship));
    this.#space.edges.remove(relationship);
    this.#space.structureVersion++;
  }

  holdsDocuments(kind: ElementKindWord, name: string): boolean {
    const space = kind === "node" ? this.#space.nodes : this.#space.edges;
    return space.declared.get(name) === "json";
  }

  #elements(kind: ElementKindWord): Elements {
    return kind === "node" ? this.#graph.nodes : this.#graph.edges;
  }

  #stored(kind: ElementKindWord, attributes: ReadonlyMap<string, CypherValue>): Record<string, unknown> {
    const space = kind === "node" ? this.#space.nodes : this.#space.edges;
    const entries = [...attributes].map(([name, value]) => [name, storedIn(space, name, value)] as const);
    // makes properties of its own of all names, "__proto__" included
    return Object.fromEntries(entries);
  }
}

/** Runs a write, and turns a refusal of the graph into an error of a value. */
function refused<R>(write: () => R): R {
  try {
    return write();
  } catch (error) {
    if (error instanceof GroggyError && error.code === "DUPLICATE_KEY")
      throw new CypherValueError("ConstraintValidationFailed", "DuplicateKey", error.message, error);
    if (error instanceof TypeError || error instanceof RangeError)
      throw new CypherValueError("TypeError", "InvalidPropertyType", error.message, error);
    throw error;
  }
}

/** A live port as the root makes one, which has functions behind its doors and no classes. */
export function livePortOf(space: GraphSpace, graph: LiveGraph, past: PastOfQuery | undefined): LivePort {
  return new LivePort(space, graph, past);
}
