/**
 * Subgraphs of a DOT file as a graph keeps them: a list of those with names as the graph's attribute `subgraphs`, and for
 * each node the name of the innermost one that it is in as its attribute `subgraph`.
 */

/** The attribute of nodes that names their subgraph, and the graph's own that lists all. */
export const SUBGRAPH = "subgraph";
export const SUBGRAPHS = "subgraphs";

/** A subgraph with a name, as it is in the list. */
export interface SubgraphRecord {
  readonly name: string;
  /** The name of the one that it is in, if it has one. */
  readonly parent?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A subgraph as it is read: its nodes, and those with names in it, which may be begun again. */
export class Subgraph {
  readonly parent: Subgraph | undefined;
  readonly name: string | undefined;
  readonly children = new Map<string, Subgraph>();
  /** The keys of its nodes, by their numbers. */
  nodes = new Set<number>();
  /** Defaults that were set in it, by the number of the attribute. */
  readonly nodeDefaults = new Map<number, Uint8Array>();
  readonly edgeDefaults = new Map<number, Uint8Array>();
  /** The position in the list of the innermost one with a name; -1 for none. */
  readonly group: number;

  constructor(name: string | undefined, parent: Subgraph | undefined, group: number) {
    this.name = name;
    this.parent = parent;
    this.group = group;
  }

  /** Adds the nodes of a subgraph in it. */
  take(inner: Subgraph): void {
    if (this.nodes.size === 0 && inner.name === undefined) {
      this.nodes = inner.nodes;
      return;
    }
    for (const key of inner.nodes) this.nodes.add(key);
  }
}

interface Group {
  readonly name: string;
  readonly parent: number;
  readonly attributes: Map<string, string>;
}

/** The subgraphs with names in the order in which they began; those of one name are one. */
export class SubgraphList {
  readonly #groups: Group[] = [];
  readonly #byName = new Map<string, number>();

  get size(): number {
    return this.#groups.length;
  }

  /** The position of a name, which is added if it is new. */
  add(name: string, parent: number): number {
    let at = this.#byName.get(name);
    if (at === undefined) {
      at = this.#groups.push({ name, parent, attributes: new Map() }) - 1;
      this.#byName.set(name, at);
    }
    return at;
  }

  name(at: number): string {
    return this.#groups[at].name;
  }

  set(at: number, name: string, value: string): void {
    this.#groups[at].attributes.set(name, value);
  }

  /** Whether Graphviz draws it as a box. */
  isCluster(at: number): boolean {
    const { name, attributes } = this.#groups[at];
    return name.startsWith("cluster") || attributes.get("cluster") === "true";
  }

  /** Whether one is in another, or is it. */
  isIn(at: number, outer: number): boolean {
    for (let i = at; i >= 0; i = this.#groups[i].parent) if (i === outer) return true;
    return false;
  }

  /** The subgraph of a node that is in both; the other is lost where neither is in the other. */
  choose(held: number, met: number): { group: number; isLost: boolean } {
    if (held < 0 || this.isIn(met, held)) return { group: met, isLost: false };
    if (this.isIn(held, met)) return { group: held, isLost: false };
    return { group: this.isCluster(met) && !this.isCluster(held) ? met : held, isLost: true };
  }

  records(): SubgraphRecord[] {
    return this.#groups.map(({ name, parent, attributes }) => ({
      name,
      ...(parent < 0 ? {} : { parent: this.#groups[parent].name }),
      ...(attributes.size === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    }));
  }
}

/** The list as it is written: each with where its parent stands; undefined for a value that is no such list. */
export function readSubgraphs(
  value: unknown,
): { name: string; parent: number; attributes: readonly (readonly [string, string])[] }[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const places = new Map<string, number>();
  const list = [];
  for (const item of value as unknown[]) {
    if (typeof item !== "object" || item === null) return undefined;
    const { name, parent, attributes = {}, ...others } = item as Record<string, unknown>;
    if (typeof name !== "string" || places.has(name) || Object.keys(others).length > 0) return undefined;
    if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes)) return undefined;
    const entries = Object.entries(attributes);
    if (Object.hasOwn(item as object, "attributes") && entries.length === 0) return undefined;
    if (!entries.every(([, text]) => typeof text === "string")) return undefined;
    const at = parent === undefined ? -1 : places.get(String(parent));
    if (at === undefined || (parent !== undefined && typeof parent !== "string")) return undefined;
    places.set(name, list.length);
    list.push({ name, parent: at, attributes: entries as [string, string][] });
  }
  return list;
}
