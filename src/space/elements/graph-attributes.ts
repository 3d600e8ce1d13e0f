/** The attributes of a graph itself, such as its title or its source: to read in any state, to write in the live one. */
import { describe } from "../../errors.js";
import type { ReadonlyElementPool } from "../../pool/pool.js";
import type { ValueType } from "../../pool/value-type.js";
import { checkName, isRecord, notAttributes } from "../../structures/arguments.js";
import { defineInspect } from "../../structures/inspect.js";
import { jsonFields, putField } from "../../structures/text/json-value.js";
import type { Attribute, ElementState } from "../states/element-state.js";
import type { TrackedElements } from "../states/tracked-elements.js";
import { AttributeWriter } from "./attribute-writer.js";
import type { AttributeValues } from "./elements.js";
import { ID_SET } from "./id-owners.js";

/** The graph itself is the one element of its kind. */
const THE_GRAPH = 0;

/**
 * The attributes of the graph itself in one state, to read. Iterating gives names with values, by name.
 *
 * @typeParam A the attributes.
 */
export class AttributesView<A extends object = Record<string, unknown>>
  implements Iterable<[name: string, value: unknown]>
{
  readonly #state: ElementState;

  /** @internal */
  constructor(state: ElementState) {
    this.#state = state;
    inspectAsAttributes();
  }

  /** @internal */
  get [ID_SET](): ReadonlyElementPool {
    return this.#state.pool;
  }

  /** The attributes that the graph has, in a new object, by name; absent ones are not in it. */
  get(): Partial<A>;
  /** The value of one attribute; undefined if it is absent. */
  get<K extends keyof A & string>(name: K): A[K] | undefined;
  get(name?: string): unknown {
    if (name !== undefined) {
      checkName("attribute", name);
      return valueIn(this.#state.attribute(name));
    }
    const values: Record<string, unknown> = {};
    for (const [key, value] of this) putField(values, key, value);
    return values;
  }

  /** Whether the graph has a value of an attribute. */
  has(name: string): boolean {
    checkName("attribute", name);
    return valueIn(this.#state.attribute(name)) !== undefined;
  }

  /** The number of attributes that the graph has. */
  get count(): number {
    let count = 0;
    for (const { rows } of this.#state.attributes()) if (rows.get(THE_GRAPH) >= 0) count++;
    return count;
  }

  /** The type of each attribute, by name; those that are declared and absent are among them. */
  get schema(): Readonly<Record<string, ValueType>> {
    const schema: Record<string, ValueType> = Object.create(null);
    for (const { name, type } of this.#state.schema()) schema[name] = type;
    return { ...schema };
  }

  *[Symbol.iterator](): Generator<[name: string, value: unknown]> {
    // in which order a state has its attributes depends on the way to it
    const sorted = [...this.#state.attributes()].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const attribute of sorted) {
      const value = valueIn(attribute);
      if (value !== undefined) yield [attribute.name, value];
    }
  }

  /** The form that `JSON.stringify` writes: an object of the values; 64-bit integers as text. */
  toJSON(): Record<string, unknown> {
    return jsonFields(this.get());
  }
}

/**
 * The attributes of a {@link Graph} itself: versioned, merged and stored like those of its nodes and edges.
 *
 * @typeParam A the attributes as they are read.
 * @typeParam W the attributes with all the forms in which a value can be written.
 * @example
 * const papers = new Graph();
 * papers.attributes.set({ title: "Papers", edition: 3 });
 * papers.attributes.set("edition", 4);
 * papers.commit("the fourth edition");
 * papers.attributes.get("edition"); // => 4
 * papers.at("main").attributes.get(); // => { edition: 4, title: 'Papers' }
 */
export class GraphAttributes<
  A extends object = Record<string, unknown>,
  W extends object = A,
> extends AttributesView<A> {
  readonly #space: TrackedElements;
  readonly #writer: AttributeWriter;
  readonly #beforeWrite: () => void;

  /** @internal */
  constructor(space: TrackedElements, beforeWrite: () => void) {
    super(space);
    this.#space = space;
    this.#writer = new AttributeWriter(space);
    this.#beforeWrite = beforeWrite;
  }

  /**
   * Sets attributes; null takes a value away. Those that are not mentioned, or undefined, stay. The type of an attribute
   * follows from its first value, or from the schema.
   *
   * @throws TypeError if a value does not fit; then nothing is changed.
   */
  set(attributes: AttributeValues<W>): void;
  /** Sets one attribute, or takes it away with null. */
  set<K extends keyof W & string>(name: K, value: W[K] | null): void;
  set(...given: readonly [unknown, unknown?]): void {
    const list = this.#writer.read(readGiven(given));
    this.#space.guard?.();
    this.#writer.check(list);
    this.#beforeWrite();
    this.#writer.write(list, THE_GRAPH);
    this.#space.written?.();
  }
}

/** One name with its value, or an object of them. */
function readGiven(given: readonly unknown[]): object {
  const [first, value] = given;
  if (typeof first === "string") {
    checkName("attribute", first);
    if (value === undefined)
      throw new TypeError(`attribute "${first}" expected a value, or null to take it away, got undefined`);
    return Object.fromEntries([[first, value]]);
  }
  if (!isRecord(first)) throw notAttributes("values", first);
  if (given.length > 1 && value !== undefined)
    throw new TypeError(
      `"set" expected a name and a value, or an object alone, got ${describe(value)} after one`,
    );
  return first;
}

function valueIn(attribute: Attribute | undefined): unknown {
  const row = attribute?.rows.get(THE_GRAPH) ?? -1;
  return row < 0 ? undefined : attribute?.stored.column.get(row);
}

function inspectAsAttributes(): void {
  defineInspect(AttributesView.prototype, "Attributes", (attributes) => attributes.get());
}
