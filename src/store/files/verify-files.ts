/** Checking a store's files against their checksums. Reports, and repairs nothing. */
import type { StoragePlatform } from "#platform";
import { CorruptStoreError } from "../../errors.js";
import { type Finding, findingOf, type VerifyLevel } from "../../history/repository/finding.js";
import type { ColumnTable } from "../codec/column-table.js";
import type { CommitTable } from "./commit-table.js";
import type { IndexSections } from "./index-sections.js";
import { Journal, readHeader } from "./journal.js";
import type { OpenStore } from "./open-files.js";
import { readSection, SECTION } from "./section-file.js";

/**
 * Finds damage in the journal, which is read again, in the sections of indices that were used, and, unless `level` is
 * quick, in every section and every record of a commit.
 */
export function* verifyFiles(
  storage: StoragePlatform,
  { journal, state, packs }: OpenStore,
  columns: ColumnTable,
  commits: CommitTable,
  indices: IndexSections,
  level: VerifyLevel,
): Generator<Finding> {
  yield* attempt(() => {
    readHeader(storage, journal.file);
    Journal.open(storage, journal.file, false);
  });
  for (const { file, sections, sizeBytes } of [state, ...packs]) {
    if (file.size() < sizeBytes) {
      const message = `${file.path}: expected ${sizeBytes} bytes, got ${file.size()}`;
      yield { kind: "file", commit: "", message, path: file.path, offset: file.size() };
      continue;
    }
    if (level === "quick") continue;
    for (const section of sections) {
      if (section.kind === SECTION.index) {
        yield* attempt(() => indices.check(file, section, columns));
        continue;
      }
      // records have checksums of their own, which tell which commit is damaged
      if (section.kind !== SECTION.records) yield* attempt(() => void readSection(storage, file, section));
    }
  }
  if (level === "quick") {
    for (const damage of indices.damage) yield findingOf(damage);
    return;
  }
  for (let number = 0; number < commits.count; number++) yield* attempt(() => void commits.record(number));
}

/** The damage that `check` finds. */
function* attempt(check: () => void): Generator<Finding> {
  try {
    check();
  } catch (error) {
    if (!(error instanceof CorruptStoreError)) throw error;
    yield findingOf(error);
  }
}
