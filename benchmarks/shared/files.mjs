// Files beside which a store is measured: how much it takes, and what its bytes cost without it.
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

const CHUNK_BYTES = 2 ** 25;

/** The bytes of all files in a folder. */
export function folderBytes(folder) {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Writes so many bytes to a new file, those of `chunk` again and again, and syncs once. */
export function writePlainly(path, sizeBytes, chunk) {
  const file = openSync(path, "w");
  for (let done = 0; done < sizeBytes; done += chunk.length) {
    writeSync(file, chunk, 0, Math.min(chunk.length, sizeBytes - done));
  }
  fdatasyncSync(file);
  closeSync(file);
}

/** Reads all files in a folder, each into memory of its own; how many bytes there were. */
export function readPlainly(folder) {
  return readdirSync(folder).reduce((sum, name) => {
    const path = join(folder, name);
    const bytes = new Uint8Array(statSync(path).size);
    const file = openSync(path, "r");
    for (let done = 0; done < bytes.length; ) {
      done += readSync(file, bytes, done, Math.min(CHUNK_BYTES, bytes.length - done), done);
    }
    closeSync(file);
    return sum + bytes.length;
  }, 0);
}

/** A file to which a few bytes are appended and synced, as a database does that does nothing else. */
export function appender(path, sizeBytes) {
  const file = openSync(path, "w");
  const bytes = new Uint8Array(sizeBytes).fill(7);
  let at = 0;
  return {
    append() {
      at += writeSync(file, bytes, 0, sizeBytes, at);
      fdatasyncSync(file);
    },
    close() {
      ftruncateSync(file, 0);
      closeSync(file);
    },
  };
}
