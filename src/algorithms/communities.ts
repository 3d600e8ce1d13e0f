/** What community detection gives back: for each node its community, and how good the division is. */
import { Result } from "./result.js";

/** For each node its community, named by the smallest id of the nodes in it. */
export class Communities extends Result<Uint32Array> {
  /** How many communities there are. */
  readonly count: number;
  /** How many nodes each community has, by its name, ascending. */
  readonly sizes: ReadonlyMap<number, number>;
  /** The modularity of the division, by the options of the run. */
  readonly modularity: number;

  constructor(ids: Uint32Array, values: Uint32Array, modularity: number) {
    super(ids, values);
    const sizes = new Map<number, number>();
    for (const name of values.slice().sort()) sizes.set(name, (sizes.get(name) ?? 0) + 1);
    this.count = sizes.size;
    this.sizes = sizes;
    this.modularity = modularity;
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

/** The name of each node's community, by any numbers that tell communities apart. O(nodes). */
export function namesOf(ids: Uint32Array, labels: Uint32Array): Uint32Array {
  const names = new Uint32Array(labels.length);
  const firstOf = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    if (!firstOf.has(labels[i])) firstOf.set(labels[i], ids[i]);
    names[i] = firstOf.get(labels[i])!;
  }
  return names;
}

/** Numbers labels anew, 0 to count - 1 in the order in which they first stand there; returns the count. O(n). */
export function renumber(labels: Uint32Array): number {
  const numbers = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    let number = numbers.get(labels[i]);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(labels[i], number);
    }
    labels[i] = number;
  }
  return numbers.size;
}
