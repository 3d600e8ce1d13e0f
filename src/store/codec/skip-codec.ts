/**
 * Skip deltas as bytes: many commits made one, beside the commits themselves. All of it can be worked out from those,
 * so that a reader may do without. `docs/internals/format.md` has the layout.
 */

import { readLeafChanges, writeLeafChanges } from "../../history/commits/commit-codec.js";
import type { CommitNode, SkipDelta } from "../../history/commits/commit-node.js";
import { Touched } from "../../history/commits/touched.js";
import type { LeafChanges } from "../../history/hashing/leaf-changes.js";
import type { Delta } from "../../space/deltas/delta.js";
import {
  type ColumnNumbers,
  readDelta,
  readRuns,
  writeDelta,
  writeRuns,
} from "../../space/deltas/delta-codec.js";
import { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";

export function writeSkip(writer: ByteWriter, skip: SkipDelta, columns: ColumnNumbers): void {
  const { to, merges, touched, leaves, delta } = skip;
  writer.u32(to === undefined ? 0 : to.ordinal + 1).u32(merges.length);
  for (const merge of merges) writer.u32(merge.ordinal);
  writer.u8(touched.graph ? 1 : 0);
  writeRuns(writer, touched.nodes);
  writeRuns(writer, touched.edges);
  writeLeafChanges(writer, leaves);
  writeDelta(writer, delta, columns);
}

/** A skip of a store. The commits that it names are looked up when they are asked for. */
export class StoredSkip implements SkipDelta {
  readonly touched: Touched;
  readonly leaves: readonly LeafChanges[];
  readonly delta: Delta;
  readonly #to: number;
  readonly #merges: readonly number[];
  readonly #commitAt: (number: number) => CommitNode;

  constructor(bytes: Uint8Array, columns: ColumnNumbers, commitAt: (number: number) => CommitNode) {
    const reader = new ByteReader(bytes);
    this.#commitAt = commitAt;
    this.#to = reader.u32();
    this.#merges = Array.from({ length: reader.u32() }, () => reader.u32());
    const graph = reader.u8() === 1;
    this.touched = Touched.of(readRuns(reader), readRuns(reader), graph);
    this.leaves = readLeafChanges(reader);
    this.delta = readDelta(reader, columns);
  }

  get to(): CommitNode | undefined {
    return this.#to === 0 ? undefined : this.#commitAt(this.#to - 1);
  }

  get merges(): readonly CommitNode[] {
    return this.#merges.map((number) => this.#commitAt(number));
  }
}
