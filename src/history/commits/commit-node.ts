/** A commit as the forest keeps it: with what is needed to move to it, and past many at once. */
import type { Delta } from "../../space/deltas/delta.js";
import type { ColumnNumbers } from "../../space/deltas/delta-codec.js";
import type { LeafChanges } from "../hashing/leaf-changes.js";
import type { Commit } from "./commit.js";
import type { Touched } from "./touched.js";

/** Records of commits one after another, which never change. */
export interface RecordPage {
  readonly bytes: Uint8Array;
  /** The meaning of the numbers of columns in them. */
  readonly columns: ColumnNumbers;
}

/** The record of one commit, see commit-codec.ts: what is behind it on the page belongs to others. */
export interface PagedRecord {
  readonly page: RecordPage;
  readonly offset: number;
}

/** A commit in the forest, with what is needed to move to it. */
export interface CommitNode {
  /** Its place among all commits, in the order in which they came. */
  ordinal: number;
  /** As that of `commit`, which is not made for it. */
  readonly id: string;
  readonly commit: Commit;
  /** The first parent; the delta leads from its state to this one. */
  readonly parent: CommitNode | undefined;
  readonly parents: readonly CommitNode[];
  /** Commits on the way from the first one, along first parents. */
  readonly depth: number;
  /** One more than the largest of the parents'. */
  readonly generation: number;
  delta: Delta;
  readonly leaves: readonly LeafChanges[];
  /** Its record, where it is kept, or stored, as bytes. */
  readonly record?: PagedRecord | undefined;
  /** Goes by a record from now on that differs in nothing but the numbers of rows and columns. */
  hold?(record: PagedRecord): void;
  /** By length, the shortest first; those that are not made yet are missing. */
  skips: (SkipDelta | undefined)[] | undefined;
  /** The skip of a level that is stored elsewhere, as on disk; undefined if there is none. */
  readSkip?(level: number): SkipDelta | undefined;
  /** A commit far back along first parents, see jump.ts; undefined where it leads before the first. */
  readonly jump: CommitNode | undefined;
  /** The commit with several parents or none that begins its line, see lines.ts; undefined if it does so itself. */
  readonly lineStart: CommitNode | undefined;
  /** The earliest time from this commit on, itself included, down to where the jump leads, that excluded. */
  readonly earliest: number;
}

/** The place of a commit among the others. */
export type CommitPlace = Pick<
  CommitNode,
  "parent" | "depth" | "generation" | "jump" | "lineStart" | "earliest"
>;

/** The deltas of commits that follow each other along first parents, made one. */
export interface SkipDelta {
  /** The commit before the stretch; undefined if it begins with the first commit. */
  readonly to: CommitNode | undefined;
  readonly delta: Delta;
  readonly leaves: readonly LeafChanges[];
  /** The elements that any commit of the stretch touched. */
  readonly touched: Touched;
  /** The commits of the stretch with several parents. */
  readonly merges: readonly CommitNode[];
}
