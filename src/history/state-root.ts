/**
 * The hash of a graph's state, kept up to date from commit to commit. Two states have the same root if and only
 * if they have the same nodes, edges, labels, types and values, however they came about.
 *
 * root = SHA-256("groggy state 1", directed, then for each column that is not empty, by name: name, hash)
 */
import { platform } from "#platform";
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { CellChanges } from "../space/cell-changes.js";
import type { Delta, ElementDelta } from "../space/delta.js";
import type { ElementState } from "../space/element-state.js";
import type { GraphState } from "../space/graph-state.js";
import { ByteWriter } from "../structures/byte-writer.js";
import { EMPTY_HASH, HASH_BYTES, HashTree, isEmptyHash, sameHash } from "./hash-tree.js";
import { hashAttributeLeaf, hashClassLeaf, hashEdgeLeaf, hashNodeLeaf, LEAF_SIZE } from "./leaf.js";
import { LeafChanges } from "./leaf-changes.js";

/** The names of the columns that are not attributes. */
const CORE_COLUMNS = { node: ["nodes", "labels"], edge: ["edges", "types"] } as const;

function attributeColumn(state: ElementState, stored: AttributeColumn): string {
  return `${state.kind} ${stored.type} ${stored.name}`;
}

export class StateRoot {
  readonly #trees = new Map<string, HashTree>();
  /** The hash of each column that is not empty. */
  readonly #roots = new Map<string, Uint8Array>();
  readonly #stale = new Set<string>();

  /** Hashes what a delta changed, given the state after it, and takes it up. O(changes). */
  advance(state: GraphState, delta: Delta): LeafChanges[] {
    const changes: LeafChanges[] = [];
    for (const [elements, elementDelta] of [
      [state.nodes, delta.nodes],
      [state.edges, delta.edges],
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
    return toHex(platform.sha256(writer.bytes()));
  }

  #tree(column: string): HashTree {
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
  return toHex(platform.sha256(writer.bytes()));
}

export function toHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

type DirtyColumn = [column: string, leaves: number[], hashLeaf: (leaf: number) => Uint8Array];

/** For each column the leaves that a delta may have changed, ascending. */
function* dirtyLeaves(
  state: GraphState,
  elements: ElementState,
  delta: ElementDelta,
): Generator<DirtyColumn> {
  const [presence, classes] = CORE_COLUMNS[elements.kind];
  const toggled = new Set<number>();
  for (const runs of [delta.added, delta.removed]) {
    runs.forEachRun((start, length) => addLeaves(toggled, start, length));
  }
  const hashPresence =
    elements.kind === "node"
      ? (leaf: number) => hashNodeLeaf(elements, leaf)
      : (leaf: number) => hashEdgeLeaf(elements, state.pool.edges, leaf);
  yield [presence, ascending(toggled), hashPresence];
  yield [classes, leavesOf(delta.classes, toggled), (leaf) => hashClassLeaf(elements, leaf)];
  for (const { stored, rows } of elements.attributes()) {
    const leaves = leavesOf(delta.cells.get(stored), toggled);
    if (leaves.length === 0) continue;
    yield [
      attributeColumn(elements, stored),
      leaves,
      (leaf) => hashAttributeLeaf(elements, stored, rows, leaf),
    ];
  }
  for (const stored of delta.dropped) {
    if (elements.attribute(stored.name)?.stored === stored) continue;
    yield [attributeColumn(elements, stored), leavesOf(delta.cells.get(stored), NO_LEAVES), () => EMPTY_HASH];
  }
}

const NO_LEAVES: ReadonlySet<number> = new Set();

function leavesOf(changes: CellChanges | undefined, toggled: ReadonlySet<number>): number[] {
  if (changes === undefined) return ascending(toggled);
  const leaves = new Set(toggled);
  for (const { element, count } of changes.runs) addLeaves(leaves, element, count);
  for (const element of changes.elements) leaves.add(Math.floor(element / LEAF_SIZE));
  return ascending(leaves);
}

function addLeaves(leaves: Set<number>, start: number, length: number): void {
  const last = Math.floor((start + length - 1) / LEAF_SIZE);
  for (let leaf = Math.floor(start / LEAF_SIZE); leaf <= last; leaf++) leaves.add(leaf);
}

function ascending(leaves: ReadonlySet<number>): number[] {
  return [...leaves].sort((a, b) => a - b);
}
