/** Stores on the disk, by the names of folders and of the files in them. */
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { CliError } from "./cli-error.js";

const STORE_NAME = /\.groggy[\\/]*$/;
const STORE_FILE = /^(journal|pack|state)-\d{10,15}-\d{10}$/;

/** Whether a word can only mean a store: it ends in `.groggy`. */
export function isStoreName(word: string): boolean {
  return STORE_NAME.test(word);
}

/** Whether a folder has the files of a store, whole or damaged. */
export function isStoreFolder(path: string): boolean {
  try {
    return readdirSync(path).some((name) => STORE_FILE.test(name));
  } catch {
    // no folder, or one that cannot be read
    return false;
  }
}

/** The store that `cwd` is in, or the one store in it or in the nearest folder above. Throws a CliError where there is none. */
export function storeAround(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (isStoreFolder(folder)) return folder;
    const found = storesIn(folder);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) {
      const names = found.slice(0, 5).map((path) => basename(path));
      const list = found.length > names.length ? `${names.join(", ")}, …` : names.join(", ");
      throw new CliError(`expected one store in ${folder}, got ${found.length}: ${list}`, {
        exitCode: 4,
        hint: "name one of them, by its path or by --store",
      });
    }
    if (dirname(folder) === folder) break;
  }
  throw new CliError(`expected a store, got none in ${cwd} or above it`, {
    exitCode: 4,
    hint: "name one that ends in .groggy, or make one: groggy init people.groggy",
  });
}

/** The stores in a folder whose names end in `.groggy`. */
export function storesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => STORE_NAME.test(name))
      .sort()
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() && isStoreFolder(path));
  } catch {
    return [];
  }
}

/** The part of a path up to its last separator, which it includes: a slash everywhere, and the system's own. */
export function folderPart(path: string, separator: string = sep): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf(separator)) + 1);
}
