/** The files of a store that are open. */
import type { Journal } from "./journal.js";
import type { OpenFile } from "./pack.js";

/** The open files of a store: opened by `open`, and replaced by each checkpoint. */
export interface OpenStore {
  readonly journal: Journal;
  readonly journalName: string;
  readonly state: OpenFile;
  readonly packs: readonly OpenFile[];
}
