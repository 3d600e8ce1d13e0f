/** Writes of many elements to the live graph, by its own verbs for many. */
import type { Elements } from "../../space/elements/elements.js";
import type { GraphSpace } from "../../space/graph-space.js";
import { writeWhole } from "../../space/merge-write.js";
import type { TrackedElements } from "../../space/states/tracked-elements.js";
import type { BulkVector, BulkWrites, ElementKindWord } from "../run/graph-port.js";
import type { CypherValue } from "../values/value.js";
import { columnValue, isFoundByValue, type StateAccess } from "./state-access.js";
import { storedValues } from "./stored-columns.js";

/** The part of the live graph that a query needs to write to it. */
export interface LiveGraph {
  readonly nodes: Elements;
  readonly edges: Elements;
  addNode(labels: readonly string[], attributes: Readonly<Record<string, unknown>>): number;
  addEdge(
    source: number,
    target: number,
    type: string,
    attributes: Readonly<Record<string, unknown>>,
  ): number;
  addNodes(
    count: number,
    options: {
      readonly labels: readonly string[] | readonly (readonly string[])[];
      readonly attributes: Readonly<Record<string, ArrayLike<unknown>>>;
    },
  ): Uint32Array;
  addEdges(
    sources: Uint32Array,
    targets: Uint32Array,
    options: {
      readonly type: string | readonly string[];
      readonly attributes: Readonly<Record<string, ArrayLike<unknown>>>;
    },
  ): Uint32Array;
}

export class LiveBulk implements BulkWrites {
  readonly #space: GraphSpace;
  readonly #graph: LiveGraph;
  readonly #access: StateAccess;

  constructor(space: GraphSpace, graph: LiveGraph, access: StateAccess) {
    this.#space = space;
    this.#graph = graph;
    this.#access = access;
  }

  whole<R>(run: () => R): R {
    return writeWhole(this.#space, run);
  }

  createNodes(
    count: number,
    labels: readonly string[] | readonly (readonly string[])[],
    given: ReadonlyMap<string, BulkVector>,
  ): Uint32Array | undefined {
    const attributes = this.#stored(this.#space.nodes, given, count);
    if (attributes === undefined) return undefined;
    const ids = this.#graph.addNodes(count, { labels, attributes });
    this.#access.forget(given.keys());
    return ids;
  }

  createRelationships(
    sources: Uint32Array,
    targets: Uint32Array,
    type: string | readonly string[],
    given: ReadonlyMap<string, BulkVector>,
  ): Uint32Array | undefined {
    const attributes = this.#stored(this.#space.edges, given, sources.length);
    return attributes && this.#graph.addEdges(sources, targets, { type, attributes });
  }

  setAttributes(kind: ElementKindWord, ids: Uint32Array, name: string, values: BulkVector): true | undefined {
    const space = this.#elementsOf(kind);
    // whether a value is free depends on what was written before it
    if (kind === "node" && this.#space.rules.uniques.some(({ names }) => names.includes(name)))
      return undefined;
    const held = storedValues(space, name, values, ids.length);
    if (held === undefined) return undefined;
    if (held.type !== undefined && space.attribute(name) === undefined) space.addType(name, held.type);
    (kind === "node" ? this.#graph.nodes : this.#graph.edges).setColumn(name, ids, held.values);
    if (kind === "node") this.#access.forget([name]);
    return true;
  }

  finderByKey(
    labels: readonly string[],
    names: readonly string[],
  ): ((values: readonly CypherValue[]) => readonly number[]) | undefined {
    const { nodes, rules } = this.#space;
    for (const label of [...labels, undefined]) {
      const rule = rules.keyOf(label);
      if (rule === undefined || !rule.names.every((name) => names.includes(name))) continue;
      const attributes = rule.names.map((name) => nodes.attribute(name));
      const places = rule.names.map((name) => names.indexOf(name));
      // an attribute that no node has had yet has no value to be found
      if (attributes.includes(undefined)) return () => [];
      if (attributes.some((each) => each!.mixed !== undefined || !isFoundByValue(each!.stored.type)))
        return undefined;
      const storedAt = (values: readonly CypherValue[], i: number): unknown =>
        columnValue(attributes[i]!, values[places[i]]);
      return (values) => {
        const stored = rule.names.map((_, i) => storedAt(values, i));
        return stored.includes(undefined) ? [] : rules.findAll(nodes, rule, stored);
      };
    }
    return undefined;
  }

  relationshipsBetween(source: number, target: number, type: string): ReadonlySet<number> {
    const { adjacency, edges } = this.#space;
    const set = edges.labelSets.single(type);
    const found = new Set<number>();
    adjacency.oldestBetween(source, target, (edge) => {
      if (edges.live.has(edge) && edges.labelRows.get(edge) === set) found.add(edge);
      // each edge is asked for until one is taken
      return false;
    });
    return found;
  }

  #elementsOf(kind: ElementKindWord): TrackedElements {
    return kind === "node" ? this.#space.nodes : this.#space.edges;
  }

  /** Columns in the form in which they are stored, with their types; undefined where one has to be written one by one. */
  #stored(
    space: TrackedElements,
    given: ReadonlyMap<string, BulkVector>,
    count: number,
  ): Record<string, ArrayLike<unknown>> | undefined {
    const entries: (readonly [string, ArrayLike<unknown>])[] = [];
    for (const [name, column] of given) {
      const held = storedValues(space, name, column, count);
      if (held === undefined) return undefined;
      if (held.type === undefined) continue;
      if (space.attribute(name) === undefined) space.addType(name, held.type);
      entries.push([name, held.values]);
    }
    // makes properties of its own of all names, "__proto__" included
    return Object.fromEntries(entries);
  }
}
