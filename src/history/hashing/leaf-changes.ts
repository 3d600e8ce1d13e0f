/**
 * The changes of the leaves of one column in a commit: for each its hash before and after. A commit that touches few
 * leaves, as most do, keeps the hashes as strings of one byte a unit: a typed array of 32 bytes takes 216.
 */
import { EMPTY_HASH, HASH_BYTES, sameHash } from "./hash-tree.js";

/** Up to so many leaves the hashes are kept as strings. */
const SMALL_COUNT_MAX = 4;

/** Hashes one after another. */
type Hashes = string | Uint8Array;

export class LeafChanges {
  /** The column's name in the root. */
  readonly column: string;
  /** The numbers of the leaves, ascending. */
  readonly leaves: ArrayLike<number>;
  /** Undefined where all leaves were empty before. */
  readonly #before: Hashes | undefined;
  readonly #after: Hashes;

  /** Takes what changed; undefined if nothing did. `before` and `after` hold 32 bytes a leaf, zeros for an empty one. */
  static of(
    column: string,
    leaves: readonly number[],
    before: Uint8Array,
    after: Uint8Array,
  ): LeafChanges | undefined {
    const size = leaves.length * HASH_BYTES;
    if (size === 0) return undefined;
    return new LeafChanges(column, leaves, before.subarray(0, size), after.subarray(0, size));
  }

  private constructor(column: string, leaves: readonly number[], before: Uint8Array, after: Uint8Array) {
    const isSmall = leaves.length <= SMALL_COUNT_MAX;
    const keep = (hashes: Uint8Array): Hashes => (isSmall ? textOf(hashes) : hashes.slice());
    this.column = column;
    this.leaves = isSmall ? leaves.slice() : Uint32Array.from(leaves);
    this.#before = before.every((byte) => byte === 0) ? undefined : keep(before);
    this.#after = keep(after);
  }

  get count(): number {
    return this.leaves.length;
  }

  /** The hash that the i-th leaf had before. */
  before(i: number): Uint8Array {
    return this.#before === undefined ? EMPTY_HASH : hashAt(this.#before, i);
  }

  /** The hash that the i-th leaf has after. */
  after(i: number): Uint8Array {
    return hashAt(this.#after, i);
  }
}

/** A string of one byte a unit. `apply` takes the bytes as they are; spreading them takes six times as long. */
function textOf(bytes: Uint8Array): string {
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

function hashAt(hashes: Hashes, i: number): Uint8Array {
  const start = i * HASH_BYTES;
  if (typeof hashes !== "string") return hashes.subarray(start, start + HASH_BYTES);
  const hash = new Uint8Array(HASH_BYTES);
  for (let at = 0; at < HASH_BYTES; at++) hash[at] = hashes.charCodeAt(start + at);
  return hash;
}

/** The change of one leaf among others. */
interface LeafAt {
  readonly change: LeafChanges;
  readonly i: number;
}

/** For each leaf of a column the first change and the last one. */
type FirstAndLast = Map<number, { readonly first: LeafAt; last: LeafAt }>;

/** The changes of commits that follow each other made one: for each leaf the hash at first and the one at last. */
export function composeLeaves(stretch: readonly (readonly LeafChanges[])[]): LeafChanges[] {
  const net = new Map<string, FirstAndLast>();
  for (const changes of stretch) {
    for (const change of changes) {
      let byLeaf = net.get(change.column);
      if (byLeaf === undefined) {
        byLeaf = new Map();
        net.set(change.column, byLeaf);
      }
      for (let i = 0; i < change.count; i++) {
        const known = byLeaf.get(change.leaves[i]);
        const at = { change, i };
        if (known !== undefined) known.last = at;
        else byLeaf.set(change.leaves[i], { first: at, last: at });
      }
    }
  }
  return [...net]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([column, byLeaf]) => packLeaves(column, byLeaf))
    .filter((changes) => changes !== undefined);
}

function packLeaves(column: string, byLeaf: FirstAndLast): LeafChanges | undefined {
  const changed = Array.from(byLeaf, ([leaf, { first, last }]) => ({
    leaf,
    before: first.change.before(first.i),
    after: last.change.after(last.i),
  }))
    .filter(({ before, after }) => !sameHash(before, after))
    .sort((a, b) => a.leaf - b.leaf);
  const before = new Uint8Array(changed.length * HASH_BYTES);
  const after = new Uint8Array(changed.length * HASH_BYTES);
  changed.forEach((hashes, i) => {
    before.set(hashes.before, i * HASH_BYTES);
    after.set(hashes.after, i * HASH_BYTES);
  });
  return LeafChanges.of(
    column,
    changed.map(({ leaf }) => leaf),
    before,
    after,
  );
}
