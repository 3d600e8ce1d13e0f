/**
 * Writes what one verb added to the pool and the history, as records one after another: the body of a frame. The same
 * records, with all there is, are the rest of a state: what is neither rows nor edges nor commits.
 */

import { copyCommit, writeCommit } from "../../history/commits/commit-codec.js";
import type { CommitNode } from "../../history/commits/commit-node.js";
import type { KeptPolicies } from "../../history/diff/conflict.js";
import type { HistoryCore } from "../../history/repository/core.js";
import type { OperationEvent } from "../../history/repository/operation-log.js";
import type { RefChange } from "../../history/repository/refs.js";
import type { StashEvent } from "../../history/repository/stashes.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { sliceColumn } from "../../pool/create-column.js";
import type { ElementKind } from "../../pool/pool.js";
import { type Delta, isEmptyDelta } from "../../space/deltas/delta.js";
import { writeDelta } from "../../space/deltas/delta-codec.js";
import type { RuleList } from "../../space/elements/node-rules.js";
import {
  hasSettings,
  INDEX_KINDS,
  type IndexKind,
  type IndexSettings,
} from "../../space/index/value-index.js";
import type { ByteWriter } from "../../structures/byte-writer.js";
import type { ColumnTable } from "./column-table.js";
import * as codec from "./operation-codec.js";
import { KINDS, OPERATION_KINDS, OWNER_KINDS, poolOf, RECORD, RECORD_ALIGNMENT } from "./records.js";
import { writeValues } from "./values-codec.js";

/** The amount of the pool and of the history that is stored already. */
export interface Marks {
  /** Elements of each kind, and sets of labels or types. */
  readonly elements: readonly [nodes: number, edges: number];
  readonly labelSets: readonly [nodes: number, edges: number];
  /** Rows by the number of the column. */
  readonly rows: readonly number[];
  readonly commits: number;
}

export const NO_MARKS: Marks = { elements: [0, 0], labelSets: [0, 0], rows: [], commits: 0 };

/** The events since a store last wrote anything. */
export interface Events {
  readonly refs: Iterable<RefChange>;
  readonly operations: readonly OperationEvent[];
  readonly stashes: readonly StashEvent[];
  readonly indices: readonly IndexChange[];
  /** All rules by label, if there are others than before. */
  readonly rules: RuleList | undefined;
  /** All policies of merges, if there are others than before. */
  readonly policies: KeptPolicies | undefined;
  /** Uncommitted changes to be kept. */
  readonly working: Delta;
}

/** An index that is there from now on, or no longer. */
export interface IndexChange {
  readonly element: ElementKind;
  readonly kind: IndexKind;
  readonly name: string;
  readonly settings: IndexSettings;
  readonly isThere: boolean;
}

/** All indices of a graph. */
export function indicesOf({ space: { indices } }: HistoryCore): IndexChange[] {
  return KINDS.flatMap((element) =>
    indices[element]
      .list()
      .map(({ name, kind, ...settings }) => ({ element, kind, name, settings, isThere: true })),
  );
}

/** The present amounts. Numbers every column. */
export function marksOf(core: HistoryCore, columns: ColumnTable): Marks {
  for (const kind of OWNER_KINDS)
    for (const stored of poolOf(core, kind).columns()) columns.define(kind, stored);
  const { nodes, edges } = core.space.pool;
  return {
    elements: [nodes.count, edges.count],
    labelSets: [nodes.labelSets.setCount, edges.labelSets.setCount],
    rows: Array.from(columns, ({ stored }) => stored.rowCount),
    commits: core.forest.size,
  };
}

/** Writes records with their kind and length before them. */
class RecordWriter {
  readonly #writer: ByteWriter;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  add(kind: number, write: (writer: ByteWriter) => void): void {
    const start = this.#writer.length;
    this.#writer.u32(kind).u32(0);
    write(this.#writer);
    this.#writer.align(RECORD_ALIGNMENT).patchU32(start + 4, this.#writer.length - start - RECORD_ALIGNMENT);
  }
}

/** The rules by label of a graph; undefined if there are none. */
export function rulesOf({ space: { rules } }: HistoryCore): RuleList | undefined {
  const { byLabel } = rules;
  return byLabel.uniques.length + byLabel.required.length === 0 ? undefined : byLabel;
}

/** The policies of merges of a graph; undefined if there are none. */
export function policiesOf({ repository: { policies } }: HistoryCore): KeptPolicies | undefined {
  return Object.keys(policies).length === 0 ? undefined : policies;
}

/** Writes sets of labels, ids, columns and declared types that came after `since`. */
export function writeCatalogue(
  writer: ByteWriter,
  core: HistoryCore,
  columns: ColumnTable,
  since: Marks,
): void {
  const records = new RecordWriter(writer);
  KINDS.forEach((kind, at) => {
    const pool = poolOf(core, kind);
    const { labelSets, identities } = pool;
    if (labelSets.setCount > since.labelSets[at]) {
      records.add(RECORD.labelSets, (out) => {
        out
          .u32(at)
          .u32(since.labelSets[at])
          .u32(labelSets.setCount - since.labelSets[at]);
        for (let set = since.labelSets[at]; set < labelSets.setCount; set++) {
          const names = labelSets.set(set);
          out.u32(names.length);
          for (const name of names) out.text(name);
        }
      });
    }
    if (pool.count > since.elements[at] || since === NO_MARKS) {
      records.add(RECORD.elements, (out) => {
        const runs = [...identities.runs()].filter((run) => run.first + run.count > since.elements[at]);
        out.u32(at).u32(since.elements[at]).u32(identities.origin).u32(identities.next).u32(runs.length);
        for (const { first, count, origin, sequence } of runs) {
          const passed = Math.max(0, since.elements[at] - first);
          out
            .u32(count - passed)
            .u32(origin)
            .u32(sequence + passed);
        }
      });
    }
  });
  for (let number = since.rows.length; number < columns.count; number++) {
    const { kind, stored } = columns.at(number);
    records.add(RECORD.column, (out) =>
      out.u32(number).u32(OWNER_KINDS.indexOf(kind)).text(stored.type).text(stored.name),
    );
  }
}

/** Writes the types that were declared, which are few. */
export function writeDeclared(writer: ByteWriter, core: HistoryCore): void {
  const records = new RecordWriter(writer);
  OWNER_KINDS.forEach((kind, at) => {
    for (const [name, type] of core.space.elementsOf(kind).declared) {
      records.add(RECORD.declared, (out) => out.u32(at).text(type).text(name));
    }
  });
}

/** Writes edges and rows that came after `since`. */
export function writeContents(
  writer: ByteWriter,
  core: HistoryCore,
  columns: ColumnTable,
  since: Marks,
): void {
  const records = new RecordWriter(writer);
  const { edges } = core.space.pool;
  const [, firstEdge] = since.elements;
  if (edges.count > firstEdge) {
    records.add(RECORD.ends, (out) => {
      out.u32(firstEdge).u32(edges.count - firstEdge);
      writeEnds(out, core, firstEdge, edges.count);
    });
  }
  for (let number = 0; number < columns.count; number++) {
    const { stored } = columns.at(number);
    const first = since.rows[number] ?? 0;
    if (stored.rowCount === first) continue;
    records.add(RECORD.rows, (out) => {
      out.u32(number).u32(first);
      writeRows(columns, number, first, stored.rowCount, out);
    });
  }
}

export function writeEnds(writer: ByteWriter, core: HistoryCore, first: number, end: number): void {
  const { sources, targets } = core.space.pool.edges;
  writer.numbers(sources.subarray(first, end)).numbers(targets.subarray(first, end));
}

/** Writes the owners and the values of rows. */
export function writeRows(
  columns: ColumnTable,
  number: number,
  first: number,
  end: number,
  writer: ByteWriter,
): void {
  const stored = columns.columnOf(number);
  const owners = ownersOf(stored, first, end);
  writer.u32(end - first).u32(owners.length === 1 ? 1 : 0);
  writer.numbers(owners).align(RECORD_ALIGNMENT);
  writeValues(writer, sliceColumn(stored.column, first, end - first));
}

/** The owners of rows; of rows whose owners follow each other the first alone. */
function ownersOf(stored: AttributeColumn, first: number, end: number): Uint32Array {
  if (stored.isOwnerRun(first, end - first)) return Uint32Array.of(stored.owner(first));
  const owners = new Uint32Array(end - first);
  let isRun = true;
  for (let row = first; row < end; row++) {
    owners[row - first] = stored.owner(row);
    isRun &&= owners[row - first] === owners[0] + row - first;
  }
  return isRun ? owners.subarray(0, 1) : owners;
}

/** Writes commits that came after `since`. */
export function writeCommits(
  writer: ByteWriter,
  core: HistoryCore,
  columns: ColumnTable,
  since: Marks,
): void {
  const records = new RecordWriter(writer);
  for (let ordinal = since.commits; ordinal < core.forest.size; ordinal++) {
    records.add(RECORD.commit, (out) => writeNodeRecord(out, core.forest.at(ordinal), columns));
  }
}

export function writeNodeRecord(writer: ByteWriter, node: CommitNode, columns: ColumnTable): void {
  const parents = node.parents.map((parent) => parent.ordinal);
  const { record } = node;
  if (record !== undefined) copyCommit(writer, record, parents, columns);
  else writeCommit(writer, { commit: node.commit, parents, leaves: node.leaves, delta: node.delta }, columns);
}

/** Writes the events of a store, and the head. */
export function writeEvents(
  writer: ByteWriter,
  core: HistoryCore,
  columns: ColumnTable,
  events: Events,
): void {
  const records = new RecordWriter(writer);
  for (const change of events.refs) {
    records.add(RECORD.ref, (out) => {
      codec.writeRef(out, change);
      codec.writeTarget(out, change.after);
    });
  }
  for (const event of events.operations) writeOperationEvent(records, event, columns);
  for (const event of events.stashes) {
    records.add(RECORD.stash, (out) => {
      out.u32(event.kind === "insert" ? 0 : 1).u32(event.index);
      if (event.kind === "insert") codec.writeStash(out, event.stash, columns);
    });
  }
  for (const { element, kind, name, isThere, settings } of events.indices) {
    records.add(RECORD.index, (out) => {
      out
        .u32(KINDS.indexOf(element))
        .u32(INDEX_KINDS.indexOf(kind))
        .u32(isThere ? 1 : 0)
        .text(name);
      if (hasSettings(kind)) out.text(JSON.stringify(settings));
    });
  }
  const { rules } = events;
  if (rules !== undefined) records.add(RECORD.rules, (out) => writeRules(out, rules));
  const { policies } = events;
  if (policies !== undefined) records.add(RECORD.policies, (out) => out.text(JSON.stringify(policies)));
  records.add(RECORD.head, (out) => {
    codec.writeOptionalText(out, core.branch);
    codec.writeNode(out, core.node);
  });
  const { working } = events;
  if (!isEmptyDelta(working)) {
    records.add(RECORD.working, (out) => writeDelta(out, working, columns));
  }
}

function writeRules(out: ByteWriter, { uniques, required }: RuleList): void {
  out.u32(uniques.length).u32(required.length);
  for (const { label = "", names, isKey } of uniques) {
    out
      .u32(isKey ? 1 : 0)
      .u32(names.length)
      .text(label);
    for (const name of names) out.text(name);
  }
  for (const { label, name } of required) out.text(label).text(name);
}

function writeOperationEvent(records: RecordWriter, event: OperationEvent, columns: ColumnTable): void {
  // changes that were rolled back are not written
  if (event.kind === "retract") return;
  records.add(RECORD.operation, (out) => {
    out.u32(OPERATION_KINDS.indexOf(event.kind));
    if (event.kind === "push") codec.writeOperation(out, event.operation, columns);
  });
}
