/**
 * The store that a command line means: its first operand, `--store`, GROGGY_STORE, or the one store in the present
 * folder or the nearest above it.
 */
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CliError } from "./shared/cli-error.js";
import type { StoreUse } from "./shared/command.js";

export interface StoreQuestion {
  readonly use: StoreUse;
  readonly positionals: readonly string[];
  /** Whether the verb takes operands besides the store. */
  readonly takesOperands: boolean;
  /** Whether the first operand is another store, as of a push: then the store is somewhere else. */
  readonly isPeer?: boolean;
  /** Whether there need not be a store. */
  readonly isOptional?: boolean;
  readonly storeOption: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

export interface StoreAnswer {
  /** Absolute, or undefined for a verb that needs no store. */
  readonly path: string | undefined;
  /** The operands that are left. */
  readonly positionals: readonly string[];
}

const STORE_NAME = /\.groggy[\\/]*$/;
const STORE_FILE = /^(journal|pack|state)-\d{10,15}-\d{10}$/;

/** Finds the store. Throws a CliError with exit code 4 where there is none, or more than one. */
export function findStore(question: StoreQuestion): StoreAnswer {
  const { use, positionals, takesOperands, isPeer, isOptional, storeOption, env, cwd } = question;
  if (use === "none") return { path: undefined, positionals };
  if (storeOption !== undefined) return { path: pathOf(storeOption, "--store", cwd), positionals };
  const [first] = positionals;
  if (first !== undefined && isPeer !== true) {
    const isStore = STORE_NAME.test(first) || isStoreFolder(resolve(cwd, first));
    if (isStore || (use === "create" && !takesOperands)) {
      return { path: pathOf(first, "store", cwd), positionals: positionals.slice(1) };
    }
  }
  const { GROGGY_STORE } = env;
  if (GROGGY_STORE !== undefined && GROGGY_STORE !== "") {
    return { path: resolve(cwd, GROGGY_STORE), positionals };
  }
  if (isOptional !== true) return { path: storeAround(cwd), positionals };
  try {
    return { path: storeAround(cwd), positionals };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { path: undefined, positionals };
  }
}

function pathOf(given: string, name: string, cwd: string): string {
  if (given === "") throw new CliError(`"${name}" expected the folder of a store, got ""`);
  if (given.includes("\0")) throw new CliError(`"${name}" expected a path, got one with a NUL character`);
  return resolve(cwd, given);
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

function storeAround(cwd: string): string {
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
