/**
 * The store that a command line means: its first operand, `--store`, GROGGY_STORE, or the one store in the present
 * folder or the nearest above it.
 */
import { resolve } from "node:path";
import { CliError } from "./shared/cli-error.js";
import type { StoreUse } from "./shared/command.js";
import { isStoreFolder, isStoreName, storeAround } from "./shared/store-folders.js";

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

/** Finds the store. Throws a CliError with exit code 4 where there is none, or more than one. */
export function findStore(question: StoreQuestion): StoreAnswer {
  const { use, positionals, takesOperands, isPeer, isOptional, storeOption, env, cwd } = question;
  if (use === "none") return { path: undefined, positionals };
  if (storeOption !== undefined) return { path: pathOf(storeOption, "--store", cwd), positionals };
  const [first] = positionals;
  if (first !== undefined && isPeer !== true) {
    const isStore = isStoreName(first) || isStoreFolder(resolve(cwd, first));
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
