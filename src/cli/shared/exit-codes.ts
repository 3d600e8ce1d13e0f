/** The exit code of an error. A test walks the codes of errors; `groggy help exit-codes` tells their meanings. */
import type { GroggyErrorCode } from "groggy";
import type { FormatErrorCode } from "groggy/formats";
import { CliError } from "./cli-error.js";
import type { ExitCode } from "./command.js";

/** By the code of a GroggyError. */
export const exitCodes: Readonly<Record<GroggyErrorCode | FormatErrorCode, ExitCode>> = {
  // what is asked for is not there, or its state forbids it
  BISECT_UNDECIDED: 1,
  CYCLIC_GRAPH: 1,
  DIRTY_STATE: 1,
  DUPLICATE_INDEX: 1,
  DUPLICATE_REF: 1,
  EDGE_NOT_FOUND: 1,
  EMPTY_COMMIT: 1,
  INDEX_NOT_FOUND: 1,
  MERGE_CONFLICT: 1,
  NEGATIVE_CYCLE: 1,
  NODE_NOT_FOUND: 1,
  NOTHING_TO_UNDO: 1,
  NOT_FAST_FORWARD: 1,
  NO_COMMIT: 1,
  PATCH_CONFLICT: 1,
  POLICY_MISMATCH: 1,
  READ_ONLY: 1,
  REF_IN_USE: 1,
  STALE_MERGE: 1,
  STASH_CONFLICT: 1,
  STASH_NOT_FOUND: 1,
  // words of the command line
  AMBIGUOUS_REVISION: 2,
  CYPHER: 2,
  FILTER_SYNTAX: 2,
  FORMAT_UNKNOWN: 2,
  INVALID_REF_NAME: 2,
  LANGUAGE_NOT_GIVEN: 2,
  MAINLINE_REQUIRED: 2,
  PATTERN_SYNTAX: 2,
  PORT_IN_USE: 2,
  REF_NOT_FOUND: 2,
  REVISION_NOT_FOUND: 2,
  UNKNOWN_ATTRIBUTE: 2,
  UNKNOWN_LABEL: 2,
  // data
  CONSTRAINT_VIOLATION: 3,
  DUPLICATE_KEY: 3,
  FORMAT_DEPENDENCY: 3,
  FORMAT_DUPLICATE: 3,
  FORMAT_ENCODING: 3,
  FORMAT_REFERENCE: 3,
  FORMAT_SYNTAX: 3,
  FORMAT_UNSUPPORTED: 3,
  FORMAT_VALUE: 3,
  IMMUTABLE_TYPE: 3,
  INVALID_BUNDLE: 3,
  INVALID_PATCH: 3,
  LIMIT: 3,
  MISSING_ATTRIBUTE: 3,
  MISSING_KEY: 3,
  // the store as a whole
  NEWER_FORMAT: 4,
  NOT_A_STORE: 4,
  STORE_CLOSED: 4,
  STORE_FAILED: 4,
  STORE_FENCED: 4,
  STORE_GONE: 4,
  STORE_IO: 4,
  STORE_LOCKED: 4,
  STORE_READ_ONLY: 4,
  CORRUPT_STORE: 5,
  // a verb that has these has a mistake
  FOREIGN_SELECTION: 70,
  FOREIGN_VIEW: 70,
  MISSING_PACKAGE: 70,
  UNSUPPORTED_PLATFORM: 70,
  VERB_UNDERWAY: 70,
  WORKTREE_CLOSED: 70,
};

/** Errors of the operating system that a path on the command line causes. */
const SYSTEM_CODE = /^E(ACCES|EXIST|ISDIR|LOOP|MFILE|NAMETOOLONG|NOENT|NOTDIR|NOTEMPTY|PERM|ROFS)$/;

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exitCode;
  if (!(error instanceof Error)) return 70;
  if (error.name === "AbortError") return 130;
  // of a limit that the command line has set
  if (error.name === "TimeoutError") return 1;
  const { code, phase } = error as { code?: unknown; phase?: unknown };
  if (code === "CYPHER" && phase === "runtime") return 3;
  if (typeof code === "string" && Object.hasOwn(exitCodes, code)) {
    return exitCodes[code as keyof typeof exitCodes];
  }
  if (typeof code === "string" && SYSTEM_CODE.test(code)) return 2;
  if (code === "ENOSPC" || code === "EIO" || code === "EDQUOT" || code === "EFBIG") return 4;
  // the library's answer to an argument that it does not take
  return error instanceof TypeError || error instanceof RangeError ? 2 : 70;
}
