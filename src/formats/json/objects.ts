/** Reads plain objects by the shapes of the JSON formats. Each part is copied before it is looked at. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { FormatError } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { JSON_NESTING_MAX } from "../shared/limits.js";
import { define } from "./members.js";
import type { JsonPhase, JsonShape } from "./shape.js";
import type { JsonLayout } from "./splitter.js";

/** Puts a document into a builder. */
export function readObject(data: unknown, shape: JsonShape, builder: GraphBuilder): void {
  const walk = new ObjectWalk(data, shape, builder);
  walk.run();
}

class ObjectWalk {
  readonly #data: unknown;
  readonly #shape: JsonShape;
  #phase: JsonPhase = "header";
  /** Where the walk is, as JavaScript has it. */
  #section = "";
  #name: string | number = "";

  constructor(data: unknown, shape: JsonShape, builder: GraphBuilder) {
    this.#data = data;
    this.#shape = shape;
    builder.where = () => ({ source: this.#path });
  }

  get #path(): string {
    const names = [...this.#section.split("/").filter((name) => name !== ""), this.#name];
    return names
      .map((name, i) =>
        /^\d+$/.test(String(name))
          ? `[${name}]`
          : /^[A-Za-z_$][\w$]*$/.test(String(name))
            ? `${i === 0 ? "" : "."}${name}`
            : `[${JSON.stringify(name)}]`,
      )
      .join("");
  }

  run(): void {
    for (const phase of ["header", "nodes", "edges"] as const) {
      this.#phase = phase;
      this.#shape.begin(phase);
      this.#part("", this.#shape.layout, this.#data);
    }
    this.#shape.finish();
  }

  #part(section: string, layout: JsonLayout, value: unknown): void {
    const isArray = Array.isArray(value);
    const below = layout !== "each" && isArray ? layout["[]"] : layout;
    if (below === "each") {
      if (this.#shape.wants(section, this.#phase)) this.#items(section, value as object);
    } else if (isArray && below !== undefined)
      for (let i = 0; i < value.length; i++) this.#part(`${section}/${i}`, below, value[i]);
    else if (isRecord(value) && layout !== "each") this.#members(section, layout, value);
    else
      throw new FormatError("FORMAT_SYNTAX", `an object expected, got ${describe(value)}`, {
        source: section === "" ? "data" : section,
      });
  }

  #items(section: string, list: object): void {
    this.#section = section;
    const isArray = Array.isArray(list);
    const names = isArray ? undefined : Object.keys(list);
    const count = isArray ? list.length : (names as string[]).length;
    for (let i = 0; i < count; i++) {
      const name = names === undefined ? i : names[i];
      this.#name = name;
      this.#shape.item(section, name, copyOf((list as Record<string | number, unknown>)[name], 0));
    }
  }

  #members(section: string, layout: Exclude<JsonLayout, "each">, object: object): void {
    for (const name of Object.keys(object)) {
      const value = (object as Record<string, unknown>)[name];
      const below = Object.hasOwn(layout, name) ? layout[name] : undefined;
      if (below !== undefined && (Array.isArray(value) || isRecord(value))) {
        this.#part(section === "" ? name : `${section}/${name}`, below, value);
        continue;
      }
      if (this.#phase !== "header" || value === undefined) continue;
      this.#section = section;
      this.#name = name;
      this.#shape.member(section, name, copyOf(value, 0));
    }
  }
}

/** A copy of what JSON can hold; other objects are as they are. */
function copyOf(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isArray = Array.isArray(value);
  if (!isArray && (value instanceof TemporalBase || !isRecord(value)))
    return value instanceof Date ? new Date(value) : value;
  if (depth >= JSON_NESTING_MAX)
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `nesting of objects expected at most ${JSON_NESTING_MAX}, got more, or an object that is in itself`,
    );
  if (isArray) return Array.from(value as unknown[], (item) => copyOf(item, depth + 1));
  const object = {};
  for (const name of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[name];
    if (item !== undefined) define(object, name, copyOf(item, depth + 1));
  }
  return object;
}
