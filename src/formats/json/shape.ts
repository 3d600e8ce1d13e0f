/**
 * A JSON format as a reader sees it: which parts of a document are gone through item by item, and what becomes of them.
 * Files and plain objects are read by the same shapes.
 */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { parseType, type ValueType } from "../../view.js";
import { idText } from "../jsonl/rows.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import { FloatNumber, jsonOfExact, valueOfExact } from "../shared/exact-json.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import type { JsonLayout } from "./splitter.js";

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A document is gone through for what holds for all of it, then for nodes, then for edges. */
export type JsonPhase = "header" | "nodes" | "edges";

/** Takes what a document has, and puts it into a builder. */
export interface JsonShape {
  readonly layout: JsonLayout;
  /** Begins a phase, or all of them at once. */
  begin(phase: JsonPhase | "all"): void;
  /** Whether a phase goes through a section. */
  wants(section: string, phase: JsonPhase | "all"): boolean;
  member(section: string, name: string, value: unknown): void;
  /** Takes an item, with its text where it is one of a file. */
  item(section: string, name: string | number, value: unknown, text?: string): void;
  /** Goes on to a document behind another one, in formats whose files may have several. */
  next?(): void;
  /** All was read. */
  finish(): void;
}

/** The properties that have a meaning where a format has no place of its own for it. */
export interface JsonRoles {
  id?: string;
  source?: string;
  target?: string;
  labels?: string;
  type?: string;
  /** Tells parallel edges apart in adjacency. */
  key?: string;
}

/** The member of a file in which groggy says what the format has no words for. */
export const OWN_MEMBER = "groggy";

/** The common part of shapes: roles, types that the file states for its attributes, and putting values. */
export abstract class ShapeBase {
  protected readonly builder: GraphBuilder;
  protected readonly options: JsonObject;
  protected readonly roles: JsonRoles = {};
  protected phase: JsonPhase | "all" = "all";
  /** The names that attributes have, by those in the file. */
  readonly #names = { node: new Map<string, string>(), edge: new Map<string, string>() };
  readonly #types = { node: new Map<string, ValueType>(), edge: new Map<string, ValueType>() };
  /** Whether edges were met, after which what holds for all of them comes too late. */
  protected hasEdges = false;
  /** Whether numbers are float64, as those of JavaScript are. */
  numbersAreFloats = false;

  constructor(builder: GraphBuilder, options: JsonObject) {
    this.builder = builder;
    this.options = options;
    if (isRecord(options.columns)) Object.assign(this.roles, options.columns);
  }

  begin(phase: JsonPhase | "all"): void {
    this.phase = phase;
  }

  finish(): void {}

  /** Reads groggy's own member. What it does not know in there it leaves alone. */
  protected own(value: unknown): void {
    if (!isRecord(value)) return;
    const { columns, key, nodes, edges, names } = value as JsonObject;
    const named = (isRecord(names) ? names : {}) as JsonObject;
    if (typeof key === "string" && key !== "") this.builder.keyName ??= key;
    if (isRecord(columns))
      for (const role of ["id", "source", "target", "labels", "type", "key"] as const) {
        const name = (columns as JsonObject)[role];
        if (typeof name === "string") this.roles[role] ??= name;
      }
    for (const [kind, given] of [
      ["node", nodes],
      ["edge", edges],
    ] as const) {
      const others = named[`${kind}s`];
      if (isRecord(others))
        for (const [name, own] of Object.entries(others))
          if (typeof own === "string") this.#names[kind].set(name, own);
      if (!isRecord(given)) continue;
      for (const [name, type] of Object.entries(given))
        if (typeof type === "string" && parseType(type) !== undefined)
          this.#types[kind].set(name, type as ValueType);
    }
  }

  /** Whether the file itself states the type of an attribute. */
  protected isTyped(kind: "node" | "edge", name: string): boolean {
    return this.#types[kind].has(name);
  }

  /** States the direction of all edges. */
  protected direction(directed: boolean): void {
    if (this.hasEdges && this.builder.directed !== directed)
      this.builder.fail(
        "FORMAT_UNSUPPORTED",
        "what says whether edges have a direction expected before them in a file that is read as a stream",
      );
    this.builder.directed = directed;
  }

  /** Attributes of the graph: an object, or pairs of a name and a value. */
  protected graphAttributes(value: unknown): void {
    const entries = Array.isArray(value)
      ? value.filter((pair) => Array.isArray(pair) && typeof pair[0] === "string")
      : isRecord(value)
        ? Object.entries(value)
        : [];
    for (const [name, item] of entries as [string, unknown][])
      if (item !== null && item !== undefined) this.builder.graphAttribute(name, plainOf(item));
  }

  /** Tells of a member that is no part of a graph. */
  protected unknown(name: string): void {
    this.builder.losses.add("member", `"${name}" of the file, which is no part of the graph`, {
      place: this.builder.place(),
    });
  }

  /** Puts a value of an attribute. */
  protected put(elements: ElementsBuilder, row: number, name: string, value: unknown): void {
    if (value === null || value === undefined || row === NO_ROW) return;
    const { kind } = elements;
    const column = elements.column(this.#names[kind].get(name) ?? name, this.#types[kind].get(name));
    if (value instanceof FloatNumber) column.float(row, value.value);
    else if (this.numbersAreFloats && typeof value === "number") column.float(row, value);
    else if (this.numbersAreFloats && isNumberList(value)) column.value(row, Float64Array.from(value));
    else column.value(row, typeof value === "object" ? valueOfExact(value) : value);
  }

  /** Puts all properties of an object but some, as attributes; labels or the type as such. */
  protected putAll(
    elements: ElementsBuilder,
    row: number,
    object: JsonObject,
    but: ReadonlySet<string>,
  ): void {
    const isNodes = elements.kind === "node";
    const role = isNodes ? (this.roles.labels ?? "labels") : (this.roles.type ?? "type");
    // an attribute without a name cannot be
    for (const name of Object.keys(object)) {
      if (but.has(name)) continue;
      const value = object[name];
      if (name === role && (isNodes ? isLabelList(value) : isLabel(value)))
        elements.labels(row, typeof value === "string" ? [value] : (value as string[]));
      else this.put(elements, row, name, value);
    }
  }

  /** The key of an id; undefined for a value that is no id, which is refused. */
  protected idKey(what: string, value: unknown): number | undefined {
    if (isJsonId(value)) return this.builder.keyOf(idText(value));
    this.builder.refuse("FORMAT_VALUE", "id", `"${what}" expected an id, got ${shown(value)}`, {
      attribute: what,
    });
    return undefined;
  }

  /** An item that has to be an object; undefined for any other, which is refused. */
  protected object(what: string, value: unknown): JsonObject | undefined {
    if (isRecord(value) && !(value instanceof FloatNumber)) return value as JsonObject;
    this.builder.refuse("FORMAT_SYNTAX", what, `${what} expected an object, got ${shown(value)}`);
    return undefined;
  }
}

function isNumberList(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number");
}

/** A value as messages show it. */
function shown(value: unknown): string {
  return describe(value instanceof FloatNumber ? value.value : value);
}

/** Whether a value is an id of a node. */
export function isJsonId(value: unknown): boolean {
  return (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof FloatNumber
  );
}

function isLabel(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isLabelList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isLabel);
}

/** A value as JavaScript has it. */
export function plainOf(value: unknown): unknown {
  return value instanceof FloatNumber ? value.value : jsonOfExact(value);
}
