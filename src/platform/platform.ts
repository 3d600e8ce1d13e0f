/**
 * The interface to what differs between Node and a browser; the conditional import `#platform` picks one of the two.
 */
import type { Disk, Host } from "./disk.js";

export type { Disk, DiskFile, Host, OpenMode, Threads } from "./disk.js";

export interface Platform {
  /** SHA-256 of `bytes`: 32 bytes. Both platforms give the same. */
  sha256(bytes: Uint8Array): Uint8Array;
  /** The same as 64 hexadecimal digits, in lower case. */
  sha256Hex(bytes: Uint8Array): string;
  /** Reads `bytes`, which hold well-formed UTF-8, from `start` to `end`. */
  decodeUtf8(bytes: Uint8Array, start: number, end: number): string;
  /**
   * Where `wanted`, which has a byte at least, first begins in `bytes` from `start` on and ends before `end`; negative
   * if it does not. Undefined where the runtime has no search of its own.
   */
  readonly findBytes:
    | ((bytes: Uint8Array, wanted: Uint8Array, start: number, end: number) => number)
    | undefined;
  /** The bytes from `start` to `end` as hexadecimal digits, two each, in lower case. */
  encodeHex(bytes: Uint8Array, start: number, end: number): string;
  /** The bytes of base64, which is well formed. */
  decodeBase64(text: string): Uint8Array<ArrayBuffer>;
  /** Starts a thread that runs `source`, which finds its messages itself; undefined where there are no threads. */
  startThread(source: string): Thread | undefined;
  /** The functions that a store on disk needs; undefined where there are no files. */
  readonly storage: StoragePlatform | undefined;
}

/** A thread of the process, which goes on as long as the process has other things to do. */
export interface Thread {
  post(message: object): void;
  stop(): void;
}

/** The compression of a pack's bytes. */
export type Codec = "none" | "deflate" | "zstd";

export interface StoragePlatform {
  readonly disk: Disk;
  readonly host: Host;
  /** CRC-32 (as in zlib) of `bytes`, going on from the CRC of what came before them. */
  crc32(bytes: Uint8Array, before?: number): number;
  /** The bytes compressed; undefined if the runtime does not have the codec. */
  compress(bytes: Uint8Array, codec: Codec): Uint8Array | undefined;
  /** The bytes as they were; undefined if the runtime does not have the codec. Throws if they are damaged. */
  decompress(bytes: Uint8Array, codec: Codec, sizeBytes: number): Uint8Array | undefined;
  /** `path` as an absolute one, and names joined to one. */
  resolvePath(path: string): string;
  joinPath(...names: string[]): string;
  /** Bytes by chance. */
  randomBytes(count: number): Uint8Array;
}
