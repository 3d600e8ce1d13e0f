/** The size that a frame of zstd states, checked before a decoder allocates it. After RFC 8878, 3.1.1.1. */
import { ColumnFault } from "./column-fault.js";

const FRAME_MAGIC = 0xfd2fb528;

/** The size that the first frame states for its content; undefined if it states none. */
function statedSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < 5) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== FRAME_MAGIC) return undefined;
  const descriptor = bytes[4];
  const isSingle = (descriptor & 0x20) !== 0;
  const flag = descriptor >>> 6;
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
  const size = flag === 0 ? (isSingle ? 1 : 0) : 2 ** flag;
  if (size === 0 || at + size > bytes.length) return undefined;
  if (size === 1) return bytes[at];
  if (size === 2) return view.getUint16(at, true) + 256;
  return size === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

/** A decoder that is not asked for more than is expected. */
export function checkedZstd(
  decode: (bytes: Uint8Array, sizeBytes: number) => Uint8Array,
): (bytes: Uint8Array, sizeBytes: number) => Uint8Array {
  return (bytes, sizeBytes) => {
    const stated = statedSize(bytes);
    if (stated !== undefined && stated > sizeBytes)
      throw new ColumnFault("FORMAT_SYNTAX", `a frame of zstd of ${sizeBytes} bytes, got one of ${stated}`);
    return decode(bytes, sizeBytes);
  };
}
