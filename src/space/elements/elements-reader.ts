/** Read access to the nodes, or to the edges, of a graph or view, one by one and column by column. */
import { boundFilter, evaluateFilter, parseFilter, readExpression } from "#lazy/filter";
import { assert, describe, GroggyError } from "../../errors.js";
import type { Identity } from "../../pool/identities.js";
import type { ElementKind, ReadonlyElementPool } from "../../pool/pool.js";
import { type AttributeType, unionType, type ValueType } from "../../pool/value-type.js";
import { checkName } from "../../structures/arguments.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { defineInspect } from "../../structures/inspect.js";
import { checkOptions } from "../../structures/options.js";
import type { Expression } from "../filter/expression.js";
import type { IndexSet } from "../index/index-set.js";
import { type ElementState, valueOfElement } from "../states/element-state.js";
import type { GraphState } from "../states/graph-state.js";
import { type ColumnView, viewColumn } from "../tables/column-view.js";
import { mixedColumn } from "../tables/mixed-values.js";
import type { BoundFilter } from "../traversal/edge-scope.js";
import { ID_SET } from "./id-owners.js";
import {
  type RawColumn,
  type RawEnds,
  type RawLabelSets,
  readRawColumn,
  readRawEnds,
  readRawLabelSets,
} from "./raw-column.js";

/** How a filter is read. */
export interface FilterOptions {
  /**
   * Whether the name of an attribute, a label or a type that the graph has never had, in any state, and that no schema
   * declares, is an error, or one that no element has. Defaults to "error".
   */
  readonly unknown?: "error" | "absent" | undefined;
}

/** The graph or view that elements belong to: reads along edges go from its nodes to its edges and back. */
export interface ElementsHome {
  readonly state: GraphState;
  readonly nodes: ElementsReader<object>;
  readonly edges: ElementsReader<object>;
}

/** The part of {@link ElementsView} that needs no selections: what a selection itself reads through. */
export class ElementsReader<A extends object = Record<string, unknown>> implements Iterable<number> {
  /** @internal */
  readonly state: ElementState;
  /** @internal */
  readonly indices: IndexSet;
  #home: ElementsHome | undefined;
  /**
   * The summary that `JSON.stringify` writes: their number and their types. It is a property of each object, so that
   * `structuredClone` of its owner, a selection or a graph, fails: the copy would have no methods.
   */
  readonly toJSON: () => {
    kind: ElementKind;
    count: number;
    schema: Readonly<Record<string, AttributeType>>;
  };

  /** @internal */
  constructor(state: ElementState, indices: IndexSet) {
    this.state = state;
    this.indices = indices;
    this.toJSON = summaryOf;
    inspectAsElements();
  }

  /** @internal */
  get [ID_SET](): ReadonlyElementPool {
    return this.state.pool;
  }

  get kind(): ElementKind {
    return this.state.kind as ElementKind;
  }

  /** The graph or view that these are the elements of. @internal */
  get home(): ElementsHome {
    assert(this.#home !== undefined, "elements belong to a view");
    return this.#home;
  }

  /** Sets the graph or view of the elements, once. @internal */
  settleIn(home: ElementsHome): void {
    this.#home ??= home;
  }

  /** Their number. */
  get count(): number {
    return this.state.live.count;
  }

  /** Whether there is an element with this id. */
  has(id: number): boolean {
    return Number.isInteger(id) && id >= 0 && id < this.state.pool.count && this.state.isLive(id);
  }

  /** The identity of an element: the same in every clone, whatever ids it has there. Throws if it is not here. */
  identity(id: number): Identity {
    this.check(id);
    return this.state.pool.identities.of(id);
  }

  /** The element with an identity; undefined if it is not here. */
  withIdentity(identity: Identity): number | undefined {
    if (typeof identity !== "object" || identity === null)
      throw new TypeError(`"identity" expected { origin, sequence }, got ${describe(identity)}`);
    const { origin, sequence } = identity;
    checkPart("origin", origin);
    checkPart("sequence", sequence);
    const id = this.state.pool.identities.find(origin, sequence);
    return id !== undefined && this.state.isLive(id) ? id : undefined;
  }

  /** All ids in ascending order, as a new array. */
  ids(): Uint32Array {
    return this.state.live.toArray();
  }

  [Symbol.iterator](): Iterator<number> {
    return this.ids()[Symbol.iterator]();
  }

  /** The attributes that an element has, in a new object; absent ones are not in it. Throws if it is not here. */
  get(id: number): Partial<A>;
  /** The value of one attribute; undefined if it is absent. Throws if the element is not here. */
  get<K extends keyof A & string>(id: number, name: K): A[K] | undefined;
  get(id: number, name?: string): unknown {
    this.check(id);
    const cells = this.state.cellsOf(id, name);
    if (name !== undefined) {
      if (cells !== undefined)
        return cells.length === 0 ? undefined : cells[0].stored.column.get(cells[0].row);
      const attribute = this.state.attribute(name);
      if (attribute === undefined) {
        checkName("attribute", name);
        return undefined;
      }
      const row = attribute.rows.get(id);
      if (row >= 0) return attribute.stored.column.get(row);
      return attribute.mixed === undefined ? undefined : valueOfElement(attribute, id);
    }
    const values: Record<string, unknown> = {};
    if (cells !== undefined) {
      for (const { stored, row } of cells) setValue(values, stored.name, stored.column.get(row));
      return values;
    }
    for (const { name: key, stored, rows } of this.state.attributes()) {
      const row = rows.get(id);
      if (row >= 0) setValue(values, key, stored.column.get(row));
    }
    return values;
  }

  /** The values of an attribute, aligned with `ids()`. A copy. */
  column<K extends keyof A & string>(name: K): ColumnView<A[K]> {
    return this.read(name, this.ids());
  }

  /** The type of each attribute, by name; `union<integer, utf8>` of one to which queries gave several types. */
  get schema(): Readonly<Record<string, AttributeType>> {
    const schema: Record<string, AttributeType> = Object.create(null);
    const types = new Map<string, ValueType[]>();
    for (const { name, type } of this.state.schema()) {
      const known = types.get(name);
      if (known === undefined) types.set(name, [type]);
      else known.push(type);
    }
    for (const [name, all] of types) schema[name] = unionType(all);
    return { ...schema };
  }

  /** The labels of a node, or the type of an edge as the one label it has, sorted; empty if there are none. */
  labels(id: number): string[] {
    this.check(id);
    const set = this.state.labelSetOf(id);
    return set < 0 ? [] : [...this.state.labelSets.set(set)];
  }

  /** The type of an edge; of a node the first of its labels. Undefined if it has none. */
  type(id: number): string | undefined {
    return this.labels(id)[0];
  }

  /** @internal */
  filter(
    filter: string | Expression,
    parameters: Readonly<Record<string, unknown>> | undefined,
    within: Bitmap | undefined,
    options?: FilterOptions,
  ): Bitmap {
    const expression = expressionOf(filter);
    return evaluateFilter(expression, this.state, { parameters, within, ...this.#evaluation(options) });
  }

  #evaluation(options: FilterOptions = {}): {
    indices: IndexSet;
    graph: GraphState | undefined;
    unknown: "error" | "absent";
  } {
    checkOptions(options, ["unknown"]);
    const { unknown = "error" } = options;
    if (unknown !== "error" && unknown !== "absent")
      throw new TypeError(`"unknown" expected "error" or "absent", got ${describe(unknown)}`);
    return { indices: this.indices, graph: this.#home?.state, unknown };
  }

  /** A filter to be put to single elements. @internal */
  bindFilter(filter: unknown, parameters: unknown): BoundFilter {
    const given = parameters as Readonly<Record<string, unknown>> | undefined;
    return boundFilter(expressionOf(filter), this.state, { parameters: given, ...this.#evaluation() });
  }

  /** @internal */
  read<K extends keyof A & string>(name: K, ids: Uint32Array): ColumnView<A[K]> {
    checkName("attribute", name);
    const attribute = this.state.attribute(name);
    if (attribute?.mixed !== undefined) return mixedColumn<A[K]>(attribute.mixed, ids);
    return viewColumn<A[K]>(name, attribute, ids);
  }

  /**
   * The values of an attribute for ascending ids in Arrow's layout, shared with the graph where their rows follow
   * each other; undefined if there is no such attribute, or it has several types. @internal
   */
  rawColumn(name: string, ids: Uint32Array): RawColumn | undefined {
    const attribute = this.state.attribute(name);
    return attribute === undefined || attribute.mixed !== undefined
      ? undefined
      : readRawColumn(attribute, ids);
  }

  /** The values of an attribute with several types, by type; undefined of any other attribute. @internal */
  rawColumns(name: string, ids: Uint32Array): RawColumn[] | undefined {
    return this.state.attribute(name)?.mixed?.map((attribute) => readRawColumn(attribute, ids));
  }

  /** The labels or types of elements as numbers of sets. @internal */
  rawLabelSets(ids: Uint32Array): RawLabelSets {
    return readRawLabelSets(this.state, ids);
  }

  /** The ends of edges, ascending; of no use for nodes. @internal */
  rawEnds(ids: Uint32Array): RawEnds {
    assert(this.kind === "edge", "nodes have no ends");
    return readRawEnds(this.state, ids);
  }

  /** Throws unless `id` is an element here. @internal */
  check(id: unknown, name: string = this.kind): asserts id is number {
    if (typeof id === "number" && this.has(id)) return;
    if (typeof id !== "number" || !Number.isInteger(id)) {
      throw new TypeError(`"${name}" expected the id of ${a(this.kind)}, got ${describe(id)}`);
    }
    throw new GroggyError(
      this.kind === "node" ? "NODE_NOT_FOUND" : "EDGE_NOT_FOUND",
      `"${name}" expected ${a(this.kind)} of this graph, got ${id}, which is not in it`,
      { id },
    );
  }
}

function setValue(values: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__") Object.defineProperty(values, name, { ...DATA_PROPERTY, value });
  else values[name] = value;
}

function expressionOf(filter: unknown): Expression {
  if (typeof filter !== "string" && (typeof filter !== "object" || filter === null || !("kind" in filter)))
    throw new TypeError(`"filter" expected text or an expression, got ${describe(filter)}`);
  return typeof filter === "string" ? parseFilter(filter) : readExpression(filter);
}

/** Throws unless a part of an identity is a whole number. */
function checkPart(name: string, part: unknown): void {
  if (typeof part === "number" && Number.isInteger(part) && part >= 0) return;
  throw new TypeError(`"${name}" expected a whole number of at least 0, got ${describe(part)}`);
}

function summaryOf(this: ElementsReader): ReturnType<ElementsReader["toJSON"]> {
  const { kind, count, schema } = this;
  return { kind, count, schema };
}

const DATA_PROPERTY = { enumerable: true, configurable: true, writable: true };

function a(kind: ElementKind): string {
  return kind === "node" ? "a node" : "an edge";
}

function inspectAsElements(): void {
  defineInspect(ElementsReader.prototype, "Elements", (elements) => elements.toJSON());
}
