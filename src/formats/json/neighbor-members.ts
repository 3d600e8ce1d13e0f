/**
 * A document whose members are nodes by their ids, each with its neighbors: lists of ids, as igraph's `to_list_dict` and
 * networkx's `to_dict_of_lists` have them, or attributes of edges by neighbor, and in multigraphs by key, as
 * `to_dict_of_dicts` and igraph's `to_dict_dict` do.
 */
import { isRecord } from "../../structures/arguments.js";
import { isJsonId, type JsonObject } from "./shape.js";

/** An edge to a neighbor. */
export interface Neighbor {
  readonly id: unknown;
  readonly attributes: JsonObject | undefined;
}

export class NeighborMembers {
  readonly #lists = new Map<string, readonly unknown[]>();
  readonly #dictionaries = new Map<string, JsonObject>();

  /** Takes a member that may be a node's neighbors; false if it cannot. */
  take(name: string, value: unknown): boolean {
    if (Array.isArray(value) && value.every(isJsonId)) this.#lists.set(name, value);
    else if (isRecord(value) && Object.values(value).every(isRecord))
      this.#dictionaries.set(name, value as JsonObject);
    else return false;
    return true;
  }

  get names(): string[] {
    return [...this.#lists.keys(), ...this.#dictionaries.keys()];
  }

  /** The neighbors of each node, in the order of the document. */
  *all(): Generator<[id: string, neighbors: Neighbor[]]> {
    for (const [name, ids] of this.#lists) yield [name, ids.map((id) => ({ id, attributes: undefined }))];
    const isMulti = this.#isMulti();
    for (const [name, dictionary] of this.#dictionaries) {
      const neighbors: Neighbor[] = [];
      for (const [id, given] of Object.entries(dictionary))
        for (const attributes of isMulti ? Object.values(given as JsonObject) : [given])
          neighbors.push({ id, attributes: attributes as JsonObject });
      yield [name, neighbors];
    }
  }

  /** Whether edges have keys, which each has in a multigraph; an attribute may be an object as well. */
  #isMulti(): boolean {
    let count = 0;
    for (const dictionary of this.#dictionaries.values())
      for (const edges of Object.values(dictionary)) {
        const values = Object.values(edges as JsonObject);
        if (values.length === 0 || !values.every(isRecord)) return false;
        count++;
      }
    return count > 0;
  }

  /**
   * Whether edges have directions: they do where all neighbors are members, as in networkx, and not every edge stands at
   * both of its ends. igraph lists an edge without direction at one end, and no node that has none.
   */
  isDirected(): boolean {
    const balance = new Map<string, number>();
    const members = new Set(this.names);
    for (const [name, neighbors] of this.all())
      for (const { id } of neighbors) {
        const other = String(id);
        if (!members.has(other)) return false;
        if (other === name) continue;
        const isTurned = other < name;
        const pair = JSON.stringify(isTurned ? [other, name] : [name, other]);
        balance.set(pair, (balance.get(pair) ?? 0) + (isTurned ? -1 : 1));
      }
    return [...balance.values()].some((count) => count !== 0);
  }
}
