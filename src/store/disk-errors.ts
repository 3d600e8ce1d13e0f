/** The errors of a file system, as a store's own. */
import { StoreError } from "../errors.js";

/** The system's code of an error, such as "ENOENT", be it the system's own or translated; else undefined. */
export function systemCodeOf(error: unknown): string | undefined {
  const code =
    error instanceof StoreError ? error.data.systemCode : (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}
