/**
 * A Merkle tree over the leaves of one column: leaf `i` covers the 1,024 sequence numbers from `i * 1024` on. 64
 * children to a node and always four levels, so that the root does not depend on the number of leaves; an empty leaf
 * or node has no hash and is left out of its parent's.
 *
 * node = SHA-256(level, then for each child that is not empty: its place in the node (u8), its hash)
 */
import { platform } from "#platform";
import type { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";

export const HASH_BYTES = 32;
const FANOUT_SHIFT = 6;
const FANOUT = 1 << FANOUT_SHIFT;
/** 64^4 leaves of 1,024 elements reach beyond the largest id. */
const LEVELS = 4;

/** The hash of nothing. No SHA-256 that anyone will see is all zeros. */
export const EMPTY_HASH: Uint8Array = new Uint8Array(HASH_BYTES);

const writer = new ByteWriter();

/** The hashes of the children of one node side by side; zeros where there is none. */
interface Page {
  readonly bytes: Uint8Array;
  /** There is no child from here on. */
  end: number;
}

const PAGE_BYTES = FANOUT * HASH_BYTES;
const EMPTY_PAGE: Page = { bytes: new Uint8Array(PAGE_BYTES), end: 0 };

/** The hashes of one level, in pages of 64. Pages are made as they are needed: numbers may be far apart. */
class Level {
  readonly #pages = new Map<number, Page>();

  page(index: number): Page {
    return this.#pages.get(index) ?? EMPTY_PAGE;
  }

  /** The pages there are, by number. */
  pages(): IterableIterator<[number, Page]> {
    return this.#pages.entries();
  }

  /** Takes a page as a whole. */
  setPage(at: number, bytes: Uint8Array): void {
    this.#pages.set(at, { bytes, end: FANOUT });
  }

  /** A level with the same hashes, of its own. */
  clone(): Level {
    const copy = new Level();
    for (const [at, { bytes, end }] of this.#pages) copy.#pages.set(at, { bytes: bytes.slice(), end });
    return copy;
  }

  get(index: number): Uint8Array {
    const start = (index % FANOUT) * HASH_BYTES;
    return this.page(index >>> FANOUT_SHIFT).bytes.subarray(start, start + HASH_BYTES);
  }

  set(index: number, hash: Uint8Array): void {
    const at = index >>> FANOUT_SHIFT;
    let page = this.#pages.get(at);
    if (page === undefined) {
      page = { bytes: new Uint8Array(PAGE_BYTES), end: 0 };
      this.#pages.set(at, page);
    }
    const place = index % FANOUT;
    page.bytes.set(hash, place * HASH_BYTES);
    if (place >= page.end) page.end = place + 1;
  }
}

/** Writes a level, in pages of as many hashes as a node has children. */
function writeLevel(level: Level, writer: ByteWriter): void {
  const pages = [...level.pages()].sort(([a], [b]) => a - b);
  writer.u32(pages.length);
  for (const [at, { bytes }] of pages) writer.u32(at).raw(bytes);
}

export class HashTree {
  #levels = Array.from({ length: LEVELS + 1 }, () => new Level());
  /** Nodes of the lowest inner level whose children changed since the last `root`. */
  #stale = new Set<number>();

  /** Writes the leaves as `read` takes them. */
  write(writer: ByteWriter): void {
    writeLevel(this.#levels[0], writer);
  }

  /** The tree over leaves that `write` wrote; the nodes above them are hashed again. */
  static read(reader: ByteReader): HashTree {
    const tree = new HashTree();
    for (let left = reader.u32(); left > 0; left--) {
      const at = reader.u32();
      tree.#levels[0].setPage(at, reader.raw(PAGE_BYTES).slice());
      tree.#stale.add(at);
    }
    return tree;
  }

  /** A tree with the same leaves, of its own. O(leaves). */
  clone(): HashTree {
    const copy = new HashTree();
    copy.#levels = this.#levels.map((level) => level.clone());
    copy.#stale = new Set(this.#stale);
    return copy;
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
  const { bytes, end } = children.page(index);
  for (let place = 0; place < end; place++) {
    const start = place * HASH_BYTES;
    if (!isEmptyAt(bytes, start)) writer.u8(place).raw(bytes.subarray(start, start + HASH_BYTES));
  }
  return writer.length === 1 ? EMPTY_HASH : platform.sha256(writer.bytes());
}

function isEmptyAt(bytes: Uint8Array, start: number): boolean {
  for (let i = start; i < start + HASH_BYTES; i++) if (bytes[i] !== 0) return false;
  return true;
}

export function isEmptyHash(hash: Uint8Array): boolean {
  return isEmptyAt(hash, 0);
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < HASH_BYTES; i++) if (a[i] !== b[i]) return false;
  return true;
}
