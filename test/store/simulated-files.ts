// Files and folders as a power cut may leave them: the durable image, and what was done since, in order. Each thing
// done is durable once a sync has said so; till then a cut keeps any part of it. A sync that fails leaves what it
// was to write in limbo: it can be read, no later sync writes it (Linux marks such pages clean), a cut may lose it.

/** A write or a cutting off of a file, not collapsed into its durable image yet. */
export interface FileChange {
  readonly serial: number;
  readonly path: string;
  /** What was written; undefined if the file was cut off or lengthened to `position`. */
  readonly bytes: Uint8Array | undefined;
  readonly position: number;
  readonly sizeBefore: number;
  state: "pending" | "limbo" | "durable";
}

/** What stands where a file became longer and the data did not arrive. */
export type Fill = { readonly kind: "zeros" } | { readonly kind: "noise" | "stale"; readonly seed: number };

const EMPTY = new Uint8Array(0);

export class FileNode {
  /** The name it had last. */
  path: string;
  /** The durable image as of the last sync without limbo; never written to. */
  base: Uint8Array;
  changes: FileChange[] = [];
  #current: Uint8Array;
  #isShared = true;
  #sizeBytes: number;

  constructor(path: string, base: Uint8Array = EMPTY) {
    this.path = path;
    this.base = base;
    this.#current = base;
    this.#sizeBytes = base.length;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** What a program reads; not to be written to. */
  get bytes(): Uint8Array {
    return this.#current.subarray(0, this.#sizeBytes);
  }

  write(bytes: Uint8Array, position: number, serial: number): void {
    const end = position + bytes.length;
    this.#record(serial, bytes.slice(), position);
    this.#reserve(end);
    if (end > this.#sizeBytes) this.#current.fill(0, this.#sizeBytes, end);
    this.#current.set(bytes, position);
    this.#sizeBytes = Math.max(this.#sizeBytes, end);
  }

  truncate(sizeBytes: number, serial: number): void {
    this.#record(serial, undefined, sizeBytes);
    this.#reserve(sizeBytes);
    if (sizeBytes > this.#sizeBytes) this.#current.fill(0, this.#sizeBytes, sizeBytes);
    this.#sizeBytes = sizeBytes;
  }

  sync(): void {
    for (const change of this.changes) if (change.state === "pending") change.state = "durable";
    if (this.changes.some((change) => change.state === "limbo")) return;
    if (this.changes.length > 0) this.base = this.bytes.slice();
    this.changes = [];
  }

  failSync(): void {
    for (const change of this.changes) if (change.state === "pending") change.state = "limbo";
  }

  clone(): FileNode {
    const copy = new FileNode(this.path, this.base);
    copy.#current = this.bytes.slice();
    copy.#isShared = false;
    copy.#sizeBytes = this.#sizeBytes;
    copy.changes = this.changes.map((change) => ({ ...change }));
    return copy;
  }

  #record(serial: number, bytes: Uint8Array | undefined, position: number): void {
    const { path } = this;
    this.changes.push({ serial, path, bytes, position, sizeBefore: this.#sizeBytes, state: "pending" });
  }

  #reserve(sizeBytes: number): void {
    if (!this.#isShared && sizeBytes <= this.#current.length) return;
    const grown = new Uint8Array(Math.max(sizeBytes, Math.ceil(this.#sizeBytes * 1.5), 64));
    grown.set(this.bytes);
    this.#current = grown;
    this.#isShared = false;
  }
}

/** A making, removing or renaming of names; it is durable when all folders it speaks of were synced since. */
export interface NameChange {
  readonly serial: number;
  readonly text: string;
  readonly effects: readonly { folder: FolderNode; name: string; node: FileNode | FolderNode | undefined }[];
  readonly unsynced: Set<FolderNode>;
  isLimbo: boolean;
}

export class FolderNode {
  readonly path: string;
  entries = new Map<string, FileNode | FolderNode>();
  base = new Map<string, FileNode | FolderNode>();
  changes: NameChange[] = [];

  constructor(path: string) {
    this.path = path;
  }

  sync(): void {
    for (const change of this.changes) if (!change.isLimbo) change.unsynced.delete(this);
    if (this.changes.some((change) => change.unsynced.size > 0)) return;
    if (this.changes.length > 0) this.base = new Map(this.entries);
    this.changes = [];
  }

  failSync(): void {
    for (const change of this.changes) change.isLimbo = change.unsynced.has(this) || change.isLimbo;
  }

  /** The names as they are found if of the changes that are not durable those stay that `isKept` says. */
  namesAfter(isKept: (change: NameChange) => boolean): Map<string, FileNode | FolderNode> {
    const names = new Map(this.base);
    for (const change of this.changes) {
      if (change.unsynced.size > 0 && !isKept(change)) continue;
      for (const { folder, name, node } of change.effects) {
        if (folder !== this) continue;
        if (node === undefined) names.delete(name);
        else names.set(name, node);
      }
    }
    return names;
  }
}

/** What a cut keeps of one change of a file. */
export interface Kept {
  /** Whether the sector, counted from that in which the write begins, arrived. */
  sector(index: number): boolean;
  /** Whether the file's new size arrived, with the data or without. */
  readonly hasSize: boolean;
}

/** How many sectors a write touches. */
export function sectorCount(change: FileChange, sectorBytes: number): number {
  if (change.bytes === undefined) return 0;
  const first = Math.floor(change.position / sectorBytes);
  return Math.floor((change.position + change.bytes.length - 1) / sectorBytes) - first + 1;
}

/** The bytes of a file as they are found after a cut. */
export function bytesAfter(
  node: FileNode,
  keptOf: (change: FileChange) => Kept,
  sectorBytes: number,
  fill: Fill,
): Uint8Array {
  if (node.changes.length === 0) return node.base;
  const image = new Image(node, fill);
  for (const change of node.changes) {
    if (change.state === "durable") image.apply(change, ALL, sectorBytes);
    else image.apply(change, keptOf(change), sectorBytes);
  }
  return image.result();
}

const ALL: Kept = { sector: () => true, hasSize: true };

/** A durable image in the making. */
class Image {
  readonly #base: Uint8Array;
  readonly #bytes: Uint8Array;
  readonly #fill: Fill;
  #sizeBytes: number;

  constructor(node: FileNode, fill: Fill) {
    const ends = node.changes.map(({ position, bytes }) => position + (bytes?.length ?? 0));
    this.#base = node.base;
    this.#bytes = new Uint8Array(Math.max(node.base.length, ...ends));
    this.#bytes.set(node.base);
    this.#fill = fill;
    this.#sizeBytes = node.base.length;
  }

  apply(change: FileChange, kept: Kept, sectorBytes: number): void {
    const { bytes, position, sizeBefore } = change;
    if (bytes === undefined) {
      if (!kept.hasSize) return;
      if (position > sizeBefore) this.#grow(position, true);
      else this.#sizeBytes = Math.min(this.#sizeBytes, position);
      return;
    }
    const end = position + bytes.length;
    if (kept.hasSize) this.#grow(end, position > sizeBefore);
    const first = Math.floor(position / sectorBytes);
    for (let i = 0; i < sectorCount(change, sectorBytes); i++) {
      if (!kept.sector(i)) continue;
      const from = Math.max(position, (first + i) * sectorBytes);
      const to = Math.min(end, (first + i + 1) * sectorBytes);
      this.#grow(to, false);
      this.#bytes.set(bytes.subarray(from - position, to - position), from);
    }
  }

  result(): Uint8Array {
    return this.#bytes.slice(0, this.#sizeBytes);
  }

  #grow(sizeBytes: number, isHole: boolean): void {
    for (let i = this.#sizeBytes; i < sizeBytes; i++) this.#bytes[i] = isHole ? 0 : this.#filler(i);
    this.#sizeBytes = Math.max(this.#sizeBytes, sizeBytes);
  }

  #filler(i: number): number {
    if (this.#fill.kind === "zeros") return 0;
    const { seed } = this.#fill;
    // what was in the file once, at another place, is the garbage that is likeliest to be believed
    if (this.#fill.kind === "stale" && this.#base.length > 0)
      return this.#base[(i + seed) % this.#base.length];
    return (Math.imul(i ^ seed, 0x9e3779b1) >>> 24) ^ (i & 255);
  }
}
