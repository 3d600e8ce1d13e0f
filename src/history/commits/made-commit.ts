/**
 * A commit that this graph made or took from another one. The newest are objects. Older ones, where they are small as
 * most are, are the bytes that a store has of them, one after another in pages: 250 bytes in place of 1,300.
 */

import { readCommit, readCommitDelta, readId, readLeaves, writeCommit } from "#lazy/commits";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { type Delta, sizeOfDelta } from "../../space/deltas/delta.js";
import type { ColumnNumbers } from "../../space/deltas/delta-codec.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import type { LeafChanges } from "../hashing/leaf-changes.js";
import type { Commit } from "./commit.js";
import type { CommitNode, CommitPlace, PagedRecord, RecordPage, SkipDelta } from "./commit-node.js";

/** The changes of a commit, as objects. */
interface Changes {
  readonly delta: Delta;
  readonly leaves: readonly LeafChanges[];
}

const PAGE_BYTES_MIN = 2 ** 12;
const PAGE_BYTES_MAX = 2 ** 18;
/** Deltas of more numbers are typed arrays, of which bytes would be copies. */
const DELTA_SIZE_MAX = 32;
const LEAVES_MAX = 16;
const SHORT_MESSAGE_LENGTH = 1024;

const writer = new ByteWriter();

/** The pages of a graph's commits, and the numbers of the columns in them. */
export class CommitPages {
  #columns = new PagedColumns();
  #page: RecordPage | undefined;
  #end = 0;

  get columns(): ColumnNumbers {
    return this.#columns;
  }

  /** Adds a record; where it is. */
  add(record: Uint8Array): PagedRecord {
    if (this.#page === undefined || this.#end + record.length > this.#page.bytes.length) {
      const size = Math.min(PAGE_BYTES_MAX, 2 * (this.#page?.bytes.length ?? PAGE_BYTES_MIN / 2));
      const bytes = new Uint8Array(Math.max(size, record.length));
      this.#page = { bytes, columns: this.#columns };
      this.#end = 0;
    }
    const [page, offset] = [this.#page, this.#end];
    page.bytes.set(record, offset);
    this.#end += record.length;
    return { page, offset };
  }

  /** Begins new pages, with new numbers of columns. Those there were last as long as commits are in them. */
  renew(): void {
    this.#columns = new PagedColumns();
    this.#page = undefined;
  }
}

class PagedColumns implements ColumnNumbers {
  readonly #columns: AttributeColumn[] = [];
  readonly #numbers = new Map<AttributeColumn, number>();

  numberOf(stored: AttributeColumn): number {
    const known = this.#numbers.get(stored);
    if (known !== undefined) return known;
    this.#numbers.set(stored, this.#columns.length);
    return this.#columns.push(stored) - 1;
  }

  columnOf(number: number): AttributeColumn {
    return this.#columns[number];
  }
}

export class MadeCommit implements CommitNode {
  ordinal: number;
  skips: (SkipDelta | undefined)[] | undefined = undefined;
  readonly parent: CommitNode | undefined;
  readonly depth: number;
  readonly generation: number;
  readonly jump: CommitNode | undefined;
  readonly lineStart: CommitNode | undefined;
  readonly earliest: number;
  /** Where there are several. */
  readonly #parents: readonly CommitNode[] | undefined;
  /** Undefined once it is packed, until it is asked for. */
  #commit: Commit | undefined;
  /** Undefined once it is packed. */
  #changes: Changes | undefined;
  #page: RecordPage | undefined = undefined;
  #offset = 0;

  constructor(
    ordinal: number,
    commit: Commit,
    parents: readonly CommitNode[],
    place: CommitPlace,
    changes: Changes,
  ) {
    this.ordinal = ordinal;
    this.parent = place.parent;
    this.depth = place.depth;
    this.generation = place.generation;
    this.jump = place.jump;
    this.lineStart = place.lineStart;
    this.earliest = place.earliest;
    this.#parents = parents.length > 1 ? parents : undefined;
    this.#commit = commit;
    this.#changes = changes;
  }

  get parents(): readonly CommitNode[] {
    return this.#parents ?? (this.parent === undefined ? [] : [this.parent]);
  }

  get id(): string {
    return this.#commit?.id ?? readId(this.#bytes());
  }

  get commit(): Commit {
    if (this.#commit === undefined) {
      const parents = this.parents.map(({ id }) => id);
      this.#commit = readCommit(this.#bytes(), parents);
    }
    return this.#commit;
  }

  get delta(): Delta {
    if (this.#changes !== undefined) return this.#changes.delta;
    return readCommitDelta(this.#bytes(), (this.#page as RecordPage).columns);
  }

  set delta(delta: Delta) {
    this.#changes = { delta, leaves: this.leaves };
  }

  get leaves(): readonly LeafChanges[] {
    return this.#changes === undefined ? readLeaves(this.#bytes()) : this.#changes.leaves;
  }

  /** Turns to bytes, if it is small. */
  pack(pages: CommitPages): void {
    if (this.#changes === undefined) return;
    const { delta, leaves } = this.#changes;
    const { commit } = this;
    if (sizeOfDelta(delta) > DELTA_SIZE_MAX || commit.message.length > SHORT_MESSAGE_LENGTH) return;
    let leafCount = 0;
    for (const { count } of leaves) leafCount += count;
    if (leafCount > LEAVES_MAX) return;
    writer.reset();
    writeCommit(writer, { commit, parents: [], leaves, delta }, pages.columns);
    this.hold(pages.add(writer.bytes()));
  }

  get record(): PagedRecord | undefined {
    if (this.#changes !== undefined) return undefined;
    return { page: this.#page as RecordPage, offset: this.#offset };
  }

  hold({ page, offset }: PagedRecord): void {
    this.#page = page;
    this.#offset = offset;
    this.#changes = undefined;
    this.#commit = undefined;
  }

  /** From its record on. */
  #bytes(): Uint8Array {
    return (this.#page as RecordPage).bytes.subarray(this.#offset);
  }
}
