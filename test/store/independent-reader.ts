/**
 * Reads a store, and shares nothing with the source: written from docs/internals/format.md alone, as is the folder beside it.
 * Where the page says damage this throws. It takes what a program without the lock may take, or with `all` what a
 * writer would. It is made to be compared with, not to be fast: a state is sets and maps.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Bytes, check } from "./independent/bytes.js";
import {
  type Changes,
  type Half,
  readCommits,
  readSkips,
  type Skip,
  type StoredCommit,
} from "./independent/commits.js";
import { Contents } from "./independent/contents.js";
import {
  checkParts,
  newestJournal,
  openSection,
  readFile,
  readFrames,
  readHeader,
  type Section,
} from "./independent/files.js";
import { checkIndexSection } from "./independent/index-sections.js";
import { readBitmap, readRowIndex, readTrees } from "./independent/values.js";

/** The elements of one kind in one state. */
interface HalfState {
  readonly live: Set<number>;
  readonly classes: Map<number, number>;
  /** By column. */
  readonly rows: Map<number, Map<number, number>>;
}

export type State = readonly HalfState[];

/** An element as a state has it. */
export interface Element {
  readonly id: number;
  readonly labels: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly source?: number;
  readonly target?: number;
}

export class IndependentStore extends Contents {
  readonly storeId: string;
  readonly directed: boolean;
  readonly key: string;
  /** The commit that the state in the files is of, and that state. */
  readonly baseCommit: number | undefined;
  readonly baseState: State;
  readonly leaves: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly skips: readonly Skip[];
  /** For each pack, and last the state, its sections. */
  readonly files: readonly Section[][];
  /** The specifications of the sections of indices. */
  readonly indexSections: readonly string[];

  constructor(folder: string, all = false) {
    super();
    const data = readFileSync(join(folder, newestJournal(folder)));
    const { storeId, directed, key, hasIndices, hasPolicies, hasIndexSections } = readHeader(data);
    [this.storeId, this.directed, this.key] = [storeId, directed, key];
    const [base, ...transactions] = readFrames(data, all);
    const manifest = new Bytes(base.body);
    const packs = manifest.many(manifest.u32(), () => readFile(folder, manifest, storeId));
    const state = readFile(folder, manifest, storeId);
    this.files = [...packs, state];
    const find = (sections: readonly Section[], kind: number, key = 0): Section | undefined =>
      sections.find((section) => section.kind === kind && section.key === key);
    // the operation log speaks of commits by number
    for (const pack of packs) {
      const [table, records] = [find(pack, 3), find(pack, 4)];
      if (table !== undefined && records !== undefined)
        this.commits.push(...readCommits(table, records, this.commits));
    }
    const depthOf = (commit: number): number => {
      let depth = 0;
      for (let at: number | undefined = commit; at !== undefined; at = this.commits[at].parents.at(0))
        depth++;
      return depth;
    };
    this.skips = packs.flatMap((pack) => {
      const [table, records] = [find(pack, 13), find(pack, 14)];
      if (table === undefined || records === undefined) return [];
      return readSkips(table, records, this.commits, depthOf);
    });
    this.takeParts(openSection(find(state, 9) as Section));
    this.baseCommit = this.head;
    for (const section of packs.flat()) {
      if (section.kind === 1) this.takeEnds(section.first, section.count, openSection(section));
      if (section.kind === 2) this.takeRows(section.key, section.first, openSection(section));
      if (section.kind === 10) this.#checkCatalogue(openSection(section));
    }
    const ofIndices = packs.flat().filter((section) => section.kind === 11);
    for (const section of packs.flat().filter(({ kind }) => kind === 12)) {
      const isOf = ({ kind, key, first, count }: Section): boolean =>
        kind === 2 && key === section.key && first === section.first && count === section.count;
      checkParts(section, packs.flat().find(isOf));
      check(hasIndexSections, "checksums that the header does not speak of");
    }
    check(
      hasIndexSections || ofIndices.length === 0,
      "sections of indices that the header does not speak of",
    );
    this.indexSections = ofIndices.map((section) => {
      check(section.codec === 0, "a section of an index that is compressed");
      return checkIndexSection(openSection(section), this.columns[section.key], section.first, section.count);
    });
    this.baseState = [0, 1, 2].map((kind) => ({
      live: kind === 2 ? new Set([0]) : readBitmap(openSection(find(state, 5, kind) as Section)),
      classes: kind === 2 ? new Map() : readRowIndex(openSection(find(state, 6, kind) as Section)),
      rows: new Map(
        state
          .filter((section) => section.kind === 7 && this.columns[section.key].kind === kind)
          .map((section) => [section.key, readRowIndex(openSection(section))]),
      ),
    }));
    const leaves = find(state, 8) as Section;
    this.leaves = readTrees(openSection(leaves), leaves.count);
    for (const { body } of transactions) this.takeParts(new Bytes(body));
    check(
      hasIndices || this.indices.every(({ size }) => size === 0),
      "indices that the header does not speak of",
    );
    check(hasPolicies || this.policies === "{}", "policies that the header does not speak of");
  }

  #checkCatalogue(from: Bytes): void {
    check(from.take(16).toString("hex") === this.storeId, "whose catalogue it is");
    check((from.u32() === 1) === this.directed && from.text() === this.key, "what a catalogue says");
    from.align(8);
    const then = new Contents();
    then.takeParts(new Bytes(from.data.subarray(from.at)));
    const known = this.columns.slice(0, then.columns.length).map(({ type, name }) => `${type} ${name}`);
    check(known.join() === then.columns.map(({ type, name }) => `${type} ${name}`).join(), "its columns");
  }

  /** The state of a commit, from a first one on; of none, the state without elements. */
  stateOf(commit: number | undefined): State {
    const state = [0, 1, 2].map((kind): HalfState => {
      const declared = [...this.columns.keys()].filter((column) => this.#isDeclared(kind, column));
      const rows = new Map(declared.map((column) => [column, new Map<number, number>()]));
      return { live: new Set(kind === 2 ? [0] : []), classes: new Map(), rows };
    });
    const way: StoredCommit[] = [];
    for (let at = commit; at !== undefined; at = this.commits[at].parents.at(0)) way.push(this.commits[at]);
    for (const { delta } of way.reverse()) this.apply(delta, state);
    return state;
  }

  /** The state of the head with the uncommitted changes that were kept. */
  get present(): State {
    const state = this.stateOf(this.head);
    this.apply(this.working, state);
    return state;
  }

  #isDeclared(kind: number, column: number): boolean {
    const { kind: own, type, name } = this.columns[column];
    return own === kind && this.declared[kind].includes(`${type} ${name}`);
  }

  apply(delta: readonly (Half | undefined)[], state: State): void {
    delta.forEach((half, kind) => {
      if (half === undefined) return;
      const { live, classes, rows } = state[kind];
      for (const [first, count] of half.removed) for (let i = 0; i < count; i++) live.delete(first + i);
      for (const [first, count] of half.added) for (let i = 0; i < count; i++) live.add(first + i);
      applyChanges(half.classes, classes);
      for (const column of half.dropped) rows.delete(column);
      for (const column of half.introduced) rows.set(column, new Map());
      for (const [column, changes] of half.cells) {
        if (!rows.has(column) && this.#isDeclared(kind, column)) rows.set(column, new Map());
        const own = rows.get(column);
        if (own !== undefined) applyChanges(changes, own);
      }
    });
  }

  /** The attributes of the graph itself. */
  attributes(state: State): Readonly<Record<string, unknown>> {
    return this.elements(state, 2)[0].attributes;
  }

  /** The live elements of a kind, in the order of their ids. */
  elements(state: State, kind: number): Element[] {
    const { live, classes, rows } = state[kind];
    return [...live]
      .sort((a, b) => a - b)
      .map((id) => {
        const set = classes.get(id);
        const attributes: Record<string, unknown> = {};
        for (const [column, own] of rows) {
          const row = own.get(id);
          if (row === undefined) continue;
          check(this.columns[column].owners[row] === id, `the owner of row ${row} of column ${column}`);
          attributes[this.columns[column].name] = this.columns[column].values[row];
        }
        const element = { id, labels: set === undefined ? [] : this.classes[kind][set], attributes };
        return kind !== 1 ? element : { ...element, source: this.sources[id], target: this.targets[id] };
      });
  }
}

function applyChanges({ runs, elements, after }: Changes, rows: Map<number, number>): void {
  for (const [first, count, row, stride] of runs) {
    for (let i = 0; i < count; i++) rows.set(first + i, row + i * stride);
  }
  elements.forEach((element, i) => {
    if (after[i] < 0) rows.delete(element);
    else rows.set(element, after[i]);
  });
}
