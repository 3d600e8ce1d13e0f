/**
 * Reads a store, and shares nothing with the source: written from docs/format.md alone, in the order of that page.
 * Where the page says damage this throws. It takes what a program without the lock may take, or with `all` what a
 * writer would. It is made to be compared with, not to be fast: a state is sets and maps.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";

class Bytes {
  readonly data: Buffer;
  at = 0;

  constructor(data: Uint8Array) {
    this.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at >= this.data.length;
  }

  u8 = (): number => this.data.readUInt8(this.#pass(1));
  u32 = (): number => this.data.readUInt32LE(this.#pass(4));
  i32 = (): number => this.data.readInt32LE(this.#pass(4));
  f32 = (): number => this.data.readFloatLE(this.#pass(4));
  f64 = (): number => this.data.readDoubleLE(this.#pass(8));
  i64 = (): bigint => this.data.readBigInt64LE(this.#pass(8));
  hash = (): string => this.take(32).toString("hex");
  text = (): string => this.take(this.u32()).toString("utf8");

  take(count: number): Buffer {
    const start = this.#pass(count);
    return this.data.subarray(start, start + count);
  }

  many<T>(count: number, read: () => T): T[] {
    return Array.from({ length: count }, read);
  }

  align(size: number): void {
    this.#pass((size - (this.at % size)) % size);
  }

  #pass(count: number): number {
    const start = this.at;
    check(start + count <= this.data.length, `${count} bytes at ${start} of ${this.data.length}`);
    this.at += count;
    return start;
  }
}

function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`damaged: ${what}`);
}

const bytesAt = (data: Uint8Array, offset: number, count: number): Bytes => {
  check(offset + count <= data.length, `${count} bytes at ${offset} of ${data.length}`);
  return new Bytes(data.subarray(offset, offset + count));
};

// The folder and the journal

function newestJournal(folder: string): string {
  const journals = readdirSync(folder).filter((name) => /^journal-\d{10}-\d{10}$/.test(name));
  const newest = journals.sort().at(-1);
  check(newest !== undefined, "no journal");
  return newest;
}

interface Frame {
  readonly kind: number;
  readonly body: Buffer;
}

function readHeader(data: Buffer): { storeId: string; directed: boolean; key: string } {
  const header = bytesAt(data, 0, 4096);
  check(header.take(16).toString("latin1") === "groggy journal\n\0", "the first bytes");
  check(data.readUInt32LE(4092) === crc32(data.subarray(0, 4092)), "the header's checksum");
  const [version, features] = [header.u32(), header.u32()];
  if (version !== 1 || features !== 0) throw new Error(`version ${version}, features ${features}`);
  return { storeId: header.take(16).toString("hex"), directed: header.u32() === 1, key: header.text() };
}

function readSlot(data: Buffer, offset: number) {
  const slot = bytesAt(data, offset, 48);
  const [magic, frameCrc, turn, durable] = [slot.u32(), slot.u32(), slot.f64(), slot.f64()];
  slot.f64();
  const written = slot.f64();
  const isWhole = magic === 0x746f6f72 && data.readUInt32LE(offset + 44) === crc32(slot.data.subarray(0, 44));
  return isWhole ? { turn, durable, frameCrc, written } : undefined;
}

/** The frames of a journal; `all` as for who has the lock. */
function readFrames(data: Buffer, all: boolean): Frame[] {
  const slots = [4096, 8192].flatMap((offset) => readSlot(data, offset) ?? []);
  const [slot] = slots.sort((a, b) => b.turn - a.turn);
  check(slot !== undefined, "both slots");
  const limit = all || slots.length === 1 ? Number.POSITIVE_INFINITY : slot.written;
  const frames: Frame[] = [];
  let [end, before, sequence] = [12_288, 0, Number.NaN];
  while (end < limit && end + 32 <= data.length) {
    const header = new Bytes(data.subarray(end, end + 32));
    const [magic, kind, size, number] = [header.u32(), header.u32(), header.u32(), header.f64()];
    const [previous, bodyCrc, crc] = [header.u32(), header.u32(), header.u32()];
    const next = end + 32 + Math.ceil(size / 8) * 8;
    const body = data.subarray(end + 32, end + 32 + size);
    const goesOn = previous === before && (frames.length === 0 || number === sequence);
    if (magic !== 0x6d617266 || kind > 1 || crc32(header.data.subarray(0, 28)) !== crc) break;
    if (!goesOn || next > data.length || crc32(body) !== bodyCrc) break;
    frames.push({ kind, body });
    [end, before, sequence] = [next, crc, number + 1];
    check(end !== slot.durable || crc === slot.frameCrc, "a frame that is not the durable one");
  }
  check(end >= slot.durable, `a durable frame at ${end}`);
  check(frames[0].kind === 0 && frames.slice(1).every(({ kind }) => kind === 1), "the kinds of frames");
  return frames;
}

// The manifest and files of sections

function readTable(from: Bytes) {
  return from.many(from.u32(), () => {
    const [kind, key, first, count] = from.many(4, from.u32);
    const [codec, crc] = from.many(2, from.u32);
    const [offset, stored, size] = from.many(3, from.f64);
    return { kind, key, first, count, codec, crc, offset, stored, size };
  });
}

type Section = ReturnType<typeof readTable>[number] & { readonly data: Buffer };

/** The sections of a file that a manifest names, each with the file's bytes. */
function readFile(folder: string, from: Bytes): Section[] {
  const [name, size, table] = [from.text(), from.f64(), readTable(from)];
  const data = readFileSync(join(folder, name));
  check(data.length >= size, `the size of ${name}`);
  check(data.toString("latin1", 0, 18) === "groggy sections 1\n", `the first bytes of ${name}`);
  // for those who have lost the journal; here only to see that it is as the page says
  const tail = bytesAt(data, size - 30, 30);
  const [tableSize, tableCrc, magic] = [tail.u32(), tail.u32(), tail.text()];
  const own = data.subarray(size - 30 - tableSize, size - 30);
  check(magic === "groggy sections 1\n" && crc32(own) === tableCrc, `the tail of ${name}`);
  check(JSON.stringify(readTable(new Bytes(own))) === JSON.stringify(table), `the table of ${name}`);
  return table.map((section) => ({ ...section, data }));
}

function open({ data, offset, stored, size, codec, crc }: Section): Bytes {
  const bytes = data.subarray(offset, offset + stored);
  check(offset % 64 === 0 && bytes.length === stored && crc32(bytes) === crc, `the section at ${offset}`);
  check(codec < 2, "a codec that this reader has not");
  const contents = codec === 0 ? bytes : inflateRawSync(bytes);
  check(contents.length === size, `the size of the section at ${offset}`);
  return new Bytes(contents);
}

// Values, row indices, bitmaps, hash trees

/** Values as JavaScript's; those of a vector's rows are Float32Arrays. */
function readValues(from: Bytes, type: string): unknown[] {
  const kind = from.u8();
  const values = READ_VALUES[kind](from, type);
  from.align(8);
  return values;
}

const READ_VALUES: readonly ((from: Bytes, type: string) => unknown[])[] = [
  function numbers(from, type) {
    const read = [from.i32, from.f32, from.f64, from.i64][from.u8()];
    from.align(8);
    const [width, count] = [from.u32(), from.u32()];
    if (type.startsWith("vector"))
      return from.many(count, () => Float32Array.from(from.many(width, from.f32)));
    const values = from.many<number | bigint>(count, read);
    return type === "timestamp" ? values.map((value) => new Date(Number(value))) : values;
  },
  function bits(from) {
    from.align(8);
    const count = from.u32();
    const bytes = from.take(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, i) => ((bytes[i >> 3] >> (i & 7)) & 1) === 1);
  },
  function bytes(from, type) {
    const offsets = readOffsets(from);
    const all = from.take(offsets.at(-1) as number);
    return offsets.slice(1).map((end, i) => {
      const own = all.subarray(offsets[i], end);
      if (type === "binary") return Uint8Array.from(own);
      return type === "json" ? JSON.parse(own.toString("utf8")) : own.toString("utf8");
    });
  },
  function codes(from) {
    const width = from.u8();
    from.align(8);
    const [count, stringCount] = [from.u32(), from.u32()];
    const own = from.many(count, () => from.take(width).readUIntLE(0, width));
    const strings = from.many(stringCount, from.text);
    return own.map((code) => strings[code]);
  },
  function list(from, type) {
    const offsets = readOffsets(from);
    const elements = readValues(from, type.slice("list<".length, -1));
    return offsets.slice(1).map((end, i) => elements.slice(offsets[i], end));
  },
];

function readOffsets(from: Bytes): number[] {
  from.align(8);
  const count = from.u32();
  from.u32();
  const offsets = from.many(count + 1, from.u32);
  from.align(8);
  return offsets;
}

function readRowIndex(from: Bytes): Map<number, number> {
  const [length, pageCount] = [from.u32(), from.u32()];
  const firsts = from.many(pageCount, from.i32);
  const kinds = from.many(pageCount, from.u8);
  from.align(4);
  const rows = new Map<number, number>();
  for (let page = 0; page < pageCount; page++) {
    const listed = kinds[page] === 2 ? from.many(4096, from.i32) : undefined;
    for (let i = 0; i < 4096 && page * 4096 + i < length; i++) {
      const row = listed?.[i] ?? firsts[page] + (kinds[page] === 1 ? i : 0);
      if (row >= 0) rows.set(page * 4096 + i, row);
    }
  }
  return rows;
}

function readBitmap(from: Bytes): Set<number> {
  const kinds = from.many(from.u32(), from.u8);
  from.align(4);
  const ids = new Set<number>();
  kinds.forEach((kind, chunk) => {
    const bits = kind === 2 ? from.take(8192) : Buffer.alloc(8192, kind === 1 ? 0xff : 0);
    for (let i = 0; i < 65_536; i++) if ((bits[i >> 3] >> (i & 7)) & 1) ids.add(chunk * 65_536 + i);
  });
  return ids;
}

/** The hashes of leaves that there are, by column and the leaf's number. */
function readTrees(from: Bytes, count: number): Map<string, Map<number, string>> {
  const none = "0".repeat(64);
  return new Map(
    from.many(count, () => {
      const [name, leaves] = [from.text(), new Map<number, string>()];
      from.many(from.u32(), () => {
        const page = from.u32();
        from.many(64, from.hash).forEach((hash, i) => {
          if (hash !== none) leaves.set(page * 64 + i, hash);
        });
      });
      return [name, leaves];
    }),
  );
}

// Commits and deltas

interface Changes {
  readonly runs: readonly (readonly [first: number, count: number, row: number, stride: number])[];
  readonly elements: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Half {
  readonly added: readonly (readonly [first: number, count: number])[];
  readonly removed: readonly (readonly [first: number, count: number])[];
  readonly classes: Changes;
  readonly cells: ReadonlyMap<number, Changes>;
  readonly introduced: readonly number[];
  readonly dropped: readonly number[];
}

function readHalf(from: Bytes): Half | undefined {
  if (from.u8() === 0) return undefined;
  const [added, removed] = [readRuns(from), readRuns(from)];
  const classes = readChanges(from);
  const cells = new Map(from.many(from.u32(), () => [from.u32(), readChanges(from)] as const));
  const [introduced, dropped] = [from.many(from.u32(), from.u32), from.many(from.u32(), from.u32)];
  return { added, removed, classes, cells, introduced, dropped };
}

const readDelta = (from: Bytes): (Half | undefined)[] => [readHalf(from), readHalf(from)];

function readRuns(from: Bytes): [first: number, count: number][] {
  const count = from.u32();
  const firsts = from.many(count, from.u32);
  return from.many(count, from.u32).map((length, i) => [firsts[i], length]);
}

function readChanges(from: Bytes): Changes {
  const runs = from.many(from.u32(), () => [from.u32(), from.u32(), from.u32(), from.u32()] as const);
  const count = from.u32();
  const elements = from.many(count, from.u32);
  return { runs, elements, before: from.many(count, from.i32), after: from.many(count, from.i32) };
}

function readRecord(data: Uint8Array) {
  const from = new Bytes(data);
  const [leavesAt, deltaAt] = [from.u32(), from.u32()];
  const [id, root, deltaHash] = from.many(3, from.hash);
  const time = from.f64();
  const parents = from.many(from.u32(), from.u32);
  const [author, message, meta] = [from.text(), from.text(), JSON.parse(from.text()) as unknown];
  check(from.at === leavesAt, "where the leaves begin");
  const leaves = from.many(from.u32(), () => {
    const [column, count] = [from.text(), from.u32()];
    const numbers = from.many(count, from.u32);
    return { column, numbers, before: from.many(count, from.hash), after: from.many(count, from.hash) };
  });
  check(from.at === deltaAt, "where the delta begins");
  return { id, root, deltaHash, time, parents, author, message, meta, leaves, delta: readDelta(from) };
}

export type StoredCommit = ReturnType<typeof readRecord>;

/** The commits of a pack, checked against all that its table says of them. */
function readCommits(table: Section, records: Section, before: readonly StoredCommit[]): StoredCommit[] {
  const from = open(table);
  const n = table.count;
  check(table.first === before.length && records.count === n, "the numbers of commits");
  const [offsets, earliest] = [from.many(n + 1, from.f64), from.many(n, from.f64)];
  const ids = from.many(n, from.hash);
  const [order, depths, generations, jumps, crcs] = from.many(5, () => from.many(n, from.u32));
  const parentOffsets = from.many(n + 1, from.u32);
  const parents = from.many(parentOffsets[n], from.u32);
  const data = open(records).data;
  const commits = Array.from({ length: n }, (_, i) => {
    const record = data.subarray(offsets[i], offsets[i + 1]);
    check(crc32(record) === crcs[i], `the record of commit ${table.first + i}`);
    return readRecord(record);
  });
  const expected = placesOf([...before, ...commits]).slice(table.first);
  const found = commits.map((_, i) => [depths[i], generations[i], jumps[i], earliest[i]]);
  check(JSON.stringify(found) === JSON.stringify(expected), "the places of commits");
  const listed = commits.map((_, i) => parents.slice(parentOffsets[i], parentOffsets[i + 1]));
  check(JSON.stringify(listed) === JSON.stringify(commits.map((commit) => commit.parents)), "the parents");
  check(JSON.stringify(ids) === JSON.stringify(commits.map(({ id }) => id)), "the ids of commits");
  check(
    JSON.stringify(order.map((place) => ids[place])) === JSON.stringify(ids.toSorted()),
    "the order of ids",
  );
  return commits;
}

/** Depth, generation, jump or none, and earliest time of each commit. */
function placesOf(commits: readonly StoredCommit[]): number[][] {
  const places: number[][] = [];
  const depthOf = (orNone: number): number => (orNone === 0 ? 0 : places[orNone - 1][0]);
  const jumpLength = (number: number): number => places[number][0] - depthOf(places[number][2]);
  for (const { parents, time } of commits) {
    const generation = Math.max(0, ...parents.map((parent) => places[parent][1])) + 1;
    const [p] = parents;
    const depth = p === undefined ? 1 : places[p][0] + 1;
    let [jump, earliest] = [p === undefined ? 0 : p + 1, time];
    const next = p === undefined ? 0 : places[p][2];
    if (p !== undefined && next !== 0 && jumpLength(p) === jumpLength(next - 1)) {
      jump = places[next - 1][2];
      earliest = Math.min(time, places[p][3], places[next - 1][3]);
    }
    places.push([depth, generation, jump, earliest]);
  }
  return places;
}

// Parts and operations

interface Place {
  readonly branch: string | null;
  readonly commit: number | undefined;
  readonly working: readonly (Half | undefined)[];
}

export interface StoredOperation {
  readonly name: string;
  readonly time: number;
  readonly before: Place;
  readonly after: Place;
  readonly refs: readonly { kind: number; name: string; before: RefTarget; after: RefTarget }[];
}

interface RefTarget {
  readonly commit: number | undefined;
  readonly note: { readonly message: string; readonly author: string; readonly time: number } | undefined;
}

interface Column {
  readonly kind: number;
  readonly type: string;
  readonly name: string;
  readonly values: unknown[];
  readonly owners: number[];
}

interface ElementIdentity {
  readonly origin: number;
  readonly sequence: number;
}

const orNone = (number: number): number | undefined => (number === 0 ? undefined : number - 1);
const readBranch = (from: Bytes): string | null => (from.u8() === 0 ? null : from.text());

function readTarget(from: Bytes): RefTarget {
  const commit = orNone(from.u32());
  const hasNote = from.u8() === 1;
  return {
    commit,
    note: hasNote ? { message: from.text(), author: from.text(), time: from.f64() } : undefined,
  };
}

/** What the parts of a store say, taken up one after another. */
class Contents {
  readonly classes: string[][][] = [[], []];
  readonly identities: ElementIdentity[][] = [[], []];
  /** Of each kind, the origin of what is made here, and the next sequence number. */
  readonly own: ElementIdentity[] = [];
  readonly columns: Column[] = [];
  readonly declared: string[][] = [[], []];
  readonly sources: number[] = [];
  readonly targets: number[] = [];
  readonly commits: StoredCommit[] = [];
  readonly refs = [0, 1, 2].map(() => new Map<string, RefTarget>());
  readonly stashes: { message: string; time: number; commit: number | undefined; delta: unknown }[] = [];
  done: StoredOperation[] = [];
  undone: StoredOperation[] = [];
  branch: string | null = null;
  head: number | undefined;
  working: (Half | undefined)[] = [undefined, undefined];

  takeParts(from: Bytes): void {
    while (!from.isAtEnd) {
      check(from.at % 8 === 0, "where a part begins");
      const read = this.#parts[from.u32()];
      check(read !== undefined, "a part of no known kind");
      read(new Bytes(from.take(from.u32())));
    }
  }

  takeRows(column: number, first: number, from: Bytes): void {
    const { type, values, owners } = this.columns[column];
    check(first === values.length, `row ${first} of column ${column}`);
    const [count, isRun] = [from.u32(), from.u32() === 1];
    if (isRun) {
      const owner = from.u32();
      for (let i = 0; i < count; i++) owners.push(owner + i);
    } else for (let i = 0; i < count; i++) owners.push(from.u32());
    from.align(8);
    for (const value of readValues(from, type)) values.push(value);
    check(values.length === first + count, `the values of column ${column}`);
  }

  takeEnds(first: number, count: number, from: Bytes): void {
    check(first === this.sources.length, `edge ${first}`);
    for (const ends of [this.sources, this.targets]) for (let i = 0; i < count; i++) ends.push(from.u32());
  }

  readonly #parts: Readonly<Record<number, (from: Bytes) => void>> = {
    1: (from) => {
      const [kind, first, count] = from.many(3, from.u32);
      check(first === this.classes[kind].length, "the numbers of sets");
      this.classes[kind].push(...from.many(count, () => from.many(from.u32(), from.text)));
    },
    2: (from) => {
      const [kind, first, origin, next] = from.many(4, from.u32);
      const identities = this.identities[kind];
      check(first === identities.length, "the numbers of elements");
      from.many(from.u32(), () => {
        const [count, from_, sequence] = from.many(3, from.u32);
        for (let i = 0; i < count; i++) identities.push({ origin: from_, sequence: sequence + i });
      });
      this.own[kind] = { origin, sequence: next };
    },
    3: (from) => this.takeEnds(from.u32(), from.u32(), from),
    4: (from) => {
      check(from.u32() === this.columns.length, "the numbers of columns");
      this.columns.push({ kind: from.u32(), type: from.text(), name: from.text(), values: [], owners: [] });
    },
    5: (from) => this.takeRows(from.u32(), from.u32(), from),
    6: (from) => void this.commits.push(readRecord(from.data)),
    7: (from) => {
      const [kind, name, target] = [from.u8(), from.text(), readTarget(from)];
      if (target.commit === undefined) this.refs[kind].delete(name);
      else this.refs[kind].set(name, target);
    },
    8: (from) => {
      [this.branch, this.head] = [readBranch(from), orNone(from.u32())];
      this.working = [undefined, undefined];
    },
    9: (from) => this.#takeOperation(from),
    10: (from) => {
      const [isDrop, index] = [from.u32() === 1, from.u32()];
      if (isDrop) this.stashes.splice(index, 1);
      else {
        const [message, time, commit] = [from.text(), from.f64(), orNone(from.u32())];
        this.stashes.splice(index, 0, { message, time, commit, delta: readDelta(from) });
      }
    },
    11: (from) => {
      const kind = from.u32();
      this.declared[kind].push(`${from.text()} ${from.text()}`);
    },
    12: (from) => {
      this.working = readDelta(from);
    },
  };

  #takeOperation(from: Bytes): void {
    const change = from.u32();
    if (change === 0) {
      const [name, time] = [from.text(), from.f64()];
      const [before, after] = [this.#readPlace(from), this.#readPlace(from)];
      const refs = from.many(from.u32(), () => {
        const [kind, ref] = [from.u8(), from.text()];
        return { kind, name: ref, before: readTarget(from), after: readTarget(from) };
      });
      this.done.push({ name, time, before, after, refs });
      this.undone = [];
      if (this.done.length >= 20_000) this.done = this.done.slice(10_000);
    } else if (change === 1) this.undone.push(this.done.pop() as StoredOperation);
    else if (change === 2) this.done.push(this.undone.pop() as StoredOperation);
    else [this.done, this.undone] = [[], []];
  }

  #readPlace(from: Bytes): Place {
    const [branch, commit] = [readBranch(from), orNone(from.u32())];
    const working = [0, 1].map((kind) => {
      if (from.u8() === 1) return this.commits[from.u32() - 1].delta[kind];
      return readHalf(new Bytes(from.take(from.u32())));
    });
    return { branch, commit, working };
  }
}

// Reading a store

/** The elements of one kind in one state. */
interface HalfState {
  readonly live: Set<number>;
  readonly classes: Map<number, number>;
  /** By column. */
  readonly rows: Map<number, Map<number, number>>;
}

export type State = readonly HalfState[];

/** An element as a state has it. */
export interface Element {
  readonly id: number;
  readonly labels: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly source?: number;
  readonly target?: number;
}

export class IndependentStore extends Contents {
  readonly storeId: string;
  readonly directed: boolean;
  readonly key: string;
  /** The commit that the state in the files is of, and that state. */
  readonly baseCommit: number | undefined;
  readonly baseState: State;
  readonly leaves: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** For each pack, and last the state, its sections. */
  readonly files: readonly Section[][];

  constructor(folder: string, all = false) {
    super();
    const data = readFileSync(join(folder, newestJournal(folder)));
    const { storeId, directed, key } = readHeader(data);
    [this.storeId, this.directed, this.key] = [storeId, directed, key];
    const [base, ...transactions] = readFrames(data, all);
    const manifest = new Bytes(base.body);
    const packs = manifest.many(manifest.u32(), () => readFile(folder, manifest));
    const state = readFile(folder, manifest);
    this.files = [...packs, state];
    const find = (sections: readonly Section[], kind: number, key = 0): Section | undefined =>
      sections.find((section) => section.kind === kind && section.key === key);
    // the operation log speaks of commits by number
    for (const pack of packs) {
      const [table, records] = [find(pack, 3), find(pack, 4)];
      if (table !== undefined && records !== undefined)
        this.commits.push(...readCommits(table, records, this.commits));
    }
    this.takeParts(open(find(state, 9) as Section));
    this.baseCommit = this.head;
    for (const section of packs.flat()) {
      if (section.kind === 1) this.takeEnds(section.first, section.count, open(section));
      if (section.kind === 2) this.takeRows(section.key, section.first, open(section));
      if (section.kind === 10) this.#checkCatalogue(open(section));
    }
    this.baseState = [0, 1].map((kind) => ({
      live: readBitmap(open(find(state, 5, kind) as Section)),
      classes: readRowIndex(open(find(state, 6, kind) as Section)),
      rows: new Map(
        state
          .filter((section) => section.kind === 7 && this.columns[section.key].kind === kind)
          .map((section) => [section.key, readRowIndex(open(section))]),
      ),
    }));
    const leaves = find(state, 8) as Section;
    this.leaves = readTrees(open(leaves), leaves.count);
    for (const { body } of transactions) this.takeParts(new Bytes(body));
  }

  #checkCatalogue(from: Bytes): void {
    check(from.take(16).toString("hex") === this.storeId, "whose catalogue it is");
    check((from.u32() === 1) === this.directed && from.text() === this.key, "what a catalogue says");
    from.align(8);
    const then = new Contents();
    then.takeParts(new Bytes(from.data.subarray(from.at)));
    const known = this.columns.slice(0, then.columns.length).map(({ type, name }) => `${type} ${name}`);
    check(known.join() === then.columns.map(({ type, name }) => `${type} ${name}`).join(), "its columns");
  }

  /** The state of a commit, from a first one on; of none, the state without elements. */
  stateOf(commit: number | undefined): State {
    const state = [0, 1].map((kind): HalfState => {
      const declared = [...this.columns.keys()].filter((column) => this.#isDeclared(kind, column));
      const rows = new Map(declared.map((column) => [column, new Map<number, number>()]));
      return { live: new Set(), classes: new Map(), rows };
    });
    const way: StoredCommit[] = [];
    for (let at = commit; at !== undefined; at = this.commits[at].parents.at(0)) way.push(this.commits[at]);
    for (const { delta } of way.reverse()) this.apply(delta, state);
    return state;
  }

  /** The state of the head with the uncommitted changes that were kept. */
  get present(): State {
    const state = this.stateOf(this.head);
    this.apply(this.working, state);
    return state;
  }

  #isDeclared(kind: number, column: number): boolean {
    const { kind: own, type, name } = this.columns[column];
    return own === kind && this.declared[kind].includes(`${type} ${name}`);
  }

  apply(delta: readonly (Half | undefined)[], state: State): void {
    delta.forEach((half, kind) => {
      if (half === undefined) return;
      const { live, classes, rows } = state[kind];
      for (const [first, count] of half.removed) for (let i = 0; i < count; i++) live.delete(first + i);
      for (const [first, count] of half.added) for (let i = 0; i < count; i++) live.add(first + i);
      applyChanges(half.classes, classes);
      for (const column of half.dropped) rows.delete(column);
      for (const column of half.introduced) rows.set(column, new Map());
      for (const [column, changes] of half.cells) {
        if (!rows.has(column) && this.#isDeclared(kind, column)) rows.set(column, new Map());
        const own = rows.get(column);
        if (own !== undefined) applyChanges(changes, own);
      }
    });
  }

  /** The live elements of a kind, in the order of their ids. */
  elements(state: State, kind: number): Element[] {
    const { live, classes, rows } = state[kind];
    return [...live]
      .sort((a, b) => a - b)
      .map((id) => {
        const set = classes.get(id);
        const attributes: Record<string, unknown> = {};
        for (const [column, own] of rows) {
          const row = own.get(id);
          if (row === undefined) continue;
          check(this.columns[column].owners[row] === id, `the owner of row ${row} of column ${column}`);
          attributes[this.columns[column].name] = this.columns[column].values[row];
        }
        const element = { id, labels: set === undefined ? [] : this.classes[kind][set], attributes };
        return kind === 0 ? element : { ...element, source: this.sources[id], target: this.targets[id] };
      });
  }
}

function applyChanges({ runs, elements, after }: Changes, rows: Map<number, number>): void {
  for (const [first, count, row, stride] of runs) {
    for (let i = 0; i < count; i++) rows.set(first + i, row + i * stride);
  }
  elements.forEach((element, i) => {
    if (after[i] < 0) rows.delete(element);
    else rows.set(element, after[i]);
  });
}
