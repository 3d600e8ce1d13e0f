/** Which elements a stretch of commits touched: what lets blame and its like pass over the rest. */

import type { ElementKind } from "../pool/pool.js";
import type { CellChanges } from "../space/cell-changes.js";
import type { Delta, ElementDelta } from "../space/delta.js";
import { Bitmap } from "../structures/bitmap.js";
import { IdRuns } from "../structures/id-runs.js";

/** Elements that came, went, or whose labels or attributes were changed, even if they were changed back. */
export class Touched {
  readonly #nodes: IdRuns;
  readonly #edges: IdRuns;

  private constructor(nodes: IdRuns, edges: IdRuns) {
    this.#nodes = nodes;
    this.#edges = edges;
  }

  static by(delta: Delta): Touched {
    return new Touched(touchedBy(delta.nodes), touchedBy(delta.edges));
  }

  static union(parts: readonly Touched[]): Touched {
    return new Touched(unite(parts.map((part) => part.#nodes)), unite(parts.map((part) => part.#edges)));
  }

  has(kind: ElementKind, id: number): boolean {
    return (kind === "node" ? this.#nodes : this.#edges).has(id);
  }

  get byteLength(): number {
    return this.#nodes.byteLength + this.#edges.byteLength;
  }
}

function touchedBy(delta: ElementDelta): IdRuns {
  const elements = new Bitmap();
  const mark = (changes: CellChanges): void => {
    for (const { element, count } of changes.runs) elements.addRange(element, element + count);
    for (const element of changes.elements) elements.add(element);
  };
  for (const runs of [delta.added, delta.removed]) {
    runs.forEachRun((start, length) => elements.addRange(start, start + length));
  }
  mark(delta.classes);
  for (const changes of delta.cells.values()) mark(changes);
  return IdRuns.ofBitmap(elements);
}

function unite(parts: readonly IdRuns[]): IdRuns {
  const elements = new Bitmap();
  for (const runs of parts) runs.forEachRun((start, length) => elements.addRange(start, start + length));
  return IdRuns.ofBitmap(elements);
}
