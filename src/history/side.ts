/** One side of a merge: what it changed against the base, ready to be asked about single facts. */
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { ElementKind } from "../pool/pool.js";
import { type CellChanges, forEachCell } from "../space/cell-changes.js";
import type { Delta, ElementDelta } from "../space/delta.js";
import { Bitmap } from "../structures/bitmap.js";

/** A cell's rows, or an element's sets of labels, in the base and on this side. */
export interface ChangedCell {
  readonly before: number;
  readonly after: number;
}

/** The changes of one kind of element. */
export class SideElements {
  readonly kind: ElementKind;
  readonly added: Bitmap;
  readonly removed: Bitmap;
  readonly classes: ReadonlyMap<number, ChangedCell>;
  readonly cells: ReadonlyMap<AttributeColumn, ReadonlyMap<number, ChangedCell>>;
  readonly introduced: readonly AttributeColumn[];

  constructor(kind: ElementKind, delta: ElementDelta) {
    this.kind = kind;
    this.added = delta.added.toBitmap();
    this.removed = delta.removed.toBitmap();
    this.classes = toMap(delta.classes);
    this.cells = new Map([...delta.cells].map(([stored, changes]) => [stored, toMap(changes)]));
    this.introduced = delta.introduced;
  }

  /** Whether labels or attributes of an element that stays were changed. */
  modified(id: number): boolean {
    if (this.classes.has(id)) return true;
    for (const changes of this.cells.values()) if (changes.has(id)) return true;
    return false;
  }

  /** All elements whose labels or attributes were changed. */
  modifiedElements(): Bitmap {
    const elements = Bitmap.of([...this.classes.keys()]);
    for (const changes of this.cells.values()) for (const id of changes.keys()) elements.add(id);
    return elements;
  }

  /** Whether the element is on this side, given whether it is in the base. */
  has(id: number, inBase: boolean): boolean {
    return inBase ? !this.removed.has(id) : this.added.has(id);
  }
}

export class Side {
  readonly nodes: SideElements;
  readonly edges: SideElements;

  constructor(delta: Delta) {
    this.nodes = new SideElements("node", delta.nodes);
    this.edges = new SideElements("edge", delta.edges);
  }

  of(kind: ElementKind): SideElements {
    return kind === "node" ? this.nodes : this.edges;
  }
}

function toMap(changes: CellChanges): Map<number, ChangedCell> {
  const map = new Map<number, ChangedCell>();
  forEachCell(changes, (element, before, after) => map.set(element, { before, after }));
  return map;
}
