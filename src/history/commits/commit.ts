/** A commit: one state of the graph with its name, its parents and how it came about. */
import { platform } from "#platform";
import { ByteWriter } from "../../structures/byte-writer.js";
import type { LeafChanges } from "../hashing/leaf-changes.js";
import { hashLeafChanges } from "../hashing/state-root.js";

/** A value that JSON can hold; what `meta` of a commit consists of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One commit, as it never changes again. */
export interface Commit {
  /** SHA-256 over all the rest in canonical form, as 64 hex digits. */
  readonly id: string;
  /** The ids of the commits it was made from, in order; none for a first commit. */
  readonly parents: readonly string[];
  /** The hash of the whole state: two commits with the same root hold the same graph. */
  readonly root: string;
  /** The hash of the change against the first parent. */
  readonly delta: string;
  readonly author: string;
  /** When it was made, in ms since 1970. */
  readonly time: number;
  readonly message: string;
  readonly meta: Readonly<Record<string, Json>>;
}

const writer = new ByteWriter();

/** Makes the commit of its parts: hashes the delta, and with it the commit. */
export function createCommit(
  parts: Omit<Commit, "id" | "delta"> & { readonly canonicalMeta: string },
  leaves: readonly LeafChanges[],
): Commit {
  const delta = hashLeafChanges(leaves);
  writer.reset().text("groggy commit 1").u32(parts.parents.length);
  for (const parent of parts.parents) writer.text(parent);
  writer
    .text(parts.root)
    .text(delta)
    .text(parts.author)
    .f64(parts.time)
    .text(parts.message)
    .text(parts.canonicalMeta);
  return Object.freeze({
    id: platform.sha256Hex(writer.bytes()),
    parents: Object.freeze([...parts.parents]),
    root: parts.root,
    delta,
    author: parts.author,
    time: parts.time,
    message: parts.message,
    meta: parts.meta,
  });
}
