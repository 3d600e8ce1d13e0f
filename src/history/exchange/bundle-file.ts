/** Bundles in files. A file is there whole or not at all: it is written under another name, synced and renamed. */
import { platform } from "#platform";
import { describe, GroggyError, StoreError } from "../../errors.js";
import { toHex } from "../../structures/hex.js";

/** Files, and what goes with them. */
export type BundleStorage = NonNullable<(typeof platform)["storage"]>;

/** The platform's storage. @throws GroggyError UNSUPPORTED_PLATFORM where there are none. */
export function requireStorage(what = "path"): BundleStorage {
  if (platform.storage !== undefined) return platform.storage;
  throw new GroggyError("UNSUPPORTED_PLATFORM", `"${what}" expected a platform with files, got one without`);
}

/** Throws unless a path is one, and there is nothing at it, or an empty folder. */
export function requireNothing(path: unknown): asserts path is string {
  if (typeof path !== "string" || path === "")
    throw new TypeError(`"path" expected the path of a folder, got ${describe(path)}`);
  const { disk } = requireStorage();
  const kind = kindAt(path);
  if (kind === undefined || (kind === "folder" && disk.list(path).length === 0)) return;
  const received = kind === "folder" ? "a folder with something in it" : `a ${kind}`;
  const systemCode = "EEXIST";
  throw new StoreError("STORE_IO", path, `expected nothing, or an empty folder, got ${received}`, {
    systemCode,
  });
}

/** The kind of entry at a path; undefined for none. @throws StoreError STORE_IO for an invalid path. */
export function kindAt(
  path: string,
  { disk }: Pick<BundleStorage, "disk"> = requireStorage(),
): ReturnType<BundleStorage["disk"]["kindOf"]> {
  try {
    return disk.kindOf(path);
  } catch (cause) {
    throw failed(path, "look at the path", cause);
  }
}

/** Writes a file, which replaces one that is there. @throws StoreError STORE_IO; then what was there is there. */
export function writeBundleFile(
  path: string,
  bytes: Uint8Array,
  {
    disk,
    joinPath,
    randomBytes,
  }: Pick<BundleStorage, "disk" | "joinPath" | "randomBytes"> = requireStorage(),
): void {
  const part = `${path}.${toHex(randomBytes(4))}.part`;
  let isThere = false;
  try {
    const file = disk.open(part, "create");
    isThere = true;
    try {
      file.write(bytes, 0);
      file.sync();
    } finally {
      file.close();
    }
    disk.rename(part, path);
    isThere = false;
    disk.syncFolder(joinPath(path, ".."));
  } catch (cause) {
    if (isThere) removeQuietly(disk, part);
    throw failed(path, "write a bundle", cause);
  }
}

function removeQuietly(disk: BundleStorage["disk"], path: string): void {
  try {
    disk.remove(path);
  } catch {
    // the caller gets the first error
  }
}

/** All bytes of a file. @throws StoreError STORE_IO. */
export function readBundleFile(
  path: string,
  { disk }: Pick<BundleStorage, "disk"> = requireStorage(),
): Uint8Array {
  try {
    const file = disk.open(path, "read");
    try {
      const bytes = new Uint8Array(file.size());
      return bytes.subarray(0, file.read(bytes, 0));
    } finally {
      file.close();
    }
  } catch (cause) {
    throw failed(path, "read a bundle", cause);
  }
}

function failed(path: string, action: string, cause: unknown): StoreError {
  const { message, code } = cause as { message?: string; code?: string };
  return new StoreError(
    "STORE_IO",
    path,
    `expected to ${action}, got ${message}`,
    { systemCode: code },
    cause,
  );
}
