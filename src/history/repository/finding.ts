/** A finding of `verify`. */
import type { CorruptStoreError } from "../../errors.js";

/** The level of the check. */
export type VerifyLevel = "quick" | "full" | "deep";

/** Something that is not as it should be. */
export interface Finding {
  /** `file`: bytes of a store are not what was written. */
  readonly kind: "commitId" | "stateRoot" | "danglingEdge" | "file";
  /** The id of the commit; empty where it is not known which are concerned. */
  readonly commit: string;
  readonly message: string;
  /** Of what is damaged in a store. */
  readonly path?: string;
  readonly offset?: number;
}

/** Damage of a store as a finding; `commit` is empty where it is not known which are concerned. */
export function findingOf({ message, path, offset }: CorruptStoreError, commit = ""): Finding {
  return { kind: "file", commit, message, path, offset };
}
