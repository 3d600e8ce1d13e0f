/**
 * LZ4 as Arrow has it: frames of blocks, undone. After lz4_Frame_format.md and lz4_Block_format.md of the LZ4 project.
 * Checksums are passed over: what is wrong shows in lengths, and Arrow's own checks follow.
 */
import { ColumnFault } from "./column-fault.js";

/** Data that are no LZ4. */
export class Lz4Fault extends ColumnFault {
  constructor(message: string) {
    super("FORMAT_SYNTAX", message);
  }
}

const FRAME_MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;

/** Undoes frames whose content has a size that is known. */
export function lz4FrameDecoded(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const out = new Uint8Array(sizeBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let filled = 0;
  const need = (count: number): void => {
    if (at + count > bytes.length) throw new Lz4Fault("LZ4 data that end too early");
  };
  while (at < bytes.length) {
    need(4);
    const magic = view.getUint32(at, true);
    at += 4;
    if ((magic & 0xffff_fff0) >>> 0 === SKIPPABLE_MAGIC) {
      need(4);
      at += 4 + view.getUint32(at, true);
      continue;
    }
    if (magic !== FRAME_MAGIC) throw new Lz4Fault("no LZ4 frame");
    need(3);
    const flags = bytes[at];
    if (flags >>> 6 !== 1) throw new Lz4Fault(`LZ4 frames of version 1, got ${flags >>> 6}`);
    at += 2 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0) + 1;
    const frameStart = filled;
    for (;;) {
      need(4);
      const word = view.getUint32(at, true);
      at += 4;
      if (word === 0) break;
      const size = word & 0x7fff_ffff;
      need(size);
      if (word >>> 31 === 1) {
        if (filled + size > sizeBytes) throw new Lz4Fault("LZ4 data that are longer than they say");
        out.set(bytes.subarray(at, at + size), filled);
        filled += size;
      } else filled = decodeBlock(bytes, at, at + size, out, filled, frameStart);
      at += size + (flags & 0x10 ? 4 : 0);
    }
    if (flags & 0x04) at += 4;
  }
  if (filled !== sizeBytes) throw new Lz4Fault(`LZ4 data of ${sizeBytes} bytes, got ${filled}`);
  return out;
}

/** Undoes one block into `out` from `filled` on; matches may begin at `floor`. Returns the end of what was written. */
function decodeBlock(
  bytes: Uint8Array,
  from: number,
  end: number,
  out: Uint8Array,
  filled: number,
  floor: number,
): number {
  let at = from;
  let to = filled;
  while (at < end) {
    const token = bytes[at++];
    let literals = token >>> 4;
    if (literals === 15)
      for (let more = 255; more === 255 && at < end; ) {
        more = bytes[at++];
        literals += more;
      }
    if (at + literals > end || to + literals > out.length) throw new Lz4Fault("LZ4 literals beyond the end");
    if (literals > 16) {
      out.set(bytes.subarray(at, at + literals), to);
      at += literals;
      to += literals;
    } else for (let i = 0; i < literals; i++) out[to++] = bytes[at++];
    if (at === end) break;
    if (at + 2 > end) throw new Lz4Fault("LZ4 data that end within a match");
    const offset = bytes[at] | (bytes[at + 1] << 8);
    at += 2;
    let length = (token & 15) + 4;
    if (length === 19)
      for (let more = 255; more === 255 && at < end; ) {
        more = bytes[at++];
        length += more;
      }
    const match = to - offset;
    if (offset === 0 || match < floor || to + length > out.length)
      throw new Lz4Fault("an LZ4 match beyond the end");
    if (offset >= length) {
      out.copyWithin(to, match, match + length);
      to += length;
    } else for (let i = match; i < match + length; i++) out[to++] = out[i];
  }
  return to;
}
