/** One side of a merge: what it changed against the base, ready to be asked about single facts. */
import type { CellChanges } from "../../space/deltas/cell-changes.js";
import type { ElementDelta } from "../../space/deltas/delta.js";
import type { IdRuns } from "../../structures/id-runs.js";
import type { Facts } from "./facts.js";

const NO_IDS = new Uint32Array(0);

/**
 * The changes of one kind of element. For added and removed elements the states have the values; the lists contain
 * elements that are in the base and on this side.
 */
export class SideChanges {
  readonly added: IdRuns;
  readonly removed: IdRuns;
  /** The elements whose labels differ, ascending. */
  readonly labels: Uint32Array;
  /** By attribute the elements whose values differ, ascending. */
  readonly cells: ReadonlyMap<string, Uint32Array>;
  readonly #delta: ElementDelta;

  constructor(base: Facts, delta: ElementDelta) {
    const { added, removed } = delta;
    const stays = (id: number): boolean => base.has(id) && (removed.count === 0 || !removed.has(id));
    const cells = new Map<string, Uint32Array>();
    for (const [{ name }, changes] of delta.cells) {
      const ids = elementsOf(changes, added).filter(stays);
      if (ids.length > 0) cells.set(name, uniteIds(cells.get(name) ?? NO_IDS, ids));
    }
    this.added = added;
    this.removed = removed;
    this.labels = elementsOf(delta.labels, added).filter(stays);
    this.cells = cells;
    this.#delta = delta;
  }

  /** The elements that stay and whose labels or attributes were changed, ascending. */
  modified(): Uint32Array {
    return uniteIds(this.labels, ...this.cells.values());
  }

  /** The elements whose row changed in a column of an attribute, whether they are there or not; ascending. */
  touchedIn(attribute: string): Uint32Array {
    const lists: Uint32Array[] = [];
    for (const [{ name }, changes] of this.#delta.cells) {
      if (name === attribute) lists.push(elementsOf(changes, undefined));
    }
    return uniteIds(...lists);
  }
}

/** The elements of changed cells; a run of elements that are all among `left` is left out. */
function elementsOf({ runs, elements }: CellChanges, left: IdRuns | undefined): Uint32Array {
  const listed = elements instanceof Uint32Array ? elements : Uint32Array.from(elements);
  const lists = [listed];
  for (const { element, count } of runs) {
    if (left?.hasRun(element, count) === true) continue;
    lists.push(Uint32Array.from({ length: count }, (_, i) => element + i));
  }
  return lists.length === 1 ? listed : uniteIds(...lists);
}

/** All numbers of some ascending lists, each once, ascending. */
export function uniteIds(...lists: readonly Uint32Array[]): Uint32Array {
  const filled = lists.filter(({ length }) => length > 0);
  if (filled.length < 2) return filled[0] ?? NO_IDS;
  let length = 0;
  for (const list of filled) length += list.length;
  const all = new Uint32Array(length);
  let end = 0;
  for (const list of filled) {
    all.set(list, end);
    end += list.length;
  }
  all.sort();
  let count = 1;
  for (let i = 1; i < all.length; i++) if (all[i] !== all[i - 1]) all[count++] = all[i];
  return all.subarray(0, count);
}

/** The numbers that are in both of two ascending lists, ascending. */
export function intersectIds(a: Uint32Array, b: Uint32Array): Uint32Array {
  const common = new Uint32Array(Math.min(a.length, b.length));
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      common[count++] = a[i++];
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return common.subarray(0, count);
}

/** The numbers of one ascending list that are not in another, ascending. */
export function without(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (a.length === 0 || b.length === 0) return a;
  const rest = new Uint32Array(a.length);
  let count = 0;
  for (let i = 0, j = 0; i < a.length; i++) {
    while (j < b.length && b[j] < a[i]) j++;
    if (j === b.length || b[j] !== a[i]) rest[count++] = a[i];
  }
  return rest.subarray(0, count);
}
