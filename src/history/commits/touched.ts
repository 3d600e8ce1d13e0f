/** The elements that a stretch of commits touched, so that blame and similar queries skip the others. */

import type { OwnerKind } from "../../pool/pool.js";
import type { CellChanges } from "../../space/deltas/cell-changes.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import { Bitmap } from "../../structures/bitmap.js";
import { IdRuns } from "../../structures/id-runs.js";

/** Elements that came, went, or whose labels or attributes were changed, even if they were changed back. */
export class Touched {
  readonly nodes: IdRuns;
  readonly edges: IdRuns;
  /** Whether the graph's own attributes were changed. */
  readonly graph: boolean;

  private constructor(nodes: IdRuns, edges: IdRuns, graph: boolean) {
    this.nodes = nodes;
    this.edges = edges;
    this.graph = graph;
  }

  static of(nodes: IdRuns, edges: IdRuns, graph: boolean): Touched {
    return new Touched(nodes, edges, graph);
  }

  /** The elements that any of the parts touched. */
  static by(parts: readonly (Delta | Touched)[]): Touched {
    const nodes = new IdCollector();
    const edges = new IdCollector();
    let graph = false;
    for (const part of parts) {
      if (part instanceof Touched) {
        nodes.addRuns(part.nodes);
        edges.addRuns(part.edges);
        graph ||= part.graph;
      } else {
        nodes.addDelta(part.nodes);
        edges.addDelta(part.edges);
        graph ||= part.graph.cells.size > 0;
      }
    }
    return new Touched(nodes.finish(), edges.finish(), graph);
  }

  has(kind: OwnerKind, id: number): boolean {
    if (kind === "graph") return this.graph;
    return (kind === "node" ? this.nodes : this.edges).has(id);
  }
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

  addDelta({ added, removed, labels, cells }: ElementDelta): void {
    this.addRuns(added);
    this.addRuns(removed);
    this.addCells(labels);
    for (const changes of cells.values()) this.addCells(changes);
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
    if (this.#listed.length === 0) return IdRuns.none;
    const sorted = Uint32Array.from(this.#listed).sort();
    return IdRuns.ofSorted(sorted.filter((id, i) => i === 0 || id !== sorted[i - 1]));
  }
}
