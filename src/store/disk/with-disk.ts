/** Storage whose files are reached in another way. */
import type { StoragePlatform } from "#platform";

/** The same storage with another disk. */
export function withDisk(storage: StoragePlatform, disk: StoragePlatform["disk"]): StoragePlatform {
  return {
    disk,
    host: storage.host,
    crc32: (bytes, before) => storage.crc32(bytes, before),
    compress: (bytes, codec) => storage.compress(bytes, codec),
    decompress: (bytes, codec, sizeBytes) => storage.decompress(bytes, codec, sizeBytes),
    resolvePath: (path) => storage.resolvePath(path),
    joinPath: (...names) => storage.joinPath(...names),
    randomBytes: (count) => storage.randomBytes(count),
  };
}
