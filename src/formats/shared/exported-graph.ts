/** A graph as writers see it: nodes and edges in the order of their ids, block by block, with keys as texts. */
import { lowerBound } from "../../structures/binary-search.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { type ElementsView, type GraphView, isUnionType, RawColumn, type ValueType } from "../../view.js";
import { graphKeyOf } from "./graph-key.js";
import { type AttributeNames, checkedText } from "./names.js";
import { base64Text, float32Text } from "./text-values.js";

/** An attribute that is written. */
export interface ExportedAttribute {
  /** Its name in the graph, and the one that it is given in the file. */
  readonly name: string;
  readonly title: string;
  /** The type; of an attribute with several json, in which each value is as JSON says it. */
  readonly type: ValueType;
  /** Whether the attribute has several types. */
  readonly isMixed: boolean;
}

/** Some elements that follow each other. */
export interface ExportedBlock {
  readonly ids: Uint32Array;
  /** By attribute, for each element the value, undefined where absent. */
  readonly columns: readonly (readonly unknown[])[];
  /** For each element its labels, or the one type. */
  readonly labels: readonly (readonly string[])[];
  /** For edges: the positions of their ends among the nodes. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

const BLOCK_ROWS = 4096;
const NO_ENDS = new Uint32Array(0);

export class ExportedGraph {
  readonly view: GraphView;
  readonly directed: boolean;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** The attribute whose values are the ids in the file; undefined where the graph's numbers are. */
  readonly key: string | undefined;
  readonly nodeAttributes: readonly ExportedAttribute[];
  readonly edgeAttributes: readonly ExportedAttribute[];
  /** Attributes of the graph itself. */
  readonly graphAttributes: ReadonlyMap<string, unknown>;
  readonly #nodeIds: Uint32Array;
  readonly #edgeIds: Uint32Array;
  /** Nodes without a value of the key, whose ids take its place. */
  keyless = 0;
  #keys: string[] | undefined;

  constructor(view: GraphView, key: string | null | undefined, names: AttributeNames) {
    this.view = view;
    this.directed = view.directed;
    this.#nodeIds = view.nodes.ids();
    this.#edgeIds = view.edges.ids();
    this.nodeCount = this.#nodeIds.length;
    this.edgeCount = this.#edgeIds.length;
    const own = graphKeyOf(view);
    const named = key === undefined ? own : key === null ? undefined : checkedText("key", key);
    const { schema } = view.nodes;
    this.key = named !== undefined && Object.hasOwn(schema, named) ? named : undefined;
    this.nodeAttributes = attributesOf(view.nodes, names).filter(({ name }) => name !== this.key);
    this.edgeAttributes = attributesOf(view.edges, names);
    this.graphAttributes = new Map(view.attributes);
  }

  /** For each node, by its position, its id in the file. */
  get keys(): readonly string[] {
    this.#keys ??= this.#makeKeys();
    return this.#keys;
  }

  #makeKeys(): string[] {
    const ids = this.#nodeIds;
    if (this.key === undefined) return Array.from(ids, String);
    const column = this.view.nodes.rawColumn(this.key, ids);
    const values = column?.toArray() ?? mixedValuesOf(this.view.nodes, this.key, ids);
    const type = column?.type ?? "utf8";
    const keys = values.map((value) => (value === undefined ? "" : cellText(value, type)));
    const taken = new Set(keys);
    values.forEach((value, i) => {
      if (value !== undefined) return;
      this.keyless++;
      let name = `_${ids[i]}`;
      while (taken.has(name)) name = `_${name}`;
      keys[i] = name;
      taken.add(name);
    });
    return keys;
  }

  /** The ids in the file as numbers: those of the graph, or of a key of integers that all nodes have. */
  get keyNumbers(): Uint32Array | Int32Array | BigInt64Array | undefined {
    if (this.key === undefined) return this.#nodeIds;
    const column = this.view.nodes.rawColumn(this.key, this.#nodeIds);
    if (column === undefined) return undefined;
    const { values, type, absentCount } = column;
    const isWhole = type === "int32" || type === "int64";
    if (!isWhole || absentCount > 0 || !("kind" in values) || values.kind !== "numbers") return undefined;
    return values.values as Int32Array | BigInt64Array;
  }

  /** The ids of nodes or edges, so many at a time. */
  *idBlocks(kind: "node" | "edge", rows: number): Generator<Uint32Array> {
    const ids = kind === "node" ? this.#nodeIds : this.#edgeIds;
    for (let at = 0; at < ids.length; at += rows) yield ids.subarray(at, at + rows);
  }

  /** The positions of the ends of edges among the nodes. */
  endsOf(ids: Uint32Array): { readonly sources: Uint32Array; readonly targets: Uint32Array } {
    const { sources, targets } = this.view.edges.rawEnds(ids);
    return { sources: this.#positions(sources), targets: this.#positions(targets) };
  }

  /** The nodes, block by block. */
  *nodeBlocks(): Generator<ExportedBlock> {
    for (let at = 0; at < this.nodeCount; at += BLOCK_ROWS) {
      const ids = this.#nodeIds.subarray(at, at + BLOCK_ROWS);
      const columns = this.nodeAttributes.map(({ name }) => valuesOf(this.view.nodes, name, ids));
      yield { ids, columns, labels: labelsOf(this.view.nodes, ids), sources: NO_ENDS, targets: NO_ENDS };
    }
  }

  /** The ends of edges alone, block by block, as positions among the nodes. */
  *endBlocks(): Generator<Pick<ExportedBlock, "sources" | "targets">> {
    for (let at = 0; at < this.edgeCount; at += BLOCK_ROWS) {
      const ends = this.view.edges.rawEnds(this.#edgeIds.subarray(at, at + BLOCK_ROWS));
      yield { sources: this.#positions(ends.sources), targets: this.#positions(ends.targets) };
    }
  }

  /** The values of an attribute, of all nodes or edges. */
  columnOf(kind: "node" | "edge", name: string): RawColumn | undefined {
    const [elements, ids] =
      kind === "node" ? [this.view.nodes, this.#nodeIds] : [this.view.edges, this.#edgeIds];
    return elements.rawColumn(name, ids) ?? mixedColumnOf(elements, name, ids);
  }

  /** The edges, block by block. */
  *edgeBlocks(): Generator<ExportedBlock> {
    const { edges } = this.view;
    for (let at = 0; at < this.edgeCount; at += BLOCK_ROWS) {
      const ids = this.#edgeIds.subarray(at, at + BLOCK_ROWS);
      const columns = this.edgeAttributes.map(({ name }) => valuesOf(edges, name, ids));
      const ends = edges.rawEnds(ids);
      const [sources, targets] = [ends.sources, ends.targets].map((side) => this.#positions(side));
      yield { ids, columns, labels: labelsOf(edges, ids), sources, targets };
    }
  }

  /** The positions of nodes, by their ids. */
  #positions(nodes: Uint32Array): Uint32Array {
    const ids = this.#nodeIds;
    const isDense = ids.length === 0 || ids[ids.length - 1] === ids.length - 1;
    if (isDense) return nodes;
    return nodes.map((id) => lowerBound(ids, id));
  }

  /** How many elements have no value of an attribute. O(elements). */
  absentCount(kind: "node" | "edge", name: string): number {
    const elements = kind === "node" ? this.view.nodes : this.view.edges;
    const ids = kind === "node" ? this.#nodeIds : this.#edgeIds;
    const parts = elements.rawColumns(name, ids);
    if (parts !== undefined)
      return parts.reduce((left, { length, absentCount }) => left - (length - absentCount), ids.length);
    return elements.rawColumn(name, ids)?.absentCount ?? ids.length;
  }

  /** Whether any node has a label, or several; or any edge a type. */
  labelCount(kind: "node" | "edge"): number {
    const elements = kind === "node" ? this.view.nodes : this.view.edges;
    const ids = kind === "node" ? this.#nodeIds : this.#edgeIds;
    const { codes, sets } = elements.rawLabelSets(ids);
    let most = 0;
    for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) most = Math.max(most, sets[codes[i]].length);
    return most;
  }
}

function attributesOf(elements: ElementsView, names: AttributeNames): ExportedAttribute[] {
  return Object.entries(elements.schema)
    .filter(([name]) => names.isWanted(name))
    .map(([name, type]) => ({
      name,
      title: names.nameOf(name),
      type: isUnionType(type) ? "json" : type,
      isMixed: isUnionType(type),
    }));
}

function valuesOf(elements: ElementsView, name: string, ids: Uint32Array): readonly unknown[] {
  const values = elements.rawColumn(name, ids)?.toArray();
  return values ?? mixedValuesOf(elements, name, ids).map(asJson);
}

/** The values of an attribute with several types. */
function mixedValuesOf(elements: ElementsView, name: string, ids: Uint32Array): unknown[] {
  const values = new Array<unknown>(ids.length).fill(undefined);
  for (const part of elements.rawColumns(name, ids) ?? [])
    part.toArray().forEach((value, i) => {
      if (value !== undefined) values[i] = value;
    });
  return values;
}

/** An attribute with several types as a column of JSON; undefined if there is no such attribute. */
export function mixedColumnOf(elements: ElementsView, name: string, ids: Uint32Array): RawColumn | undefined {
  if (elements.rawColumns(name, ids) === undefined) return undefined;
  const encoder = new TextEncoder();
  const validity = new Uint8Array(Math.ceil(ids.length / 8));
  const texts = mixedValuesOf(elements, name, ids).map((value, i) => {
    if (value === undefined) return new Uint8Array(0);
    validity[i >>> 3] |= 1 << (i & 7);
    return encoder.encode(exactText(asJson(value)));
  });
  const offsets = new Uint32Array(ids.length + 1);
  texts.forEach((text, i) => {
    offsets[i + 1] = offsets[i] + text.length;
  });
  const bytes = new Uint8Array(offsets[ids.length]);
  texts.forEach((text, i) => {
    bytes.set(text, offsets[i]);
  });
  return new RawColumn("json", { kind: "bytes", offsets, bytes }, { validity });
}

/** A value of any type as JSON says it: moments, dates and times as text, bytes in base64, vectors as lists. */
function asJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof TemporalBase) return value.toString();
  if (value instanceof Uint8Array) return base64Text(value);
  if (typeof value === "bigint" && !Number.isSafeInteger(Number(value))) return String(value);
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, asJson);
  return value;
}

const NO_LABELS: readonly string[] = [];

function labelsOf(elements: ElementsView, ids: Uint32Array): (readonly string[])[] {
  const { codes, sets } = elements.rawLabelSets(ids);
  return Array.from(codes, (code) => (code < 0 ? NO_LABELS : sets[code]));
}

/** Whether any value of an attribute is a number that JSON has no digits for: NaN or an infinity. */
export function hasNonFinite(graph: ExportedGraph, kind: "node" | "edge", name: string): boolean {
  return valuesIn(graph, kind, name).some((value) => typeof value === "number" && !Number.isFinite(value));
}

/** Whether an attribute has values, and all of them are NaN or infinities. */
export function isAllNonFinite(graph: ExportedGraph, kind: "node" | "edge", name: string): boolean {
  const present = valuesIn(graph, kind, name).filter((value) => value !== undefined);
  return present.length > 0 && !present.some(Number.isFinite);
}

function valuesIn(graph: ExportedGraph, kind: "node" | "edge", name: string): readonly unknown[] {
  return graph.columnOf(kind, name)?.toArray() ?? [];
}

/** A value as text: numbers in as few digits as say them, moments in ISO 8601, bytes in base64, all else as JSON. */
export function cellText(value: unknown, type: ValueType): string {
  if (typeof value === "string" && type === "utf8") return value;
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (type === "float32") return float32Text(value);
    return Object.is(value, -0) ? "-0.0" : String(value);
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof TemporalBase) return value.toString();
  if (value instanceof Uint8Array) return base64Text(value);
  return jsonText(value, type);
}

/** A value as JSON; what JSON has no words for stands as text, and 64-bit integers as digits. */
export function jsonText(value: unknown, type: ValueType): string {
  if (Array.isArray(value) && type !== "json")
    return `[${value.map((item) => itemText(item, type)).join(",")}]`;
  if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array))
    return `[${Array.from(value as unknown as ArrayLike<unknown>, (item) => itemText(item, type)).join(",")}]`;
  return exactText(value);
}

/** JSON with the sign of 0, which `JSON.stringify` drops. */
function exactText(value: unknown): string {
  if (value instanceof TemporalBase) return JSON.stringify(String(value));
  if (Array.isArray(value)) return `[${value.map(exactText).join(",")}]`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${exactText(item)}`)
    .join(",")}}`;
}

function itemText(item: unknown, type: ValueType): string {
  if (typeof item === "bigint") return String(item);
  if (typeof item === "number") {
    if (!Number.isFinite(item)) return `"${item}"`;
    return type.includes("float32") ? float32Text(item) : Object.is(item, -0) ? "-0.0" : String(item);
  }
  if (item instanceof Date) return `"${item.toISOString()}"`;
  if (item instanceof Uint8Array) return `"${base64Text(item)}"`;
  if (item instanceof TemporalBase) return JSON.stringify(String(item));
  return exactText(item);
}
