/** The errors for invalid bundles, or invalid data from another graph. */
import { describe, GroggyError } from "../../errors.js";
import type { KeyConflict } from "../diff/conflict.js";

/** For bytes that are no bundle, or one that lies; `data` may tell more. */
export function invalidBundle(
  message: string,
  data: Record<string, unknown> = {},
  cause?: unknown,
): GroggyError {
  return new GroggyError("INVALID_BUNDLE", `"bundle" ${message}`, data, cause);
}

/** For a commit that gives two nodes one key. */
export function duplicateKey(
  id: string,
  { attribute, value, ours, theirs, label, key }: KeyConflict,
): GroggyError {
  return new GroggyError(
    "DUPLICATE_KEY",
    `key "${attribute}"${label === undefined ? "" : ` of "${label}"`} expected values of their own in commit ${id.slice(0, 12)}, got ${describe(value)}, which nodes ${ours} and ${theirs} have`,
    label === undefined
      ? { key: attribute, value, commit: id }
      : { key: key ?? attribute, label, value, commit: id },
  );
}
