/**
 * A bundle: commits with all that they changed, and names for them, as one string of bytes that can be checked. All
 * numbers are little-endian, texts are their length in bytes (u32) and UTF-8, hashes and ids are 32 bytes.
 *
 *   0   8  "GROGGYBN"       then the sections, each        then
 *   8   4  format          4   its kind                   32  SHA-256 of all before, the contents
 *   12  4  1 if directed    4   its size in bytes              of sections left out
 *   16  4  sections         32  SHA-256 of its contents
 *                               its contents
 *
 * Kinds are 1, required commits; 2, commits, each after its parents; 3, names; 4, indices; 5, rules; 6, policies.
 */

import type { ElementKind } from "../../pool/pool.js";
import { formatType, isTypeOfFormat1, parseType } from "../../pool/value-type.js";
import type { RuleList } from "../../space/elements/node-rules.js";
import { INDEX_KINDS, type IndexKind, type IndexSettings } from "../../space/index/value-index.js";
import type { Commit } from "../commits/commit.js";
import type { KeptPolicies } from "../diff/conflict.js";
import type { LeafChanges } from "../hashing/leaf-changes.js";
import type { TagNote } from "../repository/refs.js";
import type { BundleChange } from "./bundle-change.js";

export const BUNDLE_MAGIC = "GROGGYBN";
export const BUNDLE_FORMAT = 1;
export const BUNDLE_FORMAT_INDICES = 2;
/** With attributes of types that came later, with or without indices. */
export const BUNDLE_FORMAT_TYPES = 3;
/** With attributes of the graph itself, or rules by label, with or without indices and such types. */
export const BUNDLE_FORMAT_ATTRIBUTES = 4;
/** With attributes that have, or had, several types in one state; of others than in the formats before. */
export const BUNDLE_FORMAT_MIXED = 5;
/** With policies of merges, and with or without all that the formats before have. */
export const BUNDLE_FORMAT_POLICIES = 6;
/** The format of bundles with indices that have settings. */
export const BUNDLE_FORMAT_SEARCH = 7;
export const BUNDLE_HEADER_BYTES = 20;
export const SECTION_HEADER_BYTES = 40;

/** The most bytes that one bundle can have. */
export const BUNDLE_BYTES_MAX = 2 ** 32 - 1;

export const SECTION_REQUIRED = 1;
export const SECTION_COMMIT = 2;
export const SECTION_NAMES = 3;
export const SECTION_INDICES = 4;
export const SECTION_RULES = 5;
export const SECTION_POLICIES = 6;

/** A commit as a bundle has it. */
export interface BundledCommit {
  readonly commit: Commit;
  readonly leaves: readonly LeafChanges[];
  readonly change: BundleChange;
}

/** The names in a bundle, and the head of its graph. */
export interface BundleNames {
  /** The branch that the graph was on, null if detached; and its commit, if it is in the bundle or required. */
  readonly head: { readonly branch: string | null; readonly commit: string | undefined };
  readonly branches: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, { readonly commit: string; readonly note: TagNote | undefined }>;
}

/** The contents of a bundle. */
export interface Bundle {
  readonly format: number;
  readonly directed: boolean;
  /** Commits that the receiver must have. */
  readonly required: readonly string[];
  /** Each after its parents. */
  readonly commits: readonly BundledCommit[];
  readonly names: BundleNames;
  readonly indices: readonly BundledIndex[];
  /** Keys by label, unique and required attributes of the graph that a bundle is of. */
  readonly rules: RuleList;
  /** Policies of merges of that graph. */
  readonly policies: KeptPolicies;
}

/** The kinds of element and of index by number. */
export const BUNDLED_KINDS = {
  element: ["node", "edge"],
  index: INDEX_KINDS,
} as const satisfies { element: readonly ElementKind[]; index: readonly IndexKind[] };

/** An index of the graph that a bundle is of. */
export interface BundledIndex {
  readonly element: ElementKind;
  readonly kind: IndexKind;
  readonly name: string;
  readonly settings: IndexSettings;
}

/** The format that a bundle is to have, by what is in it. */
export function bundleFormatOf(hasIndices: boolean, hasRules: boolean, columns: Iterable<string>): number {
  if (hasRules) return BUNDLE_FORMAT_ATTRIBUTES;
  // a column of an attribute is named "node integer age", or "node@1a2b3c4d integer age" where its elements came from elsewhere
  let format = hasIndices ? BUNDLE_FORMAT_INDICES : BUNDLE_FORMAT;
  for (const column of columns) {
    const [kind, type] = column.split(" ");
    if (kind === "graph") return BUNDLE_FORMAT_ATTRIBUTES;
    if (/^(node|edge)(@|$)/.test(kind) && type !== undefined && isLaterType(type))
      format = BUNDLE_FORMAT_TYPES;
  }
  return format;
}

function isLaterType(type: string): boolean {
  const parsed = parseType(type);
  return parsed !== undefined && !isTypeOfFormat1(formatType(parsed));
}
