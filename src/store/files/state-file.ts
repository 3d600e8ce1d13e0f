/**
 * A state on disk: the present commit's live elements, the rows of their values, the hashes of the leaves; and all
 * that is neither rows nor edges nor commits, such as names and the operation log.
 */
import type { Codec, DiskFile, StoragePlatform } from "#platform";
import { HashTree } from "../../history/hashing/hash-tree.js";
import type { HistoryCore } from "../../history/repository/core.js";
import type { OperationEvent } from "../../history/repository/operation-log.js";
import type { RefChange } from "../../history/repository/refs.js";
import type { Delta } from "../../space/deltas/delta.js";
import { Bitmap } from "../../structures/bitmap.js";
import { RowIndex } from "../../structures/row-index.js";
import type { ColumnTable } from "../codec/column-table.js";
import { LazyAttribute } from "../codec/lazy-attribute.js";
import {
  indicesOf,
  NO_MARKS,
  policiesOf,
  rulesOf,
  writeCatalogue,
  writeDeclared,
  writeEvents,
} from "../codec/record-writer.js";
import { OWNER_KINDS } from "../codec/records.js";
import type { OpenFile } from "./pack.js";
import { decodeSection, SECTION, type Section, type SectionKind, SectionWriter } from "./section-file.js";

/** Writes the state of the present commit to a file, durably but for its name; its sections. */
export function writeState(
  storage: StoragePlatform,
  file: DiskFile,
  codec: Codec,
  storeId: Uint8Array,
  core: HistoryCore,
  columns: ColumnTable,
  working: Delta,
): { sections: Section[]; sizeBytes: number } {
  const out = new SectionWriter(storage, file, codec, storeId);
  const state = core.stateOf(core.node);
  [state.nodes, state.edges].forEach((elements, at) => {
    out.add(SECTION.live, at, 0, elements.live.count, (writer) => elements.live.write(writer));
    out.add(SECTION.labelRows, at, 0, 0, (writer) => elements.labelRows.write(writer));
  });
  for (const elements of [state.nodes, state.edges, state.graph]) {
    for (const { stored, rows } of elements.attributes()) {
      columns.define(elements.kind, stored);
      out.add(SECTION.cellRows, columns.numberOf(stored), 0, 0, (writer) => rows.write(writer));
    }
  }
  const trees = core.head.stateRoot.trees();
  out.add(SECTION.leaves, 0, 0, trees.size, (writer) => {
    for (const [column, tree] of trees) tree.write(writer.text(column));
  });
  out.add(SECTION.rest, 0, 0, 0, (writer) => {
    writeCatalogue(writer, core, columns, NO_MARKS);
    writeDeclared(writer, core);
    writeEvents(writer, core, columns, {
      refs: allRefs(core),
      operations: [...allOperations(core)],
      stashes: core.stashes.entries.map((stash, index) => ({ kind: "insert", index, stash })),
      indices: indicesOf(core),
      rules: rulesOf(core),
      policies: policiesOf(core),
      working,
    });
  });
  out.finish();
  return { sections: out.sections, sizeBytes: out.sizeBytes };
}

function* allRefs(core: HistoryCore): Generator<RefChange> {
  for (const kind of ["branch", "tag", "remote"] as const) {
    for (const [name, after] of core.repository.refsOf(kind).entries())
      yield { kind, name, before: undefined, after };
  }
}

/** The operations as they would come about once more: those undone are done and undone again. */
function* allOperations({ operations: { done, undone } }: HistoryCore): Generator<OperationEvent> {
  for (const operation of [...done, ...undone.toReversed()]) yield { kind: "push", operation };
  for (const _ of undone) yield { kind: "undo" };
}

/** Loads the state in a file into the space and the hashes, except for the rest, which is read before. */
export function restoreState(
  storage: StoragePlatform,
  state: OpenFile,
  core: HistoryCore,
  columns: ColumnTable,
): void {
  const { file, sections } = state;
  const find = (kind: SectionKind, key: number): Section => {
    const section = sections.find((each) => each.kind === kind && each.key === key);
    if (section === undefined) throw new RangeError(`a state without section ${kind} of ${key}`);
    return section;
  };
  OWNER_KINDS.forEach((kind, at) => {
    const isGraph = kind === "graph";
    const live = isGraph
      ? Bitmap.of([0])
      : decodeSection(storage, file, find(SECTION.live, at), (reader) => Bitmap.read(reader));
    const labelRows = isGraph
      ? new RowIndex()
      : decodeSection(storage, file, find(SECTION.labelRows, at), RowIndex.read);
    const attributes = sections
      .filter((section) => section.kind === SECTION.cellRows && columns.at(section.key).kind === kind)
      .map((section) => {
        const read = (): RowIndex => decodeSection(storage, file, section, RowIndex.read);
        return new LazyAttribute(columns.columnOf(section.key), read);
      });
    core.space.elementsOf(kind).restore(live, labelRows, attributes);
  });
  const leaves = find(SECTION.leaves, 0);
  core.head.stateRoot.restore(() =>
    decodeSection(storage, file, leaves, (reader) =>
      Array.from({ length: leaves.count }, () => [reader.text(), HashTree.read(reader)] as const),
    ),
  );
}
