/** The contents of a bundle, without a graph made of them: its commits, its names, and the commits that it builds on. */
import { describe } from "../../errors.js";
import type { Commit } from "../commits/commit.js";
import type { TagNote } from "../repository/refs.js";
import { readBundleFile } from "./bundle-file.js";
import { readBundle } from "./read-bundle.js";

/** A name in a bundle. */
export interface BundleRef {
  readonly name: string;
  /** The id of its commit, which is in the bundle or required. */
  readonly commit: string;
}

/** The contents of a bundle. */
export interface BundleSummary {
  readonly sizeBytes: number;
  /** The version of its format. */
  readonly format: number;
  readonly directed: boolean;
  /** The ids of commits that a graph needs before it can fetch from the bundle; none if it is complete. */
  readonly required: readonly string[];
  /** Each after its parents. */
  readonly commits: readonly Commit[];
  /** The branch that its graph was on, null if detached, and the id of its commit, null if that is not in the bundle. */
  readonly head: { readonly branch: string | null; readonly commit: string | null };
  readonly branches: readonly BundleRef[];
  readonly tags: readonly (BundleRef & Partial<TagNote>)[];
}

/** Reads and checks a bundle, given as bytes or by its path. O(its size). @throws GroggyError INVALID_BUNDLE. */
export function summarizeBundle(source: unknown): BundleSummary {
  if (typeof source !== "string" && !(source instanceof Uint8Array))
    throw new TypeError(`"source" expected the bytes of a bundle or its path, got ${describe(source)}`);
  const bytes = typeof source === "string" ? readBundleFile(source) : source;
  const { format, directed, required, commits, names } = readBundle(bytes);
  const { branch, commit = null } = names.head;
  return {
    sizeBytes: bytes.length,
    format,
    directed,
    required,
    commits: commits.map((each) => each.commit),
    head: { branch, commit },
    branches: Array.from(names.branches, ([name, id]) => ({ name, commit: id })),
    tags: Array.from(names.tags, ([name, { commit: id, note }]) => ({ name, commit: id, ...note })),
  };
}
