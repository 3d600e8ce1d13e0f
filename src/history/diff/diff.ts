/** The differences between two states, by fact. */
import { composeSteps } from "../../space/deltas/compose.js";
import type { Delta, DeltaStep } from "../../space/deltas/delta.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { defineInspect } from "../../structures/inspect.js";
import { diffText, readLayout, type TextOptions } from "./diff-text.js";
import { type DiffFact, ElementDiff } from "./element-diff.js";
import { createPatch, type Patch } from "./patch.js";

/**
 * The difference between two states: `nodes`, `edges` and `graph`, each by fact and by column. Iterating gives all facts one
 * by one. It keeps describing the two states, whatever happens to the graph.
 *
 * @example
 * const graph = new Graph();
 * const ada = graph.addNode("Person", { born: 1815 });
 * graph.commit("Ada");
 * graph.nodes.set(ada, { born: 1816 });
 * const diff = graph.history.diff();
 * String(diff).split("\n");
 * // => [ 'nodes +0 -0 ~1, edges +0 -0 ~0', '~ node 0 born: 1815 → 1816' ]
 */
export class Diff implements Iterable<DiffFact> {
  readonly nodes: ElementDiff;
  readonly edges: ElementDiff;
  /** The graph's own attributes: those of the one element 0, which is in both states. */
  readonly graph: ElementDiff;
  readonly #before: GraphState;
  readonly #after: GraphState;
  readonly #delta: Delta;

  /** @internal */
  constructor(before: GraphState, after: GraphState, steps: readonly DeltaStep[]) {
    this.#before = before;
    this.#after = after;
    inspectAsDiff();
    this.#delta = composeSteps(steps);
    this.nodes = new ElementDiff(before.nodes, after.nodes, this.#delta.nodes);
    this.edges = new ElementDiff(before.edges, after.edges, this.#delta.edges);
    this.graph = new ElementDiff(before.graph, after.graph, this.#delta.graph);
  }

  /** Whether the two states are the same. */
  get isEmpty(): boolean {
    return [this.nodes, this.edges, this.graph].every(
      ({ counts }) => counts.added === 0 && counts.removed === 0 && counts.changed === 0,
    );
  }

  /** The difference vice versa: from the second state to the first. */
  invert(): Diff {
    return new Diff(this.#after, this.#before, [{ delta: this.#delta, forward: false }]);
  }

  /** The difference as JSON, to be stored or sent, and made elsewhere by `history.apply`. O(changes). */
  toPatch(): Patch {
    return createPatch(this.#before, this.#after, this.#delta);
  }

  /** Every fact that differs: those of nodes, those of edges, those of the graph itself. */
  *[Symbol.iterator](): Generator<DiffFact> {
    yield* this.nodes;
    yield* this.edges;
    yield* this.graph;
  }

  /** The form that `JSON.stringify` writes: the difference as a patch. */
  toJSON(): Patch {
    return this.toPatch();
  }

  /** The numbers in one line, then a line for each fact; `+` came, `-` went, `~` is in both states. */
  toString(options: TextOptions = {}): string {
    return diffText([this.nodes, this.edges, this.graph], readLayout(options));
  }
}

/** The difference between two states, to which steps lead from the first. */
export function diffOf(before: GraphState, after: GraphState, steps: readonly DeltaStep[]): Diff {
  return new Diff(before, after, steps);
}

function inspectAsDiff(): void {
  defineInspect(Diff.prototype, "Diff", ({ nodes, edges, graph }) =>
    graph.counts.changed === 0 ? { nodes, edges } : { nodes, edges, graph },
  );
}
