/**
 * The known extent of a store: its id, its journal, and the minimum of the journal's frames and slots. It is written
 * to the writer's file and to the file `watermark`, after the frames are durable, so that an old journal is
 * distinguished from the last one, whichever other file is missing.
 *
 * The digits have fixed places in the first 512 bytes, so that no write over them is torn. A watermark that is too
 * low, since its write was lost or a writer was stopped before it, is still valid.
 */
import type { StoragePlatform } from "#platform";
import { fromHex, toHex } from "../../structures/hex.js";
import { systemCodeOf } from "../disk/disk-errors.js";
import { parseFileName } from "../disk/file-names.js";

export interface Watermark {
  /** As hexadecimal digits. */
  readonly storeId: string;
  /** The name of the journal. */
  readonly journal: string;
  /** The number of the frame behind the last one that was acknowledged. */
  readonly sequence: number;
  /** The turn of that slot. */
  readonly turn: number;
}

export const WATERMARK_NAME = "watermark";

type Disk = StoragePlatform["disk"];

const SIZE_BYTES_MAX = 4096;
const DIGITS = 16;

/** The members of a watermark in JSON, the numbers as text of one length. */
export function encodeMark({ storeId, journal, sequence, turn }: Watermark): Record<string, string> {
  const digits = (number: number): string => String(number).padStart(DIGITS, "0");
  return { store: storeId, journal, sequence: digits(sequence), turn: digits(turn) };
}

/** The watermark among the members of an object; undefined if there is none. */
export function decodeMark(record: Record<string, unknown>): Watermark | undefined {
  const { store, journal, sequence, turn } = record;
  if (typeof store !== "string" || typeof journal !== "string") return undefined;
  if (toHex(fromHex(store)) !== store || store.length !== 32) return undefined;
  if (parseFileName(journal)?.kind !== "journal") return undefined;
  const numbers = [sequence, turn].map((text) =>
    typeof text === "string" && /^\d{16}$/.test(text) ? Number(text) : Number.NaN,
  );
  if (!numbers.every(Number.isSafeInteger)) return undefined;
  return { storeId: store, journal, sequence: numbers[0], turn: numbers[1] };
}

/** The object that a file of one line of JSON holds; undefined if it holds none, "gone" if there is no file. */
export function readLine(disk: Disk, path: string): Record<string, unknown> | undefined | "gone" {
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
  try {
    const record: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof record === "object" && record !== null ? (record as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function encodeLine(record: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(record)}\n`);
}

/** The watermark in the file `watermark` of a folder; undefined if it cannot be read, or does not exist. */
export function readWatermark({ disk, joinPath }: StoragePlatform, folder: string): Watermark | undefined {
  const record = readLine(disk, joinPath(folder, WATERMARK_NAME));
  return record === undefined || record === "gone" ? undefined : decodeMark(record);
}

/** Writes the file `watermark`, durably; its name is durable once the folder has been synced. */
export function writeWatermark({ disk, joinPath }: StoragePlatform, folder: string, mark: Watermark): void {
  const path = joinPath(folder, WATERMARK_NAME);
  let isThere = disk.kindOf(path) !== undefined;
  let file = disk.open(path, isThere ? "write" : "create");
  if ((file.linkCount?.() ?? 1) > 1) {
    // also the watermark of a copy by hard links, which does not reach as far
    file.close();
    disk.remove(path);
    file = disk.open(path, "create");
    isThere = false;
  }
  try {
    const bytes = encodeLine(encodeMark(mark));
    file.write(bytes, 0);
    if (file.size() > bytes.length) file.truncate(bytes.length);
    file.sync();
  } finally {
    file.close();
  }
  if (!isThere) disk.syncFolder(folder);
}
