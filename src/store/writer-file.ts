/**
 * What stands in a file `writer-<epoch>` of a store: the process that made it, and whether that gave the store back.
 * One line of JSON, and only the one digit after "released" ever changes, so that no write of it can be torn.
 * A file that was made and not written yet, or that a power cut left behind, cannot be read: `undefined`.
 */
import type { StoragePlatform } from "#platform";
import { systemCodeOf } from "./disk-errors.js";

/** Who made a writer file; `nonce` tells it from all others, even from one of the same process. */
export interface WriterRecord {
  readonly pid: number;
  readonly host: string;
  readonly start: string;
  readonly nonce: string;
  readonly released: boolean;
}

/** More than a host's name, a start and a nonce need; a longer file is not one of ours. */
const SIZE_BYTES_MAX = 4096;

const NAME = /^writer-(\d{10,15})$/;

export function writerFileName(epoch: number): string {
  return `writer-${String(epoch).padStart(10, "0")}`;
}

/** The epochs of the writer files in a folder, ascending. */
export function writerEpochs(disk: StoragePlatform["disk"], folder: string): number[] {
  const epochs = disk.list(folder).flatMap((name) => {
    const digits = NAME.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  return epochs.sort((a, b) => a - b);
}

export function encodeWriter(record: WriterRecord): Uint8Array {
  const { pid, host, start, nonce, released } = record;
  return new TextEncoder().encode(
    `${JSON.stringify({ pid, host, start, nonce, released: released ? 1 : 0 })}\n`,
  );
}

/** What a writer file holds; undefined if it cannot be read as one, "gone" if there is none. */
export function readWriter(disk: StoragePlatform["disk"], path: string): WriterRecord | undefined | "gone" {
  let bytes = new Uint8Array(SIZE_BYTES_MAX);
  try {
    const file = disk.open(path, "read");
    try {
      bytes = bytes.subarray(0, file.read(bytes, 0));
    } finally {
      file.close();
    }
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return "gone";
    throw error;
  }
  return decodeWriter(bytes);
}

function decodeWriter(bytes: Uint8Array): WriterRecord | undefined {
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  const { pid, host, start, nonce, released } = record ?? {};
  if (typeof pid !== "number" || typeof host !== "string" || typeof start !== "string") return undefined;
  if (typeof nonce !== "string" || (released !== 0 && released !== 1)) return undefined;
  return { pid, host, start, nonce, released: released === 1 };
}
