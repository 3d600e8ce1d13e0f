/**
 * A Merkle tree over the leaves of one column: leaf `i` speaks of the 1,024 sequence numbers from `i * 1024` on.
 * 64 children to a node and always four levels, so that the root does not depend on how many leaves there are;
 * an empty leaf or node has no hash and is left out of its parent's.
 *
 * node = SHA-256(level, then for each child that is not empty: its place in the node (u8), its hash)
 */
import { platform } from "#platform";
import type { ByteReader } from "../structures/byte-reader.js";
import { ByteWriter } from "../structures/byte-writer.js";

export const HASH_BYTES = 32;
const FANOUT_SHIFT = 6;
const FANOUT = 1 << FANOUT_SHIFT;
/** 64^4 leaves of 1,024 elements reach beyond the largest id. */
const LEVELS = 4;

/** The hash of nothing. No SHA-256 that anyone will see is all zeros. */
export const EMPTY_HASH: Uint8Array = new Uint8Array(HASH_BYTES);

const writer = new ByteWriter();

/** The hashes of the children of one node side by side. */
const PAGE_BYTES = FANOUT * HASH_BYTES;
const EMPTY_PAGE = new Uint8Array(PAGE_BYTES);

/** The hashes of one level, in pages of 64, which are one node's children; zeros where there is none. */
class Level {
  readonly #pages = new Map<number, Uint8Array>();

  /** The hashes of a node's children. */
  page(index: number): Uint8Array {
    return this.#pages.get(index) ?? EMPTY_PAGE;
  }

  /** The pages there are, by number. */
  pages(): IterableIterator<[number, Uint8Array]> {
    return this.#pages.entries();
  }

  /** Takes a page as a whole. */
  setPage(at: number, page: Uint8Array): void {
    this.#pages.set(at, page);
  }

  get(index: number): Uint8Array {
    const start = (index % FANOUT) * HASH_BYTES;
    return this.page(index >>> FANOUT_SHIFT).subarray(start, start + HASH_BYTES);
  }

  set(index: number, hash: Uint8Array): void {
    const at = index >>> FANOUT_SHIFT;
    let page = this.#pages.get(at);
    if (page === undefined) {
      page = new Uint8Array(PAGE_BYTES);
      this.#pages.set(at, page);
    }
    page.set(hash, (index % FANOUT) * HASH_BYTES);
  }
}

/** Writes a level, in pages of as many hashes as a node has children. */
function writeLevel(level: Level, writer: ByteWriter): void {
  const pages = [...level.pages()].sort(([a], [b]) => a - b);
  writer.u32(pages.length);
  for (const [at, page] of pages) writer.u32(at).raw(page);
}

export class HashTree {
  readonly #levels = Array.from({ length: LEVELS + 1 }, () => new Level());
  /** Nodes of the lowest inner level whose children changed since the last `root`. */
  readonly #stale = new Set<number>();

  /** Writes the leaves as `read` takes them. */
  write(writer: ByteWriter): void {
    writeLevel(this.#levels[0], writer);
  }

  /** The tree over leaves that `write` wrote; the nodes above them are hashed anew. */
  static read(reader: ByteReader): HashTree {
    const tree = new HashTree();
    for (let left = reader.u32(); left > 0; left--) {
      const at = reader.u32();
      tree.#levels[0].setPage(at, reader.raw(PAGE_BYTES).slice());
      tree.#stale.add(at);
    }
    return tree;
  }

  leaf(index: number): Uint8Array {
    return this.#levels[0].get(index);
  }

  setLeaf(index: number, hash: Uint8Array): void {
    this.#levels[0].set(index, hash);
    this.#stale.add(index >>> FANOUT_SHIFT);
  }

  /** The hash of the whole column; EMPTY_HASH if it has no leaf. O(leaves set since the last call). */
  root(): Uint8Array {
    let stale: Iterable<number> = this.#stale;
    for (let level = 1; level <= LEVELS; level++) {
      const parents = new Set<number>();
      for (const index of stale) {
        this.#levels[level].set(index, hashNode(level, this.#levels[level - 1], index));
        parents.add(index >>> FANOUT_SHIFT);
      }
      stale = parents;
    }
    this.#stale.clear();
    return this.#levels[LEVELS].get(0);
  }
}

function hashNode(level: number, children: Level, index: number): Uint8Array {
  writer.reset().u8(level);
  const page = children.page(index);
  for (let place = 0; place < FANOUT; place++) {
    const hash = page.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
    if (!isEmptyHash(hash)) writer.u8(place).raw(hash);
  }
  return writer.length === 1 ? EMPTY_HASH : platform.sha256(writer.bytes());
}

export function isEmptyHash(hash: Uint8Array): boolean {
  for (let i = 0; i < HASH_BYTES; i++) if (hash[i] !== 0) return false;
  return true;
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < HASH_BYTES; i++) if (a[i] !== b[i]) return false;
  return true;
}
