/** Commits that are on disk: what they say and what they changed is read when it is first asked for. */
import type { Commit } from "../../history/commits/commit.js";
import { readCommit, readCommitDelta, readId, readLeaves } from "../../history/commits/commit-codec.js";
import type { CommitNode, CommitPlace, PagedRecord, SkipDelta } from "../../history/commits/commit-node.js";
import type { LeafChanges } from "../../history/hashing/leaf-changes.js";
import type { Delta } from "../../space/deltas/delta.js";
import type { ColumnNumbers } from "../../space/deltas/delta-codec.js";

/** The changes in a record. */
abstract class StoredChanges {
  ordinal: number;
  skips: (SkipDelta | undefined)[] | undefined = undefined;
  readonly #columns: ColumnNumbers;
  #delta: Delta | undefined;
  #leaves: readonly LeafChanges[] | undefined;
  /** The record since rows or columns have other numbers. */
  #held: PagedRecord | undefined;
  /** Whether the delta has other numbers than any record. */
  #isMoved = false;

  constructor(ordinal: number, columns: ColumnNumbers) {
    this.ordinal = ordinal;
    this.#columns = columns;
  }

  /** The record as it is stored. */
  protected abstract stored(): Uint8Array;

  /** The record, of which the delta may have been replaced. */
  protected bytes(): Uint8Array {
    const held = this.#held;
    return held === undefined ? this.stored() : held.page.bytes.subarray(held.offset);
  }

  get delta(): Delta {
    this.#delta ??= readCommitDelta(this.bytes(), this.#held?.page.columns ?? this.#columns);
    return this.#delta;
  }

  set delta(delta: Delta) {
    this.#delta = delta;
    this.#isMoved = true;
  }

  get leaves(): readonly LeafChanges[] {
    this.#leaves ??= readLeaves(this.bytes());
    return this.#leaves;
  }

  get record(): PagedRecord | undefined {
    if (this.#isMoved) return undefined;
    return this.#held ?? { page: { bytes: this.stored(), columns: this.#columns }, offset: 0 };
  }

  hold(record: PagedRecord): void {
    this.#held = record;
    this.#delta = undefined;
    this.#leaves = undefined;
  }
}

/** A commit whose record is in memory: one from the journal. */
export class RecordCommit extends StoredChanges implements CommitNode {
  readonly parents: readonly CommitNode[];
  readonly parent: CommitNode | undefined;
  readonly depth: number;
  readonly generation: number;
  readonly jump: CommitNode | undefined;
  readonly lineStart: CommitNode | undefined;
  readonly earliest: number;
  readonly #record: Uint8Array;
  #commit: Commit | undefined;

  constructor(
    ordinal: number,
    parents: readonly CommitNode[],
    place: CommitPlace,
    record: Uint8Array,
    columns: ColumnNumbers,
  ) {
    super(ordinal, columns);
    this.parents = parents;
    this.parent = place.parent;
    this.depth = place.depth;
    this.generation = place.generation;
    this.jump = place.jump;
    this.lineStart = place.lineStart;
    this.earliest = place.earliest;
    this.#record = record;
  }

  get commit(): Commit {
    if (this.#commit === undefined) {
      // without their commits, which would ask for those of all before
      const ids = this.parents.map((parent) => parent.id);
      this.#commit = readCommit(this.bytes(), ids);
    }
    return this.#commit;
  }

  get id(): string {
    return readId(this.#record);
  }

  protected stored(): Uint8Array {
    return this.#record;
  }
}

/** The table that commits of packs read from. */
export interface CommitRecords {
  record(number: number): Uint8Array;
  idOf(number: number): string;
  commitAt(number: number): CommitNode;
  /** The skip of a level from a commit; undefined if none is stored. */
  skip(number: number, level: number): SkipDelta | undefined;
  /** The number of the commit that begins the line of one. */
  lineStartOf(number: number): number;
}

/** A commit of a pack: even its parents are looked up only when they are needed. */
export class PackCommit extends StoredChanges implements CommitNode {
  readonly depth: number;
  readonly generation: number;
  readonly earliest: number;
  readonly #jump: number | undefined;
  readonly #parents: readonly number[];
  /** Its number in the packs, which a collection of commits does not change. */
  readonly #number: number;
  readonly #records: CommitRecords;
  #commit: Commit | undefined;

  constructor(
    ordinal: number,
    numbers: { depth: number; generation: number; earliest: number; jump: number | undefined },
    parents: readonly number[],
    records: CommitRecords,
    columns: ColumnNumbers,
  ) {
    super(ordinal, columns);
    this.depth = numbers.depth;
    this.generation = numbers.generation;
    this.earliest = numbers.earliest;
    this.#jump = numbers.jump;
    this.#parents = parents;
    this.#number = ordinal;
    this.#records = records;
  }

  get commit(): Commit {
    if (this.#commit === undefined) {
      const ids = this.#parents.map((parent) => this.#records.idOf(parent));
      this.#commit = readCommit(this.bytes(), ids);
    }
    return this.#commit;
  }

  get id(): string {
    return this.#records.idOf(this.#number);
  }

  get parents(): readonly CommitNode[] {
    return this.#parents.map((parent) => this.#records.commitAt(parent));
  }

  get parent(): CommitNode | undefined {
    const [first] = this.#parents;
    return first === undefined ? undefined : this.#records.commitAt(first);
  }

  get jump(): CommitNode | undefined {
    return this.#jump === undefined ? undefined : this.#records.commitAt(this.#jump);
  }

  readSkip(level: number): SkipDelta | undefined {
    return this.#records.skip(this.#number, level);
  }

  get lineStart(): CommitNode | undefined {
    const start = this.#records.lineStartOf(this.#number);
    return start === this.#number ? undefined : this.#records.commitAt(start);
  }

  protected stored(): Uint8Array {
    return this.#records.record(this.#number);
  }
}
