/**
 * The contents of a file `writer-<epoch>` of a store: the process that made it, whether that released the store,
 * whether the store was still being created, and its watermark. One line of JSON; only digits in its first 512 bytes
 * ever change, so that no write of it can be torn. A file that was created and not written yet, or that a power
 * failure left behind, cannot be read: `undefined`.
 */
import type { StoragePlatform } from "#platform";
import { decodeMark, encodeLine, encodeMark, readLine, type Watermark } from "./watermark.js";

/** The maker of a writer file; `nonce` distinguishes it from all others, even from one of the same process. */
export interface WriterRecord {
  readonly pid: number;
  readonly host: string;
  readonly start: string;
  /** The thread of the process; empty where the system does not say. */
  readonly thread: string;
  readonly nonce: string;
  readonly released: boolean;
  /** Whether the store is being made: nothing was ever acknowledged in it. */
  readonly making: boolean;
  /** The watermark when this was last written. */
  readonly mark: Watermark | undefined;
}

const NAME = /^writer-(\d{10,15})$/;

/** The placeholder where there is no watermark yet, of the same length. */
const NO_MARK = {
  store: "-".repeat(32),
  journal: `journal-${"-".repeat(21)}`,
  sequence: "-".repeat(16),
  turn: "-".repeat(16),
};

export function writerFileName(epoch: number): string {
  return `writer-${String(epoch).padStart(10, "0")}`;
}

export function isWriterFile(name: string): boolean {
  return NAME.test(name);
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
  const { pid, host, start, thread, nonce, released, making, mark } = record;
  return encodeLine({
    released: released ? 1 : 0,
    making: making ? 1 : 0,
    ...(mark === undefined ? NO_MARK : encodeMark(mark)),
    pid,
    nonce,
    start,
    thread,
    host,
  });
}

/** The contents of a writer file; undefined if it cannot be read as one, "gone" if there is none. */
export function readWriter(disk: StoragePlatform["disk"], path: string): WriterRecord | undefined | "gone" {
  const line = readLine(disk, path);
  return line === undefined || line === "gone" ? line : decodeWriter(line);
}

function decodeWriter(record: Record<string, unknown>): WriterRecord | undefined {
  const { pid, host, start, thread = "", nonce, released, making = 0 } = record;
  if (typeof pid !== "number" || typeof host !== "string" || typeof start !== "string") return undefined;
  if (typeof nonce !== "string" || typeof thread !== "string") return undefined;
  if ((released !== 0 && released !== 1) || (making !== 0 && making !== 1)) return undefined;
  return {
    pid,
    host,
    start,
    thread,
    nonce,
    released: released === 1,
    making: making === 1,
    mark: decodeMark(record),
  };
}
