/** What differs between two states, by fact. */
import type { ElementKind } from "../pool/pool.js";
import { type CellChanges, forEachCell, NO_CHANGES } from "../space/cell-changes.js";
import { composeSteps } from "../space/compose.js";
import type { ElementDelta } from "../space/delta.js";
import type { ElementState } from "../space/element-state.js";
import type { GraphState } from "../space/graph-state.js";
import type { DeltaStep } from "../space/past-state.js";
import { countElements, type ElementStatus } from "./status.js";

/** A value that differs, of an element that is in both states; undefined where it is absent. */
export interface CellChange {
  readonly id: number;
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Labels, or a type, that differ, of an element that is in both states. */
export interface LabelChange {
  readonly id: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The difference in the nodes, or in the edges. */
export class ElementDiff {
  readonly kind: ElementKind;
  /** The ids of elements that are in the second state alone, ascending. */
  readonly added: Uint32Array;
  /** The ids of elements that are in the first state alone, ascending. */
  readonly removed: Uint32Array;
  /** How many elements were added, removed and changed. */
  readonly counts: ElementStatus;
  readonly #delta: ElementDelta;
  readonly #before: ElementState;
  readonly #after: ElementState;

  /** @internal */
  constructor(before: ElementState, after: ElementState, delta: ElementDelta) {
    this.kind = before.kind;
    this.added = delta.added.toArray();
    this.removed = delta.removed.toArray();
    this.#before = before;
    this.#after = after;
    this.#delta = {
      ...delta,
      classes: this.#inBoth(delta.classes),
      cells: new Map([...delta.cells].map(([stored, changes]) => [stored, this.#inBoth(changes)])),
    };
    this.counts = countElements(this.#delta);
  }

  #inBoth(changes: CellChanges): CellChanges {
    const elements: number[] = [];
    const before: number[] = [];
    const after: number[] = [];
    forEachCell(changes, (element, rowBefore, rowAfter) => {
      if (!this.#before.live.has(element) || !this.#after.live.has(element)) return;
      elements.push(element);
      before.push(rowBefore);
      after.push(rowAfter);
    });
    if (elements.length === 0) return NO_CHANGES;
    return {
      runs: [],
      elements: Uint32Array.from(elements),
      before: Int32Array.from(before),
      after: Int32Array.from(after),
    };
  }

  /** The values that differ, of elements in both states: attribute by attribute, ids ascending. */
  *changes(): Generator<CellChange> {
    for (const [stored, { elements, before, after }] of this.#delta.cells) {
      for (let i = 0; i < elements.length; i++) {
        yield {
          id: elements[i],
          attribute: stored.name,
          before: before[i] < 0 ? undefined : stored.column.get(before[i]),
          after: after[i] < 0 ? undefined : stored.column.get(after[i]),
        };
      }
    }
  }

  /** The sets of labels that differ, of elements in both states, ids ascending. */
  *labelChanges(): Generator<LabelChange> {
    const { elements, before, after } = this.#delta.classes;
    const names = (set: number): readonly string[] => (set < 0 ? [] : this.#after.classes.set(set));
    for (let i = 0; i < elements.length; i++) {
      yield { id: elements[i], before: names(before[i]), after: names(after[i]) };
    }
  }
}

/** The difference between two states. */
export class Diff {
  readonly nodes: ElementDiff;
  readonly edges: ElementDiff;

  /** @internal */
  constructor(before: GraphState, after: GraphState, steps: readonly DeltaStep[]) {
    const delta = composeSteps(steps);
    this.nodes = new ElementDiff(before.nodes, after.nodes, delta.nodes);
    this.edges = new ElementDiff(before.edges, after.edges, delta.edges);
  }

  /** Whether the two states are the same. */
  get isEmpty(): boolean {
    return [this.nodes, this.edges].every(
      ({ counts }) => counts.added === 0 && counts.removed === 0 && counts.changed === 0,
    );
  }

  /** The numbers in one line. */
  toString(): string {
    const line = (name: string, { added, removed, changed }: ElementStatus): string =>
      `${name} +${added} -${removed} ~${changed}`;
    return `${line("nodes", this.nodes.counts)}, ${line("edges", this.edges.counts)}`;
  }
}
