/**
 * The hash of a graph's state, kept up to date from commit to commit. Two states have the same root if and only if
 * they have the same nodes, edges, labels, types and values, those of the graph itself included, however they were made and whatever ids they have.
 * Elements of an origin other than 0 have columns of their own, with the origin in their names.
 *
 * root = SHA-256("groggy state 1", directed, then for each column that is not empty, by name: name, hash)
 */
import { platform } from "#platform";
import type { Identities } from "../../pool/identities.js";
import { type CellChanges, NO_CHANGES } from "../../space/deltas/cell-changes.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import type { ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { EMPTY_HASH, HASH_BYTES, HashTree, isEmptyHash, sameHash } from "./hash-tree.js";
import { hashAttributeLeaf, hashEdgeLeaf, hashLabelLeaf, hashNodeLeaf } from "./leaf.js";
import { LeafChanges } from "./leaf-changes.js";
import { LEAF_SIZE, type LeafPlace, leafKey, leafOfKey, placeOfLeaf, slotOfKey } from "./leaf-place.js";

/** The names of the columns that are not attributes. */
const CORE_COLUMNS = {
  node: ["nodes", "labels"],
  edge: ["edges", "types"],
  graph: ["graph", "graph"],
} as const;

/** The name of a column, of which `kind` is the first word, for elements of an origin. */
export function columnName(kind: string, rest: string, origin: number): string {
  return `${kind}${origin === 0 ? "" : `@${origin.toString(16).padStart(8, "0")}`}${rest}`;
}

export class StateRoot {
  readonly #trees = new Map<string, HashTree>();
  /** The hash of each column that is not empty. */
  readonly #roots = new Map<string, Uint8Array>();
  readonly #stale = new Set<string>();
  /** Trees that are stored elsewhere, as on disk, until one is needed. */
  #source: (() => Iterable<readonly [column: string, tree: HashTree]>) | undefined;
  /** The changes that the trees of the source follow once they are there. */
  #followed: { readonly leaves: readonly LeafChanges[] }[] = [];

  /** Begins with the trees of a state that was hashed before. What there was is gone. */
  restore(source: () => Iterable<readonly [column: string, tree: HashTree]>): void {
    this.#trees.clear();
    this.#roots.clear();
    this.#stale.clear();
    this.#followed = [];
    this.#source = source;
  }

  /** The root of the same state, to be kept up to date by itself. O(leaves). */
  clone(): StateRoot {
    // not later: by then the file may have given way to a newer one
    this.#load();
    const copy = new StateRoot();
    for (const [column, tree] of this.#trees) copy.#trees.set(column, tree.clone());
    for (const [column, hash] of this.#roots) copy.#roots.set(column, hash.slice());
    for (const column of this.#stale) copy.#stale.add(column);
    return copy;
  }

  #load(): void {
    const source = this.#source;
    if (source === undefined) return;
    for (const [column, tree] of source()) {
      this.#trees.set(column, tree);
      this.#stale.add(column);
    }
    this.#source = undefined;
    const followed = this.#followed;
    this.#followed = [];
    for (const { leaves } of followed) this.follow(leaves, true);
  }

  /** The tree of each column, by name. */
  trees(): ReadonlyMap<string, HashTree> {
    this.#load();
    return this.#trees;
  }

  /** Hashes what a delta changed, given the state after it, and takes it up. O(changes). */
  advance(state: GraphState, delta: Delta): LeafChanges[] {
    const changes: LeafChanges[] = [];
    for (const [elements, elementDelta] of [
      [state.nodes, delta.nodes],
      [state.edges, delta.edges],
      [state.graph, delta.graph],
    ] as const) {
      for (const [column, leaves, hashLeaf] of dirtyLeaves(state, elements, elementDelta)) {
        const changed = this.#rehash(column, leaves, hashLeaf);
        if (changed !== undefined) changes.push(changed);
      }
    }
    return changes.sort((a, b) => (a.column < b.column ? -1 : 1));
  }

  #rehash(column: string, leaves: number[], hashLeaf: (leaf: number) => Uint8Array): LeafChanges | undefined {
    if (leaves.length === 0) return undefined;
    const tree = this.#tree(column);
    const changed: number[] = [];
    const [before, after] = scratchFor(leaves.length * HASH_BYTES);
    for (const leaf of leaves) {
      const old = tree.leaf(leaf);
      const hash = hashLeaf(leaf);
      if (sameHash(old, hash)) continue;
      before.set(old, changed.length * HASH_BYTES);
      after.set(hash, changed.length * HASH_BYTES);
      changed.push(leaf);
      tree.setLeaf(leaf, hash);
    }
    if (changed.length > 0) this.#stale.add(column);
    return LeafChanges.of(column, changed, before, after);
  }

  /** As `follow`, forward over a commit whose leaves can be read at any time: not before someone asks for the trees. */
  followLater(changed: { readonly leaves: readonly LeafChanges[] }): void {
    if (this.#source === undefined) this.follow(changed.leaves, true);
    else this.#followed.push(changed);
  }

  /** Follows a checkout over one commit, forward or back. */
  follow(changes: readonly LeafChanges[], forward: boolean): void {
    for (const change of changes) {
      const tree = this.#tree(change.column);
      for (let i = 0; i < change.count; i++) {
        tree.setLeaf(change.leaves[i], forward ? change.after(i) : change.before(i));
      }
      this.#stale.add(change.column);
    }
  }

  /** The state's root, as hex. */
  root(directed: boolean): string {
    this.#load();
    for (const column of this.#stale) {
      const hash = this.#tree(column).root();
      if (isEmptyHash(hash)) this.#roots.delete(column);
      else this.#roots.set(column, hash.slice());
    }
    this.#stale.clear();
    writer
      .reset()
      .text("groggy state 1")
      .u8(directed ? 1 : 0);
    for (const column of [...this.#roots.keys()].sort()) {
      writer.text(column).raw(this.#roots.get(column) as Uint8Array);
    }
    return platform.sha256Hex(writer.bytes());
  }

  #tree(column: string): HashTree {
    this.#load();
    let tree = this.#trees.get(column);
    if (tree === undefined) {
      tree = new HashTree();
      this.#trees.set(column, tree);
    }
    return tree;
  }
}

const writer = new ByteWriter();

/** Room for hashes before and after, used again for each column. */
let scratch = [new Uint8Array(0), new Uint8Array(0)];

function scratchFor(size: number): Uint8Array[] {
  if (scratch[0].length < size) scratch = [new Uint8Array(size), new Uint8Array(size)];
  return scratch;
}

/** A hash of the change itself: which leaves it touched, their hashes before and after. As hex. */
export function hashLeafChanges(changes: readonly LeafChanges[]): string {
  writer.reset().text("groggy delta 1");
  for (const change of changes) {
    writer.text(change.column).u32(change.count);
    for (let i = 0; i < change.count; i++) writer.u32(change.leaves[i]);
    for (let i = 0; i < change.count; i++) writer.raw(change.before(i));
    for (let i = 0; i < change.count; i++) writer.raw(change.after(i));
  }
  return platform.sha256Hex(writer.bytes());
}

type DirtyColumn = [column: string, leaves: number[], hashLeaf: (leaf: number) => Uint8Array];

/** For each column the leaves that a delta may have changed, ascending. */
function* dirtyLeaves(
  state: GraphState,
  elements: ElementState,
  delta: ElementDelta,
): Generator<DirtyColumn> {
  const { identities } = elements.pool;
  const [presence, labels] = CORE_COLUMNS[elements.kind];
  const toggled = new Set<number>();
  for (const runs of [delta.added, delta.removed]) {
    runs.forEachRun((start, length) => addLeaves(toggled, identities, start, length));
  }
  const hashPresence =
    elements.kind === "node"
      ? (leaf: LeafPlace) => hashNodeLeaf(elements, leaf)
      : (leaf: LeafPlace) => hashEdgeLeaf(elements, state.pool, leaf);
  yield* byOrigin(identities, presence, "", toggled, hashPresence);
  const relabelled = leavesOf(delta.labels, identities, toggled);
  yield* byOrigin(identities, labels, "", relabelled, (leaf) => hashLabelLeaf(elements, leaf));
  for (const { stored, rows } of elements.attributes()) {
    const leaves = leavesOf(delta.cells.get(stored), identities, toggled);
    if (leaves.size === 0) continue;
    const hash = (leaf: LeafPlace): Uint8Array => hashAttributeLeaf(elements, stored, rows, leaf);
    yield* byOrigin(identities, elements.kind, ` ${stored.type} ${stored.name}`, leaves, hash);
  }
  for (const stored of delta.dropped) {
    if (elements.attributeOf(stored) !== undefined) continue;
    const leaves = leavesOf(delta.cells.get(stored), identities, NO_LEAVES);
    yield* byOrigin(identities, elements.kind, ` ${stored.type} ${stored.name}`, leaves, () => EMPTY_HASH);
  }
}

/** The leaves of one column apart by origin: for each a column of its own. */
function* byOrigin(
  identities: Identities,
  kind: string,
  rest: string,
  keys: ReadonlySet<number>,
  hash: (leaf: LeafPlace) => Uint8Array,
): Generator<DirtyColumn> {
  const sorted = [...keys].sort((a, b) => a - b);
  for (let i = 0; i < sorted.length; ) {
    const slot = slotOfKey(sorted[i]);
    let end = i;
    while (end < sorted.length && slotOfKey(sorted[end]) === slot) end++;
    const leaves = sorted.slice(i, end).map(leafOfKey);
    const column = columnName(kind, rest, identities.originOf(slot));
    yield [column, leaves, (leaf) => hash(placeOfLeaf(identities, slot, leaf))];
    i = end;
  }
}

const NO_LEAVES: ReadonlySet<number> = new Set();

function leavesOf(
  changes: CellChanges | undefined,
  identities: Identities,
  toggled: ReadonlySet<number>,
): ReadonlySet<number> {
  if (changes === undefined || changes === NO_CHANGES) return toggled;
  const leaves = new Set(toggled);
  for (const { element, count } of changes.runs) addLeaves(leaves, identities, element, count);
  const { elements } = changes;
  if (identities.isPlain) for (const element of elements) leaves.add(Math.floor(element / LEAF_SIZE));
  else for (const element of elements) addLeaves(leaves, identities, element, 1);
  return leaves;
}

function addLeaves(leaves: Set<number>, identities: Identities, start: number, length: number): void {
  identities.split(start, length, (slot, sequence, _id, count) => {
    const last = Math.floor((sequence + count - 1) / LEAF_SIZE);
    for (let leaf = Math.floor(sequence / LEAF_SIZE); leaf <= last; leaf++) leaves.add(leafKey(slot, leaf));
  });
}
