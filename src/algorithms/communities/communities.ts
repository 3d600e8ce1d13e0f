/** The result of community detection: for each node its community, and the quality of the partition. */
import { Result } from "../shared/result.js";

/** For each node its community, named by the smallest id of the nodes in it. */
export class Communities extends Result<Uint32Array> {
  /** The modularity of the division, by the options of the run. */
  readonly modularity: number;
  readonly #count: number | undefined;
  #sizes: ReadonlyMap<number, number> | undefined;

  /** @param count how many different values there are, if that is known. */
  constructor(ids: Uint32Array, values: Uint32Array, modularity: number, count?: number) {
    super(ids, values);
    this.modularity = modularity;
    this.#count = count;
  }

  /** The number of communities. */
  get count(): number {
    return this.#count ?? this.sizes.size;
  }

  /** The number of nodes of each community, by its name, ascending. */
  get sizes(): ReadonlyMap<number, number> {
    if (this.#sizes === undefined) {
      const sizes = new Map<number, number>();
      for (const name of this.values.slice().sort()) sizes.set(name, (sizes.get(name) ?? 0) + 1);
      this.#sizes = sizes;
    }
    return this.#sizes;
  }

  /** The nodes of each community, ascending, the communities in the order of their names. A copy. */
  groups(): Uint32Array[] {
    const groups = new Map(
      [...this.sizes].map(([name, size]) => [name, { ids: new Uint32Array(size), count: 0 }]),
    );
    for (let i = 0; i < this.ids.length; i++) {
      const group = groups.get(this.values[i])!;
      group.ids[group.count++] = this.ids[i];
    }
    return [...groups.values()].map(({ ids }) => ids);
  }
}

/** A division by labels, which are whole numbers below the number of nodes. O(nodes). */
export function communitiesOf(ids: Uint32Array, labels: Uint32Array, modularity: number): Communities {
  const names = labels.slice();
  const count = nameByFirst(ids, names);
  return new Communities(ids, names, modularity, count);
}

/** The name of each node's community, by labels as `communitiesOf` takes them. O(nodes). */
export function namesOf(ids: Uint32Array, labels: Uint32Array): Uint32Array {
  const names = labels.slice();
  nameByFirst(ids, names);
  return names;
}

function nameByFirst(ids: Uint32Array, labels: Uint32Array): number {
  const count = renumber(labels);
  const firstOf = new Uint32Array(count);
  for (let i = labels.length - 1; i >= 0; i--) firstOf[labels[i]] = ids[i];
  for (let i = 0; i < labels.length; i++) labels[i] = firstOf[labels[i]];
  return count;
}

/**
 * Numbers labels below their own count anew, 0 to count - 1 in the order of their first occurrence; returns the
 * count. O(n).
 */
export function renumber(labels: Uint32Array): number {
  // one more than the number; 0 for none yet
  const numbers = new Uint32Array(labels.length);
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    let number = numbers[labels[i]];
    if (number === 0) {
      number = ++count;
      numbers[labels[i]] = number;
    }
    labels[i] = number - 1;
  }
  return count;
}
