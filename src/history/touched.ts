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
  const collector = new IdCollector();
  collector.addRuns(delta.added);
  collector.addRuns(delta.removed);
  collector.addCells(delta.classes);
  for (const changes of delta.cells.values()) collector.addCells(changes);
  return collector.finish();
}

function unite(parts: readonly IdRuns[]): IdRuns {
  const collector = new IdCollector();
  for (const runs of parts) collector.addRuns(runs);
  return collector.finish();
}

/** Above so many ids a bitmap is quicker than sorting. */
const LISTED_MAX = 4096;

/** Collects ids: few of them in a list, many in a bitmap. */
class IdCollector {
  #listed: number[] = [];
  #bitmap: Bitmap | undefined;

  #reserve(count: number): void {
    if (this.#bitmap !== undefined || this.#listed.length + count <= LISTED_MAX) return;
    this.#bitmap = Bitmap.of(this.#listed);
    this.#listed = [];
  }

  addRuns(runs: IdRuns): void {
    this.#reserve(runs.count);
    runs.forEachRun((start, length) => this.#addRun(start, length));
  }

  addCells({ runs, elements }: CellChanges): void {
    for (const { element, count } of runs) {
      this.#reserve(count);
      this.#addRun(element, count);
    }
    this.#reserve(elements.length);
    for (let i = 0; i < elements.length; i++) this.#addRun(elements[i], 1);
  }

  #addRun(start: number, length: number): void {
    if (this.#bitmap !== undefined) this.#bitmap.addRange(start, start + length);
    else for (let id = start; id < start + length; id++) this.#listed.push(id);
  }

  finish(): IdRuns {
    if (this.#bitmap !== undefined) return IdRuns.ofBitmap(this.#bitmap);
    const sorted = Uint32Array.from(this.#listed).sort();
    return IdRuns.ofSorted(sorted.filter((id, i) => i === 0 || id !== sorted[i - 1]));
  }
}
