/** Which attributes of a file are read, under which names and as which types. */
import { describe } from "../../errors.js";
import { formatType, parseType, type ValueType } from "../../view.js";
import { type AttributeOptions, checkedNames, checkedText } from "./given-names.js";

export { type AttributeOptions, checkedNames, checkedText } from "./given-names.js";

/** The same, read and checked. */
export class AttributeNames {
  readonly #types: ReadonlyMap<string, ValueType>;
  readonly #rename: ReadonlyMap<string, string>;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #without: ReadonlySet<string>;

  constructor(options: AttributeOptions) {
    this.#types = new Map(
      entriesOf("types", options.types).map(([name, type]) => [name, checkedType(name, type)]),
    );
    this.#rename = new Map(
      entriesOf("rename", options.rename).map(([name, other]) => [name, checkedText("rename", other)]),
    );
    this.#only = options.only === undefined ? undefined : new Set(checkedNames("only", options.only));
    this.#without = new Set(checkedNames("without", options.without ?? []));
  }

  /** Whether an attribute of the file is asked for. */
  isWanted(name: string): boolean {
    return !this.#without.has(name) && (this.#only === undefined || this.#only.has(name));
  }

  /** Whether an attribute, by its name in the graph, may come from an attribute of the file that is asked for. */
  isConcerned(own: string): boolean {
    for (const [name, other] of this.#rename) if (other === own && this.isWanted(name)) return true;
    return !this.#rename.has(own) && this.isWanted(own);
  }

  /** The name that an attribute of the file has in the graph. */
  nameOf(name: string): string {
    return this.#rename.get(name) ?? name;
  }

  /** The type that was asked for, of an attribute by its name in the graph. */
  typeOf(name: string): ValueType | undefined {
    return this.#types.get(name);
  }
}

function entriesOf(option: string, given: unknown): [string, unknown][] {
  if (given === undefined) return [];
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new TypeError(`"${option}" expected an object by attribute, got ${describe(given)}`);
  return Object.entries(given);
}

function checkedType(name: string, type: unknown): ValueType {
  const parsed = typeof type === "string" ? parseType(type) : undefined;
  if (parsed === undefined)
    throw new TypeError(
      `"types.${name}" expected a type such as "float64" or "list<utf8>", got ${describe(type)}`,
    );
  return formatType(parsed);
}
