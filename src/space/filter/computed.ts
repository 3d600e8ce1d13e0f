/**
 * Operands that are worked out element by element: parts of documents, strings in another case, sizes, and what every
 * element has. The name of such a thing alone means an attribute of that name, if the graph has ever had one.
 */
import { describe } from "../../errors.js";
import { JsonColumn } from "../../pool/json-column.js";
import { ListColumn } from "../../pool/list-column.js";
import type { ReadonlyEdgePool } from "../../pool/pool.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import { VectorColumn } from "../../pool/vector-column.js";
import type { ElementState } from "../states/element-state.js";
import type { Direction, GraphState } from "../states/graph-state.js";
import { type CallOperand, type ElementPart, isElementPart, type Operand } from "./expression.js";
import { formatOperand } from "./format.js";

/** The type of the values; `any` for parts of documents, of which nothing is known. */
export type ComputedType = "number" | "text" | "list" | "any";

export interface Computed {
  readonly type: ComputedType;
  /** The value of an element; undefined where it is absent. */
  read(element: number): unknown;
}

export interface ComputedSource {
  readonly state: ElementState;
  /** The graph of which the elements are; needed for degrees. */
  readonly graph: GraphState | undefined;
  /** The value of a literal or of a parameter. */
  constantOf(operand: Operand): unknown;
}

/** The operand that a name means: an attribute, or what every element has. */
export function resolved(operand: Operand, state: ElementState): Operand {
  if (operand.kind !== "attribute" || !isElementPart(operand.name)) return operand;
  if (state.attribute(operand.name) !== undefined || state.pool.hasAttribute(operand.name)) return operand;
  return isPartOf(operand.name, state) ? { kind: "call", name: operand.name } : operand;
}

/** Whether elements of a kind have this. */
export function isPartOf(part: ElementPart, { kind }: ElementState): boolean {
  return kind === "edge" ? part !== "degree" : part !== "source" && part !== "target";
}

/** Whether an operand is worked out, and is not an attribute's own value. */
export function isComputed(operand: Operand): operand is Extract<Operand, { kind: "path" | "call" }> {
  return operand.kind === "path" || operand.kind === "call";
}

/** How a computed operand is read; undefined if it is of an attribute that the state does not have. */
export function computed(operand: Operand, source: ComputedSource): Computed | undefined {
  if (operand.kind === "path") return pathReader(operand, source.state);
  if (operand.kind !== "call") return attributeReader(operand, source);
  return isElementPart(operand.name) ? partReader(operand, source) : functionReader(operand, source);
}

function pathReader(
  { name, path }: Extract<Operand, { kind: "path" }>,
  state: ElementState,
): Computed | undefined {
  const attribute = state.attribute(name);
  if (attribute === undefined) return undefined;
  const { column } = attribute.stored;
  if (!(column instanceof JsonColumn))
    throw new TypeError(
      `attribute ${JSON.stringify(name)} expected to be json for its parts, got ${column.type}`,
    );
  return {
    type: "any",
    read(element) {
      const row = attribute.rows.get(element);
      let value: unknown = row < 0 ? undefined : column.get(row);
      for (const part of path) {
        if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
        if (Array.isArray(value) && typeof part === "string") return undefined;
        value = (value as Record<string | number, unknown>)[part];
      }
      return value ?? undefined;
    },
  };
}

function attributeReader(operand: Operand, source: ComputedSource): Computed | undefined {
  if (operand.kind !== "attribute") {
    const value = source.constantOf(operand) ?? undefined;
    return { type: typeof value === "string" ? "text" : "any", read: () => value };
  }
  const attribute = source.state.attribute(operand.name);
  if (attribute === undefined) return undefined;
  const { column } = attribute.stored;
  const isList = column instanceof ListColumn || column instanceof VectorColumn;
  const isNumber = /^(int|float|timestamp)/.test(column.type);
  return {
    type: column instanceof Utf8Column ? "text" : isList ? "list" : isNumber ? "number" : "any",
    read(element) {
      const row = attribute.rows.get(element);
      return row < 0 ? undefined : column.get(row);
    },
  };
}

function functionReader({ name, argument }: CallOperand, source: ComputedSource): Computed | undefined {
  const of = argument === undefined ? undefined : resolved(argument, source.state);
  const inner = of === undefined ? undefined : computed(of, source);
  if (of === undefined || inner === undefined) return undefined;
  const isSize = name === "size";
  const fits = isSize ? inner.type !== "number" : inner.type === "text" || inner.type === "any";
  if (!fits)
    throw new TypeError(
      `${formatOperand(of)} expected to be ${isSize ? "a list or a string" : "a string"} for ${name}, got a ${inner.type}`,
    );
  if (isSize) return { type: "number", read: (element) => sizeOf(inner.read(element)) };
  return {
    type: "text",
    read(element) {
      const value = inner.read(element);
      if (typeof value !== "string") return undefined;
      return name === "lower" ? value.toLowerCase() : value.toUpperCase();
    },
  };
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === "string") return [...value].length;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return (value as ArrayLike<unknown>).length;
  return undefined;
}

function partReader({ name, argument }: CallOperand, source: ComputedSource): Computed {
  const { state } = source;
  const part = name as ElementPart;
  if (!isPartOf(part, state)) {
    const other = state.kind === "node" ? "edges" : "nodes";
    throw new TypeError(`${part} expected to be asked of ${other}, got ${state.kind}s`);
  }
  if (part === "degree") return degreeReader(argument, source);
  if (argument !== undefined)
    throw new TypeError(`${part}() expected no argument, got ${formatOperand(argument)}`);
  if (part === "id") return { type: "number", read: (element) => element };
  if (part === "source" || part === "target") {
    const ends = (state.pool as ReadonlyEdgePool)[`${part}s`];
    return { type: "number", read: (element) => ends[element] };
  }
  const sets = state.labelSets;
  if (part === "labels") {
    return {
      type: "list",
      read(element) {
        const set = state.labelRows.get(element);
        return set < 0 ? [] : sets.set(set);
      },
    };
  }
  return {
    type: "text",
    read(element) {
      const set = state.labelRows.get(element);
      return set < 0 ? undefined : sets.set(set)[0];
    },
  };
}

function degreeReader(argument: Operand | undefined, { graph, constantOf }: ComputedSource): Computed {
  const direction = (argument === undefined ? "out" : constantOf(argument)) as Direction;
  if (direction !== "out" && direction !== "in" && direction !== "both")
    throw new TypeError(`degree expected "out", "in" or "both", got ${describe(direction)}`);
  if (graph === undefined) throw new TypeError("degree expected to be asked of the nodes of a graph");
  const { adjacency, edges, directed } = graph;
  const leaves = !directed || direction !== "in";
  const enters = !directed || direction !== "out";
  return {
    type: "number",
    read: (node) =>
      (leaves ? adjacency.lists(false).degree(node, edges.live) : 0) +
      (enters ? adjacency.lists(true).degree(node, edges.live) : 0),
  };
}
