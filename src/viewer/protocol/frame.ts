/**
 * A frame: what the server sends to the page as one buffer. Little-endian:
 *
 *   0  u32  magic 0x31667667, "gvf1"
 *   4  u32  bytes of the head
 *   8       the head, JSON in UTF-8: { meta, blocks: [[name, kind, count, offset], …] }
 *   …       the blocks, each at its offset from the start, a multiple of 8
 *
 * A block is an array of numbers as they are in memory, or texts: count + 1 offsets (u32) and the bytes in UTF-8.
 */

/** The arrays of a frame by name. */
export type FrameBlocks = Readonly<Record<string, NumberBlock | readonly string[]>>;
type NumberBlock = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

export interface BlockFrame<Meta = unknown> {
  readonly meta: Meta;
  readonly blocks: FrameBlocks;
}

const MAGIC = 0x31667667;
const PREFIX_BYTES = 8;
const CLASSES = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type BlockKind = keyof typeof CLASSES | "texts";
type BlockEntry = readonly [name: string, kind: BlockKind, count: number, offset: number];

/** Writes a frame. `meta` is what JSON can hold; texts are well-formed. */
export function encodeFrame({ meta, blocks }: BlockFrame): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(blocks).map(([name, block]) => {
    const kind = kindOf(block);
    const bytes = kind === "texts" ? textBytes(block as readonly string[]) : bytesOf(block as NumberBlock);
    return { name, kind, count: block.length, bytes };
  });
  // offsets within the blocks; the head, which holds them, says by its length where they begin
  let end = 0;
  const entries: BlockEntry[] = parts.map(({ name, kind, count, bytes }) => {
    const entry: BlockEntry = [name, kind, count, end];
    end = aligned(end + bytes.length);
    return entry;
  });
  const head = new TextEncoder().encode(JSON.stringify({ meta, blocks: entries }));
  const start = aligned(PREFIX_BYTES + head.length);
  const frame = new Uint8Array(start + end);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, head.length, true);
  frame.set(head, PREFIX_BYTES);
  parts.forEach(({ bytes }, i) => {
    frame.set(bytes, start + entries[i]![3]);
  });
  return frame;
}

/** Reads a frame; its arrays are views of the buffer. Throws a RangeError on one that is cut off or no frame. */
export function decodeFrame<Meta = unknown>(frame: Uint8Array<ArrayBuffer>): BlockFrame<Meta> {
  // arrays of numbers need an aligned start
  const bytes = frame.byteOffset % 8 === 0 ? frame : frame.slice();
  if (bytes.length < PREFIX_BYTES)
    throw new RangeError(`frame expected 8 bytes or more, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = view.getUint32(0, true);
  if (magic !== MAGIC)
    throw new RangeError(`frame expected the magic 0x31667667, got 0x${magic.toString(16)}`);
  const headBytes = view.getUint32(4, true);
  const start = aligned(PREFIX_BYTES + headBytes);
  if (start > bytes.length)
    throw new RangeError(`frame expected ${start} bytes or more, got ${bytes.length}`);
  const head = JSON.parse(
    new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headBytes)),
  ) as {
    readonly meta: Meta;
    readonly blocks: readonly BlockEntry[];
  };
  const blocks: Record<string, NumberBlock | readonly string[]> = Object.create(null);
  for (const [name, kind, count, offset] of head.blocks) {
    const at = bytes.byteOffset + start + offset;
    const room = bytes.byteOffset + bytes.length - at;
    const width = kind === "texts" ? 4 : CLASSES[kind].BYTES_PER_ELEMENT;
    const sizeBytes = width * (kind === "texts" ? count + 1 : count);
    if (sizeBytes > room) throw new RangeError(`frame expected ${sizeBytes} bytes of ${name}, got ${room}`);
    blocks[name] =
      kind === "texts"
        ? readTexts(bytes.buffer, at, count, room)
        : new CLASSES[kind](bytes.buffer, at, count);
  }
  return { meta: head.meta, blocks };
}

function kindOf(block: NumberBlock | readonly string[]): BlockKind {
  if (Array.isArray(block)) return "texts";
  const [kind] = Object.entries(CLASSES).find(([, each]) => block instanceof each) ?? [];
  if (kind === undefined) throw new TypeError("block expected numbers or texts");
  return kind as BlockKind;
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}

function bytesOf({ buffer, byteLength, byteOffset }: NumberBlock): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function textBytes(texts: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(texts.length + 1);
  // a UTF-16 unit takes at most three bytes
  let bytes = new Uint8Array(1024);
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    if (end + 3 * text.length > bytes.length) {
      const grown = new Uint8Array(2 * (end + 3 * text.length));
      grown.set(bytes.subarray(0, end));
      bytes = grown;
    }
    end += encoder.encodeInto(text, bytes.subarray(end)).written;
    offsets[i + 1] = end;
  }
  const all = new Uint8Array(offsets.byteLength + end);
  all.set(bytesOf(offsets));
  all.set(bytes.subarray(0, end), offsets.byteLength);
  return all;
}

function readTexts(buffer: ArrayBuffer, at: number, count: number, room: number): string[] {
  const offsets = new Uint32Array(buffer, at, count + 1);
  const start = at + offsets.byteLength;
  if (offsets.byteLength + offsets[count]! > room)
    throw new RangeError(`frame expected ${offsets[count]} bytes of texts, got ${room - offsets.byteLength}`);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const texts: string[] = [];
  for (let i = 0; i < count; i++)
    texts.push(decoder.decode(new Uint8Array(buffer, start + offsets[i]!, offsets[i + 1]! - offsets[i]!)));
  return texts;
}
