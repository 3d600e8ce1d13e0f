/**
 * A journal: a header, two root slots, then frames one after another. A frame is durable once it is synced; then a
 * slot records how far the journal is known to be durable, and is synced as well. So an incomplete frame is a torn
 * write if it is beyond that point, and damage if it is before; a complete frame beyond it counts as durable.
 *
 * The slots are written in turn, so that a torn one leaves the other. Each frame has the checksum of the one before
 * it, so that remains of an older journal never follow a newer frame. Layout: `docs/internals/format.md`.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError, StoreError } from "../../errors.js";
import { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { toHex } from "../../structures/hex.js";
import type { Watermark } from "../lock/watermark.js";

export const FORMAT_VERSION = 1;
/** The feature of a journal that contains indices, in its frames or in the state that it continues from. */
export const FEATURE_INDICES = 1;
/** The feature of a journal of a store that has attributes of types which came later. */
export const FEATURE_TYPES = 2;
/** The feature of a journal that speaks of rules by label, likewise. */
export const FEATURE_RULES = 4;
/** The feature of a journal of a store that has attributes of the graph itself. */
export const FEATURE_ATTRIBUTES = 8;
/** The feature of a journal of a store in which an attribute has, or had, several types in one state. */
export const FEATURE_MIXED = 16;
/** The feature of a journal that speaks of policies of merges, or continues from a state that does. */
export const FEATURE_POLICIES = 32;
/** The feature of a journal that contains indices with settings: of vectors, texts and trigrams. */
export const FEATURE_SEARCH = 64;
/** The feature of a journal that continues from packs with sections of indices. */
export const FEATURE_INDEX_SECTIONS = 128;
/** The features that this version knows; a store that needs others is refused. */
const FEATURES =
  FEATURE_INDICES |
  FEATURE_TYPES |
  FEATURE_RULES |
  FEATURE_ATTRIBUTES |
  FEATURE_MIXED |
  FEATURE_POLICIES |
  FEATURE_SEARCH |
  FEATURE_INDEX_SECTIONS;

const MAGIC = "groggy journal\n\0";
const SLOT_MAGIC = 0x746f6f72; // "root"
const FRAME_MAGIC = 0x6d617266; // "fram"
const BLOCK_BYTES = 4096;
const SLOT_OFFSETS = [BLOCK_BYTES, 2 * BLOCK_BYTES];
const SLOT_BYTES = 48;
export const FRAMES_OFFSET = 3 * BLOCK_BYTES;
export const FRAME_HEADER_BYTES = 32;
/** The offset of a frame's number in its header. */
const SEQUENCE_OFFSET = 12;
const FRAME_ALIGNMENT = 8;

/** The header of a journal. Its features are those that are needed to read it. */
export interface JournalHead {
  readonly storeId: Uint8Array;
  readonly directed: boolean;
  /** The attribute whose values are unique; empty if there is none. */
  readonly key: string;
  readonly features: number;
}

export type FrameKind = "base" | "transaction";
const FRAME_KINDS: readonly FrameKind[] = ["base", "transaction"];

export interface Frame {
  readonly kind: FrameKind;
  readonly body: Uint8Array;
  readonly offset: number;
}

/** The end of a journal: the offset of the next frame, and what it continues. */
export interface JournalEnd {
  readonly offset: number;
  readonly sequence: number;
  readonly crc: number;
}

/** The contents of a root slot. */
interface Slot {
  readonly turn: number;
  readonly durable: JournalEnd;
  /** Up to here frames were written, whether synced or not. */
  readonly writtenOffset: number;
}

/** Bytes of a frame with a body of `sizeBytes`. */
export function frameBytes(sizeBytes: number): number {
  return FRAME_HEADER_BYTES + Math.ceil(sizeBytes / FRAME_ALIGNMENT) * FRAME_ALIGNMENT;
}

const writer = new ByteWriter();

export class Journal {
  readonly head: JournalHead;
  readonly file: DiskFile;
  readonly #storage: StoragePlatform;
  #end: JournalEnd = { offset: FRAMES_OFFSET, sequence: 0, crc: 0 };
  /** That of the slot which is written next. */
  #turn = 0;
  /** Everything up to here is durable, by a slot. */
  #durableOffset = FRAMES_OFFSET;
  /** Whether a slot was not whole, which may have been the newer one. */
  #isSlotLost = false;

  private constructor(storage: StoragePlatform, file: DiskFile, head: JournalHead) {
    this.#storage = storage;
    this.file = file;
    this.head = head;
  }

  get end(): JournalEnd {
    return this.#end;
  }

  /** The turn of the slot that was written last. */
  get turn(): number {
    return this.#turn - 1;
  }

  /** Its watermark, under its name. */
  watermark(journal: string): Watermark {
    const { sequence } = this.#end;
    return { storeId: toHex(this.head.storeId), journal, sequence, turn: this.turn };
  }

  /** Whether it has the frames and the slots of a watermark of this journal, or of one before it. */
  reaches({ sequence, turn }: Pick<Watermark, "sequence" | "turn">, isOfThis: boolean): boolean {
    if (this.#end.sequence < sequence) return false;
    return !isOfThis || this.#isSlotLost || this.turn >= turn;
  }

  /** A new journal in a file without contents, with one frame. Durable but for its name. */
  static create(
    storage: StoragePlatform,
    file: DiskFile,
    head: JournalHead,
    sequence: number,
    base: Uint8Array,
  ): Journal {
    file.write(headerBlock(storage, head), 0);
    const journal = new Journal(storage, file, head);
    journal.#end = { offset: FRAMES_OFFSET, sequence, crc: 0 };
    journal.append("base", base);
    for (const _ of SLOT_OFFSETS) journal.#writeSlot(journal.#end);
    file.sync();
    return journal;
  }

  /** The same journal in another file, to which its bytes up to the end were copied; there all of it is durable. */
  copyTo(file: DiskFile): Journal {
    const copy = new Journal(this.#storage, file, this.head);
    copy.#end = this.#end;
    copy.#turn = this.#turn;
    // both: what was copied may speak of frames that came since
    for (const _ of SLOT_OFFSETS) copy.#writeSlot(copy.#end);
    file.sync();
    return copy;
  }

  /** Opens a journal and reads its frames. */
  static open(storage: StoragePlatform, file: DiskFile, all: boolean): { journal: Journal; frames: Frame[] } {
    const journal = new Journal(storage, file, readHeader(storage, file));
    journal.#end = { offset: FRAMES_OFFSET, sequence: journal.#firstSequence(), crc: 0 };
    return { journal, frames: journal.readOn(all) };
  }

  /** Opens a journal that may be damaged; its frames up to the first that is not whole. */
  static openDamaged(storage: StoragePlatform, file: DiskFile): { journal: Journal; frames: Frame[] } {
    const journal = new Journal(storage, file, readHeader(storage, file));
    journal.#end = { offset: FRAMES_OFFSET, sequence: journal.#firstSequence(), crc: 0 };
    return { journal, frames: journal.#parseFrames(Infinity) };
  }

  /** The number of the first frame, from its header; the rest of the header is checked with the frame. */
  #firstSequence(): number {
    const header = new Uint8Array(FRAME_HEADER_BYTES);
    this.file.read(header, FRAMES_OFFSET);
    const reader = new ByteReader(header);
    reader.raw(SEQUENCE_OFFSET);
    return reader.f64();
  }

  /**
   * The frames since the last call, or all of them. Those beyond the slots count only if a slot is damaged or with
   * `all`, since a writer may be working on them.
   */
  readOn(all = false): Frame[] {
    const { file } = this;
    const slots = SLOT_OFFSETS.map((offset) => this.#readSlot(offset));
    const valid = slots.filter((slot) => slot !== undefined);
    if (valid.length === 0) throw new CorruptStoreError(file.path, SLOT_OFFSETS[0], "no root slot is whole");
    const slot = valid.reduce((a, b) => (a.turn > b.turn ? a : b));
    this.#turn = Math.max(...valid.map(({ turn }) => turn)) + 1;
    this.#isSlotLost = valid.length < slots.length;
    this.#durableOffset = slot.durable.offset;
    const limit = all || valid.length < slots.length ? Infinity : slot.writtenOffset;
    const frames = this.#parseFrames(limit, slot);
    if (this.#end.offset < slot.durable.offset) {
      const message = "a frame that was durable is not whole";
      throw new CorruptStoreError(file.path, this.#end.offset, message);
    }
    return frames;
  }

  /** The frames from the end on, up to a limit or to the first that is not whole. */
  #parseFrames(limit: number, slot?: Slot): Frame[] {
    const start = this.#end.offset;
    const bytes = new Uint8Array(Math.max(0, this.file.size() - start));
    const read = bytes.subarray(0, this.file.read(bytes, start));
    const view = new DataView(read.buffer, read.byteOffset, read.byteLength);
    const frames: Frame[] = [];
    while (this.#end.offset < limit) {
      const frame = this.#parseFrame(read, view, this.#end.offset - start);
      if (frame === undefined) break;
      frames.push(frame);
      if (slot !== undefined) this.#checkSlot(slot);
    }
    return frames;
  }

  /** A frame must end where a slot says so, with the checksum in the slot. */
  #checkSlot({ durable }: Slot): void {
    const { offset, crc } = this.#end;
    if (offset !== durable.offset || crc === durable.crc) return;
    throw new CorruptStoreError(this.file.path, offset, "a frame is not the one that was durable");
  }

  #parseFrame(bytes: Uint8Array, view: DataView, at: number): Frame | undefined {
    if (at + FRAME_HEADER_BYTES > bytes.length) return undefined;
    const u32 = (offset: number): number => view.getUint32(at + offset, true);
    const [magic, kind, sizeBytes] = [u32(0), FRAME_KINDS[u32(4)], u32(8)];
    const sequence = view.getFloat64(at + SEQUENCE_OFFSET, true);
    const [before, bodyCrc, crc] = [u32(20), u32(24), u32(28)];
    if (magic !== FRAME_MAGIC || kind === undefined) return undefined;
    if (this.#storage.crc32(bytes.subarray(at, at + FRAME_HEADER_BYTES - 4)) !== crc) return undefined;
    if (sequence !== this.#end.sequence || before !== this.#end.crc) return undefined;
    const end = at + frameBytes(sizeBytes);
    if (end > bytes.length) return undefined;
    const body = bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + sizeBytes);
    if (this.#storage.crc32(body) !== bodyCrc) return undefined;
    const { offset } = this.#end;
    this.#end = { offset: offset + end - at, sequence: sequence + 1, crc };
    return { kind, body, offset };
  }

  /**
   * Cuts off the rest of a torn write, and marks everything else as durable. Frames beyond the slots are written
   * again: a sync that failed may have left them only in the system's memory, where a later sync skips them.
   */
  settle(): void {
    const { offset } = this.#end;
    if (this.file.size() > offset) this.file.truncate(offset);
    if (offset > this.#durableOffset) {
      const tail = new Uint8Array(offset - this.#durableOffset);
      this.file.read(tail, this.#durableOffset);
      this.file.write(tail, this.#durableOffset);
    }
    this.file.sync();
    this.#writeSlot(this.#end);
    this.file.sync();
  }

  /** Writes a frame. It is not durable before `sync`. */
  append(kind: FrameKind, body: Uint8Array): void {
    const { offset, sequence, crc: before } = this.#end;
    writer.reset().u32(FRAME_MAGIC).u32(FRAME_KINDS.indexOf(kind)).u32(body.length);
    writer.f64(sequence).u32(before).u32(this.#storage.crc32(body));
    const crc = this.#storage.crc32(writer.bytes());
    writer.u32(crc).raw(body).align(FRAME_ALIGNMENT);
    this.file.write(writer.bytes(), offset);
    this.#end = { offset: offset + writer.length, sequence: sequence + 1, crc };
  }

  /** Goes back to an earlier end, after a write that failed. */
  retreat(end: JournalEnd): void {
    this.#end = end;
  }

  /** Makes all writes durable, and records it in a root slot, which is then durable as well. */
  sync(): void {
    this.file.sync();
    this.#writeSlot(this.#end);
    this.file.sync();
  }

  #writeSlot(durable: JournalEnd): void {
    const { offset, sequence, crc } = durable;
    writer.reset().u32(SLOT_MAGIC).u32(crc).f64(this.#turn).f64(offset).f64(sequence);
    writer.f64(this.#end.offset).u32(0);
    writer.u32(this.#storage.crc32(writer.bytes()));
    this.file.write(writer.bytes(), SLOT_OFFSETS[this.#turn % SLOT_OFFSETS.length]);
    this.#turn++;
  }

  #readSlot(position: number): Slot | undefined {
    const bytes = new Uint8Array(SLOT_BYTES);
    if (this.file.read(bytes, position) < SLOT_BYTES) return undefined;
    const reader = new ByteReader(bytes);
    const [magic, crc, turn, offset, sequence] = [
      reader.u32(),
      reader.u32(),
      reader.f64(),
      reader.f64(),
      reader.f64(),
    ];
    const writtenOffset = reader.f64();
    reader.u32();
    const isWhole = reader.u32() === this.#storage.crc32(bytes.subarray(0, SLOT_BYTES - 4));
    // an old slot that is found in the place of the newer one would hide what came since
    const isInPlace = SLOT_OFFSETS[turn % SLOT_OFFSETS.length] === position;
    if (magic !== SLOT_MAGIC || !isWhole || !isInPlace) return undefined;
    return { turn, durable: { offset, sequence, crc }, writtenOffset };
  }
}

function headerBlock(
  storage: StoragePlatform,
  { storeId, directed, key, features }: JournalHead,
): Uint8Array {
  const block = new ByteWriter().raw(new TextEncoder().encode(MAGIC)).u32(FORMAT_VERSION).u32(features);
  block
    .raw(storeId)
    .u32(directed ? 1 : 0)
    .text(key);
  if (block.length > BLOCK_BYTES - 4) {
    throw new StoreError("STORE_IO", "", `"key" expected a name of at most 4000 bytes, got ${block.length}`);
  }
  block.align(BLOCK_BYTES - 4);
  return block.u32(storage.crc32(block.bytes())).bytes().slice();
}

/** Reads the header of a journal. */
export function readHeader(storage: StoragePlatform, file: DiskFile): JournalHead {
  const block = new Uint8Array(BLOCK_BYTES);
  const { path } = file;
  if (file.read(block, 0) < BLOCK_BYTES) {
    const message = `expected a header of ${BLOCK_BYTES} bytes, got a file of ${file.size()}`;
    throw new CorruptStoreError(path, 0, message);
  }
  const reader = new ByteReader(block);
  const magic = new TextDecoder().decode(reader.raw(MAGIC.length));
  if (magic !== MAGIC) throw new CorruptStoreError(path, 0, "does not begin as a journal does");
  const crc = new ByteReader(block.subarray(BLOCK_BYTES - 4)).u32();
  if (storage.crc32(block.subarray(0, BLOCK_BYTES - 4)) !== crc) {
    throw new CorruptStoreError(path, 0, "the header does not have its checksum");
  }
  const [version, features] = [reader.u32(), reader.u32()];
  if (version > FORMAT_VERSION || (features & ~FEATURES) !== 0) {
    throw new StoreError(
      "NEWER_FORMAT",
      path,
      `expected a store of format ${FORMAT_VERSION}, got one of format ${version} with features ${features}; a newer groggy reads it`,
      { version, features },
    );
  }
  return { storeId: reader.raw(16).slice(), directed: reader.u32() === 1, key: reader.text(), features };
}
